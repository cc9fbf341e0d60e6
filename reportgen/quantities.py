"""Numbers as a report states them: a value, its unit, and the interval that its rounding allows.

"39.8 bn" is any amount from 39.75 to 39.85 bn. Everything computed from it carries such an interval along.
Values are Decimals in base units: currency in whole units, percentages as ratios (34 percent is 0.34),
durations in months, counts in ones.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from decimal import MAX_EMAX, MIN_EMIN, ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Context, Decimal
from typing import Literal

UnitKind = Literal["currency", "percent", "points", "multiple", "duration", "count", "rate"]
Scale = Literal[
    "", "ones", "k", "mn", "bn", "tn", "lakh", "crore", "lakh crore"
]  # what an author may ask for
Bound = Literal["", "exact", "about", "at least", "more than", "at most", "less than", "between"]

BOUNDS: tuple[Bound, ...] = ("", "exact", "about", "at least", "more than", "at most", "less than")
RANGE: Bound = "between"  # of a range, which has two ends; no single number has it
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
INDIAN = {"lakh": Decimal(10**5), "crore": Decimal(10**7), "lakh crore": Decimal(10**12)}
MINOR = {"cents": Decimal("0.01"), "pence": Decimal("0.01"), "paise": Decimal("0.01")}  # parts of a currency
ONES = "ones"  # the scale of a column that has none
FACTORS = {**SCALES, **INDIAN, **MINOR, ONES: ONE}
MINOR_UNITS = {"GBp": "pence", "GBX": "pence", "pence": "pence"}  # as exchanges and reports write GBP / 100
DURATIONS = {"months": ONE, "quarters": Decimal(3), "years": Decimal(12)}
CLOCK = {"minutes": ONE, "hours": Decimal(60)}
SINGULARS = {
    "people": "person", "children": "child", "men": "man", "women": "woman", "square feet": "square foot",
    "degrees Celsius": "degree Celsius", "GWh": "GWh", "kWh": "kWh", "MWh": "MWh", "TWh": "TWh", "MW": "MW", "GW": "GW",
    "kg": "kg", "t CO2": "t CO2", "t CO2e": "t CO2e", "buses": "bus", "bonuses": "bonus",
}  # fmt: skip
PLAIN_COUNTS = frozenset(
    "accounts barrels beds branches buyers cities countries customers days developers downloads employees funds"
    " hectares holdings hours households kilometres litres members merchants metres minutes models months"
    " offices orders passengers patents patients points positions products quarters rank rooms seats sessions shares"
    " sites stores subscribers tonnes trips units users vehicles visits weeks years".split()
).union(("square metres", "square kilometres"), SINGULARS)
Nouns = Collection[
    str
]  # what can be counted, in the plural; a mapping gives the singular of those that no rule gives

_NUMBER = re.compile(r"[-−+]?[0-9]+(\.[0-9]+)?")
_HUNDREDS = re.compile(r"(?P<number>10[0,]*)(?: (?P<noun>.+))?")  # per 1,000 visits, per 100,000


def factor_of(scale: str) -> Decimal:
    """What a scale multiplies by: 10^6 for ``mn``, 10^7 for ``crore``, a hundredth for ``pence``; ``ones`` is none."""
    return FACTORS[scale]


@dataclass(frozen=True, slots=True)
class Unit:
    """How a number is counted: ``CNY bn`` has name ``CNY``, kind ``currency``, scale ``bn``, factor 10^9.

    A rate has the name ``USD per share``: what stands over in the plural, what stands under in the singular. ``one`` is
    the singular of what is counted, where no rule gives it.
    """

    kind: UnitKind
    name: str
    scale: str
    factor: Decimal
    one: str = ""

    @property
    def symbol(self) -> str:
        """The unit as an analyst writes it in the facts file."""
        over, per, under = self.name.partition(" per ")
        if self.kind == "percent" or not per:
            return f"{self.name} {self.scale}".strip()
        return f"{over} {self.scale}".strip() + per + under

    @property
    def singular(self) -> str:
        """What one of them is called: ``customer``; of a rate, what stands over."""
        return self.one or singular_of(self.name.partition(" per ")[0])

    @property
    def dimension(self) -> Dimension:
        """What may be added to what: amounts of one currency, durations, counts of one thing, ratios."""
        if self.kind in ("percent", "points", "multiple"):
            return ()
        over, *under = self.name.split(" per ")
        parts = {"time" if over in DURATIONS else "clock" if over in CLOCK else self.singular: 1}
        for text in under:
            match = _HUNDREDS.fullmatch(text)
            noun = singular_of(match["noun"] or "") if match else text
            parts[noun] = parts.get(noun, 0) - 1
        return tuple(sorted((noun, power) for noun, power in parts.items() if noun and power))

    @property
    def money(self) -> str:
        """The currency of an amount, or of an amount per something: ``USD`` of ``USD per share``; else nothing."""
        over = self.name.partition(" per ")[0]
        return over if self.kind == "currency" or (self.kind == "rate" and _CODE.fullmatch(over)) else ""

    def scaled(self, scale: str) -> Unit:
        """The same unit at another scale (``k``, ``mn``, ``bn``, ``tn``, ``crore``, ``pence``; ``ones`` for none)."""
        factor = ARITHMETIC.divide(ARITHMETIC.multiply(self.factor, factor_of(scale)), factor_of(self.scale))
        return replace(self, scale="" if scale == ONES else scale, factor=factor)


Dimension = tuple[tuple[str, int], ...]

_CODE = re.compile("[A-Z]{3}")
PERCENT = Unit("percent", "percent", "", Decimal("0.01"))
PER_MILLE = Unit("percent", "per mille", "", Decimal("0.001"))
POINTS = Unit("points", "pp", "", Decimal("0.01"))
BASIS_POINTS = Unit("points", "bps", "", Decimal("0.0001"))
MULTIPLE = Unit("multiple", "x", "", ONE)
_FIXED = {unit.name: unit for unit in (PERCENT, PER_MILLE, POINTS, BASIS_POINTS, MULTIPLE)}


def singular_of(noun: str) -> str:
    """One of what a plural names, by the rules of English spelling: ``branches`` gives ``branch``."""
    head, of, rest = noun.partition(" of ")
    if of:
        return f"{singular_of(head)} of {rest}"
    if noun in SINGULARS:
        return SINGULARS[noun]
    if not noun.endswith("s") or noun.endswith("ss"):
        return noun
    if noun.endswith("ies"):
        return noun[:-3] + "y"
    return noun[:-2] if noun.endswith(("ches", "shes", "sses", "xes")) else noun[:-1]


def plural_of(noun: str) -> str:
    """Many of what a singular names, where no source has named them: ``branch`` gives ``branches``."""
    known = next((many for many, one in SINGULARS.items() if one == noun), "")
    if known or not noun:
        return known
    if noun.endswith(("ch", "sh", "ss", "x")):
        return f"{noun}es"
    return f"{noun[:-1]}ies" if noun.endswith("y") and noun[-2:-1] not in "aeiou" else f"{noun}s"


def currency(code: str, scale: str = "") -> Unit:
    """The unit of an amount of money; ``code`` is ISO 4217."""
    return Unit("currency", code, scale, factor_of(scale))


def count(noun: str, scale: str = "", one: str = "") -> Unit:
    """The unit of a number of things; ``noun`` is their plural."""
    base = {**DURATIONS, **CLOCK}.get(noun)
    if base and not scale:
        return Unit("duration", noun, "", base)
    return Unit("count", noun, scale, factor_of(scale) * (base or ONE), one)


def parse_unit(text: str, currencies: frozenset[str], nouns: Nouns = PLAIN_COUNTS) -> Unit | None:
    """Read ``CNY bn``, ``pence``, ``percent``, ``bps``, ``x``, ``quarters``, ``downloads mn``, ``USD per share``.

    None if it is none of them, nor what ``nouns`` say can be counted.
    """
    if text in _FIXED:
        return _FIXED[text]
    if text in MINOR_UNITS:
        return currency("GBP", MINOR_UNITS[text])
    over, per, under = text.partition(" per ")
    if per:
        return _rate(parse_unit(over, currencies, nouns), under, currencies, nouns)
    if text in nouns:
        return count(text, one=_declared(text, nouns))
    scales = [scale for scale in (*SCALES, *INDIAN, *MINOR) if scale and text.endswith(f" {scale}")]
    scale = max(scales, key=len, default="")
    name = text.removesuffix(f" {scale}") if scale else text
    if name in currencies:
        return currency(name, scale)
    return count(name, scale, _declared(name, nouns)) if name in nouns and scale not in MINOR else None


def _rate(over: Unit | None, under: str, currencies: frozenset[str], nouns: Nouns) -> Unit | None:
    """So much of one thing per one, or per hundred thousand, of another."""
    if over is None or over.kind not in ("currency", "count", "duration"):
        return None
    parts, factor = [], over.factor
    for part in under.split(" per "):
        match = _HUNDREDS.fullmatch(part)
        if match:
            number = Decimal(match["number"].replace(",", ""))
            factor = ARITHMETIC.divide(factor, number)
            noun = match["noun"] or ""
            known = not noun or _one(noun, nouns)
            parts.append(f"{number:,} {noun}".strip())
        else:
            known = part if part in currencies else _one(part, nouns)
            parts.append(str(known))
        if not known or part == over.name:
            return None
    return Unit("rate", " per ".join((over.name, *parts)), over.scale, factor, over.one)


def _declared(noun: str, nouns: Nouns) -> str:
    return str(nouns[noun]) if isinstance(nouns, Mapping) else ""


def _one(noun: str, nouns: Nouns) -> str:
    """The singular of a noun that may stand in either number; nothing where it is not known."""
    ones = {many: _declared(many, nouns) or singular_of(many) for many in nouns}
    return ones.get(noun) or (noun if noun in ones.values() else "")


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

    Counts in ones and whole durations are exact. ``about`` widens the interval to half a unit of the last digit
    that is not a trailing zero ("about 120" is 115 to 125). Raises ValueError when the text is no plain number.
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
