"""Numbers typed by hand, found where they stand; names, quotations and ordinary prose left alone."""

from __future__ import annotations

from pathlib import Path
from textwrap import dedent

import pytest

import reportgen
from reportgen.document.authored import passages
from reportgen.document.literals import patterns_of, typed_by_hand, typed_numbers
from reportgen.findings import Finding
from tests.conftest import Write

BRIEF = """\
title: A title
entity: {name: 3M Example Corp, short: 3M}
period: FY2026-Q2
fiscal_year_end: March
date: 2025-11-25
currency: {code: CNY}
names: [Qwen3, S&P 500]
sources: {report: {title: Report of 2025}}
"""
FACTS = "metric,period,value,unit,source,note\ncloud,FY2026-Q2,39.8,CNY bn,report,base of 2024\n"


def found(folder: Path, *, narrative: str = "", brief: str = "", project: Path | None = None) -> list[str]:
    """What is found in a brief of these texts, as ``file:line code 'words'``."""
    (folder / "brief.yaml").write_text(BRIEF + dedent(brief), encoding="utf-8")
    (folder / "facts.csv").write_text(FACTS, encoding="utf-8")
    (folder / "narrative.md").write_text(narrative, encoding="utf-8")
    book = reportgen.load(folder, project=project).book
    return [_shown(one) for one in typed_by_hand(book, passages(book.brief))]


def _shown(one: Finding) -> str:
    """A finding; the words that it names do stand at its line and column."""
    words, place = one.message.partition("' is ")[0].strip("'"), one.place
    line = place.path.read_text(encoding="utf-8").split("\n")[place.line - 1]
    assert place.column == 0 or line[place.column - 1 :].startswith(words.split()[0]), (str(one), line)
    return f"{place.path.name}:{place.line} {one.code} '{words}'"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Over the last twelve months and the next twelve months.", []),
        ("A runway of over twelve months.", ["twelve"]),
        ("Revenue rose 34 percent.", ["34"]),
        ("up 39.8bn, or −3.5 %, or 34%.", ["39.8bn", "−3.5 %", "34%"]),
        ("a two-thirds majority, and one-third more", ["two-thirds", "one-third"]),
        ("grew tenfold, ten-fold, twofold", ["tenfold", "ten-fold", "twofold"]),
        ("triple-digit and double-digit growth", ["triple-digit", "double-digit"]),
        ("the first quarter, the second half", ["first", "second", "half"]),
        ("the ninth quarter; twenty-five dozen", ["ninth", "twenty-five", "dozen"]),
        ("twice, thrice, doubled, a third, ½", ["twice", "thrice", "doubled", "third", "½"]),
        ("In FY2026, Q2, 5G and B2B", ["FY2026", "Q2", "5G", "B2B"]),
        ("thousands of users, millions more", ["thousands", "millions"]),
    ],
)
def test_digits_and_number_words_are_found(text: str, words: list[str], tmp_path: Path) -> None:
    assert [line.rpartition(" typed-number ")[2] for line in found(tmp_path, narrative=text)] == [
        f"'{word}'" for word in words
    ]


@pytest.mark.parametrize(
    "text",
    [
        "First of all, one may say that someone often weighs the tone of a manifold scaffold.",
        "We sell more. Second, we double down on third-party sellers; it is second nature and half-hearted.",
        "The half-year, the half-yearly report and half-years before.",
        "On the one hand it rose; on the other hand it fell.",
        "Qwen3 and the S&P 500, even when a line breaks the S&P\n500.",
        'Alibaba {{ literal("Qwen4") }}, {{ cloud.at("FY2026-Q2") | long(decimals=1) }} {{ cite("report", "L2.2") }}',
        'It was {{ cloud.year_ago.as_of("2025-06-30") }}, {{ cloud.index("FY2025-Q1") }} of an index.',
        "{% if compare(cloud, 3) == 'more' %}more{% endif %} {# 34 percent #}",
        "## Cloud {#cloud-2}\n\n[link](https://example.com/34) <https://example.com/34>",
        "https://example.com/34 and a note [^1]\n\n[^1]: a note",
        "1. one thing\n2. another thing",
        "::: quote A person\nWe grew 34 percent, the second time.\n:::",
        "::: beside growth-2\nwords\n:::",
        "It&#39;s fine &amp; good.",
    ],
)
def test_names_quotations_code_and_ordinary_prose_are_left_alone(text: str, tmp_path: Path) -> None:
    assert found(tmp_path, narrative=text) == []


