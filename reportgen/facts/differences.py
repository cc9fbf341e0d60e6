"""Which of two figures is more, as far as their rounding tells."""

from __future__ import annotations

from decimal import Decimal
from typing import Literal

from reportgen.errors import FormulaError, Uncertain
from reportgen.expressions import Constant, Term, combine, enclose, in_words
from reportgen.facts.comparable import in_one_unit
from reportgen.facts.reference import Computed, Operand, Ref, book_of, claimed, fact_of, term_of
from reportgen.facts.terms import limit_of, number_as
from reportgen.intervals import Interval
from reportgen.model import Stated
from reportgen.units import Unit

Verdict = Literal["more", "less", "unclear"]


def difference(left: Operand, right: Operand) -> tuple[Interval, Unit | None]:
    """The interval of ``left - right`` in base units, and a unit in which to say it.

    An input that stands on both sides counts once. A bare number is in the unit of the percentage, or of the stated
    figure, beside it. Raises FormulaError when the two cannot be compared.
    """
    ref = next((operand for operand in (left, right) if isinstance(operand, Ref)), None)
    if ref is None:
        raise FormulaError(f"expected a metric to compare, found {left!r} and {right!r}")
    unit, book = _unit_beside(ref), book_of(ref)
    one, other = (_limit(operand) or _beside(operand, ref, unit) for operand in (left, right))
    if one.dimension != other.dimension and _are_money(left, right):
        first, second = in_one_unit(fact_of(left), fact_of(right))
        one, other = (limit_of(fact) or book.term(fact) for fact in (first, second))
        unit = first.unit
    if one.dimension != other.dimension:
        raise FormulaError(f"{in_words(one.dimension)} cannot be compared with {in_words(other.dimension)}")
    return enclose(combine("-", one, other)), unit


def _limit(operand: Operand) -> Term | None:
    """The limit of a floor or a ceiling that was set."""
    return (
        limit_of(fact_of(operand)) if isinstance(operand, Ref) and not isinstance(operand, Computed) else None
    )


def _are_money(*operands: Operand) -> bool:
    """Whether all are amounts of money with a name of their own, in whatever currency."""
    return all(
        isinstance(one, Ref) and not isinstance(one, Computed) and fact_of(one).unit.kind == "currency"
        for one in operands
    )


def _unit_beside(ref: Ref) -> Unit | None:
    return None if isinstance(ref, Computed) else fact_of(ref).unit


def _beside(operand: Operand, ref: Ref, unit: Unit | None) -> Term:
    term, _ = term_of(operand, book_of(ref))
    if isinstance(operand, Ref):
        return term
    other, _ = term_of(ref, book_of(ref))
    own_unit = not isinstance(ref, Computed) and (
        isinstance(fact_of(ref).origin, Stated) or claimed(fact_of(ref))
    )
    if other.dimension and not own_unit:
        raise FormulaError(
            f"{ref!r} cannot be compared with the bare number {operand}; it is in {unit or 'base units'}"
        )
    assert isinstance(term, Constant)
    factor = unit.factor if unit else Decimal(1)
    value = term.value * factor
    return number_as(value, other.dimension)


def compare(left: Operand, right: Operand) -> Verdict:
    """Whether one figure is more or less than another, or unclear within their rounding."""
    gap, _ = difference(left, right)
    return "more" if gap.low > 0 else "less" if gap.high < 0 else "unclear"


def decided(left: Operand, right: Operand, sign: str) -> bool:
    """Whether ``left > right`` and its like hold. Raises Uncertain where rounding leaves it open."""
    gap, unit = difference(left, right)
    if sign in ("<", "<="):
        gap = -gap
    if gap.low > 0 or (gap.low >= 0 and sign in (">=", "<=")):
        return True
    if gap.high < 0 or (gap.high <= 0 and sign in (">", "<")):
        return False
    factor, symbol = (unit.factor, unit.symbol) if unit else (Decimal(1), "")
    raise Uncertain(
        f"cannot tell within rounding whether {left!r} {sign} {right!r}: the difference lies between "
        f"{gap.low / factor:.4g} and {gap.high / factor:.4g} {symbol}".rstrip()
        + "; write compare(a, b), which also answers 'unclear'"
    )
