"""Text tables of any dialect: encoding, separator and decimal sign as they are said, or found."""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import TypeAlias

from reportgen.findings import Place
from reportgen.source_settings import FileNumbers, SourceDocument
from reportgen.sources.grid import Cell, Grid, evened, folded
from reportgen.sources.unpacking import Unreadable
from reportgen.syntax import csv_words

SEPARATORS = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "'|'"}
SAMPLE = 100  # records by which a dialect is told
MOST_CELLS = 1_000_000  # of the rows that are asked for
Record: TypeAlias = tuple[int, list[str]]
_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_SEPARATOR_LINE = re.compile(r"(?i)sep=(.?)\r?\n")
_LINES = re.compile(r"(\d{1,9}):(\d{1,9})?")
_COMMA = re.compile(r"[-−+(]?(?:\d+|\d{1,3}(?:[. \u00a0\u202f'’]\d{3})+),\d+\)?%?")
_POINT = re.compile(r"[-−+(]?(?:\d+|\d{1,3}(?:[, \u00a0\u202f'’]\d{3})+)\.\d+\)?%?")
_GROUPED = re.compile(r"[-−+(]?\d{1,3}(?P<mark>[., \u00a0\u202f'’])\d{3}(?:(?P=mark)\d{3})*(?:[.,]\d+)?\)?%?")


def read_delimited(raw: bytes, document: SourceDocument, place: Place, inside: str = "") -> Grid:
    """A CSV or TSV file as a grid. Raises Unreadable."""
    text, told = decoded(raw, document.encoding)
    separator = {"tab": "\t"}.get(document.separator, document.separator)
    if match := _SEPARATOR_LINE.match(text):
        separator = separator or (match[1] if match[1] in SEPARATORS else "")
        text = "\n" + text[match.end() :]  # so that lines keep their numbers
    if not separator:
        separator = "\t" if document.kind == "tsv" else _found_separator(text)
        if separator != ("\t" if document.kind == "tsv" else ","):
            told = (*told, f"columns separated by {SEPARATORS[separator]}")
    rows = evened(list(_cells(_asked(_records(text, separator), document), place, inside)))
    return Grid(rows, place, told, is_text=True)


def _lines(wanted: str) -> tuple[int, int]:
    """The first and the last line that are asked for: ``2:40``, or ``2:`` for all from there; 0 for the end."""
    match = _LINES.fullmatch(wanted)
    if wanted and not match:
        raise Unreadable(
            "no-table", f"range '{wanted}' of a text; expected lines such as 2:40, or 2: from there on"
        )
    return (int(match[1]), int(match[2] or 0)) if match else (1, 0)


def decoded(raw: bytes, encoding: str = "") -> tuple[str, tuple[str, ...]]:
    """The text of a file, and what was found of its encoding. Raises Unreadable."""
    marked = next((name for mark, name in _MARKS if raw.startswith(mark)), "")
    try:
        if encoding:
            return raw.decode(codecs.lookup(encoding).name).lstrip("\ufeff"), ()
        if marked:
            return raw.decode(marked), ("encoding UTF-16",) if marked == "utf-16" else ()
        return raw.decode("utf-8"), ()
    except LookupError:
        raise Unreadable(
            "bad-setting", f"encoding '{encoding}'; expected a name such as utf-8 or cp1252"
        ) from None
    except (UnicodeDecodeError, ValueError):
        if encoding or marked:
            said = encoding or "its byte-order mark"
            raise Unreadable("bad-encoding", f"the file is not in the encoding that {said} says") from None
    try:
        return raw.decode("cp1252"), ("encoding Windows-1252",)
    except UnicodeDecodeError:
        raise Unreadable(
            "bad-encoding", "the file is neither UTF-8 nor Windows-1252; name its 'encoding'"
        ) from None


def _records(text: str, separator: str) -> Iterator[Record]:
    """The records that hold something, with the line on which each begins."""
    begin = 1
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                yield begin, cells
            begin = reader.line_num + 1
    except csv.Error as problem:
        raise Unreadable("syntax", csv_words(str(problem)), begin) from None


def _asked(records: Iterable[Record], document: SourceDocument) -> Iterator[Record]:
    """The records of the lines that are asked for; below a header that has them, those that ``where`` wants."""
    first, last = _lines(document.range)
    wanted = {folded(name): texts for name, texts in document.where.items()}
    columns: dict[int, tuple[str, ...]] = {}
    for line, cells in records:
        if line < first or (last and line > last):
            continue
        if columns and not all(
            at < len(cells) and cells[at].strip() in texts for at, texts in columns.items()
        ):
            continue
        if wanted and not columns:
            names = {folded(cell): at for at, cell in enumerate(cells)}
            if wanted.keys() <= names.keys():
                columns = {names[name]: texts for name, texts in wanted.items()}
        yield line, cells


def _cells(records: Iterable[Record], place: Place, inside: str) -> Iterator[list[Cell]]:
    count = 0
    for line, texts in records:
        count += len(texts)
        if count > MOST_CELLS:
            raise Unreadable(
                "file-too-large", f"more than {MOST_CELLS:,} cells; choose some with 'where' or 'range'"
            )
        where = Place(place.path, line, inside=f"{inside}:{line}" if inside else "")
        yield [Cell(text.strip(), where) for text in texts]


def _found_separator(text: str) -> str:
    """The separator that parts the most lines into the same number of cells."""
    lines = [line for line in text[: 1 << 18].splitlines() if line.strip()][:SAMPLE]
    return max(SEPARATORS, key=lambda one: (_evenness(lines, one), -list(SEPARATORS).index(one)))


def _evenness(lines: Sequence[str], separator: str) -> int:
    """How many lines have as many cells as most of them, where those are more than one; wider tables count more."""
    widths = Counter(len(_split(line, separator)) for line in lines)
    widths.pop(1, None)
    return max((count * min(width, 3) for width, count in widths.items()), default=0)


def _split(line: str, separator: str) -> list[str]:
    try:
        return next(csv.reader([line], delimiter=separator), [])
    except csv.Error:  # longer than any cell: it is not parted by that
        return [line]


def found_numbers(texts: Iterable[str]) -> FileNumbers | None:
    """How a file writes numbers, where it is certain that its decimal sign is a comma; None for the plain way."""
    commas = points = 0
    marks: Counter[str] = Counter()
    for text in texts:
        is_comma, is_point = bool(_COMMA.fullmatch(text)), bool(_POINT.fullmatch(text))
        match = _GROUPED.fullmatch(text)
        if match:
            marks[match["mark"]] += 1
        if match and match["mark"] in ".," and text.count(match["mark"]) == 1 and not _both(text):
            continue  # 1.234 and 1,234 tell nothing
        commas, points = commas + is_comma, points + is_point
    if not commas or points:
        return None
    mark = next((one for one, _ in marks.most_common() if one != ","), "")
    return FileNumbers(decimal=",", thousands=" " if mark and mark in "\u00a0\u202f " else mark)  # type: ignore[arg-type]


def _both(text: str) -> bool:
    return "." in text and "," in text
