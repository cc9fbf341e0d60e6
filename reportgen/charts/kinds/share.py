"""Share: what a total is made of, at one date, at two or over many periods; what is left is "Other"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from typing import Annotated, Any, Literal

import altair as alt
from pydantic import BeforeValidator, Field

from reportgen.charts.kind import Drawing, Scene, asked, label_of, measure_line
from reportgen.charts.parts.courses import Course
from reportgen.charts.parts.description import course, values, values_sentence
from reportgen.charts.parts.items import label_layer
from reportgen.charts.parts.looks import segments
from reportgen.charts.parts.manner import Manner
from reportgen.charts.parts.names import NameAxis
from reportgen.charts.parts.ranking import Names, one_or_more
from reportgen.charts.parts.room import LABEL_GAP, TOLD, Margins, Room, Scale, data, placed
from reportgen.charts.parts.series import item_of
from reportgen.charts.parts.stacks import Stack, role_of, stack_chart
from reportgen.charts.parts.wholes import Whole, whole_of
from reportgen.facts.reference import Ref
from reportgen.model import Cell, Table
from reportgen.periods import Period
from reportgen.setting import Setting

MOMENTS = 2  # named ones; more are periods


class Options(Setting):
    """``{total: group_revenue, parts: [a, b, c], at: [year_ago, now]}``, or ``periods: 8`` for ``at``."""

    total: str
    parts: tuple[str, ...] = Field(min_length=1, max_length=20)
    at: Annotated[tuple[Literal["year_ago", "prior", "now"], ...], BeforeValidator(one_or_more)] = Field(
        default=("year_ago", "now"), min_length=1, max_length=MOMENTS
    )
    periods: int = Field(default=0, ge=0, le=40)  # how many, up to the brief's, in the place of 'at'
    rest: str = ""  # "Other" by default
    labels: Names = Field(default={})


def draw(options: Options, scene: Scene) -> Drawing:
    """The parts as columns upon one another, the first on top; at one date as bars, each where it lies in the whole."""
    own = partial(whole_of, scene, options.parts, options.total, rest=options.rest, labels=options.labels)
    if options.periods:
        periods = scene.last(options.periods)
        for expression in (options.total, *options.parts):
            scene.series(expression, periods)  # notes what is missing
        whole = own([partial(scene.ref, period=period) for period in periods], lenient=True)
    else:
        whole = own([partial(_at, scene, moment) for moment in options.at])
        periods = tuple(total.period for total in whole.totals if total)
    manner = scene.manner(fact for row in whole.shares for fact in row)
    total, short = scene.fact(options.total), [period.short for period in periods]
    by_period = [f"{name}: {values(scene, whole.names, column, manner)}"
                 for name, column in zip(short, zip(*whole.shares, strict=True), strict=True)]  # fmt: skip
    courses = _courses(scene, short, whole, manner)
    gathered = scene.words.gathered.format(name=whole.names[-1], parts=scene.words.listed(whole.gathered))
    return Drawing(
        measure=measure_line(
            scene.words.share_of_total.format(label=label_of(total)), manner.unit,
            *(short if len(short) <= MOMENTS else [scene.words.from_to_periods.format(first=short[0], last=short[-1])]),
        ),
        table=_table(scene, short, whole, manner),
        lead=_lead(scene, periods, whole, manner, label_of(total)),
        values=" ".join(filter(None, (values_sentence(scene, "; ".join(by_period), manner),
                                      gathered if whole.gathered else ""))),
        chart=lambda room: chart(room, periods, courses, manner),
    )  # fmt: skip


def chart(room: Room, periods: Sequence[Period], courses: Sequence[Course], manner: Manner) -> Any:  # noqa: ANN401 - Altair's
    """Columns with names at the right; at one date a bar a part in the place that it takes in the whole."""
    if len(periods) > 1:
        return stack_chart(room, Stack(tuple(courses[::-1]), tuple(periods), manner, whole=True))
    names = NameAxis(tuple(course.name for course in courses), room, frozenset({0}))
    labels = room.widest((course.items[0].label for course in courses), bold=True) + LABEL_GAP * 2
    margins, height = Margins(names.margin, labels, 1, 1), names.row * len(courses) + 2
    sizes = [max(0.0, course.items[0].value or 0.0) for course in courses]
    rows = [
        course.items[0].row(
            row=index, start=sum(sizes[:index]) / sum(sizes), at=sum(sizes[: index + 1]) / sum(sizes)
        )
        for index, course in enumerate(courses)
    ]
    base = data(rows).encode(y=names.encoding())
    x = alt.X("start:Q", scale=Scale(domain=[0, 1], nice=False), axis=None)
    track = base.mark_bar(color=room.theme["soft"]).encode(x=alt.XDatum(0, axis=None), x2=alt.X2Datum(1))
    bars = base.mark_bar(strokeWidth=1).encode(
        x=x,
        x2=alt.X2("at"),
        **TOLD,
        **segments(room.theme),
    )
    text = label_layer(base, room, align="left", baseline="middle", dx=LABEL_GAP).encode(x=alt.X("at:Q"))
    return placed(alt.layer(track, bars, names.layer(), text), room, margins, height)


def _courses(scene: Scene, short: Sequence[str], whole: Whole, manner: Manner) -> list[Course]:
    """The parts as they are drawn: nothing below zero, where rounding leaves less than nothing for the rest."""
    courses = []
    for index, (name, shares) in enumerate(zip(whole.names, whole.shares, strict=True)):
        role = role_of(index, is_rest=whole.has_rest and index == len(whole.names) - 1)
        items = [
            item_of(scene, fact, period, manner, role=role)
            for period, fact in zip(short, shares, strict=True)
        ]
        items = [item if item.value is None else replace(item, value=max(0.0, item.value)) for item in items]
        courses.append(Course(name, role, tuple(items)))
    return courses


def _table(scene: Scene, short: Sequence[str], whole: Whole, manner: Manner) -> Table:
    if len(short) <= MOMENTS:
        rows = tuple((Cell(name), *(scene.cell(share, manner) for share in shares))
                     for name, shares in zip(whole.names, whole.shares, strict=True))  # fmt: skip
        return Table(("", *(measure_line(name, manner.unit) for name in short)), rows)
    rows = tuple((Cell(name), *(scene.cell(share, manner) for share in column))
                 for name, column in zip(short, zip(*whole.shares, strict=True), strict=True))  # fmt: skip
    return Table((scene.words.period, *(measure_line(name, manner.unit) for name in whole.names)), rows)


def _lead(scene: Scene, periods: Sequence[Period], whole: Whole, manner: Manner, total: str) -> str:
    first, leads = whole.shares[0], scene.words.leads
    if len(periods) > MOMENTS:
        return leads["stacked"].format(takeaway=course(scene, whole.names[0], first, periods, manner))
    lead = leads["share"] if len(periods) > 1 else leads["share at one date"]
    return lead.format(name=whole.names[0], value=scene.said(first[-1], manner), total=total)


def _at(scene: Scene, moment: str, expression: str) -> Ref:
    ref = scene.ref(expression)
    return ref if moment == "now" else asked(ref, moment)
