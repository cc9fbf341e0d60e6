"""Pages that are too empty are fitted: exhibits float within their section, and white is spread where little lacks."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from itertools import pairwise
from pathlib import Path
from unittest.mock import patch

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import reportgen
from reportgen.document.layout_findings import rehearsal
from reportgen.document.page_fill import LEAST_FULL, LEAST_LAST, page_fills
from reportgen.document.print import pdf
from reportgen.document.print.boxes import Sheet
from reportgen.document.print.elastic import Elastic, blank
from reportgen.document.print.fitting import MANY, sheets_of
from reportgen.document.print.flow import TABLE_ROWS
from reportgen.document.print.pdf import lay_out
from reportgen.document.print.stretching import WORTH, stretch
from reportgen.document.sketching import LEAST, MOST
from reportgen.document.slots import pairs_of
from reportgen.drawing import elastic
from reportgen.findings import Findings
from reportgen.plan import assemble
from tests.gallery import BRIEFS, LETTER, ROOT, Subject

STYLE = """
table { border-collapse: collapse } td, th { padding: 0 }
@page { size: 400px 400px; margin: 50px }
body { font: 12px/20px Inter; margin: 0 }
p, h2, figure { margin: 0; orphans: 2; widows: 2 }
h2 { font-size: 14px; line-height: 20px; break-after: avoid }
figure { break-inside: avoid }
"""
TALL = 160  # px: an exhibit of half a page
LINE = "<p>A line of text.</p>"
AFTER = "<p>What follows.</p>"
PICTURE = f'<svg xmlns="http://www.w3.org/2000/svg" width="300" height="{TALL}" viewBox="0 0 300 {TALL}"/>'


def figure(name: str) -> str:
    return (
        f'<figure class="exhibit" id="exhibit-{name}"><img style="display:block" src="chart:{name}"></figure>'
    )


def section(name: str, *blocks: str) -> str:
    return f'<section class="section" id="{name}"><h2>{name}</h2>{"".join(blocks)}</section>'


def sheets(*sections: str, elastic: Elastic | None = None) -> tuple[Sheet, ...]:
    body = "".join(sections)
    html = f'<html lang="en"><title>x</title><style>{STYLE}</style><body>{body}</body></html>'
    return lay_out(html, {"a": PICTURE, "b": PICTURE}, lambda _: {}, None, elastic).sheets


def shown(sheet: Sheet) -> list[str]:
    return [leaf.text or leaf.address for leaf in sheet.leaves]


def full(pages: tuple[Sheet, ...]) -> list[float]:
    return [one.full for one in page_fills(pages)]


@contextmanager
def counted() -> Iterator[list[int]]:
    """How often a document is laid out meanwhile."""
    often, original = [], pdf._rendered

    def rendered(*given: object) -> object:
        often.append(1)
        return original(*given)  # type: ignore[arg-type]

    with patch.object(pdf, "_rendered", rendered):
        yield often


def test_text_moves_up_before_an_exhibit_that_does_not_fit_at_the_foot() -> None:
    first, second = sheets(section("one", LINE * 8, figure("a"), AFTER * 9))
    assert shown(first)[-1] == "What follows."
    assert shown(second)[0] == "chart:a"
    assert full((first, second))[0] >= LEAST_FULL


def test_an_exhibit_stays_in_front_of_the_next_heading() -> None:
    pages = sheets(section("one", LINE * 8, figure("a")), section("two", AFTER * 12))
    order = [text for page in pages for text in shown(page)]
    assert order.index("chart:a") < order.index("two")


def test_exhibits_keep_their_order() -> None:
    pages = sheets(section("one", LINE * 8, figure("a"), AFTER * 7, figure("b"), AFTER * 9))
    order = [text for page in pages for text in shown(page)]
    assert order.index("chart:a") < order.index("chart:b")


def test_what_is_well_set_is_laid_out_once_and_what_is_not_once_more() -> None:
    with counted() as often:
        sheets(section("one", LINE * 6, figure("a"), AFTER * 9))
    assert len(often) == 1
    with counted() as often:
        sheets(section("one", LINE * 8, figure("a"), AFTER * 9))
    assert len(often) == 2


def test_a_page_that_lacks_little_gets_a_little_more_white_between_its_blocks() -> None:
    first, _ = sheets(section("one", LINE * 9, figure("a")))
    tops = [leaf.top for leaf in first.leaves]
    assert full((first,))[0] >= LEAST_FULL
    assert len({round(after - before, 2) for before, after in pairwise(tops[1:])}) == 1


def test_a_page_that_lacks_much_is_left_as_it_is() -> None:
    first, _ = sheets(section("one", figure("a")), section("two", figure("b")))
    assert full((first,))[0] < LEAST_FULL


def test_the_same_document_is_fitted_in_the_same_way() -> None:
    one, other = (sheets(section("one", LINE * 8, figure("a"), AFTER * 9)) for _ in range(2))
    assert [shown(sheet) for sheet in one] == [shown(sheet) for sheet in other]


def test_a_last_page_with_little_on_it_takes_blocks_of_the_page_before() -> None:
    first, last = full(sheets(section("one", LINE * 16)))
    assert first >= LEAST_FULL
    assert last >= LEAST_LAST


def test_a_long_document_is_laid_out_once_more_for_empty_pages_but_never_for_a_short_last_one() -> None:
    pages = MANY + 1
    with counted() as often:
        short_end = sheets(section("one", LINE * (15 * pages + 1)))
    assert (len(often), len(short_end)) == (1, pages + 1)
    with counted() as often:
        sheets(section("one", LINE * 8, figure("a"), AFTER * (15 * pages)))
    assert len(often) == 2


def table(rows: int) -> str:
    body = "".join(f"<tr><td>Row {number}</td><td>1</td></tr>" for number in range(1, rows + 1))
    return f"<table><thead><tr><th>Head</th><th>2</th></tr></thead><tbody>{body}</tbody></table>"


def test_a_last_page_with_little_on_it_takes_rows_of_a_table_and_repeats_its_head() -> None:
    first, last = sheets(section("one", LINE, table(13)))
    rows = [text for text in shown(last) if text.startswith("Row ")]
    assert shown(last)[0] == "Head"
    assert rows[0] != "Row 1"
    assert len(rows) >= TABLE_ROWS
    assert full((first, last))[0] >= LEAST_FULL
    assert full((first, last))[1] >= LEAST_LAST


def test_a_last_page_that_is_full_enough_is_left_as_it_is() -> None:
    with counted() as often:
        sheets(section("one", LINE * 20))
    assert len(often) == 1


def test_a_last_page_stays_where_the_one_before_would_become_too_empty() -> None:
    first, last = sheets(section("one", LINE * 6, figure("a")), section("two", LINE))
    assert shown(first)[-1] == "chart:a"
    assert full((first, last))[1] < LEAST_LAST


def test_no_measure_is_parted_from_the_rows_that_belong_to_it_to_fill_a_last_page() -> None:
    parted = table(13).replace("<tr><td>Row 10<", '<tr class="below"><td>Row 10<')
    usual, kept = (sheets(section("one", LINE, one))[1] for one in (table(13), parted))
    first, other = (next(text for text in shown(one) if text.startswith("Row ")) for one in (usual, kept))
    assert first == "Row 10"
    assert other != "Row 10"


RULES = "".join(
    line
    for line in (ROOT / "assets/css/back.css").read_text(encoding="utf-8").splitlines()
    if "break-" in line
)


@pytest.mark.parametrize("filler", range(8, 14))
def test_no_head_of_figures_stands_with_a_single_row_at_the_foot_of_a_page(filler: int) -> None:
    rows = "".join(f"<tr><td>Row {number}</td></tr>" for number in range(9))
    head = '<table class="figures figures-matrix"><thead><tr><th>Head</th></tr></thead>'
    matrix = f"<style>{RULES}</style>{head}<tbody>{rows}</tbody></table>"
    texts = [shown(page) for page in sheets(section("one", LINE * filler, matrix))]
    counts = [sum(text.startswith("Row ") for text in page) for page in texts if "Head" in page]
    assert sum(counts) == 9
    assert counts[0] >= 2


def redrawn(heights: Mapping[str, float]) -> Mapping[str, str]:
    return {name: blank(300, height) for name, height in heights.items()}


STRETCHING = Elastic(lambda _: (LEAST * TALL, TALL, MOST * TALL), redrawn)
# Each would then say something else.
SAME = Elastic(lambda _: (LEAST * TALL, TALL, MOST * TALL), lambda _: {})


HOLE = section("one", LINE, figure("a")), section("two", figure("b"))


def tall(pages: tuple[Sheet, ...]) -> list[float]:
    """The heights of the pictures."""
    return [leaf.bottom - leaf.top for page in pages for leaf in page.leaves if leaf.is_picture]


def test_charts_shrink_so_that_nearly_nothing_needs_no_page_of_its_own() -> None:
    document = (section("one", LINE * 6, figure("a"), AFTER),)
    usual, shrunk = sheets(*document), sheets(*document, elastic=STRETCHING)
    assert (len(usual), len(shrunk)) == (2, 1)
    assert LEAST * TALL <= tall(shrunk)[0] < TALL


def test_a_chart_that_would_say_something_else_keeps_its_height() -> None:
    assert tall(sheets(*HOLE, elastic=SAME)) == [TALL, TALL]


def test_a_chart_that_stands_twice_keeps_its_height() -> None:
    again = figure("a").replace('id="exhibit-a"', "")
    assert tall(sheets(HOLE[0], section("two", again), elastic=STRETCHING)) == [TALL, TALL]


def test_pages_that_are_full_enough_are_not_laid_out_again_for_charts_that_could_stretch() -> None:
    with counted() as often:
        sheets(section("one", LINE * 6, figure("a"), AFTER * 9), elastic=STRETCHING)
    assert len(often) == 1


def test_a_brief_of_the_gallery_fills_its_pages_with_charts_that_keep_to_a_quarter_and_level(
    tmp_path: Path,
) -> None:
    plan = reportgen.load(Subject(BRIEFS["bank-half-year"], LETTER).write(tmp_path), allow_code=True).plan()
    content = assemble(plan, draft=False)
    usual = rehearsal(content, plan.drawn, plan.brief, Findings()).sheets
    with counted() as often:
        fitted = rehearsal(content, plan.drawn, plan.brief, Findings(), elastic(plan, {})).sheets
    assert len(often) <= 2
    assert len(fitted) <= len(usual)
    assert sum(full(fitted)[:-1]) / (len(fitted) - 1) > sum(full(usual)[:-1]) / (len(usual) - 1)
    assert all(one >= LEAST_FULL for one in full(fitted)[:-1])
    before, after = heights(usual), heights(fitted)
    assert before != after
    assert all(LEAST * before[name] - 1 <= after[name] <= MOST * before[name] + 1 for name in before)
    pairs = [[f"chart:{name}/half" for name in pair] for pair in pairs_of(plan.words.sections)]
    known = [[after[name] for name in pair] for pair in pairs if all(name in after for name in pair)]
    assert known
    assert all(max(pair) - min(pair) <= 1 for pair in known)


def heights(pages: tuple[Sheet, ...]) -> dict[str, float]:
    leaves = [leaf for page in pages for leaf in page.leaves if leaf.is_picture]
    return {leaf.address: leaf.bottom - leaf.top for leaf in leaves}


GRID = """
.pair, .beside { display: grid; grid-template-columns: 1fr 1fr; column-gap: 20px; break-inside: avoid; margin: 10px 0 }
.essence { display: flow-root } .summary { float: left; width: 140px } .essence .exhibit { margin-left: 160px }
img { width: 100% } .section { border-top: 1px solid black; padding-top: 9px; margin-top: 10px }
"""
NARROW = 70  # px: the height of a chart of half the width


def beside(name: str, lines: int, kind: str = "beside", text: str = "beside-text") -> str:
    return f'<div class="{kind}"><div class="{text}">{LINE * lines}</div>{figure(name)}</div>'


def pair(one: str, other: str) -> str:
    return f'<div class="pair">{captioned(one, 1)}{captioned(other, 2)}</div>'


def captioned(name: str, lines: int) -> str:
    return figure(name).replace("</figure>", f"{LINE * lines}</figure>")


def drawing(name: str, height: float) -> str:
    return blank(300 if name.startswith("wide") else 140, height)


BLOCKS = st.one_of(
    st.integers(1, 4).map(lambda lines: lambda _: LINE * lines),
    st.integers(1, 9).map(lambda lines: lambda name: beside(name("half"), lines)),
    st.integers(1, 9).map(lambda lines: lambda name: beside(name("half"), lines, "essence", "summary")),
    st.integers(0, 2).map(lambda lines: lambda name: captioned(name("wide"), lines)),
    st.just(lambda name: pair(name("half"), name("half"))),
)
DOCUMENTS = st.lists(st.lists(BLOCKS, min_size=1, max_size=4), min_size=1, max_size=4)


TALLER = Elastic(
    lambda _: (LEAST * NARROW, NARROW, MOST * NARROW),
    lambda wanted: {name: drawing(name, height) for name, height in wanted.items()},
)


def written(document: list[list[Callable[[Callable[[str], str]], str]]]) -> tuple[str, list[str]]:
    """A document as HTML, with the names of its charts."""
    names: list[str] = []

    def named(slot: str) -> str:
        names.append(f"{slot}{len(names)}")
        return names[-1]

    body = "".join(
        section(f"s{at}", *(block(named) for block in blocks)) for at, blocks in enumerate(document)
    )
    return f'<html lang="en"><title>x</title><style>{STYLE}{GRID}</style><body>{body}</body></html>', names


@settings(max_examples=40)
@given(DOCUMENTS)
def test_charts_that_are_stretched_on_their_pages_stand_as_if_they_had_been_laid_out_so(
    document: list[list[Callable[[Callable[[str], str]], str]]],
) -> None:
    html, names = written(document)
    laid = pdf._rendered(html, {name: drawing(name, NARROW) for name in names})
    before = heights(sheets_of(laid))
    stretch(laid, TALLER)
    after = heights(sheets_of(laid))
    again = sheets_of(pdf._rendered(html, {name: drawing(name, after[f"chart:{name}"]) for name in names}))
    assert all(before[name] <= after[name] <= MOST * NARROW + 1 for name in before)
    assert [seen(page) for page in sheets_of(laid)] == [seen(page) for page in again]


def seen(page: Sheet) -> list[tuple[str, float, float]]:
    return [(leaf.text or leaf.address, round(leaf.left), round(leaf.top)) for leaf in page.leaves]


@given(st.integers(1, 9), st.sampled_from(["beside", "essence"]))
def test_a_chart_beside_a_longer_text_ends_with_it_or_is_a_quarter_taller(lines: int, kind: str) -> None:
    text = "summary" if kind == "essence" else "beside-text"
    html, _ = written([[lambda name: beside(name("half"), lines, kind, text)]])
    laid = pdf._rendered(html, {"half0": drawing("half", NARROW)})
    stretch(laid, TALLER)
    (page,) = sheets_of(laid)
    (chart,) = [leaf for leaf in page.leaves if leaf.is_picture]
    end = max(leaf.bottom for leaf in page.leaves if leaf.text)
    height = chart.bottom - chart.top
    assert (
        height == NARROW or height == pytest.approx(MOST * NARROW, abs=1) or abs(chart.bottom - end) < WORTH
    )
