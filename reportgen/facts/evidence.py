"""How a finding names a fact: what was stated, the interval that its rounding allows, and where it stands."""

from __future__ import annotations

from decimal import Context, Decimal

from reportgen.findings import Finding, Place
from reportgen.intervals import Interval
from reportgen.model import Fact, Stated
from reportgen.units import POINTS, Unit

DIGITS = 4  # significant ones, of a number that was computed
LEADING = Context(prec=DIGITS)


def miss(code: str, what: str, first: Fact, second: Fact) -> Finding:
    """The finding that two facts do not touch, at the place of the second."""
    gap = first.quantity.interval.gap(second.quantity.interval)
    message = (
        f"{what}: {first.id} is {said(first)} at {place_of(first)} and {said(second)} here; "
        f"they miss by {distance(gap, first.unit)}"
    )
    return Finding("error", code, message, place_of(second))


def said(fact: Fact) -> str:
    """``39.8 CNY bn (39.75 to 39.85)``."""
    if fact.quantity.state:
        return fact.quantity.state
    ends = span(fact.quantity.interval, fact.unit, fact.quantity.decimals)
    if fact.quantity.decimals is None:
        return f"{ends} {fact.unit.symbol}"
    exact = fact.quantity.interval.low == fact.quantity.interval.high
    return f"{fact.quantity}".removeprefix("exact ") if exact else f"{fact.quantity} ({ends})"


def valued(fact: Fact) -> str:
    """``39.8 CNY bn``; of a computed fact the leading digits: ``more than -5.455 percent``."""
    quantity = fact.quantity
    if quantity.decimals is not None or quantity.state:
        return f"{quantity}"
    number = LEADING.divide(quantity.value, quantity.unit.factor).normalize()
    return f"{quantity.bound} {number:f} {quantity.unit.symbol}".strip()


def named(fact: Fact) -> str:
    """``cloud_revenue@FY2026-Q2 (39.8 CNY bn (39.75 to 39.85), facts.csv:2)``."""
    where = f", {place_of(fact)}" if isinstance(fact.origin, Stated) else ""
    return f"{fact.id} ({said(fact)}{where})"


def span(interval: Interval, unit: Unit, decimals: int | None = None) -> str:
    """``39.75 to 39.85``, in the unit, one digit finer than stated; ``100 or more`` where an end is open."""
    if interval.high.is_infinite():
        return "any" if interval.low.is_infinite() else f"{_plain(interval.low, unit)} or more"
    if interval.low.is_infinite():
        return f"{_plain(interval.high, unit)} or less"
    digits = DIGITS
    if decimals is not None and interval.high:
        digits = max(DIGITS, (interval.high / unit.factor).adjusted() + decimals + 2)
    low, high = _plain(interval.low, unit, digits), _plain(interval.high, unit, digits)
    while low == high and interval.low != interval.high and digits < 3 * DIGITS:
        digits += 1
        low, high = _plain(interval.low, unit, digits), _plain(interval.high, unit, digits)
    return low if low == high else f"{low} to {high}"


def amount(value: Decimal, unit: Unit) -> str:
    """``7.915 percent``."""
    return f"{_plain(value, unit)} {unit.symbol}".strip()


def distance(gap: Decimal, unit: Unit) -> str:
    """``0.67 pp``: how far apart two values lie; percentages do in points."""
    return amount(gap, POINTS if unit.kind == "percent" else unit)


def _plain(value: Decimal, unit: Unit, digits: int = DIGITS) -> str:
    number = value / unit.factor
    places = max(0, digits - 1 - number.adjusted()) if number else 0
    text = f"{number:,.{places}f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def place_of(fact: Fact) -> Place:
    """Where a fact is stated, or where the metric is that it was derived for."""
    return fact.origin.place if isinstance(fact.origin, Stated) else fact.metric.place