def test_what_follows_a_quotation_is_read_again(tmp_path: Path) -> None:
    text = "::: quote A person\n34\n:::\n\n35\n\n:::: callout Ten things\n::: quote B\n36\n:::\n37\n::::\n"
    assert found(tmp_path, narrative=text) == [
        "narrative.md:5 typed-number '35'",
        "narrative.md:7 typed-number 'Ten'",
        "narrative.md:11 typed-number '37'",
    ]


def test_words_that_a_formula_chooses_between_are_the_authors(tmp_path: Path) -> None:
    text = 'It {{ cloud | moved(rise="rose 3 times to", fall="fell to") }}.\n{{ {"more": "twice"}[compare(cloud, 3)] }}'
    assert found(tmp_path, narrative=text) == [
        "narrative.md:1 typed-number '3'",
        "narrative.md:2 typed-number 'twice'",
    ]


def test_places_are_exact_inside_every_style_of_yaml(tmp_path: Path) -> None:
    brief = """\
    standfirst: >-
      A folded text of ü letters
      with 34 in its second line.
    summary:
      - {label: Top ten, text: "quoted \\u0041 \\"then\\" 35"}
      - label: 'it''s the 36th'
        text: plain, and
          goes on to 37 here
    # a comment with 99 in it
    exhibits:
      chart-2:
        kind: columns
        title: |2-
          Literal 38
        series: cloud
        periods: 6
        labels: {cloud: Cloud 39}
    notices: [in 40 words]
    derive:
      text: {formula: cloud * 41, definition: about 42}
      ratio: cloud / cloud + 43
    severity:
      slipped-unit: {level: note, reason: seen 44 times}
    """
    assert found(tmp_path, brief=brief) == [
        "brief.yaml:11 typed-number '34'",
        "brief.yaml:11 typed-number 'second'",
        "brief.yaml:13 typed-number 'ten'",
        "brief.yaml:13 typed-number '35'",
        "brief.yaml:14 typed-number '36th'",
        "brief.yaml:16 typed-number '37'",
        "brief.yaml:22 typed-number '38'",
        "brief.yaml:25 typed-number '39'",
        "brief.yaml:26 typed-number '40'",
        "brief.yaml:28 typed-number '42'",
        "brief.yaml:31 typed-number '44'",
    ]


def test_labels_and_definitions_of_metrics_are_read(tmp_path: Path) -> None:
    (tmp_path / "metrics.yaml").write_text(
        "cloud:\n  label: Cloud\n  definition: Sales of the top\n    10 regions\n  unit: m2\n",
        encoding="utf-8",
    )
    assert found(tmp_path) == ["metrics.yaml:4 typed-number '10'"]


def test_templates_of_ones_own_are_read_and_their_tags_are_not(tmp_path: Path) -> None:
    folder, project = tmp_path / "brief", tmp_path / "project"
    folder.mkdir()
    (project / "templates" / "components").mkdir(parents=True)
    (project / "templates" / "components" / "kpi.html.jinja").write_text(
        '{# 34 #}<h2 class="a4" style="margin: 3px">Top {{ items | length + 1 }} of 35</h2>\n'
        '<style>p { margin: 36px }</style><!-- 37 -->\n<img alt="38 columns" src="x9.svg">&#39;\n',
        encoding="utf-8",
    )
    assert found(folder, project=project) == [
        "kpi.html.jinja:1 typed-number '35'",
        "kpi.html.jinja:3 typed-number '38'",
    ]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Details TBD.", "TBD"),
        ("rose XX percent", "XX"),
        ("rose xx.x percent", "xx.x"),
        ("Lorem ipsum dolor", "Lorem ipsum"),
        ("[insert reason]", "[insert reason]"),
        ("please insert the figure", "insert the figure"),
        ("because ???", "???"),
        ("TODO write", "TODO"),
        ("::: quote A person\nTBC\n:::", "TBC"),
    ],
)
def test_placeholders_are_found(text: str, words: str, tmp_path: Path) -> None:
    (line,) = found(tmp_path, narrative=text)
    assert line.endswith(f"placeholder '{words}'")


def test_placeholders_are_found_in_every_setting_and_in_notes_of_facts(tmp_path: Path) -> None:
    assert found(tmp_path, brief="theme: {logo: TBD}\n") == ["brief.yaml:9 placeholder 'TBD'"]
    global FACTS  # noqa: PLW0603 - put back below
    before, FACTS = FACTS, FACTS.replace("base of 2024", "ask them???")
    try:
        assert found(tmp_path) == ["facts.csv:2 placeholder '???'"]
    finally:
        FACTS = before


