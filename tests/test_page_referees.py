"""The page before its referees: the HTML judges, WCAG's, and a real Chromium in the hands of different readers."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import pypdfium2
import pytest

from reportgen.delivery.publishing.editions import read_edition
from reportgen.delivery.publishing.index import Pages
from reportgen.delivery.publishing.placing import plan
from reportgen.delivery.publishing.standing import Standing
from reportgen.document.page import compose
from tests.browser import HEIGHT, open_all, overflow, visiting
from tests.conftest import Write
from tests.gallery import PAGES, SAMPLE_A4, Gallery
from tests.referees import axe, markup
from tests.small_content import small_content

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Locator, Page

pytestmark = [pytest.mark.browser, pytest.mark.referee]

INDEX = "index"
LISTED = (SAMPLE_A4, "fund-a4", "losses-a4")
Scheme = Literal["light", "dark"]
SCHEMES: tuple[Scheme, ...] = ("light", "dark")
# At which the sample meets WCAG in either scheme; the other pages are judged at the first.
WIDTHS = (1280, 768, 320)
EVERY_WIDTH = (320, 360, 768, 1280, 1920)
# More lines than words (long ones in parts) and what stands below them: they are broken into letters.
IS_BROKEN = """label => {
  const range = document.createRange();
  range.selectNodeContents(label);
  const lines = new Set([...range.getClientRects()].filter(box => box.width > 1).map(box => Math.round(box.top)));
  const parts = label.textContent.trim().split(/\\s+/).reduce((sum, word) => sum + Math.ceil(word.length / 20), 0);
  return lines.size > 1 + 2 * parts;
}"""
REFLOW = {"width": 320, "height": 256}  # WCAG 2.2, 1.4.10: what 400 % zoom leaves of 1280 by 1024
every = pytest.mark.parametrize("name", [*PAGES, INDEX])
FIGURE = "main .section .figure"
PAGES_IN_PRINT = range(6, 15)
INK_ON_A_PAGE = 0.01  # a printed page with less than this share of it covered is all but empty


@pytest.fixture(scope="session")
def page_of(gallery: Gallery, tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    """The page of an edition by name, or the index of a publication."""
    index = tmp_path_factory.mktemp("index") / "index.html"

    def found(name: str) -> Path:
        if name != INDEX:
            return gallery[name].page
        standing = Standing({}, {}, frozenset())
        for one in LISTED:
            record = plan(read_edition(gallery[one].folder), standing, "", "").record
            # No picture lies beside it.
            standing = standing.with_record(record.model_copy(update={"preview": ""}))
        index.write_bytes(Pages(None).index(standing.current))
        return index

    return found


@pytest.fixture(scope="session")
def sample(gallery: Gallery) -> Path:
    return gallery[SAMPLE_A4].page


@pytest.fixture
def page(chromium: Browser, sample: Path) -> Iterator[Page]:
    with visiting(chromium, sample) as visit:
        yield visit.page


def spoilt(sample: Path, tmp_path: Path, found: str, put: str) -> Path:
    """The sample's page with a fault in it."""
    html = sample.read_text(encoding="utf-8")
    assert found in html
    path = tmp_path / "spoilt.html"
    path.parent.mkdir(exist_ok=True)
    path.write_text(html.replace(found, put, 1), encoding="utf-8")
    return path


# -------------------------------------------------------------------------------- HTML


FAULTS = {
    "the same id twice": ('id="figures-title"', 'id="sources-title"'),
    "an image without alternative": ('<main id="main">', '<img src="data:,"><main id="main">'),
}
JUDGES = {"nu": markup.judge_nu, "html-validate": markup.judge_html_validate}


@pytest.mark.parametrize("judge", JUDGES)
def test_an_html_judge_finds_nothing_but_the_faults_put_into_our_page(
    judge: str, page_of: Callable[[str], Path], sample: Path, tmp_path: Path
) -> None:
    """All pages at once, for starting is what costs."""
    faulty = {spoilt(sample, tmp_path / str(n), *fault) for n, fault in enumerate(FAULTS.values())}
    complaints = JUDGES[judge]([*map(page_of, (*PAGES, INDEX)), *faulty])
    assert [str(one) for one in complaints if one.path not in faulty] == []
    assert {one.path for one in complaints} == faulty


# -------------------------------------------------------------------------------- WCAG


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("width", WIDTHS)
def test_the_page_meets_wcag(chromium: Browser, sample: Path, width: int, scheme: Scheme) -> None:
    with visiting(chromium, sample, width, color_scheme=scheme, reduced_motion="reduce") as visit:
        assert axe.judge_axe(visit.page) == []


