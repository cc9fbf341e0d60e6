"""Pictures judged as they were drawn: what is wrong with their words, and what is mended by leaving one out."""

from __future__ import annotations

import pytest

from reportgen.charts.judging import Fault, faults, mended
from reportgen.charts.judging.picture import Box, parts_of
from reportgen.charts.sketch import Sketch

FACT = 'data-fact="sales@2025"'


def a_picture(*parts: str) -> str:
    size = 'width="100" height="60" viewBox="0 0 100 60"'
    return f'<svg xmlns="http://www.w3.org/2000/svg" {size} font-size="10px">{"".join(parts)}</svg>'


def text(x: float, y: float, words: str, *, fill: str = "#1b2430", more: str = "") -> str:
    return f'<text x="{x}" y="{y}" fill="{fill}" {more}>{words}</text>'


def codes(*parts: str) -> list[str]:
    return [fault.code for fault in faults(a_picture(*parts))]


def test_a_text_that_reaches_over_the_edge_is_named() -> None:
    assert list(faults(a_picture(text(90, 20, "clipped")))) == [
        Fault("label-clipped", "'clipped' reaches over the picture's edge")
    ]


def test_two_texts_on_each_other_are_named_together() -> None:
    [fault] = faults(a_picture(text(0, 20, "one"), text(4, 22, "other", more=FACT)))
    assert fault.code == "label-overlap"
    assert fault.message == "'one' and 'other' stand on each other"
    assert fault.labels == (("sales@2025", "other"),)


def test_the_lines_of_one_text_do_not_stand_on_each_other() -> None:
    rows = '<text x="5" y="20"><tspan>One</tspan><tspan x="5" dy="8">Two</tspan></text>'
    assert codes(rows) == []
    assert [one.text for one in parts_of(a_picture(rows)).texts] == ["One", "Two"]


@pytest.mark.parametrize(
    ("mark", "expected"),
    [
        ('<path d="M20,5h40v50h-40Z" fill="#3d4858"/>', ["label-covered"]),  # runs over its side
        ('<path d="M0,5h90v50h-90Z" fill="#3d4858"/>', ["label-covered"]),  # cannot be read on it
        ('<path d="M0,5h90v50h-90Z" fill="#f5f6f8"/>', []),  # dark on pale
        ('<path d="M20,5h40v50h-40Z" fill="#f5f6f8"/>', []),  # a pale ground disturbs nobody
        ('<path d="M0,40L90,40" fill="none" stroke="#c2410c"/>', []),  # below it
        ('<path d="M0,26L90,26" fill="none" stroke="#c2410c"/>', ["label-covered"]),  # through it
        ('<path d="M0,26L90,26" fill="none" stroke="#d7dce3"/>', []),  # a line of the grid
        ('<g transform="translate(0,20)"><path d="M0,6L90,6" stroke="#c2410c"/></g>', ["label-covered"]),
    ],
)
def test_a_label_on_a_mark_is_a_fault_where_it_cannot_be_read(mark: str, expected: list[str]) -> None:
    assert codes(mark, text(10, 30, "12.4 percent")) == expected


def test_a_cut_name_and_letters_too_small_to_print_are_faults() -> None:
    assert codes(text(2, 20, "Vol…")) == ["label-cut"]
    assert codes(text(2, 20, "tiny", more='font-size="4px"')) == ["label-small"]


def test_a_text_that_stands_upright_is_measured_upright() -> None:
    upright = '<text transform="translate(50,50) rotate(-90)" x="0" y="0">upright</text>'
    [one] = parts_of(a_picture(upright)).texts
    assert one.box.bottom - one.box.top > one.box.right - one.box.left
    assert codes(upright) == []


def test_what_is_shown_where_a_pointer_rests_is_no_text_of_the_picture() -> None:
    assert (
        parts_of(a_picture("<path d='M0,0h9v9h-9Z' fill='#3d4858'><title>Q3: 9</title></path>")).texts == ()
    )


def a_sketch() -> Sketch:
    rows = [
        {"fact": "a", "label": "1", "priority": 1, "shown": True},
        {"fact": "b", "label": "2", "priority": 2, "shown": True},
        {"fact": "c", "label": "3", "priority": 0, "shown": True},
    ]
    return Sketch({"datasets": {"rows": rows}}, 100, 60)


def shown(sketch: Sketch) -> list[str]:
    return [row["label"] for row in sketch.spec["datasets"]["rows"] if row["shown"]]


def test_of_two_labels_the_one_that_matters_less_gives_way_and_the_chart_itself_stays() -> None:
    sketch = a_sketch()
    better = mended(sketch, [Fault("label-overlap", "", (("a", "1"), ("b", "2")))])
    assert better
    assert shown(better) == ["1", "3"]
    assert shown(sketch) == ["1", "2", "3"]


@pytest.mark.parametrize("words", ["159\u00a0bps", "Net\nprofit", "4,115\u00a0p"])
def test_a_label_of_tied_words_or_of_several_lines_gives_way_as_any_other_does(words: str) -> None:
    rows = [{"label": words, "fact": "#a", "priority": 3, "shown": True}]
    sketch = Sketch({"datasets": {"rows": rows}}, 300, 100)
    seen = " ".join(words.split())  # as the judge reads it from the picture
    better = mended(sketch, [Fault("label-covered", "", (("a", seen),))])
    assert better
    assert shown(better) == []


def test_a_label_that_must_be_there_never_gives_way() -> None:
    assert mended(a_sketch(), [Fault("label-clipped", "", (("c", "3"),))]) is None
    assert mended(a_sketch(), [Fault("label-clipped", "")]) is None


def test_a_line_that_ends_before_a_box_does_not_cross_it() -> None:
    box = Box(10, 10, 20, 20)
    assert box.is_crossed(((0, 15), (30, 15)))
    assert box.is_crossed(((0, 0), (30, 30)))
    assert not box.is_crossed(((0, 15), (9, 15)))
    assert not box.is_crossed(((0, 0), (30, 5)))
