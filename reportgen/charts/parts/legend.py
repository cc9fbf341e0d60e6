"""A legend below a chart: what looks say that no name beside a mark could."""

from __future__ import annotations

from collections.abc import Mapping

import altair as alt

from reportgen.charts.parts.looks import Role, fills
from reportgen.charts.parts.marks import Layers
from reportgen.charts.parts.room import LABEL_GAP, Room
from reportgen.charts.parts.rows import data

SIDE = 9.0  # px, of a square


def legend_height(room: Room, legend: Mapping[Role, str]) -> float:
    """The room that it needs below."""
    return room.leading + LABEL_GAP if legend else 0


def legend_layers(room: Room, legend: Mapping[Role, str], left: float, top: float) -> Layers:
    """A square and its words for each role, side by side from the left, in CSS px from the marks' corner."""
    layers: Layers = []
    at = alt.value(top + LABEL_GAP + room.leading / 2)
    for role, words in legend.items():
        base, x = data([{"role": role, "words": words}]), alt.value(left + SIDE / 2 + 1)
        square = base.mark_square(size=SIDE**2, opacity=1, strokeWidth=1)
        text = base.mark_text(align="left", baseline="middle", color=room.theme["muted"], dx=SIDE)
        layers += [square.encode(x=x, y=at, **fills(room.theme)), text.encode(x=x, y=at, text="words:N")]
        left += room.width_of(words) + SIDE + LABEL_GAP * 4
    return layers
