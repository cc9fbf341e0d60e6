"""Periods of a report: fiscal and calendar quarters, years, months, days. pandas.Period does the calendar."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property, lru_cache, total_ordering
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    import pandas  # noqa: ICN001 - in full, where it is used thrice

Frequency = Literal["year", "quarter", "month", "day"]

MONTHS = (
    "January February March April May June July August September October November December".split()
)  # of the brief's language; words for other languages come with them
ORDINALS = ("first", "second", "third", "fourth")
PER_YEAR = {"year": 1, "quarter": 4, "month": 12}
_FORMS = re.compile(
    r"(?P<fiscal>FY)?(?P<year>[0-9]{4})"
    r"(?:-Q(?P<quarter>[1-4])|-(?P<month>0[1-9]|1[0-2])(?:-(?P<day>[0-9]{2}))?)?"
)
YEARS = range(1900, 2201)  # of a report; the calendar's own limits are not far beyond
EXPECTED = "FY2026-Q2, FY2026, 2025-Q3, 2025, 2025-09 or 2025-09-30"


@total_ordering
@dataclass(frozen=True, eq=False)
class Period:
    """One period. Two names for the same days (``FY2026-Q2`` with a March year-end, ``2025-Q3``) are equal."""

    frequency: Frequency
    fiscal: bool
    calendar: pandas.Period

    @cached_property
    def start(self) -> date:
        return self.calendar.start_time.date()

    @cached_property
    def end(self) -> date:
        return self.calendar.end_time.date()

    @cached_property
    def key(self) -> tuple[date, date]:
        """First and last day: what makes two periods the same."""
        return self.start, self.end

    def __eq__(self, other: object) -> bool:
        return self.key == other.key if isinstance(other, Period) else NotImplemented

    def __hash__(self) -> int:
        return hash(self.key)

    def __lt__(self, other: Period) -> bool:
        return (self.end, self.start) < (other.end, other.start)

    def __str__(self) -> str:
        prefix = "FY" if self.fiscal else ""
        if self.frequency == "quarter":
            return f"{prefix}{self.calendar.qyear}-Q{self.calendar.quarter}"
        if self.frequency == "year":
            return f"{prefix}{self._year}"
        return str(self.calendar)

    @property
    def _year(self) -> int:
        return self.end.year if self.fiscal else self.start.year

    @property
    def year_later(self) -> Period | None:
        """The period of which this is the year ago; None when there is none, as for 28 February before a leap day."""
        if self.frequency != "day":
            return self.shift(PER_YEAR[self.frequency])
        return next((later for later in (self.shift(365), self.shift(366)) if later.year_ago == self), None)

    def shift(self, count: int) -> Period:
        """The period ``count`` steps of its own length later (earlier when negative)."""
        shifted: Any = self.calendar + count
        return Period(self.frequency, self.fiscal, shifted)

    @cached_property
    def prior(self) -> Period:
        """The period directly before."""
        return self.shift(-1)

    @cached_property
    def year_ago(self) -> Period:
        """The same period of the year before; for a day, the same date (28 February for the 29th)."""
        if self.frequency != "day":
            return self.shift(-PER_YEAR[self.frequency])
        import pandas  # noqa: ICN001 - in full, where it is used thrice

        earlier = pandas.Timestamp(self.start) - pandas.DateOffset(years=1)
        return Period("day", False, pandas.Period(earlier, freq="D"))

    @property
    def short(self) -> str:
        """For axes and tables: ``Q2 FY26``, ``FY26``, ``Sep 25``, ``30 Sep 25``."""
        year = f"{self.calendar.qyear if self.frequency == 'quarter' else self._year}"[-2:]
        if self.frequency == "quarter":
            return f"Q{self.calendar.quarter} FY{year}" if self.fiscal else f"Q{self.calendar.quarter} {year}"
        if self.frequency == "year":
            return f"FY{year}" if self.fiscal else str(self._year)
        month = MONTHS[self.start.month - 1][:3]
        return f"{month} {year}" if self.frequency == "month" else f"{self.start.day} {month} {year}"

    @property
    def long(self) -> str:
        """For prose: ``second quarter of fiscal 2026``, ``fiscal 2026``, ``September 2025``, ``30 September 2025``."""
        if self.frequency == "quarter":
            year = f"fiscal {self.calendar.qyear}" if self.fiscal else str(self.calendar.year)
            return f"{ORDINALS[self.calendar.quarter - 1]} quarter of {year}"
        if self.frequency == "year":
            return f"fiscal {self._year}" if self.fiscal else str(self._year)
        month = f"{MONTHS[self.start.month - 1]} {self.start.year}"
        return month if self.frequency == "month" else f"{self.start.day} {month}"

    @property
    def dates(self) -> str:
        """The days it covers, in words: ``1 July to 30 September 2025``."""
        if self.frequency == "day":
            return self.long
        first = f"{self.start.day} {MONTHS[self.start.month - 1]}"
        if self.start.year != self.end.year:
            first += f" {self.start.year}"
        return f"{first} to {self.end.day} {MONTHS[self.end.month - 1]} {self.end.year}"


def in_a_sentence(period: Period) -> str:
    """A period in the middle of a sentence: "the third quarter of 2025", "September 2025"."""
    return f"the {period.long}" if " of " in period.long else period.long


@lru_cache(maxsize=4096)  # a brief names few periods, and each of them often
def parse_period(text: str, fiscal_year_end: int = 12) -> Period:
    """Read a period; ``fiscal_year_end`` is the month (1 to 12) in which the issuer's fiscal year ends.

    Raises ValueError, with what was expected, for anything else and for days that do not exist.
    """
    import pandas  # noqa: ICN001 - in full, where it is used thrice

    match = _FORMS.fullmatch(text.strip())
    if not match or (match["fiscal"] and match["month"]):
        raise ValueError(f"period '{text}'{_meant(text) or f'; expected {EXPECTED}'}")
    if int(match["year"]) not in YEARS:
        raise ValueError(
            f"period '{text}': year {match['year']}; expected one from {YEARS[0]} to {YEARS[-1]}"
        )
    fiscal = bool(match["fiscal"])
    end = MONTHS[(fiscal_year_end if fiscal else 12) - 1][:3].upper()
    year, frequency = match["year"], "year"
    if match["quarter"]:
        calendar, frequency = pandas.Period(f"{year}Q{match['quarter']}", freq=f"Q-{end}"), "quarter"
    elif match["day"]:
        try:
            calendar, frequency = pandas.Period(date.fromisoformat(text.strip()), freq="D"), "day"
        except ValueError:
            raise ValueError(f"period '{text}' is no day of the calendar; expected {EXPECTED}") from None
    elif match["month"]:
        calendar, frequency = pandas.Period(f"{year}-{match['month']}", freq="M"), "month"
    else:
        calendar = pandas.Period(year, freq=f"Y-{end}")
    return Period(frequency, fiscal, calendar)  # type: ignore[arg-type]


_YEAR = r"['’]?(\d{4}|\d{2})"
_GAP = r"[\s/_-]*"
_NAMES = "|".join(month[:3].lower() for month in MONTHS)
_MONTH_NAME = rf"({_NAMES})[a-z]*\.?"
_QUARTER = re.compile(rf"(fy)?\s*{_YEAR}{_GAP}q([1-4])")
_QUARTER_FIRST = re.compile(rf"(?:q([1-4])|([1-4])\s*q){_GAP}(fy|cy)?\s*{_YEAR}")
_HALF = re.compile(rf"(?:h([12])|([12])\s*h){_GAP}(fy|cy)?\s*{_YEAR}|(fy|cy)?\s*{_YEAR}{_GAP}h([12])")
_YEARS = re.compile(rf"(?:fy)?{_GAP}{_YEAR}[/–-]{_YEAR}")
_FISCAL_YEAR = re.compile(rf"fy{_GAP}{_YEAR}")
_CALENDAR_YEAR = re.compile(rf"cy{_GAP}{_YEAR}")
_YEAR_FIRST = re.compile(r"(\d{4})[-/.](\d{1,2})(?:[-/.](\d{1,2}))?(?:[t ][\d:.]+z?)?|(\d{4})(\d{2})(\d{2})?")
_YEAR_LAST = re.compile(r"(?:(\d{1,2})[-/.])?(\d{1,2})[-/.](\d{4})")
_NAMED = re.compile(rf"(?:(\d{{1,2}})(?:st|nd|rd|th)?\.?{_GAP})?{_MONTH_NAME}{_GAP}(?:of\s+)?{_YEAR}")
_NAMED_FIRST = re.compile(rf"{_MONTH_NAME}\s*(\d{{1,2}})(?:st|nd|rd|th)?,\s*{_YEAR}")
_SERIAL = re.compile(r"[2-6]\d{4}")  # how a spreadsheet counts days: 1954 to 2091
SPREADSHEET_BEGIN = date(1899, 12, 30)


def likely_periods(text: str) -> tuple[str, ...]:
    """What a period that is written in another way probably means; two readings of a day such as 03/09/2025."""
    plain = " ".join(text.lower().split())
    found = next((readings for read in _READERS if (readings := read(plain))), ())
    return tuple(one for one in dict.fromkeys(found) if one != text and _is_period(one))


def _meant(text: str) -> str:
    """The likely intention behind a period that is written in another way, as the end of a message."""
    if match := _HALF.fullmatch(text.strip().lower()):
        return _quarters_of(match)
    likely = likely_periods(text)
    reason = " is a spreadsheet's count of days" if likely and _SERIAL.fullmatch(text.strip()) else ""
    return f"{reason} — did you mean {' or '.join(map(repr, likely))}?" if likely else ""


def _quarters_of(match: re.Match[str]) -> str:
    half = int(match[1] or match[2] or match[7])
    fiscal = "FY" if "fy" in (match[3], match[5]) else ""
    year = f"{fiscal}{_year(match[4] or match[6])}"
    first, second = f"{year}-Q{2 * half - 1}", f"{year}-Q{2 * half}"
    return f" is a half-year, which has no form of its own; state its quarters '{first}' and '{second}'"


def _is_period(text: str) -> bool:
    try:
        parse_period(text)
    except ValueError:
        return False
    return True


def _quarter(text: str) -> tuple[str, ...]:
    if match := _QUARTER.fullmatch(text):
        return (f"{(match[1] or '').upper()}{_year(match[2])}-Q{match[3]}",)
    if match := _QUARTER_FIRST.fullmatch(text):
        return (f"{'FY' if match[3] == 'fy' else ''}{_year(match[4])}-Q{match[1] or match[2]}",)
    return ()


def _whole_year(text: str) -> tuple[str, ...]:
    if match := _FISCAL_YEAR.fullmatch(text):
        return (f"FY{_year(match[1])}",)
    if match := _CALENDAR_YEAR.fullmatch(text):
        return (_year(match[1]),)
    match = _YEARS.fullmatch(text)
    if match and int(_year(match[2])) == int(_year(match[1])) + 1:
        return (f"FY{_year(match[2])}",)
    return ()


def _numbered(text: str) -> tuple[str, ...]:
    if match := _YEAR_FIRST.fullmatch(text):
        return (_joined(*match.groups()[:3] if match[1] else match.groups()[3:]),)
    if match := _YEAR_LAST.fullmatch(text):
        one, other, year = match.groups()
        return (_joined(year, other, one), *([_joined(year, one, other)] if one else []))
    return ()


def _named(text: str) -> tuple[str, ...]:
    if match := _NAMED.fullmatch(text):
        day, name, year = match.groups()
    elif match := _NAMED_FIRST.fullmatch(text):
        name, day, year = match.groups()
    else:
        return ()
    month = _NAMES.split("|").index(name) + 1
    return (_joined(_year(year), str(month), day),)


def _serial(text: str) -> tuple[str, ...]:
    return (str(SPREADSHEET_BEGIN + timedelta(days=int(text))),) if _SERIAL.fullmatch(text) else ()


_READERS: tuple[Callable[[str], tuple[str, ...]], ...] = (_quarter, _whole_year, _numbered, _named, _serial)


def _joined(*parts: str | None) -> str:
    return "-".join(part.zfill(2) for part in parts if part)


def _year(text: str) -> str:
    return text if len(text) == len("2025") else f"20{text}"
