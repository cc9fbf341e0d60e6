"""The workbook beside an edition: numbers that a spreadsheet can add, and nothing that it would run."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

import openpyxl
import pytest

import reportgen
from reportgen.delivery.facts_workbook import WORKBOOK
from reportgen.edition import Issue
from tests.two_editions import NEW_FACTS, new_brief

if TYPE_CHECKING:
    from openpyxl.workbook import Workbook

EVIL = '=HYPERLINK("http://127.0.0.1/","Sales")'


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = new_brief(tmp_path_factory.mktemp("workbook") / "brief")
    rows = [f"{line}," for line in NEW_FACTS.splitlines()]
    rows[0] += "note"
    rows[1] += '"' + EVIL.replace('"', '""') + '"'
    (folder / "facts.csv").write_text("\n".join(rows) + "\n", encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def edition(folder: Path) -> Issue:
    return reportgen.load(folder).build(formats=("html",))


@pytest.fixture(scope="module")
def book(edition: Issue) -> Workbook:
    return openpyxl.load_workbook(io.BytesIO(edition.files[WORKBOOK]))


def records(book: Workbook, sheet: str, head: int = 1) -> list[dict[str, object]]:
    names, *rows = list(book[sheet].iter_rows(min_row=head, values_only=True))
    return [dict(zip(map(str, names), row, strict=True)) for row in rows]


def test_every_number_is_a_number_with_the_decimals_of_its_source(edition: Issue, book: Workbook) -> None:
    sheet = book["Facts"]
    found = {row[0].value: row[6] for row in sheet.iter_rows(min_row=2)}
    assert found.keys() == {fact.id for fact in edition.facts}
    for fact in edition.facts:
        cell, quantity = found[fact.id], fact.quantity
        assert cell.data_type == "n"
        factor = 1 if fact.unit.kind == "percent" else fact.unit.factor
        assert Decimal(str(cell.value)) * factor == pytest.approx(quantity.value, rel=Decimal("1e-11"))
    assert (found["sales@2025-Q4"].value, found["sales@2025-Q4"].number_format) == (33.1, "#,##0.0")
    assert (found["sales@2025-Q3"].value, found["sales@2025-Q3"].number_format) == (39812, "#,##0")
    assert found["margin@2025-Q4"].number_format == "#,##0.00%"


def test_nothing_in_it_is_a_formula(book: Workbook) -> None:
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert EVIL in [cell.value for cell in cells]
    assert {cell.data_type for cell in cells} <= {"s", "n"}
    assert all(cell.quotePrefix for cell in cells if cell.value == EVIL)


def test_there_is_a_sheet_for_each_exhibit_with_the_facts_that_it_shows(
    edition: Issue, book: Workbook
) -> None:
    assert book.sheetnames == ["Facts", "Ledger", "Sources", "sales-chart", "profit-chart"]
    assert book["sales-chart"]["A1"].value == "Sales by quarter"
    shown = [line.figure.fact.id for line in edition.ledger if line.spot.name == "profit-chart"]
    assert [one["fact"] for one in records(book, "profit-chart", 2)] == list(dict.fromkeys(shown))


def test_the_ledger_and_the_sources_are_in_it(edition: Issue, book: Workbook) -> None:
    ledger = [(one["number"], one["text"], one["fact"]) for one in records(book, "Ledger")]
    assert ledger == [(one.number, one.figure.text, one.figure.fact.id) for one in edition.ledger]
    assert [one["title"] for one in records(book, "Sources")] == ["The report"]


def test_the_manifest_lists_it_and_the_page_links_to_it(edition: Issue) -> None:
    manifest = json.loads(edition.files["manifest.json"])
    assert manifest["outputs"][WORKBOOK] == hashlib.sha256(edition.files[WORKBOOK]).hexdigest()
    assert f'href="{WORKBOOK}"' in edition.html


def test_the_same_facts_give_the_same_bytes(folder: Path, edition: Issue) -> None:
    again = reportgen.load(folder).build(formats=("html",)).files[WORKBOOK]
    assert again == edition.files[WORKBOOK]
    with zipfile.ZipFile(io.BytesIO(again)) as packed:
        assert {one.date_time for one in packed.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert packed.testzip() is None
