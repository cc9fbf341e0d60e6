"""Series as they are drawn as lines: their points in order, and the frame in which they stand."""

from __future__ import annotations

from dataclasses import dataclass

from reportgen.charts.parts.items import Item
from reportgen.charts.parts.looks import Role
from reportgen.charts.parts.pointers import Field
from reportgen.charts.parts.runs import EXPECTED

TOP = 5.0  # px: half the height of the letters of a tick
FOOT = 5.0  # px between the marks and the names of the periods
LEAST_STEP = 9  # px between points that have dots


@dataclass(frozen=True, slots=True)
class Course:
    """A series ready to be drawn: its name, what it stands for, and its points; one without a value is a gap."""

    name: str
    role: Role
    items: tuple[Item, ...]

    @property
    def last(self) -> int:
        """The latest point with a value."""
        return max(index for index, item in enumerate(self.items) if item.value is not None)

    @property
    def latest(self) -> int:
        """The latest point that is not only expected; the last one where all are."""
        known = [
            at for at, item in enumerate(self.items) if item.value is not None and item.role not in EXPECTED
        ]
        return max(known, default=self.last)


class Frame(Field):
    """Where lines are drawn: the axes, and the size inside the margins."""
