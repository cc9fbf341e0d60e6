"""The text of a brief's page by its ids, and the files that it carries as ``data:`` addresses."""

from __future__ import annotations

import base64
import re
from html.parser import HTMLParser

VOID = frozenset("area base br col embed hr img input link meta source track wbr".split())
_CARRIED = re.compile(r'download="(?P<name>[^"]+)" href="data:[^;,"]+;base64,(?P<data>[A-Za-z0-9+/=]*)"')


class PageText(HTMLParser):
    """Collects the text and the alternative texts of every figure, exhibit and card, by its id."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.texts: dict[str, str] = {}
        self._open: list[tuple[str, str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        name = given.get("id", "")
        if tag not in VOID:
            self._open.append((tag, name if name.startswith(("fig-", "exhibit-", "card-")) else ""))
        for alternative in ("alt", "aria-label"):
            if alternative in given:
                self.handle_data(given[alternative])

    def handle_endtag(self, tag: str) -> None:
        while self._open:
            if self._open.pop()[0] == tag:
                return

    def handle_data(self, data: str) -> None:
        for name in {name for _, name in self._open if name}:
            self.texts[name] = self.texts.get(name, "") + data


def page_texts(html: str) -> dict[str, str]:
    """The text inside every figure and exhibit of a page, by its id."""
    reader = PageText()
    reader.feed(html)
    return reader.texts


def carried_files(html: str) -> dict[str, bytes]:
    """The files that a page offers for download from within itself, by name."""
    return {match["name"]: base64.b64decode(match["data"]) for match in _CARRIED.finditer(html)}


def without_carried(html: str, name: str) -> str:
    """The page as it was before one of its files was put in."""
    for match in _CARRIED.finditer(html):
        if match["name"] == name:
            return html[: match.start("data")] + html[match.end("data") :]
    return html
