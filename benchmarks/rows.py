"""What a question answers: rows of the table, and remarks on how they were measured."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from benchmarks.measuring import Run

HEAD = "| | beside | reportgen | clock, ratio | CPU, ratio | at most |\n|---|---|---|---|---|---|"


@dataclass(frozen=True)
class Row:
    """A figure as a ratio; ``limit`` is what it is to be at most, "" for what is only told."""

    what: str
    beside: str
    ours: str
    clock: float | None = None
    cpu: float | None = None
    limit: str = ""

    def __str__(self) -> str:
        cells = (self.what, self.beside, self.ours, _ratio(self.clock), _ratio(self.cpu), self.limit)
        return f"| {' | '.join(cells)} |"


@dataclass(frozen=True)
class Answer:
    """The rows of one question."""

    title: str
    rows: Sequence[Row]
    remarks: Sequence[str] = ()

    def __str__(self) -> str:
        remarks = "\n".join(f"- {' '.join(remark.split())}" for remark in self.remarks if remark)
        table = "\n".join([HEAD, *map(str, self.rows)])
        return f"## {self.title}\n\n{table}\n" + (f"\n{remarks}\n" if remarks else "")


def compared(what: str, beside: Run, ours: Run, limit: str = "") -> Row:
    """Two runs as a row: clock and CPU of each, and the ratios of ours to the other."""
    ratios = ours.wall / beside.wall, ours.cpu / beside.cpu
    return Row(what, seconds(beside), seconds(ours), *ratios, limit)


def seconds(run: Run) -> str:
    """Clock and CPU in words."""
    digits = 2 if max(run.wall, run.cpu) >= 1 else 3
    return f"{run.wall:.{digits}f} s, CPU {run.cpu:.{digits}f} s"


def _ratio(value: float | None) -> str:
    return "" if value is None else f"{value:.2f}"
