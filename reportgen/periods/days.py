"""The days of a period, by what it is."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import TYPE_CHECKING

from reportgen.periods.calendar import MONTHS, ONE_DAY, QUARTERS, WEEK, from_months

if TYPE_CHECKING:
    from reportgen.periods.period import Frequency, Period

Days = tuple[date, date]


def days_of(period: Period) -> Days:
    """The first and the last day of a period."""
    return _OF[period.frequency](period)


def _quarters(period: Period, first: int, last: int) -> Days:
    """The days from the first of one quarter to the last of another, quarters counted from year 0."""
    calendar = period.years
    start, _ = calendar.quarter(first // QUARTERS, first % QUARTERS + 1)
    return start, calendar.quarter(last // QUARTERS, last % QUARTERS + 1)[1]


def _months(first: int, last: int) -> Days:
    return from_months(first), from_months(last + 1) - ONE_DAY


def _twelve_months(period: Period) -> Days:
    if period.base == "month":
        return _months(period.index - len(MONTHS) + 1, period.index)
    last = period.index if period.base == "quarter" else period.index * 2 + 1
    return _quarters(period, last - QUARTERS + 1, last)


def _year_to_date(period: Period) -> Days:
    first, last = _months(period.index, period.index)
    return period.years.year(period.years.year_of(first))[0], last


def _week(period: Period) -> Days:
    monday = date.fromordinal(period.index * WEEK + 1)
    return monday, monday + timedelta(days=WEEK - 1)


def _season(period: Period) -> Days:
    return period.calendar.seasons[period.number - 1].days(period.year)


def _span(period: Period) -> Days:
    first = date.fromordinal(period.index)
    return first, first + timedelta(days=max(period.length, 1) - 1)


_OF: dict[Frequency, Callable[[Period], Days]] = {
    "year": lambda period: period.years.year(period.index),
    "half": lambda period: _quarters(period, period.index * 2, period.index * 2 + 1),
    "nine months": lambda period: _quarters(period, period.index * QUARTERS, period.index * QUARTERS + 2),
    "quarter": lambda period: _quarters(period, period.index, period.index),
    "month": lambda period: _months(period.index, period.index),
    "week": _week,
    "day": _span,
    "year to date": _year_to_date,
    "twelve months": _twelve_months,
    "season": _season,
    "span": _span,
}
