"""Workbooks of Excel as grids: what their cells show, with the decimals of their formats. Nothing in them is run."""

from __future__ import annotations

import io
import re
import warnings
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

from reportgen.findings import Place, likely
from reportgen.source_settings import SourceDocument
from reportgen.sources.areas import Area, area_of, column_letter
from reportgen.sources.digits import exact, is_bearable, written
from reportgen.sources.grid import Cell, Grid, chosen, evened, listed
from reportgen.sources.missing import required
from reportgen.sources.number_format import read_format, shows_day
from reportgen.sources.unpacking import Unreadable, reason_of, unseen_name, visible
from reportgen.sources.workbook_parts import MOST_CELLS, Parts, checked

if TYPE_CHECKING:
    from openpyxl.cell import Cell as Excel
    from openpyxl.cell import MergedCell
    from openpyxl.workbook import Workbook
    from openpyxl.workbook.defined_name import DefinedName
    from openpyxl.worksheet.worksheet import Worksheet

NEVER_CALCULATED = Unreadable(
    "not-calculated",
    "a formula that has no value, for the workbook was never calculated; open it in a spreadsheet program and save it",
)


def read_workbook(raw: bytes, document: SourceDocument, place: Place) -> Grid:
    """A sheet, a range, a named range or a table of a workbook as a grid. Raises Unreadable."""
    with required("openpyxl", "workbook"):
        import openpyxl  # noqa: F401 - whether it is there
    parts = checked(raw, place.path.name)
    try:
        with warnings.catch_warnings(action="ignore"):  # of parts that openpyxl leaves out
            return _grid(raw, document, place, parts)
    except Unreadable:
        raise
    except Exception as problem:  # noqa: BLE001 - openpyxl raises whatever its parts meet in a damaged workbook
        raise Unreadable("damaged-file", f"not a workbook that can be read{reason_of(problem)}") from None


def _grid(raw: bytes, document: SourceDocument, place: Place, parts: Parts) -> Grid:
    import openpyxl

    book = openpyxl.load_workbook(io.BytesIO(raw), data_only=True, keep_links=False, keep_vba=False)
    sheet, area, told = _area(book, document)
    if area.size > MOST_CELLS:
        raise Unreadable(
            "file-too-large", f"{area.size:,} cells; at most {MOST_CELLS:,} are read: name a 'range'"
        )
    uncalculated = _uncalculated(raw, sheet.title, area) if parts.has_formulas else frozenset()
    rows = evened(list(_rows(sheet, area, place, uncalculated)))
    return Grid(rows, place, (*told, *_hidden(sheet, area), *parts.told, *unseen_name(sheet.title)))


def _area(book: Workbook, document: SourceDocument) -> tuple[Worksheet, Area, tuple[str, ...]]:
    """The sheet and the part of it that is asked for, and what was chosen without a word of the author."""
    name, wanted = document.sheet, document.range
    match = re.fullmatch(r"(?:'((?:[^']|'')+)'|([^'!]+))!(.+)", wanted)
    if match:
        name, wanted = (match[1] or match[2]).replace("''", "'"), match[3]
    if wanted and (area := area_of(wanted)):
        sheet, told = _sheet(book, name)
        return sheet, area, told
    if wanted:
        return (*_named(book, name, wanted), ())
    sheet, told = _sheet(book, name)
    return sheet, Area(1, 1, sheet.max_row, sheet.max_column), told


def _sheet(book: Workbook, name: str) -> tuple[Worksheet, tuple[str, ...]]:
    sheets = {sheet.title: sheet for sheet in book.worksheets}
    if name in sheets:
        return sheets[name], ()
    if name:
        raise Unreadable("no-table", f"no sheet '{name}'{likely(name, list(sheets))}")
    shown = [title for title, sheet in sheets.items() if sheet.sheet_state == "visible"]
    if not shown:
        raise Unreadable("no-table", "no sheet that is shown; name one in 'sheet'")
    return sheets[shown[0]], chosen(shown)


def _named(book: Workbook, name: str, wanted: str) -> tuple[Worksheet, Area]:
    """A table, or a named range, of the workbook or of the sheet."""
    sheets = [sheet for sheet in book.worksheets if name in ("", sheet.title)]
    found: dict[str, tuple[Worksheet, str]] = {}
    for title, defined in book.defined_names.items():
        for of_sheet, area in defined.destinations:
            if of_sheet in book.sheetnames:
                found[title] = (book[of_sheet], area)
    for sheet in sheets:
        own: Mapping[str, DefinedName] = sheet.defined_names
        found |= {title: (sheet, area) for title, one in own.items() for _, area in one.destinations}
        found |= {table.name: (sheet, table.ref) for table in sheet.tables.values()}
    if wanted not in found or not (area := area_of(found[wanted][1].replace("$", ""))):
        hint = likely(wanted, list(found)) if found else "; there is none of any name"
        raise Unreadable("no-table", f"no range and no table '{wanted}'{hint}")
    return found[wanted][0], area


