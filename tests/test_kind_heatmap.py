"""Heat maps and cohorts as drawn: grounds follow values, letters are legible on them, the key says the limits."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reportgen.charts.colours import TEXT_CONTRAST, contrast
from reportgen.charts.judging.picture import Parts, Shape, Text
from reportgen.charts.parts.manner import Manner
from reportgen.charts.parts.shades import Shades, shades
from reportgen.charts.ramps import RAMPED, ramp
from reportgen.charts.theme import load_theme
from reportgen.errors import FormulaError
from reportgen.units import PERCENT
from tests.easel import Easel, chart_of
from tests.small_facts import QUARTERS, facts_of

THEME = load_theme()
WIDE, HALF = THEME.slots["wide"], THEME.slots["half"]
SIGNED = {"a": (-21, -11, 0, 4, 9), "b": (15, 22, None, -3, -8), "c": (1, 2, 3, 4, 30)}
LEVELS = {"p": (1, 12, 25, 38, 50), "q": (50, 40, 30, 20, 10)}
KEPT = {"x": (100, 80, 60, 45, 30), "y": (None, 100, 70, 50, 40), "z": (None, None, 100, 90, 85)}
NUMBERS = st.floats(-1e6, 1e6).map(lambda number: round(number, 3))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    good = "kind: growth, polarity: more is better"
    return facts_of(tmp_path_factory.mktemp("heat"), {**SIGNED, **LEVELS, **KEPT}, "percent", good)


def cells(parts: Parts) -> dict[str, Shape]:
    return {shape.fact: shape for shape in parts.shapes if "@" in shape.fact}


def values(series: Mapping[str, Sequence[int | None]]) -> dict[str, int]:
    pairs = [
        (f"{name}@{at}", value)
        for name, row in series.items()
        for at, value in zip(QUARTERS, row, strict=True)
    ]
    return {key: value for key, value in pairs if value is not None}


def step_of(color: str, hue: str) -> int:
    return [THEME[token] for token in ramp(hue)].index(color)


@pytest.mark.parametrize("width", [WIDE, HALF])
def test_the_larger_a_value_the_deeper_its_ground(folder: Path, easel: Easel, width: float) -> None:
    drawn = cells(easel.parts(chart_of(folder, "heatmap", rows=list(LEVELS), periods=5), width))
    assert set(drawn) == set(values(LEVELS))
    steps = [
        step_of(drawn[key].color, "accent_ink")
        for key, _ in sorted(values(LEVELS).items(), key=lambda one: one[1])
    ]
    assert steps == sorted(steps)
    assert len(set(steps)) > 3


def test_good_and_bad_have_colours_of_their_own_on_either_side_of_zero(folder: Path, easel: Easel) -> None:
    drawn = cells(easel.parts(chart_of(folder, "heatmap", rows=list(SIGNED), periods=5)))
    for key, value in values(SIGNED).items():
        assert drawn[key].color in [THEME[token] for token in ramp("bad" if value < 0 else "good")]
    assert step_of(drawn["a@2024-Q4"].color, "bad") > step_of(drawn["b@2025-Q3"].color, "bad")  # −21 and −3
    # And 22: as far.
    assert step_of(drawn["a@2024-Q4"].color, "bad") == step_of(drawn["b@2025-Q1"].color, "good")


@pytest.mark.parametrize("rows", [SIGNED, LEVELS])
def test_values_stand_in_their_cells_in_letters_that_are_legible_in_both_schemes(
    folder: Path, easel: Easel, rows: Mapping[str, Sequence[int | None]]
) -> None:
    parts = easel.parts(chart_of(folder, "heatmap", rows=list(rows), periods=5))
    drawn, tokens = cells(parts), {color: token for token, color in THEME.colors.items()}
    labels = {text.fact: text for text in parts.texts if "@" in text.fact}
    assert {key: int(text.text.rstrip("%").replace("−", "-")) for key, text in labels.items()} == values(rows)
    for key, text in labels.items():
        assert drawn[key].box.holds(text.box, 0)
        for colors in (THEME.colors, THEME.colors_dark):
            assert contrast(colors[tokens[text.color]], colors[tokens[drawn[key].color]]) >= TEXT_CONTRAST


def test_every_colour_of_a_heat_map_has_a_dark_twin_on_the_page(folder: Path, easel: Easel) -> None:
    svg = easel.svg(chart_of(folder, "heatmap", rows=list(SIGNED), periods=5))
    found = set(re.findall(r'(?:fill|stroke)="(#[0-9a-f]+)"', svg))
    assert found <= set(THEME.colors.values())


def test_a_heat_map_is_turned_at_half_width_where_its_values_fit_that_way_alone(
    tmp_path: Path, easel: Easel
) -> None:
    rows = dict.fromkeys(("one", "two"), (12345.6, 23456.7, 34567.8, 45678.9, 56789.1))
    labels = {"one": "Northern and eastern regions of the country", "two": "The south"}
    drawing = chart_of(
        facts_of(tmp_path / "wide", rows), "heatmap", rows=list(rows), periods=5, labels=labels
    )
    drawn = cells(easel.parts(drawing, HALF))
    assert drawn["one@2025-Q1"].box.top > drawn["one@2024-Q4"].box.top
    assert drawn["two@2025-Q1"].box.left > drawn["one@2025-Q1"].box.left
    assert (
        cells(easel.parts(drawing))["one@2025-Q1"].box.left
        > cells(easel.parts(drawing))["one@2024-Q4"].box.left
    )


def test_a_cell_without_a_value_says_so(folder: Path, easel: Easel) -> None:
    assert "n.a." in [
        text.text for text in easel.parts(chart_of(folder, "heatmap", rows=["b"], periods=5)).texts
    ]


def test_a_cell_without_a_value_says_so_where_the_others_have_their_colours_alone(
    tmp_path: Path, easel: Easel
) -> None:
    rows = dict.fromkeys("abcde", (1234567.8, 2345678.9, None, 4567890.1, 5678901.2))
    drawing = chart_of(facts_of(tmp_path, rows), "heatmap", rows=list(rows), periods=5)
    texts = [text.text for text in easel.parts(drawing, 240).texts]
    assert "n.a." in texts
    assert not any("234" in text for text in texts)


def test_changes_in_points_have_no_shade_in_common_with_levels_in_percent(folder: Path) -> None:
    with pytest.raises(FormulaError, match="no shade means both"):
        chart_of(folder, "heatmap", rows=["a", "b"], columns=["now", "year_ago", "yoy"])
    chart_of(folder, "heatmap", rows=["a.yoy", "b.yoy"], columns=["now"])


def test_columns_may_be_what_is_asked_of_each_row(folder: Path, easel: Easel) -> None:
    parts = easel.parts(chart_of(folder, "heatmap", rows=["a", "b"], columns=["now", "year_ago"]))
    assert {"Q4 25", "Q4 24"} <= {text.text for text in parts.texts}
    assert set(cells(parts)) == {"a@2025-Q4", "b@2025-Q4", "a@2024-Q4", "b@2024-Q4"}
    with pytest.raises(FormulaError, match="1 heads for 2 columns"):
        chart_of(folder, "heatmap", rows=["a"], columns=["now", "year_ago"], heads=["Now"])


@settings(max_examples=60)
@given(st.lists(NUMBERS, min_size=1, max_size=12))
def test_a_value_has_the_step_between_the_limits_that_it_lies_between(numbers: list[float]) -> None:
    made = shades(numbers, "neutral", Manner("short", axis=PERCENT))
    assert list(made.limits) == sorted(set(made.limits))
    assert len(made.tokens) == len(made.limits) + 1 == len(made.texts) + 1
    assert all(min(numbers) < limit <= max(numbers) for limit in made.limits)
    tokens = [ground(made, number) for number in sorted(numbers)]
    hues = [next(hue for hue in RAMPED if token.startswith(hue)) for token in tokens]
    assert hues == sorted(hues, key=("strong", "accent_ink").index)
    if min(numbers) < 0 < max(numbers):
        assert {hue for hue, number in zip(hues, sorted(numbers), strict=True) if number < 0} == {"strong"}


def ground(made: Shades, number: float) -> str:
    return made.tokens[sum(limit <= number for limit in made.limits)]


def test_a_cohort_is_a_row_that_begins_at_the_left_and_ends_at_its_age(folder: Path, easel: Easel) -> None:
    drawn = cells(easel.parts(chart_of(folder, "cohort", items=list(KEPT), periods=5)))
    for name, row in KEPT.items():
        known = [
            drawn[f"{name}@{at}"].box for at, value in zip(QUARTERS, row, strict=True) if value is not None
        ]
        assert known[0].left == pytest.approx(drawn["x@2024-Q4"].box.left)
        assert all(later.left > earlier.left for earlier, later in pairwise(known))
        assert len({round(box.top, 1) for box in known}) == 1
    assert drawn["x@2024-Q4"].box.top < drawn["y@2025-Q1"].box.top < drawn["z@2025-Q2"].box.top
    assert drawn["y@2025-Q2"].box.left == pytest.approx(drawn["z@2025-Q3"].box.left)  # both of age 1


def test_the_ages_of_cohorts_stand_over_their_columns(folder: Path, easel: Easel) -> None:
    parts = easel.parts(chart_of(folder, "cohort", items=list(KEPT), periods=5, first=1))
    heads: list[Text] = sorted(
        (text for text in parts.texts if text.text in "12345"), key=lambda text: text.box.left
    )
    assert [text.text for text in heads] == ["1", "2", "3", "4", "5"]
    drawn = cells(parts)
    for text, at in zip(heads, QUARTERS, strict=True):
        box = drawn[f"x@{at}"].box
        assert (text.box.left + text.box.right) / 2 == pytest.approx((box.left + box.right) / 2, abs=1)


def test_cohorts_may_be_periods_and_their_ages_measures(tmp_path: Path, easel: Easel) -> None:
    ages = {"k0": (100, 100, 100, 100, 100), "k1": (80, 82, 84, 86, None), "k2": (60, 65, 70, None, None)}
    drawing = chart_of(facts_of(tmp_path / "ages", ages, "percent"), "cohort", ages=list(ages), periods=5)
    drawn = cells(easel.parts(drawing))
    assert len(drawn) == 12
    assert drawn["k1@2024-Q4"].box.left > drawn["k0@2024-Q4"].box.left
    assert drawn["k0@2025-Q1"].box.top > drawn["k0@2024-Q4"].box.top
    assert [cell.text for cell in drawing.table.rows[-1]][2:] == ["", ""]  # not yet


def test_the_lead_of_cohorts_says_how_the_first_and_the_last_of_them_went(folder: Path) -> None:
    lead = chart_of(folder, "cohort", items=list(KEPT), periods=5).lead
    assert lead.count(" fell from ") == 2
    assert lead.index("X fell") < lead.index("Z fell")


def test_cohorts_are_told_by_ages_or_by_items(folder: Path) -> None:
    with pytest.raises(FormulaError, match="'ages', a measure each, or 'items', a cohort each"):
        chart_of(folder, "cohort", ages=["x"], items=["y"])


def test_where_all_values_are_below_zero_the_lowest_has_the_deepest_ground(
    tmp_path: Path, easel: Easel
) -> None:
    losses = {"loss": (-10, -20, -30, -40, -50)}
    drawing = chart_of(facts_of(tmp_path / "losses", losses), "heatmap", rows=["loss"], periods=5)
    drawn = cells(easel.parts(drawing))
    steps = [step_of(drawn[f"loss@{at}"].color, "strong") for at in QUARTERS]
    assert steps == sorted(steps)
    assert len(set(steps)) > 3


@pytest.mark.parametrize("width", [WIDE, HALF])
def test_of_ages_that_are_many_some_are_named_each_on_one_line(
    tmp_path: Path, easel: Easel, width: float
) -> None:
    ages = {f"kept{age}": (90 - age,) for age in range(40)}
    folder = facts_of(tmp_path, ages, "percent", "kind: share")
    parts = easel.parts(chart_of(folder, "cohort", ages=list(ages), periods=2), width)
    numbers = sorted((text for text in parts.texts if text.text.isdigit()), key=lambda text: text.box.left)
    said, tops = [int(text.text) for text in numbers], {round(text.box.top) for text in numbers}
    assert said == list(range(0, 40, said[1])), said
    assert len(tops) == 1
    assert all(right.box.left - left.box.right > 3 for left, right in pairwise(numbers))


@pytest.mark.parametrize("kind", ["heatmap", "cohort"])
def test_where_all_values_are_alike_the_key_says_the_one_there_is_unless_the_cells_do(
    tmp_path: Path, easel: Easel, kind: str
) -> None:
    same = {f"m{number}": (123456,) * 5 for number in range(12)}
    drawing = chart_of(
        facts_of(tmp_path, same), kind, periods=5, **{"rows" if kind == "heatmap" else "ages": list(same)}
    )
    for width in (WIDE, HALF):
        parts = easel.parts(drawing, width)
        said = [text.text for text in parts.texts if text.text == "123,456"]
        assert len(said) in (1, 60)
        assert not easel.faults(drawing, width)


@pytest.mark.parametrize("slot", ["half", "narrow"])
def test_a_cell_without_a_value_looks_like_no_value_where_cells_have_no_words(
    tmp_path: Path, easels: Mapping[str, Easel], slot: str
) -> None:
    series = dict.fromkeys("abcdefgh", (1000.5, None, 3000.5, 4000.5, 5000.5))
    drawing = chart_of(facts_of(tmp_path, series), "heatmap", rows=list(series), periods=5)
    parts = easels[slot].parts(drawing, load_theme().slots[slot])
    grounds = {shape.fact for shape in parts.shapes if "@" in shape.fact}
    assert len(grounds) == 4 * len(series)
    outlined = [one for one in parts.strokes if one.color == load_theme()["mark"] and len(one.segments) == 4]
    words = [text.text for text in parts.texts if text.text == "n.a."]
    assert len(outlined) == len(series) or len(words) == len(series)
