"""Versus: actual beside what was expected and what was before; a panel an item, each from its own zero."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Annotated, Any

import altair as alt
from pydantic import BeforeValidator, Field

from reportgen.charts.kind import Drawing, Scene, asked, beside, fact_or_none, label_of, measure_line
from reportgen.charts.lettering import BOLD, wrapped
from reportgen.charts.parts.bars import bar_layers, value_axis
from reportgen.charts.parts.description import values
from reportgen.charts.parts.items import Item
from reportgen.charts.parts.manner import Manner, check_one_axis
from reportgen.charts.parts.moments import when
from reportgen.charts.parts.names import NameAxis
from reportgen.charts.parts.ranking import Names, one_or_more
from reportgen.charts.parts.room import LABEL_GAP, Margins, Room, arranged
from reportgen.charts.parts.series import item_of
from reportgen.charts.parts.standing import standing
from reportgen.errors import FormulaError
from reportgen.findings import likely
from reportgen.model import Cell, Fact, Table
from reportgen.setting import Setting

GUTTER, BELOW, ROW = 28.0, 14.0, 22.0  # px between panels across and down, and from one bar to the next
EARLIER = ("year_ago", "prior")
Others = Mapping[str, Fact | None]


class Options(Setting):
    """``{items: [cloud_revenue, group_revenue], against: [consensus, year_ago]}``."""

    items: Annotated[tuple[str, ...], BeforeValidator(one_or_more)] = Field(min_length=1, max_length=12)
    against: Annotated[tuple[str, ...], BeforeValidator(one_or_more)] = Field(
        default=("consensus", "year_ago"), min_length=1, max_length=6
    )
    labels: Names = Field(default={})


@dataclass(frozen=True)
class Compared:
    """An item: its title, its fact, what it is held against by name (None where nobody knows it), and the manner."""

    title: str
    now: Fact
    others: Others
    manner: Manner

    @property
    def heading(self) -> str:
        """The title of its panel."""
        return measure_line(self.title, self.manner.unit)

    @property
    def unknown(self) -> list[str]:
        return [name for name, fact in self.others.items() if fact is None or fact.quantity.state]


def draw(options: Options, scene: Scene) -> Drawing:
    """The actual in the accent, expectations outlined, earlier periods grey; what is unknown says so in its place."""
    names = _names(options.against, scene)
    items = [_compared(expression, names, options, scene) for expression in options.items]
    moment = when([item.now for item in items], scene.period)
    panels = [(item.heading, _bars(scene, item)) for item in items]
    rows = tuple(
        (Cell(item.heading), *(scene.cell(fact, item.manner) for fact in (item.now, *item.others.values())))
        for item in items
    )
    return Drawing(
        measure=measure_line(moment, scene.words.own_zero if len(items) > 1 else ""),
        table=Table(("", moment or scene.words.value, *names.values()), rows),
        lead=scene.words.leads["versus"].format(takeaway="; ".join(_takeaway(scene, item) for item in items)),
        values=" ".join(_values(scene, item) for item in items),
        chart=lambda room: chart(room, panels),
    )


def chart(room: Room, panels: Sequence[tuple[str, Sequence[Item]]]) -> Any:  # noqa: ANN401 - Altair's
    """Panels of bars, two in a row where there is room; all names take the same room, so that their zeros align."""
    across = 1 if room.is_narrow or len(panels) == 1 else 2
    part = Room((room.width - GUTTER * (across - 1)) / across - 1, room.theme)
    axes = [NameAxis(tuple(item.name for item in items), part, frozenset((0,)), ROW) for _, items in panels]
    left, row = max(axis.margin for axis in axes), max(axis.row for axis in axes)
    titles = [wrapped(title, part.width, room.size, BOLD, 3) for title, _ in panels]
    head = max(map(len, titles)) * room.leading + LABEL_GAP
    inner, tall = part.width - left, row * len(panels[0][1])
    views = [
        alt.layer(
            *bar_layers(
                items,
                replace(axis, least_margin=left, least_row=row),
                value_axis(items, room, inner),
                room,
                inner,
            )
        ).properties(width=inner, height=tall, title=_title(title, left, room))
        for (_, items), axis, title in zip(panels, axes, titles, strict=True)
    ]
    down = -(-len(panels) // across)
    spacing = {"row": head + BELOW, "column": GUTTER + left}
    whole = alt.concat(*views, columns=across, spacing=spacing, bounds="flush")
    height = down * (head + tall) + (down - 1) * BELOW + 1
    return arranged(whole, room, Margins(left, 0, head, 1), height)


def _title(lines: Sequence[str], left: float, room: Room) -> Any:  # noqa: ANN401 - Altair's
    return alt.Title(
        list(lines), anchor="start", frame="group", dx=1 - left, offset=LABEL_GAP, color=room.theme["ink"],
        fontWeight=BOLD, lineHeight=room.leading,
    )  # fmt: skip


def _compared(expression: str, names: Mapping[str, str], options: Options, scene: Scene) -> Compared:
    now = scene.fact(expression)
    others = {
        name: beside(now, fact_or_none(asked(scene.ref(expression), against)))
        for against, name in names.items()
    }
    check_one_axis([now, *others.values()])
    title = options.labels.get(expression) or label_of(now)
    return Compared(title, now, others, scene.manner([now, *others.values()]))


def _names(against: Sequence[str], scene: Scene) -> Mapping[str, str]:
    """What is compared with, by what an author writes. Raises FormulaError for what is no scenario."""
    known = (*scene.book.scenarios, *EARLIER)
    for name in against:
        if name not in known:
            raise FormulaError(f"against '{name}'{likely(name, known)}")
    return {
        name: str(getattr(scene.period, name).short) if name in EARLIER else scene.book.scenarios[name].label
        for name in against
    }


def _bars(scene: Scene, item: Compared) -> list[Item]:
    bars = [item_of(scene, item.now, when([item.now], scene.period), item.manner, role="subject")]
    for name, fact in item.others.items():
        bars.append(item_of(scene, fact, name, item.manner, role=fact.scenario.look if fact else None))
    return bars


def _takeaway(scene: Scene, item: Compared) -> str:
    words, manner = scene.words, item.manner.in_full()
    text = words.was.format(title=item.title, value=scene.said(item.now, manner))
    parts = [
        words.beside.format(
            side=words.sides[standing(item.now, fact)], value=scene.said(fact, manner), name=name
        )
        for name, fact in item.others.items()
        if fact and not fact.quantity.state
    ]
    text = f"{text}, {words.listed(parts)}" if parts else text
    return words.unknown_beside.format(text=text, names=words.listed(item.unknown)) if item.unknown else text


def _values(scene: Scene, item: Compared) -> str:
    named = {when([item.now], scene.period): item.now, **item.others}
    return scene.words.ended(f"{item.title}: {values(scene, list(named), list(named.values()), item.manner)}")
