"""Sources that are queries of files and databases in the brief's folder: what is read, with its digits and places."""

from __future__ import annotations

import gzip
import json
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from textwrap import dedent, indent

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

import reportgen
from reportgen.fingerprint import fingerprint
from reportgen.sources.query import Query
from tests.test_sources import METRICS, Source

SETTINGS = """\
title: A brief
entity: {{name: Example Corp}}
period: 2025-Q3
date: 2025-11-03
currency: {{code: EUR, short: €, word: euros}}
sources:
  book:
    title: The book
    map: {{line: metric, quarter: period, amount: value}}
    constants: {{unit: EUR mn}}
{reading}
    sql: |
{sql}
"""
RESULTS = """\
line,quarter,amount,company
Sales,2024-Q3,47.90,Example Corp
Sales,2025-Q3,52.40,Example Corp
Sales,2025-Q3,99.0,Other Corp
Customers,2025-Q3,8140,Example Corp
"""
EVERY = {
    "sales@2024-Q3": "47.9 EUR mn ±2",
    "sales@2025-Q3": "52.4 EUR mn ±2",
    "customers@2025-Q3": "8140 EUR mn ±0",
}
OWN = "select * from results where company = :entity"


class Asked(Source):
    """A brief in a folder whose facts a query gives."""

    def __init__(self, folder: Path, sql: str, reading: str = "data: results.csv") -> None:
        text = SETTINGS.format(reading=indent(reading, "    "), sql=indent(dedent(sql).strip(), "      "))
        (folder / "brief.yaml").write_text(text, encoding="utf-8")
        (folder / "metrics.yaml").write_text(METRICS, encoding="utf-8")
        self.loaded = reportgen.load(folder)

    @property
    def errors(self) -> list[str]:
        """Every error as ``code: message``."""
        return [f"{one.code}: {one.said}" for one in self.found if one.severity == "error"]


Ask = Callable[..., Asked]


@pytest.fixture
def ask(tmp_path: Path) -> Ask:
    """Ask a query of the files in a folder: ``results.csv``, and what else a test has put there."""
    (tmp_path / "results.csv").write_text(RESULTS, encoding="utf-8")

    def asked(sql: str, reading: str = "data: results.csv") -> Asked:
        return Asked(tmp_path, sql, reading)

    return asked


def in_duckdb(path: Path, *statements: str) -> Path:
    with duckdb.connect(str(path)) as connection:
        for statement in statements:
            connection.execute(statement)
    return path


def in_sqlite(path: Path, *statements: str) -> Path:
    with closing(sqlite3.connect(path)) as connection, connection:
        for statement in statements:
            connection.execute(statement)
    return path


MADE = (
    "create table results (line text, quarter text, amount decimal(9, 2), company text)",
    "insert into results values ('Sales', '2024-Q3', 47.90, 'Example Corp')",
    "insert into results values ('Sales', '2025-Q3', 52.40, 'Example Corp'), ('Sales', '2025-Q3', 99.0, 'Other Corp')",
)  # fmt: skip

# What is read ---------------------------------------------------------------------------------------------------------


def test_a_query_of_a_text_gives_its_rows_with_every_digit(ask: Ask) -> None:
    source = ask(OWN)
    assert source.facts == EVERY
    assert source.codes == []


def test_the_place_of_a_fact_is_the_row_of_the_query_and_not_of_the_file(ask: Ask) -> None:
    source = ask(f"{OWN} and line = 'Sales' order by quarter desc")
    assert source.places == {
        "sales@2025-Q3": "brief.yaml:source 'book', row 1 of its query",
        "sales@2024-Q3": "brief.yaml:source 'book', row 2 of its query",
    }


def test_rows_that_nobody_has_put_in_order_are_put_in_one(ask: Ask, tmp_path: Path) -> None:
    before = ask(OWN)
    header, *rows = RESULTS.splitlines()
    (tmp_path / "results.csv").write_text("\n".join([header, *reversed(rows), ""]), encoding="utf-8")
    after = ask(OWN)
    assert after.places == before.places
    inputs = [fingerprint(one.loaded.brief.files).inputs for one in (before, after)]
    assert inputs[0]["query/book"] == inputs[1]["query/book"]
    assert inputs[0]["brief/results.csv"] != inputs[1]["brief/results.csv"]


