"""Files that are believed only as they were written: each begins with the hash of its name and content."""

from __future__ import annotations

import hashlib
from contextlib import suppress
from pathlib import Path

from reportgen.kept.whole import write_whole

_MARK = b"reportgen-kept 1 "


def sealed(name: str, content: bytes) -> bytes:
    """A content with its seal."""
    return _MARK + _seal(name, content) + b"\n" + content


def opened(name: str, raw: bytes) -> bytes | None:
    """The content that was sealed under this name; None for anything else."""
    head, _, content = raw.partition(b"\n")
    return content if head == _MARK + _seal(name, content) else None


def keep(path: Path, name: str, content: bytes) -> None:
    """Write a sealed file in one step, so that whoever reads at the same time finds the old or the new one.

    What cannot be written is not kept, and the build goes on: the next one makes it anew.
    """
    with suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        write_whole(path, [sealed(name, content)])


def kept(path: Path, name: str) -> bytes | None:
    """What was kept under this name; None where nothing was, or where it is not as it was written."""
    try:
        return opened(name, path.read_bytes())
    except OSError:
        return None


def _seal(name: str, content: bytes) -> bytes:
    return hashlib.sha256(name.encode() + b"\n" + content).hexdigest().encode()
