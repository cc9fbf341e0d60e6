"""The period of a brief that is about the latest one: the facts tell which that is, and when it can be published."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from reportgen.brief import Brief, lose_period
from reportgen.calendars import LATEST, LATEST_OF
from reportgen.facts.load import load_facts
from reportgen.findings import Findings
from reportgen.model import Fact
from reportgen.periods import Period
from reportgen.scenarios import Scenario
from reportgen.settings import LATEST_DAY
from reportgen.sources.frame import FrameOfFacts


def at_latest(brief: Brief, findings: Findings, frames: Sequence[FrameOfFacts] = ()) -> Brief:
    """The brief about the latest period of which facts of its own entity say what happened.

    Of several that end on that day it is the one with most facts; ``latest quarter`` chooses among quarters alone.
    ``date: latest`` is the day after the last period of which facts say what happened, or the latest day of a source
    where that is later.
    """
    asked = brief.settings.period
    period = brief.period
    stated, _ = load_facts(brief, Findings(), frames)
    happened = [fact for fact in stated if fact.scenario == Scenario.ACTUAL]
    if asked == LATEST or asked in LATEST_OF:
        found = _latest(brief, happened, LATEST_OF.get(asked, ""))
        if found is None:
            what = LATEST_OF.get(asked, "period")
            message = f"'{asked}': no fact says what happened in any {what}; expected one of '{brief.entity}'"
            findings.error("bad-period", message, brief.place("period"))
            lose_period(findings)
        period = found or period
    date = brief.settings.date
    if date == LATEST_DAY:
        dated = [source.date for source in brief.sources.values() if source.date]
        last = max([period.end, *(fact.period.end for fact in happened)])
        date = max([last + dt.timedelta(days=1), *dated])
    settings = brief.settings.model_copy(update={"period": str(period), "date": date})
    return replace(brief, period=period, settings=settings)


def _latest(brief: Brief, stated: Sequence[Fact], by: str) -> Period | None:
    counted = Counter(
        fact.period
        for fact in stated
        if fact.entity == brief.entity
        and fact.scenario == Scenario.ACTUAL
        and by in ("", fact.period.frequency)
    )
    return max(counted, key=lambda period: (period.end, counted[period], period.start), default=None)
