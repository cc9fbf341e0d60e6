"""Charts of an actual and what it is held against: a plan, a target, a range, a price, an expectation."""

from __future__ import annotations

import re
from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reportgen.charts.judging.picture import Box, Parts, Shape, Stroke, Text
from reportgen.charts.kind import Drawing
from reportgen.charts.registry import SHIPPED, draw
from reportgen.errors import FormulaError
from reportgen.figures.ledger import Ledger
from tests.conftest import SmallBrief, Write
from tests.easel import THEME, Easel

FEW = settings(max_examples=6)  # each is drawn by the engine
WIDTHS = st.sampled_from(sorted(THEME.slots.values()))
HALF = THEME.slots["half"]
SIZES = st.integers(10, 4000).map(lambda number: number / 10)
ENDS = st.tuples(SIZES, SIZES).map(sorted).filter(lambda ends: ends[0] < ends[1])
NEAR = 1.5  # CSS px: a stroke, and what rounding does
Q2 = "{metric},,FY2026-Q2,{scenario},{value},CNY mn,,report"


def drawn(brief: SmallBrief, kind: str, **options: object) -> tuple[Drawing, str]:
    """A drawing and its alternative text."""
    ledger = Ledger(brief.style)
    drawing = draw(SHIPPED[kind], options, "example", brief.book, ledger, THEME)
    return drawing, ledger.plain(drawing.alt).replace("\u00a0", " ")


def facts(**values: object) -> str:
    """Rows of the quarter: ``sales=5, sales__plan="4 to 6"``."""
    rows = [Q2.format(metric=name.partition("__")[0], scenario=name.partition("__")[2], value=value)
            for name, value in values.items()]  # fmt: skip
    return "\n".join(rows)


def shapes(parts: Parts, fact: str) -> list[Shape]:
    return [shape for shape in parts.shapes if shape.fact == fact]


def label(parts: Parts, fact: str) -> Text:
    [text] = [text for text in parts.texts if text.fact == fact]
    return text


def outlines(parts: Parts) -> list[Box]:
    """The boxes around what is drawn without a ground, from the top."""
    found = [_around(stroke) for stroke in parts.strokes if len(stroke.segments) == 4]
    return sorted(found, key=lambda box: box.top)


def _around(stroke: Stroke) -> Box:
    points = [point for segment in stroke.segments for point in segment]
    across, down = [x for x, _ in points], [y for _, y in points]
    return Box(min(across), min(down), max(across), max(down))


def on_one_scale(values: Sequence[float], places: Sequence[float]) -> bool:
    """Whether places follow values by one straight line."""
    low, high = values.index(min(values)), values.index(max(values))
    each = (places[high] - places[low]) / (values[high] - values[low])
    return all(
        place == pytest.approx(places[low] + (value - values[low]) * each, abs=NEAR)
        for value, place in zip(values, places, strict=True)
    )


# Progress -------------------------------------------------------------------------------------------------------------


@FEW
@given(first=st.tuples(SIZES, SIZES), second=st.tuples(SIZES, SIZES), width=WIDTHS)
def test_what_was_done_fills_its_plan_in_proportion_or_goes_beyond_and_all_plans_are_equally_long(
    brief: Write, easel: Easel, first: tuple[float, float], second: tuple[float, float], width: float
) -> None:
    small = brief(facts(a=first[0], a__plan=first[1], b=second[0], b__plan=second[1]))
    items = [{"actual": name, "plan": f"{name}.plan"} for name in "ab"]
    parts = easel.parts(drawn(small, "progress", items=items)[0], width)
    plans = outlines(parts)
    assert plans[0].right - plans[0].left == pytest.approx(plans[1].right - plans[1].left, abs=NEAR)
    for name, (done, planned), plan in zip("ab", (first, second), plans, strict=True):
        [bar] = shapes(parts, f"{name}@FY2026-Q2")
        length = (plan.right - plan.left) * done / planned
        assert bar.box.right - bar.box.left == pytest.approx(length, abs=NEAR)
        assert plan.top < bar.box.top < bar.box.bottom < plan.bottom
        assert label(parts, f"{name}@FY2026-Q2").box.bottom <= plan.top
        assert f"{planned:.1f}" in label(parts, f"{name}@FY2026-Q2/plan").text


