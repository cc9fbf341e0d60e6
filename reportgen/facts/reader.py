"""What is known while the facts of one brief are read, and what is gathered: findings, and metrics that facts imply."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches

from reportgen.brief import Brief
from reportgen.csv_rows import Row
from reportgen.findings import ALIKE, Findings, Need, Place, error
from reportgen.model import Metric


@dataclass(slots=True)
class Reader:
    """What reading the rows of one brief needs to know, and the findings it gathers."""

    brief: Brief
    findings: Findings
    metrics: dict[str, Metric] = field(default_factory=dict)
    nouns: Mapping[str, str] = field(default_factory=dict)

    def add(self, code: str, message: str, place: Place, *needs: Need, cause: str = "") -> None:
        self.findings.add(error(code, message, place, *needs, cause=cause))

    @property
    def has_list(self) -> bool:
        """Whether the brief lists its metrics: then a name that is not among them is wrong, whatever the facts hold."""
        return any(not metric.formula for metric in self.brief.metrics.values())

    def lose(self, row: Row) -> None:
        """Note that a fact of a row's metric, or of the one that was probably meant, could not be read."""
        name = row.cells.get("metric", "")
        near = nearest(name, self.brief.metrics)
        self.findings.lose(*(("metric", one) for one in (name, *near) if one))

    def lose_all(self) -> None:
        """Note that facts could not be read, and nobody knows which."""
        self.findings.lose(("value",))
        if not self.has_list:
            self.findings.lose(("metric",))  # those that the facts would have brought


def nearest(name: str, known: Collection[str]) -> list[str]:
    """The one of the known names that a name is probably meant for, if there is any."""
    return get_close_matches(name.lower(), known, n=1, cutoff=ALIKE)
