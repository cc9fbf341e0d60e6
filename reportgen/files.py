"""The one door: every file of a brief, of its project, and of ours is opened here, or not at all.

A file is followed to its real place. It is taken when that lies inside one of the folders that may be read, when it is
a plain file, and when it is no larger than its kind may be. What is refused is never read, in drafts neither: its
content would stand in a message. What was read is remembered with its hash, so that an edition can say what it was
made from, and with its text, so that one build sees one state of every file.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Literal, TypeAlias

from reportgen import resources
from reportgen.findings import Findings, Place, error
from reportgen.plain_file import MEGABYTE, Refused, Root, printable, taken, unreadable
from reportgen.standing import standing_in

Kind = Literal["text", "facts", "database", "logo", "picture", "font", "edition"]
LARGEST: Mapping[Kind, int] = {
    "text": 4 * MEGABYTE,  # settings, narratives, templates, stylesheets, programs
    "facts": 64 * MEGABYTE,
    "database": 64_000 * MEGABYTE,  # never read whole: what a query gives of it
    "logo": 8 * MEGABYTE,
    "picture": 24 * MEGABYTE,
    "font": 32 * MEGABYTE,
    "edition": 64 * MEGABYTE,  # an earlier one: its page, its PDF, its records
}
DATABASES = (".duckdb", ".ddb", ".sqlite", ".sqlite3", ".db")
PROJECT = "project.yaml"  # the settings of a project, in its own folder
BRAND = "brand.yaml"  # and its look
EDITION = "edition"  # how an earlier one is named among what was read
QUERY = "query/"  # how the rows of one are named among what was read
PARTS: tuple[resources.Folder, ...] = ("templates", "assets")  # what a project may have of its own


Known: TypeAlias = dict[str, str | None]
"""The hashes of files by their names, for as long as none of them is changed: a call's first look at many briefs."""
Remembered: TypeAlias = dict[Path, Known]


