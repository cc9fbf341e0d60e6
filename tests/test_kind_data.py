"""Data tables: what their file declares is shown as it is, checked where it adds up, and never taken for markup."""

from __future__ import annotations

import json
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import reportgen
from reportgen.charts.parts.tables.typed import number_of, totals_that_miss, written_cells
from reportgen.edition import Issue
from reportgen.figures.written import Style
from reportgen.findings import Place
from reportgen.plan import Plan
from reportgen.verify.page_record import whole_faults
from reportgen.verify.page_tree import parsed

SETTINGS = """\
title: Shops
entity: {name: Example Corp}
period: 2025-Q3
date: 2025-11-03
currency: {code: EUR, short: €}
sources: {report: {title: Report}, shops: {title: List of shops}}
exhibits:
  x: """
EXHIBIT = "{kind: data, title: Every shop, file: shops.csv, source: shops, totals: All, order: Sales, unsummed: Since}"
SHOPS = """\
Shop,Since,Sales,Growth
Ulm,2011,1840,2.5%
Bonn,2014,940,-1.5%
Köln,2019,12310,n.a.
All,,15090,1.9%
"""


def written(folder: Path, exhibit: str = EXHIBIT, shops: str = SHOPS) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "brief.yaml").write_text(SETTINGS + exhibit, encoding="utf-8")
    (folder / "metrics.yaml").write_text("sales: {label: Sales}\n", encoding="utf-8")
    (folder / "facts.csv").write_text(
        "metric,period,value,unit,source\nsales,2025-Q3,15.1,EUR k,report\n", encoding="utf-8"
    )
    (folder / "shops.csv").write_text(shops, encoding="utf-8")
    (folder / "narrative.md").write_text('## A\n\n{{ exhibit("x") }}\n', encoding="utf-8")
    return folder


def planned(folder: Path, exhibit: str = EXHIBIT, shops: str = SHOPS) -> Plan:
    return reportgen.load(written(folder, exhibit, shops)).plan()


def errors(plan: Plan) -> list[str]:
    return [
        f"{one.place.path.name}:{one.place.line}: {one.code}"
        for one in plan.findings
        if one.severity == "error"
    ]


def test_the_rows_stand_as_in_the_file_with_the_separators_of_the_brief(tmp_path: Path) -> None:
    plan = planned(tmp_path)
    exhibit = plan.exhibits["x"].exhibit
    assert not errors(plan)
    assert [[cell.text for cell in row] for row in exhibit.table.rows] == [
        ["Ulm", "2011", "1,840", "2.5%"],
        ["Bonn", "2014", "940", "−1.5%"],
        ["Köln", "2019", "12,310", "n.a."],
        ["All", "", "15,090", "1.9%"],
    ]
    assert exhibit.table.totals == {3}
    assert [source.id for source in exhibit.sources] == ["shops"]
    assert exhibit.table.signs == "n.a. not available."


def test_the_second_order_has_the_same_rows_the_largest_first_and_the_total_last(tmp_path: Path) -> None:
    again = planned(tmp_path).exhibits["x"].exhibit.table.again
    assert again is not None
    assert [row[0].text for row in again.rows] == ["Köln", "Ulm", "Bonn", "All"]
    assert again.totals == {3}


@pytest.mark.parametrize(("total", "found"), [("15090", 0), ("15091", 0), ("15093", 1)])
def test_a_total_that_is_not_the_sum_of_the_rows_is_found_at_its_line(
    total: str, found: int, tmp_path: Path
) -> None:
    plan = planned(tmp_path, shops=SHOPS.replace("15090", total))
    assert errors(plan) == ["shops.csv:5: sum-mismatch"] * found


@pytest.mark.parametrize("head", ["Growth, %", "Growth (%)", "Growth in per cent", "Spread, bps"])
def test_percentages_are_not_added_up_where_the_head_of_their_column_says_what_they_are(
    head: str, tmp_path: Path
) -> None:
    plain = SHOPS.replace("%", "")
    assert errors(planned(tmp_path, shops=plain)) == ["shops.csv:5: sum-mismatch"]
    assert not errors(planned(tmp_path, shops=plain.replace("Growth", f'"{head}"')))
    exhibit = EXHIBIT.replace("order: Sales", f"headings: {{Growth: '{head}'}}")
    assert not errors(planned(tmp_path, exhibit, shops=plain))


