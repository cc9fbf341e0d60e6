"""What a chart shows, one item a mark: where it stands, how it looks, whose number it is, and its label."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import altair as alt

from reportgen.charts.lettering import BOLD, NORMAL, apart
from reportgen.charts.parts.looks import Role, letters
from reportgen.charts.parts.room import Room

Row = dict[str, Any]

# Whose label gives way first where there is too little room: the highest.
LAST, FIRST, EXTREME, REST = 1, 2, 3, 4
NEVER = 0  # a label that must be there


@dataclass(frozen=True, slots=True)
class Item:
    """A mark: its name, its value, its label, its role. A value of None is a gap."""

    name: str
    value: float | None
    label: str
    role: Role = "prior"
    open_end: bool = False  # the value is a lower bound
    ends: tuple[float, float] | None = None  # of a range, of which the value is the midpoint
    fact: str = ""  # the key of what it shows
    series: str = ""
    priority: int = REST
    emphasised: bool = False  # as a subject is, without the colour of one
    is_broken: bool = False  # its mark is longer than it is drawn

    @property
    def reach(self) -> float:
        """How far its mark reaches from zero: to the farther end of a range."""
        value = self.value or 0.0
        if self.ends is None:
            return value
        return self.ends[0] if value < 0 else self.ends[1]

    @property
    def extent(self) -> tuple[float, ...]:
        """Every value that its axis has to hold."""
        return () if self.value is None else (self.value, *(self.ends or ()))

    @property
    def is_subject(self) -> bool:
        return self.emphasised or self.role in ("subject", "forecast subject")

    def row(self, **further: Any) -> Row:  # noqa: ANN401 - whatever JSON holds
        """The item as a record of a chart's data; ``at`` is where its label stands."""
        low, high = self.ends or (None, None)
        return {
            "name": self.name, "value": self.value, "label": self.label, "role": self.role, "at": self.reach,
            "low": low, "high": high, "series": self.series, "fact": self.fact, "priority": self.priority,
            "bold": self.is_subject,
            "broken": self.is_broken,
            "title": f"{self.name}: {self.label}" if self.name else self.label, "shown": True,
        } | further  # fmt: skip


def extents(items: Iterable[Item]) -> list[float]:
    """Every value that the axis of some items has to hold."""
    return [value for item in items for value in item.extent]


def by_priority(items: Sequence[Item]) -> list[int]:
    """The items whose labels come first: the subject, the last, the first, the extremes, other turns, later ones."""
    values = [item.value for item in items]
    known = [value for value in values if value is not None]
    ends = {min(known), max(known)} if known else set()
    last = max((index for index, value in enumerate(values) if value is not None), default=0)
    first = next((index for index, value in enumerate(values) if value is not None), 0)
    framed = [None, *values, None]
    turns = [_turns(*framed[at : at + 3]) for at in range(len(values))]
    return sorted(
        range(len(items)),
        key=lambda i: (
            not items[i].is_subject,
            i != last,
            i != first,
            values[i] not in ends,
            not turns[i],
            -i,
        ),
    )


BESIDE = 4  # px that labels of one row keep apart, at least: nearer, two numbers read as one


def prioritised(items: Sequence[Item]) -> list[Item]:
    """The items with the rank by which their labels give way."""
    order = by_priority(items)
    return [replace(item, priority=order.index(index) + 1) for index, item in enumerate(items)]


def all_fit(items: Sequence[Item], middles: Sequence[float], room: Room, reach: tuple[float, float]) -> bool:
    """Whether each of the items side by side has room for its label."""
    return all(row["shown"] for row in in_a_row(items, middles, room, reach))


def in_a_row(
    items: Sequence[Item],
    middles: Sequence[float],
    room: Room,
    reach: tuple[float, float],
    most: int | None = None,
) -> list[Row]:
    """Rows of items side by side; labels that would touch are not shown, those at the edge are moved in.

    Args:
        items: from left to right, prioritised.
        middles: where they stand, in CSS px.
        room: the chart's.
        reach: how far left and right labels may stand, in CSS px.
        most: labels at most, those that come first.
    """
    widths = [room.width_of(item.label, bold=item.is_subject) for item in items]
    places = [
        min(max(middle, reach[0] + width / 2), reach[1] - width / 2)
        for middle, width in zip(middles, widths, strict=True)
    ]
    spans = [(place - width / 2, place + width / 2) for place, width in zip(places, widths, strict=True)]
    order = sorted(range(len(items)), key=lambda index: items[index].priority)[:most]
    shown = apart(spans, order, BESIDE)
    return [
        item.row(shown=index in shown, dx=round(places[index] - middles[index], 2))
        for index, item in enumerate(items)
    ]


def label_layer(base: alt.Chart, room: Room, *, on_marks: bool = False, **mark: Any) -> Any:  # noqa: ANN401 - Altair's marks
    """The labels that are shown, those of subjects bold; their offsets are the rows' ``dx`` and ``dy``."""
    look = {
        "dx": alt.ExprRef("datum.dx || 0"),
        "dy": alt.ExprRef("datum.dy || 0"),
        "fontWeight": alt.ExprRef(f"datum.bold ? {BOLD} : {NORMAL}"),
    }
    layer = base.transform_filter("datum.shown && datum.label").mark_text(**(look | mark))
    return layer.encode(
        text=alt.Text("label:N"), href=alt.Href("fact:N"), **letters(room.theme, on_marks=on_marks)
    )


def _turns(before: float | None, value: float | None, after: float | None) -> bool:
    """Whether a course has a peak or a valley here: its slopes on either side say nothing that this does not."""
    return None not in (before, value, after) and (value - before) * (after - value) < 0  # type: ignore[operator]
