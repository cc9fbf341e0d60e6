"""``facts.xlsx``: the facts of an edition as a workbook: numbers as numbers, with the formats in which they are said.

A sheet of the facts, of the ledger, of the sources, and one for each exhibit. Nothing in it is a formula, whatever a
text begins with; the same edition gives the same bytes.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from reportgen.figures.record import facts_table
from reportgen.language import Language
from reportgen.model import Fact, Figure, Shown, Source

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

WORKBOOK = "facts.xlsx"
MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
EPOCH = (1980, 1, 1, 0, 0, 0)  # the first day that a zip can name
LONGEST_SHEET, LONGEST_CELL = 31, 32_767  # letters (ECMA-376, and Excel's own limits)
WIDEST, NARROWEST = 60, 9  # of a column, in letters
EXACT_DIGITS = 15  # that Excel keeps of a number; facts.json has all of them
NUMBERS = ("value", "low", "high")
FACT_COLUMNS = (
    "id", "metric", "label", "entity", "period", "scenario", "value", "low", "high", "unit", "bound", "origin",
    "source", "anchor", "formula", "note", "as_of",
)  # fmt: skip
_FORBIDDEN = re.compile(r"[\[\]:*?/\\\x00-\x1f']")
_UNWRITABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


class Number(NamedTuple):
    """A number in a cell, and the format in which it shows."""

    value: Decimal
    form: str


Cell = str | int | Number
Rows = Iterable[Sequence[Cell]]


def facts_workbook(
    facts: Sequence[Fact],
    shown: Sequence[Shown],
    sources: Iterable[Source],
    exhibits: Mapping[str, str],
    words: Language,
) -> bytes:
    """The workbook.

    Args:
        facts: those that the edition rests on.
        shown: the ledger.
        sources: the documents that they come from.
        exhibits: their titles by id; each gets a sheet with the facts that it shows.
        words: of the edition's language, which name the sheets.
    """
    from openpyxl import Workbook

    book = Workbook(iso_dates=True)
    book.remove(book.worksheets[0])
    said = words.files
    names: set[str] = set()

    def add(title: str, rows: Rows, head: str = "") -> None:
        sheet = book.create_sheet(_sheet_name(title, names))
        _fill(sheet, rows, head)

    add(said.sheet_of_facts, _facts(facts))
    add(said.sheet_of_ledger, _ledger(shown))
    add(said.sheet_of_sources, _sources(sources))
    for name, exhibit in exhibits.items():
        add(name, _exhibit(name, shown), exhibit)
    written = io.BytesIO()
    moment = datetime(*EPOCH[:3])  # noqa: DTZ001 - openpyxl takes no time zone; the moment is none of a reader's
    book.properties.created = book.properties.modified = moment
    book.properties.creator = "reportgen"
    book.save(written)
    return _settled(written.getvalue(), moment)


def number_format(fact: Fact, further: int = 0) -> str:
    """The format of a fact's number: as many decimals as its source has, or some further; of a share in percent."""
    quantity = fact.quantity
    decimals = quantity.decimals if quantity.decimals is not None else _least_decimals(fact)
    decimals = max(decimals + further, 0)
    digits = "#,##0" + (f".{'0' * decimals}" if decimals > 0 else "")
    return f"{digits}%" if fact.unit.kind == "percent" else digits


def _least_decimals(fact: Fact) -> int:
    """Of a computed number: as many as its range leaves certain, two at most."""
    width = fact.quantity.interval.width / (fact.unit.factor or 1)
    return 2 if not width.is_finite() or width < 1 else 0


def _facts(facts: Sequence[Fact]) -> Iterator[Sequence[Cell]]:
    yield FACT_COLUMNS
    for fact, texts in zip(facts, facts_table(facts), strict=True):
        known: Mapping[str, str] = {**texts, "id": fact.id}
        yield tuple(_cell(fact, name, known[name]) for name in FACT_COLUMNS)


def _cell(fact: Fact, name: str, text: str) -> Cell:
    if name not in NUMBERS or not text or fact.quantity.state:
        return text
    number = Decimal(text)
    if fact.unit.kind == "percent":
        number = number.scaleb(-2)
    return Number(number, number_format(fact, further=0 if name == "value" else 1))


