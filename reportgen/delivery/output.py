"""All writing: a set of files and folders takes the place of what stood there, whole or not at all.

How it is done, in a folder on disk:

1. Everything is written into ``.reportgen-aside`` in the same folder, down to the disk (fsync). A full disk,
   a limit or a kill stops here, and what stood before has not been touched.
2. Each new entry changes places with the old one in one step of the kernel (``renameat2`` with
   ``RENAME_EXCHANGE``, ``renamex_np`` with ``RENAME_SWAP``). Where the file system cannot do that, the old
   entry is first moved to ``.reportgen-aside/.before``, then the new one into place.
3. If one entry cannot change places, those before it change back.
4. ``.reportgen-aside`` is removed. It holds the old entries by now.

A kill during 2 leaves every entry either old or new. Only where the kernel cannot exchange, an entry may be
away for the moment between its two moves; it is whole in ``.reportgen-aside/.before``, and the next writer,
or a person, moves it back. One writer at a time: the others wait for a lock on the folder.
"""

from __future__ import annotations

import ctypes
import errno
import fcntl
import os
import shutil
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Protocol, TypeAlias

from reportgen.delivery.belongings import claim
from reportgen.errors import DeliveryError

if TYPE_CHECKING:
    from reportgen.model import Edition

Entry: TypeAlias = bytes | Mapping[str, bytes]
"""What stands under one name: a file, or a folder given as its files by their relative paths."""

ASIDE = ".reportgen-aside"
BEFORE = ".before"  # within ASIDE; no entry can have this name, because names may not start with a dot
LONGEST_NAME = 255  # bytes of one part of a path, on every file system in use
FOREIGN = frozenset('\\:*?"<>|')  # what some file system or archive cannot store in a name

_SWAP = 2  # RENAME_EXCHANGE of Linux and RENAME_SWAP of macOS have the same value
_HERE = -100  # AT_FDCWD: paths are relative to the working directory
_CANNOT_SWAP = frozenset({errno.EINVAL, errno.ENOSYS, errno.ENOTSUP, errno.EOPNOTSUPP})


class Target(Protocol):
    """A place that entries are delivered to."""

    def replace(self, entries: Mapping[str, Entry]) -> None:
        """Put every entry in the place of what stood under its name: all of them, or none.

        Raises:
            DeliveryError: it could not be done; what stood before still stands.
        """

    def read(self, path: str) -> bytes | None:
        """The file at this relative path, or None if there is none."""

    def names(self) -> tuple[str, ...]:
        """The names that have an entry, sorted."""


class Folder:
    """A folder on disk; made with its parents when first written to."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def replace(self, entries: Mapping[str, Entry]) -> None:
        check_names(entries)
        try:
            self.root.mkdir(parents=True, exist_ok=True)
            with _locked(self.root):
                _repair(self.root)
                self._replace(
                    {name: entry for name, entry in entries.items() if not self._stands(name, entry)}
                )
        except OSError as error:
            reason = f"{error.strerror or error}"
            raise DeliveryError(
                f"{error.filename or self.root}: cannot be written: {reason}; what stood before still stands"
            ) from error

    def read(self, path: str) -> bytes | None:
        try:
            return (self.root / path).read_bytes()
        except (FileNotFoundError, NotADirectoryError, IsADirectoryError):
            return None
        except OSError as error:
            raise DeliveryError(f"{self.root / path}: cannot be read: {error.strerror}") from error

    def names(self) -> tuple[str, ...]:
        if not self.root.is_dir():
            return ()
        return tuple(sorted(path.name for path in self.root.iterdir() if not path.name.startswith(".")))

    def _stands(self, name: str, entry: Entry) -> bool:
        """Whether exactly this stands there already: then it is left alone, with its times."""
        place = self.root / name
        if isinstance(entry, bytes):
            return place.is_file() and place.read_bytes() == entry
        if not place.is_dir() or place.is_symlink():
            return False
        found = {path.relative_to(place).as_posix(): path for path in place.rglob("*") if not path.is_dir()}
        return found.keys() == entry.keys() and all(found[path].read_bytes() == entry[path] for path in entry)

    def _replace(self, entries: Mapping[str, Entry]) -> None:
        if not entries:
            return
        aside = self.root / ASIDE
        aside.mkdir()
        try:
            for name, entry in entries.items():
                _write(aside / name, entry)
            _sync(aside)
            _change_places(self.root, tuple(entries))
            _sync(self.root)
        finally:
            if not _holds_anything(aside / BEFORE):
                shutil.rmtree(aside, ignore_errors=True)


class Memory:
    """The in-memory twin of ``Folder``: ``files`` maps every relative path to its bytes."""

    def __init__(self, files: Mapping[str, bytes] | None = None) -> None:
        self.files = dict(files or {})

    def replace(self, entries: Mapping[str, Entry]) -> None:
        check_names(entries)
        kept = {path: content for path, content in self.files.items() if path.split("/")[0] not in entries}
        self.files = kept | {
            path: content for name, entry in entries.items() for path, content in _files_of(name, entry)
        }

    def read(self, path: str) -> bytes | None:
        return self.files.get(path)

    def names(self) -> tuple[str, ...]:
        return tuple(sorted({path.split("/")[0] for path in self.files}))


def write_edition(edition: Edition, folder: Path) -> None:
    """Write the files of an edition to ``folder``, in the place of an earlier edition there.

    The folder belongs to the edition: where somebody else has put something into it, nothing is written.

    Raises:
        UsageError: something stands there, or in it, that is no edition's.
        DeliveryError: it could not be written; what stood before still stands.
    """
    write_files(edition.files, folder)


def write_files(files: Mapping[str, bytes], folder: Path) -> None:
    """Write an edition that is given as its files, as :func:`write_edition` does."""
    place = Path(os.path.realpath(folder))  # unlike Path.resolve, it has an answer for a link to itself
    claim(place, shown=folder)
    Folder(place.parent).replace({place.name: files})


def by_first_name(files: Mapping[str, bytes]) -> dict[str, Entry]:
    """Files by their paths, as entries by their first name."""
    entries: dict[str, Entry] = {}
    folders: dict[str, dict[str, bytes]] = {}
    for path, content in files.items():
        name, _, rest = path.partition("/")
        if rest:
            entries[name] = folders.setdefault(name, {})
            folders[name][rest] = content
        else:
            entries[name] = content
    return entries


def check_names(entries: Mapping[str, Entry]) -> None:
    """Refuse names that leave their folder, that a file system cannot store, or that exclude each other.

    Raises:
        DeliveryError: with the first such name.
    """
    for name, entry in entries.items():
        if "/" in name:
            raise DeliveryError(f"{name!r}: an entry has a name, not a path")
        paths = [path for path, _ in _files_of(name, entry)]
        for path in paths:
            _check_path(path)
        taken = {path.casefold() for path in paths}
        if len(taken) < len(paths):
            raise DeliveryError(f"{name}: two of its files differ only in upper and lower case")
        parents = {str(parent) for path in taken for parent in PurePosixPath(path).parents}
        if both := sorted(taken & parents):
            raise DeliveryError(f"{both[0]!r}: cannot be a file and a folder at once")


def _check_path(path: str) -> None:
    """Every part must be a plain name: no way up, no root, no drive, nothing hidden or unprintable."""
    for part in path.split("/"):
        if not part or part.startswith(".") or not part.isprintable() or FOREIGN & set(part):
            raise DeliveryError(f"{path!r}: not a safe name for a file")
        if part[-1] in ". " or len(part.encode()) > LONGEST_NAME:
            raise DeliveryError(f"{path!r}: not a safe name for a file (too long, or a last dot or blank)")


def _files_of(name: str, entry: Entry) -> Iterator[tuple[str, bytes]]:
    if isinstance(entry, bytes):
        yield name, entry
    else:
        yield from ((f"{name}/{path}", content) for path, content in entry.items())


# --------------------------------------------------------------------------- on disk


@contextmanager
def _locked(root: Path) -> Iterator[None]:
    """Hold the folder's lock, which needs no file of its own and ends with the process, however that ends."""
    handle = os.open(root, os.O_RDONLY)
    try:
        with suppress(OSError):  # a file system without locks: better unlocked than not at all
            fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def _repair(root: Path) -> None:
    """Clear up after a writer that was killed: move back what was on its way, drop the rest."""
    aside = root / ASIDE
    if not aside.exists():
        return
    before = aside / BEFORE
    for old in sorted(before.iterdir()) if before.is_dir() else ():
        if not os.path.lexists(root / old.name):
            old.rename(root / old.name)
    shutil.rmtree(aside)