class Files:
    """The files of one brief, its project and reportgen; without a brief, those of the project and of reportgen.

    Args:
        brief: the brief's folder.
        project: the folder whose ``templates/`` and ``assets/`` come before the shipped ones.
        handed: what was read of other files for this brief alone, the hash of each part by its name.
    """

    def __init__(
        self, brief: Path | None = None, project: Path | None = None, handed: Mapping[str, str] | None = None
    ) -> None:
        self.brief, self.project = brief, project
        self._roots = tuple(_roots(brief, project))
        self._handed = dict(handed or {})
        self._read: dict[str, str] = dict(self._handed)
        self._contents: dict[Path, bytes] = {}
        self._refused: set[Path] = set()
        self.readers: set[str] = set()  # libraries that made rows of sources, by the names of their packages
        self._kept: tuple[dict[str, str], dict[Path, bytes], set[Path]] = ({}, {}, set())
        self._names: dict[str, tuple[str, ...]] = {}

    @property
    def read(self) -> Mapping[str, str]:
        """The SHA-256 of everything that was read, by its name: ``brief/facts.csv``, ``shipped/assets/theme.yaml``."""
        return dict(sorted(self._read.items()))

    @property
    def queries(self) -> Mapping[str, str]:
        """What was read and is no file: the rows that queries gave."""
        return of_queries(self._read)

    @property
    def names(self) -> Mapping[str, tuple[str, ...]]:
        """What stood in each folder in which a file was looked for, when the first was; see :meth:`names_in`."""
        return dict(sorted(self._names.items()))

    def has_read(self, path: Path) -> bool:
        """Whether a file is one of those that were read, by whatever path it is named."""
        real = Path(os.path.realpath(path))
        return any(
            f"{root.name}/{real.relative_to(root.real).as_posix()}" in self._read
            for root in self._roots
            if real.is_relative_to(root.real)
        )

    def names_in(self, folder: str) -> tuple[str, ...]:
        """The files and links in a folder named as in ``names``, links with where they lead; all below it for parts."""
        if folder == "project":
            own = (self.project / name for name in (PROJECT, BRAND)) if self.project else ()
            return tuple(path.name for path in own if os.path.lexists(path))
        root = next((one for one in self._roots if one.name == _first(folder)), None)
        if root is None:
            return ()
        below = root.folder / folder.removeprefix(root.name).lstrip("/")
        return tuple(sorted(standing_in(below, deep=root.owner == "project")))

    def hash_of(self, name: str) -> str | None:
        """The SHA-256 of a file that was read under this name, as it is now; None where it would not be read."""
        if name in self._handed:
            return self._handed[name]
        root = next((one for one in self._roots if name.startswith(f"{one.name}/")), None)
        if root is None:
            return None
        inside = name.removeprefix(f"{root.name}/")
        try:
            raw = taken(root, inside, inside, LARGEST["facts"], whole=True)
        except Refused:
            return None
        return hashlib.sha256(raw).hexdigest()

    def content(self, path: Path, kind: Kind, findings: Findings, place: Place | None = None) -> bytes | None:
        """What a file holds; None, with one finding at ``place`` or at the file itself, when it is not read."""
        if path in self._contents:
            return self._contents[path]
        raw = self._opened(path, kind, findings, place, whole=True)
        if raw is not None and kind != "facts":  # those are large, and parsed once
            self._contents[path] = raw
        return raw

    def lay(self, path: Path, content: bytes) -> None:
        """Have a file hold what was written for this brief alone, whatever stands there."""
        self._contents[path] = content

    def took(self, name: str, sha256: str) -> None:
        """Remember what was read and is no file: the rows of a frame."""
        self._read[name] = sha256

    def admits(self, path: Path, kind: Kind, findings: Findings, place: Place | None = None) -> bool:
        """Whether a file would be read; it is opened, but nothing of it is read."""
        return path in self._contents or self._opened(path, kind, findings, place, whole=False) is not None

    def admit(self, edition: Path) -> None:
        """Let the files of an earlier edition be read: those of its folder, or the one file."""
        folder, only = (edition, "") if edition.is_dir() else (edition.parent, edition.name)
        self._roots = (*self._roots, Root(EDITION, folder, os.path.realpath(folder), only))

    @property
    def edition(self) -> Path | None:
        """Where the earlier edition lies that was admitted, as it was named."""
        return next((root.folder / root.only for root in self._roots if root.name == EDITION), None)

    def has_refused(self, path: Path) -> bool:
        """Whether a file was asked for and not read; the finding has been made."""
        return path in self._refused

    def layers(self, folder: resources.Folder) -> tuple[Path, ...]:
        """Where to look for a template or an asset: the project's own folder first, the shipped one after."""
        wanted = (f"project/{folder}", f"shipped/{folder}")
        return tuple(root.folder for root in self._roots if root.name in wanted)

    def candidates(self, folder: resources.Folder, name: str) -> tuple[Path, ...]:
        """What stands under that name in the layers, the project's own first."""
        return tuple(
            layer / name
            for layer in self.layers(folder)
            if "\0" not in name and os.path.lexists(layer / name)
        )

    def keep(self) -> None:
        """Remember what was read until now: facts and settings are parsed once."""
        self._kept = (dict(self._read), dict(self._contents), set(self._refused))

    def look_again(self) -> None:
        """Forget what was read since: a second build sees what was edited after the first."""
        read, contents, refused = self._kept
        self._read, self._contents, self._refused = dict(read), dict(contents), set(refused)

    def name_of(self, path: Path) -> str:
        """A file by the name of its folder instead of the machine's path; as it is when it lies in none of ours."""
        holding = [root for root in self._roots if path.is_relative_to(root.folder)]
        if not holding:
            return path.name
        root = max(holding, key=lambda one: len(one.folder.parts))
        return f"{root.name}/{path.relative_to(root.folder).as_posix()}"

    def without_paths(self, text: str) -> str:
        """A message without the machine's paths: a file of the brief by its name, others as ``project/…``."""
        for root in sorted(self._roots, key=lambda one: -len(str(one.folder))):
            said = "" if root.owner == "brief" else f"{root.name}/"
            if str(root.folder) != ".":
                text = text.replace(f"{root.folder}{os.sep}", said)
        return text

    def _opened(
        self, path: Path, kind: Kind, findings: Findings, place: Place | None, *, whole: bool
    ) -> bytes | None:
        self._look_around(path)
        if path in self._refused:
            return None
        try:
            root, inside = self._real_place(path)
            raw = taken(root, inside, path.name, LARGEST[kind], whole=whole)
        except Refused as problem:
            self._refused.add(path)
            where = place or Place(printable(path))
            findings.add(error(problem.code, str(problem), where, ("name", where.path.name, str(where.line))))
            return None
        if whole:
            self._read[f"{root.name}/{inside}"] = hashlib.sha256(raw).hexdigest()
        return raw

    def _look_around(self, path: Path) -> None:
        """Remember what stands beside a file of the brief, and in the project's parts."""
        if not self._names:
            always = ["brief", "project", *(f"project/{part}" for part in PARTS)]
            self._names = {folder: self.names_in(folder) for folder in always}
        if self.brief and path.is_relative_to(self.brief):
            for above in path.relative_to(self.brief).parents:
                name = f"brief/{above.as_posix()}" if above.parts else "brief"
                if name not in self._names:
                    self._names[name] = self.names_in(name)

    def _real_place(self, path: Path) -> tuple[Root, str]:
        """The folder in which a file really lies, and its name in there. Raises Refused."""
        _check_name(path)
        real = Path(os.path.realpath(path))
        for root in self._roots:
            if root.holds(real) and _may_serve(root, path, self._roots):
                break
        else:
            raise Refused("outside-brief", self._outside(path))
        try:
            os.path.realpath(path, strict=True)
        except OSError as problem:
            raise unreadable(path, problem) from None
        return root, real.relative_to(root.real).as_posix()

    def _outside(self, path: Path) -> str:
        whose = "project" if self.name_of(path).startswith("project/") else "brief"
        name = path.name
        if self.brief and path.is_relative_to(self.brief):
            name = path.relative_to(self.brief).as_posix()
        if path.is_symlink():
            return f"'{name}' links to a file outside the {whose}'s folder"
        return f"'{name}' lies outside the {whose}'s folder"


