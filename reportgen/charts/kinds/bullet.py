"""Bullet: the actual against its target, on bands that say what is poor, fair and good; a bar a measure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from itertools import pairwise

from pydantic import Field, model_validator

from reportgen.charts.kind import Drawing, Scene, ends_of, label_of, measure_line, value_of
from reportgen.charts.parts.axes import from_zero, ticked
from reportgen.charts.parts.description import when
from reportgen.charts.parts.gauges import Gauge, gauge_chart
from reportgen.charts.parts.items import extents
from reportgen.charts.parts.manner import Manner, check_one_axis
from reportgen.charts.parts.ranking import itemised
from reportgen.charts.parts.series import item_of
from reportgen.charts.parts.standing import judged, standing
from reportgen.errors import FormulaError
from reportgen.model import Fact
from reportgen.setting import Setting

TICKS = 4


class Measure(Setting):
    """``{actual: sales, target: sales.budget, bands: {weak: sales.year_ago, fair: sales.budget}, label: Sales}``."""

    actual: str
    target: str
    bands: Mapping[str, str] = Field(default={}, max_length=3)  # names, and where each ends: the lowest first
    label: str = ""


class Options(Measure):
    """One ``Measure``, or several under ``items``."""

    actual: str = ""
    target: str = ""
    items: tuple[Measure, ...] = Field(default=(), max_length=12)

    @model_validator(mode="after")
    def _has_either(self) -> Options:
        if bool(self.items) == bool(self.actual or self.target) or bool(self.actual) != bool(self.target):
            raise ValueError("expected 'actual' and 'target', or 'items' of them")
        return self

    @property
    def measures(self) -> tuple[Measure, ...]:
        """What is shown, a bar each."""
        return self.items or (Measure(**self.model_dump(exclude={"items"})),)


@dataclass(frozen=True, slots=True)
class Held:
    """The facts of a bar by name: what came of it, what it was to be, and where its bands end, the lowest first."""

    actual: tuple[str, Fact]
    target: tuple[str, Fact]
    bands: Mapping[str, Fact]

    @property
    def facts(self) -> list[tuple[str, Fact]]:
        """Every fact by the name that tells it apart in the exhibit."""
        name = self.actual[0]
        return [
            self.actual,
            *((measure_line(name, one), fact) for one, fact in (self.target, *self.bands.items())),
        ]

    @property
    def shaded(self) -> list[str]:
        """The names of the bands from dark to light: the darkest is the worst."""
        names = list(self.bands)
        return names[::-1] if self.actual[1].metric.polarity == "less is better" else names


def draw(options: Options, scene: Scene) -> Drawing:
    """The actual as a bar, its target as a tick, the bands in greys; its value is coloured by what it means."""
    held = [_held(measure, scene) for measure in options.measures]
    names, facts = zip(*(named for one in held for named in one.facts), strict=True)
    manner = scene.manner(facts)
    gauges = [_gauge(scene, one, manner) for one in held]
    told = "; ".join(_takeaway(scene, one, manner.in_full()) for one in held)
    shades = dict.fromkeys(", ".join(one.shaded) for one in held if one.bands)
    legend = scene.words.bands.format(names="; ".join(shades)) if shades else ""
    label = "" if options.items else label_of(facts[0])
    return itemised(
        scene, "bullet", facts, names, manner, lambda room: gauge_chart(gauges, room, ticks=True),
        measure=measure_line(label, manner.unit, when(facts, scene.period), legend), takeaway=told,
    )  # fmt: skip


def _held(measure: Measure, scene: Scene) -> Held:
    """The facts of a bar. Raises FormulaError where they cannot stand on one axis, or bands do not rise."""
    actual, target = scene.fact(measure.actual), scene.fact(measure.target)
    bands = {name: scene.fact(expression) for name, expression in measure.bands.items()}
    whole = (actual, target, *bands.values())
    check_one_axis(whole)
    for fact in whole:
        if fact.quantity.state:
            raise FormulaError(f"'{fact.id}' is {fact.quantity}; a bullet needs a number")
    for (lower, one), (upper, other) in pairwise(bands.items()):
        if value_of(other) <= value_of(one):
            raise FormulaError(
                f"band '{upper}' ({other.quantity}) does not end above '{lower}' ({one.quantity})"
            )
    aim = target.scenario.label if target.scenario != actual.scenario else scene.name(target)
    return Held((measure.label or scene.name(actual), actual), (aim, target), bands)


def _gauge(scene: Scene, held: Held, manner: Manner) -> Gauge:
    (name, actual), (aim, target) = held.actual, held.target
    role = judged(standing(actual, target), actual, "text")
    bar = item_of(scene, actual, name, manner, role="actual")
    goal = item_of(scene, target, aim, manner, role="text")
    axis = from_zero([*extents((bar, goal)), *map(_end, held.bands.values())], 1, 0, 0)
    own = scene.manner(fact for _, fact in held.facts)
    lows = (axis.low, *map(_end, held.bands.values()))
    bands = {
        one: replace(item_of(scene, fact, one, manner, role="other"), ends=(low, _end(fact)))
        for low, (one, fact) in zip(lows, held.bands.items(), strict=False)
    }
    shaded = tuple(bands[one] for one in held.shaded)
    if any(bar.extent + goal.extent):
        axis = ticked(axis, own, TICKS)
    return Gauge(bar, goal, axis, bands=shaded, verdict=role)


def _end(fact: Fact) -> float:
    """Where a band ends; one that is a range ends at its high end."""
    return (ends_of(fact) or (0.0, value_of(fact)))[1]


def _takeaway(scene: Scene, held: Held, manner: Manner) -> str:
    (name, actual), (aim, target), words = held.actual, held.target, scene.words
    text = words.was.format(title=name, value=scene.said(actual, manner))
    side = words.sides[standing(actual, target)]
    parts = [words.beside.format(side=side, value=scene.said(target, manner), name=aim)]
    inside = next((band for band, fact in held.bands.items() if value_of(actual) <= _end(fact)), "")
    return ", ".join([text, *parts, *([words.in_band.format(band=inside)] if inside else [])])
