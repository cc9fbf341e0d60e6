"""Ranges as they stand in a file of facts: ``55 to 60``, ``55–60``, ``54.0 ± 2%``, or two columns, or two rows.

A dash joins two numbers only where neither has a sign: a minus is none. What can be read in two ways is refused, with
both readings.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Literal

from reportgen.errors import ReportgenError
from reportgen.intervals import ARITHMETIC, Interval
from reportgen.model import Fact
from reportgen.quantities import RANGE, Bound, Quantity, give_or_take, stated, stated_range
from reportgen.units import BASIS_POINTS, PERCENT, POINTS, Unit

LONGEST_CELL = 100  # letters; two numbers of any source, and the words between them
TO, ALLOW = " to ", " ± "
_EITHER_SIDE = re.compile(r"(?i)(?P<number>.*?\S)?\s*(?:±|\+\s?/\s?[-−]|plus or minus)\s*(?P<allowed>\S.*)")
_TO = re.compile(r"(?i)(?:from\s+)?(?P<low>\S.*?)\s+to\s+(?P<high>\S.*)")
_BETWEEN = re.compile(r"(?i)between\s+(?P<low>\S.*?)\s+and\s+(?P<high>\S.*)")
_DASH = re.compile(r"(?P<low>\d[^-–—−]*?)(?P<gap>\s?)[-–—](?P=gap)(?P<high>\d[^-–—−]*)")
_ALLOWED = re.compile(r"(?P<number>\d[\d.]*)\s?(?P<unit>%|percent|pp|percentage points?|bps|basis points?)?")
_POINTS = {"pp": POINTS, "bps": BASIS_POINTS, "percentage": POINTS, "basis": BASIS_POINTS}
_LOWER: tuple[Bound, ...] = ("at least", "more than")
_UPPER: tuple[Bound, ...] = ("at most", "less than")


class NotARange(ReportgenError):
    """Why what looks like a range is none that can be read."""


@dataclass(frozen=True, slots=True)
class Parts:
    """The two texts of a range, and how they are joined."""

    first: str
    joint: Literal[" to ", " ± "]
    second: str

    def __str__(self) -> str:
        return f"{self.first}{self.joint}{self.second}"


def parts_of(text: str) -> Parts | None:
    """A cell's text as the two of a range; None where it is none."""
    text = text.strip()
    if len(text) > LONGEST_CELL:
        return None
    if match := _EITHER_SIDE.fullmatch(text):
        return Parts(match["number"] or "", " ± ", match["allowed"])
    for pattern in (_BETWEEN, _TO, _DASH):
        if match := pattern.fullmatch(text):
            return Parts(match["low"], " to ", match["high"])
    return None


def respelt(text: str, plain: Callable[[str], str]) -> str:
    """A range whose numbers are written plainly by what is known of its file; any other text likewise."""
    parts = parts_of(text)
    if parts is None:
        return plain(text)
    allowed = re.fullmatch(r"(?P<number>.*\d)(?P<unit>\D*)", parts.second)
    second = plain(allowed["number"]) + allowed["unit"] if allowed else parts.second
    return str(replace(parts, first=plain(parts.first), second=second))


def range_in(cells: Mapping[str, str], unit: Unit) -> Quantity | None:
    """The range that a row states, in its value or in the columns ``low`` and ``high``; None where it states none.

    Only one of the two columns makes a bound. Raises NotARange, and ValueError for what is no pair of numbers.
    """
    text, low, high = (cells.get(name, "") for name in ("value", "low", "high"))
    bound = cells.get("bound", "")
    if low or high:
        return _in_columns(text, low, high, unit)
    if bound == RANGE:
        raise NotARange(
            "bound 'between' needs two ends; write '55 to 60' as the value, or columns low and high"
        )
    parts = parts_of(f"{text} {bound}" if is_tolerance(bound) else text)
    if parts is None:
        return None
    if parts.joint == ALLOW:
        return _either_side(parts, unit)
    return _checked(stated_range(parts.first, parts.second, unit), parts)


def is_tolerance(bound: str) -> bool:
    """Whether what stands as a bound is what is allowed on either side: ``± 2%``."""
    parts = parts_of(bound) if bound else None
    return parts is not None and parts.joint == ALLOW and not parts.first


