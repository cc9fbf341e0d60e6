"""A brief with other values: its facts row by row, and a copy of it in which some of them say something else."""

from __future__ import annotations

import csv
import shutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

FACTS = "facts*.csv"


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

    def __str__(self) -> str:
        return f"{self.file}:{self.line}"


def rows_of(brief: Path) -> list[Row]:
    """Every fact of a brief."""
    return [row for path in sorted(brief.glob(FACTS)) for row in _rows(path)]


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
    return folder


def _rows(path: Path) -> Iterator[Row]:
    with path.open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file)
        before = 1  # the header
        for cells in reader:
            names = ("metric", "value", "unit", "period", "scenario", "entity")
            yield Row(path.name, before + 1, *(cells.get(name) or "" for name in names))
            before = reader.line_num
