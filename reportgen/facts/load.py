"""Files of facts (CSV, JSON, YAML) made into facts; every problem of every line is reported."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from difflib import get_close_matches
from pathlib import Path

from reportgen.brief import Brief, currencies, humanised
from reportgen.facts.cells import WORDS_OF_BOUNDS, evenly_spaced, number_problem, unseen, without_remainder
from reportgen.facts.dialect import ENDS, FLAGS, in_plain_digits, legend
from reportgen.facts.ranges import NotARange, is_tolerance, joined, range_in
from reportgen.facts.reference import WORDS
from reportgen.facts.restatement import in_versions
from reportgen.facts.spreadsheet import unguarded
from reportgen.facts.unit_spellings import countable, unit_problem
from reportgen.files import Files
from reportgen.findings import ALIKE, Finding, Findings, Need, Place, error, likely, meant, one_of
from reportgen.located import Row, read_csv, read_yaml
from reportgen.model import Fact, Kind, Metric, Scenario, Source, Stated
from reportgen.periods import Period, parse_day
from reportgen.quantities import (
    BASIS_POINTS,
    BOUNDS,
    MULTIPLE,
    RANGE,
    Bound,
    Quantity,
    Unit,
    UnitKind,
    parse_unit,
    stated,
)
from reportgen.scenarios import STANDING, attributes

REQUIRED = ("metric", "period", "value", "unit")
OPTIONAL = (
    "low",
    "high",
    "entity",
    "scenario",
    "bound",
    "source",
    "anchor",
    "note",
    "passage",
    "as_of",
    "flag",
)
COLUMNS = (*REQUIRED, *OPTIONAL)
ISSUED = ("origin", "label", "formula")  # of the facts.csv of an edition; "origin" tells it from others
FORMATS = (".csv", ".json", ".yaml", ".yml")

KIND_OF_UNIT: dict[UnitKind, tuple[Kind, ...]] = {
    "currency": ("amount",),
    "percent": ("growth", "share", "margin", "ratio"),
    "points": ("points", "ratio", "share", "margin"),  # a level may stand in basis points
    "multiple": ("multiple", "ratio"),
    "duration": ("duration", "count"),
    "count": ("count", "rank"),
    "rate": ("rate",),
}
CHANGE_ENDINGS = ("_yoy", "_qoq", "_change", "_step", "_growth", "_points")  # of metrics that say by how much
UNITS_OF_KIND: dict[Kind, tuple[str, ...]] = {
    "amount": ("CNY bn", "USD mn"), "growth": ("percent",), "share": ("percent",), "margin": ("percent",),
    "ratio": ("percent", "bps", "x"), "multiple": ("x",), "points": ("pp", "bps"),
    "count": ("downloads mn", "quarters"), "duration": ("months", "quarters", "years"),
    "rank": ("rank",), "rate": ("CNY per USD", "USD per share"),
}  # fmt: skip


@dataclass(slots=True)
class _Reader:
    """What reading the rows of one brief needs to know, and the findings it gathers."""

    brief: Brief
    findings: Findings
    metrics: dict[str, Metric] = field(default_factory=dict)
    nouns: Mapping[str, str] = field(default_factory=dict)

    def add(self, code: str, message: str, place: Place, *needs: Need, cause: str = "") -> None:
        self.findings.add(error(code, message, place, *needs, cause=cause))

    def lose(self, row: Row) -> None:
        """Note that a fact of a row's metric, or of the one that was probably meant, could not be read."""
        name = row.cells.get("metric", "")
        near = _nearest(name, self.brief.metrics)
        self.findings.lose(*(("metric", one) for one in (name, *near) if one))

    def lose_all(self) -> None:
        """Note that facts could not be read, and nobody knows which."""
        self.findings.lose(("value",))
        if not _declares(self.brief):
            self.findings.lose(("metric",))  # those that the facts would have brought


def _declares(brief: Brief) -> bool:
    """Whether a brief lists its metrics: then a name that is not among them is wrong, whatever the facts hold."""
    return any(not metric.formula for metric in brief.metrics.values())


