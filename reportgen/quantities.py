"""Numbers as a report states them: a value, its unit, and the interval that its rounding allows.

"39.8 bn" is any amount from 39.75 to 39.85 bn. Everything computed from it carries such an interval along.
Values are Decimals in base units: currency in whole units, percentages as ratios (34 percent is 0.34),
durations in months, counts in ones.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Context, Decimal, InvalidOperation
from typing import Literal

UnitKind = Literal["currency", "percent", "points", "multiple", "duration", "count", "rate"]
Bound = Literal["", "exact", "about", "at least", "more than", "at most", "less than"]

BOUNDS: tuple[Bound, ...] = ("", "exact", "about", "at least", "more than", "at most", "less than")
ZERO = Decimal(0)
ONE = Decimal(1)
HUNDRED = Decimal(100)
INFINITY = Decimal("Infinity")
HALF = Decimal("0.5")
ARITHMETIC = Context(prec=34, rounding=ROUND_HALF_UP)  # IEEE 754 decimal128; halves go away from zero

SCALES = {"": ONE, "k": Decimal(10**3), "mn": Decimal(10**6), "bn": Decimal(10**9), "tn": Decimal(10**12)}
SCALE_WORDS = {"": "", "k": "thousand", "mn": "million", "bn": "billion", "tn": "trillion"}
DURATIONS = {"months": ONE, "quarters": Decimal(3), "years": Decimal(12)}
PLAIN_COUNTS = frozenset(
    "accounts branches buyers cities countries customers days developers downloads employees funds holdings hours"
    " members merchants models months offices orders patents people points positions products quarters rank shares"
    " sites stores subscribers tonnes units users vehicles visits weeks years".split()
)

_NUMBER = re.compile(r"[-−+]?\d+(\.\d+)?$")


@dataclass(frozen=True, slots=True)
class Unit:
    """How a number is counted: ``CNY bn`` has name ``CNY``, kind ``currency``, scale ``bn``, factor 10^9."""

    kind: UnitKind
    name: str
    scale: str
    factor: Decimal

    @property
    def symbol(self) -> str:
        """The unit as an analyst writes it in the facts file."""
        return f"{self.name} {self.scale}".strip()

    @property
    def dimension(self) -> Dimension:
        """What may be added to what: amounts of one currency, durations, counts of one thing, ratios."""
        if self.kind in ("percent", "points", "multiple"):
            return ()
        if self.kind == "rate":
            over, under = self.name.split(" per ")
            return tuple(sorted(((over, 1), (under, -1))))
        return ((("time" if self.kind == "duration" else self.name), 1),)

    def scaled(self, scale: str) -> Unit:
        """The same unit at another scale (``""``, ``k``, ``mn``, ``bn``, ``tn``)."""
        return replace(self, scale=scale, factor=SCALES[scale])


Dimension = tuple[tuple[str, int], ...]

PERCENT = Unit("percent", "percent", "", Decimal("0.01"))
POINTS = Unit("points", "pp", "", Decimal("0.01"))
BASIS_POINTS = Unit("points", "bps", "", Decimal("0.0001"))
MULTIPLE = Unit("multiple", "x", "", ONE)
_FIXED = {unit.name: unit for unit in (PERCENT, POINTS, BASIS_POINTS, MULTIPLE)}


def currency(code: str, scale: str = "") -> Unit:
    """The unit of an amount of money; ``code`` is ISO 4217."""
    return Unit("currency", code, scale, SCALES[scale])


def count(noun: str, scale: str = "") -> Unit:
    """The unit of a number of things; ``noun`` is their plural."""
    if noun in DURATIONS and not scale:
        return Unit("duration", noun, "", DURATIONS[noun])
    return Unit("count", noun, scale, SCALES[scale])


def parse_unit(text: str, currencies: frozenset[str], nouns: frozenset[str] = PLAIN_COUNTS) -> Unit | None:
    """Read ``CNY bn``, ``percent``, ``pp``, ``bps``, ``x``, ``quarters``, ``downloads mn``; None if unknown."""
    if text in _FIXED:
        return _FIXED[text]
    name, _, scale = text.partition(" ")
    if scale not in SCALES:
        return None
    if name in currencies:
        return currency(name, scale)
    return count(name, scale) if name in nouns else None


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
        return Interval(_plus(self.low, other.low), _plus(self.high, other.high))

    def __neg__(self) -> Interval:
        return Interval(-self.high, -self.low)

    def __sub__(self, other: Interval) -> Interval:
        return self + -other

    def __mul__(self, other: Interval) -> Interval:
        ends = [_times(a, b) for a in (self.low, self.high) for b in (other.low, other.high)]
        return Interval(min(ends), max(ends))

    def __truediv__(self, other: Interval) -> Interval:
        if ZERO in other:
            raise ZeroDivisionError
        return self * Interval(_over_one(other.high), _over_one(other.low))


def point(value: Decimal) -> Interval:
    """The interval that holds one exact value."""
    return Interval(value, value)


def _plus(a: Decimal, b: Decimal) -> Decimal:
    try:
        return ARITHMETIC.add(a, b)
    except InvalidOperation:  # infinity less infinity: anything is possible, the caller's other end says so
        return a


def _times(a: Decimal, b: Decimal) -> Decimal:
    return ZERO if a == 0 or b == 0 else ARITHMETIC.multiply(a, b)


def _over_one(value: Decimal) -> Decimal:
    return ZERO if value.is_infinite() else ARITHMETIC.divide(ONE, value)


@dataclass(frozen=True, slots=True)
class Quantity:
    """A value in base units, the unit in which it is said, the interval it may lie in, and how it is bounded.

    ``state`` is ``""`` for a number, ``n.a.`` when it is not available and ``n.m.`` when it has no meaning (growth
    from a base at or below zero); then value and interval are zero. ``decimals`` are those of the stated text, in
    ``unit``; None when computed.
    """

    value: Decimal
    unit: Unit
    interval: Interval
    bound: Bound = ""
    decimals: int | None = None
    state: Literal["", "n.a.", "n.m."] = ""

    @property
    def is_number(self) -> bool:
        return not self.state

    def __str__(self) -> str:
        if self.state:
            return self.state
        number = f"{(self.value / self.unit.factor).normalize():f} {self.unit.symbol}"
        return f"{self.bound} {number}".strip()


def absent(unit: Unit, state: Literal["n.a.", "n.m."]) -> Quantity:
    """A quantity that is not available or not meaningful."""
    return Quantity(ZERO, unit, point(ZERO), state=state)


def stated(text: str, unit: Unit, bound: Bound = "") -> Quantity:
    """Read a number as it stands in a source: ``39.8`` in ``CNY bn`` is 39.75 to 39.85 bn.

    Counts in ones and whole durations are exact. ``about`` widens the interval to half a unit of the last digit
    that is not a trailing zero ("about 120" is 115 to 125). Raises ValueError when the text is no plain number.
    """
    text = text.strip().replace("−", "-")
    if not _NUMBER.match(text):
        raise ValueError(text)
    number = Decimal(text)
    exponent = int(number.as_tuple().exponent)
    decimals = max(0, -exponent)
    value = ARITHMETIC.multiply(number, unit.factor)
    return Quantity(value, unit, _stated_interval(number, unit, bound), bound, decimals)


def _stated_interval(number: Decimal, unit: Unit, bound: Bound) -> Interval:
    value = ARITHMETIC.multiply(number, unit.factor)
    if bound in ("at least", "more than"):
        return Interval(value, INFINITY)
    if bound in ("at most", "less than"):
        return Interval(-INFINITY, value)
    whole = number == number.to_integral_value()
    if bound == "exact" or (bound == "" and whole and unit.kind in ("count", "duration") and not unit.scale):
        return point(value)
    exponent = (
        int(number.normalize().as_tuple().exponent) if bound == "about" else int(number.as_tuple().exponent)
    )
    half = ARITHMETIC.multiply(HALF.scaleb(exponent), unit.factor)
    return Interval(value - half, value + half)


def rounded(value: Decimal, decimals: int) -> Decimal:
    """Round half away from zero; negative ``decimals`` round to tens, hundreds and so on."""
    step = ONE.scaleb(-decimals)
    result = value.quantize(step, rounding=ROUND_HALF_UP, context=ARITHMETIC)
    return result if result else abs(result)  # never "-0"
