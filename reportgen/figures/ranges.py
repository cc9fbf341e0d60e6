"""How a range is said: "between 55 and 60 million euros", "€55–60mn", "54.0 billion dollars, plus or minus 2 percent".

Its ends are rounded outward, so that what a reader is told holds all that the source gives. What follows from a range
is said as one too. Each function takes what the form of the same name takes.
"""

from __future__ import annotations

from dataclasses import replace
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from typing import Literal

from reportgen.errors import FormulaError, Uncertain
from reportgen.facts import evidence
from reportgen.facts.sizes import are_below_zero
from reportgen.figures.digits import DECIMALS_OF_KIND, Said, decimals_of, said, supported_decimals
from reportgen.figures.written import (
    DASH,
    GROWTH_LIMIT,
    TIED,
    Style,
    compact,
    digits_of,
    minus,
    signed_digits,
    with_unit,
)
from reportgen.intervals import ARITHMETIC, ONE, ZERO, Interval, rounded
from reportgen.model import Derived, Fact
from reportgen.quantities import Tolerance, is_share_of
from reportgen.units import Unit

WIDENED = Decimal("1.05")  # as much wider as rounding may make a computed range, if further digits help
# Of a range: a number known to within less stands at an end that it may have passed.
NARROW_SHARE = Decimal("0.25")
Ends = tuple[Said, Said]
Words = Literal["between", "to"]


def is_said_as_range(fact: Fact) -> bool:
    """Whether a fact is said with two ends; growth beyond the limit is said as more than that."""
    quantity = fact.quantity
    if quantity.state or not quantity.is_range or quantity.interval.low == quantity.interval.high:
        return False
    computed_growth = quantity.decimals is None and fact.metric.kind == "growth"
    return not (computed_growth and quantity.interval.low > GROWTH_LIMIT * Decimal("0.01"))


def long(fact: Fact, style: Style, unit: Unit | None, decimals: int | None, *, plain: bool) -> str:
    """For prose: "between 55 and 60 million euros"; without "between" where the sentence has its own words."""
    given = _as_given(fact, unit, decimals)
    if given:
        return f"{minus(given)}{with_unit(abs(given.number), given, style)}, {_allowed(fact, given, style)}"
    low, high = ends(fact, unit, decimals)
    return joined(low, high, style, "to" if plain else "between")


def short(fact: Fact, style: Style, unit: Unit | None, decimals: int | None) -> str:
    """For cards and labels: "€55–60mn", "$54.0bn ±2%", "−€5mn to €3mn"."""
    given = _as_given(fact, unit, decimals)
    if given:
        return f"{compact(given, style)}{TIED}±{_allowance(fact, given, style)}"
    low, high = ends(fact, unit, decimals)
    if low.number < 0:
        return _to(compact(low, style), compact(high, style), style)
    return compact(high, style, _both(low, high, style))


def signed(fact: Fact, style: Style, unit: Unit | None, decimals: int | None) -> str:
    """A change with its signs: "+4% to +6%"."""
    low, high = (("+" if end.number > 0 else "") + compact(end, style) for end in ends(fact, unit, decimals))
    return _to(low, high, style)


def number(fact: Fact, style: Style, unit: Unit | None, decimals: int | None, *, sign: bool) -> str:
    """The digits alone, for a column whose header names the unit: "55–60", "54.0 ±2%", "+4 to +6"."""
    given = _as_given(fact, unit, decimals)
    if given and not sign:
        return f"{signed_digits(given, style)}{TIED}±{_allowance(fact, given, style, alone=True)}"
    return digits_between(*ends(fact, unit, decimals), style, sign=sign)


def digits_between(low: Said, high: Said, style: Style, *, sign: bool = False) -> str:
    """Two ends without their unit: "55–60", "−5 to 3", "+4 to +6"."""
    if low.number >= 0 and not sign:
        return _both(low, high, style)
    below, above = (
        ("+" if sign and end.number > 0 else "") + signed_digits(end, style) for end in (low, high)
    )
    return _to(below, above, style)


