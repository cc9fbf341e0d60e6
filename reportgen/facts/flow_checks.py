"""Whether flows add up: quarters to the year that a source states, and nine months not typed as a quarter."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from reportgen.facts.book import Book
from reportgen.facts.evidence import amount, distance, place_of, said, span
from reportgen.facts.flows import ADDED, Part, addable, formula_of, parts_of, sums, total
from reportgen.facts.key import Key
from reportgen.findings import Finding
from reportgen.intervals import ZERO
from reportgen.model import Fact, Scenario
from reportgen.periods import Period, to_date

# What a quarter may be of the quarters beside it, to be like them.
TYPICAL = (Decimal("0.75"), Decimal("1.35"))
MOST = 3  # findings about one metric; more have one cause, and one finding
# Periods that a longer one, from the start of the year, is mistaken for.
LATER = {
    "quarter": (2, 3, 4),
    "half": (2,),
}


def flows_add_up(book: Book) -> Iterator[Finding]:
    """What a source states for a period is what it, or another, states for the parts of it."""
    for facts in _series(book):
        missed = [
            (fact, parts)
            for fact, parts in sums(facts)
            if _misses(fact, parts) and not _holds_as_restated(book, fact, parts)
        ]
        if len(missed) > MOST:
            yield _mismatch(
                *missed[0], f"; {len(missed) - 1} more periods of '{missed[0][0].metric.id}' miss too"
            )
        else:
            yield from (_mismatch(fact, parts) for fact, parts in missed)


def _misses(fact: Fact, parts: Sequence[Part]) -> bool:
    return not fact.quantity.interval.overlaps(total(parts)) and not _is_level(fact, parts)


def _holds_as_restated(book: Book, fact: Fact, parts: Sequence[Part]) -> bool:
    """Whether a sum misses only because some of it was restated in between, and holds in the latest version of all."""
    latest = [_as_restated(book, one) for one in (fact, *(part for _, part in parts))]
    if all(one is None for one in latest):
        return False
    whole, *rest = (one or old for one, old in zip(latest, (fact, *(part for _, part in parts)), strict=True))
    return not _misses(whole, [(sign, part) for (sign, _), part in zip(parts, rest, strict=True)])


def _as_restated(book: Book, fact: Fact) -> Fact | None:
    """The latest restatement of what was reported; None where there is none."""
    if fact.scenario != Scenario.ACTUAL:
        return None
    return book.store.at(Key(fact.metric.id, fact.entity, fact.period, Scenario.PRIOR))


def periods_hold(book: Book) -> Iterator[Finding]:
    """No number of a quarter is that of the year to date."""
    for facts in _series(book):
        by_period = {fact.period: fact for fact in facts}
        for fact in facts:
            found = _slipped(fact, by_period, facts) if fact.period.frequency in LATER else None
            if found and not _is_part_of_a_sum(fact, facts):
                yield found


def _series(book: Book) -> Iterator[tuple[Fact, ...]]:
    """Stated facts that may be added, metric by metric; levels at a date are left out."""
    series: dict[tuple[object, ...], list[Fact]] = {}
    for fact in book.stated:
        if fact.metric.kind in ADDED and fact.metric.measured != "at the end":
            series.setdefault((fact.metric.id, fact.entity, fact.scenario), []).append(fact)
    return (addable(facts) for facts in series.values())


def _is_level(fact: Fact, parts: Sequence[Part]) -> bool:
    """Whether a metric of which nobody says what it is behaves as one that is measured at the end of a period.

    Then the number of the year is that of the last quarter, or one among those of the quarters.
    """
    if fact.metric.measured:
        return False
    sizes = [part.quantity.value for _, part in parts]
    last = max((part for _, part in parts), key=lambda part: part.period).quantity.value
    value, whole = fact.quantity.value, sum(sizes, ZERO)
    return min(sizes) <= value <= max(sizes) or abs(value - last) < abs(value - whole)


def _mismatch(fact: Fact, parts: Sequence[Part], others: str = "") -> Finding:
    whole = total(parts)
    hint = (
        ""
        if fact.metric.measured
        else "; a level, which does not add up, is 'measured: at the end' in metrics.yaml"
    )
    return Finding(
        "warning",
        "flows-mismatch",
        f"{fact.id} is stated as {said(fact)}, but {formula_of(parts)} give {span(whole, fact.unit)}; they miss by "
        f"{distance(whole.gap(fact.quantity.interval), fact.unit)}{others}{hint}",
        place_of(fact),
    )


def _is_part_of_a_sum(fact: Fact, facts: Sequence[Fact]) -> bool:
    """Whether a longer period holds the fact: then it is the sum that is checked."""
    longer = (
        one for one in facts if one.period.start <= fact.period.start and fact.period.end <= one.period.end
    )
    return any(any(part is fact for _, part in parts_of(one.period, facts, within=True)) for one in longer)


def _slipped(fact: Fact, by_period: dict[Period, Fact], facts: Sequence[Fact]) -> Finding | None:
    number = fact.period.number
    if number not in LATER[fact.period.frequency]:
        return None
    usual = _usual(fact, facts) or by_period.get(fact.period.prior)
    ago = by_period.get(fact.period.year_ago)
    typical = [usual] if isinstance(usual, Decimal) else [usual.quantity.value] if usual else []
    typical += [ago.quantity.value] if ago else []
    enough = bool(usual) and (ago is not None or number > LATER["half"][0])
    if not enough or not all(size > 0 and _is_like(fact.quantity.value / number, size) for size in typical):
        return None
    return Finding(
        "warning",
        "slipped-period",
        f"{fact.id} is {said(fact)}, about {number} times its neighbours: is it the number of the year to date, "
        f"{to_date(fact.period)}? Its neighbours are around {amount(typical[0], fact.unit)}",
        place_of(fact),
    )


def _usual(fact: Fact, facts: Sequence[Fact]) -> Decimal | None:
    """What a period of the same year came to before this one, on average."""
    first = fact.period.shift(1 - fact.period.number)
    before = Period("span", first.start.toordinal(), length=(fact.period.start - first.start).days)
    parts = parts_of(before, [one for one in facts if one is not fact], within=False)
    return (
        sum((sign * one.quantity.value for sign, one in parts), ZERO) / (fact.period.number - 1)
        if parts
        else None
    )


def _is_like(value: Decimal, usual: Decimal) -> bool:
    return TYPICAL[0] <= value / usual <= TYPICAL[1]
