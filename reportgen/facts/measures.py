"""Whether a measure on another basis is reconciled to the one as reported, and the reconciliation adds up.

Regulation G (17 CFR 244.100(a)) and Item 10(e)(1)(i)(B) of Regulation S-K ask for a quantitative reconciliation of
each non-GAAP measure to the most directly comparable GAAP measure, the Guidelines of ESMA on alternative performance
measures (ESMA/2015/1415, paragraphs 26 to 32) for one to the line item of the statements that lies nearest. One that
does not add up is worse than none: it says that one of its numbers is wrong.
"""

from __future__ import annotations

from collections.abc import Iterator

from reportgen.errors import FormulaError
from reportgen.facts.book import Book
from reportgen.facts.evidence import distance, named, place_of, said, span
from reportgen.facts.key import Key
from reportgen.findings import Finding, error
from reportgen.model import Derived, Fact


def reconciliations_add_up(book: Book) -> Iterator[Finding]:
    """What a source states of a measure lies within what its reconciliation gives, in every period that has one."""
    for fact in map(book.store.as_known, book.stated):
        if fact.metric.reconciliation:
            try:
                computed = book.reconciled_at(Key(fact.metric.id, fact.entity, fact.period, fact.scenario))
            except FormulaError as problem:
                if _is_at_home(book, fact) or problem.code != "missing-fact":
                    yield problem.finding(fact.metric.place, f"reconciliation of '{fact.metric.id}': ")
                continue
            yield from _misses(fact, computed)


def _is_at_home(book: Book, fact: Fact) -> bool:
    """Whether a fact is one that the brief is about: of earlier periods the parts need not be known."""
    own = Key(fact.metric.id, book.brief.entity, book.brief.period)
    return (fact.entity, fact.period, fact.scenario) == (own.entity, own.period, own.scenario)


def _misses(fact: Fact, computed: Fact) -> Iterator[Finding]:
    if computed.quantity.state or fact.quantity.state:
        return
    if computed.unit.dimension != fact.unit.dimension:
        message = (
            f"{fact.id} is in {fact.unit.symbol}, but its reconciliation '{fact.metric.reconciliation}' gives "
            f"{computed.unit.symbol or 'a ratio'}"
        )
        yield error("reconciliation-mismatch", message, place_of(fact), ("value",))
        return
    parts = computed.origin.inputs if isinstance(computed.origin, Derived) else ()
    for one in (fact, *fact.others):
        gap = computed.quantity.interval.gap(one.quantity.interval)
        if gap:
            message = (
                f"{one.id} is stated as {said(one)}, but its reconciliation '{fact.metric.reconciliation}' "
                f"({fact.metric.place}) gives {span(computed.quantity.interval, one.unit)}: "
                f"{'; '.join(map(named, parts))}; they miss by {distance(gap, one.unit)}"
            )
            yield error("reconciliation-mismatch", message, place_of(one), ("value",))
