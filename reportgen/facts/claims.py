"""Claims over several facts: "every segment grew", "three of five", "the highest since …", "the ninth in a row".

A claim is a fact itself: the number of facts for which it certainly holds. So it has an origin, is recorded, and is
counted again by ``reportgen verify``. Whether that number bears out what is said of it, :func:`objection` decides.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from typing import TypeAlias

from reportgen.errors import FormulaError, MissingFact, Uncertain, Untrue
from reportgen.expressions import Term, combine, enclose, in_words
from reportgen.facts.evidence import valued
from reportgen.facts.sizes import are_below_zero
from reportgen.facts.terms import limit_of, number_as
from reportgen.intervals import Interval
from reportgen.model import Claim, Fact, Relation, Verdict
from reportgen.periods import Period
from reportgen.quantities import Bound, Quantity
from reportgen.units import Unit, count

Terms: TypeAlias = Callable[[Fact], Term]

SUPERLATIVES = ("highest", "lowest", "record")
SERIES = (*SUPERLATIVES, "streak")
FEWEST = 3  # periods of which one can be the highest
IN_A_ROW = 2
MOST_NAMED = 2  # of the facts that break a claim
BEATS: dict[str, Relation] = {"highest": "above", "record": "above", "lowest": "below"}
TURNED: dict[Relation, Relation] = {"above": "below", "below": "above"}
RELATIONS: tuple[Relation, ...] = ("above", "at_least", "below", "at_most")
SIGNS: dict[Relation, str] = {"above": ">", "at_least": ">=", "below": "<", "at_most": "<="}
EVERY = {"day": "days", "week": "weeks", "month": "months", "quarter": "quarters", "year": "years"}


# What is true --------------------------------------------------------------------------------------------------------


def judged(claim: Claim, term: Terms, noun: str = "") -> tuple[Claim, Quantity]:
    """A claim with its verdicts, and for how many facts it certainly holds, and for how many at most.

    Args:
        claim: what is claimed.
        term: gives the formula of a fact, so that what stands in two of them counts once.
        noun: what its facts are, in the plural.

    Raises:
        FormulaError: the facts of a series do not follow each other, or something cannot be compared.
    """
    if claim.kind in SERIES:
        return _followed(claim, term)
    verdicts = tuple(verdict(fact, claim.relation, claim.limit, term) for fact in claim.facts)
    sure, unclear = verdicts.count("yes"), verdicts.count("unclear")
    unit, bound = count(noun or "figures"), "at least" if unclear else "exact"
    return replace(claim, verdicts=verdicts), _number(sure, sure + unclear, unit, bound)  # type: ignore[arg-type]


def _followed(claim: Claim, term: Terms) -> tuple[Claim, Quantity]:
    """How far back a claim holds of a series without a break."""
    now = claim.facts[0]
    for step, fact in enumerate(claim.facts):
        if fact.period != now.period.shift(-step) or fact.metric.id != now.metric.id:
            raise FormulaError(f"{fact.id} does not stand {step} periods before {now.id}")
    verdicts = _verdicts_back(claim, term)
    held = next((step for step, one in enumerate(verdicts) if one != "yes"), len(verdicts))
    ended = held < len(verdicts) and (claim.kind in SUPERLATIVES or verdicts[held] == "no")
    unit = count(periods_of(now.period))
    return replace(claim, verdicts=verdicts), _number(held, held, unit, "exact" if ended else "at least")


def _verdicts_back(claim: Claim, term: Terms) -> tuple[Verdict, ...]:
    """For each fact of a series, the latest first, whether the claim holds of it; the latest always does."""
    if claim.kind == "streak":
        return tuple(verdict(fact, claim.relation, claim.limit, term) for fact in claim.facts)
    now, *earlier = claim.facts
    verdicts: list[Verdict] = ["yes", *(verdict(now, _beats(claim, fact), fact, term) for fact in earlier)]
    return tuple(verdicts)


def _beats(claim: Claim, fact: Fact) -> Relation:
    """How the latest must stand to an earlier fact; of two costs below zero, the highest is the larger one."""
    relation = BEATS[claim.kind]
    return TURNED[relation] if are_below_zero((claim.facts[0], fact)) else relation


def periods_of(period: Period) -> str:
    """What is counted from one period to the next: quarters."""
    return EVERY.get(period.frequency, "periods")


def _number(sure: int, most: int, unit: Unit, bound: Bound) -> Quantity:
    value = sure * unit.factor
    return Quantity(value, unit, Interval(value, most * unit.factor), bound, decimals=0)


def verdict(fact: Fact, relation: Relation, limit: Decimal | Fact | None, term: Terms) -> Verdict:
    """Whether a fact is certainly above (or below) a limit, certainly not, or neither within its rounding."""
    if limit is None or not relation:
        raise FormulaError("say what the figures are held against: above=0, at_least=…, below=… or at_most=…")
    gap = enclose(combine("-", term(fact), _limit(fact, limit, term)))
    is_open = fact.quantity.bound in ("more than", "less than")  # the end of such an interval is not in it
    if relation in ("below", "at_most"):
        gap = -gap
    if relation in ("above", "below"):
        if gap.low > 0 or (gap.low == 0 and is_open):
            return "yes"
        return "no" if gap.high <= 0 else "unclear"
    if gap.low >= 0:
        return "yes"
    return "no" if gap.high < 0 or (gap.high == 0 and is_open) else "unclear"


def _limit(fact: Fact, limit: Decimal | Fact, term: Terms) -> Term:
    if not isinstance(limit, Fact):
        value = limit * fact.unit.factor
        return number_as(value, fact.unit.dimension)
    other = limit_of(limit) or term(limit)
    if other.dimension != fact.unit.dimension:
        one, another = in_words(fact.unit.dimension), in_words(other.dimension)
        raise FormulaError(f"{fact.id} ({one}) and {limit.id} ({another}) cannot be compared")
    return other


# What may be said ----------------------------------------------------------------------------------------------------


def claim_of(fact: Fact) -> Claim:
    """What a fact claims. Raises FormulaError for one that claims nothing."""
    claim = getattr(fact.origin, "claim", None)
    if not isinstance(claim, Claim):
        raise FormulaError(f"{fact.id} is one figure, and no claim over several")
    return claim


def number_of(fact: Fact) -> int:
    """For how many facts or periods a claim certainly holds."""
    return int(fact.quantity.value / fact.unit.factor)


def breaker(fact: Fact) -> Fact | None:
    """The fact that ends a series of a claim; None where it holds as far back as facts go."""
    claim = claim_of(fact)
    held = number_of(fact)
    return claim.facts[held] if held < len(claim.facts) else None


def is_true(fact: Fact) -> bool:
    """Whether the facts bear a claim out. Raises Uncertain when rounding leaves it open."""
    problem = objection(fact)
    if isinstance(problem, Uncertain):
        raise problem
    return problem is None


def objection(fact: Fact) -> FormulaError | None:
    """Why a claim may not be said, and what could be said instead; None where the facts bear it out."""
    claim = claim_of(fact)
    if claim.kind == "all":
        return _not_every(fact, claim)
    if claim.kind in SUPERLATIVES:
        return _not_highest(fact, claim)
    if claim.kind == "streak" and number_of(fact) < IN_A_ROW:
        return _not_in_a_row(fact, claim)
    return None


def condition(claim: Claim) -> str:
    """What each fact is held against, in words: "above 0"."""
    limit = claim.limit.id if isinstance(claim.limit, Fact) else f"{claim.limit}"
    return f"{claim.relation.replace('_', ' ')} {limit}"


def _valued(fact: Fact) -> str:
    """A fact and its value, of a computed one the leading digits."""
    return f"{fact.id} is {valued(fact)}"


def _not_every(fact: Fact, claim: Claim) -> FormulaError | None:
    sure, total, most = number_of(fact), len(claim.facts), int(fact.quantity.interval.high)
    if sure == total:
        return None
    breaking = [one for one, said in zip(claim.facts, claim.verdicts, strict=False) if said != "yes"]
    named = ", ".join(map(_valued, breaking[:MOST_NAMED])) + (", …" if len(breaking) > MOST_NAMED else "")
    true = f"true is {'at least ' if most > sure else ''}{sure} of {total}, as count(…) says"
    if most == total:
        return Uncertain(f"rounding leaves open whether every figure is {condition(claim)}: {named}; {true}")
    return Untrue(f"not every figure is {condition(claim)}: {named}; {true}")


def _not_highest(fact: Fact, claim: Claim) -> FormulaError | None:
    now, held, broken_by = claim.facts[0], number_of(fact), breaker(fact)
    kind, reached = claim.kind, now.period.shift(-held)
    if broken_by and held == 1:
        return Untrue(f"{_valued(now)}, not the {kind}: {_valued(broken_by)}")
    if claim.kind == "record" and claim.since is None:
        return FormulaError(
            f'say where the history begins: record({now.metric.id}, first="{now.period}"); a record is one of all '
            "periods there ever were"
        )
    true = f"true is the {'lowest' if kind == 'lowest' else 'highest'} since {reached}"
    if broken_by and (kind == "record" or (claim.since and reached > claim.since)):
        what = "a record" if kind == "record" else f"the {kind} since {claim.since}"
        return Untrue(f"{_valued(now)}, not {what}: {_valued(broken_by)}; {true}")
    earliest = claim.facts[-1].period
    if (
        claim.since
        and not broken_by
        and (earliest > claim.since if kind == "record" else reached > claim.since)
    ):
        return MissingFact(
            f"of {now.metric.id} nothing is known for {earliest.shift(-1)}; a claim since {claim.since} needs each "
            "period",
            ("metric", now.metric.id.partition(".")[0]),
        )
    if not broken_by and held < FEWEST:
        return MissingFact(
            f"of {now.metric.id} nothing is known for {earliest.shift(-1)}: too little to say what is the {kind}",
            ("metric", now.metric.id.partition(".")[0]),
        )
    return None


def _not_in_a_row(fact: Fact, claim: Claim) -> FormulaError:
    held, broken_by = number_of(fact), breaker(fact)
    so_far = "in one period only" if held else "not even now"
    if broken_by is None:
        unknown = claim.facts[-1].period.shift(-1)
        return MissingFact(
            f"{claim.facts[0].metric.id} is {condition(claim)} {so_far}: nothing is known for {unknown}"
        )
    problem = Untrue if claim.verdicts[held] == "no" else Uncertain
    return problem(f"{claim.facts[0].metric.id} is {condition(claim)} {so_far}: {_valued(broken_by)}")
