"""The page on sources is true: its workbook is made as it stands there, its brief is built, its snippets are read."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

import reportgen
from reportgen import cli
from reportgen.facts.reference import fact_of
from reportgen.source_settings import SourceDocument
from reportgen.sources.kinds import KINDS
from tests.make_tables import sheet_of_the_page
from tests.test_docs import ROOT, blocks, merged

PAGE = ROOT / "docs" / "sources.md"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The brief of the page, whole."""
    for block in blocks(PAGE):
        if block.whole:
            (tmp_path / block.file).write_text(block.text, encoding="utf-8")
    sheet_of_the_page(tmp_path / "results.xlsx")
    return tmp_path


def test_the_workbook_of_the_page_becomes_a_brief_and_a_refreshed_one(folder: Path) -> None:
    loaded = reportgen.load(folder)
    planned = loaded.plan()
    (told,) = planned.findings
    assert str(told).rpartition("/")[2] == (
        "results.xlsx: note[source-read]: read with one line above the header passed over; one line below the table "
        "passed over; unit 'EUR mn' for all that say none"
    )
    assert str(fact_of(loaded.book.evaluate("margin")).quantity) == "12 percent"
    assert fact_of(loaded.book.evaluate("sales")).origin.anchor == "Income!D3"  # type: ignore[union-attr]
    sheet_of_the_page(folder / "results.xlsx", sales="45.0")
    assert str(fact_of(reportgen.load(folder).book.evaluate("sales")).quantity) == "45 EUR mn"


def test_every_snippet_of_the_page_is_read(folder: Path) -> None:
    settings = yaml.load((folder / "brief.yaml").read_text(encoding="utf-8"), yaml.BaseLoader)  # noqa: S506
    for block in blocks(PAGE):
        if block.file == "brief.yaml" and not block.whole:
            settings = merged(settings, yaml.load(block.text, yaml.BaseLoader))  # noqa: S506
        elif block.file and not block.whole:
            (folder / block.file).write_text(block.text, encoding="utf-8")
    (folder / "brief.yaml").write_text(yaml.safe_dump(settings, sort_keys=False), encoding="utf-8")
    metrics = "orders: {label: Orders}\nvisits: {label: Visits}\nchurn: {label: Churn, kind: share}\n"
    metrics += "takings: {label: Takings}\n"
    with (folder / "metrics.yaml").open("a", encoding="utf-8") as file:
        file.write(metrics)
    loaded = reportgen.load(folder)
    assert [one.severity for one in loaded.findings.in_order() if one.severity != "note"] == []
    found = {fact.id: str(fact.quantity) for fact in loaded.book.stated}
    assert found["orders@2025-Q3"] == "1129 EUR k"
    assert found["visits@2025-09"] == "318.5 visits k"
    assert found["churn@2025-09"] == "1.2 percent"
    assert found["takings@2025-Q3"] == "18.6 EUR mn"


def test_the_python_of_the_page_runs(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (block,) = blocks(PAGE, "python")
    names: dict[str, Any] = {}
    monkeypatch.chdir(folder.parent)
    exec(compile(block.text.replace("my-brief", folder.name), "sources.md", "exec"), names)  # noqa: S102 - it is ours
    assert str(fact_of(names["brief"].book.evaluate("sales")).quantity) == "52.4 EUR mn"


def test_the_page_names_every_setting_and_every_ending() -> None:
    page = PAGE.read_text(encoding="utf-8")
    of_documents = {"title", "publisher", "date", "url", "note"}
    assert [name for name in SourceDocument.model_fields if f"`{name}`" not in page and f"`{name}:`" not in page
            and name not in of_documents] == []  # fmt: skip
    assert [ending for ending in KINDS if f"`{ending}`" not in page] == []


def test_what_a_first_brief_of_the_workbook_tells_is_what_the_page_says(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1763600000")
    sheet_of_the_page(tmp_path / "results.xlsx")
    assert cli.main(["new", str(tmp_path / "brief"), "--from", str(tmp_path / "results.xlsx")]) == 0
    (shown,) = blocks(PAGE, "text")
    assert shown.text.splitlines() == capsys.readouterr().err.splitlines()[:-1]
    assert not [one for one in reportgen.load(tmp_path / "brief").check() if one.severity != "note"]
