"""Where the shipped files are: beside the package in a checkout, inside it when installed from a wheel."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

Folder = Literal["templates", "assets", "data", "exhibits", "starters"]
ELSEWHERE = {"exhibits": "docs/exhibits"}  # in a checkout
SAMPLE = "alibaba-fy2026-q2"

_PACKAGE = Path(__file__).resolve().parent


def shipped(folder: Folder) -> Path:
    """The folder of that name as it came with reportgen."""
    installed = _PACKAGE / "_shipped" / folder
    return installed if installed.is_dir() else _PACKAGE.parent / ELSEWHERE.get(folder, folder)
