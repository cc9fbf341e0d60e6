"""A period whose year and whose quarter or month stand in two columns, as databases have them: one period a row."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from reportgen.source_settings import SourceDocument
from reportgen.sources.grid import Cell, Grid, folded

MOST_TITLES = 20  # rows above a header
_YEARS = re.compile(r"(?:calendar[ _])?(?:year|yr)|(?:kalender)?jahr|année|annee|año|ano|anno|jaar")
_FISCAL = re.compile(
    r"(?:fiscal|financial)[ _]?(?:year|yr)|fy|geschäftsjahr|exercice|ejercicio|esercizio|boekjaar"
)
_QUARTERS = re.compile(
    r"(?:(?:fiscal|calendar)[ _])?(?:quarter|qtr|q)(?:[ _](?:no|number|num))?|quartal|trimestre|kwartaal"
)
_MONTHS = re.compile(r"(?:calendar[ _])?month(?:[ _](?:no|number|num))?|monat|mois|mes|mês|mese|maand")
_YEAR = re.compile(r"(?:FY ?)?((?:19|20|21)\d\d)(?:\.0)?")
_QUARTER = re.compile(r"(?i)q?([1-4])(?:\.0)?|([1-4])q")
_MONTH = re.compile(r"(0?[1-9]|1[0-2])(?:\.0)?")


@dataclass(frozen=True, slots=True)
class Parts:
    """Where the two columns stand: the row of their heads, and the columns of the year and of its part."""

    top: int
    year: int
    part: int
    is_fiscal: bool
    is_quarter: bool

    def period(self, row: Sequence[Cell]) -> str:
        """The period of a row; "" where the two are none."""
        year, text = _YEAR.fullmatch(row[self.year].text.strip()), row[self.part].text.strip()
        part = (_QUARTER if self.is_quarter else _MONTH).fullmatch(text)
        if not year or not part:
            return ""
        number = int(next(filter(None, part.groups())))
        return (
            f"{'FY' if self.is_fiscal else ''}{year[1]}-{f'Q{number}' if self.is_quarter else f'{number:02}'}"
        )


def with_periods(grid: Grid, document: SourceDocument) -> Grid:
    """A grid in which such a period stands whole in the column of its part, and the column of the year is empty.

    Nothing is changed where the author names the column of the year, or where one row that has both has no period.
    """
    parts = next(_found(grid), None)
    if parts is None:
        return grid
    head, below = grid.rows[parts.top], grid.rows[parts.top + 1 :]
    asked = {folded(name) for name in (*document.map, *document.where)}
    told = [row for row in below if not row[parts.year].is_blank and not row[parts.part].is_blank]
    if folded(head[parts.year].text) in asked or not told or not all(map(parts.period, told)):
        return grid
    whole = {id(row) for row in told}
    rows = [_joined(row, parts, parts.period(row)) if id(row) in whole else row for row in below]
    named = [cell if at != parts.year else Cell("", cell.place) for at, cell in enumerate(head)]
    what = f"'{head[parts.year].text}' and '{head[parts.part].text}' together as the period"
    return replace(grid, rows=[*grid.rows[: parts.top], named, *rows], told=(*grid.told, what))


def _found(grid: Grid) -> Iterator[Parts]:
    for top, row in enumerate(grid.rows[: 1 if grid.has_header else MOST_TITLES]):
        heads = [folded(cell.text) for cell in row]
        for quarters, form in ((True, _QUARTERS), (False, _MONTHS)):
            part = next((at for at, head in enumerate(heads) if form.fullmatch(head)), None)
            for fiscal, years in ((False, _YEARS), (True, _FISCAL)):
                year = next((at for at, head in enumerate(heads) if years.fullmatch(head)), None)
                if part is not None and year is not None and (quarters or not fiscal):
                    yield Parts(top, year, part, fiscal or heads[part].startswith("fiscal"), quarters)


def _joined(row: Sequence[Cell], parts: Parts, period: str) -> Sequence[Cell]:
    joined = list(row)
    joined[parts.year] = Cell("", row[parts.year].place)
    joined[parts.part] = Cell(period, row[parts.part].place)
    return joined
