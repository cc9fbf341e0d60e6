"""Columns: one measure over time, with a panel of its growth below where it is asked for."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal

import altair as alt
from pydantic import Field

from reportgen.charts.axes import PeriodAxis, from_zero
from reportgen.charts.description import course, values, values_sentence
from reportgen.charts.items import Item, extents
from reportgen.charts.kind import Drawing, Scene, label_of, measure_line, noun_of
from reportgen.charts.manner import check_one_axis
from reportgen.charts.marks import OPEN_END, column_layers
from reportgen.charts.moments import drawn
from reportgen.charts.room import LABEL_GAP, Margins, Room, arranged, placed
from reportgen.charts.series import required, series_items, series_table
from reportgen.periods import Period
from reportgen.settings import Setting

WIDE, HALF = 190.0, 166.0
GROWTH = 58.0  # the panel below


class Options(Setting):
    """``{series: cloud_revenue, periods: 6, growth: cloud_revenue.yoy, highlight: last}``."""

    series: str  # an expression
    periods: int = Field(default=6, ge=2, le=24)  # how many, up to the brief's
    growth: str = ""  # an expression, drawn in a panel of its own below
    highlight: Literal["last", "none"] = "last"  # which column is the subject


def draw(options: Options, scene: Scene) -> Drawing:
    """Columns from zero; a period without a value stays empty and says "n.a."."""
    asked = scene.last(options.periods)
    facts = scene.series(options.series, asked)
    first, periods = required(facts, options.series), drawn(asked, facts)
    check_one_axis(facts)
    manner, last = scene.manner(facts), options.highlight == "last"
    growth = scene.series(options.growth, asked) if options.growth else ()
    growth_manner = scene.manner(growth, signed=True)
    growth_label = label_of(required(growth, options.growth)) if growth else ""
    items = series_items(scene, periods, facts, manner, highlight=last)
    below = series_items(scene, periods, growth, growth_manner, highlight=last) if growth else []
    short = [period.short for period in periods]
    told = f"{growth_label}: {values(scene, short, growth, growth_manner)}" if growth else ""
    return Drawing(
        measure=measure_line(label_of(first), manner.unit, noun_of(scene.period, *facts)),
        table=series_table(
            scene, periods, [(label_of(first), facts, manner), (growth_label, growth, growth_manner)]
        ),
        lead=scene.words.leads["columns"].format(takeaway=course(scene, label_of(first), facts, periods, manner)),
        values=" ".join(
            filter(None, (values_sentence(scene, values(scene, short, facts, manner), manner),
                          scene.words.ended(told) if told else "")),
        ),
        chart=lambda room: chart(room, periods, items, below, measure_line(growth_label, growth_manner.unit)),
    )  # fmt: skip


def chart(room: Room, periods: Sequence[Period], items: Sequence[Item], growth: Sequence[Item], title: str) -> Any:  # noqa: ANN401 - Altair's
    """The columns, and below them those of the growth in a panel with a title."""
    height = HALF if room.is_narrow else WIDE
    axis = PeriodAxis(tuple(periods), room, room.width)
    margins = Margins(bottom=axis.height)
    inner = height - margins.bottom
    if not growth:
        return placed(_panel(room, axis, items, margins, inner), room, margins, height)
    gap = room.leading + LABEL_GAP * 2
    low = alt.Title(title, anchor="start", color=room.theme["muted"], fontWeight=400, offset=LABEL_GAP)
    above = _panel(room, axis, items, margins, inner, labelled=False).properties(width=room.width, height=inner)
    below = _panel(room, axis, growth, margins, GROWTH).properties(width=room.width, height=GROWTH, title=low)
    return arranged(alt.vconcat(above, below, spacing=gap, bounds="flush"), room, margins, height + gap + GROWTH)


def _panel(room: Room, periods: PeriodAxis, items: Sequence[Item], margins: Margins, height: float, *, labelled: bool = True) -> Any:  # noqa: ANN401 - Altair's
    letters = room.size + LABEL_GAP
    opened = OPEN_END if any(item.open_end for item in items) else 0
    axis = from_zero(extents(items), height, letters, letters + opened)
    return alt.layer(*column_layers(items, periods, axis, room, margins, height, labelled=labelled))
