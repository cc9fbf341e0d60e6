"""Files of other people are read as facts: what they show, with the digits that they show, at exact places."""

from __future__ import annotations

import datetime as dt
import gzip
import io
import json
import zipfile
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from textwrap import dedent
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.table import Table
from pyarrow import feather, parquet

import reportgen
from reportgen.findings import Finding
from reportgen.fingerprint import fingerprint
from reportgen.pipeline import LoadedBrief
from reportgen.sources.delimited import found_numbers
from reportgen.sources.digits import doubt, exact, plain, written
from reportgen.sources.number_format import read_format, shows_day

SETTINGS = """\
title: A brief
entity: {{name: Example Corp}}
period: 2025-Q3
date: 2025-11-03
currency: {{code: EUR, short: €, word: euros}}
sources:
  book: {{title: The book, {reading}}}
"""
METRICS = "sales: {label: Sales}\nmargin: {label: EBIT margin, kind: margin}\ncustomers: {label: Customers}\n"
MAP = "map: {Line: metric, When: period, Amount: value, Unit: unit}"


class Source:
    """A brief in a folder whose facts are in one file."""

    def __init__(self, folder: Path, name: str, reading: str = "", metrics: str = METRICS) -> None:
        settings = SETTINGS.format(reading=f"data: {name}{', ' if reading else ''}{reading}")
        (folder / "brief.yaml").write_text(settings, encoding="utf-8")
        (folder / "metrics.yaml").write_text(metrics, encoding="utf-8")
        self.loaded: LoadedBrief = reportgen.load(folder)

    @property
    def facts(self) -> dict[str, str]:
        """Every fact, with the digits that its source shows."""
        return {fact.id: f"{fact.quantity} ±{fact.quantity.decimals}" for fact in self.loaded.book.stated}

    @property
    def places(self) -> dict[str, str]:
        return {fact.id: str(fact.origin.place).rpartition("/")[2] for fact in self.loaded.book.stated}  # type: ignore[union-attr]

    @property
    def found(self) -> list[Finding]:
        return list(self.loaded.findings.in_order())

    @property
    def codes(self) -> list[str]:
        return [one.code for one in self.found]

    def message(self, code: str) -> str:
        return next(one.said for one in self.found if one.code == code)


Save = Callable[..., Source]


@pytest.fixture
def text(tmp_path: Path) -> Save:
    """Write a file of text, and read it by some settings."""

    def save(name: str, content: str | bytes, reading: str = "", **more: str) -> Source:
        raw = content if isinstance(content, bytes) else dedent(content).lstrip("\n").encode()
        (tmp_path / name).write_bytes(raw)
        return Source(tmp_path, name, reading, **more)

    return save


@pytest.fixture
def book(tmp_path: Path) -> Save:
    """Make a workbook of rows with openpyxl, and read it by some settings."""

    def save(
        rows: list[list[Any]], reading: str = "", change: Callable[[Workbook], None] | None = None
    ) -> Source:
        workbook = Workbook()
        sheet = workbook.worksheets[0]
        sheet.title = "Income"
        for row in rows:
            sheet.append([value[0] if isinstance(value, tuple) else value for value in row])
            for column, value in enumerate(row, 1):
                if isinstance(value, tuple):
                    sheet.cell(sheet.max_row, column).number_format = value[1]
        if change:
            change(workbook)
        workbook.save(tmp_path / "book.xlsx")
        return Source(tmp_path, "book.xlsx", reading)

    return save


# Text ---------------------------------------------------------------------------------------------------------------


def test_a_german_export_is_read_and_what_was_found_is_told_once(text: Save) -> None:
    rows = (
        "Kennzahlen;;\r\nin Mio EUR;;\r\n;Q3 2024;Q3 2025\r\n"
        "Sales;1.247,9;1.352,40\r\nEBIT margin (%);10,3;12,0\r\n* ungeprüft;;\r\n"
    )
    source = text("export.csv", rows.encode("cp1252"))
    assert source.facts == {
        "sales@2024-Q3": "1247.9 EUR mn ±1",
        "sales@2025-Q3": "1352.4 EUR mn ±2",
        "margin@2024-Q3": "10.3 percent ±1",
        "margin@2025-Q3": "12 percent ±1",
    }
    assert source.codes == ["source-read"]
    assert source.message("source-read") == (
        "read with encoding Windows-1252; columns separated by semicolons; decimal sign ','; 2 lines above the header "
        "passed over; one line below the table passed over; unit 'EUR mn' for all that say none"
    )


def test_what_is_said_is_not_told(text: Save) -> None:
    reading = 'separator: ";", encoding: cp1252, numbers: {decimal: ","}, constants: {unit: EUR mn}'
    assert text("a.csv", ";2024;2025\nSales;47,9;52,40\n", reading).codes == []


