"""Figures made of two others: shares, multiples, variances, and where a number stands in a range."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reportgen.expressions import combine
from reportgen.facts.comparable import in_one_unit
from reportgen.facts.derivation import VARIANCES, derived, metric_of_pair, underivable
from reportgen.facts.growth import is_sized
from reportgen.facts.key import Key
from reportgen.facts.range_parts import OF_A_RANGE
from reportgen.facts.reference import Ref, fact_of
from reportgen.facts.terms import ONE_TERM, limit_of
from reportgen.intervals import ZERO
from reportgen.model import Fact
from reportgen.units import PLACES, count

if TYPE_CHECKING:
    from reportgen.facts.book import Book


def paired(book: Book, name: str, left: Ref, right: Ref, key: Key) -> Fact:
    """What ``left.share_of(right)`` and its like give. Raises FormulaError where the two do not go together."""
    a, b = fact_of(left), fact_of(right)
    metric = metric_of_pair(name, a, b)
    if a.quantity.state or b.quantity.state:
        return underivable(book.store, metric, key, "n.a.", metric.id, (a, b))
    a, b = in_one_unit(a, b)
    if name in OF_A_RANGE:
        return OF_A_RANGE[name](book.store, metric, key, (a, book.term(a)), b)
    limit = limit_of(b) if name in VARIANCES else None
    left_term, right_term = book.term(a), limit or book.term(b)
    is_rank = a.metric.kind == b.metric.kind == "rank"  # from eighth to 14th are six places, no 75 percent
    if name == "less":
        unit = count(PLACES) if is_rank else None
        return derived(book.store, metric, key, metric.id, combine("-", left_term, right_term), (a, b), unit)
    base = limit.interval if limit else b.quantity.interval
    below_zero = name == "over" and base.low < 0 and not is_sized(a, b)
    if ZERO in base or below_zero or is_rank:
        return underivable(book.store, metric, key, "n.m.", metric.id, (a, b))
    term = combine("/", left_term, right_term)
    if name == "over":
        term = combine("-", term, ONE_TERM)
    return derived(book.store, metric, key, metric.id, term, (a, b))
