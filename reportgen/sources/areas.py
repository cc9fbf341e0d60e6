"""Areas of a sheet: ``B4:H20``, ``C7``."""

from __future__ import annotations

import re
from dataclasses import dataclass

LAST_ROW, LAST_COLUMN = 1_048_576, 16_384  # of a sheet
_AREA = re.compile(r"([A-Za-z]{1,3})([1-9]\d{0,6})(?::([A-Za-z]{1,3})([1-9]\d{0,6}))?")
_LETTERS = 26


@dataclass(frozen=True, slots=True)
class Area:
    """Rows and columns counted from 1, all included."""

    top: int
    left: int
    bottom: int
    right: int

    @property
    def size(self) -> int:
        """How many cells it has."""
        return (self.bottom - self.top + 1) * (self.right - self.left + 1)


def area_of(text: str) -> Area | None:
    """Read ``B4:H20``; None for what is no area of a sheet, such as the name of one."""
    match = _AREA.fullmatch(text.replace("$", ""))
    if not match:
        return None
    left, top, right, bottom = match[1], match[2], match[3] or match[1], match[4] or match[2]
    columns = sorted((column_number(left), column_number(right)))
    rows = sorted((int(top), int(bottom)))
    if columns[1] > LAST_COLUMN or rows[1] > LAST_ROW:
        return None
    return Area(rows[0], columns[0], rows[1], columns[1])


def column_number(letters: str) -> int:
    """The number of a column, from 1: ``B`` is 2, ``AA`` 27."""
    number = 0
    for letter in letters.upper():
        number = number * _LETTERS + ord(letter) - ord("A") + 1
    return number


def column_letter(number: int) -> str:
    """What a column is called."""
    letters = ""
    while number:
        number, rest = divmod(number - 1, _LETTERS)
        letters = chr(ord("A") + rest) + letters
    return letters