def test_an_open_origin_meets_wcag(chromium: Browser, sample: Path) -> None:
    with visiting(chromium, sample, color_scheme="dark", reduced_motion="reduce") as visit:
        visit.page.locator(FIGURE).first.click()
        assert visit.page.locator(":popover-open").count() == 1
        assert axe.judge_axe(visit.page) == []


def test_every_origin_and_every_table_of_values_meets_wcag(chromium: Browser, sample: Path) -> None:
    with visiting(chromium, sample, reduced_motion="reduce") as visit:
        open_all(visit.page)
        assert axe.judge_axe(visit.page) == []


@every
def test_every_page_meets_wcag(chromium: Browser, page_of: Callable[[str], Path], name: str) -> None:
    with visiting(chromium, page_of(name), reduced_motion="reduce") as visit:
        assert axe.judge_axe(visit.page) == []


def test_a_draft_with_every_component_passes_too(chromium: Browser, brief: Write, tmp_path: Path) -> None:
    path = tmp_path / "draft.html"
    path.write_text(compose(small_content(brief, draft=True), "page"), encoding="utf-8")
    assert markup.judge_html_validate([path]) == []
    with visiting(chromium, path, 320) as visit:
        assert axe.judge_axe(visit.page) == []
        assert overflow(visit.page) == []


def test_axe_catches_pale_text_in_our_page(chromium: Browser, sample: Path, tmp_path: Path) -> None:
    pale = spoilt(sample, tmp_path, "</style>", ".standfirst { color: #bbb }</style>")
    with visiting(chromium, pale) as visit:
        assert any("axe[color-contrast]" in complaint for complaint in axe.judge_axe(visit.page))


# -------------------------------------------------------------------------------- quiet, and by itself


@every
def test_the_page_asks_for_nothing_and_says_nothing(
    chromium: Browser, page_of: Callable[[str], Path], name: str
) -> None:
    with visiting(chromium, page_of(name)) as visit:
        open_all(visit.page)
        visit.page.emulate_media(color_scheme="dark")
        assert visit.messages == []
        assert [url for url in visit.requests if not url.startswith("data:")] == []


@pytest.mark.parametrize(
    "fault",
    ['<img alt="" src="https://example.com/x.png">', "<script>console.log(1)</script>"],
    ids=["a picture from elsewhere", "a script"],
)
def test_a_request_or_a_script_is_noticed(
    chromium: Browser, sample: Path, tmp_path: Path, fault: str
) -> None:
    with visiting(
        chromium, spoilt(sample, tmp_path, '<main id="main">', f'<main id="main">{fault}')
    ) as visit:
        assert visit.messages  # the page's own policy refuses it, and Chromium says so
    free = spoilt(sample, tmp_path, 'http-equiv="Content-Security-Policy"', 'name="none"')
    with visiting(chromium, spoilt(free, tmp_path, '<main id="main">', f'<main id="main">{fault}')) as visit:
        assert visit.messages or visit.requests


# -------------------------------------------------------------------------------- every width


def at_every_width(chromium: Browser, page: Path) -> Iterator[tuple[int, Page]]:
    """A page with everything in it opened, at one width after the other."""
    with visiting(chromium, page) as visit:
        open_all(visit.page)
        for width in EVERY_WIDTH:
            visit.page.set_viewport_size({"width": width, "height": HEIGHT})
            yield width, visit.page


@every
def test_nothing_sticks_out_at_any_width(
    chromium: Browser, page_of: Callable[[str], Path], name: str
) -> None:
    for width, page in at_every_width(chromium, page_of(name)):
        assert overflow(page) == [], width


@every
def test_the_labels_of_a_table_keep_their_words_on_a_phone(
    chromium: Browser, page_of: Callable[[str], Path], name: str
) -> None:
    """A label that is broken into letters beside its numbers cannot be read; the numbers scroll instead."""
    with visiting(chromium, page_of(name), 360) as visit:
        open_all(visit.page)
        labels = "[...document.querySelectorAll('.scroll tbody th')].filter(e => e.offsetParent)"
        broken = f"{labels}.filter({IS_BROKEN}).map(e => e.textContent)"
        assert visit.page.evaluate(broken) == []


