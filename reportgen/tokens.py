"""Tokens that stand in a text for a figure, a held piece or an exhibit until the document is written.

Nobody but this process can write one: each holds a key that is drawn when the process starts and that no output ever
shows. What an author writes in the characters that tokens are made of is refused, and put out of action even where it
is only reported (a draft is built in spite of errors).
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterator

from reportgen.unseen import turning_in

RESERVED = frozenset("\ue000\ue001\ue002\ue003\ue004\ue005")  # private use: figures, held pieces, exhibits
KEY = f"{int.from_bytes(os.urandom(6)):015d}"  # digits alone: nothing that Markdown or a typographer would touch
REPLACEMENT = "\ufffd"
_CODES = frozenset(map(ord, RESERVED))
_NEUTRAL = str.maketrans(dict.fromkeys(RESERVED, REPLACEMENT))
_REFERENCE = re.compile(r"&#(?:[xX]0*([0-9a-fA-F]{1,6})|0*([0-9]{1,7}));")  # as CommonMark reads them


def neutral(text: str) -> str:
    """A text of an author's in which nothing looks like a token."""
    return text.translate(_NEUTRAL)


def reserved_in(text: str) -> Iterator[str]:
    """The reserved characters in a text, each once."""
    return iter(sorted(RESERVED.intersection(text)))


def without_references(text: str) -> tuple[str, tuple[str, ...]]:
    """A Markdown text whose character references (``&#57346;``) give no reserved character, and those that did."""
    found: list[str] = []

    def replaced(match: re.Match[str]) -> str:
        code = int(match[1], 16) if match[1] else int(match[2])
        if code not in _CODES and not _turns(code):
            return match[0]
        found.append(match[0])
        return REPLACEMENT

    return _REFERENCE.sub(replaced, text), tuple(found)


def _turns(code: int) -> bool:
    """Whether a character makes what stands behind it read the other way round, unseen."""
    return code <= sys.maxunicode and any(turning_in(chr(code)))


def said(character: str) -> str:
    """What is wrong with a reserved character."""
    return f"character U+{ord(character):X} is reserved for figures; delete it"
