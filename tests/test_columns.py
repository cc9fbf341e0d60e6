"""Columns beside each other at the foot of a page: whole on one page, or broken well where no page holds them."""

from __future__ import annotations

from dataclasses import replace

import pytest
from markupsafe import Markup

from reportgen.document.layout_referee import layout_faults
from reportgen.document.page import compose
from reportgen.document.print.pdf import Layout, lay_out
from tests.conftest import Write
from tests.small_content import small_content
from tests.test_pdf import pictures_of

WORDS = "Words that fill the page. " * 18
OF_FULLNESS = ("page-too-empty", "page-hole")


def columns(long: str) -> str:
    short = '<div class="column"><h3>Short</h3><p>One line.</p></div>'
    return f'<div class="columns">{short}<div class="column"><h3>Long</h3><p>{long}</p></div></div>'


def set_below(lines: int, long: str, brief: Write) -> Layout:
    """Columns below some lines on a page."""
    content = small_content(brief)
    filler = f"<p>{WORDS}</p>" * 8 + "<p>A line.</p>" * lines
    part = replace(content.sections[0], id="a", title=Markup("A"), html=Markup(filler + columns(long)))  # noqa: S704 - typed here
    content = replace(content, sections=(part,))
    return lay_out(compose(content, "print"), pictures_of(content), lambda _: {})


@pytest.mark.parametrize("lines", range(6, 16, 3))
def test_columns_at_the_foot_of_a_page_begin_on_one_page_and_stand_on_no_running_head(
    lines: int, brief: Write
) -> None:
    layout = set_below(lines, "This column says more than the other one does. " * 4, brief)
    begun = {leaf.text: leaf.where.page for sheet in layout.sheets for leaf in sheet.leaves}
    assert begun["Short"] == begun["Long"]
    assert not [one for one in layout_faults(layout.sheets, {}) if one.code not in OF_FULLNESS]


def test_columns_longer_than_a_page_go_on_on_the_next(brief: Write) -> None:
    layout = set_below(1, "This column says much more than the other one does. " * 200, brief)
    assert not [one for one in layout_faults(layout.sheets, {}) if one.code not in OF_FULLNESS]