def test_lines_that_are_asked_for_are_read_and_no_others(text: Save) -> None:
    table = "Report\nmetric,period,value,unit\nsales,2025-Q3,52.40,EUR mn\nSource: us\n"
    for lines in ("2:3", "2:"):
        assert text("a.csv", table, f'range: "{lines}"').places == {"sales@2025-Q3": "a.csv:3"}
    assert text("a.csv", table, 'range: "2:3"').codes == []
    assert "expected lines such as 2:40" in text("a.csv", table, "range: B2").message("no-table")


def test_a_line_sep_names_the_separator_and_lines_keep_their_numbers(text: Save) -> None:
    source = text("a.csv", "sep=;\nmetric;period;value;unit\nsales;2025-Q3;52.40;EUR mn\n")
    assert source.places == {"sales@2025-Q3": "a.csv:3"}


@pytest.mark.parametrize("mark", ["utf-8-sig", "utf-16"])
def test_a_byte_order_mark_tells_the_encoding(text: Save, mark: str) -> None:
    table = "metric,period,value,unit\nsales,2025-Q3,52.40,EUR mn\n"
    assert text("a.csv", table.encode(mark)).facts == {"sales@2025-Q3": "52.4 EUR mn ±2"}


def test_nothing_is_guessed_of_a_number_that_can_be_read_in_two_ways() -> None:
    assert found_numbers(["1.234", "2.345"]) is None
    assert found_numbers(["1,234", "2,345"]) is None
    assert found_numbers(["1,5", "2.5"]) is None
    spaced = found_numbers(["100 000", "1,234", "2,345"])
    assert spaced is None or spaced.thousands == " ", "1,234 may still be read in two ways"
    found = found_numbers(["1.234", "12,5"])
    assert found is not None
    assert (found.decimal, found.thousands) == (",", ".")


@pytest.mark.parametrize(
    ("texts", "thousands"),
    [
        (["12'345'678", "998"], "'"), (["1’234.50"], "’"), (["12\u202f345", "7.5"], " "), (["12,34,567", "1,234"], ","),
        (["1,234,567", "1,234"], ","), (["1,234.5", "1,234"], ","), (["(1'234)"], "'"), (["-12,34,567.25"], ","),
    ],
)  # fmt: skip
def test_marks_that_can_but_part_thousands_are_found(texts: list[str], thousands: str) -> None:
    found = found_numbers(texts)
    assert found is not None
    assert (found.decimal, found.thousands) == (".", thousands)


@pytest.mark.parametrize("texts", [["1'234", "12,5"], ["1,234", "2.5"], ["12'34"], ["1.234.567"], ["12.5"]])
def test_what_else_a_mark_may_mean_is_not_taken_for_thousands_beside_a_point(texts: list[str]) -> None:
    found = found_numbers(texts)
    assert found is None or found.decimal == ","


def test_a_table_from_switzerland_is_read_as_it_is_typed(text: Save) -> None:
    table = "metric;period;value;unit\nsales;2024-Q3;49'870;EUR\nsales;2025-Q3;52'400;EUR\n"
    source = text("a.csv", table)
    assert source.facts == {"sales@2024-Q3": "49870 EUR ±0", "sales@2025-Q3": "52400 EUR ±0"}
    assert "apostrophes that part thousands" in source.message("source-read")


def test_a_long_table_is_mapped_filtered_and_completed(text: Save) -> None:
    table = """
        Line,When,Amount,Segment
        Sales,2025-Q3,52.40,Group
        Sales,2025-Q3,12.00,North
        """
    reading = (
        "map: {Line: metric, When: period, Amount: value}, where: {Segment: Group}, constants: {unit: EUR mn}"
    )
    assert text("a.csv", table, reading).facts == {"sales@2025-Q3": "52.4 EUR mn ±2"}


def test_a_column_that_the_map_names_and_the_table_lacks_is_a_finding(text: Save) -> None:
    source = text(
        "a.csv",
        "Line,When,Amount\nSales,2025-Q3,1\n",
        "map: {Line: metric, When: period, Amount: value, Uni: unit}",
    )
    assert source.message("unknown-column").startswith("column 'Uni' is not in the table")


def test_periods_may_stand_down_the_side_and_units_in_the_header(text: Save) -> None:
    table = "period\tSales (EUR m)\tEBIT margin\n\tactual\t%\n2024-Q3\t47.90\t10.1\n2025-Q3\t52.40\t12.0\n"
    source = text("a.tsv", table)
    assert source.facts == {
        "sales@2024-Q3": "47.9 EUR mn ±2",
        "margin@2024-Q3": "10.1 percent ±1",
        "sales@2025-Q3": "52.4 EUR mn ±2",
        "margin@2025-Q3": "12 percent ±1",
    }


