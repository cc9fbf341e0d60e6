"""Marks that several kinds of chart are made of: layers over rows, in scales that the kind chooses."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import altair as alt

from reportgen.charts.parts.axes import PeriodAxis, ValueAxis
from reportgen.charts.parts.items import Item
from reportgen.charts.parts.labels import in_a_row, label_layer
from reportgen.charts.parts.looks import fills
from reportgen.charts.parts.pointers import NOTHING, Field, Pointers
from reportgen.charts.parts.room import LABEL_GAP, Margins, Room
from reportgen.charts.parts.rows import data

Layers = list[Any]

WIDEST_COLUMN = 56
FEW = 3  # labels beside an axis of values: the latest, and the extremes
COLUMN_SHARE = 0.66  # of a step that its column takes
OPEN_END = 7.0  # how far an open mark reaches beyond its bound, in CSS px
CAP, WHISKER = 8.0, 1.6  # the cap at the end of a range, and its line


def zero(room: Room, channel: str = "y", color: str = "muted") -> alt.Chart:
    """The line from which bars are measured."""
    line: alt.Chart = data([{"zero": 0}]).mark_rule(color=room.theme[color], strokeWidth=1)
    return line.encode(**{channel: alt.datum(0)})


def column_layers(  # noqa: PLR0913 - what they show, and where
    items: Sequence[Item], periods: PeriodAxis, axis: ValueAxis, room: Room, height: float, *,
    reach: tuple[float, float], labelled: bool = True, notes: Pointers = NOTHING,
) -> Layers:  # fmt: skip
    """Columns from zero with their labels above, below the negative ones; what is missing says so on the line."""
    each = (axis.high - axis.low) / height
    keys = [str(period) for period in periods.periods]
    rows = [
        row
        | {
            "period": key,
            "dy": _aside(item),
            "top": max(item.value or 0, item.reach, 0),
            "open": (item.value or 0) + OPEN_END * each if item.open_end else None,
        }
        for key, item, row in zip(
            keys,
            items,
            in_a_row(items, periods.middles, room, reach, most=FEW if axis.ticks else None),
            strict=True,
        )
    ]
    x, y = periods.encoding(labels=labelled), axis.encoding(alt.Y, "value", room)
    base = data(rows).encode(x=x)
    size = min(WIDEST_COLUMN, periods.step * COLUMN_SHARE)
    described = {"description": "title:N", "href": "fact:N"}
    bars = (
        base.transform_filter("isValid(datum.value)")
        .mark_bar(size=size)
        .encode(y=y, y2=alt.Y2Datum(0), **fills(room.theme), **described)
    )
    layers = [bars, *open_ends(base, items, room, size=size, y="open:Q", y2="value:Q"), *whiskers(base, items, room),
              zero(room), label_layer(base, room, baseline="alphabetic").encode(y="at:Q", href="fact:N")]  # fmt: skip
    return notes.around(layers, Field(room, periods, axis, Margins(), height), rows)


def open_ends(base: alt.Chart, items: Sequence[Item], room: Room, *, size: float, **ends: str) -> Layers:
    """What lies beyond a lower bound: hatched, as nobody knows how far it goes."""
    if not any(item.open_end for item in items):
        return []
    beyond = base.transform_filter("isValid(datum.open)").transform_calculate(
        role="datum.role == 'subject' ? 'forecast subject' : 'forecast'"
    )
    return [beyond.mark_bar(size=size, stroke=None).encode(fill=fills(room.theme)["fill"], **ends)]


def whiskers(base: alt.Chart, items: Sequence[Item], room: Room, color: str = "ink") -> Layers:
    """Ranges: a line between both ends of each, with a cap across."""
    if not any(item.ends for item in items):
        return []
    ranged = base.transform_filter("isValid(datum.low)")
    line = ranged.mark_rule(color=room.theme[color], strokeWidth=WHISKER).encode(y="low:Q", y2="high:Q")
    cap: dict[str, Any] = {
        "color": room.theme[color],
        "thickness": WHISKER,
        "size": CAP,
        "orient": "horizontal",
    }
    return [line, *(ranged.mark_tick(**cap).encode(y=f"{end}:Q") for end in ("low", "high"))]


def _aside(item: Item) -> float:
    """How far below the end of its mark a label's letters stand, in CSS px."""
    if item.reach < 0:
        return LABEL_GAP + 8
    return -LABEL_GAP - (OPEN_END if item.open_end else 0)
