"""Alternative texts: what a sighted reader would take away, with the values, made from the data."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from reportgen.charts.kind import Scene, value_of
from reportgen.charts.manner import Manner
from reportgen.figures.digits import said
from reportgen.model import Fact
from reportgen.periods import Period

Point = tuple[Period, Fact]


def listed(names: Sequence[str]) -> str:
    """Names in a sentence: "a", "a and b", "a, b and c"."""
    return " and ".join((", ".join(names[:-1]), names[-1])) if len(names) > 1 else "".join(names)


def ended(text: str) -> str:
    """A text with its full stop, also where it ends in "n.a."."""
    return text if text.endswith(".") else f"{text}."


def values(scene: Scene, names: Sequence[str], facts: Sequence[Fact | None], manner: Manner) -> str:
    """Every value by its name: "Q1 FY25 6%, Q2 FY25 7%"."""
    return "; ".join(f"{name} {scene.said(fact, manner)}" for name, fact in zip(names, facts, strict=True))


def values_sentence(text: str, manner: Manner) -> str:
    """The values as the end of an alternative text, with the unit where the values do not carry it."""
    unit = f" in {manner.unit}" if manner.form == "number" and manner.unit else ""
    return f"Values{unit}: {ended(text)}"


def course(
    scene: Scene, label: str, facts: Sequence[Fact | None], periods: Sequence[Period], manner: Manner
) -> str:
    """How a series went: "rose in every quarter shown, from 6% in Q1 FY25 to 34% in Q2 FY26"."""
    points = [
        (period, fact)
        for period, fact in zip(periods, facts, strict=True)
        if fact and not fact.quantity.state
    ]
    if not points:
        return f"no value is known for {label}"
    if len(points) == 1:
        return f"{label} was {_at(scene, points[0], manner)}"
    whole = len(points) == len(periods)
    text = f"{label} {_direction(points, whole=whole)}, from {_at(scene, points[0], manner)}"
    text += f" to {_at(scene, points[-1], manner)}"
    text += _extremes(scene, points, manner)
    missing = [period.short for period, fact in zip(periods, facts, strict=True) if fact is None]
    return text + (f"; no value is known for {listed(missing)}" if missing else "")


def _direction(points: Sequence[Point], *, whole: bool) -> str:
    numbers = [said(fact).number * said(fact).unit.factor for _, fact in points]
    steps = [later - earlier for earlier, later in pairwise(numbers)]
    shown = f"in every {points[0][0].frequency} shown" if whole else "from each known value to the next"
    if not any(steps):
        return "did not change"
    if len(steps) > 1 and all(step > 0 for step in steps):
        return f"rose {shown}"
    if len(steps) > 1 and all(step < 0 for step in steps):
        return f"fell {shown}"
    overall = numbers[-1] - numbers[0]
    if overall == 0:
        return "ended where it began"
    return ("rose" if overall > 0 else "fell") + (" overall" if len(steps) > 1 else "")


def _extremes(scene: Scene, points: Sequence[Point], manner: Manner) -> str:
    inner = points[1:-1]
    parts = []
    for word, pick in (("a high of", max), ("a low of", min)):
        extreme = pick(points, key=lambda point: value_of(point[1]))
        ends = (value_of(points[0][1]), value_of(points[-1][1]))
        if extreme in inner and value_of(extreme[1]) not in ends:
            parts.append(f"{word} {_at(scene, extreme, manner)}")
    return f", with {listed(parts)}" if parts else ""


def _at(scene: Scene, point: Point, manner: Manner) -> str:
    return f"{scene.said(point[1], manner.in_full())} in {point[0].short}"
