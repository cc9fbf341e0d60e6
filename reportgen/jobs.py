"""What is done with one brief: a value, so that a worker can be asked."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from reportgen.errors import BriefError, DeliveryError, EngineError, TakenDown, UsageError
from reportgen.members import Member
from reportgen.outcome import Outcome, fault, home_of

if TYPE_CHECKING:
    from reportgen.brief import Brief
    from reportgen.charts.freeze import Freezer
    from reportgen.charts.known import KnownCharts
    from reportgen.files import Known
    from reportgen.findings import Finding
    from reportgen.kept.made import Made
    from reportgen.pipeline import LoadedBrief

Format = Literal["html", "pdf"]
Stage = Callable[[str, int, int], None]
BRIEF_FILE = "brief.yaml"
DOCUMENTS = ("brief.html", "brief.pdf")


@dataclass(frozen=True, slots=True)
class Job:
    """What a call asks for: each brief checked, or built and its edition written below ``output``.

    Or its facts written into ``output`` in a ``form``; or its page alone, as a preview shows it; or the many that it
    stands for found, and written into the cache; or the page that lists their editions.
    """

    command: Literal["build", "check", "facts", "page", "divide", "overview"]
    project: Path
    output: Path
    formats: tuple[Format, ...] = ("html", "pdf")
    strict: bool = False
    draft: bool = False
    allow_code: bool = False
    form: str = ""
    cache: Path | None = None
    force: bool = False
    period: str = ""
    since: str = ""  # the edition before, which the call names

    def as_json(self) -> dict[str, Any]:
        """In plain values, for :meth:`from_json`."""
        return {
            "command": self.command,
            "project": str(self.project),
            "output": str(self.output),
            "formats": list(self.formats),
            "strict": self.strict,
            "draft": self.draft,
            "allow_code": self.allow_code,
            "form": self.form,
            "cache": str(self.cache) if self.cache else None,
            "force": self.force,
            "period": self.period,
            "since": self.since,
        }

    @classmethod
    def from_json(cls, given: Mapping[str, Any]) -> Job:
        """The job that a parent has written down."""
        places = {"project": Path(given["project"]), "output": Path(given["output"])}
        cache = Path(given["cache"]) if given["cache"] else None
        return cls(**{**given, **places, "formats": tuple(given["formats"]), "cache": cache})

    def __call__(
        self, folder: Path, stage: Stage, freezer: Freezer | None = None, member: Member | None = None
    ) -> Outcome:
        """Do it for one brief; whatever fails becomes its outcome, so that the next brief has its turn."""
        return replace(self._done(folder, stage, freezer, member), member=member.key if member else "")

    def _done(self, folder: Path, stage: Stage, freezer: Freezer | None, member: Member | None) -> Outcome:
        work: Mapping[str, Callable[[], Outcome]] = {
            "build": lambda: self._built(folder, stage, freezer, member),
            "check": lambda: self._checked(folder, freezer, member),
            "facts": lambda: self._stated(folder, member),
            "page": lambda: self._shown(folder, freezer, member),
            "divide": lambda: self._divided(folder),
            "overview": lambda: self._listed(folder),
        }
        try:
            return work[self.command]()
        except BriefError as error:
            return Outcome(folder, good=False, findings=error.findings)
        except UsageError as error:
            return Outcome(folder, good=False, problem=str(error), failure="call")
        except (EngineError, DeliveryError) as error:
            was_taken_down = isinstance(error, TakenDown)
            return Outcome(
                folder, good=False, problem=str(error), failure="here", was_taken_down=was_taken_down
            )
        except (MemoryError, RecursionError):
            raise  # whoever has set the limits says what was met
        except Exception as error:
            if os.environ.get("REPORTGEN_DEBUG"):
                raise
            return Outcome(folder, good=False, problem=fault(error), failure="ours")

    def _loaded(self, folder: Path, member: Member | None) -> LoadedBrief:
        import reportgen

        if member and member.is_covering:
            from reportgen.portfolio.covering import covered

            member = covered(folder, self.project, member, self.period)
        return reportgen.load(
            folder,
            project=self.project,
            allow_code=self.allow_code,
            period=self.period,
            since=self.since or None,
            published=self.published(folder, member.key if member else ""),
            member=member,
        )

    def _checked(self, folder: Path, freezer: Freezer | None, member: Member | None) -> Outcome:
        findings = tuple(self._loaded(folder, member).check(freezer))
        return Outcome(folder, may_be_issued(findings, strict=self.strict), findings)

    def _shown(self, folder: Path, freezer: Freezer | None, member: Member | None) -> Outcome:
        from reportgen.delivery.output import Folder

        key = member.key if member else ""
        page, findings = self._loaded(folder, member).page(freezer, self.cache_of(folder, key), _charts())
        place = self.output / home_of(folder, key)
        Folder(place).replace({DOCUMENTS[0]: page.encode()})
        return Outcome(folder, good=True, findings=findings, files=(place / DOCUMENTS[0],))

    def _divided(self, folder: Path) -> Outcome:
        from reportgen.portfolio.division import divide

        findings = divide(folder, self.project, self.cache_of(folder), self.period)
        return Outcome(folder, may_be_issued(findings, strict=self.strict), findings)

    def _listed(self, folder: Path) -> Outcome:
        from reportgen.portfolio.division import members_in
        from reportgen.portfolio.overview import overview

        place = self.output / home_of(folder)
        files = overview(members_in(self.cache_of(folder)), place, self.project)
        return Outcome(folder, good=True, files=tuple(place / name for name in files if name == "index.html"))

    def _stated(self, folder: Path, member: Member | None) -> Outcome:
        from reportgen.delivery.belongings import holds_edition
        from reportgen.delivery.facts import WRITERS
        from reportgen.delivery.output import Folder

        if holds_edition(self.output):
            raise UsageError(
                f"{self.output} holds an edition, whose own facts stand there; name another folder"
            )
        if (self.output / BRIEF_FILE).exists():
            raise UsageError(f"{self.output} holds a brief, whose own facts stand there; name another folder")
        loaded = self._loaded(folder, member)
        findings = loaded.findings.in_order()
        if not may_be_issued(findings, strict=self.strict):
            return Outcome(folder, good=False, findings=findings)
        files = WRITERS[self.form](loaded.book)
        if own := next((name for name in files if loaded.brief.files.has_read(self.output / name)), None):
            raise UsageError(f"{self.output / own} is what the brief is made from; name another folder")
        Folder(self.output).replace(files)
        return Outcome(
            folder, good=True, findings=findings, files=tuple(self.output / name for name in files)
        )

    def _built(self, folder: Path, stage: Stage, freezer: Freezer | None, member: Member | None) -> Outcome:
        from reportgen.delivery.output import write_edition

        loaded, key = self._loaded(folder, member), member.key if member else ""
        if standing := self.standing(folder, loaded.brief.files.queries, member):
            return standing
        edition = loaded.build(
            self.formats, stage, draft=self.draft, freezer=freezer, cache=self.cache_of(folder, key)
        )
        good = may_be_issued(edition.findings, strict=self.strict)
        if not good and not self.draft:
            return Outcome(folder, good, edition.findings)
        place = self.output / home_of(folder, key)
        write_edition(edition, place)
        documents = tuple(place / name for name in DOCUMENTS if name in edition.files)
        outcome = Outcome(folder, good, edition.findings, documents, member=key)
        self._remember(outcome, loaded.brief, edition.files["manifest.json"], member)
        return outcome

    def cache_of(self, folder: Path, member: str = "") -> Path:
        """Where this brief's pictures are kept, and from what its edition was made."""
        from reportgen.kept.made import CACHE

        return (self.cache or self.output / CACHE) / home_of(folder, member)

    def published(self, folder: Path, member: str = "") -> Path:
        """Where editions of this brief are brought to from where they are published."""
        return self.cache_of(folder, member) / "published"

    def standing(
        self,
        folder: Path,
        queries: Mapping[str, str] | None = None,
        member: Member | None = None,
        known: Known | None = None,
    ) -> Outcome | None:
        """The outcome of the last build, where another would make the same edition and this one stands; else None.

        Args:
            folder: the brief's.
            queries: what its queries give now; by default a brief that has some must be built.
            member: which of the many that the folder stands for.
            known: hashes of files that were looked at a moment ago, and takes those that are looked at now.
        """
        from reportgen.files import Files
        from reportgen.kept.engine import engine
        from reportgen.kept.made import recall

        key = member.key if member else ""
        if self.command != "build" or self.force or not (made := recall(self.cache_of(folder, key))):
            return None
        asked_alike = made.options == self.options_of(folder, member) and made.engine == engine()
        if not asked_alike or made.queries != (queries or {}):
            return None
        files = Files(folder, self.project, member.read if member else None)
        if not made.is_as_read(files, known) or not made.stands(self.output / home_of(folder, key)):
            return None
        if made.follows and not self._follows_still(folder, key, made):
            return None
        outcome = Outcome.from_reply(made.told)
        return replace(outcome, folder=folder, unchanged=True)

    def _follows_still(self, folder: Path, member: str, made: Made) -> bool:
        """Whether the edition before is the one that it was when the standing one was made."""
        from reportgen.delivery.difference.naming import published_before
        from reportgen.figures.recorded import Manifest, read

        manifest = read(Manifest, (self.output / home_of(folder, member) / "manifest.json").read_bytes())
        before = published_before(self.published(folder, member), manifest.date, manifest.period)
        return str(before or "") == made.since

    def _remember(self, outcome: Outcome, brief: Brief, manifest: bytes, member: Member | None) -> None:
        """Keep from what an edition was made, for the next call."""
        from reportgen.delivery.difference.naming import PUBLISHED
        from reportgen.kept.engine import engine
        from reportgen.kept.made import Made, remember

        options, told = self.options_of(outcome.folder, member), outcome.as_reply()
        sha256 = hashlib.sha256(manifest).hexdigest()
        files, follows = brief.files, brief.settings.since == PUBLISHED and not self.since
        made = Made(
            files.read, files.names, options, engine(), sha256, told, str(files.edition or ""), follows
        )
        remember(self.cache_of(outcome.folder, outcome.member), made)

    def options_of(self, folder: Path, member: Member | None) -> dict[str, Any]:
        """How an edition is asked for, also by which paths: findings and files are told with them."""
        asked = {**self.as_json(), "folder": str(folder), "cache": None, "force": False}
        return asked | ({"member": {**member.as_json(), "rows": None, "place": None}} if member else {})


@cache
def _charts() -> KnownCharts:
    """What a process that makes pages knows of their charts."""
    from reportgen.charts.known import KnownCharts

    return KnownCharts()


def may_be_issued(findings: Iterable[Finding], *, strict: bool) -> bool:
    """Whether none of the findings is an error, nor, where ``strict``, a warning."""
    grave = {"error", "warning"} if strict else {"error"}
    return not any(finding.severity in grave for finding in findings)