@every
def test_no_number_of_the_table_of_figures_reaches_into_the_next_column(
    chromium: Browser, page_of: Callable[[str], Path], name: str
) -> None:
    for width, page in at_every_width(chromium, page_of(name)):
        cells = "[...document.querySelectorAll('.figures :is(th, td)')]"
        wider = f"{cells}.filter(e => e.scrollWidth > e.clientWidth + 1)"
        assert page.evaluate(f"{wider}.map(e => e.textContent)") == [], width


def test_an_overflow_is_noticed(chromium: Browser, sample: Path, tmp_path: Path) -> None:
    wide = spoilt(sample, tmp_path, "</style>", ".standfirst { inline-size: 60rem }</style>")
    with visiting(chromium, wide, 320) as visit:
        assert any("standfirst" in complaint for complaint in overflow(visit.page))


def test_at_400_percent_nothing_is_lost(chromium: Browser, sample: Path) -> None:
    with visiting(chromium, sample, **REFLOW, device_scale_factor=4) as visit:
        assert overflow(visit.page) == []
        lost = "[...document.querySelectorAll('main :is(p, h1, h2, h3, li, dd, th)')].filter(e => !e.offsetParent)"
        hidden = visit.page.evaluate(
            f"{lost}.filter(e => !e.closest('details, svg')).map(e => e.textContent)"
        )
        assert [text for text in hidden if text] == []
        visit.page.locator(FIGURE).first.click()
        origin = visit.page.locator(":popover-open").bounding_box()
        assert origin
        assert origin["x"] >= 0
        assert origin["x"] + origin["width"] <= REFLOW["width"]
        assert origin["y"] + origin["height"] <= REFLOW["height"] + 1


def test_readers_own_letter_spacing_makes_nothing_stick_out(chromium: Browser, sample: Path) -> None:
    spacing = (
        "* { letter-spacing: .12em !important; line-height: 1.5 !important; word-spacing: .16em !important }"
    )
    with visiting(chromium, sample, 320, bypass_csp=True) as visit:  # WCAG 2.2, 1.4.12
        visit.page.add_style_tag(content=f"{spacing} p {{ margin-block-end: 2em !important }}")
        assert overflow(visit.page) == []


# -------------------------------------------------------------------------------- by keyboard


def focused(page: Page) -> str:
    """The text of what has the focus."""
    return str(page.evaluate("document.activeElement.textContent")).strip()


def test_the_first_stop_skips_to_the_brief(page: Page) -> None:
    page.keyboard.press("Tab")
    assert focused(page) == "Skip to the brief"
    box = page.locator(".skip").bounding_box()
    assert box
    assert box["y"] >= 0
    page.keyboard.press("Enter")
    assert page.url.endswith("#main")


def test_every_link_and_figure_is_reached_in_the_order_of_reading(page: Page) -> None:
    reachable = page.locator(
        "body :is(a[href], button:not([tabindex='-1']), summary, [tabindex='0']):visible"
    ).count()
    page.evaluate(
        "() => { window.stops = []; document.addEventListener('focusin', e => stops.push(e.target)) }"
    )
    for _ in range(reachable):
        page.keyboard.press("Tab")
    stops = page.evaluate(
        """() => ({
          all: new Set(stops).size,
          kinds: [...new Set(stops.map(e => e.closest('.contents') ? 'contents' : e.className || e.localName))],
          ordered: stops.every((e, i) => !i || stops[i - 1].compareDocumentPosition(e) & 4),  // follows
        })"""
    )
    assert stops["all"] == reachable
    assert {"skip", "contents", "figure", "summary", "cite"} <= set(stops["kinds"])
    assert stops["ordered"]


def test_enter_opens_an_origin_and_escape_returns_to_its_figure(page: Page) -> None:
    figure = page.locator(FIGURE).first
    figure.focus()
    page.keyboard.press("Enter")
    origin = page.locator(":popover-open")
    assert origin.count() == 1
    assert origin.get_attribute("id") == figure.get_attribute("popovertarget")
    page.keyboard.press("Tab")
    assert origin.evaluate("e => e.contains(document.activeElement)")  # the next stop is inside
    page.keyboard.press("Escape")
    assert page.locator(":popover-open").count() == 0
    assert figure.evaluate("e => e === document.activeElement")


def test_the_values_of_an_exhibit_open_by_keyboard(page: Page) -> None:
    page.locator("summary").first.focus()
    page.keyboard.press("Enter")
    assert page.locator("details[open] table:visible").count() == 1


