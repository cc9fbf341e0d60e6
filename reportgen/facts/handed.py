"""The rows that one of many briefs is handed, of files that were read once for all of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from reportgen.brief import Brief
from reportgen.csv_rows import Row
from reportgen.findings import Place
from reportgen.members import Line, Part
from reportgen.source_settings import FileNumbers


@dataclass(frozen=True, slots=True)
class Handed:
    """Rows of one file of facts, or of one source; ``numbers`` is how the source writes them."""

    name: str
    rows: Sequence[Row]
    is_source: bool = False
    numbers: FileNumbers | None = None
    whole: bool = True


def handed_to(brief: Brief) -> Iterator[Handed]:
    """What a brief was handed, by file and source; nothing where it reads its own files."""
    for part in brief.member.parts() if brief.member else ():
        numbers = FileNumbers(**part.numbers) if part.numbers else None
        brief.files.readers |= set(part.readers)
        rows = tuple(_row(part, line) for line in part.lines)
        yield Handed(part.name, rows, part.is_source, numbers, part.whole)


def as_lines(rows: Sequence[Row], columns: Sequence[str]) -> Iterator[Line]:
    """Rows in plain values."""
    for row in rows:
        cells = (row.cells.get(name, "") for name in columns)
        yield [row.place.line, row.place.column, row.place.inside, row.is_whole, *cells]


def _row(part: Part, line: Line) -> Row:
    number, column, inside, is_whole, *cells = line
    place = Place(Path(part.path), number, column, inside)
    return Row(dict(zip(part.columns, cells, strict=True)), place, is_whole)
