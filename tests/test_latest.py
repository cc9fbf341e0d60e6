"""A brief about the latest period: new facts make the next edition without an edit, and the old words follow."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import reportgen
from reportgen import cli
from reportgen.errors import UsageError

SETTINGS = """\
title: "Sales {{ sales.yoy | moved }} in {{ period }}"
entity: {name: Example Corp}
period: latest
date: latest
sources: {r: {title: Report, date: 2025-11-20}}
"""
FACTS = """\
metric,entity,period,scenario,value,unit,source
sales,,2024-Q3,,4.25,USD mn,r
sales,,2025-Q3,,5.25,USD mn,r
sales,,2025-Q4,budget,6.00,USD mn,r
sales,Rival,2025-Q4,,9.75,USD mn,r
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    brief = tmp_path / "data" / "sales"
    brief.mkdir(parents=True)
    (brief / "brief.yaml").write_text(SETTINGS, encoding="utf-8")
    (brief / "facts.csv").write_text(FACTS, encoding="utf-8")
    (brief / "narrative.md").write_text("## Sales\n\nSales were {{ sales }}.\n", encoding="utf-8")
    return brief


def period_of(folder: Path, period: str = "") -> str:
    return str(reportgen.load(folder, period=period).brief.period)


def add(folder: Path, *rows: str) -> None:
    with (folder / "facts.csv").open("a", encoding="utf-8") as file:
        file.writelines(f"{row}\n" for row in rows)


def test_what_happened_tells_the_period_and_not_what_is_planned_or_another_entity(folder: Path) -> None:
    brief = reportgen.load(folder).brief
    assert str(brief.period) == "2025-Q3"
    assert str(brief.settings.date) == "2026-01-01", "the rival's fourth quarter has ended"


def test_new_facts_make_the_next_edition_without_an_edit(folder: Path) -> None:
    project = folder.parents[1]
    assert cli.main(["build", "--project", str(project)]) == 0
    add(folder, "sales,,2024-Q4,,4.75,USD mn,r", "sales,,2025-Q4,,5.75,USD mn,r")
    assert cli.main(["build", "--project", str(project)]) == 0
    manifest = json.loads((project / "output" / "sales" / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["period"] == "2025-Q4"
    assert manifest["date"] == "2026-01-01"
    page = (project / "output" / "sales" / "brief.html").read_text(encoding="utf-8")
    assert "5.75" in page
    assert "fourth quarter of 2025" in page


@pytest.mark.parametrize(
    ("rows", "asked", "expected"),
    [
        (("sales,,2025-09,,1.75,USD mn,r",), "latest", "2025-Q3"),  # more is known of the quarter
        (("sales,,2025-09,,1.75,USD mn,r",), "latest month", "2025-09"),
        (("sales,,2025,,21,USD mn,r",), "latest", "2025"),
        (("sales,,2025,,21,USD mn,r",), "latest quarter", "2025-Q3"),
        ((), "2024-Q3", "2024-Q3"),
    ],
)
def test_the_length_of_the_period_can_be_said(
    folder: Path, rows: tuple[str, ...], asked: str, expected: str
) -> None:
    add(folder, "costs,,2025-Q3,,1.50,USD mn,r", *rows)
    assert period_of(folder, asked) == expected


def test_the_date_is_that_of_the_latest_source_where_no_period_ends_later(folder: Path) -> None:
    rows = [row for row in FACTS.splitlines() if "Rival" not in row]
    (folder / "facts.csv").write_text("\n".join(rows) + "\n", encoding="utf-8")
    assert str(reportgen.load(folder).brief.settings.date) == "2025-11-20"


def test_a_call_may_ask_for_another_period(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    project = str(folder.parents[1])
    assert cli.main(["check", "--project", project, "--period", "2025-Q5"]) == 2
    assert "--period: period '2025-Q5'; expected" in capsys.readouterr().err
    with pytest.raises(UsageError, match="--period"):
        reportgen.load(folder, period="soon")


def test_without_a_fact_there_is_no_latest_and_one_finding_says_so(folder: Path) -> None:
    (folder / "facts.csv").write_text("\n".join(FACTS.splitlines()[::3]) + "\n", encoding="utf-8")
    findings = reportgen.load(folder).plan().findings
    assert [one.code for one in findings] == ["bad-period"]
    assert "no fact says what happened in any period" in findings[0].message
