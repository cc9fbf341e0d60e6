"""English: every English word that a reader of a brief may see, in British or American spelling and order of dates."""

from dataclasses import replace

from reportgen.language import Dates, Language, Spelling
from reportgen.language.english.changes import AMERICAN_CHANGES, BASES, CHANGES
from reportgen.language.english.charts import CHARTS
from reportgen.language.english.claims import CLAIMS
from reportgen.language.english.difference import DIFFERENCE
from reportgen.language.english.document import LINT, NOTICES
from reportgen.language.english.kinds import KINDS
from reportgen.language.english.labels import LABELS, SCENARIOS, VERSIONS
from reportgen.language.english.numbers import BOUNDS, NUMERALS, UNITS
from reportgen.language.english.page import EXHIBITS, FILES, INDEX, LINKS, MAIL, ORIGINS, PAGE, PORTFOLIO
from reportgen.language.english.periods import MONTH_FIRST, PERIODS

ENGLISH = Language(
    code="en",
    numerals=NUMERALS,
    units=UNITS,
    bounds=BOUNDS,
    changes=CHANGES,
    bases=BASES,
    claims=CLAIMS,
    periods=PERIODS,
    charts=CHARTS,
    labels=LABELS,
    versions=VERSIONS,
    scenarios=SCENARIOS,
    notices=NOTICES,
    kinds=KINDS,
    page=PAGE,
    exhibits=EXHIBITS,
    origins=ORIGINS,
    files=FILES,
    links=LINKS,
    index=INDEX,
    mail=MAIL,
    portfolio=PORTFOLIO,
    difference=DIFFERENCE,
    lint=LINT,
)


def english(dates: Dates, spelling: Spelling) -> Language:
    """English with one order of dates and one spelling."""
    return replace(
        ENGLISH,
        periods=MONTH_FIRST if dates == "month first" else PERIODS,
        changes=AMERICAN_CHANGES if spelling == "american" else CHANGES,
    )
