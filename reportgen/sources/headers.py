"""What the header of a table says: each column's period, scenario and unit, in one row or in several stacked ones."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import permutations

from reportgen.source_settings import Column, Dates
from reportgen.sources.dates import last_day_of, length_and_day, length_said
from reportgen.sources.grid import Cell, narrowed
from reportgen.sources.words import Words

MOST_HEADERS = 4  # rows of one header
ENOUGH = 2  # periods that make a header, or a column of periods
_NUMBER = re.compile(r"[-−+(~<>]?\s?[\d.,'’ \u00a0\u202f]*\d\s?[)%]?")
_PART = re.compile(  # of a year: Q1, H2, 9M, Jan
    r"(?i)[qths]?[1-4][qthsm]?|[1-9]m|(?:jan|feb|mar|apr|may|mai|jun|jul|aug|sep|oct|okt|nov|dec|dez)\w*\.?"
)
_YEAR = re.compile(r"(?<![\d.,/-])(?:19|20)\d\d(?![\d.,/-]\d)")
_ASIDE = re.compile(r"(?P<rest>.*\S)\s*\((?P<inside>[^()]+)\)")  # "2025 (budget)"
_DAYS = frozenset(str(number) for number in range(1, 32))
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_MONTH = re.compile(r"\d{4}-\d\d")


@dataclass(frozen=True, slots=True)
class Heading:
    """What the header says of a column of values: its metric, period, scenario, unit, as far as it does."""

    says: Mapping[Column, str] = field(default_factory=dict)
    day: Cell | None = None  # the date that stands for its period
    length: Dates | None = None  # for how long a period, where the header says so: three months ended


def header_at(rows: Sequence[Sequence[Cell]], top: int, words: Words) -> tuple[Mapping[int, Heading], int]:
    """What the columns below a row are headed, and how many rows the header has: as many as agree with it."""
    best: Mapping[int, Heading] = {}
    height = 1
    for tall in range(1, min(MOST_HEADERS, len(rows) - top) + 1):
        block = _spread(rows[top : top + tall], words)
        found = {
            index: heading
            for index in range(len(rows[top]))
            if (heading := _heading([row[index] for row in block], words))
        }
        ends = all(any(not row[index].is_blank for index in found) for row in (block[0], block[-1]))
        if found and ends and (len(found) >= len(best) or _are_words(block[-1][index] for index in best)):
            best, height = found, tall
    return best, height


def with_year(rows: Sequence[Sequence[Cell]], top: int, words: Words) -> Sequence[Sequence[Cell]]:
    """Rows in which months or quarters at the head have the year that the titles above, or the author, say for all."""
    said = [words.document.constants.get("period", ""), *(cell.text for row in rows[:top] for cell in row)]
    years = {year for text in said for year in _YEAR.findall(text)}
    year = years.pop() if len(years) == 1 else ""
    if not year or any(cell.number is not None for cell in rows[top]):
        return rows
    dated = [
        replace(cell, text=f"{cell.text} {year}")
        if cell.text and words.named_period(f"{cell.text} {year}")
        else cell
        for cell in rows[top]
    ]
    return [*rows[:top], dated, *rows[top + 1 :]]


def _spread(block: Sequence[Sequence[Cell]], words: Words) -> Sequence[Sequence[Cell]]:
    """A header with each period above several columns said for all of them, though its cells are not merged.

    ``2024`` above the first of four quarters, and blanks above the others, as CSV has what was merged. Not so where
    the first column below has nothing above it, or something would stand twice below one period: it may be centred.
    """
    if len(block) < ENOUGH:
        return block
    above, below = block[0], block[-1]
    filled, last = list(above), None
    seen: set[tuple[str, ...]] = set()
    for index, cell in enumerate(above):
        if not cell.is_blank:
            last = cell if _is_spread_over_others(cell, words) else None
        if below[index].is_blank or (cell.number is not None and last is None):
            continue
        if last is None:
            if words.period(below[index]) or words.scenario(below[index].text) or _is_part(below[index].text):
                return block
            continue
        key = (last.text, *(row[index].text for row in block[1:]))
        if key in seen:
            return block
        seen.add(key)
        filled[index] = cell if not cell.is_blank else replace(last, is_spread=True)
    return [filled, *block[1:]]


def _is_spread_over_others(cell: Cell, words: Words) -> bool:
    """Whether a cell says what may hold for several columns: a period, a part of a year, or a length of time."""
    is_length = bool(length_said(cell.text) or length_and_day(cell.text))
    return bool(words.period(cell)) or is_length or _is_part(cell.text)


def _is_part(text: str) -> bool:
    """Whether a word is of a year: a quarter, a month, a half."""
    return bool(_PART.fullmatch(text.strip()))


def _are_words(cells: Iterable[Cell]) -> bool:
    """Whether cells below a header belong to it still: they hold words, and no number."""
    return all(cell.number is None and not _NUMBER.fullmatch(cell.text) for cell in cells)


def _heading(cells: Sequence[Cell], words: Words) -> Heading | None:
    """A period, a scenario and a unit out of the cells above a column; None where one of them is none of these."""
    distinct = list({cell.text: cell for cell in cells if cell.text}.values())
    days = [cell for cell in distinct if cell.day]
    texts = [part for cell in distinct if not cell.day for part in _parts(cell, words)]
    for named, rest in [("", texts)] if days else _periods(texts, words):
        ends_month = bool(_MONTH.fullmatch(named)) and any(map(length_said, rest))
        period = last_day_of(named) if ends_month else named
        is_day = bool(days) or bool(_DAY.fullmatch(period))
        said: dict[Column, str] = {"period": period} if period else {}
        lengths = [length for text in rest if is_day and (length := length_said(text))]
        others = [text for text in rest if not (is_day and length_said(text))]
        if max(len(days), len(lengths)) < ENOUGH and all(take(text, said, words) for text in others):
            return Heading(said, next(iter(days), None), next(iter(lengths), None))
    return None


def _parts(cell: Cell, words: Words) -> list[str]:
    """What a cell of a header says: a period whole, or with a scenario or a unit beside it (``Q3 2025 budget``)."""
    text = cell.text
    if words.period(cell) or cell.number is not None:
        # A number that is no year has no meaning, twice.
        return [text] if words.period(cell) else [text, text]
    if both := length_and_day(text) or _with_scenario(text, words):
        return list(both)
    bare, unit = words.with_unit(text)
    return [bare, unit] if bare and unit else [text]


def _with_scenario(text: str, words: Words) -> tuple[str, str] | None:
    """What stands beside a scenario, and that: ``Budget 2025``, ``2025 budget``, ``2025 (budget)``, ``FY25E``."""
    first, _, behind = text.partition(" ")
    before, _, last = text.rpartition(" ")
    aside = _ASIDE.fullmatch(narrowed(text))
    pairs = [(aside["rest"], aside["inside"])] if aside else []
    found = ((rest, one) for rest, one in (*pairs, (behind, first), (before, last)) if words.scenario(one))
    marked = words.marked(text)
    return next(((rest, one) for rest, one in found if rest), marked if marked[1] else None)


def _periods(texts: Sequence[str], words: Words) -> Iterator[tuple[str, list[str]]]:
    """The periods that texts may name, two of them together first, and the others."""
    for one, other in permutations(range(len(texts)), 2):
        period = words.named_period(f"{texts[one]} {texts[other]}")
        # A small number below a month is no day of it.
        is_number = _DAY.fullmatch(period) and {texts[one], texts[other]} & _DAYS
        if period and not is_number:
            yield period, [text for at, text in enumerate(texts) if at not in (one, other)]
    for one, text in enumerate(texts):
        if period := words.named_period(text):
            yield period, [other for at, other in enumerate(texts) if at != one]


def take(text: str, said: dict[Column, str], words: Words) -> bool:
    """Whether a word is a scenario or a unit that nothing else beside it contradicts."""
    plain = text.strip("()[] ")
    if (scenario := words.scenario(plain)) and "scenario" not in said:
        said["scenario"] = scenario
        return True
    if (unit := words.unit(plain) or words.unit(plain.removeprefix("in "))) and "unit" not in said:
        said["unit"] = unit
        return True
    return False
