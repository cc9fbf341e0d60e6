"""Dots on a line each: names at the left, several dates or scenarios as several dots, values outside of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import altair as alt

from reportgen.charts.lettering import BOLD, NORMAL, wrapped
from reportgen.charts.parts.axes import ValueAxis, around, ticked
from reportgen.charts.parts.items import Item, Row, extents
from reportgen.charts.parts.key import key_height, key_layers
from reportgen.charts.parts.labels import label_layer
from reportgen.charts.parts.looks import Role, fills
from reportgen.charts.parts.manner import Manner
from reportgen.charts.parts.marks import Layers, zero
from reportgen.charts.parts.names import NameAxis
from reportgen.charts.parts.room import LABEL_GAP, Margins, Room, placed
from reportgen.charts.parts.rows import across, data, down
from reportgen.figures.written import Style

ROW = 22.0  # px from one line to the next
ABOVE, LINE = 5.0, 17.0  # px: over a name that stands above its line, and for the line
NAMES = 0.34  # of the width: longer names stand above the lines in half a column
DOT, LESS = 72.0, 44.0  # px², of what is now, and of what it is set beside
LABELLED = 2  # dots on a line that all have their values; of more the outer ones, beside an axis
JOINED = 2.4  # px, of the line that joins two dots


@dataclass(frozen=True)
class Line:
    """A name, the dots on its line, and what stands at its end."""

    name: str
    dots: tuple[Item, ...]
    change: Item | None = None

    @property
    def known(self) -> list[Item]:
        """The dots that have a value, from left to right."""
        return sorted((dot for dot in self.dots if dot.value is not None), key=lambda dot: dot.value or 0.0)


def dot_chart(
    room: Room,
    lines: Sequence[Line],
    names: Mapping[Role, str],
    manner: Manner,
    style: Style,
    *,
    joined: bool = False,
    change: str = "",
) -> Any:  # noqa: ANN401 - Altair's
    """Lines with dots; ``names`` is the key to them, ``change`` heads what stands at their ends."""
    bold = frozenset(index for index, line in enumerate(lines) if any(dot.is_subject for dot in line.dots))
    titles = NameAxis(tuple(line.name for line in lines), room, bold, ROW)
    above = room.is_narrow and titles.margin > room.width * NAMES
    key = [(name, role) for role, name in names.items()] if len(names) > 1 else []
    ends = room.widest([change, *(line.change.label for line in lines if line.change)], bold=True)
    margins = Margins(
        left=0 if above else titles.margin,
        right=ends + LABEL_GAP * 2 if ends else 0,
        top=(key_height(key, room) or (room.leading + LABEL_GAP if change else 1))
        + (LABEL_GAP if key or change else 0),
    )
    width = room.width - margins.left - margins.right
    axis = _axis(room, lines, width, manner, style)
    margins = replace(margins, bottom=room.leading + LABEL_GAP if axis.ticks else 1)
    over = [wrapped(line.name, room.width, room.size, BOLD) for line in lines]
    tall = max(map(len, over)) * room.leading + LINE + ABOVE if above else titles.row
    place = alt.Scale(domain=list(range(len(lines))), padding=0)
    y = alt.Y("row:O", scale=place, axis=None, bandPosition=1 - LINE / 2 / tall if above else 0.5)
    layers = [
        *_guides(room, lines, axis, width, y, joined=joined),
        _dots(room, lines, y),
        *_values(room, lines, axis, y),
        *_changes(room, lines, y, change, width + margins.right),
        _names_above(room, lines, over, y, tall) if above else titles.layer(padding=0),
        *(key_layers(key, room, -margins.left, -margins.top, "circle") if key else []),
    ]
    height = tall * len(lines) + margins.top + margins.bottom
    return placed(alt.layer(*layers), room, margins, height)


def _axis(room: Room, lines: Sequence[Line], width: float, manner: Manner, style: Style) -> ValueAxis:
    """The values' range with room for the labels outside of the dots; with ticks where some have no label."""
    several = any(len(line.known) > 1 for line in lines)
    labels = [room.width_of(dot.label, bold=True) for line in lines for dot in line.dots]
    left, right = (max(labels) + LABEL_GAP * 2 if wanted else LABEL_GAP for wanted in (several, True))
    inner = max(1.0, width - left - right)
    core = around([value for line in lines for value in extents(line.dots)], inner, 0, 0)
    if any(len(line.known) > LABELLED for line in lines):
        core = ticked(core, manner, style, 4 if room.is_narrow else 5)
    each = (core.high - core.low) / inner
    return replace(core, low=core.low - left * each, high=core.high + right * each)


