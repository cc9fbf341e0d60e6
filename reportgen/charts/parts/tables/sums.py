"""Sums that a table declares: they add up within the rounding of their parts, or it is a finding."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from reportgen.charts.kind import Scene, fact_or_none
from reportgen.charts.parts.tables.columns import Column
from reportgen.charts.parts.tables.lines import Line
from reportgen.errors import MissingFact
from reportgen.expressions import combine, enclose
from reportgen.facts.derivation import PERCENTAGES
from reportgen.facts.evidence import amount, named, place_of
from reportgen.facts.reference import term_of
from reportgen.findings import Finding
from reportgen.intervals import ZERO


def sums_that_miss(scene: Scene, lines: Sequence[Line], columns: Sequence[Column]) -> Iterator[Finding]:
    """Declared sums that do not add up, a finding for each period; what has no number yet is passed over."""
    for line in lines:
        parts = [part for part in line.of if not _is_rate(scene, part)]
        for column in columns if parts else ():
            if column.is_level:
                yield from _misses(scene, line, parts, column)


def _misses(scene: Scene, line: Line, parts: Sequence[str], column: Column) -> Iterator[Finding]:
    try:
        whole = column.ref(scene, line.metric)
        refs = [column.ref(scene, part.removeprefix("-")) for part in parts]
        term, facts = term_of(whole, scene.book)
        terms = [term_of(ref, scene.book)[0] for ref in refs]
    except MissingFact:
        return
    for part, one in zip(parts, terms, strict=True):
        term = combine("+" if part.startswith("-") else "-", term, one)
    left = enclose(term)
    if ZERO in left:
        return
    stated, gap = fact_or_none(whole) or facts[0], min(abs(left.low), abs(left.high))
    listed = "; ".join(named(fact) for ref in refs if (fact := fact_or_none(ref)))
    message = (
        f"exhibit '{scene.id}': {named(stated)} is given as the sum of {' + '.join(parts).replace('+ -', '- ')}, "
        f"which it misses by {amount(gap, stated.unit)}: {listed}"
    )
    yield Finding("error", "sum-mismatch", message, place_of(stated), needs=(("value",),))


def _is_rate(scene: Scene, part: str) -> bool:
    """Margins and growth stand among amounts, and are not added to them."""
    fact = scene.known(part.removeprefix("-"))
    return fact is not None and fact.metric.kind in PERCENTAGES
