"""How a period is named: in files, on axes, and in sentences."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from reportgen.language.periods import Periods

if TYPE_CHECKING:
    from reportgen.periods.period import Period


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


def short(period: Period) -> str:  # noqa: PLR0911 - a frequency a line
    """For axes and tables: ``Q2 FY26``, ``H1 25``, ``Sep 25``, ``LTM Q3 25``, ``29 Jun to 27 Sep 25``."""
    words, start, end = period.words.periods, period.start, period.end
    two = f"{period.year % 100:02}"
    year = words.fiscal_short.format(year=two) if period.fiscal else two
    match period.frequency:
        case "year":
            return year if period.fiscal else str(period.year)
        case "month":
            return _short_month(end, words)
        case "year to date":
            named = words.short_fiscal_to_date if period.fiscal else words.short_to_date
            return named.format(ending=_short_month(end, words))
        case "twelve months":
            return words.short[period.frequency].format(ending=period.last.short)
        case "season":
            return words.short[period.frequency].format(
                season=season(period).capitalize(), year=_years(period, 2)
            )
        case "span":
            first = _short_day(start, words, year=start.year != end.year)
            return words.to.format(first=first, last=_short_day(end, words))
        case "day":
            return _short_day(start, words)
        case _:
            return words.short[period.frequency].format(number=period.number, year=year)


def long(period: Period) -> str:  # noqa: PLR0911 - a frequency a line
    """For prose: ``second quarter of fiscal 2026``, ``first half of 2025``, ``twelve months to September 2025``."""
    words = period.words.periods
    year = words.fiscal.format(year=period.year) if period.fiscal else str(period.year)
    match period.frequency:
        case "year":
            return year
        case "half" | "quarter":
            return words.long[period.frequency].format(ordinal=words.ordinals[period.number - 1], year=year)
        case "nine months":
            named = words.first_weeks if period.weeks else words.long[period.frequency]
            return named.format(weeks=period.weeks, year=year)
        case "month":
            return _month(period.start, words)
        case "week":
            return words.long[period.frequency].format(number=period.number, year=year)
        case "year to date":
            return _to_date(period)
        case "twelve months":
            named = words.weeks_to if period.weeks else words.long[period.frequency]
            return named.format(weeks=period.weeks, ending=_ending(period))
        case "season":
            return words.long[period.frequency].format(season=season(period), year=_years(period, 4))
        case "span" | "day":
            return dates(period)


def dates(period: Period) -> str:
    """The days it covers, in words: ``1 July to 30 September 2025``.

    Its months, ``July to September 2025``, where no more is known of the fiscal year; its name where nothing is.
    """
    words, start, end = period.words.periods, period.start, period.end
    if not period.certain:
        return long(period)
    if not period.to_the_day:
        return _months(period)
    if start == end:
        return day_in_words(start, words)
    if _in_one_month(period):
        return _days_of_month(period, words.days_of_month)
    first = day_in_words(start, words) if start.year != end.year else _day_of_year(start, words)
    return words.to.format(first=first, last=day_in_words(end, words))


def _in_one_month(period: Period) -> bool:
    return (period.start.year, period.start.month) == (period.end.year, period.end.month)


def _days_of_month(period: Period, words: str) -> str:
    start, end = period.start, period.end
    month = period.words.periods.months[end.month - 1]
    return words.format(day=start.day, last=end.day, month=month, year=end.year)


def _months(period: Period) -> str:
    words, first, last = period.words.periods, period.start, period.end
    if _in_one_month(period):
        return _month(last, words)
    begin = _month(first, words) if first.year != last.year else words.months[first.month - 1]
    return words.to.format(first=begin, last=_month(last, words))


def _month(day: date, words: Periods) -> str:
    return words.month.format(month=words.months[day.month - 1], year=day.year)


def tells_days(period: Period) -> bool:
    """Whether its name says already which days it has, as that of a month or a calendar year does."""
    return period.frequency in ("month", "day", "span") or (period.frequency == "year" and not period.fiscal)


def during(period: Period) -> str:
    """When a flow happened: "in the second quarter of fiscal 2026", "in winter 2025/26", "on 30 September 2025"."""
    words = period.words.periods
    if period.frequency == "span" and _in_one_month(period):
        return _days_of_month(period, words.from_days_of_month)
    return words.during.get(period.frequency, words.in_).format(period=in_a_sentence(period))


def closing(period: Period) -> str:
    """When a level was measured: "at 30 September 2025"."""
    words = period.words.periods
    if not period.certain:
        return words.at_the_end.format(period=in_a_sentence(period))
    if not period.to_the_day:
        return words.at_the_end.format(period=_month(period.end, words))
    return words.at.format(day=day_in_words(period.end, words))


def noun(period: Period) -> str:
    """What a period like it is called: "quarter", "half-year"."""
    return period.words.periods.nouns[period.frequency].one


def nouns(period: Period) -> str:
    """What periods like it are called: "fiscal quarters", "months"."""
    words = period.words.periods
    many = words.nouns[period.frequency].many
    named_by_year = period.fiscal and period.frequency not in words.without_years
    return words.fiscal_nouns.format(periods=many) if named_by_year else many


def season(period: Period) -> str:
    """The name of the season that it is."""
    return period.calendar.seasons[period.number - 1].name


def in_a_sentence(period: Period) -> str:
    """A period in the middle of a sentence: "the third quarter of 2025", "September 2025"."""
    words = period.words.periods
    return long(period) if period.frequency in words.standing else words.the.format(period=long(period))


def day_in_words(day: date, words: Periods) -> str:
    """A date in words: 25 November 2025."""
    return words.day.format(day=day.day, month=words.months[day.month - 1], year=day.year)


def _day_of_year(day: date, words: Periods) -> str:
    return words.day_of_year.format(day=day.day, month=words.months[day.month - 1])


def _short_day(day: date, words: Periods, *, year: bool = True) -> str:
    named, month = words.short_day if year else words.day_of_year, words.short_months[day.month - 1]
    return named.format(day=day.day, month=month, year=day.year, two=f"{day.year}"[-2:])


def _short_month(day: date, words: Periods) -> str:
    month = words.short_months[day.month - 1]
    return words.short_month.format(month=month, year=day.year, two=f"{day.year}"[-2:])


def _to_date(period: Period) -> str:
    words = period.words.periods
    if period.fiscal:
        return words.fiscal_to_date.format(ending=long(period.last))
    return words.to_date.format(counted=words.counted_months[period.end.month], year=period.end.year)


def _ending(period: Period) -> str:
    """The month with which twelve months end; the day, or the name of the quarter, where they end within a month."""
    words = period.words.periods
    if not period.certain:
        return words.the.format(period=long(period.last))
    return day_in_words(period.end, words) if period.weeks else _month(period.end, words)


def _years(period: Period, digits: int) -> str:
    """``2025``, or ``2025/26`` where a season runs into the next year."""
    first = f"{period.start.year}"[-digits:]
    return first if period.start.year == period.end.year else f"{first}/{period.end.year % 100:02}"
