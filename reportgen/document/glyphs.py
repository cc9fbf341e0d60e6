"""Letters that no bundled font has: found where they were typed, before an engine draws an empty box for them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import chain
from pathlib import Path

from reportgen import resources
from reportgen.brief import Brief
from reportgen.document.authored import Passage
from reportgen.document.complaints import own_sheets
from reportgen.facts.book import Book
from reportgen.figures.ledger import Ledger
from reportgen.findings import Finding, Findings, Place, error
from reportgen.located import read_text
from reportgen.model import Derived, Fact, Stated

NEVER_DRAWN = frozenset({"Cc", "Cf", "Zl", "Zp", "Zs"})  # general categories: controls, joiners, blanks
_SELECTORS = re.compile("[\ufe00-\ufe0f\U000e0100-\U000e01ef]")  # which form of a letter is meant
_PLAIN = frozenset(map(chr, range(0x17F)))  # what every face has, so that most texts ask for no font at all
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
MOST_LETTERS, MOST_LINES = 8, 3  # that a message names


def missing_glyphs(book: Book, ledger: Ledger, typed: Iterable[Passage]) -> Iterator[Finding]:
    """What no bundled font has in the texts of a brief: one finding a file, at the first line, with the others."""
    found: dict[str, list[tuple[str, Place]]] = {}
    for text, place in chain(_typed(book.brief, typed), _of_facts(ledger, book.brief.entity)):
        for letter in _missing(text):
            found.setdefault(str(place.path), []).append((letter, place))
    for places in found.values():
        yield _finding(places)


def _finding(found: list[tuple[str, Place]]) -> Finding:
    letters = list(dict.fromkeys(letter for letter, _ in found))
    lines = sorted({place.line for _, place in found})
    shown = ", ".join(f"'{one}' (U+{ord(one):04X})" for one in letters[:MOST_LETTERS])
    more = f" and {len(letters) - MOST_LETTERS} others" if len(letters) > MOST_LETTERS else ""
    others = lines[1:]
    word = "lines" if len(others) > 1 else "line"
    also = f"; also on {word} {', '.join(map(str, others[:MOST_LINES]))}" if others else ""
    rest = f" and {len(others) - MOST_LINES} more" if len(others) > MOST_LINES else ""
    message = f"no bundled font has {shown}{more}{also}{rest}; write it in other letters"
    return error("missing-glyph", message, min((place for _, place in found), key=lambda place: place.line))


def _typed(brief: Brief, typed: Iterable[Passage]) -> Iterator[tuple[str, Place]]:
    """Each line of what the author wrote for readers."""
    for passage in typed:
        for number, line in enumerate(passage.quoted.split("\n"), passage.line):
            yield line, Place(passage.path, number)
    for path in _data_files(brief):
        lines = (read_text(path, Findings(), brief.files, "facts") or "").split("\n")
        yield from ((line, Place(path, number)) for number, line in enumerate(lines, 1))
    for path in own_sheets(brief.files):
        text = read_text(path, Findings(), brief.files) or ""
        plain = _COMMENT.sub(lambda found: re.sub(r"[^\n]", " ", found[0]), text)
        yield from ((line, Place(path, number)) for number, line in enumerate(plain.split("\n"), 1))


def _data_files(brief: Brief) -> Iterator[Path]:
    """The files whose cells stand in data tables."""
    shown = (one.options.get("file") for one in brief.settings.exhibits.values() if one.kind == "data")
    paths = (brief.folder / name for name in dict.fromkeys(shown) if isinstance(name, str))
    yield from (path for path in paths if not brief.files.has_refused(path) and path.exists())


def _of_facts(ledger: Ledger, ours: str) -> Iterator[tuple[str, Place]]:
    """What the rows of the facts that are shown say beside their numbers."""
    waiting, seen = [line.figure.fact for line in ledger.shown], set[str]()
    while waiting:
        fact = waiting.pop()
        if fact.id in seen:
            continue
        seen.add(fact.id)
        if isinstance(fact.origin, Derived):
            waiting.extend(fact.origin.inputs)
        else:
            yield _words(fact, fact.origin).replace(ours, ""), fact.origin.place  # typed in the settings


def _words(fact: Fact, origin: Stated) -> str:
    return f"{fact.entity} {fact.unit.symbol} {fact.note} {origin.anchor} {origin.passage}"


def _missing(text: str) -> Iterable[str]:
    """The letters of a text that no bundled font has, each once."""
    asked = dict.fromkeys(letter for letter in text if letter not in _PLAIN)
    return [letter for letter in asked if _is_drawn(letter) and ord(letter) not in _drawable()]


def _is_drawn(letter: str) -> bool:
    return unicodedata.category(letter) not in NEVER_DRAWN and not _SELECTORS.match(letter)


@lru_cache(maxsize=1)
def _drawable() -> frozenset[int]:
    """Every letter of the shipped fonts: both engines take from another what one of them lacks."""
    from fontTools.ttLib import TTFont

    found: set[int] = set()
    for path in sorted((resources.shipped("assets") / "fonts").glob("*.[to]tf")):
        with TTFont(path, lazy=True) as font:
            found.update(font.getBestCmap())
    return frozenset(found)
