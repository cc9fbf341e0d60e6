"""English: every English word that a reader of a brief may see."""

from reportgen.language import Language
from reportgen.language.english.changes import BASES, CHANGES
from reportgen.language.english.charts import CHARTS
from reportgen.language.english.claims import CLAIMS
from reportgen.language.english.numbers import BOUNDS, NUMERALS, UNITS
from reportgen.language.english.periods import PERIODS

ENGLISH = Language(
    numerals=NUMERALS,
    units=UNITS,
    bounds=BOUNDS,
    changes=CHANGES,
    bases=BASES,
    claims=CLAIMS,
    periods=PERIODS,
    charts=CHARTS,
)
