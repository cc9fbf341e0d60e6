"""Where the shipped files are: beside the package in a checkout, inside it when installed from a wheel."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

Folder = Literal["templates", "assets", "data"]
SAMPLE = "alibaba-fy2026-q2"

_PACKAGE = Path(__file__).resolve().parent


def shipped(folder: Folder) -> Path:
    """The folder of that name as it came with reportgen."""
    installed = _PACKAGE / "_shipped" / folder
    return installed if installed.is_dir() else _PACKAGE.parent / folder


def layers(folder: Folder, project: Path | None) -> tuple[Path, ...]:
    """Where to look for a template or an asset: the project's own folder first, the shipped one after."""
    own = project / folder if project else None
    return (own, shipped(folder)) if own and own.is_dir() and own != shipped(folder) else (shipped(folder),)


def find(folder: Folder, name: str, project: Path | None = None) -> Path:
    """The first file of that name in the layers. Raises FileNotFoundError with the folders searched."""
    searched = layers(folder, project)
    for layer in searched:
        if (layer / name).is_file():
            return layer / name
    raise FileNotFoundError(f"{name} in {', '.join(map(str, searched))}")
