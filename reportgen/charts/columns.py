"""Columns: one measure over time, with a panel of its growth below where it is asked for."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from pydantic import Field

from reportgen.charts.canvas import Canvas
from reportgen.charts.description import course, values, values_sentence
from reportgen.charts.kind import (
    Drawing,
    Scene,
    ends_of,
    is_open,
    label_of,
    look_of,
    measure_line,
    noun_of,
    value_of,
)
from reportgen.charts.manner import Manner, check_one_axis
from reportgen.charts.moments import drawn
from reportgen.charts.panel import Frame, Item, axis_height, columns, period_axis
from reportgen.errors import MissingFact
from reportgen.facts.formulas import names_in
from reportgen.model import Cell, Fact, Table
from reportgen.periods import Period
from reportgen.setting import Setting

HEIGHTS = {"wide": 190.0, "half": 166.0}
GROWTH_HEIGHT = 66.0
ABOVE_GROWTH = 0.78  # how much of its height the main panel keeps above a panel of growth
NARROW = 450  # CSS px; below it a chart is drawn for half a column


class Options(Setting):
    """``{series: cloud_revenue, periods: 6, growth: cloud_revenue.yoy, highlight: last}``."""

    series: str  # an expression
    periods: int = Field(default=6, ge=2, le=24)  # how many, up to the brief's
    growth: str = ""  # an expression, drawn in a panel of its own below
    highlight: Literal["last", "none"] = "last"  # which column is the subject


def draw(options: Options, scene: Scene) -> Drawing:
    """Columns from zero; a period without a value stays empty and says "n.a."."""
    periods = scene.last(options.periods)
    facts = scene.series(options.series, periods)
    first = required(facts, options.series)
    asked, periods = periods, drawn(periods, facts)
    check_one_axis(facts)
    manner = scene.manner(facts)
    growth = scene.series(options.growth, asked) if options.growth else ()
    growth_manner = scene.manner(growth, signed=True)
    items = series_items(scene, facts, manner, highlight=options.highlight == "last")
    growth_items = series_items(scene, growth, growth_manner, highlight=options.highlight == "last")
    growth_label = label_of(required(growth, options.growth)) if growth else ""
    panel_title = measure_line(growth_label, growth_manner.unit)

    def sketch(width: float) -> Canvas:
        return _sketched(scene, width, periods, items, growth_items, panel_title)

    lead = scene.words.leads["columns"].format(
        takeaway=course(scene, label_of(first), facts, periods, manner)
    )
    listed = values(scene, [period.short for period in periods], facts, manner)
    return Drawing(
        measure=measure_line(label_of(first), manner.unit, noun_of(scene.period, *facts)),
        table=series_table(
            scene, periods, [(label_of(first), facts, manner), (growth_label, growth, growth_manner)]
        ),
        lead=lead,
        values=values_sentence(scene, listed, manner)
        + (
            " "
            + scene.words.ended(
                f"{growth_label}: {values(scene, [p.short for p in periods], growth, growth_manner)}"
            )
            if growth
            else ""
        ),
        sketch=sketch,
    )


def series_items(
    scene: Scene, facts: Sequence[Fact | None], manner: Manner, *, highlight: bool
) -> list[Item]:
    """The marks of a series, the last one as the subject."""
    last = len(facts) - 1
    return [
        Item(
            "", None if fact is None or fact.quantity.state else value_of(fact), scene.labelled(fact, manner)
        )
        if fact is None or fact.quantity.state
        else Item(
            "",
            value_of(fact),
            scene.labelled(fact, manner),
            look_of(fact, subject=highlight and index == last),
            is_open(fact),
            ends_of(fact),
        )
        for index, fact in enumerate(facts)
    ]


def series_table(
    scene: Scene, periods: Sequence[Period], series: Sequence[tuple[str, Sequence[Fact | None], Manner]]
) -> Table:
    """The values of series by period, a column each."""
    drawn = [part for part in series if part[1]]
    header = (scene.words.period, *(measure_line(label, manner.unit) for label, _, manner in drawn))
    rows = tuple(
        (Cell(period.short), *(scene.cell(facts[index], manner) for _, facts, manner in drawn))
        for index, period in enumerate(periods)
    )
    return Table(header, rows)


def required(facts: Sequence[Fact | None], expression: str) -> Fact:
    """The latest fact of a series, a number if there is one. Raises MissingFact when there is none at all."""
    given = [fact for fact in reversed(facts) if fact]
    for fact in (*(fact for fact in given if not fact.quantity.state), *given):
        return fact
    needs = [("metric", name) for name in names_in(expression)]
    raise MissingFact(f"no fact for '{expression}' in any of the periods to be drawn", *needs)


def _sketched(
    scene: Scene, width: float, periods: Sequence[Period], items: list[Item], growth: list[Item], title: str
) -> Canvas:
    height = HEIGHTS["half" if width < NARROW else "wide"]
    canvas = Canvas(scene.theme, width, round(height * ABOVE_GROWTH) + GROWTH_HEIGHT if growth else height)
    frame = Frame(0, 0, width, canvas.height)
    axis = axis_height(canvas, frame, periods)
    if growth:
        top = canvas.height - axis - GROWTH_HEIGHT
        columns(canvas, Frame(0, 2, width, top - 8), items)
        canvas.text(0, top + canvas.size + 2, title, "muted")
        columns(canvas, Frame(0, top + canvas.leading + 4, width, canvas.height - axis - 3), growth)
    else:
        columns(canvas, Frame(0, 2, width, canvas.height - axis - 3), items)
    period_axis(canvas, frame, periods, canvas.height - axis + 3)
    return canvas
