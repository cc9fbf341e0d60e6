"""Which levels a stated growth rate may have been computed from: as restated, where its base was."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from reportgen.facts.key import LATEST, ORIGINAL, Key
from reportgen.facts.restatement import are_of_one_round
from reportgen.facts.store import Store
from reportgen.model import Fact, Scenario, Stated

Pair = tuple[Fact, Fact]


def comparisons(store: Store, now: Key, before: Key, grown: Fact) -> tuple[Pair, ...]:
    """The figures and comparatives that a rate may come from, the likeliest first.

    That is the figure beside its restated comparative, or both restated. What was first reported counts where nothing
    was restated, or where the rate was published before it was.
    """
    level = store.at(now)
    base = store.at(replace(before, version=LATEST)) or store.at(
        replace(before, scenario=Scenario.ACTUAL, version=LATEST)
    )
    if level is None or base is None:
        return ()
    if base.scenario != Scenario.PRIOR or before.scenario == Scenario.PRIOR:
        return ((level, base),)
    return tuple(_restated(store, now, before, (level, base), grown))


def _restated(store: Store, now: Key, before: Key, pair: Pair, grown: Fact) -> Iterator[Pair]:
    level, base = pair
    yield level, base
    again = store.at(replace(now, version=LATEST))
    if again and again is not level and are_of_one_round(again, base):
        yield again, base
    first = store.at(replace(before, version=ORIGINAL))
    if first and _is_older(grown, base):
        yield level, first


def _is_older(grown: Fact, base: Fact) -> bool:
    """Whether a rate was published before its base was restated, as far as both days are known."""
    published = grown.origin.published if isinstance(grown.origin, Stated) else None
    return bool(published and base.as_of and published < base.as_of)
