"""Exhibits side by side are equally tall, as far as they stretch and shrink by a quarter."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import reportgen
from reportgen.document.layout_findings import rehearsal
from reportgen.document.markdown import PLACEHOLDER
from reportgen.document.print.elastic import end_of, has
from reportgen.document.print.engine import Box, box_of
from reportgen.document.print.flow import BESIDE
from reportgen.document.sketching import ALIKE, LEAST, MOST
from reportgen.document.slots import pairs_of
from reportgen.drawing import elastic
from reportgen.findings import Findings
from reportgen.plan import assemble
from tests.gallery import BRIEFS, Subject
from tests.small_facts import facts_of

ROUNDED = 1.0  # px
TOO_SHORT = 0.5  # of the exhibits beside which a text stands: less leaves more than half of its column empty


def heights(name: str, folder: Path) -> list[list[float]]:
    """Of the charts of each pair in a brief of the gallery."""
    plan = reportgen.load(Subject(BRIEFS[name], "A4").write(folder), allow_code=True).plan()
    found = [
        [plan.exhibits[one].sketches.get("half") for one in pair] for pair in pairs_of(plan.words.sections)
    ]
    return [[one.height for one in pair if one] for pair in found if all(pair)]


@pytest.mark.parametrize("name", ["bank-half-year", "chip-maker", "fund-factsheet", "retailer"])
def test_charts_side_by_side_are_equally_tall(name: str, tmp_path: Path) -> None:
    pairs = heights(name, tmp_path)
    assert pairs
    assert all(max(pair) - min(pair) <= ALIKE for pair in pairs)


def test_a_chart_that_cannot_reach_its_neighbour_comes_as_near_as_a_quarter_lets_it(tmp_path: Path) -> None:
    usual = (77, 172.5)  # px: three bars, and a slope
    ((low, high),) = heights("alibaba-fy2026-q2", tmp_path)
    assert usual[0] < low <= usual[0] * MOST + ROUNDED
    assert usual[1] * LEAST - ROUNDED <= high < usual[1]


def beside(name: str, folder: Path) -> list[Box]:
    """What stands beside several exhibits in a brief of the gallery, as it is printed."""
    plan = reportgen.load(Subject(BRIEFS[name], "A4").write(folder), allow_code=True).plan()
    pages = rehearsal(assemble(plan, draft=False), plan.drawn, plan.brief, Findings()).document.pages
    blocks = [box for page in pages for box in box_of(page).descendants() if has(box, BESIDE)]
    return [box for box in blocks if len([one for one in box.descendants() if has(one, "exhibit")]) > 1]


@pytest.mark.parametrize("name", ["alibaba-fy2026-q2", "city-statistics", "long"])
def test_no_text_leaves_most_of_its_column_empty_beside_several_exhibits(name: str, tmp_path: Path) -> None:
    for block in beside(name, tmp_path):
        (text,) = [box for box in block.descendants() if has(box, "beside-text")]
        whole = end_of(block) - block.position_y
        assert end_of(text) - block.position_y > TOO_SHORT * whole


@pytest.mark.parametrize(
    ("words", "shown", "wanted"),
    [
        (15, "a b", ["pair a b"]),
        (200, "a b", ["beside a b"]),
        (15, "a b c", ["beside a", "pair b c"]),
        (15, "a", ["beside a"]),
        (0, "a b", ["pair a b"]),
    ],
)
def test_exhibits_beside_a_short_text_stand_side_by_side_below_it(
    words: int, shown: str, wanted: list[str], tmp_path: Path
) -> None:
    facts_of(tmp_path, {"sales": (1, 2, 3, 4, 5)})
    exhibits = "".join(
        f"  {one}: {{kind: columns, title: Sales {one}, series: sales}}\n" for one in shown.split()
    )
    with (tmp_path / "brief.yaml").open("a", encoding="utf-8") as settings:
        settings.write(f"exhibits:\n{exhibits}")
    text = f"## Growth\n\n::: beside {shown}\n{'word ' * words}\n:::\n"
    (tmp_path / "narrative.md").write_text(text, encoding="utf-8")
    html = reportgen.load(tmp_path).plan().words.sections[-1].html
    found = [
        " ".join([kind, *(match[1] for match in PLACEHOLDER.finditer(part))])
        for kind, part in re.findall(
            r'<div class="(beside|pair)">(.*?)(?=<div class="pair">|$)', html, re.DOTALL
        )
    ]
    assert found == wanted
    assert ("word" in html.partition('<div class="pair">')[0]) == bool(words)


@pytest.mark.parametrize("chart", ["segments/wide", "to-non-gaap/wide"])
def test_small_multiples_and_bridges_of_columns_give_and_take_with_their_page(
    chart: str, tmp_path: Path
) -> None:
    plan = reportgen.load(Subject(BRIEFS["chip-maker"], "A4").write(tmp_path), allow_code=True).plan()
    reached = elastic(plan, {}).reach(chart)
    assert reached
    least, usual, most = reached
    assert least < usual - ROUNDED
    assert most > usual + ROUNDED
