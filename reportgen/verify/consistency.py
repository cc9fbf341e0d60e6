"""Whether the files inside a document agree with each other: the record, the table and the manifest."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, TypeAlias

from reportgen.facts.key import fact_id
from reportgen.figures.record import facts_csv
from reportgen.figures.replay import Record
from reportgen.model import Fact, Stated

Json: TypeAlias = Any  # facts.json and manifest.json as they were parsed
SHARED = ("brief", "entity", "period", "date")  # what both say
FURTHER = ("/", "#")  # an id may go on with these: a currency, a second source


def record_faults(record: Record, told: Mapping[str, Json], table: bytes | None) -> Iterator[str]:
    """What ``facts.json`` says against itself, and the table that is written from it."""
    yield from _numbered("fact", [one["key"] for one in told["facts"]], "f")
    yield from _numbered("figure", [one["number"] for one in told["figures"]], "")
    yield from _sources(told)
    yield from _facts(record, told)
    if table is not None and table != facts_csv(tuple(record.facts.values())):
        yield "facts.csv does not say what facts.json says"


def manifest_faults(manifest: Mapping[str, Json], told: Mapping[str, Json]) -> Iterator[str]:
    """The manifest against the record."""
    for key in SHARED:
        if manifest.get(key) != told.get(key):
            yield f"manifest.json says {key} '{manifest.get(key)}', facts.json '{told.get(key)}'"


def _numbered(what: str, found: list[Json], letter: str) -> Iterator[str]:
    expected = [f"{letter}{number}" for number in range(1, len(found) + 1)]
    if [str(one) for one in found] != expected:
        yield f"facts.json does not count its {what}s from one, each once"


def _sources(told: Mapping[str, Json]) -> Iterator[str]:
    numbers = [source["number"] for source in told["sources"]]
    for number in {one for one in numbers if numbers.count(one) > 1}:
        yield f"facts.json has source {number} more than once"
    for one in told["facts"]:
        source = one["origin"].get("source")
        if source and source not in numbers:
            yield f"{one['id']}: facts.json has no source {source}"


def _facts(record: Record, told: Mapping[str, Json]) -> Iterator[str]:
    """Each fact's name, days and inputs against what it is a fact of."""
    for one in told["facts"]:
        fact = record.facts[one["key"]]
        period = fact.period
        days = (period.start.isoformat(), period.end.isoformat()) if period.to_the_day else (None, None)
        if (one.get("start"), one.get("end")) != days:
            yield f"{fact.id}: recorded from {one.get('start')} to {one.get('end')}, but that is not {period}"
        if isinstance(fact.origin, Stated) and not _named(fact, told["entity"]):
            yield f"{fact.id}: recorded as {fact.metric.id}, {fact.period}, {fact.scenario}, {fact.entity}"
        interval = fact.quantity.interval
        if not fact.quantity.state and not interval.low <= fact.quantity.value <= interval.high:
            yield f"{fact.id}: {fact.quantity.value} lies outside its own range, {interval.low} to {interval.high}"
        for key in one["origin"].get("inputs", ()):
            if key not in record.facts:
                yield f"{fact.id}: computed from '{key}', which is not in facts.json"


def _named(fact: Fact, entity: str) -> bool:
    """Whether a stated fact's id says of what it is one."""
    own = {
        fact_id(fact.metric.id, fact.period, fact.scenario, other)
        for other in ("", fact.entity)
        if other or fact.entity == entity
    }
    return any(fact.id == one or fact.id.startswith(tuple(one + mark for mark in FURTHER)) for one in own)
