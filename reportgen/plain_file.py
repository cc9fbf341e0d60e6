"""One plain file, reached from its root a folder at a time, and taken whole or refused with a reason."""

from __future__ import annotations

import errno
import os
import stat
from dataclasses import dataclass
from pathlib import Path

from reportgen.findings import meant

MEGABYTE = 1_000_000
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


def printable(path: Path) -> Path:
    """A path that can be shown and written: what is no letter stands as its escape."""
    shown = os.fsencode(str(path).replace("\0", "\\0")).decode("utf-8", "backslashreplace")
    return Path(shown)


def unreadable(path: Path, problem: OSError) -> Refused:
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


def taken(root: Root, inside: str, name: str, largest: int, *, whole: bool) -> bytes:
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
