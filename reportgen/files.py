"""The one door: every file of a brief, of its project, and of ours is opened here, or not at all.

A file is followed to its real place. It is taken when that lies inside one of the folders that may be read, when it is
a plain file, and when it is no larger than its kind may be. What is refused is never read, in drafts neither: its
content would stand in a message. What was read is remembered with its hash, so that an edition can say what it was
made from, and with its text, so that one build sees one state of every file.
"""

from __future__ import annotations

import errno
import hashlib
import os
import stat
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from reportgen import resources
from reportgen.findings import Findings, Place, error, meant
from reportgen.standing import standing_in

Kind = Literal["text", "facts", "database", "logo", "picture", "font", "edition"]
MEGABYTE = 1_000_000
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
QUERY = "query/"  # how the rows of one are named among what was read
PARTS: tuple[resources.Folder, ...] = ("templates", "assets")  # what a project may have of its own
_FOLLOW_NO_LINK = os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC
_FOLDER = _FOLLOW_NO_LINK | os.O_DIRECTORY
_FILE = _FOLLOW_NO_LINK | os.O_NONBLOCK | os.O_NOCTTY  # a pipe without a writer must not keep us waiting
_CHUNK = 1 << 20


@dataclass(frozen=True, slots=True)
class Root:
    """A folder whose files may be read. ``name`` stands for it wherever a machine's paths must not."""

    name: str
    folder: Path
    real: str
    only: str = ""  # the one file that may be read of it; "" for all

    def holds(self, real: Path) -> bool:
        """Whether a file, its links followed, may be read as one of this folder's."""
        return real == Path(self.real, self.only) if self.only else real.is_relative_to(self.real)

    @property
    def owner(self) -> str:
        """Whose folder it is: ``brief``, ``project`` or ``shipped``."""
        return self.name.partition("/")[0]


class Refused(Exception):
    """Why a file is not read: the code of a finding, and its message."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


class Files:
    """The files of one brief, its project and reportgen; without a brief, those of the project and of reportgen.

    Args:
        brief: the brief's folder.
        project: the folder whose ``templates/`` and ``assets/`` come before the shipped ones.
    """

    def __init__(self, brief: Path | None = None, project: Path | None = None) -> None:
        self.brief, self.project = brief, project
        self._roots = tuple(_roots(brief, project))
        self._read: dict[str, str] = {}
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
        root = next((one for one in self._roots if name.startswith(f"{one.name}/")), None)
        if root is None:
            return None
        inside = name.removeprefix(f"{root.name}/")
        try:
            raw = _taken(root, inside, inside, LARGEST["facts"], whole=True)
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

    def took(self, name: str, sha256: str) -> None:
        """Remember what was read and is no file: the rows of a frame."""
        self._read[name] = sha256

    def admits(self, path: Path, kind: Kind, findings: Findings, place: Place | None = None) -> bool:
        """Whether a file would be read; it is opened, but nothing of it is read."""
        return self._opened(path, kind, findings, place, whole=False) is not None

    def admit(self, edition: Path) -> None:
        """Let the files of an earlier edition be read: those of its folder, or the one file."""
        folder, only = (edition, "") if edition.is_dir() else (edition.parent, edition.name)
        self._roots = (*self._roots, Root("edition", folder, os.path.realpath(folder), only))

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
            raw = _taken(root, inside, path.name, LARGEST[kind], whole=whole)
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
            raise _unreadable(path, problem) from None
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


def printable(path: Path) -> Path:
    """A path that can be shown and written: what is no letter stands as its escape."""
    shown = os.fsencode(str(path).replace("\0", "\\0")).decode("utf-8", "backslashreplace")
    return Path(shown)


def _unreadable(path: Path, problem: OSError) -> Refused:
    number, name = problem.errno, path.name
    if number in (errno.ENOENT, errno.ENOTDIR) and not path.is_symlink():
        return Refused("missing-file", f"no file '{name}'{meant(name, _siblings(path))}")
    if number in (errno.ENOENT, errno.ENOTDIR):
        return Refused("missing-file", f"'{name}' links to a file that is not there")
    if number == errno.ELOOP:
        return Refused("unreadable-file", f"'{name}' is a link that leads round in a circle")
    if number == errno.ENAMETOOLONG:
        return Refused("bad-file-name", f"the name '{name[:40]}…' is too long for a file")
    return Refused("unreadable-file", f"'{name}' cannot be read: {problem.strerror}")


def _siblings(path: Path) -> list[str]:
    try:
        return [printable(Path(one.name)).name for one in path.parent.iterdir()]
    except OSError:
        return []


def _taken(root: Root, inside: str, name: str, largest: int, *, whole: bool) -> bytes:
    """A plain file's content, reached from its root a folder at a time, so that no link can be put in between."""
    handle = -1
    try:
        handle = os.open(root.real, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
        *folders, last = inside.split("/")
        for folder in folders:
            handle, above = os.open(folder, _FOLDER, dir_fd=handle), handle
            os.close(above)
        _require_plain(os.stat(last, dir_fd=handle, follow_symlinks=False), name, largest)
        handle, above = os.open(last, _FILE, dir_fd=handle), handle
        os.close(above)
        _require_plain(os.fstat(handle), name, largest)
        return _content(handle, name, largest) if whole else b""
    except OSError as problem:
        raise Refused("unreadable-file", f"'{name}' cannot be read: {problem.strerror}") from None
    finally:
        if handle >= 0:
            os.close(handle)


def _require_plain(found: os.stat_result, name: str, largest: int) -> None:
    """Raises Refused for what is no plain file of a bearable size."""
    for is_one, what in _NO_FILES:
        if is_one(found.st_mode):
            raise Refused("unreadable-file", f"'{name}' is {what}; expected a plain file")
    if not stat.S_ISREG(found.st_mode):
        raise Refused("unreadable-file", f"'{name}' is no plain file")
    if found.st_size > largest:
        raise _too_large(name, largest)


_NO_FILES = (
    (stat.S_ISDIR, "a folder"),
    (stat.S_ISFIFO, "a pipe"),
    (stat.S_ISSOCK, "a socket"),
    (stat.S_ISCHR, "a device"),
    (stat.S_ISBLK, "a device"),
    (stat.S_ISLNK, "a link that was changed meanwhile"),
)


def _content(handle: int, name: str, largest: int) -> bytes:
    """All of a file; one that grows while it is read is cut off, and refused."""
    chunks: list[bytes] = []
    size = 0
    while chunk := os.read(handle, _CHUNK):
        chunks.append(chunk)
        size += len(chunk)
        if size > largest:
            raise _too_large(name, largest)
    return b"".join(chunks)


def _too_large(name: str, largest: int) -> Refused:
    return Refused(
        "file-too-large", f"'{name}' is larger than {largest // MEGABYTE} MB, the most that is read"
    )
