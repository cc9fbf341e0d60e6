"""Interval: values with the range that the rounding of their inputs allows, as dot and whisker."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated

from pydantic import BeforeValidator, Field, model_validator

from reportgen.charts.bars import common_measure
from reportgen.charts.canvas import Canvas
from reportgen.charts.columns import NARROW
from reportgen.charts.kind import Drawing, Scene, measure_line, value_of
from reportgen.charts.lettering import BOLD, widest, wrapped
from reportgen.charts.line import one_or_more
from reportgen.charts.manner import Manner, check_one_axis
from reportgen.charts.panel import LABEL_GAP
from reportgen.charts.scale import Scale
from reportgen.errors import FormulaError
from reportgen.figures.digits import said
from reportgen.language import Charts
from reportgen.model import Cell, Fact, Table
from reportgen.setting import Setting

ROW, CAP, DOT = 30.0, 5.0, 4.0
NAMES_SHARE = {"wide": 0.3, "half": 0.34}
SPARE = 0.35  # of the widest interval, left free at both sides
ARROW = 4.0
APART = 0.3  # the ends differ by at least two of the last digit


class Options(Setting):
    """``{items: [margin.year_ago, margin], highlight: margin}`` or ``{series: margin, periods: 4}``."""

    items: Annotated[tuple[str, ...], BeforeValidator(one_or_more)] = Field(default=(), max_length=12)
    series: str = Field(
        default="",
    )
    periods: int = Field(default=4, ge=2, le=12)
    highlight: Annotated[tuple[str, ...], BeforeValidator(one_or_more)] = Field(
        default=(),
    )  # the last item by default
    labels: Mapping[str, str] = {}

    @model_validator(mode="after")
    def _has_either(self) -> Options:
        if bool(self.items) == bool(self.series):
            raise ValueError("expected either 'items' or 'series'")
        return self


@dataclass(frozen=True)
class Whisker:
    """A value with its interval; an end of None is open."""

    name: str
    value: float
    low: float | None
    high: float | None
    label: str
    is_subject: bool


def draw(options: Options, scene: Scene) -> Drawing:
    """A row an item: a dot at the value, a whisker over its interval, the interval in digits at the right."""
    facts = _facts(options, scene)
    given = {i: options.labels[item] for i, item in enumerate(options.items) if item in options.labels}
    check_one_axis(facts)
    names = scene.names(facts, given)
    subjects = options.highlight or options.items[-1:]
    marked = [item in subjects for item in options.items] or [fact is facts[-1] for fact in facts]
    whiskers = [
        Whisker(
            name,
            value_of(fact),
            *_ends(fact),
            scene.label(fact, "between", decimals=_decimals(fact)),
            subject,
        )
        for name, fact, subject in zip(names, facts, marked, strict=True)
    ]

    def sketch(width: float) -> Canvas:
        return _sketched(scene, width, whiskers)

    manner = scene.manner(facts)
    words = scene.words
    title = common_measure(scene, facts) or words.value
    return Drawing(
        measure=measure_line(title, manner.unit, _what_intervals_are(facts, words)),
        table=_table(scene, names, facts, manner, title),
        lead=words.leads["interval"].format(takeaway=_takeaway(names, facts, words)),
        values=words.whisker.format(
            values="; ".join(
                f"{n} {scene.said(f, manner)}, {scene.say(f, 'between', decimals=_decimals(f))}"
                for n, f in zip(names, facts, strict=True)
            )
        ),
        sketch=sketch,
    )


def _facts(options: Options, scene: Scene) -> list[Fact]:
    """What is drawn, a row each. Raises FormulaError where there is nothing to draw."""
    if options.items:
        asked = [(item, scene.fact(item)) for item in options.items]
        for item, fact in asked:
            if fact.quantity.state:
                raise FormulaError(f"'{item}' is {fact.quantity.state}; an interval needs a number")
        return [fact for _, fact in asked]
    series = scene.series(options.series, scene.last(options.periods))
    facts = [fact for fact in series if fact and not fact.quantity.state]
    if not facts:
        raise FormulaError(f"'{options.series}' has no value in any of the periods; an interval needs one")
    return facts


def _ends(fact: Fact) -> tuple[float | None, float | None]:
    ends = fact.quantity.interval
    return (
        float(ends.low) if ends.low.is_finite() else None,
        float(ends.high) if ends.high.is_finite() else None,
    )


def _what_intervals_are(facts: Sequence[Fact], words: Charts) -> str:
    """What the whiskers show: ranges as sources give them, or what rounding leaves open."""
    given = {fact.quantity.is_range for fact in facts}
    if given == {True}:
        return words.whiskers["given"]
    return words.whiskers["both" if True in given else "rounding"]


def _decimals(fact: Fact) -> int | None:
    """As many as keep the ends of the interval apart; those of its source for a range."""
    if fact.quantity.is_range:
        return None
    width = float(fact.quantity.interval.width / said(fact).unit.factor)
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


def _table(scene: Scene, names: Sequence[str], facts: Sequence[Fact], manner: Manner, title: str) -> Table:
    rows = tuple(
        (
            Cell(name),
            scene.cell(fact, manner),
            Cell(scene.say(fact, "between", decimals=_decimals(fact)), is_number=True),
        )
        for name, fact in zip(names, facts, strict=True)
    )
    return Table(("", measure_line(title, manner.unit), scene.words.interval), rows)


def _sketched(scene: Scene, width: float, whiskers: Sequence[Whisker]) -> Canvas:
    canvas = Canvas(scene.theme, width, ROW * len(whiskers) + 4)
    share = NAMES_SHARE["half" if width < NARROW else "wide"]
    gutter = min(widest((w.name for w in whiskers), canvas.size, BOLD), width * share)
    labels = widest((w.label for w in whiskers), canvas.size, BOLD)
    scale = _scale(whiskers, gutter + LABEL_GAP * 3, width - labels - LABEL_GAP * 3)
    for index, whisker in enumerate(whiskers):
        middle = 2 + ROW * (index + 0.5)
        color = "accent" if whisker.is_subject else "strong"
        low = scale.start if whisker.low is None else scale(whisker.low)
        high = scale.end if whisker.high is None else scale(whisker.high)
        canvas.rule(scale.start, middle, scale.end, middle, "rule")
        canvas.rule(low, middle, high, middle, color, 2)
        _end(canvas, low, middle, color, open_to=-1 if whisker.low is None else 0)
        _end(canvas, high, middle, color, open_to=1 if whisker.high is None else 0)
        canvas.dot(scale(whisker.value), middle, color, DOT)
        bold, ink = whisker.is_subject, "accent" if whisker.is_subject else "ink"
        canvas.rows(0, middle, wrapped(whisker.name, gutter, canvas.size, BOLD), "ink", bold=bold)
        canvas.text(width, canvas.baseline(middle), whisker.label, ink, "right", bold=bold)
    return canvas


def _end(canvas: Canvas, x: float, y: float, color: str, *, open_to: int) -> None:
    """A cap at a known end, an arrow's head at an open one."""
    if not open_to:
        canvas.rule(x, y - CAP, x, y + CAP, color, 2)
        return
    for side in (-1, 1):
        canvas.rule(x, y, x - open_to * ARROW, y + side * ARROW, color, 2)


def _scale(whiskers: Sequence[Whisker], start: float, end: float) -> Scale:
    known = [v for w in whiskers for v in (w.low, w.value, w.high) if v is not None]
    low, high = min(known), max(known)
    spare = (high - low or abs(high) or 1.0) * SPARE
    return Scale(low - spare, high + spare, start, end)
