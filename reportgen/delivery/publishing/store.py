"""A place for files over fsspec: written whole or not at all, a file at a time, and checked by hash.

No folder can be swapped here, and nothing locked: of S3 neither can be had. What makes a publication whole is the order
in which its files are written (see ``placing`` and ``settling``); a single file is whole by this:

- an object store takes an object all at once;
- elsewhere a file is written under another name, checked, and renamed over the old one.
"""

from __future__ import annotations

import hashlib
import mimetypes
import os
import posixpath
import re
import secrets
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, NoReturn, Protocol

from reportgen.delivery.publishing.address import Address, reason
from reportgen.errors import DeliveryError

PART = ".reportgen-part-"  # a file that is being written, or was when somebody was killed
AGE = timedelta(days=1)  # after which what was begun is not finished any more
TRIES = 10  # of writing a file that somebody else is writing too
OF_OBJECTS = frozenset({"s3", "s3a", "gs", "gcs", "abfs", "abfss", "az", "adl", "oci", "oss", "r2", "memory"})
CONTENT_TYPE: Mapping[str, str] = {
    "s3": "ContentType",
    "s3a": "ContentType",
    "gs": "content_type",
    "gcs": "content_type",
}
TYPES: Mapping[str, str] = {  # what a machine's own list may lack
    ".html": "text/html; charset=utf-8",
    ".xml": "application/atom+xml; charset=utf-8",
    ".json": "application/json",
    ".svg": "image/svg+xml",
    ".csv": "text/csv; charset=utf-8",
}
_MD5 = re.compile(r'"?([0-9a-f]{32})"?')


@dataclass(frozen=True, slots=True)
class Found:
    """A file that stands there; ``md5`` where the server says it without being asked for the content."""

    size: int
    md5: str = ""


class Shelf(Protocol):
    """What a publication needs of a place; ``path`` is relative to its root, with slashes."""

    def read(self, path: str) -> bytes | None:
        """The file at a path, None where there is none."""

    def names(self, folder: str) -> frozenset[str]:
        """The names of files and folders in a folder; none where there is no such folder."""

    def holds(self, path: str, content: bytes, *, by_size: bool = False) -> bool:
        """Whether exactly this stands there; ``by_size``: a size that fits is proof enough, rather than a download."""

    def write(self, path: str, content: bytes, *, shared: bool = False) -> None:
        """Put a file in the place of what stands there, and see by its hash that it arrived.

        A ``shared`` file may meanwhile be written by somebody else; whoever writes one looks later which it is to be.
        """

    def remove(self, path: str) -> None:
        """Remove a file, or an empty folder; one that is not there is no fault."""

    def sweep(self, folder: str) -> None:
        """Remove what publishers that were killed long ago were writing into a folder."""

    def where(self, path: str) -> str:
        """A path as somebody would type it, without a password."""


