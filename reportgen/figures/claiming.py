"""Forms of words for claims over several facts; each refuses what the facts do not bear out.

The truth of a claim is :mod:`reportgen.facts.claims`'. Here it gets its words, so that they say no more than that.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from reportgen.facts.claims import breaker, claim_of, number_of, objection, periods_of
from reportgen.figures.numerals import cardinal, ordinal
from reportgen.figures.written import Style
from reportgen.model import Fact
from reportgen.periods import in_a_sentence

TWO = 2
TOTAL = "{n}"  # stands in an author's words for how many facts there are


def all_(fact: Fact, style: Style, say: str = "") -> str:  # noqa: ARG001 - a form's signature
    """That something holds for every fact, in the author's words: "every segment grew"; else "all three"."""
    _require(fact)
    total = len(claim_of(fact).facts)
    return say.replace(TOTAL, cardinal(total)) or ("both" if total == TWO else f"all {cardinal(total)}")


def count_(fact: Fact, style: Style, of: str = "") -> str:  # noqa: ARG001 - as above
    """For how many facts something holds: "three of five", "none of the two segments", "all three segments"."""
    claim, sure = claim_of(fact), number_of(fact)
    total = len(claim.facts)
    if sure == total:
        return f"{'both' if total == TWO else f'all {cardinal(total)}'} {of}".strip()
    number = "none" if not sure and fact.quantity.bound == "exact" else cardinal(sure)
    bound = "at least " if fact.quantity.bound != "exact" else ""
    return f"{bound}{number} of the {cardinal(total)} {of}" if of else f"{bound}{number} of {cardinal(total)}"


def highest(fact: Fact, style: Style) -> str:  # noqa: ARG001 - as above
    """How far back nothing was as high: "the highest since March 2023", "the highest of the last nine quarters"."""
    return _extreme(fact, "highest")


def lowest(fact: Fact, style: Style) -> str:  # noqa: ARG001 - as above
    """How far back nothing was as low: "the lowest since the first quarter of 2023"."""
    return _extreme(fact, "lowest")


def record(fact: Fact, style: Style) -> str:  # noqa: ARG001 - as above
    """That nothing was as high in all the history there is: "a record"."""
    _require(fact)
    return "a record"


def streak(fact: Fact, style: Style) -> str:  # noqa: ARG001 - as above
    """For how many periods in a row something holds: "the ninth quarter in a row"."""
    _require(fact)
    bound = "" if fact.quantity.bound == "exact" else "at least "
    one = periods_of(fact.period).removesuffix("s")
    return f"{bound}the {ordinal(number_of(fact))} {one} in a row"


def tally(fact: Fact) -> str:
    """A claim where room is short, if it counts facts: "3 of 5"; else nothing."""
    claim = claim_of(fact)
    if claim.kind not in ("all", "count"):
        return ""
    return f"{'' if fact.quantity.bound == 'exact' else '≥'}{number_of(fact)} of {len(claim.facts)}"


def _require(fact: Fact) -> None:
    problem = objection(fact)
    if problem:
        raise problem


def _extreme(fact: Fact, word: str) -> str:
    _require(fact)
    ended_by = breaker(fact)
    if ended_by:
        return f"the {word} since {in_a_sentence(ended_by.period)}"
    return f"the {word} of the last {cardinal(number_of(fact))} {periods_of(fact.period)}"


CLAIMS: Mapping[str, Callable[..., str]] = {
    "all": all_, "count": count_, "highest": highest, "lowest": lowest, "record": record, "streak": streak,
}  # fmt: skip