def load_facts(brief: Brief, findings: Findings) -> tuple[tuple[Fact, ...], Mapping[str, Metric]]:
    """All facts of a brief in the order in which they stand, and its metrics with those that the facts imply.

    Convenience translations are filed under ``equivalents`` of the fact in the brief's currency, further statements
    of the same fact under ``others``. Problems go to ``findings``.
    """
    _check_scenarios(brief, findings)
    nouns = countable(metric.unit for metric in brief.metrics.values())
    reader = _Reader(brief, findings, dict(brief.metrics), _with_singulars(nouns, brief))
    rows = [row for path in fact_files(brief) for row in _rows_of(path, reader)]
    plain = (in_plain_digits(row, brief.settings.numbers) for row in rows)
    facts = []
    for row in (_spaced(row) for row in plain if row):
        if _repeats_the_header(row):
            reader.add("columns", "the header stands here a second time; delete this line", row.place)
            continue
        fact = _fact(row, reader) if row.is_whole and not _hides_something(row, reader) else None
        if fact:
            facts.append(fact)
        else:
            reader.lose(row)
    return _joined(facts, reader), reader.metrics


def _check_scenarios(brief: Brief, findings: Findings) -> None:
    """No scenario of the brief's own is called by what else can be asked of a metric."""
    for name in brief.settings.scenarios:
        if name in WORDS - set(attributes(STANDING)) or name.upper() in currencies():
            message = f"'{name}' is asked of every metric already; give the scenario another name"
            findings.error("reserved-name", message, brief.place("scenarios", name))


def _with_singulars(nouns: Iterable[str], brief: Brief) -> Mapping[str, str]:
    """What can be counted, with the singular where a metric declares one."""
    ones = {metric.unit: metric.one for metric in brief.metrics.values()}
    return {noun: ones.get(noun, "") for noun in nouns}


def _spaced(row: Row) -> Row:
    """A row whose words are parted by plain spaces: a no-break space came in by copying, and means one."""
    cells = {name: evenly_spaced(text) if name in _WORDS else text for name, text in row.cells.items()}
    return replace(row, cells=cells)


def _repeats_the_header(row: Row) -> bool:
    """Whether a row is a header again, as where one file was put behind another."""
    return all(row.cells.get(name, "").lower() == name for name in ("metric", "period", "unit"))


_WORDS = ("metric", "period", "unit", "scenario", "bound", "source", "as_of", "entity")
_SPELLED = ("metric", "period", "value", "unit", "low", "high", "scenario", "bound", "source", "as_of")


def _hides_something(row: Row, reader: _Reader) -> bool:
    """Whether a cell that must be spelled exactly holds a character that nobody sees."""
    for name in _SPELLED:
        if hidden := unseen(row.cells.get(name, "")):
            message = f"{name} '{row.cells[name]}' holds an invisible character, {hidden}; type it again"
            reader.add("invisible-character", message, row.place, cause=f"{name} {hidden}")
            return True
    return False


def fact_files(brief: Brief) -> tuple[Path, ...]:
    """The files of facts that a brief names, or every ``facts*.csv``, ``.json`` and ``.yaml`` of its folder."""
    if brief.settings.facts:
        named = (brief.folder / name for name in dict.fromkeys(brief.settings.facts))
        return tuple(path for path in named if not brief.files.has_refused(path))
    found = tuple(path for path in sorted(brief.folder.glob("facts*")) if path.suffix in FORMATS)
    return found or (brief.folder / "facts.csv",)


def _rows_of(path: Path, reader: _Reader) -> Sequence[Row]:
    """The rows of a file; where it cannot be read to its end, that facts were lost is noted."""
    before = len(reader.findings)
    rows = _rows(path, reader.findings, reader.brief.files)
    told = {one.code for one in list(reader.findings)[before:] if one.severity == "error"}
    if told - {"columns", "unknown-column"} or (told and not rows):
        reader.lose_all()
    return rows


