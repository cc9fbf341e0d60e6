"""What another machine needs to make the briefs of a folder: the folder, and the project's own parts."""

from __future__ import annotations

import atexit
import hashlib
import io
import os
import shutil
import tarfile
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from threading import Lock

from reportgen.errors import DeliveryError
from reportgen.files import BRAND, PARTS, PROJECT

OUTSIDE = "outside"  # where a brief stands in a parcel that does not lie in its project
_unpacking = Lock()


@dataclass(frozen=True, slots=True)
class Parcel:
    """An archive whose hash depends on nothing but names and contents; ``folder`` is the brief's place in it."""

    content: bytes
    folder: str

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.content).hexdigest()


def packed(folder: Path, project: Path) -> Parcel:
    """Pack a brief's folder and its project's templates, assets and settings; links stay links.

    Raises DeliveryError where something cannot be read.
    """
    brief, root = Path(os.path.realpath(folder)), Path(os.path.realpath(project))
    place = brief.relative_to(root).as_posix() if brief.is_relative_to(root) else f"{OUTSIDE}/{brief.name}"
    buffer = io.BytesIO()
    try:
        with tarfile.open(fileobj=buffer, mode="w", format=tarfile.PAX_FORMAT) as archive:
            for name in (*PARTS, PROJECT, BRAND):
                _add(archive, root / name, name)
            _add(archive, brief, place)
    except OSError as problem:
        raise DeliveryError(
            f"{problem.filename}: cannot be sent to the cluster: {problem.strerror}"
        ) from problem
    return Parcel(buffer.getvalue(), place)


@cache
def _unpacked(sha256: str) -> Path:  # noqa: ARG001 - what it is known by
    place = Path(tempfile.mkdtemp(prefix="reportgen-"))
    atexit.register(shutil.rmtree, place, ignore_errors=True)
    return place


def unpacked(content: bytes) -> Path:
    """The folder with what a parcel holds, unpacked once in this process and gone with it."""
    with _unpacking:
        place = _unpacked(hashlib.sha256(content).hexdigest())
        if not any(place.iterdir()):
            with tarfile.open(fileobj=io.BytesIO(content)) as archive:
                archive.extractall(place, filter="data")
    return place


def _add(archive: tarfile.TarFile, path: Path, name: str) -> None:
    for one, called in _below(path, name):
        info = archive.gettarinfo(one, called)
        info.mtime = info.uid = info.gid = 0
        info.uname = info.gname = ""
        info.mode = 0o755 if info.isdir() else 0o644
        if info.isreg():
            with one.open("rb") as file:
                archive.addfile(info, file)
        else:
            archive.addfile(info)


def _below(path: Path, name: str) -> Iterator[tuple[Path, str]]:
    """A file, or a folder and all in it, in one order; nothing hidden, and no link that leads out of what is packed."""
    if path.is_symlink():
        if not path.readlink().is_absolute() and path.exists():
            yield path, name
    elif path.is_file():
        yield path, name
    elif path.is_dir():
        yield path, name
        for one in sorted(path.iterdir()):
            if not one.name.startswith("."):
                yield from _below(one, f"{name}/{one.name}")
