"""A table of metrics by columns, put together: heads, units, groups, cells, small pictures, signs."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, partial
from typing import Any

from reportgen.charts.kind import Drawing, Scene, fact_or_none, label_of, measure_line
from reportgen.charts.parts.description import common_period, course
from reportgen.charts.parts.manner import Manner, numbers_in
from reportgen.charts.parts.room import Room
from reportgen.charts.parts.series import series_items
from reportgen.charts.parts.sparklines import has_course, sparkline
from reportgen.charts.parts.tables import cells
from reportgen.charts.parts.tables.columns import (
    Column,
    Heads,
    change_on,
    head_of,
    period_at,
    spanners,
    spans_of,
)
from reportgen.charts.parts.tables.lines import Line
from reportgen.facts.reference import key_of
from reportgen.model import Cell, Fact, Table
from reportgen.periods import Period

Small = dict[str, Callable[[Room], Any]]


@dataclass(frozen=True)
class Grid:
    """What a table shows, and how: of the lines and the columns that an author asks for."""

    scene: Scene
    lines: Sequence[Line]
    columns: Sequence[Column]
    labels: Mapping[str, str] = field(default_factory=dict)
    heads: Heads = "periods"
    spark: int = 8
    share_of: str = ""

    def drawing(self, kind: str, emphasised: Sequence[str] = (), totals: Sequence[str] = ()) -> Drawing:
        """The table, its measure line and its small pictures."""
        pictures: Small = {}
        rows = tuple(
            (Cell(self._label(number, self._unit_beside(number))), *self._cells(number, line, pictures))
            for number, line in enumerate(self.lines)
        )  # fmt: skip
        header = ("", *self._header)
        table = Table(
            header,
            rows,
            self._positions(emphasised),
            self._positions(totals) | {index for index, line in enumerate(self.lines) if line.of},
            spanners(self._spans),
            {
                index: measure_line(line.heading, "" if self._unit else self._unit_of(index))
                for index, line in enumerate(self.lines)
                if line.heading
            },
            {index: line.indent for index, line in enumerate(self.lines) if line.indent},
            cells.signs_in(self.scene, (cell.text for row in rows for cell in row)),
        )
        own = self._moment
        levels = [column for column in self.columns if column.is_level]
        when = own.short if own and not (len(levels) > 1 and any(column.period for column in levels)) else ""
        names = [self._label(number, "") for number in range(len(self.lines))]
        return Drawing(
            measure=measure_line(self._unit, when),
            table=table,
            lead=self.scene.words.leads[kind].format(rows=", ".join(names), columns=", ".join(header[1:])),
            cells=pictures,
        )

    @cached_property
    def _facts(self) -> Mapping[str, Sequence[Fact | None]]:
        """What stands in the columns of levels, by row; nothing in the others."""
        return {
            line.metric: [
                fact_or_none(column.ref(self.scene, line.metric)) if column.is_level else None
                for column in self.columns
            ]
            for line in self.lines
        }

    @cached_property
    def _levels(self) -> Mapping[str, Sequence[Fact]]:
        known = {row: numbers_in(facts) for row, facts in self._facts.items()}
        return {row: facts or [self.scene.fact(row)] for row, facts in known.items()}

    @cached_property
    def _own(self) -> Sequence[Fact]:
        """A fact for each row that says what it is: that of the brief's period if there is one."""
        return [self.scene.known(line.metric) or self._levels[line.metric][0] for line in self.lines]

    @cached_property
    def _are_of_entities(self) -> bool:
        """Whether every column of levels is of an entity of its own."""
        levels = [column for column in self.columns if column.is_level]
        return bool(levels) and all(column.entity for column in levels)

    @cached_property
    def _moment(self) -> Period | None:
        """The period that all rows are of; None where they are of several."""
        return common_period([self.scene.known(line.metric) for line in self.lines], self.scene.period)

    @cached_property
    def _manners(self) -> Mapping[str, Manner]:
        return cells.manners(self.scene, self._levels)

    @cached_property
    def _unit(self) -> str:
        """The unit that all rows share; it stands once, in the measure line."""
        units = {manner.unit for manner in self._manners.values()}
        return units.pop() if len(units) == 1 else ""

    @cached_property
    def _headings(self) -> Sequence[int | None]:
        """The line whose heading each line stands under: those of the group, and the subtotal below them."""
        found: list[int | None] = []
        current: int | None = None
        for index, line in enumerate(self.lines):
            if line.heading:
                current = index
            elif not line.indent and not line.of:
                current = None
            found.append(current)
            current = None if line.of and not line.indent else current
        return found

    def _unit_of(self, heading: int) -> str:
        """The unit that all rows under a heading share."""
        units = {
            self._manners[line.metric].unit
            for line, own in zip(self.lines, self._headings, strict=True)
            if own == heading
        }
        return units.pop() if len(units) == 1 else ""

    def _unit_beside(self, number: int) -> str:
        """The unit of a row, where neither the measure line nor a heading has it."""
        heading = self._headings[number]
        above = self._unit or (self._unit_of(heading) if heading is not None else "")
        return "" if above else self._manners[self.lines[number].metric].unit

    @cached_property
    def _periods(self) -> Sequence[Period]:
        """The period that each column asks for: of rows that look back, as far back."""
        own, metric = self._moment, self.lines[0].metric
        found = [
            key_of(column.ref(self.scene, metric)).period if column.is_level else self.scene.period
            for column in self.columns
        ]
        if own is None or own == self.scene.period:
            return found
        first = key_of(self.scene.ref(metric)).period
        return [own if period == first else period for period in found]

    @cached_property
    def _header(self) -> Sequence[str]:
        alike = self._moment is not None
        heads = [
            head_of(self.scene, column, self._column(index), self._periods[index], self.heads, alike=alike)
            for index, column in enumerate(self.columns)
        ]
        on = [change_on(self.scene, column) for column in self.columns]
        if len({*filter(None, on)}) > 1:  # changes on the year beside those on the quarter
            heads = [f"{head} {basis}".strip() for head, basis in zip(heads, on, strict=True)]
        return heads

    @cached_property
    def _spans(self) -> Sequence[str]:
        periods: list[Period | None] = []
        at_the_end: list[bool] = []
        for index, column in enumerate(self.columns):
            facts = [fact for fact in self._column(index) if fact]
            periods.append(period_at(self._periods[index], facts) if column.is_level else None)
            at_the_end.append(bool(facts) and all(fact.is_level for fact in facts))
        return spans_of(self.scene, self.columns, periods, at_the_end, self.heads)

    def _column(self, index: int) -> Sequence[Fact | None]:
        return [facts[index] for facts in self._facts.values()]

    def _label(self, number: int, unit: str) -> str:
        line = self.lines[number]
        return measure_line(line.label or self.labels.get(line.metric) or self._full_name(number), unit)

    def _full_name(self, number: int) -> str:
        """What a row is called; for whom and when it is too, where that is not the same of all rows."""
        fact, brief = self._own[number], self.scene.book.brief
        name = label_of(fact)
        if self._are_of_entities:  # whom they are of stands over them
            return name if fact.entity == brief.entity else name.replace(f", {fact.entity}", "", 1)
        if fact.entity == brief.entity and len({one.entity for one in self._own}) > 1:
            name = f"{name}, {brief.settings.entity.brief_name}"  # the label of another's names it already
        return (
            name
            if self._moment
            else f"{name}, {key_of(self.scene.ref(self.lines[number].metric)).period.short}"
        )

    def _positions(self, wanted: Sequence[str]) -> frozenset[int]:
        return frozenset(index for index, line in enumerate(self.lines) if line.metric in wanted)

    def _cells(self, number: int, line: Line, pictures: Small) -> Sequence[Cell]:
        metric, manner = line.metric, self._manners[line.metric]
        in_points = {column.base for column in self.columns if column.is_absolute}
        found = []
        for column, fact in zip(self.columns, self._facts[metric], strict=True):
            if column.last == "spark":
                found.append(self._course(f"row-{number + 1}", metric, manner, pictures))
            elif column.last == "share":
                whole = self.share_of or self.lines[-1].metric
                is_part = self._manners.get(whole, manner) == manner
                found.append(
                    cells.share_cell(self.scene, metric, whole) if is_part else Cell("", is_number=True)
                )
            elif column.is_level:
                found.append(cells.level_cell(self.scene, fact, manner))
            else:
                base = self._own[number]
                told = column.base in in_points
                found.append(cells.change_cell(self.scene, metric, column, base, manner, in_points=told))
        return found

    def _course(self, slot: str, metric: str, manner: Manner, pictures: Small) -> Cell:
        """A row's course as a small picture; nothing where too few values are known."""
        scene, periods = self.scene, self.scene.last(self.spark)
        facts = scene.series(metric, periods)
        items = series_items(scene, periods, facts, manner, highlight=True)
        if not has_course(items):
            return Cell("")
        pictures[slot] = partial(sparkline, periods=periods, items=items)
        latest = next(fact for fact in reversed(facts) if fact)
        told = scene.words.leads["sparkline"].format(
            takeaway=course(scene, label_of(latest), facts, periods, manner)
        )
        return Cell("", picture=slot, alt=told)
