"""Periods that belong to another: the year to date and the twelve months that end with it, its last quarter."""

from __future__ import annotations

from dataclasses import replace

from reportgen.periods.calendar import CALENDAR_YEAR, MONTHS, QUARTERS, Calendar, months_of
from reportgen.periods.period import PER_YEAR, Frequency, Period, span, week_of

HALVES = 2
THREE_QUARTERS = 3


def half_ago(period: Period) -> Period:
    """The period half a year before, of the same length. Raises ValueError for one that is no part of a half."""
    steps = {"half": 1, "quarter": 2, "month": 6}
    if period.frequency not in steps:
        raise ValueError(f"{period} has no period half a year before; halves, quarters and months have")
    return period.shift(-steps[period.frequency])


def to_date(period: Period) -> Period:
    """The year to date that ends with a period. Raises ValueError for a week, a season or a span."""
    match period.frequency:
        case "year" | "nine months" | "year to date":
            return period
        case "half":
            return period if period.number == 1 else _of(period, "year", period.year)
        case "quarter":
            return _to_quarter(period)
        case "month":
            own = period.calendar.month != len(MONTHS) and not period.calendar.counts_weeks
            return year_to_date(period.index, period.calendar, fiscal=own)
        case "day":
            calendar = period.calendar if period.calendar.month != len(MONTHS) else CALENDAR_YEAR
            return span(calendar.year(calendar.year_of(period.end))[0], period.end, period.calendar)
    raise ValueError(f"there is no year to date that ends with {period}")


def last_twelve_months(period: Period) -> Period:
    """The twelve months that end with a period. Raises ValueError for what is counted in days or weeks."""
    if period.frequency in ("year", "twelve months"):
        return period
    ending = period.last if period.frequency == "year to date" else period
    if period.frequency == "nine months":
        ending = _of(period, "quarter", period.year * QUARTERS + THREE_QUARTERS - 1)
    if ending.frequency not in ("half", "quarter", "month"):
        raise ValueError(f"there are no twelve months that end with {period}")
    return replace(ending, frequency="twelve months", base=ending.frequency)


def final(period: Period, frequency: Frequency) -> Period:
    """The period of another length that ends with it, as the last quarter of a half does. Raises ValueError.

    Weeks keep to no month: theirs is the last that was over by then.
    """
    if frequency == period.frequency:
        return period
    if frequency == "week":
        week = week_of(period.end, period.calendar)
        return week if week.end == period.end else week.shift(-1)
    year = period.years.year_of(period.end)
    known: dict[Frequency, list[Period]] = {
        "year": [_of(period, "year", year)],
        "half": [_of(period, "half", year * HALVES + number) for number in range(HALVES)],
        "quarter": [_of(period, "quarter", year * QUARTERS + number) for number in range(QUARTERS)],
        "month": [Period("month", months_of(period.end), False, period.calendar)],
        "day": [span(period.end, period.end, period.calendar)],
    }
    found = next((one for one in known.get(frequency, ()) if one.end == period.end), None)
    if found is None:
        raise ValueError(f"no {frequency} ends with {period}")
    return found


def _of(period: Period, frequency: Frequency, index: int) -> Period:
    return replace(period, frequency=frequency, index=index, base="year", length=0)


def _to_quarter(period: Period) -> Period:
    frequencies: tuple[Frequency, ...] = ("quarter", "half", "nine months", "year")
    frequency = frequencies[period.number - 1]
    return _of(period, frequency, period.year * PER_YEAR[frequency])


def year_to_date(month: int, calendar: Calendar, *, fiscal: bool) -> Period:
    """The year to the end of a month, by its usual name where it has one: the first quarter, half, nine months."""
    found = Period("year to date", month, fiscal, calendar)
    months = month - found.start.year * len(MONTHS) - found.start.month + 2
    if months % THREE_QUARTERS:
        return found
    year = calendar.year_of(found.end) if fiscal else found.end.year
    return _to_quarter(Period("quarter", year * QUARTERS + months // THREE_QUARTERS - 1, fiscal, calendar))
