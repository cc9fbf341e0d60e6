"""The briefs of a project in a preview: which there are, and their pages and editions made in turn."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

from reportgen.batch import Asked, find_asked
from reportgen.errors import UsageError
from reportgen.jobs import DOCUMENTS, Job
from reportgen.outcome import name_of
from reportgen.preview.bench import Bench
from reportgen.preview.previewed import Edition, Previewed
from reportgen.preview.printed import pages_of
from reportgen.worker import Limits

PAGE, PDF = DOCUMENTS


class Project:
    """All that a preview knows. Used by the server's event loop alone.

    Args:
        named: the briefs that the call names; none is every one of the project, also those that come later.
        project: the project's folder.
        scratch: a folder of the preview's own, in which workers write.
        limits: what the work on one brief may take.
        allow_code: run functions in a brief's ``charts.py``.
    """

    def __init__(
        self, named: Sequence[str], project: Path, scratch: Path, limits: Limits, *, allow_code: bool
    ) -> None:
        self._named, self.folder = named, project
        cache = scratch / "cache"
        self._page_job = Job("page", project, scratch / "pages", allow_code=allow_code, cache=cache / "pages")
        self._job = Job(
            "build", project, scratch / "editions", allow_code=allow_code, cache=cache / "editions"
        )
        self._pages, self._editions = Bench(limits, "pages"), Bench(limits, "editions")
        self._pdfium = ThreadPoolExecutor(1, "pdfium")
        self._open: dict[str, Previewed] = {}
        self.to_watch: asyncio.Queue[Path] = asyncio.Queue()  # the folders of briefs that are looked at
        self._at_work: dict[tuple[str, str], asyncio.Task[None]] = {}

    def start(self) -> None:
        """Warm up. Raises EngineError."""
        self._pages.start()

    def close(self) -> None:
        """End the workers, whatever they are at."""
        for task in self._at_work.values():
            task.cancel()
        self._pages.close()
        self._editions.close()
        self._pdfium.shutdown(wait=False, cancel_futures=True)

    async def names(self) -> tuple[str, ...]:
        """The names of the briefs that there are now, those of portfolios among them; none while there is none."""
        return tuple([name for one in self._asked() for name in await self._names_of(one)])

    async def _names_of(self, asked: Asked) -> tuple[str, ...]:
        whole = name_of(asked.folder)
        if not asked.is_many:
            return (whole,)
        keys = asked.keys or await self._pages.keys(self._page_job, asked.folder)
        return tuple(f"{whole}/{key}" for key in keys) or (whole,)

    def _asked(self) -> tuple[Asked, ...]:
        try:
            return find_asked(self._named, self.folder)
        except UsageError:
            return ()

    def opened(self, name: str) -> Previewed | None:
        """The brief of a name, and its page begun where nobody has asked for it before; None if there is no such."""
        if name not in self._open:
            whole, _, key = name.partition("/")
            asked = next((one for one in self._asked() if name_of(one.folder) == whole), None)
            if asked is None or (key and not asked.is_many):
                return None
            if all(one.folder != asked.folder for one in self._open.values()):
                self.to_watch.put_nowait(asked.folder)
            self._open[name] = Previewed(asked.folder, key)
            self._begin("page", self._open[name])
        return self._open[name]

    def saved(self, paths: Iterable[Path]) -> None:
        """Make anew what stands on these files: one brief, or all where they are the project's."""
        changed = tuple(path.resolve() for path in paths)
        for brief in self._open.values():
            own = brief.folder.resolve()
            others = [one.folder.resolve() for one in self._open.values() if one is not brief]
            if any(
                path.is_relative_to(own) or not any(path.is_relative_to(other) for other in others)
                for path in changed
            ):
                brief.saved()
                self._begin("page", brief)

    def want_edition(self, brief: Previewed) -> None:
        """Somebody looks at print, exhibits or ledger: make them, once the page is there."""
        made = brief.made
        if made.page_of == made.saved and made.tried < made.saved:
            self._begin("edition", brief)

    def is_at_work(self, brief: Previewed) -> bool:
        """Whether print, exhibits and ledger of a brief are being made."""
        task = self._at_work.get(("edition", brief.name))
        return task is not None and not task.done()

    def _begin(self, what: str, brief: Previewed) -> None:
        """Have it made, unless that is going on: then it goes on until nothing was saved meanwhile."""
        key = (what, brief.name)
        if (task := self._at_work.get(key)) is None or task.done():
            work = self._make_pages(brief) if what == "page" else self._make_edition(brief)
            self._at_work[key] = asyncio.get_running_loop().create_task(work)

    async def _make_pages(self, brief: Previewed) -> None:
        while not brief.made.is_current:
            number = brief.made.saved
            outcome = await self._pages.do(self._page_job, brief.folder, brief.key)
            page = (self._page_job.output / brief.name / PAGE).read_bytes() if outcome.good else b""
            await brief.took_page(number, outcome, page)

    async def _make_edition(self, brief: Previewed) -> None:
        number = brief.made.saved
        outcome = await self._editions.do(self._job, brief.folder, brief.key)
        edition, place = None, self._job.output / brief.name
        if outcome.good:
            files = {
                path.relative_to(place).as_posix(): path.read_bytes()
                for path in place.rglob("*")
                if path.is_file() and not path.name.startswith(".")
            }
            loop = asyncio.get_running_loop()
            pages = await loop.run_in_executor(self._pdfium, pages_of, files[PDF])
            edition = Edition(files, pages)
        await brief.took_edition(number, replace(outcome, folder=brief.folder), edition)
