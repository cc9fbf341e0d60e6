"""Small print: notices and definitions stand in two columns that end level, and go on over pages without a loss."""

from __future__ import annotations

from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from reportgen.charts.theme import load_theme
from reportgen.document.print.boxes import Leaf, Sheet
from reportgen.document.print.pdf import lay_out
from reportgen.document.stylesheet import stylesheet
from reportgen.files import Files
from reportgen.findings import Findings

CSS = stylesheet(load_theme(None, Files(), Findings()), "print", "A4")
UNEVEN = 3  # lines by which one column may be longer: no line of a text stands alone

texts = st.lists(st.integers(1, 90), min_size=2, max_size=12)


def sheets(lengths: list[int], above: int = 0) -> tuple[Sheet, ...]:
    """Notices of so many words, below so many lines of text."""
    entries = "".join(
        f'<p class="entry"><strong class="term">T{number}</strong> <span class="term-text">'
        f"{' '.join(f'{number}w{word}' for word in range(length))}</span></p>"
        for number, length in enumerate(lengths)
    )
    body = (
        f'<section class="section" id="text"><p>{"Line<br>" * above}</p></section>'
        f'<section class="section back" id="notices"><h2>Notices</h2><div class="entries">{entries}</div></section>'
    )
    html = f'<html lang="en"><title>x</title><style>{CSS}</style><body><main>{body}</main></body></html>'
    return lay_out(html, {}, lambda _: {}).sheets


def small(sheet: Sheet) -> list[Leaf]:
    found = [leaf for leaf in sheet.leaves if leaf.where.section == "notices" and not leaf.where.is_furniture]
    return [leaf for leaf in found if leaf.text != "Notices"]


@settings(
    max_examples=25, phases=(Phase.explicit, Phase.generate)
)  # each example is a layout: found is enough
@given(texts, st.integers(0, 80))
def test_every_word_of_small_print_is_printed_once_and_in_its_order(lengths: list[int], above: int) -> None:
    words = " ".join(leaf.text for page in sheets(lengths, above) for leaf in small(page)).split()
    expected = [
        word
        for number, length in enumerate(lengths)
        for word in (f"T{number}", ".", *(f"{number}w{at}" for at in range(length)))
    ]
    assert words == expected


@settings(
    max_examples=25, phases=(Phase.explicit, Phase.generate)
)  # each example is a layout: found is enough
@given(texts)
def test_the_two_columns_of_small_print_end_level(lengths: list[int]) -> None:
    (page,) = sheets(lengths)
    leaves = small(page)
    middle = (min(leaf.left for leaf in leaves) + max(leaf.right for leaf in leaves)) / 2
    columns = (
        [leaf for leaf in leaves if leaf.left < middle - 10],
        [leaf for leaf in leaves if leaf.left >= middle - 10],
    )
    ends = [max((leaf.bottom for leaf in column), default=leaves[0].top) for column in columns]
    line = min(leaf.bottom - leaf.top for leaf in leaves)
    assert abs(ends[0] - ends[1]) <= UNEVEN * line * 1.5


def test_small_print_that_does_not_fit_at_the_foot_of_a_page_goes_on_in_both_columns() -> None:
    first, last = sheets([90] * 12, 36)
    for page in (first, last):
        lefts = {round(leaf.left, -2) for leaf in small(page)}
        assert len(lefts) > 1


def test_a_single_notice_stands_over_the_whole_width() -> None:
    (page,) = sheets([60])
    assert max(leaf.right for leaf in small(page)) - min(leaf.left for leaf in small(page)) > 400
