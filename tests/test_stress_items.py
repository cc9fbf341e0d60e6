"""Charts of items and of wholes under stress: from one to forty, of all signs and sizes, with names of sixty letters.

A decent designer finds room for all of them, at every width. What cannot be drawn is refused, by the name of what is
in the way.
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise
from typing import Any

import pytest

from reportgen import load
from reportgen.charts.kind import Drawing
from reportgen.charts.registry import SHIPPED, draw
from reportgen.charts.theme import load_theme
from reportgen.document.assembly import style_of
from reportgen.errors import FormulaError, MissingFact
from reportgen.facts.book import Book
from reportgen.figures.ledger import Ledger
from tests.easel import Easel
from tests.stress import ITEMS, LONG, NAMES, WHOLES, stressed, wholes

THEME = load_theme()
SLOTS = THEME.slots
CASES = {**ITEMS, **WHOLES}
REFUSED: Mapping[str, str] = {
    "share of 4 neg": "only of a total above zero are there parts",
    "share of 4 mixed": "'mixed2@2024-Q4' is -15 EUR mn; a part of a whole cannot be below zero: show a bridge",
    "share of 4 zero": "only of a total above zero are there parts",
    "share of 4 gappy": "no fact gappy1@2024-Q4",
    "bridge of 4 gappy": "'gappy1.change' is n.a.; a step of a bridge needs a number",
    "histogram of 1 walk": "a histogram needs at least two values",
}
Books = Mapping[str, Book]


@pytest.fixture(scope="module")
def books(tmp_path_factory: pytest.TempPathFactory) -> Books:
    made = {**dict.fromkeys(ITEMS, stressed), **dict.fromkeys(WHOLES, wholes)}
    found = {make: load(make(tmp_path_factory.mktemp("stress"))).book for make in (stressed, wholes)}
    return {case: found[make] for case, make in made.items()}


def drawn(book: Book, kind: str, options: Mapping[str, Any]) -> Drawing:
    return draw(SHIPPED[kind], options, "example", book, Ledger(style_of(book)), THEME)


@pytest.mark.parametrize("case", [case for case in CASES if case not in REFUSED])
def test_every_label_has_its_place(books: Books, easels: Mapping[str, Easel], case: str) -> None:
    drawing = drawn(books[case], *CASES[case])
    faults = {slot: easels[slot].faults(drawing, width) for slot, width in SLOTS.items()}
    assert not any(faults.values()), faults


@pytest.mark.parametrize("case", REFUSED)
def test_what_cannot_be_drawn_is_refused_by_its_name(books: Books, case: str) -> None:
    with pytest.raises((FormulaError, MissingFact)) as refusal:
        drawn(books[case], *CASES[case])
    assert REFUSED[case] in str(refusal.value)


@pytest.mark.parametrize("slot", SLOTS)
@pytest.mark.parametrize("case", [case for case in ITEMS if case.startswith("scatter")])
def test_the_highlighted_point_has_its_name_in_every_crowd(
    books: Books, easels: Mapping[str, Easel], case: str, slot: str
) -> None:
    parts = easels[slot].parts(drawn(books[case], *ITEMS[case]), SLOTS[slot])
    assert [text for text in parts.texts if text.whole.startswith("Garden 0 (")]


@pytest.mark.parametrize("slot", SLOTS)
def test_one_of_two_points_with_a_name_of_sixty_letters_has_it(
    books: Books, easels: Mapping[str, Easel], slot: str
) -> None:
    case = "scatter of 2 walk"
    parts = easels[slot].parts(drawn(books[case], *ITEMS[case]), SLOTS[slot])
    assert f"{LONG} 1" in {text.whole.replace("\n", " ") for text in parts.texts}


@pytest.mark.parametrize("slot", SLOTS)
def test_a_bar_that_would_flatten_the_others_is_broken_with_its_value_and_said(
    books: Books, easels: Mapping[str, Easel], slot: str
) -> None:
    case = "bars of 12 outlier"
    drawing = drawn(books[case], *ITEMS[case])
    parts = easels[slot].parts(drawing, SLOTS[slot])
    long = {shape.fact: shape.box.right - shape.box.left for shape in parts.shapes if shape.fact}
    far = long.pop("outlier1@2025-Q4")
    assert max(long.values()) < far < 2 * max(long.values())
    assert "12,000.0" in [text.text for text in parts.texts]
    assert f"Not drawn to its length: {LONG} 1." in drawing.alt


@pytest.mark.parametrize("kind", ["dots", "dumbbell"])
@pytest.mark.parametrize("size", ["walk", "mixed"])
def test_a_name_above_its_line_is_nearer_to_it_than_to_any_other(
    books: Books, easels: Mapping[str, Easel], kind: str, size: str
) -> None:
    case = f"{kind} of 12 {size}"
    parts = easels["narrow"].parts(drawn(books[case], *ITEMS[case]), SLOTS["narrow"])
    lines = {shape.fact.split("@")[0]: shape.box for shape in parts.shapes if "@2025-Q4" in shape.fact}
    for n in range(12):
        *_, last = (
            text
            for text in parts.texts
            if text.whole.replace("\n", " ") == f"{NAMES[n % 5]} {n or 'and more'}"
        )
        near = min(lines, key=lambda one: abs((lines[one].top + lines[one].bottom) / 2 - last.box.bottom))
        assert near == f"{size}{n}"


@pytest.mark.parametrize("kind", ["bullet", "progress"])
def test_short_words_of_a_gauge_leave_no_hole_where_others_are_long(
    books: Books, easels: Mapping[str, Easel], kind: str
) -> None:
    case = f"{kind} of {4 if kind == 'bullet' else 3} walk"
    parts = easels["half"].parts(drawn(books[case], *ITEMS[case]), SLOTS["half"])
    rows = sorted(
        {round(text.box.top) for text in parts.texts} | {round(one.box.top) for one in parts.shapes}
    )
    assert rows[0] < 6
    assert max(low - high for high, low in pairwise(rows)) < 40


@pytest.mark.parametrize("slot", SLOTS)
@pytest.mark.parametrize(
    "case", [case for case in CASES if case.split()[0] in {"interval", "football", "dots", "scatter"}]
)
def test_ticks_along_the_foot_stand_apart(
    books: Books, easels: Mapping[str, Easel], case: str, slot: str
) -> None:
    parts = easels[slot].parts(drawn(books[case], *CASES[case]), SLOTS[slot])
    ticks = [text for text in parts.texts if text.color == THEME["muted"] and text.text[-1].isdigit()]
    lowest = max((text.box.top for text in ticks), default=0)
    foot = sorted((text.box for text in ticks if text.box.top > lowest - 2), key=lambda box: box.left)
    assert all(other.left - one.right > 5 for one, other in pairwise(foot))


@pytest.mark.parametrize("kind", ["dots", "scatter"])
def test_an_axis_of_nothing_but_zero_has_one_tick(books: Books, easel: Easel, kind: str) -> None:
    case = f"{kind} of 12 zero"
    parts = easel.parts(drawn(books[case], *ITEMS[case]))
    assert not [text.text for text in parts.texts if "0.00" in text.text]
