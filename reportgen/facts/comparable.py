"""Facts side by side, in a currency in which each of them is stated; and plain words where there is none."""

from __future__ import annotations

from collections.abc import Sequence

from reportgen.errors import FormulaError
from reportgen.model import Fact


def in_one_unit(one: Fact, other: Fact) -> tuple[Fact, Fact]:
    """Two facts that can be compared, in a currency in which both are stated. Raises FormulaError without one."""
    for first in (one, *one.equivalents):
        for second in (other, *other.equivalents):
            if first.unit.dimension == second.unit.dimension:
                return first, second
    raise FormulaError(_refusal(one, other), ("metric", one.metric.id))


def history(facts: Sequence[Fact | None]) -> tuple[Fact | None, ...]:
    """A measure over time, on one scale: each fact in the unit of the latest, as a source states it there.

    Raises FormulaError where one is not stated so: dollars beside yuan, drawn as if they were alike, would mislead.
    """
    numbers = [fact for fact in facts if fact and not fact.quantity.state]
    if not numbers:
        return tuple(facts)
    last = numbers[-1]
    candidates = [
        unit for unit in (last, *last.equivalents) if all(_stated_in(unit, fact) for fact in numbers)
    ]
    if not candidates:
        raise FormulaError(*_miss(last, numbers))
    return tuple(
        _stated_in(candidates[0], fact) if fact and not fact.quantity.state else fact for fact in facts
    )


def _stated_in(unit: Fact, fact: Fact) -> Fact | None:
    """A fact in the unit of another."""
    found = (one for one in (fact, *fact.equivalents) if one.unit.dimension == unit.unit.dimension)
    return next(found, None)


def _miss(last: Fact, numbers: Sequence[Fact]) -> tuple[str, tuple[str, str]]:
    other = next(fact for fact in numbers if not _stated_in(last, fact))
    return _refusal(last, other), ("metric", last.metric.id)


def _refusal(one: Fact, other: Fact) -> str:
    """Why two facts cannot be compared, and what would help."""
    is_money = one.unit.kind == other.unit.kind == "currency"
    what = "currencies" if is_money else "units"
    here, there = one.unit.name or one.unit.kind, other.unit.name or other.unit.kind
    if one.metric.id != other.metric.id:
        help_ = "; add one of them in the other's currency" if is_money else ""
        return (
            f"{one.metric.id} is in {here} and {other.metric.id} in {there}: they cannot be compared{help_}"
        )
    if one.scenario != other.scenario:
        which = other.scenario.mark or "actual"
        return (
            f"{one.metric.id} is in {here} and its {which} in {there}: no comparison across {what}; "
            f"add the {which} in {here}"
        )
    return (
        f"{one.metric.id} is in {here} in {one.period} and in {there} in {other.period}: "
        f"no growth across {what}; add the base in {here}"
    )
