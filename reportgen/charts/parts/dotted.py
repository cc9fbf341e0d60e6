"""Dots on a line each: names at the left, several dates or scenarios as several dots, values outside of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import altair as alt

from reportgen.charts.lettering import BOLD, NORMAL, wrapped
from reportgen.charts.parts.axes import ValueAxis, around, ticked_across
from reportgen.charts.parts.items import Item, extents, label_layer
from reportgen.charts.parts.key import key_height, key_layers
from reportgen.charts.parts.looks import Role, fills
from reportgen.charts.parts.manner import Manner
from reportgen.charts.parts.marks import Layers, zero
from reportgen.charts.parts.names import NameAxis
from reportgen.charts.parts.room import LABEL_GAP, TOLD, Margins, Room, Scale, across, data, down, placed

ROW = 22.0  # px from one line to the next
ABOVE, LINE = 8.0, 17.0  # px: over a name that stands above its line, and for the line
NAMES = 0.34  # of the width: longer names stand above the lines in half a column
DOT, LESS = 72.0, 44.0  # px², of what is now, and of what it is set beside
LABELLED = 2  # dots on a line that all have their values; of more the outer ones, beside an axis
AWAY = LABEL_GAP + 2  # px, from a dot to its value
JOINED = 2.4  # px, of the line that joins two dots


@dataclass(frozen=True)
class Line:
    """A name, the dots on its line, and what stands at its end."""

    name: str
    dots: Sequence[Item]
    change: Item | None = None

    @property
    def known(self) -> list[Item]:
        """The dots that have a value, from left to right."""
        return sorted((dot for dot in self.dots if dot.value is not None), key=lambda dot: dot.value or 0.0)

    @property
    def outer(self) -> list[Item]:
        """The dots that say their values: those at both ends, one where all say the same at one place."""
        first, *_, last = self.known * 2 or [self.dots[0]] * 2
        return [first, last] if (first.value, first.label) != (last.value, last.label) else [first]


def dot_chart(
    room: Room, lines: Sequence[Line], names: Mapping[Role, str], manner: Manner, *,
    joined: bool = False, change: str = "",
) -> Any:  # noqa: ANN401 - Altair's  # fmt: skip
    """Lines with dots; ``names`` is the key to them, ``change`` heads what stands at their ends."""
    bold = frozenset(row for row, line in enumerate(lines) if any(dot.is_subject for dot in line.dots))
    titles = NameAxis(tuple(line.name for line in lines), room, bold, ROW)
    above = room.is_narrow and titles.margin > room.width * NAMES
    key = [(name, role) for role, name in names.items()] if len(names) > 1 else []
    ends = room.widest([change, *(line.change.label for line in lines if line.change)], bold=True)
    head = key_height(key, room) or (room.leading + LABEL_GAP if change else 1)
    left, right = 0 if above else titles.margin, ends + LABEL_GAP * 2 if ends else 0
    width = room.width - left - right
    axis = _axis(room, lines, width, manner)
    foot = room.leading + LABEL_GAP if axis.ticks else 1
    margins = Margins(left, right, head + (LABEL_GAP if key or change else 0), foot)
    over = [wrapped(line.name, room.width, room.size, BOLD) for line in lines]
    tall = max(map(len, over)) * room.leading + LINE + ABOVE if above else titles.row
    place = Scale(domain=list(range(len(lines))), padding=0)
    y = alt.Y("row:O", scale=place, axis=None, bandPosition=1 - LINE / 2 / tall if above else 0.5)
    layers = [
        *_guides(room, lines, axis, width, y, joined=joined, grid=not above),
        _dots(room, lines, y),
        *_values(room, lines, axis, y),
        *_changes(room, lines, y, change, width + right),
        _names_above(room, over, bold, y, tall) if above else titles.layer(padding=0),
        *(key_layers(key, room, -left, -margins.top, "circle") if key else []),
    ]
    return placed(alt.layer(*layers), room, margins, tall * len(lines) + margins.top + foot)


def _axis(room: Room, lines: Sequence[Line], width: float, manner: Manner) -> ValueAxis:
    """The values' range with room for the labels outside of the dots; with ticks where some have no label."""
    wide = room.widest([dot.label for line in lines for dot in line.dots], bold=True) + LABEL_GAP * 2
    left = wide if any(len(line.outer) > 1 for line in lines) else LABEL_GAP
    inner = max(1.0, width - left - wide)
    core = around([value for line in lines for value in extents(line.dots)], inner, 0, 0)
    if any(len(line.known) > LABELLED for line in lines):
        core = ticked_across(core, manner, room, inner, 4 if room.is_narrow else 5)
    each = (core.high - core.low) / inner
    return replace(core, low=core.low - left * each, high=core.high + wide * each)