def bare(fact: Fact, style: Style, decimals: int | None) -> str:
    """Digits for prose that names the unit itself: "between 55 and 60"."""
    low, high = ends(fact, None, decimals)
    below, above = (digits_of(end.number, end.decimals, style) for end in (low, high))
    return style.words.bounds.between.format(low=below, high=above)


def sized(fact: Fact, style: Style, words: Words = "to") -> str:
    """The size of a change without its sign: "4 to 6 percent". Raises Uncertain where it may go either way.

    Behind a verb it is "between 4 and 6 percent": what rose 4 to 6 may have risen by 4, up to 6.
    """
    low, high = ends(fact, None, None)
    require_one_way(fact)
    if high.number <= 0:
        low, high = (replace(end, number=abs(end.number)) for end in (high, low))
    return joined(low, high, style, words)


def in_full(fact: Fact, style: Style, decimals: int | None) -> str:
    """Both ends, whatever a range was given by: "55 to 60 million euros"."""
    low, high = ends(fact, None, decimals)
    return joined(low, high, style, "to")


def require_one_way(fact: Fact) -> None:
    """Raises Uncertain for a range that reaches from a fall to a rise."""
    interval = fact.quantity.interval
    if interval.low < 0 < interval.high:
        raise Uncertain(f"{fact.id} is {evidence.said(fact)}: it may rise or fall; say it as a figure")


def way(fact: Fact) -> int:
    """1 for a range of rises, −1 for one of falls. Raises Uncertain for one of both."""
    require_one_way(fact)
    return 1 if fact.quantity.interval.high > 0 else -1


def joined(low: Said, high: Said, style: Style, words: Words) -> str:
    """Two ends in words; the unit stands once, at the second, where it can."""
    texts = [minus(end) + with_unit(abs(end.number), end, style) for end in (low, high)]
    if low.unit.name != "rank":
        texts[0] = digits_of(low.number, low.decimals, style)
    bounds = style.words.bounds
    return (bounds.between if words == "between" else bounds.to).format(low=texts[0], high=texts[1])


def _to(low: str, high: str, style: Style) -> str:
    return style.words.bounds.to.format(low=low, high=high)


def ends(fact: Fact, unit: Unit | None, decimals: int | None) -> Ends:
    """The two ends, rounded outward to the digits of the source, or to as many as tell the ends of a computed one."""
    unit = unit or said(fact).unit
    interval = fact.quantity.interval
    numbers = [ARITHMETIC.divide(end, unit.factor) for end in (interval.low, interval.high)]
    places = _places(fact, unit, decimals, numbers)
    low, high = (
        rounded(end, places, mode) for end, mode in zip(numbers, (ROUND_FLOOR, ROUND_CEILING), strict=True)
    )
    return (
        Said(low, unit, max(0, places), certain=True),
        Said(high, unit, max(0, places), certain=True),
    )


def _places(fact: Fact, unit: Unit, asked: int | None, numbers: list[Decimal]) -> int:
    """The decimals of both ends: at most those asked for, but never so few that they become one number."""
    finest = _finest(fact, unit, numbers)
    wanted = decimals_of(fact, unit, asked)
    places = finest if wanted is None else min(finest, wanted)
    while rounded(numbers[0], places, ROUND_FLOOR) == rounded(numbers[1], places, ROUND_CEILING):
        places += 1
    return places


def _finest(fact: Fact, unit: Unit, numbers: list[Decimal]) -> int:
    quantity = fact.quantity
    if quantity.decimals is not None:
        own = supported_decimals(replace(quantity, tolerance=None), unit)
        exact = max(-int(end.normalize(ARITHMETIC).as_tuple().exponent) for end in numbers)
        return max(own, min(own + 1, exact)) if quantity.tolerance else own  # 54.0 ± 2% is 52.92 to 55.08
    width = numbers[1] - numbers[0]
    most = max(0, 2 - width.adjusted()) if unit.dimension else DECIMALS_OF_KIND[fact.metric.kind]
    for places in range(most):
        if _outer(numbers, places) <= width * WIDENED:
            return places
    return most


