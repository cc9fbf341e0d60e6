"""Gauges: what was reached against what was aimed at, a bar each on a scale of its own, its words above and below."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import ceil
from typing import Any

import altair as alt

from reportgen.charts.lettering import BOLD, NORMAL, wrapped
from reportgen.charts.parts.axes import ValueAxis
from reportgen.charts.parts.items import NEVER, Item, Row, label_layer
from reportgen.charts.parts.looks import Role, fills
from reportgen.charts.parts.marks import WHISKER, Layers, below_one_another, open_ends, whiskers
from reportgen.charts.parts.room import LABEL_GAP, TOLD, Margins, Room, across, arranged, data, down

TALL, OVER = 24.0, 4.0  # px: of a gauge, of a tick beyond it
FILLED, MEASURED = 14.0, 9.0  # px: how tall the actual is inside of an outline, and on bands with a tick
STUB = 15.0  # px: how far an open end reaches beyond its bound
BETWEEN = 14.0  # px from the words of one gauge to those of the next
ABOVE = OVER + 3.0  # px from a gauge to the letters above it
MOST_LINES = 3
AIM = 2.0  # px: the tick of a goal, or of a pace
SHADES = (0.72, 0.42, 0.16)  # of bands, the lowest first


@dataclass(frozen=True, slots=True)
class Gauge:
    """The actual, what it is held against, a pace on the way there, bands behind them, and the axis of all."""

    actual: Item
    goal: Item
    axis: ValueAxis
    pace: Item | None = None
    bands: tuple[Item, ...] = ()
    verdict: Role | None = None  # how the words of the actual look, where not as its bar


@dataclass(frozen=True)
class Words:
    """What stands above a gauge: the actual and the goal, on one line where they have room on it."""

    gauge: Gauge
    room: Room
    width: float

    def at(self, value: float) -> float:
        """How far from the left a value stands, in CSS px."""
        axis = self.gauge.axis
        return (value - axis.low) / (axis.high - axis.low) * self.width

    def lines(self, item: Item | None, weight: int = NORMAL) -> tuple[str, ...]:
        """A name and its value, on as many lines as they need."""
        text = f"{item.name} {item.label}" if item else ""
        return wrapped(text, self.width, self.room.size, weight, MOST_LINES) if item else ()

    @property
    def blocks(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """The lines of both."""
        return self.lines(self.gauge.actual, BOLD), self.lines(self.gauge.goal)

    @property
    def taken(self) -> float:
        """The width that the actual takes of the line of the goal; none where each has lines of its own."""
        first, goal = self.blocks
        needed = self.room.widest(first, bold=True) + LABEL_GAP * 4
        fits = len(first) == len(goal) == 1 and needed + self.room.widest(goal) <= self.width
        return needed if fits else 0

    @property
    def tall(self) -> float:
        """How tall the gauge itself is."""
        return round(TALL * self.room.stretch)

    @property
    def height(self) -> float:
        """Of what stands above it, in CSS px."""
        first, goal = self.blocks
        return self.room.leading * (1 if self.taken else len(first) + len(goal)) + ABOVE

    def layers(self) -> Layers:
        """The actual at the left; the goal ends where it is, as far as there is room for it at the left."""
        (first, goal), at, gauge = self.blocks, self.at(self.gauge.goal.reach), self.gauge
        actual = replace(gauge.actual, role=gauge.verdict or gauge.actual.role)
        right = min(self.width, max(at, self.taken + self.room.widest(goal)))
        above = -self.room.leading * (0 if self.taken else len(goal))
        left = _text(actual.row(dy=above), first, self.room, align="left", fontWeight=BOLD)
        end = _text(gauge.goal.row(dx=right - at), goal, self.room, align="right", fontWeight=NORMAL)
        return [left.encode(x=across(0)), end.encode(x=alt.X("at:Q"))]


def gauge_chart(gauges: Sequence[Gauge], room: Room, *, ticks: bool = False) -> Any:  # noqa: ANN401 - Altair's
    """Gauges below one another; with ``ticks`` the goal is a tick, else the outline of what is to be filled."""
    stub = STUB if any(one.actual.open_end for one in gauges) else 1
    stub = max(stub, *(room.widest(one.axis.texts) / 2 for one in gauges))
    edge = max(1, *(room.widest(one.axis.texts[:1]) / 2 for one in gauges))
    width = room.width - stub - edge
    words = [Words(gauge, room, width) for gauge in gauges]
    below = [max(1 if ticks else 0, len(one.lines(one.gauge.pace))) for one in words]
    feet = [OVER + LABEL_GAP + room.leading * lines for lines in below]
    views = [alt.layer(*_layers(one, ticks=ticks)).properties(width=width, height=one.tall) for one in words]
    between = _between([one.height for one in words], feet, room.stretch)
    gaps = [ceil(foot + between + one.height) for foot, one in zip(feet, words[1:], strict=False)]
    height = words[0].height + sum(gaps) + sum(one.tall for one in words) + feet[-1]
    return arranged(
        below_one_another(views, gaps), room, Margins(edge, stub, words[0].height, feet[-1]), height
    )


def _between(heads: Sequence[float], feet: Sequence[float], stretch: float) -> float:
    """From the words of one gauge to those of the next: letters do not stretch, and what they would take goes there."""
    spare = (stretch - 1) * (sum(heads) + sum(feet))
    return max(BETWEEN / 2, BETWEEN * stretch + spare / max(1, len(heads) - 1))


def _layers(words: Words, *, ticks: bool) -> Layers:
    gauge, room, whole = words.gauge, words.room, words.tall
    tall = (MEASURED if ticks else FILLED) * whole / TALL
    x = gauge.axis.encoding(alt.X, "value", room)
    stub = STUB * (gauge.axis.high - gauge.axis.low) / words.width
    actual = data([gauge.actual.row(open=(gauge.actual.value or 0.0) + stub)])
    goal = data([gauge.goal.row()])
    filled: dict[str, Any] = {"x2": alt.X2Datum(0), **fills(room.theme), **TOLD}
    layers: Layers = [_bands(gauge, x, room, whole)] if gauge.bands else []
    if not ticks:
        layers.append(goal.mark_bar(size=whole).encode(x=_at(x, "at"), **filled))
    layers += [
        actual.mark_bar(size=tall).encode(x=x, **filled),
        *open_ends(actual, [gauge.actual], room, size=tall, x=alt.X("value:Q"), x2=alt.X2("open")),
        *whiskers(actual, [gauge.actual], room, along="x"),
    ]
    tick: dict[str, Any] = {"orient": "vertical", "color": room.theme["ink"], "opacity": 1}
    ends = ("low", "high") if gauge.goal.ends else ("value",)
    if ticks:
        aim = goal.mark_tick(size=whole, thickness=AIM, **tick)
        layers += [aim.encode(x=_at(x, name), **TOLD) for name in ends]
    elif gauge.goal.ends:
        layers.append(goal.mark_tick(size=whole, thickness=WHISKER, **tick).encode(x=alt.X("low:Q")))
    if gauge.pace:
        lines = words.lines(gauge.pace)
        at, half = words.at(gauge.pace.value or 0.0), room.widest(lines) / 2
        moved = min(max(at, half), words.width - half) - at
        mark = data([gauge.pace.row()]).mark_tick(size=whole + OVER * 2, thickness=AIM, **tick)
        text = _text(gauge.pace.row(dx=moved), lines, room, below=whole, dy=OVER + LABEL_GAP - 1)
        layers += [mark.encode(x=alt.X("value:Q"), **TOLD), text.encode(x=alt.X("value:Q"))]
    return [*layers, *words.layers()]


def _text(row: Row, lines: Sequence[str], room: Room, *, below: float = 0, **mark: Any) -> Any:  # noqa: ANN401 - Altair's
    """An item's words above its gauge, the last line nearest to it, or so far below its top."""
    up = 0 if below else (len(lines) - 1) * room.leading + ABOVE
    look: dict[str, Any] = {
        "lineBreak": "\n",
        "lineHeight": room.leading,
        "baseline": "top" if below else "alphabetic",
    } | mark
    text = row | {"label": "\n".join(lines), "dy": row.get("dy", 0) - up, "priority": NEVER}
    return label_layer(data([text]), room, **look).encode(y=down(below))


def _at(x: Any, name: str) -> Any:  # noqa: ANN401 - Altair's channel
    """The same position by another field."""
    other = x.copy()
    other.shorthand = f"{name}:Q"
    return other


def _bands(gauge: Gauge, x: Any, room: Room, tall: float) -> Any:  # noqa: ANN401 - Altair's
    """The bands, each in a shade of its own, the lowest darkest."""
    rows = [band.row(shade=shade) for band, shade in zip(gauge.bands, SHADES, strict=False)]
    shade = alt.Opacity("shade:Q", scale=None)
    bands = data(rows).mark_bar(size=tall, color=room.theme["mark"])
    return bands.encode(x=_at(x, "low"), x2=alt.X2("high"), opacity=shade, **TOLD)