def _guides(
    room: Room, lines: Sequence[Line], axis: ValueAxis, width: float, y: alt.Y, *, joined: bool
) -> Layers:
    """A hairline from each name to its dots, clear of their values; dots that belong together are joined."""
    each = (axis.high - axis.low) / width
    away, spans = LABEL_GAP * 2, [(row, line.known) for row, line in enumerate(lines) if len(line.known) > 1]
    leads = [
        {"row": row, "value": axis.low,
         "to": max(axis.low, first - (room.width_of(known[0].label, bold=True) + away if known[1:] else 0) * each)}
        for row, line in enumerate(lines)
        for known in [line.known or [replace(line.dots[0], value=axis.low)]]
        for first in [known[0].value or 0.0]
    ]  # fmt: skip
    hair: dict[str, Any] = {"color": room.theme["rule"], "strokeWidth": 0.8}
    x = axis.encoding(alt.X, "value", room)
    layers = [data(leads).mark_rule(**hair).encode(x=x, x2=alt.X2("to"), y=y)]
    if axis.low < 0 < axis.high and any(value < 0 for line in lines for value in extents(line.dots)):
        layers.append(zero(room, "x", "rule"))
    if spans:
        join = data([{"row": row, "from": known[0].value, "to": known[-1].value} for row, known in spans])
        look = {"color": room.theme["mark"], "strokeWidth": JOINED} if joined else hair
        layers.append(join.mark_rule(**look).encode(x=alt.X("from:Q"), x2=alt.X2("to"), y=y))
    return layers


def _dots(room: Room, lines: Sequence[Line], y: alt.Y) -> Any:  # noqa: ANN401 - Altair's
    """The dots, what is now on top of what it is set beside."""
    rows = [
        dot.row(row=row, size=LESS if at else DOT)
        for row, line in enumerate(lines)
        for at, dot in reversed(list(enumerate(line.dots)))
        if dot.value is not None
    ]
    size = alt.Size("size:Q", scale=None, legend=None)
    marks = data(rows).mark_point(opacity=1, strokeWidth=1.4)
    return marks.encode(
        x=alt.X("value:Q"),
        y=y,
        size=size,
        description=alt.Description("title:N"),
        href=alt.Href("fact:N"),
        **fills(room.theme),
    )


def _values(room: Room, lines: Sequence[Line], axis: ValueAxis, y: alt.Y) -> Layers:
    """The values of the outer dots on either side of them; what has none says so where the line begins."""
    sides: dict[str, list[Row]] = {"left": [], "right": []}
    for row, line in enumerate(lines):
        outer = line.known[-1:] or [replace(line.dots[0], value=axis.low)]
        sides["right"] += [dot.row(row=row) for dot in outer]
        sides["left"] += [dot.row(row=row) for dot in line.known[:1] if len(line.known) > 1]
    away = LABEL_GAP + 2
    return [
        label_layer(data(rows), room, baseline="middle", align=align, dx=dx).encode(
            x=alt.X("value:Q"), y=y, href=alt.Href("fact:N")
        )
        for rows, align, dx in ((sides["right"], "left", away), (sides["left"], "right", -away))
        if rows
    ]


def _changes(room: Room, lines: Sequence[Line], y: alt.Y, title: str, edge: float) -> Layers:
    """What stands at the ends of the lines, under its heading."""
    rows = [line.change.row(row=row) for row, line in enumerate(lines) if line.change]
    if not rows:
        return []
    texts = label_layer(data(rows), room, align="right", baseline="middle")
    head = data([{"title": title}]).mark_text(
        align="right", baseline="middle", color=room.theme["muted"], dy=-room.leading / 2 - LABEL_GAP
    )
    return [texts.encode(x=across(edge), y=y, href=alt.Href("fact:N")),
            head.encode(x=across(edge), y=down(-2), text=alt.Text("title:N"))]  # fmt: skip


def _names_above(
    room: Room, lines: Sequence[Line], names: Sequence[Sequence[str]], y: alt.Y, tall: float
) -> Any:  # noqa: ANN401 - Altair's
    """Names over their lines."""
    rows = [
        {"row": row, "name": "\n".join(name), "bold": any(dot.is_subject for dot in line.dots)}
        for row, (line, name) in enumerate(zip(lines, names, strict=True))
    ]
    at = alt.Y("row:O", scale=y["scale"], axis=None, bandPosition=ABOVE / tall)
    text = data(rows).mark_text(
        align="left", baseline="top", lineBreak="\n", lineHeight=room.leading,
        fontWeight=alt.ExprRef(f"datum.bold ? {BOLD} : {NORMAL}"),
    )  # fmt: skip
    return text.encode(x=across(0), y=at, text=alt.Text("name:N"))
