"""What follows from what is stated: growth, changes, shares, and when they have no meaning."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reportgen.errors import FormulaError, Uncertain
from reportgen.facts.differences import compare
from tests.conftest import Write

NOW = "revenue,,FY2026-Q2,,39.8,CNY bn,,report\n"
BASE = "revenue,,FY2025-Q2,,29.6,CNY bn,,report\n"


def row(metric: str, value: str, unit: str = "CNY bn", period: str = "FY2026-Q2", bound: str = "") -> str:
    return f"{metric},,{period},,{value},{unit},{bound},report\n"


def test_growth_is_computed_from_the_levels(brief: Write) -> None:
    assert brief(NOW + BASE).say("revenue.yoy", "moved") == "rose 34_percent"


def test_stated_growth_comes_before_computed(brief: Write) -> None:
    assert (
        brief(NOW + BASE + row("revenue_yoy", "34", "percent")).say("revenue.yoy", "moved")
        == "rose 34_percent"
    )


def test_the_level_of_a_year_ago_follows_from_stated_growth(brief: Write) -> None:
    small = brief(NOW + row("revenue_yoy", "34", "percent"))
    assert small.say("revenue.year_ago", "long") == "about 29.7_billion yuan"
    assert small.book.series("revenue", small.book.last(5))[0] is None


def test_no_level_follows_from_a_fall_to_nothing(brief: Write) -> None:
    assert "no fact revenue@FY2025-Q2" in brief(NOW + row("revenue_yoy", "-100", "percent")).problem(
        "revenue.year_ago"
    )


@pytest.mark.parametrize(("now", "base"), [("5", "-3"), ("5", "0"), ("-5", "3"), ("-5", "-3"), ("5", "0.4")])
def test_growth_from_or_to_a_loss_has_no_meaning(brief: Write, now: str, base: str) -> None:
    rows = row("income", now) + row("income", base if base != "0.4" else "0", period="FY2025-Q2")
    assert brief(rows).say("income.yoy", "short") == "n.m."


@pytest.mark.parametrize("nothing", ["0", "0.0", "0.00"])
def test_what_has_come_to_nothing_has_fallen_by_all_of_it(brief: Write, nothing: str) -> None:
    small = brief(row("legacies", nothing) + row("legacies", "1.25", period="FY2025-Q2"))
    assert small.say("legacies.yoy", "moved") == "fell 100_percent"
    assert small.say("legacies.change", "by").startswith("fell by")


def test_a_formula_of_amounts_and_counts_gives_an_amount_per_one(brief: Write) -> None:
    rows = """\
    rent,,FY2026-Q2,,47105,CNY k,,report
    shares,,FY2026-Q2,,31.2,shares mn,,report
    volume,,FY2026-Q2,,1602,TEU k,,report
    """
    derive = "derive:\n  of_a_share: rent / shares\n  of_a_box: rent / volume\n"
    small = brief(
        rows, derive, "rent: {label: Rent}\nvolume: {label: Volume}\nshares: {label: Shares, unit: shares}\n"
    )
    assert small.say("of_a_share", "long") == "1.51 yuan per share".replace(" ", "_", 1)
    assert small.say("of_a_box", "long") == "about 29.40 yuan per TEU".replace("29.40 ", "29.40_")


OF_A_PERIOD = """\
owed,,FY2026-Q2,,6.1,CNY bn,,report
sales,,FY2026-Q2,,9.4,CNY bn,,report
days,,FY2026-Q2,,92,days,,calendar
quarter,,FY2026-Q2,,1,quarters,,calendar
"""
OF_A_PERIOD_METRICS = """\
owed: {label: Owed, measured: at the end}
sales: {label: Sales}
days: {label: Days}
quarter: {label: Quarter}
"""


@pytest.mark.parametrize(
    ("formula", "said"),
    [
        ("{formula: owed / sales * days}", "about 60_days"),
        ("{formula: owed / sales * quarter}", "0.65_quarters"),
        ("{formula: owed / sales * quarter, unit: months}", "about 1.95_months"),
    ],
)
def test_a_level_by_what_flows_is_a_time_once_the_length_of_the_period_is_told(
    brief: Write, formula: str, said: str
) -> None:
    assert (
        brief(OF_A_PERIOD, f"derive:\n  lasts: {formula}\n", OF_A_PERIOD_METRICS).say("lasts", "long") == said
    )


@pytest.mark.parametrize("declared", ["unit: days", "unit: quarters", "kind: duration"])
def test_without_that_length_it_is_asked_for(brief: Write, declared: str) -> None:
    small = brief(
        OF_A_PERIOD, f"derive:\n  lasts: {{formula: owed / sales, {declared}}}\n", OF_A_PERIOD_METRICS
    )
    assert "such as the length of the period" in small.problem("lasts")


def test_energy_and_power_are_of_one_measure_whatever_their_prefix(brief: Write) -> None:
    rows = """\
    output,,FY2026-Q2,,272.8,GWh,,report
    used,,FY2026-Q2,,1204,MWh,,report
    power,,FY2026-Q2,,871.4,MW,,report
    cash,,FY2026-Q2,,9.3,CNY mn,,report
    tariff,,FY2026-Q2,,0.034,CNY per kWh,,report
    """
    derive = """\
    derive:
      left: output - used
      an_mw: {formula: output / power, unit: MWh per MW, kind: rate}
      a_kw: {formula: output / power, unit: kWh per kW, kind: rate}
      a_mwh: {formula: cash / output, unit: CNY per MWh, kind: rate}
      as_it_follows: {formula: cash / output, kind: rate}
      worth: {formula: tariff * output, unit: CNY mn}
    """
    names = ("output", "used", "power", "cash", "tariff")
    small = brief(rows, derive, "\n".join(f"{name}: {{label: {name}}}" for name in names))
    said = {
        name: small.say(name, "long").replace("_", " ")
        for name in ("left", "an_mw", "a_kw", "a_mwh", "as_it_follows", "worth")
    }
    assert said == {
        "left": "271.6 GWh",
        "an_mw": "about 313.1 MWh per MW",
        "a_kw": "about 313.1 kWh per kW",
        "a_mwh": "about 34.1 yuan per MWh",
        "as_it_follows": "about 34.1 yuan per MWh",
        "worth": "about 9.3 million yuan",
    }
    assert small.say("output", "short") == "272.8_GWh"
    assert small.book.decided(small.book.evaluate("output"), small.book.evaluate("used"), ">")


@pytest.mark.parametrize(("measured", "about"), [("TEU", ""), ("FTE", ""), ("MWh", "about ")])
def test_what_is_measured_in_capitals_is_no_currency_before_its_number(
    brief: Write, measured: str, about: str
) -> None:
    rows = f"""\
    capacity,,FY2026-Q2,,412300,{measured},,report
    fleet,,FY2026-Q2,,64,ships,,report
    """
    derive = "derive:\n  of_a_ship: capacity / fleet\n"
    small = brief(rows, derive, "capacity: {label: Capacity}\nfleet: {label: Fleet, unit: ships}\n")
    said = [small.say("of_a_ship", form).replace("_", " ") for form in ("long", "short")]
    assert said == [f"{about}6,442.19 {measured} per ship", f"6,442.19 {measured} per ship"]


def test_a_formula_over_guidance_alone_is_no_missing_fact(brief: Write) -> None:
    rows = """\
    profit,,FY2026-Q3,guidance,10 to 15,CNY mn,,report
    sales,,FY2026-Q3,guidance,100 to 120,CNY mn,,report
    """
    metrics = "profit: {label: Profit}\nsales: {label: Sales}\n"
    margin = "derive:\n  margin: {formula: profit / sales, kind: margin}\n"
    assert brief(rows, margin, metrics).check() == []
    alone = "profit,,FY2026-Q3,guidance,10 to 15,CNY mn,,report\n"
    assert brief(alone, margin, metrics).check() == ["brief.yaml:11: error[missing-fact]"]


def test_a_bound_in_a_message_has_its_leading_digits(brief: Write) -> None:
    rows = """\
    sales,,FY2026-Q2,,52,CNY mn,more than,report
    sales,,FY2025-Q2,,50,CNY mn,about,report
    """
    with pytest.raises(Uncertain, match=r"is more than -5\.455 percent: "):
        brief(rows).say("sales.yoy", "moved")


def test_growth_without_a_base_is_not_available(brief: Write) -> None:
    assert brief(NOW).say("revenue.yoy", "short") == "n.a."


def test_a_percentage_changes_by_points(brief: Write) -> None:
    rows = row("margin", "9.0", "percent") + row("margin", "8.0", "percent", "FY2025-Q2")
    metrics = "margin: {label: Margin, kind: margin}\n"
    assert brief(rows, metrics=metrics).say("margin.yoy", "by") == "rose by 1.0_percentage_point".replace(
        "_point", " point"
    )


def test_a_bound_stays_a_bound_in_what_is_derived(brief: Write) -> None:
    small = brief(
        row("users", "100", "users mn", bound="more than") + row("price", "2", bound=""),
        """
        derive:
          half: {formula: users / 3, kind: count}
        """,
    )
    assert small.say("half", "long") == "more than 33.3_million users"


def test_bounds_that_say_nothing_together_have_no_meaning(brief: Write) -> None:
    small = brief(row("a", "5", bound="at least") + row("b", "3", bound="at least"))
    assert small.say("a.less(b)", "short") == "n.m."


def test_about_stays_about(brief: Write) -> None:
    small = brief(row("a", "120", bound="about"), "derive:\n  double: a * 2\n")
    assert small.say("double", "long").startswith("about ")


def test_consensus_grows_from_the_actual_of_a_year_ago(brief: Write) -> None:
    small = brief(BASE + "revenue,,FY2026-Q2,consensus,37.9,CNY bn,,press\n")
    assert small.say("revenue.consensus.yoy", "moved") == "rose 28_percent"


def test_a_missing_fact_says_where_there_is_one(brief: Write) -> None:
    small = brief("gmv,,FY2026-Q2,target,1,CNY tn,,report\n" + BASE)
    assert "write gmv.target" in small.problem("gmv")
    assert "there are facts for FY2025-Q2" in small.problem("revenue")


def test_a_stated_number_comes_before_the_formula_for_it(brief: Write) -> None:
    rows = row("ebita", "3.6") + NOW + row("margin", "9.05", "percent")
    small = brief(rows, "derive:\n  margin: {formula: ebita / revenue, kind: margin}\n")
    assert small.check() == []
    assert small.fact("margin").quantity.decimals == 2


def test_comparisons_are_honest_about_rounding(brief: Write) -> None:
    small = brief(row("a", "3.6") + row("b", "3.6") + row("c", "4.0"))
    a, b, c = (small.book.evaluate(name) for name in "abc")
    assert (compare(a, b), compare(a, c), compare(c, a)) == ("unclear", "less", "more")
    assert a < c
    with pytest.raises(Uncertain, match="compare"):
        assert a < b


def test_an_input_on_both_sides_of_a_comparison_counts_once(brief: Write) -> None:
    small = brief(NOW + row("a", "0.01"), "derive:\n  more: revenue + a\n")
    assert compare(small.book.evaluate("more"), small.book.evaluate("revenue")) == "more"


def test_a_bare_number_beside_a_figure_is_in_its_unit(brief: Write) -> None:
    small = brief(NOW + row("growth", "34", "percent"))
    assert small.book.evaluate("revenue") > 39
    assert small.book.evaluate("growth") < 35


def test_unlike_things_cannot_be_compared(brief: Write) -> None:
    small = brief(NOW + row("growth", "34", "percent"))
    with pytest.raises(FormulaError, match="CNY cannot be compared with a ratio"):
        compare(small.book.evaluate("revenue"), small.book.evaluate("growth"))


def test_what_is_not_available_is_compared_with_nothing(brief: Write) -> None:
    small = brief(NOW)
    with pytest.raises(FormulaError, match=r"is n\.a\."):
        compare(small.book.evaluate("revenue.yoy"), 3)


@settings(max_examples=40)
@given(st.decimals(1, 999, places=1), st.decimals(1, 999, places=1))
def test_growth_applied_to_the_base_gives_the_level_back(brief: Write, now: Decimal, base: Decimal) -> None:
    small = brief(row("revenue", str(now)) + row("revenue", str(base), period="FY2025-Q2"),
                  "derive:\n  back: revenue.year_ago * (1 + revenue.yoy)\n")  # fmt: skip
    assert now * 10**9 in small.fact("back").quantity.interval


@pytest.mark.parametrize(
    "formula",
    ["revenue.__class__", "''.__class__", "range(10**9)", "'a' * 10**9", "9**9**9", "revenue.label * 1000000000",
     "compare(revenue, revenue) * 1000000000", "(revenue.label if compare(revenue, revenue) else 1) * 1000000000",
     "revenue._book", "revenue.at.__func__", "revenue | list", "[revenue]", "revenue[0]", "(" * 900 + "revenue",
     "+".join(["revenue"] * 400), "-" * 900 + "revenue", "revenue }}{{ 1", "{% set x = 1 %}", "self", "namespace()",
     "cycler()", "lipsum()", "1e999 * revenue", "9" * 900 + " * revenue", ""],
)  # fmt: skip
def test_what_is_no_formula_is_refused_and_never_run(brief: Write, formula: str) -> None:
    assert brief(NOW).problem(formula)
