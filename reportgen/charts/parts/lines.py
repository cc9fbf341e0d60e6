"""Lines over time: runs between gaps, dots, labels beside the points, and names at the ends with leaders."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import altair as alt

from reportgen.charts.lettering import BOLD, apart, spread, wrapped
from reportgen.charts.parts.axes import PeriodAxis, ValueAxis, around, from_zero, ticked
from reportgen.charts.parts.items import Item, Row, extents
from reportgen.charts.parts.labels import label_layer
from reportgen.charts.parts.looks import EXPECTED as EXPECTED_OF
from reportgen.charts.parts.looks import Role, dots, fills, letters, strokes
from reportgen.charts.parts.manner import Manner
from reportgen.charts.parts.marks import Layers, whiskers, zero
from reportgen.charts.parts.pointers import NOTHING, Field, Level, Pointers
from reportgen.charts.parts.room import LABEL_GAP, Margins, Room, placed
from reportgen.charts.parts.rows import data
from reportgen.charts.parts.runs import EXPECTED, banded, runs
from reportgen.figures.written import Style
from reportgen.periods import Period

WIDE, HALF = 190.0, 166.0
DOT = 21.0  # px², of a dot
NAMES_SHARE = 0.32  # of the width, at most, for the names at the ends
LEAST_STEP = 9  # px between points that have dots
SEVERAL = 2
DASHED = [5, 3]
LONE = 4.0  # px, the width of an area of one point
MOST_LINES = 4
MOVED = 4  # px from which on a name moved away from its line's end has a leader
MISSING = "#missing"  # in place of a fact's key
PLENTY = 12  # points; more of them need an axis of values
TOP = 5.0  # px: half the height of the letters of a tick
FOOT = 5.0  # px between the marks and the names of the periods
AXIS_ROOM = 30.0  # px under the marks, for the names of the periods, at least
MIDDLE = 0.36  # of the letters' size: from the middle of a line of them to its foot
STEEP = 2.2  # times the letters' size between two points: a line that runs through a label above


@dataclass(frozen=True, slots=True)
class Course:
    """A series ready to be drawn: its name, what it stands for, and its points; one without a value is a gap."""

    name: str
    role: Role
    items: tuple[Item, ...]

    @property
    def last(self) -> int:
        """The latest point with a value."""
        return max(index for index, item in enumerate(self.items) if item.value is not None)

    @property
    def latest(self) -> int:
        """The latest point that is not only expected; the last one where all are."""
        known = [
            at for at, item in enumerate(self.items) if item.value is not None and item.role not in EXPECTED
        ]
        return max(known, default=self.last)


def line_chart(
    room: Room,
    periods: Sequence[Period],
    courses: Sequence[Course],
    manner: Manner,
    style: Style,
    notes: Pointers = NOTHING,
    *,
    filled: bool = False,
) -> Any:  # noqa: ANN401 - Altair's
    """Lines over periods: one has labels at its points, several have names at their ends; an area where ``filled``."""
    several = len(courses) >= SEVERAL
    ends = [*courses, *(_leveled(level, len(periods)) for level in notes.levels)] if several else []
    named = [_end_words(course, room) for course in ends]
    right = max((room.widest(words, bold=True) for words in named), default=0) + (
        LABEL_GAP * 2 if several else 0
    )
    height = max(room.tall(HALF, WIDE), sum(_tall(named, room)) + AXIS_ROOM)
    frame = _framed(
        room, height, periods, courses, manner, style, right, notes, from_zero if filled else around
    )
    layers = [*(_ground(courses[0], frame) if filled else []), *line_layers(courses, frame)]
    beside = _ends_beside(frame.axis, notes)
    rows = (
        _points(courses, frame) if several else _label_rows(courses[0], frame, filled=filled, beside=beside)
    )
    layers += _named_ends(ends, named, frame) if several else [_labels(rows, frame)]
    whole = notes.around(layers, frame, rows, sides=not several)
    return placed(alt.layer(*whole), room, frame.margins, height + notes.head(room, frame.periods))


class Frame(Field):
    """Where lines are drawn: the axes, and the size inside the margins."""


def _framed(  # noqa: PLR0913, PLR0917 - one argument for each thing that takes room
    room: Room, height: float, periods: Sequence[Period], courses: Sequence[Course], manner: Manner, style: Style,
    right: float, notes: Pointers, holding: Callable[..., ValueAxis],
) -> Frame:  # fmt: skip
    """The frame of a chart: margins as wide as the words in them."""
    several = len(courses) >= SEVERAL
    letters_ = room.size + LABEL_GAP * 1.6
    reach = [value for course in courses for value in extents(course.items)] + notes.values
    inner = height - PeriodAxis(tuple(periods), room, room.width - right, band=False, foot=FOOT).height
    axis = holding(reach, inner, 4 if several else letters_, 6 if several else letters_)
    if several or len(periods) > PLENTY:
        axis = ticked(axis, manner, style)
    left = axis.margin(room)
    if not several:
        last = courses[0].items[courses[0].last]
        beside = room.width_of(last.label, bold=True) + LABEL_GAP * 2 if _ends_beside(axis, notes) else 0
        right += notes.side(room) + beside
    width = room.width - left - right
    first = PeriodAxis(tuple(periods), room, width, band=False, foot=FOOT)
    over = first.overhang
    lone = 0 if several else max(room.width_of(courses[0].items[i].label, bold=True) for i in (0, -1)) / 2
    margins = Margins(
        max(left, over[0], lone if not axis.ticks else 0), max(right, over[1], lone), TOP, first.height
    )
    width = room.width - margins.left - margins.right
    band = PeriodAxis(tuple(periods), room, width, band=False, foot=FOOT, left=margins.left)
    margins = replace(margins, bottom=band.height)
    tall = height - margins.top - margins.bottom
    return Frame(room, band, axis, replace(margins, top=margins.top + notes.head(room, band)), tall)


def _ends_beside(axis: ValueAxis, notes: Pointers) -> bool:
    """Whether a single line has its last value at its right: where its points are dense, and no words stand there."""
    return bool(axis.ticks) and not notes.levels


def line_layers(courses: Sequence[Course], frame: Frame) -> Layers:
    """The lines, the subject on top, with a dot at each point where there is room for them."""
    room, keys = frame.room, [str(period) for period in frame.periods.periods]
    rows = [
        replace(items[at], role=course.role, series=f"{number}").row(
            period=keys[at], run=f"{number}.{run}", expected=expected, joint=joint
        )
        for number, course in reversed(list(enumerate(courses)))
        for items in [course.items]
        for run, at, expected, joint in runs(items)
    ]
    base = data(rows).encode(x=frame.periods.encoding(), y=frame.axis.encoding(alt.Y, "value", room))
    look: dict[str, Any] = {"strokeJoin": "round", "strokeCap": "round"}
    course = {
        "detail": alt.Detail("run:N"),
        **strokes(room.theme),
    }
    expected = any(row["expected"] for row in rows)
    known = base.transform_filter("!datum.expected") if expected else base
    lines = [known.mark_line(**look).encode(**course)]
    if expected:
        ahead = base.transform_filter("datum.expected").mark_line(strokeDash=DASHED, **look)
        lines.append(ahead.encode(**course))
    own = base.transform_filter("!datum.joint")
    told = {"description": alt.Description("title:N"), "href": alt.Href("fact:N")}
    points = [
        own.transform_filter("!datum.expected")
        .mark_circle(size=DOT, opacity=1)
        .encode(**dots(room.theme), **told)
    ]
    if expected:
        opened = own.transform_filter("datum.expected").mark_circle(
            size=DOT, opacity=1, fill=room.theme["paper"], strokeWidth=1.4
        )
        points.append(opened.encode(**strokes(room.theme), **told))
    axis = [zero(room, color="mark", axis=frame.axis)] if frame.axis.low < 0 < frame.axis.high else []
    bands = [
        row
        for number, course in enumerate(courses)
        for row in banded(course.items, course.role, f"{number}", keys)
    ]
    in_bands = {(row["series"], row["period"]) for row in bands}
    lone = [row for row in rows if row["low"] is not None and (row["series"], row["period"]) not in in_bands]
    items = [item for course in courses for item in course.items] if lone else []
    ranged = whiskers(data(lone).encode(x=frame.periods.encoding()), items, room)
    dotted = frame.periods.step >= LEAST_STEP
    return [
        *(_band_layer(bands, frame) if bands else []),
        *axis,
        *lines,
        *ranged,
        *(points if dotted else [_lone(base, rows, room)]),
        *missing_layers(courses, frame),
    ]


def _band_layer(rows: Sequence[Row], frame: Frame) -> Layers:
    y = frame.axis.encoding(alt.Y, "low", frame.room)
    area = data(rows).mark_area(opacity=1)
    fill = fills(frame.room.theme)["fill"]
    return [
        area.encode(x=frame.periods.encoding(), y=y, y2=alt.Y2("high"), detail=alt.Detail("run:N"), fill=fill)
    ]


def _ground(course: Course, frame: Frame) -> Layers:
    """The area between a line and zero, broken where the line is; hatched where it is only expected."""
    rows = [
        {"period": str(period), "value": item.value, "run": f"{run}",
         "role": EXPECTED_OF[course.role] if expected else "implied"}
        for run, at, expected, _ in runs(course.items)
        for period, item in [(frame.periods.periods[at], course.items[at])]
    ]  # fmt: skip
    y = frame.axis.encoding(alt.Y, "value", frame.room)
    y["stack"] = None
    base = data(rows).encode(x=frame.periods.encoding(), y=y, fill=fills(frame.room.theme)["fill"])
    area = base.mark_area().encode(detail=alt.Detail("run:N"))
    alone = [str(row["run"]) for row in rows]
    lone = [run for run in dict.fromkeys(alone) if alone.count(run) == 1]
    thin = base.transform_filter(alt.FieldOneOfPredicate(field="run", oneOf=lone)).mark_bar(size=LONE)
    nil = [zero(frame.room, axis=frame.axis)] if frame.axis.low < 0 else []
    return [area, *([thin.encode(y2=alt.Y2Datum(0))] if lone else []), *nil]


def _lone(base: alt.Chart, rows: Sequence[dict[str, Any]], room: Room) -> Any:  # noqa: ANN401 - Altair's
    """Dots where there is no line: a point between two gaps."""
    runs = [row["run"] for row in rows]
    lone = alt.FieldOneOfPredicate(
        field="run", oneOf=[run for run in dict.fromkeys(runs) if runs.count(run) == 1]
    )
    return (
        base.transform_filter(lone)
        .mark_circle(size=DOT, opacity=1)
        .encode(description=alt.Description("title:N"), href=alt.Href("fact:N"), **dots(room.theme))
    )


def missing_layers(courses: Sequence[Course], frame: Field) -> Layers:
    """What is missing, said at the foot where no line has a value."""
    gaps: list[dict[str, Any]] = [
        {
            "period": str(period),
            "label": courses[0].items[index].label,
            "fact": MISSING,
            "priority": PLENTY,
            "shown": True,
        }
        for index, period in enumerate(frame.periods.periods)
        if all(course.items[index].value is None for course in courses)
    ]
    room = frame.room
    if not gaps or frame.periods.step < room.width_of(gaps[0]["label"]):
        return []
    text = (
        data(gaps)
        .transform_filter("datum.shown")
        .mark_text(color=room.theme["muted"], baseline="bottom", dy=-2)
    )
    foot: Any = alt.YValue(frame.height)  # type: ignore[no-untyped-call]
    x = frame.periods.encoding()
    return [text.encode(x=x, y=foot, text=alt.Text("label:N"), href=alt.Href("fact:N"))]


def _leveled(level: Level, count: int) -> Course:
    """A reference or a band among the names at the ends of lines."""
    item = Item(level.words, (level.low + level.high) / 2, level.label, "other", fact=level.fact)
    return Course(level.words, "other", (*[Item("", None, "")] * (count - 1), item))


def _points(courses: Sequence[Course], frame: Frame) -> list[Row]:
    """Where the points of several lines are, which have no labels."""
    keys = [str(period) for period in frame.periods.periods]
    return [
        item.row(period=key, shown=False, at=item.value, top=item.reach)
        for course in courses
        for key, item in zip(keys, course.items, strict=True)
    ]


def _label_rows(course: Course, frame: Frame, *, filled: bool, beside: bool) -> list[Row]:
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
        index: _below(course.items, index, frame, above=ahead and index >= course.latest) for index in known
    }
    if beside:
        below[last] = MIDDLE * room.size
    shown = apart(spans, [index for index in ranked if index in telling], 4)
    return [
        items[index].row(
            period=str(frame.periods.periods[index]), shown=index in shown,
            at=items[index].value if index == last
            else max(items[index].extent) if below[index] < 0 else min(items[index].extent),
            top=items[index].reach, dx=round(places[index] - middles[index], 2), dy=below[index],
        )
        for index in known
    ]  # fmt: skip


def _labels(rows: Sequence[Row], frame: Frame) -> Any:  # noqa: ANN401 - Altair's
    room = frame.room
    base = data(rows).encode(x=frame.periods.encoding(), y=frame.axis.encoding(alt.Y, "at", room))
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
    rises = [abs(frame.y(one) - frame.y(other)) for one, other in ((before, value), (value, after))]
    return (-1 if after > value else 1) if max(rises) > STEEP * frame.room.size else 0


def _below(items: Sequence[Item], index: int, frame: Frame, *, above: bool) -> float:
    """How far under its point a label's letters stand: above it, but for a valley that has room below."""
    over, under = -LABEL_GAP * 1.4, LABEL_GAP * 1.4 + frame.room.size * 0.74
    if above or frame.y(items[index].value or 0.0) + under > frame.height + 1:
        return over
    value = items[index].value
    beside = [items[other].value for other in (index - 1, index + 1) if 0 <= other < len(items)]
    known = [other for other in beside if other is not None]
    valley = bool(known) and value is not None and all(other > value for other in known)
    return under if valley else over


