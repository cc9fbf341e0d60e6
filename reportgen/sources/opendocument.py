"""Sheets of LibreOffice (.ods) as grids: what their cells show, which the file holds as text beside each number."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal, InvalidOperation
from xml.etree import ElementTree as ET

from reportgen.findings import Place, likely
from reportgen.source_settings import SourceDocument
from reportgen.sources.areas import Area, area_of, column_letter
from reportgen.sources.digits import exact, is_bearable, plain, written
from reportgen.sources.grid import Cell, Grid, chosen, evened, listed
from reportgen.sources.unpacking import Unreadable, opened, unseen_name, visible, xml_part

MOST_CELLS = 500_000
MOST_GAP = 1_000  # blank columns in a row, behind which nothing more is expected
CONTENT = "content.xml"
_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_SHOWN = re.compile(r"[-−(]?[\d.,'’ \u00a0\u202f]*\d")
_WHOLE_SHEET = Area(1, 1, 1_048_576, 16_384)


def read_opendocument(raw: bytes, document: SourceDocument, place: Place) -> Grid:
    """A sheet, or a range of it, as a grid. Raises Unreadable."""
    name = place.path.name
    with opened(raw, name) as archive:
        if CONTENT not in archive.namelist():
            raise Unreadable("damaged-file", f"'{name}' is no sheet of LibreOffice")
        content = xml_part(archive, CONTENT, name)
    try:
        root = ET.parse(io.BytesIO(content)).getroot()  # noqa: S314 - no entities, and of bounded size
    except ET.ParseError:
        raise Unreadable("damaged-file", f"'{name}' is damaged") from None
    table, told = _table(root, document.sheet)
    area = _area(root, document.range)
    title = visible(table.get(f"{_TABLE}name", ""))
    rows = evened(list(_rows(table, area, title, place)))
    return Grid(rows, place, (*told, *_hidden(table, area), *unseen_name(table.get(f"{_TABLE}name", ""))))


def _hidden(table: ET.Element, area: Area) -> Iterator[str]:
    """The rows of the area that nobody sees in the sheet, and that are read all the same."""
    number, hidden = 1, []
    for row in table.iter(f"{_TABLE}table-row"):
        times = _times(row, "number-rows-repeated")
        if row.get(f"{_TABLE}visibility", "visible") != "visible" and area.top <= number <= area.bottom:
            hidden.append(str(number))
        number += times
    if hidden:
        yield f"hidden rows ({listed(hidden)}), which count too"


def _table(root: ET.Element, name: str) -> tuple[ET.Element, tuple[str, ...]]:
    tables = {table.get(f"{_TABLE}name", ""): table for table in root.iter(f"{_TABLE}table")}
    if name in tables:
        return tables[name], ()
    if name or not tables:
        raise Unreadable(
            "no-table", f"no sheet '{name}'{likely(name, list(tables))}" if tables else "no sheet"
        )
    first = next(iter(tables))
    return tables[first], chosen(list(tables))


def _area(root: ET.Element, wanted: str) -> Area:
    if not wanted:
        return _WHOLE_SHEET
    if area := area_of(wanted):
        return area
    named = {
        one.get(f"{_TABLE}name", ""): one.get(f"{_TABLE}cell-range-address", "")
        for one in root.iter(f"{_TABLE}named-range")
    }
    address = re.sub(r"\$|[^:]*\.", "", named.get(wanted, ""))
    if area := area_of(address):
        return area
    hint = likely(wanted, list(named)) if named else "; there is none of any name"
    raise Unreadable("no-table", f"no range '{wanted}'{hint}")


def _rows(table: ET.Element, area: Area, title: str, place: Place) -> Iterator[list[Cell]]:
    """The rows that hold something; one that is repeated, as empty ones are by the million, is walked once."""
    number, count = 1, 0
    for row in table.iter(f"{_TABLE}table-row"):
        times = _times(row, "number-rows-repeated")
        cells = list(_cells(row, area, title, place, number))
        if any(cell.text for cell in cells):
            for line in range(max(number, area.top), min(number + times - 1, area.bottom) + 1):
                count += len(cells)
                if count > MOST_CELLS:
                    raise Unreadable("file-too-large", f"more than {MOST_CELLS:,} cells; name a 'range'")
                yield [replace(cell, place=_at(place, title, line, cell.place.column)) for cell in cells]
        number += times


def _cells(row: ET.Element, area: Area, title: str, place: Place, line: int) -> Iterator[Cell]:
    column = 1
    waiting: list[tuple[Cell, range]] = []  # blank cells, which at the end of a row are none
    first: Cell | None = None  # of merged cells
    for element in row:
        if element.tag not in (f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell"):
            continue
        is_covered = element.tag.endswith("covered-table-cell")
        times = _times(element, "number-columns-repeated")
        cell = _cell(element, place)
        if is_covered and cell.is_blank and first:
            cell = replace(first, is_spread=True)
        waiting.append((cell, range(max(column, area.left), min(column + times - 1, area.right) + 1)))
        if not cell.is_blank:
            for one, columns in waiting:
                yield from (replace(one, place=_at(place, title, line, at)) for at in columns)
            waiting = []
        elif times > MOST_GAP:  # the rest of the row
            return
        column += times
        if not is_covered:
            is_merged = element.get(f"{_TABLE}number-columns-spanned", "1") != "1"
            first = _cell(element, place) if is_merged else None


def _at(place: Place, title: str, line: int, column: int) -> Place:
    return Place(place.path, line, column, f"{title}!{column_letter(column)}{line}")


def _times(element: ET.Element, name: str) -> int:
    text = element.get(f"{_TABLE}{name}", "1")
    return int(text) if text.isdecimal() and len(text) < 9 else 1  # noqa: PLR2004 - no sheet is as long


def _cell(element: ET.Element, place: Place) -> Cell:
    text = "\n".join("".join(one.itertext()) for one in element.findall(f"{_TEXT}p")).strip()
    kind = element.get(f"{_OFFICE}value-type", "")
    value = element.get(f"{_OFFICE}value", "")
    if kind in ("float", "percentage", "currency") and value:
        return _number(value, kind, text, element.get(f"{_OFFICE}currency", ""), place)
    if kind == "date":
        try:
            return _day(date.fromisoformat(element.get(f"{_OFFICE}date-value", "")[:10]), text, place)
        except ValueError:
            return Cell(text, place)
    return Cell(text, place)


def _number(value: str, kind: str, text: str, currency: str, place: Place) -> Cell:
    """A number with as many decimals as are shown of it."""
    try:
        number = exact(value)
    except InvalidOperation:
        return Cell(value, place)
    if not is_bearable(number):
        return Cell(value, place)
    number = number.scaleb(2 if kind == "percentage" else 0)
    unit = "percent" if kind == "percentage" else currency
    match = _SHOWN.search(text)
    decimals = _decimals_of(match[0], number) if match else None
    return Cell(written(number, decimals) if match else plain(number), place, number, decimals, unit)


def _decimals_of(shown: str, number: Decimal) -> int | None:
    """How many decimals a text shows of a number, whichever sign parts them; None where it shows another number."""
    digits = re.sub(r"\D", "", shown)
    behind = [len(re.sub(r"\D", "", one)) for one in re.split(r"[.,]", shown)[1:]]
    for decimals in dict.fromkeys((*behind[-1:], 0)):
        if re.sub(r"\D", "", written(number, decimals)) == digits:
            return decimals
    return None


def _day(day: date, text: str, place: Place) -> Cell:
    """A date; of which a text without the day shows the month alone."""
    shows = re.search(rf"(?<!\d)0?{day.day}(?!\d)", text)
    return Cell(
        day.isoformat() if shows else f"{day:%Y-%m}", place, day=day, precision="day" if shows else "month"
    )
