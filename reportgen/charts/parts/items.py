"""What a chart shows, one item a mark: where it stands, how it looks, what its label says, and whose number it is."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from reportgen.charts.parts.looks import Role

Row = dict[str, Any]

LAST, FIRST, EXTREME, REST = (
    1,
    2,
    3,
    4,
)  # whose label gives way first where there is too little room: the highest
NEVER = 0  # a label that must be there


@dataclass(frozen=True, slots=True)
class Item:
    """A mark: its name, its value, its label, its role. A value of None is a gap."""

    name: str
    value: float | None
    label: str
    role: Role = "prior"
    open_end: bool = False  # the value is a lower bound
    ends: tuple[float, float] | None = None  # of a range, of which the value is the midpoint
    fact: str = ""  # the key of what it shows
    series: str = ""
    priority: int = REST
    emphasised: bool = False  # as a subject is, without the colour of one
    is_broken: bool = False  # its mark is longer than it is drawn

    @property
    def reach(self) -> float:
        """How far its mark reaches from zero: to the farther end of a range."""
        value = self.value or 0.0
        if self.ends is None:
            return value
        return self.ends[0] if value < 0 else self.ends[1]

    @property
    def extent(self) -> tuple[float, ...]:
        """Every value that its axis has to hold."""
        return () if self.value is None else (self.value, *(self.ends or ()))

    @property
    def is_subject(self) -> bool:
        return self.emphasised or self.role in ("subject", "forecast subject")

    def row(self, **further: Any) -> Row:  # noqa: ANN401 - whatever JSON holds
        """The item as a record of a chart's data; ``at`` is where its label stands."""
        low, high = self.ends or (None, None)
        return {
            "name": self.name, "value": self.value, "label": self.label, "role": self.role, "at": self.reach,
            "low": low, "high": high, "series": self.series, "fact": self.fact, "priority": self.priority,
            "bold": self.is_subject,
            "broken": self.is_broken,
            "title": f"{self.name}: {self.label}" if self.name else self.label, "shown": True,
        } | further  # fmt: skip


def extents(items: Iterable[Item]) -> list[float]:
    """Every value that the axis of some items has to hold."""
    return [value for item in items for value in item.extent]


def by_priority(items: Sequence[Item]) -> list[int]:
    """The items whose labels come first: the subject, the last, the first, the extremes, and then the later ones."""
    values = [item.value for item in items]
    known = [value for value in values if value is not None]
    ends = {min(known), max(known)} if known else set()
    last = max((index for index, value in enumerate(values) if value is not None), default=0)
    first = next((index for index, value in enumerate(values) if value is not None), 0)
    return sorted(
        range(len(items)),
        key=lambda i: (not items[i].is_subject, i != last, i != first, values[i] not in ends, -i),
    )
