"""Dumbbell: two values of each of several items, joined, with the change at the end of the line."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field

from reportgen.charts.kind import Drawing, Scene, asked, fact_or_none, measure_line, paired, value_of
from reportgen.charts.parts.beside import (
    EARLIER,
    NOW,
    Columns,
    check_standings,
    dot_of,
    heading,
    meaning_of,
    standing,
    standing_roles,
    standings_table,
    standings_values,
)
from reportgen.charts.parts.description import values
from reportgen.charts.parts.dotted import Line, dot_chart
from reportgen.charts.parts.items import NEVER, Item
from reportgen.charts.parts.manner import Manner, check_one_axis
from reportgen.charts.parts.ranking import Names, common_measure, named, one_or_more
from reportgen.charts.parts.series import item_of
from reportgen.errors import FormulaError
from reportgen.figures.verbs import levels
from reportgen.model import Fact, Table
from reportgen.setting import Setting

SHARES = ("growth", "share", "margin", "ratio", "points")
CHANGES = {"year_ago": ("yoy", "change"), "prior": ("qoq", "step")}  # of amounts, and of shares in points
TOLD = 4  # pairs whose course the alternative text tells; of more the first and the last


class Options(Setting):
    """``{items: [a, b, c], from: year_ago, sort: change, highlight: a}``."""

    items: Annotated[tuple[str, ...], BeforeValidator(one_or_more)] = Field(min_length=2, max_length=50)
    before: str = Field(default="year_ago", validation_alias="from")  # what the values of now are set beside
    sort: Literal["change", "value", "given"] = "change"
    highlight: Annotated[tuple[str, ...], BeforeValidator(one_or_more)] = ()
    labels: Names = Field(default={})


@dataclass(frozen=True)
class Pair:
    """One item: its value now, what that is set beside, and the change from the one to the other."""

    key: str
    name: str
    now: Fact
    before: Fact | None
    change: Fact | None


def draw(options: Options, scene: Scene) -> Drawing:
    """A line an item, sorted by its change, which stands at its end; both values at the dots."""
    if options.before == NOW:
        raise FormulaError(
            "'from' names what the values of now are set beside: year_ago, prior or a scenario"
        )
    check_standings((options.before,), scene)
    now = {expression: scene.fact(expression) for expression in options.items}
    names = dict(zip(now, named(scene, now, options.labels), strict=True))
    pairs = [_pair(scene, key, names[key], fact, options.before) for key, fact in now.items()]
    check_one_axis([fact for pair in pairs for fact in (pair.now, pair.before)])
    manner = scene.manner(fact for pair in pairs for fact in (pair.now, pair.before))
    of_changes = scene.manner((pair.change for pair in pairs), signed=True)
    pairs = _sorted(pairs, options.sort)
    roles = standing_roles(scene, (NOW, options.before))
    heads = {name: heading(scene, now.values(), name) for name in (options.before, NOW)}
    lines = [
        Line(pair.name, tuple(
            dot_of(scene, fact, (pair.name, heads[name]), manner, roles[name], subject=pair.key in options.highlight)
            for name, fact in ((NOW, pair.now), (options.before, pair.before))
        ), _change(scene, pair, of_changes))
        for pair in pairs
    ]  # fmt: skip
    title, called = common_measure(scene, list(now.values())), [pair.name for pair in pairs]
    columns: Columns = {
        heads[options.before]: [pair.before for pair in pairs],
        heads[NOW]: [pair.now for pair in pairs],
    }
    table = standings_table(scene, called, columns, manner, title)
    delta = measure_line(scene.words.change, of_changes.unit)
    rows = tuple(
        (*row, scene.cell(pair.change, of_changes)) for row, pair in zip(table.rows, pairs, strict=True)
    )
    ends = pairs if len(pairs) <= TOLD else [*pairs[: TOLD // 2], *pairs[-TOLD // 2 :]]
    told = [_told(scene, pair, manner.in_full(), heads[options.before], options.before) for pair in ends]
    changes = values(scene, called, [pair.change for pair in pairs], of_changes)
    moved = scene.words.ended(f"{scene.words.change}: {changes}")
    return Drawing(
        measure=measure_line(title, manner.unit),
        table=Table((*table.header, delta), rows),
        lead=scene.words.leads["dumbbell"].format(takeaway="; ".join(told)),
        values=f"{standings_values(scene, called, columns, manner)} {moved}",
        chart=lambda room: dot_chart(
            room, lines, {roles[name]: head for name, head in heads.items()}, manner, scene.ledger.style,
            joined=True, change=scene.words.columns["change"],
        ),
    )  # fmt: skip


def _pair(scene: Scene, key: str, name: str, now: Fact, before: str) -> Pair:
    ref = scene.ref(key)
    of_shares = now.metric.kind in SHARES
    if before in CHANGES:
        found = asked(ref, CHANGES[before][of_shares])
    else:
        found = paired(ref, "less" if of_shares else "over", asked(ref, before))
    return Pair(key, name, now, standing(scene, key, before), fact_or_none(found))


def _sorted(pairs: list[Pair], by: str) -> list[Pair]:
    """The largest first; what has no change stands last."""

    def rank(pair: Pair) -> tuple[bool, float]:
        fact = pair.change if by == "change" else pair.now
        known = fact is not None and not fact.quantity.state
        return not known, -value_of(fact) if fact and known else 0.0

    return pairs if by == "given" else sorted(pairs, key=rank)


def _change(scene: Scene, pair: Pair, manner: Manner) -> Item:
    """The change as a label, in the colour of what it means where the measure says so."""
    item = item_of(scene, pair.change, pair.name, manner)
    return replace(item, role=meaning_of(pair.change), priority=NEVER)


def _told(scene: Scene, pair: Pair, manner: Manner, head: str, before: str) -> str:
    """How an item went, or where it stands beside what was planned or expected."""
    words, now, other = scene.words, pair.now, pair.before
    if other is None or other.quantity.state or now.quantity.state:
        return words.was.format(title=pair.name, value=scene.said(now, manner))
    earlier, later = levels([other, now])
    way = (later > earlier) - (later < earlier)
    value, beside = scene.said(now, manner), scene.said(other, manner)
    if before in EARLIER:
        return words.slope[("same", "rose", "fell")[way]].format(name=pair.name, before=beside, after=value)
    side = words.beside.format(side=words.sides[("equal", "above", "below")[way]], value=beside, name=head)
    return f"{words.was.format(title=pair.name, value=value)}, {side}"
