"""Series: the facts of a measure over time as marks and as a table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from pydantic import Field, model_validator

from reportgen.charts.kind import (
    Gap,
    Scene,
    asked,
    ends_of,
    fact_or_none,
    is_open,
    look_of,
    measure_line,
    size_of,
    value_of,
)  # fmt: skip
from reportgen.charts.parts.items import Item, prioritised
from reportgen.charts.parts.looks import Role
from reportgen.charts.parts.manner import Manner, numbers_in
from reportgen.charts.parts.standing import meant
from reportgen.errors import FormulaError, MissingFact
from reportgen.facts.comparable import history
from reportgen.facts.formulas import names_in
from reportgen.facts.reference import Ref
from reportgen.model import Cell, Fact, Table
from reportgen.periods import Period
from reportgen.setting import Setting

CHANGES = ("growth", "points")  # kinds of metrics whose sign says up or down


class Outlook(Setting):
    """The options of a series that goes on into what is only expected."""

    ahead: int = Field(default=0, ge=0, le=40)  # periods after the brief's
    forecast: str = "forecast"  # the scenario that they are of: guidance, consensus, one's own

    @model_validator(mode="after")
    def _forecast_ahead(self) -> Outlook:
        if "forecast" in self.model_fields_set and not self.ahead:
            raise ValueError(
                "'forecast' says of which scenario the periods ahead are; give their number as 'ahead'"
            )
        return self

    def periods_of(self, scene: Scene, count: int) -> tuple[Period, ...]:
        """The periods to be drawn: those up to the brief's, and those ahead."""
        return (*scene.last(count), *(scene.period.shift(step) for step in range(1, self.ahead + 1)))

    def series_of(self, scene: Scene, expression: str, periods: Sequence[Period]) -> tuple[Fact | None, ...]:
        """The facts of an expression; those ahead in the scenario of the outlook, on the same scale."""
        known = scene.series(expression, periods[: len(periods) - self.ahead])
        if not self.ahead:
            return known
        begun = periods[len(periods) - self.ahead :]
        ahead = [fact_or_none(self.ref_of(scene, expression, period=period, ahead=True)) for period in begun]
        missing = tuple(period for period, fact in zip(begun, ahead, strict=True) if fact is None)
        if missing:
            scene.gaps.append(Gap(f"{expression}.{self.forecast}", missing))
        return history((*known, *ahead))

    def ref_of(self, scene: Scene, expression: str, *, period: Period, ahead: bool) -> Ref:
        """What an expression points at in a period: ``ahead`` in the scenario of the outlook."""
        ref = scene.ref(expression, period)
        return asked(ref, self.forecast) if ahead else ref

    def named(self, periods: Sequence[Period], facts: Sequence[Fact | None]) -> list[str]:
        """The periods in short, each with the scenario that its fact is of: "Q4 25, guidance"."""
        begun = len(facts) - self.ahead
        marks = [fact.scenario.mark if fact and at >= begun else "" for at, fact in enumerate(facts)]
        return [measure_line(period.short, mark) for period, mark in zip(periods, marks, strict=True)]


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
    scene: Scene, periods: Sequence[Period], facts: Sequence[Fact | None], manner: Manner, *, highlight: bool,
    ahead: int = 0,
) -> list[Item]:  # fmt: skip
    """The marks of a series, the last one before those ahead as the subject."""
    last = len(facts) - 1 - ahead
    return prioritised(
        [
            item_of(scene, fact, period.short, manner, subject=highlight and index == last)
            for index, (period, fact) in enumerate(zip(periods, facts, strict=True))
        ]
    )


def toned(items: Sequence[Item], facts: Sequence[Fact | None]) -> list[Item]:
    """Changes up and down told apart; as good and bad where their metric says which is which."""
    known = numbers_in(facts)
    signs = {size_of(fact) for fact in known}
    if not {1, -1} <= signs or any(fact.metric.kind not in CHANGES for fact in known):
        return list(items)
    return [
        replace(item, role=_tone(fact)) if fact and item.role == "prior" else item
        for item, fact in zip(items, facts, strict=True)
    ]


def _tone(fact: Fact) -> Role:
    up = size_of(fact) >= 0
    return meant(1 if up else -1, fact, "up" if up else "down")


def series_table(
    scene: Scene, periods: Sequence[Period], series: Sequence[tuple[str, Sequence[Fact | None], Manner]],
    names: Sequence[str] = (),
) -> Table:  # fmt: skip
    """The values of series by period, a column each."""
    names = names or [period.short for period in periods]
    drawn = [part for part in series if part[1]]
    header = (scene.words.period, *(measure_line(label, manner.unit) for label, _, manner in drawn))
    rows = tuple(
        (Cell(name), *(scene.cell(facts[index], manner) for _, facts, manner in drawn))
        for index, name in enumerate(names)
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
    if not numbers_in(facts):
        raise FormulaError(f"'{expression}' has no value in any of the periods; a line needs one")
