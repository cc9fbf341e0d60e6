"""A brief with other values: its facts row by row, and a copy of it in which some of them say something else."""

from __future__ import annotations

import csv
import shutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from openpyxl import load_workbook

import reportgen
from reportgen.model import Fact, Stated

FACTS = "facts*.csv"
WORKBOOKS = "*.xlsx"


@dataclass(frozen=True)
class Row:
    """A line of a file of facts."""

    file: str
    line: int
    metric: str
    value: str
    unit: str
    period: str
    scenario: str
    entity: str
    inside: str = ""  # the cell of a workbook

    def __str__(self) -> str:
        return f"{self.file}:{self.inside or self.line}"


def rows_of(brief: Path) -> list[Row]:
    """Every fact of a brief that stands in its own files or in a workbook."""
    return [*(row for path in sorted(brief.glob(FACTS)) for row in _rows(path)), *_rows_of_workbooks(brief)]


def with_values(brief: Path, folder: Path, others: Mapping[Row, str]) -> Path:
    """Copy a brief into ``folder``, in which some rows have other values."""
    shutil.copytree(brief, folder, dirs_exist_ok=True)
    for path in sorted(folder.glob(FACTS)):
        values = [others.get(row, row.value) for row in _rows(path)]
        with path.open(encoding="utf-8", newline="") as file:
            header, *cells = csv.reader(file)
        at = header.index("value")
        with path.open("w", encoding="utf-8", newline="") as file:
            written = csv.writer(file, lineterminator="\n")
            written.writerow(header)
            written.writerows(
                [*row[:at], value, *row[at + 1 :]] for row, value in zip(cells, values, strict=True)
            )
    _change_workbooks(folder, others)
    return folder


def _rows_of_workbooks(brief: Path) -> Iterator[Row]:
    if not any(brief.glob(WORKBOOKS)):
        return
    for fact in reportgen.load(brief).book.stated:
        place = fact.origin.place if isinstance(fact.origin, Stated) else None
        if place and place.path.suffix == ".xlsx":
            told = (
                fact.metric.id,
                _digits(fact),
                fact.unit.symbol,
                str(fact.period),
                str(fact.scenario),
                fact.entity,
            )
            yield Row(place.path.name, place.line, *told, inside=place.inside)


def _digits(fact: Fact) -> str:
    return f"{fact.quantity.value / fact.unit.factor:.{fact.quantity.decimals}f}"


def _change_workbooks(folder: Path, others: Mapping[Row, str]) -> None:
    """Type other numbers into cells, as their author would: 12.5 into one that shows percent."""
    for path in folder.glob(WORKBOOKS):
        book = load_workbook(path)
        for row, value in others.items():
            if row.file == path.name:
                sheet, _, cell = row.inside.rpartition("!")
                is_percent = "%" in book[sheet][cell].number_format
                book[sheet][cell] = float(value) / (100 if is_percent else 1)
        book.save(path)


def _rows(path: Path) -> Iterator[Row]:
    with path.open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file)
        before = 1  # the header
        for cells in reader:
            names = ("metric", "value", "unit", "period", "scenario", "entity")
            yield Row(path.name, before + 1, *(cells.get(name) or "" for name in names))
            before = reader.line_num
