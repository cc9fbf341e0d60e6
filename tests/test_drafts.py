"""Briefs with errors are not issued; drafts of them say on every page what they are, and are not published."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from pypdf import PdfReader

import reportgen
from reportgen.cli import main
from reportgen.errors import BriefError
from tests.changed import rows_of, with_values
from tests.visible import SAMPLE

MARK = "Draft, not for distribution"


def contradictory(folder: Path) -> Path:
    """The sample with a growth rate that its levels do not bear out."""
    rates = [row for row in rows_of(SAMPLE) if (row.metric, row.period) == ("cloud_revenue_yoy", "FY2026-Q2")]
    return with_values(SAMPLE, folder, dict.fromkeys(rates, "43"))


def test_a_brief_with_errors_is_not_issued(tmp_path: Path) -> None:
    with pytest.raises(BriefError, match="growth-mismatch"):
        reportgen.load(contradictory(tmp_path)).build()


@pytest.mark.slow
def test_a_draft_bears_its_mark_on_every_page_and_is_not_published(tmp_path: Path) -> None:
    folder, output = contradictory(tmp_path / "brief"), tmp_path / "output"
    assert main(["build", str(folder), "--output", str(output), "--draft"]) == 1
    edition = output / "brief"
    pages = [page.extract_text() for page in PdfReader(edition / "brief.pdf").pages]
    assert len(pages) > 3
    assert [number for number, text in enumerate(pages, 1) if MARK not in text] == []
    html = (edition / "brief.html").read_text(encoding="utf-8")
    assert MARK in html.partition("<h1")[0]
    assert "Growth mismatch" in html
    assert str(tmp_path) not in html
    assert json.loads((edition / "manifest.json").read_text(encoding="utf-8"))["draft"] is True
    assert main(["publish", str(edition), str(tmp_path / "site")]) == 2
    assert not (tmp_path / "site").exists()
    assert main(["verify", str(edition / "brief.html"), str(edition / "brief.pdf")]) == 0


def test_a_reason_for_a_severity_is_printed_in_the_notes(tmp_path: Path) -> None:
    from reportgen.document.page import compose
    from reportgen.plan import assemble

    folder = contradictory(tmp_path)
    brief = folder / "brief.yaml"
    reason = "The company restated the base after the article."
    brief.write_text(
        f"{brief.read_text(encoding='utf-8')}\nseverity:\n  growth-mismatch: {{level: note, reason: {reason}}}\n",
        encoding="utf-8",
    )
    planned = reportgen.load(folder).plan()
    assert not planned.has_errors
    notes = (
        compose(assemble(planned, draft=False), "print")
        .partition('id="edition-notes"')[2]
        .partition("</section>")[0]
        .replace("\u00a0", " ")
    )
    assert "Growth mismatch." in notes
    assert reason in notes


def small(folder: Path, *changed: tuple[str, str, str]) -> Path:
    """A brief of one figure; in some of its files, one text replaced by another."""
    shutil.copytree(Path(__file__).parent / "cases" / "no-ticker", folder)
    for name, old, new in changed:
        text = (folder / name).read_text(encoding="utf-8")
        assert old in text
        (folder / name).write_text(text.replace(old, new), encoding="utf-8")
    return folder


@pytest.mark.slow
def test_a_fact_whose_source_is_not_listed_leads_to_no_source_that_is_not_there(tmp_path: Path) -> None:
    folder = small(tmp_path / "brief", ("facts.csv", "mn,report", "mn,reprot"))
    edition = reportgen.load(folder).build(draft=True)
    assert "source-0" not in edition.html
    assert "reprot" in edition.html


@pytest.mark.parametrize("new", ["period: soon", "period:"])
def test_there_is_no_draft_of_a_brief_whose_settings_cannot_be_read(tmp_path: Path, new: str) -> None:
    folder = small(tmp_path / "brief", ("brief.yaml", "period: 2025-Q3", new))
    with pytest.raises(BriefError, match="bad-"):
        reportgen.load(folder).build(draft=True)
