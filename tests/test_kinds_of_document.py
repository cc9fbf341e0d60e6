"""A kind of document decides what it calls itself and what its small print says; its author has the last word."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import get_args

import pytest

import reportgen
from reportgen.document.content import Content
from reportgen.document.page import compose
from reportgen.language import Kind
from reportgen.plan import assemble

FACTS = """metric,period,scenario,value,unit
sales,2025,actual,12.4,EUR mn
sales,2024,actual,11.9,EUR mn
sales,2025,budget,12.0,EUR mn
"""
BRIEF = """title: "Sales {{ sales.yoy | moved }}, the budget was {{ sales.budget }}"
entity: {name: Brook Bakery}
period: 2025
date: 2026-01-20
sources: {books: {title: The books}}
"""
Made = Callable[[str], Content]


@pytest.fixture
def made(tmp_path: Path) -> Made:
    """The content of a small brief with these lines among its settings."""

    def of(lines: str) -> Content:
        (tmp_path / "facts.csv").write_text(FACTS, encoding="utf-8")
        (tmp_path / "narrative.md").write_text("## The year\n\nAs planned.\n", encoding="utf-8")
        (tmp_path / "brief.yaml").write_text(f"{BRIEF}{lines}\n", encoding="utf-8")
        plan = reportgen.load(tmp_path).plan()
        assert [one for one in plan.findings if one.severity == "error"] == []
        return assemble(plan, draft=False)

    return of


def found_in(folder: Path) -> str:
    return " ".join(map(str, reportgen.load(folder).plan().findings))


def said_of(content: Content) -> dict[str, str]:
    return {notice.title: notice.text for notice in content.notices}


@pytest.mark.parametrize("kind", get_args(Kind))
def test_a_document_calls_itself_by_its_kind_everywhere(made: Made, kind: str) -> None:
    content = made(f"kind: {kind}")
    html = compose(content, "print")
    name, word = content.words.kinds[kind].name, content.words.kinds[kind].word  # type: ignore[index]
    assert f'<p class="running-date">{name} · 20 January 2026</p>' in html
    assert f"In this {word}" in html or not content.contents
    assert "{document}" not in html + compose(content, "page")


@pytest.mark.parametrize("kind", get_args(Kind))
def test_only_documents_for_investors_say_that_they_give_no_advice(made: Made, kind: str) -> None:
    investors = ("investor-brief", "results-note", "fund-factsheet")
    assert ("No advice" in said_of(made(f"kind: {kind}"))) == (kind in investors)


def test_a_brief_without_a_kind_is_an_investor_brief(made: Made) -> None:
    assert made("").words.page.brief == "Investor brief"


def test_a_notice_in_the_author_s_words_takes_the_place_of_ours(made: Made) -> None:
    said = said_of(
        made('wording: {notices: {forward: "Budgets of {{ entity }}.", advice: Ask us.}}\nkind: board-pack')
    )
    assert (said["Forward-looking statements"], said["No advice"]) == ("Budgets of Brook Bakery.", "Ask us.")


def test_an_author_may_leave_out_that_there_is_no_advice_and_nothing_else(made: Made, tmp_path: Path) -> None:
    assert "No advice" not in said_of(made('wording: {notices: {advice: ""}}'))
    (tmp_path / "brief.yaml").write_text(f'{BRIEF}wording: {{notices: {{rounding: ""}}}}\n', encoding="utf-8")
    assert "the notice 'rounding' is owed to readers" in found_in(tmp_path)


def test_a_document_has_the_name_and_the_word_that_its_author_gives_it(made: Made) -> None:
    html = compose(made("wording: {name: Board paper, word: paper}"), "print")
    assert "Board paper · 20 January 2026" in html
    assert "In this paper" in html


def test_a_board_pack_is_confidential_until_its_author_says_otherwise(made: Made) -> None:
    line = "Confidential: for the members of the board"
    for medium in ("page", "print"):
        assert line in compose(made("kind: board-pack"), medium)
        assert line not in compose(made('kind: board-pack\nconfidentiality: ""'), medium)


def test_foot_letterhead_and_signatures_stand_on_page_and_paper(made: Made) -> None:
    content = made(
        "foot: Head office\nletterhead: [Brook Bakery, Mill Lane]\nsignatures: [{name: Ada Brook, role: Owner}]"
    )
    for medium in ("page", "print"):
        html = compose(content, medium)
        assert all(
            text in html for text in ("Head office", "Mill Lane", "<strong>Ada Brook</strong><br>Owner")
        )


def test_a_misspelt_kind_is_told_the_right_one(made: Made, tmp_path: Path) -> None:
    made("")
    (tmp_path / "brief.yaml").write_text(f"{BRIEF}kind: board-pak\n", encoding="utf-8")
    assert "did you mean 'board-pack'" in found_in(tmp_path)
