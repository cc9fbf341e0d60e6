"""Figures over several periods of one metric: averages, sums, indices, compound growth."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TYPE_CHECKING, Literal

from reportgen.errors import FormulaError, MissingFact
from reportgen.expressions import Constant, Term, combine
from reportgen.facts.derivation import derived, underivable
from reportgen.facts.flows import ADDED
from reportgen.facts.key import Key
from reportgen.facts.terms import ONE_TERM
from reportgen.facts.vocabulary import WINDOWS
from reportgen.intervals import ONE
from reportgen.model import Fact, Kind, Metric
from reportgen.periods import Period
from reportgen.units import Unit

if TYPE_CHECKING:
    from reportgen.facts.book import Book

AVERAGED: tuple[Kind, ...] = (*ADDED, "rate", "multiple", "rank")
LONGEST = 60  # periods
INDEX_POINTS = Unit("count", "points", "", ONE)
HUNDRED = Constant(Decimal(100))


@dataclass(frozen=True, slots=True)
class Window:
    """A question over several periods: which one, of what, and how far: a number of periods, or the base's name."""

    book: Book
    name: str
    key: Key
    extent: int | str = ""

    def fact(self) -> Fact:
        """The figure. Raises FormulaError where the question has no meaning."""
        now = self.book.fact(self.key)
        ask = {
            "cagr": self._compound, "average": self._average, "rolling": self._rolling, "cumulative": self._cumulative,
            "index": self._index,
        }[self.name]  # fmt: skip
        return ask(now)

    def _compound(self, now: Fact) -> Fact:
        count = self._count()
        metric = self._metric(now, _compound_words(now.period, count), "growth")
        self._refuse_percentages(now)
        base = self._known(now.period.shift(-count))
        if base is None or base.quantity.state or now.quantity.state:
            return self._absent(metric, "n.a.", now)
        if min(base.quantity.interval.low, now.quantity.interval.low) <= 0:
            return self._absent(metric, "n.m.", now, base)
        ratio = combine("/", self.book.term(now), self.book.term(base))
        root = combine("root", ratio, Constant(Decimal(count)))
        return self._made(metric, combine("-", root, ONE_TERM), (now, base))

    def _average(self, now: Fact) -> Fact:
        count = self._count()
        self._refuse_percentages(now)
        metric = self._metric(
            now, now.words.labels.average.format(count=count, periods=now.period.nouns), now.metric.kind
        )
        facts = self._facts(count)
        if facts is None:
            return self._absent(metric, "n.a.", now)
        mean = combine("/", self._sum(facts), Constant(Decimal(count)))
        return self._made(metric, mean, facts)

    def _rolling(self, now: Fact) -> Fact:
        count = self._count()
        self.book.flows.require(self.key, f".{self.name}")
        metric = self._metric(
            now, now.words.labels.total.format(count=count, periods=now.period.nouns), now.metric.kind
        )
        facts = self._facts(count)
        if facts is None:
            return self._absent(metric, "n.a.", now)
        return self._made(metric, self._sum(facts), facts)

    def _cumulative(self, now: Fact) -> Fact:
        self.book.flows.require(self.key, f".{self.name}")
        found = [now]
        while len(found) < LONGEST and (before := self._known(found[-1].period.prior)):
            if before.quantity.state or before.period.frequency != now.period.frequency:
                break
            found.append(before)
        facts = tuple(reversed(found))
        metric = self._metric(
            now, now.words.labels.since.format(period=facts[0].period.short), now.metric.kind
        )
        return self._made(metric, self._sum(facts), facts)

    def _index(self, now: Fact) -> Fact:
        base = self.book.fact(
            replace(self.key, period=self.book.period_of(str(self.extent), self.key.entity))
        )
        metric = self._metric(now, now.words.labels.index.format(period=base.period.short), "count")
        if base.quantity.state or now.quantity.state:
            return self._absent(metric, "n.a.", now)
        if base.quantity.interval.low <= 0:
            return self._absent(metric, "n.m.", now, base)
        term = combine("*", combine("/", self.book.term(now), self.book.term(base)), HUNDRED)
        return self._made(metric, term, (now, base), INDEX_POINTS)

    # Parts ---------------------------------------------------------------------------------------------------------

    def _count(self) -> int:
        least = 1 if self.name == "cagr" else 2
        if not isinstance(self.extent, int) or not least <= self.extent <= LONGEST:
            raise FormulaError(
                f"'.{self.name}({self.extent!r})'; expected a number of periods from {least} to {LONGEST}"
            )
        return self.extent

    def _refuse_percentages(self, now: Fact) -> None:
        if now.metric.kind not in AVERAGED:
            raise FormulaError(
                f"'.{self.name}' of '{now.metric.id}', which is of kind '{now.metric.kind}': percentages of several "
                "periods have different bases; work it out from the amounts, under 'derive'"
            )

    def _known(self, period: Period) -> Fact | None:
        try:
            return self.book.fact(replace(self.key, period=period))
        except MissingFact:
            return None

    def _facts(self, count: int) -> tuple[Fact, ...] | None:
        """The facts of the last ``count`` periods; None where one is missing or no number."""
        found = [self._known(self.key.period.shift(step)) for step in range(1 - count, 1)]
        known = tuple(fact for fact in found if fact and not fact.quantity.state)
        return known if len(known) == count else None

    def _sum(self, facts: Sequence[Fact]) -> Term:
        term = self.book.term(facts[0])
        for fact in facts[1:]:
            term = combine("+", term, self.book.term(fact))
        return term

    def _metric(self, now: Fact, words: str, kind: Kind) -> Metric:
        extent = f"({self.extent})" if self.name in WINDOWS else ""
        label = f"{now.label or now.metric.label}, {words}"
        return Metric(
            f"{now.metric.id}.{self.name}{extent}", label, kind, polarity=now.metric.polarity,
            decimals=now.metric.decimals if kind == now.metric.kind else None, place=now.metric.place,
        )  # fmt: skip

    def _made(self, metric: Metric, term: Term, facts: tuple[Fact, ...], unit: Unit | None = None) -> Fact:
        return derived(self.book.store, metric, self.key, metric.id, term, facts, unit)

    def _absent(self, metric: Metric, state: Literal["n.a.", "n.m."], *facts: Fact) -> Fact:
        return underivable(self.book.store, metric, self.key, state, metric.id, facts)


def _compound_words(period: Period, count: int) -> str:
    labels = period.words.labels
    if period.frequency == "year":
        return labels.yearly_growth.format(count=count)
    return labels.compound_growth.format(count=count, periods=period.nouns)
