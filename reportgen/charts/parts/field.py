"""A field of rows: names at the left, and one axis of values below on which each row has its marks."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import altair as alt

from reportgen.charts.parts.axes import ValueAxis, around, ticked_across
from reportgen.charts.parts.items import Row
from reportgen.charts.parts.manner import Manner
from reportgen.charts.parts.marks import Layers
from reportgen.charts.parts.names import NameAxis
from reportgen.charts.parts.room import LABEL_GAP, Margins, Room, data, placed

EACH_TICK = 62.0  # px, at least, from one tick to the next


@dataclass(frozen=True)
class Field:
    """Where rows stand; built by ``field``."""

    names: NameAxis
    axis: ValueAxis
    room: Room
    margins: Margins

    @property
    def width(self) -> float:
        """Of the part in which the marks stand, in CSS px."""
        return self.room.width - self.margins.left - self.margins.right

    def x(self, name: str = "value") -> Any:  # noqa: ANN401 - Altair's
        """The horizontal position by a field."""
        return self.axis.encoding(alt.X, name, self.room)

    def at(self, value: float) -> float:
        """How far from the left of the marks a value stands, in CSS px."""
        return (value - self.axis.low) / (self.axis.high - self.axis.low) * self.width

    def base(self, rows: Sequence[Row]) -> alt.Chart:
        """A chart over rows, each at the height that its field ``row`` says."""
        return data(rows).encode(y=self.names.encoding())

    def chart(self, *layers: Any) -> Any:  # noqa: ANN401 - Altair's
        """The names and the layers, at exactly the room's width."""
        height = self.names.row * len(self.names.names) + self.margins.top + self.margins.bottom
        whole: Layers = [self.names.layer(), *layers]
        return placed(alt.layer(*whole), self.room, self.margins, height)


def field(
    names: NameAxis, values: Iterable[float], manner: Manner, *, left: float = 0, right: float = 0,
    top: float = 0,
) -> Field:  # fmt: skip
    """A field for values, with room at its sides for labels beside the marks, in CSS px."""
    room, names = names.room, replace(names, least_margin=names.margin + left)
    margins = Margins(names.margin, right, top, LABEL_GAP + room.leading)
    width = room.width - margins.left - margins.right
    most = max(3, min(5, int(width / EACH_TICK)))
    axis = ticked_across(around(values, width, 0, 0), manner, room, width, most)
    return Field(names, axis, room, margins)
