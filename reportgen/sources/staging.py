"""The files of a query, laid out for DuckDB: what was read through the door, under names that nobody else knows.

Text and Parquet are left to DuckDB, which reads of them what the query asks for; every other kind is read as it is
without a query, and handed over as the texts that its cells show. In texts all columns are texts, so that no digit is
lost: a query that calculates says of what type they are.
"""

from __future__ import annotations

import csv
import io
import itertools
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path, PurePath

from reportgen.source_settings import SourceDocument
from reportgen.sources.delimited import SAMPLE, as_text, lines_asked
from reportgen.sources.grid import Grid
from reportgen.sources.unpacking import Unreadable


@dataclass(frozen=True, slots=True)
class Staged:
    """A file as a table of a query: what it is called there, where it lies, and how DuckDB is to read it."""

    name: str
    path: Path
    reading: str
    told: tuple[str, ...] = field(default=())


def table_name(file: str) -> str:
    """What a file is called in a query: its name without what says of which kind it is."""
    name = PurePath(file).name
    for ending in (".gz", ".zip"):
        name = name.removesuffix(ending)
    return PurePath(name).stem


def stage_parquet(name: str, raw: bytes, path: Path) -> Staged:
    """A Parquet file, of which DuckDB reads the columns and the rows that are asked for."""
    path.write_bytes(raw)
    return Staged(name, path, f"read_parquet({_quoted(str(path))})")


def stage_text(name: str, raw: bytes, document: SourceDocument, path: Path) -> Staged:
    """A text with separators, as UTF-8 and without what stands above its header. Raises Unreadable."""
    text, separator, told = as_text(raw, document)
    text = lines_asked(text, document.range)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    records = [(reader.line_num, cells) for cells in itertools.islice(_records(reader), SAMPLE)]
    at, names = _header([cells for _, cells in records])
    path.write_text(_behind(text, records[at][0]), encoding="utf-8", newline="")
    if above := sum(any(map(str.strip, cells)) for _, cells in records[:at]):
        told = (*told, f"{'one line' if above == 1 else f'{above} lines'} above the header passed over")
    return Staged(name, path, _reading(path, names, separator), told)


def _records(reader: Iterator[list[str]]) -> Iterator[list[str]]:
    try:
        yield from reader
    except csv.Error:
        return  # DuckDB says what is wrong, where the query reads so far


def stage_grid(name: str, grid: Grid, path: Path) -> Staged:
    """A table of any other kind, as the texts that its cells show. Raises Unreadable."""
    for cell in (cell for row in grid.rows for cell in row):
        if cell.fault:
            raise Unreadable(cell.fault.code, f"{cell.place.inside or cell.place.line}: {cell.fault}")
    rows = [[cell.text for cell in row] for row in grid.rows]
    at, names = _header(rows[:SAMPLE])
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows(rows[at + 1 :])
    return Staged(name, path, _reading(path, names, ","), grid.told)


def _header(records: Sequence[Sequence[str]]) -> tuple[int, list[str]]:
    """Which record is the header, and the names of the columns; each has one, and none has that of another."""
    filled = [sum(bool(cell.strip()) for cell in cells) for cells in records]
    most = max(filled, default=0)
    if not most:
        raise Unreadable("empty-file", "nothing stands in it; expected a header and rows")
    at = next(at for at, count in enumerate(filled) if count >= max(1, most - 1))
    width = max(map(len, records[at:]))
    seen: Counter[str] = Counter()
    names = []
    for number in range(width):
        plain = records[at][number].strip() if number < len(records[at]) else ""
        plain = plain or f"column{number + 1}"
        seen[plain.casefold()] += 1
        names.append(plain if seen[plain.casefold()] == 1 else f"{plain}_{seen[plain.casefold()]}")
    return at, names


def _behind(text: str, lines: int) -> str:
    """A text without so many lines at its beginning."""
    at = 0
    for _ in range(lines):
        at = text.find("\n", at) + 1
        if not at:
            return ""
    return text[at:]


def _reading(path: Path, names: Sequence[str], separator: str) -> str:
    columns = ", ".join(f"{_quoted(name)}: 'VARCHAR'" for name in names)
    return (
        f"read_csv({_quoted(str(path))}, columns = {{{columns}}}, delim = {_quoted(separator)}, quote = '\"', "
        "escape = '\"', header = false, auto_detect = false, null_padding = true, parallel = false)"
    )


def _quoted(text: str) -> str:
    return "'{}'".format(text.replace("'", "''"))
