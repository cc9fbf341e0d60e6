"""Where parts of a document stand, and what leads to them: a glossary placed twice, links that lead nowhere."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from html import unescape
from itertools import chain
from urllib.parse import unquote

from reportgen.brief import SETTINGS, Brief
from reportgen.document.assembly import Words
from reportgen.document.narrative import OURS
from reportgen.findings import Finding, Findings, Place, error, meant
from reportgen.located import read_text

_GLOSSARY = re.compile(r"^\s*:::+\s*glossary\b")
_HREF, _ID = re.compile(r'\bhref="#([^"]+)"'), re.compile(r'\bid="([^"]+)"')
_TOP = {"main"}


def repeated_glossaries(brief: Brief) -> Iterator[Finding]:
    """A glossary that stands in the narrative more than once: two parts of a document would have one name."""
    path = brief.folder / brief.settings.narrative
    text = "" if brief.files.has_refused(path) else read_text(path, Findings(), brief.files) or ""
    lines = [number for number, line in enumerate(text.split("\n"), 1) if _GLOSSARY.match(line)]
    if len(lines) > 1:
        message = f"the glossary stands here a second time (first on line {lines[0]}); show it once"
        yield error("duplicate-glossary", message, Place(path, lines[1]))


def dead_anchors(words: Words, exhibits: Iterable[str], brief: Brief) -> Iterator[Finding]:
    """Links of the author's to parts of the document that are not there."""
    notes = [card.note for card in words.cards]
    texts = [words.standfirst, *notes, *(one.text for one in (*words.summary, *words.box))]
    every = [*texts, *(section.html for section in words.sections)]
    known = _known(words, exhibits, brief) | set(chain.from_iterable(map(_ID.findall, every)))
    for name in dict.fromkeys(chain.from_iterable(map(_HREF.findall, every))):
        if name not in known and not (OURS.fullmatch(name) and not name.startswith("exhibit-")):
            plain = unquote(unescape(name))
            message = f"nothing in the document is named '#{plain}'{meant(plain, known)}"
            needs = [("exhibit", plain.removeprefix("exhibit-"))] if plain.startswith("exhibit-") else []
            yield error("dead-anchor", message, _place(plain, brief), *needs)


def _known(words: Words, exhibits: Iterable[str], brief: Brief) -> set[str]:
    sections = {name for section in words.sections for name in (section.id, f"{section.id}-title")}
    key = {f"exhibit-{brief.settings.key_exhibit}", "key-exhibit"} if brief.settings.key_exhibit else set()
    return {*_TOP, *sections, *key, *(f"exhibit-{name}" for name in exhibits)}


def _place(name: str, brief: Brief) -> Place:
    """The line on which a link to it is typed."""
    for path in (brief.folder / brief.settings.narrative, brief.folder / SETTINGS):
        text = "" if brief.files.has_refused(path) else read_text(path, Findings(), brief.files) or ""
        link = re.search(
            rf"\(\s*<?#{re.escape(name)}(?![\w-])|:\s*#{re.escape(name)}\s*$", text, re.MULTILINE
        )
        if link:
            return Place(path, text.count("\n", 0, link.start()) + 1)
    return brief.place()
