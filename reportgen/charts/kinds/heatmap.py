"""Heat map: a table whose grounds say how large its values are; rows by periods, or by what they are set beside."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain

from pydantic import Field

from reportgen.charts.kind import Drawing, Scene, label_of, measure_line, noun_of
from reportgen.charts.parts.beside import EARLIER, NOW
from reportgen.charts.parts.description import values, values_sentence
from reportgen.charts.parts.grid import Grid, grid_chart, grid_table
from reportgen.charts.parts.manner import check_one_axis
from reportgen.charts.parts.ranking import Compared, Expressions, common_measure, named, ranking
from reportgen.charts.parts.series import item_of, required
from reportgen.charts.parts.shades import shades
from reportgen.errors import FormulaError
from reportgen.model import Fact, Polarity
from reportgen.periods import Period


class Options(Compared):
    """``{rows: [a.yoy, b.yoy], periods: 8}`` or ``{rows: [a, b], columns: ['of("X")', 'of("Y")']}``."""

    rows: Expressions = Field(min_length=1, max_length=40)
    periods: int = Field(default=8, ge=2, le=60)
    columns: Expressions = Field(default=(), max_length=24)
    heads: tuple[str, ...] = ()  # of the columns, where their own names would not do


def draw(options: Options, scene: Scene) -> Drawing:
    """A row a measure; a ground in two colours where values lie on both sides of zero."""
    periods = () if options.columns else scene.last(options.periods)
    found = {row: _cells(scene, row, options.columns, periods) for row in options.rows}
    latest = {row: required(facts, row) for row, facts in found.items()}
    every = list(chain.from_iterable(found.values()))
    _check_one_scale(every)
    manner, names = scene.manner(every), named(scene, latest, options.labels)
    heads = tuple(period.short for period in periods) or _heads(
        scene, options, list(zip(*found.values(), strict=True))
    )
    cells = tuple(
        tuple(
            item_of(scene, fact, f"{name}, {head}", manner) for head, fact in zip(heads, facts, strict=True)
        )
        for name, facts in zip(names, found.values(), strict=True)
    )
    bold = frozenset(index for index, row in enumerate(options.rows) if row in options.highlight)
    grid = Grid(tuple(names), heads, cells, tuple(periods), bold)
    known = [item.value for item in grid.items if item.value is not None]
    steps = shades(known, _polarity(every), manner)
    rows = dict(zip(names, found.values(), strict=True))
    listed = [f"{name}: {values(scene, heads, facts, manner)}" for name, facts in rows.items()]
    called = [f"{name}, {head}" for name in names for head in heads]
    title = common_measure(scene, list(latest.values())) if len(latest) > 1 else label_of(*latest.values())
    return Drawing(
        measure=measure_line(title, manner.unit, noun_of(scene.period, *every) if periods else ""),
        table=grid_table(scene, heads, rows, manner),
        lead=scene.words.leads["heatmap"].format(takeaway=ranking(scene, every, called, manner)),
        values=values_sentence(scene, "; ".join(listed), manner),
        chart=lambda room: grid_chart(room, grid, steps, may_turn=True),
    )


def _cells(
    scene: Scene, row: str, columns: Sequence[str], periods: Sequence[Period]
) -> Sequence[Fact | None]:
    if not columns:
        return scene.series(row, periods)
    return [scene.known(row if column == NOW else f"{row}.{column}") for column in columns]


def _heads(scene: Scene, options: Options, columns: Sequence[Sequence[Fact | None]]) -> tuple[str, ...]:
    """What columns are called: by the author, by what is asked of each row, by what tells their facts apart."""
    if options.heads:
        if len(options.heads) != len(options.columns):
            raise FormulaError(f"{len(options.heads)} heads for {len(options.columns)} columns")
        return options.heads
    first = [next((fact for fact in facts if fact), None) for facts in columns]
    empty = [column for column, fact in zip(options.columns, first, strict=True) if fact is None]
    if empty:
        raise FormulaError(f"no row has a value for column '{empty[0]}'")
    told = scene.names([fact for fact in first if fact])
    words = {name: said for name, said in scene.words.columns.items() if name not in (NOW, *EARLIER)}
    return tuple(words.get(column, name) for column, name in zip(options.columns, told, strict=True))


def _check_one_scale(facts: Sequence[Fact | None]) -> None:
    """Raises FormulaError for what shares no shades: of two units, or percentages and points beside one another."""
    check_one_axis(facts)
    known = [fact for fact in facts if fact and not fact.quantity.state]
    changes = [fact for fact in known if fact.metric.kind == "points"]
    if changes and len(changes) < len(known):
        level = next(fact for fact in known if fact.metric.kind != "points")
        raise FormulaError(
            f"'{changes[0].id}' is a change in points, and '{level.id}' a level in percent: no shade means both; "
            "show levels alone, or changes, or a table"
        )


def _polarity(facts: Sequence[Fact | None]) -> Polarity:
    """Which way is better, where all measures agree."""
    found = {fact.metric.polarity for fact in facts if fact}
    return found.pop() if len(found) == 1 else "neutral"
