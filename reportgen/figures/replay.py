"""What an edition says of itself, computed and worded again; what cannot be, or gives otherwise, is a drift."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from reportgen.errors import ReportgenError
from reportgen.expressions import Term, inputs, solve
from reportgen.facts.bounds import bound_left
from reportgen.facts.claims import judged
from reportgen.facts.terms import input_of
from reportgen.figures.recorded_formula import read_term
from reportgen.figures.wording import Option, say
from reportgen.figures.written import Style
from reportgen.model import Derived, Fact, Fit, Only, Spot
from reportgen.quantities import Bound, Quantity


@dataclass(frozen=True, slots=True)
class Replayed:
    """A figure of the ledger: its number, its fact, the text that was recorded, and where it was shown."""

    number: int
    fact: Fact
    form: str
    options: Mapping[str, Option]
    text: str
    spot: Spot
    only: Only = ""
    fit: tuple[Fit, ...] = ()

    def __str__(self) -> str:
        return f"figure {self.number} ({self.fact.id}, {self.spot})"


@dataclass(frozen=True)
class Record:
    """What a document says of itself: its style of writing numbers, its facts by key, and its figures.

    ``pictures`` are the words with digits, figures aside, in the pictures at each place; ``repeated`` is the exhibit
    that stands on page one and in a section too.
    """

    title: str
    style: Style
    facts: Mapping[str, Fact]
    expressions: Mapping[str, str]
    reconciliations: Mapping[str, str]
    figures: tuple[Replayed, ...]
    pictures: Mapping[Spot, tuple[str, ...]] = field(default_factory=dict)
    repeated: str = ""

    def drifted(self) -> Iterator[tuple[str, str]]:
        """What computing and wording everything again gives otherwise: the fact or figure, and what was found."""
        for key, expression in self.expressions.items():
            how = self._computed_otherwise(self.facts[key].quantity, expression)
            if how:
                yield self.facts[key].id, how
        for fact in self.facts.values():
            how = self._counted_otherwise(fact)
            if how:
                yield fact.id, how
        for key, expression in self.reconciliations.items():
            how = self._adds_up_otherwise(self.facts[key].quantity, expression)
            if how:
                yield self.facts[key].id, how
        for figure in self.figures:
            how = self._worded_otherwise(figure)
            if how:
                yield f"figure {figure.number}", how

    def _computed_otherwise(self, recorded_as: Quantity, expression: str) -> str:
        try:
            term = read_term(expression, self.facts)
            value, interval = solve(term)
        except (ReportgenError, ArithmeticError, ValueError, RecursionError) as problem:
            return f"cannot be computed again: {_said(problem)}"
        if value != recorded_as.value or interval != recorded_as.interval:
            return f"recorded as {recorded_as.value}, computed again as {value}"
        bound = bound_left(interval, self._bounds(term))
        return (
            ""
            if bound == recorded_as.bound
            else f"recorded as '{recorded_as.bound}', computed again as '{bound}'"
        )

    def _bounds(self, term: Term) -> set[Bound]:
        """How the facts in a formula are bounded; an end of a range is exact."""
        known = {fact.id: fact.quantity.bound for fact in self.facts.values()}
        return {known[str(item.name)] for item in inputs(term) if not item.end}

    def _counted_otherwise(self, fact: Fact) -> str:
        """What holds of the facts of a claim, where that is not what was recorded."""
        claim = fact.origin.claim if isinstance(fact.origin, Derived) else None
        # What that rests on is computed, and worded from its facts.
        if claim is None or claim.kind == "comparison":
            return ""
        try:
            _, quantity = judged(claim, self._term, fact.unit.name)
        except (ReportgenError, ArithmeticError, ValueError, RecursionError) as problem:
            return f"cannot be counted again: {_said(problem)}"
        if quantity != fact.quantity:
            return f"recorded as {fact.quantity}, counted again as {quantity}"
        return ""

    def _term(self, fact: Fact) -> Term:
        """A fact as a term: its formula where it was computed, so that what stands in two of them counts once."""
        expression = self._by_id.get(fact.id)
        if expression is not None:
            return read_term(expression, self.facts)
        return input_of(fact)

    @cached_property
    def _by_id(self) -> Mapping[str, str]:
        return {self.facts[key].id: expression for key, expression in self.expressions.items()}

    def _adds_up_otherwise(self, stated: Quantity, expression: str) -> str:
        try:
            value, interval = solve(read_term(expression, self.facts))
        except (ReportgenError, ArithmeticError, ValueError, RecursionError) as problem:
            return f"cannot be reconciled again: {_said(problem)}"
        return (
            ""
            if interval.overlaps(stated.interval)
            else f"recorded as {stated.value}, reconciled again to {value}"
        )

    def _worded_otherwise(self, figure: Replayed) -> str:
        try:
            text = say(figure.fact, figure.form, self.style, figure.options, figure.fit)
        except Exception as problem:  # noqa: BLE001 - a forged record may ask any form for anything
            return f"recorded as '{figure.text}', cannot be worded again: {_said(problem)}"
        return "" if text == figure.text else f"recorded as '{figure.text}', worded again as '{text}'"


def _said(problem: BaseException) -> str:
    """What went wrong, in one short line."""
    if isinstance(problem, ReportgenError):
        return str(problem)
    return f"{type(problem).__name__} {problem}".strip()[:200]
