"""Stacks: parts upon one another over time, as columns or as areas, in their amounts or as shares of a whole."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any

import altair as alt

from reportgen.charts.parts.axes import MOST_TICKS, Frame, PeriodAxis, ValueAxis, from_zero, ticked
from reportgen.charts.parts.courses import FOOT, LEAST_STEP, TOP, Course, runs
from reportgen.charts.parts.items import Item, Row, all_fit, in_a_row, label_layer
from reportgen.charts.parts.line_marks import missing_layers
from reportgen.charts.parts.looks import EXPECTED, Role, segments
from reportgen.charts.parts.manner import Manner
from reportgen.charts.parts.marks import COLUMN_SHARE, CUT, FEW, Layers, breaks, clear, is_its_own, zero
from reportgen.charts.parts.pointers import NOTHING, Pointers, side_words
from reportgen.charts.parts.room import LABEL_GAP, MIDDLE, TOLD, Margins, Room, data, placed
from reportgen.charts.parts.sides import Words, broken, height, margin, side_layers
from reportgen.periods import Period

WIDE, HALF = 200.0, 176.0
NAMES_SHARE, NARROW_SHARE = 0.34, 0.42  # of the width, at most, for the names at the right
QUARTERS = 4  # steps of an axis of shares
JOINED = 3  # columns, up to which their parts are joined by lines
ROLES: tuple[Role, ...] = ("actual", "part", "prior")  # of the parts after the first, and so on again

SEAM, THIN = 1.0, 8.0  # px, between parts; and the width of columns from which on it is less

Span = tuple[float, float]


def role_of(index: int, *, is_rest: bool = False) -> Role:
    """What a part looks like: the first is the subject, none like its neighbour, the rest like no part."""
    if is_rest:
        return "other"
    return ROLES[(index - 1) % len(ROLES)] if index else "subject"


@dataclass(frozen=True)
class Stack:
    """Parts over time, the lowest first, and how they are drawn."""

    courses: tuple[Course, ...]
    periods: tuple[Period, ...]
    manner: Manner
    whole: bool = False  # each column as high as the others: shares
    areas: bool = False
    totals: tuple[Item, ...] = ()  # said above the columns
    notes: Pointers = NOTHING

    @property
    def is_broken(self) -> bool:
        """Whether a part is longer than it is drawn."""
        return any(item.is_broken for course in self.courses for item in course.items)

    @property
    def spans(self) -> list[list[Span | None]]:
        """Where each part lies in each period; None in a period in which one is missing."""
        columns = [
            _piled(column, whole=self.whole) for column in zip(*(c.items for c in self.courses), strict=True)
        ]
        return [[column[i] if column else None for column in columns] for i in range(len(self.courses))]


def _piled(column: Sequence[Item], *, whole: bool) -> list[Span] | None:
    values = [item.value for item in column if item.value is not None]
    if len(values) < len(column):
        return None
    size = (sum(values) or 1.0) if whole else 1.0
    ends = {True: 0.0, False: 0.0}  # of what lies above zero, and of what lies below
    spans = []
    for value in values:
        start = ends[value >= 0]
        ends[value >= 0] = start + value / size
        spans.append((start, ends[value >= 0]))
    return spans


def stack_chart(room: Room, stack: Stack) -> Any:  # noqa: ANN401 - Altair's
    """Parts with their names at the right, and their values inside where there is room."""
    spans, wide = stack.spans, _width(room, stack)
    inside = not stack.areas and all(
        room.width_of(item.label, bold=course.role == "subject") + 4 < wide for course in stack.courses
        for item in course.items
    )  # fmt: skip
    words = _names(room, stack, spans, room.tall(HALF, WIDE), inside=inside)
    right = margin(words, room)
    foot = PeriodAxis(stack.periods, room, room.width - right, band=not stack.areas, foot=FOOT).height
    tall = max(room.tall(HALF, WIDE), height(words, room) + TOP + foot)  # without what is noted above
    bare = inside and (stack.whole or _all_tall(spans, tall - foot - TOP, room))
    frame = _framed(room, stack, spans, right, tall, bare=bare)
    words = _names(room, stack, spans, frame.height, inside=inside)
    draw = _areas if stack.areas else _columns
    layers = [
        *draw(stack, spans, frame),
        *missing_layers(stack.courses, frame, needs_all=True),
        *side_layers(words, frame),
    ]
    if not (stack.areas or stack.whole):
        layers.append(zero(room, axis=frame.axis))
    tops = _totals(stack, spans, frame)
    values = _values(stack, spans, frame) if inside else []
    if values:
        layers.append(_labels(values, frame, on_marks=True, baseline="middle"))
    if not values and not stack.totals:
        tops = [row | cut for row, cut in zip(tops, _cuts(stack, spans, frame), strict=True)]
    if not stack.areas:
        layers.append(_labels(tops, frame, baseline="alphabetic", dy=-LABEL_GAP))
    hindering = [row | {"top": row["at"], "dy": MIDDLE * room.size} for row in values]
    whole = stack.notes.around(layers, frame, tops + hindering, sides=False)
    chart = alt.layer(*whole).resolve_scale(color="independent")  # of letters on marks, and beside them
    return placed(chart, room, frame.margins, tall + stack.notes.head(room, frame.periods))


def _width(room: Room, stack: Stack) -> float:
    """About how wide a column will be."""
    share = NARROW_SHARE if room.is_narrow else NAMES_SHARE
    return room.width * (1 - share) / len(stack.periods) * COLUMN_SHARE


def _names(
    room: Room, stack: Stack, spans: Sequence[Sequence[Span | None]], tall: float, *, inside: bool
) -> list[Words]:
    """What stands beside the last column: names, with their values where these find no room inside."""
    width = room.width * (NARROW_SHARE if room.is_narrow else NAMES_SHARE)
    known = max((i for i, span in enumerate(spans[0]) if span), default=-1)
    words = []
    for course, row in zip(stack.courses, spans, strict=True):
        low, high = row[known] or (0.0, 0.0)
        item = course.items[known]
        shown = inside and _is_tall(high - low, _reach(spans), tall, room)
        text = course.name if shown else f"{item.label} {course.name}"
        role: Role = "subject" if course.role == "subject" else "text"
        words.append(Words((low + high) / 2, broken(text, width, room), role, item.fact))
    return words + [
        Words((level.low + level.high) / 2, side_words(level, room), "text", level.fact)
        for level in stack.notes.levels
    ]


def _reach(spans: Sequence[Sequence[Span | None]]) -> Span:
    ends = _ends(spans)
    return min((*ends, 0.0)), max((*ends, 0.0)) or 1.0


def _ends(spans: Sequence[Sequence[Span | None]]) -> list[float]:
    return [end for row in spans for span in row if span for end in span]


def _is_tall(size: float, reach: Span, tall: float, room: Room) -> bool:
    return abs(size) / (reach[1] - reach[0]) * tall > room.size + 3


def _all_tall(spans: Sequence[Sequence[Span | None]], tall: float, room: Room) -> bool:
    """Whether every part has room for its value."""
    sizes = [span[1] - span[0] for row in spans for span in row if span]
    return all(_is_tall(size, _reach(spans), tall, room) for size in sizes)


def _framed(
    room: Room, stack: Stack, spans: Sequence[Sequence[Span | None]], right: float, tall: float, *,
    bare: bool,
) -> Frame:  # fmt: skip
    """The axes, and the room that names and ticks leave."""
    band, gap = not stack.areas, FOOT if stack.areas else 0.0
    foot = PeriodAxis(stack.periods, room, room.width - right, band=band, foot=gap)
    above = room.size + LABEL_GAP if (stack.totals and band) or stack.is_broken else 0.0
    axis = (
        ValueAxis(0.0, 1.0)
        if stack.whole
        else from_zero([*_ends(spans), *stack.notes.values], tall - foot.height - TOP, 4.0, above)
    )
    axis = axis if bare else ticked(axis, stack.manner, QUARTERS if stack.whole else MOST_TICKS)
    left = axis.margin(room)
    over = PeriodAxis(stack.periods, room, room.width - left - right, band=band, foot=gap).overhang
    left, right = max(left, over[0]), max(right, over[1])
    width = room.width - left - right
    periods, left, right = PeriodAxis(stack.periods, room, width, band=band, foot=gap, left=left).held()
    margins = Margins(left, right, TOP + stack.notes.head(room, periods), periods.height)
    return Frame(room, periods, axis, margins, tall - TOP - periods.height)


def _base(stack: Stack, spans: Sequence[Sequence[Span | None]], frame: Frame) -> alt.Chart:
    """The parts as rows: ``start`` and ``at`` are their ends, ``run`` the unbroken run they are in."""
    keys, rows = [str(period) for period in stack.periods], []
    for part, (course, places) in enumerate(zip(stack.courses, spans, strict=True)):
        items = [
            item if span else replace(item, value=None)
            for item, span in zip(course.items, places, strict=True)
        ]
        for run, at, expected, joint in runs(items):
            item, span = items[at], places[at]
            if span and (stack.areas or not joint):
                rows.append(
                    item.row(
                        period=keys[at], part=part, start=span[0], at=span[1], run=f"{part}.{run}", joint=joint,
                        cut=span[0] + (span[1] - span[0]) * CUT,
                        title=f"{course.name}, {item.name}: {item.label}",
                        role=EXPECTED[course.role] if expected and joint else item.role,
                    )
                )  # fmt: skip
    return data(rows).encode(x=frame.x(), order=alt.Order("part:Q"))


def _columns(stack: Stack, spans: Sequence[Sequence[Span | None]], frame: Frame) -> Layers:
    base, y = _base(stack, spans, frame), frame.y("value")
    y["stack"] = "normalize" if stack.whole else "zero"
    bars = base.mark_bar(strokeWidth=_line(frame)).encode(
        y=y,
        detail=alt.Detail("part:N"),
        **TOLD,
        **segments(frame.room.theme),
    )
    every = [item for course in stack.courses for item in course.items]
    cuts = breaks(base, every, frame.room, frame.periods.step * COLUMN_SHARE)
    return [
        bars,
        *cuts,
        *(_joints(stack, spans, frame) if stack.whole and len(stack.periods) <= JOINED else []),
    ]


def _line(frame: Frame) -> float:
    """The width of the lines of paper between parts: thin columns must not be lost in them."""
    return min(SEAM, frame.periods.step * COLUMN_SHARE / THIN)


def _joints(stack: Stack, spans: Sequence[Sequence[Span | None]], frame: Frame) -> Layers:
    """Light lines from each part to itself in the next column."""
    rows = [
        {"period": str(one), "next": str(other), "value": here[1], "to": there[1]}
        for row in spans[:-1]
        for (one, here), (other, there) in pairwise(zip(stack.periods, row, strict=True))
        if here and there
    ]
    if not rows:
        return []
    x = frame.x()
    x["bandPosition"] = 1
    line = data(rows).mark_rule(color=frame.room.theme["mark"], strokeWidth=0.8)
    y = frame.y("value")
    return [line.encode(x=x, x2=alt.X2("next", bandPosition=0), y=y, y2=alt.Y2("to"))]


def _areas(stack: Stack, spans: Sequence[Sequence[Span | None]], frame: Frame) -> Layers:
    """Areas between gaps; a period between two gaps is a thin column; points to rest a pointer on where they fit."""
    base, room = _base(stack, spans, frame), frame.room
    ends = {"y": frame.y("at"), "y2": alt.Y2("start"), **segments(room.theme)}
    layers: Layers = [base.mark_area(strokeWidth=_line(frame)).encode(detail=alt.Detail("run:N"), **ends)]
    known = [False, *(span is not None for span in spans[0]), False]
    lone = [
        str(period)
        for i, period in enumerate(stack.periods, start=1)
        if known[i] and not (known[i - 1] or known[i + 1])
    ]
    if lone:
        alone = base.transform_filter(alt.FieldOneOfPredicate(field="period", oneOf=lone))
        layers.append(alone.mark_bar(size=4, strokeWidth=0).encode(**ends))
    if frame.periods.step >= LEAST_STEP:
        dots = base.transform_filter("!datum.joint").mark_circle(size=9, opacity=1, color=room.theme["paper"])
        layers.append(dots.encode(y=ends["y"], **TOLD))
    return layers


def _values(stack: Stack, spans: Sequence[Sequence[Span | None]], frame: Frame) -> list[Row]:
    """The values inside the parts that are high enough."""
    return [
        item.row(period=str(period), at=(span[0] + span[1]) / 2,
                 shown=_is_tall(span[1] - span[0], (frame.axis.low, frame.axis.high), frame.height, frame.room))
        for course, row in zip(stack.courses, spans, strict=True)
        for period, item, span in zip(stack.periods, course.items, row, strict=True)
        if span
    ]  # fmt: skip


def _labels(rows: Sequence[Row], frame: Frame, **look: Any) -> Any:  # noqa: ANN401 - Altair's
    base = data(rows).encode(x=frame.x(), y=frame.y("at"))
    return label_layer(base, frame.room, **look)


def _cuts(stack: Stack, spans: Sequence[Sequence[Span | None]], frame: Frame) -> Iterator[Row]:
    """What stands over a column of which a part is broken: that part and its value."""
    for at, span in enumerate(spans[0]):
        cut = [(course.items[at], course.name) for course in stack.courses if course.items[at].is_broken]
        if span and cut:
            item, name = max(cut, key=lambda one: abs(one[0].value or 0.0))
            label, middle = f"{item.label} {name}", frame.periods.middles[at]
            half = frame.room.width_of(label) / 2
            place = min(max(middle, half), frame.periods.width - half)
            shown = {"label": label, "fact": item.fact, "priority": item.priority, "dx": place - middle}
            yield {**shown, "shown": True, "at": max(0.0, *(row[at][1] for row in spans if row[at]))}  # type: ignore[index]
        else:
            yield {}


def _totals(stack: Stack, spans: Sequence[Sequence[Span | None]], frame: Frame) -> list[Row]:
    """How high the columns or areas are, and what they add up to where that is known."""
    tops = [max((span[1] for span in column if span), default=0.0) for column in zip(*spans, strict=True)]
    reach = (LABEL_GAP if frame.axis.ticks else -frame.margins.left, frame.periods.width)
    if stack.totals and not stack.areas:
        items = [replace(item, role="text") for item in stack.totals]
    else:
        items = [Item("", top, "", "text") for top in tops]
    middles = frame.periods.middles
    most = None if all_fit(items, middles, frame.room, reach) else FEW
    rows = in_a_row(items, middles, frame.room, reach, most)
    heights = [replace(item, value=top) for item, top in zip(items, tops, strict=True)]
    ends = [clear(heights, at, row["dx"], frame.periods, frame.room) for at, row in enumerate(rows)]
    own = [
        is_its_own(item, at, place + row["dx"], frame)
        for item, at, place, row in zip(heights, ends, middles, rows, strict=True)
    ]
    return [
        row
        | {"period": str(period), "at": at, "top": top, "shown": row["shown"] and (stays or row is rows[-1])}
        for row, period, top, at, stays in zip(rows, stack.periods, tops, ends, own, strict=True)
        if row["value"] is not None
    ]
