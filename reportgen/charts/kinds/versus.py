"""Versus: actual beside what was expected and what was before; a panel an item, each from its own zero."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from math import ceil
from typing import Any

import altair as alt
from pydantic import Field

from reportgen.charts.kind import Drawing, Scene, label_of, measure_line
from reportgen.charts.lettering import BOLD, wrapped
from reportgen.charts.parts.bars import bar_layers, value_axis
from reportgen.charts.parts.beside import NOW, standings
from reportgen.charts.parts.description import values, when
from reportgen.charts.parts.items import Item
from reportgen.charts.parts.looks import Role
from reportgen.charts.parts.manner import Manner
from reportgen.charts.parts.marks import below_one_another
from reportgen.charts.parts.names import NameAxis
from reportgen.charts.parts.ranking import Expressions, Names
from reportgen.charts.parts.room import LABEL_GAP, Margins, Room, arranged, panel_title
from reportgen.charts.parts.series import item_of
from reportgen.charts.parts.standing import standing
from reportgen.errors import FormulaError
from reportgen.model import Cell, Fact, Table
from reportgen.setting import Setting

GUTTER, BELOW, ROW = 28.0, 14.0, 22.0  # px between panels across and down, and from one bar to the next


class Options(Setting):
    """``{items: [cloud_revenue, group_revenue], against: [consensus, year_ago]}``."""

    items: Expressions = Field(min_length=1, max_length=12)
    against: Expressions = Field(default=("consensus", "year_ago"), min_length=1, max_length=6)
    labels: Names = Field(default={})


@dataclass(frozen=True)
class Compared:
    """An item: its title, its fact, that and what it is held against by their names, and how they are said."""

    title: str
    now: Fact
    shown: Mapping[str, Fact | None]
    manner: Manner

    @property
    def facts(self) -> list[Fact | None]:
        return list(self.shown.values())


def draw(options: Options, scene: Scene) -> Drawing:
    """The actual in the accent, expectations outlined, earlier periods grey; what is unknown says so in its place."""
    if NOW in options.against:
        raise FormulaError(f"against '{NOW}': expected a date before, or a scenario")
    items = [_compared(scene, one, options) for one in options.items]
    moment = when([one.now for one in items], scene.period)
    panels = [(measure_line(one.title, one.manner.unit), _bars(scene, one)) for one in items]
    rows = tuple(
        (Cell(heading), *(scene.cell(fact, one.manner) for fact in one.facts))
        for one, (heading, _) in zip(items, panels, strict=True)
    )
    return Drawing(
        measure=measure_line(moment, scene.words.own_zero if len(items) > 1 else ""),
        table=Table(("", moment or scene.words.value, *list(items[0].shown)[1:]), rows),
        lead=scene.words.leads["versus"].format(takeaway="; ".join(_takeaway(scene, one) for one in items)),
        values=" ".join(
            scene.words.ended(f"{one.title}: {values(scene, list(one.shown), one.facts, one.manner)}")
            for one in items
        ),
        chart=lambda room: chart(room, panels),
    )


def chart(room: Room, panels: Sequence[tuple[str, Sequence[Item]]]) -> Any:  # noqa: ANN401 - Altair's
    """Panels of bars, two in a row where there is room; all names take the same room, so that their zeros align."""
    across = 1 if room.is_narrow or len(panels) == 1 else 2
    part = Room((room.width - GUTTER * (across - 1)) / across - 1, room.theme, room.stretch)
    axes = [NameAxis(tuple(item.name for item in items), part, frozenset((0,)), ROW) for _, items in panels]
    left, row = max(axis.margin for axis in axes), max(axis.row for axis in axes)
    titles = [wrapped(title, part.width, room.size, BOLD, 3) for title, _ in panels]
    inner, tall = part.width - left, row * len(panels[0][1])
    views = []
    for (_, items), axis, title in zip(panels, axes, titles, strict=True):
        names = replace(axis, least_margin=left, least_row=row)
        bars = alt.layer(*bar_layers(items, names, value_axis(items, room, inner), room, inner))
        views.append(bars.properties(width=inner, height=tall, title=panel_title(title, room, dx=1 - left)))
    starts, below = range(0, len(panels), across), round(BELOW * room.stretch)
    heads = [ceil(max(map(len, titles[at : at + across])) * room.leading + LABEL_GAP) for at in starts]
    whole = below_one_another(views, [head + below for head in heads[1:]], across, GUTTER + left)
    height = sum(heads) + len(starts) * (tall + below) - below + 1
    return arranged(whole, room, Margins(left, 0, heads[0], 1), height)


def _compared(scene: Scene, key: str, options: Options) -> Compared:
    shown_at, now = (NOW, *options.against), scene.fact(key)
    one = standings(scene, (key,), options.labels, shown_at, may_lack=True)
    shown = {one.heads[name]: fact for name, fact in one.found[key].items()}
    return Compared(options.labels.get(key) or label_of(now), now, shown, one.manner)


def _bars(scene: Scene, item: Compared) -> list[Item]:
    looks: list[Role | None] = ["subject", *(fact.scenario.look if fact else None for fact in item.facts[1:])]
    return [
        item_of(scene, fact, name, item.manner, role=look)
        for (name, fact), look in zip(item.shown.items(), looks, strict=True)
    ]


def _takeaway(scene: Scene, item: Compared) -> str:
    words, manner, others = scene.words, item.manner.in_full(), list(item.shown.items())[1:]
    text = words.was.format(title=item.title, value=scene.said(item.now, manner))
    known = {name: fact for name, fact in others if fact and not fact.quantity.state}
    sides = {name: words.sides[standing(item.now, fact)] for name, fact in known.items()}
    parts = [
        words.beside.format(side=sides[name], value=scene.said(fact, manner), name=name)
        for name, fact in known.items()
    ]
    unknown = [name for name, _ in others if name not in known]
    text = f"{text}, {words.listed(parts)}" if parts else text
    return words.unknown_beside.format(text=text, names=words.listed(unknown)) if unknown else text
