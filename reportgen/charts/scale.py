"""From values to positions."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Scale:
    """A linear scale from the values ``low`` to ``high`` to the positions ``start`` to ``end`` in CSS px."""

    low: float
    high: float
    start: float
    end: float

    def __call__(self, value: float) -> float:
        return self.start + (value - self.low) / (self.high - self.low) * (self.end - self.start)


def from_zero(values: Iterable[float], start: float, end: float) -> Scale:
    """A scale for bars: it holds zero, and every value."""
    values = tuple(values)
    low, high = min((*values, 0.0)), max((*values, 0.0))
    return Scale(low, high if high > low else low + 1, start, end)


def around(values: Iterable[float], start: float, end: float, margin: float = 0.08) -> Scale:
    """A scale for lines and dots: the values' range and a margin; from zero where it is near."""
    values = tuple(values) or (0.0,)
    low, high = min(values), max(values)
    if 0 <= low <= 0.4 * high:
        low = 0.0
    spare = (high - low or abs(high) or 1.0) * margin
    return Scale(low - (spare if low else 0.0), high + spare, start, end)
