"""Forms of words for claims over several facts; each refuses what the facts do not bear out.

The truth of a claim is :mod:`reportgen.facts.claims`'. Here it gets its words, so that they say no more than that.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from reportgen.facts.claims import breaker, claim_of, number_of, objection
from reportgen.figures.written import Style
from reportgen.model import Fact
from reportgen.periods import in_a_sentence

TOTAL = "{n}"  # stands in an author's words for how many facts there are


def all_(fact: Fact, style: Style, say: str = "") -> str:
    """That something holds for every fact, in the author's words: "every segment grew"; else "all three"."""
    _require(fact)
    total = len(claim_of(fact).facts)
    return say.replace(TOTAL, style.words.numerals.cardinal(total)) or style.words.claims.all_of(total, "")


def count_(fact: Fact, style: Style, of: str = "") -> str:
    """For how many facts something holds: "three of five", "none of the two segments", "all three segments"."""
    claim, sure = claim_of(fact), number_of(fact)
    total = len(claim.facts)
    if sure == total:
        return style.words.claims.all_of(total, of)
    return style.words.claims.some_of(sure, total, of, at_least=fact.quantity.bound != "exact")


def highest(fact: Fact, style: Style) -> str:
    """How far back nothing was as high: "the highest since March 2023", "the highest of the last nine quarters"."""
    return _extreme(fact, "highest", style)


def lowest(fact: Fact, style: Style) -> str:
    """How far back nothing was as low: "the lowest since the first quarter of 2023"."""
    return _extreme(fact, "lowest", style)


def record(fact: Fact, style: Style) -> str:
    """That nothing was as high in all the history there is: "a record"."""
    _require(fact)
    return style.words.claims.record


def streak(fact: Fact, style: Style) -> str:
    """For how many periods in a row something holds: "the ninth quarter in a row"."""
    _require(fact)
    return style.words.claims.streak(
        number_of(fact), _periods(fact, style), at_least=fact.quantity.bound != "exact"
    )


def tally(fact: Fact, style: Style) -> str:
    """A claim where room is short, if it counts facts: "3 of 5"; else nothing."""
    claim = claim_of(fact)
    if claim.kind not in ("all", "count"):
        return ""
    counted = style.words.claims.tally.format(number=number_of(fact), total=len(claim.facts))
    return counted if fact.quantity.bound == "exact" else f"≥{counted}"


def _periods(fact: Fact, style: Style) -> str:
    words = style.words.periods
    return words.counted.get(fact.period.frequency, words.any_counted)


def _require(fact: Fact) -> None:
    problem = objection(fact)
    if problem:
        raise problem


def _extreme(fact: Fact, way: str, style: Style) -> str:
    _require(fact)
    claims = style.words.claims
    extreme = claims.extremes[way]
    ended_by = breaker(fact)
    if ended_by:
        return claims.since.format(extreme=extreme, period=in_a_sentence(ended_by.period))
    number = style.words.numerals.cardinal(number_of(fact))
    return claims.of_the_last.format(extreme=extreme, number=number, periods=_periods(fact, style))


CLAIMS: Mapping[str, Callable[..., str]] = {
    "all": all_, "count": count_, "highest": highest, "lowest": lowest, "record": record, "streak": streak,
}  # fmt: skip
