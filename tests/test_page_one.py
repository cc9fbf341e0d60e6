"""Page one: cards on shared lines, histories that are named, contents down one column and then the next."""

from __future__ import annotations

import re
import subprocess
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from markupsafe import Markup

import reportgen
from reportgen.document.cards import LABEL, Row
from reportgen.document.feet import Feet
from tests.browser import visiting
from tests.gallery import SAMPLE_A4, Gallery

if TYPE_CHECKING:
    from playwright.sync_api import Browser

CHANGES = 3  # cards of the sample with a change on the year
CASES = Path(__file__).parent / "cases"
MARK = '<sup class="footnote-ref"><a href="#fn-{name}" id="fnref-{name}{again}">a</a></sup>'
NOTED = (
    f"<p>Sales.{MARK.replace('{again}', '')} Again.{MARK.replace('{again}', ':1')}</p>"
    '<div class="footnotes">\n<ol class="footnotes-list">\n<li id="fn-{name}" class="footnote-item"><p>Foot.</p>\n'
    '<p>More. <a class="footnote-back" href="#fnref-{name}">back</a></p>\n</li>\n</ol>\n</div>\n'
)
ROWS = ("card-value", "card-label", "card-change", "sparkline")
WORD = re.compile(r'xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" yMax="[\d.]+">([^<]+)</word>')


def words_of(pdf: Path, page: int = 1) -> list[tuple[float, float, float, str]]:
    """The words of a page: left, top and right edge in points, and letters."""
    asked = ["pdftotext", "-bbox", "-f", f"{page}", "-l", f"{page}", str(pdf), "-"]
    found = subprocess.run(asked, check=True, capture_output=True, text=True).stdout
    return [(float(left), float(top), float(right), word) for left, top, right, word in WORD.findall(found)]


def test_changes_stand_on_one_line_whatever_the_labels_above(gallery: Gallery) -> None:
    tops = Counter(round(top) for _, top, _, word in words_of(gallery[SAMPLE_A4].pdf) if word == "YoY")
    assert max(tops.values()) == CHANGES, "all but the YoY of a label of two lines"
    assert len(tops) == 2


def test_contents_name_their_pages_on_one_edge_in_each_column(gallery: Gallery) -> None:
    words = words_of(gallery[SAMPLE_A4].pdf)
    begin = next(top for _, top, _, word in words if word == "brief")
    foot = max(top for _, top, _, _ in words)
    pages = [right for _, top, right, word in words if begin < top < foot - 5 and word.isdigit()]
    edges = {round(right) for right in pages}
    assert len(pages) > 6
    assert len(edges) == 2, f"two columns, two edges: {sorted(edges)}"


def test_a_card_says_of_what_its_small_history_is(gallery: Gallery) -> None:
    html = gallery[SAMPLE_A4].page.read_text(encoding="utf-8")
    captions = re.findall(r'<p class="history-caption">([^<]+)</p>', html)
    assert captions == ["Cloud revenue, 6\u00a0quarters", "Group revenue, 6\u00a0quarters"]


def test_the_history_of_another_figure_is_found(tmp_path: Path) -> None:
    from tests.small_facts import facts_of

    folder = facts_of(tmp_path / "b", {"sales": (1, 2, 3, 4, 5)})
    settings = folder / "brief.yaml"
    text = settings.read_text(encoding="utf-8")
    settings.write_text(
        f"{text}kpis: [{{figure: sales, history: sales.qoq, periods: 4}}]\n", encoding="utf-8"
    )
    assert "other-history" in {one.code for one in reportgen.load(folder).check()}


@pytest.mark.parametrize("width", [360, 700, 1280])
def test_cards_in_a_row_share_their_lines_on_the_screen(
    width: int, gallery: Gallery, chromium: Browser
) -> None:
    with visiting(chromium, gallery[SAMPLE_A4].page, width) as visit:
        for row in ROWS:
            places = visit.page.evaluate(
                """row => [...document.querySelectorAll('.card')].map(card => [
                  card.getBoundingClientRect().top, card.querySelector('.' + row)?.getBoundingClientRect().top
                ]).filter(one => one[1] !== undefined)""",
                row,
            )
            below: dict[float, set[int]] = {}
            for card, part in places:
                below.setdefault(card, set()).add(round(part))
            assert all(len(tops) == 1 for tops in below.values()), f"{row}: {below}"


def test_a_long_label_keeps_room_for_its_lines() -> None:
    assert Row([("Sales", ""), ("Costs", "")], LABEL).lines == 1
    names = ["Sales", "Return on tangible equity before one-off items", "A", "B", "C", "D"]
    assert Row([(name, "") for name in names], LABEL).lines >= 3


@pytest.mark.parametrize("count", [3, 6])
def test_histories_and_notes_of_a_strip_stand_on_shared_lines_in_print(tmp_path: Path, count: int) -> None:
    from tests.small_facts import facts_of

    folder = facts_of(tmp_path / "b", {"sales": (1, 2, 3, 4, 5), "margin": (2, 3, 4, 5, 6)})
    settings = folder / "brief.yaml"
    long = "{figure: margin, change: margin.qoq, basis: 'on the quarter before, as it was first reported', note: Noted}"
    others = ["{figure: sales, change: sales.qoq, note: Noted, history: sales, periods: 4}"] * (count - 1)
    cards = [long.replace("}", ", history: margin, periods: 4}"), *others]
    settings.write_text(f"{settings.read_text('utf-8')}kpis: [{', '.join(cards)}]\n", "utf-8")
    metrics = "sales: {label: Sales, measured: over the period}\nmargin: {label: Margin of what was sold to others}\n"
    (folder / "metrics.yaml").write_text(metrics, "utf-8")
    place = tmp_path / "e"
    reportgen.load(folder).build().write(place)
    words = words_of(place / "brief.pdf")
    assert len({round(top) for _, top, _, word in words if word == "Noted"}) == 1
    captions = [top for _, top, _, word in words if word == "Sales,"]
    assert len(captions) == count - 1
    assert len({round(top) for top in captions}) == 1


def test_a_footnote_stands_at_the_foot_of_the_page_of_its_mark(tmp_path: Path) -> None:
    place = tmp_path / "e"
    reportgen.load(CASES / "footnote-in-another-section").build().write(place)
    lines = {word: top for _, top, _, word in words_of(place / "brief.pdf")}
    assert lines["Foot"] > lines["Notices"], "below all that is text"
    assert lines["Foot"] < lines["page"], "and above the foot of the page"
    html = (place / "brief.html").read_text(encoding="utf-8")
    assert html.count('class="footnote-back"') == 2, "on the page they stay in their section, with a way back"


def test_notes_are_lettered_through_the_document_and_said_once() -> None:
    feet = Feet()
    first, second = (feet(Markup(NOTED).format(name=name)) for name in ("one", "two"))  # noqa: S704 - typed above
    assert '<span class="note" id="fn-one" data-letter="a">Foot. More.</span>' in first
    assert '<sup class="footnote-ref"><a href="#fn-one">a</a></sup>' in first
    assert 'data-letter="b"' in second
    assert "footnotes-list" not in first


def test_a_note_with_a_list_stays_at_the_end_of_its_section() -> None:
    html = Markup(NOTED.replace("<p>Foot.</p>", "<ul><li>Foot.</li></ul>")).format(name="one")  # noqa: S704 - as above
    assert Feet()(html) == html
