"""Numbers in a picture that no figure of its exhibit says: the labels of a chart, read back from what was drawn."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from reportgen.figures.replay import Record, Replayed
from reportgen.verify.pdf_text import Marked

_INVISIBLE = re.compile("[\\s\u00ad\u200b\u2060]+")  # spaces, soft hyphens, zero-width joints
_DIGITS = re.compile(r"[\d.,]*\d")
TAKEN = "\0"


def visible_letters(text: str) -> str:
    """A text without what may stand between its letters in one document and not in another."""
    return _INVISIBLE.sub("", text)


def redrawn(record: Record, figures: Sequence[Replayed], texts: Mapping[str, Marked]) -> Mapping[int, str]:
    """What differs in the pictures of a document, by the number of the figure that was probably there."""
    found = {}
    for spot in dict.fromkeys(one.spot for one in figures if one.spot.kind == "exhibit"):
        drawn = visible_letters(texts.get(spot.anchor, Marked()).drawn)
        said = [one for one in figures if one.spot == spot]
        for number in _unaccounted(drawn, said, record.pictures.get(spot, ())):
            probable = max(said, key=lambda one: _likeness(number, one, drawn))
            found[probable.number] = (
                f"the picture shows '{number}', which no figure says; {probable} should probably read '{probable.text}'"
            )
    return found


def _unaccounted(drawn: str, figures: Iterable[Replayed], words: Iterable[str]) -> Iterator[str]:
    """The numbers in a picture that neither figures nor the other words drawn there account for."""
    known = {visible_letters(word) for word in (*(one.text for one in figures), *words)}
    known = {word for word in known if any(map(str.isdigit, word))}
    if _consists_of(drawn, known):
        return
    for word in sorted(known, key=len, reverse=True):
        drawn = drawn.replace(word, TAKEN)
    yield from (match[0] for match in _DIGITS.finditer(drawn))


def _consists_of(drawn: str, known: Iterable[str]) -> bool:
    """Whether a text is made of known words and of letters that are no digits; the words stand in it without spaces."""
    by_begin: dict[str, list[str]] = {}
    for word in known:
        by_begin.setdefault(word[0], []).append(word)
    reached = bytearray(len(drawn) + 1)
    reached[0] = 1
    for at, letter in enumerate(drawn):
        if reached[at]:
            if not letter.isdigit():
                reached[at + 1] = 1
            for word in by_begin.get(letter, ()):
                if drawn.startswith(word, at):
                    reached[at + len(word)] = 1
    return bool(reached[-1])


def _likeness(number: str, figure: Replayed, drawn: str) -> tuple[bool, bool, int]:
    digits = "".join(_DIGITS.findall(figure.text))
    missing = visible_letters(figure.text) not in drawn
    same = sum(one == other for one, other in zip(digits, number, strict=False))
    return len(digits) == len(number), missing, same
