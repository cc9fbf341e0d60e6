"""Series as they are drawn as lines: their points in order, and their unbroken runs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from reportgen.charts.parts import looks
from reportgen.charts.parts.items import Item, Row
from reportgen.charts.parts.looks import Role

EXPECTED = (*looks.EXPECTED.values(), "plan")  # roles of what is not known yet


def runs(items: Sequence[Item]) -> Iterator[tuple[int, int, bool, bool]]:
    """The points of the unbroken runs: its number, where it is, whether it is only expected, and whether it is a joint.

    A line that goes over into what is expected changes its look there; the point at which it does is in both runs.
    """
    run, before = 0, Item("", None, "")
    for at, item in enumerate(items):
        expected = item.role in EXPECTED
        changes = (
            before.value is not None and item.value is not None and expected != (before.role in EXPECTED)
        )
        if changes and not expected:
            yield run, at, True, True
        run += item.value is None or changes
        if changes and expected:
            yield run, at - 1, True, True
        if item.value is not None:
            yield run, at, expected, False
        before = item


def banded(items: Sequence[Item], role: Role, series: str, keys: Sequence[str]) -> Iterator[Row]:
    """Ranges of periods beside one another: a band, which begins at the number before it where it is only expected."""
    run, look = 0, "implied" if role == "subject" else "other"
    for at, item in enumerate(items):
        before = items[at - 1] if at else Item("", None, "")
        if item.ends is None:
            run += 1
            continue
        after = items[at + 1].ends if at + 1 < len(items) else None
        if before.ends is None and after is None:
            continue
        row = {"series": series, "run": f"{series}.{run}", "role": look}
        if before.ends is None and before.value is not None and item.role in EXPECTED:
            yield row | {"period": keys[at - 1], "low": before.value, "high": before.value}
        yield row | {"period": keys[at], "low": item.ends[0], "high": item.ends[1]}


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
