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
from reportgen.periods.spelling import FIRST_OF_EXCEL, readings
from reportgen.periods.words import day_in_words, in_a_sentence

__all__ = [
    "CALENDAR_YEAR",
    "EXPECTED_END",
    "FIRST_OF_EXCEL",
    "MONTHS",
    "SEASON",
    "WEEKDAYS",
    "Calendar",
    "Frequency",
    "Period",
    "Season",
    "StatedEnds",
    "WeekRule",
    "day_in_words",
    "final",
    "half_ago",
    "in_a_sentence",
    "last_twelve_months",
    "parse_day",
    "parse_period",
    "position",
    "read_ends",
    "read_rule",
    "read_seasons",
    "readings",
    "span",
    "to_date",
]