@pytest.mark.parametrize(("done", "said"), [(40, "behind"), (60, "ahead of"), (50, "within rounding of")])
def test_progress_says_whether_it_is_ahead_of_its_pace(brief: Write, done: int, said: str) -> None:
    _, alt = drawn(
        brief(facts(a=done, a__plan=100, pace=50)), "progress", actual="a", plan="a.plan", pace="pace"
    )
    assert f"is RMB {done}mn of RMB 100mn (Plan), or {done}%, {said} Pace" in alt


def test_the_tick_of_the_pace_stands_between_nothing_and_the_plan_with_its_words_below(
    brief: Write, easel: Easel
) -> None:
    drawing, _ = drawn(
        brief(facts(a=40, a__plan=100, pace=75)), "progress", actual="a", plan="a.plan", pace="pace"
    )
    parts = easel.parts(drawing)
    [plan], [tick], words = outlines(parts), shapes(parts, "pace@FY2026-Q2"), label(parts, "pace@FY2026-Q2")
    middle = (tick.box.left + tick.box.right) / 2
    assert middle == pytest.approx(plan.left + 0.75 * (plan.right - plan.left), abs=NEAR)
    assert words.box.top > plan.bottom
    assert words.box.left < middle < words.box.right


@pytest.mark.parametrize(("plan", "why"), [("0", "a plan above zero"), ("-3", "what is negative")])
def test_progress_of_nothing_or_of_what_is_negative_is_refused(brief: Write, plan: str, why: str) -> None:
    with pytest.raises(FormulaError, match=why):
        drawn(brief(facts(a=4, a__plan=plan)), "progress", actual="a", plan="a.plan")


# Bullet ---------------------------------------------------------------------------------------------------------------


@FEW
@given(actual=SIZES, target=SIZES, band=SIZES, width=WIDTHS)
def test_a_bullet_has_bar_tick_and_band_on_one_scale_from_zero(
    brief: Write, easel: Easel, actual: float, target: float, band: float, width: float
) -> None:
    small = brief(facts(a=actual, a__target=target, edge=band))
    parts = easel.parts(
        drawn(small, "bullet", actual="a", target="a.target", bands={"weak": "edge"})[0], width
    )
    [bar], [ground] = shapes(parts, "a@FY2026-Q2"), shapes(parts, "edge@FY2026-Q2")
    [tick] = shapes(parts, "a@FY2026-Q2/target")
    places = [bar.box.left, bar.box.right, ground.box.right, (tick.box.left + tick.box.right) / 2]
    assert on_one_scale([0, actual, band, target], places)
    assert ground.box.left == pytest.approx(bar.box.left, abs=NEAR)


@pytest.mark.parametrize(
    ("polarity", "actual", "colour"),
    [("more is better", 5, "good"), ("more is better", 3, "bad"), ("less is better", 5, "bad"),
     ("less is better", 3, "good"), ("neutral", 5, "ink"), ("more is better", 4, "ink")],
)  # fmt: skip
def test_the_value_of_a_bullet_is_coloured_by_what_it_means(
    brief: Write, easel: Easel, polarity: str, actual: int, colour: str
) -> None:
    small = brief(facts(a=actual, a__target=4), metrics=f"a: {{label: Aim, polarity: {polarity}}}")
    parts = easel.parts(drawn(small, "bullet", actual="a", target="a.target")[0])
    assert label(parts, "a@FY2026-Q2").color == THEME[colour]


def test_a_bullet_says_how_it_stands_to_its_target_and_in_which_band(brief: Write) -> None:
    small = brief(facts(a=5, a__target=6, low=3, mid=5.5))
    drawing, alt = drawn(small, "bullet", actual="a", target="a.target", bands={"weak": "low", "fair": "mid"})
    assert "A was RMB 5mn, below RMB 6mn (Target), in the band fair" in alt
    assert drawing.measure.endswith("bands from dark to light: weak, fair")


def test_bands_that_do_not_rise_are_refused(brief: Write) -> None:
    small = brief(facts(a=5, a__target=6, low=3, mid=5))
    with pytest.raises(FormulaError, match=r"band 'fair' \(3 CNY mn\) does not end above 'weak'"):
        drawn(small, "bullet", actual="a", target="a.target", bands={"weak": "mid", "fair": "low"})


# Intervals and football fields ----------------------------------------------------------------------------------------


