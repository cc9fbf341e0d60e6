"""Heads and feet of printed pages: one line each, shortened by words, never on each other."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from functools import partial
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pypdf import PdfReader

from reportgen.charts.lettering import width_of
from reportgen.document.content import House
from reportgen.document.page import compose, numbers
from reportgen.document.print.boxes import Leaf, sheet
from reportgen.document.print.pdf import lay_out, write_pdf
from reportgen.document.running import GAP, SIZE, WIDTH, by_words, running
from reportgen.language import language_of
from tests.conftest import Write
from tests.gallery import ROOT
from tests.small_content import small_content
from tests.test_pdf import pictures_of

if TYPE_CHECKING:
    from collections.abc import Mapping

TITLE = (
    "Half-year revenue of the combined group rises while margins narrow, because integration of the acquired "
    "businesses costs more than was planned"
)
ENTITY = (
    "Vereinigte Norddeutsche Lagerhaus- und Speditionsgesellschaft zu Hamburg von 1887, Aktiengesellschaft"
)
HEAD = "Group treasury, investor relations and communications, in cooperation with the office of the chairman"
RESTRICTED = "Strictly confidential: for members of the supervisory board"
CASES: Mapping[str, Mapping[str, Any]] = {
    "a long title": {"title": TITLE},
    "a long title and a house's head": {"title": TITLE, "house": House(head="Investor relations")},
    "a long entity": {"entity": ENTITY, "entity_short": "Vereinigte Norddeutsche"},
    "all of them": {"title": TITLE, "entity": ENTITY, "entity_short": ENTITY, "house": House(head=HEAD)},
    "a draft of what is confidential": {
        "title": TITLE, "entity": ENTITY, "draft": True, "confidentiality": RESTRICTED, "house": House(head=HEAD),
    },
    "what is confidential, from a house": {"confidentiality": "Confidential", "house": House(head=HEAD)},
}  # fmt: skip


@pytest.mark.parametrize("paper", ["A4", "Letter"])
@pytest.mark.parametrize("changes", CASES.values(), ids=CASES)
def test_head_and_foot_are_one_line_each_and_nothing_in_them_meets(
    changes: Mapping[str, Any], paper: str, brief: Write
) -> None:
    content = small_content(brief, paper=paper, **changes)
    layout = lay_out(compose(content, "print"), pictures_of(content), partial(numbers, content))
    pages = [sheet(page, number) for number, page in enumerate(layout.document.pages, 1)]
    assert len(pages) > 1
    for page in pages:
        seen = [one for one in page.leaves if one.where.is_furniture]
        top = sorted((one for one in seen if one.top < page.inner_top), key=lambda one: one.left)
        foot = sorted((one for one in seen if one.top > page.inner_top), key=lambda one: one.left)
        assert len(foot) == 2  # the title and the number of the page
        assert len(top) <= 3
        for row in (top, foot):
            assert len({round(one.top) for one in row}) <= 1
            assert all(left.right + GAP / 2 <= right.left for left, right in pairwise(row))
            assert all(within(one, page.width) for one in row)
    told = PdfReader(io.BytesIO(write_pdf(layout))).metadata
    assert told
    assert told.title == content.ledger.plain(content.title)


def within(one: Leaf, width: float) -> bool:
    return one.left >= (width - 174 / 25.4 * 96) / 2 - 1 and one.right <= (width + 174 / 25.4 * 96) / 2 + 1


def test_a_page_from_a_browser_has_its_title_in_full(brief: Write) -> None:
    assert TITLE in running(small_content(brief, title=TITLE), "page").title


def test_what_is_owed_is_said_in_full_and_what_a_house_says_gives_way(brief: Write) -> None:
    content = small_content(brief, confidentiality=RESTRICTED, house=House(head=HEAD))
    assert running(content, "print").head.startswith(RESTRICTED)
    assert running(replace(content, draft=True), "print").head == f"{RESTRICTED} · {content.words.page.draft}"


def test_the_short_name_of_an_entity_stands_where_the_long_one_has_no_room(brief: Write) -> None:
    content = small_content(brief, entity=ENTITY, entity_short="Speditionsgesellschaft zu Hamburg")
    assert running(content, "print").entity == f"Speditionsgesellschaft zu Hamburg · {content.period_short}"


def test_a_long_name_of_a_kind_leaves_the_date_whole(brief: Write) -> None:
    words = language_of()
    long = replace(words, page=replace(words.page, brief="Quarterly report on operations, safety and people"))
    line = running(small_content(brief, words=long), "print").date
    assert line.startswith("Quarterly report on")
    assert line.endswith("… · 25 November 2025")


@given(
    st.lists(st.text("abcdefgh,;-–1\u00a0", min_size=1, max_size=12), min_size=1, max_size=12),
    st.floats(60, 700),
)
def test_a_text_is_cut_between_its_words_and_fits(words: list[str], width: float) -> None:
    text = " ".join(words)
    cut = by_words(text, width)
    assert width_of(cut, SIZE) <= width
    if cut != text:
        assert width_of(text, SIZE) > width
        kept = cut.removesuffix("…")
        assert cut.endswith("…")
        assert text.startswith(kept)
        rest = text[len(kept) :].lstrip(",;-–\u00a0")  # what punctuation ends a word goes with it
        assert rest.startswith(" ") or len(kept) < len(words[0])


def test_the_lines_have_the_width_that_the_stylesheet_gives_to_text() -> None:
    css = (ROOT / "assets/css/base.css").read_text(encoding="utf-8")
    [width] = re.findall(r"--text-width: (\d+)mm", css)
    assert pytest.approx(int(width) / 25.4 * 96) == WIDTH
