"""A first brief from filings: what files of real companies hold beyond the plain case, in files made up for it.

Years by which a company calls itself otherwise than it did, splits whose day no filing states for certain, a year
whose parts were filed on two footings, concepts that replace each other and are not the same.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml

import reportgen
from reportgen.sources.companyfacts import Concept
from reportgen.starter.filed_calendar import calendar_of
from reportgen.starter.filed_lines import understood_filings
from reportgen.starter.filed_splits import splits_in
from reportgen.starter.first import first_brief
from reportgen.starter.head import Answers
from reportgen.starter.reading import Understood
from reportgen.starter.stage import Stage
from tests.make_filings import companyfacts

TODAY = dt.date(2025, 11, 20)
Entry = dict[str, Any]


def entry(span: str, value: float, filed: str, *, form: str = "10-Q", year: int = 2024) -> Entry:
    """A number over ``start/end``, or on one day."""
    start, _, end = span.rpartition("/")
    return {
        **({"start": start} if start else {}), "end": end, "val": value, "accn": f"0-{filed}", "fy": year, "fp": "FY",
        "form": form, "filed": filed,
    }  # fmt: skip


def concept(name: str, *entries: Entry, unit: str = "USD/shares") -> Concept:
    # As the reader gives numbers.
    texts = [{key: str(one) for key, one in found.items()} for found in entries]
    return Concept(f"us-gaap:{name}", name, {unit: texts})


def file_of(**concepts: list[Entry]) -> str:
    """A companyfacts file of amounts, and of amounts of each share where the name says so."""
    facts = {
        name: {"label": name, "units": {"USD/shares" if "PerShare" in name else "USD": entries}}
        for name, entries in concepts.items()
    }
    return json.dumps({"cik": 1, "entityName": "EXAMPLE CORP", "facts": {"us-gaap": facts}})


def read(folder: Path, raw: str, **settings: object) -> Understood:
    (folder / "CIK0000000001.json").write_text(raw, encoding="utf-8")
    given = {"title": "CIK0000000001", "data": "CIK0000000001.json", **settings}
    found = understood_filings(Stage(folder), "filings", given)
    assert found is not None
    return found


# Splits --------------------------------------------------------------------------------------------------------------

EPS = concept(
    "EarningsPerShareDiluted",
    entry("2020-01-01/2020-03-31", 0.08, "2020-04-30"),
    entry("2020-01-01/2020-03-31", 0.02, "2021-04-28"),  # 3 for 1, 4 for 1 and 5 for 1 all explain it
    entry("2020-04-01/2020-06-30", 0.5, "2020-07-28"),
    entry("2020-04-01/2020-06-30", 0.1, "2021-07-27"),
    entry("2019-07-01/2019-09-30", 0.78, "2019-10-29"),
    entry("2019-07-01/2019-09-30", 0.16, "2020-10-26"),
    entry("2021-07-01/2021-09-30", 1.44, "2021-10-25"),
    entry("2021-07-01/2021-09-30", 0.48, "2022-10-24"),
    entry("2021-10-01/2021-12-31", 2.05, "2022-02-07"),
    entry("2021-10-01/2021-12-31", 2.04, "2023-01-31"),  # restated, and no split
)


def test_splits_are_told_by_amounts_of_each_share_that_were_filed_anew() -> None:
    assert splits_in([EPS]) == [{"date": "2020-10-26", "factor": 5}, {"date": "2022-10-24", "factor": 3}]


def test_the_day_of_a_split_is_the_one_that_a_filing_names_with_its_ratio() -> None:
    ratio = concept(
        "StockholdersEquityNoteStockSplitConversionRatio1",
        entry("2020-08-10", 5, "2020-10-26"),
        entry("2022-08-05", 3, "2022-10-24"),
        entry("2018-08-05", 3, "2018-10-24"),  # of another time
        entry("2020-01-01/2020-12-31", 5, "2021-02-08"),  # which says nothing of a day
        unit="pure",
    )
    assert splits_in([EPS, ratio]) == [
        {"date": "2020-08-10", "factor": 5},
        {"date": "2022-08-05", "factor": 3},
    ]


@pytest.mark.parametrize(
    "broken", [{"filed": None}, {"filed": "soon"}, {"val": "n/a"}, {"val": None}, {"end": 5}]
)
def test_entries_that_cannot_be_read_show_no_split(broken: Mapping[str, object]) -> None:
    good = entry("2020-01-01/2020-03-31", 0.8, "2020-04-30")
    assert splits_in([concept("EarningsPerShareDiluted", good, {**good, **broken})]) == []


@pytest.mark.slow
def test_a_company_that_split_its_shares_gets_a_clean_first_brief_of_its_latest_quarter(
    tmp_path: Path,
) -> None:
    (tmp_path / "filings.json").write_text(companyfacts("tesselate"), encoding="utf-8")
    given = {"title": "CIK0001555202", "data": "filings.json"}
    first = first_brief(Stage(tmp_path), "filings", given, Answers(), lambda _, likely: likely, TODAY)
    assert first.findings == ()
    said = yaml.safe_load(first.files["brief.yaml"])
    assert [one["factor"] for one in said["splits"]] == [4]
    assert "# Splits of shares" in first.files["brief.yaml"]
    assert [line for line in first.guessed if "split" in line] == [
        (
            f"shares split 4 for 1 by {said['splits'][0]['date']}, told by amounts of each share that were filed anew: "
            "put its day into 'splits'"
        )
    ]


# What is read --------------------------------------------------------------------------------------------------------


def years(first: int, last: int) -> Iterator[tuple[str, str, int]]:
    """The days of years, and when they were filed."""
    yield from ((f"{year}-01-01/{year}-12-31", f"{year + 1}-02-20", year) for year in range(first, last + 1))


def test_a_first_brief_looks_back_five_years(tmp_path: Path) -> None:
    sales = [
        entry(span, 5_000_000 + 1000 * year, filed, form="10-K", year=year)
        for span, filed, year in years(2010, 2024)
    ]
    found = read(tmp_path, file_of(Revenues=sales))
    assert found.sources["filings"]["earliest"] == "2020-01-03"
    assert sorted(row.cells["period"] for row in found.rows) == ["2020", "2021", "2022", "2023", "2024"]
    assert "periods that end before 2020-01-03 left out ('earliest' of the source)" in found.told


def test_of_concepts_that_hold_different_things_one_alone_is_read(tmp_path: Path) -> None:
    """Debt without what falls due is not what all debt was before."""
    levels = [
        (entry(f"{year}-12-31", year * 1000, f"{year + 1}-02-20", form="10-K")) for year in range(2021, 2025)
    ]
    found = read(tmp_path, file_of(LongTermDebtNoncurrent=levels[:1], LongTermDebt=levels))
    assert found.sources["filings"]["metrics"] == {"LongTermDebt": "debt"}


def test_years_are_called_as_in_the_latest_annual_reports() -> None:
    """A company whose year ends in January and was once called by the one in which it began."""
    ends = [dt.date(2018, 1, 28), dt.date(2019, 1, 27), dt.date(2020, 1, 26), dt.date(2021, 1, 31),
            dt.date(2022, 1, 30), dt.date(2023, 1, 29), dt.date(2024, 1, 28)]  # fmt: skip
    begun = [end - dt.timedelta(371 if end.year == 2021 else 364) + dt.timedelta(1) for end in ends]
    called = [2017, 2018, 2019, 2020, 2022, 2023, 2024]
    spans = [
        entry(f"{start}/{end}", 1000, f"{end + dt.timedelta(24)}", form="10-K", year=year)
        for start, end, year in zip(begun, ends, called, strict=True)
    ]
    assert calendar_of([concept("Revenues", *spans, unit="USD")])[0] == {
        "fiscal_calendar": {"ends": "last Sunday of January"}
    }


# What a brief finds in them ------------------------------------------------------------------------------------------

BRIEF = """\
title: A brief
entity: {name: Example Corp}
period: 2010
date: 2025-11-20
currency: {code: USD, short: $, word: dollars}
sources:
  filings: {title: Filings, data: filings.json, metrics: {Revenues: sales, EarningsPerShareDiluted: eps}}
