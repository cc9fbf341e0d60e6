"""Whether a number is plausible: beside its own history, beside its target, and at the brief's date."""

from __future__ import annotations

import bisect
from collections.abc import Iterator, Sequence
from decimal import Decimal

from reportgen.facts.book import Book
from reportgen.facts.evidence import amount, place_of, said
from reportgen.facts.key import Key
from reportgen.facts.sizes import are_below_zero
from reportgen.facts.splits import is_of_shares
from reportgen.findings import Finding, error
from reportgen.model import Fact, Scenario, Stated
from reportgen.units import Dimension

SLIP_TOLERANCE = Decimal("0.12")  # decades: a number 8 to 13 times its neighbours may have slipped by ten
SLIPS = {1: "10", 2: "100", 3: "1,000", 6: "1,000,000"}
SLIPS_OF_TWO = (3, 6)  # two numbers alone may well lie ten or a hundred times apart
SLIPS_OF_PERCENTAGES = (2,)  # a ratio or basis points for percent; growth itself may well rise tenfold
# A history whose values lie within this factor of each other is one to be out of line with.
ALIKE = Decimal(4)
SHORTEST_HISTORY = 2
CLOSE = Decimal("1.5")  # as far as values of a steady history lie apart
NEAR = Decimal("1.1")  # of their ends, for a number that belongs to them


ESTIMATES = (  # of the same number as the actual, so that it lies near them
    Scenario.PRIOR, Scenario.CONSENSUS, Scenario.GUIDANCE, Scenario.BUDGET, Scenario.FORECAST,
    Scenario.PREVIOUS_FORECAST,
)  # fmt: skip
GOALS = (Scenario.TARGET, Scenario.PLAN, Scenario.GUIDANCE)


def units_hold(book: Book) -> Iterator[Finding]:
    """No number is out of line with its own history by a factor of ten, a hundred or a thousand."""
    series: dict[tuple[str, str, Scenario, Dimension], list[Fact]] = {}
    for fact in map(book.store.as_known, book.stated):
        if fact.quantity.value:
            # Yen beside dollars slip nowhere.
            key = (fact.metric.id, fact.entity, fact.scenario, fact.unit.dimension)
            series.setdefault(key, []).append(fact)
    for facts in series.values():
        signs = {fact.quantity.value > 0 for fact in facts}
        # Near zero, sizes say nothing: a score of -4 beside 46.
        if len(facts) > SHORTEST_HISTORY and len(signs) == 1:
            yield from _out_of_line(facts)
        elif len(facts) == SHORTEST_HISTORY:
            yield from _apart(*facts)
    yield from _scenarios_in_line(book)


def _out_of_line(facts: Sequence[Fact]) -> Iterator[Finding]:
    sizes = sorted(abs(fact.quantity.value) for fact in facts)
    for fact in facts:
        own = bisect.bisect_left(sizes, abs(fact.quantity.value))
        lowest, highest = sizes[1 if own == 0 else 0], sizes[-2 if own == len(sizes) - 1 else -1]
        if highest <= ALIKE * lowest:
            yield from _slip(fact, _median_without(sizes, own), (lowest, highest))


def _apart(one: Fact, other: Fact) -> Iterator[Finding]:
    """The finding that of two numbers alone one is a thousand or a million times the other."""
    power = _power(abs(one.quantity.value) / abs(other.quantity.value))
    if abs(power) not in SLIPS_OF_TWO or one.unit.kind in ("percent", "points"):
        return
    less, more = (one, other) if power < 0 else (other, one)
    yield Finding(
        "warning",  # a line that has just begun may grow so
        "unit-in-doubt",
        f"{more.id} is {said(more)}, about {SLIPS[abs(power)]} times {less.id}, which is {said(less)} "
        f"({place_of(less)}): has the unit of one of them slipped?",
        place_of(more),
    )


def _power(ratio: Decimal) -> int:
    """The power of ten that a ratio nearly is; 0 where it is none."""
    decades = ratio.log10()
    power = int(decades.to_integral_value())
    return power if abs(decades - power) <= SLIP_TOLERANCE else 0


