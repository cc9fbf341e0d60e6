"""Data table: what is no fact and stands in a file of its own, such as stores or cohorts. No picture."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import ClassVar

from pydantic import Field

from reportgen.charts.kind import Drawing, Scene
from reportgen.charts.own import AlreadySaid
from reportgen.charts.parts.ranking import Expressions
from reportgen.charts.parts.tables.cells import signs_in
from reportgen.charts.parts.tables.typed import (
    is_added_up,
    is_numeric,
    number_of,
    totals_that_miss,
    written_cells,
)
from reportgen.csv_rows import Row, read_csv
from reportgen.errors import FormulaError, UnknownSource
from reportgen.facts.entry import no_source
from reportgen.findings import error, likely
from reportgen.model import Cell, Source, Table
from reportgen.setting import Setting
from reportgen.spreadsheet import unguarded

MOST_ROWS, MOST_COLUMNS = 1_000, 40
Names = Expressions


class Options(Setting):
    """``{file: stores.csv, source: report, totals: All stores, order: Sales}``."""

    names_rows: ClassVar[bool] = True  # its totals are rows of the file, not of the settings

    file: str  # a CSV file in the brief's folder
    source: str  # where its numbers are from, a name under 'sources'
    # Which, in which order; all by default.
    columns: tuple[str, ...] = Field(default=(), max_length=MOST_COLUMNS)
    headings: Mapping[str, str] = {}
    totals: Names = ()  # rows that add up those above
    unsummed: Names = ()  # columns of numbers that are not added up: years, prices
    emphasise: Names = ()
    order: str = ""  # a column by which a second table on the page is sorted


def draw(options: Options, scene: Scene) -> Drawing:
    """The rows of the file as they stand there; its numbers are declared by it, and its totals checked."""
    source = _source(scene, options.source)
    rows, columns = _read(scene, options)
    texts = [[_text(row.cells[name]) for row in rows] for name in columns]
    names = texts[0]
    totals, emphasised = (_positions(names, wanted) for wanted in (options.totals, options.emphasise))
    for name, column in zip(columns[1:], texts[1:], strict=True):
        if name not in options.unsummed and is_added_up(f"{name} {options.headings.get(name, '')}", column):
            scene.findings.extend(totals_that_miss(name, column, sorted(totals), [row.place for row in rows]))
    written = [written_cells(column, scene.ledger.style) for column in texts[1:]]
    cells = tuple(zip([Cell(name) for name in names], *written, strict=True))
    header = tuple(options.headings.get(name, name) for name in columns)
    table = Table(
        header, cells, emphasised, totals, signs=signs_in(scene, (one.text for row in cells for one in row))
    )
    if options.order:
        table = replace(
            table,
            again=_sorted(table, columns, texts, options.order),
            order=scene.words.in_order.format(column=options.headings.get(options.order, options.order)),
        )
    lead = scene.words.leads["data"].format(rows=header[0], columns=", ".join(header[1:]))
    return Drawing(measure="", table=table, lead=lead, sources=(source,))  # fmt: skip


def _source(scene: Scene, name: str) -> Source:
    sources = scene.book.brief.sources
    if name not in sources:
        raise UnknownSource(no_source(name, sources), ("source", name))
    return sources[name]


def _read(scene: Scene, options: Options) -> tuple[Sequence[Row], Sequence[str]]:
    """The rows of the file and the columns that are shown. Raises FormulaError; what is wrong in it is at its line."""
    brief, before = scene.book.brief, len(scene.findings)
    header, rows, place = read_csv(brief.folder / options.file, scene.findings, brief.files, ())
    repeated = sorted({name for name in header if header.count(name) > 1 or not name})
    for name in repeated:
        message = f"column '{name}' stands here a second time" if name else "a column has no name"
        scene.findings.add(error("columns", message, place))
    if not rows and len(scene.findings) == before:
        scene.findings.add(error("empty-file", "the table has no rows", place))
    if len(rows) > MOST_ROWS or len(header) > MOST_COLUMNS:
        message = f"{len(rows):,} rows of {len(header)} columns; a table shows {MOST_ROWS:,} of {MOST_COLUMNS} at most"
        scene.findings.add(error("table-too-long", message, place))
    if any(one.severity == "error" for one in list(scene.findings)[before:]):
        raise AlreadySaid(f"'{options.file}' is no table that can be shown")
    for name in (*options.columns, *options.headings, *options.unsummed, *filter(None, [options.order])):
        if name not in header:
            raise FormulaError(f"'{options.file}' has no column '{name}'{likely(name, header)}")
    return rows, options.columns or header


def _text(cell: str) -> str:
    return " ".join(unguarded(cell).split())


def _positions(names: Sequence[str], wanted: Sequence[str]) -> frozenset[int]:
    """The rows of these names. Raises FormulaError for one that is none."""
    for name in wanted:
        if name not in names:
            raise FormulaError(f"no row '{name}'{likely(name, names)}")
    return frozenset(index for index, name in enumerate(names) if name in wanted)


def _sorted(table: Table, columns: Sequence[str], texts: Sequence[Sequence[str]], order: str) -> Table:
    """The rows by a column, the largest number or the first word first; totals stay at the end."""
    if order not in columns:
        raise FormulaError(f"'order' is '{order}', which is not shown{likely(order, columns)}")
    column = texts[list(columns).index(order)]
    numeric = is_numeric(column)

    def key(index: int) -> tuple[object, ...]:
        number = number_of(column[index])
        if numeric:
            return (index in table.totals, number is None, -number.value if number else 0, index)
        return (index in table.totals, column[index].casefold(), index)

    ranked = sorted(range(len(table.rows)), key=key)
    moved = {old: new for new, old in enumerate(ranked)}
    return replace(
        table,
        rows=tuple(table.rows[index] for index in ranked),
        emphasised=frozenset(moved[index] for index in table.emphasised),
        totals=frozenset(moved[index] for index in table.totals),
    )
