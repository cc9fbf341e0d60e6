"""Outliers: a column that would flatten all others is broken, visibly and in words; its label says its value."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import pairwise

from reportgen.charts.parts.items import NEVER, Item
from reportgen.language import Charts

FLATTENS = 8.0  # times the highest of the others: they could not be told apart beside it
FEWEST = 3  # others, so that it is the exception
SHARE = 4  # of all values, one in so many at most
OVER = 1.5  # times the highest of the others: how high a broken column is drawn


def broken(series: Sequence[Sequence[Item]]) -> list[list[Item]]:
    """The columns of one scale; those that would flatten the others end early, and say so."""
    bound = _bound([abs(item.value) for items in series for item in items if item.value])
    if bound is None:
        return [list(items) for items in series]
    return [[_ended(item, bound) for item in items] for items in series]


def shortened(items: Iterable[Item], words: Charts) -> str:
    """What of these is not drawn to its length, as a sentence; nothing where all are."""
    names = list(dict.fromkeys(item.name for item in items if item.is_broken))
    return words.shortened.format(names=words.listed(names)) if names else ""


def _bound(sizes: Sequence[float]) -> float | None:
    """How high outliers are drawn; None where there are none."""
    ranked = sorted(sizes)
    for at, (lower, upper) in enumerate(pairwise(ranked), start=1):
        if at >= FEWEST and (len(ranked) - at) * SHARE <= len(ranked) and upper >= FLATTENS * lower:
            return lower * OVER
    return None


def _ended(item: Item, bound: float) -> Item:
    if item.value is None or abs(item.value) <= bound:
        return item
    end = bound if item.value > 0 else -bound
    return replace(item, value=end, ends=None, open_end=False, is_broken=True, priority=NEVER)
