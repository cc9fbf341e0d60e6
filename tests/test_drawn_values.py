"""What is drawn follows what is said: marks in the order and to the length of their values, labels at their marks."""

from __future__ import annotations

from itertools import combinations
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reportgen.charts.judging.picture import Parts, Shape, Text
from tests.easel import THEME, Easel, chart_of

SETTINGS = """
title: t
entity: {name: Example}
period: 2025-12
date: 2026-01-20
currency: {code: EUR, short: €}
sources: {r: {title: Report}}
"""
FEW = settings(max_examples=8)  # each is drawn by the engine
VALUES = st.integers(-4000, 9000).map(lambda number: number / 10)
SERIES = st.lists(VALUES, min_size=2, max_size=24)
WIDTHS = st.sampled_from(sorted(THEME.slots.values()))
NEAR = 3.0  # CSS px: half a stroke, and what rounding does


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("drawn")


def a_brief(folder: Path, values: list[float], *, across: bool = False) -> Path:
    """A measure over the months up to December 2025, or as many measures of that month."""
    names = [f"m{index}" if across else "m" for index in range(len(values))]
    months = ["2025-12" if across else month(len(values) - index - 1) for index in range(len(values))]
    rows = [
        f"{name},{at},{value:.1f},EUR mn,r" for name, at, value in zip(names, months, values, strict=True)
    ]
    (folder / "facts.csv").write_text(
        "metric,period,value,unit,source\n" + "\n".join(rows) + "\n", encoding="utf-8"
    )
    metrics = [f"{name}: {{label: Measure {name}, kind: amount}}" for name in dict.fromkeys(names)]
    (folder / "metrics.yaml").write_text("\n".join(metrics), encoding="utf-8")
    (folder / "brief.yaml").write_text(SETTINGS, encoding="utf-8")
    (folder / "narrative.md").write_text("", encoding="utf-8")
    return folder


def month(before: int) -> str:
    return f"{2025 - (before // 12)}-{12 - before % 12:02}"


def marks(parts: Parts) -> list[Shape]:
    """The bars and dots of facts, from left to right."""
    return sorted((shape for shape in parts.shapes if shape.fact), key=lambda shape: shape.box.left)


def at(parts: Parts, fact: str) -> Text | None:
    return next((text for text in parts.texts if text.fact == fact), None)


def said(value: float) -> str:
    return f"{value:,.1f}".replace("-", "−")


@FEW
@given(values=SERIES, width=WIDTHS)
def test_a_column_reaches_from_zero_as_far_as_its_value_and_carries_its_own_label(
    folder: Path, easel: Easel, values: list[float], width: float
) -> None:
    parts = easel.parts(chart_of(a_brief(folder, values), "columns", series="m", periods=len(values)), width)
    columns = marks(parts)
    assert len(columns) == len(values)
    [zero] = {line.segments[0][0][1] for line in parts.strokes if line.color == THEME["muted"]}
    heights = [zero - shape.box.top if value > 0 else zero - shape.box.bottom
               for shape, value in zip(columns, values, strict=True)]  # fmt: skip
    scale = max(abs(height) for height in heights) / (max(map(abs, values)) or 1)
    for shape, value, height in zip(columns, values, heights, strict=True):
        assert height == pytest.approx(value * scale, abs=NEAR)
        label = at(parts, shape.fact)
        if label:
            assert label.text == said(value)
            assert (
                label.box.bottom <= shape.box.top + NEAR
                if value >= 0
                else label.box.top >= shape.box.bottom - NEAR
            )
    assert at(parts, columns[-1].fact)  # the latest is always said


@FEW
@given(values=SERIES, width=WIDTHS)
def test_a_line_stands_higher_where_its_value_is_higher_and_its_labels_stand_at_its_points(
    folder: Path, easel: Easel, values: list[float], width: float
) -> None:
    parts = easel.parts(chart_of(a_brief(folder, values), "line", series="m", periods=len(values)), width)
    [line] = [stroke for stroke in parts.strokes if stroke.color == THEME["accent"] and stroke.segments]
    points = [line.segments[0][0], *(end for _, end in line.segments)]
    if len(set(points)) == len(values):
        for (one, (_, y)), (other, (_, other_y)) in combinations(zip(values, points, strict=True), 2):
            assert (one > other) == (y < other_y) or y == pytest.approx(other_y, abs=0.5)
    labels = [text for text in parts.texts if text.fact]
    for label in labels:
        index = [said(value) for value in values].index(label.text)
        across = min(abs(x - (label.box.left + label.box.right) / 2) for x, _ in points)
        assert across <= (label.box.right - label.box.left), index
    assert said(values[-1]) in [label.text for label in labels]


@FEW
@given(values=st.lists(VALUES, min_size=2, max_size=15, unique=True), width=WIDTHS)
def test_bars_are_ranked_and_as_long_as_their_values(
    folder: Path, easel: Easel, values: list[float], width: float
) -> None:
    items = [f"m{index}" for index in range(len(values))]
    parts = easel.parts(chart_of(a_brief(folder, values, across=True), "bars", items=items), width)
    bars = sorted((shape for shape in parts.shapes if shape.fact), key=lambda shape: shape.box.top)
    ranked = sorted(values, reverse=True)
    lengths = [bar.box.right - bar.box.left for bar in bars]
    scale = max(lengths) / max(map(abs, values))
    for bar, value, length in zip(bars, ranked, lengths, strict=True):
        assert length == pytest.approx(abs(value) * scale, abs=NEAR)
        label = at(parts, bar.fact)
        assert label
        assert label.text == said(value)
        assert (
            label.box.left >= bar.box.right - NEAR if value >= 0 else label.box.right <= bar.box.left + NEAR
        )
        assert bar.box.top <= (label.box.top + label.box.bottom) / 2 <= bar.box.bottom


@pytest.mark.parametrize("kind", ["columns", "line"])
@pytest.mark.parametrize("count", [2, 12, 24, 40, 120, 400])
def test_a_series_of_any_length_is_drawn_without_a_fault(
    folder: Path, easel: Easel, kind: str, count: int
) -> None:
    if kind == "columns" and count > 60:
        count = 60
    values = [100 + (index * 37 % 23) - index * 0.1 for index in range(count)]
    drawing = chart_of(a_brief(folder, values), kind, series="m", periods=count)
    assert [easel.faults(drawing, width) for width in THEME.slots.values()] == [[]] * len(THEME.slots)
