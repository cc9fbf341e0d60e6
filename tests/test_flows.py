"""Flows over a period and levels at its end: what may be added up, what follows from it, and what does not add up."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reportgen.charts.kind import noun_of
from reportgen.expressions import Constant, Input, combine, enclose, evaluate, solve, written
from reportgen.facts.flows import parts_of
from reportgen.facts.reconcile import reconcile
from reportgen.figures.recorded_formula import read_term
from reportgen.intervals import Interval
from reportgen.model import Derived
from tests.conftest import SmallBrief, Write

FLOW = "sales: {label: Sales, measured: over the period}\nstock: {label: Stock, measured: at the end}\n"
QUARTERS = {"2025-Q1": "100.0", "2025-Q2": "101.0", "2025-Q3": "102.0", "2025-Q4": "103.0"}


def rows(values: dict[str, str], metric: str = "sales", unit: str = "CNY bn") -> str:
    return "".join(f"{metric},,{period},,{value},{unit},,report\n" for period, value in values.items())


@pytest.mark.parametrize(
    ("asked", "value", "formula"),
    [
        ("2025-H1", "201.0", "Q1 25 + Q2 25"), ("2025-9M", "303.0", "Q1 25 + Q2 25 + Q3 25"),
        ("2025", "406.0", "Q1 25 + Q2 25 + Q3 25 + Q4 25"), ("FY2026-9M", "306.0", "Q2 25 + Q3 25 + Q4 25"),
        ("2025-04-01/2025-09-30", "203.0", "Q2 25 + Q3 25"),
    ],
)  # fmt: skip
def test_quarters_add_up_to_what_they_make(brief: Write, asked: str, value: str, formula: str) -> None:
    made = brief(rows(QUARTERS), metrics=FLOW).fact(f'sales.at("{asked}")')
    assert made.quantity.value == Decimal(value) * 10**9
    assert isinstance(made.origin, Derived)
    assert made.origin.formula == f"added: {formula}"


@pytest.mark.parametrize(
    ("stated", "asked", "value", "formula"),
    [
        ({"2025": "406.0", "2025-9M": "303.0"}, "2025-Q4", "103.0", "2025 - 9M 25"),
        ({"2025-9M": "303.0", "2025-H1": "201.0"}, "2025-Q3", "102.0", "9M 25 - H1 25"),
        ({"2025": "406.0", "2025-H1": "201.0"}, "2025-H2", "205.0", "2025 - H1 25"),
        (
            {"2024": "390.0", "2024-9M": "290.0", "2025-9M": "303.0"},
            "2025-Q3-LTM",
            "403.0",
            "2024 + 9M 25 - 9M 24",
        ),
    ],
)
def test_what_is_left_of_a_longer_period_follows(
    brief: Write, stated: dict[str, str], asked: str, value: str, formula: str
) -> None:
    made = brief(rows(stated), metrics=FLOW).fact(f'sales.at("{asked}")')
    assert isinstance(made.origin, Derived)
    assert (made.quantity.value, made.origin.formula) == (Decimal(value) * 10**9, f"added: {formula}")


def test_the_rounding_of_every_part_is_carried(brief: Write) -> None:
    interval = brief(rows(QUARTERS), metrics=FLOW).fact('sales.at("2025")').quantity.interval
    assert interval == Interval(Decimal("405.8e9"), Decimal("406.2e9"))


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.decimals(-50, 50, places=2), min_size=12, max_size=12), st.integers(1, 3))
def test_the_sum_of_rounded_months_holds_the_sum_of_the_months(
    brief: Write, months: list[Decimal], places: int
) -> None:
    stated = {f"2025-{number:02}": f"{value:.{places}f}" for number, value in enumerate(months, 1)}
    book = brief(rows(stated), metrics=FLOW)
    for asked, first, last in (("2025-Q1", 0, 3), ("2025-H2", 6, 12), ("2025", 0, 12), ("2025-08-YTD", 0, 8)):
        assert (
            sum(months[first:last], Decimal(0)) * 10**9 in book.fact(f'sales.at("{asked}")').quantity.interval
        )


def test_a_stated_total_comes_before_its_parts(brief: Write) -> None:
    assert brief(rows(QUARTERS) + rows({"2025": "406.2"}), metrics=FLOW).fact(
        'sales.at("2025")'
    ).quantity.value == (Decimal("406.2e9"))


def test_what_is_not_said_to_be_a_flow_is_not_added(brief: Write) -> None:
    problem = brief(rows(QUARTERS)).problem('sales.at("2025-H1")')
    assert "Q1 25 + Q2 25 would give it" in problem
    assert "measured: over the period" in problem


def test_amounts_that_their_sources_add_up_are_a_flow(brief: Write) -> None:
    made = brief(rows(QUARTERS) + rows({"2025": "406.0"})).fact('sales.at("2025-H1")')
    assert made.quantity.value == Decimal("201e9")


def test_a_level_is_the_one_at_the_last_day(brief: Write) -> None:
    book = brief(rows(QUARTERS, "stock"), metrics=FLOW)
    assert book.fact('stock.at("2025-H1")').id == "stock@2025-Q2"
    assert book.fact('stock.at("2025-09-30")').id == "stock@2025-Q3"
    assert "stock@2024" in book.problem('stock.at("2024")')


@pytest.mark.parametrize("asked", ["ltm", "ytd", "rolling(4)", "cumulative"])
def test_a_level_is_never_summed(brief: Write, asked: str) -> None:
    assert "measured at the end of a period" in brief(rows(QUARTERS, "stock"), metrics=FLOW).problem(
        f'stock.at("2025-Q4").{asked}'
    )


def test_a_share_over_twelve_months_is_that_of_the_sums(brief: Write) -> None:
    parts = rows(dict.fromkeys(QUARTERS, "50.5"), "online")
    book = brief(
        rows(QUARTERS) + parts, metrics=FLOW + "online: {label: Online, measured: over the period}\n",
        settings="derive:\n  mix: {formula: online / sales, kind: share}\n",
    )  # fmt: skip
    assert book.fact('mix.at("2025-Q4").ltm').quantity.value == pytest.approx(Decimal(202) / Decimal(406))


@pytest.mark.parametrize(
    ("asked", "value"),
    [
        ("ltm", "406"), ("ytd", "406"), ("prior.ytd", "303"), ("average(4)", "101.5"), ("rolling(2)", "205"),
        ("cumulative", "406"), ("half_ago", "101"),
    ],
)  # fmt: skip
def test_what_is_asked_over_time(brief: Write, asked: str, value: str) -> None:
    book = brief(rows(QUARTERS), metrics=FLOW)
    assert book.fact(f'sales.at("2025-Q4").{asked}').quantity.value == Decimal(value) * 10**9


def test_growth_of_twelve_months_is_on_the_twelve_months_a_year_before(brief: Write) -> None:
    before = {period.replace("2025", "2024"): "95.0" for period in QUARTERS}
    book = brief(rows(QUARTERS) + rows(before), metrics=FLOW)
    assert book.say('sales.at("2025-Q4-LTM").yoy', "moved") == "rose about 6.8_percent"
    assert book.say('sales.at("2025-Q4-LTM").qoq', "moved") == "rose 2.0_percent"
    assert book.say('sales.at("2025").yoy', "moved") == "rose about 6.8_percent"


YEARS = {"2020": "100.0", "2021": "80.0", "2022": "120.0", "2023": "133.1"}


def test_compound_growth_counts_periods(brief: Write) -> None:
    book = brief(rows(YEARS), metrics=FLOW)
    made = book.fact('sales.at("2023").cagr(3)')
    assert made.quantity.value == pytest.approx(Decimal("0.1"))
    assert made.label == "Sales, compound annual growth over 3 years"
    assert book.say('sales.at("2023").cagr(3)', "moved") == "rose 10.0_percent"
    for low, high in ((Decimal("99.95"), Decimal("133.15")), (Decimal("100.05"), Decimal("133.05"))):
        assert float(high / low) ** (1 / 3) - 1 == pytest.approx(
            float(made.quantity.interval.high if low < 100 else made.quantity.interval.low)
        )


@pytest.mark.parametrize(("base", "now"), [("-5.0", "10.0"), ("5.0", "-10.0"), ("0.0", "5.0")])
def test_compound_growth_from_or_to_a_loss_has_no_meaning(brief: Write, base: str, now: str) -> None:
    book = brief(rows({"2020": base, "2023": now}))
    assert book.fact('sales.at("2023").cagr(3)').quantity.state == "n.m."


@pytest.mark.parametrize(
    "asked", ['sales.at("2023").cagr(9)', 'sales.at("2023").average(9)', 'sales.at("2023").rolling(9)']
)
def test_a_window_with_a_missing_end_is_not_available(brief: Write, asked: str) -> None:
    assert brief(rows(YEARS), metrics=FLOW).fact(asked).quantity.state == "n.a."


def test_an_index_is_100_at_its_base(brief: Write) -> None:
    book = brief(rows(YEARS))
    assert book.fact('sales.at("2023").index("2020")').quantity.value == pytest.approx(Decimal("133.1"))
    assert "no fact sales@2019" in book.problem('sales.at("2023").index("2019")')


@pytest.mark.parametrize(
    "asked", ['margin.at("2023").average(2)', 'margin.at("2023").cagr(1)', 'margin.at("2023").rolling(2)']
)
def test_percentages_are_not_averaged_over_time(brief: Write, asked: str) -> None:
    stated = rows(YEARS, "margin", "percent")
    book = brief(stated, metrics="margin: {label: Margin, kind: margin}\n")
    assert "'margin'" in book.problem(asked)


@pytest.mark.parametrize(
    "asked",
    [
        'sales.at("2023").average(1)',
        'sales.at("2023").cagr(0)',
        'sales.at("2023").rolling(99)',
        'sales.at("2023").average("x")',
    ],
)
def test_a_window_has_a_sensible_length(brief: Write, asked: str) -> None:
    assert "number of periods" in brief(rows(YEARS), metrics=FLOW).problem(asked)


def test_steps_out_of_the_calendar_are_refused(brief: Write) -> None:
    small = brief("sales,,1970-01-01/2015-12-31,,10.0,CNY bn,,report\n", metrics=FLOW)
    problem = small.problem('sales.at("1970-01-01/2015-12-31").average(60)')
    assert problem == "a period before the year 1 or after 9999 has no days"
    assert small.check() == []


def test_growth_on_the_month_and_the_week_is_asked_of_months_and_weeks(brief: Write) -> None:
    book = brief(rows({"2025-09": "12.0", "2025-08": "10.0", "2025-W39": "36.0", "2025-W38": "48.0"}))
    assert book.say('sales.at("2025-09").mom', "moved") == "rose about 20_percent"
    assert book.say('sales.at("2025-W39").wow', "moved") == "fell about 25.0_percent"
    assert "growth on the week before, and 2025-09 is none; write '.qoq'" in book.problem(
        'sales.at("2025-09").wow'
    )


def test_a_level_is_said_at_a_date_and_a_flow_in_a_period(brief: Write) -> None:
    book = brief(rows(QUARTERS) + rows(QUARTERS, "stock"), metrics=FLOW)
    names = book.book.namespace(book.book.brief.period_of("2025-Q3"))
    assert (names["sales"].when, names["stock"].when) == (
        "in the third quarter of 2025",
        "at 30 September 2025",
    )


def test_what_says_on_which_day_it_was_true_is_a_level(brief: Write, tmp_path: Path) -> None:
    brief()
    header, days = "metric,period,value,unit,source,as_of\n", ("03-30", "06-29", "09-28", "12-28")
    lines = [f"users,2025-Q{n},10{n}.0,users mn,report,2025-{day}\n" for n, day in enumerate(days, 1)]
    year = "users,2025,460.0,users mn,report,2025-12-28\n"
    (tmp_path / "facts.csv").write_text(header + "".join(lines) + year, encoding="utf-8")
    small = SmallBrief(tmp_path)
    names = small.book.namespace(small.book.brief.period_of("2025-Q3"))
    assert names["users"].when == "at 28 September 2025"
    assert findings(small, "flows-mismatch", "slipped-period") == []
    assert "no fact users@2025-H1" in small.problem('users.at("2025-H1")')


def test_the_way_with_the_fewest_facts_is_taken(brief: Write) -> None:
    book = brief(rows(QUARTERS) + rows({"2025-9M": "303.0", "2024": "390.0"}), metrics=FLOW)
    parts = parts_of(book.book.brief.period_of("2025"), book.book.stated)
    assert [(sign, str(fact.period)) for sign, fact in parts] == [(1, "2025-9M"), (1, "2025-Q4")]


@settings(max_examples=60)
@given(st.decimals("0.01", 900, places=2), st.decimals(0, 9, places=2), st.integers(1, 12))
def test_a_root_is_enclosed_written_and_read_again(low: Decimal, width: Decimal, degree: int) -> None:
    ratio = Input("f1", low, Interval(low, low + width))
    term = combine("-", combine("root", ratio, Constant(Decimal(degree))), Constant(Decimal(1)))
    value, interval = solve(term)
    assert written(term, lambda item: str(item.name)) == f"root(f1, {degree}) - 1"
    assert interval.low <= evaluate(term) == value <= interval.high
    assert float((interval.high + 1) ** degree) == pytest.approx(float(low + width))
    assert float((enclose(term).low + 1) ** degree) == pytest.approx(float(low))


def test_a_recorded_root_is_read_back(brief: Write) -> None:
    fact = brief(rows({"2025": "8.0"})).fact('sales.at("2025")')
    assert evaluate(read_term("root(f1 / f1 * 8, 3)", {"f1": fact})) == pytest.approx(Decimal(2))


def findings(book: SmallBrief, *codes: str) -> list[str]:
    return [one.message for one in reconcile(book.book) if one.code in codes]


def test_quarters_that_do_not_add_up_to_the_year_are_a_finding(brief: Write) -> None:
    (message,) = findings(brief(rows(QUARTERS) + rows({"2025": "460.0"})), "flows-mismatch")
    assert "Q1 25 + Q2 25 + Q3 25 + Q4 25 give 405.8 to 406.2" in message
    assert "miss by 53.75" in message


@pytest.mark.parametrize("year", ["103.0", "103.4", "101.5", "406.1", "405.9"])
def test_a_level_of_the_last_quarter_an_average_and_a_sum_are_no_finding(brief: Write, year: str) -> None:
    assert findings(brief(rows(QUARTERS) + rows({"2025": year})), "flows-mismatch") == []


def test_a_flow_by_its_authors_word_is_held_to_it(brief: Write) -> None:
    book = brief(rows(QUARTERS) + rows({"2025": "103.0"}), metrics=FLOW)
    assert len(findings(book, "flows-mismatch")) == 1


def test_a_level_by_its_authors_word_is_not_added(brief: Write) -> None:
    book = brief(rows(QUARTERS, "stock") + rows({"2025": "460.0"}, "stock"), metrics=FLOW)
    assert findings(book, "flows-mismatch", "slipped-period") == []


def test_many_sums_that_miss_are_one_finding(brief: Write) -> None:
    years = "".join(
        rows(
            {period.replace("2025", str(year)): value for period, value in QUARTERS.items()}
            | {str(year): "460.0"}
        )
        for year in range(2015, 2025)
    )
    (message,) = findings(brief(years), "flows-mismatch")
    assert "9 more periods of 'sales' miss too" in message


def test_a_sum_is_checked_once_at_its_own_parts(brief: Write) -> None:
    halves = {"2025-H1": "301.0", "2025-H2": "205.0", "2025": "506.0"}
    (message,) = findings(brief(rows(QUARTERS) + rows(halves)), "flows-mismatch")
    assert "sales@2025-H1" in message


@pytest.mark.parametrize(
    "stated",
    [
        {"2024-Q3": "98.4", "2025-Q1": "100.0", "2025-Q2": "101.0", "2025-Q3": "306.0"},
        {"2025-Q1": "100.0", "2025-Q2": "101.0", "2025-Q3": "306.0"},
        {"2025-H1": "201.0", "2025-Q3": "306.0"},
        {"2024-Q2": "95.0", "2025-Q1": "100.0", "2025-Q2": "201.0"},
        {"2024-H2": "195.0", "2025-H1": "200.0", "2025-H2": "410.0"},
    ],
)
def test_a_year_to_date_typed_as_a_quarter_is_a_finding(brief: Write, stated: dict[str, str]) -> None:
    (message,) = findings(brief(rows(stated)), "slipped-period")
    assert "times its neighbours" in message


@pytest.mark.parametrize(
    "stated",
    [
        {"2024-Q3": "300.0", "2025-Q1": "100.0", "2025-Q2": "101.0", "2025-Q3": "306.0"},
        {"2025-Q1": "100.0", "2025-Q2": "201.0"},
        {"2025-Q1": "100.0", "2025-Q2": "101.0", "2025-Q3": "130.0", "2025-Q4": "250.0"},
        {"2025-Q1": "100.0", "2025-Q2": "101.0", "2025-Q3": "306.0", "2025-9M": "507.0"},
    ],
)
def test_a_season_or_growth_is_no_slip(brief: Write, stated: dict[str, str]) -> None:
    assert findings(brief(rows(stated)), "slipped-period") == []


def test_a_chart_of_sums_says_what_its_periods_are(brief: Write) -> None:
    twelve = brief(rows(QUARTERS), metrics=FLOW).fact('sales.at("2025-Q4-LTM")')
    assert twelve.label == "Sales, last twelve months"
    assert noun_of(twelve.period.last, twelve) == "twelve-month periods"


def test_a_chart_of_levels_says_that_they_are_those_of_the_end(brief: Write) -> None:
    level = brief(rows(QUARTERS, "stock"), metrics=FLOW).fact('stock.at("2025-Q4")')
    assert noun_of(level.period, level) == "end of quarters"
