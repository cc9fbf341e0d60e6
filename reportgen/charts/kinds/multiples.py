"""Small multiples: the same row of columns for several measures, on one scale."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import chain
from typing import Any, Literal

import altair as alt
from pydantic import Field as Setting

from reportgen.charts.kind import Drawing, Scene, label_of, measure_line, noun_of
from reportgen.charts.lettering import BOLD, wrapped
from reportgen.charts.parts.annotations import Annotatable, annotated
from reportgen.charts.parts.axes import Frame, PeriodAxis, ValueAxis, from_zero
from reportgen.charts.parts.description import course, values
from reportgen.charts.parts.items import Item, extents
from reportgen.charts.parts.manner import Manner, check_one_axis
from reportgen.charts.parts.marks import OPEN_END, column_layers
from reportgen.charts.parts.outliers import broken, shortened
from reportgen.charts.parts.ranking import Expressions, Names, common_measure, named
from reportgen.charts.parts.repeated import Repeated, repeated
from reportgen.charts.parts.room import LABEL_GAP, Margins, Room, arranged, panel_title
from reportgen.charts.parts.series import Outlook, required, series_items, series_table, toned
from reportgen.errors import FormulaError
from reportgen.periods import Period

ACROSS, NARROW_ACROSS = (3, 4), 2  # panels side by side
COLUMNS = 64.0  # px: the height of a panel's columns
GAP, GAP_DOWN = 24.0, 14.0
MOST_LINES = 6  # of a title


class Options(Annotatable, Outlook):
    """``{items: [a.yoy, b.yoy, c.yoy], periods: 6, scale: shared}``."""

    items: Expressions = Setting(min_length=2, max_length=12)
    periods: int = Setting(default=6, ge=2, le=60)
    scale: Literal["shared", "own"] = "shared"  # "own" where the measures differ in size or unit
    labels: Names = Setting(default={})


@dataclass(frozen=True)
class Panel:
    """One measure: its title and its columns."""

    title: str
    items: tuple[Item, ...]


def draw(options: Options, scene: Scene) -> Drawing:
    """A panel a measure, the latest value labelled; all on one scale unless told otherwise."""
    periods, ahead = options.periods_of(scene, options.periods), options.ahead
    series = {expression: options.series_of(scene, expression, periods) for expression in options.items}
    known = {expression: facts[: len(facts) - ahead] for expression, facts in series.items()}
    latest = {expression: required(facts, expression) for expression, facts in known.items()}
    every = [fact for facts in series.values() for fact in facts]
    if shared := options.scale == "shared":
        check_one_axis(every)
    one = scene.manner(every) if shared else None
    manners = {key: one or scene.manner(facts) for key, facts in series.items()}
    unit = one.unit if one else _common_unit(list(manners.values()))
    columns = {
        key: toned(series_items(scene, periods, facts, manners[key], highlight=True, ahead=ahead), facts)
        for key, facts in series.items()
    }
    cut = broken(list(columns.values())) if shared else [broken([items])[0] for items in columns.values()]
    panels = [
        Panel(
            measure_line(name, "" if unit else manners[key].unit),
            _last_labelled(items, ahead),
        )
        for name, key, items in zip(named(scene, latest, options.labels), series, cut, strict=True)
    ]
    if options.scale == "own" and (options.reference or options.band):
        raise FormulaError(
            "'reference' and 'band' stand on one scale, and with 'scale: own' there are several"
        )
    notes = repeated(annotated(options, scene, periods, every, manners[options.items[0]]), scene.words)
    told = [
        course(scene, label_of(latest[key]), facts, periods[: len(facts)], manners[key])
        for key, facts in known.items()
    ]
    short = options.named(periods, next(iter(series.values())))
    listed = [
        f"{measure_line(label_of(latest[key]), manners[key].unit)}: {values(scene, short, facts, manners[key])}"
        for key, facts in series.items()
    ]
    tabled = [(label_of(latest[key]), facts, manners[key]) for key, facts in series.items()]
    return Drawing(
        measure=measure_line(
            common_measure(scene, list(latest.values())), unit, noun_of(scene.period, *every)
        ),
        table=series_table(scene, periods, tabled, short),
        lead=scene.words.leads["multiples"].format(takeaway="; ".join(told)),
        values=" ".join(filter(None, (*map(scene.words.ended, listed), shortened(chain(*cut), scene.words)))),
        chart=lambda room: chart(room, periods, panels, notes, shared=shared),
    )


def chart(
    room: Room, periods: Sequence[Period], panels: Sequence[Panel], notes: Repeated, *, shared: bool
) -> Any:  # noqa: ANN401 - Altair's
    """Three or four panels in a row, two at half the width, each with its title above and its periods below."""
    across = _across(len(panels), room)
    down, tall = -(-len(panels) // across), room.tall(COLUMNS, COLUMNS)
    width = (room.width - GAP * (across - 1)) // across  # the engine places panels on whole pixels
    foot = PeriodAxis(tuple(periods), room, width, ends=True)
    over = notes.head(room, foot)
    titles = [wrapped(panel.title, foot.width, room.size, BOLD, MOST_LINES) for panel in panels]
    head = max(map(len, titles)) * room.leading + LABEL_GAP + over
    all_items = [item for panel in panels for item in panel.items]
    held = notes.values
    axes = [_axis(room, tall, all_items if shared else panel.items, held) for panel in panels]
    above = notes.key_height(room)
    layers = [
        column_layers(panel.items, Frame(room, foot, axis, Margins(), tall), notes=notes)
        for axis, panel in zip(axes, panels, strict=True)
    ]
    parts = [
        alt.layer(*each).properties(
            width=width, height=tall, title=panel_title(title, room, offset=LABEL_GAP + over)
        )
        for each, title in zip(layers, titles, strict=True)
    ]
    between = head + foot.height + GAP_DOWN
    joined = alt.concat(*parts, columns=across, spacing={"row": between, "column": GAP}, bounds="flush")
    height = down * (tall + between) - GAP_DOWN
    if not above:
        return arranged(joined, room, Margins(top=head, bottom=foot.height), height)
    key = alt.layer(*notes.key_layers(room)).properties(width=room.width, height=above)
    whole = alt.vconcat(key, joined, spacing=head + LABEL_GAP * 2, bounds="flush")
    return arranged(whole, room, Margins(bottom=foot.height), above + LABEL_GAP * 2 + height)


def _across(count: int, room: Room) -> int:
    """How many panels stand in a row, so that the last row has the fewest places left."""
    if room.is_narrow or count <= min(ACROSS):
        return min(count, NARROW_ACROSS if room.is_narrow else count)
    return min(ACROSS, key=lambda across: (-count % across, -across))


def _axis(room: Room, tall: float, items: Sequence[Item], held: Sequence[float]) -> ValueAxis:
    """An axis from zero with room for the labels above and below."""
    letters = room.size + LABEL_GAP
    opened = OPEN_END if any(item.open_end for item in items) else 0
    return from_zero([*extents(items), *held], tall, letters, letters + opened)


def _common_unit(manners: Sequence[Manner]) -> str:
    units = {manner.unit for manner in manners}
    return units.pop() if len(units) == 1 else ""


def _last_labelled(items: Sequence[Item], ahead: int) -> tuple[Item, ...]:
    """The latest value has its label, what is expected last, and what is missing."""
    known = [index for index, item in enumerate(items) if item.value is not None]
    latest = [index for index in known if index < len(items) - ahead]
    cut = [index for index, item in enumerate(items) if item.is_broken]
    labelled = {*latest[-1:], *(known[-1:] if ahead else []), *cut} or {0}
    return tuple(
        item if index in labelled or item.value is None else replace(item, label="")
        for index, item in enumerate(items)
    )
