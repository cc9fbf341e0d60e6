"""The words that a brief's readers see, all of one language behind one object.

No other module holds a word of a language: what it says, it says through :class:`Language`. What authors read
(findings, errors, commands) is no part of it, and neither is what they write (units, periods, names of forms).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Literal

from reportgen.language.charts import Charts
from reportgen.language.document import Lint, Notices
from reportgen.language.labels import Labels, Named, Scenarios, Versions
from reportgen.language.numbers import Bases, Bounds, Changes, Claims, Noun, Numerals, Units, Verbs
from reportgen.language.page import Exhibits, Files, Index, Links, Origins, Page
from reportgen.language.periods import Periods

__all__ = [
    "Bases", "Bounds", "Changes", "Charts", "Claims", "Dates", "Exhibits", "Files", "Index", "Labels", "Language",
    "Links", "Lint", "Named", "Notices", "Noun", "Numerals", "Origins", "Page", "Periods", "Scenarios", "Spelling",
    "Units", "Verbs", "Versions", "language_of",
]  # fmt: skip

USUAL = "en"
Dates = Literal["day first", "month first"]
Spelling = Literal["british", "american"]


@dataclass(frozen=True, slots=True, eq=False)
class Language:
    """All words of a language, in groups; a language that lacks one cannot be made. It is no other's equal.

    ``code`` is CLDR's.
    """

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


def language_of(code: str = USUAL, dates: Dates = "day first", spelling: Spelling = "british") -> Language:
    """The language of a code of CLDR, with its dates and its spelling. Raises KeyError for one that is not there yet.

    A brief's is ``Settings.words``, that of a record ``Style.words``; the usual one is for whoever has no brief.
    """
    return _made(code, dates, spelling)  # the same one, whether or not the usual ways are named


@cache
def _made(code: str, dates: Dates, spelling: Spelling) -> Language:
    from reportgen.language.english import english

    known: Mapping[str, Callable[[Dates, Spelling], Language]] = {"en": english}
    return known[code](dates, spelling)
