"""The door to all sources: an entry of ``sources:`` that names a file or a query, read as rows of facts."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from reportgen.brief import Brief
from reportgen.csv_rows import Row
from reportgen.files import DATABASES
from reportgen.findings import Finding, Findings, Place, error
from reportgen.source_settings import FileNumbers, SourceDocument, SourceKind
from reportgen.sources.assembly import Assembly
from reportgen.sources.columnar import read_columnar
from reportgen.sources.companyfacts import is_companyfacts, read_companyfacts
from reportgen.sources.day_order import with_days
from reportgen.sources.delimited import found_numbers, points_part_thousands, read_delimited
from reportgen.sources.described import as_described, holds_what_is_said
from reportgen.sources.frame import FrameOfFacts
from reportgen.sources.grid import Cell, Grid, bounded, folded, listed
from reportgen.sources.kinds import FILINGS, kind_of
from reportgen.sources.opendocument import read_opendocument
from reportgen.sources.period_parts import with_periods
from reportgen.sources.queried import Asked
from reportgen.sources.records import read_records
from reportgen.sources.tables import Table, table_in
from reportgen.sources.unpacking import Unreadable, unpacked
from reportgen.sources.words import Words
from reportgen.sources.workbook import read_workbook
from reportgen.sources.xbrl_json import is_xbrl_json, read_xbrl_json

_DATABASES = ("duckdb", "sqlite")
LIBRARIES: Mapping[SourceKind, str] = {"xlsx": "openpyxl", "parquet": "pyarrow", "arrow": "pyarrow"}


@dataclass(frozen=True, slots=True)
class Read:
    """The rows of one source, and how its texts write numbers; not ``whole`` where something could not be read.

    ``labels`` are what its table calls its lines, those too that are no metrics of the brief, by their metrics;
    ``sections`` the heads above its lines.
    """

    rows: Sequence[Row]
    numbers: FileNumbers | None = None
    whole: bool = True
    labels: Mapping[str, str] = field(default_factory=dict)
    sections: Mapping[str, str] = field(default_factory=dict)


def sources_of(brief: Brief, findings: Findings, without: Collection[str] = ()) -> Iterator[Read]:
    """The rows of every source of a brief that names a file of data, or a query, ``without`` some that are known."""
    for name, document in brief.settings.sources.items():
        if document.holds_facts and name not in without:
            yield read_source(name, document, brief, findings)


def read_frame(frame: FrameOfFacts, brief: Brief, findings: Findings) -> Read:
    """The rows of a frame; it is remembered as an input of the edition."""
    brief.files.took(frame.name, frame.sha256)
    return _rows(frame.source, frame.grid, Words(brief, frame.document), frame.grid.place, findings)


def read_source(name: str, document: SourceDocument, brief: Brief, findings: Findings) -> Read:
    """The rows of one source."""
    grid = grid_of(name, brief, findings)
    return _rows(name, grid, Words(brief, document), grid.place, findings) if grid else Read((), whole=False)


def grid_of(name: str, brief: Brief, findings: Findings) -> Grid | None:
    """The table of one source as its file holds it or its query gives it; None where there is none: a finding."""
    document, told = brief.settings.sources[name], brief.described.get(name)
    if told is None and name in brief.described:
        return None
    if document.sql:
        answer = Asked(name, document, brief, findings, _grid).grid()
        return with_periods(answer, document) if answer else answer
    path, setting = brief.folder / document.data, brief.place("sources", name, "data")
    if document.data.lower().endswith(DATABASES) or document.kind in _DATABASES:
        message = "a database has many tables; say in 'sql' what is asked of it"
        findings.add(error("no-table", message, setting))
        return None
    raw = brief.files.content(path, "facts", findings, setting)
    if raw is None or (told and not holds_what_is_said(raw, told, path.name, findings)):
        return None
    grid = grid_in(raw, document, brief, findings)
    grid = as_described(grid, told, findings) if grid and told else grid
    return with_periods(grid, document) if grid else grid


def content_of(name: str, brief: Brief, findings: Findings) -> bytes | None:
    """What the file of a source holds, unpacked; None where there is none, or a query: a finding, or nothing."""
    document = brief.settings.sources[name]
    if not document.data or document.sql:
        return None
    raw = brief.files.content(
        brief.folder / document.data, "facts", findings, brief.place("sources", name, "data")
    )
    try:
        return None if raw is None else unpacked(raw, document.data, document.file)[0]
    except Unreadable:
        return None  # whoever reads it says why


def read_bytes(raw: bytes, name: str, document: SourceDocument, brief: Brief, findings: Findings) -> Read:
    """What a file of data holds, as the rows of a source; why not, as findings."""
    grid = grid_in(raw, document, brief, findings)
    return _rows(name, grid, Words(brief, document), grid.place, findings) if grid else Read((), whole=False)


def grid_in(raw: bytes, document: SourceDocument, brief: Brief, findings: Findings) -> Grid | None:
    """The table that a file of data holds; None, with a finding, where it cannot be read."""
    path = brief.folder / document.data
    try:
        content, called, member = unpacked(raw, path.name, document.file)
        kind = document.kind or filing_in(content, kind_of(called), document)
        if kind in FILINGS:
            grid = _FILINGS[kind](content, document, brief, Place(path), findings, member)
            return grid if grid.rows or grid.is_whole else None
        grid = _grid(content, document.model_copy(update={"kind": kind}), Place(path), findings, member)
    except Unreadable as problem:
        findings.add(error(problem.code, str(problem), Place(path, problem.line)))
        return None
    brief.files.readers |= {LIBRARIES[kind]} if kind in LIBRARIES else set()
    return with_days(grid)


def filing_in(raw: bytes, kind: SourceKind, document: SourceDocument) -> SourceKind:
    """The kind of a file, by its content where that is JSON: a filing, or records."""
    if kind != "json" or document.range:
        return kind
    return "companyfacts" if is_companyfacts(raw) else "xbrl-json" if is_xbrl_json(raw) else kind


FilingReader = Callable[[bytes, SourceDocument, Brief, Place, Findings, str], Grid]
_FILINGS: Mapping[SourceKind, FilingReader] = {"companyfacts": read_companyfacts, "xbrl-json": read_xbrl_json}


def _grid(raw: bytes, document: SourceDocument, place: Place, findings: Findings, inside: str) -> Grid:
    return _READERS[str(document.kind)](raw, document, place, findings, inside)


Reader = Callable[[bytes, SourceDocument, Place, Findings, str], Grid]
_READERS: Mapping[str, Reader] = {
    "csv": lambda raw, document, place, _, inside: read_delimited(raw, document, place, inside),
    "tsv": lambda raw, document, place, _, inside: read_delimited(raw, document, place, inside),
    "json": read_records,
    "jsonl": read_records,
    "yaml": read_records,
    "parquet": lambda raw, document, place, *_: read_columnar(raw, document, place),
    "arrow": lambda raw, document, place, *_: read_columnar(raw, document, place),
    "xlsx": lambda raw, document, place, *_: read_workbook(raw, document, place),
    "ods": lambda raw, document, place, *_: read_opendocument(raw, document, place),
}


def _rows(name: str, grid: Grid, words: Words, place: Place, findings: Findings) -> Read:
    grid = with_periods(bounded(grid), words.document)
    if not grid.is_settled and (below := [name for name, one in words.document.decimals.items() if one < 0]):
        message = "decimals below zero are those of filings; of a table say the unit, such as 'USD mn'"
        where = words.brief.place("sources", name, "decimals", *filter(None, below[:1]))
        findings.add(error("bad-setting", message, where))
        return Read((), whole=False)
    if grid.is_settled:
        words = Words(words.brief, words.document.model_copy(update=_SETTLED))
    table = table_in(grid, words)
    if table is None:
        faults = [(cell.fault, cell.place) for row in grid.rows for cell in row if cell.fault]
        for fault, where in faults:  # one of them may have been the header
            findings.add(error(fault.code, str(fault), where, cause=fault.code))
        if not faults and not any(
            one.severity == "error" and one.place.path == place.path for one in findings
        ):
            findings.add(error("no-table", _no_table(grid), place))
        return Read((), whole=False)
    numbers, found = _numbers(grid, words)
    assembly = Assembly(name, table, words, findings, place, grid.is_text, numbers)
    rows = tuple(assembly.rows())
    if told := [
        *grid.told,
        *found,
        *_layout(table, words),
        *assembly.told,
        *(_left(assembly) if rows else ()),
    ]:
        findings.add(Finding("note", "source-read", f"read with {'; '.join(told)}", place))
    if assembly.rough:
        findings.add(Finding("note", "decimals-unknown", _rough(assembly.rough), assembly.rough[0].place))
    if not rows and assembly.is_whole and grid.is_whole:
        findings.add(error("no-table", _no_facts(table, assembly), place))
    is_whole = bool(rows) and assembly.is_whole and grid.is_whole
    return Read(rows, numbers, is_whole, assembly.labels, assembly.sections)


_SETTLED: Mapping[str, object] = {
    "decimals": {}, "units": {}, "dates": "day", "numbers": FileNumbers(), "map": {}, "shape": "long", "range": "all",
    "earliest": None,
}  # fmt: skip


def _numbers(grid: Grid, words: Words) -> tuple[FileNumbers | None, tuple[str, ...]]:
    """How texts of a source write numbers, as it is said, or found and told."""
    if words.document.numbers:
        return words.document.numbers, ()
    found = found_numbers(
        cell.text for row in grid.rows for cell in row if cell.number is None and not cell.day
    )
    if found or not grid.is_text:
        return found, (_found(found),) if found else ()
    return _pointed(grid)


def _found(numbers: FileNumbers) -> str:
    """What was found of a source's numbers."""
    if numbers.decimal != ".":
        return f"decimal sign '{numbers.decimal}'"
    mark = {",": "commas", " ": "spaces"}.get(numbers.thousands, "apostrophes")
    return f"{mark} that part thousands"


