"""Files of facts (CSV, JSON, YAML) made into facts; every problem of every line is reported."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from reportgen.brief import Brief, currencies, humanised
from reportgen.errors import ReportgenError
from reportgen.located import Row, error, meant, one_of, read_csv, read_yaml
from reportgen.model import Fact, Finding, Kind, Metric, Place, Scenario, Source, Stated
from reportgen.periods import Period
from reportgen.quantities import (
    BOUNDS,
    PLAIN_COUNTS,
    SCALES,
    Quantity,
    Unit,
    UnitKind,
    parse_unit,
    stated,
)

REQUIRED = ("metric", "period", "value", "unit")
OPTIONAL = ("entity", "scenario", "bound", "source", "anchor", "note", "passage", "as_of")
COLUMNS = (*REQUIRED, *OPTIONAL)
PLACEHOLDERS = re.compile(r"(?i)^(tbd|tba|tbc|x+|\?+|insert.*|lorem.*|todo|n/?a|n\.a\.|-|–)$")

KIND_OF_UNIT: dict[UnitKind, tuple[Kind, ...]] = {
    "currency": ("amount",),
    "percent": ("growth", "share", "margin", "ratio"),
    "points": ("points",),
    "multiple": ("multiple", "ratio"),
    "duration": ("duration", "count"),
    "count": ("count", "rank"),
    "rate": ("rate",),
}


@dataclass(slots=True)
class _Reader:
    """What reading the rows of one brief needs to know, and the findings it gathers."""

    brief: Brief
    findings: list[Finding]
    metrics: dict[str, Metric] = field(default_factory=dict)

    def add(self, code: str, message: str, place: Place) -> None:
        self.findings.append(error(code, message, place))


class Incomplete(ReportgenError):
    """A row with problems, all of them already reported."""


def load_facts(brief: Brief, findings: list[Finding]) -> tuple[tuple[Fact, ...], Mapping[str, Metric]]:
    """All facts of a brief in the order in which they stand, and its metrics with those that the facts imply.

    Convenience translations are filed under ``equivalents`` of the fact in the brief's currency, further statements
    of the same fact under ``others``. Problems go to ``findings``.
    """
    reader = _Reader(brief, findings, dict(brief.metrics))
    rows = [row for path in fact_files(brief) for row in _rows(path, findings)]
    facts = [fact for row in rows if (fact := _fact(row, reader))]
    return _joined(facts, reader), reader.metrics


def fact_files(brief: Brief) -> tuple[Path, ...]:
    """The files of facts that a brief names, or every ``facts*.csv``, ``.json`` and ``.yaml`` of its folder."""
    if brief.settings.facts:
        return tuple(brief.folder / name for name in brief.settings.facts if (brief.folder / name).is_file())
    found = [
        path
        for path in sorted(brief.folder.glob("facts*"))
        if path.suffix in (".csv", ".json", ".yaml", ".yml")
    ]
    return tuple(found) or (brief.folder / "facts.csv",)


def _rows(path: Path, findings: list[Finding]) -> Sequence[Row]:
    rows: Sequence[Row]
    if path.suffix == ".csv":
        columns, rows = read_csv(path, findings)
        header = Place(path, 1)
    else:
        columns, rows = _records(path, findings)
        header = Place(path)
    if not columns:
        return ()
    missing = [name for name in REQUIRED if name not in columns]
    unknown = [name for name in columns if name not in COLUMNS]
    likely = {name: meant(name, missing or COLUMNS) for name in unknown}
    for name in unknown:
        expected = "" if likely[name] else f"; expected {one_of(COLUMNS)}"
        findings.append(error("unknown-column", f"column '{name}'{likely[name]}{expected}", header))
    for name in missing:
        findings.append(error("missing-column", f"no column '{name}'; found {one_of(columns)}", header))
    if not rows:
        findings.append(error("empty-file", "no facts below the header", header))
    return () if missing else rows


def _records(path: Path, findings: list[Finding]) -> tuple[Sequence[str], Sequence[Row]]:
    located = read_yaml(path, findings)
    if located is None:
        return (), ()
    value, keys = located.value, ()
    if isinstance(value, dict) and isinstance(value.get("facts"), list):
        value, keys = value["facts"], ("facts",)  # type: ignore[assignment]
    if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
        findings.append(
            error("syntax", "expected a list of facts, each with metric, period, value, unit", Place(path))
        )
        return (), ()
    rows = [
        Row({name: str(text or "").strip() for name, text in item.items()}, located.place(*keys, index))  # type: ignore[union-attr]
        for index, item in enumerate(value)
    ]
    columns = list(dict.fromkeys(name for row in rows for name in row.cells))
    return columns, [Row({**dict.fromkeys(COLUMNS, ""), **row.cells}, row.place) for row in rows]


def _fact(row: Row, reader: _Reader) -> Fact | None:
    before = len(reader.findings)
    period = _period(row, reader)
    scenario = _scenario(row, reader)
    unit = _unit(row, reader)
    quantity = _quantity(row, unit, reader)
    metric = _metric(row, unit, reader)
    source = _source(row, reader)
    as_of = _as_of(row, reader)
    if len(reader.findings) > before or not (period and unit and quantity and metric):
        return None
    entity = row.cells.get("entity") or reader.brief.entity
    origin = Stated(source, row.cells.get("anchor", ""), row.cells.get("passage", ""), row.place)
    name = fact_id(metric.id, period, scenario, "" if entity == reader.brief.entity else entity)
    return Fact(
        name,
        metric,
        entity,
        period,
        scenario,
        quantity,
        origin,
        metric.label,
        row.cells.get("note", ""),
        as_of,
    )


def fact_id(metric: str, period: Period, scenario: Scenario = Scenario.ACTUAL, entity: str = "") -> str:
    """The name of a fact, unique in its brief: ``cloud_revenue@FY2026-Q2/consensus``."""
    parts = [
        f"{metric}@{period}",
        *([entity] if entity else []),
        *([scenario] if scenario != Scenario.ACTUAL else []),
    ]
    return "/".join(parts)


def _period(row: Row, reader: _Reader) -> Period | None:
    try:
        return reader.brief.period_of(row.cells["period"])
    except ValueError as problem:
        reader.add("bad-period", str(problem), row.place)
        return None


def _scenario(row: Row, reader: _Reader) -> Scenario:
    text = row.cells.get("scenario") or Scenario.ACTUAL
    try:
        return Scenario(text)
    except ValueError:
        known = [str(scenario) for scenario in Scenario]
        reader.add(
            "unknown-scenario", f"scenario '{text}'{meant(text, known)}; expected {one_of(known)}", row.place
        )
        return Scenario.ACTUAL


def _unit(row: Row, reader: _Reader) -> Unit | None:
    text = row.cells["unit"]
    nouns = PLAIN_COUNTS | {metric.unit for metric in reader.metrics.values() if metric.unit}
    unit = parse_unit(text, currencies(), nouns)
    if unit is None:
        if not text:
            likely = "; expected a unit such as 'CNY bn', 'percent' or 'quarters'"
        else:
            likely = _likely_unit(text, nouns)
        reader.add("unknown-unit", f"unit '{text}'{likely}", row.place)
    return unit


def _likely_unit(text: str, nouns: Iterable[str]) -> str:
    aliases = {
        "%": "percent", "pct": "percent", "per cent": "percent", "percentage points": "pp", "ppt": "pp", "bp": "bps",
        "basis points": "bps", "times": "x", "multiple": "x", "rmb bn": "CNY bn", "$ bn": "USD bn", "€ bn": "EUR bn",
    }  # fmt: skip
    if text.lower() in aliases:
        return f" — did you mean '{aliases[text.lower()]}'?"
    name, _, scale = text.partition(" ")
    if name.upper() in currencies() or name in nouns:
        scales = {"m": "mn", "million": "mn", "mln": "mn", "b": "bn", "bln": "bn", "billion": "bn", "t": "tn",
                  "trn": "tn", "trillion": "tn", "thousand": "k", "th": "k"}  # fmt: skip
        likely = scales.get(scale.lower()) or next((known for known in SCALES if known == scale.lower()), "")
        fixed = f"{name.upper() if name.upper() in currencies() else name} {likely}".strip()
        return f" — did you mean '{fixed}'?"
    near = meant(text, [*aliases.values(), "percent", "pp", "bps", "x", *nouns])
    return near or (
        "; expected a currency and a scale ('CNY bn'), percent, pp, bps, x, or what is counted ('downloads mn'); "
        "declare what is counted as 'unit' of the metric"
    )


def _quantity(row: Row, unit: Unit | None, reader: _Reader) -> Quantity | None:
    text, bound = row.cells["value"], row.cells.get("bound", "")
    if bound not in BOUNDS:
        reader.add(
            "unknown-bound",
            f"bound '{bound}'{meant(bound, BOUNDS)}; expected {one_of(BOUNDS[1:])}",
            row.place,
        )
        bound = ""
    if row.cells.get("scenario") in ("target", "plan") and not bound:
        bound = "exact"  # a goal is set, not measured: it has no rounding
    try:
        return stated(text, unit or parse_unit("x", frozenset()), bound)  # type: ignore[arg-type]
    except ValueError:
        code, message = _number_problem(text)
        reader.add(code, message, row.place)
        return None


def _number_problem(text: str) -> tuple[str, str]:
    found = f"value '{text}'"
    if not text:
        return "not-a-number", "no value; leave the row out where none is known"
    if PLACEHOLDERS.match(text):
        return "placeholder", f"{found} is a placeholder; expected a number, or no row"
    if re.fullmatch(r"(?i)[-+]?(nan|inf|infinity)", text):
        return "not-a-number", f"{found} is not a number that a source can state"
    if re.fullmatch(r"[-+−]?\d+,\d{1,2}", text):
        return "number-format", f"{found} has a decimal comma — did you mean '{text.replace(',', '.')}'?"
    if re.fullmatch(r"[-+−]?\d{1,3}([, '\u00a0\u202f]\d{3})+(\.\d+)?", text):
        plain = re.sub(r"[, '\u00a0\u202f]", "", text)
        return "number-format", f"{found} has separators of thousands — did you mean '{plain}'?"
    if re.fullmatch(r"[-+−]?\d+(\.\d+)? ?%", text):
        return "number-format", f"{found} — did you mean '{text.rstrip('% ')}' with unit 'percent'?"
    if match := re.fullmatch(r"\((\d+(\.\d+)?)\)", text):
        return "number-format", f"{found} — did you mean '-{match[1]}'?"
    if match := re.match(r"[-+−]?\d+(\.\d+)?", text):
        return (
            "number-format",
            f"{found} holds more than a number — did you mean '{match[0]}'? Units have a column",
        )
    return "not-a-number", f"{found}; expected a plain number such as 39.8"


def _metric(row: Row, unit: Unit | None, reader: _Reader) -> Metric | None:
    name = row.cells["metric"]
    known = reader.metrics.get(name)
    if known is None:
        return _implied_metric(name, unit, row, reader)
    if known.formula:
        reader.add(
            "derived-and-stated",
            f"'{name}' is derived by a formula in brief.yaml; it cannot be stated too",
            row.place,
        )
    if unit and not reader.brief.metrics.get(name):
        return known
    if unit and known.kind not in KIND_OF_UNIT[unit.kind]:
        if known.kind == "amount":  # the default kind: take it from the unit
            known = replace(known, kind=_default_kind(name, unit))
            reader.metrics[name] = known
        else:
            reader.add("unit-kind", f"'{name}' is a {known.kind}, its unit '{unit.symbol}' is not", row.place)
    return known


def _implied_metric(name: str, unit: Unit | None, row: Row, reader: _Reader) -> Metric | None:
    if not re.fullmatch(r"[a-z][a-z0-9_]*", name):
        reader.add(
            "unknown-metric",
            f"metric '{name}'; expected a name in lower case such as cloud_revenue",
            row.place,
        )
        return None
    if any(not metric.formula for metric in reader.brief.metrics.values()):
        known = list(reader.brief.metrics)
        reader.add("unknown-metric", f"metric '{name}' is not in metrics.yaml{meant(name, known)}", row.place)
        return None
    if unit is None:
        return None
    reader.metrics[name] = Metric(name, humanised(name), _default_kind(name, unit), place=row.place)
    return reader.metrics[name]


def _default_kind(name: str, unit: Unit) -> Kind:
    if unit.kind == "percent":
        return "growth" if name.endswith(("_yoy", "_qoq", "_growth")) else "share"
    if unit.name == "rank":
        return "rank"
    return KIND_OF_UNIT[unit.kind][0]


def _source(row: Row, reader: _Reader) -> Source:
    name, known = row.cells.get("source", ""), reader.brief.sources
    if name in known:
        return known[name]
    if name.startswith(("http://", "https://")):
        matching = [source for source in known.values() if source.url == name]
        return matching[0] if matching else Source(name, 0, name, url=name)
    if name:
        reader.add(
            "unknown-source",
            f"source '{name}' is not in 'sources' of brief.yaml{meant(name, known)}",
            row.place,
        )
    return Source("", 0, "Not stated")


def _as_of(row: Row, reader: _Reader) -> date | None:
    text = row.cells.get("as_of", "")
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        reader.add("bad-date", f"as_of '{text}'; expected a date such as 2025-09-30", row.place)
        return None


def _joined(facts: Iterable[Fact], reader: _Reader) -> tuple[Fact, ...]:
    groups: dict[str, list[Fact]] = {}
    for fact in facts:
        groups.setdefault(fact.id, []).append(fact)
    return tuple(_one(group, reader) for group in groups.values())


def _one(group: list[Fact], reader: _Reader) -> Fact:
    reporting = [entry.code for entry in reader.brief.settings.currency[:1]]
    main = next((fact for fact in group if fact.unit.name in reporting), group[0])
    same = [fact for fact in group if fact is not main and fact.unit.name == main.unit.name]
    foreign = [fact for fact in group if fact.unit.name != main.unit.name]
    for other in same:
        _check_repeat(main, other, reader)
    by_currency: dict[str, list[Fact]] = {}
    for fact in foreign:
        by_currency.setdefault(fact.unit.name, []).append(replace(fact, id=f"{fact.id}/{fact.unit.name}"))
    equivalents = tuple(replace(facts[0], others=_numbered(facts[1:])) for facts in by_currency.values())
    return replace(main, others=_numbered(same), equivalents=equivalents)


def _numbered(facts: Sequence[Fact]) -> tuple[Fact, ...]:
    return tuple(replace(fact, id=f"{fact.id}#{number}") for number, fact in enumerate(facts, 2))


def _check_repeat(first: Fact, second: Fact, reader: _Reader) -> None:
    assert isinstance(first.origin, Stated) and isinstance(second.origin, Stated)
    if first.origin.source.id != second.origin.source.id:
        return  # two sources for one fact: reconciliation compares them
    where = f"{first.origin.place}"
    if first.quantity == second.quantity:
        message = f"'{first.id}' stands here a second time, with the same value as at {where}; delete one"
        reader.findings.append(Finding("warning", "duplicate-fact", message, second.origin.place))
    else:
        message = (
            f"'{first.id}' is {second.quantity} here and {first.quantity} at {where}, from the same source"
        )
        reader.add("conflicting-facts", message, second.origin.place)
