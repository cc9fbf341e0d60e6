"""Finding the table in a grid: its header, what its columns mean, where it ends; long, or wide in either direction."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from reportgen.source_settings import Column
from reportgen.sources.grid import Cell, Grid
from reportgen.sources.headers import ENOUGH, MOST_HEADERS, Heading, header_at, take, with_year
from reportgen.sources.words import Words

MOST_TITLES = 40  # rows above a header


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
    headings, height = header_at(rows, top, words)
    if len(headings) < ENOUGH:
        rows = with_year(rows, top, words)
        headings, height = header_at(rows, top, words)
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
                take(row[index].text, said, words) for row in rows[top + 1 : top + height] if row[index].text
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
    return bool(texts) and all(take(text, {}, words) for text in texts)


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
