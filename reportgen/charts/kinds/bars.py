"""Bars: several measures of one unit, ranked by value; the subject in the accent."""

from __future__ import annotations

from dataclasses import replace

from pydantic import Field

from reportgen.charts.kind import Drawing, Scene, measure_line
from reportgen.charts.parts.bars import bar_chart
from reportgen.charts.parts.description import when
from reportgen.charts.parts.outliers import broken, shortened
from reportgen.charts.parts.ranking import (
    Compared,
    asked_for,
    common_measure,
    itemised,
    largest_first,
    ranking,
)
from reportgen.charts.parts.series import CHANGES, item_of


class Options(Compared):
    """``{items: [a.yoy, b.yoy], highlight: [a.yoy], labels: {a.yoy: "A, like for like"}}``."""

    items: tuple[str, ...] = Field(min_length=2, max_length=50)


def draw(options: Options, scene: Scene) -> Drawing:
    """Bars from zero, the largest on top; what has no value stands last."""
    known, called = asked_for(scene, options.items, options.labels)
    ranked = sorted(known, key=lambda key: largest_first(known[key]))
    facts, names = [known[key] for key in ranked], [called[key] for key in ranked]
    manner = scene.manner(facts, signed=all(fact.metric.kind in CHANGES for fact in facts))
    items = [
        item_of(scene, known[key], called[key], manner, subject=key in options.highlight) for key in ranked
    ]
    [items] = broken([items])
    title = common_measure(scene, facts)
    drawing = itemised(
        scene, "bars", facts, names, manner, lambda room: bar_chart(items, room), title=title,
        measure=measure_line(title, manner.unit, when(facts, scene.period)),
        takeaway=ranking(scene, facts, names, manner),
    )  # fmt: skip
    return replace(drawing, values=f"{drawing.values} {shortened(items, scene.words)}".strip())
