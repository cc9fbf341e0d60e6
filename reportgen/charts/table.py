"""Comparison table: this period, a year ago, the change and the change in percent. No picture."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field

from reportgen.charts.kind import Drawing, Scene, asked, fact_or_none, flagged, label_of, measure_line
from reportgen.charts.line import one_or_more
from reportgen.charts.manner import Manner
from reportgen.figures.digits import said
from reportgen.model import Cell, Fact, Table
from reportgen.quantities import MINOR, ZERO
from reportgen.settings import Setting

SMALL = Decimal(
    100_000
)  # below it an amount in ones is one of its own kind: a price, a fee, earnings a share
NIL, MISSING, WITHIN = "–", "n.a.", "within rounding"

Column = Literal[
    "now", "year_ago", "prior", "consensus", "plan", "target", "change", "step", "yoy", "qoq", "surprise"
]
DEFAULT: tuple[Column, ...] = ("now", "year_ago", "change", "yoy")
HEADERS: Mapping[str, str] = {
    "consensus": "Consensus",
    "plan": "Plan",
    "target": "Target",
    "change": "Δ",
    "step": "Δ",
    "yoy": "Δ %",
    "qoq": "Δ %",
    "surprise": "vs consensus",
}
LEVELS = ("now", "year_ago", "prior", "consensus", "plan", "target")
ABSOLUTE = ("change", "step")
SHARES = ("growth", "share", "margin", "ratio", "points")


class Options(Setting):
    """``{rows: [group_revenue, cloud_revenue, cloud_margin], emphasise: [cloud_revenue]}``."""

    rows: tuple[str, ...] = Field(min_length=1)
    columns: tuple[Column, ...] = Field(default=DEFAULT, min_length=1, max_length=6)
    emphasise: Annotated[tuple[str, ...], BeforeValidator(one_or_more)] = Field(
        default=(),
    )
    totals: tuple[str, ...] = ()  # rows that are ruled off
    labels: Mapping[str, str] = {}


def draw(options: Options, scene: Scene) -> Drawing:
    """A row a measure, with its unit in the label unless all rows share one."""
    manners = _manners(scene, options)
    units = {manner.unit for manner in manners.values()}
    shared = units.pop() if len(units) == 1 else ""
    rows = tuple(
        (
            Cell(_label(scene, row, options, "" if shared else manners[row].unit)),
            *_cells(scene, row, manners[row], options),
        )
        for row in options.rows
    )
    names = [_label(scene, row, options, "") for row in options.rows]
    header = ("", *(_header(scene, column) for column in options.columns))
    return Drawing(
        measure=measure_line(shared, scene.period.short),
        table=Table(
            header, rows, _positions(options, options.emphasise), _positions(options, options.totals)
        ),
        lead=f"Table: {', '.join(names)} by {', '.join(header[1:])}.",
    )


def _manners(scene: Scene, options: Options) -> Mapping[str, Manner]:
    """How each row is said: those of one unit alike, so that a reader can run down a column."""
    groups: dict[object, list[str]] = {}
    levels = {row: _levels(scene, row, options) for row in options.rows}
    for row, facts in levels.items():
        groups.setdefault(_measured_in(row, facts), []).append(row)
    manners: dict[str, Manner] = {}
    for rows in groups.values():
        manner = scene.manner([fact for row in rows for fact in levels[row]])
        manners |= dict.fromkeys(rows, manner)
    return manners


def _levels(scene: Scene, row: str, options: Options) -> list[Fact]:
    found = [_level(scene, row, column) for column in options.columns if column in LEVELS]
    known = [fact for fact in found if fact and not fact.quantity.state]
    return known or [scene.fact(row)]


def _measured_in(row: str, facts: Sequence[Fact]) -> object:
    """What rows of one scale have in common: earnings a share, in euros, are not said in millions like sales."""
    names = {(fact.unit.kind, fact.unit.name) for fact in facts}
    if len(names) > 1 or facts[0].unit.kind not in ("currency", "count"):
        return row
    small = all(not fact.unit.scale and abs(fact.quantity.value) < SMALL for fact in facts)
    return (*names, facts[0].metric.scale, facts[0].unit.scale in MINOR, small)


def _label(scene: Scene, row: str, options: Options, unit: str) -> str:
    return measure_line(options.labels.get(row) or label_of(scene.fact(row)), unit)


def _header(scene: Scene, column: Column) -> str:
    if column in ("now", "year_ago", "prior"):
        period = scene.period if column == "now" else getattr(scene.period, column)
        return str(period.short)
    return HEADERS[column]


def _positions(options: Options, wanted: tuple[str, ...]) -> frozenset[int]:
    return frozenset(index for index, row in enumerate(options.rows) if row in wanted)


def _level(scene: Scene, row: str, column: str) -> Fact | None:
    ref = scene.ref(row)
    return fact_or_none(ref if column == "now" else asked(ref, column))


def _cells(scene: Scene, row: str, manner: Manner, options: Options) -> list[Cell]:
    return [Cell(_text(scene, row, column, manner), is_number=True) for column in options.columns]


def _text(scene: Scene, row: str, column: Column, manner: Manner) -> str:
    if column in LEVELS:
        level = _level(scene, row, column)
        return flagged(_level_text(scene, level, manner), level)
    return _change_text(scene, row, column, manner)


def _change_text(scene: Scene, row: str, column: Column, manner: Manner) -> str:
    is_share = scene.fact(row).metric.kind in SHARES
    if is_share and column not in ABSOLUTE:
        return NIL  # the change of a percentage stands in points, in the column of changes
    fact = fact_or_none(asked(scene.ref(row), column))
    if fact is None:
        return MISSING
    if not fact.quantity.state and _is_within_rounding(fact):
        return WITHIN if column in ABSOLUTE else NIL
    in_the_unit_of_the_row = manner.form == "number" or fact.unit == scene.fact(row).unit
    if column in ABSOLUTE and in_the_unit_of_the_row and not fact.quantity.state:
        return scene.say(fact, "number", **{**manner.options_for(fact), "sign": True})
    return scene.say(fact, "signed")


def _level_text(scene: Scene, fact: Fact | None, manner: Manner) -> str:
    if fact is None:
        return MISSING
    if not fact.quantity.state and fact.quantity.value == 0 and fact.unit.kind not in ("percent", "points"):
        return NIL
    if manner.form == "short" and fact.unit.kind in ("percent", "points") and manner.unit:
        return scene.say(fact, "number", **manner.options_for(fact))
    return scene.said(fact, manner)


def _is_within_rounding(fact: Fact) -> bool:
    """Whether a change cannot be told from none: its interval holds zero, and it is not stated as such."""
    return fact.quantity.decimals is None and ZERO in fact.quantity.interval and said(fact).number == 0
