"""Dot plot: values of several items on lines of one axis, each at up to three dates or in as many scenarios."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BeforeValidator, Field

from reportgen.charts.kind import Drawing, Scene, measure_line, value_of
from reportgen.charts.parts.beside import (
    NOW,
    check_standings,
    dot_of,
    heading,
    standing,
    standing_roles,
    standings_table,
    standings_values,
)
from reportgen.charts.parts.dotted import Line, dot_chart
from reportgen.charts.parts.manner import check_one_axis
from reportgen.charts.parts.moments import when
from reportgen.charts.parts.ranking import Names, common_measure, named, one_or_more, ranking
from reportgen.model import Fact
from reportgen.setting import Setting


class Options(Setting):
    """``{items: [a, b, c], at: [now, year_ago], sort: value, highlight: a}``."""

    items: Annotated[tuple[str, ...], BeforeValidator(one_or_more)] = Field(min_length=2, max_length=50)
    at: Annotated[tuple[str, ...], BeforeValidator(one_or_more)] = Field(
        default=(NOW,), min_length=1, max_length=3
    )
    sort: Literal["value", "given"] = "value"
    highlight: Annotated[tuple[str, ...], BeforeValidator(one_or_more)] = ()
    labels: Names = Field(default={})


def draw(options: Options, scene: Scene) -> Drawing:
    """A line an item, the largest on top; on each a dot a date or a scenario."""
    check_standings(options.at, scene)
    now = {expression: scene.fact(expression) for expression in options.items}
    found = {key: [standing(scene, key, name) for name in options.at] for key in now}
    every = [fact for facts in found.values() for fact in facts]
    check_one_axis(every)
    manner, roles = scene.manner(every), standing_roles(scene, options.at)
    names = dict(zip(now, named(scene, now, options.labels), strict=True))
    order = sorted(now, key=lambda key: _rank(found[key][0])) if options.sort == "value" else list(now)
    heads = {name: heading(scene, now.values(), name) for name in options.at}
    lines = []
    for key in order:
        subject = key in options.highlight
        dots = [
            dot_of(scene, fact, (names[key], heads[name]), manner, roles[name], subject=subject)
            for name, fact in zip(options.at, found[key], strict=True)
        ]
        lines.append(Line(names[key], tuple(dots)))
    called, title = [names[key] for key in order], common_measure(scene, list(now.values()))
    columns = {heads[name]: [found[key][at] for key in order] for at, name in enumerate(options.at)}
    main, legend = next(iter(columns.values())), {role: heads[name] for name, role in roles.items()}
    return Drawing(
        measure=measure_line(title, manner.unit, "" if len(columns) > 1 else when(main, scene.period)),
        table=standings_table(scene, called, columns, manner, title),
        lead=scene.words.leads["dots"].format(takeaway=ranking(scene, main, called, manner)),
        values=standings_values(scene, called, columns, manner),
        chart=lambda room: dot_chart(room, lines, legend, manner, scene.ledger.style),
    )


def _rank(fact: Fact | None) -> tuple[bool, float]:
    """The largest first; what has no value stands last."""
    known = fact is not None and not fact.quantity.state
    return not known, -value_of(fact) if fact and known else 0.0
