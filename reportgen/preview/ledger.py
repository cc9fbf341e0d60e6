"""The ledger for its author: which figure was shown where, in which words, from which fact of which source."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from reportgen.figures import recorded
from reportgen.figures.recorded import DerivedRecord, FactRecord, FactsFile


@dataclass(frozen=True, slots=True)
class Line:
    """A figure as it was shown."""

    number: int
    words: str
    place: str
    form: str
    fact: str
    source: str


def lines_of(record: bytes) -> tuple[Line, ...]:
    """The lines of the ledger, in the order in which a reader meets them. ``record`` is ``facts.json``."""
    return tuple(_lines(recorded.read(FactsFile, record)))


def _lines(content: FactsFile) -> Iterator[Line]:
    facts = {one.key: one for one in content.facts}
    titles = {one.number: one.title for one in content.sources}
    for figure in content.figures:
        fact = facts.get(figure.fact)
        said = (fact.id, _source(fact, titles)) if fact else (figure.fact, "")
        yield Line(figure.number, figure.text, figure.place, figure.form, *said)


def _source(fact: FactRecord, titles: dict[int, str]) -> str:
    """The source's title, and where in it; of a derived fact its formula."""
    origin = fact.origin
    if isinstance(origin, DerivedRecord):
        return origin.formula
    return " ".join(part for part in (titles.get(origin.source, ""), origin.anchor) if part)
