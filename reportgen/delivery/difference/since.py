"""What is new since the last edition, on page one: at most five changes, every number a figure of the ledger."""

from __future__ import annotations

from collections.abc import Iterator

from markupsafe import Markup, escape

from reportgen.delivery.difference.earlier import Earlier
from reportgen.delivery.difference.facts_compared import weight_of
from reportgen.document.content import Labelled
from reportgen.errors import FormulaError
from reportgen.facts.book import Book
from reportgen.facts.reference import fact_of
from reportgen.figures.ledger import Ledger
from reportgen.model import Fact

MOST = 5  # changes that page one has room for


def since_the_last(book: Book, ledger: Ledger, before: Earlier) -> tuple[Labelled, ...]:
    """The item of the box; none where nothing that counts has changed."""
    lines = tuple(_lines(book, ledger, before))[:MOST]
    if not lines:
        return ()
    return (Labelled(book.brief.words.difference.since, Markup(" ").join(lines)),)


def _lines(book: Book, ledger: Ledger, before: Earlier) -> Iterator[Markup]:
    """Restatements beyond rounding of what the cards show, the cards' figures, and the other restatements."""
    cards = tuple(_cards(book))
    metrics = {fact.metric.id.partition(".")[0] for fact in cards}
    restated = tuple(_restated(book, before))
    yield from (_said_again(*pair, ledger) for pair in restated if pair[0].metric.id in metrics)
    for fact in cards:
        then = before.fact(fact)
        if then and str(then.period) != str(fact.period):
            yield _said(ledger.style.words.difference.since_moved, fact, then, ledger)
    yield from (_said_again(*pair, ledger) for pair in restated if pair[0].metric.id not in metrics)


def _cards(book: Book) -> Iterator[Fact]:
    for kpi in book.brief.settings.kpis:
        for expression in filter(None, (kpi.figure, kpi.change)):
            try:
                fact = fact_of(book.evaluate(expression))
            except FormulaError:
                continue  # a finding of its own
            if fact is not None:
                yield fact


def _restated(book: Book, before: Earlier) -> Iterator[tuple[Fact, Fact]]:
    for fact in book.stated:
        then = before.same(fact)
        if then and weight_of(then.quantity, fact.quantity) == "beyond rounding":
            yield fact, then


def _said_again(fact: Fact, then: Fact, ledger: Ledger) -> Markup:
    return _said(ledger.style.words.difference.since_restated, fact, then, ledger)


def _said(pattern: str, now: Fact, then: Fact, ledger: Ledger) -> Markup:
    """A change in words; both numbers are figures."""
    return Markup(escape(pattern)).format(  # noqa: S704 - escaped in the same breath
        label=now.label, new=_figure(now, ledger), new_period=now.period.short, old=_figure(then, ledger),
        old_period=then.period.short,
    )  # fmt: skip


def _figure(fact: Fact, ledger: Ledger) -> Markup:
    form = "signed" if fact.metric.kind == "growth" else "short"
    return Markup(ledger.say(fact, form))  # noqa: S704 - a token of ours
