"""A table as it stands in a file: cells with their places, before anybody knows what they mean."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

from reportgen.findings import Place
from reportgen.sources.unpacking import Unreadable

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
    is_text: bool = False  # so that a cell too many shifts the others: a comma in a number


def evened(rows: Sequence[Sequence[Cell]]) -> tuple[tuple[Cell, ...], ...]:
    """Rows of one length: a shorter one ends in blank cells."""
    width = max(map(len, rows), default=0)
    return tuple((*row, *(Cell("", row[-1].place) for _ in range(width - len(row)))) for row in rows if row)


def listed(words: Sequence[str], most: int = 5) -> str:
    """The first of several words in quotes: ``'a', 'b' …``."""
    shown = ", ".join(f"'{word}'" for word in words[:most])
    return f"{shown} …" if len(words) > most else shown


def folded(text: str) -> str:
    """A text for comparison: without capitals, evenly spaced."""
    return " ".join(text.split()).casefold()