def _pointed(grid: Grid) -> tuple[FileNumbers | None, tuple[str, ...]]:
    """The same of a text in which no comma tells: whether 1.234 is more than a thousand."""
    parted = points_part_thousands([cell.text for cell in row[1:] if not cell.day] for row in grid.rows)
    if parted:
        return FileNumbers(decimal=",", thousands="."), ("points that part thousands",)
    is_foreign = any("semicolons" in one for one in grid.told)  # where a comma is not kept for numbers
    unsure = "points as decimal signs, though each has three digits behind it; say 'numbers' if they part thousands"
    return None, (unsure,) if parted is None and is_foreign else ()


def _no_facts(table: Table, assembly: Assembly) -> str:
    """Why there is no fact in a table: nothing is a metric, or nothing is left of it."""
    if assembly.strangers:
        found = listed(list(assembly.strangers))
        return f"no metric of metrics.yaml in the table, found {found}; say in 'metrics' or in 'map' what they are"
    if assembly.is_early:
        return f"all periods of the table end before {assembly.words.document.earliest}, its 'earliest'"
    return f"no facts in the table with the columns {listed(list(table.names.values()))}"


def _no_table(grid: Grid) -> str:
    heads = next((row for row in grid.rows if sum(bool(cell.text) for cell in row) > 1), ())
    shown = listed([cell.text for cell in heads if cell.text]) or "nothing"
    sheet = next(
        (f", on {one}; name another in 'sheet'" for one in grid.told if one.startswith("sheet '")), ""
    )
    return (
        "no table of facts: expected columns for metric, period and value (say what yours are in 'map'), "
        f"or periods in a header or down a column; found {shown}{sheet}"
    )


def _layout(table: Table, words: Words) -> Iterator[str]:
    """What of the table's layout was found, and not said."""
    lines = sum(1 for row in table.above if any(not cell.is_blank for cell in row))
    if lines and not words.document.range:
        yield f"{_lines(lines)} above the header passed over"
    if table.below and not words.document.range:
        yield f"{_lines(table.below)} below the table passed over"
    chosen = {folded(name) for name in words.document.where}
    unknown = [name for name in table.unknown if folded(name) not in chosen]
    if unknown and not words.document.map:
        yield f"columns that are nothing to us passed over: {listed(unknown)}"


def _lines(count: int) -> str:
    return "one line" if count == 1 else f"{count} lines"


def _left(assembly: Assembly) -> Iterator[str]:
    if assembly.strangers:
        yield f"rows that are no metrics of metrics.yaml passed over: {listed(list(assembly.strangers))}"


def _rough(cells: Sequence[Cell]) -> str:
    longest = max(cells, key=lambda cell: len(cell.text))
    return (
        f"nothing says how many decimals these numbers have: taken as they are ({longest.text}), without zeros "
        "at the end; say 'decimals' of the source"
    )
