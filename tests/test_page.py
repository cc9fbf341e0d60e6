"""The page: one file that needs nothing else, in which every figure leads to its origin."""

from __future__ import annotations

import re
from dataclasses import replace
from html import unescape
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import reportgen
from reportgen.document.page import POLICY, compose
from reportgen.document.parts import css_text
from reportgen.document.values import values_csv
from reportgen.files import Files
from reportgen.findings import Finding, Place
from reportgen.plan import assemble
from tests.browser import overflow, visiting
from tests.conftest import Write
from tests.small_content import small_content

if TYPE_CHECKING:
    from playwright.sync_api import Browser


def ids(html: str) -> list[str]:
    return re.findall(r'\sid="([^"]+)"', html)


@pytest.fixture
def html(brief: Write) -> str:
    return compose(small_content(brief), "page")


def test_no_token_is_left_in_the_page(html: str) -> None:
    assert not re.search("[\ue000-\ue005]", html)


def test_the_page_forbids_itself_every_request_and_script(html: str) -> None:
    assert f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">' in unescape(html)
    assert "<script" not in html.replace('<script type="application/ld+json">', "")


def test_every_figure_names_its_fact_and_opens_its_origin(html: str) -> None:
    figures = re.findall(r'<data[^>]* data-fact="([^"]+)">[^<]*<button[^>]* popovertarget="([^"]+)"', html)
    assert len(figures) > 10
    origins = set(re.findall(r'<div popover id="([^"]+)"', html))
    assert {target for _, target in figures} <= origins


def test_the_origin_of_a_computed_figure_leads_on_to_its_inputs(html: str) -> None:
    origin = re.search(r"<div popover[^>]*>(?:(?!<div).)*Cloud share.*?</div>", html, re.DOTALL)
    assert origin
    assert "cloud revenue divided by group revenue" in origin[0]
    assert len(re.findall(r'class="input" popovertarget=', origin[0])) == 2


def test_ids_are_unique_even_when_an_exhibit_is_drawn_twice(html: str) -> None:
    found = ids(html)
    assert len(found) == len(set(found))
    assert re.search(r"url\(#[\w-]*wide-clip0\)", html) or re.search(r"url\(#[\w-]*half-clip0\)", html)


def test_every_link_within_the_page_has_its_target(html: str) -> None:
    missing = set(re.findall(r'href="#([^"]+)"', html)) - set(ids(html))
    assert not missing


def test_the_title_is_escaped_and_its_figure_is_plain_in_metadata(html: str) -> None:
    assert "<title>Cloud grows 34% &amp; more</title>" in html
    assert '<meta property="og:title" content="Cloud grows 34% &amp; more">' in html


def test_values_can_be_downloaded_as_csv(brief: Write) -> None:
    content = small_content(brief)
    assert (
        values_csv(content.exhibits["growth"], content.ledger)
        == 'Quarter,"Growth, %","Growth, %, raw"\nQ2 FY26,Growth of 34%,0.34\n'
    )


def test_a_brief_may_override_one_macro(brief: Write, tmp_path: Path) -> None:
    own = tmp_path / "project" / "templates" / "components"
    own.mkdir(parents=True)
    (own / "kpi.html.jinja").write_text(
        "{% macro cards(items) %}<p>ours: {{ items | length }}</p>{% endmacro %}"
    )
    assert "<p>ours: 4</p>" in compose(small_content(brief), "page", Files(project=tmp_path / "project"))


def test_a_macro_of_ones_own_may_say_what_the_language_says(brief: Write, tmp_path: Path) -> None:
    own = tmp_path / "project" / "templates" / "components"
    own.mkdir(parents=True)
    (own / "kpi.html.jinja").write_text(
        "{% macro cards(items) %}<p>{{ words.page.key_figures }}: "
        '{{ words.exhibits.numbered | filled(number="<b>" ~ items | length) }}</p>{% endmacro %}'
    )
    html = compose(small_content(brief), "page", Files(project=tmp_path / "project"))
    assert "<p>Key figures: Exhibit &lt;b&gt;4.</p>" in html


@pytest.mark.parametrize(
    ("text", "css"),
    [
        ("page {page} of {pages}", '"page " counter(page) " of 9"'),
        ("{pages}: {page}", '"9: " counter(page)'),
        ('a "draft" </style>', r'"a \"draft\" \3c /style>"'),
    ],
)
def test_a_text_of_the_language_stands_in_css(text: str, css: str) -> None:
    assert css_text(text, pages="9") == css


def test_a_style_of_ones_own_cannot_leave_its_element(brief: Write) -> None:
    html = compose(small_content(brief, style="p{color:red}</style><b>out</b>"), "page")
    assert "p{color:red}" in html
    assert "</style><b>" not in html


def test_a_plan_brings_the_forward_looking_notice(html: str) -> None:
    assert "Forward-looking statements" in html


def test_a_draft_says_so_at_the_top(brief: Write) -> None:
    assert "draft-mark" in compose(small_content(brief, draft=True), "page").partition("<h1")[0]


@pytest.mark.browser
@pytest.mark.parametrize(
    ("width", "scheme"), [(1280, "light"), (1280, "dark"), (360, "light"), (320, "dark")]
)
def test_a_browser_shows_it_without_message_request_or_overflow(
    html: str, tmp_path: Path, width: int, scheme: str, chromium: Browser
) -> None:
    path = tmp_path / "brief.html"
    path.write_text(html, encoding="utf-8")
    with visiting(chromium, path, width, color_scheme=scheme) as visit:
        assert overflow(visit.page) == []
        visit.page.locator("section .figure").first.click()
        assert visit.page.locator("[popover]:popover-open").count() == 1
        assert visit.messages == visit.requests == []


CASES = Path(__file__).parent / "cases"


def page_of(case: str) -> str:
    return compose(assemble(reportgen.load(CASES / case).plan(), draft=False), "print")


def test_the_masthead_begins_with_a_capital_and_keeps_the_others() -> None:
    assert '<p class="identity-period">30 September 2025</p>' in page_of("period-of-a-day")
    assert '<p class="identity-period">Third quarter of 2025 · ' in page_of("no-ticker")


def test_what_is_not_given_leaves_no_hole_among_the_keywords() -> None:
    assert '<meta name="keywords" content="Example Corp, third quarter of 2025">' in page_of("no-ticker")


def test_what_is_wrong_with_the_looks_is_told_to_its_maker_and_not_to_readers() -> None:
    planned = reportgen.load(CASES / "no-ticker").plan()
    looks = Finding(
        "warning", "label-clipped", "exhibit 'bridge', half picture", Place(Path("brief.yaml"), 3)
    )
    excused = Finding(
        "note", "growth-mismatch", "they miss by 1 percent", Place(Path("facts.csv"), 2), "Restated."
    )
    page = compose(assemble(replace(planned, findings=(looks, excused)), draft=False), "print")
    notes = page.partition('id="edition-notes"')[2].partition("</section>")[0]
    assert "They miss by 1 percent" in notes
    assert "Restated." in notes
    assert "label-clipped" not in page
    assert "half picture" not in page
