"""Periods in English: "Q2 FY26", "the second quarter of fiscal 2026", "at 30 September 2025", "fiscal quarters"."""

from __future__ import annotations

from dataclasses import replace

from reportgen.language.numbers import Noun
from reportgen.language.periods import Periods

MONTHS = "January February March April May June July August September October November December".split()

PERIODS = Periods(
    months=MONTHS,
    short_months=[month[:3] for month in MONTHS],
    ordinals=("first", "second", "third", "fourth"),
    counted_months="- one two three four five six seven eight nine ten eleven twelve".split(),
    day="{day} {month} {year}",
    day_of_year="{day} {month}",
    days_of_month="{day} to {last} {month} {year}",
    from_days_of_month="from {day} to {last} {month} {year}",
    short_day="{day} {month} {two}",
    month="{month} {year}",
    short_month="{month} {two}",
    to="{first} to {last}",
    fiscal_short="FY{year}",
    fiscal="fiscal {year}",
    short={
        "half": "H{number} {year}",
        "quarter": "Q{number} {year}",
        "nine months": "9M {year}",
        "week": "W{number} {year}",
        "twelve months": "LTM {ending}",
        "season": "{season} {year}",
    },
    short_to_date="YTD {ending}",
    short_fiscal_to_date="FYTD {ending}",
    long={
        "half": "{ordinal} half of {year}",
        "quarter": "{ordinal} quarter of {year}",
        "nine months": "first nine months of {year}",
        "week": "week {number} of {year}",
        "twelve months": "twelve months to {ending}",
        "season": "{season} {year}",
    },
    first_weeks="first {weeks} weeks of {year}",
    weeks_to="{weeks} weeks to {ending}",
    to_date="first {counted} months of {year}",
    fiscal_to_date="fiscal year to {ending}",
    the="the {period}",
    standing=("year", "month", "week", "season", "day", "span"),
    during={"day": "on {period}", "span": "from {period}"},
    in_="in {period}",
    at="at {day}",
    at_the_end="at the end of {period}",
    end_of="end of {period}",
    nouns={
        "year": Noun("year", "years"),
        "half": Noun("half-year", "half-years"),
        "nine months": Noun("nine-month period", "nine-month periods"),
        "quarter": Noun("quarter", "quarters"),
        "month": Noun("month", "months"),
        "week": Noun("week", "weeks"),
        "day": Noun("day", "days"),
        "year to date": Noun("year to date", "years to date"),
        "twelve months": Noun("twelve-month period", "twelve-month periods"),
        "season": Noun("season", "seasons"),
        "span": Noun("period", "periods"),
    },
    fiscal_nouns="fiscal {periods}",
    without_years=("season", "year to date"),
    counted={"day": "days", "month": "months", "quarter": "quarters", "year": "years"},
    any_counted="periods",
)

# As in the United States: "September 30, 2025", "September 1–30, 2025", and "from September 1 to 30, 2025". In short
# they are "Sep 30, 2025" and "Sep 2025": of two digits, the year would look like a day.
MONTH_FIRST = replace(
    PERIODS,
    day="{month} {day}, {year}",
    day_of_year="{month} {day}",
    days_of_month="{month} {day}–{last}, {year}",
    from_days_of_month="from {month} {day} to {last}, {year}",
    short_day="{month} {day}, {year}",
    short_month="{month} {year}",
)
