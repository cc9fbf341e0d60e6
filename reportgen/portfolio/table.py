"""The table of parameters: a brief a row, or what each entity has of its own."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from reportgen.brief import Brief
from reportgen.csv_rows import Row, read_csv
from reportgen.findings import Findings
from reportgen.portfolio_settings import ENTITY

OF_ENTITY = ("short", "ticker")
# Settings that a row may give.
OF_BRIEF = ("title", "standfirst", "period", "date", "paper", "confidentiality")
NAME = "name"  # of the folder of its edition
_COLUMN = re.compile(r"[a-z][a-z0-9_]*")


@dataclass(frozen=True, slots=True)
class Table:
    """The rows of the table that a brief names."""

    columns: Sequence[str] = ()
    rows: Sequence[Row] = ()

    @property
    def has_entities(self) -> bool:
        return ENTITY in self.columns


def table_of(brief: Brief, findings: Findings) -> Table:
    """Read it; what is wrong with it goes to ``findings``."""
    name = brief.settings.table
    path, known = brief.folder / name, (ENTITY, NAME, *OF_ENTITY, *OF_BRIEF)
    if not name or not brief.files.admits(path, "facts", findings, brief.place("each")):
        return Table()
    columns, rows, header = read_csv(path, findings, brief.files, known)
    columns = ["_".join(one.lower().split()) for one in columns]
    for column in columns:
        if not _COLUMN.fullmatch(column) or columns.count(column) > 1:
            message = f"column '{column}'; expected names of lower-case letters, digits and '_', each once"
            findings.error("bad-column", message, header)
            return Table()
    if columns and not rows:
        findings.error("empty-file", "no rows below the header", header)
    named = [
        Row(dict(zip(columns, row.cells.values(), strict=True)), row.place) for row in rows if row.is_whole
    ]
    return Table(columns, named)


def settings_in(cells: dict[str, str], entity: str) -> dict[str, object]:
    """What of a row takes the place of settings; what is empty does not."""
    of_entity = {name: cells[name] for name in OF_ENTITY if cells.get(name)}
    settings: dict[str, object] = {name: cells[name] for name in OF_BRIEF if cells.get(name)}
    return settings | ({"entity": {"name": entity, **of_entity}} if entity else {})
