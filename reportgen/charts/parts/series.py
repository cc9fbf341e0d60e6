"""Series: the facts of a measure over time as marks and as a table."""

from __future__ import annotations

from collections.abc import Sequence

from reportgen.charts.kind import Scene, ends_of, is_open, look_of, measure_line, value_of
from reportgen.charts.parts.items import Item
from reportgen.charts.parts.labels import prioritised
from reportgen.charts.parts.looks import Role
from reportgen.charts.parts.manner import Manner
from reportgen.errors import FormulaError, MissingFact
from reportgen.facts.formulas import names_in
from reportgen.model import Cell, Fact, Table
from reportgen.periods import Period


def item_of(
    scene: Scene,
    fact: Fact | None,
    name: str,
    manner: Manner,
    *,
    role: Role | None = None,
    subject: bool = False,
) -> Item:
    """A fact as a mark; a lower bound has an open end; what has no number is a gap that says so."""
    label = scene.labelled(fact, manner)
    if fact is None or fact.quantity.state:
        return Item(name, None, label, "missing")
    look = role or look_of(fact, subject=subject)
    return Item(name, value_of(fact), label, look, is_open(fact), ends_of(fact), scene.key_of(fact))


def series_items(
    scene: Scene, periods: Sequence[Period], facts: Sequence[Fact | None], manner: Manner, *, highlight: bool
) -> list[Item]:
    """The marks of a series, the last one as the subject."""
    last = len(facts) - 1
    return prioritised(
        [
            item_of(scene, fact, period.short, manner, subject=highlight and index == last)
            for index, (period, fact) in enumerate(zip(periods, facts, strict=True))
        ]
    )


def series_table(
    scene: Scene, periods: Sequence[Period], series: Sequence[tuple[str, Sequence[Fact | None], Manner]]
) -> Table:
    """The values of series by period, a column each."""
    drawn = [part for part in series if part[1]]
    header = (scene.words.period, *(measure_line(label, manner.unit) for label, _, manner in drawn))
    rows = tuple(
        (Cell(period.short), *(scene.cell(facts[index], manner) for _, facts, manner in drawn))
        for index, period in enumerate(periods)
    )
    return Table(header, rows)


def required(facts: Sequence[Fact | None], expression: str) -> Fact:
    """The latest fact of a series, a number if there is one. Raises MissingFact when there is none at all."""
    given = [fact for fact in reversed(facts) if fact]
    for fact in (*(fact for fact in given if not fact.quantity.state), *given):
        return fact
    needs = [("metric", name) for name in names_in(expression)]
    raise MissingFact(f"no fact for '{expression}' in any of the periods to be drawn", *needs)


def require_values(expression: str, facts: Sequence[Fact | None]) -> None:
    """Raises FormulaError for a series without a single point."""
    if all(fact is None or fact.quantity.state for fact in facts):
        raise FormulaError(f"'{expression}' has no value in any of the periods; a line needs one")
