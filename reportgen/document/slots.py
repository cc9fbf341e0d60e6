"""In which slots an exhibit stands in a document, and at which widths it is therefore drawn."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from reportgen.document.content import Section
from reportgen.document.markdown import PLACEHOLDER

PAGE_SLOTS = {"wide": ("wide", "narrow"), "half": ("half", "narrow")}  # on a phone every exhibit is narrow
BESIDE = "half"
_PAIR = re.compile(rf'<div class="pair">\s*((?:{PLACEHOLDER.pattern}\s*)+)')
GOES_OUT = "wide"  # an exhibit on its own, in a file, is drawn at full width


def key_slot(summary: Collection[object]) -> str:
    """The slot of the key exhibit on page one: beside the summary or, without one, the whole width."""
    return BESIDE if summary else GOES_OUT


def slots_of(
    sections: Iterable[Section], key_exhibit: str, summary: Collection[object]
) -> Mapping[str, dict[str, None]]:
    """The slots in which each exhibit stands in the document: on page one, and in the sections."""
    found: dict[str, dict[str, None]] = {key_exhibit: {key_slot(summary): None}} if key_exhibit else {}
    for section in sections:
        for placed in PLACEHOLDER.finditer(section.html):
            found.setdefault(placed[1], {})[placed[2]] = None
    return found


def pairs_of(sections: Iterable[Section]) -> Iterator[Sequence[str]]:
    """The exhibits that stand side by side in the document, by name."""
    for section in sections:
        for pair in _PAIR.finditer(section.html):
            yield [placed[1] for placed in PLACEHOLDER.finditer(pair[1])]


def paged(slots: Iterable[str]) -> Sequence[str]:
    """The slots of the pictures that the page has of an exhibit."""
    return tuple(dict.fromkeys(each for slot in slots for each in PAGE_SLOTS[slot]))


def drawn_in(slots: Iterable[str]) -> Sequence[str]:
    """The slots that a chart is drawn for: those in which it is shown, and that in which it goes out."""
    return tuple(dict.fromkeys((GOES_OUT, *slots, *paged(slots))))
