"""When the fiscal years of a company end, told by the days of what it filed over years."""

from __future__ import annotations

from calendar import monthrange
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from reportgen.periods import MONTHS, WEEKDAYS
from reportgen.sources.companyfacts import Concept

YEAR, LONG_YEAR, LONG_QUARTER = range(350, 379), 371, 98  # days
WEEK = 7
LATELY = 3  # annual reports
NEAREST = 3  # days from the one that a rule is nearest to


@dataclass(frozen=True, slots=True)
class _Span:
    start: date
    end: date
    fiscal_year: int  # of the filing
    filed: str

    @property
    def days(self) -> int:
        return (self.end - self.start).days + 1


def calendar_of(concepts: Sequence[Concept]) -> tuple[Mapping[str, Any], str]:
    """The settings of a brief that say when fiscal years end, and that in words; none for calendar years."""
    spans = [one for concept in concepts for one in _spans(concept)]
    years = [one for one in spans if one.days in YEAR]
    ends = sorted({one.end for one in years})
    if not ends:
        return {}, ""
    named_by = "start" if _is_named_by_start(years) else "end"
    if all(one.day == monthrange(one.year, one.month)[1] for one in ends):
        month = MONTHS[ends[-1].month - 1]
        if month == "December":
            return {}, ""
        if named_by == "end":
            return {"fiscal_year_end": month}, f"fiscal years that end in {month}"
        by_month = {"ends": f"{monthrange(2025, ends[-1].month)[1]} {month}", "named_by": named_by}
        return {"fiscal_calendar": by_month}, f"fiscal years that end in {month}"
    rule = _rule(ends)
    calendar: dict[str, Any] = {
        "ends": rule or {one.year - (named_by == "start"): one.isoformat() for one in ends},
        **({"named_by": named_by} if named_by == "start" else {}),
        **({"long_quarter": number} if (number := _long_quarter(spans, years)) != 4 else {}),  # noqa: PLR2004 - the usual
    }
    return {"fiscal_calendar": calendar}, f"fiscal years that end on the {rule or 'days that were filed'}"


def _spans(concept: Concept) -> Iterator[_Span]:
    for entries in concept.units.values():
        for one in entries if isinstance(entries, list) else ():
            try:
                start, end = date.fromisoformat(one["start"]), date.fromisoformat(one["end"])
                yield _Span(start, end, int(one["fy"]), str(one["filed"]))
            except (KeyError, TypeError, ValueError):
                continue  # whoever reads it as a fact says so


def _is_named_by_start(years: Sequence[_Span]) -> bool:
    """Whether the latest annual reports call their year by the one before that in which it ends.

    Companies have changed what they call a year in their data, and no more than that.
    """
    latest: dict[str, _Span] = {}
    for one in years:
        if one.filed not in latest or latest[one.filed].end < one.end:
            latest[one.filed] = one
    lately = [latest[filed] for filed in sorted(latest)[-LATELY:]]
    behind = Counter(one.end.year - one.fiscal_year for one in lately)
    return bool(behind) and behind.most_common(1)[0][0] == 1


def _rule(ends: Sequence[date]) -> str:
    """The rule that all ends of years follow; "" for none."""
    if len({one.weekday() for one in ends}) != 1:
        return ""
    weekday = WEEKDAYS[ends[0].weekday()]
    if len({one.month for one in ends}) == 1 and all(
        (one + timedelta(days=WEEK)).month != one.month for one in ends
    ):
        return f"last {weekday} of {MONTHS[ends[0].month - 1]}"
    for month in range(1, len(MONTHS) + 1):
        if all(_is_near_end(one, month) for one in ends):
            return f"{weekday} nearest {monthrange(2025, month)[1]} {MONTHS[month - 1]}"
    return ""


def _is_near_end(day: date, month: int) -> bool:
    years = (day.year - 1, day.year, day.year + 1)
    return any(abs((date(one, month, monthrange(2025, month)[1]) - day).days) <= NEAREST for one in years)


def _long_quarter(spans: Sequence[_Span], years: Sequence[_Span]) -> int:
    """Which quarter takes the 53rd week; the last is never filed alone."""
    for year in years:
        if year.days == LONG_YEAR:
            for one in spans:
                if one.days == LONG_QUARTER and year.start <= one.start and one.end < year.end:
                    return (one.start - year.start).days // (LONG_QUARTER - WEEK) + 1
    return 4
