"""Text tables of any dialect: encoding, separator and decimal sign as they are said, or found."""

from __future__ import annotations

import codecs
import csv
import io
import itertools
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TypeAlias

from reportgen.findings import Place
from reportgen.source_settings import FileNumbers, SourceDocument, Thousands
from reportgen.sources.grid import Cell, Grid, evened, folded
from reportgen.sources.unpacking import Unreadable
from reportgen.syntax import csv_words

SEPARATORS = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "'|'"}
SAMPLE = 100  # records by which a dialect is told
MOST_CELLS = 1_000_000  # of the rows that are asked for
Record: TypeAlias = tuple[int, list[str]]
MARKS: Mapping[str, Thousands] = {
    "": "", ",": ",", ".": ".", " ": " ", "\u00a0": " ", "\u202f": " ", "'": "'", "’": "’",
}  # fmt: skip
_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_SEPARATOR_LINE = re.compile(r"(?i)sep=(.?)\r?\n")
_LINES = re.compile(r"(\d{1,9}):(\d{1,9})?")
_COMMA = re.compile(r"[-−+(]?(?:\d+|\d{1,3}(?:[. \u00a0\u202f'’]\d{3})+),\d+\)?%?")
_POINT = re.compile(r"[-−+(]?(?:\d+|\d{1,3}(?:[, \u00a0\u202f'’]\d{3})+)\.\d+\)?%?")
_LAKHS = re.compile(r"[-−+(]?\d{1,2}(?:,\d{2})+,\d{3}(?:\.\d+)?\)?")
_PLAIN = re.compile(r"[-−+(]?\d[\d.]*\)?")
_PARTED = re.compile(r"[-−+(]?[1-9]\d{0,2}(?:\.\d{3})+\)?")
_GROUPED = re.compile(r"[-−+(]?\d{1,3}(?P<mark>[., \u00a0\u202f'’])\d{3}(?:(?P=mark)\d{3})*(?:[.,]\d+)?\)?%?")


def read_delimited(raw: bytes, document: SourceDocument, place: Place, inside: str = "") -> Grid:
    """A CSV or TSV file as a grid. Raises Unreadable."""
    text, separator, told = as_text(raw, document)
    rows = list(_cells(_asked(_Lines(text), separator, document), place, inside))
    if _lacks_a_head(rows):
        rows[0].insert(0, Cell("", rows[0][0].place))
        told = (*told, "a first column that the header does not name")
    return Grid(evened(rows), place, told, is_text=True)


def _lacks_a_head(rows: Sequence[Sequence[Cell]]) -> bool:
    """Whether every row has one cell more than the header, in front: row numbers, or labels beside heads of periods.

    A cell too many that is none of these may be a comma in a number, and is left to be found as such.
    """
    header, *body = rows or [[]]
    if not body or any(len(row) != len(header) + 1 or row[-1].is_blank for row in body):
        return False
    first = [row[0].text for row in body]
    is_counted = first in ([str(at + begin) for at in range(len(first))] for begin in (0, 1))
    return is_counted or (
        all(any(map(str.isdigit, cell.text)) for cell in header)
        and not any(any(map(str.isdigit, text)) for text in first)
    )


def as_text(raw: bytes, document: SourceDocument) -> tuple[str, str, tuple[str, ...]]:
    """The text of a file, its separator, and what was found of both. Raises Unreadable."""
    text, told = decoded(raw, document.encoding)
    separator = {"tab": "\t"}.get(document.separator, document.separator)
    if match := _SEPARATOR_LINE.match(text):
        separator = separator or (match[1] if match[1] in SEPARATORS else "")
        text = "\n" + text[match.end() :]  # so that lines keep their numbers
    if not separator:
        separator = "\t" if document.kind == "tsv" else _found_separator(text)
        if separator != ("\t" if document.kind == "tsv" else ","):
            told = (*told, f"columns separated by {SEPARATORS[separator]}")
    return text, separator, told


def lines_asked(text: str, wanted: str) -> str:
    """The lines of a text that are asked for: ``2:40``."""
    if not wanted:
        return text
    first, last = _lines(wanted)
    return "".join(itertools.islice(io.StringIO(text, newline=""), first - 1, last or None))


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


class _Lines:
    """The lines of a text for a reader of records, which need not see those with nothing that is asked for.

    Which lines begin a record only the reader knows, for a text in quotes may hold several: it says ``is_next`` before
    each. ``begin`` is where the record begins that it read last.
    """

    def __init__(self, text: str) -> None:
        self._lines = enumerate(io.StringIO(text, newline=""), 1)
        self._asked: list[re.Pattern[str]] = []
        self.begin, self.is_next = 1, True

    def ask(self, texts: Iterable[Sequence[str]]) -> None:
        """From here on pass over lines without one of each of these texts; where quotes are in it, a line is read."""
        self._asked = [re.compile("|".join([*map(re.escape, some), '"'])) for some in texts]

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        for number, line in self._lines:
            if self.is_next and not all(one.search(line) for one in self._asked):
                continue
            self.begin = number if self.is_next else self.begin
            self.is_next = False
            return line
        raise StopIteration