@FEW
@given(ranges=st.lists(ENDS, min_size=2, max_size=10), width=WIDTHS)
def test_intervals_stand_on_one_scale_with_their_values_inside(
    brief: Write, easel: Easel, ranges: list[list[float]], width: float
) -> None:
    small = brief(facts(**{f"m{at}": f"{low} to {high}" for at, (low, high) in enumerate(ranges)}))
    drawing, _ = drawn(small, "interval", items=[f"m{at}" for at in range(len(ranges))])
    parts = easel.parts(drawing, width)
    values: list[float] = []
    places: list[float] = []
    for at, (low, high) in enumerate(ranges):
        bar, dot = sorted(shapes(parts, f"m{at}@FY2026-Q2"), key=lambda one: one.box.left - one.box.right)
        if high - low < (max(map(max, ranges)) - min(map(min, ranges))) / 10:
            continue  # the dot is wider
        values += [low, high, (low + high) / 2]
        places += [bar.box.left, bar.box.right, (dot.box.left + dot.box.right) / 2]
        words = label(parts, f"m{at}@FY2026-Q2")
        assert bar.box.top < (words.box.top + words.box.bottom) / 2 < bar.box.bottom
        assert words.box.left > bar.box.right
    assert on_one_scale(values, places)
    assert not easel.faults(drawing, width)


def test_ten_intervals_at_half_width_are_told_from_their_dots(brief: Write, easel: Easel) -> None:
    small = brief(facts(**{f"m{at}": f"{50 + 2 * at} to {58 + 2 * at}" for at in range(10)}))
    parts = easel.parts(drawn(small, "interval", items=[f"m{at}" for at in range(10)])[0], HALF)
    for at in range(10):
        bar, dot = sorted(shapes(parts, f"m{at}@FY2026-Q2"), key=lambda one: one.box.left - one.box.right)
        assert bar.box.right - bar.box.left > 4 * (dot.box.right - dot.box.left)


@FEW
@given(ranges=st.lists(ENDS, min_size=1, max_size=6), price=SIZES, width=WIDTHS)
def test_a_football_field_has_ranges_and_price_on_one_scale_and_a_label_at_each_end(
    brief: Write, easel: Easel, ranges: list[list[float]], price: float, width: float
) -> None:
    small = brief(
        facts(price=price, **{f"m{at}": f"{low} to {high}" for at, (low, high) in enumerate(ranges)})
    )
    drawing, _ = drawn(small, "football", items=[f"m{at}" for at in range(len(ranges))], price="price")
    parts = easel.parts(drawing, width)
    values: list[float] = []
    places: list[float] = []
    for at, (low, high) in enumerate(ranges):
        [bar] = shapes(parts, f"m{at}@FY2026-Q2")
        first, last = label(parts, f"m{at}.low@FY2026-Q2"), label(parts, f"m{at}.high@FY2026-Q2")
        assert (first.text, last.text) == (f"{low:.1f}", f"{high:.1f}")
        assert first.box.right == pytest.approx(bar.box.left - 5, abs=NEAR)
        assert last.box.left == pytest.approx(bar.box.right + 5, abs=NEAR)
        values, places = [*values, low, high], [*places, bar.box.left, bar.box.right]
    lines = [(line.box.left + line.box.right) / 2 for line in shapes(parts, "price@FY2026-Q2")]
    assert on_one_scale([*values, *[price] * len(lines)], [*places, *lines])
    assert not easel.faults(drawing, width)


def test_a_football_field_says_where_the_price_stands(brief: Write) -> None:
    small = brief(facts(price=5, m="1 to 3", n="4 to 6", o="4 to 7", p="8 to 9"))
    _, alt = drawn(small, "football", items=["m", "n", "o", "p"], price="price")
    assert "Price was RMB 5mn, above M; within N and O; below P." in alt


def test_a_football_field_of_a_number_is_refused(brief: Write) -> None:
    with pytest.raises(FormulaError, match="'m' is 3 CNY mn, and no range"):
        drawn(brief(facts(m=3)), "football", items=["m"])


# Guidance -------------------------------------------------------------------------------------------------------------

QUARTERS = ("FY2025-Q3", "FY2025-Q4", "FY2026-Q1", "FY2026-Q2")


