"""Exhibits side by side are equally tall, as far as they stretch and shrink by a quarter."""

from __future__ import annotations

from pathlib import Path

import pytest

import reportgen
from reportgen.document.sketching import ALIKE, LEAST, MOST
from reportgen.document.slots import pairs_of
from tests.gallery import BRIEFS, Subject

ROUNDED = 1.0  # px


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
