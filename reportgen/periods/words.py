"""How a period is named: in files, on axes, and in sentences."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from reportgen.periods.calendar import MONTHS

if TYPE_CHECKING:
    from reportgen.periods.period import Period

ORDINALS = ("first", "second", "third", "fourth")
NOUNS = {
    "half": "half-year", "nine months": "nine-month period", "year to date": "year to date",
    "twelve months": "twelve-month period", "span": "period",
}  # fmt: skip
SINCE_JANUARY = "- one two three four five six seven eight nine ten eleven twelve".split()


def canonical(period: Period) -> str:  # noqa: C901, PLR0911 - a frequency a line
    """The name in files: ``FY2026-H1``, ``2025-9M``, ``2025-W39``, ``2025-08-YTD``, ``2025-Q3-LTM``."""
    year = f"{'FY' if period.fiscal else ''}{period.year}"
    match period.frequency:
        case "year":
            return year
        case "half":
            return f"{year}-H{period.number}"
        case "nine months":
            return f"{year}-9M"
        case "quarter":
            return f"{year}-Q{period.number}"
        case "month":
            return f"{period.start:%Y-%m}"
        case "week":
            return f"{year}-W{period.number:02}"
        case "day":
            return period.start.isoformat()
        case "year to date":
            return f"{period.end:%Y-%m}-{'FYTD' if period.fiscal else 'YTD'}"
        case "twelve months":
            return f"{period.last}-LTM"
        case "season":
            return f"{period.year}-{season(period)}"
        case "span":
            return f"{period.start.isoformat()}/{period.end.isoformat()}"


def short(period: Period) -> str:  # noqa: C901, PLR0911 - a frequency a line
    """For axes and tables: ``Q2 FY26``, ``H1 25``, ``Sep 25``, ``LTM Q3 25``, ``29 Jun to 27 Sep 25``."""
    year = f"{'FY' if period.fiscal else ''}{period.year % 100:02}"
    month = MONTHS[period.end.month - 1][:3]
    match period.frequency:
        case "year":
            return year if period.fiscal else str(period.year)
        case "half" | "quarter":
            return f"{period.frequency[0].upper()}{period.number} {year}"
        case "nine months":
            return f"9M {year}"
        case "month":
            return f"{month} {year}"
        case "week":
            return f"W{period.number} {year}"
        case "year to date":
            return f"{'FYTD' if period.fiscal else 'YTD'} {month} {period.end.year % 100:02}"
        case "twelve months":
            return f"LTM {period.last.short}"
        case "season":
            return f"{season(period).capitalize()} {_years(period, 2)}"
        case "span":
            return (
                f"{_day(period.start, 3, year=period.start.year != period.end.year)} to {_day(period.end, 3)}"
            )
        case "day":
            return _day(period.start, 3)


def long(period: Period) -> str:  # noqa: PLR0911 - a frequency a line
    """For prose: ``second quarter of fiscal 2026``, ``first half of 2025``, ``twelve months to September 2025``."""
    year = f"fiscal {period.year}" if period.fiscal else str(period.year)
    match period.frequency:
        case "year":
            return year
        case "half" | "quarter":
            return f"{ORDINALS[period.number - 1]} {period.frequency} of {year}"
        case "nine months":
            counted = f"{period.weeks} weeks" if period.weeks else "nine months"
            return f"first {counted} of {year}"
        case "month":
            return f"{MONTHS[period.start.month - 1]} {period.start.year}"
        case "week":
            return f"week {period.number} of {year}"
        case "year to date":
            return _to_date(period)
        case "twelve months":
            return f"{f'{period.weeks} weeks' if period.weeks else 'twelve months'} to {_ending(period)}"
        case "season":
            return f"{season(period)} {_years(period, 4)}"
        case "span" | "day":
            return dates(period)


def dates(period: Period) -> str:
    """The days it covers, in words: ``1 July to 30 September 2025``.

    Its months, ``July to September 2025``, where no more is known of the fiscal year; its name where nothing is.
    """
    if not period.certain:
        return long(period)
    if not period.to_the_day:
        return _months(period)
    if period.start == period.end:
        return _day(period.start)
    if (period.start.year, period.start.month) == (period.end.year, period.end.month):
        return f"{period.start.day} to {_day(period.end)}"
    return f"{_day(period.start, year=period.start.year != period.end.year)} to {_day(period.end)}"


def _months(period: Period) -> str:
    first, last = period.start, period.end
    if (first.year, first.month) == (last.year, last.month):
        return _month(last)
    return f"{_month(first) if first.year != last.year else MONTHS[first.month - 1]} to {_month(last)}"


def _month(day: date) -> str:
    return f"{MONTHS[day.month - 1]} {day.year}"


def tells_days(period: Period) -> bool:
    """Whether its name says already which days it has, as that of a month or a calendar year does."""
    return period.frequency in ("month", "day", "span") or (period.frequency == "year" and not period.fiscal)


def during(period: Period) -> str:
    """When a flow happened: "in the second quarter of fiscal 2026", "in winter 2025/26", "on 30 September 2025"."""
    if period.frequency == "day":
        return f"on {long(period)}"
    if period.frequency == "span":
        return f"from {long(period)}"
    return f"in {in_a_sentence(period)}"


def closing(period: Period) -> str:
    """When a level was measured: "at 30 September 2025"."""
    if not period.certain:
        return f"at the end of {in_a_sentence(period)}"
    return f"at {_day(period.end)}" if period.to_the_day else f"at the end of {_month(period.end)}"


def nouns(period: Period) -> str:
    """What periods like it are called: "fiscal quarters", "months"."""
    if period.frequency == "season":
        return "seasons"
    if period.frequency == "year to date":
        return "years to date"
    return f"{'fiscal ' if period.fiscal else ''}{NOUNS.get(period.frequency, period.frequency)}s"


def season(period: Period) -> str:
    """The name of the season that it is."""
    return period.calendar.seasons[period.number - 1].name


def in_a_sentence(period: Period) -> str:
    """A period in the middle of a sentence: "the third quarter of 2025", "September 2025"."""
    named = period.frequency in ("year", "month", "week", "season", "day", "span")
    return long(period) if named else f"the {long(period)}"


def _to_date(period: Period) -> str:
    if period.fiscal:
        return f"fiscal year to {long(period.last)}"
    return f"first {SINCE_JANUARY[period.end.month]} months of {period.end.year}"


def _ending(period: Period) -> str:
    """The month with which twelve months end; the day, or the name of the quarter, where they end within a month."""
    if period.weeks or not period.certain:
        return _day(period.end) if period.certain else f"the {long(period.last)}"
    return f"{MONTHS[period.end.month - 1]} {period.end.year}"


def _years(period: Period, digits: int) -> str:
    """``2025``, or ``2025/26`` where a season runs into the next year."""
    first = f"{period.start.year}"[-digits:]
    return first if period.start.year == period.end.year else f"{first}/{period.end.year % 100:02}"


def _day(day: date, letters: int | None = None, *, year: bool = True) -> str:
    named = f"{day.day} {MONTHS[day.month - 1][:letters]}"
    return f"{named} {f'{day.year}'[-2:] if letters else day.year}" if year else named
