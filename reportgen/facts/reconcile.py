"""Whether the facts agree with one another, each within its rounding.

Every check compares intervals: 247.8 bn (247.75 to 247.85) and 247,795 mn agree, 247.8 and 248.1 do not. A finding
names both facts, where each stands, their intervals, and by how much they miss each other. What the author declares
under ``checks:`` is held in :mod:`reportgen.facts.checks`; whether a number is plausible beside its own history, and
still fresh, in :mod:`reportgen.facts.plausible`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import combinations

from reportgen.errors import FormulaError, MissingFact
from reportgen.facts.book import Book
from reportgen.facts.checks import declared_hold
from reportgen.facts.comparatives import comparisons
from reportgen.facts.evidence import distance, miss, named, place_of, said, span
from reportgen.facts.flow_checks import flows_add_up, periods_hold
from reportgen.facts.key import Key
from reportgen.facts.measures import reconciliations_add_up
from reportgen.facts.plausible import actuals_have_ended, facts_fresh, targets_ahead, units_hold
from reportgen.facts.rates import rates_agree
from reportgen.findings import Finding
from reportgen.intervals import ONE, Interval, point
from reportgen.model import Fact, Metric, Scenario, Stated

Check = Callable[[Book], Iterator[Finding]]


def reconcile(book: Book) -> Iterator[Finding]:
    """Run every standing check over the facts of a brief, and those that it declares."""
    return (finding for check in CHECKS for finding in check(book))


def sources_agree(book: Book) -> Iterator[Finding]:
    """Two sources for the same fact give intervals that touch; a bound holds the point that another states."""
    for fact in book.stated:
        for first in (fact, *fact.equivalents):
            for one, other in combinations((first, *first.others), 2):
                if not _same_source(one, other) and not one.quantity.interval.overlaps(
                    other.quantity.interval
                ):
                    yield miss("conflicting-facts", "two sources disagree", one, other)


def _same_source(one: Fact, other: Fact) -> bool:
    """Whether one document states both: then the loader has compared them."""
    return (
        isinstance(one.origin, Stated)
        and isinstance(other.origin, Stated)
        and one.origin.source.id == other.origin.source.id
    )


def growth_agrees(book: Book) -> Iterator[Finding]:
    """A stated growth rate, or change in points, lies within what the stated levels on its basis allow."""
    for grown in book.stated:
        before = [(suffix, grown.period.prior) for suffix in ("_qoq", "_mom", "_wow")]
        for suffix, earlier in (("_yoy", grown.period.year_ago), *before):
            level = grown.metric.id.removesuffix(suffix)
            if level == grown.metric.id:
                continue
            now = Key(level, grown.entity, grown.period, grown.scenario)
            pairs = [
                pair
                for pair in comparisons(book.store, now, replace(now, period=earlier), grown)
                if pair[0].metric.basis == grown.metric.basis
            ]
            missed = [tuple(_growth_misses(grown, *pair)) for pair in pairs]
            if missed and all(missed):
                yield from missed[0]


def _growth_misses(grown: Fact, now: Fact, base: Fact) -> Iterator[Finding]:
    for end in (now, *now.others):
        for start in (base, *base.others):
            computed = _growth(grown, end, start)
            if computed and not computed.overlaps(grown.quantity.interval):
                yield Finding(
                    "error",
                    "growth-mismatch",
                    f"{grown.id} is stated as {said(grown)}, but {named(end)} over "
                    f"{named(start)} gives {span(computed, grown.unit)}; they miss by "
                    f"{distance(computed.gap(grown.quantity.interval), grown.unit)}",
                    place_of(grown),
                )


def _growth(grown: Fact, end: Fact, start: Fact) -> Interval | None:
    """The growth from one level to another; None where it has no meaning."""
    if end.unit.dimension != start.unit.dimension:
        return None
    if grown.unit.kind == "points":
        return end.quantity.interval - start.quantity.interval
    if start.quantity.interval.low <= 0:
        return None
    # Both are stated: no input counts twice.
    return end.quantity.interval / start.quantity.interval - point(ONE)


def derived_agree(book: Book) -> Iterator[Finding]:
    """What a source states of a derived metric lies within what the formula gives; the stated number is shown."""
    for fact in book.stated:
        if not fact.metric.formula or fact.scenario != Scenario.ACTUAL:
            continue
        try:
            computed = book.derived_at(Key(fact.metric.id, fact.entity, fact.period))
        except FormulaError:
            continue  # nothing to compare with; formulas_hold says why where it matters
        if computed.quantity.state or computed.unit.dimension != fact.unit.dimension:
            continue
        for one in (fact, *fact.others):
            gap = computed.quantity.interval.gap(one.quantity.interval)
            if gap:
                yield Finding(
                    "error",
                    "derived-mismatch",
                    f"{one.id} is stated as {said(one)}, but its formula '{fact.metric.formula}' "
                    f"({fact.metric.place}) gives {span(computed.quantity.interval, one.unit)}; they miss by "
                    f"{distance(gap, one.unit)}",
                    place_of(one),
                )


def formulas_hold(book: Book) -> Iterator[Finding]:
    """Every derived metric can be computed for the brief's period, or says why not.

    One of what is guided or planned alone, or of other periods, has nothing to be computed from in the brief's own.
    """
    for metric in book.metrics.values():
        if metric.formula:
            try:
                book.derived_at(Key(metric.id, book.brief.entity, book.brief.period))
            except FormulaError as problem:
                if not (isinstance(problem, MissingFact) and _holds_elsewhere(book, metric)):
                    yield problem.finding(metric.place, f"derive '{metric.id}': ")


def _holds_elsewhere(book: Book, metric: Metric) -> bool:
    """Whether a formula can be computed for another period or scenario of which the brief's entity has facts."""
    needed, entity = book.roots(metric.formula), book.brief.entity
    facts = [fact for fact in book.stated if fact.entity == entity and fact.metric.id in needed]
    for period, scenario in dict.fromkeys((fact.period, fact.scenario) for fact in facts):
        try:
            book.derived_at(Key(metric.id, entity, period, scenario))
        except FormulaError:
            continue
        return True
    return False


CHECKS: tuple[Check, ...] = (
    formulas_hold,
    derived_agree,
    reconciliations_add_up,
    sources_agree,
    growth_agrees,
    rates_agree,
    flows_add_up,
    units_hold,
    periods_hold,
    targets_ahead,
    facts_fresh,
    actuals_have_ended,
    declared_hold,
)
