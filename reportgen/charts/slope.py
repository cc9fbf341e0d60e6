"""Slope: several measures of one unit, a year ago and now."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from math import ceil
from typing import Annotated

from pydantic import BeforeValidator, Field

from reportgen.charts.bars import common_measure, named
from reportgen.charts.canvas import Canvas
from reportgen.charts.columns import NARROW
from reportgen.charts.description import values, values_sentence
from reportgen.charts.kind import (
    Drawing,
    Scene,
    asked,
    beside,
    fact_or_none,
    label_of,
    measure_line,
)
from reportgen.charts.lettering import BOLD, spread, widest, wrapped
from reportgen.charts.line import one_or_more, value_or_none
from reportgen.charts.manner import Manner, check_one_axis
from reportgen.charts.moments import shared
from reportgen.charts.panel import LABEL_GAP
from reportgen.charts.scale import around
from reportgen.errors import FormulaError
from reportgen.figures.verbs import levels
from reportgen.model import Cell, Fact, Table
from reportgen.setting import Setting

HEIGHTS = {"wide": 180.0, "half": 150.0}
NAMES_SHARE = 0.42
DOT = 3.4


class Options(Setting):
    """``{items: [cloud_margin, group_margin], highlight: cloud_margin}``; the first by default."""

    items: Annotated[tuple[str, ...], BeforeValidator(one_or_more)] = Field(min_length=1, max_length=8)
    highlight: Annotated[tuple[str, ...], BeforeValidator(one_or_more)] = Field(
        default=(),
    )
    labels: Mapping[str, str] = {}


@dataclass(frozen=True)
class Slope:
    """A line from a year ago to now: values (None where there is none) and their labels."""

    name: str
    before: float | None
    now: float | None
    label_before: str
    label_now: str
    is_subject: bool


def draw(options: Options, scene: Scene) -> Drawing:
    """A line an item, values at both ends, names at the right."""
    now = {expression: scene.fact(expression) for expression in options.items}
    ago = {
        expression: beside(fact, fact_or_none(asked(scene.ref(expression), "year_ago")))
        for expression, fact in now.items()
    }
    names = named(scene, now, options.labels)
    check_one_axis([*now.values(), *ago.values()])
    manner = scene.manner([*now.values(), *ago.values()])
    subject = options.highlight or options.items[:1]
    slopes = [
        _slope(scene, name, (ago[key], now[key]), manner, is_subject=key in subject)
        for name, key in zip(names, now, strict=True)
    ]
    ends = _ends(scene, now.values())

    def sketch(width: float) -> Canvas:
        return _sketched(scene, width, slopes, ends)

    rows = tuple(
        (Cell(name), scene.cell(ago[key], manner), scene.cell(now[key], manner))
        for name, key in zip(names, now, strict=True)
    )
    listed = "; ".join(
        f"{period}: {values(scene, names, facts, manner)}"
        for period, facts in ((ends[0], list(ago.values())), (ends[1], list(now.values())))
    )
    title = label_of(next(iter(now.values()))) if len(now) == 1 else common_measure(scene, list(now.values()))
    return Drawing(
        measure=measure_line(
            title, manner.unit, scene.words.both_periods.format(first=ends[0], last=ends[1])
        ),
        table=Table(("", *(measure_line(end, manner.unit) for end in ends)), rows),
        lead=scene.words.leads["slope"].format(takeaway="; ".join(_moves(scene, names, ago, now, manner))),
        values=values_sentence(scene, listed, manner),
        sketch=sketch,
    )


def _slope(
    scene: Scene, name: str, ends: tuple[Fact | None, Fact], manner: Manner, *, is_subject: bool
) -> Slope:
    before, now = ends
    labels = (scene.labelled(before, manner), scene.labelled(now, manner))
    return Slope(name, value_or_none(before), value_or_none(now), *labels, is_subject)


def _ends(scene: Scene, facts: Collection[Fact]) -> tuple[str, str]:
    """The two periods by name. Raises FormulaError where the facts are of several."""
    own = shared(facts, scene.period)
    if own is None:
        found = " and ".join(dict.fromkeys(fact.period.short for fact in facts))
        raise FormulaError(
            f"a slope leads to one period, and these are of {found}; show them as bars or in a table"
        )
    return own.year_ago.short, own.short


def _moves(
    scene: Scene,
    names: Sequence[str],
    ago: Mapping[str, Fact | None],
    now: Mapping[str, Fact],
    manner: Manner,
) -> list[str]:
    full = manner.in_full()
    moves = []
    for name, key in zip(names, now, strict=True):
        before, after = ago[key], now[key]
        if before is None or before.quantity.state or after.quantity.state:
            moves.append(scene.words.without_a_year_ago.format(name=name, value=scene.said(after, full)))
            continue
        earlier, later = levels([before, after])
        change = later - earlier
        sentence = scene.words.slope["rose" if change > 0 else "fell" if change < 0 else "same"]
        ends = {"before": scene.said(before, full), "after": scene.said(after, full)}
        moves.append(sentence.format(name=name, **ends))
    return moves


def _sketched(scene: Scene, width: float, slopes: Sequence[Slope], ends: tuple[str, str]) -> Canvas:
    canvas = Canvas(scene.theme, width, HEIGHTS["half" if width < NARROW else "wide"])
    values_left = widest((slope.label_before for slope in slopes), canvas.size, BOLD)
    values_right = widest((slope.label_now for slope in slopes), canvas.size, BOLD)
    left = max(values_left + LABEL_GAP * 2, widest([ends[0]], canvas.size) / 2)
    names = min(
        widest((slope.name for slope in slopes), canvas.size, BOLD), width * NAMES_SHARE - values_right
    )
    rows = [wrapped(slope.name, names, canvas.size, BOLD) for slope in slopes]
    right = width - values_right - names - LABEL_GAP * 4
    height = max(map(len, rows)) * canvas.leading + 2
    canvas.height = max(canvas.height, ceil(height * len(slopes) + canvas.leading + LABEL_GAP))
    low = canvas.height - canvas.leading - LABEL_GAP
    known = [value for slope in slopes for value in (slope.before, slope.now) if value is not None]
    scale = around(known, low - canvas.size, canvas.size)
    for x, name in ((left, ends[0]), (right, ends[1])):
        canvas.rule(x, 0, x, low, "rule")
        canvas.text(x, canvas.height - 3, name, "muted", "center")
    room = (height / 2, low - height / 2)
    before = spread([scale(_or(slope.before, slope.now)) for slope in slopes], canvas.leading, *room)
    after = spread([scale(_or(slope.now, slope.before)) for slope in slopes], height, *room)
    for slope, text, y, y2 in zip(slopes, rows, before, after, strict=True):
        color = "accent" if slope.is_subject else "mark"  # apart from the accent in greyscale too
        if slope.before is not None and slope.now is not None:
            canvas.line([(left, scale(slope.before)), (right, scale(slope.now))], color)
        for x, value in ((left, slope.before), (right, slope.now)):
            if value is not None:
                canvas.dot(x, scale(value), color, DOT)
        ink = "accent" if slope.is_subject else "ink"
        bold = slope.is_subject
        canvas.text(left - LABEL_GAP * 1.6, canvas.baseline(y), slope.label_before, ink, "right", bold=bold)
        canvas.text(right + LABEL_GAP * 1.6, canvas.baseline(y2), slope.label_now, ink, bold=bold)
        canvas.rows(right + values_right + LABEL_GAP * 3, y2, text, ink, bold=bold)
    return canvas


def _or(value: float | None, other: float | None) -> float:
    return value if value is not None else other or 0.0
