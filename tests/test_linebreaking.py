"""Lines of print: a space at a line's end takes no room, at whatever width."""

from __future__ import annotations

import re

import pytest

from reportgen.document.print.engine import box_of, is_line
from reportgen.document.print.pdf import lay_out

TITLE = "Aurora Air’s operating loss narrowed as revenue <data>rose 11.0\u00a0percent</data>"
STYLE = "@page {{ size: {width}px 400px; margin: 0 }} h1 {{ font: 600 16px 'Brief Serif'; margin: 0 }}"


def lines(width: int) -> list[str]:
    style = STYLE.format(width=width)
    html = f'<html lang="en"><title>x</title><style>{style}</style><h1>{TITLE}</h1></html>'
    (page,) = lay_out(html, {}, lambda _: {}).document.pages
    found = []
    for box in box_of(page).descendants():
        if is_line(box):
            words = "".join(getattr(inner, "text", "") for inner in box.descendants())
            found.append(re.sub(r"\s+", " ", words).strip())
    return found


@pytest.mark.parametrize("width", range(300, 420, 4))
def test_no_line_is_cut_after_its_first_word(width: int) -> None:
    first, *_ = lines(width)
    assert len(first.split()) >= 4, lines(width)
