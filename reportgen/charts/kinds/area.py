"""Area: how much of something there is over time; several series lie upon one another, in amounts or as shares."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, model_validator

from reportgen.charts.kind import Drawing, Scene, label_of, measure_line, noun_of
from reportgen.charts.parts.annotations import annotated
from reportgen.charts.parts.courses import Course
from reportgen.charts.parts.description import course, drawn, values, values_sentence
from reportgen.charts.parts.lines import line_chart
from reportgen.charts.parts.manner import check_one_axis
from reportgen.charts.parts.outliers import broken, check_heights
from reportgen.charts.parts.series import require_values, required, series_items, series_table
from reportgen.charts.parts.stacking import Parted, several

LAYOUTS = {"absolute": "stacked", "100": "100"}


class Options(Parted):
    """``{series: [cloud, devices], total: group_revenue, stack: 100, periods: 12}``; the first one is the subject."""

    periods: int = Field(default=12, ge=2, le=400)
    stack: Annotated[Literal["absolute", "100"], BeforeValidator(str)] = "absolute"

    @model_validator(mode="after")
    def _shares_of_a_total(self) -> Options:
        if self.stack == "100" and not self.is_several:
            raise ValueError("shares need 'total', the figure that the series are parts of")
        return self


def draw(options: Options, scene: Scene) -> Drawing:
    """An area from zero under a line with its values; several areas with their names at the right."""
    if options.is_several:
        return several(scene, options, LAYOUTS[options.stack], "area")
    [expression], asked_for = options.series, options.periods_of(scene, options.periods)
    facts = options.series_of(scene, expression, asked_for)
    known = facts[: len(facts) - options.ahead]
    latest, periods = required(known, expression), drawn(asked_for, facts)
    check_one_axis(facts)
    require_values(expression, known)
    manner = scene.manner(facts)
    name = options.labels.get(expression, label_of(latest))
    items = series_items(scene, periods, facts, manner, highlight=options.ahead > 0, ahead=options.ahead)
    check_heights(scene, broken([items]), "area")
    only = Course(name, "subject", tuple(items))
    notes = annotated(options, scene, periods, facts, manner)
    short = options.named(periods, facts)
    listed = values(scene, short, facts, manner)
    return Drawing(
        measure=measure_line(name, manner.unit, noun_of(scene.period, *facts)),
        table=series_table(scene, periods, [(name, facts, manner)], short),
        lead=scene.words.leads["area"].format(
            takeaway=course(scene, name, known, periods[: len(known)], manner)
        ),
        values=values_sentence(scene, listed, manner),
        chart=lambda room: line_chart(room, periods, [only], manner, notes, filled=True),
    )
