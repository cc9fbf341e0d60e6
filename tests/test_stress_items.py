"""Charts of items and of wholes under stress: from one to forty, of all signs and sizes, with names of sixty letters.

A decent designer finds room for all of them, at every width. What cannot be drawn is refused, by the name of what is
in the way.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from reportgen import load
from reportgen.charts.freeze import Freezer
from reportgen.charts.kind import Drawing
from reportgen.charts.registry import SHIPPED, draw
from reportgen.charts.theme import load_theme
from reportgen.document.assembly import style_of
from reportgen.errors import FormulaError, MissingFact
from reportgen.facts.book import Book
from reportgen.figures.ledger import Ledger
from tests.easel import Easel
from tests.stress import ITEMS, WHOLES, stressed, wholes

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


@pytest.fixture(scope="module")
def easels(freezer: Freezer) -> Mapping[str, Easel]:
    """One a width, with its letters."""
    return {slot: Easel(freezer, THEME.in_slot(slot)) for slot in SLOTS}


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


@pytest.mark.parametrize("slot", ["wide", "half"])
def test_the_highlighted_point_has_its_name_on_a_heap_of_others(
    books: Books, easel: Easel, slot: str
) -> None:
    case = "scatter of 12 outlier"
    parts = easel.parts(drawn(books[case], *ITEMS[case]), SLOTS[slot])
    assert [text for text in parts.texts if text.text.startswith("Garden 0 (3.0")]


@pytest.mark.parametrize("kind", ["dots", "scatter"])
def test_an_axis_of_nothing_but_zero_has_one_tick(books: Books, easel: Easel, kind: str) -> None:
    case = f"{kind} of 12 zero"
    parts = easel.parts(drawn(books[case], *ITEMS[case]))
    assert not [text.text for text in parts.texts if "0.00" in text.text]
