"""Page one shares what is free on it among its parts, or, where that is much, lets the sections begin on it."""

from __future__ import annotations

from itertools import pairwise

from reportgen.document.page_fill import page_fills
from reportgen.document.print.boxes import Sheet
from reportgen.document.print.pdf import lay_out

STYLE = """
@page { size: 400px 400px; margin: 50px }
body { font: 12px/20px Inter; margin: 0 }
p { margin: 0 }
.front:not(.flowing) { break-after: page }
"""
LINE = "<p>A line of text.</p>"


def sheets(parts: int, lines: int, after: str) -> tuple[Sheet, ...]:
    front = f"<div>{LINE * lines}</div>" * parts + f'<nav id="contents">{LINE}</nav>'
    body = f'<div class="front">{front}</div>{after}'
    html = f'<html lang="en"><title>x</title><style>{STYLE}</style><body>{body}</body></html>'
    return lay_out(html, {}, lambda _: {}).sheets


def test_what_is_free_on_page_one_stands_between_its_parts_in_equal_shares() -> None:
    first, _ = sheets(4, 3, LINE)
    tops = [leaf.top for leaf in first.leaves]
    between = {round(after - before) for before, after in pairwise(tops)} - {20}
    assert between == {30}  # 260 of 300 px are taken, and four gaps share 40
    assert page_fills([first])[0].full > 0.95


def test_a_page_one_that_would_be_full_of_holes_goes_on_with_the_first_section() -> None:
    first, _ = sheets(2, 2, LINE * 20)
    assert len(first.leaves) == 15  # as many lines as the page holds
    assert not page_fills([first])[0].has_hole


def test_a_page_one_that_nothing_would_fill_stays_a_page_of_its_own() -> None:
    tall = f'<div style="break-inside: avoid">{LINE * 12}</div>'
    first, second = sheets(2, 2, tall)
    assert (len(first.leaves), len(second.leaves)) == (5, 12)


def test_a_page_one_that_lacks_a_line_gets_less_white_between_its_parts_and_stays_one_page() -> None:
    style = ".front > * { margin-top: 20px } .front.tight > * { margin-top: 5px } #contents { break-inside: avoid }"
    parts = "".join(f"<div>{LINE * lines}</div>" for lines in (4, 4, 3))
    body = f'<div class="front">{parts}<nav id="contents">{LINE}</nav></div>{LINE}'
    html = f'<html lang="en"><title>x</title><style>{STYLE}{style}</style><body>{body}</body></html>'
    first, second = lay_out(html, {}, lambda _: {}).sheets
    assert (len(first.leaves), len(second.leaves)) == (12, 1)