def _value(fact: Fact) -> Cell:
    return _cell(fact, "value", next(iter(facts_table([fact])))["value"])


def _ledger(shown: Sequence[Shown]) -> Iterator[Sequence[Cell]]:
    yield ("number", "place", "text", "value", "unit", "fact", "form", "only")
    for line in shown:
        fact = line.figure.fact
        yield (
            line.number, str(line.spot), line.figure.text, _value(fact), fact.unit.symbol, fact.id, line.figure.form,
            line.only,
        )  # fmt: skip


def _sources(sources: Iterable[Source]) -> Iterator[Sequence[Cell]]:
    yield ("number", "id", "title", "publisher", "date", "url")
    for one in sources:
        day = one.date.isoformat() if one.date else ""
        yield (one.number, one.id, one.title, one.publisher, day, one.url)


def _exhibit(name: str, shown: Sequence[Shown]) -> Iterator[Sequence[Cell]]:
    """The facts that an exhibit shows, each once, in the order in which they stand there."""
    yield ("label", "entity", "period", "scenario", "value", "unit", "text", "fact")
    lines = [one.figure for one in shown if one.spot.kind == "exhibit" and one.spot.name == name]
    first: dict[str, Figure] = {}
    for one in lines:
        first.setdefault(one.fact.id, one)
    for figure in first.values():
        fact = figure.fact
        yield (
            fact.label, fact.entity, str(fact.period), str(fact.scenario), _value(fact), fact.unit.symbol, figure.text,
            fact.id,
        )  # fmt: skip


def _fill(sheet: Worksheet, rows: Rows, head: str) -> None:
    from openpyxl.styles import Font
    from openpyxl.utils import get_column_letter

    first = 1
    if head:
        _put(sheet, 1, 1, head)
        first = 2
    widths: dict[int, int] = {}
    for row, cells in enumerate(rows, first):
        for column, content in enumerate(cells, 1):
            _put(sheet, row, column, content)
            length = len(str(content.value if isinstance(content, Number) else content))
            widths[column] = max(widths.get(column, NARROWEST), min(length + 2, WIDEST))
    for column, width in widths.items():
        sheet.column_dimensions[get_column_letter(column)].width = width
        sheet.cell(first, column).font = Font(bold=True)
    sheet.freeze_panes = f"A{first + 1}"


def _put(sheet: Worksheet, row: int, column: int, content: Cell) -> None:
    """Put a text as a text, whatever it begins with, or a number as a number."""
    cell = sheet.cell(row, column)
    if isinstance(content, Number):
        cell.value = content.value.normalize() if len(content.value.as_tuple().digits) <= EXACT_DIGITS else (
            float(content.value)
        )  # fmt: skip
        cell.number_format = content.form
    elif isinstance(content, int):
        cell.value = content
    elif content:
        cell.value = _UNWRITABLE.sub("\ufffd", content)[:LONGEST_CELL]
        cell.data_type = "s"
        cell.quotePrefix = content[0] in "=+-@\t\r"


def _sheet_name(title: str, taken: set[str]) -> str:
    """A name that Excel takes, and no other sheet has."""
    plain = _FORBIDDEN.sub("-", title)[:LONGEST_SHEET] or "-"
    name, number = plain, 2
    while name.casefold() in taken:
        ending = f" {number}"
        name, number = f"{plain[: LONGEST_SHEET - len(ending)]}{ending}", number + 1
    taken.add(name.casefold())
    return name


def _settled(raw: bytes, moment: datetime) -> bytes:
    """The workbook packed again without the time of day, which openpyxl puts in when it saves."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(raw)) as packed, zipfile.ZipFile(out, "w") as settled:
        for name in sorted(packed.namelist(), key=lambda one: (one != "[Content_Types].xml", one)):
            content = packed.read(name)
            if name == "docProps/core.xml":
                day = f"{moment.isoformat()}Z".encode()
                content = re.sub(rb"(<dcterms:modified[^>]*>)[^<]*", rb"\g<1>" + day, content)
            entry = zipfile.ZipInfo(name, EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            settled.writestr(entry, content, zipfile.ZIP_DEFLATED, 6)
    return out.getvalue()