def _rows(path: Path, findings: Findings, files: Files) -> Sequence[Row]:
    if path.suffix not in FORMATS:
        findings.add(
            error("syntax", f"facts in '{path.suffix}'; expected {one_of(FORMATS[:3])}", Place(path))
        )
        return ()
    if path.suffix != ".csv":
        return _records(path, findings, files)
    columns, rows, header = read_csv(path, findings, files, COLUMNS)
    if not columns:
        return ()
    if set(COLUMNS).isdisjoint(columns):
        message = f"no header; expected a line of columns such as '{','.join(REQUIRED)}'"
        findings.add(error("missing-column", message, header))
        return ()
    missing = [name for name in REQUIRED if name not in columns and not _is_range(name, columns)]
    misspelt = {near for name in columns if name not in COLUMNS for near in _nearest(name, missing)}
    is_issued = ISSUED[0] in columns
    for name in (name for name in columns if not (is_issued and name in ISSUED)):
        _check_column(name, columns, missing, header, findings)
    shown = ", ".join(map(repr, columns))
    for name in missing:
        if name not in misspelt:
            findings.add(error("missing-column", f"no column '{name}'; found {shown}", header))
    if not rows and not any(one.severity == "error" and one.place.path == path for one in findings):
        findings.add(error("empty-file", "no facts below the header", header))
    if missing:
        return ()
    return tuple(_issued(rows)) if is_issued else rows


def _is_range(name: str, columns: Sequence[str]) -> bool:
    """Whether a column of values may be missing, because every fact of the file is a range."""
    return name == "value" and not {*ENDS}.isdisjoint(columns)


def _issued(rows: Sequence[Row]) -> Iterator[Row]:
    """The facts that an edition issued: those stated, as they were before spreadsheets were kept from running them.

    The ends that it gives for what is no range are those that rounding leaves: nobody has stated them.
    """
    for row in rows:
        if row.cells[ISSUED[0]] != "derived":
            cells = {name: unguarded(text) for name, text in row.cells.items()}
            yield replace(
                row, cells=cells if cells.get("bound") == RANGE else cells | dict.fromkeys(ENDS, "")
            )


def _nearest(name: str, known: Collection[str]) -> list[str]:
    return get_close_matches(name.lower(), known, n=1, cutoff=ALIKE)


def _check_column(
    name: str, columns: Sequence[str], missing: Sequence[str], place: Place, findings: Findings
) -> None:
    if name not in COLUMNS:
        hint = meant(name.lower(), missing) or likely(name.lower(), COLUMNS)
        findings.add(error("unknown-column", f"column '{name}'{hint}", place))
    elif columns.count(name) > 1 and ("duplicate-column", place) not in {
        (one.code, one.place) for one in findings
    }:
        findings.add(error("duplicate-column", f"column '{name}' stands in the header more than once", place))


def _records(path: Path, findings: Findings, files: Files) -> Sequence[Row]:
    """The facts of a JSON or YAML file: a list of them, or a mapping with the list under ``facts``."""
    located = read_yaml(path, findings, files, "facts")
    if located is None:
        return ()
    value, keys = located.value, ()
    if isinstance(value, dict) and isinstance(value.get("facts"), list):
        value, keys = value["facts"], ("facts",)  # type: ignore[assignment]
    if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
        findings.add(
            error("syntax", "expected a list of facts, each with metric, period, value, unit", Place(path, 1))
        )
        return ()
    if not value:
        findings.add(error("empty-file", "no facts in the list", Place(path, 1)))
    rows: list[Row] = []
    for index, item in enumerate(value):
        assert isinstance(item, dict)
        cells = {name: str(text if text is not None else "").strip() for name, text in item.items()}
        unknown = [name for name in cells if name not in COLUMNS]
        for name in unknown:
            _check_column(name, (), (), located.place(*keys, index, name), findings)
        rows.append(Row(dict.fromkeys(COLUMNS, "") | cells, located.place(*keys, index)))
    return rows


