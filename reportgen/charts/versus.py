"""Versus: actual beside what was expected and what was before; a panel an item, each from its own zero."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated

from pydantic import BeforeValidator, Field

from reportgen.charts.canvas import Canvas
from reportgen.charts.columns import NARROW
from reportgen.charts.description import values
from reportgen.charts.kind import (
    Drawing,
    Scene,
    asked,
    beside,
    ends_of,
    fact_or_none,
    label_of,
    measure_line,
    value_of,
)
from reportgen.charts.lettering import BOLD, shortened, widest
from reportgen.charts.line import one_or_more
from reportgen.charts.manner import Manner, check_one_axis
from reportgen.charts.moments import when
from reportgen.charts.panel import Frame, Item, bars
from reportgen.errors import FormulaError
from reportgen.figures.digits import said
from reportgen.findings import likely
from reportgen.model import Cell, Fact, Table
from reportgen.setting import Setting

ROW, BAR, HEAD = 22.0, 14.0, 20.0
GUTTER_BETWEEN = 28.0

EARLIER = ("year_ago", "prior")


class Options(Setting):
    """``{items: [cloud_revenue, group_revenue], against: [consensus, year_ago]}``."""

    items: Annotated[tuple[str, ...], BeforeValidator(one_or_more)] = Field(min_length=1, max_length=6)
    against: tuple[str, ...] = Field(default=("consensus", "year_ago"), min_length=1, max_length=3)
    labels: Mapping[str, str] = {}


@dataclass(frozen=True)
class Panel:
    """One item: its title and its bars, the actual first."""

    title: str
    items: tuple[Item, ...]


def draw(options: Options, scene: Scene) -> Drawing:
    """The actual in the accent, expectations outlined, earlier periods grey; what is unknown is left out."""
    _check_against(options.against, scene)
    now = {expression: scene.fact(expression) for expression in options.items}
    others = {
        expression: {
            str(name): beside(fact, fact_or_none(asked(scene.ref(expression), name)))
            for name in options.against
        }
        for expression, fact in now.items()
    }
    for expression, fact in now.items():
        check_one_axis([fact, *others[expression].values()])
    titles = [options.labels.get(expression) or label_of(fact) for expression, fact in now.items()]
    manners = {key: scene.manner([fact, *others[key].values()]) for key, fact in now.items()}
    panels = [
        Panel(measure_line(title, manners[key].unit), _items(scene, now[key], others[key], manners[key]))
        for title, key in zip(titles, now, strict=True)
    ]
    shown = [name for name in options.against if any(others[key][name] for key in now)]

    def sketch(width: float) -> Canvas:
        return _sketched(scene, width, panels)

    rows = tuple(
        (
            Cell(panel.title),
            scene.cell(now[key], manners[key]),
            *(scene.cell(others[key][name], manners[key]) for name in shown),
        )
        for panel, key in zip(panels, now, strict=True)
    )
    takeaways = [
        _takeaway(scene, title, now[key], others[key], manners[key].in_full())
        for title, key in zip(titles, now, strict=True)
    ]
    compared = [_name(scene, name) for name in shown]
    return Drawing(
        measure=measure_line(
            when(now.values(), scene.period), scene.words.own_zero if len(panels) > 1 else ""
        ),
        table=Table(("", when(now.values(), scene.period) or scene.words.value, *compared), rows),
        lead=scene.words.leads["versus"].format(takeaway="; ".join(takeaways)),
        values=" ".join(
            _values(scene, panel.title, now[key], others[key], manners[key])
            for panel, key in zip(panels, now, strict=True)
        ),
        sketch=sketch,
    )


def _check_against(asked: Sequence[str], scene: Scene) -> None:
    known = (*scene.book.scenarios, *EARLIER)
    for name in asked:
        if name not in known:
            raise FormulaError(f"against '{name}'{likely(name, known)}")


def _items(scene: Scene, now: Fact, others: Mapping[str, Fact | None], manner: Manner) -> tuple[Item, ...]:
    label = scene.labelled(now, manner)
    items = [Item(when([now], scene.period), value_of(now), label, "subject", ends=ends_of(now))]
    for name, fact in others.items():
        if fact and not fact.quantity.state:
            items.append(
                Item(
                    _name(scene, name),
                    value_of(fact),
                    scene.labelled(fact, manner),
                    fact.scenario.look,
                    ends=ends_of(fact),
                )
            )
    return tuple(items)


def _name(scene: Scene, against: str) -> str:
    if against in EARLIER:
        return str(getattr(scene.period, against).short)
    return scene.book.scenarios[against].label


def _takeaway(scene: Scene, title: str, now: Fact, others: Mapping[str, Fact | None], manner: Manner) -> str:
    words = scene.words
    text = words.was.format(title=title, value=scene.said(now, manner))
    parts = []
    for name, fact in others.items():
        if fact is None or fact.quantity.state:
            continue
        side = words.sides[_beside(now, fact) if fact.quantity.is_range else _side(now, fact)]
        parts.append(words.beside.format(side=side, value=scene.said(fact, manner), name=_name(scene, name)))
    return f"{text}, {words.and_.join(parts)}" if parts else text


def _side(now: Fact, other: Fact) -> str:
    """How a number stands to another, as both are shown."""
    one, two = (said(fact).number * said(fact).unit.factor for fact in (now, other))
    return "above" if one > two else "below" if one < two else "equal"


def _beside(now: Fact, other: Fact) -> str:
    """How a number stands to a range, as far as rounding tells."""
    one, span = now.quantity.interval, other.quantity.interval
    if one.low > span.high:
        return "above"
    if one.high < span.low:
        return "below"
    return "within" if span.low <= one.low and one.high <= span.high else "beside"


def _values(scene: Scene, title: str, now: Fact, others: Mapping[str, Fact | None], manner: Manner) -> str:
    known = {_name(scene, name): fact for name, fact in others.items() if fact}
    named = {when([now], scene.period): now, **known}
    return scene.words.ended(f"{title}: {values(scene, list(named), list(named.values()), manner)}")


def _sketched(scene: Scene, width: float, panels: Sequence[Panel]) -> Canvas:
    across = 1 if width < NARROW else min(len(panels), 2)
    rows = -(-len(panels) // across)
    depth = max(len(panel.items) for panel in panels)
    height = HEAD + depth * ROW
    canvas = Canvas(scene.theme, width, rows * height + (rows - 1) * 12)
    part = (width - GUTTER_BETWEEN * (across - 1)) / across
    gutter = widest((item.name for panel in panels for item in panel.items), canvas.size, BOLD)
    for index, panel in enumerate(panels):
        left, top = (index % across) * (part + GUTTER_BETWEEN), (index // across) * (height + 12)
        canvas.text(left, top + canvas.size, shortened(panel.title, part, canvas.size, BOLD), bold=True)
        frame = Frame(left, top + HEAD, left + part, top + HEAD + ROW * len(panel.items))
        bars(canvas, frame, panel.items, gutter, BAR)
    return canvas
