"""What is said in the cells of a table: figures of one scale a unit, changes, points, and signs that are no numbers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal

from reportgen.charts.kind import Scene, fact_or_none, flagged, paired
from reportgen.charts.parts.manner import Manner
from reportgen.charts.parts.tables.columns import Column
from reportgen.figures.digits import SCALABLE, said, supported_decimals
from reportgen.figures.verbs import judgement
from reportgen.intervals import ZERO
from reportgen.model import Cell, Derived, Fact, Tone
from reportgen.units import MINOR

# Below it an amount in ones is one of its own kind: a price, a fee, earnings a share.
SMALL = Decimal(100_000)
MOST_ZEROS = 6  # that another row's scale may put behind a number; millions are said in full beside euros
NIL = "–"
RATES = ("growth", "share", "margin", "ratio", "points", "rank")  # whose change has one form: points, places
TONES: Mapping[int, Tone] = {1: "good", -1: "bad"}


def manners(scene: Scene, levels: Mapping[str, Sequence[Fact]]) -> Mapping[str, Manner]:
    """How each row is said: those of one unit at one scale, for readers run down a column; each with its own digits."""
    groups: dict[object, list[str]] = {}
    for row, facts in levels.items():
        groups.setdefault(_measured_in(row, facts), []).append(row)
    found: dict[str, Manner] = {}
    for rows in groups.values():
        manner = scene.manner([fact for row in rows for fact in levels[row]])
        inflated = [row for row in rows if _is_inflated(levels[row], manner)]
        of_their_own = scene.manner([fact for row in inflated for fact in levels[row]])
        found |= {
            row: (of_their_own if row in inflated else manner).of_row(levels[row], scene.numbers)
            for row in rows
        }
    return found


def _is_inflated(facts: Sequence[Fact], manner: Manner) -> bool:
    """Whether the scale of other rows would put zeros behind a row's numbers that nobody states: 31.8 bn in ones."""
    unit = manner.axis
    if unit is None or unit.kind not in SCALABLE:
        return False
    stated = [fact.quantity for fact in facts if fact.quantity.decimals is not None and fact.quantity.value]
    return bool(stated) and all(supported_decimals(one, unit) < -MOST_ZEROS for one in stated)


def _measured_in(row: str, facts: Sequence[Fact]) -> object:
    """What rows of one scale have in common: earnings a share, in euros, are not said in millions like sales."""
    names = {(fact.unit.kind, fact.unit.name) for fact in facts}
    if len(names) > 1 or facts[0].unit.kind not in ("currency", "count"):
        return row
    small = all(not fact.unit.scale and abs(fact.quantity.value) < SMALL for fact in facts)
    return (*names, facts[0].metric.scale, facts[0].unit.scale in MINOR, small)


def level_cell(scene: Scene, fact: Fact | None, manner: Manner) -> Cell:
    """A figure as it is; "n.a." without one, a dash for nil."""
    return Cell(flagged(_level(scene, fact, manner), fact), is_number=True)


def _level(scene: Scene, fact: Fact | None, manner: Manner) -> str:
    if fact is None:
        return scene.words.missing
    if not fact.quantity.state and fact.quantity.value == 0 and fact.unit.kind not in ("percent", "points"):
        return NIL
    if manner.form == "short" and fact.unit.kind in ("percent", "points") and manner.unit:
        return scene.say(fact, "number", **manner.options_for(fact))
    return scene.said(fact, manner)


def change_cell(
    scene: Scene, metric: str, column: Column, base: Fact, manner: Manner, *, in_points: bool
) -> Cell:
    """A change in the colour of what it means; of a percentage in points, and once: in the column of amounts if any.

    ``in_points`` is whether there is such a column, measured on the same.
    """
    if base.metric.kind in RATES and not column.is_absolute:
        if in_points:
            return Cell("", is_number=True)
        column = column.in_points
    fact = fact_or_none(column.ref(scene, metric))
    if fact is None:
        return Cell(scene.words.missing, is_number=True)
    if not fact.quantity.state and _is_within_rounding(fact):
        open_to_rounding = column.is_absolute and fact.quantity.interval.width > 0 and _has_moved(fact)
        return Cell(scene.words.within_rounding if open_to_rounding else NIL, is_number=True)
    return Cell(
        _change(scene, fact, column, base, manner), is_number=True, tone=TONES.get(judgement(fact), "")
    )


def _change(scene: Scene, fact: Fact, column: Column, base: Fact, manner: Manner) -> str:
    in_the_unit_of_the_row = manner.form == "number" or fact.unit == base.unit
    if column.is_absolute and in_the_unit_of_the_row and not fact.quantity.state:
        return scene.say(fact, "number", **{**manner.options_for(fact), "sign": True})
    return scene.say(fact, "signed")


def share_cell(scene: Scene, metric: str, whole: str) -> Cell:
    """A row's share of a whole, with a bar as long; nothing for what is no part of it."""
    ref, total = scene.ref(metric), scene.ref(whole)
    part, all_of_it = fact_or_none(ref), fact_or_none(total)
    if part is None or all_of_it is None or part.unit.dimension != all_of_it.unit.dimension:
        return Cell("", is_number=True)
    fact = fact_or_none(paired(ref, "share_of", total))
    if fact is None or fact.quantity.state:
        return Cell(scene.said(fact, Manner("short")), is_number=True)
    value = fact.quantity.value
    return Cell(scene.say(fact, "short"), is_number=True, bar=float(value) if 0 <= value <= 1 else None)


def signs_in(scene: Scene, texts: Iterable[str]) -> str:
    """What the signs mean that stand in the place of numbers: "n.a. not available; – nil"."""
    words, used = scene.words, {scene.ledger.plain(text) for text in texts}
    listed = [
        words.sign.format(sign=sign, meaning=meaning) for sign, meaning in words.signs.items() if sign in used
    ]
    return f"{'; '.join(listed)}." if listed else ""


def _has_moved(fact: Fact) -> bool:
    """Whether a change that cannot be told from none is one between two numbers; 13.25 and 13.25 are the same."""
    inputs = fact.origin.inputs if isinstance(fact.origin, Derived) else ()
    return len({one.quantity.value for one in inputs}) > 1


def _is_within_rounding(fact: Fact) -> bool:
    """Whether a change cannot be told from none: its interval holds zero, and it is not stated as such."""
    return fact.quantity.decimals is None and ZERO in fact.quantity.interval and said(fact).number == 0
