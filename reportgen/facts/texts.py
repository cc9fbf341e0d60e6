"""What a template may say of a metric besides its number: its name, its unit, and when its number holds."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from reportgen.errors import MissingFact
from reportgen.facts.key import Key
from reportgen.model import Fact
from reportgen.periods import span

if TYPE_CHECKING:
    from reportgen.facts.book import Book


def text_of(name: str, key: Key, book: Book, fact: Callable[[], Fact]) -> str:
    """One of :data:`~reportgen.facts.vocabulary.TEXTS`; ``fact`` gives the fact, which those of a period do without."""
    period = key.period
    if name == "period":
        return period.long
    if name == "period_short":
        return period.short
    if name == "period_dates":
        return period.dates
    if name == "when":
        return _when(key, book, fact)
    found = fact()
    return {"label": found.label, "name": found.metric.name, "unit": found.unit.symbol}[name]


def _when(key: Key, book: Book, fact: Callable[[], Fact]) -> str:
    """When a figure holds: "in the second quarter of 2025", and of a level "at 30 June 2025"."""
    measured = "" if key.changes else book.metrics[key.metric].measured
    if measured == "at the end":
        return key.period.closing
    try:
        found = None if measured else fact()
    except MissingFact:
        found = None
    day = found.as_of if found and found.quantity.is_number else None
    return span(day, day, key.period.calendar).closing if day else key.period.during
