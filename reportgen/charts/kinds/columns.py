"""Columns: one measure over time, with a panel of its growth below where it is asked for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, Any, Literal

import altair as alt
from pydantic import BeforeValidator, Field, model_validator

from reportgen.charts.kind import Drawing, Scene, label_of, measure_line, noun_of
from reportgen.charts.lettering import wrapped
from reportgen.charts.parts.annotations import annotated
from reportgen.charts.parts.axes import Frame, PeriodAxis, ValueAxis, from_zero, ticked
from reportgen.charts.parts.description import course, drawn, values, values_sentence
from reportgen.charts.parts.items import Item, all_fit, extents
from reportgen.charts.parts.manner import Manner, check_one_axis
from reportgen.charts.parts.marks import OPEN_END, column_layers
from reportgen.charts.parts.outliers import broken, shortened
from reportgen.charts.parts.pointers import NOTHING, Pointers
from reportgen.charts.parts.room import LABEL_GAP, Margins, Room, arranged, panel_title, placed
from reportgen.charts.parts.series import required, series_items, series_table, toned
from reportgen.charts.parts.stacking import Parted, several
from reportgen.model import Fact
from reportgen.periods import Period

WIDE, HALF = 190.0, 166.0
GROWTH = 58.0  # the panel below
TICKS, FEW_TICKS = 5, 2
TOP = 5.0  # px: half the height of the letters of a tick


class Options(Parted):
    """``{series: cloud_revenue, periods: 6, growth: cloud_revenue.yoy, highlight: last}``.

    Of several, ``{series: [a, b], layout: stacked, total: c}``, the first one is the subject.
    """

    periods: int = Field(default=6, ge=2, le=60)
    growth: str = ""  # an expression, drawn in a panel of its own below
    highlight: Literal["last", "none"] = "last"  # which column is the subject
    layout: Annotated[Literal["grouped", "stacked", "100"], BeforeValidator(str)] = (
        "grouped"  # of several series
    )

    @model_validator(mode="after")
    def _of_one_or_of_several(self) -> Options:
        given = self.model_fields_set
        if self.is_several:
            for name in ("growth", "highlight"):
                if name in given:
                    raise ValueError(
                        f"'{name}' is of a single series without 'total'; leave it out, or the others"
                    )
        elif "layout" in given:
            raise ValueError("'layout' is of several series; leave it out, or give them, or their 'total'")
        if self.total and self.layout == "grouped":
            raise ValueError(
                "columns side by side show no 'total'; give 'layout: stacked' or '100', or leave it out"
            )
        return self


@dataclass(frozen=True, slots=True)
class Panel:
    """A row of columns, and how its numbers are said."""

    items: Sequence[Item]
    manner: Manner
    title: str = ""
    notes: Pointers = NOTHING


def draw(options: Options, scene: Scene) -> Drawing:
    """Columns from zero; a period without a value stays empty and says "n.a."."""
    if options.is_several:
        kind = "grouped" if options.layout == "grouped" else "stacked"
        return several(scene, options, options.layout, kind)
    [expression], asked = options.series, options.periods_of(scene, options.periods)
    facts = options.series_of(scene, expression, asked)
    known = facts[: len(facts) - options.ahead]
    first, periods = required(known, expression), drawn(asked, facts)
    check_one_axis(facts)
    name = options.labels.get(expression, label_of(first))
    manner = scene.manner(facts)
    growth = options.series_of(scene, options.growth, asked) if options.growth else ()
    growth_manner = scene.manner(growth, signed=True)
    growth_label = label_of(required(growth, options.growth)) if growth else ""
    main = _items(options, scene, periods, facts, manner)
    below: Sequence[Item] = ()
    panels = [Panel(main, manner, notes=annotated(options, scene, periods, facts, manner))]
    if growth:
        below = _items(options, scene, periods, growth, growth_manner)
        panels.append(Panel(below, growth_manner, measure_line(growth_label, growth_manner.unit)))
    short = options.named(periods, facts)
    told_of = course(scene, name, known, periods[: len(known)], manner)
    told = f"{growth_label}: {values(scene, short, growth, growth_manner)}" if growth else ""
    return Drawing(
        measure=measure_line(name, manner.unit, noun_of(scene.period, *facts)),
        table=series_table(
            scene, periods, [(name, facts, manner), (growth_label, growth, growth_manner)], short
        ),
        lead=scene.words.leads["columns"].format(takeaway=told_of),
        values=" ".join(
            filter(None, (values_sentence(scene, values(scene, short, facts, manner), manner),
                          scene.words.ended(told) if told else "", shortened((*main, *below), scene.words))),
        ),
        chart=lambda room: chart(room, periods, panels),
    )  # fmt: skip


def _items(
    options: Options, scene: Scene, periods: Sequence[Period], facts: Sequence[Fact | None], manner: Manner
) -> Sequence[Item]:
    """The columns of a panel: the latest as the subject, changes told apart, outliers broken."""
    last = options.highlight == "last"
    items = series_items(scene, periods, facts, manner, highlight=last, ahead=options.ahead)
    return broken([toned(items, facts)])[0]


def chart(room: Room, periods: Sequence[Period], panels: Sequence[Panel]) -> Any:  # noqa: ANN401 - Altair's
    """The columns, and below them those of the growth in a panel with a title."""
    height = room.tall(HALF, WIDE)
    main, *below = panels
    foot = PeriodAxis(tuple(periods), room, room.width)
    inner = height - foot.height - TOP
    axes = [
        _axis(room, foot, main, inner),
        *(_axis(room, foot, panel, GROWTH) for panel in below),
    ]
    left = max(axis.margin(room) for axis in axes)
    right = max(PeriodAxis(tuple(periods), room, room.width - left).overhang[1], main.notes.side(room))
    foot, left, right = PeriodAxis(tuple(periods), room, room.width - left - right, left=left).held()
    margins = Margins(left, right, TOP + main.notes.head(room, foot), foot.height)
    height = inner + margins.top + margins.bottom
    frames = [
        Frame(room, foot, axis, margins, tall) for axis, tall in zip(axes, (inner, GROWTH), strict=False)
    ]
    layers = [
        column_layers(panel.items, frame, labelled=panel is panels[-1], notes=panel.notes)
        for panel, frame in zip(panels, frames, strict=True)
    ]
    if not below:
        return placed(alt.layer(*layers[0]), room, margins, height)
    lines = wrapped(below[0].title, room.width - 1, room.size)
    gap = room.leading * len(lines) + LABEL_GAP * 2
    said = lines if len(lines) > 1 else below[0].title
    title = panel_title(said, room, color=room.theme["muted"], fontWeight=400, dx=1 - left)
    stacked = alt.vconcat(
        alt.layer(*layers[0]).properties(width=foot.width, height=inner),
        alt.layer(*layers[1]).properties(width=foot.width, height=GROWTH, title=title),
        spacing=gap, bounds="flush",
    )  # fmt: skip
    return arranged(stacked, room, margins, height + gap + GROWTH)


def _axis(room: Room, periods: PeriodAxis, panel: Panel, height: float) -> ValueAxis:
    """An axis from zero, with ticks where not every column has its label."""
    letters = room.size + LABEL_GAP
    opened = OPEN_END if any(item.open_end for item in panel.items) else 0
    axis = from_zero([*extents(panel.items), *panel.notes.values], height, letters, letters + opened)
    labelled = all_fit(panel.items, periods.middles, room, (0, periods.width))
    return axis if labelled else ticked(axis, panel.manner, TICKS if height > GROWTH else FEW_TICKS)
