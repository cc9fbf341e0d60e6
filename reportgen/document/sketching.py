"""Charts of exhibits at the size in which they stand: as wide as their slot, and as tall as their neighbour allows.

A kind says how tall it is; that may be stretched or shrunk by about a quarter, before anything is drawn. Exhibits side
by side become equally tall, or as nearly so as what they show lets them. The key exhibit is taller beside text: it
stands beside the whole summary.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from reportgen.charts.kind import Drawing
from reportgen.charts.known import Key, known_or
from reportgen.charts.parts.room import Room
from reportgen.charts.parts.sparklines import WIDTH
from reportgen.charts.sketch import Sketch, sketched, unchecked
from reportgen.charts.theme import Theme
from reportgen.document.slots import BESIDE, GOES_OUT

KEY_STRETCH = 1.3
LEAST, MOST = 0.8, 1.25  # of its usual height: as much as a chart may shrink and stretch
MOST_TRIES = 5
ALIKE = 1.0  # px by which heights may differ and be the same to the eye

Sketches = Mapping[str, Sketch]


@dataclass(frozen=True, slots=True)
class Wanted:
    """An exhibit that is worded, and the look of each slot that it is drawn for.

    ``key``: all that its charts follow from but slot and stretch; () where they are not to be kept.
    """

    drawing: Drawing
    looks: Mapping[str, Theme]
    is_key: bool = False
    key: Key = ()

    def beside(self, stretch: float) -> Sketch | None:
        """Its chart in half a column; None for a table, and where it does not stand there."""
        if self.drawing.chart is None or BESIDE not in self.looks:
            return None
        return self._sketch(BESIDE, stretch)

    def sketches(self, beside: Sketch | None = None) -> Sketches:
        """Its charts by slot, ``beside`` being that of half a column; of a table the small pictures in its cells."""
        theme = self.looks[GOES_OUT]
        with unchecked():
            cells = {
                slot: sketched(chart(Room(WIDTH, theme)), theme) for slot, chart in self.drawing.cells.items()
            }
        if self.drawing.chart is None:
            return cells
        return {
            slot: beside if beside and slot == BESIDE else self._sketch(slot, self._usual(slot))
            for slot in self.looks
        } | cells

    def reach(self, slot: str) -> tuple[float, float]:
        """The heights between which its chart can be drawn in a slot, in CSS px."""
        usual = self._usual(slot)
        return self._sketch(slot, LEAST * usual).height, self._sketch(slot, MOST * usual).height

    def as_tall(self, slot: str, height: float, least: float, most: float) -> Sketch | None:
        """Its chart as nearly of a height as it can be, ``least`` and ``most`` being what it reaches."""
        usual, found = self._usual(slot), None
        low, high = (LEAST * usual, least), (MOST * usual, most)
        # Between its limits a height mostly grows in a straight line, from some point on.
        for _ in range(MOST_TRIES):
            share = (min(max(height, low[1]), high[1]) - low[1]) / max(high[1] - low[1], ALIKE)
            stretch = low[0] + share * (high[0] - low[0])
            found = self._sketch(slot, stretch)
            if abs(found.height - height) <= ALIKE:
                break
            low, high = (
                ((stretch, found.height), high) if found.height < height else (low, (stretch, found.height))
            )
        return found

    def _usual(self, slot: str) -> float:
        return KEY_STRETCH if self.is_key and slot == BESIDE else 1.0

    def _sketch(self, slot: str, stretch: float) -> Sketch:
        assert self.drawing.chart is not None  # noqa: S101 - asked before
        draw, look = self.drawing.chart, self.looks[slot]

        def made() -> Sketch:
            with unchecked():
                return sketched(draw(Room(look.slots[slot], look, stretch)), look)

        return known_or(made, *self.key, slot, f"{stretch}") if self.key else made()


def sketches_of(wanted: Mapping[str, Wanted], pairs: Iterable[Sequence[str]]) -> Mapping[str, Sketches]:
    """The charts of every exhibit by slot.

    Args:
        wanted: the exhibits by name.
        pairs: the names of those that stand side by side.
    """
    beside: dict[str, Sketch] = {}
    for names in pairs:
        # A chart that stands in two places has one height, and the key exhibit that of page one.
        free = [name for name in names if name in wanted and not wanted[name].is_key and name not in beside]
        usual = {name: sketch for name in free if (sketch := wanted[name].beside(1.0))}
        if len(usual) == len(names):
            beside |= _level(wanted, usual)
    return {name: one.sketches(beside.get(name)) for name, one in wanted.items()}


def _level(wanted: Mapping[str, Wanted], usual: Sketches) -> Sketches:
    """Charts side by side, equally tall as far as they stretch and shrink."""
    heights = [sketch.height for sketch in usual.values()]
    if max(heights) - min(heights) <= ALIKE:
        return usual
    reach = {name: (_height(wanted[name], LEAST), _height(wanted[name], MOST)) for name in usual}
    tallest, reached = max(heights), min(most for _, most in reach.values())
    height = min(tallest, reached)
    return {name: _as_tall(wanted[name], usual[name], reach[name], height) for name in usual}


def _height(one: Wanted, stretch: float) -> float:
    sketch = one.beside(stretch)
    return sketch.height if sketch else 0.0


def _as_tall(one: Wanted, usual: Sketch, reach: tuple[float, float], height: float) -> Sketch:
    """A chart as nearly as tall as it can be; between its limits, its height grows in a straight line."""
    least, most = reach
    if most - least <= ALIKE or abs(height - usual.height) <= ALIKE:
        return usual
    share = (min(max(height, least), most) - least) / (most - least)
    return one.beside(LEAST + share * (MOST - LEAST)) or usual
