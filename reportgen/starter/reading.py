"""The table of a source as it is understood: its lines with ids, and the settings by which a brief reads them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

from reportgen.brief import Brief
from reportgen.csv_rows import Row
from reportgen.facts.dialect import in_plain_digits
from reportgen.findings import Finding, Findings, Place, error
from reportgen.sources.grid import Grid, listed
from reportgen.sources.read import grid_of, sources_of
from reportgen.sources.tables import scale_above, table_in
from reportgen.sources.words import Words
from reportgen.starter.columns import Columns, columns_of, has_periods_across
from reportgen.starter.entries import Entry, entries_of, forget, named_apart, of_one, say_numbers
from reportgen.starter.lines import Line, groups_of, lines_of, weightiest, with_units, without_doubles
from reportgen.starter.stage import Stage
from reportgen.starter.table_calendar import calendar_shown, runs_over_new_year

LONGEST_TITLE = 120


BriefOf = Callable[[Mapping[str, Mapping[str, Any]], Findings], Brief]


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
    runs_over_new_year: bool = False  # its years are called 2024/25
    scale: str = ""  # that a title gives without a unit: "in thousands"
    splits: tuple[Mapping[str, Any], ...] = ()  # of shares, where amounts of each show them


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
    calendar: Mapping[str, Any] = {}

    def words_of(settings: Mapping[str, Any]) -> Words:
        brief = stage.brief({name: settings}, findings, **calendar)
        return Words(brief, brief.settings.sources[name])

    words = words_of(given)
    grid = grid_of(name, words.brief, findings)
    calendar = calendar_shown(grid, words)
    words = words_of(given) if calendar else words
    if faults := tuple(one for one in findings.in_order() if one.severity == "error"):
        return Understood({name: given}, (), (), findings=faults)
    given, words = _of_period(period, given, words, grid, words_of)
    columns = columns_of(grid, words) if grid else None
    columns = columns and of_one(columns, entity)
    entries = list(entries_of(given, columns, words, period, told))
    if columns and not columns.period:
        named_by = entries[0].settings["constants"]["period"]
        if not named_by:
            return Understood({name: given}, (), (), findings=(_without_period(grid, columns),))
        told += [] if _names_period(given) else [f"period {named_by} for a table that names none"]
    named = named_apart(name, entries)
    lines, rows, faults = _lined(named, groups_of(columns), words, partial(stage.brief, **calendar), told)
    forget(entries, {line.id for line in lines})
    entities = tuple(dict.fromkeys(row.cells["entity"] for row in rows if row.cells["entity"]))
    return Understood(
        {key: one.settings for key, one in named.items()}, tuple(lines), rows, columns.entity_name if columns else "",
        entities, _title_above(grid, words) if grid else "", columns.sources if columns else (),
        tuple(dict.fromkeys(told)), faults, calendar, runs_over_new_year(grid),
        _scale_above(grid, words) if grid else "",
    )  # fmt: skip


def _of_period(
    period: str,
    given: Mapping[str, Any],
    words: Words,
    grid: Grid | None,
    words_of: Callable[[Mapping[str, Any]], Words],
) -> tuple[Mapping[str, Any], Words]:
    """The settings with a period that makes quarters or months at the head of a table those of a year."""
    if not period or not grid or has_periods_across(grid, words):
        return given, words
    dated = {**given, "constants": {**given.get("constants", {}), "period": period}}
    of_year = words_of(dated)
    return (dated, of_year) if has_periods_across(grid, of_year) else (given, words)


def _lined(
    named: Mapping[str, Entry], groups: Mapping[str, str], words: Words, brief_of: BriefOf, told: list[str]
) -> tuple[list[Line], tuple[Row, ...], tuple[Finding, ...]]:
    """The lines of a table and its rows, and where there are none what is wrong with it."""
    _read_first(named, brief_of)
    lines = weightiest(lines_of(named, groups, words), told)
    found = Findings()
    rows = _rows_of(brief_of({key: one.settings for key, one in named.items()}, found), found)
    lines, rows = without_doubles(with_units(lines, rows), rows, told)
    told += [one.message.removeprefix("read with ") for one in found if one.code == "source-read"]
    return lines, rows, () if lines else tuple(one for one in found.in_order() if one.severity == "error")


def _read_first(named: Mapping[str, Entry], brief_of: BriefOf) -> None:
    """Read what the entries say, for their labels and how their numbers are written."""
    found = Findings()
    reads = sources_of(brief_of({key: one.settings for key, one in named.items()}, found), found)
    for one, read in zip(named.values(), reads, strict=True):
        one.labels = [label for label in read.labels if label]
        one.sections = read.sections
        say_numbers(one, read)


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
