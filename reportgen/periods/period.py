"""One period: its days, its neighbours, and its name."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cached_property, total_ordering
from typing import Literal

from reportgen.errors import FormulaError
from reportgen.language import Language
from reportgen.periods import words as naming
from reportgen.periods.calendar import (
    CALENDAR_YEAR,
    MONTHS,
    ONE_DAY,
    QUARTERS,
    WEEK,
    WEEKS_OF_A_YEAR,
    Calendar,
)
from reportgen.periods.days import days_of

Frequency = Literal[
    "year",
    "half",
    "nine months",
    "quarter",
    "month",
    "week",
    "day",
    "year to date",
    "twelve months",
    "season",
    "span",
]
PER_YEAR: dict[Frequency, int] = {
    "year": 1, "half": 2, "nine months": 1, "quarter": QUARTERS, "month": len(MONTHS), "year to date": 1,
}  # fmt: skip


@total_ordering
@dataclass(frozen=True, eq=False)
class Period:
    """One period. Two names for the same days (``FY2026-Q2`` with a March year-end, ``2025-Q3``) are equal.

    ``index`` counts periods of one frequency: years, halves, quarters, months from year 0, weeks and days from the
    first of January of year 1. A year to date is counted by its last month, the last twelve months by the period of
    frequency ``base`` with which they end, and a span by its first day.
    """

    frequency: Frequency
    index: int
    fiscal: bool = False
    calendar: Calendar = CALENDAR_YEAR
    base: Frequency = "year"
    length: int = 0  # days of a span

    @cached_property
    def days(self) -> tuple[date, date]:
        """Its first and last day. Raises FormulaError where steps have led out of the calendar."""
        try:
            return days_of(self)
        except (ValueError, OverflowError):
            raise FormulaError("a period before the year 1 or after 9999 has no days") from None

    @property
    def start(self) -> date:
        return self.days[0]

    @property
    def end(self) -> date:
        return self.days[1]

    @property
    def key(self) -> tuple[date, date]:
        """First and last day: what makes two periods the same."""
        return self.days

    def __eq__(self, other: object) -> bool:
        return self.days == other.days if isinstance(other, Period) else NotImplemented

    def __hash__(self) -> int:
        return hash(self.days)

    def __lt__(self, other: Period) -> bool:
        return (self.end, self.start) < (other.end, other.start)

    def __str__(self) -> str:
        return naming.canonical(self)

    # Words ----------------------------------------------------------------------------------------------------------

    @property
    def words(self) -> Language:
        """The language that names it."""
        return self.calendar.words

    @property
    def short(self) -> str:
        """For axes and tables: ``Q2 FY26``, ``H1 25``, ``Sep 25``."""
        return naming.short(self)

    @property
    def long(self) -> str:
        """For prose: ``second quarter of fiscal 2026``, ``first half of 2025``."""
        return naming.long(self)

    @property
    def dates(self) -> str:
        """The days it covers, in words: ``1 July to 30 September 2025``; its name where they are not known."""
        return naming.dates(self)

    @property
    def further_dates(self) -> str:
        """Its days where its name does not tell them already: nothing for a month or a calendar year."""
        return "" if naming.tells_days(self) or self.dates == self.long else self.dates

    @property
    def during(self) -> str:
        """When a flow happened: "in the second quarter of fiscal 2026"."""
        return naming.during(self)

    @property
    def closing(self) -> str:
        """When a level was measured: "at 30 September 2025"."""
        return naming.closing(self)

    @property
    def noun(self) -> str:
        """What a period like it is called: "quarter", "half-year"."""
        return naming.noun(self)

    @property
    def nouns(self) -> str:
        """What periods like it are called: "fiscal quarters", "months"."""
        return naming.nouns(self)

    # Which one it is ------------------------------------------------------------------------------------------------

    @property
    def years(self) -> Calendar:
        """The calendar that its years, halves and quarters follow."""
        return self.calendar if self.fiscal else CALENDAR_YEAR

    @property
    def year(self) -> int:
        """The year that names it."""
        if self.frequency == "twelve months":
            return self.last.year
        if self.frequency == "week":
            return self.start.isocalendar().year
        if self.frequency == "season":
            return self.index // len(self.calendar.seasons)
        if self.frequency in ("year", "half", "nine months", "quarter"):
            return self.index // PER_YEAR[self.frequency]
        return self.end.year

    @property
    def number(self) -> int:
        """Which one of its year it is, from 1: the second quarter, the 39th week."""
        if self.frequency == "week":
            return self.start.isocalendar().week
        if self.frequency == "season":
            return self.index % len(self.calendar.seasons) + 1
        return self.index % PER_YEAR[self.frequency] + 1

    @property
    def last(self) -> Period:
        """The month, quarter or half with which a year to date or the last twelve months end."""
        if self.frequency not in ("year to date", "twelve months"):
            return self
        frequency: Frequency = self.base if self.frequency == "twelve months" else "month"
        return replace(self, frequency=frequency, base="year")

    @property
    def certain(self) -> bool:
        """Whether its days are known: those of a fiscal year whose end nobody stated are not."""
        if not self.fiscal or self.frequency == "year to date":
            return True
        first = self.year - 1 if self.frequency == "twelve months" else self.year
        return all(self.calendar.knows(year) for year in range(first, self.year + 1))

    @property
    def to_the_day(self) -> bool:
        """Whether its first and last day may be named: not where a fiscal year is known by its month alone."""
        by_month = self.fiscal and not self.calendar.to_the_day and self.frequency != "year to date"
        return self.certain and not by_month

    @property
    def weeks(self) -> int:
        """How many weeks it has, for the periods of a calendar that counts them; 0 for all others."""
        counted = self.fiscal and self.calendar.counts_weeks and self.certain
        return ((self.end - self.start).days + 1) // WEEK if counted else 0

    # Its neighbours -------------------------------------------------------------------------------------------------

    def shift(self, count: int) -> Period:
        """The period ``count`` steps later (earlier when negative).

        A step is the period's own length; nine months and years to date step by the year, the last twelve months by
        the period with which they end.
        """
        step = {"year to date": len(MONTHS), "span": self.length}.get(self.frequency, 1)
        return replace(self, index=self.index + count * step)

    @cached_property
    def prior(self) -> Period:
        """The period directly before."""
        return self.shift(-1)

    @cached_property
    def year_ago(self) -> Period:
        """The same period of the year before; for a day, the same date (28 February for the 29th).

        The 53rd week of a year is compared with the last of the year before. A span of whole weeks is compared with
        the days 52 weeks before.
        """
        if self.frequency == "week":
            return self._week_ago
        if self.frequency in ("day", "span"):
            return self._days_ago
        return self.shift(-self._per_year)

    @property
    def year_later(self) -> Period | None:
        """The period of which this is the year ago; None when there is none, as for 28 February before a leap day."""
        if self.frequency not in ("week", "day", "span"):
            return self.shift(self._per_year)
        return next((later for later in self._later if later.year_ago == self), None)

    @property
    def _per_year(self) -> int:
        if self.frequency == "season":
            return len(self.calendar.seasons)
        return PER_YEAR[self.base if self.frequency == "twelve months" else self.frequency]

    @property
    def _week_ago(self) -> Period:
        weeks = date(self.year - 1, 12, 28).isocalendar().week  # that day always lies in the last week
        return week_of(date.fromisocalendar(self.year - 1, min(self.number, weeks), 1), self.calendar)

    @property
    def _days_ago(self) -> Period:
        if self._is_whole_weeks:
            return replace(self, index=self.index - WEEKS_OF_A_YEAR * WEEK)
        first, last = (_a_year_before(day) for day in self.days)
        return span(first, last, self.calendar)

    @property
    def _is_whole_weeks(self) -> bool:
        months = self.start.day == 1 and (self.end + ONE_DAY).day == 1
        return self.frequency == "span" and self.length % WEEK == 0 and not months

    @property
    def _later(self) -> tuple[Period, ...]:
        """The periods that might have this one as their year ago."""
        if self.frequency == "week":
            return self.shift(52), self.shift(53)
        firsts, lasts = ([day + timedelta(days=365 + n) for n in (-1, 0, 1)] for day in self.days)
        return tuple(span(first, last, self.calendar) for first in firsts for last in lasts if first <= last)


def span(first: date, last: date, calendar: Calendar = CALENDAR_YEAR) -> Period:
    """The days from ``first`` to ``last``, both included; a single one is a day."""
    if first == last:
        return Period("day", first.toordinal(), False, calendar)
    return Period("span", first.toordinal(), False, calendar, length=(last - first).days + 1)


def week_of(day: date, calendar: Calendar = CALENDAR_YEAR) -> Period:
    """The week (Monday to Sunday) in which a day lies."""
    return Period("week", (day.toordinal() - 1) // WEEK, False, calendar)


def _a_year_before(day: date) -> date:
    try:
        return day.replace(year=day.year - 1)
    except ValueError:
        return day.replace(year=day.year - 1, day=28)
