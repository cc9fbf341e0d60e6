"""The days by which a table names its periods: in cells, at the heads, or as months that quarters may end in."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from reportgen.sources.dates import Day
from reportgen.sources.grid import Cell
from reportgen.sources.tables import Table
from reportgen.sources.words import Words

_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_MONTH = re.compile(r"\d{4}-\d\d")
FEWEST_MONTHS = 3  # at heads, by whose distance it is told what they stand for


@dataclass(frozen=True, slots=True)
class TableDays:
    """Every day that a table names; ``are_months`` where its heads are names of months, as ``Mar-25``."""

    found: tuple[Day, ...] = ()
    are_months: bool = False

    def read(self, one: Cell | str, words: Words) -> Day | None:
        """The day that a cell of a period is, or that its text names in one way alone."""
        return _read(one, words, are_months=self.are_months)


def days_of(table: Table, words: Words) -> TableDays:
    """The days of a table: of its cells and heads, or of the months at its heads where there are no others."""
    columns = [index for index, ours in table.roles.items() if ours == "period"]
    cells = [row[index] for row in table.body for index in columns]
    values = [head for head in table.values.values() if not head.length]
    heads = [head.day or head.says.get("period", "") for head in values]
    days = [_read(one, words) for one in (*heads, *cells)]
    if any(days) or not _are_named_months(table, heads):
        return TableDays(tuple(filter(None, days)))
    return TableDays(
        tuple(filter(None, (_read(one, words, are_months=True) for one in heads))), are_months=True
    )


def _are_named_months(table: Table, heads: Sequence[Cell | str]) -> bool:
    """Whether a wide table is headed by names of months, which may be those in which quarters end: ``Mar-25``."""
    written = any(_MONTH.fullmatch(name) for name in table.names.values())
    months = {one for one in heads if isinstance(one, str) and _MONTH.fullmatch(one)}
    return not written and len(months) >= FEWEST_MONTHS and len(months) == len({*map(str, heads)})


def _read(one: Cell | str, words: Words, *, are_months: bool = False) -> Day | None:
    if isinstance(one, Cell) and one.day:
        return one.day, one.precision
    text = words.named_period(one.text if isinstance(one, Cell) else one)
    if are_months and _MONTH.fullmatch(text):
        return date.fromisoformat(f"{text}-01"), "month"
    return (date.fromisoformat(text), "day") if _DAY.fullmatch(text) else None
