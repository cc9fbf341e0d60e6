"""When the facts of an exhibit are of: ``sales.prior`` beside a brief of Q3 is of Q2, and its label says so."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from reportgen.model import Fact
from reportgen.periods import Period


def shared(facts: Iterable[Fact | None], period: Period) -> Period | None:
    """The period that all facts are of, that of the exhibit where they end with it; None where they differ."""
    own = {fact.period.end: fact.period for fact in facts if fact}
    if set(own) <= {period.end}:
        return period
    return next(iter(own.values())) if len(own) == 1 else None


def when(facts: Iterable[Fact | None], period: Period) -> str:
    """That period in short, for a measure line; nothing where the names of the facts tell their periods."""
    own = shared(facts, period)
    return own.short if own else ""


def drawn(periods: Sequence[Period], *series: Sequence[Fact | None]) -> tuple[Period, ...]:
    """The periods of an axis as the facts on it have them, where all are as far from those that were asked for."""
    steps = {
        fact.period.index - period.index
        for facts in series
        for period, fact in zip(periods, facts, strict=True)
        if fact and fact.period.frequency == period.frequency
    }
    if len(steps) != 1 or steps == {0}:
        return tuple(periods)
    [step] = steps
    return tuple(period.shift(step // (period.shift(1).index - period.index)) for period in periods)
