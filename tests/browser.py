"""Chromium for tests: one for the whole session, pages in it, and what a reader would notice of a page."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Route, sync_playwright

# As a browser needs them to start as root, without a network to call home to.
FLAGS = ("--no-sandbox", "--disable-gpu", "--disable-background-networking")
HEIGHT = 800


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """The system's Chromium."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=list(FLAGS))
        yield browser
        browser.close()


@dataclass
class Visit:
    """A page that is open, what it wrote to the console, and what it asked for beside itself."""

    page: Page
    messages: list[str] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)


@contextmanager
def visiting(browser: Browser, path: Path, width: int = 1280, **options: Any) -> Iterator[Visit]:
    """Open a page that lies on this machine; ``options`` are those of a browser's context: ``color_scheme``, say."""
    viewport = {"width": width, "height": options.pop("height", HEIGHT)}
    context = browser.new_context(viewport=viewport, **options)  # type: ignore[arg-type]
    visit = Visit(context.new_page())
    visit.page.on("console", lambda message: visit.messages.append(f"{message.type}: {message.text}"))
    visit.page.on("pageerror", lambda error: visit.messages.append(str(error)))
    context.route("**/*", _only(path.as_uri(), visit.requests))
    try:
        visit.page.goto(path.as_uri())
        visit.page.evaluate("document.fonts.ready.then(() => 0)")
        yield visit
    finally:
        context.close()


def _only(address: str, refused: list[str]) -> Callable[[Route], None]:
    def answer(route: Route) -> None:
        if route.request.url == address:
            route.continue_()
        else:
            refused.append(route.request.url)
            route.abort()

    return answer


def overflow(page: Page) -> list[str]:
    """What sticks out of the page at the side; a table that scrolls in its own frame does not."""
    found: list[str] = page.evaluate(
        """() => {
          const width = document.documentElement.clientWidth, frame = e => e.closest('.scroll, .origin, svg, .skip');
          const out = [...document.querySelectorAll('body *')].filter(e => {
            const box = e.getBoundingClientRect();
            return box.width > 1 && (box.right > width + 1 || box.left < -1) && !(frame(e) && frame(e) !== e);
          });
          return out.map(e => `${e.localName}.${e.className}: ${(e.textContent || '').trim().slice(0, 40)}`);
        }"""
    )
    too_wide: int = page.evaluate(
        "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    )
    return [*found, *([f"the page is {too_wide} px too wide"] if too_wide > 0 else [])]


def open_all(page: Page) -> None:
    """Open everything that can be opened: values of exhibits, and every origin, one below the other."""
    page.evaluate(
        """() => {
          document.querySelectorAll('details').forEach(e => { e.open = true });
          document.querySelectorAll('[popover]').forEach(e => {
            e.removeAttribute('popover'); e.style.position = 'static'; e.style.maxBlockSize = 'none';
          });
        }"""
    )
