"""What stands in a folder, by its names alone."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path


def standing_in(folder: Path, *, deep: bool = False) -> Iterator[str]:
    """The files and links of a folder, links with where they lead; nothing hidden, and nothing where it is none."""
    try:
        entries = sorted(os.scandir(folder), key=lambda one: one.name)
    except (OSError, ValueError):
        return
    for one in entries:
        if one.name.startswith("."):
            continue
        if one.is_symlink():
            yield f"{one.name} -> {Path(one.path).readlink()}"
        elif one.is_file():
            yield one.name
        elif deep:
            yield from (f"{one.name}/{name}" for name in standing_in(Path(one.path), deep=True))
