"""Facts go out as tables, records and Data Packages, and what went out can be read as facts again."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from click.testing import CliRunner

import reportgen
from reportgen.cli import cli
from reportgen.delivery.facts import WRITERS

ROOT = Path(__file__).parents[1]
SAMPLE = ROOT / "data" / "alibaba-fy2026-q2"
PROFILES = Path(__file__).parent / "datapackage_profiles"
SETTINGS = """\
title: A brief
entity: {name: Example Corp}
period: 2025-Q3
date: 2025-11-03
currency: {code: EUR, short: €, word: euros}
sources:
"""
BOOK = """\
  book: {title: The book, publisher: Example Corp, url: https://example.com/book}
  filing: {title: A filing}
"""
FACTS = """\
metric,period,value,unit,low,high,bound,source,note,as_of
sales,2025-Q3,52.40,EUR mn,,,,book,=1+1,
sales,2024-Q3,47.90,EUR mn,,,about,filing,,2024-12-31
sales,2025-Q4,,EUR mn,50,55,,book,,
margin,2025-Q3,12.0,percent,,,,book,"a ""quoted"" note",
"""
METRICS = "sales: {label: Sales}\nmargin: {label: EBIT margin, kind: margin}\n"


def small(folder: Path) -> Path:
    folder.mkdir()
    (folder / "brief.yaml").write_text(SETTINGS + BOOK, encoding="utf-8")
    (folder / "metrics.yaml").write_text(METRICS, encoding="utf-8")
    (folder / "facts.csv").write_text(FACTS, encoding="utf-8")
    return folder


def run(*arguments: object) -> tuple[int, str]:
    result = CliRunner().invoke(cli, ["facts", *map(str, arguments)], standalone_mode=False)
    return (2 if result.exception else result.return_value), f"{result.output}{result.exception or ''}"


def told(folder: Path) -> dict[str, tuple[str, ...]]:
    """Every fact of a brief, with all that is said of it but where it stands."""
    loaded = reportgen.load(folder)
    assert [str(one) for one in loaded.findings if one.severity != "note"] == []
    return {
        fact.id: (str(fact.quantity), str(fact.quantity.decimals), fact.note, str(fact.as_of), fact.origin.source.title)  # type: ignore[union-attr]
        for fact in loaded.book.stated
    }  # fmt: skip


@pytest.mark.parametrize("form", ["csv", "json"])
def test_a_table_and_records_are_facts_of_a_brief_again(tmp_path: Path, form: str) -> None:
    first = small(tmp_path / "first")
    code, _ = run(first, "--as", form, "--to", tmp_path / "out")
    assert code == 0
    other = small(tmp_path / "other")
    (other / "facts.csv").unlink()
    (tmp_path / "out" / f"facts.{form}").rename(other / f"facts.{form}")
    assert told(other) == told(first)


def test_a_data_package_is_sources_of_a_brief_again(tmp_path: Path) -> None:
    first, other = small(tmp_path / "first"), tmp_path / "other"
    code, _ = run(first, "--as", "datapackage", "--to", other)
    assert code == 0
    (other / "metrics.yaml").write_text(METRICS, encoding="utf-8")
    resources = "".join(f"  {one}: {{data: datapackage.json#{one}}}\n" for one in ("book", "filing"))
    (other / "brief.yaml").write_text(SETTINGS + resources, encoding="utf-8")
    assert told(other) == told(first)
    source = reportgen.load(other).brief.sources["book"]
    assert (source.title, source.publisher, source.url) == (
        "The book",
        "Example Corp",
        "https://example.com/book",
    )


def test_a_report_of_xbrl_json_is_a_source_of_a_brief_again(tmp_path: Path) -> None:
    first, other = small(tmp_path / "first"), small(tmp_path / "other")
    assert run(first, "--as", "xbrl-json", "--to", tmp_path / "out")[0] == 0
    (other / "facts.csv").unlink()
    (tmp_path / "out" / "facts.xbrl.json").rename(other / "report.json")
    settings = f"{SETTINGS}  report: {{title: The report, data: report.json}}\n"
    (other / "brief.yaml").write_text(settings, encoding="utf-8")
    loaded = reportgen.load(other)
    assert {fact.id: str(fact.quantity.interval) for fact in loaded.book.stated} == {
        fact.id: str(fact.quantity.interval) for fact in reportgen.load(first).book.stated
    }


@pytest.mark.parametrize("version", ["1.0", "2.0"])
@pytest.mark.parametrize(
    "folder", [SAMPLE, *sorted((ROOT / "tests" / "briefs").iterdir())], ids=lambda one: one.name
)
def test_a_descriptor_is_one_by_the_published_schemas(folder: Path, version: str) -> None:
    schema = json.loads((PROFILES / f"datapackage-{version}.json").read_text(encoding="utf-8"))
    files = WRITERS["datapackage"](reportgen.load(folder).book)
    descriptor: dict[str, Any] = json.loads(files["datapackage.json"])
    jsonschema.Draft7Validator(schema).validate(descriptor)
    assert {one["path"] for one in descriptor["resources"]} == files.keys() - {"datapackage.json"}


def test_facts_are_written_all_or_not_at_all(tmp_path: Path) -> None:
    brief = small(tmp_path / "brief")
    (brief / "facts.csv").write_text(FACTS + "sales,2023-Q3,abc,EUR mn,,,,,,\n", encoding="utf-8")
    code, said = run(brief, "--as", "datapackage", "--to", tmp_path / "out")
    assert (code, (tmp_path / "out").exists()) == (1, False)
    assert "facts.csv:6: error" in said


def test_facts_are_not_written_over_those_of_a_brief(tmp_path: Path) -> None:
    brief = small(tmp_path / "brief")
    code, said = run(brief, "--as", "csv", "--to", brief)
    assert code == 2
    assert "name another folder" in said
    assert (brief / "facts.csv").read_text(encoding="utf-8") == FACTS


@pytest.mark.parametrize("form", ["csv", "datapackage"])
def test_facts_are_not_written_over_a_file_that_the_brief_is_made_from_wherever_that_lies(
    tmp_path: Path, form: str
) -> None:
    brief = small(tmp_path / "brief")
    (brief / "tables").mkdir()
    table = {"csv": "facts.csv", "datapackage": "book.csv"}[form]
    (brief / "facts.csv").rename(brief / "tables" / table)
    (brief / "tables" / table).write_text(FACTS.replace("filing", "book"), encoding="utf-8")
    (brief / "brief.yaml").write_text(
        f"{SETTINGS}  book: {{title: The book, data: tables/{table}}}\n", encoding="utf-8"
    )
    (tmp_path / "link").symlink_to(brief / "tables")
    before = (brief / "tables" / table).read_bytes()
    for place in (brief / "tables", tmp_path / "link"):
        code, said = run(brief, "--as", form, "--to", place)
        assert (code, (brief / "tables" / table).read_bytes()) == (2, before)
        assert "is what the brief is made from; name another folder" in said


def test_facts_are_not_written_over_those_of_an_edition(tmp_path: Path) -> None:
    (tmp_path / "edition").mkdir()
    (tmp_path / "edition" / "manifest.json").write_text('{"reportgen": "0.1.0", "outputs": {}}')
    code, said = run(small(tmp_path / "brief"), "--as", "csv", "--to", tmp_path / "edition")
    assert (code, "holds an edition" in said) == (2, True)


def test_a_form_that_nobody_writes_is_a_mistake_in_the_call(tmp_path: Path) -> None:
    code, said = run(small(tmp_path / "brief"), "--as", "xml")
    assert code == 2
    assert "expected one of csv, json, datapackage, xbrl-json" in said


def test_what_a_spreadsheet_would_run_is_kept_from_it_in_tables(tmp_path: Path) -> None:
    book = reportgen.load(small(tmp_path / "brief")).book
    for form in ("csv", "datapackage"):
        text = b"".join(WRITERS[form](book).values()).decode()
        assert "'=1+1" in text
        assert ",=1+1" not in text
