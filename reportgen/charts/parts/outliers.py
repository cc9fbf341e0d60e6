"""Outliers: what would flatten all others is broken, visibly and in words; its label says its value."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import pairwise

from reportgen.charts.kind import Scene
from reportgen.charts.parts.items import NEVER, Item
from reportgen.findings import Finding
from reportgen.language import Charts

FLATTENS = 8.0  # times the highest of the others: they could not be told apart beside it
FEWEST = 3  # others, so that it is the exception
SHARE = 4  # of all values, one in so many at most
OVER = 1.5  # times the highest of the others: how high a broken column is drawn
INSTEAD = {  # of what cannot be broken, for its course would be another: what shows the others beside it
    "area": "show 'kind: columns', in which it is drawn broken",
    "line": "show 'kind: columns', in which it is drawn broken",
    "lines": "show 'kind: multiples' with 'scale: own'",
    "guidance": "show fewer periods, or 'kind: table'",
}


def broken(series: Sequence[Sequence[Item]]) -> list[list[Item]]:
    """The columns of one scale; those that would flatten the others end early, and say so."""
    bound = bound_of([abs(item.value) for items in series for item in items if item.value])
    if bound is None:
        return [list(items) for items in series]
    return [[_ended(item, bound) for item in items] for items in series]


def lowered(series: Sequence[Sequence[Item]]) -> list[list[Item]]:
    """Parts that lie upon one another; of a column that would flatten the others the largest end early, and say so."""
    columns = list(zip(*series, strict=True))
    whole = [column for column in columns if all(item.value is not None for item in column)]
    bound = bound_of(
        [size for column in whole for up in (True, False) if (size := sum(_sizes(column, up=up)))]
    )
    if bound is None:
        return [list(items) for items in series]
    return [list(items) for items in zip(*(_held(column, bound) for column in columns), strict=True)]


def _held(column: Sequence[Item], bound: float) -> list[Item]:
    """A column no higher, and no deeper, than that: its largest parts are cut to one size, the others are not."""
    for up in (True, False):
        sizes = _sizes(column, up=up)
        if sum(sizes) > bound:
            most = _most(sizes, bound)
            column = [
                _ended(item, most) if item.value and (item.value > 0) == up else item for item in column
            ]
    return list(column)


def _sizes(column: Sequence[Item], *, up: bool) -> list[float]:
    """How large the parts are that lie above zero, or below it."""
    return [abs(item.value) for item in column if item.value and (item.value > 0) == up]


def _most(sizes: Sequence[float], whole: float) -> float:
    """How large parts may be that are to make up a whole, which they exceed."""
    for at, size in enumerate(ranked := sorted(sizes)):
        if size * (len(ranked) - at) >= whole:
            return whole / (len(ranked) - at)
        whole -= size
    return max(sizes)


def shortened(items: Iterable[Item], words: Charts) -> str:
    """What of these is not drawn to its length, as a sentence; nothing where all are."""
    names = list(dict.fromkeys(item.name for item in items if item.is_broken))
    return words.shortened.format(names=words.listed(names)) if names else ""


def check_heights(scene: Scene, cut: Sequence[Sequence[Item]], kind: str, names: Sequence[str] = ()) -> None:
    """Courses cannot be broken as columns are: where these would be, a finding says so.

    Args:
        scene: where it is drawn.
        cut: its series as columns would have them.
        kind: one of those of which it is known what shows the others beside it.
        names: of the series, to name one that is out of scale in all of its periods.
    """
    found: dict[str, None] = {}
    for at, items in enumerate(cut):
        known = [item for item in items if item.value is not None]
        if names and known and all(item.is_broken for item in known):
            found[names[at]] = None
        else:
            found |= dict.fromkeys(item.name for item in known if item.is_broken)
    if found:
        what = f"exhibit '{scene.id}': {', '.join(found)}"
        message = f"{what} would flatten all the rest of the {kind}; {INSTEAD[kind]}"
        place = scene.book.brief.place("exhibits", scene.id)
        scene.findings.add(Finding("warning", "flattened", message, place))


def bound_of(sizes: Sequence[float]) -> float | None:
    """How large outliers among these are drawn; None where there are none."""
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
