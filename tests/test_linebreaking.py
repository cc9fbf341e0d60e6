"""Lines of print: a space at a line's end takes no room, and those of a title are about equally long."""

from __future__ import annotations

import re
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import reportgen
from reportgen.document.layout_findings import rehearsal
from reportgen.document.print.balance import LEVEL, MOST_LINES
from reportgen.document.print.engine import box_of, is_line
from reportgen.document.print.pdf import lay_out
from reportgen.document.ties import tied_units, with_tied_ends
from reportgen.findings import Findings
from reportgen.plan import assemble
from tests.gallery import A4, BRIEFS, Subject

TITLE = "Aurora Air’s operating loss narrowed as revenue <data>rose 11.0\u00a0percent</data>"
STYLE = "@page {{ size: {width}px 400px; margin: 0 }} h1 {{ font: 600 16px 'Brief Serif'; margin: 0 }}"


BALANCED = "h1 { --text-wrap: balance }"
WORDS = st.lists(st.text("abcdefghijkl", min_size=1, max_size=12), min_size=1, max_size=24)
NEAR = 0.03  # of the measure
SHORT = 9  # letters
AN_X, MARGINS = 9.0, 16.0  # px


def lines(width: int, title: str = TITLE, further: str = "") -> list[str]:
    return [words for words, _ in laid(width, title, further)]


def laid(width: int, title: str, further: str = "") -> list[tuple[str, float]]:
    """The lines of a title, with the width of each in CSS px."""
    style = STYLE.format(width=width) + further
    html = f'<html lang="en"><title>x</title><style>{style}</style><h1>{title}</h1></html>'
    (page,) = lay_out(html, {}, lambda _: {}).document.pages
    found = []
    for box in box_of(page).descendants():
        if is_line(box):
            words = "".join(getattr(inner, "text", "") for inner in box.descendants())
            found.append((re.sub(r"[ \n]+", " ", words).strip(" "), box.width))
    return found


@pytest.mark.parametrize("width", range(300, 420, 4))
def test_no_line_is_cut_after_its_first_word(width: int) -> None:
    first, *_ = lines(width)
    assert len(first.split()) >= 4, lines(width)


TIED = (
    "Exhibit 1. Sources: A sharp acceleration in Alibaba Cloud growth~<a href='#'>[1]</a>; one",
    "Group growth <data>rose 3~percentage points</data> from~<data>2~percent</data> of all",
)


@pytest.mark.parametrize("text", TIED)
@pytest.mark.parametrize("width", range(180, 480, 5))
def test_no_line_is_cut_short_before_words_that_are_tied_to_what_follows(width: int, text: str) -> None:
    found = laid(width, text.replace("~", "\u00a0"))
    for (_, wide), (following, _) in pairwise(found):
        ((_, longer),) = laid(2000, f"x {following.split(' ')[0]}")
        assert wide + longer - AN_X > width - MARGINS, found


@pytest.mark.parametrize("width", range(300, 420, 20))
def test_no_title_ends_with_a_line_of_one_word_where_its_lines_could_be_level(width: int) -> None:
    *_, last = lines(width, further=BALANCED)
    assert len(last.split()) > 1


@given(WORDS, st.integers(200, 600))
def test_balanced_titles_say_the_same_in_as_many_lines_and_in_no_wider_ones(
    words: list[str], width: int
) -> None:
    title = " ".join(words)
    usual, level = laid(width, title), laid(width, title, BALANCED)
    assert " ".join(line for line, _ in level) == title
    assert len(level) == len(usual)
    assert max(wide for _, wide in level) <= max(wide for _, wide in usual)


@given(WORDS, st.integers(200, 600))
def test_a_balanced_title_needs_more_lines_in_any_measure_that_is_narrower(
    words: list[str], width: int
) -> None:
    title = " ".join(words)
    level = laid(width, title, BALANCED)
    widest = max(wide for _, wide in level)
    is_level = level[-1][1] >= LEVEL * widest or not 1 < len(level) <= MOST_LINES
    narrower = int(widest - NEAR * width)
    assert is_level or len(laid(narrower, title)) > len(level) or narrower < longest(words)


def longest(words: list[str]) -> float:
    """The width of the longest word."""
    return max(wide for word in words for _, wide in laid(10_000, word))


