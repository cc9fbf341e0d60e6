"""The order of dates and the spelling that a brief chooses: every day that its readers see, in page, PDF and verify."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import reportgen
from reportgen.edition import Issue
from reportgen.language import language_of
from reportgen.periods import Calendar, parse_period
from reportgen.verify.verdict import verify

AMERICAN = Calendar(3, words=language_of("en", "month first", "american"))
BRITISH = (
    r"\b\d{1,2} (?:January|February|March|April|May|June|July|August|September|October|November|December)\b"
)
SETTINGS = """\
title: "Sales {{ sales.yoy | moved }}"
standfirst: "{{ period_dates }}: {{ debts.when }}, debts were {{ debts }}."
entity: {name: Example Corp}
period: FY2026-Q2
date: 2025-11-25
fiscal_year_end: 31 March
fiscal_calendars: {Peer Inc: last Saturday of September}
sources: {report: {title: Interim report, date: 2025-11-20}}
style: {dates: month first, spelling: american}
splits: [{date: 2025-08-01, factor: "10:1"}]
summary:
  - {label: Plan, text: "Sales were {{ sales.vs_budget | favourable }}; {{ shares.prior }}"}
  - {label: Peer, text: "{{ sales.of('Peer Inc').at('FY2025-Q3') }}, and {{ sales.year_ago.restated }} before"}
exhibits:
  t: {kind: table, title: Sales, rows: [sales, visits], columns: [now, year_ago, change]}
"""
METRICS = """\
sales: {label: Sales, polarity: more is better}
debts: {label: Debts, measured: at the end}
shares: {label: Shares, measured: at the end, unit: shares}
visits: {label: Visits, unit: visits}
"""
FACTS = """\
metric,entity,period,scenario,value,unit,source,as_of
sales,,FY2026-Q2,,120,USD mn,report,
sales,,FY2026-Q2,budget,110,USD mn,report,
sales,,FY2025-Q2,,100,USD mn,report,
sales,,FY2025-Q2,prior,101,USD mn,report,2025-11-04
sales,Peer Inc,FY2025-Q3,,90,USD mn,report,
debts,,FY2026-Q2,,30,USD mn,report,
shares,,FY2026-Q1,,10,shares mn,q1,
shares,,FY2026-Q2,,100,shares mn,report,
visits,,FY2026-Q2,,2000,visits,report,
visits,,2025-09-29/2025-10-05,,1200,visits,report,
visits,,2025-09-30,,210,visits,report,
"""
TEXT = """\
## A week

{{ visits.at("2025-09-29/2025-10-05") }} {{ visits.at("2025-09-29/2025-10-05").when }}, and on one day
{{ visits.at("2025-09-30") }} {{ visits.at("2025-09-30").when }}.

{{ exhibit("t") }}
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A brief of which days stand in every place that has any."""
    folder = tmp_path_factory.mktemp("brief")
    settings = SETTINGS.replace("2025-11-20}}", "2025-11-20}, q1: {title: First quarter, date: 2025-07-20}}")
    files = {"brief.yaml": settings, "metrics.yaml": METRICS, "facts.csv": FACTS, "narrative.md": TEXT}
    for name, text in files.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def issue(folder: Path) -> Issue:
    return reportgen.load(folder).build()


def words(html: str) -> str:
    """What stands in the body of a page, in one line."""
    body = re.sub(r"<[^>]*>", "", html[html.index("<body") :]).replace("&nbsp;", " ")
    return " ".join(body.split())


@pytest.mark.parametrize(
    ("period", "said"),
    [
        ("2025-09-30", "on September 30, 2025"),
        ("2025-06-29/2025-09-27", "from June 29 to September 27, 2025"),
        ("2025-09-03/2025-09-27", "from September 3 to 27, 2025"),
        ("2025-12-29/2026-01-03", "from December 29, 2025 to January 3, 2026"),
        ("FY2026-Q2", "in the second quarter of fiscal 2026"),
    ],
)
def test_days_are_said_month_first(period: str, said: str) -> None:
    assert parse_period(period, AMERICAN).during == said


def test_a_level_is_of_a_day_said_month_first_and_axes_show_whole_years() -> None:
    assert parse_period("FY2026-Q2", AMERICAN).closing == "at September 30, 2025"
    assert parse_period("2025-06-29/2025-09-27", AMERICAN).short == "Jun 29 to Sep 27, 2025"
    assert parse_period("2025-06-29/2025-09-27").short == "29 Jun to 27 Sep 25"


@pytest.mark.parametrize(
    "said",
    [
        "Second quarter of fiscal 2026 · July 1 to September 30, 2025",
        "November 25, 2025",
        "Interim report, November 20, 2025.",
        "at September 30, 2025, debts were",
        "restated on November 4, 2025",
        "adjusted for the 10-for-1 split of August 1, 2025",
        "from September 29 to October 5, 2025",
        "on September 30, 2025",
        "Q3 FY25 of Peer Inc is March 30 to June 28, 2025.",
        "Sales were favorable",
    ],
)
def test_every_day_that_a_reader_sees_is_said_month_first(issue: Issue, said: str) -> None:
    assert said in words(issue.html)


def test_no_day_is_said_the_other_way_and_no_word_is_spelt_so(issue: Issue) -> None:
    assert re.findall(BRITISH, words(issue.html)) == []
    assert "favourable" not in words(issue.html)


@pytest.mark.parametrize("name", ["brief.html", "brief.pdf", "facts.json"])
def test_an_edition_of_that_style_verifies(issue: Issue, name: str, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(issue.files[name])
    verdict = verify(tmp_path / name)
    assert verdict.drifts == ()
    assert verdict.figures == verdict.traced > 0


def test_a_record_that_names_the_other_order_of_dates_has_drifted(issue: Issue, tmp_path: Path) -> None:
    raw = issue.files["facts.json"].replace(b'"dates": "month first"', b'"dates": "day first"')
    raw = raw.replace(b'"spelling": "american"', b'"spelling": "british"')
    (tmp_path / "facts.json").write_bytes(raw)
    assert any("favourable" in drift for drift in verify(tmp_path / "facts.json").drifts)


def test_its_table_of_facts_is_read_again(issue: Issue, folder: Path, tmp_path: Path) -> None:
    for path in folder.iterdir():
        (tmp_path / path.name).write_bytes(path.read_bytes())
    (tmp_path / "facts.csv").write_bytes(issue.files["facts.csv"])
    again = reportgen.load(tmp_path).build(["html"])
    assert [line.figure.text for line in again.ledger] == [line.figure.text for line in issue.ledger]


def test_without_a_word_of_the_author_days_come_first() -> None:
    assert parse_period("FY2026-Q2", 3).closing == "at 30 September 2025"
