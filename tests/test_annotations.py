"""What an author points at in a chart over time: events, notes, references and bands, where they stand and are told."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

import reportgen
from reportgen.charts.judging import faults
from reportgen.charts.judging.picture import Parts, Shape, Text
from reportgen.charts.kind import Drawing
from reportgen.document.authored import passages
from reportgen.document.literals import typed_by_hand
from reportgen.errors import FormulaError
from reportgen.verify.verdict import verify
from tests.easel import THEME, WIDE, Easel, chart_of

HALF = 316.0
MONTHS = [f"{2024 + at // 12}-{at % 12 + 1:02d}" for at in range(24)]
VALUES = [100 + (at * 37) % 50 for at in range(24)]
BRIEF = """\
title: "Sales were {{ sales }}"
standfirst: "A month."
entity: {name: Example Corp}
period: 2025-12
date: 2026-01-20
currency: {code: EUR, short: €, word: euros}
sources: {r: {title: Report}}
"""
Draw = Callable[..., Drawing]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return written(tmp_path_factory.mktemp("annotated"))


def written(path: Path, more: str = "") -> Path:
    rows = [f"sales,{month},{value},EUR mn,r" for month, value in zip(MONTHS, VALUES, strict=True)]
    rows += [f"peers,{month},{value + 30},EUR mn,r" for month, value in zip(MONTHS, VALUES, strict=True)]
    rows += ["heads,2025-12,40,employees,r"]
    (path / "facts.csv").write_text("\n".join(["metric,period,value,unit,source", *rows, ""]))
    (path / "metrics.yaml").write_text(
        "sales: {label: Sales}\npeers: {label: Sales of peers}\nheads: {label: Staff, kind: count}\n"
    )
    (path / "brief.yaml").write_text(BRIEF + more)
    (path / "narrative.md").write_text('## Sales\n\nThey were {{ sales }}.\n\n{{ exhibit("sales") }}\n')
    return path


@pytest.fixture
def draw(folder: Path) -> Draw:
    def drawn(
        kind: str = "columns", periods: int = 12, without: Sequence[str] = (), **options: object
    ) -> Drawing:
        given = {"series": "sales", "periods": periods} | options
        return chart_of(folder, kind, **{key: value for key, value in given.items() if key not in without})

    return drawn


def text(parts: Parts, words: str) -> Text:
    return next(one for one in parts.texts if one.text == words)


def bars(parts: Parts) -> list[Shape]:
    """The columns from left to right."""
    return sorted((one for one in parts.shapes if one.fact), key=lambda one: one.box.left)


def poles(parts: Parts) -> list[tuple[float, float]]:
    """Where upright lines end below, from left to right."""
    pieces = [piece for one in parts.strokes for piece in one.segments]
    return sorted((x, max(y, y2)) for (x, y), (x2, y2) in pieces if abs(x - x2) < 0.1)


def levels(parts: Parts) -> list[float]:
    """The heights of level lines."""
    pieces = [piece for one in parts.strokes for piece in one.segments]
    return [y for (_, y), (_, y2) in pieces if abs(y - y2) < 0.1]


def test_an_event_stands_at_its_day_and_above_the_marks(draw: Draw, easel: Easel) -> None:
    drawing = draw(events=[{"date": "2025-07-16", "text": "Strike"}])
    for width in (WIDE, HALF):
        parts = easel.parts(drawing, width)
        [(x, y)], july = poles(parts), bars(parts)[6]
        assert july.box.left < x < july.box.right
        assert y < july.box.top
        words = text(parts, "Strike")
        assert 0 < min(abs(words.box.left - x), abs(words.box.right - x)) < 6
        assert words.box.bottom < july.box.top


@settings(max_examples=6)
@given(days=st.lists(st.dates(date(2025, 2, 1), date(2025, 11, 30)), min_size=2, max_size=6, unique=True))
def test_later_events_stand_further_right_and_their_words_keep_clear(
    days: Sequence[date], folder: Path, freezer: object
) -> None:
    easel = Easel(freezer)  # type: ignore[arg-type]
    events = [
        {"date": f"{day}", "text": f"Something of {'some ' * (at % 4)}note"} for at, day in enumerate(days)
    ]
    for kind in ("columns", "line"):
        drawing = chart_of(folder, kind, series="sales", periods=12, events=events)
        for width in (WIDE, HALF):
            parts = easel.parts(drawing, width)
            feet = [x for x, _ in poles(parts)]
            assert len(feet) == len(days)
            begin, end = date(2025, 1, 1), date(2026, 1, 1)
            shares = [(day - begin) / (end - begin) for day in sorted(days)]
            steps = [
                (a - b) / (c - d)
                for a, b, c, d in zip(feet[1:], feet, shares[1:], shares, strict=False)
                if c - d > 0.15
            ]
            assert not steps or max(steps) < 1.25 * min(steps)  # months are not equally long
            assert not list(faults(easel.svg(drawing, width)))


def test_a_period_is_shaded_over_its_own_days_alone(draw: Draw, easel: Easel) -> None:
    parts = easel.parts(draw(events=[{"date": "2025-Q2", "text": "Strike"}]))
    columns = bars(parts)
    [shade] = [one for one in parts.shapes if not one.fact]
    assert columns[2].box.right <= shade.box.left <= columns[3].box.left
    assert columns[5].box.right <= shade.box.right <= columns[6].box.left


def test_a_note_stands_over_the_middle_of_its_column(draw: Draw, easel: Easel) -> None:
    parts = easel.parts(draw(note_at={"period": "2025-03", "text": "Includes a refund"}))
    [(x, _)] = poles(parts)
    march = bars(parts)[2].box
    assert x == pytest.approx((march.left + march.right) / 2, abs=0.6)


@pytest.mark.parametrize("kind", ["columns", "line"])
def test_a_reference_stands_at_its_value_and_says_it(kind: str, draw: Draw, easel: Easel) -> None:
    drawing = draw(kind, reference={"value": "sales.prior", "text": "A month ago"})
    parts = easel.parts(drawing)
    before = f"{VALUES[22]}"
    november = bars(parts)[10].box
    wanted = november.top if kind == "columns" else (november.top + november.bottom) / 2
    assert any(abs(y - wanted) < 0.6 for y in levels(parts))
    words = text(parts, "A month ago")
    said = next(one for one in parts.texts if one.text == before and one.box.left > november.right)
    assert said.fact == "sales@2025-11"
    assert abs((said.box.top + words.box.bottom) / 2 - wanted) < 4
    assert "Marked: A month ago: \ue000" in drawing.alt


def test_a_reference_through_labels_is_broken_there(draw: Draw, easel: Easel) -> None:
    value = VALUES[18]
    for width in (WIDE, HALF):
        drawing = draw(reference={"value": value + 2.5, "text": "Plan"}, periods=6)
        assert f"{value}" in [one.text for one in easel.parts(drawing, width).texts]
        assert not easel.faults(drawing, width)


def test_a_band_reaches_from_its_low_to_its_high_end(draw: Draw, easel: Easel) -> None:
    low, high = sorted((VALUES[21], VALUES[22]))
    parts = easel.parts(draw(band={"low": low, "high": high, "text": "Usual range"}))
    [shade] = [one for one in parts.shapes if not one.fact]
    tops = sorted(bars(parts)[at].box.top for at in (9, 10))
    assert (shade.box.top, shade.box.bottom) == pytest.approx(tuple(tops), abs=0.6)
    assert shade.box.top < text(parts, "Usual range").box.bottom


def test_an_axis_holds_a_reference_beyond_its_values(draw: Draw, easel: Easel) -> None:
    drawing = draw(reference={"value": 400, "text": "Capacity"})
    assert not easel.faults(drawing)
    assert text(easel.parts(drawing), "Capacity").box.top > 0


def test_a_reference_stands_among_the_names_of_several_lines(draw: Draw, easel: Easel) -> None:
    band = {"low": 90, "high": 95, "text": "Usual range"}
    several = draw("line", series=["sales", "peers"], reference={"value": "sales", "text": "Now"}, band=band)
    for width in (WIDE, HALF):
        assert not easel.faults(several, width)
        assert {"Now", "Usual range", "Sales", "Sales of peers"} <= {
            one.text for one in easel.parts(several, width).texts
        }


EVERY_KIND: dict[str, dict[str, object]] = {
    "an area": {"kind": "area"},
    "areas": {"kind": "area", "series": ["sales", "peers"]},
    "columns side by side": {"kind": "columns", "series": ["sales", "peers"], "layout": "grouped"},
    "columns upon one another": {"kind": "columns", "series": ["sales", "peers"], "layout": "stacked"},
    "guidance": {"kind": "guidance", "series": None, "actual": "sales", "guidance": "peers", "ahead": 0},
    "a line": {"kind": "line"},
    "lines": {"kind": "line", "series": ["sales", "peers"]},
}


@pytest.mark.parametrize("shown", EVERY_KIND)
@pytest.mark.parametrize("width", [WIDE, HALF])
def test_every_kind_over_time_is_pointed_at(shown: str, width: float, draw: Draw, easel: Easel) -> None:
    """The pole stands over its month and above its marks, the level lies at its value, and nothing is in the way."""
    given = {key: value for key, value in EVERY_KIND[shown].items() if value is not None}
    drawing = draw(
        **given,
        without=[key for key, value in EVERY_KIND[shown].items() if value is None],
        note_at={"period": "2025-07", "text": "Strike"},
        reference={"value": 60, "text": "Capacity"},
    )
    parts = easel.parts(drawing, width)
    assert not easel.faults(drawing, width)
    words, named = text(parts, "Strike"), text(parts, "Capacity")
    assert any(0 < min(abs(words.box.left - x), abs(words.box.right - x)) < 6 for x, _ in poles(parts))
    assert any(abs(y - (named.box.top + named.box.bottom) / 2) < 30 for y in levels(parts))
    assert {"Strike (Jul 25)", "Capacity"} <= set(drawing.table.notes)


def test_small_panels_are_all_pointed_at_and_the_words_stand_once_above_them(
    draw: Draw, easel: Easel
) -> None:
    drawing = draw(
        "multiples",
        without=["series"],
        items=["sales", "peers"],
        events=[{"date": "2025-Q2", "text": "Holidays"}],
        note_at={"period": "2025-11", "text": "Includes a refund"},
        reference={"value": "sales.prior", "text": "A month ago"},
        band={"low": 90, "high": 100, "text": "Usual range"},
    )
    for width in (WIDE, HALF):
        parts = easel.parts(drawing, width)
        assert not easel.faults(drawing, width)
        words = [one.text.replace("\u00a0", " ") for one in parts.texts]
        key = ["Holidays (Q2 25)", "Includes a refund (Nov 25)", f"A month ago: {VALUES[22]}", "Usual range"]
        assert [words.count(one) for one in key] == [1, 1, 1, 1]
        below = min(text(parts, name).box.top for name in ("Sales", "Sales of peers"))
        assert all(one.box.bottom <= below for one in parts.texts if one.text in key)
        columns = [[one for one in bars(parts) if one.fact.startswith(name)] for name in ("sales", "peers")]
        for panel in columns:
            november = panel[-2].box
            assert any(abs(x - (november.left + november.right) / 2) < 0.6 for x, _ in poles(parts))
        assert len([y for y in levels(parts) if abs(y - columns[0][-2].box.top) < 0.6]) >= 2
        assert len([one for one in parts.shapes if not one.fact and one.color == THEME["soft"]]) == 6


def test_panels_of_several_scales_hold_no_level(draw: Draw) -> None:
    for level in ({"reference": {"value": 60, "text": "x"}}, {"band": {"low": 6, "high": 60, "text": "x"}}):
        with pytest.raises(FormulaError, match="there are several"):
            draw("multiples", without=["series"], items=["sales", "heads"], scale="own", **level)


def test_a_kind_that_cannot_be_pointed_at_names_those_that_can(tmp_path: Path) -> None:
    slope = """exhibits:
  sales:
    kind: slope
    title: Sales
    items: [sales, peers]
    events: {date: 2025-07-16, text: Strike}
