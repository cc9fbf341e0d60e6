"""Histograms as drawn: every value counts once, in the range in which it lies."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reportgen.charts.judging.picture import Shape
from reportgen.charts.theme import load_theme
from reportgen.errors import FormulaError
from tests.easel import Easel, chart_of
from tests.small_facts import facts_of

THEME = load_theme()
VALUES = st.lists(st.integers(-300, 900), min_size=2, max_size=30)


def drawn(folder: Path, easel: Easel, values: list[int], width: float, **options: object) -> list[Shape]:
    rows = {f"growth of City {index}": (value,) for index, value in enumerate(values)}
    entities = [name.partition(" of ")[2] for name in rows]
    drawing = chart_of(facts_of(folder, rows), "histogram", items="growth", entities=entities, **options)
    return sorted(easel.parts(drawing, width).shapes, key=lambda shape: shape.box.left)


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(VALUES, st.sampled_from([THEME.slots["wide"], THEME.slots["half"]]))
def test_columns_are_as_high_as_what_they_count_and_stand_side_by_side(
    tmp_path_factory: pytest.TempPathFactory, easel: Easel, values: list[int], width: float
) -> None:
    rows = {f"growth of City {index}": (value,) for index, value in enumerate(values)}
    folder = facts_of(tmp_path_factory.mktemp("histogram"), rows)
    entities = [name.partition(" of ")[2] for name in rows]
    drawing = chart_of(folder, "histogram", items="growth", entities=entities)
    parts = easel.parts(drawing, width)
    columns = sorted(parts.shapes, key=lambda shape: shape.box.left)
    floor = max(shape.box.bottom for shape in columns)
    counts = []
    for shape in columns:
        above = [
            text for text in parts.texts
            if text.box.bottom <= shape.box.top + 1 and shape.box.left <= (text.box.left + text.box.right) / 2 <= shape.box.right
        ]  # fmt: skip
        counts.append(int(max(above, key=lambda text: text.box.bottom).text))
    assert sum(counts) == len(values)
    heights = [floor - shape.box.top for shape in columns]
    assert all(
        high == pytest.approx(max(heights) * count / max(counts), abs=0.6)
        for high, count in zip(heights, counts, strict=True)
    )
    assert f"of {len(values)} values, {max(counts)} lie from" in drawing.lead


def test_a_value_counts_in_the_range_that_begins_with_it(tmp_path: Path) -> None:
    rows = {
        f"growth of City {index}": (value,) for index, value in enumerate((0, 10, 10, 19, 20, 30, 40, 49))
    }
    entities = [name.partition(" of ")[2] for name in rows]
    drawing = chart_of(facts_of(tmp_path, rows), "histogram", items="growth", entities=entities)
    assert "10 to 20: 3; 20 to 30: 1; 30 to 40: 1; 40 to 50: 2" in drawing.values
    assert drawing.values.startswith("0 to 10: 1; ")


def test_the_range_of_what_is_highlighted_is_the_subject_and_named_with_its_value(
    tmp_path: Path, easel: Easel
) -> None:
    values = [1, 2, 3, 12, 13, 25, 38]
    columns = drawn(tmp_path, easel, values, THEME.slots["wide"], highlight="City 5")
    assert [shape.color == THEME["accent"] for shape in columns].index(True) == len(
        [1 for v in (0, 10, 20) if v < 25]
    ) - 1
    rows = {f"growth of City {index}": (value,) for index, value in enumerate(values)}
    drawing = chart_of(
        facts_of(tmp_path, rows),
        "histogram",
        items="growth",
        entities=[f"City {n}" for n in range(7)],
        highlight="City 5",
    )
    assert "City 5 25" in {text.text for text in easel.parts(drawing).texts}


def test_no_more_ranges_than_are_asked_for(tmp_path: Path, easel: Easel) -> None:
    for most in (2, 3, 7, 20):
        assert len(drawn(tmp_path / str(most), easel, list(range(0, 97, 3)), 658, bins=most)) <= most


def test_one_value_is_no_distribution(tmp_path: Path) -> None:
    with pytest.raises(FormulaError, match="at least two values"):
        chart_of(facts_of(tmp_path, {"growth": (3,)}), "histogram", items="growth")