@pytest.mark.parametrize("scheme", SCHEMES)
def test_the_focus_can_be_seen(chromium: Browser, sample: Path, scheme: Scheme) -> None:
    with visiting(chromium, sample, color_scheme=scheme) as visit:
        for name in ("main a", FIGURE, "summary", ".contents a"):
            target = visit.page.locator(name).first
            target.scroll_into_view_if_needed()
            visit.page.mouse.move(0, 0)
            before = surroundings(target)
            target.focus()
            visit.page.keyboard.press("Shift+Tab")
            visit.page.keyboard.press("Tab")  # the keyboard's focus, not the program's
            assert surroundings(target) != before, name


def surroundings(target: Locator) -> bytes:
    """A picture of an element and what is close to it."""
    box = target.bounding_box()
    assert box
    around = {"x": box["x"] - 6, "y": box["y"] - 6, "width": box["width"] + 12, "height": box["height"] + 12}
    return target.page.screenshot(clip=around)  # type: ignore[arg-type]


# -------------------------------------------------------------------------------- readers' own settings


def test_no_motion_for_readers_who_want_none(chromium: Browser, sample: Path) -> None:
    moving = """[...document.querySelectorAll('*')].filter(e => {
      const s = getComputedStyle(e);
      return s.transitionDuration !== '0s' || s.animationName !== 'none' || s.scrollBehavior === 'smooth';
    }).length"""
    with visiting(chromium, sample, reduced_motion="reduce") as visit:
        assert visit.page.evaluate(moving) == 0
    with visiting(chromium, sample, reduced_motion="no-preference") as visit:
        assert visit.page.evaluate(moving) > 0


@pytest.mark.parametrize("scheme", SCHEMES)
def test_figures_panels_and_charts_show_in_forced_colours(
    chromium: Browser, sample: Path, scheme: Scheme
) -> None:
    with visiting(chromium, sample, color_scheme=scheme, forced_colors="active") as visit:
        page = visit.page
        canvas = page.evaluate("getComputedStyle(document.documentElement).backgroundColor")
        line = page.locator("h1 .figure").first.evaluate("e => getComputedStyle(e).textDecorationColor")
        assert line not in {canvas, "rgba(0, 0, 0, 0)"}
        assert page.locator(".box").first.evaluate("e => getComputedStyle(e).borderTopStyle") == "solid"
        chart = page.locator(".plot svg:visible").first
        ground, letters = chart.evaluate(
            "e => [getComputedStyle(e).backgroundColor, getComputedStyle(e.querySelector('text')).fill]"
        )
        assert ground != letters
        assert ground == ("rgb(255, 255, 255)" if scheme == "light" else "rgb(19, 23, 29)")


# -------------------------------------------------------------------------------- printed from the browser


def test_a_browser_prints_a_decent_document(chromium: Browser, sample: Path, tmp_path: Path) -> None:
    with visiting(chromium, sample, color_scheme="dark") as visit:
        visit.page.pdf(path=tmp_path / "printed.pdf", prefer_css_page_size=True)
    printed = pypdfium2.PdfDocument(tmp_path / "printed.pdf")
    assert len(printed) in PAGES_IN_PRINT
    texts = [page.get_textpage().get_text_range() for page in printed]
    assert "Vega-Lite" not in "".join(texts)
    assert "In this brief" not in texts[0]
    for page in printed:
        picture = page.render(scale=0.3).to_pil().convert("L")
        shades = picture.histogram()
        assert sum(shades[:200]) / sum(shades) > INK_ON_A_PAGE
        assert picture.getpixel((2, 2)) == 255  # paper stays white, whatever the screen's scheme


# -------------------------------------------------------------------------------- for other programs


def test_link_previews_and_the_data_set_describe_the_brief(page: Page) -> None:
    described = page.evaluate(
        """Object.fromEntries([...document.querySelectorAll('meta[property]')]
             .map(e => [e.getAttribute('property'), e.content]))"""
    )
    assert described["og:type"] == "article"
    assert described["og:title"] == page.title()
    assert described["og:description"]
    assert "og:locale" not in described  # a language without a country is no locale
    assert described["article:published_time"] == "2025-11-25"
    data = json.loads(page.locator("script[type='application/ld+json']").text_content() or "")
    assert data["@context"] == "https://schema.org"
    assert data["@type"] == "Dataset"
    assert {"name", "description", "datePublished", "variableMeasured", "distribution"} <= data.keys()
    assert len(data["description"]) >= 50  # what Google's data set search asks for
    assert page.locator("link[rel=icon]").get_attribute("href", timeout=1000)
    assert page.locator("link[rel=canonical]").count() == 0


def test_chromium_is_there() -> None:
    assert shutil.which("chromium"), "tools/setup.sh test installs it"
