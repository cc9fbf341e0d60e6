"""Sheets of LibreOffice and data frames are read as facts, with the digits that they show or state."""

from __future__ import annotations

import datetime as dt
import io
import shutil
import zipfile
from decimal import Decimal
from pathlib import Path
from typing import Any

import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from odfdo import Cell, Document, NamedRange
from odfdo import Table as Sheet

import reportgen
from reportgen.errors import UsageError
from tests.make_sources import BRIEFS, write_all
from tests.test_sources import METRICS, SETTINGS, Source

Shown = tuple[Any, str]


def sheet(path: Path, rows: list[list[Any]]) -> Document:
    """A sheet of LibreOffice; a pair is a number, and what is shown of it."""
    document = Document("spreadsheet")
    document.body.clear()
    table = Sheet("P & L")
    for y, row in enumerate(rows):
        for x, value in enumerate(row):
            if value is not None:
                number, shown = value if isinstance(value, tuple) else (value, None)
                table.set_cell((x, y), Cell(number, text=shown))
    document.body.append(table)
    table.append_named_range(NamedRange("quarter", "A3:C4", "P & L"))
    document.save(str(path))
    return document


ROWS: list[list[Any]] = [
    ["Example Corp"],
    [],
    ["EUR m", dt.date(2024, 9, 30), dt.date(2025, 9, 30)],
    ["Sales", (47.9, "47.90"), (52.400000000000006, "52.40")],
    ["Customers", (7905, "7,905"), (8140, "8,140")],
    ["Source: the company"],
]


def test_a_sheet_of_libreoffice_is_read_as_it_is_shown(tmp_path: Path) -> None:
    sheet(tmp_path / "a.ods", ROWS)
    source = Source(tmp_path, "a.ods", "units: {customers: customers}")
    assert source.facts == {
        "sales@2024-Q3": "47.9 EUR mn ±2",
        "sales@2025-Q3": "52.4 EUR mn ±2",
        "customers@2024-Q3": "7905 customers ±0",
        "customers@2025-Q3": "8140 customers ±0",
    }
    assert source.places["sales@2025-Q3"] == "a.ods:P & L!C4"


@pytest.mark.parametrize("wanted", ["A3:C4", "quarter"])
def test_a_range_of_it_is_found(tmp_path: Path, wanted: str) -> None:
    sheet(tmp_path / "a.ods", ROWS)
    assert set(Source(tmp_path, "a.ods", f'range: "{wanted}"').facts) == {"sales@2024-Q3", "sales@2025-Q3"}


def test_merged_heads_count_for_all_their_columns_and_hidden_rows_are_said(tmp_path: Path) -> None:
    rows: list[list[Any]] = [["EUR m", "2025", None], ["", "Q2", "Q3"], ["Sales", (1.5, "1.5"), (2.5, "2.5")]]
    document = sheet(tmp_path / "a.ods", rows)
    table = document.body.get_table(0)
    assert table
    table.set_span("B1:C1")
    hidden = table.get_row(2)
    hidden.set_attribute("table:visibility", "collapse")
    table.set_row(2, hidden)
    document.save(str(tmp_path / "a.ods"))
    source = Source(tmp_path, "a.ods")
    assert set(source.facts) == {"sales@2025-Q2", "sales@2025-Q3"}
    assert "hidden rows ('3')" in source.message("source-read")


WRITTEN = (
    "brewery-workbook", "city-statistics", "device-maker", "ferry-line", "grid-operator",
)  # fmt: skip


def test_what_the_script_writes_is_what_the_gallery_has(tmp_path: Path) -> None:
    for name in WRITTEN:
        shutil.copytree(BRIEFS / name, tmp_path / name)
    write_all(tmp_path)
    for name in WRITTEN:
        here, there = (
            {one.id: str(one.quantity) for one in reportgen.load(folder / name).book.stated}
            for folder in (BRIEFS, tmp_path)
        )
        assert here == there


