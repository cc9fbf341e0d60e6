"""Numbers as a report states them: a value, its unit, and the interval that its rounding allows.

"39.8 bn" is any amount from 39.75 to 39.85 bn. Everything computed from it carries such an interval along.
Values are Decimals in base units: currency in whole units, percentages as ratios (34 percent is 0.34),
durations in months, counts in ones.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import MAX_EMAX, MIN_EMIN, ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Context, Decimal
from typing import Literal

UnitKind = Literal["currency", "percent", "points", "multiple", "duration", "count", "rate"]
Bound = Literal["", "exact", "about", "at least", "more than", "at most", "less than"]

BOUNDS: tuple[Bound, ...] = ("", "exact", "about", "at least", "more than", "at most", "less than")
ZERO = Decimal(0)
ONE = Decimal(1)
INFINITY = Decimal("Infinity")
HALF = Decimal("0.5")
ARITHMETIC = Context(prec=34, rounding=ROUND_HALF_UP)  # IEEE 754 decimal128; halves go away from zero
DOWN = Context(
    prec=34, rounding=ROUND_FLOOR
)  # the ends of intervals are rounded outward: an enclosure stays one
UP = Context(prec=34, rounding=ROUND_CEILING)
WIDE = Context(prec=400, Emax=MAX_EMAX, Emin=MIN_EMIN)  # for what only moves the point or cuts digits off
LONGEST = 28  # digits; no source states more, and exact arithmetic ends soon after

SCALES = {"": ONE, "k": Decimal(10**3), "mn": Decimal(10**6), "bn": Decimal(10**9), "tn": Decimal(10**12)}
SCALE_WORDS = {"": "", "k": "thousand", "mn": "million", "bn": "billion", "tn": "trillion"}
DURATIONS = {"months": ONE, "quarters": Decimal(3), "years": Decimal(12)}
PLAIN_COUNTS = frozenset(
    "accounts branches buyers cities countries customers days developers downloads employees funds holdings hours"
    " members merchants models months offices orders patents people points positions products quarters rank shares"
    " sites stores subscribers tonnes units users vehicles visits weeks years".split()
)

_NUMBER = re.compile(r"[-−+]?[0-9]+(\.[0-9]+)?")


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
    """Read ``CNY bn``, ``percent``, ``pp``, ``bps``, ``x``, ``quarters``, ``downloads mn``, ``CNY per USD``.

    None if it is none of them, nor what ``nouns`` say can be counted.
    """
    if text in _FIXED:
        return _FIXED[text]
    over, per, under = text.partition(" per ")
    if per and over != under and {over, under} <= currencies:
        return Unit("rate", text, "", ONE)
    name, _, scale = text.rpartition(" ") if text not in nouns else (text, "", "")
    if not name:
        name, scale = text, ""
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
        number = (
            f"{ARITHMETIC.divide(self.value, self.unit.factor).normalize(ARITHMETIC):f} {self.unit.symbol}"
        )
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
    if not _NUMBER.fullmatch(text) or len(text.lstrip("+-").replace(".", "")) > LONGEST:
        raise ValueError(text)
    number = Decimal(text)
    exponent = int(number.as_tuple().exponent)
    decimals = max(0, -exponent)
    value = ARITHMETIC.multiply(number, unit.factor) if number else ZERO  # "-0" is 0
    return Quantity(value, unit, _stated_interval(number, unit, bound), bound, decimals)


def _stated_interval(number: Decimal, unit: Unit, bound: Bound) -> Interval:
    value = ARITHMETIC.multiply(number, unit.factor) if number else ZERO
    if bound in ("at least", "more than"):
        return Interval(value, INFINITY)
    if bound in ("at most", "less than"):
        return Interval(-INFINITY, value)
    whole = number == number.to_integral_value()
    if bound == "exact" or (bound == "" and whole and unit.kind in ("count", "duration") and not unit.scale):
        return point(value)
    exact = number.normalize(ARITHMETIC) if bound == "about" and number else number
    exponent = int(exact.as_tuple().exponent)
    half = ARITHMETIC.multiply(HALF.scaleb(exponent), unit.factor)
    return Interval(DOWN.subtract(value, half), UP.add(value, half))


def rounded(value: Decimal, decimals: int, mode: str = ROUND_HALF_UP) -> Decimal:
    """Round half away from zero; negative ``decimals`` round to tens, hundreds and so on."""
    result = value.quantize(ONE.scaleb(-decimals), rounding=mode, context=WIDE)
    return result or abs(result)  # never "-0"
