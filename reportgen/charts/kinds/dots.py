"""Dot plot: values of several items on lines of one axis, each at up to three dates or in as many scenarios."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from reportgen.charts.kind import Drawing, Scene, measure_line
from reportgen.charts.parts.beside import NOW, standings
from reportgen.charts.parts.description import when
from reportgen.charts.parts.dotted import Line, dot_chart
from reportgen.charts.parts.ranking import Compared, Expressions, largest_first, ranking


class Options(Compared):
    """``{items: [a, b, c], at: [now, year_ago], sort: value, highlight: a}``."""

    items: Expressions = Field(min_length=2, max_length=50)
    at: Expressions = Field(default=(NOW,), min_length=1, max_length=3)
    sort: Literal["value", "given"] = "value"


def draw(options: Options, scene: Scene) -> Drawing:
    """A line an item, the largest on top; on each a dot a date or a scenario."""
    shown, first = standings(scene, options.items, options.labels, options.at), options.at[0]
    if options.sort == "value":
        shown = shown.ordered(sorted(shown.names, key=lambda key: largest_first(shown.found[key][first])))
    main, manner = shown.column(first), shown.manner
    lines = [
        Line(name, shown.dots(key, subject=key in options.highlight)) for key, name in shown.names.items()
    ]
    moment = "" if len(options.at) > 1 else when(main, scene.period)
    return Drawing(
        measure=measure_line(shown.title, manner.unit, moment),
        table=shown.table(),
        lead=scene.words.leads["dots"].format(takeaway=ranking(scene, main, shown.called, manner)),
        values=shown.values(),
        chart=lambda room: dot_chart(room, lines, shown.legend, manner),
    )
