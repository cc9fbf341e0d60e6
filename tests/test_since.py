"""What page one says is new since the last edition, and that every number of it is traced as all others are."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

import reportgen
from reportgen.cli import main
from reportgen.edition import Issue
from reportgen.figures.recorded import FACTS
from reportgen.verify.verdict import verify
from tests.tampered import carrying
from tests.two_editions import built, new_brief, old_brief

SAID = (
    "Restated: Sales in Q2 25, €37.4bn, not €38.0bn. Sales: €33.1bn in Q4 25, after €39.8bn in Q3 25. "
    "Sales, growth on the year: −5% in Q4 25, after +33% in Q3 25. "
    "Profit: −€300mn in Q4 25, after €2.4bn in Q3 25."
)


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    project = tmp_path_factory.mktemp("project")
    built(old_brief(project / "data" / "old"), project / "published" / "old")
    brief = new_brief(project / "data" / "new")
    settings = brief / "brief.yaml"
    settings.write_text(settings.read_text(encoding="utf-8") + "since: published/old\n", encoding="utf-8")
    return project


@pytest.fixture(scope="module")
def edition(project: Path) -> Issue:
    return reportgen.load(project / "data" / "new", project=project).build()


def box(html: str) -> str:
    text = re.search(r'<div class="box">(.*?)</div>', html, re.DOTALL)
    return " ".join(re.sub("<[^>]+>", "", text[1] if text else "").split())


def test_page_one_says_what_is_new_in_order_of_importance(edition: Issue) -> None:
    assert box(edition.html) == f"Since the last edition {SAID}"
    assert not edition.findings


def test_page_and_pdf_verify_with_the_old_numbers_in_the_record(edition: Issue, tmp_path: Path) -> None:
    edition.write(tmp_path / "edition")
    for name in ("brief.html", "brief.pdf"):
        assert verify(tmp_path / "edition" / name).drifts == ()
    told = json.loads(edition.files[FACTS])
    old = {one["id"]: one for one in told["facts"] if one["scenario"] == "earlier_edition"}
    assert old["sales.yoy@2025-Q3/earlier_edition"]["origin"]["expression"]
    assert {one["origin"]["source"] for one in old.values() if "source" in one["origin"]} == {2}


def test_an_old_number_that_was_changed_in_the_record_is_a_drift(edition: Issue, tmp_path: Path) -> None:
    told = json.loads(edition.files[FACTS])
    (old,) = [one for one in told["facts"] if one["id"] == "sales@2025-Q3/earlier_edition"]
    old["quantity"] |= {"value": "40800000000.0", "low": "40750000000.00", "high": "40850000000.00"}
    page = tmp_path / "brief.html"
    page.write_text(carrying(edition.html, FACTS, json.dumps(told).encode()), encoding="utf-8")
    drifts = " | ".join(verify(page).drifts)
    assert "sales.yoy@2025-Q3/earlier_edition" in drifts, "the growth that rests on it is computed again"


def test_the_earlier_edition_counts_among_what_the_edition_was_made_from(edition: Issue) -> None:
    inputs = json.loads(edition.files["manifest.json"])["inputs"]
    assert {"edition/brief.html", "edition/facts.json", "edition/manifest.json"} <= inputs.keys()


def test_the_call_may_name_the_edition_wherever_it_lies(project: Path, tmp_path: Path) -> None:
    brief = new_brief(tmp_path / "data" / "other")
    old = project / "published" / "old" / "brief.html"
    call = ["build", str(brief), "--project", str(tmp_path), "--format", "html", "--since", str(old)]
    assert main(call) == 0
    assert box((tmp_path / "output" / "other" / "brief.html").read_text(encoding="utf-8")).endswith(SAID)


@pytest.mark.parametrize(
    ("named", "code"),
    [("published/none", "no-earlier-edition"), ("data", "no-earlier-edition"), ("..", "outside-brief")],
)
def test_an_edition_that_is_none_is_a_finding_at_its_line(named: str, code: str, project: Path) -> None:
    settings = project / "data" / "new" / "brief.yaml"
    before = settings.read_text(encoding="utf-8")
    settings.write_text(before.replace("since: published/old", f"since: {named}"), encoding="utf-8")
    try:
        findings = reportgen.load(project / "data" / "new", project=project).findings.in_order()
    finally:
        settings.write_text(before, encoding="utf-8")
    assert [(one.code, one.place.line) for one in findings] == [(code, len(before.splitlines()))]


def test_where_nothing_has_changed_there_is_no_such_box(project: Path) -> None:
    loaded = reportgen.load(project / "data" / "old", project=project, since=project / "published" / "old")
    assert loaded.plan().words.box == ()
