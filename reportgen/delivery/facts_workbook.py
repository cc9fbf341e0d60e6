"""``facts.xlsx``: the facts of an edition as a workbook: numbers as numbers, with the formats in which they are said.

A sheet of the facts, of the ledger, of the sources, and one for each exhibit. Nothing in it is a formula, whatever a
text begins with; the same edition gives the same bytes.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from reportgen.figures.record import facts_table
from reportgen.language import Language
from reportgen.model import Fact, Figure, Shown, Source

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

WORKBOOK = "facts.xlsx"
MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
EPOCH = datetime(1980, 1, 1)  # noqa: DTZ001 - the first day that a zip can name, and none of a reader's
OPTIONS = {  # a text stays a text: no formula, no link, no number
    "in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False,
}  # fmt: skip
RUNS = "=+-@\t\r"  # how a text begins that a spreadsheet might run
LONGEST_SHEET, LONGEST_CELL = 31, 32_767  # letters (ECMA-376, and Excel's own limits)
WIDEST, NARROWEST = 60, 9  # of a column, in letters
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
    from xlsxwriter import Workbook

    said, written, names = words.files, io.BytesIO(), set[str]()
    with Workbook(written, OPTIONS) as book:
        book.set_properties({"author": "reportgen", "created": EPOCH})
        look = _Look(book)

        def add(title: str, rows: Rows, head: str = "") -> None:
            _fill(book.add_worksheet(_sheet_name(title, names)), look, rows, head)

        add(said.sheet_of_facts, _facts(facts))
        add(said.sheet_of_ledger, _ledger(shown))
        add(said.sheet_of_sources, _sources(sources))
        for name, exhibit in exhibits.items():
            add(name, _exhibit(name, shown), exhibit)
    return written.getvalue()


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


class _Look:
    """The formats of cells, each made once."""

    def __init__(self, book: Workbook) -> None:
        self._book = book
        self._numbers: dict[str, Format] = {}
        self.head = book.add_format({"bold": True})
        self.evil_head = book.add_format({"bold": True, "quote_prefix": True})
        self.evil = book.add_format({"quote_prefix": True})

    def of(self, form: str) -> Format:
        """That of a number."""
        if form not in self._numbers:
            self._numbers[form] = self._book.add_format({"num_format": form})
        return self._numbers[form]


def _fill(sheet: Worksheet, look: _Look, rows: Rows, head: str) -> None:
    first = 0
    if head:
        _put(sheet, 0, 0, head, look)
        first = 1
    widths: dict[int, int] = {}
    for row, cells in enumerate(rows, first):
        for column, content in enumerate(cells):
            _put(sheet, row, column, content, look, is_head=row == first)
            length = len(str(content.value if isinstance(content, Number) else content))
            widths[column] = max(widths.get(column, NARROWEST), min(length + 2, WIDEST))
    for column, width in widths.items():
        sheet.set_column(column, column, width)
    sheet.freeze_panes(first + 1, 0)


def _put(
    sheet: Worksheet, row: int, column: int, content: Cell, look: _Look, *, is_head: bool = False
) -> None:
    """Put a text as a text, whatever it begins with, or a number as a number."""
    if isinstance(content, Number):
        sheet.write_number(row, column, float(content.value), look.of(content.form))
    elif isinstance(content, int):
        sheet.write_number(row, column, content)
    elif content:
        text = _UNWRITABLE.sub("\ufffd", content)[:LONGEST_CELL]
        runs = content[0] in RUNS
        form = (look.evil_head if runs else look.head) if is_head else look.evil if runs else None
        sheet.write_string(row, column, text, form)


def _sheet_name(title: str, taken: set[str]) -> str:
    """A name that Excel takes, and no other sheet has."""
    plain = _FORBIDDEN.sub("-", title)[:LONGEST_SHEET] or "-"
    name, number = plain, 2
    while name.casefold() in taken:
        ending = f" {number}"
        name, number = f"{plain[: LONGEST_SHEET - len(ending)]}{ending}", number + 1
    taken.add(name.casefold())
    return name
