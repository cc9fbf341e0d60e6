"""Scatter plots as drawn: points by two measures, names clear of one another and told whose they are."""

from __future__ import annotations

from itertools import combinations
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reportgen.charts.judging.picture import Box, Parts
from reportgen.charts.parts.placing import REACH, placed_names
from reportgen.charts.theme import load_theme
from reportgen.errors import FormulaError
from tests.easel import Easel, chart_of
from tests.small_facts import facts_of

THEME = load_theme()
WIDE, HALF = THEME.slots["wide"], THEME.slots["half"]
POINTS = {
    "Alba": (5, 120), "Borealis": (6, 118), "Cresta": (5.5, -30), "Dunmore": (30, 60), "Eastfield": (29, 61),
    "Fenwick": (12, 0), "Gallia": (6, 121), "Harlan": (18, 75),
}  # fmt: skip
FRAME = Box(0, 0, 300, 200)
SPOTS = st.lists(st.tuples(st.floats(0, 300), st.floats(0, 200)), min_size=1, max_size=25)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    margins: dict[str, tuple[float]] = {f"margin of {name}": (x,) for name, (x, _) in POINTS.items()}
    sales: dict[str, tuple[float]] = {f"sales of {name}": (y,) for name, (_, y) in POINTS.items()}
    return facts_of(tmp_path_factory.mktemp("scatter"), margins | sales)


OPTIONS = {"x": "margin", "y": "sales", "entities": list(POINTS), "highlight": "Harlan"}


def dots(parts: Parts) -> dict[str, tuple[float, float]]:
    """The middle of each dot by the name in its title's fact."""
    found = {}
    for shape in parts.shapes:
        if shape.fact:
            name = next(name for name in POINTS if name in shape.fact)
            found[name] = ((shape.box.left + shape.box.right) / 2, (shape.box.top + shape.box.bottom) / 2)
    return found


@pytest.mark.parametrize("width", [WIDE, HALF])
def test_more_of_a_measure_is_further_right_or_further_up(folder: Path, easel: Easel, width: float) -> None:
    drawn = dots(easel.parts(chart_of(folder, "scatter", **OPTIONS), width))
    assert set(drawn) == set(POINTS)
    for axis, sign in ((0, 1), (1, -1)):
        points = sorted((POINTS[name][axis], sign * place[axis]) for name, place in drawn.items())
        (low, first), (high, last) = points[0], points[-1]
        for value, at in points:
            assert at == pytest.approx(first + (value - low) / (high - low) * (last - first), abs=0.6)
        assert last > first


@pytest.mark.parametrize("width", [WIDE, HALF])
def test_every_point_has_its_name_beside_it_or_on_a_leader(folder: Path, easel: Easel, width: float) -> None:
    drawing = chart_of(folder, "scatter", **OPTIONS)
    assert not easel.faults(drawing, width)
    parts = easel.parts(drawing, width)
    drawn, leaders = dots(parts), [segment for stroke in parts.strokes for segment in stroke.segments]
    names = {text.text.partition(" (")[0]: text.box for text in parts.texts if text.fact}
    assert "Harlan (18, 75)" in {text.text for text in parts.texts}
    assert set(names) == set(POINTS)
    for name, box in names.items():
        near = min(drawn, key=lambda other: distance(drawn[other], box))
        led = [ends for ends in leaders if distance(ends[0], Box(*drawn[name], *drawn[name])) < 1]
        assert near == name or any(distance(end, box) < 2 for _, end in led)


def distance(point: tuple[float, float], box: Box) -> float:
    across = max(box.left - point[0], 0.0, point[0] - box.right)
    down = max(box.top - point[1], 0.0, point[1] - box.bottom)
    return float((across**2 + down**2) ** 0.5)


def test_the_axes_are_named_by_measure_and_unit_and_their_ticks_are_true(folder: Path, easel: Easel) -> None:
    parts = easel.parts(chart_of(folder, "scatter", **OPTIONS))
    texts = {text.text for text in parts.texts}
    assert {"Measure margin, € mn", "Measure sales, € mn"} <= texts
    drawn = dots(parts)
    ticks = [
        text
        for text in parts.texts
        if text.text.isdigit() and text.box.top > max(y for _, y in drawn.values())
    ]
    (low, left), (high, right) = (
        (POINTS["Alba"][0], drawn["Alba"][0]),
        (POINTS["Dunmore"][0], drawn["Dunmore"][0]),
    )
    assert len(ticks) > 2
    for text in ticks:
        middle = (text.box.left + text.box.right) / 2
        assert middle == pytest.approx(left + (int(text.text) - low) / (high - low) * (right - left), abs=1)


def test_the_lead_names_the_largest_and_the_smallest_of_both(folder: Path) -> None:
    lead = chart_of(folder, "scatter", **OPTIONS).lead
    assert lead.index("Dunmore is largest") < lead.index("Alba smallest")
    assert lead.index("Gallia is largest") < lead.index("Cresta smallest")


@settings(max_examples=60)
@given(SPOTS, st.integers(20, 90))
def test_names_stand_inside_on_nothing_and_no_leader_runs_through_them(
    spots: list[tuple[float, float]], width: int
) -> None:
    found = placed_names(spots, [[(width, 10)]] * len(spots), FRAME, range(len(spots)))
    assert all(FRAME.holds(place.box, 0) for place in found.values())
    assert all(min(one.box.overlap(other.box)) <= 0 for one, other in combinations(found.values(), 2))
    for index, place in found.items():
        for other, (x, y) in enumerate(spots):
            assert (
                other == index or min(place.box.overlap(Box(x - REACH, y - REACH, x + REACH, y + REACH))) <= 0
            )
        for other, named in found.items():
            assert other == index or not (named.leader and place.box.is_crossed(named.leader))


def test_a_name_that_comes_first_has_its_place_before_the_others() -> None:
    crowd = [(150.0, 100.0)] * 40
    assert 7 in placed_names(crowd, [[(60.0, 10.0)]] * 40, FRAME, [7, *(at for at in range(40) if at != 7)])


def test_points_come_from_entities_or_by_name_and_two_of_them_at_least(folder: Path) -> None:
    with pytest.raises(FormulaError, match="'points', or 'x', 'y' and 'entities'"):
        chart_of(folder, "scatter", x="margin", entities=["Alba"])
    with pytest.raises(FormulaError, match="needs two points"):
        chart_of(folder, "scatter", x="margin", y="sales", entities=["Alba"])
