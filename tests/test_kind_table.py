"""Tables as their readers meet them: heads, groups, sums, signs, points below each other."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import reportgen
from reportgen.charts.parts.tables.setting import HALF, WHOLE, tabular_width, tail_of
from reportgen.model import Table
from reportgen.plan import Plan

SETTINGS = """\
title: Tables
entity: {name: Example Corp, short: Example}
period: 2025-Q3
date: 2025-11-03
currency: {code: EUR, short: €, word: euros}
sources: {report: {title: Report}}
derive:
  margin: {formula: profit / sales, label: Margin, kind: margin, polarity: more is better}
exhibits:
  x: """
METRICS = """\
north: {label: North, measured: over the period}
south: {label: South, measured: over the period}
sales: {label: Sales, measured: over the period, polarity: more is better}
costs: {label: Costs, measured: over the period, nature: cost, polarity: less is better}
profit: {label: Profit, measured: over the period, nature: result, polarity: more is better}
cash: {label: Cash, measured: at the end}
staff: {label: Staff, kind: count, unit: people}
"""
NORTH = ("61.0", "62.0", "63.0", "64.0", "66.0", "67.0", "70.0")
SOUTH = ("39.0", "38.0", "0", "36.0", "34.0", "33.0", "35.0")
PERIODS = tuple(f"{year}-Q{quarter}" for year in (2024, 2025) for quarter in (1, 2, 3, 4))[:7]


def rows(**other: str) -> list[str]:
    """Facts of seven quarters; ``sales`` is another value of its last one."""
    found = []
    for period, north, south in zip(PERIODS, NORTH, SOUTH, strict=True):
        total = float(north) + float(south)
        values = {"north": north, "south": south, "sales": f"{total:.1f}", "costs": f"{total - 9:.1f}"}
        values |= {"profit": "9.0", "cash": f"{total * 2:.1f}"} | (other if period == PERIODS[-1] else {})
        found += [f"{metric},,{period},{value},EUR mn,report" for metric, value in values.items() if value]
    return [*found, "staff,,2025-Q3,1204,people,report", "sales,Beta AG,2025-Q3,88.5,EUR mn,report"]


def planned(folder: Path, exhibit: str, facts: Sequence[str] = (), metrics: str = "") -> Plan:
    (folder / "brief.yaml").write_text(SETTINGS + exhibit, encoding="utf-8")
    (folder / "metrics.yaml").write_text(METRICS + metrics, encoding="utf-8")
    lines = ["metric,entity,period,value,unit,source", *(facts or rows())]
    (folder / "facts.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    (folder / "narrative.md").write_text('## A\n\n{{ exhibit("x") }}\n', encoding="utf-8")
    return reportgen.load(folder).plan()


def shown(plan: Plan) -> tuple[Table, list[list[str]]]:
    """The table of the exhibit, and all of its lines in words."""
    assert "x" in plan.exhibits, [str(one) for one in plan.findings]
    table = plan.exhibits["x"].exhibit.table
    return table, [[plan.ledger.plain(text).replace("\u00a0", " ") for text in line] for line in table.lines]


def messages(plan: Plan) -> list[str]:
    return [one.message for one in plan.findings if one.severity == "error"]


def test_columns_are_periods_as_many_as_asked_for_the_latest_last(tmp_path: Path) -> None:
    _, lines = shown(planned(tmp_path, "{kind: table, title: T, rows: [sales], periods: 3, columns: [yoy]}"))
    assert lines == [["", "Q1 25", "Q2 25", "Q3 25", "Δ %"], ["Sales", "100.0", "100.0", "105.0", "+67%"]]


def test_columns_are_listed_periods_and_entities(tmp_path: Path) -> None:
    exhibit = "{kind: table, title: T, rows: [sales], periods: [2024-Q2, 2025-Q3], entities: [Beta AG]}"
    assert shown(planned(tmp_path, exhibit))[1] == [
        ["", "Q2 24", "Q3 25", "Beta AG"],
        ["Sales", "100.0", "105.0", "88.5"],
    ]


def test_a_row_over_several_companies_is_not_named_after_the_first_of_them(tmp_path: Path) -> None:
    facts = [
        f"shops,{who},2025-Q3,{number},EUR mn,report" for who, number in (("Beta AG", 88.5), ("Gamma", 7.5))
    ]
    exhibit = "{kind: table, title: T, rows: [shops], entities: [Beta AG, Gamma]}"
    settings = "shops: {label: Shops, measured: over the period}\n"
    assert shown(planned(tmp_path, exhibit, [*rows(), *facts], settings))[1] == [
        ["", "Beta AG", "Gamma"],
        ["Shops", "88.5", "7.5"],
    ]


def test_heads_are_last_days_under_the_length_of_their_period(tmp_path: Path) -> None:
    exhibit = "{kind: table, title: T, rows: [sales], columns: [now, year_ago, yoy, ytd, ytd.year_ago], heads: ends}"
    table, lines = shown(planned(tmp_path, exhibit))
    assert [(one.text, one.columns) for one in table.spanners] == [
        ("", 1),
        ("Three months ended", 3),
        ("Nine months ended", 2),
    ]
    assert lines[1] == ["", "30 Sep 2025", "30 Sep 2024", "Δ %", "30 Sep 2025", "30 Sep 2024"]
    assert lines[2][4:] == ["305.0", "263.0"]


def test_an_authors_own_span_stands_above_its_columns_alone(tmp_path: Path) -> None:
    columns = "[now, {span: A year before, columns: [year_ago, yoy]}]"
    table, _ = shown(planned(tmp_path, f"{{kind: table, title: T, rows: [sales], columns: {columns}}}"))
    assert [(one.text, one.columns) for one in table.spanners] == [("", 1), ("", 1), ("A year before", 2)]


GROUPS = "[{group: Regions, rows: [north, south], subtotal: sales}, margin, staff]"


def test_a_group_has_a_heading_with_its_unit_rows_further_in_and_a_ruled_subtotal(tmp_path: Path) -> None:
    table, lines = shown(planned(tmp_path, f"{{kind: table, title: T, rows: {GROUPS}, columns: [now]}}"))
    assert [line[0] for line in lines] == [
        "", "Regions, € mn", "North", "South", "Sales", "Margin, percent", "Staff, people",
    ]  # fmt: skip
    assert dict(table.indents) == {0: 1, 1: 1}
    assert table.totals == {2}


@pytest.mark.parametrize(("total", "found"), [("105.0", 0), ("105.1", 0), ("105.2", 1), ("101.0", 1)])
def test_a_subtotal_that_does_not_add_up_within_rounding_is_found(
    total: str, found: int, tmp_path: Path
) -> None:
    exhibit = f"{{kind: table, title: T, rows: {GROUPS}, periods: 2}}"
    plan = planned(tmp_path, exhibit, rows(sales=total))
    mismatches = [one for one in plan.findings if one.code == "sum-mismatch"]
    assert len(mismatches) == found
    assert all("north + south" in one.message and "sales@2025-Q3" in one.message for one in mismatches)
    assert all(one.place.path.name == "facts.csv" for one in mismatches)


@pytest.mark.parametrize(("costs", "found"), [("96.0", 0), ("90.0", 1)])
def test_a_row_of_parts_with_a_minus_is_checked_as_a_difference(
    costs: str, found: int, tmp_path: Path
) -> None:
    exhibit = (
        "{kind: table, title: T, rows: [sales, costs, {metric: profit, of: [sales, -costs]}], columns: [now]}"
    )
    plan = planned(tmp_path, exhibit, rows(costs=costs))
    assert [one.code for one in plan.findings].count("sum-mismatch") == found
    assert shown(plan)[0].totals == {2}


def test_a_sum_without_one_of_its_parts_is_not_judged(tmp_path: Path) -> None:
    plan = planned(
        tmp_path, f"{{kind: table, title: T, rows: {GROUPS}, columns: [now, year_ago]}}", rows(south="")
    )
    assert not messages(plan)
    assert shown(plan)[1][3] == ["South", "n.a.", "–"]


def test_margins_among_the_parts_are_not_added(tmp_path: Path) -> None:
    groups = "[{group: Regions, rows: [north, margin, south], subtotal: sales}]"
    assert not messages(planned(tmp_path, f"{{kind: table, title: T, rows: {groups}, columns: [now]}}"))


def test_nil_and_not_available_are_two_signs_and_both_explained(tmp_path: Path) -> None:
    exhibit = "{kind: table, title: T, rows: [south, staff], columns: [now, year_ago]}"
    table, lines = shown(planned(tmp_path, exhibit))
    assert [line[2] for line in lines[1:]] == ["–", "n.a."]
    assert table.signs == "– nil; n.a. not available."
    table, _ = shown(planned(tmp_path, "{kind: table, title: T, rows: [sales]}"))
    assert table.signs == ""


def test_growth_that_means_nothing_is_a_third_sign(tmp_path: Path) -> None:
    facts = rows(profit="-4.0")
    exhibit = "{kind: table, title: T, rows: [profit, staff], columns: [now, yoy]}"
    table, lines = shown(planned(tmp_path, exhibit, facts))
    assert [line[2] for line in lines[1:]] == ["n.m.", "n.a."]
    assert table.signs == "n.a. not available; n.m. not meaningful."


def test_a_change_is_coloured_by_what_it_means(tmp_path: Path) -> None:
    exhibit = "{kind: table, title: T, rows: [sales, costs, north], columns: [now, yoy]}"
    table, _ = shown(planned(tmp_path, exhibit))
    assert [row[2].tone for row in table.rows] == ["good", "bad", ""]
    assert all(not row[1].tone for row in table.rows)


def test_a_change_of_a_percentage_is_in_points_and_stands_once(tmp_path: Path) -> None:
    exhibit = "{kind: table, title: T, rows: [margin], columns: [change, yoy]}"
    _, lines = shown(planned(tmp_path, exhibit))
    assert [cell[-2:] for cell in lines[1][1:]] == ["pp", ""]
    _, lines = shown(planned(tmp_path, "{kind: table, title: T, rows: [margin], columns: [now, yoy]}"))
    assert lines[1][2].endswith(" pp")


def test_a_row_may_hold_its_course_in_words_too_and_its_share(tmp_path: Path) -> None:
    options = "columns: [now, spark, share], share_of: sales, spark: 6"
    exhibit = f"{{kind: table, title: T, rows: [north, south, sales, staff], {options}}}"
    plan = planned(tmp_path, exhibit)
    table, _ = shown(plan)
    assert [row[2].picture for row in table.rows] == ["row-1", "row-2", "row-3", ""]
    assert set(plan.exhibits["x"].sketches) == {"row-1", "row-2", "row-3"}
    assert plan.ledger.plain(table.rows[0][2].alt).startswith("Sparkline: North rose in every quarter shown")
    bars = [row[3].bar for row in table.rows]
    assert bars[:3] == pytest.approx([70 / 105, 35 / 105, 1])
    assert (bars[3], table.rows[3][3].text) == (None, "")


def test_more_columns_than_the_paper_holds_are_found_and_fewer_are_not(tmp_path: Path) -> None:
    codes = {
        periods: [one.code for one in planned(tmp_path, exhibit).findings]
        for periods in (4, 30)
        if (exhibit := f"{{kind: table, title: T, rows: [sales], periods: {periods}}}")
    }
    assert {periods: "table-too-wide" in found for periods, found in codes.items()} == {4: False, 30: True}


def test_a_table_of_six_columns_is_too_wide_for_half_a_page_and_one_of_two_is_not(tmp_path: Path) -> None:
    row = "{metric: sales, label: Sales of machines and of their service}"
    widths = [
        shown(planned(tmp_path, f"{{kind: table, title: T, rows: [{row}], periods: {count}}}"))[0].width
        for count in (2, 6)
    ]
    assert widths[0] < HALF < widths[1] < WHOLE


@pytest.mark.parametrize(
    ("exhibit", "message"),
    [
        ("rows: [sales], columns: [yaer_ago]", "did you mean 'year_ago'?"),
        ("rows: [sales], columns: [yoy.ytd]", "column 'yoy.ytd'"),
        ("rows: [sales], entities: [Gamma]", "no facts about 'Gamma'"),
        ("rows: [{group: A, rows: []}]", "a group has 'rows'"),
        ("rows: [{group: A, rows: [sales], total: sales}]", "a group has no 'total'"),
        ("rows: [{metric: sales, of: [north, staff]}]", "cannot be taken from one another"),
    ],
)
def test_what_is_no_table_is_said_at_its_exhibit(exhibit: str, message: str, tmp_path: Path) -> None:
    plan = planned(tmp_path, f"{{kind: table, title: T, {exhibit}}}")
    assert any(message in one for one in messages(plan)), messages(plan)
    assert all(one.place.path.name == "brief.yaml" for one in plan.findings if one.severity == "error")


numbers = st.decimals(-99_999, 99_999, places=None, allow_nan=False, allow_infinity=False).map(
    lambda number: f"{number:,.{-min(0, max(-3, int(number.as_tuple().exponent)))}f}"
)


@given(st.lists(st.tuples(numbers, st.sampled_from(["", "%", "\u00a0p"])), min_size=1, max_size=6))
def test_what_stands_behind_the_point_is_the_tail_and_never_a_digit_before_it(
    cells: list[tuple[str, str]],
) -> None:
    for number, after in cells:
        whole, point, fraction = number.partition(".")
        assert tail_of(number + after) == f"{point}{fraction}{after}"
        assert tail_of(f"({number}){after}") == f"{point}{fraction}){after}"
        assert whole


def test_the_points_of_a_column_stand_below_each_other(tmp_path: Path) -> None:
    plan = planned(
        tmp_path, "{kind: table, title: T, rows: [sales, margin, staff, profit], columns: [now, yoy]}"
    )
    table, _ = shown(plan)
    for column in (1, 2):
        ends = {
            round(row[column].tail + tabular_width(tail_of(plan.ledger.plain(row[column].text))), 2)
            for row in table.rows
            if any(map(str.isdigit, plan.ledger.plain(row[column].text)))
        }
        assert len(ends) == 1


def test_changes_on_the_year_and_on_the_quarter_have_heads_of_their_own(tmp_path: Path) -> None:
    def heads(columns: str) -> tuple[str, ...]:
        exhibit = f"{{kind: table, title: T, rows: [sales], columns: [{columns}]}}\n"
        return planned(tmp_path, exhibit).exhibits["x"].exhibit.table.header

    assert heads("now, change, yoy") == ("", "Q3 25", "Δ", "Δ %")
    assert heads("now, step, qoq, change, yoy") == ("", "Q3 25", "Δ QoQ", "Δ % QoQ", "Δ YoY", "Δ % YoY")


def test_a_change_in_points_stands_in_every_column_that_is_measured_on_something_else(tmp_path: Path) -> None:
    exhibit = "{kind: table, title: T, rows: [margin], columns: [now, prior, change, yoy, qoq, step]}"
    _, lines = shown(planned(tmp_path, exhibit))
    assert lines[1][3:] == ["−5.7 pp", "", "", "−0.4 pp"]
    exhibit = "{kind: table, title: T, rows: [margin], columns: [now, prior, change, yoy, qoq]}"
    _, lines = shown(planned(tmp_path, exhibit))
    assert lines[1][3:] == ["−5.7 pp", "", "−0.4 pp"]


@pytest.mark.parametrize("distance", ["surprise", "vs_consensus_percent"])
def test_a_percentage_lies_points_from_what_was_expected_and_no_percent(
    distance: str, tmp_path: Path
) -> None:
    (tmp_path / "facts-expected.csv").write_text(
        "metric,period,scenario,value,unit,source\n"
        "churn,2025-Q3,,54.9,percent,report\nchurn,2025-Q3,consensus,55.4,percent,report\n"
        "sales,2025-Q3,consensus,100.0,EUR mn,report\n",
        encoding="utf-8",
    )
    exhibit = f"{{kind: table, title: T, rows: [sales, churn], columns: [now, consensus, {distance}]}}"
    _, lines = shown(planned(tmp_path, exhibit, metrics="churn: {label: Churn, kind: ratio}\n"))
    assert [line[-1] for line in lines[1:]] == ["+5.0%", "−0.5 pp"]


def test_what_is_stated_as_the_same_number_has_changed_by_nil_in_amount_and_in_percent(
    tmp_path: Path,
) -> None:
    facts = [f"dps,,{period},13.25,EUR per share,report" for period in ("2025-Q3", "2024-Q3")]
    exhibit = "{kind: table, title: T, rows: [dps], columns: [now, year_ago, change, yoy]}"
    _, lines = shown(planned(tmp_path, exhibit, [*rows(), *facts], "dps: {label: Dividend}\n"))
    assert lines[1][1:] == ["13.25", "13.25", "–", "–"]


def test_a_level_stands_in_the_columns_of_sums_as_it_is_at_their_end(tmp_path: Path) -> None:
    exhibit = (
        "{kind: table, title: T, rows: [sales, cash], columns: [now, ytd, ltm, ytd.year_ago, ytd.yoy, yoy]}"
    )
    plan = planned(tmp_path, exhibit)
    _, lines = shown(plan)
    assert not messages(plan)
    assert lines[2] == ["Cash", "210.0", "210.0", "210.0", "126.0", "+66.7%", "+66.7%"]


def test_a_row_in_billions_has_no_nine_zeros_beside_one_that_is_stated_in_full(tmp_path: Path) -> None:
    facts = [
        "orders,,2025-Q3,31.8,JPY bn,report",
        "orders,,2024-Q3,33.06,JPY bn,report",
        "deposits,,2025-Q3,12345678901,JPY,report",
        "fees,,2025-Q3,402.5,JPY k,report",
    ]
    exhibit = "{kind: table, title: T, rows: [orders, deposits, fees], columns: [now, year_ago, change]}"
    labels = "orders: {label: Orders}\ndeposits: {label: Deposits}\nfees: {label: Fees}\n"
    _, lines = shown(planned(tmp_path, exhibit, [*rows(), *facts], labels))
    assert lines[1] == ["Orders, ¥ bn", "31.8", "33.06", "−1.3"]
    assert lines[2][:2] == ["Deposits, ¥", "12,345,678,901"]
    assert lines[3][:2] == ["Fees, ¥", "402,500"]


def test_rows_in_millions_keep_the_scale_of_those_in_full_that_they_are_added_to(tmp_path: Path) -> None:
    facts = ["gifts,,2025-Q3,8421337,EUR,report", "grants,,2025-Q3,2.35,EUR mn,report"]
    exhibit = "{kind: table, title: T, rows: [gifts, grants], columns: [now]}"
    labels = "gifts: {label: Gifts}\ngrants: {label: Grants}\n"
    _, lines = shown(planned(tmp_path, exhibit, [*rows(), *facts], labels))
    assert lines[1:] == [["Gifts", "8,421,337"], ["Grants", "2,350,000"]]
