"""Sparkline: the course of a figure in a card, without words; the latest value is the dot."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import altair as alt
from pydantic import Field

from reportgen.charts.kind import Drawing, Scene, label_of, measure_line, noun_of
from reportgen.charts.parts.axes import PeriodAxis, around
from reportgen.charts.parts.description import course, values, values_sentence
from reportgen.charts.parts.items import Item, extents
from reportgen.charts.parts.room import Margins, Room, inside, placed
from reportgen.charts.parts.rows import data
from reportgen.charts.parts.series import required, series_items, series_table
from reportgen.periods import Period
from reportgen.settings import FEWEST_PERIODS, MOST_PERIODS, Setting

WIDTH, HEIGHT = 96.0, 24.0
FEWEST = 3  # values; fewer make no course
LINE, DOT = 1.4, 22.0
MARGINS = Margins(4, 4, 4, 4)


class Options(Setting):
    """``{series: cloud_revenue.yoy, periods: 6}``."""

    series: str
    periods: int = Field(default=6, ge=FEWEST_PERIODS, le=MOST_PERIODS)


def draw(options: Options, scene: Scene) -> Drawing:
    """A line with gaps; no picture where fewer than three values are known."""
    periods = scene.last(options.periods)
    facts = scene.series(options.series, periods)
    latest, manner = required(facts, options.series), scene.manner(facts)
    items = series_items(scene, periods, facts, manner, highlight=True)
    enough = sum(item.value is not None for item in items) >= FEWEST
    listed = values(scene, [period.short for period in periods], facts, manner)
    told = course(scene, label_of(latest), facts, periods, manner)
    return Drawing(
        measure=measure_line(label_of(latest), manner.unit, noun_of(scene.period, *facts)),
        table=series_table(scene, periods, [(label_of(latest), facts, manner)]),
        lead=scene.words.leads["sparkline"].format(takeaway=told),
        values=values_sentence(scene, listed, manner),
        chart=(lambda room: chart(room, periods, items)) if enough else None,
    )


def chart(room: Room, periods: Sequence[Period], items: Sequence[Item]) -> Any:  # noqa: ANN401 - Altair's
    """A thin line; a gap ends it, and the last value is a dot."""
    width, height = inside(room, MARGINS, HEIGHT)
    axis = PeriodAxis(tuple(periods), room, width, band=False)
    known = [index for index, item in enumerate(items) if item.value is not None]
    rows = [item.row(period=str(period)) for period, item in zip(periods, items, strict=True)]
    base = data(rows).encode(
        x=axis.encoding(labels=False), y=around(extents(items), height, 0, 0).encoding(alt.Y, "value", room)
    )
    muted, accent = room.theme["muted"], room.theme["accent"]
    lone = [items[at].name for at in known if at - 1 not in known and at + 1 not in known]
    alone = alt.FieldOneOfPredicate(field="name", oneOf=lone)
    last = alt.FieldEqualPredicate(field="name", equal=items[known[-1]].name)
    return placed(
        alt.layer(
            base.mark_line(color=muted, strokeWidth=LINE, interpolate="linear"),
            base.transform_filter(alone).mark_circle(color=muted, size=DOT / 3, opacity=1),
            base.transform_filter(last).mark_circle(color=accent, size=DOT, opacity=1),
        ),
        room, MARGINS, HEIGHT,
    )  # fmt: skip
