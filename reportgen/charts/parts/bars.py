"""Horizontal bars from zero: names at the left, values at their ends."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import altair as alt

from reportgen.charts.parts.axes import ValueAxis
from reportgen.charts.parts.items import Item, label_layer
from reportgen.charts.parts.looks import fills
from reportgen.charts.parts.marks import CUT, Layers, breaks, open_ends, whiskers, zero
from reportgen.charts.parts.names import NameAxis, names_of
from reportgen.charts.parts.room import LABEL_GAP, TOLD, Margins, Room, data, placed

THICK = 15.0
OPEN_END = 16.0  # how far an open bar reaches beyond its bound, in CSS px


def bar_chart(items: Sequence[Item], room: Room) -> Any:  # noqa: ANN401 - Altair's
    """Bars, the first item on top."""
    names = names_of(items, room)
    width = room.width - names.margin
    layers = bar_layers(items, names, value_axis(items, room, width), room, width)
    margins = Margins(left=names.margin, top=1, bottom=1)
    return placed(alt.layer(*layers), room, margins, names.row * len(items) + 2)


def value_axis(items: Sequence[Item], room: Room, width: float) -> ValueAxis:
    """An axis from zero on which the label at each bar's own end finds room."""
    held = [value for item in items for value in item.extent]
    low, high = min((*held, 0.0)), max((*held, 0.0))
    high = high if high > low else low + 1
    before = after = 0.0
    for _ in range(8):  # each label must fit: pull the ends in until they all do
        each = (high - low) / max(1.0, width - before - after)
        ends = [(item.reach >= 0, before + (item.reach - low) / each, _room_of(item, room)) for item in items]
        after += max(0.0, *(at + needed - width for ahead, at, needed in ends if ahead), 0.0)
        before += max(0.0, *(needed - at for ahead, at, needed in ends if not ahead), 0.0)
    each = (high - low) / max(1.0, width - before - after)
    return ValueAxis(low - before * each, high + after * each)


def bar_layers(items: Sequence[Item], names: NameAxis, axis: ValueAxis, room: Room, width: float) -> Layers:
    """Bars with their labels; an open end is hatched, a range has whiskers."""
    each = (axis.high - axis.low) / width
    base = data([_row(item, index, each) for index, item in enumerate(items)]).encode(y=names.encoding())
    x = axis.encoding(alt.X, "value", room)
    bars = base.transform_filter("isValid(datum.value)").mark_bar(size=THICK)
    layers = [
        names.layer(),
        bars.encode(x=x, x2=alt.X2Datum(0), **fills(room.theme), **TOLD),
        *open_ends(base, items, room, size=THICK, x=alt.X("value:Q"), x2=alt.X2("open")),
        *breaks(base, items, room, THICK, along="x"),
        *whiskers(base, items, room, along="x"),
        *([zero(room, "x")] if axis.low < 0 else []),
    ]
    for side, align, sign in (("datum.at >= 0", "left", 1), ("datum.at < 0", "right", -1)):
        if any((item.reach >= 0) == (sign > 0) for item in items):
            beside = base.transform_filter(side)
            labels = label_layer(beside, room, align=align, baseline="middle", dx=sign * LABEL_GAP)
            layers.append(labels.encode(x=alt.X("end:Q")))
    return layers


def _row(item: Item, index: int, each: float) -> dict[str, Any]:
    beyond = item.reach + OPEN_END * each if item.open_end else None
    cut = (item.value or 0) * CUT if item.is_broken else None
    return item.row(row=index, open=beyond, end=item.reach if beyond is None else beyond, cut=cut)


def _room_of(item: Item, room: Room) -> float:
    """The room that the label at a bar's end needs."""
    return room.width_of(item.label, bold=item.is_subject) + LABEL_GAP + (OPEN_END if item.open_end else 0)