def _in_columns(text: str, low: str, high: str, unit: Unit) -> Quantity:
    if low and high:
        quantity = _checked(stated_range(low, high, unit), Parts(low, " to ", high))
        if text and stated(text, unit).value != quantity.value:
            raise NotARange(
                f"value '{text}' beside low '{low}' and high '{high}'; leave it empty, or leave these out"
            )
        return quantity
    if text:
        raise NotARange(f"value '{text}' beside one end of a range; leave it empty, or give both ends")
    return stated(low or high, unit, "at least" if low else "at most")


def _checked(quantity: Quantity, parts: Parts) -> Quantity:
    ends = quantity.interval
    if ends.low > ends.high:
        hint = f"{parts.second.strip()}{TO}{parts.first.strip()}"
        raise NotARange(f"value '{parts}' runs downwards — did you mean '{hint}'?")
    if ends.low == ends.high:
        raise NotARange(f"value '{parts}' has one end twice; write the number alone")
    return quantity


def _either_side(parts: Parts, unit: Unit) -> Quantity:
    match = _ALLOWED.fullmatch(parts.second)
    if match is None:
        raise NotARange(f"'± {parts.second}'; expected one such as ± 2%, ± 1.1 or ± 50 bps")
    word = (match["unit"] or "").partition(" ")[0]
    if not Decimal(match["number"]):
        raise NotARange(f"'± {parts.second}' allows nothing; write the number alone")
    if word in ("%", "percent") and unit.kind in ("percent", "points"):
        number = match["number"]
        raise NotARange(
            f"'± {parts.second}' of a percentage is {number} points, or {number} percent of it; write "
            f"'± {number} pp', or both ends"
        )
    if word in _POINTS and unit.kind not in ("percent", "points"):
        raise NotARange(f"'± {parts.second}' goes with a percentage, but the unit is '{unit.symbol}'")
    of = PERCENT if word in ("%", "percent") else _POINTS.get(word) or (POINTS if unit == PERCENT else unit)
    return give_or_take(parts.first, match["number"], unit, of)


# Two rows -------------------------------------------------------------------------------------------------------------


def joined(facts: list[Fact]) -> list[Fact]:
    """Statements of one fact, those that bound it from below and from above made one: at least 55, at most 60.

    Only two of one source are halves of a range; two sources may have said different things.
    """
    left = list(facts)
    for lower in facts:
        upper = next((other for other in left if _is_other_half(lower, other)), None)
        if upper is not None and lower in left:
            left[left.index(min(lower, upper, key=facts.index))] = _as_one(lower, upper)
            left.remove(max(lower, upper, key=facts.index))
    return left


def _is_other_half(lower: Fact, upper: Fact) -> bool:
    one, other = lower.quantity, upper.quantity
    same = getattr(lower.origin, "source", None) == getattr(upper.origin, "source", "")
    return same and one.bound in _LOWER and other.bound in _UPPER and one.value < other.value


def _as_one(lower: Fact, upper: Fact) -> Fact:
    """The range between two bounds, in the finer of their units."""
    unit = min((lower.unit, upper.unit), key=lambda unit: unit.factor)
    low, high = (fact.quantity.value for fact in (lower, upper))
    middle = ARITHMETIC.divide(ARITHMETIC.add(low, high), Decimal(2))
    decimals = max(_decimals(fact, unit) for fact in (lower, upper))
    quantity = Quantity(middle, unit, Interval(low, high), RANGE, decimals)
    notes = dict.fromkeys(fact.note for fact in (lower, upper) if fact.note)
    flags = "".join(dict.fromkeys(lower.flags + upper.flags))
    return replace(lower, quantity=quantity, note="; ".join(notes), flags=flags)


def _decimals(fact: Fact, unit: Unit) -> int:
    """The decimals of a stated number in a unit as fine as its own, or finer."""
    places = fact.quantity.decimals or 0
    if unit.factor == fact.unit.factor:
        return places
    number = ARITHMETIC.divide(fact.quantity.value, unit.factor).normalize(ARITHMETIC)
    return max(0, -int(number.as_tuple().exponent))
