"""Characters that nobody sees and that change what is read: they are named wherever an author's words are read.

What languages need stays: joiners, marks of direction, soft hyphens, word joiners, the tags of a flag. What turns a
line round (Trojan Source, CVE-2021-42574) or hides words from a reader is named.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from reportgen.findings import Finding, Findings, Place

TURNING = "\u202a-\u202e\u2066-\u2069"  # overrides, embeddings and isolates of direction
_HIDING = (
    "\u200b\u2061-\u2064\u180e\u115f\u1160\u3164\uffa0\ufeff\ufff9-\ufffb\U000e0001\U000e0020-\U000e007f"
)
_FLAG = re.compile("\U0001f3f4[\U000e0020-\U000e007e]{1,8}\U000e007f")  # of Scotland: letters as tags
_NAMED = re.compile(f"[{TURNING}{_HIDING}]")
_TURNS = re.compile(f"[{TURNING}]")


def turning_in(text: str) -> Iterator[str]:
    """The characters of a text that turn what is read round, each once."""
    return iter(dict.fromkeys(_TURNS.findall(text)))


def named(character: str) -> str:
    """A character that nobody sees, by its number and name."""
    return f"U+{ord(character):04X} ({unicodedata.name(character, 'a tag').lower()})"


def tell_unseen(text: str, place: Place, findings: Findings) -> None:
    """Name what a text hides: an error where it turns what is read round, a warning otherwise."""
    if text.isascii():
        return
    for character in dict.fromkeys(_NAMED.findall(_FLAG.sub("", text))):
        if _TURNS.match(character):
            message = f"{named(character)} makes a line read otherwise than it is written; delete it"
            findings.error("invisible-character", message, place)
        else:
            message = f"{named(character)} is a character that nobody sees; delete it"
            findings.add(Finding("warning", "hidden-character", message, place))


def visible_text(text: str) -> str:
    """A text that turns nothing round."""
    return text if text.isascii() else _TURNS.sub("", text)
