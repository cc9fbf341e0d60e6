"""Whatever an author, a project's part or a file of facts holds: a finding at its line, never a fault of ours.

Each case changes a small project that is without a finding. What is expected are the errors that ``check`` and
``build`` report, as ``file:line: code``; an empty list is a near miss, which is built.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

import reportgen
from reportgen.errors import BriefError
from reportgen.findings import Finding
from tests.small_project import FACTS, SETTINGS, SQUARE, TEXTS, small_project

NARRATIVE, BRIEF, FACT = "brief/narrative.md", "brief/brief.yaml", "brief/facts.csv"
STYLE, LOGO, METRICS, MORE = "brief/style.css", "brief/logo.svg", "brief/metrics.yaml", "brief/more.json"
THEME, SHEET = "project/assets/theme.yaml", "project/assets/css/narrative.css"
TEMPLATE = "project/templates/components/kpi.html.jinja"
CHART = "{kind: columns, title: Revenue, series: revenue, periods: 2}"
MANY = 10_000
END = SETTINGS.count("\n") + 1  # the line that a further setting gets


def with_chart(chart: str) -> str:
    return SETTINGS.replace(CHART, chart)


def with_setting(text: str) -> str:
    return SETTINGS + text


def macro(body: str) -> str:
    return "{% macro cards(items) %}\n" + body + "\n{% endmacro %}\n"


SETTINGS_CASES: dict[str, tuple[dict[str, str | bytes], list[str]]] = {
    "a history of one period": (
        {BRIEF: with_setting("kpis:\n  - {figure: revenue, history: revenue, periods: 1}\n")},
        [f"brief.yaml:{END + 1}: bad-setting"],
    ),
    "a history of more periods than fit": (
        {BRIEF: with_setting("kpis:\n  - {figure: revenue, history: revenue, periods: 41}\n")},
        [f"brief.yaml:{END + 1}: bad-setting"],
    ),
    "a history of two periods": (
        {BRIEF: with_setting("kpis:\n  - {figure: revenue, history: revenue, periods: 2}\n")},
        [],
    ),
    "an age of more days than there are": (
        {BRIEF: with_setting("max_age: 100000000000000000 days\n")},
        [f"brief.yaml:{END}: bad-setting"],
    ),
    "an age of ten thousand digits": (
        {BRIEF: with_setting(f"max_age: {'9' * MANY} days\n")},
        [f"brief.yaml:{END}: bad-setting"],
    ),
    "an age of a century": ({BRIEF: with_setting("max_age: 36500 days\n")}, []),
    "a number of ten thousand digits": (
        {BRIEF: SETTINGS.replace("periods: 2", f"periods: {'9' * MANY}")},
        ["brief.yaml:11: bad-setting"],
    ),
    "a month of ten thousand digits": (
        {BRIEF: with_setting(f"fiscal_year_end: {'9' * MANY}\n")},
        [f"brief.yaml:{END}: bad-setting"],
    ),
    "an exhibit named as a card's history": (
        {BRIEF: SETTINGS.replace("growth", "kpi-1")},
        ["brief.yaml:11: reserved-name"],
    ),
    "an exhibit named nearly so": ({BRIEF: SETTINGS.replace("growth", "kpi-one")}, []),
    "no name": ({BRIEF: SETTINGS.replace("name: Example Corp", "name: ' '")}, ["brief.yaml:2: bad-setting"]),
    "no title": ({BRIEF: SETTINGS.replace("title: A brief", "title: ''")}, ["brief.yaml:1: bad-setting"]),
    "a control character by its escape": (
        {BRIEF: SETTINGS.replace("A brief", '"A \\x07 brief"')},
        ["brief.yaml:1: reserved-character"],
    ),
    "a figure's token by its escape": (
        {BRIEF: SETTINGS.replace("A brief", '"A \\ue000 brief"')},
        ["brief.yaml:1: reserved-character"],
    ),
    "an exhibit in the standfirst": (
        {BRIEF: with_setting("standfirst: \"{{ exhibit('growth') }}\"\n")},
        [f"brief.yaml:{END}: template"],
    ),
    "an exhibit in the title": (
        {BRIEF: SETTINGS.replace("A brief", "\"{{ exhibit('growth') }}\"")},
        ["brief.yaml:1: template"],
    ),
    "a dead anchor in the standfirst": (
        {BRIEF: with_setting("standfirst: 'See [there](#nowhere).'\n")},
        [f"brief.yaml:{END}: dead-anchor"],
    ),
    "an interval without a number": (
        {BRIEF: with_chart("{kind: interval, title: Revenue, items: [revenue.yoy]}")},
        ["brief.yaml:11: formula"],
    ),
    "intervals over a series without a number": (
        {BRIEF: with_chart("{kind: interval, title: Revenue, series: revenue.yoy}")},
        ["brief.yaml:11: formula"],
    ),
    "a line over growth that is not meaningful": (
        {
            BRIEF: with_chart("{kind: line, title: Result, series: result.qoq, periods: 2}"),
            FACT: FACTS + "result,2025-Q3,-3.1,EUR bn,report\nresult,2025-Q2,-3.4,EUR bn,report\n",
            METRICS: TEXTS[METRICS] + "result: {label: Result}\n",
        },
        ["brief.yaml:11: formula"],
    ),
}
FACTS_CASES: dict[str, tuple[dict[str, str | bytes], list[str]]] = {
    "a value of ten thousand digits in JSON": (
        {MORE: '[{"metric": "staff", "period": "2025-Q3", "value": ' + "9" * MANY + ', "unit": "people"}]'},
        ["more.json:1: number-format"],
    ),
    "a value of ten thousand digits in CSV": (
        {FACT: FACTS + f"revenue,2025-Q1,{'9' * MANY},EUR bn,report\n"},
        ["facts.csv:4: number-format"],
    ),
    "a letter that no font has, in a note": (
        {FACT: FACTS.replace("source\n", "source,note\n").replace("report\n", "report,매출\n", 1)},
        ["facts.csv:2: missing-glyph"],
    ),
    "a control character": (
        {FACT: FACTS.replace("source\n", "source,note\n").replace("report\n", "report,a\x07b\n", 1)},
        ["facts.csv:2: reserved-character"],
    ),
}
NARRATIVE_CASES: dict[str, tuple[dict[str, str | bytes], list[str]]] = {
    "an exhibit in two sections": (
        {NARRATIVE: '## A\n\n{{ exhibit("growth") }}\n\n## B\n\n{{ exhibit("growth") }}\n'},
        [],
    ),
    "an exhibit twice in a section": (
        {NARRATIVE: '## A\n\n::: beside growth\nText.\n:::\n\n{{ exhibit("growth") }}\n'},
        [],
    ),
    "an exhibit paired with itself": (
        {NARRATIVE: "## A\n\n::: pair growth growth\n:::\n"},
        [],
    ),
    "a glossary twice": (
        {NARRATIVE: "## A\n\n::: glossary\n:::\n\n## B\n\n::: glossary\n:::\n"},
        ["narrative.md:8: duplicate-glossary"],
    ),
    "the key exhibit in a section": ({NARRATIVE: '## A\n\n{{ exhibit("growth") }}\n'}, []),
    "a dead anchor": (
        {NARRATIVE: "## A\n\nText.\n\nSee [there](#nowhere).\n"},
        ["narrative.md:5: dead-anchor"],
    ),
    "anchors that are there": (
        {NARRATIVE: "## A {#here}\n\nSee [here](#here), [it](#exhibit-growth), [all](#sources).\n"},
        [],
    ),
    "letters that no font has": (
        {NARRATIVE: "## A\n\nText.\n\n매출 {{ revenue }} ✅\n"},
        ["narrative.md:5: missing-glyph"],
    ),
    "letters of many scripts, marks and arrows": (
        {NARRATIVE: "## A\n\nĄžė Ωμέγα Привет 阿里巴巴 カタカナ → ≥ ▲ ✓ ₿ e\u0301 soft\u00adhyphen\u200b no\ufe0f.\n"},
        [],
    ),
    "letters that no font has, in a comment": ({NARRATIVE: "## A\n\n{# 매출 #} Text.\n"}, []),
    "a pair inside an unclosed block": (
        {
            BRIEF: SETTINGS.replace("  growth:", "  other: {kind: table, title: Rows, rows: [revenue]}\n  growth:"),
            NARRATIVE: "## A\n\n::: beside growth\nText.\n\n::: pair other\n:::\n",
        },
        [],
    ),
    "ten thousand attributes": (
        {NARRATIVE: "## A\n\nText.\n\n{{ revenue" + ".yoy" * MANY + " }}\n"},
        ["narrative.md:5: template"],
    ),
    "ten thousand brackets": (
        {NARRATIVE: "## A\n\n{{ " + "(" * MANY + "revenue" + ")" * MANY + " }}\n"},
        ["narrative.md:3: template"],
    ),
    "a macro that calls itself": (
        {NARRATIVE: "## A\n\n{% macro m() %}{{ m() }}{% endmacro %}\n\n{{ m() }}\n"},
        ["narrative.md:3: template"],
    ),
    "an option given twice": (
        {NARRATIVE: "## A\n\nText.\n\n{{ revenue | long(decimals=1, decimals=0) }}\n"},
        ["narrative.md:5: template-syntax"],
    ),
    "loops nested too deep": (
        {NARRATIVE: "## A\n\n" + "{% for a in 'ab' %}" * 30 + "x" + "{% endfor %}" * 30 + "\n"},
        ["narrative.md:3: template-syntax"],
    ),
    "an index that is not there": (
        {NARRATIVE: "## A\n\n{{ {}['a'] }}\n"},
        ["narrative.md:3: unknown-metric"],
    ),
    "a footnote that is nowhere": (
        {NARRATIVE: "## A\n\nText.[^b]\n\nMore.[^a]\n\n[^b]: Here.\n"},
        ["narrative.md:5: unknown-footnote"],
    ),
    "a mistake in a footnote of another section": (
        {NARRATIVE: "## A\n\nText.[^b]\n\n## B\n\nMore.\n\n[^b]: Here {{ revenu }}.\n"},
        ["narrative.md:9: unknown-metric"],
    ),
    "a control character": ({NARRATIVE: "## A\n\nText\x00.\n"}, ["narrative.md:3: reserved-character"]),
}  # fmt: skip
STYLE_CASES: dict[str, tuple[dict[str, str | bytes], list[str]]] = {
    "a style in Latin-1": ({STYLE: "\n/* caf\xe9 */".encode("latin-1")}, ["style.css:2: not-utf8"]),
    "a selector that is none": ({STYLE: "h1 {}\n\na:::b { color: red }\n"}, ["style.css:3: print-engine"]),
    "a picture from elsewhere": (
        {STYLE: "\nh1 { background: url(https://example.com/x.png) }\n"},
        ["style.css:2: bad-picture"],
    ),
    "a stylesheet from elsewhere": (
        {STYLE: "@import url(https://example.com/x.css);\n"},
        ["style.css:1: print-engine"],
    ),
    "letters that no font has": ({STYLE: "/* 매 */\nh1::before { content: '매' }\n"}, ["style.css:2: missing-glyph"]),
    "a style on which the engine fails": (
        {STYLE: "h1 { margin: calc(1px + ) }\n"},
        ["style.css:0: print-engine"],
    ),
    "a project's style on which the engine fails": (
        {SHEET: "h2 { margin: calc(1px + ) }\n"},
        ["narrative.css:0: print-engine"],
    ),
    "a project's style in Latin-1": ({SHEET: "/* \xe9 */".encode("latin-1")}, ["narrative.css:1: not-utf8"]),
    "a style with what only browsers know": ({STYLE: "h1 { backdrop-filter: blur(1px); zoom: 1 }\n"}, []),
    "a logo that is no picture": ({LOGO: "<svg"}, ["brief.yaml:8: bad-picture"]),
    "an empty logo": ({LOGO: ""}, ["brief.yaml:8: bad-picture"]),
    "a logo with a NUL in its name": (
        {BRIEF: SETTINGS.replace("logo.svg", '"a\\0.svg"')},
        ["brief.yaml:8: reserved-character"],
    ),
    "a logo that names a file": (
        {LOGO: SQUARE.replace("<path", '\n<image width="9" height="9" href="file:///etc/passwd"/><path')},
        ["logo.svg:2: bad-picture"],
    ),
}  # fmt: skip
THEME_CASES: dict[str, tuple[dict[str, str | bytes], list[str]]] = {
    "a list": ({THEME: "- a\n"}, ["theme.yaml:1: bad-setting"]),
    "a word": ({THEME: "dark\n"}, ["theme.yaml:1: bad-setting"]),
    "an open bracket": ({THEME: "colors: [\n"}, ["theme.yaml:2: syntax"]),
    "an unknown group": ({THEME: "colors: {}\ncolours: {}\n"}, ["theme.yaml:2: unknown-setting"]),
    "a colour by name": ({THEME: "colors:\n  ink: {light: black}\n"}, ["theme.yaml:2: bad-setting"]),
    "a colour without schemes": ({THEME: "colors:\n  ink: '#000000'\n"}, ["theme.yaml:2: bad-setting"]),
    "half a new colour": ({THEME: "colors:\n  brand: {light: '#000000'}\n"}, ["theme.yaml:2: bad-setting"]),
    "half a known colour": ({THEME: "colors:\n  ink: {light: '#000000'}\n"}, []),
    "a whole new colour": ({THEME: "colors:\n  brand: {light: '#000000', dark: '#FFFFFF'}\n"}, []),
    "no width": ({THEME: "sizes:\n  wide: 0\n"}, ["theme.yaml:2: bad-setting"]),
    "a width in which nothing fits": ({THEME: "sizes:\n  half: 40\n"}, ["theme.yaml:2: bad-setting"]),
    "a size that is no number": ({THEME: "sizes:\n  chart: .nan\n  line: 1e400\n"}, [
        "theme.yaml:2: bad-setting", "theme.yaml:3: bad-setting"]),
    "a family that ends its rule": ({THEME: "fonts:\n  sans: 'a\"; } body { x'\n"}, ["theme.yaml:2: bad-setting"]),
    "a theme in Latin-1": ({THEME: "# \xe9\n".encode("latin-1")}, ["theme.yaml:1: not-utf8"]),
}  # fmt: skip
TEMPLATE_CASES: dict[str, tuple[dict[str, str | bytes], list[str]]] = {
    "an unknown name": ({TEMPLATE: macro("{{ nothing.here }}")}, ["kpi.html.jinja:2: template"]),
    "an unknown attribute": ({TEMPLATE: macro("\n{{ content.titel }}")}, ["kpi.html.jinja:3: template"]),
    "a syntax error": ({TEMPLATE: macro("{{ a b }}")}, ["kpi.html.jinja:2: template-syntax"]),
    "an unknown filter": ({TEMPLATE: macro("{{ items | plainn }}")}, ["kpi.html.jinja:2: template-syntax"]),
    "a filter for something else": ({TEMPLATE: macro("{{ items | plain }}")}, ["kpi.html.jinja:2: template"]),
    "a missing macro": ({TEMPLATE: "nothing\n"}, ["kpi.html.jinja:0: template"]),
    "a missing template": ({TEMPLATE: macro("{% include 'x.jinja' %}")}, ["kpi.html.jinja:2: template"]),
    "a macro that calls itself": ({TEMPLATE: macro("{{ cards(items) }}")}, ["kpi.html.jinja:2: template"]),
    "a division by zero": ({TEMPLATE: macro("{{ 1 / 0 }}")}, ["kpi.html.jinja:2: template"]),
    "a way out of the sandbox": ({TEMPLATE: macro("{{ ''.__class__.x }}")}, ["kpi.html.jinja:2: template"]),
    "Latin-1": ({TEMPLATE: macro("\xe9").encode("latin-1")}, ["kpi.html.jinja:2: not-utf8"]),
    "a name that is taken": ({TEMPLATE: macro('<p id="main">a</p>')}, ["kpi.html.jinja:2: duplicate-anchor"]),
    "a picture from elsewhere": (
        {TEMPLATE: macro('<img alt="a" src="https://example.com/x.png">')},
        ["kpi.html.jinja:2: bad-picture"],
    ),
    "an error in a template that no page uses": (
        {"project/templates/index.html.jinja": "\n{{ a b }}"},
        ["index.html.jinja:2: template-syntax"],
    ),
}  # fmt: skip


def errors_of(found: tuple[Finding, ...]) -> list[str]:
    return [f"{one.place.path.name}:{one.place.line}: {one.code}" for one in found if one.severity == "error"]


def checked(folder: Path) -> list[str]:
    try:
        return errors_of(reportgen.load(folder / "brief", folder / "project", allow_code=True).check())
    except BriefError as problem:
        return errors_of(problem.findings)


def built(folder: Path) -> list[str]:
    try:
        return errors_of(
            reportgen.load(folder / "brief", folder / "project", allow_code=True).build().findings
        )
    except BriefError as problem:
        return errors_of(problem.findings)


def changed(folder: Path, changes: Mapping[str, str | bytes]) -> None:
    small_project(folder)
    for name, content in changes.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)


CASES = {
    f"{group}: {name}": case
    for group, cases in (
        ("settings", SETTINGS_CASES),
        ("facts", FACTS_CASES),
        ("narrative", NARRATIVE_CASES),
        ("style", STYLE_CASES),
        ("theme", THEME_CASES),
        ("template", TEMPLATE_CASES),
    )
    for name, case in cases.items()
}
SEEN_IN_PRINT_ALONE = {"style: a logo that names a file"}  # a check sets pages, but draws nothing


@pytest.mark.parametrize("name", CASES)
def test_every_mistake_is_a_finding_at_its_line(name: str, tmp_path: Path) -> None:
    changes, expected = CASES[name]
    changed(tmp_path, changes)
    if name not in SEEN_IN_PRINT_ALONE:
        assert checked(tmp_path) == expected
    assert built(tmp_path) == expected


@pytest.mark.parametrize(
    "name",
    [
        "settings: a control character by its escape",
        "settings: an interval without a number",
        "narrative: an exhibit in two sections",
        "narrative: a dead anchor",
        "narrative: letters that no font has",
        "narrative: ten thousand attributes",
        "narrative: a footnote that is nowhere",
    ],
)
def test_a_draft_of_it_is_made_all_the_same(name: str, tmp_path: Path) -> None:
    changes, expected = CASES[name]
    changed(tmp_path, changes)
    edition = reportgen.load(tmp_path / "brief", tmp_path / "project", allow_code=True).build(draft=True)
    assert errors_of(edition.findings) == expected
    assert edition.pdf.startswith(b"%PDF")


def test_a_draft_has_a_mark_in_the_place_of_an_exhibit_that_failed(tmp_path: Path) -> None:
    narrative = '## A\n\n{{ exhibit("other") }}\n'
    settings = SETTINGS.replace("series: revenue", "series: revenu").replace(
        "  growth:", "  other: {kind: table, title: Rows, rows: [revenu]}\n  growth:"
    )
    changed(tmp_path, {BRIEF: settings, NARRATIVE: narrative})
    edition = reportgen.load(tmp_path / "brief", tmp_path / "project", allow_code=True).build(
        ("html",), draft=True
    )
    for name in ("growth", "other"):
        assert f"Exhibit “{name}” could not be made" in edition.html
    assert errors_of(edition.findings) == ["brief.yaml:11: unknown-metric"], "one name, one cause"
    (found,) = (one for one in edition.findings if one.severity == "error")
    assert [place.line for place in found.also] == [12]


def test_a_footnote_is_printed_in_the_section_of_its_mark(tmp_path: Path) -> None:
    narrative = (
        "## A\n\nSales.[^1] Also.[^b]\n\n[^b]: Beside.\n\n## B\n\nMore.\n\n[^1]: From {{ revenue }}.\n"
    )
    changed(tmp_path, {NARRATIVE: narrative})
    html = reportgen.load(tmp_path / "brief", tmp_path / "project", allow_code=True).build(("html",)).html
    first = html.partition('<section class="section" id="a"')[2].partition("</section>")[0]
    second = html.partition('<section class="section" id="b"')[2].partition("</section>")[0]
    assert "[^" not in html
    assert first.index("From") < first.index("Beside")
    assert "39.8" in first
    assert "From" not in second
    assert "39.8" not in second
