"""CSV files as rows with their places: every record knows the line on which it stands."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from reportgen.files import Files
from reportgen.findings import Finding, Findings, Place, error
from reportgen.located import read_text
from reportgen.syntax import csv_words

_SEPARATOR_LINE = re.compile(r"(?i)sep=.?,?")
MOST_TITLES = 20  # lines above a header
SEPARATORS = {";": "';'", "\t": "tabs", "|": "'|'"}


@dataclass(frozen=True, slots=True)
class Row:
    """One record of a table: column to text, and where it stands; not whole when it has more cells than columns."""

    cells: Mapping[str, str]
    place: Place
    is_whole: bool = True


def read_csv(
    path: Path, findings: Findings, files: Files, known: Collection[str]
) -> tuple[Sequence[str], tuple[Row, ...], Place]:
    """The header, the rows and the header's place; blank lines and lines that begin with ``#`` are passed over.

    So are a spreadsheet's first line ``sep=,`` and titles above the header, which is found by the ``known`` names of
    columns, in capitals or not.
    """
    text = read_text(path, findings, files, "facts")
    if text is None:
        return (), (), Place(path)
    lines = list(_records(text, path, findings))
    if not lines:
        if not any(finding.place.path == path and finding.severity == "error" for finding in findings):
            expected = "the file is empty; expected a header line and rows"
            findings.add(error("empty-file", expected, Place(path)))
        return (), (), Place(path)
    begin = _header_at(lines, known)
    number, header = lines[begin]
    place, columns = Place(path, number), [_column(name, known) for name in header]
    if above := [line for line, cells in lines[:begin] if not _SEPARATOR_LINE.fullmatch(",".join(cells))]:
        shown = "a line stands" if len(above) == 1 else f"{len(above)} lines stand"
        message = f"{shown} above the header in line {number}; passed over"
        findings.add(Finding("note", "above-header", message, Place(path, above[0])))
    separator = next((mark for mark in SEPARATORS if len(columns) == 1 and mark in header[0]), "")
    if separator:
        findings.add(
            error("separator", f"columns are separated by {SEPARATORS[separator]}; expected ','", place)
        )
        return (), (), place
    while columns and not columns[-1]:
        columns.pop()  # a spreadsheet's empty columns
    rows = [_row(columns, cells, Place(path, line), findings) for line, cells in lines[begin + 1 :]]
    return columns, tuple(rows), place


def _header_at(lines: Sequence[tuple[int, list[str]]], known: Collection[str]) -> int:
    """Which record is the header: the first that names two columns or more; else the first."""
    for index, (_, cells) in enumerate(lines[:MOST_TITLES]):
        names = cells if len(cells) > 1 else re.split(r"[;\t|]", cells[0])
        if len({_column(name, known) for name in names} & set(known)) > 1:
            return index
    return 1 if len(lines) > 1 and _SEPARATOR_LINE.fullmatch(",".join(lines[0][1])) else 0


def _column(name: str, known: Collection[str]) -> str:
    """The name of a column as it is known, however it was spaced and capitalised."""
    plain = "_".join(name.lower().split())
    return plain if plain in known else name.strip()


def _records(text: str, path: Path, findings: Findings) -> Iterator[tuple[int, list[str]]]:
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    begin = 1
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells) and not cells[0].lstrip().startswith("#"):
                yield begin, cells
            begin = reader.line_num + 1
    except csv.Error as problem:
        reason = csv_words(str(problem))
        hint = '; a text with quotes is written "…", a quote inside it twice'
        findings.add(error("syntax", f"{reason}{hint}", Place(path, begin)))


def _row(columns: Sequence[str], cells: Sequence[str], place: Place, findings: Findings) -> Row:
    is_whole = not any(cell.strip() for cell in cells[len(columns) :])
    if not is_whole:
        findings.add(
            error(
                "columns",
                f"{len(cells)} cells in a table of {len(columns)} columns; a text with a comma needs quotes, "
                "a number must not have one",
                place,
                cause=f"{len(cells)} cells",
            )
        )
    padded = [cell.strip() for cell in cells] + [""] * (len(columns) - len(cells))
    return Row(dict(zip(columns, padded, strict=False)), place, is_whole)
