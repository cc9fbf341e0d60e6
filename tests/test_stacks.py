"""Parts upon one another and side by side, as drawn: share, area, and columns of several series."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from reportgen.charts.judging.picture import Parts, Shape
from reportgen.charts.kind import Drawing
from reportgen.charts.registry import SHIPPED, draw
from reportgen.errors import FormulaError
from reportgen.figures.ledger import Ledger
from tests.conftest import SmallBrief, Write
from tests.easel import THEME, Easel

FEW = settings(max_examples=5, phases=(Phase.generate,))  # each is drawn by the engine
WIDTHS = st.sampled_from(sorted(THEME.slots.values()))
WIDE, HALF = THEME.slots["wide"], THEME.slots["half"]
QUARTERS = ("FY2025-Q2", "FY2025-Q3", "FY2025-Q4", "FY2026-Q1", "FY2026-Q2")
NAMES = "abcdefghij"
SIZES = st.lists(st.integers(20, 900).map(lambda number: number / 10), min_size=5, max_size=5)
METRICS = "\n".join(f"{name}: {{label: Part {name.upper()}, kind: amount}}" for name in NAMES)
NEAR = 1.6  # CSS px: a stroke, and what rounding does


def a_brief(brief: Write, series: Sequence[Sequence[float | None]], total: float | None = None) -> SmallBrief:
    """Series a, b, c … by quarter, and ``whole``, which is ``total`` or what they add up to."""
    rows = [
        f"{name},,{quarter},,{value},CNY bn,,report"
        for name, values in zip(NAMES, series, strict=False)
        for quarter, value in zip(QUARTERS[-len(values) :], values, strict=True)
        if value is not None
    ]
    for quarter, column in zip(QUARTERS[-len(series[0]) :], zip(*series, strict=True), strict=True):
        size = total if total is not None else sum(value or 0.0 for value in column)
        rows.append(f"whole,,{quarter},,{round(size, 1)},CNY bn,,report")
    return brief("\n".join(rows), metrics=f"{METRICS}\nwhole: {{label: All parts, kind: amount}}")


def drawn(brief: SmallBrief, kind: str, **options: object) -> tuple[Drawing, Ledger]:
    ledger = Ledger(brief.style)
    return draw(SHIPPED[kind], options, "example", brief.book, ledger, THEME), ledger


def shapes(parts: Parts, name: str) -> list[Shape]:
    """The marks of a series, by period."""
    found = [
        shape for shape in parts.shapes if shape.fact.removeprefix("#").startswith((f"{name}@", f"{name}."))
    ]
    return sorted(found, key=lambda shape: shape.box.left)


def heights(marks: Sequence[Shape]) -> list[float]:
    return [mark.box.bottom - mark.box.top for mark in marks]


def refused(brief: SmallBrief, kind: str, **options: object) -> str:
    with pytest.raises(FormulaError) as caught:
        drawn(brief, kind, **options)
    return str(caught.value)


# Columns of several series ------------------------------------------------------------------------------------------


@FEW
@given(series=st.lists(SIZES, min_size=2, max_size=4), width=WIDTHS)
def test_columns_side_by_side_are_as_high_as_their_values_on_one_scale_and_in_order(
    brief: Write, easel: Easel, series: list[list[float]], width: float
) -> None:
    names = NAMES[: len(series)]
    drawing, _ = drawn(a_brief(brief, series), "columns", series=list(names), periods=5)
    parts = easel.parts(drawing, width)
    marks = {name: shapes(parts, name) for name in names}
    each = heights(marks["a"])[0] / series[0][0]
    for name, values in zip(names, series, strict=True):
        assert heights(marks[name]) == pytest.approx([value * each for value in values], abs=NEAR)
    for text in (text for text in parts.texts if text.fact):
        [box] = [shape.box for shape in parts.shapes if shape.fact == text.fact]
        assert abs(text.box.left + text.box.right - box.left - box.right) < 16
        assert 0 < box.top - text.box.bottom < 8
    rows = [[mark.box.left for mark in marks[name]] for name in names]
    assert all(one < other for row in zip(*rows, strict=True) for one, other in pairwise(row))
    assert {f"Part {name.upper()}" for name in names} <= {text.text for text in parts.texts}
    assert not easel.faults(drawing, width)


@FEW
@given(series=st.lists(SIZES, min_size=2, max_size=6), width=WIDTHS)
def test_columns_upon_one_another_reach_as_far_as_their_values_and_touch(
    brief: Write, easel: Easel, series: list[list[float]], width: float
) -> None:
    names = NAMES[: len(series)]
    drawing, _ = drawn(a_brief(brief, series), "columns", series=list(names), periods=5, layout="stacked")
    parts = easel.parts(drawing, width)
    marks = [shapes(parts, name) for name in names]
    each = heights(marks[0])[0] / series[0][0]
    for row, values in zip(marks, series, strict=True):
        assert heights(row) == pytest.approx([value * each for value in values], abs=NEAR)
    for lower, upper in pairwise(marks):
        assert [one.box.top for one in lower] == pytest.approx([one.box.bottom for one in upper], abs=NEAR)
    assert not easel.faults(drawing, width)


@FEW
@given(series=st.lists(SIZES, min_size=2, max_size=5))
def test_columns_of_shares_are_all_as_high_and_their_parts_by_share(
    brief: Write, easel: Easel, series: list[list[float]]
) -> None:
    names = NAMES[: len(series)]
    brief_ = a_brief(brief, series)
    drawing, ledger = drawn(brief_, "columns", series=list(names), periods=5, layout=100, total="whole")
    parts = easel.parts(drawing)
    columns = list(zip(*(heights(shapes(parts, name)) for name in names), strict=True))
    whole = sum(columns[0])
    for column, values in zip(columns, zip(*series, strict=True), strict=True):
        assert sum(column) == pytest.approx(whole, abs=NEAR)
        assert list(column) == pytest.approx([value / sum(values) * whole for value in values], abs=NEAR)
    shown = ledger.plain(drawing.alt).replace("\u00a0", " ")
    assert "Part A" in shown
    assert not easel.faults(drawing)


def test_each_part_of_the_last_column_is_named_at_its_height_or_by_a_leader(
    brief: Write, easel: Easel
) -> None:
    series = [[50.0] * 5, [2.0] * 5, [2.0] * 5, [2.0] * 5, [30.0] * 5]
    drawing, _ = drawn(a_brief(brief, series), "columns", series=list("abcde"), periods=5, layout="stacked")
    parts = easel.parts(drawing, HALF)
    names = [text for text in parts.texts if "Part" in text.text]
    assert [text.text[-1] for text in sorted(names, key=lambda text: -text.box.top)] == list("ABCDE")
    light = [stroke for stroke in parts.strokes if stroke.color == THEME["mark"] and stroke.width < 0.75]
    leaders = [segment for stroke in light for segment in stroke.segments]
    for text, name in zip(sorted(names, key=lambda one: -one.box.top), "abcde", strict=True):
        middle, mark = (text.box.top + text.box.bottom) / 2, shapes(parts, name)[-1].box
        [leader] = [ends for ends in leaders if abs(ends[1][1] - middle) < 4]
        assert leader[0][1] == pytest.approx((mark.top + mark.bottom) / 2, abs=1)
        assert mark.right < leader[0][0] < leader[1][0] < text.box.left


def test_values_stand_inside_their_parts_and_the_total_above_them(brief: Write, easel: Easel) -> None:
    series = [[40.0, 41.0, 42.0], [30.0, 31.0, 32.0]]
    drawing, _ = drawn(
        a_brief(brief, series), "columns", series=["a", "b"], periods=3, layout="stacked", total="whole"
    )
    parts = easel.parts(drawing)
    for value, name in (("42.0", "a"), ("32.0", "b")):
        [text] = [text for text in parts.texts if text.text == value]
        assert shapes(parts, name)[-1].box.holds(text.box, 0)
    [total] = [text for text in parts.texts if text.text == "74.0"]
    top = shapes(parts, "b")[-1].box
    assert total.box.bottom < top.top
    assert top.left < (total.box.left + total.box.right) / 2 < top.right


def test_a_period_in_which_a_part_is_missing_stays_empty_and_says_so(brief: Write, easel: Easel) -> None:
    series: list[list[float | None]] = [[40.0, 41.0, 42.0], [30.0, None, 32.0]]
    small = a_brief(brief, series)
    for kind, options in (("columns", {"layout": "stacked"}), ("share", {})):
        many = {"parts": ["a", "b"]} if kind == "share" else {"series": ["a", "b"]}
        drawing, _ = drawn(small, kind, periods=3, total="whole", **many, **options)
        parts = easel.parts(drawing)
        assert len(shapes(parts, "a")) == 2
        assert [text.text for text in parts.texts].count("n.a.") == 1
        assert drawing.gaps


def test_what_is_no_part_is_refused_in_words(brief: Write) -> None:
    small = brief(
        "\n".join(
            f"{name},,{quarter},,{value},{unit},,report"
            for quarter in QUARTERS[-2:]
            for name, value, unit in (
                ("a", 5, "CNY bn"), ("b", 4, "CNY bn"), ("less", -1, "CNY bn"), ("usd", 3, "USD bn"),
                ("rate", 7, "percent"), ("whole", 6, "CNY bn"), ("sum", 9, "CNY bn"),
            )
        ),
        "checks:\n  - sum: {parts: [a, b], total: sum}\n",
        f"{METRICS}\nless: {{label: Less, kind: amount}}\nusd: {{label: Usd, kind: amount}}\n"
        "rate: {label: Rate, kind: growth}\nwhole: {label: Whole, kind: amount}\nsum: {label: Sum, kind: amount}\n",
    )  # fmt: skip
    stack = {"periods": 2, "layout": "stacked"}
    assert "cannot stand on one axis" in refused(small, "columns", series=["a", "usd"], periods=2)
    assert "do not add up" in refused(small, "columns", series=["rate", "rate"], **stack)
    assert "counted twice" in refused(small, "columns", series=["a", "sum"], **stack)
    assert "add up to more than" in refused(small, "columns", series=["a", "b"], total="whole", **stack)
    assert "add up to more than" in refused(small, "share", parts=["a", "b"], total="whole", at="now")
    assert "below zero" in refused(small, "area", series=["a", "less"], periods=2)
    assert "below zero" in refused(small, "share", parts=["less"], total="a", at="now")
    assert "need 'total'" in refused(small, "area", series=["a", "b"], periods=2, stack=100)
    assert "at most 4" in refused(small, "columns", series=["a", "b", "a", "b", "sum"], periods=2)


def test_ratios_are_stacked_where_they_make_up_their_total_and_nowhere_else(
    brief: Write, easel: Easel
) -> None:
    rows = "\n".join(
        f"{name},,{quarter},,{value + at}.00,CNY bn,,report"
        for at, quarter in enumerate(QUARTERS[-2:])
        for name, value in (("claims", 66), ("costs", 28), ("earned", 101))
    )
    ratios = (
        ("loss", "claims / earned"),
        ("expense", "costs / earned"),
        ("combined", "(claims + costs) / earned"),
    )
    derived = "".join(f"  {name}: {{formula: {formula}, kind: ratio}}\n" for name, formula in ratios)
    labels = "claims: {label: Claims}\ncosts: {label: Costs}\nearned: {label: Earned}"
    small = brief(rows, f"derive:\n{derived}", labels)
    asked = {"series": ["loss", "expense"], "periods": 2, "layout": "stacked"}
    drawing, ledger = drawn(small, "columns", total="combined", **asked)
    said = ledger.plain(drawing.values)
    assert "Other" not in said
    assert "94.1%" in said
    assert not easel.faults(drawing, HALF)
    assert "94.1%" in [text.text for text in easel.parts(drawing, HALF).texts]
    assert "give the 'total'" in refused(small, "columns", **asked)
    assert "is left beside the series" in refused(
        small, "columns", total="combined", **{**asked, "series": ["loss"]}
    )


# Area ---------------------------------------------------------------------------------------------------------------


@FEW
@given(series=st.lists(SIZES, min_size=2, max_size=5), width=WIDTHS)
def test_areas_upon_one_another_have_their_points_where_their_sums_are(
    brief: Write, easel: Easel, series: list[list[float]], width: float
) -> None:
    names = NAMES[: len(series)]
    drawing, _ = drawn(a_brief(brief, series), "area", series=list(names), periods=5)
    parts = easel.parts(drawing, width)
    dots = [[(one.box.top + one.box.bottom) / 2 for one in shapes(parts, name)] for name in names]
    sums = [[sum(row[i] for row in series[: part + 1]) for i in range(5)] for part in range(len(series))]
    lowest, highest = min(map(min, sums)), max(map(max, sums))
    flat = [(value, y) for row, ys in zip(sums, dots, strict=True) for value, y in zip(row, ys, strict=True)]
    low, high = dict(flat)[lowest], dict(flat)[highest]
    each = (high - low) / (highest - lowest)
    assert [y for _, y in flat] == pytest.approx(
        [low + (value - lowest) * each for value, _ in flat], abs=NEAR
    )
    assert each < 0  # a higher sum is further up
    second = re.search(rf'd="([^"]+)" fill="{THEME["strong"]}"', easel.svg(drawing, width))
    assert second
    feet = [float(y) for y in re.findall(r"[ML][-\d.]+,([-\d.]+)", second[1])]
    offset = min(dots[1]) - min(feet)  # of the group in which the path stands
    # It lies on the one below, not on zero.
    assert max(feet) + offset == pytest.approx(max(dots[0]), abs=NEAR)
    assert not easel.faults(drawing, width)


def test_an_area_is_from_zero_and_broken_at_a_gap(brief: Write, easel: Easel) -> None:
    small = a_brief(brief, [[90.0, 91.0, None, 93.0, 95.0]])
    drawing, ledger = drawn(small, "area", series="a", periods=5)
    parts = easel.parts(drawing)
    svg = easel.svg(drawing)
    assert svg.count(f'fill="{THEME["accent_soft"]}"') == 2
    areas = [shape.box for shape in parts.shapes if shape.color == THEME["accent"]]
    lowest = max(box.bottom for box in areas)
    foot = float(
        svg.partition(f'fill="{THEME["accent_soft"]}"')[0]
        .rpartition("L")[2]
        .split(",")[1]
        .rstrip('Z"')
        .split("Z")[0]
    )
    assert foot > lowest + 60  # the values lie far above zero, and zero is at the foot
    assert "Area chart: Part A" in ledger.plain(drawing.alt)


# Share --------------------------------------------------------------------------------------------------------------


@FEW
@given(sizes=st.lists(st.integers(30, 900), min_size=2, max_size=7), width=WIDTHS)
def test_at_one_date_bars_are_as_long_as_shares_and_follow_one_another_over_the_whole_width(
    brief: Write, easel: Easel, sizes: list[int], width: float
) -> None:
    names = NAMES[: len(sizes)]
    small = a_brief(brief, [[size / 10.0] for size in sizes])
    drawing, _ = drawn(small, "share", total="whole", parts=list(names), at="now")
    parts = easel.parts(drawing, width)
    bars = [shapes(parts, name)[0].box for name in names]
    whole = bars[-1].right - bars[0].left
    assert [bar.right - bar.left for bar in bars] == pytest.approx(
        [size / sum(sizes) * whole for size in sizes], abs=NEAR
    )
    assert [bar.right for bar in bars[:-1]] == pytest.approx([bar.left for bar in bars[1:]], abs=NEAR)
    assert bars[-1].right > width * 0.8
    for name, bar in zip(names, bars, strict=True):
        [said] = [t for t in parts.texts if t.fact.removeprefix("#").startswith(f"{name}.") and "%" in t.text]
        assert 0 < said.box.left - bar.right < 10
        assert bar.top < (said.box.top + said.box.bottom) / 2 < bar.bottom
    assert not easel.faults(drawing, width)


def test_ten_parts_are_drawn_as_seven_and_a_rest_that_says_what_it_holds(brief: Write, easel: Easel) -> None:
    sizes = [5.0, 90.0, 80.0, 70.0, 60.0, 50.0, 40.0, 3.0, 2.0, 1.0]
    small = a_brief(brief, [[size, size] for size in sizes])
    drawing, ledger = drawn(small, "share", total="whole", parts=list(NAMES), periods=2, rest="Smaller parts")
    assert [row[0].text for row in drawing.table.rows] == [
        *(f"Part {name}" for name in "ABCDEFG"),
        "Smaller parts",
    ]
    assert "Smaller parts holds Part H, Part I and Part J." in ledger.plain(drawing.alt)
    labels = {figure.fact.label for figure in ledger.figures_in(drawing.alt) if ".less(" in figure.fact.id}
    assert labels == {"Smaller parts, share of all parts"}, "it is listed by its name"
    parts = easel.parts(drawing)
    implied = [shape for shape in parts.shapes if shape.color == THEME["accent_soft"]]
    assert not implied
    assert not easel.faults(drawing)
    assert not easel.faults(drawing, HALF)


def test_the_first_part_lies_on_top_in_the_accent_and_neighbours_never_look_alike(
    brief: Write, easel: Easel
) -> None:
    small = a_brief(brief, [[20.0, 30.0]] * 8, total=200.0 + 120)
    drawing, ledger = drawn(small, "share", total="whole", parts=list("abcdefgh"), periods=2)
    column = [shapes(easel.parts(drawing), name)[-1] for name in "abcdefgh"]
    assert [mark.box.top for mark in column] == sorted(mark.box.top for mark in column)
    assert column[0].color == THEME["accent"]
    assert all(one.color != other.color for one, other in pairwise(column))
    assert "Part A is 9.4% of All parts" in ledger.plain(drawing.alt).replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("subject", "beside"), [(52.6, 271.2), (-3.4, 58.8), (-42.7, -188.4), (12.0, -4.0), (271.2, 52.6)]
)
def test_the_subject_has_its_latest_value_beside_a_higher_column_and_covers_none(
    brief: Write, easel: Easel, subject: float, beside: float
) -> None:
    series = [(-18.4, -42.7, 3.1, -6.0, subject), (212.9, 188.4, 240.1, 201.7, beside)]
    drawing, _ = drawn(a_brief(brief, series), "columns", series=["a", "b"], periods=5, layout="grouped")
    for width in THEME.slots.values():
        parts = easel.parts(drawing, width)
        texts = [text for text in parts.texts if text.fact in (f"a@{QUARTERS[-1]}", f"b@{QUARTERS[-1]}")]
        assert {text.fact[:1] for text in texts} == {"a", "b"}
        columns = [shape.box for shape in parts.shapes if "@" in shape.fact]
        for text in texts:
            box = text.box
            assert not any(
                box.left < one.right - 0.5
                and one.left < box.right - 0.5
                and box.top < one.bottom - 0.5
                and one.top < box.bottom - 0.5
                for one in columns
            )


@pytest.mark.parametrize("at", ["now", ["year_ago", "now"]])
def test_costs_that_are_stated_below_zero_are_parts_of_what_they_add_up_to(
    brief: Write, easel: Easel, at: object
) -> None:
    rows = [
        f"{name},,{quarter},,{value},CNY bn,,report"
        for quarter in ("FY2025-Q2", "FY2026-Q2")
        for name, value in (("a", -30.0), ("b", -10.0), ("whole", -50.0))
    ]
    costs = "\n".join(
        f"{name}: {{label: {name}, kind: amount, nature: cost}}" for name in ("a", "b", "whole")
    )
    drawing, ledger = drawn(
        brief("\n".join(rows), metrics=costs), "share", total="whole", parts=["a", "b"], at=at
    )
    assert [ledger.plain(row[-1].text) for row in drawing.table.rows] == ["60%", "20%", "20%"]
    marks = [shapes(easel.parts(drawing), name)[-1].box for name in ("a", "b")]
    long = [box.right - box.left if at == "now" else box.bottom - box.top for box in marks]
    assert long[0] == pytest.approx(3 * long[1], rel=0.03)
    assert not easel.faults(drawing)
