"""Stated facts and bare numbers as terms of formulas."""

from __future__ import annotations

from decimal import Decimal

from reportgen.expressions import Constant, End, Input
from reportgen.intervals import ONE, point
from reportgen.model import Fact, Scenario, Stated
from reportgen.units import Dimension

ONE_TERM = Constant(ONE)
# Whose bounds leave a number open.
NEVER_SET = {Scenario.ACTUAL, Scenario.PRIOR, Scenario.CONSENSUS, Scenario.CLAIM}
LIMITS: dict[str, End] = {"at least": "low", "more than": "low", "at most": "high", "less than": "high"}


def input_of(fact: Fact) -> Input:
    """A fact as an input of a formula, with the interval that it allows."""
    return Input(fact.id, fact.quantity.value, fact.quantity.interval, fact.unit.dimension)


def end_of(fact: Fact, end: End) -> Input:
    """One end of a stated range as a term of a formula; it is exact."""
    interval = fact.quantity.interval
    value = interval.low if end == "low" else interval.high
    return Input(fact.id, value, point(value), fact.unit.dimension, end)


def limit_of(fact: Fact) -> Input | None:
    """The limit of what was set as a floor or a ceiling, such as a target of at most 40 percent; None of all else.

    Such a bound leaves nothing open: what is held against it is held against its one end, which is exact.
    """
    end = LIMITS.get(fact.quantity.bound)
    if end is None or fact.scenario in NEVER_SET or not isinstance(fact.origin, Stated):
        return None
    return end_of(fact, end)


def number_as(value: Decimal, dimension: Dimension) -> Input:
    """A bare number as an input beside others of a dimension; it is exact."""
    return Input("", value, point(value), dimension)
