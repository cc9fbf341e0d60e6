"""The referee of the printed pages catches each fault that is put before it, and lets what is well set pass."""

from __future__ import annotations

from pathlib import Path

import pytest

import reportgen
from reportgen.document.layout_referee import LayoutFault, layout_faults
from reportgen.document.page_fill import page_fills
from reportgen.document.print.pdf import lay_out
from reportgen.jobs import may_be_issued

STYLE = """
@page { size: 400px 400px; margin: 50px; @bottom-left { content: element(foot) } }
body { font: 12px/20px Inter; margin: 0 }
p, h2, figure, table { margin: 0 }
h2 { font-size: 14px; line-height: 20px }
.foot { position: running(foot) }
td { padding: 0 }
"""
PICTURE = '<svg xmlns="http://www.w3.org/2000/svg" width="{0}" height="{1}" viewBox="0 0 {0} {1}"/>'
LINE = "<p>A line of text.</p>"
OF_FULLNESS = ("page-too-empty", "page-hole")
FULL = LINE * 13
BREAK = 'style="break-before:page"'


def judged(body: str, style: str = "", letters: float = 10.5, **pictures: tuple[int, int]) -> list[str]:
    """The codes of what is wrong with a document of 300 px square pages, how full they are aside."""
    return [fault.code for fault in faults(body, style, letters, **pictures) if fault.code not in OF_FULLNESS]


def faults(
    body: str, style: str = "", letters: float = 10.5, **pictures: tuple[int, int]
) -> tuple[LayoutFault, ...]:
    svgs = {name: PICTURE.format(*size) for name, size in pictures.items()}
    html = f'<html lang="en"><title>x</title><style>{STYLE}{style}</style><body>{body}</body></html>'
    layout = lay_out(html, svgs, lambda _: {})
    return layout_faults(layout.sheets, dict.fromkeys(pictures, letters))


def test_a_page_that_is_well_set_has_no_fault() -> None:
    figure = (
        '<figure class="exhibit" id="exhibit-a"><p class="exhibit-title">Up</p><img src="chart:a"></figure>'
    )
    assert not judged(f"<p class=foot>Foot</p><h2>Growth</h2>{LINE * 6}{figure}{LINE}", a=(300, 100))


@pytest.mark.parametrize("where", ["p", "td", "foot"])
def test_letters_of_less_than_seven_and_a_half_points_are_found(where: str) -> None:
    body = {"p": "<p>x</p>", "td": "<table><td>x</table>", "foot": "<p class=foot>x</p>"}[where]
    selector = {"p": "p", "td": "td", "foot": ".foot"}[where]
    assert judged(body, f"{selector} {{ font-size: 9.9px }}") == ["small-text"]
    assert not judged(body, f"{selector} {{ font-size: 10px }}")


def test_a_chart_that_is_printed_smaller_than_drawn_has_letters_too_small() -> None:
    body = '<section id="cloud"><figure class="exhibit" id="exhibit-a"><img src="chart:a"></figure></section>'
    (fault,) = faults(body, "img { width: 150px }", a=(300, 100))
    assert (fault.code, fault.page, fault.exhibit, fault.section) == ("small-text", 1, "exhibit-a", "cloud")
    assert "5.25" not in fault.message
    assert "3.94 pt" in fault.message
    assert not judged(body, "img { width: 300px }", a=(300, 100))


def test_text_that_stands_on_text_is_found() -> None:
    up = "margin-top: -14px"
    assert judged(f"{LINE}<p style='{up}'>Another.</p>") == ["text-on-text"]
    (fault,) = faults(f"{LINE * 2}<p style='float: left'>Beside.</p><p style='{up}'>Above it.</p>")
    assert "stands on" in fault.message
    assert not judged(f"{LINE}<p style='margin-top: -3px'>Close.</p>")
    assert not judged(
        "<p style='line-height: 12px'>Tight<br>lines, x<sup style='font-size: 10px'>2</sup></p>"
    )