PROBLEMS: Mapping[str, tuple[str, str, str]] = {
    "no such file": (EXHIBIT.replace("shops.csv", "shop.csv"), SHOPS, "missing-file"),
    "a file elsewhere": (EXHIBIT.replace("shops.csv", "../shops.csv"), SHOPS, "outside-brief"),
    "an unknown source": (EXHIBIT.replace("source: shops", "source: shop"), SHOPS, "unknown-source"),
    "a total that is no row": (EXHIBIT.replace("totals: All", "totals: Alle"), SHOPS, "formula"),
    "an order by no column": (EXHIBIT.replace("order: Sales", "order: Sale"), SHOPS, "formula"),
    "columns of one name": (EXHIBIT, SHOPS.replace("Since", "Sales"), "columns"),
    "too many cells": (EXHIBIT, SHOPS.replace("2.5%", "2.5%,x"), "columns"),
    "no rows": (EXHIBIT, "Shop,Since,Sales,Growth\n", "empty-file"),
    "semicolons": (EXHIBIT, SHOPS.replace(",", ";"), "separator"),
    "too many rows": (EXHIBIT, SHOPS + "Ulm,1,1,1\n" * 1001, "table-too-long"),
    "a letter that no font has": (EXHIBIT, SHOPS.replace("Ulm", "서울"), "missing-glyph"),
}


@pytest.mark.parametrize("name", PROBLEMS)
def test_what_is_no_table_is_one_finding(name: str, tmp_path: Path) -> None:
    exhibit, shops, code = PROBLEMS[name]
    (tmp_path / "shops.csv").write_text(SHOPS, encoding="utf-8")
    found = [one.partition(": ")[2] for one in errors(planned(tmp_path / "brief", exhibit, shops))]
    assert found == [code]


HOSTILE = '<b>7</b>,"{{ sales }}",=1+1,"[x](http://x)"'


@pytest.fixture(scope="module")
def issue(tmp_path_factory: pytest.TempPathFactory) -> Issue:
    shops = SHOPS.replace("Ulm,2011,1840,2.5%", f"Ulm,2011,1840,2.5%\n{HOSTILE}")
    exhibit = "{kind: data, title: Every shop, file: shops.csv, source: shops, order: Sales}"
    return reportgen.load(written(tmp_path_factory.mktemp("shops"), exhibit, shops)).build(("html",))


def test_cells_are_text_whatever_stands_in_them(issue: Issue) -> None:
    table = next(one for one in parsed(issue.html).all("table") if "values" in (one.get("class") or ""))
    texts = [["".join(cell.itertext()) for cell in row] for row in table.iter("tr")]
    assert ["<b>7</b>", "{{ sales }}", "=1+1", "[x](http://x)"] in [
        [text for text in row if text.strip()] for row in texts
    ]
    assert not list(table.iter("b"))
    assert not list(table.iter("a"))


def faults(issue: Issue, html: str) -> list[str]:
    told, manifest = (json.loads(issue.files[name]) for name in ("facts.json", "manifest.json"))
    files = {name: issue.files[name] for name in ("facts.csv", "facts.json", "manifest.json")}
    return [
        fault
        for fault in whole_faults(parsed(html), told, manifest, files)
        if "table" in fault or "csv" in fault
    ]


def test_a_number_of_a_data_table_that_is_changed_in_the_page_is_found(issue: Issue) -> None:
    assert not faults(issue, issue.html)
    assert any("a table shows '1841'" in one for one in faults(issue, issue.html.replace(">1840<", ">1841<")))


def test_a_second_order_with_another_number_is_found(issue: Issue) -> None:
    first, _, second = issue.html.rpartition("12310")
    assert any("another order" in one for one in faults(issue, f"{first}12311{second}"))


values = st.decimals(0, 10**6, places=1, allow_nan=False, allow_infinity=False)


@given(st.lists(values, min_size=1, max_size=8), st.decimals(-3, 3, places=1))
def test_a_total_is_found_exactly_where_the_rows_cannot_give_it(parts: list[Decimal], off: Decimal) -> None:
    texts = [*map(str, parts), str(sum(parts) + off)]
    if not number_of(texts[-1]):
        return
    missed = list(totals_that_miss("Sales", texts, [len(parts)], [Place(Path("x"))] * len(texts)))
    assert bool(missed) == (abs(off) > Decimal("0.05") * (len(parts) + 1))


@given(st.decimals(-(10**9), 10**9, places=2, allow_nan=False, allow_infinity=False))
def test_a_number_is_written_with_all_of_its_digits(value: Decimal) -> None:
    style = Style(thousands=".", decimal=",")
    (cell,) = written_cells([str(value)], style)
    assert Decimal(cell.text.replace(".", "").replace(",", ".").replace("−", "-")) == value
