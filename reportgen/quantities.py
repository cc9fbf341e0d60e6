"""Numbers as a report states them: a value, its unit, and the interval that its rounding allows.

"39.8 bn" is any amount from 39.75 to 39.85 bn. Everything computed from it carries such an interval along.
Values are Decimals in base units: currency in whole units, percentages as ratios (34 percent is 0.34),
durations in months, counts in ones.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from reportgen.intervals import ARITHMETIC, DOWN, INFINITY, UP, ZERO, Interval, point
from reportgen.units import Unit

Bound = Literal["", "exact", "about", "at least", "more than", "at most", "less than", "between"]

BOUNDS: tuple[Bound, ...] = ("", "exact", "about", "at least", "more than", "at most", "less than")
RANGE: Bound = "between"  # of a range, which has two ends; no single number has it
HALF = Decimal("0.5")
LONGEST = 28  # digits; no source states more, and exact arithmetic ends soon after

_NUMBER = re.compile(r"[-−+]?[0-9]+(\.[0-9]+)?")


@dataclass(frozen=True, slots=True)
class Tolerance:
    """What a source allows on either side of a number: so much of its ``unit``, or so many percent of the number."""

    value: Decimal
    unit: Unit
    decimals: int


@dataclass(frozen=True, slots=True)
class Quantity:
    """A value in base units, the unit in which it is said, the interval it may lie in, and how it is bounded.

    ``state`` is ``""`` for a number, ``n.a.`` when it is not available and ``n.m.`` when it has no meaning (growth
    from a base at or below zero); then value and interval are zero. ``decimals`` are those of the stated text, in
    ``unit``; None when computed. Of a range the interval is the range itself, as limits are exact, and the value its
    midpoint; ``tolerance`` is what it was set by, where it was: 54.0, plus or minus 2 percent.
    """

    value: Decimal
    unit: Unit
    interval: Interval
    bound: Bound = ""
    decimals: int | None = None
    state: Literal["", "n.a.", "n.m."] = ""
    tolerance: Tolerance | None = None

    @property
    def is_number(self) -> bool:
        return not self.state

    @property
    def is_range(self) -> bool:
        """Whether it is somewhere between two ends; an interval that rounding leaves makes no range."""
        return self.bound == RANGE

    def __str__(self) -> str:
        if self.state:
            return self.state
        if self.is_range:
            ends = (self._plainly(end) for end in (self.interval.low, self.interval.high))
            return f"{' to '.join(ends)} {self.unit.symbol}"
        return f"{self.bound} {self._plainly(self.value)} {self.unit.symbol}".strip()

    def _plainly(self, value: Decimal) -> str:
        return f"{ARITHMETIC.divide(value, self.unit.factor).normalize(ARITHMETIC):f}"


def absent(unit: Unit, state: Literal["n.a.", "n.m."]) -> Quantity:
    """A quantity that is not available or not meaningful."""
    return Quantity(ZERO, unit, point(ZERO), state=state)


def stated(text: str, unit: Unit, bound: Bound = "") -> Quantity:
    """Read a number as it stands in a source: ``39.8`` in ``CNY bn`` is 39.75 to 39.85 bn.

    Counts in ones and whole durations are exact; what is measured is rounded. ``about`` widens the interval to half a
    unit of the last digit that is not a trailing zero ("about 120" is 115 to 125). Raises ValueError when the text is
    no plain number.
    """
    number = _read(text)
    value = ARITHMETIC.multiply(number, unit.factor) if number else ZERO  # "-0" is 0
    return Quantity(value, unit, _stated_interval(number, unit, bound), bound, _decimals(number))


def stated_range(low: str, high: str, unit: Unit) -> Quantity:
    """Read the two ends of a range as they stand in a source. Raises ValueError for what is no pair of numbers."""
    ends = [_read(text) for text in (low, high)]
    first, last = (ARITHMETIC.multiply(end, unit.factor) if end else ZERO for end in ends)
    middle = ARITHMETIC.divide(ARITHMETIC.add(first, last), Decimal(2))
    return Quantity(middle, unit, Interval(first, last), RANGE, max(map(_decimals, ends)))


def give_or_take(text: str, allowed: str, unit: Unit, of: Unit) -> Quantity:
    """Read ``54.0`` and what a source allows on either side of it, in the unit ``of``: 2 percent, 1.1, 50 bps.

    Percent are taken of the number, unless it is a percentage itself. Raises ValueError for what is no number.
    """
    number, wide = _read(text), abs(_read(allowed))
    value = ARITHMETIC.multiply(number, unit.factor) if number else ZERO
    size = ARITHMETIC.multiply(wide, of.factor)
    half = ARITHMETIC.multiply(abs(value), size) if is_share_of(unit, of) else size
    ends = Interval(DOWN.subtract(value, half), UP.add(value, half))
    return Quantity(
        value, unit, ends, RANGE, _decimals(number), tolerance=Tolerance(size, of, _decimals(wide))
    )


def is_share_of(unit: Unit, of: Unit) -> bool:
    """Whether a tolerance is a share of the number that it goes with, and not in its unit."""
    return of.kind == "percent" and bool(unit.dimension or unit.kind == "multiple")


def _read(text: str) -> Decimal:
    text = text.strip().replace("−", "-")
    if not _NUMBER.fullmatch(text) or len(text.lstrip("+-").replace(".", "")) > LONGEST:
        raise ValueError(text)
    return Decimal(text)


def _decimals(number: Decimal) -> int:
    return max(0, -int(number.as_tuple().exponent))


def _stated_interval(number: Decimal, unit: Unit, bound: Bound) -> Interval:
    value = ARITHMETIC.multiply(number, unit.factor) if number else ZERO
    if bound in ("at least", "more than"):
        return Interval(value, INFINITY)
    if bound in ("at most", "less than"):
        return Interval(-INFINITY, value)
    whole = number == number.to_integral_value()
    if bound == "exact" or (bound == "" and whole and unit.is_counted and not unit.scale):
        return point(value)
    exact = number.normalize(ARITHMETIC) if bound == "about" and number else number
    exponent = int(exact.as_tuple().exponent)
    half = ARITHMETIC.multiply(HALF.scaleb(exponent), unit.factor)
    return Interval(DOWN.subtract(value, half), UP.add(value, half))