def test_text_that_stands_on_the_foot_of_its_page_is_found() -> None:
    body = "<p class=foot>Foot</p><p style='position: relative; top: 312px'>x and more</p>"
    assert judged(body) == ["text-on-text"]


def test_a_heading_that_ends_its_page_is_found() -> None:
    assert judged(f"{FULL}<h2>What comes next</h2><p {BREAK}>Next.</p>") == ["heading-at-foot"]
    assert not judged(f"{FULL}<h2>What comes next</h2>{LINE}<p {BREAK}>Next.</p>")


def test_a_heading_with_only_the_words_that_lead_in_to_the_table_overleaf_is_found() -> None:
    table = f"<table {BREAK}><tr><td>1</td></tr></table>"
    lead = '<section id="figures"><h2>Figures</h2><p>Every figure, once.</p>'
    above = LINE * 8
    assert judged(f"{above}{lead}{table}</section>") == ["heading-at-foot"]
    assert not judged(f"{above}{lead}<table><tr><td>0</td></tr></table>{table}</section>")
    assert not judged(f"{LINE * 4}{lead}{LINE * 4}{table}</section>")


def test_a_page_less_than_three_quarters_full_is_found_unless_it_is_the_last() -> None:
    (fault,) = faults(f"{LINE * 11}<p {BREAK}>Last.</p>")
    assert (fault.code, fault.page) == ("page-too-empty", 1)
    assert not faults(f"{LINE * 12}<p {BREAK}>Last.</p>")


def test_a_page_with_a_hole_between_two_things_is_found_be_it_the_last() -> None:
    hole = '<div style="height:{}px"></div>'
    (fault,) = faults(f"{LINE * 2}{hole.format(60)}{LINE}")
    assert (fault.code, fault.message) == (
        "page-hole",
        "22% of the page is white below 'A line of text.', more than 12%",
    )
    assert not faults(f"{LINE * 2}{hole.format(20)}{LINE}")


def test_each_page_tells_how_full_it_is_and_how_large_its_largest_hole() -> None:
    body = f'{LINE * 3}<div style="height:60px"></div>{LINE}<p {BREAK}>Last.</p>'
    html = f'<html lang="en"><title>x</title><style>{STYLE}</style><body>{body}</body></html>'
    fills = page_fills(lay_out(html, {}, lambda _: {}).sheets)
    assert [(one.page, round(one.full, 1), round(one.hole, 1)) for one in fills] == [
        (1, 0.4, 0.2),
        (2, 0.0, 0),
    ]


def test_text_in_the_margin_of_its_page_is_found() -> None:
    (fault,) = faults(f'<p style="position:relative;top:-45px">Above</p>{LINE * 12}')
    assert (fault.code, fault.message) == ("text-in-margin", "'Above' stands in the margin")


def test_an_exhibit_torn_from_its_title_is_found() -> None:
    figure = (
        '<figure class="exhibit" id="exhibit-a"><p class="exhibit-title">Up</p>'
        '<p class="exhibit-measure">Percent</p><img src="chart:a"></figure>'
    )
    (fault,) = faults(f"{LINE * 11}{figure}", a=(300, 200))
    assert (fault.code, fault.page, fault.exhibit) == ("exhibit-torn", 1, "exhibit-a")
    assert not judged(f"{LINE * 11}{figure}", "figure { break-inside: avoid }", a=(300, 200))


def test_a_table_torn_from_its_title_is_found() -> None:
    rows = "<tr><td>A</td></tr>" * 12
    title = '<p class="exhibit-title">Up</p><p>Percent</p>'
    figure = f'<figure class="exhibit" id="exhibit-a">{title}<table {{}}>{rows}</table></figure>'
    assert judged(f"{LINE * 9}{figure.format(BREAK)}") == ["exhibit-torn"]
    assert not judged(f"{LINE * 9}{figure.format('')}")


