"""Several series upon one another or side by side: their facts as parts, their words, their table."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from reportgen.charts.kind import Drawing, Scene, label_of, measure_line, noun_of
from reportgen.charts.parts.annotations import Annotatable, annotated
from reportgen.charts.parts.description import course, values, values_sentence
from reportgen.charts.parts.groups import group_chart
from reportgen.charts.parts.items import Item
from reportgen.charts.parts.labels import prioritised
from reportgen.charts.parts.lines import Course
from reportgen.charts.parts.looks import Role
from reportgen.charts.parts.manner import Manner, check_one_axis
from reportgen.charts.parts.moments import drawn
from reportgen.charts.parts.pointers import Pointers
from reportgen.charts.parts.ranking import Names, common_measure
from reportgen.charts.parts.room import Room
from reportgen.charts.parts.series import item_of, required, series_table
from reportgen.charts.parts.stacks import Stack, role_of, stack_chart
from reportgen.charts.parts.wholes import MOST_PARTS, Facts, check_above_zero, check_addable, whole_of
from reportgen.errors import FormulaError
from reportgen.model import Fact
from reportgen.periods import Period

MOST_SIDE_BY_SIDE = 4


@dataclass(frozen=True)
class Asked:
    """What an exhibit of several series is to show."""

    series: tuple[str, ...]
    periods: int
    layout: str  # "grouped", "stacked" or "100"
    kind: str  # whose lead opens the alternative text
    total: str = ""
    rest: str = ""
    labels: Names | None = None


@dataclass(frozen=True)
class _Parts:
    names: tuple[str, ...]
    facts: tuple[Facts, ...]
    totals: Facts = ()
    has_rest: bool = False
    gathered: tuple[str, ...] = ()


def several(scene: Scene, asked: Asked, options: Annotatable) -> Drawing:
    """The exhibit of several series. Raises FormulaError for what is no part, or cannot stand side by side."""
    given = scene.last(asked.periods)
    facts = [scene.series(expression, given) for expression in asked.series]
    latest = [required(row, expression) for row, expression in zip(facts, asked.series, strict=True)]
    check_one_axis(fact for row in facts for fact in row)
    _check(scene, asked, facts)
    parts, periods = _parts(scene, asked, given, facts, latest)
    hundred = asked.layout == "100"
    manner = scene.manner(
        [*(fact for row in parts.facts for fact in row), *(() if hundred else parts.totals)]
    )
    total = [] if hundred or not parts.totals else [(label_of(scene.fact(asked.total)), parts.totals, manner)]
    rows = [(name, row, manner) for name, row in zip(parts.names, parts.facts, strict=True)]
    told = [course(scene, name, row, periods, manner) for name, row, _ in (total or rows)]
    notes = annotated(options, scene, periods, [fact for row in parts.facts for fact in row], manner)
    short = [period.short for period in periods]
    listed = "; ".join(f"{name}: {values(scene, short, row, manner)}" for name, row, _ in (*rows, *total))
    gathered = scene.words.gathered.format(name=parts.names[-1], parts=scene.words.listed(parts.gathered))
    return Drawing(
        measure=measure_line(_title(scene, asked, latest), manner.unit, noun_of(scene.period, *latest)),
        table=series_table(scene, periods, [*total, *rows]),
        lead=scene.words.leads[asked.kind].format(takeaway="; ".join(told)),
        values=" ".join((values_sentence(scene, listed, manner), *([gathered] if parts.gathered else []))),
        chart=_charting(scene, asked, parts, periods, manner, notes),
    )


def _check(scene: Scene, asked: Asked, facts: Sequence[Sequence[Fact | None]]) -> None:
    most = MOST_SIDE_BY_SIDE if asked.layout == "grouped" else MOST_PARTS
    if len(facts) > most and not (asked.total and asked.layout != "grouped"):
        instead = (
            "multiples"
            if asked.layout == "grouped"
            else "give their 'total', so that the smallest are gathered"
        )
        raise FormulaError(f"{len(facts)} series; at most {most} can be told apart: {instead}")
    if asked.layout != "grouped":
        check_addable(scene, asked.series, facts)
    if asked.layout == "100" and not asked.total:
        raise FormulaError("shares need 'total', the figure that the series are parts of")
    if asked.kind == "area":
        check_above_zero(facts)


def _parts(
    scene: Scene, asked: Asked, given: tuple[Period, ...], facts: Sequence[Facts], latest: Sequence[Fact]
) -> tuple[_Parts, tuple[Period, ...]]:
    """Names and facts of what is drawn, the rest with it where a total is given; and the periods they are of."""
    labels = asked.labels or {}
    if not asked.total or asked.layout == "grouped":
        own = {index: labels[one] for index, one in enumerate(asked.series) if one in labels}
        return _Parts(scene.names(latest, own), tuple(facts)), drawn(given, *facts)
    scene.series(asked.total, given)  # notes what is missing
    moments = [partial(scene.ref, period=period) for period in given]
    whole = whole_of(scene, asked.series, asked.total, moments, rest=asked.rest, labels=labels, lenient=True)
    shown = whole.shares if asked.layout == "100" else whole.levels
    return _Parts(whole.names, shown, whole.totals, whole.has_rest, whole.gathered), given


def _title(scene: Scene, asked: Asked, latest: Sequence[Fact]) -> str:
    if not asked.total or asked.layout == "grouped":
        return common_measure(scene, latest)
    total = label_of(scene.fact(asked.total))
    return scene.words.share_of_total.format(label=total) if asked.layout == "100" else total


def _charting(
    scene: Scene, asked: Asked, parts: _Parts, periods: tuple[Period, ...], manner: Manner, notes: Pointers
) -> Callable[[Room], Any]:
    last = len(parts.names) - 1
    courses = tuple(
        Course(name, role, tuple(_items(scene, periods, row, manner, role)))
        for index, (name, row) in enumerate(zip(parts.names, parts.facts, strict=True))
        for role in [role_of(index, is_rest=parts.has_rest and index == last)]
    )
    style = scene.ledger.style
    if asked.layout == "grouped":
        return lambda room: group_chart(room, periods, courses, manner, style, notes)
    totals = () if asked.layout == "100" else tuple(_items(scene, periods, parts.totals, manner, "text"))
    whole, areas = asked.layout == "100", asked.kind == "area"
    stack = Stack(courses[::-1] if whole else courses, periods, manner, whole, areas, totals, notes)
    return lambda room: stack_chart(room, stack, style)


def _items(
    scene: Scene, periods: Sequence[Period], facts: Sequence[Fact | None], manner: Manner, role: Role
) -> list[Item]:
    """The marks of a series; a forecast is drawn as one, and a rest below nothing as none."""
    items = [
        item_of(scene, fact, period.short, manner, subject=role == "subject",
                role=role if fact is None or fact.scenario.look == "prior" else None)
        for period, fact in zip(periods, facts, strict=bool(facts))
    ]  # fmt: skip
    return prioritised([_above(item) if role == "other" else item for item in items])


def _above(item: Item) -> Item:
    return item if item.value is None else replace(item, value=max(0.0, item.value))