def test_scenarios_may_stand_in_a_second_row_of_the_header(text: Save) -> None:
    table = "EUR mn,2025-Q3,2025-Q3,2025-Q3\n,Actual,Budget,% change\nSales,52.4,50.0,4.8\n"
    source = text("a.csv", table)
    assert source.facts == {"sales@2025-Q3": "52.4 EUR mn ±1", "sales@2025-Q3/budget": "exact 50 EUR mn ±1"}
    assert "columns that are nothing to us passed over: '2025-Q3 % change'" in source.message("source-read")


def test_a_unit_may_have_a_column_and_a_section_may_have_one(text: Save) -> None:
    table = """
        Item,Unit,Q3 2025
        Sales,EUR m,52.4
        EBIT margin,%,12.0
        """
    assert text("a.csv", table).facts == {
        "sales@2025-Q3": "52.4 EUR mn ±1",
        "margin@2025-Q3": "12 percent ±1",
    }
    table = "Item,2024,2025\nEUR k,,\nSales,52400,53000\npeople,,\nCustomers,9,10\n"
    assert text("b.csv", table).facts["customers@2025"] == "10 people ±0"


def test_records_keep_the_digits_of_json_and_of_yaml(text: Save) -> None:
    fact = '{"metric": "sales", "period": "2025-Q3", "value": 52.40, "unit": "EUR mn"}'
    expected = {"sales@2025-Q3": "52.4 EUR mn ±2"}
    assert text("a.json", f'{{"rows": [{fact}]}}').facts == expected
    assert text("a.jsonl", f"\n{fact}\n").facts == expected
    assert (
        text("a.yaml", "- {metric: sales, period: 2025-Q3, value: 52.40, unit: EUR mn}\n").facts == expected
    )
    assert text("a.jsonl", f"{{}}\n{fact}\n".encode()).places == {"sales@2025-Q3": "a.jsonl:2"}


def test_a_damaged_line_of_json_is_named(text: Save) -> None:
    assert [str(one).rpartition("/")[2] for one in text("a.jsonl", '{"a": 1}\n{"b": \n').found][:1] == [
        "a.jsonl:2: error[syntax]: not valid JSON: expected a value; a comma must not stand before ']'"
    ]


# Packed --------------------------------------------------------------------------------------------------------------

LONG = "metric,period,value,unit\nsales,2025-Q3,52.40,EUR mn\n"


def zipped(*names: str) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in names:
            archive.writestr(name, LONG)
    return stream.getvalue()


def test_compressed_files_are_read(text: Save) -> None:
    assert text("a.csv.gz", gzip.compress(LONG.encode())).facts == {"sales@2025-Q3": "52.4 EUR mn ±2"}
    assert text("a.zip", zipped("in/q3.csv")).places == {"sales@2025-Q3": "q3.csv:2"}


def test_an_archive_of_several_files_needs_a_word(text: Save) -> None:
    assert "holds 2 files" in text("a.zip", zipped("q2.csv", "q3.csv")).message("ambiguous-source")
    assert text("a.zip", zipped("q2.csv", "q3.csv"), "file: q3.csv").codes == []


