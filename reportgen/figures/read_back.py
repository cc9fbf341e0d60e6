"""``facts.json`` read back: facts, formulas and figures as they were.

The file may have been forged. Whatever it holds ends in a record, or in a RecordError that says what is wrong with it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

from reportgen.errors import FormulaError, RecordError, UsageError
from reportgen.expressions import Term
from reportgen.figures import recorded
from reportgen.figures.recorded import (
    FACTS,
    FORMAT,
    TABLE,
    ClaimRecord,
    DerivedRecord,
    FactRecord,
    FactsFile,
    QuantityRecord,
    UnitRecord,
)
from reportgen.figures.recorded_formula import read_term
from reportgen.figures.replay import Record, Replayed
from reportgen.figures.written import Style
from reportgen.findings import Place
from reportgen.intervals import Interval
from reportgen.language import Language
from reportgen.model import Claim, Derived, Fact, Metric, Scenario, Source, Spot, Stated
from reportgen.periods import Calendar, parse_period
from reportgen.quantities import Quantity, Tolerance
from reportgen.scenarios import standing
from reportgen.units import Unit


def read_record(raw: bytes) -> Record:
    """Read ``facts.json``.

    Raises:
        UsageError: it has another format than this reportgen reads.
        RecordError: it is damaged.
    """
    found = recorded.format_of(raw)
    if found is not None and found != FORMAT:
        raise UsageError(f"{FACTS} has format {found}; this reportgen reads format {FORMAT}")
    content = recorded.read(FactsFile, raw)
    style = Style(**content.style.model_dump())
    facts = _facts(content, style.words)
    return Record(
        title=content.brief,
        style=style,
        facts=facts,
        expressions=dict(_expressions(content.facts)),
        reconciliations={one.key: one.reconciliation for one in content.facts if one.reconciliation},
        figures=tuple(_figures(content, facts)),
        pictures={Spot.parse(one.place): one.words for one in content.pictures},
        repeated=content.repeated,
    )


def _facts(content: FactsFile, words: Language) -> Mapping[str, Fact]:
    sources = {source.number: Source(source.id, source.number, source.title) for source in content.sources}
    own = {one.name: Scenario(one.name, one.label, one.words, language=words) for one in content.scenarios}
    scenarios = {**own, **standing(words)}
    by_key: dict[str, FactRecord] = {}
    for one in content.facts:
        if one.key in by_key:
            raise RecordError(f"two facts have the key {one.key}")
        if one.scenario not in scenarios:
            raise RecordError(
                f"{one.key} is of the scenario '{one.scenario}', which the record does not name"
            )
        by_key[one.key] = one
    found: dict[str, Fact] = {}
    for key in _in_order(by_key):
        one = by_key[key]
        calendar = content.calendars.calendar_in(words, one.entity)
        found[key] = _fact(one, scenarios[one.scenario], sources, calendar, found)
    return {key: found[key] for key in by_key}


def _in_order(facts: Mapping[str, FactRecord]) -> tuple[str, ...]:
    """The keys of facts, those that others are made from first."""
    made_from = {
        key: one.origin.inputs if isinstance(one.origin, DerivedRecord) else () for key, one in facts.items()
    }
    for key, used in made_from.items():
        for other in used:
            if other not in facts:
                raise RecordError(f"{key} is made from {other}, which is no fact")
    try:
        return tuple(TopologicalSorter(made_from).static_order())
    except CycleError:
        raise RecordError("facts are made from each other in a circle") from None


def _expressions(facts: Iterable[FactRecord]) -> Iterator[tuple[str, str]]:
    for one in facts:
        if isinstance(one.origin, DerivedRecord) and one.origin.expression is not None:
            yield one.key, one.origin.expression


def _figures(content: FactsFile, facts: Mapping[str, Fact]) -> Iterator[Replayed]:
    numbers: set[int] = set()
    for one in content.figures:
        if one.number in numbers:
            raise RecordError(f"two figures have the number {one.number}")
        if one.fact not in facts:
            raise RecordError(f"figure {one.number} says {one.fact}, which is no fact")
        numbers.add(one.number)
        spot = Spot.parse(one.place)
        if one.only and spot.kind != "exhibit":
            raise RecordError(f"figure {one.number} is for the page only, but stands in no exhibit")
        yield Replayed(one.number, facts[one.fact], one.form, one.options, one.text, spot, one.only, one.fit)


def _fact(
    one: FactRecord,
    scenario: Scenario,
    sources: Mapping[int, Source],
    calendar: Calendar,
    facts: Mapping[str, Fact],
) -> Fact:
    try:
        period = parse_period(one.period, calendar)
        origin = _origin(one, sources, facts, calendar)
    except ValueError as problem:
        raise RecordError(f"{one.key}: {problem}") from None
    return Fact(
        one.id,
        _metric(one),
        one.entity,
        period,
        scenario,
        _quantity(one.quantity),
        origin,
        one.label,
        one.note,
        one.as_of,
        flags=one.flags,
        standing=one.standing,
    )


def _metric(one: FactRecord) -> Metric:
    return Metric(
        one.metric, one.label, one.kind, polarity=one.polarity, decimals=one.decimals, scale=one.scale,
        nature=one.nature, measured=one.measured, basis=one.basis,
    )  # fmt: skip


def _quantity(one: QuantityRecord) -> Quantity:
    interval = Interval(Decimal(one.low), Decimal(one.high))
    allowed = one.tolerance
    tolerance = Tolerance(Decimal(allowed.value), _unit(allowed.unit), allowed.decimals) if allowed else None
    return Quantity(
        Decimal(one.value), _unit(one.unit), interval, one.bound, one.decimals, one.state, tolerance
    )


def _unit(one: UnitRecord) -> Unit:
    if one.kind != "percent" and (one.kind == "rate") != (" per " in one.name):
        raise RecordError(f"a unit of the kind '{one.kind}' is named '{one.name}'")
    return Unit(one.kind, one.name, one.scale, Decimal(one.factor), one.one)


def _term(origin: DerivedRecord, facts: Mapping[str, Fact]) -> Term | None:
    """The formula, which decides on digits; of one that cannot be read :mod:`reportgen.verify` says why."""
    try:
        return read_term(origin.expression, facts) if origin.expression is not None else None
    except (RecordError, FormulaError, ArithmeticError):
        return None


def _origin(
    one: FactRecord, sources: Mapping[int, Source], facts: Mapping[str, Fact], calendar: Calendar
) -> Stated | Derived:
    if isinstance(one.origin, DerivedRecord):
        inputs = tuple(facts[key] for key in one.origin.inputs)
        claim = _claim(one.origin.claim, one.origin.inputs, facts, calendar) if one.origin.claim else None
        return Derived(one.origin.formula, _term(one.origin, facts), inputs, claim)
    url = one.origin.url
    source = Source(url, 0, url, url=url) if url else sources.get(one.origin.source, Source("", 0, ""))
    return Stated(source, one.origin.anchor, one.origin.passage, Place(Path(TABLE), one.origin.line))


def _claim(one: ClaimRecord, inputs: Iterable[str], facts: Mapping[str, Fact], calendar: Calendar) -> Claim:
    limit_key = one.limit if one.limit and one.limit.startswith("f") else ""
    for key in (*one.facts, *([limit_key] if limit_key else [])):
        if key not in inputs:
            raise RecordError(f"a claim is made of {key}, which is not among what it is made from")
    limit = facts[limit_key] if limit_key else Decimal(one.limit) if one.limit else None
    since = parse_period(one.since, calendar) if one.since else None
    return Claim(one.kind, tuple(facts[key] for key in one.facts), one.relation, limit, since)