def _rows(sheet: Worksheet, area: Area, place: Place, uncalculated: frozenset[str]) -> Iterator[list[Cell]]:
    spread = {
        (row, column): merged.start_cell
        for merged in sheet.merged_cells.ranges
        for row in range(max(merged.min_row, area.top), min(merged.max_row, area.bottom) + 1)
        for column in range(max(merged.min_col, area.left), min(merged.max_col, area.right) + 1)
        if (row, column) != (merged.min_row, merged.min_col)
    }
    title = visible(sheet.title)
    for line, row in enumerate(sheet.iter_rows(area.top, area.bottom, area.left, area.right), area.top):
        cells = []
        for column, cell in enumerate(row, area.left):
            at = Place(place.path, line, column, f"{title}!{cell.coordinate}")
            first = spread.get((line, column))
            cells.append(_cell(first or cell, at, uncalculated, is_spread=first is not None))
        yield cells


def _cell(cell: Excel | MergedCell, place: Place, uncalculated: frozenset[str], *, is_spread: bool) -> Cell:
    value = cell.value
    if value is None:
        fault = NEVER_CALCULATED if cell.coordinate in uncalculated and not is_spread else None
        return Cell("", place, fault=fault)
    if isinstance(value, bool):
        return Cell(str(value).lower(), place, is_spread=is_spread)
    if isinstance(value, int | float):
        return shown_number(value, cell.number_format, place, is_spread=is_spread)
    if isinstance(value, datetime | date):
        return shown_day(value, cell.number_format, place, is_spread=is_spread)
    if isinstance(value, time | timedelta):
        return Cell(str(value), place, is_spread=is_spread)
    return Cell(str(value).strip(), place, is_spread=is_spread)


def shown_number(value: float, code: str, place: Place, *, is_spread: bool = False) -> Cell:
    """A number as its format shows it."""
    shape = read_format(code)
    number = exact(value)
    if not is_bearable(number):
        return Cell(str(number), place, is_spread=is_spread)
    number = number.scaleb(shape.shift)
    text = written(number, shape.decimals, shape.fewest)
    decimals = shape.decimals
    if decimals is None and isinstance(value, int):
        decimals = 0
    elif decimals is not None:
        decimals = len(text.partition(".")[2])
    return Cell(text, place, number, decimals, shape.literal, is_spread=is_spread)


def shown_day(value: date, code: str, place: Place, *, is_spread: bool = False) -> Cell:
    """A date as its format shows it: a day, or a month alone."""
    day = value.date() if isinstance(value, datetime) else value
    precise = shows_day(code)
    text = day.isoformat() if precise else f"{day:%Y-%m}"
    return Cell(text, place, day=day, precision="day" if precise else "month", is_spread=is_spread)


def _hidden(sheet: Worksheet, area: Area) -> Iterator[str]:
    """What of the area nobody sees in the workbook, and is read all the same."""
    rows = [str(row) for row in range(area.top, area.bottom + 1) if sheet.row_dimensions[row].hidden]
    if rows:
        yield f"hidden rows ({listed(rows)}), which count too"
    columns = [one for one in _hidden_columns(sheet) if area.left <= one <= area.right]
    if columns:
        yield f"hidden columns ({listed([column_letter(one) for one in columns])}), which count too"


def _hidden_columns(sheet: Worksheet) -> Sequence[int]:
    groups = (one for one in sheet.column_dimensions.values() if one.hidden)
    return sorted({index for one in groups for index in range(one.min or 0, (one.max or 0) + 1)})


def _uncalculated(raw: bytes, title: str, area: Area) -> frozenset[str]:
    """Where in the area there are formulas; those of them that have no value were never calculated."""
    import openpyxl

    book = openpyxl.load_workbook(io.BytesIO(raw), read_only=True, keep_links=False)
    try:
        rows = book[title].iter_rows(area.top, area.bottom, area.left, area.right)
        return frozenset(cell.coordinate for row in rows for cell in row if cell.data_type == "f")
    finally:
        book.close()
