"""Comparison table: this period, a year ago, the change and the change in percent. No picture."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Annotated

from pydantic import BeforeValidator, Field

from reportgen.charts.kind import Drawing, Scene, asked, fact_or_none, flagged, label_of, measure_line
from reportgen.charts.parts import moments
from reportgen.charts.parts.manner import Manner
from reportgen.charts.parts.ranking import one_or_more
from reportgen.errors import FormulaError
from reportgen.facts.vocabulary import AGAINST, IN_PERCENT
from reportgen.figures.digits import said
from reportgen.findings import likely
from reportgen.intervals import ZERO
from reportgen.model import Cell, Fact, Table
from reportgen.periods import Period
from reportgen.settings import Setting
from reportgen.units import MINOR

SMALL = Decimal(
    100_000
)  # below it an amount in ones is one of its own kind: a price, a fee, earnings a share
NIL = "–"

DEFAULT = ("now", "year_ago", "change", "yoy")
PERIODS = ("now", "year_ago", "prior")
CHANGES = ("change", "step", "yoy", "qoq", "surprise")
ABSOLUTE = ("change", "step")
SHARES = ("growth", "share", "margin", "ratio", "points")


class Options(Setting):
    """``{rows: [group_revenue, cloud_revenue, cloud_margin], emphasise: [cloud_revenue]}``."""

    rows: tuple[str, ...] = Field(min_length=1)
    columns: tuple[str, ...] = Field(default=DEFAULT, min_length=1, max_length=6)
    emphasise: Annotated[tuple[str, ...], BeforeValidator(one_or_more)] = Field(
        default=(),
    )
    totals: tuple[str, ...] = ()  # rows that are ruled off
    labels: Mapping[str, str] = {}


def draw(options: Options, scene: Scene) -> Drawing:
    """A row a measure, with its unit in the label unless all rows share one."""
    _check_columns(options.columns, scene)
    manners = _manners(scene, options)
    own = moments.shared(map(scene.fact, options.rows), scene.period)
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
    header = ("", *(_header(scene, own, column) for column in options.columns))
    return Drawing(
        measure=measure_line(shared, own.short if own else ""),
        table=Table(
            header, rows, _positions(options, options.emphasise), _positions(options, options.totals)
        ),
        lead=scene.words.leads["table"].format(rows=", ".join(names), columns=", ".join(header[1:])),
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
    found = [_level(scene, row, column) for column in options.columns if _is_level(scene, column)]
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
    return measure_line(options.labels.get(row) or _full_name(scene, row, options), unit)


def _full_name(scene: Scene, row: str, options: Options) -> str:
    """What a row is called; for whom and when it is too, where that is not the same of all rows."""
    fact, facts = scene.fact(row), [scene.fact(one) for one in options.rows]
    brief = scene.book.brief
    name = label_of(fact)
    if fact.entity == brief.entity and len({one.entity for one in facts}) > 1:
        name = f"{name}, {brief.settings.entity.brief_name}"  # the label of another's names it already
    return name if moments.shared(facts, scene.period) else f"{name}, {fact.period.short}"


def _header(scene: Scene, own: Period | None, column: str) -> str:
    """The heading of a column: the period that all rows are of, or how far back it lies where they differ."""
    if column in PERIODS:
        if own is None:
            return scene.words.columns[column]
        return {"now": own, "year_ago": own.year_ago, "prior": own.prior}[column].short
    if column in scene.book.scenarios:
        return scene.book.scenarios[column].label
    if column in CHANGES:
        return scene.words.columns[column]
    scenario = scene.book.scenarios[_scenario(column)]
    words = scene.words.against_in_percent if column.endswith(IN_PERCENT) else scene.words.against
    return words.format(scenario=scenario.mark)


def _check_columns(asked: Sequence[str], scene: Scene) -> None:
    scenarios = scene.book.scenarios
    known = (*PERIODS, *scenarios, *CHANGES)
    for column in asked:
        if column not in known and not (column.startswith(AGAINST) and _scenario(column) in scenarios):
            raise FormulaError(f"column '{column}'{likely(column, known)}")


def _scenario(column: str) -> str:
    """The scenario that a column holds the variance to."""
    return column.removeprefix(AGAINST).removesuffix(IN_PERCENT)


def _is_level(scene: Scene, column: str) -> bool:
    return column in PERIODS or column in scene.book.scenarios


def _is_absolute(column: str) -> bool:
    """Whether a column holds amounts, and for percentages points."""
    return column in ABSOLUTE or (column.startswith(AGAINST) and not column.endswith(IN_PERCENT))


def _positions(options: Options, wanted: tuple[str, ...]) -> frozenset[int]:
    return frozenset(index for index, row in enumerate(options.rows) if row in wanted)


def _level(scene: Scene, row: str, column: str) -> Fact | None:
    ref = scene.ref(row)
    return fact_or_none(ref if column == "now" else asked(ref, column))


def _cells(scene: Scene, row: str, manner: Manner, options: Options) -> list[Cell]:
    return [Cell(_text(scene, row, column, manner), is_number=True) for column in options.columns]


def _text(scene: Scene, row: str, column: str, manner: Manner) -> str:
    if _is_level(scene, column):
        level = _level(scene, row, column)
        return flagged(_level_text(scene, level, manner), level)
    return _change_text(scene, row, column, manner)


def _change_text(scene: Scene, row: str, column: str, manner: Manner) -> str:
    is_share = scene.fact(row).metric.kind in SHARES
    if is_share and not _is_absolute(column):
        return NIL  # the change of a percentage stands in points, in the column of changes
    fact = fact_or_none(asked(scene.ref(row), column))
    if fact is None:
        return scene.words.missing
    if not fact.quantity.state and _is_within_rounding(fact):
        return scene.words.within_rounding if _is_absolute(column) else NIL
    in_the_unit_of_the_row = manner.form == "number" or fact.unit == scene.fact(row).unit
    if _is_absolute(column) and in_the_unit_of_the_row and not fact.quantity.state:
        return scene.say(fact, "number", **{**manner.options_for(fact), "sign": True})
    return scene.say(fact, "signed")


def _level_text(scene: Scene, fact: Fact | None, manner: Manner) -> str:
    if fact is None:
        return scene.words.missing
    if not fact.quantity.state and fact.quantity.value == 0 and fact.unit.kind not in ("percent", "points"):
        return NIL
    if manner.form == "short" and fact.unit.kind in ("percent", "points") and manner.unit:
        return scene.say(fact, "number", **manner.options_for(fact))
    return scene.said(fact, manner)


def _is_within_rounding(fact: Fact) -> bool:
    """Whether a change cannot be told from none: its interval holds zero, and it is not stated as such."""
    return fact.quantity.decimals is None and ZERO in fact.quantity.interval and said(fact).number == 0
