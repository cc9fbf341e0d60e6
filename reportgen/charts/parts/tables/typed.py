"""Cells of a data table as its file has them: which columns are numbers, and whether declared totals add up."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from reportgen.figures.written import MINUS, Style
from reportgen.findings import Finding, Place
from reportgen.model import Cell

SIGNS = ("n.a.", "n.m.", "–", "-", "")  # what may stand in a column of numbers and is none
YEARS = range(1800, 2101)  # whole numbers among these, and no others in their column, are years
_NUMBER = re.compile(
    r"([-+−])?(\d{1,3}(?:,\d{3})+|\d{1,20})(\.\d{1,12})?\s?(%)?|\((\d[\d,]{0,20})(\.\d{1,12})?\)"
)

_PERCENTAGES = re.compile(r"(?i)[%‰]|\bper ?cent\b|\bbps\b|\bbasis points\b")


@dataclass(frozen=True, slots=True)
class Number:
    """A number as a file has it: its value, its decimals, and whether it is a percentage."""

    value: Decimal
    decimals: int
    percent: bool = False
    signed: bool = False

    @property
    def slack(self) -> Decimal:
        """By how much its rounding leaves it open."""
        return Decimal(5).scaleb(-self.decimals - 1)


def number_of(text: str) -> Number | None:
    """A text as a number; None where it is none."""
    found = _NUMBER.fullmatch(text)
    if not found:
        return None
    sign, whole, fraction, percent, bracketed, bracketed_fraction = found.groups()
    digits = (whole or bracketed).replace(",", "") + (fraction or bracketed_fraction or "")
    value = Decimal(digits)
    negative = bracketed is not None or sign in ("-", "−")
    decimals = len((fraction or bracketed_fraction or ".")[1:])
    return Number(-value if negative else value, decimals, bool(percent), sign == "+")


def is_added_up(name: str, texts: Sequence[str]) -> bool:
    """Whether a column holds numbers that a total may sum: not percentages, by their sign or by the column's name."""
    return is_numeric(texts) and not any(map(_PERCENTAGES.search, (name, *texts)))


def is_numeric(texts: Sequence[str]) -> bool:
    """Whether a column holds numbers, and signs in the place of some, and nothing else."""
    return any(map(number_of, texts)) and all(text in SIGNS or number_of(text) for text in texts)


def written_cells(texts: Sequence[str], style: Style) -> list[Cell]:
    """The cells of a column: text as it is, numbers with the separators of the brief."""
    if not is_numeric(texts):
        return [Cell(text) for text in texts]
    numbers = [number_of(text) for text in texts]
    grouped = not all(one is None or (not one.decimals and one.value in YEARS) for one in numbers)
    return [
        Cell(_written(one, style, grouped=grouped) if one else "–" if text == "-" else text, is_number=True)
        for one, text in zip(numbers, texts, strict=True)
    ]  # fmt: skip


def _written(number: Number, style: Style, *, grouped: bool) -> str:
    plain = f"{abs(number.value):{',' if grouped else ''}.{number.decimals}f}"
    separators = {",": style.thousands, ".": style.decimal}
    text = "".join(separators.get(letter, letter) for letter in plain) + ("%" if number.percent else "")
    if number.value < 0:
        return f"({text})" if style.negative == "parentheses" else f"{MINUS}{text}"
    return f"+{text}" if number.signed else text


def totals_that_miss(
    column: str, texts: Sequence[str], totals: Sequence[int], places: Sequence[Place]
) -> Iterator[Finding]:
    """Rows that are declared as totals of those above and are none, in one column of numbers.

    A total is the sum of the rows since the total before it, or of all rows above that are no totals themselves.
    """
    numbers, begin = [number_of(text) for text in texts], 0
    for at in totals:
        since = [one for one in numbers[begin:at] if one]
        above = [one for index, one in enumerate(numbers[:at]) if one and index not in totals]
        begin, total = at + 1, numbers[at]
        if total is None or not above or any(_adds_up(total, parts) for parts in (since, above)):
            continue
        parts = since or above
        found = sum(part.value for part in parts)
        message = (
            f"'{column}' is {texts[at]} in the row of totals, and the rows above it give {found:,}; "
            "what is not added up is named under 'unsummed'"
        )
        yield Finding("error", "sum-mismatch", message, places[at], needs=(("value",),))


def _adds_up(total: Number, parts: Sequence[Number]) -> bool:
    gap = abs(total.value - sum(part.value for part in parts))
    return bool(parts) and gap <= total.slack + sum(part.slack for part in parts)
