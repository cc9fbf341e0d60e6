"""Days such as 01/03/2025 in a whole column or a whole header: which of their numbers is the month.

One such day can be read in two ways, and is refused for it (``reportgen.periods.spelling``). Several beside each other
tell: where one of them has a 13, so that only one order gives days; or where one order alone gives nothing but first
days of months, or nothing but last ones.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta

from reportgen.sources.grid import Cell, Grid

FEWEST = 2  # different days by which an order is told
_NUMBERS = re.compile(r"(\d{1,2})([-/])(\d{1,2})\2(\d{4})")
DAY_FIRST, MONTH_FIRST = "day/month/year", "month/day/year"


def with_days(grid: Grid) -> Grid:
    """A grid whose days of numbers are days, in every column and every row that tells in which order they stand."""
    orders: dict[str, None] = {}
    found: dict[tuple[int, int], date] = {}
    width = max(map(len, grid.rows), default=0)
    for column in range(width):
        places = [(at, column) for at, row in enumerate(grid.rows) if column < len(row)]
        _settle(grid, places, found, orders)
    for at, row in enumerate(grid.rows):
        _settle(grid, [(at, column) for column in range(len(row))], found, orders)
    if not found:
        return grid
    rows = [
        [
            replace(cell, day=found[at, column]) if (at, column) in found else cell
            for column, cell in enumerate(row)
        ]
        for at, row in enumerate(grid.rows)
    ]
    told = (f"days as {' and '.join(orders)}",)
    return replace(grid, rows=rows, told=(*grid.told, *told))


def _settle(
    grid: Grid, places: Sequence[tuple[int, int]], found: dict[tuple[int, int], date], orders: dict[str, None]
) -> None:
    """Find the days of one column or one row, and say in which order they stand."""
    texts = {place: match for place in places if (match := _match(grid.rows[place[0]][place[1]]))}
    if len({match[0] for match in texts.values()}) < FEWEST:
        return
    order = _order_of(list(texts.values()))
    if not order:
        return
    for place, match in texts.items():
        found.setdefault(place, next(_read(match, order)))
    orders[order] = None


def _match(cell: Cell) -> re.Match[str] | None:
    return _NUMBERS.fullmatch(cell.text.strip()) if not cell.day and cell.number is None else None


def _order_of(matches: Sequence[re.Match[str]]) -> str:
    """The only order in which all are days, or all first or all last days of months; "" where nothing tells."""
    read = {
        order: [day for match in matches for day in _read(match, order)] for order in (DAY_FIRST, MONTH_FIRST)
    }
    whole = [order for order, days in read.items() if len(days) == len(matches)]
    even = [order for order in whole if _are_even(read[order])]
    return (whole if len(whole) == 1 else even if len(even) == 1 else [""])[0]


def _are_even(days: Sequence[date]) -> bool:
    """Whether all are first days of months, or all last ones."""
    return all(day.day == 1 for day in days) or all((day + timedelta(1)).day == 1 for day in days)


def _read(match: re.Match[str], order: str) -> Iterator[date]:
    first, second, year = int(match[1]), int(match[3]), int(match[4])
    day, month = (first, second) if order == DAY_FIRST else (second, first)
    try:
        yield date(year, month, day)
    except ValueError:
        return
