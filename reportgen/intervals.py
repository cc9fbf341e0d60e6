"""Decimal arithmetic as reports are computed with, and intervals whose ends are rounded outward."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import MAX_EMAX, MIN_EMIN, ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Context, Decimal

ZERO = Decimal(0)
ONE = Decimal(1)
INFINITY = Decimal("Infinity")
ARITHMETIC = Context(prec=34, rounding=ROUND_HALF_UP)  # IEEE 754 decimal128; halves go away from zero
# the ends of intervals are rounded outward: an enclosure stays one
DOWN = Context(prec=34, rounding=ROUND_FLOOR)
UP = Context(prec=34, rounding=ROUND_CEILING)
WIDE = Context(prec=400, Emax=MAX_EMAX, Emin=MIN_EMIN)  # for what only moves the point or cuts digits off


@dataclass(frozen=True, slots=True)
class Interval:
    """All values from ``low`` to ``high``, in base units; either end may be infinite."""

    low: Decimal
    high: Decimal

    def __contains__(self, value: Decimal) -> bool:
        return self.low <= value <= self.high

    @property
    def width(self) -> Decimal:
        return self.high - self.low if self.is_finite else INFINITY

    @property
    def is_finite(self) -> bool:
        return self.low.is_finite() and self.high.is_finite()

    def overlaps(self, other: Interval) -> bool:
        return self.low <= other.high and other.low <= self.high

    def gap(self, other: Interval) -> Decimal:
        """By how much two intervals miss each other; zero if they touch."""
        return max(self.low - other.high, other.low - self.high, ZERO)

    def __add__(self, other: Interval) -> Interval:
        return Interval(DOWN.add(self.low, other.low), UP.add(self.high, other.high))

    def __neg__(self) -> Interval:
        return Interval(self.high.copy_negate(), self.low.copy_negate())  # unary minus would round

    def __sub__(self, other: Interval) -> Interval:
        return self + -other

    def __mul__(self, other: Interval) -> Interval:
        ends = [(a, b) for a in (self.low, self.high) for b in (other.low, other.high)]
        return Interval(min(_times(DOWN, *pair) for pair in ends), max(_times(UP, *pair) for pair in ends))

    def __truediv__(self, other: Interval) -> Interval:
        if ZERO in other:
            raise ZeroDivisionError
        ends = [(a, b) for a in (self.low, self.high) for b in (other.low, other.high)]
        return Interval(min(_over(DOWN, *pair) for pair in ends), max(_over(UP, *pair) for pair in ends))


def point(value: Decimal) -> Interval:
    """The interval that holds one exact value."""
    return Interval(value, value)


def _times(context: Context, a: Decimal, b: Decimal) -> Decimal:
    return ZERO if a == 0 or b == 0 else context.multiply(a, b)


def _over(context: Context, a: Decimal, b: Decimal) -> Decimal:
    return ZERO if a == 0 or b.is_infinite() else context.divide(a, b)


def rounded(value: Decimal, decimals: int, mode: str = ROUND_HALF_UP) -> Decimal:
    """Round half away from zero; negative ``decimals`` round to tens, hundreds and so on."""
    result = value.quantize(ONE.scaleb(-decimals), rounding=mode, context=WIDE)
    return result or abs(result)  # never "-0"
