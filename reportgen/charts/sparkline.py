"""Sparkline: the course of a figure in a card, without words; the latest value is the dot."""

from __future__ import annotations

from pydantic import Field

from reportgen.charts.canvas import Canvas
from reportgen.charts.columns import required, series_table
from reportgen.charts.description import course, values, values_sentence
from reportgen.charts.kind import Drawing, Scene, label_of, measure_line, noun_of, value_of
from reportgen.charts.panel import connected
from reportgen.charts.scale import Scale
from reportgen.setting import Setting
from reportgen.settings import FEWEST_PERIODS, MOST_PERIODS

WIDTH, HEIGHT = 96.0, 24.0
FEWEST = 3  # values; fewer make no course
DOT, LONE_DOT = 2.6, 1.4


class Options(Setting):
    """``{series: cloud_revenue.yoy, periods: 6}``."""

    series: str
    periods: int = Field(default=6, ge=FEWEST_PERIODS, le=MOST_PERIODS)


def draw(options: Options, scene: Scene) -> Drawing:
    """A line with gaps; no picture where fewer than three values are known."""
    periods = scene.last(options.periods)
    facts = scene.series(options.series, periods)
    latest = required(facts, options.series)
    manner = scene.manner(facts)
    numbers = [value_of(fact) if fact and not fact.quantity.state else None for fact in facts]
    enough = sum(number is not None for number in numbers) >= FEWEST

    def sketch(width: float) -> Canvas:
        return _sketched(scene, width, numbers)

    return Drawing(
        measure=measure_line(label_of(latest), manner.unit, noun_of(scene.period, *facts)),
        table=series_table(scene, periods, [(label_of(latest), facts, manner)]),
        lead=scene.words.leads["sparkline"].format(
            takeaway=course(scene, label_of(latest), facts, periods, manner)
        ),
        values=values_sentence(
            scene, values(scene, [period.short for period in periods], facts, manner), manner
        ),
        sketch=sketch if enough else None,
    )


def _sketched(scene: Scene, width: float, numbers: list[float | None]) -> Canvas:
    canvas = Canvas(scene.theme, width, HEIGHT)
    known = [number for number in numbers if number is not None]
    low, high = min(known), max(known)
    scale = Scale(low, high, HEIGHT - 4, 4) if high > low else Scale(low - 1, low + 1, HEIGHT - 4, 4)
    step = (width - 8) / (len(numbers) - 1)
    points = [None if number is None else (4 + step * i, scale(number)) for i, number in enumerate(numbers)]
    for run in connected(points):
        if len(run) > 1:
            canvas.line(run, "muted", 1.4)
        else:
            canvas.dot(*run[0], "muted", LONE_DOT)
    last = [point for point in points if point][-1]
    canvas.dot(*last, "accent", DOT)
    return canvas
