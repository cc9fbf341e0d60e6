"""Forms of words for amounts: in prose, on cards and labels, in columns, and as the range that rounding leaves."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import ROUND_CEILING, ROUND_FLOOR

from reportgen.errors import FormulaError
from reportgen.figures import ranges
from reportgen.figures.digits import SCALABLE, Said, said, telling_decimals
from reportgen.figures.written import (
    Style,
    bounded,
    compact,
    digits_of,
    minus,
    shown,
    sign_of_bound,
    signed_digits,
    size_of,
    with_unit,
)
from reportgen.intervals import rounded
from reportgen.model import Fact
from reportgen.units import INDIAN, MINOR, SCALES, Unit

COLUMN_SCALES = (*SCALES, *INDIAN, *MINOR, "ones")


def long(fact: Fact, style: Style, decimals: int | None = None, plain: bool = False, scale: str = "") -> str:
    """For prose: "39.8 billion yuan", "34 percent", "more than 10 million downloads", "about 10 percent"."""
    if ranges.is_said_as_range(fact):
        return ranges.long(fact, style, _at_scale(fact, scale), decimals, plain=plain)
    value = said(fact, _at_scale(fact, scale), decimals)
    words = minus(shown(fact, value)) + size_of(fact, value, style)
    return words if plain else bounded(fact, value, words, style)


def short(fact: Fact, style: Style, decimals: int | None = None, scale: str = "") -> str:
    """For cards and labels: "RMB 39.8bn", "34%", "~RMB 120bn", ">10mn", "€55–60mn"."""
    if ranges.is_said_as_range(fact):
        return ranges.short(fact, style, _at_scale(fact, scale), decimals)
    value = said(fact, _at_scale(fact, scale), decimals)
    return sign_of_bound(fact, value) + compact(shown(fact, value), style)


def _at_scale(fact: Fact, scale: str) -> Unit | None:
    """The unit of a figure at a scale; None where it is said in its own."""
    if scale not in COLUMN_SCALES:
        raise FormulaError(f"scale '{scale}'; expected one of {', '.join(filter(None, COLUMN_SCALES))}")
    return fact.unit.scaled(scale) if scale and fact.unit.kind in SCALABLE else None


def signed(fact: Fact, style: Style, decimals: int | None = None, scale: str = "") -> str:
    """A change with its sign: "+34%", "−12%" (or "(12%)"), "+3.5pp", "0%", ">1,000%"."""
    if ranges.is_said_as_range(fact):
        return ranges.signed(fact, style, _at_scale(fact, scale), decimals)
    return with_sign(fact, said(fact, _at_scale(fact, scale), decimals), style)


def with_sign(fact: Fact, value: Said, style: Style) -> str:
    """A number with its unit and its sign, plus as well as minus."""
    mark, number = sign_of_bound(fact, value), shown(fact, value)
    plus = "+" if number.number > 0 and number is value else ""
    return mark + plus + compact(number, style)


def number(
    fact: Fact,
    style: Style,
    scale: str = "",
    decimals: int | None = None,
    sign: bool = False,
    bound: bool = True,
) -> str:
    """The digits alone, for a column whose header names the unit, at its ``scale`` (``bn``, ``ones``)."""
    if ranges.is_said_as_range(fact):
        return ranges.number(fact, style, _at_scale(fact, scale), decimals, sign=sign)
    value = said(fact, _at_scale(fact, scale), decimals)
    visible = shown(fact, value)
    digits = signed_digits(visible, style)
    if sign and visible.number > 0 and visible is value:
        digits = f"+{digits}"
    return (sign_of_bound(fact, value) if bound or visible is not value else "") + digits


def bare(fact: Fact, style: Style, decimals: int | None = None) -> str:
    """Digits for prose that names the unit itself: "about 10" of the 12 billion."""
    if ranges.is_said_as_range(fact):
        return ranges.bare(fact, style, decimals)
    value = said(fact, decimals=decimals)
    visible = shown(fact, value)
    return bounded(fact, value, digits_of(visible.number, visible.decimals, style), style)


def between(fact: Fact, style: Style, decimals: int | None = None, scale: str = "", unit: bool = True) -> str:
    """The interval that rounding allows, its ends rounded outward: "9.05 to 9.15 percent"; of a range its ends.

    Without its ``unit`` it is of a column whose header names that, at its ``scale``: "9.05–9.15".
    """
    if ranges.is_said_as_range(fact):
        if not unit:
            return ranges.number(fact, style, _at_scale(fact, scale), decimals, sign=False)
        return ranges.in_full(fact, style, decimals)
    ends, shown_in = fact.quantity.interval, said(fact, _at_scale(fact, scale)).unit
    if not ends.is_finite or not ends.width:
        return long(fact, style) if unit else number(fact, style, scale)
    places = telling_decimals(fact.quantity, shown_in) if decimals is None else decimals
    low, high = (
        Said(rounded(end / shown_in.factor, places, mode), shown_in, max(0, places), certain=True)
        for end, mode in ((ends.low, ROUND_FLOOR), (ends.high, ROUND_CEILING))
    )
    if not unit:
        return (
            ranges.digits_between(low, high, style)
            if low.number != high.number
            else signed_digits(low, style)
        )
    if low.number == high.number:
        return minus(low) + with_unit(abs(low.number), low, style)
    above = minus(high) + with_unit(abs(high.number), high, style)
    return style.words.bounds.to.format(low=digits_of(low.number, low.decimals, style), high=above)


def sized(fact: Fact, value: Said, style: Style) -> str:
    """The size of a number with its bound, which turns round where the number is negative."""
    if ranges.is_said_as_range(fact):
        return ranges.sized(fact, style)
    return bounded(fact, value, size_of(fact, value, style), style, mirrored=True)


FORMS: Mapping[str, Callable[..., str]] = {
    "long": long, "short": short, "signed": signed, "number": number, "bare": bare, "between": between,
}  # fmt: skip
