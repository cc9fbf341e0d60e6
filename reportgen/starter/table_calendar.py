"""The fiscal calendar of a table whose header or days show it."""

from __future__ import annotations

import re
from typing import Any

from reportgen.periods.calendar import MONTHS
from reportgen.periods.spelling import first_of_two_years
from reportgen.sources.grid import Grid
from reportgen.sources.table_days import TableDays
from reportgen.sources.tables import table_in
from reportgen.sources.words import Words
from reportgen.starter.columns import MOST_TITLES

FIRST_ROWS = 40  # in which a year's name is looked for: at the head, or down a column
_YEAR_TO = re.compile(r"\d{4}年(\d{1,2})月期.*")


def calendar_shown(grid: Grid | None, words: Words) -> dict[str, Any]:
    """The settings of its calendar; nothing where it shows none, or a fiscal year that is the calendar's."""
    return (_named_by_last_month(grid) or _year_ended(grid, words)) if grid else {}


def runs_over_new_year(grid: Grid | None) -> bool:
    """Whether a table calls its years by the two in which they lie: ``2024/25``."""
    rows = grid.rows[:FIRST_ROWS] if grid else ()
    return any(first_of_two_years(cell.text) for row in rows for cell in row)


def _named_by_last_month(grid: Grid) -> dict[str, Any]:
    """The calendar of a table whose years are named by their last month: ``2025年3月期``."""
    texts = (cell.text for row in grid.rows[:MOST_TITLES] for cell in row)
    months = {int(match[1]) for text in texts if (match := _YEAR_TO.fullmatch(text.strip()))}
    known = len(months) == 1 and months <= set(range(1, len(MONTHS) + 1))
    return {"fiscal_year_end": MONTHS[months.pop() - 1]} if known else {}


def _year_ended(grid: Grid, words: Words) -> dict[str, Any]:
    """The calendar of a table that says on which day a year ended: ``Year ended March 31, 2025``."""
    table = table_in(grid, words)
    heads = [head for head in (table.values.values() if table else ()) if head.length == "year"]
    days = [TableDays().read(head.day or head.says.get("period", ""), words) for head in heads]
    months = {day.month for day, _ in filter(None, days)}
    return {"fiscal_year_end": MONTHS[months.pop() - 1]} if len(months) == 1 and months != {12} else {}
