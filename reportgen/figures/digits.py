"""How many digits a number may be said with, and in which unit: never finer than its inputs allow."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Decimal

from reportgen.expressions import inputs, is_sum
from reportgen.intervals import ARITHMETIC, ONE, rounded
from reportgen.model import Derived, Fact, Kind
from reportgen.quantities import Quantity
from reportgen.units import CLOCK, DURATIONS, INDIAN, MINOR, ONES, PERCENT, POINTS, SCALES, Unit

DECIMALS_OF_KIND: dict[Kind, int] = {  # of a computed number; a stated one keeps the digits of its source
    "amount": 1,
    "growth": 1,
    "share": 1,
    "margin": 1,
    "ratio": 1,
    "points": 1,
    "multiple": 1,
    "count": 1,
    "duration": 1,
    "rank": 0,
    "rate": 2,
}
OF_MONEY = 2  # decimals, at least, of a computed amount without a scale: cents
SCALABLE = ("currency", "count", "rate")  # kinds of unit that take a scale
WIDE_OPEN = Decimal(10)  # an interval as wide as this needs no decimals
NEGLIGIBLE = Decimal("1e-12")
UNWIELDY = Decimal(1_000_000)  # from here on a number is said at a larger scale, where that keeps its digits
MOST_AT_A_LARGER = 3  # decimals that it may then have
ROLLS_OVER = Decimal(1000)
LOOSE = Decimal(2)  # steps of the last digit; beyond one step the number is said with "about"
MODES = {  # a bound is never said stronger than it is: more than 10.26 is more than 10.2, not more than 10.3
    "at least": ROUND_FLOOR, "more than": ROUND_FLOOR, "at most": ROUND_CEILING, "less than": ROUND_CEILING,
}  # fmt: skip
FINEST = 28  # as fine as any source
WHOLES: tuple[Kind, ...] = ("share", "margin", "ratio")
COARSEST = -12  # a number known only to within a trillion is not a number any more


@dataclass(frozen=True, slots=True)
class Said:
    """A number ready to be written: its value in ``unit``, rounded to ``decimals``.

    ``certain`` is whether the last digit is right to within one; otherwise the number is said with "about".
    """

    number: Decimal
    unit: Unit
    decimals: int
    certain: bool


def natural_unit(quantity: Quantity) -> Unit:
    """The unit in which a reader says the amount: that of the source, unless the number is unwieldy in it.

    1,234.5 mn stays so, 391035000000 is 391.035 bn, 0.9 bn is 900 mn.
    """
    unit = quantity.unit
    if unit.kind not in SCALABLE or unit.scale in (*MINOR, *INDIAN):
        return unit
    if unit.name in ("rank", *DURATIONS, *CLOCK):
        return unit
    size = abs(ARITHMETIC.divide(quantity.value, unit.factor))
    if not size and not quantity.decimals:  # nothing is no million of anything
        return unit.scaled(ONES)
    if size == 0 or 1 <= size < UNWIELDY or (size < 1 and not unit.scale):
        return unit
    larger = [scale for scale in SCALES if scale != "k" and abs(quantity.value) >= unit.scaled(scale).factor]
    if quantity.decimals is not None and size >= UNWIELDY:
        larger = [scale for scale in larger if keeps_digits(quantity, unit.scaled(scale))]
    fitting = unit.scaled(larger[-1] if larger else ONES)
    return unit if size >= UNWIELDY and fitting.factor < unit.factor else fitting


def keeps_digits(quantity: Quantity, unit: Unit) -> bool:
    """Whether a number can be said in a unit without losing a digit, and without a tail of decimals."""
    if quantity.decimals is not None:
        return supported_decimals(quantity, unit) <= MOST_AT_A_LARGER
    return _significant_decimals(ARITHMETIC.divide(quantity.value, unit.factor)) <= MOST_AT_A_LARGER


def supported_decimals(quantity: Quantity, unit: Unit) -> int:
    """The finest decimals that the interval supports: half of it spans at most :data:`LOOSE` steps of the last digit.

    An amount stated as 39.8 supports one decimal; a computed one somewhere from 34.6 to 37.0 supports none.
    """
    if quantity.decimals is not None:  # a stated number has the digits that it was stated with
        shift = _shift(quantity, unit)
        if shift > 0 and not quantity.unit.scale and not quantity.decimals:  # 391035000000 is 391.035 bn
            return min(shift, _significant_decimals(ARITHMETIC.divide(quantity.value, unit.factor)))
        return quantity.decimals + shift
    if not quantity.interval.is_finite or not quantity.interval.width:
        return _significant_decimals(ARITHMETIC.divide(quantity.value, unit.factor))
    half = ARITHMETIC.divide(quantity.interval.width, unit.factor * 2)
    return max(COARSEST, int((LOOSE / half).log10().to_integral_value(rounding=ROUND_FLOOR)))


def telling_decimals(quantity: Quantity, unit: Unit) -> int:
    """As many as tell the two ends of an interval apart: for a stated number one more than its source gives."""
    if quantity.decimals is not None and quantity.bound != "about":
        return max(0, quantity.decimals + 1 + _shift(quantity, unit))
    width = ARITHMETIC.divide(quantity.interval.width, unit.factor)
    return (
        max(int(width < WIDE_OPEN), -width.adjusted())
        if width
        else _significant_decimals(quantity.value / unit.factor)
    )


def has_width(quantity: Quantity) -> bool:
    """Whether a number is known to within more than what is left of dividing exact ones."""
    return quantity.interval.is_finite and quantity.interval.width > abs(quantity.value) * NEGLIGIBLE


def _shift(quantity: Quantity, unit: Unit) -> int:
    """How many decimals more a number has in a larger unit than in its own."""
    return int(ARITHMETIC.log10(unit.factor / quantity.unit.factor).to_integral_value())


def _significant_decimals(number: Decimal) -> int:
    exponent = number.normalize(ARITHMETIC).as_tuple().exponent
    return max(0, -int(exponent))


def said(fact: Fact, unit: Unit | None = None, decimals: int | None = None) -> Said:
    """Round a fact for display in ``unit`` (its natural one by default), to at most ``decimals``.

    A stated number keeps its digits unless fewer are asked for. What is not zero is not rounded to zero, nor a part to
    the whole, as long as the interval has further digits to tell them apart.
    """
    if unit is None:
        unit = _usual_unit(fact)
        value = _rounded(fact, unit, decimals)
        return _rolled_over(fact, value, decimals)
    return _rounded(fact, unit, decimals)


def _usual_unit(fact: Fact) -> Unit:
    unit = fact.unit
    if fact.metric.scale and unit.kind in SCALABLE:
        return unit.scaled(fact.metric.scale)
    return natural_unit(fact.quantity)


def _rolled_over(fact: Fact, value: Said, decimals: int | None) -> Said:
    """999.96 million with one decimal is 1.0 billion, not 1,000.0 million."""
    unit = value.unit
    exact = abs(ARITHMETIC.divide(fact.quantity.value, unit.factor))
    if exact >= ROLLS_OVER or abs(value.number) < ROLLS_OVER or fact.metric.scale:
        return value
    larger = {"k": "mn", "mn": "bn", "bn": "tn"}.get(unit.scale)
    return _rounded(fact, unit.scaled(larger), decimals) if larger else value


def _rounded(fact: Fact, unit: Unit, decimals: int | None) -> Said:
    quantity = fact.quantity
    exact = ARITHMETIC.divide(quantity.value, unit.factor)
    supported = max(supported_decimals(quantity, unit), _digits_of_a_sum(fact, unit))
    places = min(_most(fact, unit, decimals), supported)
    mode = MODES.get(quantity.bound, ROUND_HALF_UP)
    number = rounded(exact, places, mode)
    telling = -exact.adjusted()
    if (
        number == 0
        and exact
        and (telling <= supported or _has_a_sign(quantity) or _is_about(quantity, supported))
    ):
        places = max(places, telling)
        number = rounded(exact, places, mode)
    asked = decimals if decimals is not None else fact.metric.decimals
    while asked is None and _hides_the_rest(fact, unit, exact, number) and places < supported:
        places += 1
        number = rounded(exact, places, mode)
    ends = [
        ARITHMETIC.divide(end, unit.factor) if end.is_finite() else end
        for end in (quantity.interval.low, quantity.interval.high)
    ]
    if (
        places == supported
        and _is_computed(fact)
        and (places < 0 or bool(fact.unit.dimension))
        and not ends[0] <= number <= ends[1]
    ):
        places = _inner_places(exact, ends, places, FINEST if asked is None else asked)
        number = rounded(exact, places, mode)
    certain = quantity.decimals is not None or all(
        end.is_infinite() or _inside(end, number, places) for end in ends
    )
    return Said(number, unit, places, certain)


def _digits_of_a_sum(fact: Fact, unit: Unit) -> int:
    """The last digit that all parts of a sum or a difference have: a reader who adds them up arrives at no other."""
    term = fact.origin.term if isinstance(fact.origin, Derived) else None
    if term is None or not is_sum(term):
        return COARSEST
    widest = max(part.interval.width for part in inputs(term))
    return -ARITHMETIC.divide(widest, unit.factor).adjusted() if widest and widest.is_finite() else COARSEST


def _has_a_sign(quantity: Quantity) -> bool:
    """Whether a number is known to be above zero, or below, whatever rounding leaves open: that is no "0"."""
    low, high = quantity.interval.low, quantity.interval.high
    return low >= 0 or high <= 0


def _is_about(quantity: Quantity, supported: int) -> bool:
    """Whether it is made of what is said as "about 14" and "about 10": readers take the one from the other."""
    return quantity.bound == "about" and quantity.decimals is None and supported < 0


def _is_computed(fact: Fact) -> bool:
    return fact.quantity.decimals is None and fact.quantity.bound not in MODES


def _inner_places(exact: Decimal, ends: list[Decimal], places: int, most: int) -> int:
    """A digit or two more, where 933, known to be from 910 to 956, would be said as 900, or 6.2 percent as 10."""
    for further in (places + 1, places + 2):
        if further <= most and ends[0] <= rounded(exact, further) <= ends[1]:
            return further
    return places


def _hides_the_rest(fact: Fact, unit: Unit, exact: Decimal, number: Decimal) -> bool:
    """Whether a part would be said to be all of its whole: 99.96 percent as 100.0; or what is left to be nothing."""
    whole = -1 if fact.metric.kind == "growth" else 1
    can_hide = unit.kind == "percent" and (fact.metric.kind in WHOLES or fact.metric.kind == "growth")
    return can_hide and number * unit.factor == whole != exact * unit.factor


def decimals_of(fact: Fact, unit: Unit, asked: int | None) -> int | None:
    """The decimals that are asked for, in a sentence or by the metric; None where nobody has."""
    wanted = fact.metric.decimals if asked is None else asked
    return None if wanted is None else max(0, wanted - _finer(fact, unit))


def _finer(fact: Fact, unit: Unit) -> int:
    """By how many decimals basis points are finer than percent."""
    return 2 * ((unit.name == "bps") - (fact.unit.name == "bps"))  # a point is a hundred basis points


def _most(fact: Fact, unit: Unit, asked: int | None) -> int:
    """The decimals that a number has at most: those asked for; else those of its source, or what its kind needs."""
    if (wanted := decimals_of(fact, unit, asked)) is not None:
        return wanted
    if fact.quantity.decimals is not None:
        return FINEST
    kind = fact.metric.kind
    # From 5.35 to 5.80 percent it is 0.45.
    by_parts = kind == "points" or (kind == "rate" and unit == fact.unit)
    if by_parts and (parts := _decimals_of_parts(fact)) is not None:
        return max(0, max(parts, DECIMALS_OF_KIND[kind]) - _finer(fact, unit))
    if kind in ("amount", "count") and has_width(fact.quantity) and unit == fact.unit:
        return FINEST  # a sum has the digits of its parts, as far as its interval bears them
    if kind in ("amount", "count") and unit.factor > fact.unit.factor:
        return min(
            MOST_AT_A_LARGER, _significant_decimals(ARITHMETIC.divide(fact.quantity.value, unit.factor))
        )
    least = OF_MONEY if unit.kind == "currency" and not unit.scale else 0
    return max(0, max(least, DECIMALS_OF_KIND[kind]) - _finer(fact, unit))


def _decimals_of_parts(fact: Fact) -> int | None:
    """Those of the finest of the stated facts in a sum or a difference, which are in its unit; None for all others."""
    parts = fact.origin.inputs if isinstance(fact.origin, Derived) else ()
    alike = (fact.unit, PERCENT) if fact.unit == POINTS else (fact.unit,)
    decimals = [
        one.quantity.decimals for one in parts if one.unit in alike and one.quantity.decimals is not None
    ]
    return max(decimals) if decimals and len(decimals) == len(parts) else None


def _inside(end: Decimal, number: Decimal, places: int) -> bool:
    step = ONE.scaleb(-places)
    return number - step <= end <= number + step
