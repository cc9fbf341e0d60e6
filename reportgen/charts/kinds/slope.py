"""Slope: several measures of one unit, a year ago and now."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Any

import altair as alt
from pydantic import BeforeValidator, Field

from reportgen.charts.kind import Drawing, Scene, asked, beside, fact_or_none, label_of, measure_line
from reportgen.charts.parts.axes import PeriodAxis, around
from reportgen.charts.parts.description import values, values_sentence
from reportgen.charts.parts.items import Item, extents
from reportgen.charts.parts.lines import FOOT, TOP, Course, Frame, line_layers
from reportgen.charts.parts.looks import Role
from reportgen.charts.parts.manner import Manner, check_one_axis
from reportgen.charts.parts.moments import shared
from reportgen.charts.parts.ranking import Names, common_measure, named, one_or_more
from reportgen.charts.parts.room import Margins, Room, placed
from reportgen.charts.parts.rows import data, down
from reportgen.charts.parts.series import item_of
from reportgen.charts.parts.sides import Words, broken, height, margin, side_layers
from reportgen.errors import FormulaError
from reportgen.figures.verbs import levels
from reportgen.model import Cell, Fact, Table
from reportgen.periods import Period
from reportgen.setting import Setting

WIDE, HALF = 180.0, 150.0
NAMES_SHARE, NARROW_SHARE = 0.34, 0.44  # of the width, at most, for values and names at the right


class Options(Setting):
    """``{items: [cloud_margin, group_margin], highlight: cloud_margin}``; the first by default."""

    items: Annotated[tuple[str, ...], BeforeValidator(one_or_more)] = Field(min_length=1, max_length=15)
    highlight: Annotated[tuple[str, ...], BeforeValidator(one_or_more)] = Field(default=())
    labels: Names = Field(default={})


@dataclass(frozen=True, slots=True)
class Slope:
    """A measure at both periods: a line where it has both values."""

    name: str
    role: Role
    before: Item
    now: Item


def draw(options: Options, scene: Scene) -> Drawing:
    """A line an item, values at both ends, names at the right."""
    now = {expression: scene.fact(expression) for expression in options.items}
    ago = {
        expression: beside(fact, fact_or_none(asked(scene.ref(expression), "year_ago")))
        for expression, fact in now.items()
    }
    names = named(scene, now, options.labels)
    check_one_axis([*now.values(), *ago.values()])
    manner = scene.manner([*now.values(), *ago.values()])
    subjects = options.highlight or options.items[:1]
    slopes = [
        Slope(name, "subject" if key in subjects else "prior",
              *(item_of(scene, fact, name, manner) for fact in (ago[key], now[key])))
        for name, key in zip(names, now, strict=True)
    ]  # fmt: skip
    periods = _periods(scene, now.values())
    ends = [period.short for period in periods]
    both: Sequence[Sequence[Fact | None]] = (list(ago.values()), list(now.values()))
    listed = "; ".join(
        f"{end}: {values(scene, names, facts, manner)}" for end, facts in zip(ends, both, strict=True)
    )
    title = label_of(next(iter(now.values()))) if len(now) == 1 else common_measure(scene, list(now.values()))
    rows = tuple(
        (Cell(name), scene.cell(before, manner), scene.cell(after, manner))
        for name, before, after in zip(names, *both, strict=True)
    )
    return Drawing(
        measure=measure_line(
            title, manner.unit, scene.words.both_periods.format(first=ends[0], last=ends[1])
        ),
        table=Table(("", *(measure_line(end, manner.unit) for end in ends)), rows),
        lead=scene.words.leads["slope"].format(takeaway="; ".join(_moves(scene, names, ago, now, manner))),
        values=values_sentence(scene, listed, manner),
        chart=lambda room: chart(room, periods, slopes),
    )


def chart(room: Room, periods: Sequence[Period], slopes: Sequence[Slope]) -> Any:  # noqa: ANN401 - Altair's
    """Lines between two uprights; values at the left, values and names at the right; subjects lie on top."""
    share = NARROW_SHARE if room.is_narrow else NAMES_SHARE
    left = [_words(slope, slope.before, (slope.before.label,)) for slope in slopes]
    right = [
        _words(slope, slope.now, broken(f"{slope.now.label} {slope.name}", room.width * share, room))
        for slope in slopes
    ]
    before, after = margin(left, room), margin(right, room)
    foot = PeriodAxis(tuple(periods), room, room.width - before - after, band=False, foot=FOOT)
    tall = max(HALF if room.is_narrow else WIDE, height(left, room), height(right, room)) + foot.height
    margins = Margins(max(before, foot.overhang[0]), max(after, foot.overhang[1]), TOP, foot.height)
    inner = tall - margins.top - margins.bottom
    values = extents(item for slope in slopes for item in (slope.before, slope.now))
    frame = Frame(room, foot, around(values, inner, room.size / 2, room.size / 2), margins, inner)
    ranked = sorted(slopes, key=lambda slope: slope.role != "subject")
    courses = [Course(slope.name, slope.role, (slope.before, slope.now)) for slope in ranked]
    uprights = data([{"period": str(period)} for period in periods]).mark_rule(color=room.theme["rule"])
    ends: Any = alt.Y2Value(inner)  # type: ignore[no-untyped-call]
    upright = uprights.encode(x=foot.encoding(), y=down(0), y2=ends)
    sides = [*side_layers(left, frame, "left"), *side_layers(right, frame)]
    return placed(alt.layer(upright, *line_layers(courses, frame), *sides), room, margins, tall)


def _words(slope: Slope, item: Item, lines: tuple[str, ...]) -> Words:
    """What stands at an end of a slope; where it has no value there, at the height of the other end."""
    other = slope.now if slope.before.value is None else slope.before
    value = item.value if item.value is not None else other.value or 0.0
    return Words(value, lines, "subject" if slope.role == "subject" else "text", item.fact)


def _periods(scene: Scene, facts: Collection[Fact]) -> tuple[Period, Period]:
    """The two periods. Raises FormulaError where the facts are of several."""
    own = shared(facts, scene.period)
    if own is None:
        found = " and ".join(dict.fromkeys(fact.period.short for fact in facts))
        raise FormulaError(
            f"a slope leads to one period, and these are of {found}; show them as bars or in a table"
        )
    return own.year_ago, own


def _moves(
    scene: Scene, names: Sequence[str], ago: Mapping[str, Fact | None], now: Mapping[str, Fact], manner: Manner
) -> list[str]:  # fmt: skip
    full = manner.in_full()
    moves = []
    for name, key in zip(names, now, strict=True):
        before, after = ago[key], now[key]
        if before is None or before.quantity.state or after.quantity.state:
            moves.append(scene.words.without_a_year_ago.format(name=name, value=scene.said(after, full)))
            continue
        earlier, later = levels([before, after])
        change = later - earlier
        sentence = scene.words.slope["rose" if change > 0 else "fell" if change < 0 else "same"]
        ends = {"before": scene.said(before, full), "after": scene.said(after, full)}
        moves.append(sentence.format(name=name, **ends))
    return moves
