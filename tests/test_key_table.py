"""The key table: it follows page one, whatever else stands there, and needs no place in the narrative."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import reportgen
from reportgen.document.layout_findings import rehearsal
from reportgen.errors import BriefError
from reportgen.findings import Findings
from reportgen.plan import assemble
from tests.small_facts import facts_of

TABLE = "exhibits:\n  table: {kind: table, title: Sales and costs, rows: [sales, costs]}\n"
CHART = "  line: {kind: columns, title: Sales, series: sales}\n"
CARD = "{figure: sales, label: Sales of all of our businesses in every country, change: sales.qoq}"
SUMMARY = "summary:\n  - {label: What, text: It went well.}\n  - {label: Why, text: Nobody knows.}\n"
BOX = "box:\n  - {label: Next, text: More.}\n"
SUBSETS = {
    "nothing but the table": "",
    "one card": f"kpis: [{CARD}]\n",
    "six cards": f"kpis: [{', '.join([CARD] * 6)}]\n",
    "a summary": SUMMARY,
    "a summary and a box": SUMMARY + BOX,
    "a chart": "key_exhibit: line\n",
    "a summary and a chart": f"{SUMMARY}key_exhibit: line\n",
    "all of it": f"kpis: [{', '.join([CARD] * 4)}]\n{SUMMARY}{BOX}key_exhibit: line\n",
}
LOOKS = frozenset(
    {
        "small-text",
        "line-overfull",
        "text-on-text",
        "heading-at-foot",
        "page-too-empty",
        "exhibit-torn",
        "row-split",
    }
)


def brief_of(
    folder: Path, settings: str, narrative: str = "## More\n\nNothing.\n", paper: str = "A4"
) -> Path:
    """A brief of two metrics with a key table, and whatever stands on page one beside it."""
    facts_of(folder, {"sales": (1, 2, 3, 4, 5), "costs": (1, 1, 2, 2, 3)})
    path = folder / "brief.yaml"
    text = path.read_text(encoding="utf-8") + TABLE + CHART * ("key_exhibit" in settings)
    path.write_text(f"{text}key_table: table\npaper: {paper}\n{settings}", encoding="utf-8")
    (folder / "narrative.md").write_text(narrative, encoding="utf-8")
    return folder


@pytest.mark.parametrize(
    ("subset", "paper"),
    [*((name, "A4") for name in SUBSETS), ("six cards", "Letter"), ("all of it", "Letter")],
)
def test_page_one_works_with_any_subset(subset: str, paper: str, tmp_path: Path) -> None:
    edition = reportgen.load(brief_of(tmp_path / "b", SUBSETS[subset], paper=paper)).build()
    assert [str(one) for one in edition.findings if one.code in LOOKS or one.severity == "error"] == []
    parts = re.findall(r'<(?:div class="front"|(?:section|div) class="section" id="([^"]+)")', edition.html)
    assert parts[:3] == ["", "key-table", "more"]
    assert edition.html.count("Sales and costs</p>") == 1


def test_a_key_table_that_is_not_there_is_found_at_its_line(tmp_path: Path) -> None:
    folder = brief_of(tmp_path / "b", "")
    settings = folder / "brief.yaml"
    settings.write_text(
        settings.read_text().replace("key_table: table", "key_table: tabel"), encoding="utf-8"
    )
    found = problems(folder)
    assert [one for one in found if "unknown-exhibit" in one and "no exhibit 'tabel'" in one]


def test_a_narrative_that_asks_for_the_key_table_again_leads_to_it(tmp_path: Path) -> None:
    html = (
        reportgen.load(brief_of(tmp_path / "b", "", '## More\n\n{{ exhibit("table") }}\n'))
        .build(("html",))
        .html
    )
    assert html.count('id="exhibit-table"') == 1
    assert re.search(
        r'<section class="section" id="more".*?See <a href="#exhibit-table">exhibit', html, re.DOTALL
    )


def problems(folder: Path) -> list[str]:
    try:
        return [str(one) for one in reportgen.load(folder).check()]
    except BriefError as problem:
        return [str(one) for one in problem.findings]


@pytest.mark.parametrize("subset", [name for name, text in SUBSETS.items() if "key_exhibit" in text])
def test_the_key_chart_stands_beside_the_summary_or_without_one_on_both_edges_of_the_grid(
    subset: str, tmp_path: Path
) -> None:
    plan = reportgen.load(brief_of(tmp_path / "b", SUBSETS[subset])).plan()
    first, *_ = rehearsal(assemble(plan, draft=False), plan.drawn, plan.brief, Findings()).sheets
    words = [leaf for leaf in first.leaves if leaf.text]
    left, right = min(one.left for one in words), max(one.right for one in words)
    (chart,) = [leaf for leaf in first.leaves if leaf.address == f"chart:line/{slot_of(subset)}"]
    assert chart.right == pytest.approx(right, abs=1)
    assert (chart.left == pytest.approx(left, abs=1)) is ("summary:" not in SUBSETS[subset])


def slot_of(subset: str) -> str:
    return "half" if "summary:" in SUBSETS[subset] else "wide"
