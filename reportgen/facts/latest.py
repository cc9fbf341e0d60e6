"""``period: latest`` and ``date: latest``: the last period that facts tell of, and when they came out."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from reportgen.brief import Brief
from reportgen.calendars import LATEST
from reportgen.model import Fact, Stated
from reportgen.periods import Period
from reportgen.scenarios import Scenario

# What briefs are of; a day is, where it is asked for.
COUNTED = ("year", "half", "quarter", "month", "week", "season")


def latest_period(facts: Iterable[Fact], brief: Brief) -> str:
    """The name of the last period with an actual fact of the brief's entity; "" where there is none.

    Of those that end on one day the shortest: a year that is over ends with its last quarter. ``latest year`` asks
    for years alone.
    """
    asked = LATEST.fullmatch(brief.settings.period)
    wanted = (asked[1],) if asked and asked[1] else COUNTED
    is_covering = brief.member is not None and brief.member.is_covering
    known = {
        fact.period: str(fact.period)
        for fact in facts
        if fact.scenario == Scenario.ACTUAL
        and (fact.entity == brief.entity or is_covering)
        and fact.period.frequency in wanted
    }
    return known[max(known, key=_order)] if known else ""


def latest_day(facts: Iterable[Fact], brief: Brief) -> str:
    """When the facts of the brief's period came out: the last day that a document says, or the period's end."""
    ended = brief.period.end + timedelta(days=1)
    said = (
        fact.origin.published
        for fact in facts
        if fact.period == brief.period
        and isinstance(fact.origin, Stated)
        and fact.scenario == Scenario.ACTUAL
    )
    return max((day for day in said if day and day >= ended), default=ended).isoformat()


def _order(period: Period) -> tuple[int, int]:
    first, last = period.days
    return last.toordinal(), first.toordinal()
