"""Key figures as shipping lines, insurers, biotechs, towns and clubs export them: size, unit and period as meant."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml

from reportgen import cli
from reportgen.findings import Findings
from reportgen.pipeline import load
from reportgen.sources.delimited import without_sign
from reportgen.sources.no_amounts import is_no_amount, percent_in, percent_of
from reportgen.sources.read import grid_of
from reportgen.sources.tables import table_in
from reportgen.sources.words import Words, in_brackets
from reportgen.starter.columns import columns_of
from reportgen.starter.head import _called
from reportgen.starter.meanings import meaning_below, meaning_of
from reportgen.starter.stage import Stage
from tests.first_briefs import begun, facts_of

pytestmark = pytest.mark.usefixtures("dated")


# Units ---------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("label", "meant"),
    [
        ("Volumes (TEU '000)", ("Volumes", "TEU k")), ("Volumes (milliers d’hl)", ("Volumes", "hl k")),
        ("GLA (thousand sq m)", ("GLA", "square metres k")), ("RASK (€ cents)", ("RASK", "EUR cents")),
        ("営業利益率（％）", ("営業利益率", "percent")), ("店舗数（店）", ("店舗数", "stores")),
        ("1株当たり配当金（円）", ("1株当たり配当金", "JPY")), ("DEC (horas)", ("DEC", "hours")),
        ("Total exported units (TEU)", ("Total exported units", "TEU")),
        ("Gross written premiums (GWP)", ("Gross written premiums (GWP)", "")),
        ("R&D (% of sales)", ("R&D (% of sales)", "")),
    ],
)  # fmt: skip
def test_what_stands_in_brackets_is_the_unit_of_its_line_and_no_name_of_it(
    words: Words, label: str, meant: tuple[str, str]
) -> None:
    """GWP is the peso of Guinea-Bissau, and what insurers call their premiums for short."""
    assert words.with_unit(label) == meant


@pytest.mark.parametrize(
    ("label", "unit"),
    [
        ("Volumes (thousand pallets)", "pallets k"), ("Sold (cases, '000)", "cases k"), ("ASK (m)", "units mn"),
        ("Policies in force (thousand)", "units k"), ("Revenue (thousand)", "EUR k"), ("Revenue (mn)", "EUR mn"),
        ("Revenue (thousands of pounds)", ""), ("Revenue", ""), ("Patients (Phase 3)", ""),
    ],
)  # fmt: skip
def test_a_scale_beside_what_is_counted_is_none_of_money(words: Words, label: str, unit: str) -> None:
    assert words.at_scale(label, "EUR mn") == unit


@pytest.mark.parametrize(
    ("title", "unit", "scale"),
    [
        ("Destaques (R$ mil, exceto quando indicado)", "BRL k", ""),
        ("Consolidated financial results (₹ in crore, except per share data)", "INR crore", ""),
        ("Selected data (unaudited; in thousands, except per share amounts and headcount)", "", "k"),
        ("Angaben in Tsd. EUR, soweit nicht anders angegeben", "EUR k", ""), ("USD mil", "", ""),
        ("Sold in thousands of shops", "", ""), ("Customers by region (North, South)", "", ""),
    ],
)  # fmt: skip
def test_a_title_gives_unit_or_scale_wherever_it_says_them(
    words: Words, title: str, unit: str, scale: str
) -> None:
    assert (words.headed(title), words.scaled(title)) == (unit, scale)


@pytest.mark.parametrize(
    ("unit", "meant"),
    [("% of customers", "percent"), ("% per month", "percent"), ("% p.a.", "percent"), ("% points", ""),
     ("customers", ""), ("percent", "")],
)  # fmt: skip
def test_a_percentage_of_something_is_one(unit: str, meant: str) -> None:
    assert percent_of(unit) == meant


def test_a_percent_behind_other_words_in_brackets_is_one() -> None:
    assert [percent_in(one) for one in ("Attrition (LTM %)", "Attrition (LTM)")] == ["percent", ""]


@pytest.mark.parametrize(
    "label",
    ["Operational self-sufficiency (OSS)", "自己資本比率", "従業員数", "1株当たり純利益", "営業利益率"],
)
def test_a_rate_and_a_count_are_no_amounts_in_any_language(label: str) -> None:
    assert is_no_amount(label)


@pytest.mark.parametrize(
    ("label", "inside"),
    [("Net operating income (NOI)", ""), ("Gross written premiums (GWP)", ""), ("Peak load (MW)", "MW")],
)
def test_the_first_letters_of_a_label_are_no_unit(label: str, inside: str) -> None:
    assert in_brackets(label) == inside


@pytest.mark.parametrize(
    ("text", "number"),
    [("$(29,463)", ("-29,463", "USD")), ("($0.12)", ("-0.12", "USD")), ("$ (0.12)", ("-0.12", "USD")),
     ("$-0.12", ("-0.12", "USD")), ("-$0.12", ("-0.12", "USD")), ("(12)", ("-12", "")), ("$(n.a.)", ("$(n.a.)", ""))],
)  # fmt: skip
def test_a_number_in_brackets_is_below_zero_wherever_its_sign_stands(
    text: str, number: tuple[str, str]
) -> None:
    assert without_sign(text) == number


# Headers -------------------------------------------------------------------------------------------------------------


def heads(folder: Path, text: str, **settings: object) -> list[tuple[str, str, str]]:
    """What the header of a table says of each column of numbers: period, length, scenario."""
    (folder / "t.csv").write_text(text, encoding="utf-8")
    brief = Stage(folder).brief({"t": {"title": "t", "data": "t.csv", **settings}}, findings := Findings())
    said = Words(brief, brief.settings.sources["t"])
    grid = grid_of("t", brief, findings)
    assert grid
    assert columns_of(grid, said) is None, "periods stand across"
    table = table_in(grid, said)
    return [
        (str(one.day.day) if one.day else one.says.get("period", ""), one.length or "", one.says.get("scenario", ""))
        for one in (table.values.values() if table else ())
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("table", "expected"),
    [
        (',"Three months ended Sep 30,",,"Nine months ended Sep 30,",\n,2025,2024,2025,2024\nSales,1,2,3,4\n',
         [("2025-09-30", "quarter", ""), ("2024-09-30", "quarter", ""),
          ("2025-09-30", "nine months", ""), ("2024-09-30", "nine months", "")]),
        ('A,Quarter ended,,Year ended\n,"Sep 30, 2025","Jun 30, 2025","Mar 31, 2025"\n,Act,Act,Audited\nB,1,2,3',
         [("2025-09-30", "quarter", "actual"), ("2025-06-30", "quarter", "actual"),
          ("2025-03-31", "year", "actual")]),
        ("KPI,September,,\n,2025,2024,Change\nSales,3,2,1\n", [("2025-09", "", ""), ("2024-09", "", "")]),
        ("Faults,Jan 2025,Feb 2025\nLate,1,2\nLost,3,4\n", [("2025-01", "", ""), ("2025-02", "", "")]),
        ("Item,2023-24,2024-25\nPoints,55,66\nPlace,9th,5th\nAttendance,-,12\n",
         [("FY2024", "", ""), ("FY2025", "", "")]),
        (";2024;2025 (budget)\nVentes;1;2\n", [("2024", "", ""), ("2025", "", "budget")]),
        (",2025年2月期,2026年2月期（予想）\n売上高,1,2\n",
         [("2024-03-01/2025-02-28", "", ""), ("2025-03-01/2026-02-28", "", "forecast")]),
        ("Port of Harwick - 2025\nTEU,Jan,Feb,Total\nImports,1,2,3\n", [("2025-01", "", ""), ("2025-02", "", "")]),
    ],
    ids=["filing", "stacked", "month over years", "numbers below", "places", "budget", "forecast", "year of the title"],
)  # fmt: skip
def test_a_header_says_its_periods_however_they_are_stacked(
    tmp_path: Path, table: str, expected: list[tuple[str, str, str]]
) -> None:
    assert heads(tmp_path, table) == expected


def test_months_below_titles_of_two_years_are_of_neither(tmp_path: Path) -> None:
    with pytest.raises(AssertionError, match="periods stand across"):
        heads(tmp_path, "Harwick 2024 and 2025\nTEU,Jan,Feb\nImports,1,2\n")


def test_months_are_of_the_year_that_the_author_says(tmp_path: Path) -> None:
    constants = {"period": "2025"}
    assert heads(tmp_path, "TEU,Jan,Feb\nImports,1,2\n", constants=constants) == [
        ("2025-01", "", ""), ("2025-02", "", "")
    ]  # fmt: skip


# Meanings ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("label", "topic", "polarity"),
    [
        ("Quarterly cash burn", "burn", "less is better"), ("Net debt / (net cash)", "debt", "less is better"),
        ("Combined ratio", "risk", "less is better"), ("Energy distributed", "output", "more is better"),
        ("Energia distribuída", "output", "more is better"), ("FFO per unit", "per share", "more is better"),
        ("Dívida líquida / EBITDA", "multiple", "neutral"), ("Student : staff ratio", "multiple", "neutral"),
        ("Debt service", "cost", "less is better"), ("Loss from operations", "operating", "more is better"),
        ("Revenue from operations", "sales", "more is better"), ("Investimentos", "investment", "neutral"),
        ("Excess (deficiency) of revenues", "net", "more is better"), ("Cash", "cash", "more is better"),
        ("Net investment result", "financial", "more is better"), ("Net interest income", "income", "more is better"),
        ("Net income", "net", "more is better"), ("Profit for the period", "net", "more is better"),
        ("Research grants and contracts", "income", "more is better"), ("R&D expense", "investment", "neutral"),
    ],
)  # fmt: skip
def test_a_line_is_to_the_good_or_to_the_bad_as_its_trade_has_it(
    label: str, topic: str, polarity: str
) -> None:
    assert (meaning_of(label).topic, meaning_of(label).polarity) == (topic, polarity)


@pytest.mark.parametrize(
    ("section", "label", "nature", "polarity"),
    [
        ("REVENUES", "Property taxes", "", "more is better"),
        ("REVENUES", "Charges for services", "", "more is better"),
        ("EXPENDITURES", "Public safety", "cost", "less is better"), ("", "Property taxes", "cost", "neutral"),
        ("REVENUES", "Operating profit", "result", "more is better"), ("Portfolio", "Rent", "cost", "less is better"),
    ],
)  # fmt: skip
def test_a_line_below_a_head_of_revenue_or_of_costs_is_that(
    section: str, label: str, nature: str, polarity: str
) -> None:
    meaning = meaning_below(section, label)
    assert (meaning.nature, meaning.polarity) == (nature, polarity)


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Helixor Inc. (NASDAQ: HLXR): key data", "Helixor Inc."),
        ("株式会社さくら　連結業績", "株式会社さくら"),
    ],
)
def test_a_company_goes_by_its_name_without_its_ticker(title: str, name: str) -> None:
    assert _called(title) == name


# Whole tables --------------------------------------------------------------------------------------------------------

MIXED = """\
Blue Meridian Insurance (in EUR m),,,
KPI,Unit,2023,2024
Premiums,,842.5,951.5
Pension fund (thousand),,1412,1501
Vessels operated (number),,118,123
SAIFI,interruptions/customer,0.82,0.74
Yield,€ cents/RPK,10.25,11.28
Churn,% per month,1.3,1.2
League position,,9th,5th
Active borrowers,,88214,90112
FFO per unit,,0.45,0.46
Clientes,mil,12,13
"""


def test_no_line_of_a_table_of_key_figures_is_taken_for_what_it_is_not(tmp_path: Path) -> None:
    found = facts_of(begun(tmp_path, MIXED))
    assert {name: said for (name, period, _), said in found.items() if period == "2024"} == {
        "premiums": "951.5 EUR mn", "pension_fund": "1501 units k", "vessels_operated_number": "123 vessels",
        "saifi": "0.74 interruptions per customer", "yield": "11.28 EUR cents per RPK", "churn": "1.2 percent",
        "league_position": "5 rank", "active_borrowers": "90112 borrowers", "ffo_per_unit": "0.46 EUR",
    }, "and of 'mil' nobody knows whether it is a thousand or a million"  # fmt: skip


def test_amounts_of_each_share_give_no_unit_to_those_of_the_company(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The company may count in thousands, whatever its shares are counted in."""
    (tmp_path / "t.csv").write_text(",2023,2024\nRevenue,1845,1902\nEarnings per share (R$),0.42,0.40\n")
    assert cli.main(["new", str(tmp_path / "brief"), "--from", str(tmp_path / "t.csv")]) == 1
    assert "the unit of 'Revenue': say --unit USD, or --unit 'EUR mn'" in capsys.readouterr().err


