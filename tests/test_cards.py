"""Cards on page one: what they say of a change."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import reportgen
from reportgen.charts.outlines import length
from reportgen.document.cards import FAMILY, LEAST, PADDING, REM, SET, SET_OF_SIX, SIX, STRIP, WEIGHT, fit_of
from reportgen.plan import plan
from tests.conftest import Write
from tests.small_facts import facts_of

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


def test_a_card_says_a_unit_of_many_words_once(brief: Write) -> None:
    rows = "\n".join(f'lead,,{period},,{value},"cases per 1,000 visits",,report'
                     for period, value in (("FY2026-Q2", "2.4"), ("FY2026-Q1", "2.1")))  # fmt: skip
    metrics = 'lead: {label: Complaints, unit: "cases per 1,000 visits"}'
    small = brief(rows, "kpis:\n  - {figure: lead, change: lead.step}", metrics)
    (small.folder / "narrative.md").write_text("", encoding="utf-8")
    planned = plan(small.book, small.findings)
    [shown] = planned.words.cards
    assert planned.ledger.plain(shown.value).replace("\u00a0", " ") == "2.4 cases per 1,000 visits"
    assert planned.ledger.plain(shown.change) == "+0.3"


@given(st.text("0123456789$€ per share-kilomtns", min_size=1, max_size=60), st.integers(1, 8))
def test_a_value_is_set_as_large_as_its_card_has_room_for(value: str, cards: int) -> None:
    fit, room = fit_of(value, cards), STRIP / cards - PADDING
    size = (SET if cards < SIX else SET_OF_SIX)[0] if fit is None else fit.size
    assert length(value, size * REM, FAMILY, WEIGHT) <= room
    assert fit is None or fit.name == "wordy" or fit.size >= LEAST


@pytest.mark.parametrize(
    "unit", ["EUR per share", "EUR cents per kilometre", "kWh per 100,000 square metres"]
)
def test_no_value_runs_into_the_next_card(tmp_path: Path, unit: str) -> None:
    folder = facts_of(tmp_path / "b", {"a": ("1.25", "18.42")}, unit=unit.replace("EUR cents", "EUR"))
    text = (folder / "brief.yaml").read_text(encoding="utf-8")
    (folder / "brief.yaml").write_text(
        f"{text}kpis: [{', '.join(['{figure: a, change: a.qoq}'] * 6)}]\n", "utf-8"
    )
    assert "text-on-text" not in {one.code for one in reportgen.load(folder).check()}