def _fact(row: Row, reader: _Reader) -> Fact | None:
    source = _source(row, reader)  # a fact without its source, or its day, is still one
    as_of = _as_of(row, reader)
    before = len(reader.findings)
    period = _period(row, reader)
    scenario = _scenario(row, reader)
    unit = _unit(row, reader)
    quantity = _quantity(row, unit, scenario, reader)
    metric = _metric(row, unit, reader)
    if len(reader.findings) > before or not (period and unit and quantity and metric):
        return None
    entity = _entity(row, reader.brief)
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
        metric.label if entity == reader.brief.entity else f"{metric.label}, {entity}",
        row.cells.get("note", ""),
        as_of,
        flags=_flags(row, reader),
    )


def _entity(row: Row, brief: Brief) -> str:
    name = row.cells.get("entity") or brief.entity
    return brief.entity if name == brief.settings.entity.short else name


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
        return reader.brief.period_of(row.cells["period"], _entity(row, reader.brief))
    except ValueError as problem:
        reader.add("bad-period", str(problem), row.place)
        return None


def _scenario(row: Row, reader: _Reader) -> Scenario:
    text, known = row.cells.get("scenario") or "actual", reader.brief.scenarios
    if text in known:
        return known[text]
    hint = likely(re.sub(r"[\s-]+", "_", text.lower()), tuple(known))
    reader.add("unknown-scenario", f"scenario '{text}'{hint}", row.place)
    return Scenario.ACTUAL


def _unit(row: Row, reader: _Reader) -> Unit | None:
    text = row.cells["unit"]
    unit = parse_unit(text, currencies(), reader.nouns)
    if unit is None:
        reader.add("unknown-unit", unit_problem(text, reader.nouns), row.place)
    return unit


def _quantity(row: Row, unit: Unit | None, scenario: Scenario, reader: _Reader) -> Quantity | None:
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


def _bare_range(quantity: Quantity, given: str, row: Row, reader: _Reader) -> Quantity | None:
    """A range as it was read, unless a bound stands beside it that it cannot have."""
    if given in ("", RANGE, quantity.bound) or is_tolerance(given):
        return quantity
    reader.add(
        "bad-range", f"bound '{given}' beside a range, which has its own ends; leave it empty", row.place
    )
    return None


def _metric(row: Row, unit: Unit | None, reader: _Reader) -> Metric | None:
    name = row.cells["metric"]
    known = reader.metrics.get(name)
    if known is None:
        return _implied_metric(name, unit, row, reader)
    if unit and not reader.brief.metrics.get(name):
        return known
    if unit and known.kind not in KIND_OF_UNIT[unit.kind]:
        if known.kind == "amount":  # the default kind: take it from the unit
            known = replace(known, kind=_default_kind(name, unit))
            reader.metrics[name] = known
        else:
            fitting = one_of(UNITS_OF_KIND[known.kind])
            message = f"unit '{unit.symbol}' does not fit '{name}', which is of kind '{known.kind}'; expected {fitting}"
            reader.add("unit-kind", message, row.place, ("kind", name))
    return known


def _implied_metric(name: str, unit: Unit | None, row: Row, reader: _Reader) -> Metric | None:
    if not re.fullmatch(r"[a-z][a-z0-9_]*", name):
        reader.add(
            "unknown-metric",
            f"metric '{name}'; expected a name in lower case such as cloud_revenue",
            row.place,
        )
        return None
    if _declares(reader.brief):
        known = list(reader.brief.metrics)
        reader.add(
            "unknown-metric",
            f"metric '{name}' is not in metrics.yaml{meant(name, known)}",
            row.place,
            ("kind",),
        )
        return None
    if unit is None:
        return None
    reader.metrics[name] = Metric(name, humanised(name), _default_kind(name, unit), place=row.place)
    return reader.metrics[name]


def _default_kind(name: str, unit: Unit) -> Kind:
    if unit.kind == "percent":
        return "growth" if name.endswith(("_yoy", "_qoq", "_mom", "_wow", "_growth")) else "share"
    if unit.name == "rank":
        return "rank"
    if unit == BASIS_POINTS and not name.endswith(CHANGE_ENDINGS):
        return "ratio"
    return KIND_OF_UNIT[unit.kind][0]