def test_no_amount_of_each_share_is_a_rest_of_sums_in_crore(tmp_path: Path) -> None:
    table = (
        "₹ in crore,2022,2023,2024\nProfit before tax,984.5,1011.2,1203.1\nTax,242.1,250.2,301.0\n"
        "Net profit,742.4,761.0,902.1\nBasic EPS (₹),21.05,22.10,25.05\n"
    )
    said = yaml.safe_load((begun(tmp_path, table) / "brief.yaml").read_text())
    assert [one["sum"]["total"] for one in said["checks"]] == ["profit_before_tax"]


def test_no_amount_of_each_share_stands_on_the_axis_of_the_companys(tmp_path: Path) -> None:
    """Beside them all would be written out to the last rupee."""
    table = (
        "₹ in crore,Q3 2024,Q3 2025\nRevenue,11902.4,12845.6\nProfit before tax,2729.9,2924.5\n"
        "Net profit,2039.5,2182.4\nBasic EPS (₹),19.67,21.05\n"
    )
    exhibits = yaml.safe_load((begun(tmp_path, table) / "brief.yaml").read_text())["exhibits"]
    shown = [one["items"] for one in exhibits.values() if one["kind"] == "dumbbell"]
    assert [sorted(items) for items in shown] == [["net_profit", "profit_before_tax", "revenue"]]


