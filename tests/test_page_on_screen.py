"""The page on a screen: quiet figures, links to its parts, files of an exhibit, a phone and a wide screen."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pypdfium2
import pytest

from tests.browser import visiting
from tests.gallery import SAMPLE_A4, Gallery

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser

FIGURE = "main .section p .figure"
LEAST_LETTERS = 11.5  # px, of a chart on a phone
PHONE, WIDE = 360, 1920
MOST_WIDE = 800  # px of a chart on a wide screen: not blown up
LINE = "e => getComputedStyle(e).textDecorationLine"
LETTERS = """() => [...document.querySelectorAll('.plot svg')].filter(e => e.checkVisibility()).flatMap(svg => {
  const scale = svg.getBoundingClientRect().width / svg.viewBox.baseVal.width;
  return [...svg.querySelectorAll('text')].filter(t => t.textContent.trim())
    .map(t => [parseFloat(getComputedStyle(t).fontSize) * scale, t.textContent]);
})"""
CUT = """() => [...document.querySelectorAll('.plot svg')].filter(e => e.checkVisibility()).flatMap(svg => {
  const frame = svg.getBoundingClientRect();
  return [...svg.querySelectorAll('text')].filter(t => {
    const box = t.getBoundingClientRect();
    return box.width && (box.left < frame.left - 1 || box.right > frame.right + 1);
  }).map(t => t.textContent);
})"""


@pytest.fixture(scope="session")
def sample(gallery: Gallery) -> Path:
    return gallery[SAMPLE_A4].page


@pytest.fixture
def page(chromium: Browser, sample: Path) -> Iterator[Page]:
    with visiting(chromium, sample) as visit:
        yield visit.page


# -------------------------------------------------------------------------------- quiet figures


def test_no_figure_has_a_mark_until_it_is_pointed_at(page: Page) -> None:
    lines = page.evaluate(f"[...document.querySelectorAll('.figure')].map({LINE})")
    assert set(lines) == {"none"}
    figure = page.locator(FIGURE).first
    figure.hover()
    assert figure.evaluate(LINE) == "underline"


def test_a_figure_shows_its_mark_to_the_keyboard(page: Page) -> None:
    figure = page.locator(FIGURE).first
    figure.focus()
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Tab")
    assert figure.evaluate(LINE) == "underline"
    page.keyboard.press("Enter")
    assert page.locator(":popover-open").count() == 1


def test_a_tap_on_a_bar_opens_its_origin(chromium: Browser, sample: Path) -> None:
    with visiting(chromium, sample, PHONE, has_touch=True) as visit:
        visit.page.locator(".plotted-narrow .spot").first.tap()
        assert visit.page.locator(":popover-open").count() == 1


def test_the_page_says_once_what_a_number_does(page: Page) -> None:
    assert page.locator(".opens").all_inner_texts() == [
        "Every number opens its origin: tap or click it, in the text, in a table, on a chart."
    ]


def test_a_keyboard_passes_over_the_figures_of_a_section(page: Page) -> None:
    past = page.locator("#cloud-growth .way-past").first
    assert past.evaluate("e => getComputedStyle(e).clipPath") != "none"
    past.focus()
    assert past.evaluate("e => getComputedStyle(e).clipPath") == "none"
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    section = "document.activeElement.closest('section').id"
    assert f"#{page.evaluate(section)}" == past.get_attribute("href")


# -------------------------------------------------------------------------------- links to parts, and where one is


def test_every_heading_and_exhibit_links_to_itself(page: Page) -> None:
    for link, place in (("h2", "section:not(.back):has(> h2)"), ("figure", "figure.exhibit")):
        found = page.evaluate(
            f"""[...document.querySelectorAll('main {place}')].map(e => [e.id,
              (e.querySelector(e.localName === 'figure' ? '.to-itself' : ':scope > .anchor') || {{}}).hash])"""
        )
        assert found, link
        assert [target for _, target in found] == [f"#{name}" for name, _ in found]


def test_the_contents_mark_the_section_that_is_read(page: Page) -> None:
    entries = page.locator(".contents a").all()
    entries[3].click()
    page.wait_for_function("document.querySelector('.contents a:target-current')")
    page.wait_for_function(
        "document.querySelector('.contents a:target-current').hash === location.hash", timeout=5000
    )
    assert page.locator(".contents a:target-current").count() == 1


# -------------------------------------------------------------------------------- the files of an exhibit


def files_of(page: Page, exhibit: str) -> dict[str, str]:
    """Where each file of an exhibit is, by its name."""
    page.locator(f"#{exhibit} .exhibit-downloads summary").click()
    return {
        link.get_attribute("download") or "": link.get_attribute("href") or ""
        for link in page.locator(f"#{exhibit} .exhibit-files a").all()
    }


def test_an_exhibit_offers_picture_drawing_values_and_specification(page: Page, sample: Path) -> None:
    found = files_of(page, "exhibit-growth-by-business")
    assert list(found) == [f"growth-by-business.{kind}" for kind in ("csv", "svg", "png", "vl.json")]
    for name in ("growth-by-business.png", "growth-by-business.vl.json"):
        assert found[name] == f"charts/{name}"
        assert (sample.parent / found[name]).is_file()


def test_values_and_drawing_are_in_a_page_that_was_sent_alone(
    chromium: Browser, sample: Path, tmp_path: Path
) -> None:
    alone = tmp_path / "brief.html"
    alone.write_bytes(sample.read_bytes())
    with visiting(chromium, alone, accept_downloads=True) as visit:
        visit.page.locator("#exhibit-growth-by-business .exhibit-downloads summary").click()
        links = visit.page.locator("#exhibit-growth-by-business .exhibit-files")
        told = {}
        for kind in ("CSV", "SVG"):
            with visit.page.expect_download() as download:
                links.get_by_text(kind, exact=True).click()
            told[kind] = Path(download.value.path()).read_text(encoding="utf-8")
    rows = list(csv.reader(StringIO(told["CSV"])))
    assert rows[1][1].startswith("+")
    assert float(rows[1][2]) > 0  # beside the words, the number
    assert "Cloud up" in told["SVG"]
    assert "Source" in told["SVG"]


def test_files_beside_the_page_are_found_from_its_folder(chromium: Browser, sample: Path) -> None:
    with visiting(chromium, sample) as visit:
        address = visit.page.locator(".exhibit-files a[download$='.png']").first.evaluate("e => e.href")
    assert Path(urlsplit(address).path).read_bytes().startswith(b"\x89PNG")
    specification = Path(urlsplit(address).path).with_suffix(".vl.json")
    assert json.loads(specification.read_text(encoding="utf-8"))["$schema"]


# -------------------------------------------------------------------------------- narrow and wide


@pytest.mark.parametrize("name", [SAMPLE_A4, "fund-factsheet-a4", "chip-maker-a4"])
def test_letters_in_charts_can_be_read_on_a_phone_and_none_are_cut(
    chromium: Browser, gallery: Gallery, name: str
) -> None:
    with visiting(chromium, gallery[name].page, PHONE) as visit:
        letters = visit.page.evaluate(LETTERS)
        assert letters
        assert [one for one in letters if one[0] < LEAST_LETTERS] == []
        assert visit.page.evaluate(CUT) == []


def test_a_wide_screen_has_small_exhibits_in_its_margin_and_blows_none_up(
    chromium: Browser, sample: Path
) -> None:
    with visiting(chromium, sample, WIDE) as visit:
        right = visit.page.evaluate("document.querySelector('.masthead').getBoundingClientRect().right")
        beside = visit.page.locator(".section > .beside > .exhibit").first.bounding_box()
        assert beside
        assert beside["x"] + beside["width"] > right + 200
        widths = visit.page.evaluate(
            "[...document.querySelectorAll('.plot svg')].map(e => e.getBoundingClientRect().width)"
        )
        assert max(widths) <= MOST_WIDE


FIGURES = """() => [...document.querySelectorAll('table.figures')].flatMap(table => {
  const frame = table.parentElement.getBoundingClientRect();
  return [...table.querySelectorAll('td:nth-child(-n + 4), thead th')].filter(cell => {
    const range = document.createRange();
    range.selectNodeContents(cell);
    const lines = new Set([...range.getClientRects()].filter(r => r.width).map(r => Math.round(r.bottom / 8)));
    return lines.size > 1 || cell.getBoundingClientRect().right > frame.right + 1;
  }).map(cell => cell.textContent);
})"""


@pytest.mark.parametrize("name", ["peers-a4", "scripts-a4", "numbers-a4"])
@pytest.mark.parametrize("width", [768, 1280])
def test_no_period_value_or_range_of_a_figure_is_broken(
    chromium: Browser, gallery: Gallery, name: str, width: int
) -> None:
    with visiting(chromium, gallery[name].page, width) as visit:
        assert visit.page.evaluate(FIGURES) == []


# -------------------------------------------------------------------------------- printed


def test_nothing_that_is_for_a_screen_is_printed(chromium: Browser, sample: Path, tmp_path: Path) -> None:
    with visiting(chromium, sample) as visit:
        visit.page.pdf(path=tmp_path / "printed.pdf", prefer_css_page_size=True)
    text = "".join(
        page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(tmp_path / "printed.pdf")
    )
    assert "Exhibit 2." in text
    for words in ("Every number opens", "Skip to", "Vega-Lite", "beside this page"):
        assert words not in text


@pytest.mark.parametrize("millimetres", range(0, 200, 40))
def test_the_head_of_the_appendix_is_printed_above_its_table_wherever_it_stands(
    chromium: Browser, sample: Path, tmp_path: Path, millimetres: int
) -> None:
    with visiting(chromium, sample) as visit:
        visit.page.evaluate(
            "(space) => { document.querySelector('#figures').style.marginBlockStart = `${space}mm`; }",
            millimetres,
        )
        visit.page.pdf(path=tmp_path / "printed.pdf", prefer_css_page_size=True)
    pages = [page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(tmp_path / "printed.pdf")]
    (head,) = [text for text in pages if "Every figure in this brief" in text]
    assert "Stated by a source" in head
    assert "investment" in head.partition("Stated by a source")[2], "its first row"


@pytest.mark.parametrize("name", ["fund-a4", "device-maker-a4", "losses-a4"])
def test_a_browser_prints_the_first_section_below_a_page_one_that_has_room_for_it(
    chromium: Browser, gallery: Gallery, name: str, tmp_path: Path
) -> None:
    with visiting(chromium, gallery[name].page) as visit:
        heading = visit.page.inner_text("main .section h2")
        visit.page.pdf(path=tmp_path / "printed.pdf", prefer_css_page_size=True)
    first = pypdfium2.PdfDocument(tmp_path / "printed.pdf")[0]
    assert heading in [line.strip() for line in first.get_textpage().get_text_range().splitlines()]


@pytest.mark.parametrize("name", ["device-maker-a4", "software-board-a4", "retailer-a4"])
def test_a_browser_prints_notices_on_one_page(
    chromium: Browser, gallery: Gallery, name: str, tmp_path: Path
) -> None:
    with visiting(chromium, gallery[name].page) as visit:
        visit.page.pdf(path=tmp_path / "printed.pdf", prefer_css_page_size=True)
    last = list(pypdfium2.PdfDocument(tmp_path / "printed.pdf"))[-1].get_textpage().get_text_range()
    assert "Notices" in [line.strip() for line in last.splitlines()]
    assert "This edition" in last
