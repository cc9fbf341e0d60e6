"""The words that a brief's readers see, all of one language behind one object.

No other module holds a word of a language: what it says, it says through :class:`Language`. What authors read
(findings, errors, commands) is no part of it, and neither is what they write (units, periods, names of forms).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from reportgen.language.charts import Charts
from reportgen.language.difference import Difference
from reportgen.language.document import Lint, Notices
from reportgen.language.kinds import USUAL_KIND, DocumentKind, Kind
from reportgen.language.labels import Labels, Named, Scenarios, Versions
from reportgen.language.numbers import Bases, Bounds, Changes, Claims, Noun, Numerals, Units, Verbs
from reportgen.language.page import Exhibits, Files, Index, Links, Mail, Origins, Page, Portfolio
from reportgen.language.periods import Periods

__all__ = [
    "USUAL_KIND",
    "Bases",
    "Bounds",
    "Changes",
    "Charts",
    "Claims",
    "Dates",
    "Difference",
    "DocumentKind",
    "Exhibits",
    "Files",
    "Index",
    "Kind",
    "Labels",
    "Language",
    "Links",
    "Lint",
    "Mail",
    "Named",
    "Notices",
    "Noun",
    "Numerals",
    "Origins",
    "Page",
    "Periods",
    "Portfolio",
    "Scenarios",
    "Spelling",
    "Units",
    "Verbs",
    "Versions",
    "language_of",
]  # fmt: skip

USUAL = "en"
MOST_LANGUAGES = 64  # kept: authors may give each of many briefs words of its own
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
    kinds: Mapping[Kind, DocumentKind]
    page: Page
    exhibits: Exhibits
    origins: Origins
    files: Files
    links: Links
    index: Index
    mail: Mail
    portfolio: Portfolio
    difference: Difference
    lint: Lint


def language_of(
    code: str = USUAL,
    dates: Dates = "day first",
    spelling: Spelling = "british",
    kind: DocumentKind | None = None,
) -> Language:
    """The language of a code of CLDR, with its dates, its spelling and what a kind of document calls itself.

    Raises KeyError for a language that is not there yet.

    A brief's is ``Settings.words``, that of a record ``Style.words``; the usual one is for whoever has no brief.
    """
    return _made(code, dates, spelling, kind)  # the same one, whether or not the usual ways are named


@lru_cache(maxsize=MOST_LANGUAGES)
def _made(code: str, dates: Dates, spelling: Spelling, kind: DocumentKind | None) -> Language:
    language = _plain(code, dates, spelling)
    return (kind or language.kinds[USUAL_KIND]).of(language)


def _plain(code: str, dates: Dates, spelling: Spelling) -> Language:
    """A language whose texts do not know yet which kind of document they stand in."""
    from reportgen.language.english import english

    known: Mapping[str, Callable[[Dates, Spelling], Language]] = {"en": english}
    return known[code](dates, spelling)
