"""Dumbbell: two values of each of several items, joined, with the change at the end of the line."""

from __future__ import annotations

from dataclasses import replace
from typing import Literal

from pydantic import Field

from reportgen.charts.kind import Drawing, Scene, asked, fact_or_none, measure_line, paired
from reportgen.charts.parts.beside import NOW, meaning_of, standings
from reportgen.charts.parts.description import values
from reportgen.charts.parts.dotted import Line, dot_chart
from reportgen.charts.parts.items import NEVER
from reportgen.charts.parts.ranking import Compared, Expressions, largest_first
from reportgen.charts.parts.series import item_of
from reportgen.errors import FormulaError
from reportgen.model import Fact, Table

SHARES = ("growth", "share", "margin", "ratio", "points")
CHANGES = {"year_ago": ("yoy", "change"), "prior": ("qoq", "step")}  # of amounts, and of shares in points
SAID = 4  # pairs whose course the alternative text tells; of more the first and the last


class Options(Compared):
    """``{items: [a, b, c], from: year_ago, sort: change, highlight: a}``."""

    items: Expressions = Field(min_length=2, max_length=50)
    before: str = Field(default="year_ago", validation_alias="from")  # what the values of now are set beside
    sort: Literal["change", "value", "given"] = "change"


def draw(options: Options, scene: Scene) -> Drawing:
    """A line an item, sorted by its change, which stands at its end; both values at the dots."""
    before, words = options.before, scene.words
    if before == NOW:
        raise FormulaError(
            "'from' names what the values of now are set beside: year_ago, prior or a scenario"
        )
    shown = standings(scene, options.items, options.labels, (before, NOW))
    changes = {key: _change(scene, key, before) for key in shown.names}
    of_changes = scene.manner(changes.values(), signed=True)
    if options.sort != "given":
        by = changes if options.sort == "change" else {key: both[NOW] for key, both in shown.found.items()}
        shown = shown.ordered(sorted(by, key=lambda key: largest_first(by[key])))
    lines = []
    for key, name in shown.names.items():
        item = item_of(scene, changes[key], name, of_changes)
        end = replace(item, role=meaning_of(changes[key]), priority=NEVER)
        lines.append(Line(name, shown.dots(key, subject=key in options.highlight)[::-1], end))
    table, moved = shown.table(), [changes[key] for key in shown.names]
    rows = [(*row, scene.cell(change, of_changes)) for row, change in zip(table.rows, moved, strict=True)]
    keys = list(shown.names)
    ends = keys if len(keys) <= SAID else [*keys[: SAID // 2], *keys[-SAID // 2 :]]
    listed = words.ended(f"{words.change}: {values(scene, shown.called, moved, of_changes)}")
    return Drawing(
        measure=measure_line(shown.title, shown.manner.unit),
        table=Table((*table.header, measure_line(words.change, of_changes.unit)), tuple(rows)),
        lead=words.leads["dumbbell"].format(takeaway="; ".join(shown.course(key, words.was) for key in ends)),
        values=f"{shown.values()} {listed}",
        chart=lambda room: dot_chart(
            room, lines, shown.legend, shown.manner,
            joined=True, change=words.columns["change"],
        ),
    )  # fmt: skip


def _change(scene: Scene, key: str, before: str) -> Fact | None:
    """From what it was to what it is now: in percent, of shares in points."""
    ref, of_shares = scene.ref(key), scene.fact(key).metric.kind in SHARES
    if before in CHANGES:
        return fact_or_none(asked(ref, CHANGES[before][of_shares]))
    return fact_or_none(paired(ref, "less" if of_shares else "over", asked(ref, before)))
