"""What rounding leaves open of a figure, beside its value: "910 to 957" of RMB 930 million.

The ends are rounded outward, in the unit of the value and no finer than tells something; the value as it is said lies
between them.
"""

from __future__ import annotations

from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

from reportgen.figures.digits import Said, said
from reportgen.figures.written import DASH, TIED, Style, signed_digits
from reportgen.intervals import ARITHMETIC, rounded
from reportgen.model import Fact

MOST_DECIMALS = 4  # an end is said no finer than this, unless its value is
WIDENED = Decimal("1.5")  # as much wider as rounding the ends outward may make what is left open
COARSEST = -15  # a quadrillion


def left_open(fact: Fact, style: Style, *, short: bool = False) -> str:
    """Both ends of the interval of a figure that is said as one number, without their unit.

    ``short`` is for columns: "910–957", and "−9 to −8" where a dash would meet a minus; no line is broken within it.
    """
    value = said(fact)
    interval = fact.quantity.interval
    ends = [ARITHMETIC.divide(end, value.unit.factor) for end in (interval.low, interval.high)]
    places = _places(ends, max(MOST_DECIMALS, value.decimals + 1))
    while not _outward(ends, places)[0] <= value.number <= _outward(ends, places)[1] and places > COARSEST:
        places -= 1  # a value of few digits may lie beside its own interval: 900 of 910.6 to 956.3
    outward = _outward(ends, places)
    low, high = (signed_digits(Said(end, value.unit, max(0, places), certain=True), style) for end in outward)
    if short and outward[0] >= 0:
        return f"{low}{DASH}{high}"
    between = style.words.bounds.to.format(low=low, high=high)
    return between.replace(" ", TIED) if short else between


def _places(ends: list[Decimal], most: int) -> int:
    """As few decimals as keep the ends, rounded outward, near where they are."""
    width = ends[1] - ends[0]
    for places in range(most):
        low, high = _outward(ends, places)
        if high - low <= width * WIDENED:
            return places
    return most


def _outward(ends: list[Decimal], places: int) -> tuple[Decimal, Decimal]:
    return rounded(ends[0], places, ROUND_FLOOR), rounded(ends[1], places, ROUND_CEILING)
