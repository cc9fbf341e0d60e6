"""Slope: several measures of one unit, a year ago and now."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

import altair as alt
from pydantic import Field

from reportgen.charts.kind import Drawing, Scene, label_of, measure_line
from reportgen.charts.parts.axes import Frame, PeriodAxis, around
from reportgen.charts.parts.beside import NOW, standings
from reportgen.charts.parts.courses import FOOT, TOP, Course
from reportgen.charts.parts.description import common_period
from reportgen.charts.parts.items import extents
from reportgen.charts.parts.line_marks import line_layers
from reportgen.charts.parts.ranking import Compared, Expressions
from reportgen.charts.parts.room import Margins, Room, data, down, placed
from reportgen.charts.parts.series import item_of
from reportgen.charts.parts.sides import Words, broken, height, margin, side_layers
from reportgen.errors import FormulaError
from reportgen.model import Fact
from reportgen.periods import Period

WIDE, HALF = 180.0, 150.0
NAMES_SHARE, NARROW_SHARE = 0.34, 0.44  # of the width, at most, for values and names at the right


class Options(Compared):
    """``{items: [cloud_margin, group_margin], highlight: cloud_margin}``; the first by default."""

    items: Expressions = Field(min_length=1, max_length=15)


def draw(options: Options, scene: Scene) -> Drawing:
    """A line an item, values at both ends, names at the right."""
    periods = _periods(scene, [scene.fact(expression) for expression in options.items])
    shown = standings(scene, options.items, options.labels, ("year_ago", NOW))
    subjects = options.highlight or options.items[:1]
    slopes = [
        Course(name, "subject" if key in subjects else "prior",
               tuple(item_of(scene, fact, name, shown.manner) for fact in shown.found[key].values()))
        for key, name in shown.names.items()
    ]  # fmt: skip
    title = shown.title if len(slopes) > 1 else label_of(scene.fact(options.items[0]))
    first, last = shown.heads.values()
    told = "; ".join(shown.course(key, scene.words.without_a_year_ago) for key in shown.names)
    return Drawing(
        measure=measure_line(
            title, shown.manner.unit, scene.words.both_periods.format(first=first, last=last)
        ),
        table=shown.table(),
        lead=scene.words.leads["slope"].format(takeaway=told),
        values=shown.values(),
        chart=lambda room: chart(room, periods, slopes),
    )


def chart(room: Room, periods: Sequence[Period], slopes: Sequence[Course]) -> Any:  # noqa: ANN401 - Altair's
    """Lines between two uprights; values at the left, values and names at the right; subjects lie on top."""
    share = NARROW_SHARE if room.is_narrow else NAMES_SHARE
    left = [_words(slope, 0, (slope.items[0].label,)) for slope in slopes]
    right = [
        _words(slope, 1, broken(f"{slope.items[1].label} {slope.name}", room.width * share, room))
        for slope in slopes
    ]
    before, after = margin(left, room), margin(right, room)
    foot = PeriodAxis(tuple(periods), room, room.width - before - after, band=False, foot=FOOT)
    tall = max(room.tall(HALF, WIDE), height(left, room), height(right, room)) + foot.height
    margins = Margins(max(before, foot.overhang[0]), max(after, foot.overhang[1]), TOP, foot.height)
    inner = tall - margins.top - margins.bottom
    values = extents(item for slope in slopes for item in slope.items)
    frame = Frame(room, foot, around(values, inner, room.size / 2, room.size / 2), margins, inner)
    ranked = sorted(slopes, key=lambda slope: slope.role != "subject")
    uprights = data([{"period": str(period)} for period in periods]).mark_rule(color=room.theme["rule"])
    ends: Any = alt.Y2Value(inner)  # type: ignore[no-untyped-call]
    upright = uprights.encode(x=foot.encoding(), y=down(0), y2=ends)
    sides = [*side_layers(left, frame, "left"), *side_layers(right, frame)]
    return placed(alt.layer(upright, *line_layers(ranked, frame), *sides), room, margins, tall)


def _words(slope: Course, end: int, lines: tuple[str, ...]) -> Words:
    """What stands at an end of a slope; where it has no value there, at the height of the other end."""
    item, other = slope.items[end], slope.items[1 - end]
    value = item.value if item.value is not None else other.value or 0.0
    return Words(value, lines, "subject" if slope.role == "subject" else "text", item.fact)


def _periods(scene: Scene, facts: Collection[Fact]) -> tuple[Period, Period]:
    """The two periods. Raises FormulaError where the facts are of several."""
    own = common_period(facts, scene.period)
    if own is None:
        found = " and ".join(dict.fromkeys(fact.period.short for fact in facts))
        raise FormulaError(
            f"a slope leads to one period, and these are of {found}; show them as bars or in a table"
        )
    return own.year_ago, own
