"""Periods as analysts write them (``2QFY26``, ``3Q25``, ``Sept 2025``), put into the one spelling of this program.

Only what can be read in one way is read. A text with two readings, such as 03/04/2025, gives both.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator
from datetime import date, timedelta

from reportgen.periods.calendar import MONTHS, Calendar
from reportgen.periods.months import ALSO_WORDS, month_called

FIRST_OF_EXCEL = date(1899, 12, 30)  # day 0 of Excel's dates, of those after its 29 February 1900
SERIALS = range(20_000, 80_000)  # 1954 to 2119: no year of a report has five digits
CENTURY = 2000

_GAP = r"[\s/,_.\-–]*"
_YEAR = r"(?P<fiscal>FY|CY)?\s*['’]?(?P<year>\d{4}|\d{2})"
# T: what a quarter is called in the languages that have trimestres.
_PART = (
    r"(?:(?:H?Y?Q|T)(?P<q>[1-4])|(?P<q_>[1-4])[QT]|HY?(?P<h>[12])|(?P<h_>[12])HY?|(?P<m>3|6|9|12)M"
    r"|(?P<q_in_words>[1-4])(?:\.|er|st|nd|rd|th|e|ème|º|°)?\s?(?:quarter|quartal|trimestre|kvartal|kwartaal|кв(?:артал)?\.?)"
    r"|(?P<roman>IV|I{1,3})[.\s]*(?:Q|kw(?:arta[lł])?\.?|trim(?:estre)?\.?|кв(?:артал)?\.?))"
)
_ROMAN = {"I": "1", "II": "2", "III": "3", "IV": "4"}
_PARTS = tuple(
    re.compile(form, re.IGNORECASE) for form in (rf"{_PART}{_GAP}{_YEAR}", rf"{_YEAR}{_GAP}{_PART}")
)
_WHOLE_YEAR = re.compile(r"(FY|CY)[\s\-]*['’]?(\d{4}|\d{2})", re.IGNORECASE)
_TWO_YEARS = re.compile(r"(?:FY\s*)?(\d{4})\s*[/–-]\s*(\d{4}|\d{2})", re.IGNORECASE)
_WORD = r"([^\W\d_]{3,10})\.?"
_MONTH = re.compile(rf"{_WORD}{_GAP}['’]?(\d{{4}}|\d{{2}})|(\d{{4}}){_GAP}{_WORD}")
# A year, a month, a fiscal year by its last month.
_JAPANESE = re.compile(r"(\d{4})年(?:(\d{1,2})月(期)?)?(?:通期)?")
_NUMBERED_MONTH = re.compile(r"(\d{4})[-/.](\d{1,2})|(\d{1,2})[/.](\d{4})|((?:19|20)\d\d)(0[1-9]|1[0-2])")
_WEEK = re.compile(
    rf"(?:W|WK|CW|KW|week){_GAP}(\d{{1,2}}){_GAP}(\d{{4}})|(\d{{4}}){_GAP}(?:W|WK|CW|KW|week){_GAP}(\d{{1,2}})",
    re.IGNORECASE,
)
_ENDING = re.compile(rf"(LTM|TTM|YTD){_GAP}(.+)|(.+?){_GAP}(LTM|TTM|YTD)", re.IGNORECASE)
_YEAR_FIRST = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})|(\d{4})(\d{2})(\d{2})")
_NUMBERS = re.compile(r"(\d{1,2})([-/.])(\d{1,2})\2(\d{4}|\d{2})")
# What an export of a spreadsheet adds to a day.
_TIME = re.compile(r"[T\s]+\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?Z?$")
_NAMED_DAY = re.compile(
    rf"(\d{{1,2}})(?:st|nd|rd|th|er|\.)?[\s\-]+{_WORD},?[\s\-]+(\d{{4}}|\d{{2}})"
    rf"|{_WORD}[\s\-]+(\d{{1,2}})(?:st|nd|rd|th)?,?\s+(\d{{4}})"
)


def readings(text: str, calendar: Calendar) -> tuple[str, ...]:
    """What a text may mean, in canonical spelling: nothing, one period, or several."""
    days = tuple(dict.fromkeys(day.isoformat() for day in days_read(text)))
    if days:
        return days
    found = (
        _ending(text, calendar) or _part(text) or _year(text, calendar) or _week(text) or _month(text)
        or _japanese(text, calendar)
    )  # fmt: skip
    return (found,) if found else ()


def days_read(text: str) -> Iterator[date]:
    """The days that a text may mean; several where day and month can be told apart by nothing."""
    plain = _TIME.sub("", text.strip())
    if match := re.fullmatch(r"(\d{5})(?:\.0+)?", plain):
        if int(match[1]) in SERIALS:
            yield FIRST_OF_EXCEL + timedelta(days=int(match[1]))
    elif match := _YEAR_FIRST.fullmatch(plain):
        yield from _day(*(int(part) for part in match.groups() if part))
    elif match := _NUMBERS.fullmatch(plain):
        yield from _numbered(match)
    elif match := _NAMED_DAY.fullmatch(plain):
        day, name, year = match.groups()[:3] if match[1] else (match[5], match[4], match[6])
        yield from _day(_full(year), month_called(name), int(day))


def _numbered(match: re.Match[str]) -> Iterator[date]:
    first, second, last = int(match[1]), int(match[3]), match[4]
    yield from _day(_full(last), second, first)
    if match[2] != ".":  # with full stops the day comes first wherever they are used
        yield from _day(_full(last), first, second)
    if len(last) == len("25"):
        yield from _day(CENTURY + first, second, int(last))


def _day(year: int, month: int, day: int) -> Iterator[date]:
    try:
        yield date(year, month, day)
    except ValueError:
        return


def _full(year: str) -> int:
    return int(year) if len(year) == len("2025") else CENTURY + int(year)


def _ending(text: str, calendar: Calendar) -> str:
    match = _ENDING.fullmatch(text.strip())
    if not match:
        return ""
    word, last = (match[1], match[2]) if match[1] else (match[4], match[3])
    canonical = re.fullmatch(r"(?:FY)?\d{4}-(?:Q\d|H\d|\d\d)", last)
    ends = (last,) if canonical else readings(last, calendar)
    return f"{ends[0]}-{word.upper().replace('TTM', 'LTM')}" if len(ends) == 1 else ""


def _part(text: str) -> str:
    """Quarters, halves and months from the start of a year."""
    match = next((found for form in _PARTS if (found := form.fullmatch(text.strip()))), None)
    if not match:
        return ""
    year = f"{_fiscal(match['fiscal'])}{_full(match['year'])}"
    if months := match["m"]:
        return year + {"3": "-Q1", "6": "-H1", "9": "-9M", "12": ""}[months]
    quarter = match["q"] or match["q_"] or match["q_in_words"] or _ROMAN.get((match["roman"] or "").upper())
    half = match["h"] or match["h_"]
    return f"{year}-Q{quarter}" if quarter else f"{year}-H{half}"


def _fiscal(word: str | None) -> str:
    return "FY" if (word or "").upper() == "FY" else ""


def _year(text: str, calendar: Calendar) -> str:
    if match := _WHOLE_YEAR.fullmatch(text.strip()):
        return f"{_fiscal(match[1])}{_full(match[2])}"
    first = first_of_two_years(text)
    return f"FY{first + (not calendar.named_by_start)}" if first else ""


def first_of_two_years(text: str) -> int:
    """The first of the two years by which one is called, ``2024/25``; 0 for others, and for ``2011-12``, a month."""
    match = _TWO_YEARS.fullmatch(text.strip())
    if not match or int(match[1]) % 100 < len(MONTHS):
        return 0
    return int(match[1]) if int(match[2]) % 100 == (int(match[1]) + 1) % 100 else 0


def _week(text: str) -> str:
    match = _WEEK.fullmatch(text.strip())
    if not match:
        return ""
    year, week = (match[2], match[1]) if match[1] else (match[3], match[4])
    return f"{year}-W{int(week):02}"


def _month(text: str) -> str:
    if match := _NUMBERED_MONTH.fullmatch(text.strip()):
        month, year = sorted(filter(None, match.groups()), key=len)
        return f"{year}-{int(month):02}"
    match = _MONTH.fullmatch(text.strip())
    if not match:
        return ""
    name, year = (match[1], match[2]) if match[1] else (match[4], match[3])
    if name.lower() in ALSO_WORDS and len(year) < len("2025") and re.search(r"[^\W\d_]\.?\s+\d", text):
        return ""
    month = month_called(name)
    return f"{_full(year)}-{month:02}" if month else ""


def _japanese(text: str, calendar: Calendar) -> str:
    """``2025年3月期``, the fiscal year to March 2025, whose days are meant where the brief's years end elsewhere."""
    match = _JAPANESE.fullmatch(text.strip())
    if not match or not match[2]:
        return match[1] if match else ""
    year, month = int(match[1]), int(match[2])
    if not 1 <= month <= len(MONTHS) or not match[3]:
        return f"{year}-{month:02}"
    if calendar.month == month and not calendar.counts_weeks:
        return f"FY{year - (calendar.named_by_start and month < len(MONTHS))}"
    first = date(year - (month < len(MONTHS)), month % len(MONTHS) + 1, 1)
    return f"{first}/{date(year, month, monthrange(year, month)[1])}"
