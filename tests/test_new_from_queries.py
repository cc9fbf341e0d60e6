"""A first brief of what a query gives: of files by DuckDB, of a real PostgreSQL; clean, and with the query in it."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest
import yaml

from reportgen import cli
from tests.postgresql import Server

QUERY = "select line as metric, quarter as period, amount as value\nfrom results\nwhere company = :entity\n"
ENTITY = ("--entity", "Example Corp", "--unit", "EUR mn")


@pytest.fixture(autouse=True)
def _dated(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1763596800")  # 20 November 2025


def sources(folder: Path) -> dict[str, dict[str, str]]:
    return dict(yaml.safe_load((folder / "brief.yaml").read_text(encoding="utf-8"))["sources"])


@pytest.mark.referee
def test_a_first_brief_of_a_query_of_postgresql_is_clean_and_holds_no_secret(
    tmp_path: Path, postgresql: Server, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("REPORTGEN_WAREHOUSE", postgresql.url())
    query, folder = tmp_path / "results.sql", tmp_path / "brief"
    query.write_text(QUERY, encoding="utf-8")
    call = ["new", str(folder), "--from", str(query), "--database", "REPORTGEN_WAREHOUSE", *ENTITY]
    assert cli.main(call) == 0, capsys.readouterr()
    assert cli.main(["check", "--strict", str(folder)]) == 0, capsys.readouterr()
    source = sources(folder)["results"]
    assert (source["sql"], source["database"]) == (QUERY.strip(), "REPORTGEN_WAREHOUSE")
    held = "".join(path.read_text(encoding="utf-8") for path in folder.rglob("*") if path.is_file())
    assert postgresql.url() not in held + "".join(capsys.readouterr())


def test_a_first_brief_of_a_query_of_a_file_is_clean(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    table, folder = tmp_path / "book.duckdb", tmp_path / "brief"
    with duckdb.connect(str(table)) as connection:
        connection.execute(
            "create table results (line text, quarter text, amount decimal(9, 1), company text)"
        )
        connection.execute("insert into results values ('Sales', '2024-Q3', 47.9, 'Example Corp'), "
                           "('Sales', '2025-Q3', 52.4, 'Example Corp'), ('Sales', '2025-Q3', 9, 'Other')")  # fmt: skip
    assert cli.main(["new", str(folder), "--from", str(table), "--query", QUERY, *ENTITY]) == 0, (
        capsys.readouterr()
    )
    assert cli.main(["check", "--strict", str(folder)]) == 0, capsys.readouterr()
    assert sources(folder)["book"]["data"] == "book.duckdb"


def test_what_a_query_asks_for_and_nobody_says_is_missing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    call = ["new", str(tmp_path / "brief"), "--query", QUERY, "--database", "REPORTGEN_WAREHOUSE"]
    assert cli.main(call) == 1
    assert "missing: --entity, which the query asks for" in capsys.readouterr().err
    assert not (tmp_path / "brief").exists()


@pytest.mark.parametrize(
    "call", [("--database", "REPORTGEN_WAREHOUSE"), ("--query", "select 1"), ("--from", "a.sql")]
)
def test_a_query_needs_somebody_who_is_asked_and_the_reverse(tmp_path: Path, call: tuple[str, ...]) -> None:
    assert cli.main(["new", str(tmp_path / "brief"), *call]) == 2
