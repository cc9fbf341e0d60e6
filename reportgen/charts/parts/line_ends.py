"""Values and names at the ends of lines, moved apart where they would touch, with leaders where moved far."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import altair as alt

from reportgen.charts.lettering import BOLD, spread, wrapped
from reportgen.charts.parts.axes import Frame
from reportgen.charts.parts.courses import FOOT, Course
from reportgen.charts.parts.items import Item
from reportgen.charts.parts.looks import letters
from reportgen.charts.parts.marks import Layers
from reportgen.charts.parts.pointers import Level
from reportgen.charts.parts.room import LABEL_GAP, Room, data

NAMES_SHARE, NARROW_SHARE = 0.32, 0.4  # of the width, at most, for the names at the ends
MOST_LINES = 6
MOVED = 4  # px from which on a name moved away from its line's end has a leader


def leveled(level: Level, count: int) -> Course:
    """A reference or a band among the names at the ends of lines."""
    item = Item(level.words, (level.low + level.high) / 2, level.label, "other", fact=level.fact)
    return Course(level.words, "other", (*[Item("", None, "")] * (count - 1), item))


def end_words(course: Course, room: Room) -> tuple[str, ...]:
    """What stands at the end of a line: its latest value, and its name in as many lines as it needs."""
    latest = course.items[course.last].label
    share = NARROW_SHARE if room.is_narrow else NAMES_SHARE
    width = max(room.width * share - LABEL_GAP * 2, room.width_of(latest, bold=True))
    return latest, *wrapped(course.name, width, room.size, lines=MOST_LINES)


def tall_of(words: Sequence[tuple[str, ...]], room: Room) -> list[float]:
    """The room down the side that each end's words need."""
    return [len(lines) * room.leading + 1 for lines in words]


def named_ends(courses: Sequence[Course], words: Sequence[tuple[str, ...]], frame: Frame) -> Layers:
    """Value and name of each line at its end, moved apart where they would touch, with a leader where moved far."""
    room, leading = frame.room, frame.room.leading
    ends = [frame.down(course.items[course.last].value or 0.0) for course in courses]
    tall = tall_of(words, room)
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
    x, base = frame.x(), data(rows)
    at = frame.y("moved")
    value = base.mark_text(align="left", baseline="middle", dx=LABEL_GAP * 2, fontWeight=BOLD)
    name = base.mark_text(
        align="left", baseline="middle", dx=LABEL_GAP * 2, dy=leading, lineBreak="\n", lineHeight=leading
    )
    colour = letters(room.theme)
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
    x, y = frame.x(), frame.y("from")
    x.shorthand = "end:O"
    return [line.encode(x=x, x2=alt.X2("period"), y=y, y2=alt.Y2("to"))]
