"""Cohorts: how many of those who came together are still there after one period, two, three; a triangle."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Annotated

from pydantic import BeforeValidator, Field

from reportgen.charts.kind import Drawing, Scene, measure_line
from reportgen.charts.parts.description import values, values_sentence
from reportgen.charts.parts.grid import Grid, grid_chart, grid_table
from reportgen.charts.parts.items import Item
from reportgen.charts.parts.manner import Manner, check_one_axis
from reportgen.charts.parts.ranking import Names, common_measure, named, one_or_more
from reportgen.charts.parts.series import item_of, required
from reportgen.charts.parts.shades import shades
from reportgen.model import Fact
from reportgen.settings import Setting

Ages = Sequence[Fact | None]


class Options(Setting):
    """``{items: [kept.of("Jan"), kept.of("Feb"), kept.of("Mar")], periods: 12, first: 0}``."""

    items: Annotated[tuple[str, ...], BeforeValidator(one_or_more)] = Field(min_length=2, max_length=40)
    periods: int = Field(
        default=12, ge=2, le=60
    )  # up to the brief's; each cohort begins with its first value
    first: int = Field(default=0, ge=0, le=1)  # the age of a cohort in the period of its first value
    highlight: Annotated[tuple[str, ...], BeforeValidator(one_or_more)] = ()
    labels: Names = Field(default={})


def draw(options: Options, scene: Scene) -> Drawing:
    """A row a cohort, aligned by its age; a value that is missing in between says so, later ones are not yet."""
    periods = scene.last(options.periods)
    found = {key: scene.series(key, periods) for key in options.items}
    latest = {key: required(facts, key) for key, facts in found.items()}
    check_one_axis(fact for facts in found.values() for fact in facts)
    manner = scene.manner(fact for facts in found.values() for fact in facts)
    names = named(scene, latest, options.labels)
    rows = {name: _aged(facts) for name, facts in zip(names, found.values(), strict=True)}
    heads = tuple(str(options.first + age) for age in range(max(map(len, rows.values()))))
    cells = tuple(_cells(scene, name, facts, heads, manner) for name, facts in rows.items())
    bold = frozenset(index for index, key in enumerate(options.items) if key in options.highlight)
    grid = Grid(tuple(rows), heads, cells, bold=bold)
    known = [item.value for item in grid.items if item.value is not None]
    steps = shades(known, "neutral", manner, scene.ledger.style)
    listed = [f"{name}: {values(scene, heads[: len(facts)], facts, manner)}" for name, facts in rows.items()]
    ages = scene.words.by_age.format(periods=scene.period.nouns)
    return Drawing(
        measure=measure_line(common_measure(list(latest.values())), manner.unit, ages),
        table=grid_table(scene, heads, rows, manner),
        lead=scene.words.leads["cohort"].format(takeaway=_takeaway(scene, rows, options.first, manner)),
        values=values_sentence(scene, "; ".join(listed), manner),
        chart=lambda room: grid_chart(room, grid, steps),
    )


def _aged(facts: Ages) -> Ages:
    """The facts of a cohort from its first one on."""
    begin = next(index for index, fact in enumerate(facts) if fact)
    return facts[begin:]


def _cells(
    scene: Scene, name: str, facts: Ages, heads: Sequence[str], manner: Manner
) -> tuple[Item | None, ...]:
    cells = [
        item_of(scene, fact, f"{name}, {head}", manner) for head, fact in zip(heads, facts, strict=False)
    ]
    return (*cells, *[None] * (len(heads) - len(cells)))


def _takeaway(scene: Scene, rows: Mapping[str, Ages], first: int, manner: Manner) -> str:
    """The first and the last of the cohorts at the greatest age that half of them have reached."""
    lengths = sorted(map(len, rows.values()), reverse=True)
    age = lengths[max(1, (len(lengths) - 1) // 2)] - 1
    known = [(name, facts[age]) for name, facts in rows.items() if len(facts) > age and facts[age]]
    told = [
        scene.words.was.format(title=name, value=scene.said(fact, manner.in_full())) for name, fact in known
    ]
    return scene.words.at_age.format(age=first + age, values="; ".join(dict.fromkeys((told[0], told[-1]))))
