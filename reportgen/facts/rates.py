"""Rates of exchange that translations imply: flows at the average of a period, balances at its close (IAS 21.39)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from reportgen.facts.book import Book
from reportgen.facts.evidence import place_of, said
from reportgen.findings import Finding
from reportgen.model import Fact
from reportgen.quantities import ZERO, Interval

Translation = tuple[Fact, Fact, Interval]
BALANCES = re.compile(
    r"(?:^|_)(?:assets?|backlog|balances?|borrowings|capital|cash|debts?|deposits|equity|goodwill|holdings|inventor(?:y|ies)"
    r"|liabilities|liquidity|loans|net_worth|payables|receivables|reserves|rwa|savings|stock)(?:$|_)"
)
FLOWS = re.compile(r"flow|change|income|expense|interest|paid|repaid|repayment|issued|raised|gain|loss")
FAR = Decimal("0.25")  # as far apart as an average and a closing rate of one period hardly ever are


def rates_agree(book: Book) -> Iterator[Finding]:
    """All flows of one period imply one rate, and all balances one; of those that do not, the furthest is named.

    An average and a closing rate differ, but not by a quarter: that is another slip.
    """
    groups: dict[tuple[object, ...], list[Translation]] = {}
    for translation in _translations(book):
        fact, other, _ = translation
        groups.setdefault((fact.period, fact.unit.name, other.unit.name), []).append(translation)
    for rates in groups.values():
        for alike in (list(filter(_is_balance, rates)), [one for one in rates if not _is_balance(one)]):
            if _contradict(alike):
                yield _rate_miss(alike)
                break
        else:
            if any(_are_far_apart(one, other) for one in rates for other in rates):
                yield _rate_miss(rates)


def _translations(book: Book) -> Iterator[Translation]:
    for fact in book.stated:
        for other in (*fact.equivalents, *(more for one in fact.equivalents for more in one.others)):
            if ZERO not in fact.quantity.interval and ZERO not in other.quantity.interval:
                yield fact, other, fact.quantity.interval / other.quantity.interval


def _is_balance(translation: Translation) -> bool:
    """Whether a fact is measured at the end of its period, by the day that it names, or by what it is called."""
    fact = translation[0]
    names = (fact.metric.id, "_".join(fact.metric.label.lower().split()))
    if any(FLOWS.search(name) for name in names):
        return False
    return fact.as_of == fact.period.end or any(BALANCES.search(name) for name in names)


def _contradict(rates: list[Translation]) -> bool:
    return bool(rates) and max(rate.low for _, _, rate in rates) > min(rate.high for _, _, rate in rates)


def _are_far_apart(one: Translation, other: Translation) -> bool:
    return one[2].low > other[2].high * (1 + FAR)


def _rate_miss(rates: list[Translation]) -> Finding:
    def misses(entry: Translation) -> int:
        return sum(not entry[2].overlaps(other) for _, _, other in rates)

    fact, other, rate = max(rates, key=misses)
    beside, against, against_rate = max(rates, key=lambda entry: entry[2].gap(rate))
    names = f"{fact.unit.name} per {other.unit.name}"
    return Finding(
        "error",
        "rate-mismatch",
        f"{other.id} ({said(other)}) beside {said(fact)} implies {rate.low:.3f} to {rate.high:.3f} {names}, but "
        f"{against.id} ({said(against)}, {place_of(against)}) beside {said(beside)} implies {against_rate.low:.3f} to "
        f"{against_rate.high:.3f}; they miss by {rate.gap(against_rate):.3f}",
        place_of(other),
    )
