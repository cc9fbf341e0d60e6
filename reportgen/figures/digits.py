"""How many digits a number may be said with, and in which unit: never finer than its inputs allow."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Decimal

from reportgen.model import Fact, Kind
from reportgen.quantities import ARITHMETIC, SCALES, Quantity, Unit, rounded

DECIMALS_OF_KIND: dict[Kind, int] = {
    "amount": 1,
    "growth": 1,
    "share": 1,
    "margin": 1,
    "ratio": 1,
    "points": 1,
    "multiple": 1,
    "count": 1,
    "duration": 0,
    "rank": 0,
    "rate": 2,
}
LOOSE = Decimal(2)  # steps of the last digit; beyond one step the number is said with "about"
MODES = {  # a bound is never said stronger than it is: more than 10.26 is more than 10.2, not more than 10.3
    "at least": ROUND_FLOOR, "more than": ROUND_FLOOR, "at most": ROUND_CEILING, "less than": ROUND_CEILING,
}  # fmt: skip
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
    """The unit in which a reader says the amount: 29,610 mn as bn, 0.0009 bn as mn; other units stay as they are."""
    unit = quantity.unit
    if unit.kind not in ("currency", "count") or unit.name == "rank":
        return unit
    size = abs(quantity.value)
    if quantity.decimals is not None and unit.factor <= size < unit.factor * 1000:
        return unit
    fitting = [scale for scale in SCALES if size >= SCALES[scale] and scale != "k"]
    if not fitting or SCALES[fitting[-1]] < SCALES["mn"]:
        return unit if size == 0 else unit.scaled("")
    return unit.scaled(fitting[-1])


def supported_decimals(quantity: Quantity, unit: Unit) -> int:
    """The finest decimals that the interval supports: half of it spans at most :data:`LOOSE` steps of the last digit.

    An amount stated as 39.8 supports one decimal; a computed one somewhere from 34.6 to 37.0 supports none.
    """
    if quantity.decimals is not None:  # a stated number has the digits that it was stated with
        shift = int(ARITHMETIC.log10(unit.factor / quantity.unit.factor).to_integral_value())
        return quantity.decimals + shift
    if not quantity.interval.is_finite or not quantity.interval.width:
        return _significant_decimals(ARITHMETIC.divide(quantity.value, unit.factor))
    half = ARITHMETIC.divide(quantity.interval.width, unit.factor * 2)
    return max(COARSEST, int((LOOSE / half).log10().to_integral_value(rounding=ROUND_FLOOR)))


def _significant_decimals(number: Decimal) -> int:
    exponent = number.normalize(ARITHMETIC).as_tuple().exponent
    return max(0, -int(exponent))


def said(fact: Fact, unit: Unit | None = None, decimals: int | None = None) -> Said:
    """Round a fact for display in ``unit`` (its natural one by default), to at most ``decimals``."""
    quantity = fact.quantity
    unit = unit or natural_unit(quantity)
    most = decimals
    if most is None:
        most = (
            fact.metric.decimals if fact.metric.decimals is not None else DECIMALS_OF_KIND[fact.metric.kind]
        )
    if unit.name == "bps":
        most = max(0, most - 2)
    places = min(most, supported_decimals(quantity, unit))
    number = rounded(
        ARITHMETIC.divide(quantity.value, unit.factor), places, MODES.get(quantity.bound, ROUND_HALF_UP)
    )
    ends = (quantity.interval.low, quantity.interval.high)
    certain = quantity.decimals is not None or all(
        end.is_infinite() or _inside(end / unit.factor, number, places) for end in ends
    )
    return Said(number, unit, places, certain)


def _inside(end: Decimal, number: Decimal, places: int) -> bool:
    step = Decimal(1).scaleb(-places)
    return number - step <= end <= number + step
