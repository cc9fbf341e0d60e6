"""What a brief declares under ``checks:``: relations between facts that have to hold within their rounding.

A relation fails only when it is impossible: when no values inside the intervals of its inputs fulfil it. An input
that stands on both sides counts once, so ``a + b`` and ``b + a`` are equal however they were rounded.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from reportgen.errors import FormulaError
from reportgen.facts.book import Book
from reportgen.facts.differences import difference
from reportgen.facts.evidence import amount, named
from reportgen.facts.formulas import names_in, run
from reportgen.facts.key import LATEST
from reportgen.facts.reference import Computed, Operand, Ref, fact_of
from reportgen.findings import Finding, error
from reportgen.intervals import ZERO, Interval
from reportgen.settings import CheckSettings
from reportgen.units import Unit

RELATIONS = {  # the sign of a relation, and how its failing is said
    "<": "is not below",
    "<=": "is above",
    ">": "is not above",
    ">=": "is below",
    "==": "does not equal",
}
_SIGNS = re.compile(r"(<=|>=|==|!=|<|>|(?<![<>=!])=)")
_NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?")


def declared_hold(book: Book) -> Iterator[Finding]:
    """Every relation that the brief declares is possible within the rounding of its facts."""
    for index, check in enumerate(book.brief.settings.checks):
        place = book.brief.place("checks", index)
        for left, sign, right in _relations(check):
            try:
                failed = _failure(book, left, sign, right)
            except FormulaError as problem:
                shown = f"{left} {sign} {right}".strip()
                yield problem.finding(place, f"check '{shown}': ")
            else:
                if failed:
                    yield error("check-failed", failed, place, ("value",))


def _relations(check: CheckSettings) -> Iterator[tuple[str, str, str]]:
    if check.at_most:
        yield from ((low, "<=", high) for low, high in zip(check.at_most, check.at_most[1:], strict=False))
    if check.equal:
        yield from ((check.equal[0], "==", other) for other in check.equal[1:])
    if check.sum:
        yield " + ".join(_bracketed(part) for part in check.sum.parts), "==", check.sum.total
    for condition in re.split(r"\s+and\s+", check.holds.strip()) if check.holds else ():
        yield from _compared(condition)


def _bracketed(part: str) -> str:
    return part if re.fullmatch(r"[\w.]+", part.strip()) else f"({part})"


def _compared(condition: str) -> Iterator[tuple[str, str, str]]:
    parts = [part.strip() for part in _SIGNS.split(condition)]
    if len(parts) == 1:
        yield condition, "", ""
    for at in range(0, len(parts) - 2, 2):
        yield parts[at], parts[at + 1], parts[at + 2]


def _failure(book: Book, left: str, sign: str, right: str) -> str:
    """Why a relation is impossible; "" when it is not. Raises FormulaError when it cannot be asked."""
    if sign not in RELATIONS:
        hint = " — did you mean '=='?" if sign == "=" else ""
        problem = FormulaError(f"expected a relation with <, <=, >, >= or =={hint}")
        problem.cause = f"{left} {sign} {right}"  # each such relation is a mistake of its own
        raise problem
    one, other = _operand(book, left), _operand(book, right)
    gap, unit = difference(one, other)
    if _is_possible(sign, gap):
        return ""
    unit = unit or _unit_of(one) or _unit_of(other)
    missed = min(abs(gap.low), abs(gap.high))
    by = f"; it misses by {amount(missed, unit)}" if unit and missed else ""
    return f"{_named(left, one)} {RELATIONS[sign]} {_named(right, other)}{by}"


def _is_possible(sign: str, gap: Interval) -> bool:
    if sign in ("<", "<="):
        gap = -gap
    if sign == "==":
        return ZERO in gap
    return gap.high > 0 or (gap.high == 0 and sign in ("<=", ">="))


def _operand(book: Book, text: str) -> Operand:
    if not text:
        raise FormulaError("one side of the relation is empty")
    if _NUMBER.fullmatch(text):
        return float(text) if "." in text else int(text)
    result = run(text, book.namespace(names=names_in(text), version=LATEST))
    if not isinstance(result, Ref):
        raise FormulaError(f"'{text}' is no figure but {result!r}")
    return result


def _unit_of(operand: Operand) -> Unit | None:
    if isinstance(operand, Computed):
        return next(
            (fact.unit for fact in operand.inputs if fact.unit.dimension == operand.term.dimension), None
        )
    return fact_of(operand).unit if isinstance(operand, Ref) else None


def _named(text: str, operand: Operand) -> str:
    if isinstance(operand, Computed):
        return f"{text}, of {'; '.join(map(named, operand.inputs))},"
    return named(fact_of(operand)) if isinstance(operand, Ref) else text
