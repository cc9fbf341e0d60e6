"""Periods: years, halves, quarters, months, weeks and days, and the calendars that they follow."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportgen.periods import (
    MONTHS,
    Calendar,
    Frequency,
    Period,
    WeekRule,
    final,
    half_ago,
    last_twelve_months,
    parse_day,
    parse_period,
    read_ends,
    read_rule,
    read_seasons,
    to_date,
)

months = st.integers(1, 12)
years = st.integers(1950, 2150)
days = st.dates(date(1950, 1, 1), date(2150, 12, 31))
SEASONS = read_seasons({"winter": "November to April", "summer": "15 June to 14 September"})
APPLE = Calendar(9, WeekRule(5, 9), extra=1)  # the last Saturday of September
RETAIL = Calendar(1, WeekRule(5, 1, 31), named_by_start=True)  # the Saturday nearest 31 January
QUARTERS = [f"Q{number}" for number in range(1, 5)]
calendars = (
    st.builds(Calendar, months, named_by_start=st.booleans(), seasons=st.just(SEASONS))
    | st.builds(
        lambda weekday, month, day, start, extra: Calendar(
            month, WeekRule(weekday, month, day), named_by_start=start, extra=extra, seasons=SEASONS
        ),
        st.integers(0, 6),
        months,
        st.sampled_from([0, 1, 15, 28]),
        st.booleans(),
        st.integers(1, 4),
    )
    | st.just(Calendar(9, ends=((2023, date(2023, 9, 30)), (2024, date(2024, 9, 28))), seasons=SEASONS))
)


@st.composite
def texts(draw: st.DrawFn) -> str:
    year = draw(years)
    part = draw(st.sampled_from(["", "-9M", "-H1", "-H2", *(f"-{quarter}" for quarter in QUARTERS)]))
    fiscal = draw(st.sampled_from(["FY", ""]))
    month = f"{year}-{draw(months):02}"
    return draw(
        st.sampled_from([f"{fiscal}{year}{part}", month, f"{month}-LTM", f"{year}-winter", f"{year}-summer"])
        | st.sampled_from([f"{fiscal}{year}-Q3-LTM", f"{fiscal}{year}-H1-LTM", f"{year}-08-YTD"])
        | st.builds(lambda week: f"{year}-W{week:02}", st.integers(1, 52))
        | st.builds(date.isoformat, days)
        | st.builds(
            lambda first, length: f"{first}/{first + timedelta(days=length)}", days, st.integers(1, 400)
        )
    )


@given(texts(), calendars)
def test_a_period_reads_back_as_it_was_written(text: str, calendar: Calendar) -> None:
    assert str(parse_period(text, calendar)) == text


@given(texts(), calendars, st.integers(-40, 40), st.integers(-40, 40))
def test_shifting_twice_is_shifting_once_by_both(text: str, calendar: Calendar, one: int, other: int) -> None:
    period = parse_period(text, calendar)
    shifted = period.shift(one).shift(other)
    assert (shifted, str(shifted)) == (period.shift(one + other), str(period.shift(one + other)))


@given(texts(), calendars)
def test_what_repeats_without_a_break_begins_the_day_after_the_one_before(
    text: str, calendar: Calendar
) -> None:
    period = parse_period(text, calendar)
    if period.frequency not in ("nine months", "year to date", "twelve months", "season"):
        assert period.prior.end + timedelta(days=1) == period.start


@given(texts(), calendars)
def test_a_year_later_is_the_inverse_of_a_year_ago(text: str, calendar: Calendar) -> None:
    period = parse_period(text, calendar)
    later = period.year_later
    assert later is None or later.year_ago == period
    if period.frequency not in ("week", "day", "span"):
        assert period.year_ago.year_later == period


@given(texts(), calendars)
def test_the_year_ago_is_a_year_ago(text: str, calendar: Calendar) -> None:
    period = parse_period(text, calendar)
    assert period.end.year - period.year_ago.end.year in (0, 1, 2)
    assert 350 <= (period.end - period.year_ago.end).days <= 378


@given(years, calendars, st.sampled_from(["FY", ""]))
def test_quarters_and_halves_make_the_year_without_a_hole(year: int, calendar: Calendar, fiscal: str) -> None:
    whole = parse_period(f"{fiscal}{year}", calendar)
    for names in (QUARTERS, ["H1", "H2"], ["Q1", "Q2", "H2"], ["9M", "Q4"]):
        parts = [parse_period(f"{fiscal}{year}-{name}", calendar) for name in names]
        assert (parts[0].start, parts[-1].end) == (whole.start, whole.end)
        assert all(one.end + timedelta(days=1) == other.start for one, other in pairwise(parts))
    quarters = [parse_period(f"{fiscal}{year}-{name}", calendar) for name in QUARTERS]
    assert [quarters[0].shift(step) for step in range(4)] == quarters


@given(years, months)
def test_months_make_the_quarters(year: int, year_end: int) -> None:
    quarter = parse_period(f"FY{year}-Q2", year_end)
    first = parse_period(f"{quarter.start:%Y-%m}")
    assert (first.start, first.shift(2).end) == (quarter.start, quarter.end)


@given(years, months, st.sampled_from(["", *QUARTERS]))
def test_a_fiscal_calendar_of_months_is_that_of_pandas(year: int, year_end: int, quarter: str) -> None:
    end = MONTHS[year_end - 1][:3].upper()
    other = pd.Period(f"{year}{quarter}", freq=f"{'Q' if quarter else 'Y'}-{end}")
    period = parse_period(f"FY{year}{'-' if quarter else ''}{quarter}", year_end)
    assert period.days == (other.start_time.date(), other.end_time.date())


@pytest.mark.parametrize(
    ("calendar", "variation", "month", "extra"), [(APPLE, "last", 9, 1), (RETAIL, "nearest", 1, 4)]
)
def test_a_calendar_of_weeks_is_that_of_pandas(
    calendar: Calendar, variation: str, month: int, extra: int
) -> None:
    other = pd.offsets.FY5253Quarter(  # type: ignore[call-arg]  # the stubs lack the quarter with the extra week
        weekday=5, startingMonth=month, qtr_with_extra_week=extra, variation=variation
    )
    ends = pd.date_range("1990-01-01", "2060-01-01", freq=other)
    quarter = next(
        parse_period(f"FY{year}-Q{number}", calendar)
        for year in range(1989, 1992)
        for number in range(1, 5)
        if parse_period(f"FY{year}-Q{number}", calendar).end >= date(1990, 1, 1)
    )
    for end in ends:
        assert quarter.end == end.date()
        quarter = quarter.shift(1)


@pytest.mark.parametrize(
    ("text", "dates", "weeks"),
    [
        ("FY2025-Q4", "29 June to 27 September 2025", 13), ("FY2025", "29 September 2024 to 27 September 2025", 52),
        ("FY2017", "25 September 2016 to 30 September 2017", 53),
        ("FY2017-Q1", "25 September to 31 December 2016", 14),
        ("FY2018-Q1", "1 October to 30 December 2017", 13), ("FY2023-Q1", "25 September to 31 December 2022", 14),
        ("FY2025-H1", "29 September 2024 to 29 March 2025", 26),
        ("FY2025-9M", "29 September 2024 to 28 June 2025", 39),
        ("FY2025-Q3-LTM", "30 June 2024 to 28 June 2025", 52),
    ],
)  # fmt: skip
def test_apples_fiscal_periods_have_the_days_that_apple_gives_them(text: str, dates: str, weeks: int) -> None:
    period = parse_period(text, APPLE)
    assert (period.dates, period.weeks) == (dates, weeks)


@pytest.mark.parametrize(
    ("text", "dates", "weeks"),
    [
        ("FY2022", "30 January 2022 to 28 January 2023", 52), ("FY2023", "29 January 2023 to 3 February 2024", 53),
        ("FY2024", "4 February 2024 to 1 February 2025", 52), ("FY2017", "29 January 2017 to 3 February 2018", 53),
        ("FY2023-Q4", "29 October 2023 to 3 February 2024", 14), ("FY2023-Q1", "29 January to 29 April 2023", 13),
    ],
)  # fmt: skip
def test_american_retailers_years_have_the_days_of_the_4_5_4_calendar(
    text: str, dates: str, weeks: int
) -> None:
    period = parse_period(text, RETAIL)
    assert (period.dates, period.weeks) == (dates, weeks)


def test_a_year_of_sixteen_and_twelve_weeks_is_divided_so() -> None:
    kroger = Calendar(1, WeekRule(5, 1, 31), named_by_start=True, weeks=(16, 12, 12, 12))
    assert [parse_period(f"FY2023-{quarter}", kroger).weeks for quarter in QUARTERS] == [16, 12, 12, 13]


def test_days_that_nobody_stated_are_not_printed() -> None:
    stated = Calendar(9, ends=read_ends({2024: date(2024, 9, 28), 2025: date(2025, 9, 27)}))
    assert parse_period("FY2025-Q4", stated).dates == "29 June to 27 September 2025"
    before = parse_period("FY2024-Q4", stated)
    assert (before.dates, before.closing) == (
        "fourth quarter of fiscal 2024",
        "at the end of the fourth quarter of fiscal 2024",
    )


def test_a_stated_year_has_52_or_53_weeks() -> None:
    with pytest.raises(ValueError, match=r"fiscal year 2025 would have 365 days.*expected 52 or 53 weeks"):
        read_ends({2024: date(2024, 9, 27), 2025: date(2025, 9, 27)})


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        ("last Saturday of September", WeekRule(5, 9)), ("the last sunday in December", WeekRule(6, 12)),
        ("Saturday nearest 31 January", WeekRule(5, 1, 31)), ("Saturday closest to 31 Jan", WeekRule(5, 1, 31)),
        ("Saturday nearest 31 June", None), ("last day of June", None), ("first Saturday of June", None),
    ],
)  # fmt: skip
def test_the_rule_of_a_calendar_is_read(rule: str, expected: WeekRule | None) -> None:
    assert read_rule(rule) == expected


@given(years, months)
def test_a_fiscal_year_ends_in_the_month_and_the_year_that_name_it(year: int, year_end: int) -> None:
    end = parse_period(f"FY{year}", year_end).end
    assert (end.year, end.month) == (year, year_end)


@given(years, months)
def test_a_fiscal_year_named_by_its_start_begins_in_the_year_that_names_it(year: int, year_end: int) -> None:
    period = parse_period(f"FY{year}", Calendar(year_end, named_by_start=True))
    assert (period.start.year, period.end.month) == (year, year_end)


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


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("FY2026-Q2", "2025-Q3"), ("2025-09-YTD", "2025-9M"), ("2025-06-YTD", "2025-H1"), ("2025-Q3-YTD", "2025-9M"),
        ("2025-12-YTD", "2025"), ("2025-Q4-LTM", "2025"), ("FY2026-H1", "2025-04-01/2025-09-30"),
        ("2025-09-FYTD", "FY2026-H1"), ("2025-Q1", "2025-03-YTD"), ("FY2025-H2-LTM", "FY2025"),
    ],
)  # fmt: skip
def test_two_names_for_the_same_days_are_one_period(one: str, other: str) -> None:
    first, second = parse_period(one, 3), parse_period(other, 3)
    assert first == second
    assert len({first, second}) == 1


@given(texts(), texts(), calendars)
def test_periods_have_one_order(one: str, other: str, calendar: Calendar) -> None:
    a, b = parse_period(one, calendar), parse_period(other, calendar)
    assert (a < b) + (a == b) + (a > b) == 1


@pytest.mark.parametrize(
    ("text", "short", "long"),
    [
        ("FY2026-Q2", "Q2 FY26", "second quarter of fiscal 2026"), ("2025-Q3", "Q3 25", "third quarter of 2025"),
        ("FY2026", "FY26", "fiscal 2026"), ("2025", "2025", "2025"), ("2025-09", "Sep 25", "September 2025"),
        ("2025-09-30", "30 Sep 25", "30 September 2025"), ("2025-H1", "H1 25", "first half of 2025"),
        ("FY2026-H2", "H2 FY26", "second half of fiscal 2026"), ("2025-9M", "9M 25", "first nine months of 2025"),
        ("2025-08-YTD", "YTD Aug 25", "first eight months of 2025"), ("2025-W39", "W39 25", "week 39 of 2025"),
        ("2025-11-FYTD", "FYTD Nov 25", "fiscal year to November 2025"),
        ("2025-winter", "Winter 25/26", "winter 2025/26"),
        ("2025-Q3-LTM", "LTM Q3 25", "twelve months to September 2025"), ("2025-summer", "Summer 25", "summer 2025"),
        ("2025-06-29/2025-09-27", "29 Jun to 27 Sep 25", "29 June to 27 September 2025"),
    ],
)  # fmt: skip
def test_periods_are_said_as_in_a_report(text: str, short: str, long: str) -> None:
    period = parse_period(text, Calendar(3, seasons=SEASONS))
    assert (period.short, period.long) == (short, long)


@pytest.mark.parametrize(
    ("text", "during", "closing"),
    [
        ("FY2026-Q2", "in the second quarter of fiscal 2026", "at 30 September 2025"),
        ("FY2026", "in fiscal 2026", "at 31 March 2026"), ("2025-09", "in September 2025", "at 30 September 2025"),
        ("2025-H1", "in the first half of 2025", "at 30 June 2025"),
        ("2025-W39", "in week 39 of 2025", "at 28 September 2025"),
        ("2025-09-30", "on 30 September 2025", "at 30 September 2025"),
        ("2025-06-29/2025-09-27", "from 29 June to 27 September 2025", "at 27 September 2025"),
    ],
)  # fmt: skip
def test_a_flow_happens_in_a_period_and_a_level_stands_at_its_end(
    text: str, during: str, closing: str
) -> None:
    period = parse_period(text, 3)
    assert (period.during, period.closing) == (during, closing)


@pytest.mark.parametrize(
    ("text", "so_far", "twelve"),
    [
        ("2025-Q3", "2025-9M", "2025-Q3-LTM"), ("FY2026-Q2", "FY2026-H1", "FY2026-Q2-LTM"),
        ("2025-H2", "2025", "2025-H2-LTM"),
        ("2025-9M", "2025-9M", "2025-Q3-LTM"), ("2025", "2025", "2025"), ("2025-08", "2025-08-FYTD", "2025-08-LTM"),
        ("2025-06", "FY2026-Q1", "2025-06-LTM"),
    ],
)  # fmt: skip
def test_the_year_to_date_and_the_twelve_months_end_with_the_period(
    text: str, so_far: str, twelve: str
) -> None:
    period = parse_period(text, 3)
    assert (str(to_date(period)), str(last_twelve_months(period))) == (so_far, twelve)
    assert to_date(period).end == last_twelve_months(period).end == period.end


def test_the_year_to_date_of_a_day_begins_with_the_fiscal_year_as_that_of_a_month_does() -> None:
    assert to_date(parse_period("2025-08-12", 3)).dates == "1 April to 12 August 2025"
    assert to_date(parse_period("2025-08-12")).dates == "1 January to 12 August 2025"


@pytest.mark.parametrize(
    ("text", "frequency", "last"),
    [
        ("2025-H1", "quarter", "2025-Q2"), ("FY2026", "half", "FY2026-H2"), ("2025-Q3", "month", "2025-09"),
        ("FY2026-9M", "quarter", "FY2026-Q3"), ("2025-Q3-LTM", "quarter", "2025-Q3"), ("2025-08", "day", "2025-08-31"),
    ],
)  # fmt: skip
def test_a_period_ends_with_a_shorter_one(text: str, frequency: Frequency, last: str) -> None:
    assert str(final(parse_period(text, 3), frequency)) == last


@pytest.mark.parametrize(
    ("text", "last"), [("2025-Q3", "2025-W39"), ("2025-08", "2025-W35"), ("2025-11-30", "2025-W48")]
)
def test_the_last_week_of_a_period_is_the_last_that_was_over_by_its_end(text: str, last: str) -> None:
    assert str(final(parse_period(text), "week")) == last


def test_what_ends_with_no_such_period_says_so() -> None:
    with pytest.raises(ValueError, match="no month ends with 2025-W36"):
        final(parse_period("2025-W36"), "month")
    with pytest.raises(ValueError, match="half a year before"):
        half_ago(parse_period("2025"))


def test_the_year_before_a_leap_day_has_the_twenty_eighth() -> None:
    assert str(parse_period("2024-02-29").year_ago) == "2023-02-28"


def test_a_53rd_week_is_compared_with_the_last_week_of_the_year_before() -> None:
    assert str(parse_period("2020-W53").year_ago) == "2019-W52"


def test_a_span_of_whole_weeks_is_compared_with_the_same_weekdays() -> None:
    assert str(parse_period("2025-06-29/2025-09-27").year_ago) == "2024-06-30/2024-09-28"
    assert str(parse_period("2023-02-01/2023-02-28").year_ago) == "2022-02-01/2022-02-28"


@pytest.mark.parametrize(
    ("text", "canonical"),
    [
        ("2QFY26", "FY2026-Q2"), ("Q2 FY26", "FY2026-Q2"), ("3Q25", "2025-Q3"), ("Sep-25", "2025-09"),
        ("CY2025", "2025"),
        ("1H25", "2025-H1"), ("H1 2025", "2025-H1"), ("Sept 2025", "2025-09"), ("Sept. 2025", "2025-09"),
        ("45930", "2025-09-30"), ("30/09/2025", "2025-09-30"), ("30.09.2025", "2025-09-30"), ("9M25", "2025-9M"),
        ("30 Sep 2025", "2025-09-30"), ("September 30, 2025", "2025-09-30"), ("6M FY26", "FY2026-H1"),
        ("LTM Q3 25", "2025-Q3-LTM"), ("TTM Sep 2025", "2025-09-LTM"), ("YTD Sep 2025", "2025-9M"),
        ("W39 2025", "2025-W39"),
        ("2025-9", "2025-09"), ("202509", "2025-09"),
        ("2025-9-3", "2025-09-03"), ("Q2 FY2026", "FY2026-Q2"), ("Q3 2025", "2025-Q3"),
        ("FY26-Q2", "FY2026-Q2"), ("fy2026q2", "FY2026-Q2"), ("2025Q3", "2025-Q3"), ("FY 2026", "FY2026"),
        ("2025/09/30", "2025-09-30"), ("FY2025/26", "FY2026"), ("2025/26", "FY2026"), ("20250930", "2025-09-30"),
        ("4/4/2025", "2025-04-04"), ("HY1 2025", "2025-H1"),
        ("1T25", "2025-Q1"), ("T3 2025", "2025-Q3"), ("3e trimestre 2025", "2025-Q3"), ("2. Quartal 2025", "2025-Q2"),
        ("März 2025", "2025-03"), ("Mrz 25", "2025-03"), ("Dez-25", "2025-12"), ("août 2025", "2025-08"),
        ("janv-25", "2025-01"), ("juil. 2025", "2025-07"), ("septiembre 2025", "2025-09"), ("set/25", "2025-09"),
        ("mei 2025", "2025-05"), ("31. März 2025", "2025-03-31"), ("1er août 2025", "2025-08-01"),
        ("KW 12 2025", "2025-W12"), ("2025年3月", "2025-03"), ("2025年", "2025"), ("2025年3月期", "FY2025"),
        ("2025年12月期", "2025-01-01/2025-12-31"),
    ],
)  # fmt: skip
def test_a_usual_spelling_is_read_and_shown_in_the_canonical_one(text: str, canonical: str) -> None:
    assert str(parse_period(text, 3)) == canonical


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("03/04/2025", ("2025-04-03 (3 April 2025)", "2025-03-04 (4 March 2025)")),
        ("30/09/25", ("2025-09-30 (30 September 2025)", "2030-09-25 (25 September 2030)")),
    ],
)
def test_a_day_that_can_be_read_in_two_ways_is_refused_with_both(text: str, meant: tuple[str, str]) -> None:
    for read in (parse_period, parse_day):
        with pytest.raises(ValueError, match="write the one that is meant") as caught:
            read(text)
        assert all(reading in str(caught.value) for reading in meant)


@pytest.mark.parametrize(
    "text",
    ["FY2026-Q5", "2025-13", "2025-02-30", "", "FY2026-03", "٢٠٢٥", "0001", "2025-W53", "2025-09-30/2025-09-01",
     "1999-20",
     "2001/02/30", "99999", "FY2025-winter", "2025-LTM", "FY2026-Q1-FYTD", "Gen 12", "Set 25", "jui 2025",
     "Ma 2025"],
)  # fmt: skip
def test_what_is_no_period_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="period"):
        parse_period(text, 3)


def test_an_unknown_season_is_refused_with_those_of_the_brief() -> None:
    with pytest.raises(ValueError, match="expected 2025-summer or 2025-winter"):
        parse_period("2025-wintr", Calendar(seasons=SEASONS))


@given(days)
def test_a_date_of_excel_is_the_day_that_excel_shows(day: date) -> None:
    serial = (day - date(1899, 12, 30)).days
    if 20_000 <= serial < 80_000:
        assert parse_day(str(serial)) == parse_period(str(serial)).end == day


def test_every_month_can_end_a_fiscal_year() -> None:
    ends = {parse_period("FY2026", month).end.month for month in range(1, len(MONTHS) + 1)}
    assert ends == set(range(1, 13))


def test_a_period_is_no_other_kind_of_thing() -> None:
    assert parse_period("2025") != "2025"
    assert isinstance(parse_period("2025"), Period)