def _write(place: Path, entry: Entry) -> None:
    """Write an entry, down to the disk."""
    if isinstance(entry, bytes):
        files, folders = {place: entry}, []
    else:
        files = {place / path: content for path, content in entry.items()}
        folders = sorted(
            {place, *(parent for file in files for parent in file.parents if place in parent.parents)}
        )
    for folder in folders:
        folder.mkdir()
    for file, content in files.items():
        _write_file(file, content)
    for written in (*files, *folders):
        _sync(written)


def _write_file(place: Path, content: bytes) -> None:
    with place.open("xb") as file:
        file.write(content)


def _sync(place: Path) -> None:
    handle = os.open(place, os.O_RDONLY)
    try:
        os.fsync(handle)
    except OSError:
        if not place.is_dir():  # not every file system syncs folders; every one syncs files
            raise
    finally:
        os.close(handle)


def _change_places(root: Path, names: Sequence[str]) -> None:
    """Put the new entries in place, one after the other; if one cannot be, put the earlier ones back."""
    done: list[str] = []
    try:
        for name in names:
            _change_place(root, name)
            done.append(name)
    except BaseException:  # an interrupt from the keyboard too
        for name in reversed(done):
            _put_back(root, name)
        raise


def _change_place(root: Path, name: str) -> None:
    new, place, before = root / ASIDE / name, root / name, root / ASIDE / BEFORE
    if not os.path.lexists(place):
        new.rename(place)
    elif not _exchange(new, place):
        before.mkdir(exist_ok=True)
        place.rename(before / name)
        try:
            new.rename(place)
        except OSError:
            (before / name).rename(place)
            raise
        before.joinpath(name).rename(new)  # done with: a repair is not to bring it back


def _put_back(root: Path, name: str) -> None:
    old, place = root / ASIDE / name, root / name
    if not os.path.lexists(old):
        place.rename(old)
    else:
        place.rename(root / ASIDE / f".undone-{name}")
        old.rename(place)


def _exchange(one: Path, other: Path) -> bool:
    """Let two entries change places in one step; False where that cannot be done."""
    libc = ctypes.CDLL(None, use_errno=True)
    one_path, other_path = os.fsencode(one), os.fsencode(other)
    if sys.platform == "linux" and hasattr(libc, "renameat2"):
        failed = libc.renameat2(_HERE, one_path, _HERE, other_path, _SWAP)
    elif sys.platform == "darwin" and hasattr(libc, "renamex_np"):
        failed = libc.renamex_np(one_path, other_path, _SWAP)
    else:
        return False
    if not failed:
        return True
    code = ctypes.get_errno()
    if code in _CANNOT_SWAP:
        return False
    raise OSError(code, os.strerror(code), str(other))


def _holds_anything(folder: Path) -> bool:
    return folder.is_dir() and any(folder.iterdir())
