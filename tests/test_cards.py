"""Cards on page one: what they say of a change."""

from __future__ import annotations

import pytest

from reportgen.plan import plan
from tests.conftest import Write

SALES = """
sales,,FY2026-Q2,,12.0,CNY bn,,report
sales,,FY2026-Q1,,11.0,CNY bn,,report
sales,,FY2025-Q2,,10.0,CNY bn,,report
lead,,FY2026-Q2,,3.0,percent,,report
"""
METRICS = """
sales: {label: Sales, kind: amount}
lead: {label: Lead on its peers, kind: growth}
"""


@pytest.mark.parametrize(
    ("card", "basis"),
    [
        ("change: sales.yoy", "YoY"),
        ("change: sales.change", "YoY"),
        ("change: sales.qoq", "QoQ"),
        ("change: sales.step", "QoQ"),
        ("change: lead", ""),  # nothing that is not known
        ("change: sales.qoq, basis: on the quarter", "on the quarter"),
        ("change: sales.yoy, basis: ''", ""),
    ],
)
def test_a_card_says_on_what_its_change_is_measured(brief: Write, card: str, basis: str) -> None:
    small = brief(SALES, f"kpis:\n  - {{figure: sales, {card}}}", METRICS)
    (small.folder / "narrative.md").write_text("", encoding="utf-8")
    [shown] = plan(small.book, small.findings).words.cards
    assert shown.basis == basis
