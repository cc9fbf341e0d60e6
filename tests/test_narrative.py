"""The narrative: figures become tokens that nothing can change; every mistake is reported with its line."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from reportgen.document.content import Section
from reportgen.document.narrative import Writer, slug
from reportgen.figures.ledger import TOKEN, Ledger
from reportgen.findings import Findings, Place
from tests.conftest import SmallBrief, Write

FACTS = """\
cloud_revenue,,FY2026-Q2,,39.8,CNY bn,,report
cloud_revenue_yoy,,FY2026-Q2,,34,percent,,report
group_revenue,,FY2026-Q2,,247.8,CNY bn,,report
"""
METRICS = """
cloud_revenue: {label: "Cloud *revenue* <b>", kind: amount}
cloud_revenue_yoy: {label: Cloud growth, kind: growth}
group_revenue: {label: Group revenue, kind: amount}
"""
EXHIBITS = "exhibits:\n  growth: {kind: columns, title: Growth}\n"
PLACE = Place(Path("brief.yaml"), 7)


class Desk:
    """A writer at work on a small brief."""

    def __init__(self, brief: SmallBrief) -> None:
        self.brief = brief
        self.ledger = Ledger(brief.style)
        self.writer = Writer(brief.book, self.ledger, brief.book.namespace(), Findings())

    def inline(self, template: str) -> str:
        """A template as HTML, with its figures in words."""
        return self.ledger.plain(self.writer.inline(template, PLACE)).replace("\u00a0", " ")

    def sections(self, text: str) -> tuple[Section, ...]:
        path = self.brief.folder / "narrative.md"
        path.write_text(text, encoding="utf-8")
        return self.writer.sections(path)

    def html(self, text: str) -> str:
        return self.ledger.plain("".join(section.html for section in self.sections(text))).replace(
            "\u00a0", " "
        )

    @property
    def problems(self) -> list[tuple[int, str]]:
        return [(finding.place.line, finding.code) for finding in self.writer.findings]

    @property
    def messages(self) -> str:
        return "\n".join(map(str, self.writer.findings))


@pytest.fixture
def desk(brief: Write) -> Desk:
    return Desk(brief(FACTS, EXHIBITS, METRICS))


def test_a_figure_stands_in_the_html_as_a_token(desk: Desk) -> None:
    html = desk.writer.inline("Revenue was {{ cloud_revenue }}.", PLACE)
    assert len(TOKEN.findall(html)) == 1
    assert "39" not in TOKEN.sub("", html)  # the key of a token is random digits
    assert desk.ledger.plain(html) == "Revenue was 39.8\u00a0billion yuan."


def test_markdown_around_a_figure_does_not_change_it(desk: Desk) -> None:
    assert desk.inline("**{{ cloud_revenue.yoy | signed }}**, *{{ cloud_revenue | short }}*") == (
        "<strong>+34%</strong>, <em>RMB 39.8bn</em>"
    )


def test_text_from_the_data_is_neither_markdown_nor_html(desk: Desk) -> None:
    assert desk.inline("{{ cloud_revenue.label }}") == "Cloud *revenue* &lt;b&gt;"


def test_html_that_an_author_types_is_shown_and_not_obeyed(desk: Desk) -> None:
    assert "<script>" not in desk.html("## One\n\n<script>alert()</script>\n")


def test_sections_follow_the_headings_and_know_their_exhibits(desk: Desk) -> None:
    first, second = desk.sections(
        '## Cloud {{ cloud_revenue.yoy | up }}\n\n{{ exhibit("growth") }}\n\n## Next {#later}\n'
    )
    assert (first.id, desk.ledger.plain(first.title), first.exhibits) == (
        "cloud",
        "Cloud up 34\u00a0percent",
        ("growth",),
    )
    assert (second.id, second.title, second.exhibits) == ("later", "Next", ())


def test_ids_of_headings_do_not_depend_on_figures() -> None:
    assert slug("Cloud {{ cloud_revenue.yoy | up }}, again") == "cloud-again"


def test_a_figure_that_is_worded_and_not_written_leaves_no_token(desk: Desk) -> None:
    html = desk.writer.inline(
        "{% set kept = cloud_revenue | short %}Up{{ cloud_revenue.yoy | up if false }}.", PLACE
    )
    assert html == "Up."


@pytest.mark.parametrize(
    "link",
    [
        '[a](https://example.com "Up {{ cloud_revenue.yoy }}")',
        "[a](https://example.com/{{ cloud_revenue.label }})",
    ],
)
def test_an_expression_in_a_link_s_address_or_title_is_found_and_left_out(link: str, desk: Desk) -> None:
    html = desk.html(f"## One\n\nSee {link}, {{{{ cloud_revenue }}}}.\n")
    assert desk.problems == [(3, "misplaced-expression")]
    assert "39.8 billion yuan" in html
    assert not re.search("[\ue000-\ue005]|%EE", html)


def test_a_quotation_names_its_speaker(desk: Desk) -> None:
    html = desk.html("## Cloud\n\n::: quote Eddie Wu, chief executive\nNo bubble.\n:::\n")
    assert "<blockquote>\n<p>No bubble.</p>\n</blockquote>" in html
    assert "<figcaption>Eddie Wu, chief executive</figcaption>" in html


def test_a_link_to_a_script_is_refused_with_its_line(desk: Desk) -> None:
    html = desk.html("## Cloud\n\nFine.\n\n[Run](javascript:alert) or [read](https://example.com).\n")
    assert 'href="javascript' not in html
    assert 'href="https://example.com"' in html
    assert desk.problems == [(5, "forbidden-link")]


def test_an_image_cannot_be_fetched(desk: Desk) -> None:
    assert "<img" not in desk.html("## Cloud\n\n![spy](https://example.com/pixel.png)\n")


def test_every_broken_expression_is_reported_with_its_own_line(desk: Desk) -> None:
    desk.sections(
        "## Cloud\n\n{{ clod_revenue }} and {{ cloud_revenue.yoyo }}\n\n{{ cloud_revenue | mvoed }}\n\n"
        "## Group\n\n{{ group_revenue.at('FY2020-Q1') }}\n\n{{ exhibit('grwth') }}\n"
    )
    assert sorted(desk.problems) == [
        (3, "unknown-metric"),
        (3, "unknown-metric"),
        (5, "template-syntax"),
        (9, "missing-fact"),
        (11, "unknown-exhibit"),
    ]
    for meant in ("'cloud_revenue'", "'yoy'", "'moved'", "'growth'"):
        assert f"did you mean {meant}" in desk.messages


def test_the_line_of_a_setting_is_the_line_of_its_template(desk: Desk) -> None:
    desk.inline("{{ nothing }}")
    assert desk.problems == [(7, "unknown-metric")]


@pytest.mark.parametrize(
    "attack",
    [
        "{{ cloud_revenue._book }}",
        "{{ cloud_revenue.__class__ }}",
        "{{ cloud_revenue.at.__globals__ }}",
        "{{ ''.__class__.__mro__ }}",
        "{{ exhibit.__self__ }}",
        "{{ compare.__code__ }}",
        "{{ 'a' * 1000000 }}",
        "{{ '{:>9999999}'.format(1) }}",
        "{{ self._TemplateReference__context }}",
        "{% for x in range(10) %}{{ loop.__class__ }}{% endfor %}",
        "{{ lipsum() }}",
        "{% include 'brief.yaml' %}",
    ],
)
def test_the_sandbox_shows_figures_and_nothing_behind_them(desk: Desk, attack: str) -> None:
    html = desk.inline(attack)
    assert desk.writer.findings
    assert html.strip() == ""


def test_a_number_without_a_fact_cannot_be_computed_into_the_text(desk: Desk) -> None:
    assert "34" not in desk.inline("{{ 17 + 17 }}")
    assert desk.problems == [(7, "template")]


def test_a_comparison_within_rounding_can_be_asked_about(desk: Desk) -> None:
    assert desk.inline("{{ compare(cloud_revenue, group_revenue) }}") == "less"


def test_an_unknown_block_is_reported(desk: Desk) -> None:
    desk.sections("## Cloud\n\n::: qoute Eddie Wu\nNo bubble.\n:::\n")
    assert desk.problems == [(3, "unknown-block")]


def test_an_exhibit_beside_text_must_exist(desk: Desk) -> None:
    desk.sections("## Cloud\n\n::: beside grwth\nText.\n:::\n")
    assert desk.problems == [(3, "unknown-exhibit")]


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("group_revenue.streak",
         "'group_revenue' has no 'streak'; it is said of figures, as in streak(group_revenue, …)"),
        ("group_revenue.moved", "'group_revenue' has no 'moved'; it is a form of words, as in group_revenue | moved"),
        ("group_revenue | yoy", "no form of words named 'yoy'; it is asked of a figure, as in sales.yoy"),
        ("group_revenue | all", "no form of words named 'all'; it is said of figures, as in all(sales, …)"),
        ("by(group_revenue)", "'by' is neither a metric nor a function; it is a form of words, as in sales | by"),
        ("highest(group_sales)", "'group_sales' is neither a metric nor a function"),
        ("highest(grup_revenue)", "'grup_revenue' is neither a metric nor a function — did you mean 'group_revenue'?"),
        ("group_revenue.lastyear", "'group_revenue' has no 'lastyear' — did you mean 'year_ago'?"),
    ],
)  # fmt: skip
def test_a_word_in_the_wrong_place_is_told_where_it_stands_instead(desk: Desk, said: str, told: str) -> None:
    desk.inline(f"{{{{ {said} }}}}")
    assert [one.message for one in desk.writer.findings] == [told]
