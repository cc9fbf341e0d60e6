"""Lines: measures over time, named at their ends; a period without a value stays a gap."""

from __future__ import annotations

from collections.abc import Sequence

from pydantic import Field

from reportgen.charts.kind import Drawing, Scene, label_of, measure_line, noun_of
from reportgen.charts.parts.annotations import Annotatable, annotated
from reportgen.charts.parts.courses import Course
from reportgen.charts.parts.description import course, drawn, values, values_sentence
from reportgen.charts.parts.lines import line_chart
from reportgen.charts.parts.looks import Role
from reportgen.charts.parts.manner import Manner, check_one_axis
from reportgen.charts.parts.outliers import broken, check_heights
from reportgen.charts.parts.ranking import Expressions
from reportgen.charts.parts.series import Outlook, require_values, required, series_items, series_table
from reportgen.model import Fact
from reportgen.periods import Period

# Of the first lines; those after them as the last.
ROLES: tuple[Role, ...] = ("subject", "actual", "part", "prior")


class Options(Annotatable, Outlook):
    """``{series: [cloud_revenue.yoy, group_revenue.yoy], periods: 8}``; the first one is the subject."""

    series: Expressions = Field(min_length=1, max_length=12)
    periods: int = Field(default=8, ge=2, le=400)


def draw(options: Options, scene: Scene) -> Drawing:
    """Lines with the latest value and the name at the right; a single line has every value that fits."""
    periods = options.periods_of(scene, options.periods)
    series = [options.series_of(scene, expression, periods) for expression in options.series]
    known = [facts[: len(periods) - options.ahead] for facts in series]
    latest = [required(facts, expression) for facts, expression in zip(known, options.series, strict=True)]
    periods = drawn(periods, *series)
    check_one_axis(fact for facts in series for fact in facts)
    manner = scene.manner(fact for facts in series for fact in facts)
    for expression, facts in zip(options.series, known, strict=True):
        require_values(expression, facts)
    courses = [
        _course(scene, periods, facts, manner, name, ROLES[min(index, len(ROLES) - 1)], options.ahead)
        for index, (facts, name) in enumerate(zip(series, _names(scene, latest), strict=True))
    ]
    cut, drawn_as = broken([one.items for one in courses]), "lines" if len(courses) > 1 else "line"
    check_heights(scene, cut, drawn_as, [one.name for one in courses])
    told = [
        course(scene, label_of(fact), facts, periods[: len(facts)], manner)
        for fact, facts in zip(latest, known, strict=True)
    ]
    notes = annotated(options, scene, periods, latest, manner)
    short = options.named(periods, series[0])
    listed = [
        (f"{label_of(fact)}: " if len(latest) > 1 else "") + values(scene, short, facts, manner)
        for fact, facts in zip(latest, series, strict=True)
    ]
    return Drawing(
        measure=measure_line(_common(scene, latest), manner.unit, noun_of(scene.period, *latest)),
        table=series_table(
            scene,
            periods,
            [(label_of(fact), facts, manner) for fact, facts in zip(latest, series, strict=True)],
            short,
        ),
        lead=scene.words.leads["line"].format(takeaway="; ".join(told)),
        values=values_sentence(scene, "; ".join(listed), manner),
        chart=lambda room: line_chart(room, periods, courses, manner, notes),
    )


def _course(
    scene: Scene,
    periods: Sequence[Period],
    facts: Sequence[Fact | None],
    manner: Manner,
    name: str,
    role: Role,
    ahead: int,
) -> Course:
    items = series_items(scene, periods, facts, manner, highlight=ahead > 0, ahead=ahead)
    return Course(name, role, tuple(items))


def _names(scene: Scene, latest: Sequence[Fact]) -> Sequence[str]:
    return scene.names(latest) if len(latest) > 1 else [""]


def _common(scene: Scene, facts: Sequence[Fact]) -> str:
    """What the lines have in common: a single one's label, or "Growth on the year"."""
    if len(facts) == 1:
        return label_of(facts[0])
    return scene.words.growth_on_the_year if all(fact.metric.kind == "growth" for fact in facts) else ""
