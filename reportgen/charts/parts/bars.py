"""Horizontal bars from zero: names at the left, values at their ends."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import altair as alt

from reportgen.charts.parts.axes import ValueAxis
from reportgen.charts.parts.items import Item
from reportgen.charts.parts.labels import label_layer
from reportgen.charts.parts.looks import fills
from reportgen.charts.parts.marks import CAP, WHISKER, Layers, zero
from reportgen.charts.parts.names import NameAxis
from reportgen.charts.parts.room import LABEL_GAP, Margins, Room, placed
from reportgen.charts.parts.rows import data

THICK = 15.0
OPEN_END = 16.0  # how far an open bar reaches beyond its bound, in CSS px


def bar_chart(items: Sequence[Item], room: Room) -> Any:  # noqa: ANN401 - Altair's
    """Bars, the first item on top."""
    names = NameAxis(tuple(item.name for item in items), room, _bold(items))
    margins = Margins(left=names.margin, top=1, bottom=1)
    height = names.row * len(items) + 2
    axis = value_axis(items, room, room.width - margins.left)
    layers = bar_layers(items, names, axis, room, room.width - margins.left)
    return placed(alt.layer(*layers), room, margins, height)


def value_axis(items: Sequence[Item], room: Room, width: float) -> ValueAxis:
    """An axis from zero on which the label at each bar's own end finds room."""
    held = [value for item in items for value in item.extent]
    low, high = min((*held, 0.0)), max((*held, 0.0))
    high = high if high > low else low + 1
    before = after = 0.0
    for _ in range(8):  # each label must fit: pull the ends in until they all do
        each = (high - low) / max(1.0, width - before - after)
        over = [
            _room_of(item, room) + before + (item.reach - low) / each - width
            for item in items
            if item.reach >= 0
        ]
        under = [
            _room_of(item, room) - before - (item.reach - low) / each for item in items if item.reach < 0
        ]
        after += max(0.0, *over) if over else 0
        before += max(0.0, *under) if under else 0
    each = (high - low) / max(1.0, width - before - after)
    return ValueAxis(low - before * each, high + after * each)


def bar_layers(items: Sequence[Item], names: NameAxis, axis: ValueAxis, room: Room, width: float) -> Layers:
    """Bars with their labels; an open end is hatched, a range has whiskers."""
    each = (axis.high - axis.low) / width
    base = data([_row(item, index, each) for index, item in enumerate(items)]).encode(y=names.encoding())
    x = axis.encoding(alt.X, "value", room)
    told = {"description": alt.Description("title:N"), "href": alt.Href("fact:N")}
    bars = (
        base.transform_filter("isValid(datum.value)")
        .mark_bar(size=THICK)
        .encode(x=x, x2=alt.X2Datum(0), **fills(room.theme), **told)
    )
    layers = [names.layer(), bars, *_open_ends(base, items, room), *_whiskers(base, items, room)]
    if axis.low < 0:
        layers.append(zero(room, "x"))
    for side, align, sign in (("datum.at >= 0", "left", 1), ("datum.at < 0", "right", -1)):
        if any((item.reach >= 0) == (sign > 0) for item in items):
            beside = base.transform_filter(side)
            labels = label_layer(beside, room, align=align, baseline="middle", dx=sign * LABEL_GAP)
            layers.append(labels.encode(x=alt.X("end:Q"), href=alt.Href("fact:N")))
    return layers


def _row(item: Item, index: int, each: float) -> dict[str, Any]:
    beyond = item.reach + OPEN_END * each if item.open_end else None
    return item.row(row=index, open=beyond, end=item.reach if beyond is None else beyond)


def _room_of(item: Item, room: Room) -> float:
    """The room that the label at a bar's end needs."""
    return room.width_of(item.label, bold=item.is_subject) + LABEL_GAP + (OPEN_END if item.open_end else 0)


def _bold(items: Sequence[Item]) -> frozenset[int]:
    return frozenset(index for index, item in enumerate(items) if item.is_subject)


def _open_ends(base: alt.Chart, items: Sequence[Item], room: Room) -> Layers:
    if not any(item.open_end for item in items):
        return []
    beyond = base.transform_filter("isValid(datum.open)").transform_calculate(
        role="datum.role == 'subject' ? 'forecast subject' : 'forecast'"
    )
    return [
        beyond.mark_bar(size=THICK).encode(
            x=alt.X("value:Q"), x2=alt.X2("open"), fill=fills(room.theme)["fill"]
        )
    ]


def _whiskers(base: alt.Chart, items: Sequence[Item], room: Room) -> Layers:
    if not any(item.ends for item in items):
        return []
    ranged, ink = base.transform_filter("isValid(datum.low)"), room.theme["ink"]
    line = ranged.mark_rule(color=ink, strokeWidth=WHISKER).encode(x=alt.X("low:Q"), x2=alt.X2("high"))
    cap: dict[str, Any] = {"color": ink, "thickness": WHISKER, "size": CAP, "orient": "vertical"}
    return [line, *(ranged.mark_tick(**cap).encode(x=alt.X(f"{end}:Q")) for end in ("low", "high"))]
