"""Fiscal calendars in a brief: true days in every place, weeks that are not alike, the years of other companies."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from textwrap import dedent

import pytest

import reportgen
from reportgen.brief import read_brief
from reportgen.document.notices import notices
from reportgen.figures.read_back import read_record
from reportgen.figures.record import facts_json
from reportgen.figures.written import Style
from reportgen.findings import Findings
from reportgen.language import language_of
from tests.conftest import SmallBrief

APPLE = "fiscal_calendar: {ends: last Saturday of September, long_quarter: 1}\n"
HEADER = "metric,entity,period,value,unit,source\n"


def write(folder: Path, rows: str, settings: str = APPLE, period: str = "FY2025-Q4", text: str = "") -> None:
    (folder / "brief.yaml").write_text(
        f"title: A brief\nentity: {{name: Example Corp}}\nperiod: {period}\ndate: 2025-11-25\n{settings}"
        "sources:\n  report: {title: The report}\n",
        encoding="utf-8",
    )
    (folder / "facts.csv").write_text(HEADER + dedent(rows), encoding="utf-8")
    (folder / "narrative.md").write_text(f"## Sales\n\n{text}\n", encoding="utf-8")


def written(
    folder: Path, rows: str, settings: str = APPLE, period: str = "FY2025-Q4", text: str = ""
) -> SmallBrief:
    write(folder, rows, settings, period, text)
    return SmallBrief(folder)


SALES = "sales,,FY2025-Q4,102466,USD mn,report\nsales,,FY2024-Q4,94930,USD mn,report\n"


def test_the_fourth_quarter_of_apple_has_its_own_days(tmp_path: Path) -> None:
    book = written(tmp_path, SALES).book
    assert book.brief.period.dates == "29 June to 27 September 2025"
    assert str(book.evaluate("sales").period_dates) == "29 June to 27 September 2025"
    (tmp_path / "narrative.md").write_text(
        "## Sales\n\n{{ sales.yoy | moved }} in {{ sales.period_dates }}\n"
    )
    loaded = reportgen.load(tmp_path)
    assert [finding.message for finding in loaded.plan().findings] == []
    html = reportgen.load(tmp_path).build(["html"]).html
    assert "Fourth quarter of fiscal 2025 · 29 June to 27 September 2025" in html
    assert "30 September" not in html


def test_a_day_is_said_once_in_the_masthead_with_a_capital_month(tmp_path: Path) -> None:
    written(tmp_path, "px,,2025-09-30,105.13,EUR,report\n", settings="", period="2025-09-30", text="{{ px }}")
    html = reportgen.load(tmp_path).build(["html"]).html
    assert ">30 September 2025</p>" in html


@pytest.mark.parametrize(
    ("period", "said"),
    [
        ("2025-09", "September 2025"), ("2024", "2024"), ("2025-W39", "Week 39 of 2025 · 22 to 28 September 2025"),
        ("FY2025", "Fiscal 2025 · 1 April 2024 to 31 March 2025"),
        ("2025-01-LTM", "Twelve months to January 2025 · 1 February 2024 to 31 January 2025"),
    ],
)  # fmt: skip
def test_the_masthead_adds_the_days_only_where_the_period_does_not_tell_them(
    tmp_path: Path, period: str, said: str
) -> None:
    row = f"px,,{period},105.13,EUR,report\n"
    written(tmp_path, row, settings="fiscal_year_end: 31 March\n", period=period, text="{{ px }}")
    assert f'<p class="identity-period">{said}</p>' in reportgen.load(tmp_path).build(["html"]).html


def test_thirteen_weeks_beside_fourteen_are_noted_where_growth_is_shown(tmp_path: Path) -> None:
    rows = "".join(
        f"sales,,FY{year}-Q1,{value},USD mn,report\n"
        for year, value in ((2016, 75872), (2017, 78351), (2018, 88293))
    )
    book = written(tmp_path, rows, period="FY2018-Q1")
    texts = [notice.text for notice in notices([book.fact("sales.yoy"), book.fact("sales")], language_of())]
    assert "Growth in Q1 FY18 compares 13 weeks with the 14 weeks of Q1 FY17." in texts
    longer = notices([book.fact('sales.at("FY2017-Q1").yoy')], language_of())
    assert any("compares 14 weeks with the 13 weeks of Q1 FY16" in notice.text for notice in longer)
    assert "Weeks" not in [
        notice.title for notice in notices([book.fact('sales.at("FY2016-Q1")')], language_of())
    ]


def test_stated_growth_over_unlike_weeks_is_noted_too(tmp_path: Path) -> None:
    book = written(tmp_path, "sales_yoy,,FY2018-Q1,13,percent,report\n", period="FY2018-Q1")
    assert "Weeks" in [notice.title for notice in notices([book.fact("sales_yoy")], language_of())]


PEER = "fiscal_year_end: 31 March\nfiscal_calendars: {Peer Inc: 30 September}\n"


def test_another_company_has_its_own_fiscal_years(tmp_path: Path) -> None:
    rows = "sales,,FY2025-Q3,10.0,USD mn,report\nsales,Peer Inc,FY2025-Q3,20.0,USD mn,report\n"
    book = written(tmp_path, rows, PEER, "FY2025-Q3")
    own, peer = book.fact("sales"), book.fact('sales.of("Peer Inc")')
    assert own.period.dates == "1 October to 31 December 2024"
    assert peer.period.dates == "1 April to 30 June 2025"
    texts = [notice.text for notice in notices([own, peer], language_of(), entity="Example Corp")]
    assert "Q3 FY25 of Peer Inc is 1 April to 30 June 2025." in texts
    assert not any(
        "Fiscal" in notice.title for notice in notices([own], language_of(), entity="Example Corp")
    )


def test_a_fact_of_another_company_for_the_very_same_days_comes_first(tmp_path: Path) -> None:
    rows = "sales,,FY2025-Q3,10.0,USD mn,report\nsales,Peer Inc,2024-Q4,20.0,USD mn,report\n"
    peer = written(tmp_path, rows, PEER, "FY2025-Q3").fact('sales.of("Peer Inc")')
    assert str(peer.period) == "2024-Q4"


@pytest.mark.parametrize(
    ("settings", "period"),
    [
        (APPLE, "FY2025-Q4"), (PEER, "FY2025-Q3"), ("seasons: {winter: November to April}\n", "2024-winter"),
        ("fiscal_calendar: {ends: {2024: 2024-09-28, 2025: 2025-09-27}}\n", "FY2025-Q4"),
        ("fiscal_calendar: {ends: Saturday nearest 31 January, named_by: start}\n", "FY2024"),
    ],
)  # fmt: skip
def test_the_record_reads_periods_as_the_brief_did(tmp_path: Path, settings: str, period: str) -> None:
    rows = f"sales,,{period},10.0,USD mn,report\nsales,Peer Inc,{period},20.0,USD mn,report\n"
    book = written(tmp_path, rows, settings, period).book
    record = read_record(facts_json(book, book.stated, (), Style(), {}))
    read = [(str(fact.period), fact.period.days) for fact in record.facts.values()]
    assert read == [(str(fact.period), fact.period.days) for fact in book.stated]


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        (
            "fiscal_calendar: last Caturday of June\n",
            "'last Caturday of June'; expected a month, a day such as 31 March, 'last Saturday",
        ),
        ("fiscal_year_end: 31 March\nfiscal_calendar: June\n", "say the same thing"),
        ("fiscal_calendar: {ends: June, weeks: [13, 13, 13, 12]}\n", "51 in all; expected 52"),
        (
            "fiscal_calendar: {ends: {20250: 2025-09-27}}\n",
            "the fiscal year 20250 does not end on 2025-09-27",
        ),
        ("fiscal_calendar: {ends: June, weeks: [-13, 39, 13, 13]}\n", "expected a number of 1 or more"),
        ("fiscal_calendars: {Peer Inc: sometime}\n", "'sometime'; expected a month"),
        ("fiscal_calendar: {ends: {}}\n", "no fiscal year stands here"),
        ("fiscal_calendar: {ends: [June]}\n", "expected text"),
        ("fiscal_calendar: {ends: {2025: soon}}\n", "expected a date such as 2025-11-25"),
        ("seasons: {winter2: November to April}\n", "expected a name of lower-case letters and '_'"),
        ("seasons: {winter: November}\n", "expected 'November to April'"),
        ("fiscal_calendar: {ends: {2024: 2024-09-28, 2025: 2025-09-28}}\n", "expected 52 or 53 weeks"),
    ],
)
def test_a_calendar_that_cannot_be_read_is_a_finding(tmp_path: Path, settings: str, message: str) -> None:
    write(tmp_path, SALES, settings)
    findings = Findings()
    assert not read_brief(tmp_path, None, findings).is_whole
    assert [message in finding.message for finding in findings] == [True]


def test_a_season_that_nobody_declared_is_a_finding(tmp_path: Path) -> None:
    write(tmp_path, SALES, "seasons: {summer: May to October}\n", "2025-winter")
    findings = Findings()
    read_brief(tmp_path, None, findings)
    assert [finding.message for finding in findings] == ["period '2025-winter'; expected 2025-summer"]


def test_a_date_of_excel_is_read_in_columns_of_dates(tmp_path: Path) -> None:
    book = written(tmp_path, "px,,45930,105.13,EUR,report\n", "", "2025-09-30")
    assert book.fact("px").period.end == date(2025, 9, 30)


@pytest.mark.parametrize(
    ("settings", "dates", "closing"),
    [
        ("fiscal_year_end: September\n", "July to September 2025", "at the end of September 2025"),
        ("fiscal_year_end: 30 September\n", "1 July to 30 September 2025", "at 30 September 2025"),
        ("fiscal_calendar: September\n", "July to September 2025", "at the end of September 2025"),
        (
            "fiscal_calendar: last Saturday of September\n",
            "29 June to 27 September 2025",
            "at 27 September 2025",
        ),
    ],
)
def test_no_day_is_named_of_a_fiscal_year_that_is_known_by_its_month_alone(
    settings: str, dates: str, closing: str, tmp_path: Path
) -> None:
    written(
        tmp_path,
        "sales,FY2025-Q4,1,CNY mn,,report",
        settings=settings,
        period="FY2025-Q4",
        text="{{ sales }}",
    )
    period = reportgen.load(tmp_path).book.brief.period
    assert (period.dates, period.closing) == (dates, closing)


def test_a_day_that_is_not_the_last_of_its_month_is_no_end_of_a_fiscal_year(tmp_path: Path) -> None:
    written(
        tmp_path,
        "sales,FY2025-Q4,1,CNY mn,,report",
        settings="fiscal_year_end: 27 September\n",
        period="FY2025-Q4",
    )
    [finding] = [one for one in reportgen.load(tmp_path).findings if one.code == "bad-setting"]
    assert "expected 30 September, or under 'fiscal_calendar' a rule" in finding.message
