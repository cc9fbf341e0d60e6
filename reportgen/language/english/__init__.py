"""English: every English word that a reader of a brief may see."""

from reportgen.language import Language
from reportgen.language.english.changes import BASES, CHANGES
from reportgen.language.english.charts import CHARTS
from reportgen.language.english.claims import CLAIMS
from reportgen.language.english.document import LINT, NOTICES
from reportgen.language.english.labels import LABELS, SCENARIOS, VERSIONS
from reportgen.language.english.numbers import BOUNDS, NUMERALS, UNITS
from reportgen.language.english.page import EXHIBITS, FILES, INDEX, LINKS, ORIGINS, PAGE
from reportgen.language.english.periods import PERIODS

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
    page=PAGE,
    exhibits=EXHIBITS,
    origins=ORIGINS,
    files=FILES,
    links=LINKS,
    index=INDEX,
    lint=LINT,
)