def test_what_is_endless_when_unpacked_is_refused(text: Save, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("reportgen.sources.unpacking.MOST_UNPACKED", 1_000_000)
    bomb = b"0" * 2_000_000
    assert text("a.csv.gz", gzip.compress(bomb)).codes == ["file-too-large"]
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.csv", bomb)
    assert text("a.zip", stream.getvalue()).codes == ["file-too-large"]


@pytest.mark.parametrize("name", ["a.csv.gz", "a.zip", "a.xlsx", "a.ods", "a.parquet", "a.arrow"])
def test_a_damaged_file_is_a_finding(text: Save, name: str) -> None:
    assert text(name, b"PK\x03\x04 nothing of the kind").codes == ["damaged-file"]


# Workbooks -----------------------------------------------------------------------------------------------------------


def test_a_workbook_is_read_as_it_is_shown(book: Save) -> None:
    def merge(workbook: Workbook) -> None:
        workbook["Income"].merge_cells("B3:C3")
        workbook["Income"].merge_cells("D3:E3")

    rows = [
        ["Example Corp"],
        ["EUR m"],
        [None, 2024, None, 2025, None, None],
        [None, "Q2", "Q3", "Q2", "Q3", "Change"],
        ["Income statement"],
        ["Sales", (47.9, "0.00"), (48.2, "0.00"), (51, "0.00"), (52.400000000000006, "0.00"), 1],
        ["EBIT margin", *((value, "0.0%") for value in (0.1, 0.11, 0.12, 0.125))],
        ["Customers (customers)", 7900, 7905, 8001, 8140],
        [],
        ["Source: the company"],
    ]
    source = book(rows, change=merge)
    assert source.facts["sales@2025-Q3"] == "52.4 EUR mn ±2"
    assert source.facts["margin@2025-Q3"] == "12.5 percent ±1"
    assert source.facts["customers@2024-Q2"] == "7900 customers ±0"
    assert len(source.facts) == 12
    assert source.places["sales@2025-Q3"] == "book.xlsx:Income!E6"
    assert source.codes == ["source-read"]


def test_the_cell_of_a_workbook_is_named_at_its_source(book: Save) -> None:
    source = book([["EUR mn", 2024, 2025], ["Sales", 1, 2]])
    assert [fact.origin.anchor for fact in source.loaded.book.stated] == ["Income!B2", "Income!C2"]  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("name", "wanted"),
    [
        ("range", "B2:D3"),
        ("range", "Income!B2:D3"),
        ("range", "quarter"),
        ("range", "Numbers"),
        ("sheet", "Income"),
    ],
)
def test_a_range_a_name_and_a_table_are_found(book: Save, name: str, wanted: str) -> None:
    def add(workbook: Workbook) -> None:
        workbook.defined_names["quarter"] = DefinedName("quarter", attr_text="Income!$B$2:$D$3")
        workbook["Income"].add_table(Table(displayName="Numbers", ref="B2:D3"))
        workbook.create_sheet("Other")

    source = book(
        [[], [None, "EUR mn", "Q3 2024", "Q3 2025"], [None, "Sales", 1, 2]], f'{name}: "{wanted}"', add
    )
    assert source.facts == {"sales@2024-Q3": "1 EUR mn ±0", "sales@2025-Q3": "2 EUR mn ±0"}


def test_a_sheet_that_is_not_there_is_named_with_those_that_are(book: Save) -> None:
    assert book([["EUR mn", 2025, 2024], ["Sales", 1, 2]], "sheet: Incme").message("no-table") == (
        "no sheet 'Incme' — did you mean 'Income'?"
    )


def test_a_formula_without_a_value_is_a_finding_at_its_cell(book: Save) -> None:
    source = book([["EUR mn", 2024, 2025], ["Sales", 1, "=B2*2"]])
    assert source.facts == {"sales@2024": "1 EUR mn ±0"}
    assert [str(one.place).rpartition("/")[2] for one in source.found if one.code == "not-calculated"] == [
        "book.xlsx:Income!C2"
    ]


def test_a_header_that_was_never_calculated_is_a_finding(book: Save) -> None:
    source = book([["EUR mn", 2023, 2024, "=C1+1"], ["Sales", 1, 2, 3]])
    assert set(source.facts) == {"sales@2023", "sales@2024"}
    assert [str(one.place).rpartition("/")[2] for one in source.found if one.severity == "error"] == [
        "book.xlsx:Income!D1"
    ]
    assert book([["EUR mn", "=2023", "=B1+1"], ["Sales", 1, 2]]).codes == ["not-calculated"]


def test_dates_stand_for_periods_by_their_distance(book: Save) -> None:
    ends = [dt.date(2025, 3, 31), dt.date(2025, 6, 30), dt.date(2025, 9, 30)]
    assert set(book([["EUR mn", *ends], ["Sales", 1, 2, 3]]).facts) == {f"sales@2025-Q{n}" for n in (1, 2, 3)}
    months = [(dt.date(2025, 8, 1), "mmm-yy"), (dt.date(2025, 9, 1), "mmm-yy")]
    assert set(book([["EUR mn", *months], ["Sales", 1, 2]]).facts) == {"sales@2025-08", "sales@2025-09"}
    a_year_apart = [dt.date(2024, 9, 30), dt.date(2025, 9, 30)]
    assert set(book([["EUR mn", *a_year_apart], ["Sales", 1, 2]]).facts) == {"sales@2024-Q3", "sales@2025-Q3"}
    said = book([["EUR mn", *a_year_apart], ["Sales", 1, 2]], "dates: day")
    assert set(said.facts) == {"sales@2024-09-30", "sales@2025-09-30"}


def test_hidden_rows_and_columns_count_and_are_said(book: Save) -> None:
    def hide(workbook: Workbook) -> None:
        workbook["Income"].row_dimensions[2].hidden = True
        workbook["Income"].column_dimensions["B"].hidden = True

    source = book([["EUR mn", 2024, 2025], ["Sales", 1, 2]], change=hide)
    assert len(source.facts) == 2
    assert "hidden rows ('2'), which count too; hidden columns ('B')" in source.message("source-read")


