"""New facts make the next edition without an edit, and whatever was written for the old one is told."""

from __future__ import annotations

from pathlib import Path

import pytest

import reportgen
from reportgen.cli import main
from reportgen.document.stale import stale
from reportgen.findings import Finding

SETTINGS = """\
# our brief
title: Sales {{ sales.yoy | moved }}
entity: {name: Example Corp}
period: 2025-Q3  # moved each quarter
written_for: 2025-Q3
date: 2025-11-25
names: [Web 2.0, 20 May]
sources:
  q3: {title: The third quarter, date: 2025-11-01}
  house: {title: What the house says}
"""
FACTS = """\
metric,period,value,unit,source
sales,2024-Q3,4.25,USD mn,q3
sales,2024-Q4,4.50,USD mn,house
sales,2025-Q3,5.25,USD mn,q3
orders,2025-Q3,12,USD mn,q3
"""
NEXT = "sales,2025-Q4,6.25,USD mn,house\n"
NARRATIVE = """\
## Sales

Sales were {{ sales }}. {{ cite("q3", "p. 2") }} {{ cite("house") }}
Every segment grew. {{ literal("H20") }}

::: quote Ann Example, chief executive
We sold more than ever.
:::

::: callout What to watch
The fair in May.
:::

::: callout Why
It was warm.
:::
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    brief = tmp_path / "data" / "sales"
    brief.mkdir(parents=True)
    (brief / "brief.yaml").write_text(SETTINGS, encoding="utf-8")
    (brief / "facts.csv").write_text(FACTS, encoding="utf-8")
    (brief / "narrative.md").write_text(NARRATIVE, encoding="utf-8")
    return brief


def setting(folder: Path, old: str, new: str) -> None:
    path = folder / "brief.yaml"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def add(folder: Path, row: str) -> None:
    with (folder / "facts.csv").open("a", encoding="utf-8") as facts:
        facts.write(row)


def told(folder: Path, period: str = "") -> tuple[Finding, ...]:
    return tuple(stale(reportgen.load(folder, period=period).book))


def period_of(folder: Path, period: str = "") -> str:
    return str(reportgen.load(folder, period=period).brief.period)


def test_nothing_is_stale_in_the_period_for_which_it_was_written(folder: Path) -> None:
    assert not told(folder)


def test_once_the_period_moves_all_that_may_be_stale_is_told_where_it_stands(folder: Path) -> None:
    add(folder, NEXT)
    found = {(one.place.path.name, one.place.line, one.code) for one in told(folder, "2025-Q4")}
    assert found == {
        ("narrative.md", 3, "stale-citation"),  # of q3; the house has told of the fourth quarter too
        ("narrative.md", 4, "stale-text"),
        ("narrative.md", 6, "stale-text"),
        ("narrative.md", 10, "stale-text"),
        ("brief.yaml", 7, "stale-text"),  # 20 May, not Web 2.0
    }
    assert len([one for one in told(folder, "2025-Q4") if one.place.line == 4]) == 2, "claim and literal"
    setting(folder, "written_for: 2025-Q3", "written_for: 2025-Q4")
    assert not told(folder, "2025-Q4")


def test_a_source_that_came_out_after_the_period_is_not_stale(folder: Path) -> None:
    setting(folder, "date: 2025-11-01", "date: 2026-01-20")
    assert not [one for one in told(folder, "2025-Q4") if "'q3'" in one.message]


def test_the_latest_period_is_that_of_the_last_facts(folder: Path) -> None:
    setting(folder, "period: 2025-Q3", "period: latest")
    assert period_of(folder) == "2025-Q3"
    add(folder, NEXT)
    assert period_of(folder) == "2025-Q4"
    add(folder, "sales,2025,20.5,USD mn,house\nsales,2026-Q1,7,USD mn,house\n")
    assert period_of(folder) == "2026-Q1"
    assert period_of(folder, "latest year") == "2025"
    assert period_of(folder, "2024-Q4") == "2024-Q4"


def test_plans_and_other_companies_do_not_make_a_period_the_latest(folder: Path) -> None:
    table = "metric,entity,period,scenario,value,unit\n"
    rows = "sales,Other Corp,2026-Q1,,9,USD mn\nsales,,2026-Q2,plan,9,USD mn\n"
    (folder / "facts-more.csv").write_text(table + rows, encoding="utf-8")
    assert period_of(folder, "latest") == "2025-Q3"


def test_without_a_fact_of_such_a_period_it_says_so(folder: Path) -> None:
    loaded = reportgen.load(folder, period="latest month")
    assert [one.code for one in loaded.findings if one.severity == "error"][:1] == ["no-latest-period"]


def test_a_brief_of_the_latest_period_is_asked_for_which_one_it_was_written(folder: Path) -> None:
    setting(folder, "period: 2025-Q3  # moved each quarter\nwritten_for: 2025-Q3\n", "period: latest\n")
    (finding,) = told(folder)
    assert (finding.code, finding.severity, finding.place.line) == ("stale-text", "warning", 4)
    assert "written_for: 2025-Q3" in finding.message


@pytest.mark.parametrize("wrong", ["lately", "latest fortnight", "2025-Q5"])
def test_a_period_that_is_none_is_a_finding(wrong: str, folder: Path) -> None:
    assert "bad" in " ".join(one.code for one in reportgen.load(folder, period=wrong).findings)


def test_next_moves_the_period_and_loses_no_letter_of_the_rest(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = (folder / "brief.yaml").read_text(encoding="utf-8")
    assert main(["next", str(folder)]) == 0
    after = (folder / "brief.yaml").read_text(encoding="utf-8")
    stub = "  q3_2025_q4:\n    title: 'TBD: for 2025-Q4, what q3 is for 2025-Q3: The third quarter'\n"
    assert after == before.replace("period: 2025-Q3", "period: 2025-Q4") + stub
    printed = capsys.readouterr()
    assert "missing: sales,Example Corp,2025-Q4" in printed.out
    assert "missing: orders,Example Corp,2025-Q4" in printed.out
    assert "q3_2025_q4" in printed.err
    found = reportgen.load(folder).plan().findings
    assert {"placeholder", "stale-text", "stale-citation"} <= {one.code for one in found}


LAST = {
    "    note: |\n      a long\n      note\n": "a long\nnote\n",
    "    note: a note # with a comment\n": "a note",
    "    note: no end": "no end",
}


@pytest.mark.parametrize("last", LAST)
def test_next_puts_stubs_behind_whatever_ends_the_sources(last: str, folder: Path) -> None:
    setting(folder, "written_for: 2025-Q3\n", "")
    path = folder / "brief.yaml"
    text = path.read_text(encoding="utf-8").replace("title: What the house says}", "title: The house}")
    text = text.replace("house: {title: The house}\n", "house:\n    title: The house\n" + last)
    path.write_text(text, encoding="utf-8")
    assert main(["next", str(folder)]) == 0
    after = path.read_text(encoding="utf-8")
    assert after.startswith(text.replace("period: 2025-Q3", "written_for: 2025-Q3\nperiod: 2025-Q4"))
    brief = reportgen.load(folder).brief
    assert str(brief.period) == "2025-Q4"
    assert brief.settings.sources["q3_2025_q4"].title.startswith("TBD")
    assert brief.settings.sources["house"].note == LAST[last]


def test_next_called_twice_passes_no_period_over(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["next", str(folder)]) == 0
    before = (folder / "brief.yaml").read_bytes()
    assert main(["next", str(folder)]) == 2
    assert "there is no fact of 2025-Q4 yet" in capsys.readouterr().err
    assert (folder / "brief.yaml").read_bytes() == before


def test_next_ends_its_lines_as_the_file_does(folder: Path) -> None:
    (folder / "brief.yaml").write_bytes(SETTINGS.encode().replace(b"\n", b"\r\n"))
    assert main(["next", str(folder)]) == 0
    written = (folder / "brief.yaml").read_bytes()
    assert written.count(b"\n") == written.count(b"\r\n") > SETTINGS.count("\n")


def test_next_leaves_what_has_errors_alone(folder: Path) -> None:
    add(folder, "sales,2025-Q9,1,USD mn,q3\n")
    before = (folder / "brief.yaml").read_bytes()
    assert main(["next", str(folder)]) == 1
    assert (folder / "brief.yaml").read_bytes() == before


def test_next_of_what_follows_its_facts_moves_no_period(folder: Path) -> None:
    setting(folder, "period: 2025-Q3 ", "period: latest ")
    assert main(["next", str(folder)]) == 0
    assert "period: latest " in (folder / "brief.yaml").read_text(encoding="utf-8")


def test_the_latest_date_is_the_day_on_which_the_facts_of_the_period_came_out(folder: Path) -> None:
    setting(folder, "date: 2025-11-25", "date: latest")
    assert str(reportgen.load(folder).brief.settings.date) == "2025-11-01"
    add(folder, NEXT)
    assert str(reportgen.load(folder, period="latest").brief.settings.date) == "2026-01-01", "no day is said"
