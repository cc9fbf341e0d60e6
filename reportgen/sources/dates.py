"""Days where periods are expected: a column headed 30 September 2025 holds a quarter, a half, a year, or a day."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Collection, Iterator, Mapping
from datetime import date
from math import gcd

from reportgen.brief import Brief
from reportgen.periods import Period
from reportgen.periods.months import month_called
from reportgen.source_settings import Dates
from reportgen.sources.grid import Precision

Day = tuple[date, Precision]
NEAR = 6  # days between the end of a fiscal quarter and the day by which it is called
_MONTHS: Mapping[int, Dates] = {1: "month", 3: "quarter", 6: "half", 12: "year"}
_PARTS: Mapping[Dates, tuple[str, ...]] = {
    "quarter": ("-Q1", "-Q2", "-Q3", "-Q4"), "half": ("-H1", "-H2"), "nine months": ("-9M",), "year": ("",),
}  # fmt: skip


_LENGTHS: Mapping[Dates, str] = {
    "month": r"month|one month", "quarter": r"three months|3 months|quarter|qtr",
    "half": r"six months|6 months|half(?:[- ]year)?",
    "nine months": r"nine months|9 months", "year": r"twelve months|12 months|(?:fiscal |financial )?year",
}  # fmt: skip


def length_said(text: str) -> Dates | None:
    """How long a period is, as a header says before its last day: ``Three months ended``; None where it does not."""
    plain = re.sub(
        r"^(?:for )?(?:the )?|(?: period)?(?:,? (?:ended|ending|to)|:)?$", "", " ".join(text.lower().split())
    )
    return next((length for length, form in _LENGTHS.items() if re.fullmatch(form, plain)), None)


_BEFORE_DAY = re.compile(
    r"(?i)(?P<length>(?:for )?(?:the )?[\w-]+(?:[ -]months?|[ -]year)?(?: period)?(?: (?:ended|ending|to)|:)),? "
    r"(?P<day>.*[^\W_].*?),?"
)

# "Sep-25 Qtr", "September quarter 2025": called by its last month.
_BEHIND_MONTH = re.compile(
    r"(?i)(?P<month>[^\W\d_]{3,9}\.?)(?P<before>[ '’-]{1,2}\d{2,4})?[ -](?P<length>qtr|quarter|half(?:[ -]year)?|year)"
    r"(?P<behind>[ '’-]{1,2}\d{2,4})?"
)


def length_and_day(text: str) -> tuple[str, str] | None:
    """A length and the day, or the month, of its end where one cell of a header says both.

    ``Three months ended Sep 30,``, ``Quarter to Sep 2025``, ``Sep-25 Qtr``.
    """
    plain = " ".join(text.split())
    match = _BEFORE_DAY.fullmatch(plain)
    if match and length_said(match["length"]):
        return match["length"], match["day"]
    match = _BEHIND_MONTH.fullmatch(plain)
    if match and bool(match["before"]) != bool(match["behind"]) and month_called(match["month"].rstrip(".")):
        return match["length"], match["month"] + (match["before"] or match["behind"])
    return None


def last_day_of(month: str) -> str:
    """``2025-09`` gives 2025-09-30."""
    first = date.fromisoformat(f"{month}-01")
    return first.replace(day=monthrange(first.year, first.month)[1]).isoformat()


def stand_for(days: Collection[Day], brief: Brief) -> Dates:
    """What days that head the columns of one table stand for, told by how far they are apart."""
    found = sorted({day for day, _ in days})
    whole = all(_is_end(day) or day.day == 1 or shows == "month" for day, shows in days)
    if not whole:
        return "day"
    frequency: Dates = "month" if all(shows == "month" for _, shows in days) else "day"
    months = [day.year * 12 + day.month for day in found]
    apart = gcd(*(later - months[0] for later in months[1:])) if len(months) > 1 else 0
    own = brief.period.frequency
    if any(_is_near(brief.period, day, shows) for day, shows in days) and apart % _length(own) == 0:
        return own  # type: ignore[return-value]  # of those that have a length
    return _MONTHS.get(12 if apart and apart % 12 == 0 else apart, frequency)


def _length(frequency: str) -> int:
    return next((months for months, name in _MONTHS.items() if name == frequency), 10_000)


def _is_end(day: date) -> bool:
    return date.fromordinal(day.toordinal() + 1).day == 1


def period_of(day: Day, stands_for: Dates, brief: Brief, entity: str = "") -> str:
    """The period for which a day stands, of the brief's kind of year; the day itself where there is none."""
    when, shows = day
    if stands_for in ("day", "month"):
        return when.isoformat() if stands_for == "day" and shows == "day" else f"{when:%Y-%m}"
    near = [one for one in _candidates(when.year, stands_for, brief, entity) if _is_near(one, when, shows)]
    if not near and shows == "month":
        return f"{when:%Y-%m}"
    return str(min(near, key=lambda one: abs((one.end - when).days))) if near else when.isoformat()


_SPANS: Mapping[Dates, range] = {
    "quarter": range(77, 120), "half": range(168, 197), "nine months": range(245, 290),
    "year": range(350, 379),
}  # fmt: skip


def period_of_days(start: date | None, end: date, brief: Brief, entity: str = "") -> str:
    """The quarter, half, nine months or year of the brief's kind of year that lies between two days; "" for none.

    A fiscal year of 52 or 53 weeks ends near the day by which it is called, and so do its parts, each end within NEAR
    days. Without a first day it is the quarter at whose end something was measured.
    """
    if start is None:
        near = [one for one in _candidates(end.year, "quarter", brief, entity) if _ends_near(one, end)]
    else:
        days = (end - start).days + 1
        kinds = [kind for kind, span in _SPANS.items() if days in span]
        near = [
            one
            for kind in kinds
            for one in _candidates(end.year, kind, brief, entity)
            if _ends_near(one, end) and abs((one.start - start).days) <= NEAR
        ]
    return str(min(near, key=lambda one: abs((one.end - end).days))) if near else ""


def _ends_near(period: Period, end: date) -> bool:
    return abs((period.end - end).days) <= NEAR


def _candidates(year: int, stands_for: Dates, brief: Brief, entity: str) -> Iterator[Period]:
    kinds = ("FY", "") if brief.period.fiscal else ("", "FY")
    for kind in kinds:
        for one in (year - 1, year, year + 1):
            for part in _PARTS[stands_for]:
                yield brief.period_of(f"{kind}{one}{part}", entity)


def _is_near(period: Period, day: date, shows: Precision) -> bool:
    """Whether a day is the last of a period or the first, or near its end; of a month, whether one of them is in it."""
    if shows == "month":
        return (day.year, day.month) in {(end.year, end.month) for end in (period.start, period.end)}
    return abs((period.end - day).days) <= NEAR or period.start == day
