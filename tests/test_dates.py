"""The order of dates and the spelling that a brief chooses: every day that its readers see, in page, PDF and verify."""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from html import unescape
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import load_workbook
from pypdf import PdfReader

import reportgen
from reportgen.edition import Issue
from reportgen.figures.read_back import read_record
from reportgen.language import Dates, language_of
from reportgen.periods import MONTHS, Calendar, parse_period
from reportgen.verify.verdict import verify

AMERICAN = Calendar(3, words=language_of("en", "month first", "american"))
MONTH = rf"(?:{'|'.join((*MONTHS, *(month[:3] for month in MONTHS)))})"
DAY = r"(?:[1-9]|[12]\d|3[01])"
ORDERS = {
    "day first": re.compile(rf"(?<![\w.,]){DAY} {MONTH}\b(?! {DAY}(?:,|–| to))"),
    "month first": re.compile(rf"\b{MONTH} {DAY}(?:, \d{{4}}|–{DAY}, \d{{4}}| to {MONTH} )"),
}
BRITISH_SPELLING = re.compile(
    r"(?i)\b\w*(?:favour|colour|behaviour|neighbour|honour|labour|labell|cancell|modell|judgement|grey\b|centre|"
    r"metre|litre|programme|organis|recognis|capitalis|amortis|summaris|emphasis[ei]|normalis|annualis|analys[ei]|"
    r"catalogue|licence|defence|fulfil\b|learnt|whilst)\w*"
)
STYLE = "style: {dates: month first, spelling: american}\n"
SETTINGS = """\
title: "Sales {{ sales.yoy | moved }}"
standfirst: "{{ period_dates }}: {{ debts.when }}, debts were {{ debts }}."
entity: {name: Example Corp}
period: FY2026-Q2
date: 2025-11-25
fiscal_year_end: 31 March
fiscal_calendars: {Peer Inc: last Saturday of September}
sources:
  report: {title: Interim report, date: 2025-11-20}
  q1: {title: First quarter, date: 2025-07-20}
splits: [{date: 2025-08-01, factor: "10:1"}]
summary:
  - {label: Plan, text: "Sales were {{ sales.vs_budget | favourable }}, costs {{ costs.vs_budget | favourable }}"}
  - {label: Peer, text: "{{ sales.of('Peer Inc').at('FY2025-Q3') }}, and {{ sales.year_ago.restated }} before"}
  - {label: Weeks, text: "Its sales {{ sales.of('Peer Inc').at('FY2024-Q4').yoy | moved }} before"}
  - {label: Shares, text: "{{ shares.prior }}, and {{ ebitda }} ({{ debts.eur }})"}
  - {label: Ahead, text: "{{ sales.next.guidance }}, or {{ organic | up }}"}
exhibits:
  t: {kind: table, title: Sales, rows: [sales, visits], columns: [now, year_ago, change]}
"""
METRICS = """\
sales: {label: Sales, polarity: more is better}
costs: {label: Costs, nature: cost, polarity: less is better}
ebitda: {label: Adjusted EBITDA, gaap: false, definition: Earnings before all that, unreconciled: nothing is said}
organic: {label: Organic, definition: Of shops, kind: growth, basis: organic, of: sales, nearest_gaap: Net sales}
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
sales,,FY2026-Q3,guidance,130,USD mn,report,
costs,,FY2026-Q2,,90,USD mn,report,
costs,,FY2026-Q2,budget,80,USD mn,report,
ebitda,,FY2026-Q2,,30,USD mn,report,
organic,,FY2026-Q2,,4,percent,report,
sales,Peer Inc,FY2025-Q3,,90,USD mn,report,
sales,Peer Inc,FY2024-Q4,,95,USD mn,report,
sales,Peer Inc,FY2023-Q4,,91,USD mn,report,
debts,,FY2026-Q2,,30,USD mn,report,
debts,,FY2026-Q2,,28,EUR mn,report,
shares,,FY2026-Q1,,10,shares mn,q1,
shares,,FY2026-Q2,,100,shares mn,report,
visits,,FY2026-Q2,,2000,visits,report,
visits,,2025-09-29/2025-10-05,,1200,visits,report,
visits,,2025-09-08/2025-09-14,,1100,visits,report,
visits,,2025-09-30,,210,visits,report,
"""
TEXT = """\
## A week

{{ visits.at("2025-09-29/2025-10-05") }} {{ visits.at("2025-09-29/2025-10-05").when }}, and on one day
{{ visits.at("2025-09-30") }} {{ visits.at("2025-09-30").when }}, earlier
{{ visits.at("2025-09-08/2025-09-14") }} {{ visits.at("2025-09-08/2025-09-14").when }}.

{{ exhibit("t") }}
"""
DAILY = """\
title: "Visits {{ visits.qoq | moved }}"
standfirst: "In all, {{ visits }} {{ visits.when }}, and in {{ visits.at('2025-09').period_short }} it was
  {{ visits.at('2025-09') }}."
entity: {name: Example Corp}
period: 2025-10-03
date: 2025-10-04
kpis: [{figure: visits, change: visits.qoq, history: visits, periods: 4}]
exhibits:
  c: {kind: columns, title: Visits, series: visits, periods: 4}
  l: {kind: line, title: Course, series: visits, periods: 4}
  t: {kind: table, title: Table, rows: [visits], columns: [now, prior, change]}
sources: {report: {title: Counter, date: 2025-10-03}}
"""
DAYS = "metric,period,value,unit,source\nvisits,2025-09,6000,visits,report\n" + "".join(
    f"visits,2025-{day},{value},visits,report\n"
    for day, value in (("09-30", 210), ("10-01", 214), ("10-02", 225), ("10-03", 240))
)
DAILY_TEXT = '## Days\n\n{{ exhibit("c") }}\n\n{{ exhibit("l") }}\n\n{{ exhibit("t") }}\n'


