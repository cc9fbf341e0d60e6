"""Small pictures of a course, without words: in a card, in the row of a table."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import altair as alt

from reportgen.charts.parts.axes import PeriodAxis, around
from reportgen.charts.parts.items import Item, extents
from reportgen.charts.parts.room import Margins, Room, data, inside, placed
from reportgen.periods import Period

WIDTH, HEIGHT = 96.0, 24.0
FEWEST = 3  # values; fewer make no course
LINE, DOT = 1.4, 22.0
MARGINS = Margins(4, 4, 4, 4)


def has_course(items: Sequence[Item]) -> bool:
    """Whether enough values are known to draw their course."""
    return sum(item.value is not None for item in items) >= FEWEST


def sparkline(room: Room, periods: Sequence[Period], items: Sequence[Item]) -> Any:  # noqa: ANN401 - Altair's
    """A thin line; a gap ends it, and the last value is a dot."""
    width, height = inside(room, MARGINS, HEIGHT)
    axis = PeriodAxis(tuple(periods), room, width, band=False)
    known = [index for index, item in enumerate(items) if item.value is not None]
    rows = [item.row(period=str(period)) for period, item in zip(periods, items, strict=True)]
    base = data(rows).encode(
        x=axis.encoding(labels=False), y=around(extents(items), height, 0, 0).encoding(alt.Y, "value", room)
    )
    muted, accent = room.theme["muted"], room.theme["accent_ink"]
    lone = [items[at].name for at in known if at - 1 not in known and at + 1 not in known]
    alone = alt.FieldOneOfPredicate(field="name", oneOf=lone)
    last = alt.FieldEqualPredicate(field="name", equal=items[known[-1]].name)
    return placed(
        alt.layer(
            base.mark_line(color=muted, strokeWidth=LINE, interpolate="linear", aria=False),
            base.transform_filter(alone).mark_circle(color=muted, size=DOT / 3, opacity=1, aria=False),
            base.transform_filter(last).mark_circle(color=accent, size=DOT, opacity=1, aria=False),
        ),
        room, MARGINS, HEIGHT,
    )  # fmt: skip
