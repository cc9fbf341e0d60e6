"""Several briefs: which there are, what is done with each, and what became of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from reportgen.errors import BriefError, DeliveryError, EngineError, UsageError

if TYPE_CHECKING:
    from reportgen.findings import Finding

BRIEF_FILE = "brief.yaml"
DOCUMENTS = ("brief.html", "brief.pdf")
LIKELY = 0.5  # how alike two names must be (difflib's ratio) for one to be suggested for the other


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one brief. ``problem``: an engine or the disk failed, which is no fault of the brief."""

    folder: Path
    good: bool
    findings: tuple[Finding, ...] = ()
    files: tuple[Path, ...] = ()
    problem: str = ""

    @property
    def brief(self) -> str:
        return self.folder.resolve().name

    def as_json(self) -> dict[str, Any]:
        """In plain values, for ``--json``."""
        return {
            "brief": self.brief,
            "folder": str(self.folder),
            "good": self.good,
            "files": [str(path) for path in self.files],
            "problem": self.problem or None,
            "findings": [_finding_as_json(finding) for finding in self.findings],
        }


@dataclass(frozen=True, slots=True)
class Build:
    """Builds a brief and writes its edition below ``output``, unless its findings forbid it."""

    project: Path
    output: Path
    formats: Sequence[Literal["html", "pdf"]]
    strict: bool
    draft: bool
    progress: Callable[[str], AbstractContextManager[Callable[[str, int, int], None]]]

    def __call__(self, folder: Path) -> Outcome:
        import reportgen
        from reportgen.delivery.output import write_edition

        brief = reportgen.load(folder, project=self.project)
        with self.progress(folder.resolve().name) as callback:
            edition = brief.build(formats=self.formats, progress=callback, draft=self.draft)
        good = may_be_issued(edition.findings, strict=self.strict)
        if not good and not self.draft:
            return Outcome(folder, good, edition.findings)
        place = self.output / edition.brief
        write_edition(edition, place)
        files = tuple(place / name for name in DOCUMENTS if name in edition.files)
        return Outcome(folder, good, edition.findings, files)


@dataclass(frozen=True, slots=True)
class Check:
    """Checks a brief; writes nothing."""

    project: Path
    strict: bool

    def __call__(self, folder: Path) -> Outcome:
        import reportgen

        findings = tuple(reportgen.load(folder, project=self.project).check())
        return Outcome(folder, may_be_issued(findings, strict=self.strict), findings)


def each(folders: Iterable[Path], job: Callable[[Path], Outcome]) -> Iterator[Outcome]:
    """Do the job for one brief after the other; one that fails does not keep the others from being done."""
    for folder in folders:
        try:
            yield job(folder)
        except BriefError as error:
            yield Outcome(folder, good=False, findings=error.findings)
        except (EngineError, DeliveryError) as error:
            yield Outcome(folder, good=False, problem=str(error))


def may_be_issued(findings: Iterable[Finding], *, strict: bool) -> bool:
    """Whether none of the findings is an error, nor, where ``strict``, a warning."""
    grave = {"error", "warning"} if strict else {"error"}
    return not any(finding.severity in grave for finding in findings)


def find_briefs(named: Sequence[Path], project: Path) -> tuple[Path, ...]:
    """The folders of the briefs that were named, or of all that stand in the project's ``data``.

    Raises:
        UsageError: one of them is none (the message says what was probably meant), or there is none at all.
    """
    if not project.is_dir():
        raise UsageError(f"--project {project}: no such folder")
    standing = _briefs_below(project / "data")
    if not named and not standing:
        raise UsageError(
            f"{project / 'data'}: no folder with a {BRIEF_FILE} in it; "
            "name a brief, or make one: reportgen new data/my-brief"
        )
    by_name: dict[str, Path] = {}
    for folder in [_brief_folder(path, standing) for path in named] or standing:
        other = by_name.setdefault(folder.resolve().name, folder)
        if other.resolve() != folder.resolve():
            raise UsageError(f"{other} and {folder}: one name, so one edition would take the other's place")
    return tuple(by_name.values())


def _brief_folder(path: Path, standing: Sequence[Path]) -> Path:
    if path.name == BRIEF_FILE and path.is_file():
        return path.parent
    if not path.exists():
        raise UsageError(f"{path}: no such folder{_meant(path, standing)}")
    if not path.is_dir():
        raise UsageError(f"{path}: a file; expected the folder of a brief, with a {BRIEF_FILE} in it")
    if not (path / BRIEF_FILE).is_file():
        inside = _briefs_below(path)
        hint = f"; did you mean '{inside[0]}'?" if inside else _meant(path, standing)
        raise UsageError(f"{path}: no brief: there is no {BRIEF_FILE} in it{hint}")
    return path


def _briefs_below(folder: Path) -> tuple[Path, ...]:
    return tuple(sorted(found.parent for found in folder.glob(f"*/{BRIEF_FILE}")))


def _meant(path: Path, standing: Sequence[Path]) -> str:
    """A suggestion: the brief whose name is nearest, in the project or beside what was named."""
    from difflib import get_close_matches

    by_name = {brief.name: brief for brief in (*_briefs_below(path.parent), *standing)}
    if nearest := get_close_matches(path.name, by_name, n=1, cutoff=LIKELY):
        return f"; did you mean '{by_name[nearest[0]]}'?"
    return f"; there is '{standing[0]}'" if standing else ""


def _finding_as_json(finding: Finding) -> dict[str, Any]:
    return {
        "severity": finding.severity,
        "code": finding.code,
        "message": finding.said,
        "path": str(finding.place.path),
        "line": finding.place.line or None,
        "column": finding.place.column or None,
        "also": [str(place) for place in finding.also],
        "reason": finding.reason or None,
    }