def test_what_a_query_asks_to_be_told_is_bound_and_never_written_into_it(ask: Ask, tmp_path: Path) -> None:
    name = "O'Neill' or 1=1 --"
    (tmp_path / "results.csv").write_text(RESULTS.replace("Other Corp", name), encoding="utf-8")
    source = ask("select * from results where company = :entity")
    settings = (tmp_path / "brief.yaml").read_text(encoding="utf-8")
    (tmp_path / "brief.yaml").write_text(
        settings.replace("name: Example Corp", f'name: "{name}"'), encoding="utf-8"
    )
    source.loaded = reportgen.load(tmp_path)
    assert source.facts == {"sales@2025-Q3": "99 EUR mn ±1"}


def test_period_and_its_days_are_told(ask: Ask) -> None:
    source = ask(
        """
        select line, :period as quarter, amount from results  -- what ':entity' is: a comment; and no parameter
        where quarter = :period and :period_start = date '2025-07-01' and :period_end = date '2025-09-30'
          and company = :entity and '12:30' <> ':period'
        """
    )
    assert source.facts == {
        "sales@2025-Q3": EVERY["sales@2025-Q3"],
        "customers@2025-Q3": EVERY["customers@2025-Q3"],
    }


def test_a_cast_decides_how_many_decimals_a_number_has(ask: Ask) -> None:
    source = ask(
        "select line, quarter, sum(amount::decimal(18, 3)) as amount from results where company = :entity group by all"
    )
    assert source.facts["sales@2025-Q3"] == "52.4 EUR mn ±3"


LEFT = "select 'Sales' as line, :period as quarter, {} as amount from results limit 1"


def test_digits_that_arithmetic_has_left_are_found_with_what_they_probably_are(ask: Ask) -> None:
    assert ask(LEFT.format("0.1::double + 0.2::double")).errors == [
        (
            "number-format: value '0.30000000000000004' has digits that arithmetic has left; "
            "say 'decimals' of the source — did you mean '0.3'?"
        ),
    ]


def test_declared_decimals_round_what_a_query_has_calculated(ask: Ask) -> None:
    source = ask(LEFT.format("1 / 3"), "data: results.csv\ndecimals: 1")
    assert source.facts == {"sales@2025-Q3": "0.3 EUR mn ±1"}


def test_a_query_may_give_a_wide_table(ask: Ask) -> None:
    source = ask(
        """
        select line, any_value(amount) filter (quarter = '2024-Q3') as "2024-Q3",
          any_value(amount) filter (quarter = '2025-Q3') as "2025-Q3"
        from results where company = :entity group by line
        """,
        "data: results.csv\nshape: wide\nmap: {line: metric}",
    )
    assert source.facts == EVERY


def test_rows_that_a_query_gives_are_read_by_all_that_is_said_of_a_source(ask: Ask) -> None:
    reading = (
        "data: results.csv\nwhere: {company: Example Corp}\nmetrics: {Sales: customers, Customers: null}"
    )
    assert set(ask("select * from results", reading).facts) == {"customers@2024-Q3", "customers@2025-Q3"}


def test_files_of_several_kinds_are_tables_of_one_query(ask: Ask, tmp_path: Path) -> None:
    (tmp_path / "names.json").write_text(json.dumps([{"short": "S", "long": "Sales"}]), encoding="utf-8")
    with duckdb.connect() as connection:
        connection.execute(
            "create table a as select 'S' as short, '2025-Q3' as quarter, 52.40::decimal(9, 2) as amount"
        )
        connection.execute(f"copy a to '{tmp_path}/amounts.parquet'")
    source = ask(
        "select long as line, quarter, amount from amounts join names using (short)",
        "data: amounts.parquet\ntables: {names: names.json}",
    )
    assert source.facts == {"sales@2025-Q3": "52.4 EUR mn ±2"}
    inputs = fingerprint(source.loaded.brief.files)
    assert {"brief/amounts.parquet", "brief/names.json", "query/book"} < set(inputs.inputs)
    assert inputs.versions["duckdb"] == duckdb.__version__


@pytest.mark.parametrize("ending", ["csv", "csv.gz"])
def test_a_text_is_queried_as_it_is_read_without_a_query(ask: Ask, tmp_path: Path, ending: str) -> None:
    text = 'Report;;;\r\nline;quarter;amount;company\r\n"Sales";2025-Q3;52,40;Müller & Söhne\r\n'
    raw = text.encode("cp1252")
    (tmp_path / f"export.{ending}").write_bytes(gzip.compress(raw) if ending.endswith("gz") else raw)
    source = ask("select * from export where company like 'Müller%'", f"data: export.{ending}")
    assert source.facts == {"sales@2025-Q3": "52.4 EUR mn ±2"}
    assert source.message("source-read") == (
        "read with export: encoding Windows-1252; export: columns separated by semicolons; export: one line above the "
        "header passed over; decimal sign ','"
    )


