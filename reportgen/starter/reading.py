"""The table of a source as it is understood: its lines with ids, and the settings by which a brief reads them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from reportgen.brief import Brief
from reportgen.csv_rows import Row
from reportgen.facts.dialect import in_plain_digits
from reportgen.findings import Finding, Findings, Place, error
from reportgen.periods.calendar import MONTHS
from reportgen.source_settings import FileNumbers
from reportgen.sources.grid import Grid, listed
from reportgen.sources.read import Read, grid_of, sources_of
from reportgen.sources.table_days import TableDays
from reportgen.sources.tables import scale_above, table_in
from reportgen.sources.words import Words, with_scale
from reportgen.starter.columns import MOST_PARTS, MOST_TITLES, Columns, columns_of, has_periods_across
from reportgen.starter.meanings import Meaning, meaning_below
from reportgen.starter.naming import file_name, from_id, name_of
from reportgen.starter.stage import Stage

LONGEST_TITLE = 120
MOST_ENTITIES = 12  # beside each other in a brief; of more, one
MOST_LINES = 30  # that become metrics; the weightiest of more
LONGEST_MISSING = 5  # characters of a sign that stands where there is no number
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
# As the standards have it.
_ASIDE = re.compile(
    r"(?i)\s*/?\s*\((?:loss(?:es)?|income|expenses?|deficit|benefit|net|decrease|used|verlust|fehlbetrag)\)"
)
_YEAR_TO = re.compile(r"\d{4}年(\d{1,2})月期.*")
_TOTAL = re.compile(r"(?i)^(?:total|sum|summe|gesamt|insgesamt|somme|totale)\b|[合小]?計$")
_AS_ID = re.compile(r"[a-z][a-z0-9]*(?:_[a-z0-9]+)*")  # a label that is an id
_GROUPED = re.compile(r"[-−+(]?\d{1,3}(?:,\d{3})+(?:\.\d+)?\)?")


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the table that becomes a metric.

    ``name`` is what it is called within its group or its part of the table, ``label`` what it is called beside others.
    """

    id: str
    label: str
    name: str
    source: str
    meaning: Meaning
    group: str = ""  # the question over an answer
    part: str = ""  # the site, the region, the product of which it is
    base: str = ""  # what it is of that, the same for all parts
    unit: str = ""  # as the table says it, read or not
    measure: str = ""  # the head of the column of its numbers, where the table has several
    scale: str = ""  # that its label says alone: thousands of something
    is_filed: bool = False  # whether the file has its amounts in ones, whatever its unit says
    is_own: bool = False  # whether its unit is another than the one that the table gives for all


@dataclass(frozen=True, slots=True)
class Understood:
    """What a table was understood to be, by whom it is, and what was guessed or passed over on the way."""

    sources: Mapping[str, Mapping[str, Any]]
    lines: tuple[Line, ...]
    rows: tuple[Row, ...]
    entity: str = ""  # in every row
    entities: tuple[str, ...] = ()
    title: str = ""  # what stands above the table
    documents: tuple[str, ...] = ()  # from which its rows are, by its own names
    told: tuple[str, ...] = ()
    findings: tuple[Finding, ...] = ()  # why it could not be read
    calendar: Mapping[str, Any] = field(default_factory=dict)  # of its fiscal years, where its days show it
    scale: str = ""  # that a title gives without a unit: "in thousands"
    splits: tuple[Mapping[str, Any], ...] = ()  # of shares, where amounts of each show them


@dataclass(slots=True)
class _Entry:
    """One entry of ``sources:`` while it is found out how it reads its part of the table."""

    settings: dict[str, Any]
    part: str = ""
    measure: str = ""
    labels: list[str] = field(default_factory=list)
    sections: Mapping[str, str] = field(default_factory=dict)  # the heads above its lines


