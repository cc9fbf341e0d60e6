"""Totals over the briefs of a portfolio, as facts of the entity that stands for all of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from decimal import ROUND_HALF_EVEN, Decimal

from reportgen.brief import Brief
from reportgen.facts.book import Book
from reportgen.intervals import ARITHMETIC
from reportgen.members import Line, Part
from reportgen.model import Fact, Scenario, Stated
from reportgen.periods import Period

SUMMED = (
    "amount",
    "count",
)  # kinds of metric that can be added up; of a margin or a rate, a sum means nothing
COLUMNS = ("metric", "entity", "period", "value", "unit", "bound", "source", "note")
HALF = Decimal("0.5")


def totals(metrics: Iterable[str], entities: Sequence[str], book: Book, note: str) -> Part:
    """The sum of each metric over all entities, at the brief's period and at those that it is compared with.

    A period counts where all have a number in one unit. What is stated of the whole itself is taken as it is stated.
    """
    brief = book.brief
    lines = [
        _line(metric, period, facts, brief, note)
        for metric in metrics
        if book.metrics[metric].kind in SUMMED and not book.metrics[metric].formula
        for period in _periods(brief.period)
        if (facts := _facts(metric, period, entities, book))
    ]
    return Part("totals", str(brief.place("covering").path), COLUMNS, lines)


def _periods(period: Period) -> Iterator[Period]:
    yield from dict.fromkeys((period, period.prior, period.year_ago))


def _facts(metric: str, period: Period, entities: Sequence[str], book: Book) -> Sequence[Fact]:
    """What is stated of all entities; nothing where one lacks it, or where the whole has a figure of its own."""
    if any(fact.period == period for fact in book.store.of(metric, book.brief.entity)):
        return ()
    by_entity: dict[str, Fact] = {}
    for entity in entities:
        for fact in book.store.of(metric, entity):
            if fact.period == period and fact.scenario == Scenario.ACTUAL and fact.quantity.is_number:
                by_entity[entity] = fact
    units = {fact.quantity.unit for fact in by_entity.values()}
    is_complete = len(by_entity) == len(entities) and len(units) == 1
    return tuple(by_entity.values()) if is_complete else ()


def _line(metric: str, period: Period, facts: Sequence[Fact], brief: Brief, note: str) -> Line:
    value, bound = summed(facts)
    place = brief.place("covering")
    cells = (
        metric,
        brief.entity,
        str(period),
        value,
        facts[0].quantity.unit.symbol,
        bound,
        _source(facts),
        note,
    )
    return [place.line, 0, "", True, *cells]


def _source(facts: Sequence[Fact]) -> str:
    """The document that states all of them; where there are several, no one states the sum."""
    sources = {fact.origin.source.id for fact in facts if isinstance(fact.origin, Stated)}
    return sources.pop() if len(sources) == 1 else ""


def summed(facts: Sequence[Fact]) -> tuple[str, str]:
    """The sum as a source would state it, and its bound: no more digits than the rounding of its parts allows."""
    unit = facts[0].quantity.unit
    total = sum((fact.quantity.value for fact in facts), Decimal(0))
    low = sum((fact.quantity.interval.low for fact in facts), Decimal(0))
    high = sum((fact.quantity.interval.high for fact in facts), Decimal(0))
    value, low, high = (ARITHMETIC.divide(one, unit.factor) for one in (total, low, high))
    power = -max((fact.quantity.decimals or 0) for fact in facts)
    if low == high:
        return f"{value.quantize(Decimal(1).scaleb(power)):f}", "exact"
    while True:
        step = Decimal(1).scaleb(power)
        said = value.quantize(step, ROUND_HALF_EVEN) if power <= 0 else _rounded(value, step)
        if said - HALF * step <= low and high <= said + HALF * step:
            return f"{said:f}", "about" if power > 0 else ""
        power += 1


def _rounded(value: Decimal, step: Decimal) -> Decimal:
    return (value / step).quantize(Decimal(1), ROUND_HALF_EVEN) * Decimal(int(step))
