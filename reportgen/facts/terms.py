"""Stated facts and bare numbers as terms of formulas."""

from __future__ import annotations

from decimal import Decimal

from reportgen.expressions import Constant, End, Input
from reportgen.intervals import ONE, point
from reportgen.model import Fact
from reportgen.units import Dimension

ONE_TERM = Constant(ONE)


def input_of(fact: Fact) -> Input:
    """A fact as an input of a formula, with the interval that it allows."""
    return Input(fact.id, fact.quantity.value, fact.quantity.interval, fact.unit.dimension)


def end_of(fact: Fact, end: End) -> Input:
    """One end of a stated range as a term of a formula; it is exact."""
    interval = fact.quantity.interval
    value = interval.low if end == "low" else interval.high
    return Input(fact.id, value, point(value), fact.unit.dimension, end)


def number_as(value: Decimal, dimension: Dimension) -> Input:
    """A bare number as an input beside others of a dimension; it is exact."""
    return Input("", value, point(value), dimension)
