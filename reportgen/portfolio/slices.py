"""The facts of many briefs, read once: the rows of each file and source by the entity that they are about."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from reportgen.brief import Brief
from reportgen.csv_rows import Row
from reportgen.facts.handed import as_lines
from reportgen.facts.reader import Reader
from reportgen.facts.rows import COLUMNS, ISSUED, fact_files, rows_of
from reportgen.findings import Findings
from reportgen.members import Part
from reportgen.portfolio_settings import ENTITY
from reportgen.sources.read import read_source


@dataclass(frozen=True, slots=True)
class Pile:
    """The rows of one file or source. ``by_entity``: whose they are; of a file that names none, all are ``common``."""

    part: Part
    by_entity: Mapping[str, Sequence[Row]] = field(default_factory=dict)
    common: Sequence[Row] = ()

    def part_for(self, entities: Iterable[str], metrics: Collection[str] | None = None) -> Part | None:
        """What a brief about these entities is handed of it; of some metrics alone, where they are given."""
        rows = [*self.common, *(row for entity in entities for row in self.by_entity.get(entity, ()))]
        if metrics is not None:
            rows = [row for row in rows if row.cells.get("metric") in metrics]
        if not rows:
            return None
        part = self.part
        return Part(
            part.name, part.path, part.columns, [*as_lines(rows, part.columns)],
            part.is_source, part.numbers, part.whole, part.readers,
        )  # fmt: skip


def piles_of(brief: Brief, findings: Findings) -> tuple[Pile, ...]:
    """Read every file of facts, and every source that is a file; a query is left to each brief."""
    return tuple(_piles(brief, findings))


def entities_of(piles: Iterable[Pile]) -> tuple[str, ...]:
    """Whom there are facts about, in the order in which they are met."""
    return tuple(dict.fromkeys(entity for pile in piles for entity in pile.by_entity))


def _piles(brief: Brief, findings: Findings) -> Iterator[Pile]:
    reader = Reader(brief, findings, dict(brief.metrics))
    for path in fact_files(brief):
        rows = rows_of(path, reader)
        yield _pile(Part(path.name, str(path), _columns(rows), ()), rows, findings)
    for name, document in brief.settings.sources.items():
        if not document.holds_facts or document.sql:
            continue
        before = set(brief.files.readers)
        read = read_source(name, document, brief, findings)
        numbers = read.numbers.model_dump() if read.numbers else None
        readers = sorted(brief.files.readers - before)
        data = str(brief.folder / document.data)
        part = Part(name, data, _columns(read.rows), (), True, numbers, read.whole, readers)
        yield _pile(part, read.rows, findings)


def _columns(rows: Sequence[Row]) -> tuple[str, ...]:
    """The columns of rows, those that we know in our order."""
    there = dict.fromkeys(name for row in rows[:1] for name in row.cells)
    for row in rows:
        if row.cells.keys() - there.keys():
            there |= dict.fromkeys(row.cells)
    ours = [name for name in (*COLUMNS, *ISSUED) if name in there]
    return (*ours, *(name for name in there if name not in ours))


def _pile(part: Part, rows: Sequence[Row], findings: Findings) -> Pile:
    by_entity: dict[str, list[Row]] = {}
    for row in rows:
        by_entity.setdefault(row.cells.get(ENTITY, ""), []).append(row)
    nameless = by_entity.pop("", [])
    if nameless and by_entity:
        message = "a row about nobody, in a table of many entities; name the entity"
        findings.error("no-entity", message, nameless[0].place)
        return Pile(part, by_entity)
    return Pile(part, by_entity, nameless)
