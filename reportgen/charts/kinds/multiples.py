"""Small multiples: the same row of columns for several measures, on one scale."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Annotated, Any, Literal

import altair as alt
from pydantic import BeforeValidator, Field

from reportgen.charts.kind import Drawing, Scene, label_of, measure_line, noun_of
from reportgen.charts.lettering import BOLD, wrapped
from reportgen.charts.parts.axes import PeriodAxis, ValueAxis, from_zero
from reportgen.charts.parts.description import course, values
from reportgen.charts.parts.items import Item, extents
from reportgen.charts.parts.manner import Manner, check_one_axis
from reportgen.charts.parts.marks import OPEN_END, column_layers
from reportgen.charts.parts.ranking import Names, common_measure, named, one_or_more
from reportgen.charts.parts.room import LABEL_GAP, Margins, Room, arranged
from reportgen.charts.parts.series import required, series_items, series_table
from reportgen.periods import Period
from reportgen.setting import Setting

ACROSS, NARROW_ACROSS = (3, 4), 2  # panels side by side
COLUMNS = 64.0  # px: the height of a panel's columns
GAP, GAP_DOWN = 24.0, 14.0
MOST_LINES = 6  # of a title


class Options(Setting):
    """``{items: [a.yoy, b.yoy, c.yoy], periods: 6, scale: shared}``."""

    items: Annotated[tuple[str, ...], BeforeValidator(one_or_more)] = Field(min_length=2, max_length=12)
    periods: int = Field(default=6, ge=2, le=60)
    scale: Literal["shared", "own"] = "shared"  # "own" where the measures differ in size or unit
    labels: Names = Field(default={})


@dataclass(frozen=True)
class Panel:
    """One measure: its title and its columns."""

    title: str
    items: tuple[Item, ...]


def draw(options: Options, scene: Scene) -> Drawing:
    """A panel a measure, the latest value labelled; all on one scale unless told otherwise."""
    periods = scene.last(options.periods)
    series = {expression: scene.series(expression, periods) for expression in options.items}
    latest = {expression: required(facts, expression) for expression, facts in series.items()}
    every = [fact for facts in series.values() for fact in facts]
    if shared := options.scale == "shared":
        check_one_axis(every)
    one = scene.manner(every) if shared else None
    manners = {key: one or scene.manner(facts) for key, facts in series.items()}
    unit = one.unit if one else _common_unit(list(manners.values()))
    panels = [
        Panel(
            measure_line(name, "" if unit else manners[key].unit),
            _last_labelled(series_items(scene, periods, facts, manners[key], highlight=True)),
        )
        for name, (key, facts) in zip(named(scene, latest, options.labels), series.items(), strict=True)
    ]
    told = [
        course(scene, label_of(latest[key]), facts, periods, manners[key]) for key, facts in series.items()
    ]
    short = [period.short for period in periods]
    listed = [
        f"{measure_line(label_of(latest[key]), manners[key].unit)}: {values(scene, short, facts, manners[key])}"
        for key, facts in series.items()
    ]
    columns = [(label_of(latest[key]), facts, manners[key]) for key, facts in series.items()]
    return Drawing(
        measure=measure_line(
            common_measure(scene, list(latest.values())), unit, noun_of(scene.period, *every)
        ),
        table=series_table(scene, periods, columns),
        lead=scene.words.leads["multiples"].format(takeaway="; ".join(told)),
        values=" ".join(map(scene.words.ended, listed)),
        chart=lambda room: chart(room, periods, panels, shared=shared),
    )


def chart(room: Room, periods: Sequence[Period], panels: Sequence[Panel], *, shared: bool) -> Any:  # noqa: ANN401 - Altair's
    """Three or four panels in a row, two at half the width, each with its title above and its periods below."""
    across = _across(len(panels), room)
    down = -(-len(panels) // across)
    width = (room.width - GAP * (across - 1)) // across  # the engine places panels on whole pixels
    foot = PeriodAxis(tuple(periods), room, width, ends=True)
    titles = [wrapped(panel.title, foot.width, room.size, BOLD, MOST_LINES) for panel in panels]
    head = max(map(len, titles)) * room.leading + LABEL_GAP
    all_items = [item for panel in panels for item in panel.items]
    parts = [
        _panel(room, foot, panel.items, title, _axis(room, all_items if shared else panel.items))
        for panel, title in zip(panels, titles, strict=True)
    ]
    between = head + foot.height + GAP_DOWN
    joined = alt.concat(*parts, columns=across, spacing={"row": between, "column": GAP}, bounds="flush")
    return arranged(
        joined, room, Margins(top=head, bottom=foot.height), down * (COLUMNS + between) - GAP_DOWN
    )


def _across(count: int, room: Room) -> int:
    """How many panels stand in a row, so that the last row has the fewest places left."""
    if room.is_narrow or count <= min(ACROSS):
        return min(count, NARROW_ACROSS if room.is_narrow else count)
    return min(ACROSS, key=lambda across: (-count % across, -across))


def _panel(room: Room, foot: PeriodAxis, items: Sequence[Item], title: Sequence[str], axis: ValueAxis) -> Any:  # noqa: ANN401 - Altair's
    layers = column_layers(items, foot, axis, room, COLUMNS, reach=(0, foot.width))
    heading = alt.Title(
        list(title), anchor="start", frame="group", color=room.theme["ink"], fontWeight=BOLD, offset=LABEL_GAP,
        lineHeight=room.leading,
    )  # fmt: skip
    return alt.layer(*layers).properties(width=foot.width, height=COLUMNS, title=heading)


def _axis(room: Room, items: Sequence[Item]) -> ValueAxis:
    """An axis from zero with room for the labels above and below."""
    letters = room.size + LABEL_GAP
    opened = OPEN_END if any(item.open_end for item in items) else 0
    return from_zero(extents(items), COLUMNS, letters, letters + opened)


def _common_unit(manners: Sequence[Manner]) -> str:
    units = {manner.unit for manner in manners}
    return units.pop() if len(units) == 1 else ""


def _last_labelled(items: Sequence[Item]) -> tuple[Item, ...]:
    last = max((index for index, item in enumerate(items) if item.value is not None), default=0)
    return tuple(item if index == last else replace(item, label="") for index, item in enumerate(items))
