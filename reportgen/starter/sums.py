"""Sums that hold in a table: parts above or below their total, and what is left when costs are taken from sales."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from reportgen.intervals import ZERO, Interval
from reportgen.model import Fact
from reportgen.periods import Period

MOST_PARTS = 8
FEWEST_PERIODS = 3  # in which a sum has to hold, for it to be no accident
FINEST = 40  # how many times its rounding and that of its parts a total has to be, for the same reason
Levels = Mapping[Period, Fact]


@dataclass(frozen=True, slots=True)
class Sum:
    """A total and its parts; ``less`` are taken from the first part: sales less costs are the result."""

    total: str
    parts: tuple[str, ...]
    less: bool = False

    @property
    def check(self) -> dict[str, object]:
        """As ``checks:`` has it: with parts that are added in either case."""
        parts, total = (
            ((self.total, *self.parts[1:]), self.parts[0]) if self.less else (self.parts, self.total)
        )
        return {"sum": {"parts": list(parts), "total": total}}


def sums_in(order: Sequence[str], levels: Mapping[str, Levels]) -> tuple[Sum, ...]:
    """The sums that hold in every period of lines that stand beside each other; of a total those above it first."""
    found: dict[str, Sum] = {}
    for total in order:
        holding = next((one for one in _candidates(total, order, levels) if _holds(one, levels)), None)
        if holding:
            found[total] = holding
    return tuple(one for one in found.values() if not _goes_round(one, found))


def _candidates(total: str, order: Sequence[str], levels: Mapping[str, Levels]) -> Iterator[Sum]:
    alike = [one for one in order if _dimension(one, levels) == _dimension(total, levels)]
    at = alike.index(total)
    above = [tuple(alike[at - length : at]) for length in range(2, MOST_PARTS + 1) if length <= at]
    below = [tuple(alike[at + 1 : at + 1 + length]) for length in range(2, MOST_PARTS + 1)]
    yield from (Sum(total, parts) for parts in above)
    yield from (Sum(total, parts, less=True) for parts in above)
    yield from (Sum(total, parts) for parts in dict.fromkeys(below) if len(parts) > 1)


def _dimension(name: str, levels: Mapping[str, Levels]) -> object:
    return next((fact.unit.dimension for fact in levels[name].values()), None)


def _holds(one: Sum, levels: Mapping[str, Levels]) -> bool:
    """Whether a sum is possible within rounding in all periods, and exact enough to be meant."""
    periods = [period for period in levels[one.total] if all(period in levels[part] for part in one.parts)]
    if len(periods) < FEWEST_PERIODS:
        return False
    sizes = [abs(levels[one.total][period].quantity.value) for period in periods]
    lines = (one.total, *one.parts)  # of parts in crore an amount of each share is but their rounding
    widths = [levels[line][period].quantity.interval.width for line in lines for period in periods]
    if min(sizes) <= FINEST * max(widths):
        return False
    return all(
        _gives(one, levels, period).overlaps(levels[one.total][period].quantity.interval)
        for period in periods
    )


def _gives(one: Sum, levels: Mapping[str, Levels], period: Period) -> Interval:
    first, *others = (levels[part][period].quantity.interval for part in one.parts)
    whole = Interval(ZERO, ZERO) + first
    for other in others:
        whole = whole - other if one.less else whole + other
    return whole


def _goes_round(one: Sum, found: Mapping[str, Sum]) -> bool:
    """Whether a sum only turns another one round: a part of it is itself the sum of the total and the rest."""
    return any(
        other.total in one.parts
        and one.total in other.parts
        and (one.less, one.total) < (other.less, other.total)
        for other in found.values()
    )
