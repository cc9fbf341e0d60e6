"""The files of a query, laid out for DuckDB: what was read through the door, under names that nobody else knows.

Text and Parquet are left to DuckDB, which reads of them what the query asks for; every other kind is read as it is
without a query, and handed over as the texts that its cells show. In texts all columns are texts, so that no digit is
lost: a query that calculates says of what type they are.
"""

from __future__ import annotations

import csv
import io
import itertools
import re
from collections import Counter, deque
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path, PurePath

from reportgen.findings import Place
from reportgen.source_settings import SourceDocument
from reportgen.sources.delimited import SAMPLE, as_text, lines_asked
from reportgen.sources.grid import Grid
from reportgen.sources.headers import ENOUGH
from reportgen.sources.unpacking import Unreadable
from reportgen.syntax import csv_words

_NUMBER = re.compile(r"[-−+(]?\d[\d.,'’ \u00a0\u202f]*[)%]?")


@dataclass(frozen=True, slots=True)
class Staged:
    """A file as a table of a query: what it is called there, where it lies, and how DuckDB is to read it.

    ``place`` is the file that its author knows; of its lines, so many stand ``above`` those that DuckDB reads.
    """

    name: str
    path: Path
    reading: str
    place: Place
    told: tuple[str, ...] = ()
    above: int = 0

    def line(self, number: int) -> Place:
        """The place of a line that DuckDB has counted."""
        return Place(self.place.path, number + self.above)


def table_name(file: str) -> str:
    """What a file is called in a query: its name without what says of which kind it is."""
    name = PurePath(file).name
    for ending in (".gz", ".zip"):
        name = name.removesuffix(ending)
    return PurePath(name).stem


def stage_parquet(name: str, raw: bytes, place: Place, path: Path) -> Staged:
    """A Parquet file, of which DuckDB reads the columns and the rows that are asked for."""
    path.write_bytes(raw)
    return Staged(name, path, f"read_parquet({_quoted(str(path))})", place)


def stage_text(name: str, raw: bytes, document: SourceDocument, place: Place, path: Path) -> Staged:
    """A text with separators, as UTF-8 and without what stands above its header. Raises Unreadable.

    DuckDB passes over what a quote without an end holds. So where there are quotes, the text is read here first.
    """
    text, separator, told = as_text(raw, document)
    text = lines_asked(text, document.range).replace("\r\n", "\n").replace("\r", "\n")
    before = max(0, int(document.range.partition(":")[0] or 1) - 1)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    try:
        records = [(reader.line_num, cells) for cells in itertools.islice(reader, SAMPLE)]
        deque(reader if '"' in text else (), maxlen=0)
    except csv.Error as problem:
        raise Unreadable("syntax", csv_words(str(problem)), reader.line_num + before) from None
    at, names = _header([cells for _, cells in records])
    above = records[at][0]
    body = _behind(text, above)
    numbers = [
        index for _, cells in records[at + 1 :] for index, cell in enumerate(cells) if _is_number(cell)
    ]
    _check_lengths(body, separator, len(names), max(numbers, default=0) + 1, above + before)
    path.write_text(body, encoding="utf-8", newline="")
    if titles := sum(any(map(str.strip, cells)) for _, cells in records[:at]):
        told = (*told, f"{'one line' if titles == 1 else f'{titles} lines'} above the header passed over")
    return Staged(name, path, _reading(path, names, separator), place, told, above + before)


def stage_grid(name: str, grid: Grid, path: Path) -> Staged:
    """A table of any other kind, as the texts that its cells show. Raises Unreadable."""
    for cell in (cell for row in grid.rows for cell in row):
        if cell.fault:
            raise Unreadable(cell.fault.code, f"{cell.place.inside or cell.place.line}: {cell.fault}")
    rows = [[cell.text for cell in row] for row in grid.rows]
    at, names = _header(rows[:SAMPLE])
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows(rows[at + 1 :])
    return Staged(name, path, _reading(path, names, ","), grid.place, grid.told)


def _header(records: Sequence[Sequence[str]]) -> tuple[int, list[str]]:
    """Which record is the header, and the names of the columns; each has one, and none has that of another."""
    filled = [sum(bool(cell.strip()) for cell in cells) for cells in records]
    if not any(filled):
        raise Unreadable("empty-file", "nothing stands in it; expected a header and rows")
    usual = Counter(filter(None, filled)).most_common(1)[0][0]
    at = next(at for at, count in enumerate(filled) if count >= max(min(usual, 2), usual - 1))
    seen: Counter[str] = Counter()
    names = []
    for number, cell in enumerate(records[at], 1):
        plain = cell.strip() or f"column{number}"
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


def _is_number(cell: str) -> bool:
    return bool(_NUMBER.fullmatch(cell.strip()))


def _check_lengths(body: str, separator: str, width: int, needed: int, above: int) -> None:
    """Raises Unreadable for a line that ends before the last column of numbers; DuckDB would fill it up silently.

    A line with one cell alone is a note below the table, and stays.
    """
    lines = io.StringIO(body, newline="")
    if '"' not in body:
        records = ((number, line.count(separator) + 1, line) for number, line in enumerate(lines, 1))
        short = ((at, count, line.split(separator)) for at, count, line in records if count < needed)
    else:
        reader = csv.reader(lines, delimiter=separator, strict=True)
        short = ((reader.line_num, len(cells), cells) for cells in reader if len(cells) < needed)
    for number, count, cells in short:
        if sum(bool(cell.strip()) for cell in cells) >= ENOUGH:
            message = (
                f"{count} cells below a header of {width}; an empty cell needs its separator too, "
                "or nobody knows which column a number is in"
            )
            raise Unreadable("columns", message, number + above)


def _reading(path: Path, names: Sequence[str], separator: str) -> str:
    columns = ", ".join(f"{_quoted(name)}: 'VARCHAR'" for name in names)
    return (
        f"read_csv({_quoted(str(path))}, columns = {{{columns}}}, delim = {_quoted(separator)}, quote = '\"', "
        "escape = '\"', header = false, auto_detect = false, null_padding = true, parallel = false)"
    )


def _quoted(text: str) -> str:
    return "'{}'".format(text.replace("'", "''"))