def understood(
    stage: Stage, name: str, given: Mapping[str, Any], period: str = "", entity: str = ""
) -> Understood:
    """Read a source of which only the place of its data is known.

    Args:
        stage: the folder with its files.
        name: what the source is called.
        given: its settings, as far as they are known: at least a title, and data or a query.
        period: of a table that names none.
        entity: whom the brief is about, where a table is of so many that only one is read.
    """
    told: list[str] = []
    findings = Findings()
    brief = stage.brief({name: given}, findings)
    grid = grid_of(name, brief, findings)
    calendar = _fiscal_years(grid)
    calendar = calendar or _year_ended(grid, Words(brief, brief.settings.sources[name]))
    brief = stage.brief({name: given}, findings, **calendar) if calendar else brief
    if faults := tuple(one for one in findings.in_order() if one.severity == "error"):
        return Understood({name: given}, (), (), findings=faults)
    words = Words(brief, brief.settings.sources[name])
    if period and grid and not has_periods_across(grid, words):
        dated = {**given, "constants": {**given.get("constants", {}), "period": period}}
        of_year = Words(one := stage.brief({name: dated}, findings, **calendar), one.settings.sources[name])
        given, words = (dated, of_year) if has_periods_across(grid, of_year) else (given, words)
    columns = columns_of(grid, words) if grid else None
    columns = columns and _of_one(columns, entity)
    entries = list(_entries(given, columns, words, period, told))
    if columns and not columns.period:
        named_by = entries[0].settings["constants"]["period"]
        if not named_by:
            return Understood({name: given}, (), (), findings=(_without_period(grid, columns),))
        told += [] if _names_period(given) else [f"period {named_by} for a table that names none"]
    named = _named(name, entries)
    _read_first(named, stage, calendar)
    groups = _groups(columns)
    lines = _weightiest(_lines(named, groups, words), told)
    found = Findings()
    brief = stage.brief({key: one.settings for key, one in named.items()}, found, **calendar)
    rows = _rows_of(brief, found)
    lines, rows = _without_doubles(_with_units(lines, rows), rows, told)
    _forget(entries, lines)
    documents = columns.sources if columns else ()
    entities = tuple(dict.fromkeys(row.cells["entity"] for row in rows if row.cells["entity"]))
    told += [one.message.removeprefix("read with ") for one in found if one.code == "source-read"]
    faults = tuple(one for one in found.in_order() if one.severity == "error") if not lines else ()
    return Understood(
        {key: one.settings for key, one in named.items()}, tuple(lines), rows, columns.entity_name if columns else "",
        entities, _title_above(grid, words) if grid else "", documents,
        tuple(dict.fromkeys(told)), faults, calendar, _scale_above(grid, words) if grid else "",
    )  # fmt: skip


def _read_first(named: Mapping[str, _Entry], stage: Stage, calendar: Mapping[str, Any]) -> None:
    """Read what the entries say, for their labels and how their numbers are written."""
    found = Findings()
    settings = {key: one.settings for key, one in named.items()}
    reads = sources_of(stage.brief(settings, found, **calendar), found)
    for one, read in zip(named.values(), reads, strict=True):
        one.labels = [label for label in read.labels if label]
        one.sections = read.sections
        _say_numbers(one, read)


def _names_period(given: Mapping[str, Any]) -> bool:
    return bool(given.get("constants", {}).get("period"))


def _without_period(grid: Grid | None, columns: Columns) -> Finding:
    heads = listed([one.head for one in (columns.metric, *columns.numbers) if one])
    message = f"nothing says of which period the numbers below {heads} are; say it, as --period 2025"
    return error("no-table", message, grid.place if grid else Place(Path()))


def _rows_of(brief: Brief, findings: Findings) -> tuple[Row, ...]:
    """The rows of a brief's sources, their numbers in plain digits."""
    return tuple(
        plain
        for read in sources_of(brief, findings)
        for row in read.rows
        if (plain := in_plain_digits(row, read.numbers, brief.words.origins))
    )


def _scale_above(grid: Grid, words: Words) -> str:
    table = table_in(grid, words)
    return scale_above(table, words) if table else ""


def _fiscal_years(grid: Grid | None) -> dict[str, Any]:
    """The calendar of a table whose years are named by their last month: ``2025年3月期``."""
    texts = (cell.text for row in (grid.rows if grid else ())[:MOST_TITLES] for cell in row)
    months = {int(match[1]) for text in texts if (match := _YEAR_TO.fullmatch(text.strip()))}
    known = len(months) == 1 and months <= set(range(1, len(MONTHS) + 1))
    return {"fiscal_year_end": MONTHS[months.pop() - 1]} if known else {}


