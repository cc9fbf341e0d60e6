"""Sparkline: the course of a figure in a card, without words; the latest value is the dot."""

from __future__ import annotations

from pydantic import Field

from reportgen.charts.kind import Drawing, Scene, label_of, measure_line, noun_of
from reportgen.charts.parts.description import course, values, values_sentence
from reportgen.charts.parts.series import required, series_items, series_table
from reportgen.charts.parts.sparklines import has_course, sparkline
from reportgen.setting import Setting
from reportgen.settings import FEWEST_PERIODS, MOST_PERIODS


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
    listed = values(scene, [period.short for period in periods], facts, manner)
    told = course(scene, label_of(latest), facts, periods, manner)
    return Drawing(
        measure=measure_line(label_of(latest), manner.unit, noun_of(scene.period, *facts)),
        table=series_table(scene, periods, [(label_of(latest), facts, manner)]),
        lead=scene.words.leads["sparkline"].format(takeaway=told),
        values=values_sentence(scene, listed, manner),
        chart=(lambda room: sparkline(room, periods, items)) if has_course(items) else None,
    )
