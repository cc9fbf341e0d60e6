"""Marks and labels of a picture open the origin of their number, as the number in the text does."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import reportgen
from reportgen.document.spots import on_paper
from reportgen.verify.verdict import verify
from tests.browser import visiting
from tests.test_annotations import EXHIBIT, written

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser
MORE = """\
  peers:
    kind: line
    title: Sales of peers
    series: [peers, sales]
    periods: 24
"""
BAR = "svg [data-fact='sales@2025-09']"


@pytest.fixture(scope="module")
def edition(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = written(tmp_path_factory.mktemp("spots"), EXHIBIT.format(words="Strike") + MORE)
    (folder / "narrative.md").write_text('## Sales\n\n{{ exhibit("sales") }}\n\n{{ exhibit("peers") }}\n')
    reportgen.load(folder).build().write(folder / "out")
    return folder / "out"


def centre(page: Page, selector: str) -> tuple[float, float]:
    box = page.locator(selector).locator("visible=true").first.bounding_box()
    assert box
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


@pytest.mark.parametrize("width", [1280, 360])
def test_a_bar_opens_the_origin_of_its_number(width: int, edition: Path, chromium: Browser) -> None:
    with visiting(chromium, edition / "brief.html", width) as visit:
        page = visit.page
        page.locator(BAR).locator("visible=true").first.scroll_into_view_if_needed()
        page.mouse.click(*centre(page, BAR))
        opened = page.locator("[popover]:popover-open")
        assert opened.count() == 1
        assert opened.locator("data").first.get_attribute("data-fact") == "sales@2025-09"
        assert not visit.messages


def test_a_spot_lies_on_its_mark_and_says_what_it_is(edition: Path, chromium: Browser) -> None:
    with visiting(chromium, edition / "brief.html") as visit:
        page = visit.page
        for fact in ("sales@2025-10", "sales@2025-12"):
            mark = page.locator(f".plot-wide path[data-fact='{fact}']").first.bounding_box()
            spot = page.locator(f".plot-wide + .spots .spot[data-fact='{fact}']").first
            box = spot.bounding_box()
            assert mark
            assert box
            assert all(
                box[side] == pytest.approx(mark[side], abs=1.5) for side in ("x", "y", "width", "height")
            )
        assert spot.get_attribute("title") == "Dec 25: 101"


def test_marks_do_not_flood_the_order_of_the_keyboard(edition: Path, chromium: Browser) -> None:
    with visiting(chromium, edition / "brief.html") as visit:
        page, reached = visit.page, []
        assert page.locator(".spot").count() > 50
        for _ in range(40):
            page.keyboard.press("Tab")
            reached.append(page.evaluate("document.activeElement.className"))
        assert "spot" not in reached
        assert "figure" in reached


def test_the_keyboard_finds_the_same_origin_in_the_values(edition: Path, chromium: Browser) -> None:
    with visiting(chromium, edition / "brief.html") as visit:
        page = visit.page
        page.locator(".exhibit-values summary").first.press("Enter")
        page.locator(".values data[data-fact='sales@2025-09'] button").first.press("Enter")
        opened = page.locator("[popover]:popover-open data").first
        assert opened.get_attribute("data-fact") == "sales@2025-09"


def test_a_mark_that_leads_elsewhere_is_found_out(edition: Path, tmp_path: Path) -> None:
    page = (edition / "brief.html").read_text(encoding="utf-8")
    for old, new in (
        (
            r'(class="spot" tabindex="-1" popovertarget=")origin-\d+(" data-fact="sales@2025-09")',
            r"\1origin-1\2",
        ),
        (r'(data-fact="sales@2025-09" title=")[^"]*', r"\1Sep 25: 999"),
    ):
        changed, times = re.subn(old, new, page)
        assert times
        (tmp_path / "brief.html").write_text(changed, encoding="utf-8")
        assert any("a mark of 'sales@2025-09'" in one for one in verify(tmp_path / "brief.html").drifts)


def test_paper_has_neither_spots_nor_what_only_a_pointer_meets(edition: Path) -> None:
    svg = (edition / "charts" / "sales.svg").read_text(encoding="utf-8")
    assert "data-fact" in svg
    assert "<title>" in svg
    plain = on_paper(svg)
    assert "data-fact" not in plain
    assert "<title>" not in plain
    assert plain.count("<path") == svg.count("<path")
