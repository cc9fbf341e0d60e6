"""What is made of a stated range: its ends, its midpoint and width; where a number stands to it, and how far off."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from decimal import Decimal

from reportgen.errors import FormulaError
from reportgen.expressions import Constant, Input, Term, combine
from reportgen.facts.derivation import PERCENTAGES, derived
from reportgen.facts.key import Key
from reportgen.facts.store import Store
from reportgen.facts.terms import end_of
from reportgen.intervals import ARITHMETIC
from reportgen.model import Fact, Metric, Stated

TWO = Constant(Decimal(2))
Given = tuple[Fact, Term]  # a fact, and it as a term


def part_of(store: Store, fact: Fact, key: Key) -> Fact:
    """An end, the midpoint or the width of a range; a number that is no range is its own ends and midpoint."""
    if not fact.quantity.is_range:
        if key.part == "width":
            raise FormulaError(f"'{fact.id}' is {fact.quantity}, and no range; it has no width")
        return fact
    low, high = _ends(fact)
    terms: Mapping[str, Callable[[], Term]] = {
        "low": lambda: low,
        "high": lambda: high,
        "midpoint": lambda: combine("/", combine("+", low, high), TWO),
        "width": lambda: combine("-", high, low),
    }
    kind = "points" if key.part == "width" and fact.metric.kind in PERCENTAGES else fact.metric.kind
    metric = replace(
        fact.metric,
        id=".".join(filter(None, (fact.metric.id, key.currency.lower(), key.part))),
        label=f"{fact.label}, {fact.words.labels.of_ranges[key.part]}",
        kind=kind,
        short="",
        formula="",
    )
    made = derived(store, metric, key, metric.id, terms[key.part](), (fact,))
    exact = ARITHMETIC.divide(made.quantity.value, made.unit.factor).normalize(ARITHMETIC)
    # They are as exact as the range.
    decimals = max(fact.quantity.decimals or 0, -int(exact.as_tuple().exponent))
    return replace(made, quantity=replace(made.quantity, decimals=decimals))


def position(store: Store, metric: Metric, key: Key, given: Given, within: Fact) -> Fact:
    """Where a number stands in a range: 0 at its low end, 1 at its high end, more above it, and less below."""
    low, high = _ends(within)
    fact, term = given
    share = combine("/", combine("-", term, low), combine("-", high, low))
    return derived(store, metric, key, metric.id, share, (fact, within))


def distance(store: Store, metric: Metric, key: Key, given: Given, to: Fact) -> Fact:
    """How far a number is above the nearer end of a range; below it, less than zero."""
    low, high = _ends(to)
    fact, term = given
    value = fact.quantity.value
    nearer = low if abs(value - low.value) < abs(value - high.value) else high
    return derived(store, metric, key, metric.id, combine("-", term, nearer), (fact, to))


def _ends(fact: Fact) -> tuple[Input, Input]:
    """The two ends of a stated range as terms. Raises FormulaError where there are none."""
    if not fact.quantity.is_range:
        raise FormulaError(
            f"'{fact.id}' is {fact.quantity}, and no range; write .less(…), .over(…) or compare(a, b)"
        )
    if not isinstance(fact.origin, Stated):
        raise FormulaError(
            f"'{fact.id}' was computed from a range; only the ends of a stated one can be asked for"
        )
    return end_of(fact, "low"), end_of(fact, "high")


OF_A_RANGE: Mapping[str, Callable[[Store, Metric, Key, Given, Fact], Fact]] = {
    "position_in": position,
    "distance_to": distance,
}
