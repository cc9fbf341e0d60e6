"""The sample on both papers and every shape, built once for all tests of a run and judged by many."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import reportgen
from reportgen import resources
from reportgen.charts.freeze import Freezer
from reportgen.model import Edition
from reportgen.pipeline import build
from tests.shapes import SHAPES

SAMPLE, LETTER = "sample", "sample-letter"


@dataclass(frozen=True)
class Built:
    """An edition and the file that its PDF was written to."""

    edition: Edition
    pdf: Path


def sample(folder: Path) -> None:
    """The sample brief, as it is shipped."""
    shutil.copytree(resources.shipped("data") / resources.SAMPLE, folder)


def letter(folder: Path) -> None:
    """The sample brief on American paper."""
    sample(folder)
    settings = folder / "brief.yaml"
    settings.write_text(settings.read_text(encoding="utf-8") + "\npaper: Letter\n", encoding="utf-8")


BRIEFS: Mapping[str, Callable[[Path], None]] = {SAMPLE: sample, LETTER: letter, **SHAPES}


def build_all(folder: Path) -> dict[str, Built]:
    """Build every brief, in one process and with one chart engine."""
    built = {}
    with Freezer() as freezer:
        for name, write in BRIEFS.items():
            write(folder / name)
            loaded = reportgen.load(folder / name, allow_code=True)
            edition = build(loaded, freezer, ("pdf",), lambda _: None, draft=False)
            path = folder / f"{name}.pdf"
            path.write_bytes(edition.pdf)
            built[name] = Built(edition, path)
    return built
