"""Groups: columns of several series side by side in each period, with a key that prints."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import altair as alt

from reportgen.charts.judging.picture import Box
from reportgen.charts.parts.axes import Frame, PeriodAxis, from_zero, ticked
from reportgen.charts.parts.courses import TOP, Course
from reportgen.charts.parts.items import LAST, REST, Item, Row, extents, in_a_row
from reportgen.charts.parts.key import key_height, key_layers
from reportgen.charts.parts.line_marks import missing_layers
from reportgen.charts.parts.manner import Manner
from reportgen.charts.parts.marks import COLUMN_SHARE, OPEN_END, Layers, aside, ends, upright, zero
from reportgen.charts.parts.pointers import NOTHING, Pointers
from reportgen.charts.parts.room import LABEL_GAP, Margins, Room, Scale, data, placed
from reportgen.periods import Period

WIDE, HALF = 190.0, 166.0
Span = tuple[float, float]
APART = 0.06  # of a column, between those of one period


def group_chart(
    room: Room,
    periods: Sequence[Period],
    courses: Sequence[Course],
    manner: Manner,
    notes: Pointers = NOTHING,
) -> Any:  # noqa: ANN401 - Altair's
    """Columns from zero; each has its label where all find room, else one of the latest period, beside an axis."""
    entries = [(course.name, course.role) for course in courses]
    above, tall = key_height(entries, room) + TOP, room.tall(HALF, WIDE)
    items = _ranked(courses)
    foot = PeriodAxis(tuple(periods), room, room.width)
    letters = room.size + LABEL_GAP
    inner = tall - foot.height - TOP
    opened = OPEN_END if any(item.open_end for item in items) else 0
    axis = from_zero([*extents(items), *notes.values], inner, letters, letters + opened)
    rows = in_a_row(items, _middles(foot, len(courses)), room, (0, foot.width))
    if not all(row["shown"] or row["value"] is None for row in rows):
        axis = ticked(axis, manner)
    left, right = max(axis.margin(room), foot.overhang[0]), max(foot.overhang[1], notes.side(room))
    foot, left, right = PeriodAxis(tuple(periods), room, room.width - left - right, left=left).held()
    margins = Margins(left, right, above + notes.head(room, foot), foot.height)
    reach = (LABEL_GAP if axis.ticks else -left, foot.width + right)
    few = sum(item.priority <= LAST for item in items) if axis.ticks else None
    rows = in_a_row(items, _middles(foot, len(courses)), room, reach, most=few)
    frame = Frame(room, foot, axis, margins, inner)
    rows = _outer(rows, items, courses, frame, reach)
    rows = [
        row | {"period": str(period), "part": part, "shown": row["shown"] and item.value is not None,
               "title": f"{course.name}, {item.name}: {item.label}"} | ends(item, frame)
        for (part, course, period, item), row in zip(_each(courses, periods), rows, strict=True)
    ]  # fmt: skip
    marks = [*_columns(rows, items, len(courses), frame), *missing_layers(courses, frame)]
    layers = notes.around(marks, frame, _beside(rows, foot, len(courses)))
    layers += key_layers(entries, room, left=-left, top=-margins.top)
    whole = alt.layer(*layers).resolve_scale(color="independent")
    return placed(whole, room, margins, inner + margins.top + margins.bottom)


def _outer(
    rows: Sequence[Row], items: Sequence[Item], courses: Sequence[Course], frame: Frame, reach: Span
) -> list[Row]:
    """With the labels of the outer columns of the latest period, each flush with its column, where they cover nothing.

    The subject is the first of its group, and may be lower than what stands beside it.
    """
    count, found = len(courses), list(rows)
    middles, wide = _middles(frame.periods, count), frame.periods.step * COLUMN_SHARE / count * (1 - APART)
    columns = [_column(item, middle, wide, frame) for item, middle in zip(items, middles, strict=True)]
    for part, way in ((0, -1), (count - 1, 1)):
        index = part * len(courses[0].items) + courses[part].latest
        item = items[index]
        if found[index]["shown"] or item.value is None:
            continue
        moved = way * max(0.0, (frame.room.width_of(item.label, bold=item.is_subject) - wide) / 2)
        box = _label(item, middles[index] + moved, frame)
        said = [
            _label(one, middle + row["dx"], frame)
            for one, middle, row in zip(items, middles, found, strict=True)
            if row["shown"] and one.value is not None
        ]
        if (
            reach[0] <= box.left
            and box.right <= reach[1]
            and all(min(box.overlap(one)) <= 0 for one in (*columns, *said))
        ):
            found[index] = found[index] | {"shown": True, "dx": round(moved, 2)}
    return found


def _column(item: Item, middle: float, wide: float, frame: Frame) -> Box:
    ends = (0.0, *item.extent)
    return Box(middle - wide / 2, frame.down(max(ends)), middle + wide / 2, frame.down(min(ends)))


def _label(item: Item, middle: float, frame: Frame) -> Box:
    """Where the label of a column stands: above it, or below one that is negative."""
    half, size = frame.room.width_of(item.label, bold=item.is_subject) / 2, frame.room.size
    foot = frame.down(item.reach) + aside(item)
    return Box(middle - half, foot - size, middle + half, foot)


def _beside(rows: Sequence[Row], periods: PeriodAxis, count: int) -> list[Row]:
    """Where the labels stand, each over its own column, for what must keep clear of them."""
    each = periods.step * COLUMN_SHARE / count
    return [
        row | {"dx": row["dx"] + (row["part"] - (count - 1) / 2) * each, "top": row["at"]} for row in rows
    ]


def _columns(rows: Sequence[Row], items: Sequence[Item], count: int, frame: Frame) -> Layers:
    offset = alt.XOffset("part:O", scale=Scale(domain=list(range(count)), paddingInner=APART))
    base = data(rows).encode(x=frame.x(), xOffset=offset)
    wide = frame.periods.step * COLUMN_SHARE / count * (1 - APART)
    return upright(base, base.mark_bar(), items, frame, wide, zero(frame.room, axis=frame.axis))


def _ranked(courses: Sequence[Course]) -> list[Item]:
    """The items, of which the highest of the latest period has its label before the others: it covers none.

    Where there are periods ahead, it is that of the latest known one and that of the last one ahead.
    """
    at = {len(courses[0].items) - 1, max(course.latest for course in courses)}
    columns = [
        [course.items[index] for course in courses if course.items[index].value is not None] for index in at
    ]
    first = [max(column, key=lambda item: abs(item.reach)) for column in columns if column]
    return [
        item
        if item.is_broken
        else replace(item, priority=LAST if any(item is one for one in first) else REST)
        for course in courses
        for item in course.items
    ]


def _each(courses: Sequence[Course], periods: Sequence[Period]) -> list[tuple[int, Course, Period, Item]]:
    return [
        (part, course, period, item)
        for part, course in enumerate(courses)
        for period, item in zip(periods, course.items, strict=True)
    ]


def _middles(periods: PeriodAxis, count: int) -> list[float]:
    """Where the columns stand, those of the first series first, in CSS px."""
    each = periods.step * COLUMN_SHARE / count
    return [middle + (part - (count - 1) / 2) * each for part in range(count) for middle in periods.middles]
