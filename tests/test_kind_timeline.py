"""Timelines: events at their dates, in their order, with words that keep clear of each other."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reportgen.charts.freeze import Freezer
from reportgen.charts.judging.picture import Parts, Shape
from reportgen.errors import FormulaError
from tests.easel import THEME, WIDE, Easel, chart_of
from tests.test_annotations import HALF, written

EVENTS = [
    {"date": "2025-09", "text": "New plant opens"},
    {"date": "2025-03-11", "text": "Price cut"},
    {"date": "2026-03-04", "text": "Annual report"},
]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return written(tmp_path_factory.mktemp("timeline"))


def dots(parts: Parts) -> list[Shape]:
    return sorted(parts.shapes, key=lambda one: (one.box.left, one.box.top))


def test_events_stand_in_the_order_of_their_dates(folder: Path, easel: Easel) -> None:
    drawing = chart_of(folder, "timeline", events=EVENTS)
    words = ["Price cut", "New plant opens", "Annual report"]
    places = [{one.text: one.box for one in easel.parts(drawing, width).texts} for width in (WIDE, HALF)]
    assert sorted(words, key=lambda one: places[0][one].left) == words
    assert sorted(words, key=lambda one: places[1][one].top) == words
    assert [row[1].text for row in drawing.table.rows] == words
    assert drawing.values.index("Price cut (11 March 2025)") < drawing.values.index(
        "New plant opens (September 2025)"
    )


@settings(max_examples=8)
@given(
    days=st.lists(st.dates(date(2020, 1, 1), date(2026, 12, 31)), min_size=2, max_size=12),
    words=st.integers(1, 9),
)
def test_however_many_and_however_close_they_are_every_word_is_shown(
    days: Sequence[date], words: int, folder: Path, freezer: Freezer
) -> None:
    easel = Easel(freezer)
    events = [
        {"date": f"{day}", "text": f"The {'very long '[: 10 * words]}story of it" * (1 + at % 2)}
        for at, day in enumerate(days)
    ]
    drawing = chart_of(folder, "timeline", events=events)
    for width in (WIDE, HALF):
        assert not easel.faults(drawing, width)
        parts = easel.parts(drawing, width)
        assert len(parts.shapes) == len(days)
        assert parts.width == width


def test_as_far_apart_as_their_days(folder: Path, easel: Easel) -> None:
    days = ("2025-01-01", "2025-04-01", "2025-12-31")
    drawing = chart_of(folder, "timeline", events=[{"date": day, "text": "x"} for day in days])
    first, second, third = (one.box.left for one in dots(easel.parts(drawing)))
    assert (second - first) / (third - first) == pytest.approx(90 / 364, abs=0.02)


@pytest.mark.parametrize("width", [WIDE, HALF])
def test_what_is_yet_to_come_is_open(width: float, folder: Path, easel: Easel) -> None:
    drawing = chart_of(folder, "timeline", events=EVENTS, highlight="2025-03-11")
    colors = [one.color for one in dots(easel.parts(drawing, width))]
    assert colors == [THEME["accent"], THEME["mark"], THEME["paper"]]


def test_a_highlight_that_is_no_event_is_refused(folder: Path) -> None:
    with pytest.raises(FormulaError, match="'highlight' names '2025-03-12'"):
        chart_of(folder, "timeline", events=EVENTS, highlight="2025-03-12")
