"""Dot plots and dumbbells as drawn: dots by value on one axis, values at the outer ones, changes at the ends."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest

from reportgen.charts.judging.picture import Box, Parts
from reportgen.charts.theme import load_theme
from reportgen.errors import FormulaError
from tests.easel import Easel, chart_of
from tests.small_facts import facts_of

THEME = load_theme()
WIDE, HALF = THEME.slots["wide"], THEME.slots["half"]
SERIES = {
    "a": (50, None, None, None, 40),
    "b": (10, None, None, None, 30),
    "c": (-20, None, None, 5, -10),
    "d": (60, None, None, None, 60),
    "e": (None, None, None, None, 25),
}
NOW, AGO = "2025-Q4", "2024-Q4"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return facts_of(tmp_path_factory.mktemp("dots"), SERIES, metric="polarity: less is better")


def middle(box: Box) -> float:
    return (box.left + box.right) / 2


def dots(parts: Parts) -> dict[tuple[str, str], Box]:
    """Every dot by metric and quarter."""
    shapes = [shape for shape in parts.shapes if "@" in shape.fact and shape.box.right - shape.box.left < 14]
    return {tuple(shape.fact.split("@")): shape.box for shape in shapes}  # type: ignore[misc]


def value_of(metric: str, quarter: str) -> float:
    value = SERIES[metric][-1 if quarter == NOW else 0]
    assert value is not None
    return value


@pytest.mark.parametrize("kind", ["dots", "dumbbell"])
@pytest.mark.parametrize("width", [WIDE, HALF])
def test_dots_stand_where_their_values_are_on_one_axis(
    folder: Path, easel: Easel, kind: str, width: float
) -> None:
    options = {"at": ["now", "year_ago"]} if kind == "dots" else {}
    drawn = dots(easel.parts(chart_of(folder, kind, items=list(SERIES), **options), width))
    assert len(drawn) == 9  # 'e' has no value a year ago
    points = sorted((value_of(*key), middle(box)) for key, box in drawn.items())
    (low, first), (high, last) = points[0], points[-1]
    for value, x in points:
        assert x == pytest.approx(first + (value - low) / (high - low) * (last - first), abs=0.6)


@pytest.mark.parametrize("width", [WIDE, HALF])
def test_values_stand_on_either_side_of_their_dots(folder: Path, easel: Easel, width: float) -> None:
    parts = easel.parts(chart_of(folder, "dots", items=list(SERIES), at=["now", "year_ago"]), width)
    drawn = dots(parts)
    labels = {(text.fact[0], text.fact[2:]): text for text in parts.texts if "@" in text.fact}
    assert set(labels) == set(drawn) - {("d", AGO)}  # says the same at the same place
    for key, text in labels.items():
        beside = [box for (metric, _), box in drawn.items() if metric == key[0]]
        own = drawn[key]
        assert float(text.text.replace("−", "-")) == value_of(*key)
        assert abs((text.box.top + text.box.bottom) / 2 - (own.top + own.bottom) / 2) < 3
        outside = (
            text.box.right <= min(box.left for box in beside),
            text.box.left >= max(box.right for box in beside),
        )
        assert any(outside)
        assert min(abs(text.box.right - own.left), abs(text.box.left - own.right)) < 8


def test_the_largest_stands_on_top(folder: Path, easel: Easel) -> None:
    drawn = dots(easel.parts(chart_of(folder, "dots", items=list(SERIES))))
    tops = [box.top for (metric, _), box in sorted(drawn.items(), key=lambda one: -value_of(*one[0]))]
    assert all(upper < lower for upper, lower in pairwise(tops))


def test_what_is_set_beside_now_is_told_apart_by_size_and_named_in_a_key(folder: Path, easel: Easel) -> None:
    parts = easel.parts(chart_of(folder, "dots", items=list(SERIES), at=["now", "year_ago"]))
    widths = {
        quarter: {round(box.right - box.left, 1) for (_, at), box in dots(parts).items() if at == quarter}
        for quarter in (NOW, AGO)
    }
    assert min(widths[NOW]) > max(widths[AGO])
    assert {"Q4 25", "Q4 24"} <= {text.text for text in parts.texts}


@pytest.mark.parametrize("kind", ["dots", "dumbbell"])
def test_a_dot_has_the_colour_that_the_key_gives_its_date(folder: Path, easel: Easel, kind: str) -> None:
    further = {"at": ["now", "year_ago"]} if kind == "dots" else {}
    parts = easel.parts(chart_of(folder, kind, items=["a", "b"], **further))
    for quarter, called in ((NOW, "Q4 25"), (AGO, "Q4 24")):
        name = next(text for text in parts.texts if text.text == called)
        key = min(
            (shape for shape in parts.shapes if not shape.fact and shape.box.right <= name.box.left + 1),
            key=lambda shape: name.box.left - shape.box.right + abs(shape.box.top - name.box.top),
        )
        assert {shape.color for shape in parts.shapes if shape.fact.endswith(f"@{quarter}")} == {key.color}


def test_pairs_are_sorted_by_their_change_which_stands_at_the_end_in_the_colour_of_its_meaning(
    folder: Path, easel: Easel
) -> None:
    drawing = chart_of(folder, "dumbbell", items=list(SERIES))
    parts = easel.parts(drawing)
    changes = [text for text in parts.texts if text.text.endswith("%") and text.box.right > WIDE - 2]
    changes.sort(key=lambda text: text.box.top)
    assert [text.text for text in changes] == ["+200%", "0%", "−20%"]
    assert [text.color for text in changes] == [THEME["bad"], THEME["ink"], THEME["good"]]  # less is better
    assert {text.text for text in parts.texts if text.box.right > WIDE - 2} >= {"n.m.", "n.a.", "Δ"}


def test_two_dots_are_joined_by_a_line_from_the_one_to_the_other(folder: Path, easel: Easel) -> None:
    parts = easel.parts(chart_of(folder, "dumbbell", items=["a", "b"]))
    drawn = dots(parts)
    joins = [stroke for stroke in parts.strokes if stroke.color == THEME["mark"] and stroke.width > 2]
    ends = {tuple(sorted((round(x), round(x2)))) for stroke in joins for (x, _), (x2, _) in stroke.segments}
    assert ends == {
        tuple(sorted((round(middle(drawn[name, AGO])), round(middle(drawn[name, NOW]))))) for name in "ab"
    }


def test_the_lead_says_which_way_each_went(folder: Path) -> None:
    told = chart_of(folder, "dumbbell", items=["a", "b", "d"]).lead.partition(": ")[2].split("; ")
    said = [next(verb for verb in ("rose", "fell", "did not change") if verb in part) for part in told]
    assert said == ["rose", "did not change", "fell"]  # 10 to 30, 60 to 60, 50 to 40: sorted by the change


def test_a_pair_of_now_and_now_and_an_unknown_date_are_refused(folder: Path) -> None:
    with pytest.raises(FormulaError, match="year_ago, prior or a scenario"):
        chart_of(folder, "dumbbell", items=["a", "b"], **{"from": "now"})
    with pytest.raises(FormulaError, match="did you mean 'year_ago'"):
        chart_of(folder, "dots", items=["a", "b"], at=["year_go"])


def test_a_moment_of_which_no_item_has_a_value_is_refused(folder: Path) -> None:
    with pytest.raises(FormulaError, match="no item has a value for 'prior'"):
        chart_of(folder, "dumbbell", items=["a", "b"], **{"from": "prior"})
