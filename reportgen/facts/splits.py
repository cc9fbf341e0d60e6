"""Splits of shares: what was stated before one is adjusted for it, exactly, as if it had been made before (IAS 33.64).

A figure was stated on the day of its source; where that day is not known, at the end of its period.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

from reportgen.expressions import Constant, Operator, Term, combine, solve
from reportgen.facts.bounds import bound_left
from reportgen.facts.terms import input_of
from reportgen.language import Language
from reportgen.model import Derived, Fact, Metric, Scenario, Split, Stated
from reportgen.periods import day_in_words
from reportgen.quantities import Quantity

SHARES, PER_SHARE = "shares", " per share"


class Splits:
    """The splits that a brief declares: those of a metric by its id, those of everything about an entity's shares.

    Args:
        metrics: each with its own.
        general: of the brief, for whatever is counted in shares or stated per share.
        ours: the entity of the brief.
    """

    def __init__(self, metrics: Mapping[str, Metric], general: Sequence[Split], ours: str) -> None:
        self._metrics, self._general, self._ours = metrics, general, ours
        self._any = bool(general) or any(metric.splits for metric in metrics.values())

    def adjusted(self, fact: Fact, until: date) -> Fact:
        """A stated fact, adjusted for the splits from the day on which it was stated until another; itself without."""
        made = [one for one in self._about(fact) if _stated_on(fact) < one.date <= until] if self._any else []
        if not made:
            return fact
        translations = tuple(_adjusted(one, made) for one in fact.equivalents)
        return replace(_adjusted(fact, made), equivalents=translations)

    def _about(self, fact: Fact) -> Sequence[Split]:
        metric = self._metrics.get(fact.metric.id)
        named = metric.splits if metric else ()
        general = self._general if is_of_shares(fact) else ()
        return [one for one in named or general if (one.entity or self._ours) == fact.entity]


def is_of_shares(fact: Fact) -> bool:
    """Whether a fact is a number of shares, or an amount of each."""
    return fact.unit.name == SHARES or fact.unit.name.endswith(PER_SHARE)


def _stated_on(fact: Fact) -> date:
    if fact.scenario == Scenario.PRIOR and fact.as_of:
        return fact.as_of
    known = fact.origin.published if isinstance(fact.origin, Stated) else None
    return known or fact.period.end


def _adjusted(fact: Fact, made: Sequence[Split]) -> Fact:
    factor = Fraction(1)
    for one in made:
        factor *= one.ratio
    if fact.unit.name != SHARES:
        factor = 1 / factor
    term: Term = input_of(fact)
    formula = fact.metric.id
    steps: tuple[tuple[Operator, int], ...] = (("*", factor.numerator), ("/", factor.denominator))
    for sign, number in steps:
        if number != 1:
            term, formula = combine(sign, term, Constant(Decimal(number))), f"{formula} {sign} {number}"
    value, interval = solve(term)
    words = fact.words
    splits = words.versions.and_.join(_in_words(one, words) for one in made)
    bound = bound_left(interval, {fact.quantity.bound})
    quantity = Quantity(value, fact.unit, interval, bound, state=fact.quantity.state)
    return replace(
        fact,
        id=f"{fact.id}/adjusted",
        quantity=quantity,
        origin=Derived(formula, term, (fact,)),
        standing=words.versions.adjusted_for.format(splits=splits),
        others=(),
        equivalents=(),
        flags="",
    )


def _in_words(split: Split, words: Language) -> str:
    ratio, day = split.ratio, day_in_words(split.date, words.periods)
    return words.versions.split.format(new=ratio.numerator, old=ratio.denominator, day=day)
