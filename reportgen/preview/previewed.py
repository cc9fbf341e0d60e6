"""One brief in a preview: what was made of it last, what was found, and who is to be told."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from reportgen.findings import Finding
from reportgen.outcome import Outcome, home_of


@dataclass(frozen=True, slots=True)
class Edition:
    """All files of an edition, by their paths in it, and its pages of print as pictures."""

    files: Mapping[str, bytes]
    pages: tuple[bytes, ...]


@dataclass(frozen=True, slots=True)
class Made:
    """What there is to see. Numbers count what was saved: an edition of 3 under a page of 4 is one save behind.

    ``page`` and ``edition`` are the last good ones; ``tried`` is the number whose edition was tried last.
    """

    saved: int = 1
    page: bytes = b""
    page_of: int = 0
    edition: Edition | None = None
    edition_of: int = 0
    tried: int = 0
    findings: tuple[Finding, ...] = ()
    problem: str = ""
    of: int = 0  # what findings and problem are about

    @property
    def is_current(self) -> bool:
        """Whether what was saved last has been looked at."""
        return self.of == self.saved

    @property
    def stands_behind(self) -> bool:
        """Whether the page that is shown is an earlier one, because a later one could not be made."""
        return bool(self.page) and self.page_of < self.of


@dataclass
class Previewed:
    """A brief that is looked at, maybe one of many. Used by the server's event loop alone."""

    folder: Path
    key: str = ""
    made: Made = Made()
    _changed: asyncio.Condition = field(default_factory=asyncio.Condition)

    @property
    def name(self) -> str:
        return home_of(self.folder, self.key).as_posix()

    def saved(self) -> None:
        """Something of the brief was saved: what there is will be followed by another."""
        self.made = replace(self.made, saved=self.made.saved + 1)

    async def took_page(self, number: int, outcome: Outcome, page: bytes) -> None:
        """The page of a number was made, or was not, for reasons that the outcome tells."""
        made = replace(self.made, findings=outcome.findings, problem=outcome.problem, of=number)
        await self._show(replace(made, page=page, page_of=number) if outcome.good else made)

    async def took_edition(self, number: int, outcome: Outcome, edition: Edition | None) -> None:
        """The whole edition of a number was made, or was not; it knows more of print than the page did."""
        made = replace(self.made, tried=number)
        if edition:
            made = replace(made, edition=edition, edition_of=number)
        if number == made.of:
            made = replace(made, findings=outcome.findings, problem=outcome.problem)
        await self._show(made)

    async def _show(self, made: Made) -> None:
        async with self._changed:
            self.made = made
            self._changed.notify_all()

    async def changes(self) -> AsyncIterator[Made]:
        """What there is now, and after every change what there is then."""
        last = None
        while True:
            async with self._changed:
                await self._changed.wait_for(lambda seen=last: self.made is not seen)  # type: ignore[misc]
                last = self.made
            yield last