@pytest.mark.parametrize("text", ["We insert chips into boards.", "Is it so? Really?? Yes.", "The XXL size."])
def test_ordinary_words_are_no_placeholders(text: str, tmp_path: Path) -> None:
    assert found(tmp_path, narrative=text) == []


def test_a_file_that_cannot_be_read_is_left_to_its_reader(tmp_path: Path) -> None:
    found(tmp_path)
    (tmp_path / "narrative.md").write_bytes(b"\xff\xfe34")
    book = reportgen.load(tmp_path).book
    assert list(typed_by_hand(book, passages(book.brief))) == []


def test_the_shipped_templates_hold_no_number(tmp_path: Path) -> None:
    from shutil import copytree

    found(tmp_path)
    copytree(Path(__file__).parents[1] / "templates", tmp_path / "project" / "templates")
    book = reportgen.load(tmp_path, project=tmp_path / "project").book
    own = [one for one in passages(book.brief) if one.path.suffix == ".jinja"]
    assert own
    # And none for a copy of them.
    assert [
        str(finding) for passage in own for finding in typed_numbers(passage, patterns_of(book.brief.words))
    ] == []


def test_the_briefs_own_period_in_words_is_no_typed_number(tmp_path: Path) -> None:
    assert (
        found(tmp_path, narrative="The second quarter closes a good first half; second-quarter sales.\n")
        == []
    )


def test_the_names_of_exhibits_beside_each_other_are_no_typed_numbers(tmp_path: Path) -> None:
    found_ones = found(tmp_path, narrative="::: pair cet1 slope-2\n:::\n\n::: beside cet1\nText.\n:::\n")
    assert found_ones == []


@pytest.mark.parametrize(
    "setting",
    [
        "derive: {part: {formula: cloud, label: 'Part of {{ period }}'}}",
        "derive: {part: {formula: cloud, definition: '{% if cloud %}Part{% endif %}'}}",
        "summary: [{label: '{{ period }}', text: All is well.}]",
        "exhibits: {one: {kind: columns, title: One, items: [cloud], labels: {cloud: 'Cloud of {{ period }}'}}}",
        "box: [{label: Next, text: '{{ cloud }}'}, {label: '{{ cloud }}', text: Soon.}]",
    ],
)
def test_no_formula_is_printed_as_it_is_typed(tmp_path: Path, setting: str) -> None:
    shown = found(tmp_path, brief=setting)
    assert len(shown) == 1
    assert "no-template '{" in shown[0]


def test_no_formula_of_a_metric_is_printed_as_it_is_typed(tmp_path: Path) -> None:
    (tmp_path / "metrics.yaml").write_text("cloud: {label: 'Cloud, {{ period }}'}\n", encoding="utf-8")
    (shown,) = found(tmp_path)
    assert shown.startswith("metrics.yaml:1 no-template")


def test_formulas_of_templates_are_none_of_these(tmp_path: Path) -> None:
    brief = """\
    standfirst: "Cloud is {{ cloud }}"
    summary: [{label: Now, text: "Cloud is {{ cloud }}"}]
    kpis: [{figure: cloud, note: "after {{ cloud }}"}]
    """
    assert found(tmp_path, brief=brief) == []


@pytest.mark.parametrize(
    ("sentence", "word"),
    [
        ("{{ calls }} calls came in.", "calls"),
        ("Calls came to {{ calls }}\ncalls.", "calls"),
        ("It is about {{ share }}.", "about"),
        ("{{ calls | bare }} calls came in.", ""),
        ("{{ calls }}, calls that were answered.", ""),
        ("Recall {{ calls }}.", ""),
    ],
)
def test_a_word_that_a_figure_brings_is_not_said_twice(brief: Write, sentence: str, word: str) -> None:
    rows = "".join(f"{row},,report\n" for row in (
        "calls,,FY2026-Q2,,11618,calls", "a,,FY2026-Q2,,3.6,CNY bn", "b,,FY2026-Q2,,39.8,CNY bn"))  # fmt: skip
    metrics = "calls: {label: Calls, unit: calls}\na: {label: A}\nb: {label: B}\n"
    small = brief(rows, "derive:\n  share: {formula: a / b, kind: margin}\n", metrics)
    (small.folder / "narrative.md").write_text(f"## Calls\n\n{sentence}\n", encoding="utf-8")
    told = [one for one in reportgen.load(small.folder).plan().findings if one.code == "doubled-word"]
    assert [one.message.split("'")[1].split()[0] for one in told] == ([word] if word else [])
    assert [one.place.line for one in told] == ([3] if word else [])