def test_without_a_format_a_number_has_the_digits_it_has_and_that_is_said(book: Save) -> None:
    source = book([["EUR mn", 2024, 2025], ["Sales", 47.9, 52.400000000000006]])
    assert source.facts == {"sales@2024": "47.9 EUR mn ±1"}
    assert "did you mean '52.4'?" in source.message("number-format")
    assert "say 'decimals'" in source.message("decimals-unknown")
    declared = book([["EUR mn", 2024, 2025], ["Sales", 47.9, 52.400000000000006]], "decimals: 2")
    assert declared.facts == {"sales@2024": "47.9 EUR mn ±2", "sales@2025": "52.4 EUR mn ±2"}


def test_labels_that_are_no_metrics_are_passed_over_and_named(book: Save) -> None:
    rows: list[list[Any]] = [["EUR mn", 2024, 2025], ["Turnover", 1, 2], ["Other", 3, 4]]
    assert "found 'Turnover', 'Other'" in book(rows).message("no-table")
    assert "passed over: 'Turnover', 'Other'" in book([*rows, ["Sales", 5, 6]]).message("source-read")
    assert set(book(rows, "metrics: {Turnover: sales}").facts) == {"sales@2024", "sales@2025"}
    assert "Other" not in book(rows, "metrics: {Turnover: sales}").message("source-read")


def test_what_nobody_sees_in_a_workbook_is_named_and_not_printed(book: Save) -> None:
    source = book([["EUR mn", 2024, 2025], ["Sales", 1, "2\u202e"]])
    assert "U+202E" in source.message("invisible-character")
    source = book([["metric", "period", "value", "unit"], ["sales", "2025-Q3", "1", "EUR\ue000mn"]])
    assert "reserved-character" in source.codes


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_an_entity_of_xml_in_a_workbook_is_refused(text: Save, encoding: str) -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("xl/workbook.xml", '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'.encode(encoding))
    assert "declares entities" in text("a.xlsx", stream.getvalue()).message("damaged-file")


@pytest.mark.parametrize(
    ("code", "decimals", "fewest", "shift", "literal"),
    [
        ("0.0", 1, 1, 0, ""), ("#,##0.00", 2, 2, 0, ""), ("0.0%", 1, 1, 2, "percent"), ("General", None, None, 0, ""),
        ("#,##0.0,,", 1, 1, -6, ""), ('0.0"x"', 1, 1, 0, "x"), ("[$€-407] #,##0.0;[Red]-0.0", 1, 1, 0, "€"),
        ("0.##", 2, 0, 0, ""), ("_(* #,##0_);_(* (#,##0)", 0, 0, 0, ""), ("0.00E+00", None, None, 0, ""),
        ("# ?/?", None, None, 0, ""), ("#,##0", 0, 0, 0, ""),
    ],
)  # fmt: skip
def test_a_number_format_says_what_is_shown(
    code: str, decimals: int | None, fewest: int | None, shift: int, literal: str
) -> None:
    found = read_format(code)
    assert (found.decimals, found.fewest, found.shift, found.literal) == (decimals, fewest, shift, literal)


def test_a_format_of_dates_shows_days_or_not() -> None:
    assert shows_day("dd/mm/yyyy")
    assert not shows_day("mmm-yy")


# Columns -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["a.parquet", "a.arrow", "a.feather"])
def test_columnar_files_keep_decimals_and_round_floats_that_are_declared(tmp_path: Path, name: str) -> None:
    amounts = pa.array([Decimal("47.90"), Decimal("52.40")], pa.decimal128(9, 2))
    table = pa.table({
        "Line": ["Sales", "Sales"], "When": [dt.date(2024, 9, 30), dt.date(2025, 9, 30)], "Amount": amounts,
        "Unit": ["EUR m", "EUR m"],
    })  # fmt: skip
    save(table, tmp_path / name)
    expected = {"sales@2024-Q3": "47.9 EUR mn ±2", "sales@2025-Q3": "52.4 EUR mn ±2"}
    assert Source(tmp_path, name, MAP).facts == expected
    save(table.set_column(2, "Amount", pa.array([47.9, 52.400000000000006])), tmp_path / name)
    assert Source(tmp_path, name, f"{MAP}, decimals: {{sales: 2}}").facts == expected
    assert Source(tmp_path, name, MAP).codes == ["source-read", "decimals-unknown", "number-format"]
    assert Source(tmp_path, name, MAP).places == {"sales@2024-Q3": f"{name}:row 1"}


