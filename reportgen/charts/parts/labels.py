"""Labels: which have room beside one another, where they stand, and how they are drawn."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import altair as alt

from reportgen.charts.lettering import BOLD, NORMAL, apart
from reportgen.charts.parts.items import Item, Row, by_priority
from reportgen.charts.parts.looks import letters
from reportgen.charts.parts.room import Room

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
