"""The tables of exhibits, as values: cells, rows, and what stands above and below them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

Tone = Literal["", "good", "bad"]
SHORT, PROSE = 14, 40  # letters: at most of a name that is not wrapped, more than which are prose


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of an exhibit's table: text, which may hold ledger tokens, and whether it is a number.

    ``tone`` is what a change means to a reader, ``bar`` the length of a bar behind the text (1 is the whole), and
    ``picture`` the slot of a small picture in it, which ``alt`` puts into words. ``tail`` is the room, in em, that
    stays free behind a number so that the points of a column stand below each other.
    """

    text: str
    is_number: bool = False
    tone: Tone = ""
    bar: float | None = None
    picture: str = ""
    alt: str = ""
    tail: float = 0.0

    @property
    def is_prose(self) -> bool:
        """Whether it is text that is read, and needs a width for that."""
        return not self.is_number and len(self.text) > PROSE

    @property
    def is_short(self) -> bool:
        """Whether it is a name that stays on one line beside whatever text."""
        return len(self.text) <= SHORT


@dataclass(frozen=True, slots=True)
class Spanner:
    """What stands above the heads of several columns; nothing where they have none in common."""

    text: str
    columns: int = 1


@dataclass(frozen=True, slots=True)
class Table:
    """The values of an exhibit: a header, rows whose first cell names the row, and which rows are emphasised.

    ``totals`` are ruled off, ``groups`` are headings by the row that they stand above, ``indents`` say how deep a row
    stands. ``signs`` explains the signs in it that are no numbers. ``width`` is the least that it takes, in rem, and
    ``tight`` the least with small letters. ``again`` holds the same rows in a second order, which ``order`` names.
    ``notes`` are what its picture points at besides.
    """

    header: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    emphasised: frozenset[int] = frozenset()
    totals: frozenset[int] = frozenset()
    spanners: tuple[Spanner, ...] = ()
    groups: Mapping[int, str] = field(default_factory=dict)
    indents: Mapping[int, int] = field(default_factory=dict)
    signs: str = ""
    width: float = 0.0
    tight: float = 0.0
    again: Table | None = None
    order: str = ""
    notes: tuple[str, ...] = ()

    def is_numeric(self, column: int) -> bool:
        """Whether a column holds numbers: its head stands where they do."""
        return any(row[column].is_number for row in self.rows)

    @property
    def typed(self) -> tuple[str, ...]:
        """Every text with digits in its cells, in their order: what a file declares where it is no fact."""
        return tuple(cell.text for row in self.rows for cell in row if any(map(str.isdigit, cell.text)))

    @property
    def lines(self) -> tuple[tuple[str, ...], ...]:
        """Every line of it as texts, one a column: the spanners, the header, the groups' headings, the rows."""
        found = [self.header]
        if self.spanners:
            found.insert(
                0, tuple(text for one in self.spanners for text in (one.text, *[""] * (one.columns - 1)))
            )
        for index, row in enumerate(self.rows):
            if index in self.groups:
                found.append((self.groups[index], *[""] * (len(self.header) - 1)))
            found.append(tuple(cell.text for cell in row))
        return tuple(found)
