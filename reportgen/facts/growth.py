"""Changes of a metric from one period to another, and the level that a stated growth implies."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from reportgen.errors import FormulaError, MissingFact
from reportgen.expressions import Term, combine
from reportgen.facts.comparable import in_one_unit
from reportgen.facts.derivation import PERCENTAGES, derived, metric_of_change, underivable
from reportgen.facts.key import LATEST, Key
from reportgen.facts.restatement import are_of_one_round
from reportgen.facts.sizes import SIZED
from reportgen.facts.terms import ONE_TERM
from reportgen.model import Derived, Fact, Scenario
from reportgen.periods import Frequency
from reportgen.quantities import Quantity
from reportgen.units import PLACES, count

if TYPE_CHECKING:
    from reportgen.facts.book import Book

GROWTH = ("yoy", "qoq", "mom", "wow")  # as metrics that state it end
STEPS: Mapping[str, Frequency] = {"mom": "month", "wow": "week"}


def change_of(book: Book, key: Key) -> Fact:
    """The last of the changes that a key asks for, of what comes before it. Raises FormulaError."""
    *before, change = key.changes
    parent = replace(key, changes=tuple(before))
    if STEPS.get(change, key.period.frequency) != key.period.frequency:
        raise FormulaError(
            f"'.{change}' is growth on the {STEPS[change]} before, and {key.period} is none; write '.qoq'"
        )
    if change in GROWTH and not before and not key.part and not key.version:
        stated = _stated_growth(book, key, change)
        if stated and stated.metric.basis == book.metrics[key.metric].basis:
            return stated
    basis = parent.period.year_ago if change in ("yoy", "change") else parent.period.prior
    now, base = _compared(book, parent, replace(parent, period=basis))
    declared = book.metrics.get(f"{now.metric.id}_{change}")
    metric = declared or metric_of_change(now.metric, change, key.period)
    formula = f"{now.metric.id}.{change}"
    if base is None or base.quantity.state or now.quantity.state:
        return underivable(book.store, metric, key, "n.a.", formula)
    now, base = in_one_unit(now, base)
    if now.metric.kind == "rank":  # from eighth to third: five places, and no 62.5 percent
        climb = combine("-", book.term(now), book.term(base))
        return derived(book.store, metric, key, formula, climb, (now, base), count(PLACES))
    if change in ("change", "step") or now.metric.kind in PERCENTAGES or now.metric.kind == "points":
        term: Term = combine("-", book.term(now), book.term(base))
        return derived(book.store, metric, key, formula, term, (now, base))
    below_zero = base.quantity.interval.low <= 0 or _may_be_negative(now.quantity)
    if below_zero and not is_sized(now, base):
        return underivable(book.store, metric, key, "n.m.", formula, (now, base))
    term = combine("-", combine("/", book.term(now), book.term(base)), ONE_TERM)
    return derived(book.store, metric, key, formula, term, (now, base))


def _stated_growth(book: Book, key: Key, change: str) -> Fact | None:
    return book.store.at(Key(f"{key.metric}_{change}", key.entity, key.period, key.scenario))


def _compared(book: Book, now: Key, before: Key) -> tuple[Fact, Fact | None]:
    """A figure and what it is compared with: as last restated, the two of one round where both of them were."""
    base = _base(book, replace(before, version=before.version or LATEST))
    if not now.version and base is not None and base.scenario == Scenario.PRIOR:
        latest = book.store.at(replace(now, version=LATEST))
        if latest and are_of_one_round(latest, base):
            return latest, base
    return book.fact(now), base


def _base(book: Book, key: Key) -> Fact | None:
    """What a change is measured from: the same scenario, or the actual where there is none (consensus, target)."""
    for scenario in dict.fromkeys((key.scenario, Scenario.ACTUAL)):
        try:
            return book.fact(replace(key, scenario=scenario))
        except MissingFact:
            continue
    return None


def implied(book: Book, key: Key) -> Fact | None:
    """The level of a year (or a period) ago, where only the later level and its stated growth are known."""
    words, year, period = key.period.words, "year", "span"
    for suffix, after, frequency in (
        ("yoy", key.period.year_later, year),
        ("qoq", key.period.shift(1), period),
        ("mom", key.period.shift(1), period),
        ("wow", key.period.shift(1), period),
    ):
        if after is None:
            continue
        now = book.store.at(Key(key.metric, key.entity, after, key.scenario))
        grown = book.store.at(Key(f"{key.metric}_{suffix}", key.entity, after, key.scenario))
        if now and grown and _alike(grown, now) and grown.quantity.interval.low > -1:
            term = combine("/", book.term(now), combine("+", ONE_TERM, book.term(grown)))
            of_it = words.labels.of_the_one_after.format(period=words.periods.nouns[frequency].one)
            level = f"{key.metric} / (1 + {key.metric}_{suffix})"
            formula = words.labels.implied.format(formula=level, of_the_one_after=of_it)
            return derived(book.store, book.metrics[key.metric], key, formula, term, (now, grown))
    return None


def is_implied(fact: Fact) -> bool:
    """Whether a level is not stated, but follows from a later one and the growth up to that."""
    inputs = fact.origin.inputs if isinstance(fact.origin, Derived) else ()
    name = fact.metric.id
    return tuple(one.metric.id for one in inputs) in {(name, f"{name}_{suffix}") for suffix in GROWTH}


def _alike(one: Fact, other: Fact) -> bool:
    """Whether two facts are on one basis: organic growth says nothing of the level as reported."""
    return one.metric.basis == other.metric.basis


def is_sized(now: Fact, base: Fact) -> bool:
    """Whether both are costs or losses that are stated below zero: then their sizes are what grows."""
    both = now.metric.nature in SIZED and base.metric.nature == now.metric.nature
    return both and now.quantity.interval.high < 0 and base.quantity.interval.high < 0


def _may_be_negative(quantity: Quantity) -> bool:
    """Whether an amount may be a loss; "at most 5 bn" is no reason to think so, and neither is nothing."""
    low = quantity.interval.low if quantity.value else quantity.value
    return (low if low.is_finite() else quantity.value) < 0
