"""Several briefs: which were meant, and which of those that a folder stands for."""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from reportgen.errors import UsageError
from reportgen.jobs import BRIEF_FILE
from reportgen.outcome import name_of

LIKELY = 0.5  # how alike two names must be (difflib's ratio) for one to be suggested for the other


MOST_OF_SETTINGS = 4 * 1024 * 1024  # bytes that are looked through; no brief.yaml is larger
_EACH = re.compile(rb"""(?m)^(["']?)each\1\s*:""")


@dataclass(frozen=True, slots=True)
class Asked:
    """A folder that was named: a brief, or many, of which all are meant or those with these ``keys``."""

    folder: Path
    is_many: bool = False
    keys: tuple[str, ...] = ()


def find_asked(named: Sequence[str], project: Path) -> tuple[Asked, ...]:
    """What was named: briefs, portfolios, and briefs of portfolios (``factsheet/equinor``).

    Raises UsageError as :func:`find_briefs` does.
    """
    wanted: dict[str, list[str]] = {}
    for name in named:
        head, _, key = name.rstrip("/").rpartition("/")
        is_one_of_many = bool(head) and not os.path.lexists(name) and _stands_for_many(head, project)
        if is_one_of_many:
            wanted.setdefault(head, []).append(key)
        else:
            wanted[name] = []
    folders = find_briefs([*wanted], project)
    keys = dict(zip(folders, wanted.values(), strict=False)) if len(folders) == len(wanted) else {}
    return tuple(Asked(folder, is_many(folder), tuple(keys.get(folder, ()))) for folder in folders)


def is_many(folder: Path) -> bool:
    """Whether a folder's ``brief.yaml`` says ``each:``, as far as can be told without reading it as YAML."""
    path = folder / BRIEF_FILE
    try:
        if not path.is_file():
            return False
        with path.open("rb") as file:
            return bool(_EACH.search(file.read(MOST_OF_SETTINGS)))
    except OSError:
        return False  # whoever reads it says so


def _stands_for_many(name: str, project: Path) -> bool:
    return is_many(Path(name)) or (os.sep not in name and is_many(project / "data" / name))


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
