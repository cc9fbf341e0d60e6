"""``reportgen refresh`` publishes what has changed and touches nothing else, and says so in every form."""

from __future__ import annotations

import json
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from reportgen import crew
from reportgen.cli import main
from reportgen.findings import Finding, Place
from reportgen.outcome import Outcome
from reportgen.reports import annotated, junit_report, quality, summary
from reportgen.worker import Here

SETTINGS = """\
title: Sales {{ sales.yoy | moved }}
entity: {name: Example Corp}
period: latest
written_for: 2025-Q3
date: latest
"""
FACTS = "metric,period,value,unit\nsales,2024-Q3,4.25,USD mn\nsales,2025-Q3,5.25,USD mn\n"


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(crew, "Worker", lambda _limits, **_: Here())
    for name in ("north", "south"):
        folder = tmp_path / "data" / name
        folder.mkdir(parents=True)
        (folder / "brief.yaml").write_text(SETTINGS, encoding="utf-8")
        (folder / "facts.csv").write_text(FACTS, encoding="utf-8")
        (folder / "narrative.md").write_text("## Sales\n\nSales were {{ sales }}.\n", encoding="utf-8")
    return tmp_path


def times(folder: Path) -> dict[str, int]:
    return {str(path): path.stat().st_mtime_ns for path in folder.rglob("*")}


def refreshed(capsys: pytest.CaptureFixture[str], *options: str, code: int = 0) -> list[str]:
    assert main(["refresh", "--to", "public", *options]) == code
    return capsys.readouterr().out.splitlines()


def test_a_year_of_refreshes(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert refreshed(capsys)[-2:] == ["north: first", "south: first"]
    before = times(project)
    told = refreshed(capsys)
    assert [line for line in told if ": " in line] == ["north: unchanged", "south: unchanged"]
    assert times(project) == before, "nothing is written where nothing has changed"

    with (project / "data/north/facts.csv").open("a", encoding="utf-8") as facts:
        facts.write("sales,2025-Q4,6.25,USD mn\n")
    told = refreshed(capsys)
    assert "north: next (by brief/facts.csv)" in told
    assert "south: unchanged" in told
    after = times(project / "public")
    assert {path for path in after if after[path] != before.get(path)} & {
        str(project / "public/north/2025-Q4/brief.html"), str(project / "public/index.html"),
    }  # fmt: skip
    assert (
        after[str(project / "public/south/2025-Q3/brief.html")]
        == before[str(project / "public/south/2025-Q3/brief.html")]
    )

    (project / "data/south/facts.csv").write_text("metric,period\n", encoding="utf-8")
    answer = json.loads("\n".join(refreshed(capsys, "--json", code=1)))
    assert [(one["brief"], one["edition"]) for one in answer["briefs"]] == [
        ("north", "unchanged"), ("south", "not issued"),
    ]  # fmt: skip
    assert answer["published"] == []
    assert times(project / "public") == after, "what was published of it still stands"


FOUND = Finding("error", "unknown-unit", "unit 'CNY bln', 100%", Place(Path("data/q3/facts.csv"), 14, 3))
NOTE = Finding("note", "typed-claim", "a\nclaim <b> | \x1b[1m", Place(Path("data/a,b/narrative.md"), 2))
OUTCOMES = (
    Outcome(Path("data/q3"), good=False, findings=(FOUND, NOTE)),
    Outcome(Path("data/q4"), good=True),
    Outcome(Path("data/q5"), good=False, problem="no room", failure="here"),
)


def test_findings_are_annotations_at_their_lines() -> None:
    assert list(annotated(OUTCOMES)) == [
        "::error file=data/q3/facts.csv,line=14,col=3,title=unknown-unit::unit 'CNY bln', 100%25",
        "::notice file=data/a%2Cb/narrative.md,line=2,title=typed-claim::a<U+000A>claim <b> | <U+001B>[1m",
        "::error title=q5::no room",
    ]


def test_the_summary_of_a_step_is_a_table_of_briefs() -> None:
    text = summary(OUTCOMES, ["q3: not issued", "q4: unchanged", "q5: not issued"])
    assert "| q3 | not issued | 1 error, 1 note |" in text
    assert "| q4 | unchanged | no findings |" in text
    assert "&lt;b>" in text
    assert "\x1b" not in text


def test_code_quality_has_what_gitlab_asks_for_and_keeps_its_fingerprint_when_lines_move() -> None:
    first, _ = quality(OUTCOMES)
    assert first["location"] == {"path": "data/q3/facts.csv", "lines": {"begin": 14}}
    assert (first["severity"], first["check_name"]) == ("critical", "unknown-unit")
    moved = Finding("error", "unknown-unit", "unit 'CNY bln', 100%", Place(Path("data/q3/facts.csv"), 15, 3))
    (again,) = quality([Outcome(Path("data/q3"), good=False, findings=(moved,))])
    assert again["fingerprint"] == first["fingerprint"]


def test_junit_has_a_case_a_brief() -> None:
    suite = ET.fromstring(junit_report(OUTCOMES))  # noqa: S314 - our own
    assert suite.attrib == {"name": "reportgen", "tests": "3", "failures": "1", "errors": "1"}
    assert [[child.tag for child in case] for case in suite] == [["failure"], [], ["error"]]
    failure = suite.find("testcase/failure")
    assert failure is not None
    assert "facts.csv:14" in str(failure.text)


def test_a_refresh_writes_the_reports_that_are_asked_for(
    project: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(project / "step.md"))
    (project / "data/south/facts.csv").write_text(FACTS + "sales,2025-Q9,1,USD mn\n", encoding="utf-8")
    options = ["south", "--github", "--code-quality", "quality.json", "--junit", "junit.xml"]
    assert main(["refresh", *options]) == 1
    assert "::error file=data/south/facts.csv,line=4" in capsys.readouterr().err
    assert "| south | not issued | 1 error |" in (project / "step.md").read_text(encoding="utf-8")
    (one,) = json.loads((project / "quality.json").read_text(encoding="utf-8"))
    assert one["location"]["path"] == "data/south/facts.csv"
    assert 'failures="1"' in (project / "junit.xml").read_text(encoding="utf-8")
    assert main(["refresh", "south", "--junit", "no/such/folder.xml"]) == 3
