"""What points at a fact: a metric, for whom, when, whose number and which version of it; and what a fact is called."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TypeAlias

from reportgen.model import Scenario
from reportgen.periods import Period

LATEST, ORIGINAL = "latest", "original"
Version: TypeAlias = str | date  # "", LATEST, ORIGINAL, or a day


@dataclass(frozen=True, slots=True)
class Key:
    """What a reference points at: a metric, for whom, when, whose number, and which changes of it, in order.

    ``part`` is what is asked of a range: its ``low`` or ``high`` end, its ``midpoint`` or ``width``. ``version``
    is which of several: as it was first reported (also of whatever it is compared with), as last restated, or as it
    stood on a day; where nothing is said, as first reported, and compared with what was last restated.
    """

    metric: str
    entity: str
    period: Period
    scenario: Scenario = Scenario.ACTUAL
    changes: tuple[str, ...] = ()
    currency: str = ""
    part: str = ""
    version: Version = ""


def fact_id(metric: str, period: Period, scenario: Scenario = Scenario.ACTUAL, entity: str = "") -> str:
    """The name of a fact, unique in its brief: ``cloud_revenue@FY2026-Q2/consensus``."""
    parts = [
        f"{metric}@{period}",
        *([entity] if entity else []),
        *([scenario] if scenario != Scenario.ACTUAL else []),
    ]
    return "/".join(parts)
