"""Footnotes for paper: each note is put at its mark, from where the engine takes it to the foot of the page.

Their letters run through the document, for two sections may end on one page. A note that holds more than paragraphs
stays at the end of its section, and so do the others there; so does one whose mark stands in a table or a heading.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from markupsafe import Markup

_LIST = re.compile(r'<div class="footnotes">\s*<ol class="footnotes-list">(.*?)</ol>\s*</div>\s*', re.DOTALL)
_ITEM = re.compile(r'<li id="([^"]+)" class="footnote-item">(.*?)</li>', re.DOTALL)
_MARK = re.compile(r'<sup class="footnote-ref"><a href="#([^"]+)" id="([^"]+)">[^<]*</a></sup>')
_BACK = re.compile(r'\s*<a class="footnote-back"[^>]*>[^<]*</a>')
_BLOCK = re.compile(r"<(?:ul|ol|pre|table|blockquote|div|h\d|figure)\b")
_BETWEEN = re.compile(r"</p>\s*<p>")
_KEPT = re.compile(r"<(table|h2|h3|h4)\b.*?</\1>", re.DOTALL)
LETTERS = 26


class Feet:
    """Moves the notes of one section after the other; counts them."""

    def __init__(self) -> None:
        self._count = 0

    def __call__(self, html: Markup) -> Markup:
        """A section with its notes at their marks."""
        listed = _LIST.search(html)
        if not listed:
            return html
        notes = {item[1]: _inline(item[2]) for item in _ITEM.finditer(listed[1])}
        kept = " ".join(part[0] for part in _KEPT.finditer(html))
        if any(_BLOCK.search(text) for text in notes.values()) or _MARK.search(kept):
            return html
        body = html[: listed.start()] + html[listed.end() :]
        return Markup(self._moved(body, notes))  # noqa: S704 - a section's Markup, put together anew

    def _moved(self, body: str, notes: Mapping[str, str]) -> str:
        letters: dict[str, str] = {}

        def moved(mark: re.Match[str]) -> str:
            name = mark[1]
            if name in letters:  # named again: the letter alone, which leads to the note
                return f'<sup class="footnote-ref"><a href="#{name}">{letters[name]}</a></sup>'
            letters[name] = letter(self._count)
            self._count += 1
            text = notes.get(name, "")
            return f'<span class="note" id="{name}" data-letter="{letters[name]}">{text}</span>'

        return _MARK.sub(moved, body)


def letter(number: int) -> str:
    """The mark of a footnote, from 0: a to z, aa, bb."""
    return chr(ord("a") + number % LETTERS) * (number // LETTERS + 1)


def _inline(note: str) -> str:
    """The paragraphs of a note as one run of text."""
    text = _BETWEEN.sub(" ", _BACK.sub("", note)).strip()
    return text.removeprefix("<p>").removesuffix("</p>").strip()