def _year_ended(grid: Grid | None, words: Words) -> dict[str, Any]:
    """The calendar of a table that says on which day a year ended: ``Year ended March 31, 2025``."""
    table = table_in(grid, words) if grid else None
    heads = [head for head in (table.values.values() if table else ()) if head.length == "year"]
    days = [TableDays().read(head.day or head.says.get("period", ""), words) for head in heads]
    months = {day.month for day, _ in filter(None, days)}
    return {"fiscal_year_end": MONTHS[months.pop() - 1]} if len(months) == 1 and months != {12} else {}


def _title_above(grid: Grid, words: Words) -> str:
    """The first text above the header of a table that is no unit; "" for none."""
    table = table_in(grid, words)
    texts = [
        cell.text
        for row in (table.above if table else ())
        for cell in row
        if cell.text and cell.number is None
    ]
    return next((text for text in texts if len(text) <= LONGEST_TITLE and not words.headed(text)), "")


# Entries of sources --------------------------------------------------------------------------------------------------


def _entries(
    given: Mapping[str, Any], columns: Columns | None, words: Words, period: str, told: list[str]
) -> Iterator[_Entry]:
    """The entries by which a table is read: one, or one for each of its parts and each of its measures."""
    if columns is None:
        yield _Entry(dict(given))
        return
    base = dict(given) | {"map": {head: role for head, role in columns.roles if head.lower() != role}}
    if not columns.period:
        base["constants"] = {"period": period or _year_in(str(given.get("data", "")) + str(given["title"]))}
    if columns.only:
        base["where"] = dict(columns.only)
        hint = "; say --entity for another" if columns.entity and columns.entity.head in columns.only else ""
        told += [f"of '{head}' only the rows with '{value}'{hint}" for head, value in columns.only.items()]
    for part in _parts(columns, told):
        for measure in columns.numbers if columns.metric else (None,):
            settings = {key: dict(one) if isinstance(one, Mapping) else one for key, one in base.items()}
            if part and columns.parts:
                settings["where"] = {**settings.get("where", {}), columns.parts.head: part}
            if measure:
                settings["map"] |= {measure.head: "value"} if measure.head.lower() != "value" else {}
                unit = words.unit(measure.head) or words.with_unit(measure.head)[1]
                if unit and not columns.unit:
                    settings["constants"] = {**settings.get("constants", {}), "unit": unit}
            several = len(columns.numbers) > 1
            is_whole = part == columns.total
            yield _Entry(
                {key: one for key, one in settings.items() if one != {}},
                "" if is_whole else part, measure.head if measure and several else "",
            )  # fmt: skip


def _of_one(columns: Columns, entity: str) -> Columns:
    """The columns of a table of many entities, of which only one is read: the one that is asked for, or the first."""
    if columns.entity is None or len(columns.entity.values) <= MOST_ENTITIES:
        return columns
    one = entity or columns.entity.values[0]
    return replace(columns, only={**columns.only, columns.entity.head: one}, entity_name=one)


def _parts(columns: Columns, told: list[str]) -> Sequence[str]:
    if columns.parts is None:
        return ("",)
    values = sorted(columns.parts.values, key=lambda value: value != columns.total)
    if len(values) > MOST_PARTS:
        sizes = Counter(text for text in columns.parts.texts if text)
        values = [columns.total] if columns.total else [one for one, _ in sizes.most_common(MOST_PARTS)]
        told.append(f"of '{columns.parts.head}' only {listed(values)}")
    return values


def _year_in(text: str) -> str:
    """The year that a file's name or a title says; "" for none."""
    years = _YEAR.findall(text)
    return years[-1] if years else ""


def _named(name: str, entries: Sequence[_Entry]) -> dict[str, _Entry]:
    """The entries by names of their own, with titles that say what they are of."""
    named: dict[str, _Entry] = {}
    for one in entries:
        marks = [mark for mark in (one.part, one.measure) if mark]
        if marks and len(entries) > 1:
            one.settings["title"] = f"{one.settings['title']}: {', '.join(marks)}"
        key = "-".join([name, *map(file_name, marks)]) if len(entries) > 1 else name
        named[key if key not in named else f"{key}-{len(named) + 1}"] = one
    return named


def _say_numbers(entry: _Entry, read: Read) -> None:
    """Say how the texts of a source write numbers, where that is not the plain way."""
    texts = {row.cells["value"] for row in read.rows if row.cells["value"]}
    missing = sorted(one for one in texts if len(one) <= LONGEST_MISSING and not any(map(str.isdigit, one)))
    found = read.numbers or FileNumbers()
    said: dict[str, Any] = {}
    if missing:
        said["missing"] = missing
    if not read.numbers and any(map(_GROUPED.fullmatch, texts)):
        said["thousands"] = ","
    if said and read.numbers:
        said |= {"decimal": found.decimal, "thousands": found.thousands}
    if said:
        entry.settings["numbers"] = said


