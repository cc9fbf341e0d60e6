"""Names for what a table calls by labels: ids of metrics, file names, and labels as words of a text."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection

from reportgen.metrics import RESERVED_NAMES

LONGEST_ID = 40
# What templates have names for.
_TAKEN = RESERVED_NAMES | frozenset(
    "all any block call count elif endif entity_name extends filter first for from highest import include last length"
    " lowest loop macro map max min next_period record self set streak sum with".split()
)
_ABBREVIATIONS = frozenset(
    "arpu arr cac ebit ebita ebitda eps esg ev fte gmv hr it mrr nps pe roce roe yoy".split()
)
# Letters that are no others with an accent.
_PLAIN = str.maketrans(
    {"ß": "ss", "æ": "ae", "Æ": "ae", "œ": "oe", "Œ": "oe", "ø": "o", "Ø": "o", "ł": "l", "Ł": "l", "đ": "d", "Đ": "d",
     "ð": "d", "þ": "th", "ı": "i", "&": " and "}
)  # fmt: skip
_WORDS = re.compile(r"[^\W\d_][^\W\d_ ,&'’()\-]*(?:[ ,&'’\-]+[^\W\d_]+)*")
_ACRONYM = re.compile(r"\b\w*[A-Z]\w*[A-Z]\w*\b|\b[A-Z]\b")


def name_of(label: str, taken: Collection[str], stand_in: str = "line") -> str:
    """An id for a label, other than those that are taken: ``Umsatzerlöse (net)`` gives ``umsatzerlose_net``."""
    plain = unicodedata.normalize("NFKD", label.translate(_PLAIN))
    plain = "".join(character for character in plain if not unicodedata.combining(character)).lower()
    plain = re.sub(r"[^a-z0-9]+", "_", plain).strip("_")[:LONGEST_ID].rstrip("_")
    if not re.fullmatch(r"[a-z][a-z0-9_]*", plain):
        plain = f"{stand_in}_{plain}".rstrip("_")
    if plain in _TAKEN:
        plain += "_value"
    name, number = plain, 2
    while name in taken:
        name, number = f"{plain}_{number}", number + 1
    return name


def from_id(name: str) -> str:
    """A label from an id, with the usual abbreviations: ``adjusted_ebit`` is "Adjusted EBIT"."""
    words = (word.upper() if word in _ABBREVIATIONS else word for word in name.split("_"))
    text = " ".join(words)
    return text[:1].upper() + text[1:]


def file_name(text: str) -> str:
    """A name for an exhibit or a source: letters, digits and dashes."""
    return name_of(text, (), "part").replace("_", "-").strip("-")


def is_plain(label: str) -> bool:
    """Whether a label may stand in a text as it is: letters and spaces, and nothing that templates or Markdown read."""
    return bool(_WORDS.fullmatch(label))


def within(label: str) -> str:
    """A common noun as it stands within a sentence: ``Cost of sales`` is ``cost of sales``, ``MRR`` stays."""
    first = label.split(" ", 1)[0]
    return label if _ACRONYM.fullmatch(first) else label[:1].lower() + label[1:]
