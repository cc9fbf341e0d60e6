"""Tokens stand for figures, and nothing that an author can write is one, disturbs one, or goes on for ever."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reportgen.document.held import HELD
from reportgen.document.markdown import PLACEHOLDER
from reportgen.document.narrative import Writer
from reportgen.figures.ledger import TOKEN, Ledger
from reportgen.files import Files
from reportgen.findings import Findings, Place
from reportgen.located import read_yaml
from reportgen.tokens import RESERVED
from tests.conftest import SmallBrief, Write

FACTS = "sales,,FY2026-Q2,,39.8,CNY bn,,report\n"
METRICS = "sales: {label: Sales, kind: amount}\n"
EXHIBITS = "exhibits:\n  growth: {kind: columns, title: Growth, series: sales}\n"
SAID = "39.8\u00a0billion yuan"

FORGERIES = {
    "a character reference": "&#57344;1&#57345;",
    "one in hexadecimal": "&#xE000;1&#XE001;",
    "one with noughts": "&#0057344;1&#x00e001;",
    "one cut in two by a comment": "&#573{# c #}44;1&#573{# c #}45;",
    "a held piece": "&#57346;0&#57347;",
    "an exhibit": "&#57348;growth/wide&#57349;",
    "an escape in a text": r'{{ "\ue0001\ue001" }}',
    "an escape in a literal": r'{{ literal("\ue0001\ue001") }}',
    "an escape in a citation": r'{{ cite("report", "\ue0001\ue001") }}',
    "an escape that is set": r'{% set x = "\ue000" ~ "1" ~ "\ue001" %}{{ x }}',
    "an address": "<https://example.com/%EE%80%801%EE%80%81>",
    "the title of a link": '[here](https://example.com "&#57344;1&#57345;")',
    "the character itself": "\ue0001\ue001",
}


class Desk:
    """A writer at work, and what its readers would see."""

    def __init__(self, brief: SmallBrief) -> None:
        self.ledger = Ledger(brief.style)
        self.findings = Findings()
        self.folder = brief.folder
        self.writer = Writer(brief.book, self.ledger, brief.book.namespace(), self.findings)

    def read(self, text: str) -> str:
        """A text in each of the ways in which an author's text is written, figures in words."""
        path = self.folder / "narrative.md"
        path.write_text(f"{{{{ sales }}}} {text}\n", encoding="utf-8", newline="")
        place = Place(Path("brief.yaml"), 1)
        written = [
            *(section.html for section in self.writer.sections(path)),
            self.writer.inline(f"{{{{ sales }}}} {text}", place),
            self.writer.text(f"{{{{ sales }}}} {text}", place),
        ]
        assert all(int(number) < len(self.ledger._said) for one in written for number in TOKEN.findall(one))
        assert not any(HELD.search(one) for one in written)
        return self.ledger.plain(PLACEHOLDER.sub("", "\n".join(written)))


@pytest.fixture
def desk(brief: Write) -> Desk:
    return Desk(brief(FACTS, EXHIBITS, METRICS))


@pytest.mark.parametrize("how", FORGERIES)
def test_no_text_becomes_a_figure_or_anything_else_that_a_token_stands_for(desk: Desk, how: str) -> None:
    read = desk.read(FORGERIES[how])
    assert read.count(SAID) == len(desk.ledger._said) == 3
    codes = {finding.code for finding in desk.findings}
    assert codes <= {"reserved-character", "misplaced-expression"}
    assert codes or how == "an address"
    if how != "the character itself":  # of which the door has made another
        assert not RESERVED & set(read)


PIECES = st.sampled_from(
    [*FORGERIES.values(), *RESERVED, "&#57344;", "&#xe001;", "&#573", "44;", "{{ sales }}", "{#", "#}", "{{", "}}",
     "1", "0", "*", "_", "`", "<", ">", "[", "](", ")", "|", "\n", "\n\n", " ", "\\", '"', "::: callout x\n", ":::",
     "%EE%80%80", "growth/wide", "{% set a = 'b' %}", "{{ a ~ sales }}", "{.x}", "[^1]", "[^1]: x"]
)  # fmt: skip


@settings(max_examples=150)
@given(st.lists(PIECES, max_size=12).map("".join))
def test_whatever_is_written_a_figure_is_a_figure_and_all_else_is_none(desk: Desk, text: str) -> None:
    read = desk.read(text.replace("\ue000", "").replace("\ue001", ""))
    assert not {"\ue000", "\ue001"} & set(read)


