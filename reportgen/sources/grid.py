"""A table as it stands in a file: cells with their places, before anybody knows what they mean."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Literal

from reportgen.findings import Place
from reportgen.sources.unpacking import Unreadable

LONGEST_CELL = 10_000  # characters
MOST_COLUMNS = 16_384  # as Excel has them
MOST_FILLED = 4_000_000  # cells, the blank ones that make rows even among them
Precision = Literal["day", "month"]


@dataclass(frozen=True, slots=True)
class Cell:
    """What a cell shows, and where it stands.

    ``number`` is its value where the file holds a number and no text: in the unit that is shown, so 53.4 where a format
    makes percent of 0.534. ``decimals`` are those that its format or its type states; None where nobody does.
    ``unit`` is what the format writes behind it. ``day`` is a date, ``precision`` what of it the format shows.
    ``is_spread`` is one that a merged cell covers beside its first: a header says the same for all of them.
    """

    text: str
    place: Place
    number: Decimal | None = None
    decimals: int | None = None
    unit: str = ""
    day: date | None = None
    precision: Precision = "day"
    is_spread: bool = False
    is_absent: bool = False  # its row ended before it
    fault: Unreadable | None = None  # why it cannot be read; told where the cell is needed

    @property
    def is_blank(self) -> bool:
        """Whether nothing stands in it."""
        return not self.text and not self.fault


@dataclass(frozen=True, slots=True)
class Grid:
    """Rows of cells, as long as each other; ``told`` is what was found in reading them and not said by the author."""

    rows: Sequence[Sequence[Cell]]
    place: Place
    told: tuple[str, ...] = ()
    has_header: bool = False  # whether the first row is one, as in formats that name their columns
    is_whole: bool = True  # whether nothing of it was lost
    is_settled: bool = False  # whether periods, digits and units stand in it as a brief has them
    is_text: bool = False  # so that a cell too many shifts the others: a comma in a number


def evened(rows: Sequence[Sequence[Cell]]) -> tuple[tuple[Cell, ...], ...]:
    """Rows of one length: a shorter one ends in blank cells. Raises Unreadable where that would be endless."""
    width = max(map(len, rows), default=0)
    check_size(width, len(rows))
    return tuple(
        (*row, *(Cell("", row[-1].place, is_absent=True) for _ in range(width - len(row))))
        for row in rows
        if row
    )


def check_size(width: int, height: int) -> None:
    """Raises Unreadable for a table that one long row or record makes too large, filled up with blank cells."""
    if width > MOST_COLUMNS:
        raise Unreadable("file-too-large", f"a row of {width:,} columns; at most {MOST_COLUMNS:,} are read")
    if width * height > MOST_FILLED:
        message = f"{height:,} rows of up to {width:,} columns; at most {MOST_FILLED:,} cells are read"
        raise Unreadable("file-too-large", message)


def bounded(grid: Grid) -> Grid:
    """A grid in which a text that is longer than any text of a fact is a fault, told where its cell is needed."""
    if not any(len(cell.text) > LONGEST_CELL for row in grid.rows for cell in row):
        return grid
    return replace(grid, rows=[[_bounded(cell) for cell in row] for row in grid.rows])


def _bounded(cell: Cell) -> Cell:
    if len(cell.text) <= LONGEST_CELL:
        return cell
    message = f"a cell of {len(cell.text):,} characters; at most {LONGEST_CELL:,} are read"
    return Cell(cell.text[:20], cell.place, fault=Unreadable("cell-too-long", message))


def chosen(sheets: Sequence[str]) -> tuple[str, ...]:
    """That the first of several sheets was read, and which there are beside it."""
    others = listed(sheets[1:])
    return (f"sheet '{sheets[0]}', the first of {len(sheets)} (beside {others})",) if others else ()


def listed(words: Sequence[str], most: int = 5) -> str:
    """The first of several words in quotes: ``'a', 'b' …``."""
    shown = ", ".join(f"'{word}'" for word in words[:most])
    return f"{shown} …" if len(words) > most else shown


_NARROW = str.maketrans("（）［］％：", "()[]%:")


def narrowed(text: str) -> str:
    """A text with brackets and signs of the width that Latin letters have: ``利益率(%)``."""
    return text.translate(_NARROW)


def folded(text: str) -> str:
    """A text for comparison: without capitals, evenly spaced."""
    return " ".join(text.split()).casefold()
