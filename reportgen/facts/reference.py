"""A metric's name in a formula or a sentence: what it stands for, and what may be asked of it.

``cloud_revenue`` is the metric for the brief's entity and period; ``cloud_revenue.yoy`` its growth on the year. A
reference computes nothing until its fact is asked for. Only the words of :mod:`reportgen.facts.vocabulary` (and
currency codes) can be reached from a template: the sandbox sees nothing of the book behind it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, TypeAlias

from reportgen.bases import VARIANTS
from reportgen.errors import FormulaError, MissingFact, UnknownName, UnknownWord
from reportgen.expressions import Constant, Operation, Operator, Term, combine
from reportgen.facts.key import LATEST, ORIGINAL, Key
from reportgen.facts.terms import input_of
from reportgen.facts.texts import text_of
from reportgen.facts.vocabulary import (
    AGAINST,
    CHANGES,
    IN_PERCENT,
    OF_RANGES,
    PAIRS,
    SHIFTS,
    TEXTS,
    TOTALS,
    WINDOWS,
    word_meant,
)
from reportgen.findings import likely
from reportgen.model import Fact, Scenario
from reportgen.periods import Period

if TYPE_CHECKING:
    from reportgen.facts.book import Book

LARGEST_EXPONENT = 30  # of a number typed in a formula


class Ref:
    """A metric in a formula or a template; see the module's description."""

    __slots__ = ("_book", "_key", "_make")

    def __init__(self, book: Book, key: Key, make: Callable[[], Fact] | None = None) -> None:
        self._book, self._key, self._make = book, key, make

    def __repr__(self) -> str:
        words = ".".join((self._key.metric, *self._key.changes))
        at_home = self._key.period == self._book.brief.period
        return words if at_home else f"{words} of {self._key.period}"

    def __getattr__(self, name: str) -> object:
        if name.startswith("_"):
            raise AttributeError(name)  # Python's and Jinja's own questions
        if name in TEXTS:
            return text_of(name, self._key, self._book, lambda: fact_of(self))
        if name == "exists":
            return self._book.known(self)
        if name == "is_stated":
            return not isinstance(getattr(fact_of(self).origin, "term", None), Operation)
        if name in PAIRS or name in WINDOWS:
            make = self._book.pair if name in PAIRS else self._book.window
            return lambda other: make(name, self, other)
        if name == "surprise" or name.startswith(AGAINST):
            return self._variance(name)
        return self._pointed(name)

    def _variance(self, name: str) -> Ref:
        """The variance to a scenario, as an amount or in percent: ``vs_budget``, ``vs_budget_percent``."""
        if name == "surprise":
            return self._against(Scenario.CONSENSUS, "over")
        asked, known = name.removeprefix(AGAINST), self._book.scenarios
        for scenario, way in ((asked, "less"), (asked.removesuffix(IN_PERCENT), "over")):
            if scenario in known:
                return self._against(known[scenario], way)
        hint = likely(name, [f"{AGAINST}{one}" for one in known])
        raise UnknownWord(self._key.metric, name, hint)

    def _against(self, scenario: Scenario, way: str) -> Ref:
        return self._book.pair(way, self, self._moved(scenario=scenario))

    def _pointed(self, name: str) -> Ref:
        if name == "cumulative":
            return self._book.window(name, self)
        if name in OF_RANGES:
            return self._part(name)
        asked = self._in_time(name) or self._otherwise(name)
        if not asked:
            raise UnknownWord(self._key.metric, name, word_meant(name))
        return self._moved(**asked)

    def _in_time(self, name: str) -> dict[str, object]:
        """What of the key changes with a word for a change or another period."""
        if name in CHANGES:
            return {"changes": (*self._key.changes, name)}
        return {"period": self._elsewhen(name)} if name in SHIFTS or name in TOTALS else {}

    def _otherwise(self, name: str) -> dict[str, object]:
        """What of the key changes with a word for a scenario, a version, a basis or a currency."""
        if name in self._book.scenarios:
            return {"scenario": self._book.scenarios[name]}
        if name in (LATEST, ORIGINAL):
            as_reported = self._key.scenario == Scenario.PRIOR
            return {"scenario": Scenario.ACTUAL if as_reported else self._key.scenario, "version": name}
        if name in VARIANTS:
            return self._book.variant(self._key, VARIANTS[name])
        is_currency = len(name) == len("USD") and name.upper() in self._book.currencies
        return {"currency": name.upper()} if is_currency else {}

    def _elsewhen(self, name: str) -> Period:
        """The period that ``prior`` or ``ytd`` leads to."""
        if name in TOTALS:
            self._book.flows.refuse_level(self._key, f".{name}")
        return _period({**SHIFTS, **TOTALS}[name], self._key.period)

    def _part(self, name: str) -> Ref:
        if self._key.changes or self._key.part:
            raise FormulaError(
                f"'.{name}' is asked of a stated range, before what is made of it: x.{name}.yoy"
            )
        return self._moved(part=name)

    def at(self, period: str) -> Ref:
        """The same at another period: ``cloud_revenue.at("FY2026-Q1")``."""
        try:
            return self._moved(period=self._book.brief.period_of(period, self._key.entity))
        except ValueError as problem:
            raise FormulaError(str(problem)) from None

    def as_of(self, day: str) -> Ref:
        """The same as it stood on a day, as restated up to then or first reported: ``sales.as_of("2025-05-01")``."""
        try:
            return self._moved(version=date.fromisoformat(day))
        except (TypeError, ValueError):
            raise FormulaError(f'as_of({day!r}); expected a day such as "2025-09-30"') from None

    def of(self, entity: str) -> Ref:
        """The same for another entity: ``cloud_revenue.of("Other Inc")``; a fiscal period is that of its own years."""
        if entity not in self._book.entities:
            known = sorted(self._book.entities)
            raise UnknownName(
                f"no facts about '{entity}'{likely(entity, known)}",
                ("metric", self._key.metric),
                ("value", entity),
            )
        return self._moved(entity=entity, period=self._book.period_beside(self._key, entity))

    def _moved(self, **changes: object) -> Ref:
        if self._make:
            raise FormulaError(
                f"{self!r} was computed on the spot; give it a name under 'derive' to ask more of it"
            )
        return Ref(self._book, replace(self._key, **changes))  # type: ignore[arg-type]

    def __add__(self, other: Operand) -> Computed:
        return _combined("+", self, other)

    def __radd__(self, other: Operand) -> Computed:
        return _combined("+", other, self)

    def __sub__(self, other: Operand) -> Computed:
        return _combined("-", self, other)

    def __rsub__(self, other: Operand) -> Computed:
        return _combined("-", other, self)

    def __mul__(self, other: Operand) -> Computed:
        return _combined("*", self, other)

    def __rmul__(self, other: Operand) -> Computed:
        return _combined("*", other, self)

    def __truediv__(self, other: Operand) -> Computed:
        return _combined("/", self, other)

    def __rtruediv__(self, other: Operand) -> Computed:
        return _combined("/", other, self)

    def __neg__(self) -> Computed:
        return _combined("*", -1, self)

    def __gt__(self, other: Operand) -> bool:
        return self._book.decided(self, other, ">")

    def __lt__(self, other: Operand) -> bool:
        return self._book.decided(self, other, "<")

    def __ge__(self, other: Operand) -> bool:
        return self._book.decided(self, other, ">=")

    def __le__(self, other: Operand) -> bool:
        return self._book.decided(self, other, "<=")

    def __eq__(self, other: object) -> bool:
        raise FormulaError("'==' cannot be asked of rounded figures; use compare(a, b)")

    def __ne__(self, other: object) -> bool:
        raise FormulaError("'!=' cannot be asked of rounded figures; use compare(a, b)")

    __hash__ = None  # type: ignore[assignment]


