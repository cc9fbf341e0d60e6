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
from reportgen.quantities import Bound, Quantity, stated

# Kinds of metric that can be added up; of a margin or a rate, a sum means nothing.
SUMMED = ("amount", "count")
COLUMNS = ("metric", "entity", "period", "value", "unit", "bound", "source", "note")
MOST_DIGITS = 28  # before the point; no sum has more
_BOUNDS: tuple[Bound, ...] = ("exact", "", "about")


def totals(metrics: Iterable[str], entities: Sequence[str], book: Book, note: str) -> Part:
    """The sum of each metric over all entities, at the brief's period and at those that it is compared with.

    A period counts where all have a number in one unit. What is stated of the whole itself is taken as it is stated.
    """
    brief = book.brief
    lines = [
        _line(metric, period, facts, total, brief, note)
        for metric in metrics
        if book.metrics[metric].kind in SUMMED and not book.metrics[metric].formula
        for period in _periods(brief.period)
        if (facts := _facts(metric, period, entities, book))
        if (total := summed([fact.quantity for fact in facts]))
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


def _line(
    metric: str, period: Period, facts: Sequence[Fact], total: tuple[str, Bound], brief: Brief, note: str
) -> Line:
    place, unit, (value, bound) = brief.place("covering"), facts[0].quantity.unit.symbol, total
    cells = (metric, brief.entity, str(period), value, unit, bound, _source(facts), note)
    return [place.line, 0, "", True, *cells]


def _source(facts: Sequence[Fact]) -> str:
    """The document that states all of them; where there are several, no one states the sum."""
    sources = {fact.origin.source.id for fact in facts if isinstance(fact.origin, Stated)}
    return sources.pop() if len(sources) == 1 else ""


def summed(parts: Sequence[Quantity]) -> tuple[str, Bound] | None:
    """The sum as a source would state it, and its bound, with no more digits than the rounding of its parts allows.

    What is said encloses all that the sum may be; None where nothing but a zero is left to say.
    """
    unit = parts[0].unit
    total, low, high = (
        sum(ends, Decimal(0))
        for ends in zip(*((one.value, one.interval.low, one.interval.high) for one in parts), strict=True)
    )
    value = ARITHMETIC.divide(total, unit.factor)
    for power in range(-max((one.decimals or 0) for one in parts), MOST_DIGITS):
        text = f"{_rounded(value, power):f}"
        for bound in _BOUNDS:
            said = stated(text, unit, bound).interval
            if said.low <= low and high <= said.high:
                return text, bound
    return None


def _rounded(value: Decimal, power: int) -> Decimal:
    step = Decimal(1).scaleb(power)
    rounded = (value / step).to_integral_value(ROUND_HALF_EVEN) * step
    return rounded if power <= 0 else rounded.quantize(Decimal(1))
