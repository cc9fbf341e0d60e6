"""Several series upon one another or side by side: their facts as parts, their words, their table."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from pydantic import Field, model_validator

from reportgen.charts.kind import Drawing, Scene, ends_of, is_open, label_of, measure_line, noun_of
from reportgen.charts.parts.annotations import Annotatable, annotated
from reportgen.charts.parts.courses import Course
from reportgen.charts.parts.description import course, drawn, values, values_sentence
from reportgen.charts.parts.groups import group_chart
from reportgen.charts.parts.items import Item, prioritised
from reportgen.charts.parts.looks import EXPECTED, Role
from reportgen.charts.parts.manner import Manner, check_one_axis
from reportgen.charts.parts.outliers import broken, check_heights, lowered, shortened
from reportgen.charts.parts.pointers import Pointers
from reportgen.charts.parts.ranking import Expressions, Names, common_measure
from reportgen.charts.parts.room import Room
from reportgen.charts.parts.series import Outlook, item_of, required, series_table
from reportgen.charts.parts.stacks import Stack, role_of, stack_chart
from reportgen.charts.parts.wholes import (
    MOST_PARTS,
    Facts,
    check_above_zero,
    check_addable,
    check_whole,
    unaddable,
    whole_of,
)
from reportgen.errors import FormulaError
from reportgen.model import Fact
from reportgen.periods import Period

MOST_SIDE_BY_SIDE = 4
MOST_COLUMNS = 96  # thinner than two pixels at half width


class Parted(Annotatable, Outlook):
    """The options of a kind that draws one series, or several of them as parts of something."""

    series: Expressions = Field(min_length=1, max_length=20)
    periods: int  # how many, up to the brief's
    total: str = ""  # what they are parts of: what is left of it is drawn too
    rest: str = ""  # "Other" by default
    labels: Names = Field(default={})

    @model_validator(mode="after")
    def _rest_of_a_total(self) -> Parted:
        if self.rest and not self.total:
            raise ValueError("'rest' names what the series leave of their 'total', and there is none")
        return self

    @property
    def is_several(self) -> bool:
        return len(self.series) > 1 or bool(self.total)


@dataclass(frozen=True)
class Asked:
    """How an exhibit of several series is to show them."""

    options: Parted
    layout: str  # "grouped", "stacked" or "100"
    kind: str  # whose lead opens the alternative text

    @property
    def parts_of(self) -> str:
        """The total that they are drawn as parts of; nothing where they stand side by side."""
        return "" if self.layout == "grouped" else self.options.total


@dataclass(frozen=True)
class _Parts:
    names: tuple[str, ...]
    facts: tuple[Facts, ...]
    totals: Facts = ()
    has_rest: bool = False
    gathered: tuple[str, ...] = ()


def several(scene: Scene, options: Parted, layout: str, kind: str) -> Drawing:
    """The exhibit of several series. Raises FormulaError for what is no part, or cannot stand side by side.

    Args:
        scene: the exhibit's.
        options: what it is to show.
        layout: "grouped", "stacked" or "100".
        kind: whose lead opens the alternative text.
    """
    asked, ahead = Asked(options, layout, kind), options.ahead
    given = options.periods_of(scene, options.periods)
    facts = [options.series_of(scene, expression, given) for expression in options.series]
    known = [row[: len(row) - ahead] for row in facts]
    latest = [required(row, expression) for row, expression in zip(known, options.series, strict=True)]
    check_one_axis(fact for row in facts for fact in row)
    _check(scene, asked, facts)
    parts, periods = _parts(scene, asked, given, facts, latest)
    every = [fact for row in parts.facts for fact in row]
    manner = scene.manner([*every, *(() if layout == "100" else parts.totals)])
    total = (
        [(label_of(scene.fact(options.total)), parts.totals, manner)]
        if parts.totals and layout != "100"
        else []
    )
    rows = [(name, row, manner) for name, row in zip(parts.names, parts.facts, strict=True)]
    told = [
        course(scene, name, row[: len(row) - ahead], periods[: len(row) - ahead], manner)
        for name, row, _ in (total or rows)
    ]
    notes = annotated(options, scene, periods, every, manner)
    courses = _courses(scene, asked, parts, periods, manner)
    cut = shortened((item for course in courses for item in course.items), scene.words)
    short = options.named(periods, facts[0])
    listed = "; ".join(f"{name}: {values(scene, short, row, manner)}" for name, row, _ in (*rows, *total))
    gathered = scene.words.gathered.format(name=parts.names[-1], parts=scene.words.listed(parts.gathered))
    return Drawing(
        measure=measure_line(_title(scene, asked, latest), manner.unit, noun_of(scene.period, *latest)),
        table=series_table(scene, periods, [*total, *rows], short),
        lead=scene.words.leads[asked.kind].format(takeaway="; ".join(told)),
        values=" ".join(
            filter(None, (values_sentence(scene, listed, manner), gathered if parts.gathered else "", cut))
        ),
        chart=_charting(scene, asked, courses, parts.totals, periods, manner, notes),
    )


def _check(scene: Scene, asked: Asked, facts: Sequence[Facts]) -> None:
    most = MOST_SIDE_BY_SIDE if asked.layout == "grouped" else MOST_PARTS
    if len(facts) > most and not asked.parts_of:
        instead = (
            "multiples"
            if asked.layout == "grouped"
            else "give their 'total', so that the smallest are gathered"
        )
        raise FormulaError(f"{len(facts)} series; at most {most} can be told apart: {instead}")
    columns = len(facts) * len(facts[0])
    if asked.layout == "grouped" and columns > MOST_COLUMNS:
        raise FormulaError(
            f"{columns} columns side by side; at most {MOST_COLUMNS} can be told apart: draw lines, "
            "multiples, or fewer periods"
        )
    if asked.layout != "grouped":
        check_addable(scene, asked.options.series, facts, asked.parts_of)
        _check_numbers(fact for row in facts for fact in row)
    if asked.layout == "100" and not asked.options.total:
        raise FormulaError("shares need 'total', the figure that the series are parts of")
    if asked.kind == "area":
        check_above_zero(facts)


def _check_numbers(facts: Iterable[Fact | None]) -> None:
    """What others stand upon has one height. Raises FormulaError for ranges and bounds."""
    for fact in facts:
        if fact and not fact.quantity.state and (ends_of(fact) or is_open(fact)):
            raise FormulaError(
                f"'{fact.id}' is {fact.quantity}: nothing can be stacked upon a range; give it as a number, or draw "
                "lines, or columns side by side ('layout: grouped')"
            )


def _parts(
    scene: Scene, asked: Asked, given: tuple[Period, ...], facts: Sequence[Facts], latest: Sequence[Fact]
) -> tuple[_Parts, tuple[Period, ...]]:
    """Names and facts of what is drawn, the rest with it where a total is given; and the periods they are of."""
    options = asked.options
    if not asked.parts_of:
        own = {
            index: options.labels[one] for index, one in enumerate(options.series) if one in options.labels
        }
        return _Parts(scene.names(latest, own), tuple(facts)), drawn(given, *facts)
    totals = options.series_of(scene, options.total, given)  # notes what is missing
    _check_numbers(totals)
    moments = [
        partial(options.ref_of, scene, period=period, ahead=at >= len(given) - options.ahead)
        for at, period in enumerate(given)
    ]
    whole = whole_of(
        scene,
        options.series,
        options.total,
        moments,
        rest=options.rest,
        labels=options.labels,
        lenient=True,
        in_levels=asked.layout != "100",
    )
    if alien := unaddable(facts):
        check_whole(whole, options.total, alien)
    shown = whole.shares if asked.layout == "100" else whole.levels
    return _Parts(whole.names, shown, whole.totals, whole.has_rest, whole.gathered), given


def _title(scene: Scene, asked: Asked, latest: Sequence[Fact]) -> str:
    if not asked.parts_of:
        return common_measure(scene, latest)
    total = label_of(scene.fact(asked.parts_of))
    return scene.words.share_of_total.format(label=total) if asked.layout == "100" else total


def _courses(
    scene: Scene, asked: Asked, parts: _Parts, periods: tuple[Period, ...], manner: Manner
) -> tuple[Course, ...]:
    """The series as they are drawn; columns that would flatten the others are broken."""
    last = len(parts.names) - 1
    roles = [role_of(index, is_rest=parts.has_rest and index == last) for index in range(len(parts.names))]
    drawn_as = [
        _items(scene, periods, row, manner, role, asked.options.ahead)
        for row, role in zip(parts.facts, roles, strict=True)
    ]
    if asked.kind == "area" and asked.layout != "100":
        check_heights(scene, lowered(drawn_as), "area")
    elif asked.layout != "100":
        drawn_as = broken(drawn_as) if asked.layout == "grouped" else lowered(drawn_as)
    return tuple(
        Course(name, role, tuple(items))
        for name, role, items in zip(parts.names, roles, drawn_as, strict=True)
    )


def _charting(
    scene: Scene,
    asked: Asked,
    courses: tuple[Course, ...],
    totals: Facts,
    periods: tuple[Period, ...],
    manner: Manner,
    notes: Pointers,
) -> Callable[[Room], Any]:
    if asked.layout == "grouped":
        return lambda room: group_chart(room, periods, courses, manner, notes)
    whole, areas = asked.layout == "100", asked.kind == "area"
    tops = () if whole else tuple(_items(scene, periods, totals, manner, "text", 0))
    stack = Stack(courses[::-1] if whole else courses, periods, manner, whole, areas, tops, notes)
    return lambda room: stack_chart(room, stack)


def _items(
    scene: Scene, periods: Sequence[Period], facts: Facts, manner: Manner, role: Role, ahead: int
) -> list[Item]:
    """The marks of a series; a forecast is drawn as one of it, and a rest below nothing as none."""
    items = [
        item_of(
            scene, fact, period.short, manner, role=_look(fact, role, expected=at >= len(periods) - ahead)
        )
        for at, (period, fact) in enumerate(zip(periods, facts, strict=bool(facts)))
    ]
    return prioritised([_above(item) if role == "other" else item for item in items])


def _look(fact: Fact | None, role: Role, *, expected: bool) -> Role | None:
    """The role of a series, and of what is expected of it; a plan has its own."""
    look = fact.scenario.look if fact else "prior"
    if expected or look == "forecast":
        return EXPECTED.get(role, role)
    return role if look == "prior" else None


def _above(item: Item) -> Item:
    return item if item.value is None else replace(item, value=max(0.0, item.value))
