"""Of every kind, as drawn: marks follow values, labels stand at their marks, gaps and words agree with the data."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import cache
from itertools import pairwise
from pathlib import Path
from random import Random

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from reportgen import load
from reportgen.charts.judging.picture import Box, Parts, Text
from reportgen.charts.kind import Drawing
from reportgen.charts.parts.room import Room
from reportgen.charts.registry import SHIPPED, draw
from reportgen.charts.sketch import sketched
from reportgen.document.assembly import style_of
from reportgen.errors import FormulaError, MissingFact
from reportgen.figures.ledger import Ledger
from tests.drawn_kinds import KINDS, LAST, NAMES, Kind, World, digits, kind_of, written
from tests.easel import THEME, Easel
from tests.small_facts import QUARTERS

FEW = settings(max_examples=4, phases=(Phase.generate,))  # each is drawn by the engine
SLOTS = st.sampled_from(sorted(THEME.slots))
NEAR = 2.2  # CSS px: a stroke, and what rounding does
TABLES = ("data", "reconciliation", "table")
PICTURES = [name for name in KINDS if name not in TABLES]
BY_FACT = [name for name in PICTURES if name not in ("histogram", "sparkline", "timeline")]
Easels = Mapping[str, Easel]
Drawn = tuple[Drawing, Ledger]


@st.composite
def worlds(draw: st.DrawFn, *, gaps: int = 0, positive: bool = False) -> World:
    """Values no two of which are alike, none so small beside the others that these would be flattened."""
    dice = Random(draw(st.integers(0, 2**32)))  # noqa: S311 - a world that fails is not made smaller
    some = dice.sample(range(150, 950), len(NAMES) * len(QUARTERS))
    values = [number / 10 * (1 if positive else dice.choice((1, 1, 1, -1))) for number in some]
    series = {
        name: list[float | None](values[at * len(QUARTERS) : (at + 1) * len(QUARTERS)])
        for at, name in enumerate(NAMES)
    }
    for _ in range(gaps):
        series[dice.choice(NAMES)][dice.choice((0, 2, 3))] = None
    return World({name: tuple(row) for name, row in series.items()})


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("kinds")


def drawn(folder: Path, name: str, world: World) -> Drawn:
    book = load(written(folder, world)).book
    ledger = Ledger(style_of(book))
    return draw(SHIPPED[kind_of(name)], KINDS[name].options, "example", book, ledger, THEME), ledger


def middle(box: Box) -> tuple[float, float]:
    return (box.left + box.right) / 2, (box.top + box.bottom) / 2


def around(points: Iterable[tuple[float, float]]) -> Box:
    across, down = zip(*points, strict=True)
    return Box(min(across), min(down), max(across), max(down))


def marks_of(parts: Parts) -> dict[str, Box]:
    """Where the marks of facts are, outlines too; of several of a fact the largest."""
    found: dict[str, Box] = {}
    boxes = [(one.fact, one.box) for one in parts.shapes]
    strokes: dict[tuple[str, float, float], list[tuple[float, float]]] = {}
    for one in parts.strokes:
        ends = [end for segment in one.segments for end in segment]
        box = around(ends)
        # An upright line gives way to labels: its pieces are one.
        at = (box.left, 0.0) if box.left == box.right else (box.left, box.top)
        strokes.setdefault((one.fact, *at), []).extend(ends)
    boxes += [(fact, around(ends)) for (fact, *_), ends in strokes.items()]
    for fact, box in boxes:
        if fact and (fact not in found or size(box) > size(found[fact])):
            found[fact] = box
    return found


def size(box: Box) -> float:
    return box.right - box.left + box.bottom - box.top


def owner(fact: str, marks: Mapping[str, Box]) -> str:
    """Whose mark a label stands at: its own, or that of the measure of which it says a change or an end."""
    return fact if fact in marks else re.sub(r"\.\w+@", "@", fact)


@cache
def lightness(color: str) -> int:
    return sum(int(color[at : at + 2], 16) for at in (1, 3, 5))


# That every kind is here ----------------------------------------------------------------------------------------------


def test_no_kind_is_without_these_properties() -> None:
    assert {kind_of(name) for name in KINDS} == set(SHIPPED)


# Marks ----------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", BY_FACT)
@FEW
@given(data=st.data(), slot=SLOTS)
def test_marks_stand_and_reach_where_their_values_are_on_scales_that_all_of_them_share(
    folder: Path, easels: Easels, name: str, data: st.DataObject, slot: str
) -> None:
    kind = KINDS[name]
    world = data.draw(worlds(positive=kind.positive))
    drawing, _ = drawn(folder, name, world)
    parts, expected = easels[slot].parts(drawing, THEME.slots[slot]), kind.spans(world)
    marks = marks_of(parts)
    if "broken" in drawing.values:  # levels that dwarf their steps
        expected = {fact: span for fact, span in expected.items() if 0.0 not in span}
    assert set(expected) <= set(marks)
    assert not easels[slot].faults(drawing, THEME.slots[slot])
    if kind.axis == "depth":
        grounds = {one.fact: lightness(one.color) for one in parts.shapes if one.fact}
        depths = [grounds[fact] for fact in sorted(expected, key=lambda fact: expected[fact])]
        assert depths == sorted(depths, reverse=True)
        return
    along = kind.axis if slot == "wide" else kind.turned or kind.axis
    scales = [
        scale_of([(expected[fact], marks[fact]) for fact in facts], along)
        for facts in grouped(expected, kind).values()
    ]
    if kind.scales != "own":
        assert max(scales) == pytest.approx(min(scales), rel=0.08)
    if along == "y":
        for facts in grouped(expected, kind, every=True).values():
            places = [middle(marks[fact])[0] for fact in sorted(facts, key=when)]
            assert all(later > earlier - 0.01 for earlier, later in pairwise(places))


def grouped(facts: Iterable[str], kind: Kind, *, every: bool = False) -> Mapping[str, list[str]]:
    """Facts that share a scale and its origin; with ``every`` those of a measure."""
    groups = defaultdict(list)
    for fact in facts:
        groups[fact.partition("@")[0] if kind.scales or every else ""].append(fact)
    return groups


def when(fact: str) -> str:
    return fact.partition("@")[2]


def scale_of(pairs: Sequence[tuple[tuple[float, float], Box]], along: str) -> float:
    """How long a unit is drawn, which must be the same for all of these."""
    places = []
    for (start, end), box in pairs:
        low, high = (box.left, box.right) if along == "x" else (-box.bottom, -box.top)
        if start == end:
            places.append((start, (low + high) / 2))
        else:
            places += [(min(start, end), low), (max(start, end), high)]
    (least, begin), (most, stop) = min(places), max(places)
    each = (stop - begin) / (most - least)
    assert each > 0
    for value, at in places:
        assert at == pytest.approx(begin + (value - least) * each, abs=NEAR)
    return each


# Where nothing is broken.
FLATTENED = ("bars", "bridge", "columns", "columns, grouped", "columns, stacked", "multiples")


@pytest.mark.parametrize("name", FLATTENED)
@FEW
@given(data=st.data(), slot=SLOTS)
def test_a_value_that_would_flatten_the_others_is_broken_said_and_still_the_longest(
    folder: Path, easels: Easels, name: str, data: st.DataObject, slot: str
) -> None:
    world = data.draw(worlds(positive=True))
    far = dict(world.series) | {"a": (*world.series["a"][:-1], 9000.0)}
    drawing, _ = drawn(folder, name, World(far))
    marks = marks_of(easels[slot].parts(drawing, THEME.slots[slot]))
    upright = KINDS[name].axis == "y" and not (slot != "wide" and KINDS[name].turned)
    long = {fact: box.bottom - box.top if upright else box.right - box.left for fact, box in marks.items()}
    own = f"a.change@{QUARTERS[-1]}" if name == "bridge" else f"a@{QUARTERS[-1]}"
    others = [length for fact, length in long.items() if fact != own and not fact.startswith("whole")]
    assert long[own] >= max(others) - NEAR
    assert max(others) > long[own] / (40 if name == "bridge" else 12)  # whose levels have their size too
    assert "Not drawn to its length" in drawing.alt
    assert not easels[slot].faults(drawing, THEME.slots[slot])


# Labels ---------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", BY_FACT)
@FEW
@given(data=st.data(), slot=SLOTS)
def test_labels_say_their_own_figures_and_stand_nearest_to_their_own_marks(
    folder: Path, easels: Easels, name: str, data: st.DataObject, slot: str
) -> None:
    kind = KINDS[name]
    world = data.draw(worlds(positive=kind.positive))
    drawing, ledger = drawn(folder, name, world)
    parts = easels[slot].parts(drawing, THEME.slots[slot])
    marks, words = whole_marks(marks_of(parts), kind), defaultdict(set)
    for token in drawing.labels:
        for figure in ledger.figures_in(token):
            words[figure.fact.id].add(figure.text.replace("\u00a0", " "))
    labels = [text for text in parts.texts if "@" in text.fact]
    for label in labels:
        said = label.whole.replace("\u00a0", " ")
        if re.search(r"\d", said):
            assert any(one in said for one in words[label.fact]), (said, words[label.fact])
        own = owner(label.fact, marks)
        others = [box for fact, box in marks.items() if fact in kind.spans(world)]
        assert is_at(label, marks[own], others, parts, kind), (label.text, label.fact)
    labelled = {owner(text.fact, marks) for text in labels}
    if kind.labels == "all":
        assert {
            fact for fact in kind.spans(world) if slot == "wide" or f"@{QUARTERS[-1]}" in fact
        } <= labelled
    if kind.labels == "now":
        assert {
            fact for fact in kind.spans(world) if f"@{QUARTERS[-1]}" in fact and "guidance" not in fact
        } <= labelled


def whole_marks(marks: Mapping[str, Box], kind: Kind) -> dict[str, Box]:
    """What labels stand at: of areas all that is below their points, of a range with what came in both."""
    found = dict(marks)
    if kind.areas:
        foot = max(box.bottom for box in marks.values()) + 30
        for fact, box in marks.items():
            below = [
                other.top for one, other in marks.items() if when(one) == when(fact) and other.top > box.top
            ]
            found[fact] = Box(box.left, box.top, box.right, min(below, default=foot))
    if kind.together:
        for fact in marks:
            same = [box for one, box in marks.items() if one.partition("/")[0] == fact.partition("/")[0]]
            found[fact] = around(
                end for box in same for end in ((box.left, box.top), (box.right, box.bottom))
            )
    return found


def is_at(label: Text, own: Box, others: Iterable[Box], parts: Parts, kind: Kind) -> bool:
    """Whether a label is near its mark and no nearer to another, in its row, or led to it by a line."""
    gap = distance(label.box, own)
    nearest = min((distance(label.box, box) for box in others if box != own), default=gap)
    if gap <= 2 * label.size and gap <= nearest + NEAR:
        return True
    y = middle(label.box)[1]
    if kind.heads and 0 <= own.top - label.box.bottom <= 1.5 * label.size:
        return True
    if kind.in_rows and own.top - NEAR <= y <= own.bottom + NEAR:
        return True
    return any(leads(segment, label.box, own) for one in parts.strokes for segment in one.segments)


def leads(segment: tuple[tuple[float, float], tuple[float, float]], label: Box, mark: Box) -> bool:
    ends = [Box(x, y, x, y) for x, y in segment]
    return any(
        distance(one, label) < 14 and distance(other, mark) < 14 for one, other in (ends, reversed(ends))
    )


def distance(one: Box, other: Box) -> float:
    """How far two boxes stand apart; 0 where one lies on the other."""
    across, down = (max(0.0, -gap) for gap in one.overlap(other))
    return float((across**2 + down**2) ** 0.5)


# Gaps -----------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", KINDS)
@FEW
@given(data=st.data())
def test_what_is_missing_has_no_mark_and_is_said_or_the_exhibit_is_refused_by_its_name(
    folder: Path, easels: Easels, name: str, data: st.DataObject
) -> None:
    kind = KINDS[name]
    world = data.draw(worlds(gaps=3, positive=kind.positive))
    gone = {f"{one}@{QUARTERS[at]}" for one in NAMES for at in range(LAST + 1) if at not in world.known(one)}
    try:
        drawing, ledger = drawn(folder, name, world)
    except (FormulaError, MissingFact) as refusal:
        refused(str(refusal), {*gone, "whole", "left"})
        return
    written_out = [ledger.plain(cell.text) for row in drawing.table.rows for cell in row]
    for row in drawing.table.rows:
        assert all(ledger.plain(cell.text).strip() or kind_of(name) == "cohort" for cell in row[1:])
    if not drawing.chart:
        return
    parts = easels["wide"].parts(drawing, THEME.slots["wide"])
    assert not gone & set(marks_of(parts))
    texts = [text.text for text in parts.texts]
    assert texts.count("n.a.") == kind.missing(world)
    if "n.a." in texts:
        assert "n.a." in written_out
    if "n.a." in written_out:
        assert re.search("n\\.a\\.|not known|no value", ledger.plain(drawing.alt))


def refused(words: str, gone: Iterable[str]) -> None:
    assert "no fact" in words
    assert any(one in words for one in gone)


# Words ----------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", PICTURES)
@FEW
@given(data=st.data())
def test_the_words_of_an_exhibit_say_what_its_numbers_are(
    folder: Path, name: str, data: st.DataObject
) -> None:
    kind = KINDS[name]
    world = data.draw(worlds(positive=kind.positive))
    drawing, ledger = drawn(folder, name, world)
    alt = ledger.plain(drawing.alt).replace("\u00a0", " ")
    for words in kind.lead(world):
        assert words in ledger.plain(drawing.lead).replace("\u00a0", " ")
    assert ".." not in alt
    assert alt.endswith(".")
    for row in drawing.table.rows:
        for cell in row[1:]:
            assert ledger.plain(cell.text).replace("\u00a0", " ") in alt or kind_of(name) == "streak"


@pytest.mark.parametrize("name", ["heatmap", "table"])
@FEW
@given(data=st.data())
def test_a_table_has_the_values_of_its_rows_in_order(folder: Path, name: str, data: st.DataObject) -> None:
    world = data.draw(worlds())
    drawing, ledger = drawn(folder, name, world)
    for row, one in zip(drawing.table.rows, NAMES, strict=True):
        shown = [digits(world.of(one, at)) for at in (range(LAST + 1) if name == "heatmap" else (LAST, 0))]
        assert [ledger.plain(cell.text) for cell in row[1 : len(shown) + 1]] == shown


# Heights --------------------------------------------------------------------------------------------------------------

# Whose height follows from them.
BY_ROWS = ("cohort", "heatmap", "multiples", "share, now", "sparkline", "timeline")


@pytest.mark.parametrize("name", [name for name in PICTURES if name not in BY_ROWS])
def test_a_picture_is_taller_where_it_is_to_fill_its_page_and_lower_where_it_is_to_save_one(
    folder: Path, name: str
) -> None:
    series = {one: (20.0 + at, 35.0, 28.0 + at, 31.0, 25.0 + at) for at, one in enumerate(NAMES)}
    drawing, _ = drawn(folder, name, World(series))
    assert drawing.chart
    for slot, width in THEME.slots.items():
        theme = THEME.in_slot(slot)
        rooms = [Room(width, theme, stretch) for stretch in (0.8, 1.0, 1.25)]
        low, usual, tall = (sketched(drawing.chart(room), theme).height for room in rooms)
        assert low < usual < tall, slot


# Courses and days, whose marks carry no fact -------------------------------------------------------------------------


@FEW
@given(data=st.data())
def test_a_sparkline_is_higher_where_its_value_is_higher_and_ends_in_a_dot(
    folder: Path, easel: Easel, data: st.DataObject
) -> None:
    world = data.draw(worlds())
    parts = easel.parts(drawn(folder, "sparkline", world)[0], THEME.slots["narrow"])
    [line] = parts.strokes
    points = [line.segments[0][0], *(end for _, end in line.segments)]
    assert [x for x, _ in points] == sorted(x for x, _ in points)
    values = [world.of("a", at) for at in range(LAST + 1)]
    ranked = sorted(range(LAST + 1), key=values.__getitem__)
    assert sorted(range(LAST + 1), key=lambda at: -points[at][1]) == ranked
    [dot] = parts.shapes
    assert middle(dot.box) == pytest.approx(points[-1], abs=0.5)


@FEW
@given(
    days=st.lists(st.dates(date(2024, 1, 1), date(2026, 1, 1)), min_size=2, max_size=12, unique=True),
    slot=SLOTS,
)
def test_dots_of_a_timeline_stand_in_the_order_of_their_days_each_with_its_words(
    folder: Path, easels: Easels, days: list[date], slot: str
) -> None:
    events = [{"date": str(day), "text": f"Event {chr(65 + at)}"} for at, day in enumerate(days)]
    book = load(written(folder, World({name: (1.0,) * len(QUARTERS) for name in NAMES}))).book
    drawing = draw(SHIPPED["timeline"], {"events": events}, "example", book, Ledger(style_of(book)), THEME)
    parts = easels[slot].parts(drawing, THEME.slots[slot])
    dots = [middle(one.box) for one in parts.shapes]
    assert len(dots) == len(days)
    across = len({x for x, _ in dots}) > 1
    places = sorted(dots, key=lambda dot: dot[0 if across else 1])
    texts = {text.text: text.box for text in parts.texts if text.text.startswith("Event")}
    assert len(texts) == len(days)
    if not across:
        order = [chr(65 + days.index(day)) for day in sorted(days)]
        for letter, (_, y) in zip(order, places, strict=True):
            assert abs(middle(texts[f"Event {letter}"])[1] - y) < THEME.sizes["chart"]
