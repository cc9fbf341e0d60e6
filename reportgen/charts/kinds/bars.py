"""Bars: several measures of one unit, ranked by value; the subject in the accent."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Any

from pydantic import BeforeValidator, Field

from reportgen.charts.kind import Drawing, Scene, measure_line, value_of
from reportgen.charts.parts.bars import bar_chart
from reportgen.charts.parts.description import values, values_sentence
from reportgen.charts.parts.items import Item
from reportgen.charts.parts.manner import check_one_axis
from reportgen.charts.parts.moments import when
from reportgen.charts.parts.ranking import Names, common_measure, item_table, named, one_or_more, ranking
from reportgen.charts.parts.room import Room
from reportgen.charts.parts.series import item_of
from reportgen.setting import Setting

CHANGES = ("growth", "points")


class Options(Setting):
    """``{items: [a.yoy, b.yoy], highlight: [a.yoy], labels: {a.yoy: "A, like for like"}}``."""

    items: tuple[str, ...] = Field(min_length=2, max_length=50)
    highlight: Annotated[tuple[str, ...], BeforeValidator(one_or_more)] = Field(default=())
    labels: Names = Field(default={})  # names by expression, where the metrics' short labels would not do


def draw(options: Options, scene: Scene) -> Drawing:
    """Bars from zero, the largest on top; what has no value stands last."""
    facts = {expression: scene.fact(expression) for expression in options.items}
    check_one_axis(facts.values())
    names = dict(zip(facts, named(scene, facts, options.labels), strict=True))
    ranked = sorted(facts, key=lambda name: (bool(facts[name].quantity.state), -value_of(facts[name])))
    manner = scene.manner(facts.values(), signed=all(fact.metric.kind in CHANGES for fact in facts.values()))
    items = [
        item_of(scene, facts[name], names[name], manner, subject=name in options.highlight) for name in ranked
    ]
    ordered, called = [facts[name] for name in ranked], [names[name] for name in ranked]
    title = common_measure(scene, ordered)
    return Drawing(
        measure=measure_line(title, manner.unit, when(ordered, scene.period)),
        table=item_table(scene, ordered, called, manner, title),
        lead=scene.words.leads["bars"].format(takeaway=ranking(scene, ordered, called, manner)),
        values=values_sentence(scene, values(scene, called, ordered, manner), manner),
        chart=lambda room: chart(room, items),
    )


def chart(room: Room, items: Sequence[Item]) -> Any:  # noqa: ANN401 - Altair's
    """A bar each, its name at the left and its value at its end."""
    return bar_chart(items, room)
