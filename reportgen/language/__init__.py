"""The words that a brief's readers see, all of one language behind one object.

No other module holds a word of a language: what it says, it says through :class:`Language`. What authors read
(findings, errors, commands) is no part of it, and neither is what they write (units, periods, names of forms).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from reportgen.language.charts import Charts
from reportgen.language.document import Lint, Notices
from reportgen.language.labels import Labels, Named, Scenarios, Versions
from reportgen.language.numbers import Bases, Bounds, Changes, Claims, Noun, Numerals, Units, Verbs
from reportgen.language.page import Exhibits, Files, Index, Links, Origins, Page
from reportgen.language.periods import Periods

__all__ = [
    "Bases", "Bounds", "Changes", "Charts", "Claims", "Exhibits", "Files", "Index", "Labels", "Language", "Links",
    "Lint", "Named", "Notices", "Noun", "Numerals", "Origins", "Page", "Periods", "Scenarios", "Units", "Verbs",
    "Versions", "language_of",
]  # fmt: skip

USUAL = "en"


@dataclass(frozen=True, slots=True)
class Language:
    """All words of a language, in groups; a language that lacks one cannot be made. ``code`` is CLDR's."""

    code: str
    numerals: Numerals
    units: Units
    bounds: Bounds
    changes: Changes
    bases: Bases
    claims: Claims
    periods: Periods
    charts: Charts
    labels: Labels
    versions: Versions
    scenarios: Scenarios
    notices: Notices
    page: Page
    exhibits: Exhibits
    origins: Origins
    files: Files
    links: Links
    index: Index
    lint: Lint


@cache
def language_of(code: str = USUAL) -> Language:
    """The language of a code of CLDR. Raises KeyError for one that is not there yet."""
    from reportgen.language.english import ENGLISH

    return {"en": ENGLISH}[code]
