"""One value is changed where it lives: the new number is everywhere in the edition, and the old one nowhere."""

# ruff: noqa: S608 - the statements are these tests' own
from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path

import duckdb
import pytest
from openpyxl import Workbook
from pypdf import PdfReader

import reportgen
from tests.postgresql import Server
from tests.visible import plain

SETTINGS = """\
title: "Sales {{ sales.yoy | moved(rise='rise', fall='fall', flat='stand still') }} to {{ sales }}"
entity: {name: Example Corp}
period: 2025-Q3
date: 2025-11-03
currency: {code: EUR, short: €, word: euros}
kpis:
  - {figure: sales, change: sales.yoy}
exhibits:
  course: {kind: columns, title: "Sales {{ sales.yoy | up }} to {{ sales }}", series: sales, periods: 5}
  lines: {kind: table, title: "Sales of {{ sales }}", rows: [sales], columns: [now, year_ago, yoy]}
sources:
  book:
    title: The book
    publisher: Example Corp
    date: 2025-11-03
    map: {line: metric, quarter: period, amount: value}
    constants: {unit: EUR mn}
"""
NARRATIVE = """\
## The quarter

Sales {{ sales.yoy | moved }} to {{ sales }}.

{{ exhibit("course") }}

{{ exhibit("lines") }}
"""
QUARTERS = ("2024-Q3", "2024-Q4", "2025-Q1", "2025-Q2", "2025-Q3")
VALUES = ("40.00", "41.13", "42.27", "43.39", "57.81")
OLD, NEW = "57.81", "68.44"
OLD_WORDS, NEW_WORDS = ("57.8", "57.81", "45 percent", "44.5"), ("68.4", "68.44", "71 percent", "71.1")
SELECT = "sql: select line, quarter, amount from results"

Change = Callable[[], None]
"""Puts the new value in the old one's place, where the data live."""


def rows(last: str) -> list[tuple[str, str, str]]:
    return [("Sales", *pair) for pair in zip(QUARTERS, (*VALUES[:-1], last), strict=True)]


def parquet(folder: Path, last: str) -> None:
    with duckdb.connect() as connection:
        connection.execute("create table results (line text, quarter text, amount decimal(9, 2))")
        connection.executemany("insert into results values (?, ?, ?)", rows(last))
        connection.table("results").write_parquet(str(folder / "results.parquet"))


def workbook(folder: Path, last: str) -> None:
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.append(["line", "quarter", "amount"])
    for line, quarter, amount in rows(last):
        sheet.append([line, quarter, float(amount)])
        sheet.cell(sheet.max_row, 3).number_format = "0.00"
    book.save(folder / "results.xlsx")


def table(folder: Path) -> Change:
    """A table of a DuckDB database, of which one row is updated."""
    path = str(folder / "results.duckdb")
    with duckdb.connect(path) as connection:
        connection.execute("create table results (line text, quarter text, amount decimal(9, 2))")
        connection.executemany("insert into results values (?, ?, ?)", rows(OLD))

    def change() -> None:
        with duckdb.connect(path) as connection:
            connection.execute(f"update results set amount = {NEW} where quarter = '2025-Q3'")

    return change


def brief(folder: Path, reading: str) -> None:
    (folder / "brief.yaml").write_text(f"{SETTINGS}    {reading}\n", encoding="utf-8")
    (folder / "metrics.yaml").write_text("sales: {label: Sales}\n", encoding="utf-8")
    (folder / "narrative.md").write_text(NARRATIVE, encoding="utf-8")


def shown(folder: Path) -> dict[str, str]:
    """The words of the page, of its attributes, and of the document in print."""
    edition = reportgen.load(folder).build()
    assert [str(one) for one in edition.findings if one.severity == "error"] == []
    body = re.sub(r"<(style|script)\b.*?</\1>", "", edition.html, flags=re.DOTALL)
    print_ = " ".join(page.extract_text() for page in PdfReader(BytesIO(edition.pdf)).pages)
    return {"title": plain(edition.title), "page": plain(body), "print": plain(print_)}


def places_of(number: str, edition: dict[str, str]) -> Iterator[str]:
    within = re.compile(rf"(?<![\w.,#-]){re.escape(number)}(?![\w%]|[.,]\d)")
    yield from (place for place, text in edition.items() if within.search(text))


def assert_it_follows(folder: Path, change: Change) -> None:
    before = shown(folder)
    assert list(places_of("57.8", before)) or list(places_of(OLD, before)), json.dumps(before["title"])
    change()
    after = shown(folder)
    assert [(word, place) for word in OLD_WORDS for place in places_of(word, after)] == []
    for was, now in zip(OLD_WORDS, NEW_WORDS, strict=True):
        assert list(places_of(now, after)) == list(places_of(was, before)), (was, now)


@pytest.mark.parametrize(("write", "name"), [(parquet, "results.parquet"), (workbook, "results.xlsx")])
def test_a_value_changed_in_a_file_changes_everywhere(
    write: Callable[[Path, str], None], name: str, tmp_path: Path
) -> None:
    write(tmp_path, OLD)
    brief(tmp_path, f"data: {name}")
    assert_it_follows(tmp_path, lambda: write(tmp_path, NEW))


def test_a_value_changed_in_a_table_of_duckdb_changes_everywhere(tmp_path: Path) -> None:
    change = table(tmp_path)
    brief(tmp_path, f"data: results.duckdb\n    {SELECT}")
    assert_it_follows(tmp_path, change)


@pytest.mark.referee
def test_a_value_changed_in_a_table_of_postgresql_changes_everywhere(
    tmp_path: Path, postgresql: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    values = ", ".join(str(row) for row in rows(OLD))
    postgresql.run(
        "create table drifting (line text, quarter text, amount numeric(9,2));"
        f"insert into drifting values {values}; grant select on drifting to quarterly_reader"
    )
    monkeypatch.setenv("REPORTGEN_WAREHOUSE", postgresql.url())
    brief(tmp_path, f"database: REPORTGEN_WAREHOUSE\n    {SELECT.replace('results', 'drifting')}")

    def change() -> None:
        postgresql.run(f"update drifting set amount = {NEW} where quarter = '2025-Q3'")

    assert_it_follows(tmp_path, change)
