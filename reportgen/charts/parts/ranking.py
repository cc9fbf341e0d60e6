"""Facts beside one another: their names, what they have in common, their table."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Annotated, Any

from pydantic import BeforeValidator, Field

from reportgen.charts.kind import Drawing, Scene, label_of, measure_line, value_of
from reportgen.charts.parts.description import values, values_sentence
from reportgen.charts.parts.manner import Manner, check_one_axis
from reportgen.model import Cell, Fact, Table
from reportgen.setting import Setting

Names = Mapping[str, str]


def one_or_more(value: object) -> object:
    """A single expression where a list may stand."""
    return [value] if isinstance(value, str) else value


Expressions = Annotated[tuple[str, ...], BeforeValidator(one_or_more)]


class Compared(Setting):
    """The options of a chart that sets items beside one another."""

    highlight: Expressions = ()
    labels: Names = Field(default={})  # names by expression, where the metrics' short labels would not do


def asked_for(
    scene: Scene, expressions: Sequence[str], labels: Names
) -> tuple[Mapping[str, Fact], Mapping[str, str]]:
    """The facts of expressions, which stand on one axis, and their names. Raises FormulaError."""
    facts = {expression: scene.fact(expression) for expression in expressions}
    check_one_axis(facts.values())
    return facts, dict(zip(facts, named(scene, facts, labels), strict=True))


def itemised(  # noqa: PLR0913 - what is said of them, and how
    scene: Scene, kind: str, facts: Sequence[Fact], names: Sequence[str], manner: Manner,
    chart: Callable[..., Any], *, measure: str, takeaway: str, title: str = "",
) -> Drawing:  # fmt: skip
    """A chart whose table and text have a value an item."""
    return Drawing(
        measure=measure,
        table=item_table(scene, facts, names, manner, title),
        lead=scene.words.leads[kind].format(takeaway=takeaway),
        values=values_sentence(scene, values(scene, names, facts, manner), manner),
        chart=chart,
    )


def largest_first(fact: Fact | None) -> tuple[bool, float]:
    """What a fact is sorted by; what has no value stands last."""
    known = fact is not None and not fact.quantity.state
    return not known, -value_of(fact) if fact and known else 0.0


def named(scene: Scene, facts: Mapping[str, Fact], labels: Names) -> tuple[str, ...]:
    """The names of facts by expression, the author's own first."""
    given = {index: labels[expression] for index, expression in enumerate(facts) if expression in labels}
    return scene.names(list(facts.values()), given)


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


def ranking(scene: Scene, facts: Sequence[Fact | None], names: Sequence[str], manner: Manner) -> str:
    """Which of several is largest and which smallest, in a sentence."""
    known = [
        (name, fact) for name, fact in zip(names, facts, strict=True) if fact and not fact.quantity.state
    ]
    known.sort(key=lambda pair: -value_of(pair[1]))
    if len(known) < 2:  # noqa: PLR2004 - a ranking has two ends
        return scene.words.ranked
    (first, largest), (last, smallest) = known[0], known[-1]
    most, least = (scene.said(fact, manner.in_full()) for fact in (largest, smallest))
    return scene.words.ranking.format(first=first, most=most, last=last, least=least)
