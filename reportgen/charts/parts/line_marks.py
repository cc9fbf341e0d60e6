"""What is drawn of lines: runs between gaps, dots, ranges, the ground under them, and what is missing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import altair as alt

from reportgen.charts.parts.axes import Frame
from reportgen.charts.parts.courses import LEAST_STEP, Course, banded, runs
from reportgen.charts.parts.items import Row
from reportgen.charts.parts.looks import EXPECTED as EXPECTED_OF
from reportgen.charts.parts.looks import dots, fills, strokes
from reportgen.charts.parts.marks import Layers, whiskers, zero
from reportgen.charts.parts.room import TOLD, Room, data

DOT = 21.0  # px², of a dot
DASHED = [5, 3]
LONE = 4.0  # px, the width of an area of one point
MISSING = "#missing"  # in place of a fact's key
LEAST = 12  # the priority of what is missing: after that of any label


def line_layers(courses: Sequence[Course], frame: Frame) -> Layers:
    """The lines, the subject on top, with a dot at each point where there is room for them."""
    room, keys = frame.room, frame.periods.keys
    rows = [
        replace(items[at], role=course.role, series=f"{number}").row(
            period=keys[at], run=f"{number}.{run}", expected=expected, joint=joint
        )
        for number, course in reversed(list(enumerate(courses)))
        for items in [course.items]
        for run, at, expected, joint in runs(items)
    ]
    base = data(rows).encode(x=frame.x(), y=frame.y("value"))
    expected = any(row["expected"] for row in rows)
    axis = [zero(room, color="mark", axis=frame.axis)] if frame.axis.low < 0 < frame.axis.high else []
    dotted = frame.periods.step >= LEAST_STEP
    bands, ranged = _ranges(courses, rows, frame)
    return [
        *bands,
        *axis,
        *_strokes(base, room, expected=expected),
        *ranged,
        *(_points(base, room, expected=expected) if dotted else [_lone(base, rows, room)]),
        *missing_layers(courses, frame),
    ]


def _strokes(base: alt.Chart, room: Room, *, expected: bool) -> Layers:
    """The lines; dashed as far as they are only expected."""
    look: dict[str, Any] = {"strokeJoin": "round", "strokeCap": "round"}
    course = {"detail": alt.Detail("run:N"), **strokes(room.theme)}
    known = base.transform_filter("!datum.expected") if expected else base
    lines = [known.mark_line(**look).encode(**course)]
    if expected:
        ahead = base.transform_filter("datum.expected").mark_line(strokeDash=DASHED, **look)
        lines.append(ahead.encode(**course))
    return lines


def _points(base: alt.Chart, room: Room, *, expected: bool) -> Layers:
    """A dot at each value; an open one where it is only expected."""
    own = base.transform_filter("!datum.joint")
    known = own.transform_filter("!datum.expected").mark_circle(size=DOT, opacity=1)
    points = [known.encode(**dots(room.theme), **TOLD)]
    if expected:
        opened = own.transform_filter("datum.expected").mark_circle(
            size=DOT, opacity=1, fill=room.theme["paper"], strokeWidth=1.4
        )
        points.append(opened.encode(**strokes(room.theme), **TOLD))
    return points


def _ranges(courses: Sequence[Course], rows: Sequence[Row], frame: Frame) -> tuple[Layers, Layers]:
    """The ranges of values: bands where several follow each other, whiskers where one stands alone."""
    keys = frame.periods.keys
    bands = [
        row
        for number, course in enumerate(courses)
        for row in banded(course.items, course.role, f"{number}", keys)
    ]
    in_bands = {(row["series"], row["period"]) for row in bands}
    lone = [row for row in rows if row["low"] is not None and (row["series"], row["period"]) not in in_bands]
    items = [item for course in courses for item in course.items] if lone else []
    ranged = whiskers(data(lone).encode(x=frame.x()), items, frame.room)
    return (_band_layer(bands, frame) if bands else []), ranged


def _band_layer(rows: Sequence[Row], frame: Frame) -> Layers:
    y = frame.y("low")
    area = data(rows).mark_area(opacity=1)
    fill = fills(frame.room.theme)["fill"]
    return [area.encode(x=frame.x(), y=y, y2=alt.Y2("high"), detail=alt.Detail("run:N"), fill=fill)]


def ground(course: Course, frame: Frame) -> Layers:
    """The area between a line and zero, broken where the line is; hatched where it is only expected."""
    rows = [
        {"period": str(period), "value": item.value, "run": f"{run}",
         "role": EXPECTED_OF[course.role] if expected else "implied"}
        for run, at, expected, _ in runs(course.items)
        for period, item in [(frame.periods.periods[at], course.items[at])]
    ]  # fmt: skip
    y = frame.y("value")
    y["stack"] = None
    base = data(rows).encode(x=frame.x(), y=y, fill=fills(frame.room.theme)["fill"])
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
    return base.transform_filter(lone).mark_circle(size=DOT, opacity=1).encode(**TOLD, **dots(room.theme))


def missing_layers(courses: Sequence[Course], frame: Frame, *, needs_all: bool = False) -> Layers:
    """What is missing, said at the foot where no line has a value; with ``needs_all`` where one has none."""
    room, least = frame.room, 1 if needs_all else len(courses)
    columns = zip(*(course.items for course in courses), strict=True)
    holes = [[item for item in items if item.value is None] for items in columns]
    gaps: list[dict[str, Any]] = [
        {
            "period": str(period),
            "label": gone[0].label,
            "dx": max(0.0, room.width_of(gone[0].label) / 2 - middle) if frame.axis.ticks else 0.0,
            "fact": MISSING,
            "priority": LEAST,
            "shown": True,
        }
        for period, middle, gone in zip(frame.periods.periods, frame.periods.middles, holes, strict=True)
        if len(gone) >= least
    ]
    if not gaps or frame.periods.step < room.width_of(gaps[0]["label"]):
        return []
    text = (
        data(gaps)
        .transform_filter("datum.shown")
        .mark_text(color=room.theme["muted"], baseline="bottom", dx=alt.ExprRef("datum.dx"), dy=-2)
    )
    foot: Any = alt.YValue(frame.height)  # type: ignore[no-untyped-call]
    x = frame.x()
    return [text.encode(x=x, y=foot, text=alt.Text("label:N"), href=alt.Href("fact:N"))]
