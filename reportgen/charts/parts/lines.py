"""Lines over time: with labels beside the points of one, with names at the ends of several."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

import altair as alt

from reportgen.charts.parts.axes import Frame, PeriodAxis, ValueAxis, around, from_zero, ticked
from reportgen.charts.parts.courses import FOOT, TOP, Course
from reportgen.charts.parts.items import extents
from reportgen.charts.parts.line_ends import end_words, leveled, named_ends, tall_of
from reportgen.charts.parts.line_labels import label_rows, labels, unlabelled_rows
from reportgen.charts.parts.line_marks import ground, line_layers
from reportgen.charts.parts.manner import Manner
from reportgen.charts.parts.pointers import NOTHING, Pointers
from reportgen.charts.parts.room import LABEL_GAP, Margins, Room, placed
from reportgen.periods import Period

WIDE, HALF = 190.0, 166.0
SEVERAL = 2
PLENTY = 12  # points; more of them need an axis of values
AXIS_ROOM = 30.0  # px under the marks, for the names of the periods, at least


def line_chart(
    room: Room,
    periods: Sequence[Period],
    courses: Sequence[Course],
    manner: Manner,
    notes: Pointers = NOTHING,
    *,
    filled: bool = False,
) -> Any:  # noqa: ANN401 - Altair's
    """Lines over periods: one has labels at its points, several have names at their ends; an area where ``filled``."""
    several = len(courses) >= SEVERAL
    ends = [*courses, *(leveled(level, len(periods)) for level in notes.levels)] if several else []
    named = [end_words(course, room) for course in ends]
    right = max((room.widest(words, bold=True) for words in named), default=0) + (
        LABEL_GAP * 2 if several else 0
    )
    height = max(room.tall(HALF, WIDE), sum(tall_of(named, room)) + AXIS_ROOM)
    frame = _framed(room, height, periods, courses, manner, right, notes, from_zero if filled else around)
    layers = [*(ground(courses[0], frame) if filled else []), *line_layers(courses, frame)]
    beside = _ends_beside(frame.axis, notes)
    rows = (
        unlabelled_rows(courses, frame)
        if several
        else label_rows(courses[0], frame, filled=filled, beside=beside)
    )
    layers += named_ends(ends, named, frame) if several else [labels(rows, frame)]
    whole = notes.around(layers, frame, rows, sides=not several)
    return placed(alt.layer(*whole), room, frame.margins, height + notes.head(room, frame.periods))


def _framed(  # noqa: PLR0913, PLR0917 - one argument for each thing that takes room
    room: Room, height: float, periods: Sequence[Period], courses: Sequence[Course], manner: Manner,
    right: float, notes: Pointers, holding: Callable[..., ValueAxis],
) -> Frame:  # fmt: skip
    """The frame of a chart: margins as wide as the words in them."""
    several = len(courses) >= SEVERAL
    letters_ = room.size + LABEL_GAP * 1.6
    reach = [value for course in courses for value in extents(course.items)] + notes.values
    inner = height - PeriodAxis(tuple(periods), room, room.width - right, band=False, foot=FOOT).height
    axis = holding(reach, inner, 4 if several else letters_, 6 if several else letters_)
    if several or len(periods) > PLENTY:
        axis = ticked(axis, manner)
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
    band, *sides = PeriodAxis(tuple(periods), room, width, band=False, foot=FOOT, left=margins.left).held()
    margins = replace(margins, left=sides[0], right=sides[1], bottom=band.height)
    tall = height - margins.top - margins.bottom
    return Frame(room, band, axis, replace(margins, top=margins.top + notes.head(room, band)), tall)


def _ends_beside(axis: ValueAxis, notes: Pointers) -> bool:
    """Whether a single line has its last value at its right: where its points are dense, and no words stand there."""
    return bool(axis.ticks) and not notes.levels
