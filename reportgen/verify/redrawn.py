"""Numbers in a picture that no figure of its exhibit says: the labels of a chart, read back from what was drawn."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from reportgen.figures.replay import Record, Replayed
from reportgen.verify.pdf_text import Marked

_INVISIBLE = re.compile("[\\s\u00ad\u200b\u2060]+")  # spaces, soft hyphens, zero-width joints
_DIGITS = re.compile(r"[\d.,]*\d")
_PERIOD = re.compile(r"(?:Q[1-4]|H[12])(?:FY\d\d)?|FY\d{2}(?:\d\d)?")  # as an axis names it
TAKEN = "\0"


def visible_letters(text: str) -> str:
    """A text without what may stand between its letters in one document and not in another."""
    return _INVISIBLE.sub("", text)


def redrawn(record: Record, texts: Mapping[str, Marked]) -> Mapping[int, str]:
    """What differs in the pictures of a document, by the number of the figure that was probably there."""
    found = {}
    for exhibit in dict.fromkeys(one.place for one in record.figures if one.place.startswith("exhibit:")):
        drawn = visible_letters(texts.get(exhibit.replace(":", "-", 1), Marked()).drawn)
        figures = [one for one in record.figures if one.place == exhibit]
        for number in _unaccounted(drawn, figures, record):
            probable = max(figures, key=lambda one: _likeness(number, one, drawn))
            found[probable.number] = (
                f"the picture shows '{number}', which no figure says; {probable} should probably read '{probable.text}'"
            )
    return found


def _unaccounted(drawn: str, figures: Iterable[Replayed], record: Record) -> Iterator[str]:
    said = {visible_letters(one.text) for one in figures}
    periods = {
        visible_letters(name) for fact in record.facts.values() for name in _periods(fact.period.short)
    }
    names = {visible_letters(name) for name in record.names}
    for known in (names, periods, {word for word in said if any(map(str.isdigit, word))}):
        for word in sorted(known, key=len, reverse=True):
            drawn = drawn.replace(word, TAKEN)
        drawn = _PERIOD.sub(TAKEN, drawn) if known is periods else drawn
    return (match[0] for match in _DIGITS.finditer(drawn))


def _periods(short: str) -> Iterator[str]:
    """A period as an axis may name it: whole, or a part in each of two lines."""
    yield short
    yield from (part for part in short.split() if not part.isdigit() or len(part) > len("25"))


def _likeness(number: str, figure: Replayed, drawn: str) -> tuple[bool, bool, int]:
    digits = "".join(_DIGITS.findall(figure.text))
    missing = visible_letters(figure.text) not in drawn
    same = sum(one == other for one, other in zip(digits, number, strict=False))
    return len(digits) == len(number), missing, same
