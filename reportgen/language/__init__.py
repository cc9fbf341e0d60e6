"""The words that a brief's readers see, all of one language behind one object.

No other module holds a word of a language: what it says, it says through :class:`Language`. What authors read
(findings, errors, commands) is no part of it, and neither is what they write (units, periods, names of forms).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from reportgen.language.charts import Charts
from reportgen.language.numbers import Bases, Bounds, Changes, Claims, Noun, Numerals, Units, Verbs
from reportgen.language.periods import Periods

__all__ = [
    "Bases", "Bounds", "Changes", "Charts", "Claims", "Language", "Noun", "Numerals", "Periods", "Units", "Verbs",
    "language_of",
]  # fmt: skip

USUAL = "en"


@dataclass(frozen=True, slots=True)
class Language:
    """All words of a language, in groups; a language that lacks one cannot be made."""

    numerals: Numerals
    units: Units
    bounds: Bounds
    changes: Changes
    bases: Bases
    claims: Claims
    periods: Periods
    charts: Charts


@cache
def language_of(code: str = USUAL) -> Language:
    """The language of a code of CLDR. Raises KeyError for one that is not there yet."""
    from reportgen.language.english import ENGLISH

    return {"en": ENGLISH}[code]
