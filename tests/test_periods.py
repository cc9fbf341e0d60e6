"""Periods: fiscal and calendar quarters, years, months and days."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportgen.periods import MONTHS, Period, parse_period

months = st.integers(1, 12)
years = st.integers(1950, 2150)
days = st.dates(date(1950, 1, 1), date(2150, 12, 31))


@st.composite
def texts(draw: st.DrawFn) -> str:
    year = draw(years)
    return draw(
        st.sampled_from([f"FY{year}", str(year)])
        | st.builds(
            lambda fiscal, quarter: f"{fiscal}{year}-Q{quarter}",
            st.sampled_from(["FY", ""]),
            st.integers(1, 4),
        )
        | st.builds(lambda month: f"{year}-{month:02}", months)
        | st.builds(date.isoformat, days)
    )


@given(texts(), months)
def test_a_period_reads_back_as_it_was_written(text: str, year_end: int) -> None:
    assert str(parse_period(text, year_end)) == text


@given(texts(), months, st.integers(-100, 100))
def test_shifting_there_and_back_gives_the_same_period(text: str, year_end: int, count: int) -> None:
    period = parse_period(text, year_end)
    assert period.shift(count).shift(-count) == period


@given(texts(), months)
def test_the_prior_period_ends_the_day_before(text: str, year_end: int) -> None:
    period = parse_period(text, year_end)
    assert period.prior.end + timedelta(days=1) == period.start


@given(texts(), months)
def test_the_year_ago_covers_the_same_months_of_the_year_before(text: str, year_end: int) -> None:
    period = parse_period(text, year_end)
    before = period.year_ago
    assert (before.start.month, before.end.month) == (period.start.month, period.end.month)
    assert before.end.year == period.end.year - 1


@given(texts(), months)
def test_a_year_later_is_the_inverse_of_a_year_ago(text: str, year_end: int) -> None:
    later = parse_period(text, year_end).year_later
    assert later is None or later.year_ago == parse_period(text, year_end)


@given(years, months)
def test_the_four_quarters_of_a_fiscal_year_make_the_year(year: int, year_end: int) -> None:
    whole = parse_period(f"FY{year}", year_end)
    quarters = [parse_period(f"FY{year}-Q{number}", year_end) for number in range(1, 5)]
    assert (quarters[0].start, quarters[-1].end) == (whole.start, whole.end)
    assert [quarters[0].shift(step) for step in range(4)] == quarters


@given(years, months)
def test_a_fiscal_year_ends_in_the_month_and_the_year_that_name_it(year: int, year_end: int) -> None:
    end = parse_period(f"FY{year}", year_end).end
    assert (end.year, end.month) == (year, year_end)


@pytest.mark.parametrize(
    ("year_end", "dates"),
    [
        (3, "1 July to 30 September 2025"), (12, "1 April to 30 June 2026"), (6, "1 October to 31 December 2025"),
        (9, "1 January to 31 March 2026"), (1, "1 May to 31 July 2025"), (2, "1 June to 31 August 2025"),
    ],
)  # fmt: skip
def test_the_second_quarter_of_a_fiscal_year_is_named_by_the_calendar_of_the_brief(
    year_end: int, dates: str
) -> None:
    assert parse_period("FY2026-Q2", year_end).dates == dates


def test_a_quarter_across_two_years_says_both() -> None:
    assert parse_period("FY2026-Q4", 1).dates == "1 November 2025 to 31 January 2026"


def test_two_names_for_the_same_days_are_one_period() -> None:
    fiscal, calendar = parse_period("FY2026-Q2", 3), parse_period("2025-Q3")
    assert fiscal == calendar
    assert len({fiscal, calendar}) == 1


@given(texts(), texts(), months)
def test_periods_have_one_order(one: str, other: str, year_end: int) -> None:
    a, b = parse_period(one, year_end), parse_period(other, year_end)
    assert (a < b) + (a == b) + (a > b) == 1


@pytest.mark.parametrize(
    ("text", "short", "long"),
    [
        ("FY2026-Q2", "Q2 FY26", "second quarter of fiscal 2026"), ("2025-Q3", "Q3 25", "third quarter of 2025"),
        ("FY2026", "FY26", "fiscal 2026"), ("2025", "2025", "2025"), ("2025-09", "Sep 25", "September 2025"),
        ("2025-09-30", "30 Sep 25", "30 September 2025"),
    ],
)  # fmt: skip
def test_periods_are_said_as_in_a_report(text: str, short: str, long: str) -> None:
    period = parse_period(text, 3)
    assert (period.short, period.long) == (short, long)


def test_the_year_before_a_leap_day_has_the_twenty_eighth() -> None:
    assert str(parse_period("2024-02-29").year_ago) == "2023-02-28"


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("FY2026-Q5", ""), ("2025-13", ""), ("2025-02-30", ""), ("", ""), ("FY2026-03", ""), ("٢٠٢٥", ""), ("0001", ""),
        ("2025-9", "2025-09"), ("2025-9-3", "2025-09-03"), ("Q2 FY2026", "FY2026-Q2"), ("Q3 2025", "2025-Q3"),
        ("FY26-Q2", "FY2026-Q2"), ("fy2026q2", "FY2026-Q2"), ("2025Q3", "2025-Q3"), ("FY 2026", "FY2026"),
        ("2025/09/30", "2025-09-30"),
    ],
)  # fmt: skip
def test_what_is_no_period_is_refused_with_what_was_meant(text: str, meant: str) -> None:
    with pytest.raises(ValueError, match="period") as caught:
        parse_period(text, 3)
    assert (f"did you mean '{meant}'" in str(caught.value)) == bool(meant)


def test_every_month_can_end_a_fiscal_year() -> None:
    ends = {parse_period("FY2026", month).end.month for month in range(1, len(MONTHS) + 1)}
    assert ends == set(range(1, 13))


def test_a_period_is_no_other_kind_of_thing() -> None:
    assert parse_period("2025") != "2025"
    assert isinstance(parse_period("2025"), Period)
