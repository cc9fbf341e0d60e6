"""Small multiples: the same series of columns for several measures, side by side."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field

from reportgen.charts.bars import common_measure, named
from reportgen.charts.canvas import Canvas
from reportgen.charts.columns import NARROW, required, series_items, series_table
from reportgen.charts.description import course, values
from reportgen.charts.kind import Drawing, Scene, label_of, measure_line, noun_of
from reportgen.charts.lettering import BOLD, width_of, wrapped
from reportgen.charts.line import one_or_more
from reportgen.charts.manner import check_one_axis
from reportgen.charts.panel import Frame, Item, column_scale, columns
from reportgen.periods import Period
from reportgen.setting import Setting

PANEL, GAP, GAP_DOWN = 96.0, 24.0, 14.0
ACROSS = {"wide": 4, "half": 2}


class Options(Setting):
    """``{items: [a.yoy, b.yoy, c.yoy], periods: 6, scale: shared}``."""

    items: Annotated[tuple[str, ...], BeforeValidator(one_or_more)] = Field(min_length=2, max_length=12)
    periods: int = Field(default=6, ge=2, le=16)
    scale: Literal["shared", "own"] = "shared"  # "own" where the measures differ in size or unit
    labels: Mapping[str, str] = {}


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
    names = named(scene, latest, options.labels)
    if options.scale == "shared":
        check_one_axis(fact for facts in series.values() for fact in facts)
        shared = scene.manner(fact for facts in series.values() for fact in facts)
        manners = dict.fromkeys(series, shared)
    else:
        manners = {key: scene.manner(facts) for key, facts in series.items()}
    one_unit = len({manner.unit for manner in manners.values()}) == 1
    panels = [
        Panel(
            name if one_unit else measure_line(name, manners[key].unit),
            _last_labelled(series_items(scene, series[key], manners[key], highlight=True)),
        )
        for name, key in zip(names, series, strict=True)
    ]

    def sketch(width: float) -> Canvas:
        return _sketched(scene, width, panels, periods, shared=options.scale == "shared")

    short = [period.short for period in periods]
    manner = manners[options.items[0]]
    return Drawing(
        measure=measure_line(
            common_measure(scene, list(latest.values())),
            manner.unit if one_unit else "",
            noun_of(scene.period),
        ),
        table=series_table(
            scene, periods, [(label_of(latest[k]), facts, manners[k]) for k, facts in series.items()]
        ),
        lead=scene.words.leads["multiples"].format(
            takeaway="; ".join(
                course(scene, label_of(latest[k]), facts, periods, manners[k]) for k, facts in series.items()
            )
        ),
        values=" ".join(
            scene.words.ended(
                measure_line(label_of(latest[k]), manners[k].unit)
                + f": {values(scene, short, facts, manners[k])}"
            )
            for k, facts in series.items()
        ),
        sketch=sketch,
    )


def _last_labelled(items: Sequence[Item]) -> tuple[Item, ...]:
    last = max((index for index, item in enumerate(items) if item.value is not None), default=0)
    return tuple(item if index == last else replace(item, label="") for index, item in enumerate(items))


def _sketched(
    scene: Scene, width: float, panels: Sequence[Panel], periods: Sequence[Period], *, shared: bool
) -> Canvas:
    across = min(ACROSS["half" if width < NARROW else "wide"], len(panels))
    down = -(-len(panels) // across)
    part = (width - GAP * (across - 1)) / across
    size = scene.theme.sizes["chart"]
    titles = [wrapped(panel.title, part, size, BOLD) for panel in panels]
    head = max(map(len, titles)) * size * 1.25 + 4
    height = head + PANEL
    canvas = Canvas(scene.theme, width, down * height + (down - 1) * GAP_DOWN)
    values = [value for panel in panels for item in panel.items for value in item.extent]
    for index, (panel, title) in enumerate(zip(panels, titles, strict=True)):
        left, top = (index % across) * (part + GAP), (index // across) * (height + GAP_DOWN)
        for row, text in enumerate(title):
            canvas.text(left, top + size + row * canvas.leading, text, bold=True)
        frame = Frame(left, top + head, left + part, top + height - size - 8)
        columns(canvas, frame, panel.items, column_scale(canvas, frame, values) if shared else None)
        _ends(canvas, frame, periods)
    return canvas


def _ends(canvas: Canvas, frame: Frame, periods: Sequence[Period]) -> None:
    """The first and the last period below a panel."""
    baseline = frame.bottom + 3 + canvas.size
    first, last = periods[0].short, periods[-1].short
    if width_of(first + last, canvas.size) + 8 < frame.right - frame.left:
        canvas.text(frame.left, baseline, first, "muted")
    canvas.text(frame.right, baseline, last, "muted", "right")