def _outer(numbers: list[Decimal], places: int) -> Decimal:
    """How wide a range is whose ends are rounded outward."""
    return rounded(numbers[1], places, ROUND_CEILING) - rounded(numbers[0], places, ROUND_FLOOR)


def _as_given(fact: Fact, unit: Unit | None, decimals: int | None) -> Said | None:
    """The number of a range that was given with a tolerance, if it can be said with all its digits."""
    if fact.quantity.tolerance is None:
        return None
    value = said(fact, unit, decimals)
    whole = value.number * value.unit.factor == fact.quantity.value
    return value if whole else None


def _allowed(fact: Fact, value: Said, style: Style) -> str:
    """What is allowed on either side, in words."""
    allowed = _tolerance(fact, value)
    return style.words.bounds.plus_or_minus.format(allowed=with_unit(allowed.number, allowed, style))


def _allowance(fact: Fact, value: Said, style: Style, *, alone: bool = False) -> str:
    """What is allowed on either side, in short; the digits ``alone`` where the unit stands in a header."""
    allowed = _tolerance(fact, value)
    own = allowed.unit.dimension and allowed.unit == value.unit
    return digits_of(allowed.number, allowed.decimals, style) if alone and own else compact(allowed, style)


def _tolerance(fact: Fact, value: Said) -> Said:
    """A tolerance as it is said: in percent or points as it was given, or in the unit of the number beside it."""
    tolerance = fact.quantity.tolerance or Tolerance(ZERO, value.unit, 0)
    if is_share_of(fact.unit, tolerance.unit) or tolerance.unit.kind == "points":
        return Said(tolerance.value / tolerance.unit.factor, tolerance.unit, tolerance.decimals, certain=True)
    unit = value.unit
    size = ARITHMETIC.divide(tolerance.value, unit.factor)
    decimals = max(tolerance.decimals, -int(size.normalize(ARITHMETIC).as_tuple().exponent))
    return Said(size, unit, decimals, certain=True)


def _both(low: Said, high: Said, style: Style) -> str:
    return DASH.join(digits_of(end.number, end.decimals, style) for end in (low, high))


# Where a number stands in a range -------------------------------------------------------------------------------------


def place_in(fact: Fact) -> Literal["above", "top", "within", "bottom", "below"]:
    """Where a number stands, by its position (0 at the low end, 1 at the high one). Raises Uncertain if unclear.

    It stands at an end when it is that number to its last digit, or cannot be told from it within its own rounding.
    """
    position, interval = fact.quantity.value, fact.quantity.interval
    if ".position_in(" not in fact.metric.id:
        raise FormulaError(
            f"'{fact.metric.id}' is no position in a range; write x.position_in(x.guidance) | placed"
        )
    # A larger cost is above the range.
    if isinstance(fact.origin, Derived) and are_below_zero(fact.origin.inputs):
        position, interval = ONE - position, Interval(ONE - interval.high, ONE - interval.low)
    at_low, at_high = (_is_at(end, position, interval.low, interval.high) for end in (ZERO, ONE))
    if at_low != at_high:
        return "top" if at_high else "bottom"
    if interval.low > 1:
        return "above"
    if interval.high < 0:
        return "below"
    if interval.low >= 0 and interval.high <= 1:
        return "within"
    raise Uncertain(
        f"{fact.id}: rounding leaves open whether it is inside of the range or not; say both as figures"
    )


def _is_at(end: Decimal, position: Decimal, low: Decimal, high: Decimal) -> bool:
    other = ONE - end
    return low <= end <= high and not low <= other <= high and (position == end or high - low <= NARROW_SHARE)