@pytest.mark.parametrize("name", ["a.yaml", "a.json"])
def test_an_escape_in_a_settings_file_is_found_at_its_line_and_put_out_of_action(
    tmp_path: Path, name: str
) -> None:
    forged = {"title": "\ue0001\ue001", "other\ue002": ["x", "\ue004"]}
    (tmp_path / name).write_text(json.dumps(forged, indent=1), encoding="utf-8")
    findings = Findings()
    located = read_yaml(tmp_path / name, findings, Files(tmp_path))
    assert located
    assert not RESERVED & set(str(located.value))
    assert [(finding.code, finding.place.line) for finding in findings] == [
        ("reserved-character", 2),
        ("reserved-character", 2),
        ("reserved-character", 3),
        ("reserved-character", 5),
    ]


def test_a_reserved_character_in_a_file_is_out_of_action_even_in_a_draft(desk: Desk) -> None:
    assert not RESERVED & set(
        "".join(one.title for one in desk.writer.sections(_written(desk, "## A \ue0001\ue001")))
    )


def _written(desk: Desk, text: str) -> Path:
    path = desk.folder / "narrative.md"
    path.write_text(text, encoding="utf-8")
    return path


# Templates that would not end ---------------------------------------------------------------------------------------

GROWING = {
    "a text doubled": "{% set s = 'ab' %}" + "{% set s = s ~ s %}" * 40 + "{{ s }}",
    "a text added to itself": "{% set s = 'ab' %}" + "{% set s = s + s %}" * 40 + "{{ s }}",
    "a list doubled": "{% set s = [1] %}" + "{% set s = s + s %}" * 40 + "{% for x in s %}a{% endfor %}",
    "a text joined with itself": "{% set s = 'a' %}" + "{% set s = [s, s]|join(s) %}" * 20 + "{{ s }}",
    "a letter replaced by many": "{% set s = 'a' %}"
    + "{% set s = s|replace('a', 'aaaaaaaaaa') %}" * 12
    + "{{ s }}",
    "the same by a method": "{% set s = 'a' %}"
    + "{% set s = s.replace('a', 'aaaaaaaaaa') %}" * 12
    + "{{ s }}",
    "a block doubled": "{% set s %}a{% endset %}" + "{% set s %}{{ s }}{{ s }}{% endset %}" * 40 + "{{ s }}",
    "loops in loops": "{% for a in 'aaaaaaaaaaaaaaaaaaaa' %}" * 6 + "x" + "{% endfor %}" * 6,
    "a long text in a loop": "{% for a in 'aaaaaaaaaaaaaaaaaaaa' %}" * 3 + "x" * 5_000 + "{% endfor %}" * 3,
    "a macro that calls itself": "{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}",
    "a macro that calls itself twice": "{% macro m() %}{{ m() }}{{ m() }}{% endmacro %}{{ m() }}",
    "macros that double": "{% macro m0() %}a{% endmacro %}"
    + "".join(f"{{% macro m{n + 1}() %}}{{{{ m{n}() }}}}{{{{ m{n}() }}}}{{% endmacro %}}" for n in range(40))
    + "{{ m40() }}",
    "a loop that calls itself": "{% for x in 'ab' recursive %}{{ loop('ab') }}{% endfor %}",
    "a number squared": "{% set n = 9 %}" + "{% set n = n * n %}" * 40 + "{{ n }}",
    "a number of many digits": "{{ " + "9" * 10_000 + " }}",
}


@pytest.mark.parametrize("how", GROWING)
def test_a_template_that_grows_without_end_is_a_finding_and_soon(desk: Desk, how: str) -> None:
    desk.writer.sections(_written(desk, GROWING[how]))
    assert {finding.code for finding in desk.findings} <= {"template", "template-syntax"}
    assert len(desk.findings) > 0
    assert max(len(finding.message) for finding in desk.findings) < 400


@pytest.mark.parametrize(
    "template",
    [
        "{% macro m(x) %}<{{ x }}> & {{ sales }}{% endmacro %}{{ m('a') }}",
        "{% set s %}<{{ 'a' }}> & {{ sales }}{% endset %}{{ s }}",
        "{{ '<a> & ' ~ (sales | long) }}",
        "{{ ['<a>', sales | long] | join(' & ') }}",
        "{% set s %}<a>{% endset %}{{ s + ' & ' }}{{ sales }}",
    ],
)
def test_what_a_template_gathers_is_text_like_any_other(desk: Desk, template: str) -> None:
    sections = desk.writer.sections(_written(desk, f"{template}\n"))
    assert desk.ledger.plain(sections[0].html) == f"<p>&lt;a&gt; &amp; {SAID}</p>\n"