def _median_without(sizes: Sequence[Decimal], own: int) -> Decimal:
    def nth(index: int) -> Decimal:
        return sizes[index if index < own else index + 1]

    count = len(sizes) - 1
    return nth(count // 2) if count % 2 else (nth(count // 2 - 1) + nth(count // 2)) / 2


def _scenarios_in_line(book: Book) -> Iterator[Finding]:
    for fact in map(book.store.as_known, book.stated):
        if fact.scenario in ESTIMATES and fact.quantity.value and not _may_be_split(fact):
            actual = book.store.at(Key(fact.metric.id, fact.entity, fact.period))
            if actual and actual.quantity.value and actual.unit.dimension == fact.unit.dimension:
                yield from _slip(fact, abs(actual.quantity.value))


def _may_be_split(fact: Fact) -> bool:
    """Whether it is a restated amount of each share by a filing: who read it asks whether shares were split."""
    is_filed = isinstance(fact.origin, Stated) and fact.origin.published is not None
    return fact.scenario == Scenario.PRIOR and is_filed and is_of_shares(fact)


def _slip(fact: Fact, usual: Decimal, among: tuple[Decimal, Decimal] | None = None) -> Iterator[Finding]:
    """The finding that a number has slipped; ``among`` are the smallest and the largest of its neighbours."""
    decades = (abs(fact.quantity.value) / usual).log10()
    power = int(decades.to_integral_value())
    known = SLIPS_OF_PERCENTAGES if fact.unit.kind in ("percent", "points") else tuple(SLIPS)
    if abs(power) not in known or abs(decades - power) > SLIP_TOLERANCE * (1 if abs(power) == 1 else 3):
        return
    if abs(power) == 1 and among and not _would_fit(abs(fact.quantity.value).scaleb(-power), *among):
        return
    size = f"about {SLIPS[abs(power)]} times {'more' if power > 0 else 'less'} than the others of its series"
    hint = ""
    if fact.unit.kind == "percent":
        hint = f" ({'basis points' if power > 0 else 'a ratio'} entered as percent?)"
    yield Finding(
        "error",
        "slipped-unit",
        f"{fact.id} is {said(fact)}, {size}: has the unit slipped?{hint} Its neighbours are around "
        f"{amount(usual, fact.unit)}",
        place_of(fact),
    )


def _would_fit(moved: Decimal, lowest: Decimal, highest: Decimal) -> bool:
    """Whether a number, its point moved, would stand among neighbours that are close: ten times is also an outlier."""
    return highest <= CLOSE * lowest and lowest / NEAR <= moved <= highest * NEAR


def targets_ahead(book: Book) -> Iterator[Finding]:
    """A target, plan or guidance for a period to come has not already been passed.

    One whose period has ended by the brief's date was met or missed: that is news, and no finding.
    """
    for goal in book.stated:
        ahead = goal.period.end >= book.brief.settings.date
        if ahead and goal.scenario in GOALS and goal.metric.polarity != "neutral":
            actual = _latest_actual(book, goal)
            if actual and _is_passed(goal, actual):
                message = f"{goal.id} is {said(goal)}, but {actual.id} is already {said(actual)} ({place_of(actual)})"
                yield Finding("warning", "target-passed", message, place_of(goal), needs=(("date",),))


def _latest_actual(book: Book, goal: Fact) -> Fact | None:
    """What a goal is held against: its own period, or what came before it.

    Only a target is an aim that earlier periods can have reached: guidance and plans also tell of what is to fall.
    """
    own = book.store.at(Key(goal.metric.id, goal.entity, goal.period))
    if own or goal.unit.kind != "currency" or goal.scenario != Scenario.TARGET:
        return own  # a rate of growth may well be higher before; an amount would have to fall
    before = [
        fact
        for fact in book.store.of(goal.metric.id, goal.entity)
        if fact.scenario == Scenario.ACTUAL
        and fact.period.frequency == goal.period.frequency
        and fact.period < goal.period
    ]
    return max(before, key=lambda fact: fact.period, default=None)


def _is_passed(goal: Fact, actual: Fact) -> bool:
    if goal.unit.dimension != actual.unit.dimension:
        return False
    more = (goal.metric.polarity == "more is better") != are_below_zero((goal, actual))
    ahead, behind = (actual, goal) if more else (goal, actual)
    return ahead.quantity.interval.low > behind.quantity.interval.high


def facts_fresh(book: Book) -> Iterator[Finding]:
    """No fact is older, at the brief's date, than the brief's ``max_age``."""
    limit, today = book.brief.settings.max_age, book.brief.settings.date
    for stated in book.stated:
        for fact in (stated, *stated.equivalents, *stated.others):
            if not fact.as_of or fact.scenario == Scenario.PRIOR:  # its day is that of the restatement
                continue
            age = today - fact.as_of
            if limit is not None and age > limit:
                message = (
                    f"{fact.id} is as of {fact.as_of}, {age.days} days before the brief's date; "
                    f"max_age is {limit.days} days"
                )
                yield error("stale-fact", message, place_of(fact), ("date",))
            elif age.days < 0:
                message = f"{fact.id} is as of {fact.as_of}, after the brief's date {today}"
                yield error("future-fact", message, place_of(fact), ("date",))


def actuals_have_ended(book: Book) -> Iterator[Finding]:
    """A fact said to be actual belongs to a period that had ended when the brief was dated."""
    today = book.brief.settings.date
    for fact in book.stated:
        if fact.scenario == Scenario.ACTUAL and fact.period.end > today:
            ends = f"ends on {fact.period.end}" if fact.period.to_the_day else "ends"
            message = (
                f"{fact.id} is said to be actual, but {fact.period} {ends}, after the brief's date {today}"
            )
            yield error("period-not-ended", message, place_of(fact), ("date",))