def _records(lines: _Lines, separator: str) -> Iterator[Record]:
    """The records that hold something, with the line on which each begins."""
    reader = csv.reader(lines, delimiter=separator, strict=True)
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                yield lines.begin, cells
            lines.is_next = True
    except csv.Error as problem:
        raise Unreadable("syntax", csv_words(str(problem)), lines.begin) from None


def _asked(lines: _Lines, separator: str, document: SourceDocument) -> Iterator[Record]:
    """The records of the lines that are asked for; below a header that has them, those that ``where`` wants."""
    first, last = _lines(document.range)
    wanted = {folded(name): texts for name, texts in document.where.items()}
    columns: dict[int, tuple[str, ...]] = {}
    for line, cells in _records(lines, separator):
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
                lines.ask(columns.values())
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
        yield [_cell(text, where) for text in texts]


def _cell(text: str, place: Place) -> Cell:
    number, unit = without_sign(text.strip())
    return Cell(number, place, unit=unit)


def without_sign(text: str) -> tuple[str, str]:
    """A number without the sign of percent or of a currency beside it, and the unit which that means.

    In brackets, as accounts write it, it is below zero.
    """
    bracketed = _BRACKETED.fullmatch(text)
    inside = bracketed["before"] + bracketed["inside"] if bracketed else ""
    match = _SIGNED.fullmatch(inside or text)
    sign = (match["before"] or match["behind"]) if match else ""
    if not match or not (sign or inside):
        return text, ""
    return f"{'-' if inside else match['minus'] or match['minus_']}{match['number'].strip()}", _SIGNS.get(
        sign, ""
    )


_SIGNS = {"%": "percent", "$": "USD", "€": "EUR", "£": "GBP"}
_BRACKETED = re.compile(r"(?P<before>[$€£]?)\s?\((?P<inside>[^()]*)\)")  # (29,463), ($0.12), $(0.12)
_SIGNED = re.compile(
    r"(?P<minus>[-−]?)\s?(?P<before>[$€£]?)\s?(?P<minus_>[-−]?)(?P<number>\d[\d.,'’ \u00a0\u202f]*)\s?(?P<behind>[%€]?)"
)


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
    """How a file writes numbers, where that is certain; None for the plain way.

    It is where a decimal sign can but be a comma, and where marks can but part thousands: apostrophes and spaces, and
    commas with another comma or a point behind them, also as in 12,34,567.
    """
    commas = points = 0
    marks: Counter[str] = Counter()
    certain: Counter[str] = Counter()  # of those numbers whose mark can but part thousands
    for text in texts:
        if _LAKHS.fullmatch(text):
            certain[","] += 1
            continue
        is_comma, is_point = bool(_COMMA.fullmatch(text)), bool(_POINT.fullmatch(text))
        match = _GROUPED.fullmatch(text)
        if match:
            marks[match["mark"]] += 1
        if match and match["mark"] in ".," and text.count(match["mark"]) == 1 and not _both(text):
            continue  # 1.234 and 1,234 tell nothing
        if match and match["mark"] != ".":
            certain[match["mark"]] += 1
        commas, points = commas + is_comma, points + is_point
    if commas and not points:
        mark = next((one for one, _ in marks.most_common() if one != ","), "")
        return FileNumbers(decimal=",", thousands=MARKS[mark])
    if certain and not commas:
        return FileNumbers(thousands=MARKS[certain.most_common(1)[0][0]])
    return None


def points_part_thousands(rows: Iterable[Sequence[str]]) -> bool | None:
    """Whether the points of numbers part thousands, as in 1.234 beside 998; None where nothing tells.

    They do where one number has two of them, or where a line of numbers has some of three digits at most without a
    point and none of more. Another count of digits behind a point, or a nought before it, says that they do not.
    """
    found: bool | None = False
    for row in rows:
        texts = [text for text in row if _PLAIN.fullmatch(text)]
        pointed = [text for text in texts if "." in text]
        if any(not _PARTED.fullmatch(text) for text in pointed):
            return False
        small = [text for text in texts if "." not in text and len(text.lstrip("-−+(")) <= len("998")]
        is_parted = (
            any(text.count(".") > 1 for text in pointed) or len(pointed) + len(small) == len(texts) > 1
        )
        if pointed and is_parted and (small or any(text.count(".") > 1 for text in pointed)):
            return True
        found = None if pointed else found
    return found


def _both(text: str) -> bool:
    return "." in text and "," in text
