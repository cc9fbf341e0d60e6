"""Several briefs: which were meant, and one job done for each."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path

from reportgen.errors import UsageError
from reportgen.jobs import BRIEF_FILE, Job, Outcome, Stage, name_of
from reportgen.worker import Works

LIKELY = 0.5  # how alike two names must be (difflib's ratio) for one to be suggested for the other


@dataclass(frozen=True, slots=True)
class Spared:
    """A worker that is not troubled with briefs whose editions stand already; files alone decide that here."""

    worker: Works

    def do(self, job: Job, folder: Path, stage: Stage) -> Outcome:
        """The job's outcome: that of the last call, where it would be the same."""
        return job.standing(folder) or self.worker.do(job, folder, stage)


def each(
    folders: Iterable[Path],
    job: Job,
    worker: Works,
    progress: Callable[[str], AbstractContextManager[Stage]],
) -> Iterator[Outcome]:
    """Do the job for one brief after the other; one that fails does not keep the others from being done."""
    for folder in folders:
        with progress(name_of(folder)) as stage:
            outcome = worker.do(job, folder, stage)
        yield outcome


def find_briefs(named: Sequence[str], project: Path) -> tuple[Path, ...]:
    """The folders of the briefs that were named, or of all that stand in the project's ``data``.

    Args:
        named: paths, or names of folders below the project's ``data``.
        project: the project's folder.

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
    for folder in [_brief_folder(name, project, standing) for name in named] or standing:
        other = by_name.setdefault(name_of(folder), folder)
        if os.path.realpath(other) != os.path.realpath(folder):
            raise UsageError(f"{other} and {folder}: one name, so one edition would take the other's place")
    return tuple(by_name.values())


def _brief_folder(name: str, project: Path, standing: Sequence[Path]) -> Path:
    """The brief at a path, or the one of that name below ``data``."""
    path, below = Path(name), project / "data" / name
    if os.sep not in name and _is_brief(below):
        if _is_brief(path) and os.path.realpath(path) != os.path.realpath(below):
            here = os.path.join(os.curdir, name)  # noqa: PTH118 - a Path would drop the dot
            raise UsageError(f"{name}: there are two, '{below}' and '{here}'; name the one that you mean so")
        return below
    if path.name == BRIEF_FILE and _is_brief(path.parent):
        return path.parent
    if not os.path.lexists(path):
        where = f"no such folder, here or in {project / 'data'}" if os.sep not in name else "no such folder"
        raise UsageError(f"{name}: {where}{_meant(path, standing)}")
    if not path.is_dir():
        raise UsageError(f"{name}: a file; expected the folder of a brief, with a {BRIEF_FILE} in it")
    if not _is_brief(path):
        inside = _briefs_below(path)
        hint = f"; did you mean '{inside[0]}'?" if inside else _meant(path, standing)
        raise UsageError(f"{name}: no brief: there is no {BRIEF_FILE} in it{hint}")
    return path


def _is_brief(folder: Path) -> bool:
    try:
        return (folder / BRIEF_FILE).is_file()
    except OSError:  # a name too long to be one
        return False


def _briefs_below(folder: Path) -> tuple[Path, ...]:
    return tuple(sorted(found.parent for found in folder.glob(f"*/{BRIEF_FILE}")))


def _meant(path: Path, standing: Sequence[Path]) -> str:
    """A suggestion: the brief whose name is nearest, in the project or beside what was named."""
    from difflib import get_close_matches

    by_name = {brief.name: brief for brief in (*_briefs_below(path.parent), *standing)}
    if nearest := get_close_matches(path.name, by_name, n=1, cutoff=LIKELY):
        return f"; did you mean '{by_name[nearest[0]]}'?"
    return f"; there is '{standing[0]}'" if standing else ""
