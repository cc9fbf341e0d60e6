"""How a number stands to what it is held against: another number, or a range, as far as rounding tells."""

from __future__ import annotations

from typing import Literal

from reportgen.charts.parts.looks import Role
from reportgen.facts.sizes import are_below_zero
from reportgen.figures.verbs import levels
from reportgen.model import Fact

Standing = Literal["above", "within", "beside", "below", "equal"]  # beside: rounding leaves it open
WAYS = {"above": 1, "below": -1}
TURNED: dict[Standing, Standing] = {"above": "below", "below": "above"}


def standing(now: Fact, other: Fact) -> Standing:
    """How a number stands to a range, or to another number as both are shown; costs below zero by their sizes."""
    if other.quantity.is_range:
        side = _in_range(now, other)
        return TURNED.get(side, side) if are_below_zero((now, other)) else side
    one, two = levels((now, other))
    return "above" if one > two else "below" if one < two else "equal"


def judged(side: Standing, fact: Fact, otherwise: Role = "actual") -> Role:
    """Good or bad by the metric's polarity where a number has left its range or missed its aim."""
    return meant(WAYS.get(side, 0), fact, otherwise)


def meant(way: int, fact: Fact, otherwise: Role = "text") -> Role:
    """More (1) or less (-1) as good or bad, where the metric says which is which."""
    if not way or fact.metric.polarity == "neutral":
        return otherwise
    return "good" if (way > 0) == (fact.metric.polarity == "more is better") else "bad"


def _in_range(now: Fact, other: Fact) -> Standing:
    one, span = now.quantity.interval, other.quantity.interval
    if one.low > span.high:
        return "above"
    if one.high < span.low:
        return "below"
    return "within" if span.low <= one.low and one.high <= span.high else "beside"