def paragraph_ends(name: str, folder: Path) -> list[str]:
    """The last lines of the paragraphs of several, without references; what is no text of words is left out."""
    plan = reportgen.load(Subject(BRIEFS[name], A4).write(folder), allow_code=True).plan()
    content, found = assemble(plan, draft=False), []
    for page in rehearsal(content, plan.drawn, plan.brief, Findings()).document.pages:
        for box in box_of(page).descendants():
            lines = [line for line in getattr(box, "children", ()) if is_line(line)]
            tag, kind = (
                (box.element.tag, box.element.get("class") or "") if box.element is not None else ("", "")
            )
            if tag == "p" and len(lines) > 1 and not kind.startswith(("card-", "history-", "exhibit-source")):
                said = "".join(getattr(inner, "text", "") for inner in lines[-1].descendants())
                found.append(" ".join(re.sub(r"\[\d+\]", "", said).split()))
    return found


@pytest.mark.parametrize("name", ["alibaba-fy2026-q2", "bank-half-year", "retailer"])
def test_no_paragraph_ends_with_a_short_word_alone_on_its_line(name: str, tmp_path: Path) -> None:
    ends = paragraph_ends(name, tmp_path)
    assert len(ends) > 20
    assert not [end for end in ends if len(end) < SHORT]


CITED = '<a class="cite" href="#s" title="one two">[1]</a>'
MUCH = "What stands here is so much that it needs a second line,"


@pytest.mark.parametrize(
    ("html", "tied"),
    [
        (f"<p>{MUCH} as fast as the group.</p>", f"<p>{MUCH} as fast as~the~group.</p>"),
        (
            f"<li>{MUCH} most of the <em>loans</em>.~{CITED}</li>",
            f"<li>{MUCH} most of~the~<em>loans</em>.~{CITED}</li>",
        ),
        (f"<p>{MUCH} rose by <data>5~percent</data>.</p>", f"<p>{MUCH} rose by~<data>5~percent</data>.</p>"),
        (f"<p>{MUCH} internationalisation there</p>", f"<p>{MUCH} internationalisation there</p>"),
        (f'<p class="card-note">{MUCH} in 3 years</p>', f'<p class="card-note">{MUCH} in 3 years</p>'),
        ("<p>One line</p>", "<p>One line</p>"),
    ],
)
def test_what_stands_at_the_end_of_a_paragraph_is_tied_as_far_as_it_is_short(html: str, tied: str) -> None:
    assert with_tied_ends(html.replace("~", "\u00a0")).replace("\u00a0", "~") == tied


@pytest.mark.parametrize(
    "text", ["Net profit, €~mn", "NOK~bn", "mn~€", "cash, mn of them", "Sales, USD~mn, and staff"]
)
def test_a_currency_and_its_scale_stay_on_one_line(text: str) -> None:
    assert tied_units(["k", "mn", "bn", ""])(text.replace("~", " ")).replace("\u00a0", "~") == text


@pytest.mark.parametrize("name", ["city-statistics", "peers"])
def test_titles_of_the_gallery_have_lines_of_about_one_length_beside_the_summary_too(
    name: str, tmp_path: Path
) -> None:
    plan = reportgen.load(Subject(BRIEFS[name], A4).write(tmp_path), allow_code=True).plan()
    content = assemble(plan, draft=False)
    for sheet in rehearsal(content, plan.drawn, plan.brief, Findings()).sheets[:3]:
        ends: dict[tuple[object, int], float] = {}  # of each line of each title
        for leaf in sheet.leaves:
            if leaf.where.heading is not None and leaf.where.exhibit:
                line = leaf.where.heading, round(leaf.top)
                ends[line] = max(ends.get(line, 0.0), leaf.right - leaf.where.left)
        for title in {heading for heading, _ in ends}:
            *before, last = [end for (heading, _), end in ends.items() if heading is title]
            assert not before or last > max(before) / 2, sheet.number


@pytest.mark.parametrize(
    ("words", "whole"),
    [
        ("Filings on Forms 10-K and 20-F, companyfacts", ["10-K", "20-F"]),
        ("An AI-led half-year of well-known names, 4-for-1", ["AI-led"]),
        ('<a class="s-1" href="x-1">S-1</a>', ["S-1"]),
    ],
)
def test_no_short_word_is_broken_behind_its_hyphen(words: str, whole: list[str]) -> None:
    html = with_tied_ends(f"<li>{words}</li>")
    assert re.findall(r'<span class="tied">([^<]+)</span>', html) == whole
    assert re.sub(r"</?span[^>]*>", "", html).replace("\u00a0", " ") == f"<li>{words}</li>"
