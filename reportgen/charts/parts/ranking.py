"""Facts beside one another: their names, what they have in common, their table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from reportgen.charts.kind import Scene, label_of, measure_line, value_of
from reportgen.charts.parts.manner import Manner
from reportgen.model import Cell, Fact, Table

Names = Mapping[str, str]


def one_or_more(value: object) -> object:
    """A single expression where a list may stand."""
    return [value] if isinstance(value, str) else value


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
