"""Whether translations into another currency go together: one rate of a period, or its average and its closing one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from reportgen.facts.book import Book
from reportgen.facts.evidence import place_of, said
from reportgen.findings import Finding
from reportgen.intervals import ZERO, Interval
from reportgen.model import Fact

Translation = tuple[Fact, Fact, Interval]
# How far, of itself, a closing rate is from an average, where nobody says which is which.
NEAR = Decimal("0.03")
BALANCES = re.compile(
    r"(?:^|_)(?:assets?|backlog|balances?|borrowings|capital|cash|debts?|deposits|equity|goodwill|holdings|inventor(?:y|ies)"
    r"|liabilities|liquidity|loans|net_worth|payables|receivables|reserves|rwa|savings|stock)(?:$|_)"
)
FLOWS = re.compile(r"flow|change|income|expense|interest|paid|repaid|repayment|issued|raised|gain|loss")


def rates_agree(book: Book) -> Iterator[Finding]:
    """All translations of one period into one currency imply one rate; the one furthest off is named.

    Flows are translated at the average rate of the period, levels at that of its last day (IAS 21.39).
    """
    groups: dict[tuple[object, ...], list[Translation]] = {}
    for fact in book.stated:
        for other in (*fact.equivalents, *(more for one in fact.equivalents for more in one.others)):
            if ZERO not in fact.quantity.interval and ZERO not in other.quantity.interval:
                rate = fact.quantity.interval / other.quantity.interval
                groups.setdefault((fact.period, fact.unit.name, other.unit.name), []).append(
                    (fact, other, rate)
                )
    yield from (_rate_miss(rates) for rates in groups.values() if not _hold(rates))


def _hold(rates: list[Translation]) -> bool:
    """Whether one rate, or the average one for flows and the closing one for levels, gives every translation.

    A metric of which nobody says what it is may be either, as long as both rates are near each other.
    """
    flows = [one for one in rates if one[0].metric.measured == "over the period"]
    levels = [one for one in rates if _is_level(one[0])]
    others = sorted((one for one in rates if one not in flows + levels), key=lambda one: one[2].low)
    told = bool(flows and levels)
    for cut in range(len(others) + 1):
        for one, other in ((flows, levels), (levels, flows)):
            lower, upper = [*one, *others[:cut]], [*other, *others[cut:]]
            if _is_one(lower) and _is_one(upper) and (told or _are_near(lower, upper)):
                return True
    return False


def _is_level(fact: Fact) -> bool:
    """Whether a fact is a level: as its author says, or where nobody does, by what it is called."""
    if fact.metric.measured:
        return fact.is_level
    names = (fact.metric.id, "_".join(fact.metric.label.lower().split()))
    if any(FLOWS.search(name) for name in names):
        return False
    return fact.is_level or any(BALANCES.search(name) for name in names)


def _is_one(rates: list[Translation]) -> bool:
    return not rates or max(rate.low for _, _, rate in rates) <= min(rate.high for _, _, rate in rates)


def _are_near(some: list[Translation], others: list[Translation]) -> bool:
    return all(one[2].gap(other[2]) <= NEAR * other[2].high for one in some for other in others)


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
