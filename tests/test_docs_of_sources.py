"""The page on sources is true: its workbook is made as it stands there, its brief is built, its snippets are read."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from openpyxl import Workbook

import reportgen
from reportgen.facts.reference import fact_of
from reportgen.source_settings import SourceDocument
from reportgen.sources.kinds import KINDS
from tests.test_docs import ROOT, blocks, merged

PAGE = ROOT / "docs" / "sources.md"


def cell(text: str) -> tuple[Any, str]:
    """What a cell of the page's table holds, and its format."""
    if re.fullmatch(r"\d{4}-\d\d-\d\d", text):
        return dt.date.fromisoformat(text), "dd/mm/yyyy"
    if re.fullmatch(r"[\d.]+%", text):
        return float(text[:-1]) / 100, "0.0%"
    if re.fullmatch(r"[\d,]+", text):
        return int(text.replace(",", "")), "#,##0"
    return (float(text), "0.0") if re.fullmatch(r"\d+\.\d", text) else (text or None, "General")


def workbook(path: Path, sales: str = "52.4") -> None:
    """The sheet that the page shows."""
    table = re.search(r"(?:^\|.*\n)+", PAGE.read_text(encoding="utf-8"), re.MULTILINE)
    assert table
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = "Income"
    lines = [line for line in table[0].replace("52.4", sales).splitlines() if not line.startswith("|---")]
    for row, line in enumerate(lines, 1):
        for column, text in enumerate(line.strip("|").split("|"), 1):
            value, code = cell(text.strip())
            sheet.cell(row, column, value).number_format = code
    book.save(path)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The brief of the page, whole."""
    for block in blocks(PAGE):
        if block.whole:
            (tmp_path / block.file).write_text(block.text, encoding="utf-8")
    workbook(tmp_path / "results.xlsx")
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
    workbook(folder / "results.xlsx", sales="45.0")
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
