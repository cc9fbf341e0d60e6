"""How a table is set: points below each other, and the least width that its columns take."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from reportgen.charts.lettering import BOLD, NORMAL, width_of
from reportgen.figures.written import Style
from reportgen.model import Cell, Table

# rem: what the columns of print and page hold, and the letters and the white of exhibit.css
WHOLE, HALF = 52.4, 25.1
LETTERS, SMALL_LETTERS = 0.9, 0.8
PADDING, SMALL_PADDING = 0.8, 0.4
INDENT = 0.9
PICTURE, BAR = 6.0, 3.4  # the small picture of a course, and the bar of a share
NAMES = 8.0  # what the names of rows have at least, as far as they are that long
LONGEST_TAIL = 2.6  # em: more behind the point than this are words, which no column is moved for
DIGITS = "0123456789+−<>="
TABULAR = 0.648  # em: digits of one width, and their signs (Inter's tnum)
OTHERS = {".": 0.269, ",": 0.269, "(": 0.391, ")": 0.391}
_NUMBER = re.compile(r"\d(?:[\d.,'’\u00a0\u202f ]*\d)?")


def set_in_columns(table: Table, plain: Callable[[str], str], style: Style) -> Table:
    """A table with the tails of its numbers, and how wide it is at least."""
    heavy = table.emphasised | table.totals
    columns = [
        _aligned([row[index] for row in table.rows], plain, style.decimal)
        for index in range(1, len(table.header))
    ]
    names = [row[0] for row in table.rows]
    rows = tuple(tuple(cells) for cells in zip(names, *columns, strict=True))
    wide, tight = (
        _width(replace(table, rows=rows), plain, heavy, letters, padding)
        for letters, padding in ((LETTERS, PADDING), (SMALL_LETTERS, SMALL_PADDING))
    )
    again = set_in_columns(table.again, plain, style) if table.again else None
    return replace(table, rows=rows, width=wide, tight=tight, again=again)


def tabular_width(text: str, weight: int = NORMAL) -> float:
    """The width of a text in em, its digits all of one width."""
    digits = sum(letter in DIGITS for letter in text)
    fixed = TABULAR * digits + sum(OTHERS.get(letter, 0.0) for letter in text)
    rest = "".join(letter for letter in text if letter not in DIGITS and letter not in OTHERS)
    return fixed + width_of(rest, 1.0, weight)


def tail_of(text: str, decimal: str = ".") -> str:
    """What stands at the point of a number and behind it: ".5%" of "12.5%", "%" of "12%", nothing of a word."""
    numbers = list(_NUMBER.finditer(text))
    if not numbers:
        return ""
    last = numbers[-1]
    point = last[0].rfind(decimal)
    is_fraction = point >= 0 and last[0][point + 1 :].isdigit() and last[0].count(decimal) == 1
    return text[last.start() + point if is_fraction else last.end() :]


def _aligned(cells: Sequence[Cell], plain: Callable[[str], str], decimal: str) -> list[Cell]:
    """The cells of a column with the room that keeps their points below each other; words stand at the edge."""
    texts = [plain(cell.text) for cell in cells]
    tails = [tabular_width(tail_of(text, decimal)) for text in texts]
    if any(cell.bar is not None for cell in cells):
        return list(cells)  # bars begin below each other
    longest = max((tail for tail in tails if tail <= LONGEST_TAIL), default=0.0)
    return [
        replace(cell, tail=round(longest - tail, 3))
        if cell.is_number and tail <= LONGEST_TAIL and (text == "–" or any(map(str.isdigit, text)))
        else cell
        for cell, text, tail in zip(cells, texts, tails, strict=True)
    ]  # fmt: skip


def _width(
    table: Table, plain: Callable[[str], str], heavy: frozenset[int], letters: float, padding: float
) -> float:
    """The least width of a table in rem: names may be broken at their spaces, numbers not."""
    weights = [BOLD if index in heavy else NORMAL for index in range(len(table.rows))]
    names = [
        INDENT * table.indents.get(index, 0) + _name_width(plain(row[0].text), letters, weights[index])
        for index, row in enumerate(table.rows)
    ]
    total = max(names, default=0.0)
    for index, head in enumerate(table.header[1:], 1):
        words = [width_of(word, SMALL_LETTERS, BOLD) for word in head.split()]
        cells = [
            _cell_width(row[index], plain, letters, weight)
            for row, weight in zip(table.rows, weights, strict=True)
        ]
        total += padding + max((*words, *cells), default=0.0)
    return total


def _name_width(text: str, letters: float, weight: int) -> float:
    words = max((width_of(word, letters, weight) for word in text.split(" ")), default=0.0)
    return max(words, min(width_of(text, letters, weight), NAMES))


def _cell_width(cell: Cell, plain: Callable[[str], str], letters: float, weight: int) -> float:
    if cell.picture:
        return PICTURE * letters / LETTERS
    text = plain(cell.text)
    if not cell.is_number:
        return _name_width(text, letters, weight)
    return letters * (tabular_width(text, weight) + cell.tail) + (
        BAR * letters / LETTERS if cell.bar is not None else 0.0
    )