def _roots(brief: Path | None, project: Path | None) -> Iterator[Root]:
    if brief:
        yield Root("brief", brief, os.path.realpath(brief))
    ours = {folder: resources.shipped(folder) for folder in PARTS}
    for folder in PARTS:
        own = project / folder if project else None
        if own and own.is_dir() and not own.samefile(ours[folder]):
            yield Root(f"project/{folder}", own, os.path.realpath(own))
    if project:
        yield from (Root("project", project, os.path.realpath(project), name) for name in (PROJECT, BRAND))
    for folder, path in ours.items():
        yield Root(f"shipped/{folder}", path, os.path.realpath(path))


def of_queries(read: Mapping[str, str]) -> Mapping[str, str]:
    """Of what was read the rows that queries gave."""
    return {name: sha256 for name, sha256 in read.items() if name.startswith(QUERY)}


def _first(folder: str) -> str:
    """The root of a folder by its name: ``project/assets`` of ``project/assets/css``."""
    first, _, rest = folder.partition("/")
    return first if first == "brief" else f"{first}/{rest.partition('/')[0]}"


def _may_serve(root: Root, path: Path, roots: tuple[Root, ...]) -> bool:
    """A brief may lead into its project, and both into what is shipped; a project does not lead into a brief."""
    asked = [one for one in roots if path.is_relative_to(one.folder)]
    from_brief = any(one.owner == "brief" for one in asked) or not asked
    return root.owner != "brief" or from_brief


def _check_name(path: Path) -> None:
    name = str(path)
    if "\0" in name:
        raise Refused("bad-file-name", f"the name of the file '{printable(path)}' holds a NUL; delete it")
    try:
        name.encode("utf-8")
    except UnicodeEncodeError:
        message = f"the name of the file '{printable(path).name}' is not UTF-8; rename it"
        raise Refused("bad-file-name", message) from None
