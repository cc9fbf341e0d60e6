"""Whether facts agree: what one check after another finds, beyond the case folders that each of them has."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reportgen.facts.reconcile import CHECKS, reconcile
from tests.conftest import Write
from tests.test_cases import CASES, EXPECTED

CODES = {
    "formulas_hold": "formula", "derived_agree": "derived-mismatch",
    "reconciliations_add_up": "reconciliation-mismatch", "sources_agree": "conflicting-facts",
    "growth_agrees": "growth-mismatch", "rates_agree": "rate-mismatch", "units_hold": "slipped-unit",
    "targets_ahead": "target-passed", "facts_fresh": "stale-fact", "actuals_have_ended": "period-not-ended",
    "declared_hold": "check-failed", "flows_add_up": "flows-mismatch", "periods_hold": "slipped-period",
}  # fmt: skip


def row(
    metric: str, value: str, unit: str = "CNY bn", period: str = "FY2026-Q2", source: str = "report"
) -> str:
    return f"{metric},,{period},,{value},{unit},,{source}\n"


def test_every_standing_check_has_a_case_that_triggers_it() -> None:
    assert set(CODES) == {check.__name__ for check in CHECKS}
    found = "".join(path.read_text(encoding="utf-8") for path in CASES.glob(f"*/{EXPECTED}"))
    assert [code for code in CODES.values() if f"[{code}]" not in found] == []


def test_a_brief_without_facts_in_conflict_has_no_findings(brief: Write) -> None:
    assert brief(row("revenue", "39.8")).check() == []


@settings(max_examples=60)
@given(st.decimals(10, 99, places=3), st.decimals(10, 99, places=3))
def test_honestly_rounded_numbers_never_contradict_one_another(
    brief: Write, now: Decimal, base: Decimal
) -> None:
    growth = f"{(now / base - 1) * 100:.0f}"
    rows = (
        row("revenue", f"{now:.1f}") + row("revenue", f"{now * 1000:.0f}", "CNY mn", source="press")
        + row("revenue", f"{base:.1f}", period="FY2025-Q2") + row("revenue_yoy", growth, "percent")
    )  # fmt: skip
    assert brief(rows).check() == []


def test_every_pair_of_sources_is_compared(brief: Write) -> None:
    rows = (
        row("revenue", "248")
        + row("revenue", "247.6", source="press")
        + row("revenue", "248.3", source="filing")
    )
    small = brief(rows.replace(",filing", ",https://example.org/filing"))
    assert small.check() == ["facts.csv:4: error[conflicting-facts]"]


def test_growth_may_rise_tenfold_without_suspicion(brief: Write) -> None:
    rows = row("growth", "2", "percent", "FY2025-Q4") + row("growth", "3", "percent", "FY2026-Q1")
    assert brief(rows + row("growth", "26", "percent")).check() == []


def test_a_formula_that_cannot_be_computed_stops_no_other_check(brief: Write) -> None:
    rows = row("revenue", "39.8") + row("share_yoy", "3", "percent") + row("late", "1", period="FY2026-Q4")
    small = brief(rows, "derive:\n  share: {formula: share.prior / share, kind: share}\n")
    assert {line.split("error")[1] for line in small.check()} == {"[formula]", "[period-not-ended]"}


def test_a_check_counts_an_input_on_both_sides_once(brief: Write) -> None:
    rows = row("revenue", "39.8") + row("revenue", "29.6", period="FY2025-Q2")
    small = brief(rows, "checks:\n  - {sum: {parts: [revenue.change, revenue.year_ago], total: revenue}}\n")
    assert small.check() == []


@pytest.mark.parametrize("relation", ["a < b", "a > b", "a <= b", "a >= b", "a == b"])
def test_a_relation_that_rounding_leaves_open_does_not_fail(brief: Write, relation: str) -> None:
    assert brief(row("a", "3.6") + row("b", "3.6"), f"checks: ['{relation}']\n").check() == []


def test_a_finding_names_both_facts_their_places_and_the_miss(brief: Write) -> None:
    small = brief(row("revenue", "247.8") + row("revenue", "248.1", source="press"))
    (found,) = reconcile(small.book)
    for part in (
        "247.8 CNY bn (247.75 to 247.85)",
        "248.1 CNY bn (248.05 to 248.15)",
        "facts.csv:2",
        "0.2 CNY bn",
    ):
        assert part in found.message
    assert Path(found.place.path).name == "facts.csv"


# Average and closing rates (IAS 21.39) ---------------------------------------------------------------------------

MEASURED = "sales: {label: Sales, measured: over the period}\ncash: {label: Cash, measured: at the end}\n"
SALES_AT_1168 = row("sales", "100.0", "EUR mn") + row("sales", "116.8", "USD mn")
CASH_AT_1174 = row("cash", "50.0", "EUR mn") + row("cash", "58.7", "USD mn")


@pytest.mark.parametrize("metrics", ["", MEASURED, MEASURED.replace(", measured: over the period", "")])
def test_a_flow_at_the_average_and_a_balance_at_the_closing_rate_go_together(
    brief: Write, metrics: str
) -> None:
    assert brief(SALES_AT_1168 + CASH_AT_1174, metrics=metrics).check() == []


def test_two_flows_of_one_period_have_one_rate(brief: Write) -> None:
    metrics = MEASURED.replace("at the end", "over the period")
    found = brief(SALES_AT_1168 + CASH_AT_1174, metrics=metrics).check()
    assert found == ["facts.csv:3: error[rate-mismatch]"]


def test_three_rates_of_one_period_are_one_too_many(brief: Write) -> None:
    more = row("profit", "20.0", "EUR mn") + row("profit", "23.8", "USD mn")
    assert "[rate-mismatch]" in "".join(brief(SALES_AT_1168 + CASH_AT_1174 + more).check())


def test_a_rate_far_from_the_others_is_no_closing_rate(brief: Write) -> None:
    more = row("cash", "50.0", "EUR mn") + row("cash", "64.0", "USD mn")
    assert "[rate-mismatch]" in "".join(brief(SALES_AT_1168 + more).check())
