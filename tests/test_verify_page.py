"""A page that contradicts itself is found out although its hashes were mended."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import Path

import pytest

from reportgen.cli import main
from reportgen.edition import Issue
from reportgen.verify.page_text import carried_files
from reportgen.verify.verdict import verify
from tests.tampering import edited, said, with_hashes

FIGURE = ">11.0\u00a0percent</button>"


@pytest.fixture
def page(losses_issue: Issue, tmp_path: Path) -> Path:
    path = tmp_path / "brief.html"
    path.write_bytes(losses_issue.files["brief.html"])
    return path


EDITS: Mapping[str, tuple[str, str, str]] = {
    "a digit that is hidden": (
        FIGURE,
        "><span hidden>1</span>11.0\u00a0percent</button>",
        "markup inside the figure",
    ),
    "a point that is hidden": (
        FIGURE,
        ">11<span hidden>.</span>0\u00a0percent</button>",
        "hidden (hidden): '.'",
    ),
    "a point that is not displayed": (
        FIGURE,
        ">11<i style='display:none'>.</i>0\u00a0percent</button>",
        "hidden (style): '.'",
    ),
    "a point without colour": (
        FIGURE,
        ">11<i style='Opacity : 0'>.</i>0\u00a0percent</button>",
        "hidden (style): '.'",
    ),
    "a point of no size": (
        FIGURE,
        ">11<i style='font-size:0px'>.</i>0\u00a0percent</button>",
        "hidden (style): '.'",
    ),
    "a comment in a figure": (
        FIGURE,
        ">11<!-- -->.0\u00a0percent</button>",
        "a comment stands inside a figure",
    ),
    "a figure with a style": (
        '<data id="fig-1"',
        '<data style="font-size:9px" id="fig-1"',
        "attributes that no figure has",
    ),
    "a figure kept from those who listen": (
        '<p class="card-value">',
        '<p aria-hidden="true">',
        "(aria-hidden)",
    ),
    "a faint point": (
        FIGURE,
        ">11<i style='opacity:.02'>.</i>0\u00a0percent</button>",
        "hidden (style): '.'",
    ),
    "a label without ink": ("<text ", '<text opacity="0" ', "hidden (opacity)"),
    "a script": (
        "</body>",
        "<script>document.title=1</script></body>",
        "the page has a script: 'document.title=1'",
    ),
    "a script in a picture": ("</svg>", "<script>1</script></svg>", "the page has a script"),
    "data described twice": (
        "</head>",
        '<script type="application/ld+json">{}</script></head>',
        "described as data 2 times",
    ),
    "a handler": ("<main ", '<main onclick="x()" ', "an element <main> runs something: onclick"),
    "a frame": (
        "</main>",
        '<iframe srcdoc="39.9"></iframe></main>',
        "an element that no edition has: <iframe>",
    ),
    "a refresh": ("<title>", '<meta http-equiv="refresh" content="0;url=x"><title>', "http-equiv='refresh'"),
    "a stylesheet from elsewhere": (
        "<title>",
        '<link rel="stylesheet" href="//x/y.css"><title>',
        "the page loads something",
    ),
    "a stylesheet for one figure": (
        "<style>",
        "<style>#fig-1{display:none}",
        "a stylesheet names single figures",
    ),
    "a stylesheet in the page": (
        "<article>",
        "<style>b{}</style><article>",
        "a stylesheet stands inside the page",
    ),
    "a script in an address": (
        'href="#main"',
        'href="java\nscript:alert(1)"',
        "leads to 'javascript:alert(1)'",
    ),
    "a picture from elsewhere": (
        "<article>",
        '<img src="https://x.example/p.png" alt=""><article>',
        "leads to 'https://x",
    ),
    "a figure of no record": (
        "<article>",
        '<data id="fig-999" value="1" data-fact="x">1</data><article>',
        "no figure of the record",
    ),
    "a figure twice": ("<article>", '<p id="fig-1">12</p><article>', "'fig-1' is there 2 times"),
    "the title": ("<title>", "<title>Not so: ", "the page's title is 'Not so: "),
    "the title for others": (
        'og:title" content="',
        'og:title" content="Not so: ',
        "for other sites (og:title)",
    ),
    "the running title": ('class="running-title">', 'class="running-title">Not so: ', "the running title is"),
    "the heading": ("<h1>", "<h1>Not so: ", "the first heading is 'Not so: "),
    "a heading": ('<h2 id="notices-title">', '<h2 id="notices-title">Not ', "the list of contents has"),
    "the name": ("<strong>Aurora", "<strong>Other", "the name above the title"),
    "the day": ('<time datetime="2025', '<time datetime="2026', "the date above the title"),
    "the period": ('identity-period">Third', 'identity-period">First', "the period above the title"),
    "the data's name": ('"name": "Aurora', '"name": "Other', "(JSON-LD) has name"),
    "the data's period": (
        '"temporalCoverage": "1',
        '"temporalCoverage": "2',
        "(JSON-LD) has temporalCoverage",
    ),
    "the data's day": ('"datePublished": "2025', '"datePublished": "2026', "(JSON-LD) has datePublished"),
    "the data's syntax": ('"@context"', '"@context', "(JSON-LD) cannot be read"),
    "a value for programs": (
        '<data id="fig-2" value="0.11',
        '<data id="fig-2" value="0.12',
        "has the value 0.12",
    ),
    "another fact": (
        'data-fact="revenue.yoy@2025-Q3">rose',
        'data-fact="revenue@2025-Q3">rose',
        "the record has revenue.yoy",
    ),
    "another origin": (
        'popovertarget="origin-4">11.0',
        'popovertarget="origin-5">11.0',
        "the origin of another fact",
    ),
    "an origin's title": (
        "Revenue, growth on the year, Q3 25</p>",
        "Revenue, growth on the year, Q3 26</p>",
        "has the title",
    ),
    "an origin's value": (">11.0%</data></p>", ">12.0%</data></p>", "has the value '12.0%'"),
    "an origin's range": ("<dd>11.0 to 11.1", "<dd>11.9 to 12.0", "has the range '11.9 to 12.0'"),
    "an origin's formula": (
        "<dd>revenue divided by that of a year before",
        "<dd>revenue divided by that of a week before",
        "has the formula 'revenue divided by that of a week before",
    ),
    "an origin's input": (
        "Revenue, Q3 25: C$812.4mn</button>",
        "Revenue, Q3 25: C$812.5mn</button>",
        "under 'Made from'",
    ),
    "an origin's source": (
        ">Report on the third quarter</a> <a",
        ">Report on the second quarter</a> <a",
        "has the source",
    ),
    "an origin's page": ("[1]</a>, p. 2</dd>", "[1]</a>, p. 7</dd>", "has the source"),
    "an origin's address": (
        '<dd><a href="https://example.com/q3',
        '<dd><a href="https://example.com/q2',
        "of no source",
    ),
    "a row's value": (">C$60.0mn</data></td>", ">C$61.0mn</data></td>", "has the value 'C$61.0mn'"),
    "a row's range": ("<td>59.95 to", "<td>59.05 to", "has the range '59.05 to"),
    "a source's title": ('q3">Report on', 'q3">Word on', "the record has 'Report on the third quarter'"),
    "a source's address": (
        'Holdings: <a href="https://example.com/q3',
        'Holdings: <a href="https://x.example/q3',
        "leads to",
    ),
    "a file of no edition": (
        "<li><a download",
        '<li><a download="more.csv" href="data:text/csv;base64,YQ==">a</a></li><li><a download',
        "offers 'more.csv'",
    ),
    "a file twice": (
        "<li><a download",
        '<li><a download="facts.csv" href="data:text/csv;base64,YQ==">a</a></li><li><a download',
        "facts.csv 2 times",
    ),
}


@pytest.mark.parametrize("kind", EDITS)
def test_a_page_that_contradicts_itself_is_found_out(kind: str, page: Path) -> None:
    old, new, expected = EDITS[kind]
    verdict = edited(page, old, new)
    assert "the page is not as it was issued" not in verdict.drifts
    assert expected in said(verdict)


OWN: Mapping[str, tuple[str, str]] = {
    "an ornament": ("<article>", '<article><span aria-hidden="true">*</span>'),
    "a style": ("<article>", '<article style="opacity: 0.9; font-size: 0.9em; position: relative">'),
    "a comment in an exhibit": ("<figcaption>", "<!-- the takeaway --><figcaption>"),
    "a stylesheet for kinds of facts": ("<style>", '<style>[data-fact^="revenue"] { font-weight: 700 }'),
    "a part of its own": ("</article>", "<aside><h3>Who we are</h3><p>An airline.</p></aside></article>"),
}


@pytest.mark.parametrize("kind", OWN)
def test_what_a_project_may_write_into_its_templates_is_no_fault(kind: str, page: Path) -> None:
    assert edited(page, *OWN[kind]).drifts == ()


def test_a_bar_of_another_length_is_found(page: Path) -> None:
    """The picture in the page is held against the one that the page offers, and that against its issued hash."""
    html = page.read_text(encoding="utf-8")
    wide = html.index('class="plot plot-wide"')
    drawn = re.search(r' d="M[^"]+"', html[wide:])
    assert drawn
    at = wide + drawn.start()
    page.write_text(
        with_hashes(html[:at] + ' d="M0,0h9v9h-9Z"' + html[at + len(drawn[0]) :]), encoding="utf-8"
    )
    assert "the picture in the page is not" in said(verify(page))


def test_another_picture_to_download_is_found(page: Path) -> None:
    html = page.read_text(encoding="utf-8")
    match = re.search(r'(download="[^"]+\.svg" href="data:image/svg\+xml;base64,)[^"]+', html)
    assert match
    page.write_text(with_hashes(html.replace(match[0], f"{match[1]}PHN2Zy8+")), encoding="utf-8")
    assert "is not the picture that was issued" in said(verify(page))


def test_other_values_to_download_are_found(page: Path) -> None:
    html = page.read_text(encoding="utf-8")
    match = re.search(r'(download="(?!facts)[^"]+\.csv" href="data:text/csv;base64,)[^"]+(">CSV)', html)
    assert match
    page.write_text(with_hashes(html.replace(match[0], f"{match[1]}YSxiCg=={match[2]}")), encoding="utf-8")
    assert "does not hold the values that its exhibit shows" in said(verify(page))


@pytest.mark.parametrize("kind", ["png", "vl.json"])
def test_a_link_to_the_file_of_another_exhibit_is_found(page: Path, kind: str) -> None:
    html = page.read_text(encoding="utf-8")
    match = re.search(rf'href="(charts/[\w-]+\.{kind})"', html)
    assert match
    page.write_text(with_hashes(html.replace(match[0], f'href="charts/other.{kind}"')), encoding="utf-8")
    assert f"an exhibit offers 'charts/other.{kind}' as its" in said(verify(page))


def test_a_table_of_facts_that_is_not_derived_from_them_is_found(page: Path) -> None:
    html = page.read_text(encoding="utf-8")
    table = carried_files(html)["facts.csv"].replace(b",812.4,", b",812.9,")
    page.write_text(with_hashes(html, facts_csv=table), encoding="utf-8")
    assert verify(page).drifts == ("facts.csv does not say what facts.json says",)


RECORD: Mapping[str, tuple[tuple[str | int, ...], object, str]] = {
    "another period": (("period",), "2025-Q2", "manifest.json says period '2025-Q3'"),
    "another name": (("entity",), "Other", "manifest.json says entity"),
    "another day": (("date",), "2025-11-07", "manifest.json says date"),
    "another scenario": (("facts", 0, "scenario"), "target", "recorded as revenue, 2025-Q3, target"),
    "other days": (("facts", 0, "start"), "2025-06-01", "recorded from 2025-06-01"),
    "a source twice": (("sources", 1, "number"), 1, "facts.json has source 1 more than once"),
    "a source's title": (("sources", 0, "title"), "Word", "the record has 'Word'"),
    "a source's address": (("sources", 0, "url"), "https://x.example", "the record has 'https://x.example'"),
    "a source of none": (("facts", 0, "origin", "source"), 9, "facts.json has no source 9"),
    "a label": (("facts", 0, "label"), "Sales", "facts.csv does not say what facts.json says"),
    "a figure fewer": (("figures", 0, "number"), 999, "does not count its figures"),
    "a range beside its value": (("facts", 0, "quantity", "low"), "812410000", "lies outside its own range"),
}  # fmt: skip


@pytest.mark.parametrize("kind", RECORD)
def test_a_record_that_contradicts_itself_or_its_page_is_found(kind: str, page: Path) -> None:
    path, value, expected = RECORD[kind]
    html = page.read_text(encoding="utf-8")
    told = json.loads(carried_files(html)["facts.json"])
    within = told
    for key in path[:-1]:
        within = within[key]
    within[path[-1]] = value
    page.write_text(with_hashes(html, facts_json=json.dumps(told).encode()), encoding="utf-8")
    assert expected in said(verify(page))


def test_the_verdict_says_what_it_does_not_prove(page: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["verify", str(page)]) == 0
    out, err = capsys.readouterr()
    assert "consistent with its own record; who issued it is not proved: it bears no signature" in err
    assert main(["verify", "--json", str(page)]) == 0
    assert json.loads(capsys.readouterr().out)[0]["proves"].startswith("consistent with its own record")
    assert out.count("\n") == 1
