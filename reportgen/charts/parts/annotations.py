"""Annotations: what an author points at in a chart over time; events, notes at points, references and bands.

A kind takes them with ``class Options(Annotatable)``, says them in ``draw`` (``notes = annotated(options, scene,
periods, manner)``), and draws them around its own layers: ``notes.around(layers, frame, rows)``.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Annotated

from pydantic import BeforeValidator, Field

from reportgen.calendars import PeriodName
from reportgen.charts.kind import Scene, value_of
from reportgen.charts.parts.manner import Manner, check_one_axis, numbers_in
from reportgen.charts.parts.pointers import Level, Pointers, Remark
from reportgen.errors import FormulaError
from reportgen.model import Fact
from reportgen.periods import Period
from reportgen.setting import Setting, Text

MOST = 8  # of each
When = Annotated[PeriodName, BeforeValidator(str)]


def _number_or_expression(value: object) -> object:
    """A number as such, however YAML gives it; anything else is an expression."""
    try:
        return float(value) if isinstance(value, str | int | float) else value
    except ValueError:
        return value


# In the unit of the exhibit, or of a fact.
Value = Annotated[float | str, BeforeValidator(_number_or_expression)]


def _listed(value: object) -> object:
    """A single one where a list may stand."""
    return [value] if isinstance(value, dict) else value


class Event(Setting):
    """``{date: 2025-03-11, text: "Price cut"}``; a period is shaded."""

    date: When
    text: Text  # a template


class Reference(Setting):
    """``{value: cloud_margin.year_ago, text: "A year ago"}``."""

    value: Value
    text: Text  # a template


class Band(Setting):
    """``{low: 18, high: 20, text: "Medium-term target"}``."""

    low: Value
    high: Value
    text: Text  # a template


class Note(Setting):
    """``{period: FY2026-Q1, text: "Includes a refund"}``."""

    period: When
    text: Text  # a template


class Annotatable(Setting):
    """The options that all kinds with an axis of time share."""

    events: Annotated[tuple[Event, ...], BeforeValidator(_listed)] = Field(default=(), max_length=MOST)
    reference: Annotated[tuple[Reference, ...], BeforeValidator(_listed)] = Field(default=(), max_length=MOST)
    band: Annotated[tuple[Band, ...], BeforeValidator(_listed)] = Field(default=(), max_length=MOST)
    note_at: Annotated[tuple[Note, ...], BeforeValidator(_listed)] = Field(default=(), max_length=MOST)


def annotated(
    options: Annotatable,
    scene: Scene,
    periods: Sequence[Period],
    facts: Iterable[Fact | None],
    manner: Manner,
) -> Pointers:
    """What an author points at, said: its words, with their figures, also stand in the alternative text and the table.

    Raises:
        FormulaError: an event lies outside of the periods shown, or a reference is of another dimension.
    """
    known = numbers_in(facts)[:1]
    remarks = [
        *(
            _remark(scene, periods, one.date, ("events", at), one.text)
            for at, one in enumerate(options.events)
        ),
        *(
            _remark(scene, periods, one.period, ("note_at", at), one.text)
            for at, one in enumerate(options.note_at)
        ),
    ]
    levels_asked: list[tuple[tuple[str, int], tuple[Value, ...], str]] = [
        *((("reference", at), (one.value,), one.text) for at, one in enumerate(options.reference)),
        *((("band", at), (one.low, one.high), one.text) for at, one in enumerate(options.band)),
    ]
    levels = [_level(scene, known, manner, *one) for one in levels_asked]
    return Pointers(tuple(remarks), tuple(levels))


def _remark(
    scene: Scene, periods: Sequence[Period], when: str, keys: tuple[str, int], template: str
) -> Remark:
    period = period_named(scene, keys[0], when)
    first, last = periods[0].start, periods[-1].end
    if period.start > last or period.end < first or (keys[0] == "note_at" and period not in periods):
        raise FormulaError(
            f"'{keys[0]}' names {period}, which is not among the periods shown, {periods[0]} to {periods[-1]}"
        )
    words = scene.write_at(template, *keys, "text")
    day = period.frequency == "day"
    scene.remarks.append(scene.words.remark.format(text=words, when=period.long if day else period.short))
    shaded = keys[0] == "events" and not day
    return Remark(
        period, scene.ledger.plain(words), shaded=shaded, at=period if keys[0] == "note_at" else None
    )


def period_named(scene: Scene, option: str, when: str) -> Period:
    """A day or a period as the brief counts it. Raises FormulaError."""
    try:
        return scene.book.brief.period_of(when)
    except ValueError as problem:
        raise FormulaError(f"'{option}': {problem}") from None


def _level(
    scene: Scene, beside: Sequence[Fact], manner: Manner, keys: tuple[str, int], values: Sequence[Value], template: str
) -> Level:  # fmt: skip
    words = scene.write_at(template, *keys, "text")
    facts = [scene.fact(value) for value in values if isinstance(value, str)]
    check_one_axis([*beside, *facts])
    said = [scene.said(fact, manner) for fact in facts]
    scene.remarks.append(
        scene.words.level.format(text=words, value=scene.words.to.join(said)) if said else words
    )
    factor = float(manner.axis.factor) if manner.axis else 1.0
    ends = sorted(_number(scene, value) if isinstance(value, str) else value * factor for value in values)
    label = scene.words.to.join(scene.labelled(fact, manner) for fact in facts)
    return Level(ends[0], ends[-1], scene.ledger.plain(words), label, scene.key_of(facts[0]) if facts else "")


def _number(scene: Scene, expression: str) -> float:
    fact: Fact = scene.fact(expression)
    if fact.quantity.state:
        raise FormulaError(f"'{expression}' has no value; a reference needs one")
    return value_of(fact)
