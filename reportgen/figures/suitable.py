"""Which facts a form of words suits: a level does not rise, euros have no rank, and growth is not in points."""

from __future__ import annotations

import re

from reportgen.errors import FormulaError
from reportgen.facts.flows import is_added_up
from reportgen.facts.growth import is_implied
from reportgen.facts.vocabulary import CHANGES, OF_RANGES, PAIRS
from reportgen.model import Derived, Fact, Kind

LEVELS: tuple[Kind, ...] = ("share", "margin", "ratio", "multiple", "rank", "rate", "duration")
RANKED: tuple[Kind, ...] = ("rank", "count", "duration")
_CHANGED = re.compile(rf"\.(?:{'|'.join((*CHANGES, *PAIRS))})\b[^.]*$")
_OVER_TIME = re.compile(r"\.(average|rolling|cumulative|index)\b[^.]*$")


def is_level(fact: Fact) -> bool:
    """Whether a fact says how much there is, and not by how much it changed: then it neither rises nor falls."""
    if _OVER_TIME.search(fact.metric.id):
        return True
    if fact.metric.kind in ("growth", "points"):
        return False
    if "." in fact.metric.id:
        return fact.metric.id.rpartition(".")[2] in OF_RANGES
    computed = isinstance(fact.origin, Derived) and not (is_implied(fact) or is_added_up(fact))
    return fact.metric.kind in LEVELS or not computed


def require_change(fact: Fact) -> None:
    """Raises FormulaError for a level."""
    if is_level(fact):
        raise FormulaError(
            f"'{fact.metric.id}' is a level and does not move; write {fact.metric.id}.yoy or .change, or words that fit"
        )


def require_money(fact: Fact) -> None:
    """Raises FormulaError for what is no amount of money, and for the change of one: neither is a profit or a loss."""
    if not fact.unit.money:
        raise FormulaError(
            f"'{fact.metric.id}' is in {_unit(fact)}; only an amount of money is a profit or a loss"
        )
    if _CHANGED.search(fact.metric.id):
        raise FormulaError(
            f"'{fact.metric.id}' is a change, not a profit or a loss; write 'by', or words that fit"
        )


def require_points(fact: Fact, *, or_level: bool) -> None:
    """Raises FormulaError for growth, and for a level where that is not said in these units."""
    if fact.unit.kind not in ("percent", "points"):
        raise FormulaError(f"'{fact.metric.id}' is in {_unit(fact)}; only percentages move by points")
    if fact.metric.kind == "growth":
        raise FormulaError(f"'{fact.metric.id}' is growth in percent; points are the change of a percentage")
    if fact.metric.kind != "points" and not or_level:
        raise FormulaError(
            f"'{fact.metric.id}' is a percentage; points are its change: write {fact.metric.id}.yoy, or 'bps'"
        )


def require_rank(fact: Fact) -> None:
    """Raises FormulaError for what has no place in an order: amounts, percentages, bounds, millions of anything."""
    if fact.metric.kind not in RANKED or fact.unit.scale or fact.quantity.is_range:
        raise FormulaError(
            f"'{fact.metric.id}' is {fact.quantity}; only whole numbers from one on have a rank"
        )


def require_ratio(fact: Fact) -> None:
    """Raises FormulaError for what is not so many times something: an amount, growth, points, a part of a whole."""
    if fact.unit.dimension:
        raise FormulaError(f"'{fact.metric.id}' is in {_unit(fact)}; only a ratio is so many times something")
    small = fact.unit.kind in ("percent", "points") and fact.quantity.value < 1
    if fact.metric.kind in ("growth", "points") or small:
        raise FormulaError(f"'{fact.metric.id}' is {fact.quantity}; only a ratio is so many times something")


def _unit(fact: Fact) -> str:
    return fact.unit.symbol or "units"
