"""Finding the table in a grid: its header, what its columns mean, where it ends; long, or wide in either direction."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import permutations

from reportgen.source_settings import Column, Dates
from reportgen.sources.dates import length_and_day, length_said
from reportgen.sources.grid import Cell, Grid, narrowed
from reportgen.sources.words import Words

MOST_TITLES = 40  # rows above a header
MOST_HEADERS = 4  # rows of one header
_NUMBER = re.compile(r"[-−+(~<>]?\s?[\d.,'’ \u00a0\u202f]*\d\s?[)%]?")
_PART = re.compile(  # of a year: Q1, H2, 9M, Jan
    r"(?i)[qths]?[1-4][qthsm]?|[1-9]m|(?:jan|feb|mar|apr|may|mai|jun|jul|aug|sep|oct|okt|nov|dec|dez)\w*\.?"
)
_YEAR = re.compile(r"(?<![\d.,/-])(?:19|20)\d\d(?![\d.,/-]\d)")
_ASIDE = re.compile(r"(?P<rest>.*\S)\s*\((?P<inside>[^()]+)\)")  # "2025 (budget)"
_DAYS = frozenset(str(number) for number in range(1, 32))
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
ENOUGH = 2  # periods that make a header, or a column of periods


@dataclass(frozen=True, slots=True)
class Heading:
    """What the header says of a column of values: its metric, period, scenario, unit, as far as it does."""

    says: Mapping[Column, str] = field(default_factory=dict)
    day: Cell | None = None  # the date that stands for its period
    length: Dates | None = None  # for how long a period, where the header says so: three months ended


@dataclass(frozen=True, slots=True)
class Table:
    """A table in a grid.

    ``roles`` are the columns that say something of the whole row, and what; ``values`` those with numbers, and what
    their heads say; ``body`` are the rows below. ``above`` are titles, ``below`` notes, ``unknown`` the heads of
    columns that mean nothing to us.
    """

    shape: str
    roles: Mapping[int, Column]
    values: Mapping[int, Heading]
    body: Sequence[Sequence[Cell]]
    names: Mapping[int, str]
    header: Sequence[Sequence[Cell]] = ()
    above: Sequence[Sequence[Cell]] = ()
    below: int = 0
    corner: Sequence[Cell] = ()
    unknown: tuple[str, ...] = ()


def table_in(grid: Grid, words: Words) -> Table | None:
    """The first table of a grid; None where nothing in it looks like one."""
    wanted = words.document.shape
    limit = 1 if grid.has_header else MOST_TITLES
    rows = [row for row in grid.rows if not all(cell.is_blank for cell in row)]
    finders = {"long": (_long,), "wide": (_across, _down, _across_one)}.get(
        str(wanted), (_long, _across, _down, _across_one)
    )
    for find in finders:
        for top in range(min(limit, len(rows))):
            if table := find(rows, top, words):
                return table
    return None


def _long(rows: Sequence[Sequence[Cell]], top: int, words: Words) -> Table | None:
    """A fact a row: the header names a value, and what else no constant says."""
    names = {index: cell.text for index, cell in enumerate(rows[top]) if cell.text and not cell.is_spread}
    roles = {index: ours for index, name in names.items() if (ours := words.column(name))}
    said = {*roles.values(), *words.document.constants}
    if not {"value", "low", "high"} & set(roles.values()) or not {"metric", "period"} <= said:
        return None
    unknown = tuple(name for index, name in names.items() if index not in roles)
    body, below = _ended(rows[top + 1 :], tuple(roles))
    return Table("long", roles, {}, body, names, rows[top : top + 1], rows[:top], below, unknown=unknown)


def _ended(rows: Sequence[Sequence[Cell]], columns: Sequence[int]) -> tuple[Sequence[Sequence[Cell]], int]:
    """The rows of a table without the notes below it: rows at its end with one cell at most in its columns."""
    end = len(rows)
    while end and sum(not rows[end - 1][index].is_blank for index in columns) <= 1 < len(columns):
        end -= 1
    return rows[:end], len(rows) - end


def scale_above(table: Table, words: Words) -> str:
    """The scale that the corner of a table or a title above it gives without a unit: "in thousands"; "" for none."""
    texts = [cell.text for cell in table.corner if cell.number is None]
    texts += [cell.text for row in reversed(table.above) for cell in row if cell.number is None]
    return next((scale for text in texts if text and (scale := words.scaled(text))), "")


# Metrics down, periods across ----------------------------------------------------------------------------------------


def _across_one(rows: Sequence[Sequence[Cell]], top: int, words: Words) -> Table | None:
    """The same with a single period, where nothing else looks more like a table."""
    return _across(rows, top, words, fewest=1)


def _across(rows: Sequence[Sequence[Cell]], top: int, words: Words, fewest: int = ENOUGH) -> Table | None:
    headings, height = _header(rows, top, words)
    if len(headings) < ENOUGH:
        rows = _with_year(rows, top, words)
        headings, height = _header(rows, top, words)
    if len(headings) < fewest:
        return None
    header = rows[top : top + height]
    names = _names(header)
    roles = _labels(rows[top + height :], min(headings), names, words)
    if "metric" not in roles.values() and "metric" not in words.document.constants:
        return None
    body, below = _with_values(rows[top + height :], tuple(headings))
    unknown = tuple(name for index, name in names.items() if index > min(headings) and index not in headings)
    corner = [cell for row in header for cell in row[: min(headings)]]
    return Table("wide", roles, headings, body, names, header, rows[:top], below, corner, unknown)


def _with_year(rows: Sequence[Sequence[Cell]], top: int, words: Words) -> Sequence[Sequence[Cell]]:
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


def _header(rows: Sequence[Sequence[Cell]], top: int, words: Words) -> tuple[Mapping[int, Heading], int]:
    """What the columns below a row are headed, and how many rows the header has: as many as agree with it."""
    best: Mapping[int, Heading] = {}
    height = 1
    for tall in range(1, min(MOST_HEADERS, len(rows) - top) + 1):
        block = _spread(rows[top : top + tall], words)
        found = {
            index: heading
            for index in range(len(rows[top]))
            if (heading := heading_of([row[index] for row in block], words))
        }
        ends = all(any(not row[index].is_blank for index in found) for row in (block[0], block[-1]))
        if found and ends and (len(found) >= len(best) or _are_words(block[-1][index] for index in best)):
            best, height = found, tall
    return best, height


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


def heading_of(cells: Sequence[Cell], words: Words) -> Heading | None:
    """A period, a scenario and a unit out of the cells above a column; None where one of them is none of these."""
    distinct = list({cell.text: cell for cell in cells if cell.text}.values())
    days = [cell for cell in distinct if cell.day]
    texts = [part for cell in distinct if not cell.day for part in _parts(cell, words)]
    for period, rest in [("", texts)] if days else _periods(texts, words):
        said: dict[Column, str] = {"period": period} if period else {}
        is_day = bool(days) or bool(_DAY.fullmatch(period))
        lengths = [length for text in rest if is_day and (length := length_said(text))]
        others = [text for text in rest if not (is_day and length_said(text))]
        if max(len(days), len(lengths)) < ENOUGH and all(_take(text, said, words) for text in others):
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


def _take(text: str, said: dict[Column, str], words: Words) -> bool:
    """Whether a word is a scenario or a unit that nothing else beside it contradicts."""
    plain = text.strip("()[] ")
    if (scenario := words.scenario(plain)) and "scenario" not in said:
        said["scenario"] = scenario
        return True
    if (unit := words.unit(plain) or words.unit(plain.removeprefix("in "))) and "unit" not in said:
        said["unit"] = unit
        return True
    return False


def _names(block: Sequence[Sequence[Cell]]) -> dict[int, str]:
    """The header of each column in one text."""
    columns = (dict.fromkeys(row[index].text for row in block) for index in range(len(block[0])))
    return {index: text for index, one in enumerate(columns) if (text := " ".join(filter(None, one)))}


def _labels(
    body: Sequence[Sequence[Cell]], before: int, names: Mapping[int, str], words: Words
) -> dict[int, Column]:
    """What the columns to the left of the values say of their rows; the first that is not known is the metric."""
    roles: dict[int, Column] = {}
    texts = [
        index for index in range(before) if any(row[index].text and row[index].number is None for row in body)
    ]
    for index, name in names.items():
        if (ours := words.column(name)) and ours not in ("value", "low", "high"):
            roles[index] = ours
    rest = [index for index in texts if index not in roles]
    for index in rest if "metric" in roles.values() else rest[1:]:
        if "unit" not in roles.values() and _are_units([row[index].text for row in body], words):
            roles[index] = "unit"
    if "metric" not in roles.values() and (left := [index for index in rest if index not in roles]):
        roles[left[0]] = "metric"
    return roles


def _are_units(texts: Sequence[str], words: Words) -> bool:
    filled = [text for text in texts if text]
    return bool(filled) and sum(bool(words.unit(text)) for text in filled) > len(filled) / 2


def _with_values(
    rows: Sequence[Sequence[Cell]], columns: Sequence[int]
) -> tuple[Sequence[Sequence[Cell]], int]:
    """The rows of a wide table, and how many stand below its last value."""
    filled = [
        index
        for index, row in enumerate(rows)
        if any(not row[at].is_blank and not row[at].is_spread for at in columns)
    ]
    end = filled[-1] + 1 if filled else 0
    return rows[:end], len(rows) - end


# Periods down, metrics across ----------------------------------------------------------------------------------------


def _down(rows: Sequence[Sequence[Cell]], top: int, words: Words) -> Table | None:
    """A column of periods, and a metric a column."""
    names = {index: cell.text for index, cell in enumerate(rows[top]) if cell.text}
    if len(names) < ENOUGH or any(cell.number is not None for cell in rows[top]):
        return None
    height = 1 + next(
        (at for at, row in enumerate(rows[top + 1 : top + MOST_HEADERS]) if not _qualifies(row, words)), 0
    )
    body = rows[top + height :]
    roles = {index: ours for index, name in names.items() if (ours := words.column(name)) and ours != "value"}
    if "period" not in roles.values():
        column = next(
            (index for index in names if index not in roles and _are_periods(body, index, words)), None
        )
        if column is None:
            return None
        roles[column] = "period"
        for index in names:
            if index not in roles and _are_pairs(body, column, index, words):
                roles[index] = "period"
    values: dict[int, Heading] = {}
    for index, name in names.items():
        if index not in roles and any(
            row[index].number is not None or _is_figure(row[index].text) for row in body
        ):
            said: dict[Column, str] = {"metric": name}
            if all(
                _take(row[index].text, said, words) for row in rows[top + 1 : top + height] if row[index].text
            ):
                values[index] = Heading(said)
    if not values:
        return None
    unknown = tuple(name for index, name in names.items() if index not in roles and index not in values)
    kept, below = _with_values(body, tuple(values))
    return Table("wide", roles, values, kept, names, rows[top : top + height], rows[:top], below, (), unknown)


def _qualifies(row: Sequence[Cell], words: Words) -> bool:
    """Whether a row holds nothing but units and scenarios: a second row of a header."""
    texts = [cell.text for cell in row if cell.text]
    return bool(texts) and all(_take(text, {}, words) for text in texts)


def _are_periods(body: Sequence[Sequence[Cell]], index: int, words: Words) -> bool:
    cells = [row[index] for row in body[:MOST_TITLES] if not row[index].is_blank]
    found = sum(bool(cell.day or words.period(cell)) for cell in cells)
    return found >= min(ENOUGH, max(len(cells), 1)) and found > len(cells) / 2


def _are_pairs(body: Sequence[Sequence[Cell]], one: int, other: int, words: Words) -> bool:
    """Whether two columns name a period together: a year and a quarter."""
    rows = [row for row in body[:MOST_TITLES] if not row[other].is_blank and row[other].number is None]
    found = sum(bool(words.named_period(f"{row[one].text} {row[other].text}")) for row in rows)
    return found > len(rows) / 2


def _is_figure(text: str) -> bool:
    return any(map(str.isdigit, text))
