"""Interval: values with the range that the rounding of their inputs allows, or that a source gives."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import altair as alt
from pydantic import Field, model_validator

from reportgen.charts.kind import Drawing, Scene, ends_of, look_of, measure_line, value_of
from reportgen.charts.parts.axes import ValueAxis
from reportgen.charts.parts.description import values_sentence
from reportgen.charts.parts.field import field
from reportgen.charts.parts.items import NEVER, Item, Row, extents, label_layer
from reportgen.charts.parts.looks import dots, fills
from reportgen.charts.parts.manner import Manner, check_one_axis, numbers_in
from reportgen.charts.parts.names import names_of
from reportgen.charts.parts.ranking import Compared, Expressions, common_measure
from reportgen.charts.parts.room import LABEL_GAP, TOLD, Room, across
from reportgen.errors import FormulaError
from reportgen.figures.digits import said
from reportgen.figures.wording import Option
from reportgen.language import Charts
from reportgen.model import Cell, Fact, Table
from reportgen.units import Unit

BAR, DOT = 9.0, 22.0  # px of an interval's bar, px² of the value's dot
APART = 0.3  # the ends differ by at least two of the last digit
LABELS_SHARE = 0.3  # of the width, at most, for intervals in words; beyond it values alone


class Options(Compared):
    """``{items: [a, b], highlight: a}``, the last one by default, or ``{series: margin, periods: 4}``."""

    items: Expressions = Field(default=(), max_length=40)
    series: str = ""
    periods: int = Field(default=4, ge=2, le=40)

    @model_validator(mode="after")
    def _has_either(self) -> Options:
        if bool(self.items) == bool(self.series):
            raise ValueError("expected either 'items' or 'series'")
        other = ("highlight", "labels") if self.series else ("periods",)
        for name in other:
            if name in self.model_fields_set:
                raise ValueError(f"'{name}' goes with '{'items' if self.series else 'series'}'; leave it out")
        return self


@dataclass(frozen=True, slots=True)
class Whisker:
    """A value with its interval, the interval in words, and which of its two ends are open."""

    item: Item
    words: str
    open: tuple[bool, bool]


def draw(options: Options, scene: Scene) -> Drawing:
    """A row an item: a dot at the value, a bar over its interval, the interval in digits at the right."""
    facts = _facts(options, scene)
    given = {i: options.labels[item] for i, item in enumerate(options.items) if item in options.labels}
    check_one_axis(facts)
    names, manner, words = scene.names(facts, given), scene.manner(facts), scene.words
    subjects = options.highlight or options.items[-1:]
    marked = [item in subjects for item in options.items] or [fact is facts[-1] for fact in facts]
    whiskers = [
        _whisker(scene, fact, name, manner, subject=subject)
        for fact, name, subject in zip(facts, names, marked, strict=True)
    ]
    title = common_measure(scene, facts) or words.value
    listed = "; ".join(_told(scene, name, fact, manner) for name, fact in zip(names, facts, strict=True))
    return Drawing(
        measure=measure_line(title, manner.unit, _what_intervals_are(facts, words)),
        table=_table(scene, names, facts, manner, title),
        lead=words.leads["interval"].format(takeaway=_takeaway(names, facts, words)),
        values=values_sentence(scene, listed, manner),
        chart=lambda room: chart(room, whiskers, manner),
    )


def _told(scene: Scene, name: str, fact: Fact, manner: Manner) -> str:
    """A value and its interval in the alternative text; a range is said once."""
    value = f"{name} {scene.said(fact, manner)}"
    return value if ends_of(fact) else f"{value}, {_ends(scene, fact, manner)}"


def _table(scene: Scene, names: Sequence[str], facts: Sequence[Fact], manner: Manner, title: str) -> Table:
    """The values and their intervals, in a column of their own unless all values are ranges."""
    columns = [(title, [scene.cell(fact, manner) for fact in facts])]
    if not all(ends_of(fact) for fact in facts):
        ends = [Cell(_ends(scene, fact, manner), is_number=True) for fact in facts]
        columns.append((scene.words.interval, ends))
    heads, cells = zip(*columns, strict=True)
    rows = ((Cell(name), *row) for name, *row in zip(names, *cells, strict=True))
    return Table(("", *(measure_line(head, manner.unit) for head in heads)), tuple(rows))


def _ends(scene: Scene, fact: Fact, manner: Manner) -> str:
    """The interval in digits: a figure of its own wherever it is said."""
    return scene.say(fact, "between", **_as(fact, manner))


def _as(fact: Fact, manner: Manner) -> Mapping[str, Option]:
    """How an interval is said: in the unit that the measure line names, where that names one."""
    if not manner.unit or manner.axis is None:
        return {"decimals": _decimals(fact, said(fact).unit)}
    scale = manner.options.get("scale", "")
    return {"decimals": _decimals(fact, manner.axis), "scale": scale, "unit": False}


def chart(room: Room, whiskers: Sequence[Whisker], manner: Manner) -> Any:  # noqa: ANN401 - Altair's
    """Bars over the intervals and dots on them; an open end is hatched to the edge."""
    items = [whisker.item for whisker in whiskers]
    names = names_of(items, room)
    said_at = [whisker.words for whisker in whiskers]
    if room.widest(said_at, bold=True) > room.width * LABELS_SHARE:
        said_at = [item.label for item in items]
    right = room.widest(said_at, bold=True) + LABEL_GAP * 3
    rows = field(names, extents(items), manner, right=right)
    base = rows.base([item.row(row=at, label=said_at[at]) for at, item in enumerate(items)])
    spans = base.transform_calculate(role="datum.role == 'subject' ? 'implied' : 'other'")
    beyond = rows.base([row for at, one in enumerate(whiskers) for row in _beyond(one, at, rows.axis)])
    return rows.chart(
        spans.mark_bar(size=BAR).encode(x=rows.x("low"), x2=alt.X2("high"), **fills(room.theme), **TOLD),
        beyond.mark_bar(size=BAR).encode(x=rows.x("low"), x2=alt.X2("high"), **fills(room.theme)),
        base.mark_circle(size=DOT, opacity=1).encode(x=rows.x(), **dots(room.theme), **TOLD),
        label_layer(base, room, align="right", baseline="middle").encode(x=across(rows.width + right)),
    )


def _whisker(scene: Scene, fact: Fact, name: str, manner: Manner, *, subject: bool) -> Whisker:
    span, value = fact.quantity.interval, value_of(fact)
    low, high = (float(end) if end.is_finite() else value for end in (span.low, span.high))
    words = scene.label(fact, "between", **_as(fact, manner))
    label, role = scene.labelled(fact, manner), look_of(fact, subject=subject, otherwise="actual")
    item = Item(name, value, label, role, ends=(low, high), fact=scene.key_of(fact), priority=NEVER)
    return Whisker(item, words, (span.low.is_infinite(), span.high.is_infinite()))


def _beyond(whisker: Whisker, at: int, axis: ValueAxis) -> Iterator[Row]:
    """What lies beyond an open end: nobody knows how far it goes."""
    role = "forecast subject" if whisker.item.is_subject else "forecast"
    low, high = whisker.item.extent[1:]
    for is_open, ends in zip(whisker.open, ((axis.low, low), (high, axis.high)), strict=True):
        if is_open:
            yield {"row": at, "low": ends[0], "high": ends[1], "role": role}


def _facts(options: Options, scene: Scene) -> list[Fact]:
    """What is drawn, a row each. Raises FormulaError where there is nothing to draw."""
    if options.items:
        asked = [(item, scene.fact(item)) for item in options.items]
        for item, fact in asked:
            if fact.quantity.state:
                raise FormulaError(f"'{item}' is {fact.quantity.state}; an interval needs a number")
        return [fact for _, fact in asked]
    series = scene.series(options.series, scene.last(options.periods))
    facts = numbers_in(series)
    if not facts:
        raise FormulaError(f"'{options.series}' has no value in any of the periods; an interval needs one")
    return facts


def _what_intervals_are(facts: Sequence[Fact], words: Charts) -> str:
    """What the bars show: ranges as sources give them, or what rounding leaves open."""
    given = {fact.quantity.is_range for fact in facts}
    if given == {True}:
        return words.whiskers["given"]
    return words.whiskers["both" if True in given else "rounding"]


def _decimals(fact: Fact, unit: Unit) -> int | None:
    """As many as keep the ends of the interval apart; those of its source for a range."""
    if fact.quantity.is_range:
        return None
    width = float(fact.quantity.interval.width / unit.factor)
    return max(0, math.ceil(APART - math.log10(width))) if 0 < width < math.inf else 1


def _takeaway(names: Sequence[str], facts: Sequence[Fact], words: Charts) -> str:
    ends = {"first": names[0], "last": names[-1]}
    first, last = facts[0].quantity.interval, facts[-1].quantity.interval
    if len(facts) == 1:
        return f"{names[0]} {_what_intervals_are(facts, words)}"
    if any(fact.quantity.is_range for fact in (facts[0], facts[-1])):
        apart = "above" if last.low > first.high else "below" if last.high < first.low else ""
        return words.apart.format(side=words.sides[apart], **ends) if apart else words.overlap.format(**ends)
    if first.overlaps(last):
        return words.not_apart.format(**ends)
    side = words.sides["above" if last.low > first.high else "below"]
    return words.apart_within_rounding.format(side=side, **ends)
