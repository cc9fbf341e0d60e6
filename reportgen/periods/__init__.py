"""Periods of a report: years, halves, quarters, months, weeks, days, spans, and the calendars that they follow."""

from reportgen.periods.calendar import (
    CALENDAR_YEAR,
    EXPECTED_END,
    MONTHS,
    WEEKDAYS,
    Calendar,
    Season,
    StatedEnds,
    WeekRule,
    position,
    read_ends,
    read_rule,
    read_seasons,
)
from reportgen.periods.period import Frequency, Period, span
from reportgen.periods.reading import SEASON, parse_day, parse_period
from reportgen.periods.related import final, half_ago, last_twelve_months, to_date
from reportgen.periods.words import ORDINALS

__all__ = [
    "CALENDAR_YEAR",
    "EXPECTED_END",
    "MONTHS",
    "ORDINALS",
    "SEASON",
    "WEEKDAYS",
    "Calendar",
    "Frequency",
    "Period",
    "Season",
    "StatedEnds",
    "WeekRule",
    "final",
    "half_ago",
    "last_twelve_months",
    "parse_day",
    "parse_period",
    "periods_between",
    "position",
    "read_ends",
    "read_rule",
    "read_seasons",
    "span",
    "to_date",
]


def periods_between(first: Period, last: Period) -> tuple[Period, ...]:
    """All periods of one length from ``first`` to ``last``, both included."""
    found = [first]
    while found[-1] < last:
        found.append(found[-1].shift(1))
    return tuple(found)
