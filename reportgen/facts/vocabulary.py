"""The words that may be asked of a metric, and those by which analysts call them elsewhere."""

from __future__ import annotations

from collections.abc import Callable

from reportgen.bases import VARIANTS
from reportgen.facts.key import LATEST, ORIGINAL
from reportgen.findings import meant
from reportgen.periods import Period, half_ago, last_twelve_months, to_date
from reportgen.scenarios import STANDING, attributes

ON_THE_YEAR, ON_THE_PERIOD = ("yoy", "change"), ("qoq", "mom", "wow", "step")
CHANGES = (*ON_THE_YEAR, *ON_THE_PERIOD)
PAIRS = ("share_of", "times", "less", "over", "position_in", "distance_to")
OF_RANGES = ("low", "high", "midpoint", "width")
TEXTS = ("label", "name", "unit", "period", "period_short", "period_dates", "when")
SHIFTS: dict[str, Callable[[Period], Period]] = {
    "prior": lambda period: period.prior,
    "year_ago": lambda period: period.year_ago,
    "half_ago": half_ago,
    "next": lambda period: period.shift(1),
}
TOTALS: dict[str, Callable[[Period], Period]] = {"ytd": to_date, "ltm": last_twelve_months}
WINDOWS = ("cagr", "average", "rolling", "index")
AGAINST, IN_PERCENT = "vs_", "_percent"  # ``vs_budget``, ``vs_budget_percent``: the variance to a scenario
WORDS = frozenset(
    (
        *attributes(STANDING), *VARIANTS, *CHANGES, *PAIRS, *OF_RANGES, *TEXTS, *SHIFTS, *TOTALS, *WINDOWS,
        LATEST, ORIGINAL, "as_of", "cumulative", "at", "of", "surprise", "exists", "is_stated",
    )
)  # fmt: skip
# and, of a brief, its own scenarios, and the variance to each

OTHER_WORDS = {  # what analysts call it elsewhere
    "dod": "qoq", "pop": "qoq", "hoh": "qoq", "growth": "yoy", "delta": "change", "diff": "change",
    "ttm": "ltm", "mean": "average", "avg": "average",
    "previous": "prior", "last": "prior", "last_year": "year_ago", "ly": "year_ago", "py": "year_ago",
    "estimate": "consensus", "outlook": "guidance", "last_forecast": "previous_forecast", "lfl": "like_for_like",
    "cc": "constant_currency", "non_gaap": "adjusted", "underlying": "adjusted", "variance": "vs_budget",
    "share": "share_of", "minus": "less",
    "mid": "midpoint", "top": "high", "bottom": "low",
}  # fmt: skip

_OTHER_WORDS = {word.replace("_", ""): ours for word, ours in OTHER_WORDS.items()}


def word_meant(word: str) -> str:
    """What was probably meant by a word that no metric has: ``" — did you mean 'qoq'?"``, or nothing."""
    other = _OTHER_WORDS.get(word.lower().replace("_", ""))
    return f" — did you mean '{other}'?" if other else meant(word, WORDS)
