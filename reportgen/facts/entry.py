"""A row as a fact: each cell read for what it is, each problem at the line where it stands."""

from __future__ import annotations

import re
from collections.abc import Collection
from datetime import date

from reportgen.brief import Brief
from reportgen.csv_rows import Row
from reportgen.facts.cells import WORDS_OF_BOUNDS, number_problem, without_remainder
from reportgen.facts.dialect import FLAGS, legend
from reportgen.facts.key import fact_id
from reportgen.facts.kinds import metric_in
from reportgen.facts.ranges import NotARange, is_tolerance, range_in
from reportgen.facts.reader import Reader
from reportgen.findings import likely, meant, one_of
from reportgen.model import Fact, Scenario, Source, Stated
from reportgen.periods import Period, parse_day
from reportgen.quantities import BOUNDS, RANGE, Bound, Quantity, stated
from reportgen.unit_spellings import unit_problem
from reportgen.units import MULTIPLE, Unit, currencies, parse_unit


def fact_in(row: Row, reader: Reader) -> Fact | None:
    """The fact of a row; None where something that it needs is a finding."""
    source = _source(row, reader)  # a fact without its source, or its day, is still one
    as_of, filed = _day(row, "as_of", reader), _day(row, "filed", reader)
    before = len(reader.findings)
    period = _period(row, reader)
    scenario = _scenario(row, reader)
    unit = _unit(row, reader)
    quantity = _quantity(row, unit, scenario, reader)
    metric = metric_in(row, unit, reader)
    if len(reader.findings) > before or not (period and unit and quantity and metric):
        return None
    entity = _entity(row, reader.brief)
    origin = Stated(source, row.cells.get("anchor", ""), row.cells.get("passage", ""), row.place, filed)
    name = fact_id(metric.id, period, scenario, "" if entity == reader.brief.entity else entity)
    return Fact(
        name,
        metric,
        entity,
        period,
        scenario,
        quantity,
        origin,
        metric.label if entity == reader.brief.entity else f"{metric.label}, {entity}",
        row.cells.get("note", ""),
        as_of,
        flags=_flags(row, reader),
    )


def _entity(row: Row, brief: Brief) -> str:
    name = row.cells.get("entity") or brief.entity
    return brief.entity if name == brief.settings.entity.short else name


def _period(row: Row, reader: Reader) -> Period | None:
    try:
        return reader.brief.period_of(row.cells["period"], _entity(row, reader.brief))
    except ValueError as problem:
        reader.add("bad-period", str(problem), row.place)
        return None


def _scenario(row: Row, reader: Reader) -> Scenario:
    text, known = row.cells.get("scenario") or "actual", reader.brief.scenarios
    if text in known:
        return known[text]
    hint = likely(re.sub(r"[\s-]+", "_", text.lower()), tuple(known))
    reader.add("unknown-scenario", f"scenario '{text}'{hint}", row.place)
    return Scenario.ACTUAL


def _unit(row: Row, reader: Reader) -> Unit | None:
    text = row.cells["unit"]
    unit = parse_unit(text, currencies(), reader.nouns)
    if unit is None:
        reader.add("unknown-unit", unit_problem(text, reader.nouns), row.place)
    return unit


def _quantity(row: Row, unit: Unit | None, scenario: Scenario, reader: Reader) -> Quantity | None:
    text, given = row.cells.get("value", ""), row.cells.get("bound", "")
    try:
        stated_between = range_in(row.cells, unit or MULTIPLE)
    except NotARange as problem:
        reader.add("bad-range", str(problem), row.place)
        return None
    except ValueError:
        reader.add(
            *number_problem(text or f"{row.cells.get('low')} to {row.cells.get('high')}", unit), row.place
        )
        return None
    if stated_between:
        return _bare_range(stated_between, given, row, reader)
    bound: Bound = next((known for known in BOUNDS if known == given), "")
    if given and not bound:
        word = WORDS_OF_BOUNDS.get(given, "")
        hint = f" — did you mean '{word}'?" if word else likely(given.lower(), BOUNDS[1:])
        reader.add("unknown-bound", f"bound '{given}'{hint}", row.place)
    if scenario.is_set and not bound:
        bound = "exact"  # a goal is set, not measured: it has no rounding
    if short := without_remainder(text):
        message = (
            f"value '{text}' ends in a remainder of a spreadsheet's arithmetic — did you mean '{short}'?"
        )
        reader.add("number-format", message, row.place)
        return None
    try:
        return stated(text, unit or MULTIPLE, bound)
    except ValueError:
        code, message = number_problem(text, unit)
        reader.add(code, message, row.place)
        return None


def _bare_range(quantity: Quantity, given: str, row: Row, reader: Reader) -> Quantity | None:
    """A range as it was read, unless a bound stands beside it that it cannot have."""
    if given in ("", RANGE, quantity.bound) or is_tolerance(given):
        return quantity
    reader.add(
        "bad-range", f"bound '{given}' beside a range, which has its own ends; leave it empty", row.place
    )
    return None


def _source(row: Row, reader: Reader) -> Source:
    name, known = row.cells.get("source", ""), reader.brief.sources
    if name in known:
        return known[name]
    if name.startswith(("http://", "https://")):
        matching = [source for source in known.values() if source.url == name]
        return matching[0] if matching else Source(name, 0, name, url=name)
    if name:
        reader.add("unknown-source", no_source(name, known), row.place, ("source", name))
        return Source(name, 0, name)
    return Source("", 0, reader.brief.words.origins.not_stated)


def no_source(name: str, known: Collection[str]) -> str:
    """What is wrong with the name of a source, said alike wherever it stands: one cause, one finding."""
    return f"source '{name}' is not in 'sources' of brief.yaml{meant(name, known)}"


def _flags(row: Row, reader: Reader) -> str:
    text = row.cells.get("flag", "").lower()
    letters = {meaning: flag for flag, meaning in FLAGS.items()}.get(text, text)
    if not set(letters) <= set(FLAGS):
        reader.add(
            "unknown-flag", f"flag '{text}'; expected {one_of(FLAGS)}: {legend(''.join(FLAGS))}", row.place
        )
    return letters


def _day(row: Row, name: str, reader: Reader) -> date | None:
    text = row.cells.get(name, "")
    if not text:
        return None
    try:
        return parse_day(text)
    except ValueError as problem:
        reader.add("bad-date", f"{name} {problem}", row.place)
        return None
