"""The text of a brief's page by its ids, and the files that it carries as ``data:`` addresses."""

from __future__ import annotations

import base64
import binascii
import re
from html.parser import HTMLParser

from reportgen.document.print.marking import NAMED
from reportgen.verify.pdf_text import Marked

VOID = frozenset("area base br col embed hr img input link meta source track wbr".split())
PICTURE = "svg"
_CARRIED = re.compile(r'download="(?P<name>[^"]+)" href="data:[^;,"]+;base64,(?P<data>[A-Za-z0-9+/=]*)"')


class PageText(HTMLParser):
    """Collects the text, and the alternative texts, of every element whose id begins with ``fig-`` or ``exhibit-``."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: dict[str, Marked] = {}
        self._open: list[tuple[str, str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        name = given.get("id", "")
        if tag not in VOID:
            self._open.append((tag, name if name.startswith(NAMED) else ""))
        for marked in self._around():
            marked.alt += given.get("alt", "") + given.get("aria-label", "")

    def handle_endtag(self, tag: str) -> None:
        while self._open:
            if self._open.pop()[0] == tag:
                return

    def handle_data(self, data: str) -> None:
        drawn = any(tag == PICTURE for tag, _ in self._open)
        for marked in self._around():
            marked.text += data
            marked.drawn += f"{data} " if drawn else ""

    def _around(self) -> list[Marked]:
        return [self.found.setdefault(name, Marked()) for _, name in self._open if name]


def page_texts(html: str) -> dict[str, Marked]:
    """What stands inside every figure and exhibit of a page, by its id."""
    reader = PageText()
    reader.feed(html)
    return reader.found


def carried_files(html: str) -> dict[str, bytes]:
    """The files that a page offers for download from within itself, by name; of two, the first."""
    files: dict[str, bytes] = {}
    for match in _CARRIED.finditer(html):
        try:
            files.setdefault(match["name"], base64.b64decode(match["data"], validate=True))
        except binascii.Error:
            files.setdefault(match["name"], b"")
    return files


def without_carried(html: str, name: str) -> str:
    """The page as it was before one of its files was put in."""
    for match in _CARRIED.finditer(html):
        if match["name"] == name:
            return html[: match.start("data")] + html[match.end("data") :]
    return html
