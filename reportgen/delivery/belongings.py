"""Whose it is that stands where an edition is to stand: nothing of somebody else's is replaced with it."""

from __future__ import annotations

import errno
import json
import os
import re
from collections.abc import Iterator, Mapping
from pathlib import Path, PurePosixPath

from reportgen.errors import DeliveryError, UsageError

MANIFEST = "manifest.json"
LEFT = re.compile(r"\.DS_Store$|\._|\.~lock\.|~\$|Thumbs\.db$|desktop\.ini$")
"""What programs leave behind that looked into a folder; nobody misses it."""


def claim(place: Path, *, shown: Path) -> None:
    """See that nothing is lost when an edition takes this place.

    Raises:
        UsageError: something stands there, or among the files of the edition there, that is no edition's.
        DeliveryError: a link on the way leads back to itself.
    """
    try:
        place.stat()
    except OSError as problem:
        if problem.errno == errno.ELOOP:  # what is asked below would only say that there is nothing
            raise DeliveryError(f"{shown}: cannot be written: {problem.strerror}") from problem
    manifest = manifest_in(place)
    if not is_of_an_edition(manifest):
        if place.is_file() or (place.is_dir() and any(place.iterdir())):
            raise UsageError(
                f"{shown}: something stands there that is no edition (no manifest.json of reportgen's); "
                "move it away, or choose another place"
            )
    elif others := sorted(_others(place, manifest or b"")):
        more = f" and {len(others) - 1} more" if others[1:] else ""
        raise UsageError(
            f"{shown / others[0]}{more} would be lost with the edition that stands there, and belongs to none; "
            "move it away, or choose another place"
        )


def holds_edition(folder: Path) -> bool:
    """Whether a folder is that of an edition, as build writes it."""
    return is_of_an_edition(manifest_in(folder))


def is_of_an_edition(manifest: bytes | None) -> bool:
    """Whether a file called as a manifest is one of ours."""
    return manifest is not None and b'"reportgen"' in manifest


def manifest_in(folder: Path) -> bytes | None:
    """The manifest in a folder; None where there is none that can be read."""
    try:
        return (folder / MANIFEST).read_bytes()
    except OSError:
        return None


def _others(place: Path, manifest: bytes) -> Iterator[str]:
    """What stands in an edition's folder and is none of its files; of a folder of such, the folder."""
    try:
        outputs: Mapping[str, str] = json.loads(manifest)["outputs"]
    except (ValueError, LookupError, TypeError):  # damaged: nobody knows, and it is made anew for that
        return
    ours = {MANIFEST, *outputs}
    holding = {str(parent) for path in ours for parent in PurePosixPath(path).parents}
    for folder, folders, names in os.walk(place):
        inside = PurePosixPath(Path(folder).relative_to(place).as_posix())
        unknown = [name for name in folders if str(inside / name) not in holding]
        folders[:] = [name for name in folders if name not in unknown]
        yield from (f"{inside / name}" for name in unknown)
        files = {str(inside / name): name for name in names}
        yield from (path for path, name in files.items() if path not in ours and not _goes_along(path, name))


def _goes_along(path: str, name: str) -> bool:
    """Whether nobody misses a file: it says something of the manifest, as a signature does, or was left behind."""
    return path.startswith(f"{MANIFEST}.") or bool(LEFT.match(name))