def guided(ranges: Sequence[Sequence[float]], actual: Sequence[float], coming: str = "") -> str:
    """Four quarters of guidance and what came in."""
    rows = [
        f"sales,,{quarter},{scenario},{value},CNY mn,,report"
        for quarter, (low, high), came in zip(QUARTERS, ranges, actual, strict=True)
        for scenario, value in (("guidance", f"{low} to {high}"), ("", came))
    ]
    return "\n".join([*rows, *([f"sales,,FY2026-Q3,guidance,{coming},CNY mn,,report"] if coming else [])])


@FEW
@given(
    ranges=st.lists(ENDS, min_size=4, max_size=4),
    actual=st.lists(SIZES, min_size=4, max_size=4),
    width=WIDTHS,
)
def test_ranges_and_what_came_in_stand_on_one_scale(
    brief: Write, easel: Easel, ranges: list[list[float]], actual: list[float], width: float
) -> None:
    drawing, _ = drawn(brief(guided(ranges, actual)), "guidance", actual="sales", periods=4)
    parts, values, places = easel.parts(drawing, width), [], []
    for quarter, (low, high), came in zip(QUARTERS, ranges, actual, strict=True):
        [span], [dot] = shapes(parts, f"sales@{quarter}/guidance"), shapes(parts, f"sales@{quarter}")
        values += [low, high, came]
        places += [span.box.bottom, span.box.top, (dot.box.top + dot.box.bottom) / 2]
        assert span.box.left < (dot.box.left + dot.box.right) / 2 < span.box.right
    assert on_one_scale(values, places)
    assert not easel.faults(drawing, width)


def test_guidance_says_where_the_actual_came_in_and_what_comes(brief: Write) -> None:
    small = brief(guided([(1, 3), (1, 3), (5, 7), (4, 6)], [4, 2, 2, 5], coming="5 to 8"))
    _, alt = drawn(small, "guidance", actual="sales", periods=4)
    assert (
        "Sales came in above guidance in Q3 FY25, within guidance in Q4 FY25 and Q2 FY26 and below guidance"
        " in Q1 FY26; guidance for Q3 FY26 is RMB 5–8mn."
    ) in alt


@pytest.mark.parametrize(("polarity", "above"), [("more is better", "good"), ("less is better", "bad")])
def test_what_came_in_outside_of_its_range_is_coloured_by_what_it_means(
    brief: Write, easel: Easel, polarity: str, above: str
) -> None:
    below = {"good": "bad", "bad": "good"}[above]
    small = brief(guided([(1, 3), (1, 3), (5, 7), (4, 6)], [4, 2, 2, 5]),
                  metrics=f"sales: {{label: Sales, polarity: {polarity}}}")  # fmt: skip
    parts = easel.parts(drawn(small, "guidance", actual="sales", periods=4)[0])
    found = [shapes(parts, f"sales@{quarter}")[0].color for quarter in QUARTERS]
    assert found == [THEME[above], THEME["strong"], THEME[below], THEME["strong"]]


def test_the_label_of_what_fell_below_its_range_stands_below(brief: Write, easel: Easel) -> None:
    parts = easel.parts(
        drawn(
            brief(guided([(1, 3), (1, 3), (5, 7), (4, 6)], [4, 2, 2, 5])),
            "guidance",
            actual="sales",
            periods=4,
        )[0]
    )
    for quarter, side in zip(QUARTERS, (-1, -1, 1, -1), strict=True):
        [span], words = shapes(parts, f"sales@{quarter}/guidance"), label(parts, f"sales@{quarter}")
        assert (words.box.top - span.box.top) * side > 0
        assert (label(parts, f"sales@{quarter}/guidance").box.top - span.box.top) * side < 0


# Versus ---------------------------------------------------------------------------------------------------------------


@FEW
@given(now=SIZES, expected=SIZES, width=WIDTHS)
def test_bars_of_a_comparison_are_as_long_as_their_values(
    brief: Write, easel: Easel, now: float, expected: float, width: float
) -> None:
    small = brief(facts(a=now, a__claim=expected))
    parts = easel.parts(drawn(small, "versus", items="a", against=["claim"])[0], width)
    [bar], [other] = shapes(parts, "a@FY2026-Q2"), shapes(parts, "a@FY2026-Q2/claim")
    assert on_one_scale([0, now, expected], [bar.box.left, bar.box.right, other.box.right])


