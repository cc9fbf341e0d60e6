"""Gauges: what was reached against what was aimed at, a bar each on a scale of its own, its words above and below."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import altair as alt

from reportgen.charts.lettering import BOLD, NORMAL, wrapped
from reportgen.charts.parts.axes import ValueAxis
from reportgen.charts.parts.items import NEVER, Item, Row
from reportgen.charts.parts.labels import label_layer
from reportgen.charts.parts.looks import Role, fills
from reportgen.charts.parts.marks import WHISKER, Layers
from reportgen.charts.parts.room import LABEL_GAP, Margins, Room, arranged
from reportgen.charts.parts.rows import across, data, down

TALL, OVER = 24.0, 4.0  # px: of a gauge, of a tick beyond it
FILLED, MEASURED = 14.0, 9.0  # px: how tall the actual is inside of an outline, and on bands with a tick
STUB = 15.0  # px: how far an open end reaches beyond its bound
BETWEEN = 14.0  # px from the words of one gauge to those of the next
ABOVE = OVER + 3.0  # px from a gauge to the letters above it
MOST_LINES = 3
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

    @property
    def blocks(self) -> tuple[tuple[str, ...], ...]:
        """The lines of both."""
        both = ((self.gauge.actual, BOLD), (self.gauge.goal, NORMAL))
        return tuple(
            wrapped(_text(one), self.width, self.room.size, weight, MOST_LINES) for one, weight in both
        )

    @property
    def beside(self) -> bool:
        """Whether both stand on one line."""
        first, goal = self.blocks
        whole = self.room.widest(first, bold=True) + LABEL_GAP * 4 + self.room.widest(goal)
        return len(first) == len(goal) == 1 and whole <= self.width

    @property
    def pace(self) -> tuple[str, ...]:
        """The lines below it."""
        pace = self.gauge.pace
        return wrapped(_text(pace), self.width, self.room.size, NORMAL, MOST_LINES) if pace else ()

    @property
    def height(self) -> float:
        """Of what stands above it, in CSS px."""
        first, goal = self.blocks
        return self.room.leading * (1 if self.beside else len(first) + len(goal)) + ABOVE

    def actual(self) -> Row:
        """The words of the actual, at the left."""
        above = 0 if self.beside else len(self.blocks[1])
        item = self.gauge.actual
        return self._row(replace(item, role=self.gauge.verdict or item.role), self.blocks[0], above=above)

    def goal(self) -> Row:
        """The words of the goal, which end where it is, as far as there is room for them at the left."""
        first, goal = self.blocks
        taken = self.room.widest(first, bold=True) + LABEL_GAP * 4 if self.beside else 0
        at = self.at(self.gauge.goal.reach)
        return self._row(
            self.gauge.goal, goal, dx=min(self.width, max(at, taken + self.room.widest(goal))) - at
        )

    def _row(self, item: Item, lines: Sequence[str], *, above: int = 0, dx: float = 0) -> Row:
        up = (above + len(lines) - 1) * self.room.leading + ABOVE
        return item.row(label="\n".join(lines), dx=dx, dy=-up, priority=NEVER)


def gauge_chart(gauges: Sequence[Gauge], room: Room, *, ticks: bool = False) -> Any:  # noqa: ANN401 - Altair's
    """Gauges below one another; with ``ticks`` the goal is a tick, else the outline of what is to be filled."""
    stub = STUB if any(one.actual.open_end for one in gauges) else 1
    stub = max(stub, *(room.widest(one.axis.texts) / 2 for one in gauges))
    edge = max(1, *(room.widest(one.axis.texts[:1]) / 2 for one in gauges))
    width = room.width - stub - edge
    words = [Words(gauge, room, width) for gauge in gauges]
    head = max(one.height for one in words)
    foot = OVER + LABEL_GAP + room.leading * max(1 if ticks else 0, *(len(one.pace) for one in words))
    views = [alt.layer(*_layers(one, ticks=ticks)).properties(width=width, height=TALL) for one in words]
    whole = alt.vconcat(*views, spacing=head + foot + BETWEEN, bounds="flush")
    height = len(gauges) * (head + TALL + foot) + (len(gauges) - 1) * BETWEEN
    return arranged(whole, room, Margins(edge, stub, head, foot), height)


def _layers(words: Words, *, ticks: bool) -> Layers:
    gauge, room = words.gauge, words.room
    x, told = (
        gauge.axis.encoding(alt.X, "value", room),
        {"description": alt.Description("title:N"), "href": alt.Href("fact:N")},
    )
    each = (gauge.axis.high - gauge.axis.low) / words.width
    actual, goal = data([_row(gauge.actual, STUB * each)]), data([_row(gauge.goal, STUB * each)])
    layers: Layers = [_bands(gauge, x, room)] if gauge.bands else []
    tall = MEASURED if ticks else FILLED
    if not ticks:
        layers.append(
            goal.mark_bar(size=TALL).encode(x=_at(x, "at"), x2=alt.X2Datum(0), **fills(room.theme), **told)
        )
    bar = actual.mark_bar(size=tall).encode(x=x, x2=alt.X2Datum(0), **fills(room.theme), **told)
    layers += [bar, *_ends(gauge, actual, goal, room, ticks=ticks)]
    tick: dict[str, Any] = {"orient": "vertical", "color": room.theme["ink"], "thickness": 2.0, "opacity": 1}
    if ticks:
        aim = goal.mark_tick(size=TALL, **tick)
        layers += [
            aim.encode(x=_at(x, name), **told)
            for name in (("low", "high") if gauge.goal.ends else ("value",))
        ]
    if gauge.pace:
        layers += _pace(gauge.pace, words, tick | {"size": TALL + OVER * 2})
    lines: dict[str, Any] = {"lineBreak": "\n", "lineHeight": room.leading}
    for row, align, weight, place in (
        (words.actual(), "left", BOLD, across(0)),
        (words.goal(), "right", NORMAL, "at:Q"),
    ):
        text = label_layer(data([row]), room, align=align, baseline="alphabetic", fontWeight=weight, **lines)
        layers.append(text.encode(x=place, y=down(0), href=alt.Href("fact:N")))
    return layers


def _at(x: Any, name: str) -> Any:  # noqa: ANN401 - Altair's channel
    """The same position by another field."""
    other = x.copy()
    other.shorthand = f"{name}:Q"
    return other


def _bands(gauge: Gauge, x: Any, room: Room) -> Any:  # noqa: ANN401 - Altair's
    """The bands, each in a shade of its own, the lowest darkest."""
    rows = [band.row(shade=shade) for band, shade in zip(gauge.bands, SHADES, strict=False)]
    shade = alt.Opacity("shade:Q", scale=None)
    bands = data(rows).mark_bar(size=TALL, color=room.theme["mark"])
    return bands.encode(
        x=_at(x, "low"),
        x2=alt.X2("high"),
        opacity=shade,
        description=alt.Description("title:N"),
        href=alt.Href("fact:N"),
    )


def _ends(gauge: Gauge, actual: alt.Chart, goal: alt.Chart, room: Room, *, ticks: bool) -> Layers:
    """What lies beyond a lower bound, hatched; the range of the actual as a whisker, the low end of the goal's."""
    layers: Layers = []
    if gauge.actual.open_end:
        role = "'forecast subject'" if gauge.actual.is_subject else "'forecast'"
        beyond = actual.transform_calculate(role=role).mark_bar(size=MEASURED if ticks else FILLED)
        layers.append(beyond.encode(x=alt.X("value:Q"), x2=alt.X2("open"), **fills(room.theme)))
    if gauge.actual.ends:
        layers.append(
            actual.mark_rule(color=room.theme["ink"], strokeWidth=WHISKER).encode(
                x=alt.X("low:Q"), x2=alt.X2("high")
            )
        )
    if gauge.goal.ends and not ticks:
        low = goal.mark_tick(
            orient="vertical", size=TALL, color=room.theme["strong"], thickness=WHISKER, opacity=1
        )
        layers.append(low.encode(x=alt.X("low:Q")))
    return layers


def _pace(pace: Item, words: Words, tick: Mapping[str, Any]) -> Layers:
    """The tick of an even pace, and its words below."""
    room, lines = words.room, words.pace
    at, half = words.at(pace.value or 0.0), room.widest(lines) / 2
    moved = min(max(at, half), words.width - half) - at
    base = data([pace.row(label="\n".join(lines), dx=moved, priority=NEVER)])
    broken: dict[str, Any] = {"lineBreak": "\n", "lineHeight": room.leading}
    text = label_layer(base, room, baseline="top", dy=OVER + LABEL_GAP - 1, **broken)
    told = {"description": alt.Description("title:N"), "href": alt.Href("fact:N")}
    return [
        base.mark_tick(**tick).encode(x=alt.X("value:Q"), **told),
        text.encode(x=alt.X("value:Q"), y=down(TALL), href=alt.Href("fact:N")),
    ]


def _row(item: Item, stub: float) -> Row:
    return item.row(open=(item.value or 0.0) + stub)


def _text(item: Item) -> str:
    return f"{item.name} {item.label}"
