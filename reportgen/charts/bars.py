"""Bars: several measures of one unit, ranked by value; the subject in the accent."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Annotated

from pydantic import BeforeValidator, Field

from reportgen.charts.canvas import Canvas
from reportgen.charts.columns import NARROW
from reportgen.charts.description import values, values_sentence
from reportgen.charts.kind import Drawing, Scene, ends_of, is_open, label_of, look_of, measure_line, value_of
from reportgen.charts.lettering import BOLD, widest, wrapped
from reportgen.charts.line import one_or_more
from reportgen.charts.manner import Manner, check_one_axis
from reportgen.charts.moments import when
from reportgen.charts.panel import Frame, Item, bars
from reportgen.model import Cell, Fact, Table
from reportgen.setting import Setting

ROW, TALL_ROW, BAR = 25.0, 32.0, 15.0
NAMES_SHARE = {"wide": 0.36, "half": 0.42}
CHANGES = ("growth", "points")

Names = Mapping[str, str]


class Options(Setting):
    """``{items: [a.yoy, b.yoy], highlight: [a.yoy], labels: {a.yoy: "A, like for like"}}``."""

    items: tuple[str, ...] = Field(min_length=2, max_length=16)
    highlight: Annotated[tuple[str, ...], BeforeValidator(one_or_more)] = Field(
        default=(),
    )
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

    def sketch(width: float) -> Canvas:
        return _sketched(scene, width, items)

    ordered = [facts[name] for name in ranked]
    title = common_measure(scene, ordered)
    listed = values(scene, [names[name] for name in ranked], ordered, manner)
    return Drawing(
        measure=measure_line(title, manner.unit, when(ordered, scene.period)),
        table=item_table(scene, ordered, [names[name] for name in ranked], manner, title),
        lead=scene.words.leads["bars"].format(
            takeaway=_ranking(scene, ordered, [names[name] for name in ranked], manner)
        ),
        values=values_sentence(scene, listed, manner),
        sketch=sketch,
    )


def named(scene: Scene, facts: Mapping[str, Fact], labels: Names) -> tuple[str, ...]:
    """The names of facts by expression, the author's own first."""
    given = {index: labels[expression] for index, expression in enumerate(facts) if expression in labels}
    return scene.names(list(facts.values()), given)


def item_of(scene: Scene, fact: Fact, name: str, manner: Manner, *, subject: bool) -> Item:
    """A fact as a mark; a lower bound has an open end."""
    if fact.quantity.state:
        return Item(name, None, scene.labelled(fact, manner))
    look = look_of(fact, subject=subject)
    return Item(name, value_of(fact), scene.labelled(fact, manner), look, is_open(fact), ends_of(fact))


def common_measure(scene: Scene, facts: Sequence[Fact]) -> str:
    """What all facts of a chart have in common: one metric's label, or "Growth on the year"."""
    labels = {label_of(fact).removesuffix(f", {fact.entity}") for fact in facts}
    if len(labels) == 1:
        return labels.pop()
    return scene.words.growth_on_the_year if all(_is_yearly(fact) for fact in facts) else ""


def _is_yearly(fact: Fact) -> bool:
    return fact.metric.id.endswith(("_yoy", ".yoy"))


def item_table(
    scene: Scene, facts: Sequence[Fact], names: Sequence[str], manner: Manner, title: str
) -> Table:
    """The values of a chart, a row each."""
    rows = tuple((Cell(name), scene.cell(fact, manner)) for name, fact in zip(names, facts, strict=True))
    return Table(("", measure_line(title or scene.words.value, manner.unit)), rows)


def _ranking(scene: Scene, facts: Sequence[Fact], names: Sequence[str], manner: Manner) -> str:
    known = [(name, fact) for name, fact in zip(names, facts, strict=True) if not fact.quantity.state]
    if len(known) < 2:  # noqa: PLR2004 - a ranking has two ends
        return scene.words.ranked
    (first, largest), (last, smallest) = known[0], known[-1]
    most, least = (scene.said(fact, manner.in_full()) for fact in (largest, smallest))
    return scene.words.ranking.format(first=first, most=most, last=last, least=least)


def _sketched(scene: Scene, width: float, items: Sequence[Item]) -> Canvas:
    share = NAMES_SHARE["half" if width < NARROW else "wide"]
    size = scene.theme.sizes["chart"]
    gutter = min(width * share, widest((item.name for item in items), size, BOLD))
    lines = [wrapped(item.name, gutter, size, BOLD) for item in items]
    gutter = max(widest(rows, size, BOLD) for rows in lines)
    row = TALL_ROW if any(len(rows) > 1 for rows in lines) else ROW
    canvas = Canvas(scene.theme, width, row * len(items) + 2)
    bars(canvas, Frame(0, 1, width, canvas.height - 1), items, gutter, BAR)
    return canvas