def test_a_year_that_ends_in_march_gives_the_fiscal_calendar(tmp_path: Path) -> None:
    table = (
        "EUR m,Half year ended,,Year ended\n"
        ',"September 30, 2025","September 30, 2024","March 31, 2025"\nRevenue,25.5,23.5,48.5\nTax,1.5,1.2,2.8\n'
    )
    folder = begun(tmp_path, table)
    assert yaml.safe_load((folder / "brief.yaml").read_text())["fiscal_year_end"] == "March"
    assert {period for name, period, _ in facts_of(folder) if name == "revenue"} == {
        "FY2026-H1", "FY2025-H1", "FY2025"
    }  # fmt: skip


def test_quarters_without_a_year_are_of_that_in_the_option_that_the_refusal_names(tmp_path: Path) -> None:
    folder = begun(tmp_path, "EUR m,Q1,Q2\nSales,1.5,2.5\nCosts,1.1,1.4\n", "--period", "2025")
    assert {period for _, period, _ in facts_of(folder)} == {"2025-Q1", "2025-Q2"}


def test_a_fiscal_year_of_which_there_are_actual_numbers_has_ended(tmp_path: Path) -> None:
    """A season of 2024-25 in November 2025: it cannot end in December."""
    folder = begun(tmp_path, "Season,2023-24,2024-25\nRevenue (£m),264.2,307.9\nWages (£m),179.8,188.4\n")
    said = yaml.safe_load((folder / "brief.yaml").read_text())
    assert (said["fiscal_year_end"], said["period"], "severity" in said) == ("June", "FY2025", False)


def test_what_did_not_change_is_no_change_to_its_level(tmp_path: Path) -> None:
    table = "EUR m,Q3 2024,Q3 2025\nSales,10.5,11.5\nDividend per share (EUR),0.38,0.38\nCosts,8.1,8.4\n"
    page = re.sub(r"<[^<>]*>", "", load(begun(tmp_path, table)).build(["html"]).html)
    assert "Dividend per share was flat, coming to 0.38 euros." in page