def written(folder: Path, settings: str, metrics: str, facts: str, text: str) -> Path:
    folder.mkdir()
    files = {"brief.yaml": settings, "metrics.yaml": metrics, "facts.csv": facts, "narrative.md": text}
    for name, content in files.items():
        (folder / name).write_text(content, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A brief of a quarter and one of a day, in both styles; in them days stand in every place that has any."""
    root = tmp_path_factory.mktemp("briefs")
    for order, style in (("month first", STYLE), ("day first", "")):
        written(root / f"quarter {order}", SETTINGS + style, METRICS, FACTS, TEXT)
        written(
            root / f"day {order}", DAILY + style, "visits: {label: Visits, unit: visits}\n", DAYS, DAILY_TEXT
        )
    return root


@pytest.fixture(scope="module")
def issues(root: Path) -> dict[str, Issue]:
    return {folder.name: reportgen.load(folder).build() for folder in sorted(root.iterdir())}


@pytest.fixture(scope="module")
def issue(issues: dict[str, Issue]) -> Issue:
    """That of a quarter, month first."""
    return issues["quarter month first"]


def words(html: str) -> str:
    """What stands in the body of a page, in one line."""
    body = re.sub(r"<[^>]*>", "", html[html.index("<body") :]).replace("&nbsp;", " ")
    return " ".join(body.split())


def everything(issue: Issue) -> Iterator[tuple[str, str]]:
    """All that an edition says: the page with its attributes and data, the PDF, and every file that is text."""
    for name, raw in issue.files.items():
        if name.endswith(".png"):
            continue  # of the same drawing as the SVG beside it
        if name.endswith(".pdf"):
            document = PdfReader(BytesIO(raw))
            text = " ".join((*(page.extract_text() for page in document.pages), str(document.metadata)))
        elif name.endswith(".xlsx"):
            book = load_workbook(BytesIO(raw))
            cells = (cell for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row)
            text = " ".join(str(cell) for cell in cells if cell is not None)
        else:
            text = unescape(re.sub(r"base64,[\w+/=]+", "", raw.decode()))
        # The author's own "31 March" is data to be read again, and no word for readers.
        if name == "facts.json":
            text = json.dumps({**json.loads(text), "calendars": {}}, ensure_ascii=False)
        yield name, " ".join(text.replace("\u00a0", " ").split())


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


@pytest.mark.parametrize(
    ("period", "said"),
    [
        ("2025-09-30", "Sep 30, 2025"),
        ("2025-09", "Sep 2025"),
        ("2025-09-LTM", "LTM Sep 2025"),
        ("2025-08-YTD", "YTD Aug 2025"),
        ("2025-06-29/2025-09-27", "Jun 29 to Sep 27, 2025"),
        ("FY2026-Q2", "Q2 FY26"),
    ],
)
def test_on_axes_no_year_looks_like_a_day(period: str, said: str) -> None:
    assert parse_period(period, AMERICAN).short == said


def test_the_days_of_one_month_are_joined_by_a_dash_where_they_are_a_name() -> None:
    assert parse_period("2025-W39", AMERICAN).dates == "September 22–28, 2025"
    assert parse_period("FY2026-Q2", AMERICAN).dates == "July 1 to September 30, 2025"


def test_a_level_is_of_a_day_said_month_first() -> None:
    assert parse_period("FY2026-Q2", AMERICAN).closing == "at September 30, 2025"


def test_without_a_word_of_the_author_days_come_first() -> None:
    assert parse_period("FY2026-Q2", 3).closing == "at 30 September 2025"
    assert parse_period("2025-06-29/2025-09-27").short == "29 Jun to 27 Sep 25"


@pytest.mark.parametrize(
    "said",
    [
        "Second quarter of fiscal 2026 · July 1 to September 30, 2025",
        "Investor brief · November 25, 2025",
        "Interim report, November 20, 2025.",
        "at September 30, 2025, debts were",
        "restated on November 4, 2025",
        "adjusted for the 10-for-1 split of August 1, 2025",
        "from September 29 to October 5, 2025",
        "from September 8 to 14, 2025",
        "Sep 8 to Sep 14, 2025",
        "on September 30, 2025",
        "Q3 FY25 of Peer Inc is March 30 to June 28, 2025.",
        "Sales were favorable",
        "costs unfavorable",
    ],
)
def test_every_day_that_a_reader_sees_is_said_month_first(issue: Issue, said: str) -> None:
    assert said in words(issue.html)


@pytest.mark.parametrize("brief", ["quarter", "day"])
@pytest.mark.parametrize(("order", "other"), [("day first", "month first"), ("month first", "day first")])
def test_no_day_is_said_in_the_other_order_wherever_it_stands(
    issues: dict[str, Issue], brief: str, order: Dates, other: Dates
) -> None:
    said = dict(everything(issues[f"{brief} {order}"]))
    assert all(ORDERS[order].search(said[name]) for name in ("brief.html", "brief.pdf"))
    assert [
        (name, ORDERS[other].findall(text)) for name, text in said.items() if ORDERS[other].search(text)
    ] == []


def test_the_notices_of_that_brief_are_all_that_there_are(issue: Issue) -> None:
    titles = language_of().notices.titles.values()
    assert [title for title in titles if title not in words(issue.html)] == []


def test_no_word_of_ours_is_spelt_the_british_way(issues: dict[str, Issue]) -> None:
    styled = [one for name, one in issues.items() if name.endswith("month first")]
    found = [text for one in styled for name, text in everything(one) if name.endswith((".pdf", ".csv"))]
    found += [words(one.html) for one in styled]
    assert [BRITISH_SPELLING.findall(text) for text in found if BRITISH_SPELLING.search(text)] == []


def texts_of(part: object) -> Iterator[str]:
    """Every text of a language, however deep it lies."""
    if isinstance(part, str):
        yield part
    elif is_dataclass(part):
        for one in fields(part):
            yield from texts_of(getattr(part, one.name))
    elif isinstance(part, dict):
        for value in part.values():
            yield from texts_of(value)
    elif isinstance(part, (list, tuple)):
        for value in part:
            yield from texts_of(value)


def test_american_english_has_no_british_word_and_british_english_has_some() -> None:
    american = list(texts_of(language_of("en", "month first", "american")))
    assert len(american) > 300
    assert [text for text in american if BRITISH_SPELLING.search(text)] == []
    assert "favourable" in list(texts_of(language_of()))


@pytest.mark.parametrize("name", ["brief.html", "brief.pdf"])
@pytest.mark.parametrize("brief", ["quarter", "day"])
def test_an_edition_of_that_style_verifies(
    issues: dict[str, Issue], brief: str, name: str, tmp_path: Path
) -> None:
    (tmp_path / name).write_bytes(issues[f"{brief} month first"].files[name])
    verdict = verify(tmp_path / name)
    assert verdict.drifts == ()
    assert verdict.figures == verdict.traced > 0


def test_a_record_that_names_the_other_spelling_has_drifted(issue: Issue) -> None:
    raw = issue.files["facts.json"]
    assert list(read_record(raw).drifted()) == []
    forged = raw.replace(b'"spelling": "american"', b'"spelling": "british"')
    assert forged != raw
    assert any("favourable" in how for _, how in read_record(forged).drifted())


def test_a_page_whose_record_names_the_other_order_of_dates_has_drifted(issue: Issue, tmp_path: Path) -> None:
    raw = issue.files["facts.json"]
    forged = raw.replace(b'"dates": "month first"', b'"dates": "day first"')
    own, other = (base64.b64encode(one).decode() for one in (raw, forged))
    (tmp_path / "brief.html").write_text(issue.html.replace(own, other), encoding="utf-8")
    drifts = " | ".join(verify(tmp_path / "brief.html").drifts)
    for day in ("25 November 2025", "1 July to 30 September 2025", "the date 2025-11-20"):
        assert day in drifts


def test_its_table_of_facts_is_read_again(issue: Issue, root: Path, tmp_path: Path) -> None:
    for path in (root / "quarter month first").iterdir():
        (tmp_path / path.name).write_bytes(path.read_bytes())
    (tmp_path / "facts.csv").write_bytes(issue.files["facts.csv"])
    again = reportgen.load(tmp_path).build(["html"])
    assert [line.figure.text for line in again.ledger] == [line.figure.text for line in issue.ledger]
