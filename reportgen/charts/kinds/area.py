"""Area: how much of something there is over time; several series lie upon one another, in amounts or as shares."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field

from reportgen.charts.kind import Drawing, Scene, label_of, measure_line, noun_of
from reportgen.charts.parts.annotations import Annotatable, annotated
from reportgen.charts.parts.description import course, values, values_sentence
from reportgen.charts.parts.lines import Course, line_chart
from reportgen.charts.parts.manner import Manner, check_one_axis
from reportgen.charts.parts.moments import drawn
from reportgen.charts.parts.pointers import Pointers
from reportgen.charts.parts.ranking import Names, one_or_more
from reportgen.charts.parts.room import Room
from reportgen.charts.parts.series import require_values, required, series_items, series_table
from reportgen.charts.parts.stacking import Asked, several
from reportgen.periods import Period

LAYOUTS = {"absolute": "stacked", "100": "100"}


class Options(Annotatable):
    """``{series: [cloud, devices], total: group_revenue, stack: 100, periods: 12}``; the first one is the subject."""

    series: Annotated[tuple[str, ...], BeforeValidator(one_or_more)] = Field(min_length=1, max_length=20)
    periods: int = Field(default=12, ge=2, le=400)
    stack: Annotated[Literal["absolute", "100"], BeforeValidator(str)] = "absolute"
    total: str = ""  # what they are parts of: what is left of it is drawn too
    rest: str = ""  # "Other" by default
    labels: Names = Field(default={})


def draw(options: Options, scene: Scene) -> Drawing:
    """An area from zero under a line with its values; several areas with their names at the right."""
    if len(options.series) > 1 or options.total:
        layout = LAYOUTS[options.stack]
        asked = Asked(
            options.series, options.periods, layout, "area", options.total, options.rest, options.labels
        )
        return several(scene, asked, options)
    [expression], asked_for = options.series, scene.last(options.periods)
    facts = scene.series(expression, asked_for)
    latest, periods = required(facts, expression), drawn(asked_for, facts)
    check_one_axis(facts)
    require_values(expression, facts)
    manner = scene.manner(facts)
    name = options.labels.get(expression, label_of(latest))
    only = Course(name, "subject", tuple(series_items(scene, periods, facts, manner, highlight=False)))
    notes = annotated(options, scene, periods, facts, manner)
    listed = values(scene, [period.short for period in periods], facts, manner)
    return Drawing(
        measure=measure_line(name, manner.unit, noun_of(scene.period, *facts)),
        table=series_table(scene, periods, [(name, facts, manner)]),
        lead=scene.words.leads["area"].format(takeaway=course(scene, name, facts, periods, manner)),
        values=values_sentence(scene, listed, manner),
        chart=lambda room: chart(room, periods, [only], manner, scene, notes),
    )


def chart(
    room: Room, periods: Sequence[Period], courses: Sequence[Course], manner: Manner, scene: Scene, notes: Pointers
) -> Any:  # fmt: skip  # noqa: ANN401 - Altair's
    """A line over the area that it bounds."""
    return line_chart(room, periods, courses, manner, scene.ledger.style, notes, filled=True)
