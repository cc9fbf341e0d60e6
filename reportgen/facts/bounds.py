"""How a result is bounded: by what its inputs are, and by what is left of its interval."""

from __future__ import annotations

from collections.abc import Collection

from reportgen.intervals import Interval
from reportgen.quantities import RANGE, Bound

_STRICT = {"more than", "less than"}


def bound_left(interval: Interval, bounds: Collection[Bound]) -> Bound:
    """How a result is bounded whose inputs are bounded so."""
    if not interval.high.is_finite():
        return "more than" if not _STRICT.isdisjoint(bounds) else "at least"
    if not interval.low.is_finite():
        return "less than" if not _STRICT.isdisjoint(bounds) else "at most"
    return RANGE if RANGE in bounds else "about" if "about" in bounds else ""