def test_a_row_on_two_pages_is_found_and_a_repeated_header_is_none() -> None:
    table = "<table><thead><tr><th>Name</th></tr></thead>{}</table>"
    tall = f"<tr><td>{'<br>'.join(['A line'] * 6)}</td></tr>"
    short = "<tr><td>A line</td></tr>"
    assert judged(table.format(short * 10 + tall)) == ["row-split"]
    assert not judged(table.format(short * 10 + tall), "tr { break-inside: avoid }")
    assert not judged(table.format(short * 40))


@pytest.mark.parametrize(
    "body",
    [
        f"<p>{'W' * 40}</p>",
        f"<p style='text-align:right'>{'W' * 40}</p>",
        f"<table style='table-layout:fixed;width:100%'><tr><td>{'W' * 20}</td><td>x</td></tr></table>",
        "<p style='white-space:nowrap'>A line that is told not to break and so runs on and on and on</p>",
        f"<p class=foot>{'W' * 40}</p>",
    ],
)
def test_a_line_that_is_overfull_is_found(body: str) -> None:
    assert judged(body) == ["line-overfull"]
    assert not judged(body, "* { overflow-wrap: anywhere; white-space: normal !important }")


def test_a_table_that_reaches_out_of_its_column_is_found_once() -> None:
    cells = "".join(f"<td style='white-space:nowrap'>{'W' * 6}</td>" for _ in range(6))
    table = f"<div style='width:100px'><table>{f'<tr>{cells}</tr>' * 3}</table></div>"
    assert judged(table) == ["line-overfull"]
    assert not judged("<div style='width:100px'><table><tr><td>W</td></tr></table></div>")


def test_a_picture_wider_than_its_column_is_overfull() -> None:
    assert judged('<img src="chart:a">', a=(320, 50)) == ["line-overfull"]


def test_text_off_the_paper_is_overfull() -> None:
    found = faults(f"<p class=foot>{'word ' * 120}</p><p>x</p>")
    assert {fault.code for fault in found} == {"line-overfull"}
    assert all("off the paper" in fault.message for fault in found)


def test_a_brief_says_the_fault_at_its_line_and_strict_refuses_it(tmp_path: Path) -> None:
    folder = tmp_path / "brief"
    folder.mkdir()
    (folder / "brief.yaml").write_text(BRIEF, encoding="utf-8")
    (folder / "facts.csv").write_text("metric,period,value,unit\nsales,2025-Q3,5,USD mn\n", encoding="utf-8")
    (folder / "narrative.md").write_text(NARRATIVE, encoding="utf-8")
    (folder / "style.css").write_text(
        ".section > p { font-size: 7pt } .exhibit-source { font-size: 6pt }", encoding="utf-8"
    )
    findings = reportgen.load(folder).check()
    lines = {(one.place.path.name, one.place.line, one.code) for one in findings}
    assert lines == {("narrative.md", 1, "small-text"), ("brief.yaml", 7, "small-text")}
    assert any("exhibit 'table', page 1:" in one.message for one in findings)
    assert may_be_issued(findings, strict=False)
    assert not may_be_issued(findings, strict=True)


BRIEF = """\
title: Sales hold
entity: {name: Example Corp, short: Example}
period: 2025-Q3
date: 2025-11-25
currency: {code: USD}
exhibits:
  table: {kind: table, title: Sales in full, rows: [sales]}
"""
NARRATIVE = """\
## How it went

It went well.

{{ exhibit("table") }}
"""


def test_a_page_is_not_full_because_a_footnote_stands_at_its_foot() -> None:
    note = '<p>x<span style="float:footnote">A note.</span></p>'
    body = f"{LINE * 3}{note}<p {BREAK}>Last.</p>"
    html = f'<html lang="en"><title>x</title><style>{STYLE}</style><body>{body}</body></html>'
    first = page_fills(lay_out(html, {}, lambda _: {}).sheets)[0]
    assert (round(first.full, 1), first.hole) == (0.3, 0)
