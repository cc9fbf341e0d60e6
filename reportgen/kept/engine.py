"""Which machinery makes an edition: our code and what it ships, Python, the packages beside it, the system."""

from __future__ import annotations

import hashlib
import platform
import sys
from collections.abc import Sequence
from contextlib import suppress
from functools import cache
from pathlib import Path

from reportgen.resources import shipped

_RECORDS = (".dist-info", ".egg-info")
COMPILED = "__pycache__"  # made of what is read
PACKAGE = Path(__file__).resolve().parents[1]


@cache
def engine() -> str:
    """One hash for everything but the brief and its project that may decide a byte of an edition."""
    digest = hashlib.sha256("\n".join((sys.version, platform.platform(), *_installed())).encode())
    for folder, ending in ((PACKAGE, "*.py"), (shipped("templates"), "*"), (shipped("assets"), "*")):
        for path in sorted(folder.rglob(ending)):
            if path.is_file() and COMPILED not in path.parts:
                digest.update(f"\n{path.relative_to(folder).as_posix()}\n".encode())
                digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def _installed() -> Sequence[str]:
    """Every installed package with its version, as the names of its record say them; nothing is imported."""
    found: set[str] = set()
    for folder in map(Path, sys.path):
        with suppress(OSError):
            found |= {path.name for path in folder.iterdir() if path.name.endswith(_RECORDS)}
    return sorted(found)