def _guides(
    room: Room, lines: Sequence[Line], axis: ValueAxis, width: float, y: alt.Y, *, joined: bool, grid: bool
) -> Layers:
    """A hairline from each name to its dots, clear of their values; dots that belong together are joined."""
    each, leads, spans = (axis.high - axis.low) / width, [], []
    for row, line in enumerate(lines):
        first = line.known[0] if line.known else replace(line.dots[0], value=axis.low)
        clear = room.width_of(first.label, bold=True) + LABEL_GAP * 2 if len(line.outer) > 1 else 0
        leads.append(
            {"row": row, "value": axis.low, "to": max(axis.low, (first.value or 0.0) - clear * each)}
        )
        if clear:
            spans.append({"row": row, "from": first.value, "to": line.known[-1].value})
    hair: dict[str, Any] = {"color": room.theme["rule"], "strokeWidth": 0.8}
    x = axis.encoding(alt.X, "value", room, {"grid": grid})  # lines would run through names
    layers = [data(leads).mark_rule(**hair).encode(x=x, x2=alt.X2("to"), y=y)]
    if axis.low < 0 < axis.high and any(value < 0 for line in lines for value in extents(line.dots)):
        nil = data([{"row": row, "value": 0.0} for row in range(len(lines))])
        short = nil.mark_tick(
            orient="vertical", size=LINE - ABOVE, thickness=1, opacity=1, color=room.theme["rule"]
        )
        layers.append(zero(room, "x", "rule") if grid else short.encode(x=alt.X("value:Q"), y=y))
    look = {"color": room.theme["mark"], "strokeWidth": JOINED} if joined else hair
    joins = data(spans).mark_rule(**look).encode(x=alt.X("from:Q"), x2=alt.X2("to"), y=y)
    return [*layers, joins] if spans else layers


def _dots(room: Room, lines: Sequence[Line], y: alt.Y) -> Any:  # noqa: ANN401 - Altair's
    """The dots, what is now on top of what it is set beside."""
    rows = [
        dot.row(row=row, size=LESS if at else DOT)
        for row, line in enumerate(lines)
        for at, dot in reversed(list(enumerate(line.dots)))
        if dot.value is not None
    ]
    marks = data(rows).mark_point(opacity=1, strokeWidth=1.4).encode(**fills(room.theme), **TOLD)
    return marks.encode(x=alt.X("value:Q"), y=y, size=alt.Size("size:Q", scale=None, legend=None))


def _values(room: Room, lines: Sequence[Line], axis: ValueAxis, y: alt.Y) -> Layers:
    """The values of the outer dots on either side of them; what has none says so where the line begins."""
    ends = [line.outer if line.known else [replace(line.dots[0], value=axis.low)] for line in lines]
    right = [dots[-1].row(row=row) for row, dots in enumerate(ends)]
    left = [dots[0].row(row=row) for row, dots in enumerate(ends) if len(dots) > 1]
    return [
        label_layer(data(rows), room, baseline="middle", align=align, dx=dx).encode(x=alt.X("value:Q"), y=y)
        for rows, align, dx in ((right, "left", AWAY), (left, "right", -AWAY))
        if rows
    ]


def _changes(room: Room, lines: Sequence[Line], y: alt.Y, title: str, edge: float) -> Layers:
    """What stands at the ends of the lines, under its heading."""
    rows = [line.change.row(row=row) for row, line in enumerate(lines) if line.change]
    if not rows:
        return []
    look: dict[str, Any] = {"align": "right", "baseline": "middle"}
    up = -room.leading / 2 - LABEL_GAP
    head = data([{"title": title}]).mark_text(color=room.theme["muted"], dy=up, **look)
    return [
        label_layer(data(rows), room, **look).encode(x=across(edge), y=y),
        head.encode(x=across(edge), y=down(-2), text=alt.Text("title:N")),
    ]


def _names_above(
    room: Room, names: Sequence[Sequence[str]], bold: frozenset[int], y: alt.Y, tall: float
) -> Any:  # noqa: ANN401 - Altair's
    """Names over their lines."""
    rows = [
        {"row": row, "name": "\n".join(name), "weight": BOLD if row in bold else NORMAL,
         "dy": -len(name) * room.leading}
        for row, name in enumerate(names)
    ]  # fmt: skip
    at = alt.Y("row:O", scale=y["scale"], axis=None, bandPosition=1 - LINE / tall)
    look: dict[str, Any] = {"align": "left", "baseline": "top", "lineBreak": "\n", "lineHeight": room.leading}
    text = data(rows).mark_text(fontWeight=alt.ExprRef("datum.weight"), dy=alt.ExprRef("datum.dy"), **look)
    return text.encode(x=across(0), y=at, text=alt.Text("name:N"))
