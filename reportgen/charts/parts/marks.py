"""Marks that several kinds of chart are made of: layers over rows, in scales that the kind chooses."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import altair as alt

from reportgen.charts.parts.axes import Frame, PeriodAxis, ValueAxis
from reportgen.charts.parts.items import Item, Row, in_a_row, label_layer
from reportgen.charts.parts.looks import fills
from reportgen.charts.parts.pointers import NOTHING, Pointers
from reportgen.charts.parts.room import LABEL_GAP, MIDDLE, TOLD, Room, data, px

Layers = list[Any]
PLACES: Mapping[str, Any] = {"x": alt.X, "y": alt.Y}
ENDS: Mapping[str, Any] = {"x": alt.X2, "y": alt.Y2}


WIDEST_COLUMN = 56
FEW = 3  # labels beside an axis of values: the latest, and the extremes
COLUMN_SHARE = 0.66  # of a step that its column takes
OPEN_END = 7.0  # how far an open mark reaches beyond its bound, in CSS px
BREAK, LEAN, CUT = 5.0, 0.12, 0.8  # px of a gap in a column, its slant by half a width, and where it is
CAP, WHISKER = 8.0, 1.6  # the cap at the end of a range, and its line


def below_one_another(views: Sequence[Any], gaps: Sequence[float], across: int = 1, column: float = 0) -> Any:  # noqa: ANN401 - Altair's
    """Views in rows of so many, each row as far below the one before as its own words need, in whole CSS px."""
    rows = [views[at : at + across] for at in range(0, len(views), across)]
    empty = [data([]).mark_rule().encode(**px(y=0)).properties(width=1, height=gap) for gap in gaps]
    between = [view for gap, row in zip(empty, rows[1:], strict=True) for view in (*[gap] * across, *row)]
    spacing = {"row": 0, "column": column}
    return alt.concat(*rows[0], *between, columns=across, spacing=spacing, bounds="flush")


def zero(room: Room, channel: str = "y", color: str = "muted", axis: ValueAxis | None = None) -> alt.Chart:
    """The line from which bars are measured; with the axis that it stands on where it is the first of the layers."""
    line: alt.Chart = data([{"zero": 0}]).mark_rule(color=room.theme[color], strokeWidth=1)
    if channel == "y":
        return line.encode(y=axis.encoding(alt.Y, "zero", room) if axis else alt.YDatum(0))
    return line.encode(x=axis.encoding(alt.X, "zero", room) if axis else alt.XDatum(0))


def column_layers(
    items: Sequence[Item], frame: Frame, *, labelled: bool = True, notes: Pointers = NOTHING
) -> Layers:
    """Columns from zero with their labels above, below the negative ones; what is missing says so on the line."""
    room, periods = frame.room, frame.periods
    few = FEW + sum(item.is_broken for item in items) if frame.axis.ticks else None
    reach = (0, periods.width + frame.margins.right)
    labelled_rows = in_a_row(items, periods.middles, room, reach, most=few)
    told = said_missing(items, periods.step, room)
    tops = [clear(items, index, row["dx"], periods, room) for index, row in enumerate(labelled_rows)]
    rows = [
        row | {"period": key, "at": end,
               "shown": told if item.value is None
               else row["shown"] and (row["bold"] or item.is_broken or is_its_own(item, end, place + row["dx"], frame)),
               "top": max(item.value or 0, item.reach, 0)} | ends(item, frame)
        for key, item, row, end, place in zip(
            periods.keys, items, labelled_rows, tops, periods.middles, strict=True
        )
    ]  # fmt: skip
    base = data(rows).encode(x=periods.encoding(labels=labelled))
    size = min(WIDEST_COLUMN, periods.step * COLUMN_SHARE)
    return notes.around(upright(base, base.mark_bar(size=size), items, frame, size, zero(room)), frame, rows)


def ends(item: Item, frame: Frame) -> Row:
    """Where a column is broken, where it ends that has no end, and how far from it its label stands."""
    each, value = (frame.axis.high - frame.axis.low) / frame.height, item.value or 0
    return {"dy": aside(item), "cut": value * CUT if item.is_broken else None,
            "open": value + OPEN_END * each if item.open_end else None}  # fmt: skip


def upright(
    base: alt.Chart, bars: alt.Chart, items: Sequence[Item], frame: Frame, wide: float, ground: alt.Chart
) -> Layers:
    """Columns, what breaks them or lies beyond them, the line that they stand on, and their labels."""
    room = frame.room
    known = bars.transform_filter("isValid(datum.value)")
    return [
        known.encode(y=frame.y("value"), y2=alt.Y2Datum(0), **fills(room.theme), **TOLD),
        *breaks(base, items, room, wide),
        *open_ends(base, items, room, size=wide, y=alt.Y("open:Q"), y2=alt.Y2("value")),
        *whiskers(base, items, room),
        ground,
        label_layer(base, room, baseline="alphabetic").encode(y=alt.Y("at:Q")),
    ]


def said_missing(items: Sequence[Item], step: float, room: Room) -> bool:
    """Whether "n.a." has room in each period in which a value is missing: all of them say so, or none."""
    return all(item.value is not None or room.width_of(item.label) < step for item in items)


def breaks(base: alt.Chart, items: Sequence[Item], room: Room, size: float, along: str = "y") -> Layers:
    """A slanting gap across each column or bar that is longer than it is drawn, and a line along both its sides."""
    if not any(item.is_broken for item in items):
        return []
    cut = base.transform_filter("datum.broken").encode(**{along: PLACES[along]("cut:Q", axis=None)})
    look: dict[str, Any] = {
        "shape": f"M-1,{LEAN}L1,-{LEAN}" if along == "y" else f"M-{LEAN},1L{LEAN},-1",
        "size": (size + BREAK) ** 2,
        "filled": False,
        "opacity": 1,
    }
    sides = ((0.0, "paper", BREAK), (-BREAK / 2, "muted", 0.9), (BREAK / 2, "muted", 0.9))
    looks = [look | {f"{along}Offset": shift} for shift, *_ in sides]
    return [
        cut.mark_point(**mark, stroke=room.theme[color], strokeWidth=width)
        for mark, (_, color, width) in zip(looks, sides, strict=True)
    ]


def open_ends(base: alt.Chart, items: Sequence[Item], room: Room, *, size: float, **ends: Any) -> Layers:  # noqa: ANN401 - Altair's channels
    """What lies beyond a lower bound: hatched, as nobody knows how far it goes."""
    if not any(item.open_end for item in items):
        return []
    role = "datum.role == 'subject' ? 'forecast subject' : 'forecast'"
    beyond = base.transform_filter("isValid(datum.open)").transform_calculate(role=role)
    return [beyond.mark_bar(size=size, stroke=None).encode(fill=fills(room.theme)["fill"], **ends)]


def whiskers(
    base: alt.Chart, items: Sequence[Item], room: Room, color: str = "ink", along: str = "y"
) -> Layers:
    """Ranges: a line between both ends of each, with a cap across."""
    if not any(item.ends for item in items):
        return []
    ranged, ink = base.transform_filter("isValid(datum.low)"), room.theme[color]
    line = ranged.mark_rule(color=ink, strokeWidth=WHISKER).encode(
        **{along: PLACES[along]("low:Q"), f"{along}2": ENDS[along]("high")}
    )
    orient: Any = "horizontal" if along == "y" else "vertical"
    cap = ranged.mark_tick(color=ink, thickness=WHISKER, size=CAP, orient=orient)
    return [line, *(cap.encode(**{along: PLACES[along](f"{end}:Q")}) for end in ("low", "high"))]


def clear(items: Sequence[Item], index: int, moved: float, periods: PeriodAxis, room: Room) -> float:
    """Where a column's label stands: at its end, or beyond that of those beside it which it would cover."""
    item, size = items[index], min(WIDEST_COLUMN, periods.step * COLUMN_SHARE)
    half = (room.width_of(item.label, bold=item.is_subject) + size) / 2
    place = periods.middles[index] + moved
    reached = (
        other.reach
        for other, middle in zip(items, periods.middles, strict=True)
        if abs(middle - place) < half and other.reach * (item.reach or 1.0) > 0
    )
    return max(reached, key=abs, default=item.reach)


def is_its_own(item: Item, at: float, place: float, frame: Frame) -> bool:
    """Whether nobody takes a label for that of another column, or reads it together with a number of the axis."""
    room, each = frame.room, (frame.axis.high - frame.axis.low) / frame.height
    if abs(at - item.reach) > room.size * each:
        return False
    if place - room.width_of(item.label) / 2 > 2 * LABEL_GAP:
        return True
    middle = at - (aside(item) - MIDDLE * room.size) * each
    return all(abs(tick - middle) >= room.size * each for tick in frame.axis.ticks)


def aside(item: Item) -> float:
    """How far below the end of its mark a label's letters stand, in CSS px."""
    if item.reach < 0:
        return LABEL_GAP + 8
    return -LABEL_GAP - (OPEN_END if item.open_end else 0)