class Store:
    """A place of any file system that fsspec knows. Every failure is a DeliveryError."""

    def __init__(self, address: Address) -> None:
        self.address = address
        self._system = address.system
        self._whole = address.scheme in OF_OBJECTS
        self._is_local = address.scheme == "file"
        self._folders: set[str] = set()

    def read(self, path: str) -> bytes | None:
        with self._named(path, "read"):
            try:
                return bytes(self._system.cat_file(self._at(path)))
            except (FileNotFoundError, NotADirectoryError, IsADirectoryError):
                return None

    def names(self, folder: str) -> frozenset[str]:
        at = self._at(folder)
        with self._named(folder, "listed"):
            self._system.invalidate_cache()  # others write there too
            try:
                found = self._system.ls(at, detail=False)
            except (FileNotFoundError, NotADirectoryError):
                return frozenset()
            return frozenset(
                posixpath.basename(str(one).rstrip("/")) for one in found if str(one).rstrip("/") != at
            )

    def holds(self, path: str, content: bytes, *, by_size: bool = False) -> bool:
        found = self._found(path)
        if found is None or found.size != len(content):
            return False
        if found.md5:
            # Some encrypted objects have other tags.
            return found.md5 == _md5(content) or self.read(path) == content
        return (by_size and not self._is_local) or self.read(path) == content

    def write(self, path: str, content: bytes, *, shared: bool = False) -> None:
        with self._named(path, "written"):
            if not self._whole:
                self._write_aside(path, content)
                return
            for _ in range(TRIES if shared else 1):
                self._put(self._at(path), content, self._said_of(path))
                if self.holds(path, content):
                    return
            self._arrived_changed(path)

    def _write_aside(self, path: str, content: bytes) -> None:
        self._make_folder(posixpath.dirname(self._at(path)))
        aside = posixpath.join(posixpath.dirname(path), f"{PART}{secrets.token_hex(8)}")
        try:
            self._put(self._at(aside), content, {})
            if not self.holds(aside, content):
                self._arrived_changed(path)
            self._rename(self._at(aside), self._at(path))
        except BaseException:
            with suppress(Exception):
                self._system.rm_file(self._at(aside))
            raise

    def remove(self, path: str) -> None:
        at = self._at(path)
        with self._named(path, "removed"), suppress(FileNotFoundError):
            if not self._whole and self._system.isdir(at):
                with suppress(OSError):  # something is in it that is not ours
                    self._system.rmdir(at)
                self._folders.discard(at)
            else:
                self._system.rm_file(at)

    def sweep(self, folder: str) -> None:
        if self._whole:
            return
        for name in self.names(folder):
            path = f"{folder}/{name}" if folder else name
            if name.startswith(PART) and self._is_old(path):
                self.remove(path)

    def where(self, path: str) -> str:
        return f"{self.address.shown.rstrip('/')}/{path}" if path else self.address.shown

    def _at(self, path: str) -> str:
        return f"{self.address.root}/{path}" if path else self.address.root

    def _found(self, path: str) -> Found | None:
        with self._named(path, "looked up"):
            self._system.invalidate_cache()
            try:
                told = self._system.info(self._at(path))
            except (FileNotFoundError, NotADirectoryError):
                return None
            if told["type"] != "file":
                return None
            tag = _MD5.fullmatch(str(told.get("ETag", "")))
            return Found(int(told["size"] or 0), tag[1] if tag else "")

    def _is_old(self, path: str) -> bool:
        """Whether a file was written so long ago that nobody can be at it still."""
        with suppress(
            FileNotFoundError, NotImplementedError, RuntimeError
        ):  # gone meanwhile, or nobody knows
            return bool(datetime.now(UTC) - self._system.modified(self._at(path)) > AGE)
        return False

    def _put(self, at: str, content: bytes, said: Mapping[str, Any]) -> None:
        if not self._is_local:
            self._system.pipe_file(at, content, **said)
            return
        with self._system.open(at, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())

    def _arrived_changed(self, path: str) -> NoReturn:
        raise DeliveryError(
            f"{self.where(path)}: arrived changed (its hash is not that of what was sent); "
            "what was published before still stands"
        )

    def _rename(self, aside: str, at: str) -> None:
        try:
            self._system.mv(aside, at)
        except FileExistsError:  # a file system that cannot rename over a file
            self._system.rm_file(at)
            self._system.mv(aside, at)

    def _make_folder(self, at: str) -> None:
        if at not in self._folders:
            self._system.makedirs(at, exist_ok=True)
            self._folders.add(at)

    def _said_of(self, path: str) -> Mapping[str, str]:
        """What a server is to tell browsers that a file is."""
        name = CONTENT_TYPE.get(self.address.scheme)
        ending = posixpath.splitext(path)[1].lower()
        kind = TYPES.get(ending) or mimetypes.types_map.get(ending)
        return {name: kind} if name and kind else {}

    @contextmanager
    def _named(self, path: str, done: str) -> Iterator[None]:
        """Name the file in whatever goes wrong; the client of each server has errors of its own."""
        try:
            yield
        except DeliveryError:
            raise
        except Exception as error:  # noqa: BLE001 - as said above
            said = self.address.scrubbed(reason(error))
            raise DeliveryError(
                f"{self.where(path)}: cannot be {done}: {said}; what was published before still stands"
            ) from None


def _md5(content: bytes) -> str:
    """As servers tag what they hold; against accidents, not attacks."""
    return hashlib.md5(content, usedforsecurity=False).hexdigest()
