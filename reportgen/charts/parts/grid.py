"""A grid of values on grounds that say how large they are: rows by name, columns under their heads, a key below."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import altair as alt

from reportgen.charts.kind import Scene
from reportgen.charts.lettering import ELLIPSIS, wrapped
from reportgen.charts.parts.axes import ANY_STEP, PeriodAxis
from reportgen.charts.parts.items import Item, label_layer
from reportgen.charts.parts.manner import Manner
from reportgen.charts.parts.names import NameAxis
from reportgen.charts.parts.room import LABEL_GAP, TOLD, Axis, Margins, Room, Scale, data, placed
from reportgen.charts.parts.shades import Shades, key_of
from reportgen.model import Cell, Fact, Table
from reportgen.periods import Period

ROW = 23.0  # px
CELL: Mapping[str, Any] = {"paddingInner": 0.06, "paddingOuter": 0.03}  # of a step, between the cells
OUTLINE = 0.8  # px, of a cell without a value
INSET = 3.0  # px at least at each side of a value in its cell
MOST_LINES = 4  # of a head
MOST_TURNED = 16  # columns that become rows: more of them make a picture taller than a page


@dataclass(frozen=True)
class Grid:
    """Rows by columns; a cell that is None does not exist, as those after the last age of a cohort."""

    rows: tuple[str, ...]
    columns: tuple[str, ...]
    cells: tuple[tuple[Item | None, ...], ...]
    periods: tuple[Period, ...] = ()  # where the columns are these
    bold: frozenset[int] = frozenset()
    counted: bool = False  # whether the columns are numbers that count on, of which some may go unnamed

    @property
    def turned(self) -> Grid:
        """The same with rows for columns."""
        return Grid(self.columns, self.rows, tuple(zip(*self.cells, strict=True)))

    @property
    def items(self) -> list[Item]:
        """Every cell that there is."""
        return [item for row in self.cells for item in row if item]

    def heads(self, room: Room, width: float) -> Mapping[int, tuple[str, ...]]:
        """What stands over the columns, line by line; of periods those that have room."""
        if self.periods:
            return PeriodAxis(self.periods, room, width).names
        step = width / len(self.columns)
        if self.counted:
            wide = room.widest(self.columns) + LABEL_GAP * 2
            every = next((every for every in ANY_STEP if every * step >= wide), len(self.columns))
            return {index: (self.columns[index],) for index in range(0, len(self.columns), every)}
        return {
            index: wrapped(name, step - LABEL_GAP, room.size, lines=MOST_LINES)
            for index, name in enumerate(self.columns)
        }

    def fits(self, room: Room) -> bool:
        """Whether each cell has room for its value, and each column for its head."""
        width = room.width - NameAxis(self.rows, room, self.bold).margin
        each = width / len(self.columns) * (1 - CELL["paddingInner"])
        heads = [line for lines in self.heads(room, width).values() for line in lines]
        return room.widest(item.label for item in self.items) + INSET * 2 <= each and not any(
            ELLIPSIS in line or room.width_of(line) > each + LABEL_GAP for line in heads
        )


def grid_chart(room: Room, grid: Grid, shades: Shades, *, may_turn: bool = False) -> Any:  # noqa: ANN401 - Altair's
    """The grid; in half a column rows and columns change places where values have room that way alone."""
    labelled = grid.fits(room)
    few = may_turn and room.is_narrow and len(grid.columns) <= MOST_TURNED
    if few and not labelled and grid.turned.fits(room):
        grid, labelled = grid.turned, True
    names = NameAxis(grid.rows, room, grid.bold, ROW)
    width = room.width - names.margin
    heads = grid.heads(room, width)
    lines = max(map(len, heads.values()))
    over = _over(room, grid, heads, width) if grid.periods else 0.0
    height = names.row * len(grid.rows)
    if not shades.limits and not labelled:
        shades = shades.of_one(grid.items)
    foot = room.leading * 2 + LABEL_GAP * 3 if shades.limits else 1
    margins = Margins(names.margin, over, lines * room.leading + LABEL_GAP, foot)
    told = labelled or _says_what_is_missing(grid, room, width)
    rows = [
        item.row(row=row, column=column, shown=labelled if item.value is not None else told)
        for row, cells in enumerate(grid.cells)
        for column, item in enumerate(cells)
        if item
    ]
    shown = Axis(
        values=list(heads), labelExpr=f"{json.dumps(heads)}[datum.value]", title=None, orient="top", domain=False,
        ticks=False, labelAngle=0, labelPadding=LABEL_GAP + (lines - 1) * room.leading, labelOverlap=False,
        labelLineHeight=room.leading,
    )  # fmt: skip
    place = Scale(domain=list(range(len(grid.columns))), **CELL)
    base = data(rows).encode(x=alt.X("column:O", scale=place, axis=shown), y=names.encoding(**CELL))
    known, unknown = (
        base.transform_filter("isValid(datum.value)"),
        base.transform_filter("!isValid(datum.value)"),
    )
    key = key_of(shades, room, width, height + LABEL_GAP * 2) if shades.limits else {}
    ground = shades.fill(room.theme, **key)
    text = label_layer(known, room, baseline="middle").encode(color=shades.letters(room.theme))
    layers = [known.mark_rect().encode(fill=ground, **TOLD), text]
    if any(item.value is None for item in grid.items):
        look: dict[str, Any] = {"fill": room.theme["soft"]}
        if not labelled:  # a ground of its own would look like a pale value
            look = {"fill": None, "stroke": room.theme["mark"], "strokeWidth": OUTLINE}
        layers += [unknown.mark_rect(**look), label_layer(unknown, room, baseline="middle")]
    return placed(
        alt.layer(*layers, names.layer(**CELL)), room, margins, height + margins.top + margins.bottom
    )


def _says_what_is_missing(grid: Grid, room: Room, width: float) -> bool:
    """Whether "n.a." has room where values have none: a cell without one would look like a pale value."""
    missing = [item.label for item in grid.items if item.value is None]
    return bool(missing) and room.widest(missing) <= width / len(grid.columns) * (1 - CELL["paddingInner"])


def _over(room: Room, grid: Grid, heads: Mapping[int, tuple[str, ...]], width: float) -> float:
    """How far the last heads reach over the last column."""
    step = width / len(grid.columns)
    right = {index: (len(grid.columns) - index - 0.5) * step for index in heads}
    return max(0.0, *(room.widest(lines) / 2 - right[index] for index, lines in heads.items()))


def grid_table(
    scene: Scene, heads: Sequence[str], rows: Mapping[str, Sequence[Fact | None]], manner: Manner
) -> Table:
    """The values of a grid; the unit stands over the names."""
    found = {name: [scene.cell(fact, manner) for fact in facts] for name, facts in rows.items()}
    blank = [Cell("")] * len(heads)  # past the end of a shorter row
    cells = tuple((Cell(name), *[*row, *blank][: len(heads)]) for name, row in found.items())
    return Table((manner.unit, *heads), cells)
