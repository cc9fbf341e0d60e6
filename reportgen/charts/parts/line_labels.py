"""Labels at the points of lines: above them, below in a valley, beside the end where points are dense."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from reportgen.charts.lettering import apart
from reportgen.charts.parts.axes import Frame
from reportgen.charts.parts.courses import Course
from reportgen.charts.parts.items import Item, Row, label_layer
from reportgen.charts.parts.room import LABEL_GAP, MIDDLE, data

STEEP = 2.2  # times the letters' size between two points: a line that runs through a label above


def unlabelled_rows(courses: Sequence[Course], frame: Frame) -> list[Row]:
    """Where the points of several lines are, which have no labels."""
    keys = frame.periods.keys
    return [
        item.row(period=key, shown=False, at=item.value, top=item.reach)
        for course in courses
        for key, item in zip(keys, course.items, strict=True)
    ]


def label_rows(course: Course, frame: Frame, *, filled: bool, beside: bool) -> list[Row]:
    """Values above the points, below where the line has a valley; the last one first where room is short.

    Those of ranges stand above the upper end, below the lower one; none stands on a hatched ground. Where points are
    dense, the last one stands ``beside`` the end of the line.
    """
    room, middles = frame.room, frame.periods.middles
    known = [index for index, item in enumerate(course.items) if item.value is not None]
    items = [
        replace(item, role="subject" if index == course.latest else "text")
        for index, item in enumerate(course.items)
    ]
    widths = [room.width_of(item.label, bold=item.is_subject) for item in items]
    moved = [_aside(course.items, index, frame) * width / 2 for index, width in enumerate(widths)]
    low, high = 0 if frame.axis.ticks else -frame.margins.left, frame.periods.width + frame.margins.right
    places = [
        min(max(middle + aside, low + width / 2), high - width / 2)
        for middle, aside, width in zip(middles, moved, widths, strict=True)
    ]
    last = course.last if beside else -1
    if beside:
        places[last] = middles[last] + LABEL_GAP * 2 + widths[last] / 2
    spans = [(place - width / 2, place + width / 2) for place, width in zip(places, widths, strict=True)]
    telling = _telling(course) if frame.axis.ticks else known
    ranked = sorted(known, key=lambda index: items[index].priority)
    ahead = filled and course.latest < course.last
    below = {
        index: _off_zero(
            _below(course.items, index, frame, above=ahead and index >= course.latest),
            frame.down(items[index].value or 0.0), frame,
        )
        for index in known
    }  # fmt: skip
    if beside:
        below[last] = MIDDLE * room.size
    at = {
        index: items[index].value or 0.0 if index == last
        else max(items[index].extent) if below[index] < 0 else min(items[index].extent)
        for index in known
    }  # fmt: skip
    feet = [frame.down(at[index]) + below[index] if index in at else 0.0 for index in range(len(items))]
    shown = apart(spans, [index for index in ranked if index in telling], 4, feet, room.leading)
    return [
        items[index].row(
            period=str(frame.periods.periods[index]), shown=index in shown, at=at[index],
            top=items[index].reach, dx=round(places[index] - middles[index], 2), dy=below[index],
        )
        for index in known
    ]  # fmt: skip


def labels(rows: Sequence[Row], frame: Frame) -> Any:  # noqa: ANN401 - Altair's
    room = frame.room
    base = data(rows).encode(x=frame.x(), y=frame.y("at"))
    return label_layer(base, room, baseline="alphabetic")


def _telling(course: Course) -> set[int]:
    """Which points have their labels beside an axis of values: the last, the latest known, a highest, a lowest."""
    known = [(item.value, at) for at, item in enumerate(course.items) if item.value is not None]
    return {course.last, course.latest, max(known)[1], min(known, key=lambda one: (one[0], -one[1]))[1]}


def _aside(items: Sequence[Item], index: int, frame: Frame) -> int:
    """Where a label keeps clear of a steep line: 1 at the right (it falls), -1 at the left (it rises)."""
    beside = [
        items[other].value if 0 <= other < len(items) else None for other in (index - 1, index, index + 1)
    ]
    before, value, after = beside
    if value is None or before is None or after is None or (value - before) * (after - value) <= 0:
        return 0
    rises = [abs(frame.down(one) - frame.down(other)) for one, other in ((before, value), (value, after))]
    return (-1 if after > value else 1) if max(rises) > STEEP * frame.room.size else 0


def _off_zero(below: float, y: float, frame: Frame) -> float:
    """The same for letters through which the line of zero would run: on the other side of it."""
    letters, nil = frame.room.size * 0.74, frame.down(0.0)
    if not frame.axis.low < 0 < frame.axis.high or not y + below - letters - 2 < nil < y + below + 2:
        return below
    return nil - y + (LABEL_GAP + letters if below > 0 else -LABEL_GAP)


def _below(items: Sequence[Item], index: int, frame: Frame, *, above: bool) -> float:
    """How far under its point a label's letters stand: above it, but for a valley that has room below."""
    over, under = -LABEL_GAP * 1.4, LABEL_GAP * 1.4 + frame.room.size * 0.74
    if above or frame.down(items[index].value or 0.0) + under > frame.height + 1:
        return over
    value = items[index].value
    beside = [items[other].value for other in (index - 1, index + 1) if 0 <= other < len(items)]
    known = [other for other in beside if other is not None]
    valley = bool(known) and value is not None and all(other > value for other in known)
    return under if valley else over