def test_an_expectation_that_nobody_knows_is_said_in_picture_table_and_text(
    brief: Write, easel: Easel
) -> None:
    small = brief(facts(a=5, b=6, b__consensus=7))
    drawing, alt = drawn(small, "versus", items=["a", "b"], against=["consensus"])
    assert "A was RMB 5mn (not known: Consensus); B was RMB 6mn, below RMB 7mn (Consensus)." in alt
    assert [text.text for text in easel.parts(drawing).texts].count("n.a.") == 1
    assert [row[2].text == "n.a." for row in drawing.table.rows] == [True, False]


# Streak ---------------------------------------------------------------------------------------------------------------


def a_streak(brief: Write, count: int, before: int = 0) -> SmallBrief:
    rows = [("FY2026-Q2", count), *([("FY2026-Q1", before)] if before else [])]
    return brief("\n".join(f"held,,{quarter},,{number},quarters,,report" for quarter, number in rows))


@pytest.mark.parametrize("count", [1, 7, 40, 120])
def test_a_streak_has_a_block_for_each_of_its_periods(brief: Write, easel: Easel, count: int) -> None:
    drawing, alt = drawn(a_streak(brief, count), "streak", count="held")
    for width in THEME.slots.values():
        blocks = [
            shape for shape in easel.parts(drawing, width).shapes if shape.box.bottom - shape.box.top > 20
        ]
        assert len(blocks) == count
        assert [shape.color for shape in sorted(blocks, key=lambda one: one.box.left)] == [
            *[THEME["accent_soft"]] * (count - 1), THEME["accent"],
        ]  # fmt: skip
        assert not easel.faults(drawing, width)
    assert f"stands at {count} quarter" in alt


def test_a_streak_that_has_ended_is_an_outline_beside_what_was(brief: Write, easel: Easel) -> None:
    drawing, alt = drawn(a_streak(brief, 0, before=3), "streak", count="held")
    parts = easel.parts(drawing)
    assert "stands at 0 quarters in Q2 FY26, not held." in alt
    assert len(outlines(parts)) == 1
    assert not {THEME["accent"], THEME["accent_soft"]} & {shape.color for shape in parts.shapes}
    assert len(shapes(parts, "held@FY2026-Q1")) == 1
    assert label(parts, "held@FY2026-Q2").text == "0"


def test_a_streak_longer_than_can_be_drawn_is_refused(brief: Write) -> None:
    with pytest.raises(FormulaError, match="a streak is of 0 to 400 periods"):
        drawn(a_streak(brief, 401), "streak", count="held")


@pytest.mark.parametrize("unit", ["matches", "years", "months"])
def test_a_count_of_what_is_no_period_of_the_brief_is_no_streak(brief: Write, unit: str) -> None:
    small = brief(f"held,,FY2026-Q2,,4,{unit},,report", metrics="held: {label: Held, unit: matches}")
    with pytest.raises(FormulaError, match=f"counts {unit}, but .* expected a count of quarters"):
        drawn(small, "streak", count="held")


def test_a_panel_says_that_nobody_expected_its_measure_beside_one_that_has_a_consensus(brief: Write) -> None:
    small = brief(facts(sales="5", sales__consensus="4", debt="3"))
    drawing, alt = drawn(small, "versus", items=["sales", "debt"], against=["consensus"])
    assert "n.a." in alt
    assert len(drawing.table.rows) == 2


# What a pointer reads -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "options"),
    [
        ("streak", {"count": "held", "threshold": "least"}),
        ("progress", {"actual": "least", "plan": "most"}),
        ("bullet", {"actual": "least", "target": "most", "bands": {"low": "most"}}),
        ("interval", {"items": ["least", "most"]}),
    ],
)
def test_a_mark_without_words_of_its_own_says_nothing_to_a_pointer(
    brief: Write, easel: Easel, kind: str, options: dict[str, object]
) -> None:
    rows = ["held,,FY2026-Q2,,3,quarters,,report", "least,,FY2026-Q2,,4.0,percent,at least,report"]
    drawing, _ = drawn(brief("\n".join([*rows, "most,,FY2026-Q2,,9.0,percent,,report"])), kind, **options)
    titles = re.findall("<title>(.*?)</title>", easel.svg(drawing))
    assert titles
    assert not [title for title in titles if "role:" in title or "value:" in title]