def _end_words(course: Course, room: Room) -> tuple[str, ...]:
    """What stands at the end of a line: its latest value, and its name in as many lines as it needs."""
    latest = course.items[course.last].label
    width = max(room.width * NAMES_SHARE - LABEL_GAP * 2, room.width_of(latest, bold=True))
    return latest, *wrapped(course.name, width, room.size, lines=MOST_LINES)


def _tall(words: Sequence[tuple[str, ...]], room: Room) -> list[float]:
    """The room down the side that each end's words need."""
    return [len(lines) * room.leading + 1 for lines in words]


def _named_ends(courses: Sequence[Course], words: Sequence[tuple[str, ...]], frame: Frame) -> Layers:
    """Value and name of each line at its end, moved apart where they would touch, with a leader where moved far."""
    room, leading = frame.room, frame.room.leading
    ends = [frame.y(course.items[course.last].value or 0.0) for course in courses]
    tall = _tall(words, room)
    first, *_, last_one = sorted(range(len(ends)), key=lambda index: ends[index])
    edges = tall[first] / 2 - 2, frame.height - tall[last_one] / 2 + FOOT + 2
    middles = spread(ends, tall, *edges)
    last = str(frame.periods.periods[-1])
    rows = [
        {"period": last, "end": str(frame.periods.periods[course.last]), "role": course.role, "value": value,
         "label": latest, "name": "\n".join(name), "fact": course.items[course.last].fact, "shown": True,
         "priority": 0, "moved": frame.value(middle - (len(name)) * leading / 2)}
        for course, middle, (latest, *name) in zip(courses, middles, words, strict=True)
        for value in [course.items[course.last].value]
    ]  # fmt: skip
    x, base = frame.periods.encoding(), data(rows)
    at = frame.axis.encoding(alt.Y, "moved", room)
    value = base.mark_text(align="left", baseline="middle", dx=LABEL_GAP * 2, fontWeight=BOLD)
    name = base.mark_text(
        align="left", baseline="middle", dx=LABEL_GAP * 2, dy=leading, lineBreak="\n", lineHeight=leading
    )
    colour = _end_letters(room)
    latest = value.encode(x=x, y=at, text=alt.Text("label:N"), href=alt.Href("fact:N"), **colour)
    called = name.encode(x=x, y=at, text=alt.Text("name:N"), **colour)
    return [*_leaders(rows, frame, ends, middles), latest, called]


def _leaders(
    rows: Sequence[dict[str, Any]], frame: Frame, ends: Sequence[float], middles: Sequence[float]
) -> Layers:
    far = [
        {"from": row["value"], "to": frame.value(middle), "end": row["end"], "period": row["period"]}
        for row, end, middle in zip(rows, ends, middles, strict=True)
        if abs(end - middle) > MOVED or row["end"] != row["period"]
    ]
    if not far:
        return []
    line = data(far).mark_rule(
        color=frame.room.theme["mark"], strokeWidth=0.7, xOffset=3, x2Offset=LABEL_GAP * 2 - 2
    )
    x, y = frame.periods.encoding(), frame.axis.encoding(alt.Y, "from", frame.room)
    x.shorthand = "end:O"
    return [line.encode(x=x, x2=alt.X2("period"), y=y, y2=alt.Y2("to"))]


def _end_letters(room: Room) -> dict[str, Any]:
    return letters(room.theme)
