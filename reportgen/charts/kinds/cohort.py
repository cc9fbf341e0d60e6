"""Cohorts: how many of those who came together are still there after one period, two, three; a triangle."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from pydantic import Field

from reportgen.charts.kind import Drawing, Scene, measure_line
from reportgen.charts.parts.description import values_sentence
from reportgen.charts.parts.grid import Grid, grid_chart, grid_table
from reportgen.charts.parts.items import Item
from reportgen.charts.parts.manner import Manner, check_one_axis, numbers_in
from reportgen.charts.parts.ranking import Compared, common_measure, named
from reportgen.charts.parts.series import item_of, required
from reportgen.charts.parts.shades import shades
from reportgen.errors import FormulaError
from reportgen.figures.verbs import levels
from reportgen.model import Fact

Ages = Sequence[Fact | None]


class Options(Compared):
    """``{ages: [kept_after_0, kept_after_1], periods: 8}`` or ``{items: [kept.of("May"), kept.of("June")]}``."""

    # A measure an age; a row is a period and its cohort.
    ages: tuple[str, ...] = Field(default=(), max_length=60)
    # Or a measure a cohort, from its first value on.
    items: tuple[str, ...] = Field(default=(), max_length=40)
    periods: int = Field(default=8, ge=2, le=60)  # up to the brief's
    first: int = Field(default=0, ge=0, le=1)  # the age of the first column


def draw(options: Options, scene: Scene) -> Drawing:
    """A row a cohort, aligned by its age; a value that is missing in between says so, later ones are not yet."""
    if bool(options.ages) == bool(options.items):
        raise FormulaError("a cohort chart takes 'ages', a measure each, or 'items', a cohort each")
    rows = _by_age(options, scene) if options.ages else _by_item(options, scene)
    every = [fact for facts in rows.values() for fact in facts if fact]
    if not every:
        raise FormulaError(
            f"none of the cohorts has a value in the last {options.periods} {scene.period.nouns}"
        )
    check_one_axis(every)
    manner = scene.manner(every)
    heads = tuple(str(options.first + age) for age in range(max(map(len, rows.values()))))
    cells = tuple(_cells(scene, name, facts, heads, manner) for name, facts in rows.items())
    bold = frozenset(index for index, key in enumerate(options.items) if key in options.highlight)
    grid = Grid(tuple(rows), heads, cells, bold=bold, counted=True)
    known = [item.value for item in grid.items if item.value is not None]
    steps = shades(known, "neutral", manner)
    listed = [
        f"{name}: {', '.join(scene.said(fact, manner) for fact in facts)}" for name, facts in rows.items()
    ]
    ages = scene.words.by_age.format(periods=scene.period.nouns)
    return Drawing(
        measure=measure_line(common_measure(scene, every), manner.unit, ages),
        table=grid_table(scene, heads, rows, manner),
        lead=scene.words.leads["cohort"].format(takeaway=_takeaway(scene, rows, manner)),
        values=values_sentence(scene, "; ".join(listed), manner),
        chart=lambda room: grid_chart(room, grid, steps),
    )


def _by_age(options: Options, scene: Scene) -> Mapping[str, Ages]:
    """The cohort of each period: what is measured of it at each age, up to the last that is known."""
    rows = {}
    for period in scene.last(options.periods):
        facts = [scene.known(expression, period) for expression in options.ages]
        reached = max((age for age, fact in enumerate(facts) if fact), default=-1)
        if reached >= 0:
            rows[period.short] = facts[: reached + 1]
    return rows


def _by_item(options: Options, scene: Scene) -> Mapping[str, Ages]:
    """The cohorts that are measures of their own, each from its first value on."""
    found = {key: scene.series(key, scene.last(options.periods)) for key in options.items}
    names = named(scene, {key: required(facts, key) for key, facts in found.items()}, options.labels)
    begins = [next(index for index, fact in enumerate(facts) if fact) for facts in found.values()]
    return {name: facts[begin:] for name, begin, facts in zip(names, begins, found.values(), strict=True)}


def _cells(
    scene: Scene, name: str, facts: Ages, heads: Sequence[str], manner: Manner
) -> tuple[Item | None, ...]:
    cells = [
        item_of(scene, fact, f"{name}, {head}", manner) for head, fact in zip(heads, facts, strict=False)
    ]
    return (*cells, *[None] * (len(heads) - len(cells)))


def _takeaway(scene: Scene, rows: Mapping[str, Ages], manner: Manner) -> str:
    """How the first and the last of the cohorts with two values went, from their first value to their latest."""
    known = {name: numbers_in(facts) for name, facts in rows.items()}
    names = [name for name, facts in known.items() if len(facts) > 1]
    told = []
    for name in dict.fromkeys((*names[:1], *names[-1:])):
        first, last = known[name][0], known[name][-1]
        earlier, later = levels([first, last])
        way = ("same", "rose", "fell")[(later > earlier) - (later < earlier)]
        said = {"before": scene.said(first, manner.in_full()), "after": scene.said(last, manner.in_full())}
        told.append(scene.words.slope[way].format(name=name, **said))
    return "; ".join(told) or scene.words.ranked
