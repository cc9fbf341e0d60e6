"""Where parts of a document stand, and what leads to them: exhibits placed twice, links that lead nowhere."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from html import unescape
from itertools import chain
from urllib.parse import unquote

from reportgen.brief import SETTINGS, Brief
from reportgen.document.assembly import Words
from reportgen.document.content import Section
from reportgen.document.markdown import PLACEHOLDER
from reportgen.document.narrative import OURS
from reportgen.findings import Finding, Findings, Place, error, meant
from reportgen.located import read_text

_CALL = re.compile(r"\bexhibit\(\s*(['\"])([^'\"]+)\1\s*\)")
_BLOCK = re.compile(r"^\s*:::+\s*(?:beside|pair)\s+(.*)$")
_HREF, _ID = re.compile(r'\bhref="#([^"]+)"'), re.compile(r'\bid="([^"]+)"')
_TOP = {"main"}


def repeated_exhibits(sections: Iterable[Section], brief: Brief) -> Iterator[Finding]:
    """Exhibits that stand in the narrative more than once: two parts of a document would have one name."""
    found = [(match[1], one) for one in sections for match in PLACEHOLDER.finditer(one.html)]
    lines = _placements(brief)
    counted: dict[str, int] = {}
    for name, section in found:
        counted[name] = counted.get(name, 0) + 1
        if counted[name] == 2:  # noqa: PLR2004 - the first time that it is too often
            typed = [place for given, place in lines if given == name]
            first = typed[0].line if typed else 0
            place = typed[min(1, len(typed) - 1)] if typed else section.place or brief.place("exhibits", name)
            message = f"exhibit '{name}' stands here a second time (first on line {first}); show it once"
            if name == brief.settings.key_table:
                message = (
                    f"exhibit '{name}' is the key table, which stands before the narrative; show it once"
                )
                place = typed[0] if typed else place
            yield error("duplicate-exhibit", message, place)


def _placements(brief: Brief) -> list[tuple[str, Place]]:
    """Each exhibit that the narrative names, and where."""
    path = brief.folder / brief.settings.narrative
    text = "" if brief.files.has_refused(path) else read_text(path, Findings(), brief.files) or ""
    found = []
    for number, line in enumerate(text.split("\n"), 1):
        block = _BLOCK.match(line)
        names = block[1].split() if block else [match[2] for match in _CALL.finditer(line)]
        found += [(name, Place(path, number)) for name in names]
    return found


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
            yield error("dead-anchor", message, _place(plain, brief))


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