def _source(row: Row, reader: _Reader) -> Source:
    name, known = row.cells.get("source", ""), reader.brief.sources
    if name in known:
        return known[name]
    if name.startswith(("http://", "https://")):
        matching = [source for source in known.values() if source.url == name]
        return matching[0] if matching else Source(name, 0, name, url=name)
    if name:
        reader.add("unknown-source", no_source(name, known), row.place, ("source", name))
        return Source(name, 0, name)
    return Source("", 0, "Not stated")


def no_source(name: str, known: Collection[str]) -> str:
    """What is wrong with the name of a source, said alike wherever it stands: one cause, one finding."""
    return f"source '{name}' is not in 'sources' of brief.yaml{meant(name, known)}"


def _flags(row: Row, reader: _Reader) -> str:
    text = row.cells.get("flag", "").lower()
    letters = {meaning: flag for flag, meaning in FLAGS.items()}.get(text, text)
    if not set(letters) <= set(FLAGS):
        reader.add(
            "unknown-flag", f"flag '{text}'; expected {one_of(FLAGS)}: {legend(''.join(FLAGS))}", row.place
        )
    return letters


def _as_of(row: Row, reader: _Reader) -> date | None:
    text = row.cells.get("as_of", "")
    if not text:
        return None
    try:
        return parse_day(text)
    except ValueError as problem:
        reader.add("bad-date", f"as_of {problem}", row.place)
        return None


def _joined(facts: Sequence[Fact], reader: _Reader) -> tuple[Fact, ...]:
    groups: dict[tuple[object, ...], list[Fact]] = {}
    for fact in facts:
        made = (
            fact.as_of if fact.scenario == Scenario.PRIOR else None
        )  # each restatement is a fact of its own
        groups.setdefault((fact.metric.id, fact.entity, fact.period, fact.scenario, made), []).append(fact)
    whole = [_one(group, reader) for group in groups.values()]
    return tuple(in_versions(whole, reader.brief.settings.date))


def _one(group: list[Fact], reader: _Reader) -> Fact:
    reporting = [entry.code for entry in reader.brief.settings.currency[:1]]
    main = next((fact for fact in group if fact.unit.money in reporting), group[0])
    by_currency: dict[str, list[Fact]] = {}
    for fact in group:
        if _is_translation(fact.unit, main.unit):
            by_currency.setdefault(fact.unit.money, []).append(
                replace(fact, id=f"{main.id}/{fact.unit.money}")
            )
        elif fact.unit.dimension != main.unit.dimension:
            message = f"'{main.id}' is in {fact.unit.symbol} here and in {main.unit.symbol} at {_place(main)}"
            reader.add("unit-mismatch", message, _place(fact))
        elif fact is not main:
            by_currency.setdefault("", []).append(replace(fact, id=main.id))
    same = by_currency.pop("", [])
    equivalents = tuple(_with_others(facts, reader) for facts in by_currency.values())
    return replace(_with_others([main, *same], reader), equivalents=equivalents)


def _is_translation(unit: Unit, main: Unit) -> bool:
    """Whether two amounts, or amounts per something, differ in their currency alone."""
    money, under = unit.money, unit.name.partition(" per ")[2]
    return bool(money and main.money and money != main.money and under == main.name.partition(" per ")[2])


def _with_others(facts: Sequence[Fact], reader: _Reader) -> Fact:
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


def _check_repeat(first: Fact, second: Fact, reader: _Reader) -> None:
    """Two statements of one fact from one source; those of two sources are compared by the reconciliation."""
    here, there = str(second.quantity), f"{first.quantity} at {_place(first)}"
    if first.quantity.interval.overlaps(second.quantity.interval):
        message = f"'{first.id}' stands here a second time: {here}, which agrees with {there}; delete one"
        reader.findings.add(Finding("warning", "duplicate-fact", message, _place(second)))
    else:
        reader.add(
            "conflicting-facts",
            f"'{first.id}' is {here} here and {there}, from the same source",
            _place(second),
        )


def _place(fact: Fact) -> Place:
    assert isinstance(fact.origin, Stated)
    return fact.origin.place
