"""Several statements of one fact as one: its translations, further sources, and what disagrees within one source."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from reportgen.facts.evidence import place_of
from reportgen.facts.ranges import joined
from reportgen.facts.reader import Reader
from reportgen.facts.restatement import in_versions
from reportgen.findings import Finding
from reportgen.model import Fact, Scenario, Stated
from reportgen.units import Unit


def merged(facts: Sequence[Fact], reader: Reader) -> tuple[Fact, ...]:
    """Every fact once, with what else was stated of it, in its versions."""
    groups: dict[tuple[object, ...], list[Fact]] = {}
    for fact in facts:
        # each restatement is a fact of its own
        made = fact.as_of if fact.scenario == Scenario.PRIOR else None
        groups.setdefault((fact.metric.id, fact.entity, fact.period, fact.scenario, made), []).append(fact)
    whole = [_one(group, reader) for group in groups.values()]
    return tuple(in_versions(whole, reader.brief.settings.date))


def _one(group: list[Fact], reader: Reader) -> Fact:
    reporting = [entry.code for entry in reader.brief.settings.currency[:1]]
    main = next((fact for fact in group if fact.unit.money in reporting), group[0])
    by_currency: dict[str, list[Fact]] = {}
    for fact in group:
        if _is_translation(fact.unit, main.unit):
            by_currency.setdefault(fact.unit.money, []).append(
                replace(fact, id=f"{main.id}/{fact.unit.money}")
            )
        elif fact.unit.dimension != main.unit.dimension:
            message = (
                f"'{main.id}' is in {fact.unit.symbol} here and in {main.unit.symbol} at {place_of(main)}"
            )
            reader.add("unit-mismatch", message, place_of(fact))
        elif fact is not main:
            by_currency.setdefault("", []).append(replace(fact, id=main.id))
    same = by_currency.pop("", [])
    equivalents = tuple(_with_others(facts, reader) for facts in by_currency.values())
    return replace(_with_others([main, *same], reader), equivalents=equivalents)


def _is_translation(unit: Unit, main: Unit) -> bool:
    """Whether two amounts, or amounts per something, differ in their currency alone."""
    money, under = unit.money, unit.name.partition(" per ")[2]
    return bool(money and main.money and money != main.money and under == main.name.partition(" per ")[2])


def _with_others(facts: Sequence[Fact], reader: Reader) -> Fact:
    """The first of several statements of one fact, with the others under it; two bounds are one statement."""
    facts = joined(list(facts))
    first, *others = facts
    by_source: dict[str, Fact] = {}
    for fact in facts:
        assert isinstance(fact.origin, Stated)
        earlier = by_source.setdefault(fact.origin.source.id, fact)
        if earlier is not fact:
            _check_repeat(earlier, fact, reader)
    return replace(first, others=_numbered(others))


def _numbered(facts: Sequence[Fact]) -> tuple[Fact, ...]:
    return tuple(replace(fact, id=f"{fact.id}#{number}") for number, fact in enumerate(facts, 2))


def _check_repeat(first: Fact, second: Fact, reader: Reader) -> None:
    """Two statements of one fact from one source; those of two sources are compared by the reconciliation."""
    here, there = str(second.quantity), f"{first.quantity} at {place_of(first)}"
    if first.quantity.interval.overlaps(second.quantity.interval):
        message = f"'{first.id}' stands here a second time: {here}, which agrees with {there}; delete one"
        reader.findings.add(Finding("warning", "duplicate-fact", message, place_of(second)))
    else:
        reader.add(
            "conflicting-facts",
            f"'{first.id}' is {here} here and {there}, from the same source",
            place_of(second),
        )
