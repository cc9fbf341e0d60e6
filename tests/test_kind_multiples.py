"""Small multiples as drawn: three or four in a row, on one scale, each with its name and its latest value."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest

from reportgen.charts.judging.picture import Parts, Shape
from reportgen.charts.theme import load_theme
from tests.easel import Easel, chart_of
from tests.small_facts import facts_of

WIDE, HALF = load_theme().slots["wide"], load_theme().slots["half"]
SERIES = {
    "a": (10, 20, 30, 40, 50), "b": (5, 5, 5, 5, 5), "c": (-10, 10, -20, 20, -5), "d": (80, 60, 40, 20, 10),
    "e": (1, None, 3, 2, 7), "f": (12, 11, 10, 9, 8), "g": (1, 2, 3, 4, 5), "h": (9, 8, 7, 6, 5), "i": (2, 2, 2, 3, 3),
}  # fmt: skip


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return facts_of(tmp_path_factory.mktemp("multiples"), SERIES)


def columns(parts: Parts) -> dict[str, Shape]:
    return {shape.fact: shape for shape in parts.shapes if shape.fact}


def height(shape: Shape) -> float:
    return shape.box.bottom - shape.box.top


def value_of(fact: str) -> float:
    metric, _, quarter = fact.partition("@")
    quarters = ("2024-Q4", "2025-Q1", "2025-Q2", "2025-Q3", "2025-Q4")
    return float(SERIES[metric][quarters.index(quarter)] or 0)


@pytest.mark.parametrize("width", [WIDE, HALF])
def test_a_column_is_as_high_as_its_value_whichever_panel_it_stands_in(
    folder: Path, easel: Easel, width: float
) -> None:
    drawn = columns(easel.parts(chart_of(folder, "multiples", items=list(SERIES), periods=5), width))
    each = [height(shape) / abs(value_of(fact)) for fact, shape in drawn.items()]
    assert len(each) == sum(value is not None for values in SERIES.values() for value in values)
    assert max(each) == pytest.approx(min(each), rel=0.02)


def test_panels_with_a_scale_of_their_own_are_each_as_high_as_the_next(folder: Path, easel: Easel) -> None:
    drawing = chart_of(folder, "multiples", items=["a", "b", "g"], periods=5, scale="own")
    drawn = columns(easel.parts(drawing))
    highest = [max(height(shape) for fact, shape in drawn.items() if fact[0] == name) for name in "abg"]
    assert max(highest) == pytest.approx(min(highest), rel=0.02)


@pytest.mark.parametrize(("width", "across"), [(WIDE, 3), (HALF, 2)])
def test_nine_panels_stand_in_rows_of_three_or_two(
    folder: Path, easel: Easel, width: float, across: int
) -> None:
    parts = easel.parts(chart_of(folder, "multiples", items=list(SERIES), periods=5), width)
    titles = {text.text: text.box for text in parts.texts if text.text in set("ABCDEFGHI")}
    assert len({round(box.left) for box in titles.values()}) == across
    rows = sorted({round(box.top) for box in titles.values()})
    assert len(rows) == -(-len(SERIES) // across)
    assert [
        name for name, _ in sorted(titles.items(), key=lambda one: (round(one[1].top), one[1].left))
    ] == list("ABCDEFGHI")


def test_only_the_latest_value_of_a_panel_is_written_at_its_column(folder: Path, easel: Easel) -> None:
    parts = easel.parts(chart_of(folder, "multiples", items=list(SERIES), periods=5))
    drawn = columns(parts)
    labels = [text for text in parts.texts if text.fact]
    assert sorted(label.fact for label in labels) == [f"{name}@2025-Q4" for name in SERIES]
    for label in labels:
        column, value = drawn[label.fact].box, value_of(label.fact)
        assert float(label.text.replace("−", "-")) == value
        assert label.box.left < column.right
        assert label.box.right > column.left
        assert label.box.bottom <= column.top + 1 if value > 0 else label.box.top >= column.bottom - 1


def test_later_columns_stand_further_right(folder: Path, easel: Easel) -> None:
    drawn = columns(easel.parts(chart_of(folder, "multiples", items=["a", "d"], periods=5)))
    for name in "ad":
        places = [shape.box.left for fact, shape in sorted(drawn.items()) if fact[0] == name]
        assert all(earlier < later for earlier, later in pairwise(places))
