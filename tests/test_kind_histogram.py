"""Histograms as drawn: every value counts once, in the range in which it lies."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reportgen.charts.judging.picture import Parts, Shape
from reportgen.charts.kind import Drawing
from reportgen.charts.theme import load_theme
from reportgen.errors import FormulaError
from tests.easel import Easel, chart_of
from tests.small_facts import facts_of

THEME = load_theme()
VALUES = st.lists(st.integers(-300, 900), min_size=2, max_size=30)


def drawing_of(folder: Path, values: Sequence[int], **options: object) -> Drawing:
    """The growth of as many cities as there are values."""
    rows = {f"growth of City {index}": (value,) for index, value in enumerate(values)}
    entities = [name.partition(" of ")[2] for name in rows]
    return chart_of(facts_of(folder, rows), "histogram", items="growth", entities=entities, **options)


def columns(parts: Parts) -> list[Shape]:
    return sorted(parts.shapes, key=lambda shape: shape.box.left)


def count_over(column: Shape, parts: Parts) -> int:
    middles = [(text, (text.box.left + text.box.right) / 2) for text in parts.texts]
    over = [
        text
        for text, middle in middles
        if text.box.bottom <= column.box.top + 1 and column.box.left <= middle <= column.box.right
    ]
    return int(max(over, key=lambda text: text.box.bottom).text)


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(VALUES, st.sampled_from([THEME.slots["wide"], THEME.slots["half"]]))
def test_columns_are_as_high_as_what_they_count_and_hold_every_value_once(
    tmp_path_factory: pytest.TempPathFactory, easel: Easel, values: list[int], width: float
) -> None:
    drawing = drawing_of(tmp_path_factory.mktemp("histogram"), values)
    parts = easel.parts(drawing, width)
    drawn = columns(parts)
    ground = max(column.box.bottom for column in drawn)
    heights = {column: ground - column.box.top for column in drawn}
    counts = {column: count_over(column, parts) for column in drawn if heights[column] > 0.5}
    assert sum(counts.values()) == len(values)
    each = max(heights.values()) / max(counts.values())
    assert all(heights[column] == pytest.approx(count * each, abs=0.6) for column, count in counts.items())
    assert f"of {len(values)} values, {max(counts.values())} lie from" in drawing.lead


def test_a_value_counts_in_the_range_that_begins_with_it(tmp_path: Path) -> None:
    drawing = drawing_of(tmp_path, (0, 10, 10, 19, 20, 30, 40, 49))
    assert "0 to 10: 1; 10 to 20: 3; 20 to 30: 1; 30 to 40: 1; 40 to 50: 2" in drawing.values


def test_the_range_of_what_is_highlighted_is_the_subject_and_named_with_its_value(
    tmp_path: Path, easel: Easel
) -> None:
    parts = easel.parts(drawing_of(tmp_path, (1, 2, 3, 12, 13, 25, 38), highlight="City 5"))
    assert [column.color == THEME["accent"] for column in columns(parts)] == [False, False, True, False]
    [name] = [text for text in parts.texts if text.text == "City 5 25"]
    box = columns(parts)[2].box
    assert box.left < (name.box.left + name.box.right) / 2 < box.right


def test_no_more_ranges_than_are_asked_for(tmp_path: Path, easel: Easel) -> None:
    for most in (2, 3, 7, 20):
        drawing = drawing_of(tmp_path / str(most), range(0, 97, 3), bins=most)
        assert len(columns(easel.parts(drawing))) <= most


def test_one_value_is_no_distribution(tmp_path: Path) -> None:
    with pytest.raises(FormulaError, match="at least two values"):
        chart_of(facts_of(tmp_path, {"growth": (3,)}), "histogram", items="growth")


@pytest.mark.parametrize("values", [[0, 0], [5, 5, 5]])
def test_values_that_are_alike_stand_in_a_range_of_their_unit(
    tmp_path: Path, easel: Easel, values: list[float]
) -> None:
    rows = {f"m{at}": (f"{value:f}",) for at, value in enumerate(values)}
    drawing = chart_of(facts_of(tmp_path, rows), "histogram", items=list(rows))
    parts = easel.parts(drawing)
    assert str(len(values)) in [text.text for text in parts.texts]
    assert not easel.faults(drawing)


def test_counts_of_narrow_ranges_stand_apart(tmp_path: Path, easel: Easel) -> None:
    drawing = drawing_of(tmp_path, [7 * n % 101 for n in range(60)], bins=40)
    parts = easel.parts(drawing, THEME.slots["half"])
    ground = max(column.box.bottom for column in columns(parts))
    counts = [text for text in parts.texts if text.box.bottom <= ground]
    for one in counts:
        near = [other for other in counts if other is not one and abs(other.box.top - one.box.top) < 4]
        assert all(max(one.box.left - other.box.right, other.box.left - one.box.right) > 3 for other in near)