"""
METRICS = "sales: {label: Sales, measured: over the period}\neps: {label: EPS}\n"


def found_in(folder: Path, raw: str) -> list[str]:
    (folder / "filings.json").write_text(raw, encoding="utf-8")
    (folder / "brief.yaml").write_text(BRIEF.replace(", EarningsPerShareDiluted: eps", "" if "PerShare" not in raw else
                                                     ", EarningsPerShareDiluted: eps"), encoding="utf-8")  # fmt: skip
    (folder / "metrics.yaml").write_text(METRICS, encoding="utf-8")
    (folder / "narrative.md").write_text("## The year\n\nNothing is said of it.\n", encoding="utf-8")
    loaded = reportgen.load(folder)
    return [one.code for one in loaded.plan().findings if one.severity != "note"]


@pytest.mark.parametrize(("again", "codes"), [(26_000_000, []), (26_900_000, ["flows-mismatch"])])
def test_a_sum_whose_parts_were_filed_on_two_footings_holds_if_it_holds_as_restated(
    tmp_path: Path, again: int, codes: list[str]
) -> None:
    """Nine months and a quarter were filed as it was counted then; the half alone as it was counted a year later."""
    half, quarter, nine = "2009-01-01/2009-06-30", "2009-07-01/2009-09-30", "2009-01-01/2009-09-30"
    raw = file_of(
        Revenues=[
            entry(quarter, 8_300_000, "2009-10-20"), entry(nine, 24_700_000, "2009-10-20"),
            entry(half, 17_100_000, "2010-07-20"),
            entry(quarter, 8_900_000, "2010-10-20"), entry(nine, again, "2010-10-20"),
            entry("2010-01-01/2010-12-31", 40_100_000, "2011-02-20", form="10-K"),
        ]
    )  # fmt: skip
    assert found_in(tmp_path, raw) == codes


def test_a_split_of_ten_for_one_is_asked_for_and_is_no_slipped_unit(tmp_path: Path) -> None:
    raw = file_of(
        Revenues=[entry("2010-01-01/2010-12-31", 40_100_000, "2011-02-20", form="10-K")],
        EarningsPerShareDiluted=[
            entry("2009-07-01/2009-09-30", 3.71, "2009-11-21"), entry("2009-07-01/2009-09-30", 0.37, "2010-11-20"),
        ],
    )  # fmt: skip
    assert found_in(tmp_path, raw) == ["split-undeclared"]


# The setting that does it --------------------------------------------------------------------------------------------


def test_of_a_table_only_what_ends_on_the_earliest_day_or_later_is_read(tmp_path: Path) -> None:
    (tmp_path / "book.csv").write_text("Line,2022,2023,2024\nSales (USD mn),1.1,1.2,1.3\n", encoding="utf-8")
    brief = BRIEF.partition("sources:")[0] + (
        "sources:\n  book: {title: Book, data: book.csv, metrics: {Sales: sales}, earliest: 2023-12-31}\n"
    )
    (tmp_path / "brief.yaml").write_text(brief, encoding="utf-8")
    (tmp_path / "metrics.yaml").write_text(METRICS, encoding="utf-8")
    assert [str(fact.period) for fact in reportgen.load(tmp_path).book.stated] == ["2023", "2024"]
    (tmp_path / "brief.yaml").write_text(brief.replace("2023-12-31", "2025-12-31"), encoding="utf-8")
    messages = [one.message for one in reportgen.load(tmp_path).findings.in_order()]
    assert "all periods of the table end before 2025-12-31, its 'earliest'" in messages
