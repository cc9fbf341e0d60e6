"""Slopes and bridges, as drawn."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

import pytest
from hypothesis import Phase, assume, example, given, settings
from hypothesis import strategies as st

from reportgen.charts.judging.picture import Box, Parts
from reportgen.charts.kind import Drawing
from reportgen.charts.registry import SHIPPED, draw
from reportgen.errors import FormulaError
from reportgen.figures.ledger import Ledger
from tests.conftest import SmallBrief, Write
from tests.easel import THEME, Easel

FEW = settings(max_examples=5, phases=(Phase.explicit, Phase.generate))  # each is drawn by the engine
WIDTHS = st.sampled_from(sorted(THEME.slots.values()))
WIDE, HALF = THEME.slots["wide"], THEME.slots["half"]
VALUES = st.integers(-400, 900).map(lambda number: number / 10)
PAIRS = st.lists(st.tuples(VALUES, VALUES), min_size=2, max_size=6)
STEPS = st.lists(
    st.integers(-300, 300).filter(lambda n: abs(n) > 40).map(lambda n: n / 10), min_size=2, max_size=5
)
NOW, AGO = "FY2026-Q2", "FY2025-Q2"
NEAR = 1.6  # CSS px: a stroke, and what rounding does
BROKEN = "Columns of levels are broken"


def drawn(brief: SmallBrief, kind: str, **options: object) -> tuple[Drawing, str]:
    """A drawing and its alternative text."""
    ledger = Ledger(brief.style)
    drawing = draw(SHIPPED[kind], options, "example", brief.book, ledger, THEME)
    return drawing, ledger.plain(drawing.alt).replace("\u00a0", " ")


def label(parts: Parts, fact: str) -> Box:
    """The box of the label of a fact."""
    [text] = [text for text in parts.texts if text.fact.removeprefix("#") == fact]
    return text.box


def mark(parts: Parts, fact: str) -> Box:
    [shape] = [shape for shape in parts.shapes if shape.fact.removeprefix("#") == fact]
    return shape.box


def middle(box: Box) -> float:
    return (box.top + box.bottom) / 2


def metrics(names: Sequence[str], more: str = "") -> str:
    return "\n".join(f"{name}: {{label: Measure {name.upper()}, kind: amount{more}}}" for name in names)


# Slope --------------------------------------------------------------------------------------------------------------


def of_pairs(brief: Write, pairs: Sequence[tuple[float, float]]) -> tuple[SmallBrief, str]:
    names = "abcdefgh"[: len(pairs)]
    rows = [
        f"{name},,{period},,{value},CNY bn,,report"
        for name, pair in zip(names, pairs, strict=True)
        for period, value in zip((AGO, NOW), pair, strict=True)
    ]
    return brief("\n".join(rows), metrics=metrics(names)), names


@FEW
@given(pairs=PAIRS, width=WIDTHS)
def test_dots_of_a_slope_stand_where_their_values_are_on_one_scale_and_their_labels_beside_or_led_to_them(
    brief: Write, easel: Easel, pairs: list[tuple[float, float]], width: float
) -> None:
    small, names = of_pairs(brief, pairs)
    drawing, alt = drawn(small, "slope", items=list(names))
    parts = easel.parts(drawing, width)
    places = [
        (value, middle(mark(parts, f"{name}@{period}")))
        for name, pair in zip(names, pairs, strict=True)
        for period, value in zip((AGO, NOW), pair, strict=True)
    ]
    assume(len({value for value, _ in places}) > 1)
    (low, at_low), (high, at_high) = min(places), max(places)
    each = (at_high - at_low) / (high - low)
    assert each < 0
    assert [y for _, y in places] == pytest.approx([at_low + (v - low) * each for v, _ in places], abs=NEAR)
    ends = [end for stroke in parts.strokes for segment in stroke.segments for end in segment]
    for name, pair in zip(names, pairs, strict=True):
        for period, value in zip((AGO, NOW), pair, strict=True):
            [text] = [
                t
                for t in parts.texts
                if t.fact.removeprefix("#") == f"{name}@{period}" and re.match("[−\\d]", t.text)
            ]
            assert text.text.startswith(f"{value:.1f}".replace("-", "−"))
            near = abs(middle(text.box) - middle(mark(parts, f"{name}@{period}"))) < 8
            whole = [t.box for t in parts.texts if t.fact == text.fact]
            y = (min(b.top for b in whole) + max(b.bottom for b in whole)) / 2
            edge = text.box.right if period == AGO else text.box.left
            assert near or any(abs(x - edge) < 6 and abs(at - y) < 7 for x, at in ends)
        before, after = pair
        verb = "rose" if after > before else "fell" if after < before else "did not change"
        assert f"Measure {name.upper()} {verb}" in alt
    assert not easel.faults(drawing, width)


def test_the_highlighted_slope_lies_over_one_that_is_equal(brief: Write, easel: Easel) -> None:
    small, _ = of_pairs(brief, [(60.0, 71.0), (60.0, 71.0), (60.0, 71.0)])
    drawing, _ = drawn(small, "slope", items=["a", "b", "c"], highlight="b")
    parts = easel.parts(drawing)
    lines = [
        stroke
        for stroke in parts.strokes
        if len(stroke.segments) == 1 and stroke.color in (THEME["accent"], THEME["mark"])
    ]
    joining = [stroke for stroke in lines if abs(stroke.segments[0][0][0] - stroke.segments[0][1][0]) > 150]
    assert joining[-1].color == THEME["accent"]
    assert parts.shapes[-1].color == THEME["accent"]
    assert [text.color for text in parts.texts if "Measure B" in text.text] == [THEME["accent"]]


# Bridge -------------------------------------------------------------------------------------------------------------


def of_steps(
    brief: Write, start: float, steps: Sequence[float], polarity: str = "neutral"
) -> tuple[SmallBrief, list[str]]:
    names = [f"s{index}" for index in range(len(steps))]
    rows = [f"{name},,{NOW},,{value},CNY bn,,report" for name, value in zip(names, steps, strict=True)]
    rows += [
        f"level,,{AGO},,{start:.1f},CNY bn,,report",
        f"level,,{NOW},,{start + sum(steps):.1f},CNY bn,,report",
    ]
    level = f"level: {{label: Level, kind: amount, polarity: {polarity}}}"
    return brief("\n".join(rows), metrics=f"{metrics(names)}\n{level}"), names


def bridge(brief: SmallBrief, names: Sequence[str], **options: object) -> tuple[Drawing, str]:
    return drawn(
        brief, "bridge", **{"from": "level.year_ago", "to": "level", "steps": list(names), **options}
    )


@FEW
@example(start=9.0, steps=[-14.7, -30.0, 15.2, -26.3, 20.0], width=HALF)  # a label across zero
@given(start=st.integers(-300, 300).map(lambda n: n / 10), steps=STEPS, width=WIDTHS)
def test_steps_float_from_where_the_one_before_ends_and_are_as_long_as_their_values(
    brief: Write, easel: Easel, start: float, steps: list[float], width: float
) -> None:
    assume(abs(start) > 1 and abs(start + sum(steps)) > 1)
    small, names = of_steps(brief, start, steps)
    drawing, alt = bridge(small, names)
    parts = easel.parts(drawing, width)
    boxes = [mark(parts, f"{name}@{NOW}") for name in names]
    lying = width < WIDE  # rows, else columns
    spans = [(box.left, box.right) if lying else (-box.bottom, -box.top) for box in boxes]
    each = (spans[0][1] - spans[0][0]) / abs(steps[0])
    assert [high - low for low, high in spans] == pytest.approx(
        [abs(step) * each for step in steps], abs=NEAR
    )
    ends = [(high, low) if step < 0 else (low, high) for step, (low, high) in zip(steps, spans, strict=True)]
    for (_, reached), (begun, _) in pairwise(ends):
        assert begun == pytest.approx(reached, abs=NEAR)
    level = mark(parts, f"level@{NOW}")
    far = (level.right, level.left) if lying else (-level.top, -level.bottom)
    assert min(abs(end - ends[-1][1]) for end in far) < NEAR
    for name, box, value in zip(names, boxes, steps, strict=True):
        said = label(parts, f"{name}@{NOW}")
        gap = said.left - box.right if lying else box.top - said.bottom
        assert 0 < gap < 10
        assert f"{abs(value):.1f}" in next(t.text for t in parts.texts if t.box == said)
    assert (BROKEN in alt) == any(text.text.startswith(BROKEN) for text in parts.texts)
    assert not easel.faults(drawing, width)


@pytest.mark.parametrize("width", [WIDE, HALF])
@pytest.mark.parametrize("start", [3000.0, -3000.0])
def test_levels_that_dwarf_their_steps_are_broken_visibly_and_in_words(
    brief: Write, easel: Easel, start: float, width: float
) -> None:
    small, names = of_steps(brief, start, [14.0, -4.0])
    drawing, alt = bridge(small, names)
    parts = easel.parts(drawing, width)
    assert BROKEN in alt
    assert any(text.text.startswith(BROKEN) for text in parts.texts)
    gaps = [stroke for stroke in parts.strokes if stroke.color == THEME["paper"]]
    for period in (AGO, NOW):
        box = mark(parts, f"level@{period}")
        assert any(box.is_crossed(segment) for stroke in gaps for segment in stroke.segments)
    step = mark(parts, f"s0@{NOW}")
    assert (step.right - step.left if width == HALF else step.bottom - step.top) > 30
    assert not easel.faults(drawing, width)


def test_levels_near_their_steps_stand_on_zero_unbroken(brief: Write, easel: Easel) -> None:
    small, names = of_steps(brief, 20.0, [14.0, -4.0])
    drawing, alt = bridge(small, names)
    parts = easel.parts(drawing)
    assert BROKEN not in alt
    first, last = mark(parts, f"level@{AGO}"), mark(parts, f"level@{NOW}")
    assert (last.bottom - last.top) / (first.bottom - first.top) == pytest.approx(30 / 20, rel=0.02)


@pytest.mark.parametrize(
    ("polarity", "rise", "fall"),
    [("more is better", "good", "bad"), ("less is better", "bad", "good"), ("neutral", "mid", "mark")],
)
def test_a_step_is_good_or_bad_only_where_the_measure_has_a_polarity_and_rises_never_look_like_falls(
    brief: Write, easel: Easel, polarity: str, rise: str, fall: str
) -> None:
    small, names = of_steps(brief, 20.0, [14.0, -4.0], polarity)
    drawing, _ = bridge(small, names)
    colors = {shape.fact.removeprefix("#"): shape.color for shape in easel.parts(drawing).shapes}
    assert colors[f"s0@{NOW}"] == THEME[rise]
    assert colors[f"s1@{NOW}"] == THEME[fall]


@pytest.mark.parametrize(
    ("polarity", "rise"), [("more is better", "good"), ("less is better", "bad"), ("neutral", "mid")]
)
def test_a_highlighted_step_keeps_the_colour_of_its_direction_and_is_outlined(
    brief: Write, easel: Easel, polarity: str, rise: str
) -> None:
    small, names = of_steps(brief, 20.0, [14.0, -4.0], polarity)
    drawing, _ = bridge(small, names, highlight="s0")
    for width in (WIDE, HALF):
        parts = easel.parts(drawing, width)
        colors = [shape.color for shape in parts.shapes if shape.fact.removeprefix("#") == f"s0@{NOW}"]
        assert colors == [THEME[rise]]
        bold = re.findall(r'font-weight="600"[^>]*>([^<]+)<', easel.svg(drawing, width))
        assert {"Measure S0", "+14.0"} == set(bold)


def test_levels_between_which_nothing_changes_are_not_broken(brief: Write, easel: Easel) -> None:
    small, names = of_steps(brief, 20.0, [0.0, 0.0])
    drawing, alt = bridge(small, names)
    assert BROKEN not in alt
    assert not easel.faults(drawing, HALF)


def test_a_level_on_the_way_stands_on_zero_where_the_steps_have_led(brief: Write, easel: Easel) -> None:
    small = brief(
        f"""
        level,,{AGO},,20.0,CNY bn,,report
        level,,{NOW},,33.0,CNY bn,,report
        up,,{NOW},,14.0,CNY bn,,report
        reached,,{NOW},,34.0,CNY bn,,report
        down,,{NOW},,-1.0,CNY bn,,report
        wrong,,{NOW},,38.0,CNY bn,,report
        """,
        metrics=metrics(["level", "up", "reached", "down", "wrong"]),
    )
    drawing, _ = bridge(small, ["up", "reached", "down"], totals="reached")
    parts = easel.parts(drawing)
    reached, level = mark(parts, f"reached@{NOW}"), mark(parts, f"level@{NOW}")
    assert reached.bottom == pytest.approx(level.bottom, abs=NEAR)
    assert reached.top == pytest.approx(mark(parts, f"up@{NOW}").top, abs=NEAR)
    assert [row[0].text for row in drawing.table.rows][1] == "Measure REACHED"
    with pytest.raises(FormulaError, match="'wrong' is 38 CNY bn, and the steps up to it leave"):
        bridge(small, ["up", "wrong", "down"], totals="wrong")


def test_what_the_steps_leave_is_a_part_of_its_own_and_names_at_half_width_are_whole(
    brief: Write, easel: Easel
) -> None:
    small, names = of_steps(brief, 20.0, [14.0, -4.0])
    drawing, _ = bridge(small, names[:1], labels={"s0": "Volumes of everything that was sold abroad"})
    assert [row[0].text for row in drawing.table.rows] == [
        "Volumes of everything that was sold abroad",
        "Other",
        "Change",
    ]
    words = " ".join(text.text for text in easel.parts(drawing, HALF).texts)
    assert all(word in words for word in "Volumes of everything that was sold abroad".split())
    assert "…" not in words


def test_a_cost_above_zero_is_not_added_on_the_way_to_a_result(brief: Write) -> None:
    values = {"sales": "60", "pay": "40", "rent": "5", "other": "2", "result": "17"}
    rows = "".join(f"{name},,FY2026-Q2,,{value},CNY bn,,report\n" for name, value in values.items())
    costs = "pay: {label: Pay, nature: cost}\nrent: {label: Rent, nature: cost}\n"
    others = "".join(f"{name}: {{label: {name}}}\n" for name in ("sales", "other", "result"))
    derive = "derive: {pay_effect: -pay, rent_effect: -rent}"
    small = brief(rows, derive, costs + others)
    with pytest.raises(FormulaError, match="write under 'derive' pay_effect: -pay, rent_effect: -rent"):
        drawn(small, "bridge", steps=["pay", "rent", "other"], **{"from": "sales", "to": "result"})
    right, _ = drawn(
        small, "bridge", steps=["pay_effect", "rent_effect", "other"], **{"from": "sales", "to": "result"}
    )
    assert len(right.table.rows) == 4, "three steps and the change, and nothing is left"


def test_a_bridge_from_a_restated_figure_is_a_change_and_its_ends_are_periods(brief: Write) -> None:
    rows = f"""\
    sales,,{AGO},,20.0,CNY bn,,report
    sales,,{AGO},prior,18.0,CNY bn,,press
    sales,,{NOW},,33.0,CNY bn,,report
    abroad,,{NOW},,15.0,CNY bn,,report
    """
    small = brief(rows, metrics="sales: {label: Sales}\nabroad: {label: Abroad}\n")
    drawing, alt = drawn(
        small, "bridge", steps=["abroad"], **{"from": "sales.year_ago.restated", "to": "sales"}
    )
    assert drawing.measure == "Sales, change, RMB bn, Q2 FY26"
    assert "Restated" not in alt
    assert "Actual" not in alt


@pytest.mark.parametrize("width", [WIDE, HALF])
@pytest.mark.parametrize("far", [4000.0, -4000.0])
def test_a_step_that_would_flatten_the_others_is_broken_with_the_levels_that_it_leads_to_and_said(
    brief: Write, easel: Easel, far: float, width: float
) -> None:
    small, names = of_steps(brief, 20.0, [3.0, far, -2.0, 4.0])
    drawing, alt = bridge(small, names)
    boxes = [mark(easel.parts(drawing, width), f"{name}@{NOW}") for name in names]
    long = [box.right - box.left if width < WIDE else box.bottom - box.top for box in boxes]
    assert long[1] == max(long)
    assert min(long) > 3
    assert "Not drawn to its length: Measure S1" in alt
    assert not easel.faults(drawing, width)
