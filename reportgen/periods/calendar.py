"""Fiscal calendars: on which days a year, a half and a quarter begin and end.

A calendar either follows the months ("the year ends in March") or the weeks: 52 of them, and 53 every five or six
years, so that each year ends on the same day of the week. Retailers in the United States close on the Saturday
nearest 31 January (the National Retail Federation's 4-5-4 calendar), Apple on the last Saturday of September.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import lru_cache
from itertools import accumulate, pairwise

from reportgen.language import Language, language_of

# Of the brief's language; words for other languages come with them.
MONTHS = "January February March April May June July August September October November December".split()
WEEKDAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()
WEEK = 7
WEEKS_OF_A_YEAR = 52
WHOLE_YEARS = (52 * WEEK, 53 * WEEK)  # in days
QUARTERS = 4
ONE_DAY = timedelta(days=1)
StatedEnds = tuple[tuple[int, date], ...]  # fiscal years and their last days
YEARS = range(1900, 2201)  # of a report; the calendar's own limits are not far beyond

_LAST = re.compile(r"(?i)(?:the\s+)?last\s+(?P<weekday>\w+)\s+(?:of|in)\s+(?P<month>\w+)")
_NEAREST = re.compile(
    r"(?i)(?:the\s+)?(?P<weekday>\w+)\s+(?:nearest|closest)\s+(?:to\s+)?(?P<day>\d{1,2})\s+(?P<month>\w+)"
)
EXPECTED_END = (
    "a month, a day such as 31 March, 'last Saturday of September' or 'Saturday nearest 31 January'"
)


@dataclass(frozen=True, slots=True)
class WeekRule:
    """The day on which a year of whole weeks ends: the last Saturday of a month, or the one nearest a date."""

    weekday: int  # Monday is 0
    month: int
    day: int = 0  # of the month, for the nearest; 0 for the last in it

    def end(self, year: int) -> date:
        """The last day of the year that ends in, or nearest to the end of, ``month`` of ``year``."""
        if not self.day:
            last = first_of(year, self.month + 1) - ONE_DAY
            return last - timedelta(days=(last.weekday() - self.weekday) % WEEK)
        anchor = date(year, self.month, self.day)
        after = (self.weekday - anchor.weekday()) % WEEK
        return anchor + timedelta(days=after if after <= WEEK // 2 else after - WEEK)


@dataclass(frozen=True, slots=True)
class Season:
    """A season that a brief declares: from the first day of it to the last, month and day each."""

    name: str
    first: tuple[int, int]
    last: tuple[int, int]

    def days(self, year: int) -> tuple[date, date]:
        """The season that begins in ``year``."""
        ending = year + (self.last < self.first)
        return _day(year, *self.first), _day(ending, *self.last)


@dataclass(frozen=True, slots=True)
class Calendar:
    """When the fiscal years of one entity end, and by which year they are named.

    ``rule`` makes it a calendar of weeks; so does ``ends``, the last days of single years as the company states
    them. ``weeks`` are those of the four quarters, ``extra`` is the quarter (1 to 4) that takes a 53rd week.
    ``to_the_day`` is False where only the month is known: the last day may be that of the month, or a Saturday in it.
    ``words`` is the language in which its periods are named.
    """

    month: int = 12
    rule: WeekRule | None = None
    ends: StatedEnds = ()
    named_by_start: bool = False
    weeks: tuple[int, ...] = (13, 13, 13, 13)
    extra: int = 4
    seasons: tuple[Season, ...] = ()
    to_the_day: bool = True
    words: Language = field(default_factory=language_of, repr=False)

    @property
    def counts_weeks(self) -> bool:
        """Whether the years are of whole weeks, 52 or 53 of them."""
        return bool(self.rule or self.ends)

    def year(self, year: int) -> tuple[date, date]:
        """First and last day of the fiscal year of that name."""
        return self._end(year - 1) + ONE_DAY, self._end(year)

    def quarter(self, year: int, number: int) -> tuple[date, date]:
        """First and last day of a quarter (1 to 4) of the fiscal year."""
        edges = self.edges(year)
        return edges[number - 1], edges[number] - ONE_DAY

    def edges(self, year: int) -> tuple[date, ...]:
        """The first days of the four quarters of a fiscal year, and of the year after."""
        return _edges(self, year)

    def knows(self, year: int) -> bool:
        """Whether the days of a fiscal year are certain: by a rule, or because both its ends are stated."""
        return not self.ends or {year - 1, year} <= {known for known, _ in self.ends}

    def year_of(self, day: date) -> int:
        """The name of the fiscal year in which a day lies."""
        guess = day.year + 1
        while self.year(guess)[0] > day:
            guess -= 1
        return guess

    def _end(self, year: int) -> date:
        anchor = year + (self.named_by_start and self.month != len(MONTHS))
        if self.ends:
            return _stated_end(self.ends, year)
        return self.rule.end(anchor) if self.rule else first_of(anchor, self.month + 1) - ONE_DAY


CALENDAR_YEAR = Calendar()


@lru_cache(maxsize=4096)
def _edges(calendar: Calendar, year: int) -> tuple[date, ...]:
    first, last = calendar.year(year)
    if not calendar.counts_weeks:
        start = months_of(first)
        return tuple(from_months(start + 3 * number) for number in range(QUARTERS + 1))
    weeks = list(calendar.weeks)
    weeks[calendar.extra - 1] += ((last - first).days + 1) // WEEK - sum(weeks)
    return tuple(first + timedelta(weeks=passed) for passed in accumulate(weeks, initial=0))


def _stated_end(ends: StatedEnds, year: int) -> date:
    """The last day of a year: as stated, or 52 weeks a year away from the nearest that is."""
    known = dict(ends)
    nearest = min(known, key=lambda stated: abs(stated - year))
    return known[nearest] + timedelta(weeks=WEEKS_OF_A_YEAR * (year - nearest))


def months_of(day: date) -> int:
    """The month of a day, counted from January of year 0."""
    return day.year * len(MONTHS) + day.month - 1


def from_months(count: int) -> date:
    """The first day of a month, counted from January of year 0."""
    return date(count // len(MONTHS), count % len(MONTHS) + 1, 1)


def first_of(year: int, month: int) -> date:
    """The first day of a month; the thirteenth is the January after."""
    return from_months(year * len(MONTHS) + month - 1)


def _day(year: int, month: int, day: int) -> date:
    """A day of a month, the last of it where the month is shorter."""
    return min(first_of(year, month) + timedelta(days=day - 1), first_of(year, month + 1) - ONE_DAY)


def read_rule(text: str) -> WeekRule | None:
    """Read "last Saturday of September" or "Saturday nearest 31 January"; None for anything else."""
    match = _LAST.fullmatch(text.strip()) or _NEAREST.fullmatch(text.strip())
    if not match:
        return None
    weekday, month = position(match["weekday"], WEEKDAYS), position(match["month"], MONTHS)
    if not weekday or not month:
        return None
    day = int(match.groupdict().get("day") or 0)
    if day and _day(2025, month, day).day != day:  # 31 June; a year of no leap day
        return None
    return WeekRule(weekday - 1, month, day)


def position(word: str, names: list[str]) -> int:
    """Where a name stands in a list, from 1, and 0 for none; its first letters do, where they tell it apart."""
    plain = word.strip().rstrip(".").lower()
    found = [at for at, name in enumerate(names, 1) if plain and name.lower().startswith(plain)]
    return found[0] if len(found) == 1 else 0


def read_seasons(declared: Mapping[str, str]) -> tuple[Season, ...]:
    """Read ``{winter: November to April}``. Raises ValueError, with what was expected."""
    return tuple(sorted(_seasons(declared), key=lambda season: season.first))


def _seasons(declared: Mapping[str, str]) -> Iterator[Season]:
    for name, text in declared.items():
        first, to, last = text.partition(" to ")
        begin, end = _month_and_day(first, 1), _month_and_day(last, 31)
        if not to or begin is None or end is None:
            raise ValueError(
                f"season '{name}: {text}'; expected 'November to April' or '15 June to 14 September'"
            )
        yield Season(name, begin, end)


def _month_and_day(text: str, default: int) -> tuple[int, int] | None:
    match = re.fullmatch(r"(?:(\d{1,2})\s+)?([A-Za-z]+)", text.strip())
    month = position(match[2], MONTHS) if match else 0
    if not match or not month:
        return None
    day = int(match[1] or default)
    return (month, day) if 1 <= day <= _day(2024, month, 31).day or not match[1] else None


def read_ends(given: Mapping[int, date]) -> StatedEnds:
    """Last days of fiscal years as stated. Raises ValueError where a year is not of 52 or 53 weeks, or elsewhere."""
    ends = tuple(sorted(given.items()))
    for year, last in ends:
        if abs(last.year - year) > 1 or last.year not in YEARS:
            raise ValueError(
                f"the fiscal year {year} does not end on {last}; expected the last day of each, by year"
            )
    for (year, earlier), (later, last) in pairwise(ends):
        days = (last - earlier).days
        if later == year + 1 and days not in WHOLE_YEARS:
            raise ValueError(
                f"the fiscal year {later} would have {days} days, from {earlier + ONE_DAY} to {last}; "
                "expected 52 or 53 weeks"
            )
    return ends