def test_a_sheet_that_is_repeated_without_end_is_walked_once(tmp_path: Path) -> None:
    office, table, text = (
        f"urn:oasis:names:tc:opendocument:xmlns:{name}:1.0" for name in ("office", "table", "text")
    )
    cell = '<t:table-cell t:number-columns-repeated="16384" o:value-type="string"><x:p>a</x:p></t:table-cell>'
    content = (
        f'<o:document-content xmlns:o="{office}" xmlns:t="{table}" xmlns:x="{text}"><t:table t:name="A">'
        f'<t:table-row t:number-rows-repeated="1048576">{cell}</t:table-row></t:table></o:document-content>'
    )
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("content.xml", content)
    (tmp_path / "a.ods").write_bytes(stream.getvalue())
    assert Source(tmp_path, "a.ods").codes == ["file-too-large"]


# Frames --------------------------------------------------------------------------------------------------------------

COLUMNS: dict[str, list[Any]] = {
    "metric": ["sales", "sales"],
    "period": ["2024-Q3", "2025-Q3"],
    "value": [47.9, 52.400000000000006],
    "unit": ["EUR mn", "EUR mn"],
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    settings = SETTINGS.replace("{{", "{").replace("}}", "}").replace(", {reading}", "")
    (tmp_path / "brief.yaml").write_text(settings, encoding="utf-8")
    (tmp_path / "metrics.yaml").write_text(METRICS, encoding="utf-8")
    (tmp_path / "facts.csv").write_text(
        "metric,period,value,unit\ncustomers,2025-Q3,8140,customers\n", encoding="utf-8"
    )
    return tmp_path


def digits(folder: Path, frame: Any) -> dict[str, str]:
    book = reportgen.load(folder, facts=frame).book
    return {fact.id: f"{fact.quantity} ±{fact.quantity.decimals}" for fact in book.stated}


@pytest.mark.parametrize("make", [pd.DataFrame, pl.DataFrame, pa.table])
def test_a_frame_of_any_library_is_facts_beside_those_of_the_folder(folder: Path, make: Any) -> None:
    frame = reportgen.facts_from_frame(make(COLUMNS), source="book", decimals=2)
    assert digits(folder, frame) == {
        "customers@2025-Q3": "8140 customers ±0",
        "sales@2024-Q3": "47.9 EUR mn ±2",
        "sales@2025-Q3": "52.4 EUR mn ±2",
    }


def test_a_frame_may_be_wide_and_hold_decimals(folder: Path) -> None:
    wide = pl.DataFrame({"Line": ["Sales"], "Q3 2024": [Decimal("47.90")], "Q3 2025": [Decimal("52.40")]})
    frame = reportgen.facts_from_frame(wide, constants={"unit": "EUR mn"})
    assert digits(folder, frame)["sales@2025-Q3"] == "52.4 EUR mn ±2"


def test_a_frame_can_be_given_as_it_is_and_its_gaps_are_no_facts(folder: Path) -> None:
    wide = pd.DataFrame(
        {"Line": ["Sales (EUR m)", "Customers (customers)"], "2024": [1.5, None], "2025": [2.5, 9]}
    )
    assert digits(folder, wide) == {
        "customers@2025-Q3": "8140 customers ±0",
        "sales@2024": "1.5 EUR mn ±1",
        "sales@2025": "2.5 EUR mn ±1",
        "customers@2025": "9 customers ±0",
    }


def test_the_rows_of_a_frame_are_part_of_the_fingerprint(folder: Path) -> None:
    read = [
        reportgen.load(folder, facts=pd.DataFrame({**COLUMNS, "value": values})).brief.files.read[
            "frame/facts"
        ]
        for values in ([1.0, 2.0], [1.0, 2.0], [1.0, 2.5])
    ]
    assert read[0] == read[1] != read[2]


def test_what_is_no_frame_and_settings_that_are_none_are_errors_of_the_call(folder: Path) -> None:
    with pytest.raises(UsageError, match="expected a frame of pandas, polars or pyarrow, found str"):
        reportgen.load(folder, facts="facts.csv")  # type: ignore[arg-type]
    with pytest.raises(UsageError, match="shpe"):
        reportgen.facts_from_frame(pd.DataFrame(COLUMNS), shpe="wide")