class Computed(Ref):
    """The result of arithmetic in a formula: a term, and the facts in it."""

    __slots__ = ("inputs", "term")

    def __init__(self, book: Book, key: Key, term: Term, inputs: tuple[Fact, ...]) -> None:
        super().__init__(book, key, self._unnamed)
        self.term, self.inputs = term, inputs

    def _unnamed(self) -> Fact:
        raise FormulaError(
            "a figure computed on the spot has no name; write the formula under 'derive' in brief.yaml"
        )


Operand: TypeAlias = Ref | int | float | Decimal


def fact_of(ref: object) -> Fact:
    """The fact behind a reference. Raises FormulaError when it has none."""
    if not isinstance(ref, Ref):
        raise FormulaError(f"expected a metric, found {str(ref)!r}")
    return ref._make() if ref._make else ref._book.fact(ref._key)


def claimed(fact: Fact) -> bool:
    """Whether a fact is a claim over others, such as for how many of them something holds."""
    return getattr(fact.origin, "claim", None) is not None


def at_period(ref: Ref, period: Period) -> Ref:
    """The same at another period. Raises FormulaError for what was computed on the spot."""
    return ref._moved(period=period)


def book_of(ref: Ref) -> Book:
    """The book that a reference looks things up in."""
    return ref._book


def scenarios_of(ref: Ref) -> dict[str, Scenario]:
    """The scenarios that a reference can be asked for, by the words that lead to them."""
    return ref._book.scenarios


def key_of(ref: Ref) -> Key:
    """What a reference points at."""
    return ref._key


def term_of(operand: object, book: Book) -> tuple[Term, tuple[Fact, ...]]:
    """An operand as a term of a formula, and the facts in it. Raises MissingFact for n.a. and n.m."""
    if isinstance(operand, Computed):
        return operand.term, operand.inputs
    if isinstance(operand, Ref):
        fact = fact_of(operand)
        if fact.quantity.state:
            raise MissingFact(
                f"{fact.id} is {fact.quantity.state}: nothing can be computed from it",
                ("metric", fact.metric.id.partition(".")[0]),
            )
        if claimed(fact):  # a number that no source states: it may be compared, not computed with
            return input_of(fact), (fact,)
        return book.term(fact), (fact,)
    if isinstance(operand, (int, float, Decimal)) and not isinstance(operand, bool):
        value = Decimal(str(operand))
        if not value.is_finite() or abs(value.adjusted()) > LARGEST_EXPONENT:
            raise FormulaError(f"cannot compute with a number such as {value:.3g}")
        return Constant(value), ()
    raise FormulaError(f"cannot compute with {operand!r}")


def _combined(sign: Operator, left: Operand, right: Operand) -> Computed:
    anchor = left if isinstance(left, Ref) else right
    if not isinstance(anchor, Ref):
        raise FormulaError(f"cannot compute with {anchor!r}")
    book = anchor._book
    (left_term, left_facts), (right_term, right_facts) = term_of(left, book), term_of(right, book)
    facts = {fact.id: fact for fact in (*left_facts, *right_facts)}
    return Computed(book, anchor._key, combine(sign, left_term, right_term), tuple(facts.values()))


def _period(asked: Callable[[Period], Period], period: Period) -> Period:
    try:
        return asked(period)
    except ValueError as problem:
        raise FormulaError(str(problem)) from None
