"""Which way a number went, and the verbs that go with it: a cost rises, a loss widens, a result improves.

A source may state costs and losses below zero. Their size is then what rises or falls: provisions of −298 that become
−412 have risen.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from reportgen.errors import Uncertain
from reportgen.facts.evidence import valued
from reportgen.facts.sizes import SIZED, are_below_zero
from reportgen.figures import ranges
from reportgen.figures.digits import Said, said
from reportgen.figures.written import OPEN_BOUNDS, Style
from reportgen.language import Verbs
from reportgen.model import Derived, Fact
from reportgen.units import PLACES


def verbs_of(form: str, fact: Fact, style: Style) -> Verbs:
    """The verbs of a form for what a fact measures."""
    nature, changes = fact.metric.nature, style.words.changes
    if nature in SIZED and _signs(fact) == {-1, 1}:
        nature = "result"  # what was a cost has become a gain
    if form == "moved" and fact.unit.dimension:  # rose by 132.1 million euros
        form = "by"
    if (form, nature) in changes.own:
        return changes.own[form, nature]
    is_amount = form == "growth" and fact.metric.kind != "growth"
    return changes.of_an_amount if is_amount else changes.usual[form]


def turned(fact: Fact) -> bool:
    """Whether a change says the opposite of its sign: that of a rank, or of a cost or a loss stated below zero."""
    return is_climb(fact) or (
        fact.metric.nature in SIZED and bool(fact.unit.dimension or _is_points(fact)) and _signs(fact) == {-1}
    )


def is_climb(fact: Fact) -> bool:
    """Whether a change is one of places in a ranking, which rises as its number falls."""
    return fact.metric.kind == "rank" and fact.unit.name == PLACES


def direction(fact: Fact) -> int:
    """1, 0 or −1: the sign of a change after rounding, which is what a reader sees; 0 for n.a. and n.m. too."""
    try:
        sign = ranges.way(fact) if ranges.is_said_as_range(fact) else _sign(said(fact).number)
    except Uncertain:  # a range from a fall to a rise
        sign = 0
    return -sign if turned(fact) else sign


def judgement(fact: Fact) -> int:
    """1 for a change to the good by the meaning of its metric, −1 to the bad: a rising cost is bad; else 0."""
    if fact.quantity.state or fact.metric.polarity == "neutral":
        return 0
    way = -direction(fact) if is_climb(fact) else direction(fact)  # polarity speaks of the number
    return way * (1 if fact.metric.polarity == "more is better" else -1)


def way_of(fact: Fact, value: Said) -> int:
    """The direction that a reader sees, by the number after rounding; raises Uncertain when a bound leaves it open."""
    return -sign_of(fact, value) if turned(fact) else sign_of(fact, value)


def sign_of(fact: Fact, value: Said) -> int:
    """The sign that a reader sees; raises Uncertain when a bound or a range leaves it open."""
    bound, ends = fact.quantity.bound, fact.quantity.interval
    if ranges.is_said_as_range(fact):
        return ranges.way(fact)
    if bound not in OPEN_BOUNDS:
        return _sign(value.number)
    if ends.low > 0 or (ends.low == 0 and bound == "more than"):
        return 1
    if ends.high < 0 or (ends.high == 0 and bound == "less than"):
        return -1
    raise Uncertain(
        f"{fact.id} is {valued(fact)}: that leaves open whether it rose or fell; say it as a figure"
    )


def onward(fact: Fact, style: Style, rise: str | None = None, fall: str | None = None) -> str:
    """A change that has no number, before the level to which it led: "rose" of "rose to 184 patients".

    Growth from zero or across it has a direction all the same. Where there is none, or a cost has become a gain, it
    "came to" that level.
    """
    words, levels_of = style.words.changes, fact.origin.inputs if isinstance(fact.origin, Derived) else ()
    if len(levels_of) != len(("now", "before")) or (fact.metric.nature in SIZED and _signs(fact) == {-1, 1}):
        return words.reached
    now, before = (one.quantity.value for one in levels_of)
    verbs = verbs_of("verb", fact, style)
    return words.onward(chosen(now - before, rise or verbs.rise, fall or verbs.fall, words.reached))


def _sign(number: Decimal) -> int:
    return (number > 0) - (number < 0)


def chosen(number: Decimal | int, positive: str, negative: str, zero: str) -> str:
    """One of three texts, by the sign of a number."""
    return positive if number > 0 else negative if number < 0 else zero


def levels(facts: Sequence[Fact]) -> list[Decimal]:
    """The numbers between which a series moves, as they are shown: of costs and losses below zero, their sizes."""
    numbers = [said(fact).number * said(fact).unit.factor for fact in facts]
    return [abs(number) for number in numbers] if are_below_zero(facts) else numbers


def _is_points(fact: Fact) -> bool:
    return fact.metric.kind == "points"


def _signs(fact: Fact) -> set[int]:
    """The signs of the levels that a change lies between."""
    levels = fact.origin.inputs if isinstance(fact.origin, Derived) else ()
    values: list[Decimal] = [one.quantity.value for one in levels]
    return {1 if value > 0 else -1 for value in values if value}
