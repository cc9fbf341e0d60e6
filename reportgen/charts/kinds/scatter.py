"""Scatter plot: named points by two measures, each on its own axis."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Any

import altair as alt
from pydantic import Field

from reportgen.charts.judging.picture import Box, Point, Segment
from reportgen.charts.kind import Drawing, Scene, measure_line, value_of
from reportgen.charts.lettering import BOLD, wrapped
from reportgen.charts.parts.axes import ValueAxis, around, ticked, ticked_across
from reportgen.charts.parts.description import when
from reportgen.charts.parts.items import NEVER, Row, label_layer
from reportgen.charts.parts.looks import dots
from reportgen.charts.parts.manner import Manner, check_one_axis, numbers_in
from reportgen.charts.parts.marks import Layers, zero
from reportgen.charts.parts.placing import placed_names
from reportgen.charts.parts.ranking import Expressions, common_measure, ranking
from reportgen.charts.parts.room import LABEL_GAP, TOLD, Margins, Room, data, placed, px
from reportgen.errors import FormulaError
from reportgen.model import Cell, Fact, Table
from reportgen.setting import Setting

WIDE, HALF = 320.0, 290.0
DOT = 52.0  # px²
EDGE = 10.0  # px around the outermost dots
NAME, MOST_LINES = 0.44, 4  # of the width, at most, that a broken name takes, and on how many lines
WHOLE = 0.6  # of it, that one on a single line takes


class Options(Setting):
    """``{x: margin, y: sales.yoy, entities: [A, B, C]}`` or ``{points: {Cloud: [cloud_margin, cloud.yoy], ...}}``."""

    x: str = ""
    y: str = ""
    entities: tuple[str, ...] = Field(default=(), max_length=60)
    points: Mapping[str, tuple[str, str]] = Field(default={}, max_length=60)  # two measures by name
    x_title: str = ""  # where the measures of the points have no name in common
    y_title: str = ""
    highlight: Expressions = ()


@dataclass(frozen=True)
class Measure:
    """One of the two: what it is called, its facts by the names of the points, and how they are said."""

    title: str
    facts: Mapping[str, Fact]
    manner: Manner

    def values(self) -> list[float]:
        """Where the points stand on it."""
        return [value_of(fact) for fact in self.facts.values()]


def draw(options: Options, scene: Scene) -> Drawing:
    """A dot a point with its name, clear of the others; who lacks one of the two values is left out, and said to be."""
    pairs = _pairs(options)
    facts = {name: tuple(scene.known(one) for one in pair) for name, pair in pairs.items()}
    known = {name: numbers_in(both) for name, both in facts.items()}
    known = {name: both for name, both in known.items() if len(both) > 1}
    if len(known) < 2:  # noqa: PLR2004 - one point is no plot
        raise FormulaError(
            f"a scatter plot needs two points with both values; {len(known)} of {len(facts)} have them"
        )
    across, along = (
        _measure(scene, {name: both[at] for name, both in known.items()}, title)
        for at, title in ((0, options.x_title), (1, options.y_title))
    )
    rows = tuple(
        (Cell(name), *(scene.cell(fact, one.manner) for fact, one in zip(both, (across, along), strict=True)))
        for name, both in facts.items()
    )
    every = [fact for one in (across, along) for fact in one.facts.values()]
    points = _points(scene, across, along, options.highlight)
    names, titles = list(known), [measure_line(one.title, one.manner.unit) for one in (across, along)]
    told = [
        f"{one.title}: {ranking(scene, list(one.facts.values()), names, one.manner)}"
        for one in (across, along)
    ]
    listed = "; ".join(
        f"{name} {scene.said(both[0], across.manner)}, {scene.said(both[1], along.manner)}"
        for name, both in facts.items()
    )
    return Drawing(
        measure=measure_line(
            scene.words.and_.join([titles[0], scene.ledger.style.words.labels.in_a_sentence(titles[1])]),
            when(every, scene.period),
        ),
        table=Table(("", *titles), rows),
        lead=scene.words.leads["scatter"].format(takeaway="; ".join(told)),
        values=scene.words.values.format(values=scene.words.ended(listed)),
        chart=lambda room: chart(room, across, along, points),
    )


def _pairs(options: Options) -> Mapping[str, tuple[str, str]]:
    """The two expressions of each point. Raises FormulaError where neither way of naming points is complete."""
    if options.points and not (options.x or options.y or options.entities):
        return options.points
    if options.points or not (options.x and options.y and options.entities):
        raise FormulaError("a scatter plot takes 'points', or 'x', 'y' and 'entities'")
    return {name: (f'{options.x}.of("{name}")', f'{options.y}.of("{name}")') for name in options.entities}


def _measure(scene: Scene, facts: Mapping[str, Fact], title: str) -> Measure:
    check_one_axis(facts.values())
    return Measure(title or common_measure(scene, list(facts.values())), facts, scene.manner(facts.values()))


def _points(scene: Scene, across: Measure, along: Measure, highlight: Sequence[str]) -> list[Row]:
    """A record a point; the names of those that are highlighted never give way, and their values stand beside them."""
    rows = []
    for name, fact in along.facts.items():
        said = [
            scene.labelled(one, measure.manner)
            for one, measure in ((across.facts[name], across), (fact, along))
        ]
        subject = name in highlight
        rows.append({
            "label": f"{name} ({', '.join(said)})" if subject else name, "fact": scene.key_of(fact),
            "x": value_of(across.facts[name]), "y": value_of(fact), "title": f"{name}: {', '.join(said)}",
            "role": "subject" if subject else "prior" if highlight else "actual",
            "priority": NEVER if subject else 1, "shown": True, "bold": subject,
        })  # fmt: skip
    return sorted(rows, key=lambda row: row["role"] == "subject")  # on top of the others


def chart(room: Room, across: Measure, along: Measure, points: Sequence[Row]) -> Any:  # noqa: ANN401 - Altair's
    """Dots on two axes, each with its measure and unit at its end."""
    height = room.tall(HALF, WIDE)
    below, above = (
        wrapped(measure_line(one.title, one.manner.unit), room.width, room.size) for one in (across, along)
    )
    head, foot = len(above) * room.leading + LABEL_GAP * 2, (1 + len(below)) * room.leading + LABEL_GAP * 2
    inner = height - head - foot
    y = ticked(around(along.values(), inner, EDGE, EDGE), along.manner)
    margins = Margins(y.margin(room), LABEL_GAP * 3, head, foot)
    width = room.width - margins.left - margins.right
    x = ticked_across(around(across.values(), width, EDGE, EDGE), across.manner, room, width)
    right = {"title": list(below), "titleAnchor": "end", "titlePadding": LABEL_GAP}
    upright = {"title": list(above), "titleAngle": 0, "titleAlign": "left", "titleX": -margins.left,
               "titleY": -head, "titleBaseline": "top"}  # fmt: skip
    places = [
        ((row["x"] - x.low) / (x.high - x.low) * width, (y.high - row["y"]) / (y.high - y.low) * inner)
        for row in points
    ]
    rows, leaders = _named(room, points, places, Box(0, 0, width + margins.right, inner))
    base = data(rows).encode(x=x.encoding(alt.X, "x", room, right), y=y.encoding(alt.Y, "y", room, upright))
    marks = base.mark_circle(size=DOT, opacity=1).encode(**dots(room.theme), **TOLD)
    look: dict[str, Any] = {"baseline": "middle", "lineBreak": "\n", "lineHeight": room.leading}
    text = label_layer(base, room, align="left", **look)
    lines = data([{"x": a, "y": b, "x2": c, "y2": d} for (a, b), (c, d) in leaders])
    leads = lines.mark_rule(color=room.theme["mark"], strokeWidth=0.7).encode(
        **px(x="x", y="y", x2="x2", y2="y2")
    )
    return placed(
        alt.layer(marks, *([leads] if leaders else []), *_zeros(room, x, y), text), room, margins, height
    )


def _named(
    room: Room, points: Sequence[Row], places: Sequence[Point], frame: Box
) -> tuple[list[Row], list[Segment]]:
    """The records with their names' places, those far from the crowd first, and leaders to those further off."""
    middle = [median(place[way] for place in places) for way in (0, 1)]
    far = [abs(x - middle[0]) + abs(y - middle[1]) for x, y in places]
    order = sorted(range(len(points)), key=lambda index: (points[index]["priority"], -far[index]))
    names = [_ways(row, room) for row in points]
    sizes = [
        [
            (room.widest(lines, bold=row["bold"]), room.size + room.leading * (len(lines) - 1))
            for lines in ways
        ]
        for row, ways in zip(points, names, strict=True)
    ]
    found = placed_names(places, sizes, frame, order)
    rows: list[Row] = []
    for index, (row, (x, y)) in enumerate(zip(points, places, strict=True)):
        if index in found:
            box = found[index].box
            dy = box.top + room.size / 2 - y
            label = "\n".join(names[index][found[index].way])
            rows.append(row | {"label": label, "dx": round(box.left - x, 2), "dy": round(dy, 2)})
        else:
            rows.append(row | {"shown": False})
    return rows, [place.leader for place in found.values() if place.leader]


def _ways(row: Row, room: Room) -> list[tuple[str, ...]]:
    """How a name may be broken: not at all where it is short, else into lines that hold all of it."""
    label, whole = row["label"], room.width_of(row["label"], bold=row["bold"]) < room.width * WHOLE
    lines = wrapped(label, room.width * NAME, room.size, BOLD, MOST_LINES)
    return [*([(label,)] if whole else []), *([lines] if " ".join(lines) == label else [])]


def _zeros(room: Room, x: ValueAxis, y: ValueAxis) -> Layers:
    """Zero lines where the points lie on both sides."""
    axes = (("x", x), ("y", y))
    return [zero(room, channel, "rule") for channel, axis in axes if axis.low < 0 < axis.high]
