"""A text read as a period of a calendar."""

from __future__ import annotations

import re
from datetime import date
from functools import lru_cache

from reportgen.periods.calendar import MONTHS, QUARTERS, YEARS, Calendar
from reportgen.periods.period import Frequency, Period, span, week_of
from reportgen.periods.related import last_twelve_months, to_date, year_to_date
from reportgen.periods.spelling import days_read, readings

EXPECTED = "FY2026-Q2, FY2026-H1, 2025-Q3, 2025, 2025-09, 2025-W39, 2025-09-30 or 2025-06-29/2025-09-27"
LONGEST = 50  # years of a span
_DAY = r"[0-9]{4}-[0-9]{2}-[0-9]{2}"
_FORMS = re.compile(
    r"(?P<fiscal>FY)?(?P<year>[0-9]{4})(?:"
    r"-(?P<part>Q[1-4]|H[12]|9M)|-W(?P<week>[0-9]{2})|-(?P<season>[a-z][a-z_]*)"
    r"|-(?P<month>0[1-9]|1[0-2]))?(?:-(?P<ending>LTM|YTD|FYTD))?"
)
SEASON = re.compile(r"[0-9]{4}-[a-z][a-z_]*")


def parse_period(text: str, calendar: Calendar | int = 12) -> Period:
    """Read a period of a calendar, or of the one whose fiscal year ends in a month (1 to 12).

    Raises ValueError, with what was expected, for anything else, for days that do not exist, and for a text that can
    be read in two ways, with both.
    """
    known = calendar if isinstance(calendar, Calendar) else Calendar(calendar)
    return _parsed(text.strip(), known)


def parse_day(text: str) -> date:
    """Read a day: 2025-09-30, 30/09/2025, 30 Sep 2025, Excel's 45930. Raises ValueError, with every reading."""
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        days = list(dict.fromkeys(days_read(text)))
    if len(days) > 1:
        raise ValueError(_unclear(text, [day.isoformat() for day in days]))
    if not days:
        raise ValueError(f"'{text}'; expected a date such as 2025-09-30")
    return days[0]


@lru_cache(maxsize=4096)  # a brief names few periods, and each of them often
def _parsed(text: str, calendar: Calendar) -> Period:
    found = _canonical(text, calendar)
    if found:
        return found
    meant = readings(text, calendar)
    if len(meant) > 1:
        raise ValueError(f"period {_unclear(text, meant)}")
    found = _canonical(meant[0], calendar) if meant else None
    if found is None:
        raise ValueError(f"period '{text}'; expected {_expected(text, calendar)}")
    return found


def _expected(text: str, calendar: Calendar) -> str:
    if SEASON.fullmatch(text) and calendar.seasons:
        return " or ".join(f"{text[:4]}-{season.name}" for season in calendar.seasons)
    return EXPECTED


def _unclear(text: str, meant: list[str] | tuple[str, ...]) -> str:
    said = " or ".join(f"{day} ({_words(day)})" for day in meant)
    return f"'{text}' can be read as {said}; write the one that is meant"


def _words(day: str) -> str:
    return span(date.fromisoformat(day), date.fromisoformat(day)).long


def _canonical(text: str, calendar: Calendar) -> Period | None:
    """A period in canonical spelling; None for another text. Raises ValueError for days that do not exist."""
    if re.fullmatch(rf"{_DAY}(?:/{_DAY})?", text):
        return _days(text, calendar)
    match = _FORMS.fullmatch(text)
    if not match:
        return None
    if int(match["year"]) not in YEARS:
        raise ValueError(
            f"period '{text}': year {match['year']}; expected one from {YEARS[0]} to {YEARS[-1]}"
        )
    found = _named(match, calendar)
    return _ended(found, match["ending"] or "", calendar) if found else None


def _named(match: re.Match[str], calendar: Calendar) -> Period | None:
    year, fiscal = int(match["year"]), bool(match["fiscal"])
    if match["part"]:
        return _part(year, match["part"], Period("year", year, fiscal, calendar))
    if match["week"]:
        return None if fiscal else _week(year, int(match["week"]), calendar)
    if match["season"]:
        names = [season.name for season in calendar.seasons]
        if fiscal or match["season"] not in names:
            return None
        return Period("season", year * len(names) + names.index(match["season"]), False, calendar)
    if match["month"]:
        month = year * len(MONTHS) + int(match["month"]) - 1
        return None if fiscal else Period("month", month, False, calendar)
    return Period("year", year, fiscal, calendar)


def _part(year: int, part: str, whole: Period) -> Period:
    number = int(part[-1]) - 1 if part != "9M" else 0
    frequency: Frequency = {"Q": "quarter", "H": "half", "9": "nine months"}[part[0]]  # type: ignore[assignment]
    index = {"Q": year * QUARTERS + number, "H": year * 2 + number, "9": year}[part[0]]
    return Period(frequency, index, whole.fiscal, whole.calendar)


def _ended(period: Period, ending: str, calendar: Calendar) -> Period | None:
    """A year to date or twelve months that end with a period; None where there are none."""
    if not ending:
        return period
    if period.frequency not in ("quarter", "half", "month"):
        return None
    if ending == "LTM":
        return last_twelve_months(period)
    if period.frequency != "month":
        return to_date(period) if ending == "YTD" else None
    if ending == "FYTD" and calendar.counts_weeks:
        raise ValueError(
            f"'{period}-FYTD': the fiscal year is one of weeks and no month ends with it; write FY2026-Q2-YTD or a span"
        )
    return year_to_date(period.index, calendar, fiscal=ending == "FYTD")


def _week(year: int, week: int, calendar: Calendar) -> Period:
    try:
        return week_of(date.fromisocalendar(year, week, 1), calendar)
    except ValueError:
        raise ValueError(f"period '{year}-W{week:02}': {year} has no such week") from None


def _days(text: str, calendar: Calendar) -> Period:
    try:
        first, last = (date.fromisoformat(day) for day in (text[:10], text[-10:]))
    except ValueError:
        raise ValueError(f"period '{text}' is no day of the calendar; expected {EXPECTED}") from None
    if first.year not in YEARS or last.year not in YEARS:
        raise ValueError(f"period '{text}': year {first.year}; expected one from {YEARS[0]} to {YEARS[-1]}")
    if last < first:
        raise ValueError(f"period '{text}' ends before it begins")
    if last.year - first.year > LONGEST:
        raise ValueError(f"period '{text}' is longer than {LONGEST} years")
    return span(first, last, calendar)