# Lines ---------------------------------------------------------------------------------------------------------------


def _groups(columns: Columns | None) -> Mapping[str, str]:
    if not columns or not columns.metric or not columns.group:
        return {}
    return dict(zip(columns.metric.texts, columns.group.texts, strict=True))


def _lines(named: Mapping[str, _Entry], groups: Mapping[str, str], words: Words) -> list[Line]:
    """A line for each label of each entry, by ids that no other has; the entries are told what is which."""
    lines: list[Line] = []
    taken: set[str] = set()
    for source, entry in named.items():
        bare = [words.bare(label) for label in entry.labels]
        doubled = {one for one, count in Counter(map(str.casefold, bare)).items() if count > 1}
        wanted: dict[str, str] = {}
        sections = _sections(entry)
        for label, name in zip(entry.labels, bare, strict=True):
            key = label if name.casefold() in doubled else name
            said = from_id(name) if _AS_ID.fullmatch(name) else name
            plain = _ASIDE.sub("", said)
            qualified = [one for one in (said, entry.part) if one]
            if entry.measure and not words.unit(entry.measure):
                qualified.append(entry.measure.lower())
            one = name_of(" ".join((plain, *qualified[1:])), taken)
            taken.add(one)
            wanted[key] = one
            meaning = meaning_below(sections.get(label, ""), said)
            lines.append(
                Line(one, ", ".join(qualified), plain, source, meaning, groups.get(label, ""), entry.part,
                     said if entry.part else "", measure=entry.measure, scale=with_scale(label)[1])
            )  # fmt: skip
        entry.settings["metrics"] = wanted
    return lines


def _sections(entry: _Entry) -> Mapping[str, str]:
    """The head above each line, as far as a total of it: what follows that is of no section."""
    found: dict[str, str] = {}
    ended = ""
    for label, section in entry.sections.items():
        found[label] = "" if section == ended else section
        ended = section if _TOTAL.search(label) else ended
    return found


def _weightiest(lines: list[Line], told: list[str]) -> list[Line]:
    ranked = sorted(range(len(lines)), key=lambda at: (-lines[at].meaning.weight, at))[:MOST_LINES]
    left = [line.label for at, line in enumerate(lines) if at not in set(ranked)]
    if left:
        told.append(f"{len(left)} more lines passed over: {listed(left)}")
    return [lines[at] for at in sorted(ranked)]


def _with_units(lines: Sequence[Line], rows: Sequence[Row]) -> list[Line]:
    """The lines of which there are numbers, with the unit that most of these have."""
    units: dict[str, Counter[str]] = {}
    for row in rows:
        if row.cells["value"]:
            units.setdefault(row.cells["metric"], Counter())[row.cells["unit"]] += 1
    return [replace(line, unit=units[line.id].most_common(1)[0][0]) for line in lines if line.id in units]


def _without_doubles(
    lines: Sequence[Line], rows: Sequence[Row], told: list[str]
) -> tuple[list[Line], tuple[Row, ...]]:
    """The lines without those of which the table says two things at once: a label that stands in it twice."""
    seen: dict[tuple[str, ...], str] = {}
    doubled: dict[str, None] = {}
    for row in rows:
        key = tuple(row.cells[one] for one in ("metric", "period", "entity", "scenario"))
        if seen.setdefault(key, row.cells["value"]) != row.cells["value"]:
            doubled[row.cells["metric"]] = None
    labels = [line.label for line in lines if line.id in doubled]
    if labels:
        told.append(f"lines passed over that stand in the table several times: {listed(labels)}")
    kept = [line for line in lines if line.id not in doubled]
    ids = {line.id for line in kept}
    return kept, tuple(row for row in rows if row.cells["metric"] in ids)


def _forget(entries: Sequence[_Entry], lines: Sequence[Line]) -> None:
    """Take from the settings of the sources what was passed over."""
    ids = {line.id for line in lines}
    for entry in entries:
        wanted = {label: one for label, one in entry.settings.get("metrics", {}).items() if one in ids}
        entry.settings["metrics"] = wanted
