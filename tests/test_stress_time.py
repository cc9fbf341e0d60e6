"""Awkward series in every kind of time: none has a fault at either width, and what cannot be drawn well says why."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import pytest
from pydantic import ValidationError

from reportgen import load
from reportgen.charts.kind import Drawing
from reportgen.charts.registry import SHIPPED, draw
from reportgen.document.assembly import style_of
from reportgen.errors import FormulaError
from reportgen.facts.book import Book
from reportgen.figures.ledger import Ledger
from tests.conftest import Write
from tests.easel import THEME, WIDE, Easel
from tests.stress_facts import NAMES, SHAPES, written

HALF = THEME.slots["half"]
Options = Mapping[str, Any]
Easels = Mapping[str, Easel]
COUNTS = (2, 12, 40, 60, 400)
# What is told of a case instead of a picture, by a part of its words
REFUSED: Mapping[str, str] = {
    **{f"{kind} of 400": "less than or equal to" for kind in
       ("columns", "columns side by side", "columns upon one another", "columns of a total", "multiples")},
    **{f"columns side by side of {count}": "at most 96 can be told apart" for count in (40, 60)},
    **{f"sparkline of {count}": "less than or equal to" for count in (60, 400)},
    **{f"guidance of {count}": "less than or equal to" for count in (60, 400)},
    **{f"{kind}, {shape}": "below zero" for kind in ("areas",) for shape in ("negative", "mixed")},
    **{f"columns of a total, {shape}": "only of a total above zero" for shape in ("negative", "mixed", "zero")},
}  # fmt: skip
UNDRAWN = {"sparkline of 2", "sparkline, one", "sparkline, two"}  # too few for a course


def _kinds(shape: str) -> Iterator[tuple[str, str, Options]]:
    """Each kind of time over a shape of series: its name, its kind, its options."""
    one, four = f"{shape}_a", [f"{shape}_{name}" for name in NAMES[:4]]
    total = {"total": f"{shape}_all"}
    yield "columns", "columns", {"series": one}
    yield "line", "line", {"series": one}
    yield "area", "area", {"series": one}
    yield "columns side by side", "columns", {"series": four}
    yield "columns upon one another", "columns", {"series": four, "layout": "stacked"}
    yield "columns of a total", "columns", {"series": four, "layout": "stacked", **total}
    yield "lines", "line", {"series": four}
    yield "areas", "area", {"series": four}
    yield "multiples", "multiples", {"items": [*four, f"{shape}_e"]}
    yield "sparkline", "sparkline", {"series": one}
    yield "guidance", "guidance", {"actual": one, "ahead": 0}


CASES = {
    **{f"{name}, {shape}": (kind, {**options, "periods": 12})
       for shape in SHAPES for name, kind, options in _kinds(shape)},
    **{f"{name} of {count}": (kind, {**options, "periods": count})
       for count in COUNTS for name, kind, options in _kinds("wave")},
    **{f"{name} with gaps": (kind, {**options, "periods": 24})
       for name, kind, options in _kinds("missing")},
    **{f"streak of {held}": ("streak", {"count": f"held_{held}"}) for held in (0, 1, 2, 12, 40, 400)},
    **{f"timeline of {count}": ("timeline", {"events": [
        {"date": f"{2010 + at * 15 // count}-{1 + at * 5 % 12:02d}", "text": f"Step {'of some words ' * (at % 4)}here"}
        for at in range(count)]}) for count in (2, 8, 12, 30)},
}  # fmt: skip
EVERY_FEW = 4  # of the cases that the quick run draws: each shape and each kind is among them


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Book:
    return load(written(tmp_path_factory.mktemp("stress"))).book


def drawn(book: Book, name: str) -> Drawing:
    kind, options = CASES[name]
    return draw(SHIPPED[kind], options, "example", book, Ledger(style_of(book)), THEME)


@pytest.mark.parametrize("name", REFUSED)
def test_what_cannot_be_drawn_well_says_why(name: str, book: Book) -> None:
    with pytest.raises((FormulaError, ValidationError), match=REFUSED[name]):
        drawn(book, name)


def _drawable() -> list[str]:
    return [name for name in CASES if name not in REFUSED]


@pytest.mark.parametrize("name", _drawable()[::EVERY_FEW])
def test_awkward_series_are_drawn_without_a_fault(name: str, book: Book, easels: Easels) -> None:
    assert not wrong(drawn(book, name), name, easels)


@pytest.mark.slow
@pytest.mark.parametrize("name", [name for at, name in enumerate(_drawable()) if at % EVERY_FEW])
def test_all_other_awkward_series_are_too(name: str, book: Book, easels: Easels) -> None:
    assert not wrong(drawn(book, name), name, easels)


def wrong(drawing: Drawing, name: str, easels: Easels) -> list[object]:
    """What is clipped, covered, cut, too small, or of another size than its slot; that there is a picture, or none."""
    if drawing.chart is None or name in UNDRAWN:
        return [] if drawing.chart is None and name in UNDRAWN else [drawing]
    found: list[object] = []
    for slot, width in THEME.slots.items():
        parts = easels[slot].parts(drawing, width)
        found += [(slot, fault) for fault in easels[slot].faults(drawing, width)]
        found += [(slot, text.text) for text in parts.texts if "…" in text.text]
        found += [(slot, parts.width)] if parts.width != width else []
    return found


# What a designer would do --------------------------------------------------------------------------------------------


def test_a_column_that_would_flatten_the_others_is_broken_with_its_value_and_said(
    book: Book, easel: Easel
) -> None:
    for name in ("columns, outlier", "columns side by side, outlier", "multiples, outlier"):
        drawing = drawn(book, name)
        for width in (WIDE, HALF):
            parts = easel.parts(drawing, width)
            tall = {shape.fact: shape.box.bottom - shape.box.top for shape in parts.shapes if shape.fact}
            far = tall.pop("outlier_a@2025-09")
            assert max(tall.values()) < far < 2 * max(tall.values()), name
            assert "9,000.0" in [text.text for text in parts.texts]
        assert "Not drawn to its length: Sep 25." in drawing.alt


def test_columns_of_one_size_are_never_broken(book: Book) -> None:
    for shape in SHAPES:
        if shape != "outlier":
            assert "Not drawn" not in drawn(book, f"columns, {shape}").alt


def test_an_axis_of_nothing_but_zero_says_zero(book: Book, easel: Easel) -> None:
    for name in ("columns side by side, zero", "columns upon one another, zero", "lines, zero"):
        ticks = {text.text for text in easel.parts(drawn(book, name)).texts if text.text.startswith("0.00")}
        assert not ticks


def test_every_missing_period_says_so_or_none_does(book: Book, easel: Easel) -> None:
    gone = sum(SHAPES["missing"](0, ago) is None for ago in range(12))
    for name in ("columns, missing", "columns side by side, missing", "line, missing", "area, missing"):
        for width in (WIDE, HALF):
            texts = [text.text for text in easel.parts(drawn(book, name), width).texts]
            assert texts.count("n.a.") in ((gone,) if width == WIDE else (gone, 0)), name


@pytest.mark.parametrize("count", [40, 60, 400])
def test_the_last_value_of_a_dense_line_stands_beside_its_end(count: int, book: Book, easel: Easel) -> None:
    for kind in ("line", "area"):
        for width in (WIDE, HALF):
            parts = easel.parts(drawn(book, f"{kind} of {count}"), width)
            [label] = [text for text in parts.texts if text.fact == "wave_a@2025-12"]
            [line] = [one for one in parts.strokes if one.color == THEME["accent"] and len(one.segments) > 2]
            x, y = line.segments[-1][1]
            assert 0 < label.box.left - x < 14
            assert abs((label.box.top + label.box.bottom) / 2 - y) < 3


def test_the_latest_value_is_labelled_beside_an_outlier_too(book: Book, easel: Easel) -> None:
    for name in ("line, outlier", "area, outlier"):
        assert "outlier_a@2025-12" in [text.fact for text in easel.parts(drawn(book, name)).texts]


def test_totals_of_dense_stacks_stand_clear_of_the_columns(book: Book, easel: Easel) -> None:
    drawing = drawn(book, "columns of a total of 40")
    parts = easel.parts(drawing)
    for text in (text for text in parts.texts if text.fact.startswith("wave_all@")):
        assert not any(
            shape.box.left < text.box.right and text.box.left < shape.box.right and shape.box.top < text.box.bottom - 2
            for shape in parts.shapes if shape.fact
        )  # fmt: skip


@pytest.mark.parametrize(("known", "expected"), [((3, 4, 7, 8), (3, 4, 7, 8)), ((3, 4, 5, 8), (5, 6, 7, 8))])
def test_days_are_working_days_where_no_fact_is_of_a_weekend(
    brief: Write, known: tuple[int, ...], expected: tuple[int, ...]
) -> None:
    """3 July 2025 is a Thursday."""
    rows = "".join(f"nav,,2025-07-{day:02},,{100 + day}.0,CNY per unit,,report\n" for day in known)
    book = brief(rows, metrics="nav: {label: NAV, unit: CNY per unit}\n").book
    found = book.last(4, book.brief.period_of("2025-07-08"))
    assert tuple(one.start.day for one in found) == expected


@pytest.mark.parametrize("slot", THEME.slots)
@pytest.mark.parametrize(
    "name", ["columns, huge", "columns of 40", "columns of 60", "columns of a total of 40"]
)
def test_a_label_stands_near_its_own_column_unless_it_is_the_last(
    name: str, slot: str, book: Book, easels: Easels
) -> None:
    parts = easels[slot].parts(drawn(book, name), THEME.slots[slot])
    for text in parts.texts:
        whose, _, period = text.fact.partition("@")
        if whose.endswith(("_a", "_all")) and period != "2025-12" and text.color != THEME["accent_ink"]:
            top = min(
                shape.box.top
                for shape in parts.shapes
                if shape.fact.endswith(f"_a@{period}")
                or (whose.endswith("_all") and shape.fact.partition("/")[0].endswith(f"@{period}"))
            )
            assert 0 <= top - text.box.bottom < 2 * text.size


@pytest.mark.parametrize("slot", THEME.slots)
@pytest.mark.parametrize(
    "name", [name for name in _drawable() if name.startswith(("columns", "lines", "area"))]
)
def test_no_label_is_read_together_with_a_number_of_the_axis(
    name: str, slot: str, book: Book, easels: Easels
) -> None:
    texts = easels[slot].parts(drawn(book, name), THEME.slots[slot]).texts
    ticks = [text.box for text in texts if not text.fact and text.color == THEME["muted"]]
    for label in (text for text in texts if text.fact and text.color == THEME["ink"]):
        on_line = [tick for tick in ticks if abs(tick.top - label.box.top) < label.size / 2]
        assert not [tick for tick in on_line if 0 <= label.box.left - tick.right < 6], label.text


@pytest.mark.parametrize("slot", THEME.slots)
@pytest.mark.parametrize("shape", ["wave", "one", "two", "negative", "equal", "missing", "together", "long"])
def test_the_latest_actual_beside_its_guidance_has_its_label(
    shape: str, slot: str, book: Book, easels: Easels
) -> None:
    parts = easels[slot].parts(drawn(book, f"guidance, {shape}"), THEME.slots[slot])
    assert f"{shape}_a@2025-12" in {text.fact for text in parts.texts}


@pytest.mark.parametrize("name", ["area, huge", "line, huge", "area, wave", "line, long"])
@pytest.mark.parametrize("slot", THEME.slots)
def test_a_peak_has_its_label_before_the_points_beside_it(
    name: str, slot: str, book: Book, easels: Easels
) -> None:
    shape = name.rpartition(" ")[2]
    shown = {text.fact for text in easels[slot].parts(drawn(book, name), THEME.slots[slot]).texts}
    assert f"{shape}_a@2025-10" in shown
    if f"{shape}_a@2025-03" not in shown:
        assert not {f"{shape}_a@2025-02", f"{shape}_a@2025-04"} & shown


@pytest.mark.parametrize("name", ["streak of 40", "streak of 400"])
def test_counts_that_have_not_all_room_stand_at_the_ends_of_their_streak(
    name: str, book: Book, easels: Easels
) -> None:
    for slot, width in THEME.slots.items():
        texts = [text.text for text in easels[slot].parts(drawn(book, name), width).texts if "@" in text.fact]
        assert texts == ["1", name.rpartition(" ")[2]]


def test_dots_of_a_timeline_lie_inside_of_it(book: Book, easels: Easels) -> None:
    parts = easels["wide"].parts(drawn(book, "timeline of 2"))
    assert all(shape.box.left >= 0 and shape.box.right <= WIDE for shape in parts.shapes)


def test_every_name_of_an_axis_of_points_is_drawn_at_every_width(book: Book, easel: Easel) -> None:
    drawing = drawn(book, "line of 12")
    for width in range(500, 700, 7):
        texts = {text.text for text in easel.parts(drawing, width).texts}
        assert any("Jan" in text for text in texts), width
        assert any("Dec" in text for text in texts), width