def save(table: pa.Table, path: Path) -> None:
    if path.suffix == ".parquet":
        parquet.write_table(table, path)
    else:
        feather.write_feather(table, str(path))


def test_of_a_columnar_file_only_what_is_asked_for_becomes_cells(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("reportgen.sources.columnar.MOST_ROWS", 2)
    names = [f"Corp {number}" for number in range(1_000)]
    table = pa.table(
        {
            "metric": ["sales"] * 1_000,
            "period": ["2025-Q3"] * 1_000,
            "value": list(range(1_000)),
            "who": names,
        }
    )
    save(table, tmp_path / "a.parquet")
    reading = "constants: {unit: EUR mn}, where: {who: Corp 7}"
    assert Source(tmp_path, "a.parquet", reading).facts == {"sales@2025-Q3": "7 EUR mn ±0"}
    assert Source(tmp_path, "a.parquet", "constants: {unit: EUR mn}").codes == ["file-too-large"]


# Everything together -------------------------------------------------------------------------------------------------


def test_facts_of_all_sources_are_one_book_and_two_that_disagree_are_found(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(LONG, encoding="utf-8")
    (tmp_path / "facts.csv").write_text(
        "metric,period,value,unit,source\nsales,2025-Q3,52.9,EUR mn,press\n", encoding="utf-8"
    )
    settings = SETTINGS.format(reading="data: a.csv") + "  press: {title: The press}\n"
    (tmp_path / "brief.yaml").write_text(settings, encoding="utf-8")
    (tmp_path / "narrative.md").write_text("## A\n\n{{ sales }}\n", encoding="utf-8")
    found = reportgen.load(tmp_path).plan().findings
    assert "conflicting-facts" in {one.code for one in found}


def test_a_file_of_data_is_part_of_the_fingerprint(text: Save) -> None:
    source = text("a.csv", LONG)
    assert "brief/a.csv" in source.loaded.brief.files.read


def test_what_read_a_workbook_is_part_of_the_fingerprint(book: Save) -> None:
    source = book([["EUR mn", 2024, 2025], ["Sales", 1, 2]])
    assert "openpyxl" in fingerprint(source.loaded.brief.files).versions


def test_a_file_outside_of_the_brief_is_not_read(tmp_path: Path) -> None:
    (tmp_path.parent / "secret.csv").write_text(LONG, encoding="utf-8")
    source = Source(tmp_path, "../secret.csv")
    assert source.facts == {}
    assert source.codes == ["outside-brief"]


def test_a_kind_that_no_ending_tells_is_asked_for(text: Save) -> None:
    assert "unknown-format" in text("a.dat", LONG).codes
    assert text("a.dat", LONG, "kind: csv").codes == []
    assert "save it as .xlsx" in text("a.xls", LONG).message("unknown-format")


def test_settings_of_reading_need_a_file_to_read(tmp_path: Path) -> None:
    (tmp_path / "brief.yaml").write_text(SETTINGS.format(reading="sheet: Income"), encoding="utf-8")
    found = reportgen.load(tmp_path).findings.in_order()
    assert any("name the file in 'data'" in one.message for one in found)


def test_a_library_that_is_missing_is_named_with_how_to_get_it(
    text: Save, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(__import__("sys").modules, "openpyxl", None)
    assert "pip install 'reportgen[workbook]'" in text("a.xlsx", zipped("xl/workbook.xml")).message(
        "missing-library"
    )


# Digits --------------------------------------------------------------------------------------------------------------

NUMBERS = st.decimals(min_value=-(10**9), max_value=10**9, places=4, allow_nan=False, allow_infinity=False)


@given(NUMBERS, st.integers(0, 4))
def test_a_float_comes_back_with_the_decimals_that_it_had(number: Decimal, decimals: int) -> None:
    stated = written(number, decimals)
    assert written(exact(float(stated)), decimals) == stated


@given(st.decimals(min_value=0, max_value=10**4, places=3, allow_nan=False, allow_infinity=False))
def test_a_sum_of_floats_is_doubted_where_it_is_not_what_it_should_be(number: Decimal) -> None:
    value = float(number) + 0.1 + 0.2
    should_be = plain(number + Decimal("0.3"))
    assert (doubt(exact(value)) or plain(exact(value))) == should_be


@pytest.mark.parametrize(
    ("number", "probably"),
    [("52.400000000000006", "52.4"), ("0.30000000000000004", "0.3"), ("39.8", ""),
     ("0.3333333333333333", "0.3333333333333333"),
     ("1234567890123456", ""), ("-2.9999999999999996", "-3"), ("51.99999999999999", "52")],
)  # fmt: skip
def test_digits_that_arithmetic_has_left_are_told_from_those_of_a_source(number: str, probably: str) -> None:
    assert doubt(Decimal(number)) == probably


PERIODS = ["2024-Q4", "2025-Q1", "2025-Q2", "2025-Q3"]


@given(st.lists(NUMBERS, min_size=4, max_size=4), st.integers(0, 3))
def test_a_wide_table_gives_the_facts_of_the_long_one(
    tmp_path_factory: pytest.TempPathFactory, numbers: list[Decimal], decimals: int
) -> None:
    folder = tmp_path_factory.mktemp("wide")
    texts = [written(number, decimals) for number in numbers]
    pairs = list(zip(PERIODS, texts, strict=True))
    long = "metric,period,value,unit\n" + "".join(f"sales,{one},{two},EUR mn\n" for one, two in pairs)
    across = f"EUR mn,{','.join(PERIODS)}\nSales,{','.join(texts)}\n"
    down = "period,Sales (EUR m)\n" + "".join(
        f"{one},{two}\n" for one, two in zip(PERIODS, texts, strict=True)
    )
    found = []
    for name, content in (("long.csv", long), ("across.csv", across), ("down.csv", down)):
        (folder / name).write_text(content, encoding="utf-8")
        found.append(Source(folder, name).facts)
    assert len(found[0]) == 4
    assert found[0] == found[1] == found[2]


def test_json_of_a_program_is_read_with_the_decimals_that_are_declared(text: Save) -> None:
    rows = [{"metric": "sales", "period": "2025-Q3", "value": 52.4, "unit": "EUR mn"}]
    assert text("a.json", json.dumps(rows), "decimals: 2").facts == {"sales@2025-Q3": "52.4 EUR mn ±2"}


def test_a_title_of_things_that_can_be_counted_is_no_unit(text: Save) -> None:
    source = text(
        "a.csv", "Customers,2024,2025\nSales (EUR m),1,2\nOrders,,\nCustomers (customers),3,4\nSales,5,6\n"
    )
    assert "no unit" in source.message("unknown-unit")


def test_a_budget_beside_the_actuals_shares_their_year(text: Save) -> None:
    source = text("a.csv", "EUR mn,2025,2025,2025\n,Q2,Q3,Q3 Budget\nSales,1,2,3\n")
    assert set(source.facts) == {"sales@2025-Q2", "sales@2025-Q3", "sales@2025-Q3/budget"}


def test_a_line_with_a_cell_too_many_is_a_finding_and_no_fact(text: Save) -> None:
    source = text("a.csv", "metric,period,unit,value\nsales,2025-Q3,EUR mn,52,4\nsales,2024-Q3,EUR mn,47.9\n")
    assert source.facts == {"sales@2024-Q3": "47.9 EUR mn ±1"}
    assert [str(one.place).rpartition("/")[2] for one in source.found if one.code == "columns"] == ["a.csv:2"]


def test_of_a_large_text_only_what_is_asked_for_becomes_cells(
    text: Save, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("reportgen.sources.delimited.MOST_CELLS", 20)
    table = "who,metric,period,value,unit\n" + "".join(
        f"Corp {n},sales,2025-Q3,{n},EUR mn\n" for n in range(1_000)
    )
    assert text("a.csv", table, "where: {who: Corp 7}").facts == {"sales@2025-Q3": "7 EUR mn ±0"}
    assert text("a.csv", table).codes == ["file-too-large"]


def test_an_income_statement_says_for_how_long_above_the_day(book: Save) -> None:
    ends = [dt.date(2025, 9, 30), dt.date(2024, 9, 30)]
    rows: list[list[Any]] = [
        ["(in millions of euros, except per share)"],
        ["", "Note", "Three months ended", None, "Nine months ended", None],
        ["", None, *ends, *ends],
        ["Sales", 3, *((value, "#,##0;(#,##0)") for value in (1240, 1180, 3650, -3500))],
    ]

    def merge(workbook: Workbook) -> None:
        workbook["Income"].merge_cells("C2:D2")
        workbook["Income"].merge_cells("E2:F2")

    assert book(rows, change=merge).facts == {
        "sales@2025-Q3": "1240 EUR mn ±0",
        "sales@2024-Q3": "1180 EUR mn ±0",
        "sales@2025-9M": "3650 EUR mn ±0",
        "sales@2024-9M": "-3500 EUR mn ±0",
    }


def test_a_year_and_a_quarter_in_two_columns_are_one_period(text: Save) -> None:
    table = "Year,Quarter,Sales (EUR m)\n2025,Q2,5.5\n2025,Q3,6.25\n"
    assert set(text("a.csv", table).facts) == {"sales@2025-Q2", "sales@2025-Q3"}


def test_a_word_that_is_also_a_code_of_a_currency_is_no_unit(book: Save) -> None:
    rows: list[list[Any]] = [
        ["Item", "Segment", 2024, 2025],
        ["EBIT margin", "All", (0.71, "0%"), (0.74, "0%")],
    ]
    assert book(rows).facts == {"margin@2024": "71 percent ±0", "margin@2025": "74 percent ±0"}


def test_texts_with_a_decimal_comma_stand_beside_numbers_of_a_workbook(book: Save) -> None:
    source = book([["EUR k", "H1 2024", "H1 2025"], ["Sales", (1.234, "0.000"), "1.234,5"]])
    assert source.facts == {"sales@2024-H1": "1.234 EUR k ±3", "sales@2025-H1": "1234.5 EUR k ±1"}


def test_a_unit_that_nobody_knows_is_named_as_it_stands(text: Save) -> None:
    source = text(
        "a.csv",
        "month,Sales [furlongs],Customers (customers)\n2025-08,1,2\n2025-09,3,4\n",
        "map: {month: period}",
        metrics="",
    )
    assert source.message("unknown-unit").startswith("unit 'furlongs'")


def test_a_unit_that_is_said_is_not_looked_for_in_the_corner(text: Save) -> None:
    source = text("a.csv", "EUR k,2024,2025\nSales,1.5,2.5\n", "constants: {unit: EUR mn}")
    assert source.facts == {"sales@2024": "1.5 EUR mn ±1", "sales@2025": "2.5 EUR mn ±1"}
    assert source.codes == []


# A header of another length than its rows -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    "content",
    ["metric,period,value,unit\n1,Sales,2025-Q3,52.4,EUR mn\n2,Margin,2025-Q3,12.0,EUR mn\n",
     "2024-Q3,2025-Q3\nSales,47.9,52.4\nMargin,11.0,12.0\n"],
)  # fmt: skip
def test_a_first_column_without_a_head_is_read_right_and_told_once(text: Save, content: str) -> None:
    source = text("table.csv", content, "constants: {unit: EUR mn}")
    assert source.facts["sales@2025-Q3"] == "52.4 EUR mn ±1"
    assert source.found[0].said == "read with a first column that the header does not name"


@pytest.mark.parametrize(
    "content", ["metric,period,value,\nSales,2025-Q3,52.4\n", "metric,period,value\nSales,2025-Q3,52.4,\n"]
)
def test_separators_at_the_end_of_a_header_or_of_rows_shift_nothing(text: Save, content: str) -> None:
    assert text("table.csv", content, "constants: {unit: EUR mn}").facts == {
        "sales@2025-Q3": "52.4 EUR mn ±1"
    }


@pytest.mark.parametrize(
    "content",
    ["metric,segment,period,value\nSales,2025-Q3,52.4\n", "line,note,2024-Q3,2025-Q3\nSales,47.9,52.4\n",
     "line,2024-Q3,2025-Q3\nSales,52.4\nMargin,11.0,12.0\n"],
)  # fmt: skip
def test_a_line_that_ends_before_its_numbers_is_found_and_never_read_shifted(
    text: Save, content: str
) -> None:
    source = text("table.csv", content, "constants: {unit: EUR mn}")
    assert "sales@2024-Q3" not in source.facts
    found = next(one for one in source.found if one.code == "columns")
    assert (found.place.line, "cells below a header of" in found.said) == (2, True)


def test_a_comma_in_every_number_is_no_first_column_without_a_head(text: Save) -> None:
    source = text("table.csv", "line,2025-Q3\nSales,1,052\nMargin,1,100\n", "constants: {unit: EUR mn}")
    assert (source.facts, "columns" in source.codes) == ({}, True)


def test_rows_of_parquet_keep_their_numbers_behind_groups_in_which_nothing_is_wanted(tmp_path: Path) -> None:
    table = pa.table(
        {
            "who": ["Other"] * 4 + ["Us", "Other", "Us"],
            "metric": ["sales"] * 7,
            "period": ["2025-Q3", "2025-Q2", "2025-Q1", "2024-Q4", "2025-Q3", "2025-Q2", "2024-Q3"],
            "value": [str(at) for at in range(1, 8)],
            "unit": ["EUR mn"] * 7,
        }
    )
    parquet.write_table(table, tmp_path / "book.parquet", row_group_size=2)
    source = Source(tmp_path, "book.parquet", "where: {who: Us}")
    assert source.facts == {"sales@2025-Q3": "5 EUR mn ±0", "sales@2024-Q3": "7 EUR mn ±0"}
    assert source.places == {
        "sales@2025-Q3": "book.parquet:row 5",
        "sales@2024-Q3": "book.parquet:row 7",
    }
