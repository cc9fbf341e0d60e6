"""Filings are read as they are downloaded: by their days, in the version of the day, with the digits that they have."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import reportgen
from reportgen.facts.reference import fact_of
from reportgen.findings import Finding
from reportgen.model import Derived, Fact
from reportgen.pipeline import LoadedBrief
from tests.make_filings import COMPANIES, companyfacts

SETTINGS = """\
title: A brief
entity: {{name: "{entity}"}}
period: {period}
date: {date}
currency: {{code: USD, short: $, word: dollars}}
{more}sources:
  filings: {{title: Filings, data: filings.json, metrics: {{{metrics}}}{reading}}}
"""
METRICS = """\
revenue: {label: Revenue, polarity: more is better, measured: over the period}
operating_income: {label: Operating income, polarity: more is better, measured: over the period}
eps: {label: Diluted EPS}
cash: {label: Cash, measured: at the end}
shares: {label: Shares outstanding, measured: at the end}
stores: {label: Stores, measured: at the end}
"""
CONCEPTS = {
    "RevenueFromContractWithCustomerExcludingAssessedTax": "revenue",
    "Revenues": "revenue",
    "OperatingIncomeLoss": "operating_income",
    "EarningsPerShareDiluted": "eps",
    "CashAndCashEquivalentsAtCarryingValue": "cash",
    "EntityCommonStockSharesOutstanding": "shares",
    "NumberOfStores": "stores",
}
LAST_SATURDAY = "fiscal_calendar: {ends: last Saturday of September, long_quarter: 1}\n"
RETAIL = "fiscal_calendar: {ends: Saturday nearest 31 January, named_by: start}\n"
SPLIT = "splits: [{date: 2024-08-26, factor: 4}]\n"


class Filings:
    """A brief in a folder whose facts are in one file of filings."""

    def __init__(self, folder: Path, raw: str, said: dict[str, str]) -> None:
        plain = {"entity": "Lumenforge", "period": "2025-Q3", "date": "2025-11-10", "more": "", "reading": ""}
        concepts = ", ".join(f"{name}: {metric}" for name, metric in CONCEPTS.items() if name in raw)
        (folder / "filings.json").write_text(raw, encoding="utf-8")
        (folder / "brief.yaml").write_text(
            SETTINGS.format(**{**plain, "metrics": concepts, **said}), encoding="utf-8"
        )
        (folder / "metrics.yaml").write_text(said.get("own") or METRICS, encoding="utf-8")
        self.loaded: LoadedBrief = reportgen.load(folder)

    @property
    def found(self) -> list[Finding]:
        return list(self.loaded.findings.in_order())

    def codes(self) -> list[str]:
        return [one.code for one in self.found if one.severity != "note"]

    def told(self) -> str:
        return next(one.message for one in self.found if one.code == "source-read")

    def stated(self, metric: str, period: str) -> list[Fact]:
        return [
            fact
            for fact in self.loaded.book.stated
            if fact.metric.id == metric and str(fact.period) == period
        ]

    def shown(self, metric: str, period: str) -> list[str]:
        """What is stated of a metric in a period, each with its version."""
        return [f"{fact.quantity} {fact.standing}".strip() for fact in self.stated(metric, period)]

    def fact(self, asked: str) -> Fact:
        return fact_of(self.loaded.book.evaluate(asked))


Read = Callable[..., Filings]


@pytest.fixture
def read(tmp_path: Path) -> Read:
    def of(company: str | dict[str, Any], **said: str) -> Filings:
        raw = companyfacts(company) if isinstance(company, str) else json.dumps(company)
        return Filings(tmp_path, raw, said)

    return of


def test_quarters_are_found_by_their_days_and_not_by_what_the_filing_says_of_itself(read: Read) -> None:
    filings = read("lumenforge")
    assert filings.codes() == []
    assert filings.shown("revenue", "2025-Q3") == ["1445 USD mn"]
    assert filings.shown("revenue", "2025-H1"), "the second quarter's report states the year to date too"
    assert filings.shown("revenue", "2024-Q4") == [], "no report states the last quarter of a year"


def test_the_fourth_quarter_is_the_year_less_nine_months_and_says_so(read: Read) -> None:
    quarter = read("lumenforge").fact('revenue.at("2024-Q4")')
    assert isinstance(quarter.origin, Derived)
    assert "FY24 - 9M" in quarter.origin.formula or "2024 - 9M" in quarter.origin.formula


def test_what_is_measured_on_a_day_is_of_the_quarter_that_ends_there(read: Read) -> None:
    filings = read("lumenforge")
    assert filings.shown("cash", "2024-Q4") == filings.shown("cash", "2024-Q4")[:1]
    assert filings.fact('cash.at("2024")').quantity == filings.stated("cash", "2024-Q4")[0].quantity


def test_what_was_filed_first_is_kept_and_what_was_filed_later_restates_it(read: Read) -> None:
    filings = read("lumenforge")
    first, again = filings.stated("operating_income", "2024-Q3")
    assert (first.standing, again.standing) == ("as first reported", "restated on 3 November 2025")
    assert first.quantity.value - again.quantity.value == 9_000_000
    assert filings.fact("operating_income.year_ago.latest").quantity == again.quantity
    assert len(filings.stated("operating_income", "2023-Q3")) == 1, (
        "a comparative that says the same restates nothing"
    )


def test_what_was_filed_after_the_date_of_the_brief_was_not_known(read: Read) -> None:
    filings = read("lumenforge", period="2024-Q3", date="2024-11-20")
    assert len(filings.stated("operating_income", "2024-Q3")) == 1
    assert not filings.stated("revenue", "2025-Q1")
    assert (
        "facts filed after the brief's date 2024-11-20, from 2025-02-21 to 2025-11-03, left out"
        in filings.told()
    )


def test_a_metric_goes_on_where_its_concept_was_replaced_by_another(read: Read) -> None:
    filings = read("lumenforge")
    assert filings.shown("revenue", "2019-Q2")
    assert filings.shown("revenue", "2023-Q2")
    assert len(filings.stated("revenue", "2020-Q1")) == 1, "for a year both concepts were filed"


def test_of_two_concepts_in_one_filing_the_one_named_first_counts(read: Read) -> None:
    file = COMPANIES["lumenforge"]().file()
    for one in file["facts"]["us-gaap"]["Revenues"]["units"]["USD"]:
        one["val"] += 7_000_000  # with what is not sold to customers
    assert read(file).shown("revenue", "2020-Q3") == ["954 USD mn"]


def test_years_of_52_and_53_weeks_have_their_own_quarters(read: Read) -> None:
    filings = read(
        "tesselate", entity="Tesselate", period="FY2025-Q3", date="2025-08-20", more=LAST_SATURDAY + SPLIT
    )
    assert filings.codes() == []
    assert "left out" not in filings.told()
    quarter = filings.stated("revenue", "FY2023-Q1")[0]
    assert (quarter.period.end - quarter.period.start).days + 1 == 98, "of fourteen weeks"
    assert isinstance(filings.fact('revenue.at("FY2024-Q4")').origin, Derived)


def test_a_retailers_year_is_called_by_the_one_in_which_it_begins(read: Read) -> None:
    filings = read("holloway", entity="Holloway", period="FY2025-Q3", date="2025-12-20", more=RETAIL)
    assert filings.codes() == []
    assert filings.shown("revenue", "FY2025-Q3"), filings.told()
    assert filings.shown("stores", "FY2025-Q3") == ["403 stores"]
    assert filings.stated("revenue", "FY2023")[0].period.end.isoformat() == "2024-02-03"


def test_facts_of_other_days_than_those_of_the_calendar_are_left_out_and_counted(read: Read) -> None:
    filings = read("holloway", entity="Holloway", period="2025-Q3", date="2025-12-20")
    assert (
        "facts over days that are no quarter, half, nine months or year of the brief's fiscal calendar"
        in filings.told()
    )


def test_shares_and_amounts_of_each_are_adjusted_for_a_split_by_the_day_of_filing(read: Read) -> None:
    filings = read(
        "tesselate", entity="Tesselate", period="FY2025-Q3", date="2025-08-20", more=LAST_SATURDAY + SPLIT
    )
    old = filings.fact('eps.at("FY2022-Q3")')
    assert "split" in old.standing
    assert old.quantity.value < 3
    assert filings.stated("eps", "FY2022-Q3")[0].quantity.value > 5
    assert len(filings.stated("eps", "FY2024-Q3")) == 1, "what a later filing adjusts is not restated"
    grown = filings.fact('eps.at("FY2025-Q3").yoy').quantity.value
    assert 0.05 < grown < 0.15, "both are counted in new shares"


def test_a_split_that_nobody_declares_is_named(read: Read) -> None:
    filings = read("tesselate", entity="Tesselate", period="FY2025-Q3", date="2025-08-20", more=LAST_SATURDAY)
    assert filings.codes() == ["split-undeclared"]
    message = next(one.message for one in filings.found if one.code == "split-undeclared")
    assert "'splits: [{date: …, factor: 4}]'" in message


def test_how_amounts_are_rounded_is_taken_from_all_of_a_filing_and_told(read: Read) -> None:
    filings = read("lumenforge")
    assert (
        "taken as all numbers look: whole millions (decimals: {revenue: -6, operating_income: -6"
        in filings.told()
    )
    assert str(filings.stated("eps", "2024-Q1")[0].quantity).endswith("USD per share")
    quantity = filings.stated("revenue", "2025-Q3")[0].quantity
    assert quantity.interval.high - quantity.interval.low == 1_000_000


def test_decimals_that_the_author_states_are_taken_and_not_told(read: Read) -> None:
    filings = read(
        "lumenforge", reading=", decimals: {revenue: -5, operating_income: -6, cash: -6, eps: 2, shares: 0}"
    )
    assert all(one.code != "source-read" for one in filings.found), filings.told()
    quantity = filings.stated("revenue", "2025-Q3")[0].quantity
    assert quantity.interval.high - quantity.interval.low == 100_000


def test_places_name_the_concept_the_unit_and_the_entry(read: Read) -> None:
    file = COMPANIES["lumenforge"]().file()
    file["facts"]["us-gaap"]["OperatingIncomeLoss"]["units"]["USD"][3]["val"] = "a lot"
    file["facts"]["us-gaap"]["Revenues"]["units"]["USD"][5]["end"] = "2020-31-03"
    places = [str(one).rpartition("/filings.json:")[2] for one in read(file).found if one.severity == "error"]
    assert places[0].startswith("us-gaap:OperatingIncomeLoss/USD[3]: error[number-format]: value 'a lot'")
    assert places[1].startswith("us-gaap:Revenues/USD[5]: error[bad-date]: end '2020-31-03'")


def test_a_concept_that_is_not_in_the_file_is_named_with_one_that_is(tmp_path: Path) -> None:
    filings = Filings(
        tmp_path, companyfacts("lumenforge"), {"metrics": "OperatingIncomLoss: operating_income"}
    )
    assert filings.codes() == ["unknown-concept"]
    assert "did you mean 'OperatingIncomeLoss'" in filings.found[0].message


def test_a_file_whose_concepts_have_no_facts_has_not_the_one_that_is_asked_for(read: Read) -> None:
    found = read(
        {"cik": 1, "entityName": "Lumenforge", "facts": {"us-gaap": {"Sales": {"label": "Sales"}}}},
        metrics="Sales: sales",
    )
    assert [one.message for one in found.found if one.code == "unknown-concept"] == [
        "concept 'Sales' is not in the file; there are none"
    ]


def test_without_metrics_a_file_of_filings_says_what_is_in_it(tmp_path: Path) -> None:
    filings = Filings(tmp_path, companyfacts("lumenforge"), {"metrics": "", "own": "{}\n"})
    assert "say in 'metrics' which are yours" in filings.found[0].message


def test_decimals_below_zero_have_no_meaning_in_a_table(tmp_path: Path) -> None:
    (tmp_path / "filings.json").write_text(
        '[{"metric": "revenue", "period": "2025-Q3", "value": 5, "unit": "USD"}]'
    )
    raw = (tmp_path / "filings.json").read_text()
    filings = Filings(tmp_path, raw, {"metrics": "revenue: revenue", "reading": ", decimals: -6"})
    assert filings.codes() == ["bad-setting"]
