"""Formulas over stated numbers, and the interval in which their result lies.

Plain interval arithmetic forgets that the same input may stand in a formula twice: ``a - a`` becomes wider than
zero. So each formula is kept as a tree over its inputs, and enclosed by the monotonicity form (Moore, Kearfott &
Cloud, *Introduction to Interval Analysis*, 2009, section 6.4): where an input moves the result in one
direction only, its two ends decide; where it may turn but is a straight line in that input, the wider of the
two ends does; what is left keeps the natural interval extension, which is never too narrow.
"""

from __future__ import annotations

import math
import operator
from collections.abc import Callable, Hashable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from reportgen.errors import FormulaError
from reportgen.intervals import ARITHMETIC, Interval, point
from reportgen.units import Dimension

Operator = Literal["+", "-", "*", "/", "root"]
End = Literal["", "low", "high"]
LARGEST = 200  # numbers in one formula, those in the formulas it builds on included
MOST_TURNING = 6  # inputs that are split at their ends; each doubles the work


def _root(number: Decimal, degree: Decimal) -> Decimal:
    return ARITHMETIC.power(number, ARITHMETIC.divide(Decimal(1), degree))


def _rooted(ends: Interval, degree: Interval) -> Interval:
    """The n-th root of an interval above zero. Decimal's power may miss by the last digit, so it is widened by one."""
    low, high = (_root(end, degree.low) if end.is_finite() else end for end in (ends.low, ends.high))
    return Interval(ARITHMETIC.next_minus(low), ARITHMETIC.next_plus(high))


_EXACT: dict[str, Callable[[Decimal, Decimal], Decimal]] = {
    "+": ARITHMETIC.add,
    "-": ARITHMETIC.subtract,
    "*": ARITHMETIC.multiply,
    "/": ARITHMETIC.divide,
    "root": _root,
}
_ENCLOSED: dict[str, Callable[[Interval, Interval], Interval]] = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
    "/": operator.truediv,
    "root": _rooted,
}
_NOTHING = point(Decimal(0))
_ONE = point(Decimal(1))


@dataclass(frozen=True, slots=True)
class Input:
    """A stated number in a formula: its name (hashable), value, interval and dimension.

    ``end`` is which end of a stated range it is; nothing where it is the number itself.
    """

    name: Hashable
    value: Decimal
    interval: Interval
    dimension: Dimension = ()
    end: End = ""

    @property
    def key(self) -> Hashable:
        """What makes two inputs one."""
        return (self.name, self.end)


@dataclass(frozen=True, slots=True)
class Constant:
    """A number typed in a formula; exact, without dimension."""

    value: Decimal

    @property
    def dimension(self) -> Dimension:
        return ()


@dataclass(frozen=True, slots=True)
class Operation:
    """Two terms and what is done to them; made by :func:`combine`, which checks the dimensions."""

    sign: Operator
    left: Term
    right: Term
    dimension: Dimension
    size: int = 2


Term = Input | Constant | Operation
Slopes = Mapping[Hashable, Interval]
Ends = Mapping[Hashable, Interval]


def combine(sign: Operator, left: Term, right: Term) -> Operation:
    """Join two terms. Raises FormulaError when a sum mixes dimensions (yuan plus a ratio), or grows beyond reason."""
    size = _size(left) + _size(right)
    if size > LARGEST:
        raise FormulaError(f"the formula, written out, holds more than {LARGEST} numbers")
    if sign in "+-":
        if left.dimension != right.dimension:
            done = "added" if sign == "+" else "taken from one another"
            raise FormulaError(
                f"{in_words(left.dimension)} and {in_words(right.dimension)} cannot be {done}; "
                f"both sides of '{sign}' are in one unit"
            )
        return Operation(sign, left, right, left.dimension, size)
    if sign == "root":
        if left.dimension or not isinstance(right, Constant):
            raise FormulaError(f"the root of {in_words(left.dimension)}; expected a ratio")
        return Operation(sign, left, right, (), size)
    power = 1 if sign == "*" else -1
    return Operation(sign, left, right, _product(left.dimension, right.dimension, power), size)


def _size(term: Term) -> int:
    return term.size if isinstance(term, Operation) else 1


def evaluate(term: Term) -> Decimal:
    """The value of a formula at the stated values. Raises FormulaError on a division by zero."""
    if not isinstance(term, Operation):
        return term.value
    left, right = evaluate(term.left), evaluate(term.right)
    if term.sign == "/" and right == 0:
        raise FormulaError("division by zero")
    return _EXACT[term.sign](left, right)


def solve(term: Term) -> tuple[Decimal, Interval]:
    """The value and the interval of a formula; of one that is a bound, the value is the end that is known."""
    interval = enclose(term)
    if interval.high.is_infinite() and interval.low.is_finite():
        return interval.low, interval
    if interval.low.is_infinite() and interval.high.is_finite():
        return interval.high, interval
    return evaluate(term), interval


def enclose(term: Term) -> Interval:
    """The interval of a formula over the intervals of its inputs.

    Raises FormulaError when a divisor's interval holds zero.
    """
    return _enclosure(term, {item.key: item.interval for item in inputs(term)})


