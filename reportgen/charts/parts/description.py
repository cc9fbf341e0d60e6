"""What is said of an exhibit: its alternative text, made from the data, and when its facts are of."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise

from reportgen.charts.kind import Scene, value_of
from reportgen.charts.parts.manner import Manner
from reportgen.figures.verbs import levels
from reportgen.language.charts import Course
from reportgen.model import Fact
from reportgen.periods import Period

Point = tuple[Period, Fact]


def values(scene: Scene, names: Sequence[str], facts: Sequence[Fact | None], manner: Manner) -> str:
    """Every value by its name: "Q1 FY25 6%, Q2 FY25 7%"."""
    return "; ".join(f"{name} {scene.said(fact, manner)}" for name, fact in zip(names, facts, strict=True))


def values_sentence(scene: Scene, text: str, manner: Manner) -> str:
    """The values as the end of an alternative text, with the unit where the values do not carry it."""
    words = scene.words
    sentence = words.values_in if manner.form == "number" and manner.unit else words.values
    return sentence.format(unit=manner.unit, values=words.ended(text))


def course(
    scene: Scene, label: str, facts: Sequence[Fact | None], periods: Sequence[Period], manner: Manner
) -> str:
    """How a series went: "rose in every quarter shown, from 6% in Q1 FY25 to 34% in Q2 FY26"."""
    words = scene.words.course
    points = [
        (period, fact)
        for period, fact in zip(periods, facts, strict=True)
        if fact and not fact.quantity.state
    ]
    if not points:
        return words.unknown.format(label=label)
    if len(points) == 1:
        return words.one.format(label=label, value=_at(scene, points[0], manner))
    text = words.whole.format(
        label=label,
        direction=_direction(points, words, whole=len(points) == len(periods)),
        first=_at(scene, points[0], manner),
        last=_at(scene, points[-1], manner),
        extremes=_extremes(scene, points, manner),
    )
    missing = [period.short for period, fact in zip(periods, facts, strict=True) if fact is None]
    return words.missing.format(text=text, missing=scene.words.listed(missing)) if missing else text


def _direction(points: Sequence[Point], words: Course, *, whole: bool) -> str:
    numbers = levels([fact for _, fact in points])
    steps = [later - earlier for earlier, later in pairwise(numbers)]
    shown = words.every[points[0][0].frequency] if whole else words.known
    if not any(steps):
        return words.no_change
    if len(steps) > 1 and all(step > 0 for step in steps):
        return words.rose.format(steps=shown)
    if len(steps) > 1 and all(step < 0 for step in steps):
        return words.fell.format(steps=shown)
    overall = numbers[-1] - numbers[0]
    if overall == 0:
        return words.came_back
    if len(steps) > 1:
        return words.rose_overall if overall > 0 else words.fell_overall
    return words.rose_once if overall > 0 else words.fell_once


def _extremes(scene: Scene, points: Sequence[Point], manner: Manner) -> str:
    inner = points[1:-1]
    words, parts = scene.words.course, []
    for named, pick in ((words.high, max), (words.low, min)):
        extreme = pick(points, key=lambda point: value_of(point[1]))
        ends = (value_of(points[0][1]), value_of(points[-1][1]))
        if extreme in inner and value_of(extreme[1]) not in ends:
            parts.append(named.format(value=_at(scene, extreme, manner)))
    return words.with_extremes.format(extremes=scene.words.listed(parts)) if parts else ""


def _at(scene: Scene, point: Point, manner: Manner) -> str:
    value = scene.said(point[1], manner.in_full())
    return scene.words.course.at.format(value=value, period=point[0].short)


def common_period(facts: Iterable[Fact | None], period: Period) -> Period | None:
    """The period that all facts are of, that of the exhibit where they end with it; None where they differ."""
    own = {fact.period.end: fact.period for fact in facts if fact}
    if set(own) <= {period.end}:
        return period
    return next(iter(own.values())) if len(own) == 1 else None


def when(facts: Iterable[Fact | None], period: Period) -> str:
    """That period in short, for a measure line; nothing where the names of the facts tell their periods."""
    own = common_period(facts, period)
    return own.short if own else ""


def drawn(periods: Sequence[Period], *series: Sequence[Fact | None]) -> tuple[Period, ...]:
    """The periods of an axis as the facts on it have them, where all are as far from those that were asked for."""
    steps = {
        fact.period.index - period.index
        for facts in series
        for period, fact in zip(periods, facts, strict=True)
        if fact and fact.period.frequency == period.frequency
    }
    if len(steps) != 1 or steps == {0}:
        return tuple(periods)
    [step] = steps
    return tuple(period.shift(step // (period.shift(1).index - period.index)) for period in periods)