def test_a_workbook_is_a_table_of_the_texts_that_its_cells_show(ask: Ask, tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.worksheets[0]
    for row in (
        ["Sheet of the controller"],
        ["line", "quarter", "amount"],
        ["Sales", "2025-Q3", 52.400000000000006],
    ):
        sheet.append(row)
    sheet["C3"].number_format = "0.00"
    book.save(tmp_path / "book.xlsx")
    assert ask("select * from book", "data: book.xlsx").facts == {"sales@2025-Q3": "52.4 EUR mn ±2"}


def test_a_database_of_duckdb_is_asked_where_it_lies(ask: Ask, tmp_path: Path) -> None:
    path = in_duckdb(tmp_path / "house.duckdb", *MADE)
    before = path.read_bytes()
    source = ask(OWN, "data: house.duckdb")
    assert source.facts == {name: fact for name, fact in EVERY.items() if name.startswith("sales")}
    assert path.read_bytes() == before


def test_a_database_of_sqlite_is_asked_without_another_library(ask: Ask, tmp_path: Path) -> None:
    path = in_sqlite(tmp_path / "house.db", *MADE)
    before = path.read_bytes()
    source = ask(
        f"{OWN} and quarter <= :period and :period_end = '2025-09-30'", "data: house.db\ndecimals: 2"
    )
    assert source.facts == {name: fact for name, fact in EVERY.items() if name.startswith("sales")}
    assert path.read_bytes() == before


def test_a_sqlite_url_leads_to_the_same(ask: Ask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = in_sqlite(tmp_path / "house.db", *MADE)
    monkeypatch.setenv("REPORTGEN_HOUSE", f"sqlite:///{path}")
    assert len(ask(OWN, "database: REPORTGEN_HOUSE\ndecimals: 2").facts) == 2
    monkeypatch.setenv("REPORTGEN_HOUSE", f"sqlite:///{path}.missing")
    assert [one.partition(":")[0] for one in ask(OWN, "database: REPORTGEN_HOUSE").errors] == [
        "no-connection"
    ]
    assert not Path(f"{path}.missing").exists()


# What is refused ------------------------------------------------------------------------------------------------------

FORBIDDEN = [
    "copy results to '{}/out.csv'",
    "attach '{}/other.duckdb'",
    "install httpfs",
    "load httpfs",
    "set enable_external_access = true",
    "create table other (line text)",
    "insert into results values ('x')",
    "delete from results",
    "pragma database_list",
    "call enable_logging()",
    "export database '{}/out'",
    "select 1; select 2",
    "select * from results; drop table results",
    "with x as (select 1) insert into results select 1",
    "select * from read_csv('{}/secret.csv')",
    "select * from read_text('{}/secret.csv')",
    "select * from glob('{}/*')",
    "select * from '{}/secret.csv'",
    "select * from read_parquet('https://example.com/x.parquet')",
    "select * from query('select * from read_text(''{}/secret.csv'')')",
    "explain select 1",
    "",
    "-- nothing",
]


@pytest.mark.parametrize("sql", FORBIDDEN)
def test_a_query_of_files_reaches_nothing_but_what_its_source_names(
    ask: Ask, tmp_path: Path, sql: str
) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "secret.csv").write_text("line,quarter,amount\nSales,2025-Q3,666.6\n", encoding="utf-8")
    source = ask(sql.format(outside) or "''")
    assert source.facts == {}
    assert len(source.errors) == 1
    assert "666.6" not in str(source.errors)
    assert [path.name for path in outside.iterdir()] == ["secret.csv"]


def test_names_of_python_are_no_tables(ask: Ask) -> None:
    frame = duckdb.sql("select 'Sales' as line, '2025-Q3' as quarter, 52.4 as amount")
    assert ask("select * from frame").errors == ["bad-query: no table 'frame'; expected 'results'"]
    assert frame is not None


def test_a_view_in_a_database_reads_no_file_either(ask: Ask, tmp_path: Path) -> None:
    in_duckdb(tmp_path / "house.duckdb", "create view results as select * from read_csv('/etc/passwd')")
    (said,) = ask("select * from results", "data: house.duckdb").errors
    assert said.startswith("forbidden-query: the query reads '/etc/passwd'")


SQLITE_FORBIDDEN = [
    "with x as (select 1) delete from results", "attach '{}/new.db' as x", "pragma writable_schema = on", "vacuum",
    "select load_extension('{}/x')", "with x as (select 1) insert into results select 1, 2, 3, 4",
    "select 1; delete from results", "select * from pragma_database_list",
]  # fmt: skip


@pytest.mark.parametrize("sql", SQLITE_FORBIDDEN)
def test_a_query_of_sqlite_only_reads(ask: Ask, tmp_path: Path, sql: str) -> None:
    before = in_sqlite(tmp_path / "house.db", *MADE).read_bytes()
    (said,) = ask(sql.format(tmp_path), "data: house.db").errors
    assert said.startswith("forbidden-query: ")
    assert (tmp_path / "house.db").read_bytes() == before
    assert not (tmp_path / "new.db").exists()


def test_a_file_of_a_query_lies_in_the_folder_of_the_brief(ask: Ask, tmp_path: Path) -> None:
    (tmp_path.parent / "outside.csv").write_text(RESULTS, encoding="utf-8")
    in_duckdb(tmp_path.parent / "outside.duckdb", *MADE)
    for reading in ("tables: {results: ../outside.csv}", "data: ../outside.duckdb"):
        source = ask(OWN, reading)
        assert [one.partition(":")[0] for one in source.errors] == ["outside-brief"]
        assert source.facts == {}


# What is wrong with a query -------------------------------------------------------------------------------------------

FAULTS = {
    "select line, quartr, amount from results": "no column 'quartr' in what the query reads — did you mean 'quarter'?",
    "select * from result": "no table 'result' — did you mean 'results'?",
    "select * from results where quarter = :peroid": "nothing is told as ':peroid' — did you mean 'period'?",
    "select * from results where quarter = $period": "the query asks for '$period'; write ':period'",
    "select *\nform results": 'syntax error at or near "results", in line 2 of the query',
    "select sum(amount) from results": "No function matches the given name and argument types "
    "'sum(VARCHAR)'; columns of text files are texts: amount::decimal(18, 2)",
}


@pytest.mark.parametrize("sql", FAULTS)
def test_a_faulty_query_is_said_with_what_was_meant(ask: Ask, sql: str) -> None:
    source = ask(sql)
    assert source.errors == [f"bad-query: {FAULTS[sql]}"]
    assert str(source.found[0].place).rpartition("/")[2] == "brief.yaml:12"


def test_a_table_of_sqlite_that_is_not_there_is_said_with_what_was_meant(ask: Ask, tmp_path: Path) -> None:
    in_sqlite(tmp_path / "house.db", *MADE)
    assert ask("select * from result", "data: house.db").errors == [
        "bad-query: no table 'result' — did you mean 'results'?"
    ]


def test_a_column_that_holds_no_numbers_any_longer_is_found_at_its_row(ask: Ask) -> None:
    made = "select 'Sales' as line, :period as quarter, {} as amount from results limit 1"
    assert ask(made.format("[52.4]")).errors == [
        "column-type: column 'amount' of the query holds a list; expected numbers, texts or days: cast it in the query"
    ]
    assert [one.partition(":")[0] for one in ask(made.format("'52.4 bn'")).errors] == ["number-format"]


def test_a_text_that_is_no_number_is_found_in_its_file(ask: Ask, tmp_path: Path) -> None:
    (tmp_path / "results.csv").write_text(f"Results\n\n{RESULTS}".replace("8140", "n/a"), encoding="utf-8")
    source = ask("select line, quarter, amount::decimal(9, 2) as amount from results")
    assert [str(one).rpartition("/results.csv")[2] for one in source.found] == [
        ":7: error[column-type]: 'n/a' in column 'amount' is no decimal, as which the query takes it"
    ]


BROKEN = {
    "Sales,2025-Q3,52.40,Example, Corp\n": "more cells than the 4 of the header; a text with a separator needs quotes",
    'Sales,2025-Q3,52.40,"Example Corp\n': "a quotation mark is opened and never closed",
}


@pytest.mark.parametrize("line", BROKEN)
def test_a_line_that_cannot_be_read_is_found_in_its_file(ask: Ask, tmp_path: Path, line: str) -> None:
    (tmp_path / "results.csv").write_text(RESULTS + line, encoding="utf-8")
    source = ask("select * from results")
    assert source.facts == {}
    assert [str(one.place).rpartition("/")[2] for one in source.found] == ["results.csv:6"]
    assert BROKEN[line] in source.found[0].said


def test_a_query_that_never_ends_is_ended(ask: Ask, tmp_path: Path) -> None:
    in_sqlite(tmp_path / "house.db", *MADE)
    endless = {
        "data: results.csv": "select count(*) as n from range(100000000000) a, range(100000) b",
        "data: house.db": "with recursive x(n) as (select 1 union all select n + 1 from x) select count(*) from x",
    }
    for reading, sql in endless.items():
        begun = time.monotonic()
        assert ask(sql, f"{reading}\nseconds: 1").errors == [
            "time-limit: the query took longer than one second; ask for less, or say 'seconds'"
        ]
        assert time.monotonic() - begun < 5


def test_a_query_that_fills_the_memory_is_ended(ask: Ask) -> None:
    assert ask("select list(range) as x from range(1000000000)").errors == [
        "memory-limit: the query needs more than 256MB of memory; ask for less"
    ]


def test_a_query_with_endless_rows_is_refused(ask: Ask) -> None:
    assert ask("select range as amount from range(10000000)").errors == [
        "file-too-large: the query gives more than 200,000 rows; choose some with 'where'"
    ]


def test_a_damaged_database_is_a_finding(ask: Ask, tmp_path: Path) -> None:
    for name in ("house.duckdb", "house.db"):
        (tmp_path / name).write_bytes(b"no database " * 1000)
        assert [one.partition(":")[0] for one in ask(OWN, f"data: {name}").errors] == ["damaged-file"]


def test_a_database_that_is_being_written_is_a_finding(ask: Ask, tmp_path: Path) -> None:
    path = in_duckdb(tmp_path / "house.duckdb", *MADE)
    holder = (
        "import sys, duckdb; held = duckdb.connect(sys.argv[1]); print('held', flush=True); sys.stdin.read()"
    )
    with subprocess.Popen(
        [sys.executable, "-c", holder, str(path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as other:
        assert other.stdout
        assert other.stdout.readline() == b"held\n"
        assert ask(OWN, "data: house.duckdb").errors == [
            "unreadable-file: another program has the database open to write; close it there"
        ]
        other.communicate()


def test_a_database_needs_a_query(ask: Ask, tmp_path: Path) -> None:
    in_duckdb(tmp_path / "house.duckdb", *MADE)
    ask(OWN)
    text = (tmp_path / "brief.yaml").read_text(encoding="utf-8")
    without = text[: text.index("    sql:")].replace("results.csv", "house.duckdb")
    (tmp_path / "brief.yaml").write_text(without, encoding="utf-8")
    found = [f"{one.code}: {one.said}" for one in reportgen.load(tmp_path).findings.in_order()]
    assert found == ["no-table: a database has many tables; say in 'sql' what is asked of it"]


SETTINGS_WRONG = {
    "note: nobody": "'sql' asks nobody; name files in 'data' or 'tables', or in 'database' the variable with the URL "
    "of one",
    "data: results.csv\ndatabase: REPORTGEN_X": "a query goes to the files in 'data' and 'tables', or to a 'database'; "
    "not to both",
}


@pytest.mark.parametrize("reading", SETTINGS_WRONG)
def test_whom_a_query_asks_is_said_once(ask: Ask, reading: str) -> None:
    assert ask(OWN, reading).errors == [f"bad-setting: 'book' in 'sources': {SETTINGS_WRONG[reading]}"]


def test_without_duckdb_a_finding_says_what_to_install(ask: Ask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "duckdb", None)
    assert ask(OWN).errors == [
        "missing-library: duckdb is not installed, which reads such files; run: pip install 'reportgen[sql]'"
    ]


# The text of a query --------------------------------------------------------------------------------------------------


@given(
    st.lists(
        st.sampled_from(["'", '"', "--", "/*", "*/", ";", ":period", "::", "\n", "a", " ", "$$", "(", "\\"])
    )
)
def test_the_pieces_of_a_query_are_the_whole_of_it(parts: list[str]) -> None:
    text = "".join(parts)
    assert "".join(piece for _, piece in Query(text).pieces()) == text


@given(st.text(alphabet="ab;:'\"-/*\n p"), st.text(alphabet="ab;:p \n"))
def test_what_stands_in_quotes_or_comments_asks_for_nothing_and_ends_nothing(
    quoted: str, comment: str
) -> None:
    inside = quoted.replace("'", "''")
    query = Query(f"select '{inside}' /*{comment}*/ , :period")
    assert query.asks_for == ("period",)
    assert query.written(lambda name: f"<{name}>") == f"select '{inside}' /*{comment}*/ , <period>"