def _enclosure(term: Term, ends: Ends) -> Interval:
    natural, slopes = _slopes(term, ends)
    wide = [name for name, interval in ends.items() if interval.low != interval.high]
    if any(not ends[name].is_finite for name in wide):
        return natural  # an infinite end cannot be put into a formula; the natural extension handles it
    turning = [name for name in wide if slopes[name].low < 0 < slopes[name].high]
    if len(turning) > MOST_TURNING:
        return natural
    for name in turning:
        if _degree(term, name) <= 1:  # a straight line in this input: one of its ends is extreme
            sides = [
                _enclosure(term, {**ends, name: point(end)}) for end in (ends[name].low, ends[name].high)
            ]
            return Interval(min(side.low for side in sides), max(side.high for side in sides))
    lowest, highest = dict(ends), dict(ends)
    for name in wide:
        if name not in turning:
            low, high = point(ends[name].low), point(ends[name].high)
            lowest[name], highest[name] = (low, high) if slopes[name].low >= 0 else (high, low)
    least, most = _natural(term, lowest).low, _natural(term, highest).high
    return Interval(max(least, natural.low), min(most, natural.high))


def _degree(term: Term, name: Hashable) -> float:
    """The power with which an input stands in a formula; infinite below a fraction bar."""
    if not isinstance(term, Operation):
        return 1 if isinstance(term, Input) and term.key == name else 0
    left, right = _degree(term.left, name), _degree(term.right, name)
    if term.sign == "*":
        return left + right
    curved = right if term.sign == "/" else left if term.sign == "root" else 0
    return math.inf if curved else max(left, right)


def inputs(term: Term) -> Iterator[Input]:
    """Every stated number of a formula, from left to right, repeated ones too."""
    if isinstance(term, Input):
        yield term
    elif isinstance(term, Operation):
        yield from inputs(term.left)
        yield from inputs(term.right)


def is_sum(term: Term) -> bool:
    """Whether a formula does nothing but add numbers, and take them away."""
    return not isinstance(term, Constant) and (
        isinstance(term, Input) or (term.sign in "+-" and is_sum(term.left) and is_sum(term.right))
    )


def written(term: Term, name: Callable[[Input], str]) -> str:
    """The formula as text, each input by the name that ``name`` gives it, with only the brackets it needs."""
    if isinstance(term, Input):
        return name(term)
    if isinstance(term, Constant):
        return f"{term.value.normalize():f}"
    left, right = written(term.left, name), written(term.right, name)
    if term.sign == "root":
        return f"root({left}, {right})"
    if term.sign in "*/" and _is_sum(term.left):
        left = f"({left})"
    joined = isinstance(term.right, Operation) and term.right.sign != "root"
    if (_is_sum(term.right) and term.sign != "+") or (term.sign == "/" and joined):
        right = f"({right})"
    return f"{left} {term.sign} {right}"


def _is_sum(term: Term) -> bool:
    return isinstance(term, Operation) and term.sign in "+-"


def _natural(term: Term, ends: Ends) -> Interval:
    if isinstance(term, Input):
        return ends[term.key]
    if isinstance(term, Constant):
        return point(term.value)
    return _enclosed(term.sign, _natural(term.left, ends), _natural(term.right, ends))


def _enclosed(sign: Operator, left: Interval, right: Interval) -> Interval:
    if sign == "root" and left.low <= 0:
        raise FormulaError("the root of a number that may be zero or less")
    try:
        return _ENCLOSED[sign](left, right)
    except ZeroDivisionError:
        raise FormulaError(
            "division by an interval around zero: within its rounding the divisor may be 0"
        ) from None


def _slopes(term: Term, ends: Ends) -> tuple[Interval, Slopes]:
    """The natural interval of a formula and, for each input, the interval of the partial derivative."""
    if isinstance(term, Input):
        return ends[term.key], {term.key: _ONE}
    if isinstance(term, Constant):
        return point(term.value), {}
    (left, by_left), (right, by_right) = _slopes(term.left, ends), _slopes(term.right, ends)
    here = _enclosed(term.sign, left, right)
    names = dict.fromkeys((*by_left, *by_right))
    slope = {name: _slope(term.sign, left, right, by_left.get(name), by_right.get(name)) for name in names}
    return here, slope


def _slope(
    sign: Operator, left: Interval, right: Interval, by_left: Interval | None, by_right: Interval | None
) -> Interval:
    du, dv = by_left or _NOTHING, by_right or _NOTHING
    if sign == "+":
        return du + dv
    if sign == "-":
        return du - dv
    if sign == "*":
        return du * right + left * dv
    if sign == "root":  # n-th root of u, over n times u: positive, so that the direction is that of u
        return du * _rooted(left, right) / (left * right)
    return (du * right - left * dv) / (right * right) if by_right else du / right


def _product(left: Dimension, right: Dimension, power: int) -> Dimension:
    exponents = dict(left)
    for name, exponent in right:
        exponents[name] = exponents.get(name, 0) + power * exponent
    return tuple(sorted((name, exponent) for name, exponent in exponents.items() if exponent))


_POWERS = {1: "", 2: " squared", 3: " cubed"}


def in_words(dimension: Dimension) -> str:
    """What a formula gives, in an author's words: "CNY", "CNY per USD", "CNY squared"; "a ratio"."""
    if not dimension:
        return "a ratio"
    over = " times ".join(_powered(name, power) for name, power in dimension if power > 0)
    under = " and ".join(_powered(name, -power) for name, power in dimension if power < 0)
    return f"{over or 'one'} per {under}" if under else over


def _powered(name: str, power: int) -> str:
    return f"{name}{_POWERS.get(power, f' to the power of {power}')}"
