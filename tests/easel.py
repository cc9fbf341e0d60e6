"""Charts as the engine draws them, for tests that look at pictures: frozen, judged and mended as a build does it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from reportgen.charts.freeze import Freezer
from reportgen.charts.judging import Fault, faults, mended
from reportgen.charts.judging.picture import Parts, parts_of
from reportgen.charts.kind import Drawing
from reportgen.charts.parts.room import Room
from reportgen.charts.sketch import Sketch, sketched
from reportgen.charts.theme import Theme, load_theme

THEME = load_theme()
WIDE = THEME.slots["wide"]
_COLOUR = re.compile(r'(fill|stroke)="(#[0-9a-f]{6})"', re.IGNORECASE)


def in_the_dark(svg: str, theme: Theme = THEME) -> str:
    """A picture with the colours that the stylesheet of a page swaps in the dark, and with no others."""
    twins: dict[str, str] = {}
    for token, light in theme.colors.items():
        twins.setdefault(light, theme.colors_dark[token])
    return _COLOUR.sub(lambda found: f'{found[1]}="{twins.get(found[2].lower(), found[2])}"', svg)


class Easel:
    """Draws what a kind has made, at any width; the same chart once."""

    def __init__(self, freezer: Freezer, theme: Theme = THEME) -> None:
        self._freezer, self._theme = freezer, theme
        self._kept: list[tuple[Drawing, float, Sketch, str]] = []

    def sketch(self, drawing: Drawing, width: float = WIDE) -> Sketch:
        """The chart as it is drawn in the end: without the labels that had to give way."""
        return self._drawn(drawing, width)[0]

    def svg(self, drawing: Drawing, width: float = WIDE) -> str:
        """The frozen picture."""
        return self._drawn(drawing, width)[1]

    def parts(self, drawing: Drawing, width: float = WIDE) -> Parts:
        """What stands where in it."""
        return parts_of(self.svg(drawing, width))

    def faults(self, drawing: Drawing, width: float = WIDE) -> list[Fault]:
        """What is still wrong with it, in either scheme."""
        svg = self.svg(drawing, width)
        dark = faults(in_the_dark(svg, self._theme), self._theme.colors_dark["paper"])
        return list(dict.fromkeys((*faults(svg), *dark)))

    def frozen(self, sketch: Sketch, name: str = "example/wide") -> str:
        """A sketch as it is, neither judged nor mended."""
        self._freezer.submit(name, sketch.spec)
        return self._freezer.results()[name].svg

    def _drawn(self, drawing: Drawing, width: float) -> tuple[Sketch, str]:
        for one, at, sketch, svg in self._kept:
            if one is drawing and at == width:
                return sketch, svg
        assert drawing.chart
        sketch = sketched(drawing.chart(Room(width, self._theme)), self._theme, validate=True)
        svg = self.frozen(sketch)
        if better := mended(sketch, list(faults(svg))):
            sketch, svg = better, self.frozen(better)
        self._kept.append((drawing, width, sketch, svg))
        return sketch, svg


@pytest.fixture(scope="session")
def freezer() -> Iterator[Freezer]:
    """One chart engine for all tests that only draw."""
    with Freezer() as worker:
        yield worker


@pytest.fixture(scope="session")
def easels(freezer: Freezer) -> Mapping[str, Easel]:
    """One a slot, each with its letters."""
    return {slot: Easel(freezer, THEME.in_slot(slot)) for slot in THEME.slots}


@pytest.fixture
def easel(freezer: Freezer) -> Easel:
    return Easel(freezer)


def chart_of(folder: Path, kind: str, **options: object) -> Drawing:
    """What a kind draws from the facts of a brief's folder."""
    from reportgen import load
    from reportgen.charts.registry import SHIPPED, draw
    from reportgen.document.assembly import style_of
    from reportgen.figures.ledger import Ledger

    book = load(folder).book
    return draw(SHIPPED[kind], options, "example", book, Ledger(style_of(book)), THEME)