"""
    [found] = [
        one
        for one in reportgen.load(written(tmp_path, slope)).plan().findings
        if one.code == "unknown-setting"
    ]
    assert found.place.line == len(BRIEF.splitlines()) + 6
    assert "'area', 'columns', 'guidance', 'line', 'multiples'" in found.message
    assert "'highlight', 'labels' or 'items'" in found.message


def test_annotations_are_told_and_noted(draw: Draw) -> None:
    drawing = draw(
        events=[{"date": "2025-07-16", "text": "Strike"}, {"date": "2025-09", "text": "Holidays"}],
        note_at={"period": "2025-03", "text": "Includes a refund"},
        band={"low": 100, "high": 110, "text": "Usual range"},
    )
    wanted = ("Strike (16 July 2025)", "Holidays (Sep 25)", "Includes a refund (Mar 25)", "Usual range")
    assert drawing.table.notes == wanted
    assert all(words in drawing.alt for words in wanted)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (
            {"events": {"date": "2023-07-16", "text": "Strike"}},
            "'events' names 2023-07-16, which is not among",
        ),
        ({"note_at": {"period": "2025-Q1", "text": "Strike"}}, "'note_at' names 2025-Q1, which is not among"),
        ({"reference": {"value": "heads", "text": "Staff"}}, "they cannot stand on one axis"),
        ({"band": {"low": "nothing", "high": 3, "text": "x"}}, "nothing"),
    ],
)
def test_what_cannot_be_pointed_at_is_refused(options: dict[str, object], message: str, draw: Draw) -> None:
    with pytest.raises(FormulaError, match=message):
        draw(**options)


@pytest.mark.parametrize("when", ["soon", "2025-13"])
def test_a_date_that_is_none_is_refused(when: str, draw: Draw) -> None:
    with pytest.raises(ValidationError):
        draw(events={"date": when, "text": "Strike"})


EXHIBIT = """\
exhibits:
  sales:
    kind: columns
    title: Sales by month
    series: sales
    events: {{date: 2025-07-16, text: "{words}"}}
    reference: {{value: sales.prior, text: A month ago}}
"""


def test_figures_in_the_words_are_in_the_ledger_and_verified(tmp_path: Path) -> None:
    words = "Strike at {{ peers }} of peers"
    loaded = reportgen.load(written(tmp_path, EXHIBIT.format(words=words)))
    planned = loaded.plan()
    shown = [line for line in planned.ledger.shown if line.figure.fact.id == "peers@2025-12"]
    assert {line.spot.name for line in shown} == {"sales"}
    said = [planned.ledger.plain(token) for token in planned.drawn["sales"].on_page.labels]
    assert shown[0].figure.text in said
    issue = loaded.build()
    issue.write(tmp_path / "out")
    assert "A month ago" in issue.html
    assert verify(tmp_path / "out" / "brief.html").drifts == ()
    assert verify(tmp_path / "out" / "brief.pdf").drifts == ()


def test_numbers_typed_into_the_words_are_found(tmp_path: Path) -> None:
    book = reportgen.load(written(tmp_path, EXHIBIT.format(words="Strike of 400"))).book
    assert [one.code for one in typed_by_hand(book, passages(book.brief)) if "'400'" in one.message] == [
        "typed-number"
    ]
