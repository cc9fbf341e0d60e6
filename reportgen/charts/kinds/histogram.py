"""Histogram: how the values of many items, entities or periods are distributed over equal ranges."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from itertools import pairwise
from math import ceil, floor
from typing import Any

import altair as alt
from pydantic import Field

from reportgen.charts.kind import Drawing, Scene, measure_line, noun_of, value_of
from reportgen.charts.lettering import apart
from reportgen.charts.parts.axes import ValueAxis, from_zero, ticked
from reportgen.charts.parts.description import values as values_of
from reportgen.charts.parts.description import values_sentence, when
from reportgen.charts.parts.items import BESIDE, label_layer
from reportgen.charts.parts.looks import fills
from reportgen.charts.parts.manner import Manner, check_one_axis
from reportgen.charts.parts.marks import zero
from reportgen.charts.parts.ranking import Compared, Expressions, common_measure, item_table, ranking
from reportgen.charts.parts.room import LABEL_GAP, Margins, Room, data, placed
from reportgen.errors import FormulaError
from reportgen.model import Cell, Fact, Table

WIDE, HALF = 190.0, 166.0
FEWEST, MOST = 5, 16  # ranges, where the author does not say how many
ALIKE = 1e-5  # of the unit shown: values no farther apart stand in ranges of it
ROUNDING = 1e-9  # of a step, by which a value may fall short of a limit that it stands at
LISTED = 60  # values that the table holds one by one; of more it holds the ranges


class Options(Compared):
    """``{items: sales.yoy, entities: [A, B, C]}``, ``{items: [a, b, c]}`` or ``{items: index.mom, periods: 60}``."""

    items: Expressions = Field(min_length=1, max_length=400)
    entities: tuple[str, ...] = Field(default=(), max_length=400)
    periods: int = Field(default=1, ge=1, le=400)  # each item at so many, up to the brief's
    bins: int = Field(default=0, ge=2, le=40)  # at most so many ranges


@dataclass(frozen=True)
class Bin:
    """A range of values, how many lie in it, and who of those is named."""

    low: float
    high: float
    words: str
    count: int
    is_subject: bool  # whether a highlighted value lies in it
    name: str  # of that, where it is the only one
    ends: tuple[str, str]  # what its limits say


def draw(options: Options, scene: Scene) -> Drawing:
    """A column a range, as high as the number of values in it; that of an item which is named is the subject."""
    facts = _facts(options, scene)
    known = {name: fact for name, (_, fact) in facts.items() if not fact.quantity.state}
    if len(known) < 2:  # noqa: PLR2004 - one value is no distribution
        raise FormulaError(
            f"a histogram needs at least two values; of {len(facts)} facts {len(known)} have one"
        )
    check_one_axis(known.values())
    names = sorted(known, key=lambda name: -value_of(known[name]))
    values = [known[name] for name in names]
    manner, title, words = scene.manner(values), common_measure(scene, values), scene.words
    subjects = {
        name for name, (asked, _) in facts.items() if options.highlight and asked in options.highlight
    }
    told_of = subjects if len(subjects) == 1 else ()
    named = {name: f"{name} {scene.labelled(known[name], manner)}" for name in told_of if name in known}
    bins = _bins(known, subjects, named, _ranges(values, options.bins, manner), words.lying)
    most = max(bins, key=lambda one: one.count)
    told = words.most_lie.format(count=len(known), most=most.count, bin=most.words)
    moment = noun_of(scene.period, *values) if options.periods > 1 else when(values, scene.period)
    ranges = tuple((Cell(one.words), Cell(str(one.count), is_number=True)) for one in bins)
    few = len(values) <= LISTED
    listed = values_sentence(scene, values_of(scene, names, values, manner), manner) if few else ""
    return Drawing(
        measure=measure_line(title, manner.unit, moment, words.values_counted),
        table=item_table(scene, values, names, manner, title)
        if few
        else Table((measure_line(title or words.value, manner.unit), words.values_counted), ranges),
        lead=words.leads["histogram"].format(takeaway=f"{told}; {ranking(scene, values, names, manner)}"),
        values=f"{words.ended('; '.join(f'{one.words}: {one.count}' for one in bins))} {listed}".strip(),
        chart=lambda room: chart(room, bins),
    )


def _facts(options: Options, scene: Scene) -> dict[str, tuple[str, Fact]]:
    """The facts by name, with what was asked for: each item, of each entity, in each period."""
    asked = [(item, f'{item}.of("{who}")', who) for item in options.items for who in options.entities]
    periods = scene.last(options.periods)
    found: list[tuple[str, str, Fact]] = []
    for item, expression, who in asked or [(item, item, "") for item in options.items]:
        facts = scene.series(expression, periods) if len(periods) > 1 else [scene.known(expression)]
        found += [(item, who or item, fact) for fact in facts if fact]
    given = {at: options.labels[key] for at, (_, key, _) in enumerate(found) if key in options.labels}
    called = scene.names([fact for *_, fact in found], given) if found else ()
    return {name: (key, fact) for name, (_, key, fact) in zip(called, found, strict=True)}


def _ranges(facts: Sequence[Fact], most: int, manner: Manner) -> ValueAxis:
    """Equal ranges between round numbers that hold all values, as the ticks of an axis."""
    values = [value_of(fact) for fact in facts]
    low, high = min(values), max(values)
    # Rice's rule, and round limits.
    wanted = most or min(MOST, max(FEWEST, ceil(2 * len(values) ** (1 / 3)) + 1))
    one = float(manner.axis.factor) if manner.axis else 1.0
    spare = 0.0 if high - low > one * ALIKE else abs(high) if abs(high) > one * ALIKE else one
    for ticks in range(wanted, 1, -1):
        axis = ticked(ValueAxis(low - spare / 2, high + spare / 2), manner, ticks)
        step = axis.ticks[1] - axis.ticks[0]
        first, last = floor(low / step + ROUNDING), floor(high / step + ROUNDING) + 1
        if last - first <= wanted:
            break
    return ticked(ValueAxis(first * step, last * step), manner, last - first)


def _bins(
    facts: Mapping[str, Fact],
    subjects: AbstractSet[str],
    named: Mapping[str, str],
    axis: ValueAxis,
    words: str,
) -> list[Bin]:
    """How many values each range holds: those at its lower end, not those at its upper."""
    bins = []
    for (low, said), (high, until) in pairwise(zip(axis.ticks, axis.texts, strict=True)):
        inside = [
            name
            for name, fact in facts.items()
            if floor((value_of(fact) - low) / (high - low) + ROUNDING) == 0
        ]
        name = next((named[name] for name in inside if name in named), "")
        held, is_subject = len(inside), not subjects.isdisjoint(inside)
        bins.append(Bin(low, high, words.format(low=said, high=until), held, is_subject, name, (said, until)))
    return bins


def chart(room: Room, bins: Sequence[Bin]) -> Any:  # noqa: ANN401 - Altair's
    """Columns side by side over an axis of values, their counts above, with the names of subjects over these."""
    height, foot = room.tall(HALF, WIDE), room.leading + LABEL_GAP
    named = any(one.name for one in bins)
    edges = [bins[0].low, *(one.high for one in bins)]
    texts = [bins[0].ends[0], *(one.ends[1] for one in bins)]
    side = max(room.width_of(texts[0]), room.width_of(texts[-1])) / 2 + 1
    width = room.width - side * 2
    inner = height - foot - 1
    # As many limits are named as have room.
    every = ceil((room.widest(texts) + LABEL_GAP) * len(bins) / width)
    axis = ValueAxis(edges[0], edges[-1], tuple(edges[::every]), tuple(texts[::every]))
    count = from_zero([one.count for one in bins], inner, 0, (room.leading + LABEL_GAP) * (2 if named else 1))
    middles = [(at + 0.5) * width / len(bins) for at in range(len(bins))]
    halves = [room.width_of(str(one.count), bold=one.is_subject) / 2 for one in bins]
    spans = [(at - half, at + half) for at, half in zip(middles, halves, strict=True)]
    order = sorted(range(len(bins)), key=lambda at: (not bins[at].is_subject, -bins[at].count))
    shown = apart(spans, order, BESIDE)  # nearer, two counts read as one number
    rows = [
        {"low": one.low, "high": one.high, "middle": (one.low + one.high) / 2, "count": one.count,
         "shown": at in shown,
         "label": str(one.count), "title": f"{one.words}: {one.count}", "priority": 1,
         "role": "subject" if one.is_subject else "prior",
            "bold": one.is_subject, "fact": ""} | _name_of(room, one, bins, width, side)
        for at, one in enumerate(bins)
    ]  # fmt: skip
    base = data(rows).encode(y=count.encoding(alt.Y, "count", room))
    x = axis.encoding(alt.X, "low", room, {"grid": False})
    bars = base.mark_rect(xOffset=0.75, x2Offset=-0.75).encode(
        x=x, x2=alt.X2("high"), y2=alt.Y2Datum(0), description=alt.Description("title:N"), **fills(room.theme)
    )
    above = base.encode(x=alt.X("middle:Q"))
    counts = label_layer(above, room, baseline="alphabetic", dy=-LABEL_GAP)
    layers = [bars, zero(room).encode(y=count.encoding(alt.Y, "zero", room)), counts]
    if named:
        layers.append(above.transform_filter("datum.name").mark_text(
            color=room.theme["accent_ink"], baseline="alphabetic", dy=-LABEL_GAP - room.leading,
            dx=alt.ExprRef("datum.shift"),
        ).encode(y=alt.Y("over:Q"), text=alt.Text("name:N")))  # fmt: skip
    return placed(alt.layer(*layers), room, Margins(side, side, 1, foot), height)


def _name_of(room: Room, one: Bin, bins: Sequence[Bin], width: float, side: float) -> dict[str, Any]:
    """Whose value lies in a range, and where that stands: inside, over every column that it reaches over."""
    name, each = one.name, width / len(bins)
    half, middle = room.width_of(name) / 2, (bins.index(one) + 0.5) * each
    place = min(max(middle, half - side), width + side - half)
    under = [other.count for at, other in enumerate(bins) if abs((at + 0.5) * each - place) < half + each / 2]
    return {"name": name, "shift": place - middle if name else 0, "over": max([one.count, *under])}
