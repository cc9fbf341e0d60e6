"""Whether the facts agree with one another, each within its rounding.

Every check compares intervals: 247.8 bn (247.75 to 247.85) and 247,795 mn agree, 247.8 and 248.1 do not. A finding
names both facts, where each stands, their intervals, and by how much they miss each other.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from statistics import median

from reportgen.errors import FormulaError, MissingFact
from reportgen.expressions import Constant, combine, enclose
from reportgen.facts.book import Book
from reportgen.facts.reference import Key
from reportgen.model import Derived, Fact, Finding, Place, Scenario, Stated
from reportgen.quantities import Interval, Unit

SLIP_TOLERANCE = Decimal("0.12")  # decades: a number 8 to 13 times its neighbours may have slipped by ten
SLIPS = {1: "10", 2: "100", 3: "1,000", 6: "1,000,000"}
ALIKE = Decimal(
    4
)  # a history whose values lie within this factor of each other is one to be out of line with
SHORTEST_HISTORY = 2
ONE = Constant(Decimal(1))

Check = Callable[[Book], Iterator[Finding]]


def reconcile(book: Book) -> list[Finding]:
    """Run every standing check over the facts of a brief."""
    return [finding for check in CHECKS for finding in check(book)]


def sources_agree(book: Book) -> Iterator[Finding]:
    """Two sources for the same fact give intervals that touch."""
    for fact in book.stated:
        for first in (fact, *fact.equivalents):
            for second in first.others:
                if not first.quantity.interval.overlaps(second.quantity.interval):
                    yield _miss("conflicting-facts", "two sources disagree", first, second)


def growth_agrees(book: Book) -> Iterator[Finding]:
    """A stated growth rate lies within what the stated levels allow."""
    for grown in book.stated:
        for suffix, earlier in (("_yoy", "year_ago"), ("_qoq", "prior")):
            level = grown.metric.id.removesuffix(suffix)
            if level == grown.metric.id or level not in book.metrics:
                continue
            now = _stated(book, Key(level, grown.entity, grown.period, grown.scenario))
            base = _stated(book, Key(level, grown.entity, getattr(grown.period, earlier), grown.scenario))
            if now and base and base.quantity.interval.low > 0:
                yield from _growth_misses(book, grown, now, base)


def _growth_misses(book: Book, grown: Fact, now: Fact, base: Fact) -> Iterator[Finding]:
    for end in (now, *now.others):
        for start in (base, *base.others):
            computed = enclose(combine("-", combine("/", book.term(end), book.term(start)), ONE))
            if not computed.overlaps(grown.quantity.interval):
                yield Finding(
                    "error",
                    "growth-mismatch",
                    f"{grown.id} is stated as {_said(grown)}, but {end.id} ({_said(end)}, {_where(end)}) over "
                    f"{start.id} ({_said(start)}, {_where(start)}) gives {_range(computed, grown.unit)}; they miss by "
                    f"{_amount(computed.gap(grown.quantity.interval), grown.unit)}",
                    _place(grown),
                )


def rates_agree(book: Book) -> Iterator[Finding]:
    """All translations of one period into one currency imply one rate; the one furthest off is named."""
    groups: dict[tuple[object, ...], list[tuple[Fact, Fact, Interval]]] = {}
    for fact in book.stated:
        for other in (*fact.equivalents, *(more for one in fact.equivalents for more in one.others)):
            if fact.quantity.interval.low > 0 and other.quantity.interval.low > 0:
                rate = enclose(combine("/", book.term(fact), book.term(other)))
                groups.setdefault((fact.period, other.unit.name), []).append((fact, other, rate))
    for rates in groups.values():
        yield from _rate_misses(rates)


def _rate_misses(rates: list[tuple[Fact, Fact, Interval]]) -> Iterator[Finding]:
    def misses(entry: tuple[Fact, Fact, Interval]) -> int:
        return sum(not entry[2].overlaps(other) for _, _, other in rates)

    worst = max(rates, key=misses)
    if not misses(worst):
        return
    fact, other, rate = worst
    against = next(entry for entry in rates if not entry[2].overlaps(rate))
    yield Finding(
        "error",
        "rate-mismatch",
        f"{other.id} ({_said(other)}) implies {rate.low:.3f} to {rate.high:.3f} {fact.unit.name} per {other.unit.name}, "
        f"but {against[1].id} ({_said(against[1])}, {_where(against[1])}) implies {against[2].low:.3f} to "
        f"{against[2].high:.3f}; they miss by {rate.gap(against[2]):.3f}",
        _place(other),
    )


def units_hold(book: Book) -> Iterator[Finding]:
    """No number is out of line with its own history by a factor of ten, a hundred or a thousand."""
    series: dict[tuple[str, str, Scenario], list[Fact]] = {}
    for fact in book.stated:
        if fact.quantity.value:
            series.setdefault((fact.metric.id, fact.entity, fact.scenario), []).append(fact)
    for facts in series.values():
        for fact in facts:
            rest = [abs(other.quantity.value) for other in facts if other is not fact]
            if (
                len(rest) >= SHORTEST_HISTORY
                and max(rest) <= ALIKE * min(rest)
                and (slip := _slip(fact, rest))
            ):
                yield slip
    yield from _scenarios_in_line(book)


def _scenarios_in_line(book: Book) -> Iterator[Finding]:
    for fact in book.stated:
        actual = (
            _stated(book, Key(fact.metric.id, fact.entity, fact.period))
            if fact.scenario != "actual"
            else None
        )
        if (
            actual
            and fact.scenario in (Scenario.CONSENSUS, Scenario.PRIOR)
            and (slip := _slip(fact, [abs(actual.quantity.value)]))
        ):
            yield slip


def _slip(fact: Fact, rest: list[Decimal]) -> Finding | None:
    usual = median(rest)
    if not usual or not fact.quantity.value:
        return None
    decades = (abs(fact.quantity.value) / usual).log10()
    power = int(decades.to_integral_value())
    if abs(power) not in SLIPS or abs(decades - power) > SLIP_TOLERANCE * (1 if abs(power) == 1 else 3):
        return None
    likely = (
        f"about {SLIPS[abs(power)]} times {'more' if power > 0 else 'less'} than the others of its series"
    )
    hint = " (basis points entered as percent?)" if fact.unit.kind == "percent" and power == 2 else ""
    message = f"{fact.id} is {_said(fact)}, {likely}: has the unit slipped?{hint} Its neighbours are around {_amount(usual, fact.unit)}"
    return Finding("error", "slipped-unit", message, _place(fact))


def targets_ahead(book: Book) -> Iterator[Finding]:
    """A target, plan or guidance for a metric where more is better has not already been passed."""
    for goal in book.stated:
        actual = _stated(book, Key(goal.metric.id, goal.entity, goal.period))
        if not goal.scenario.looks_forward or not actual or goal.metric.polarity == "neutral":
            continue
        more = goal.metric.polarity == "more is better"
        ahead, behind = (actual, goal) if more else (goal, actual)
        if ahead.quantity.interval.low > behind.quantity.interval.high:
            yield Finding(
                "warning",
                "target-passed",
                f"{goal.id} is {_said(goal)}, but {actual.id} is already {_said(actual)} ({_where(actual)})",
                _place(goal),
            )


def facts_fresh(book: Book) -> Iterator[Finding]:
    """No fact is older, at the brief's date, than the brief's ``max_age``."""
    limit = book.brief.settings.max_age
    for fact in book.stated:
        age = (book.brief.settings.date - fact.as_of) if fact.as_of else None
        if limit and age and age > limit:
            message = f"{fact.id} is as of {fact.as_of}, {age.days} days before the brief's date; max_age is {limit.days} days"
            yield Finding("error", "stale-fact", message, _place(fact))
        elif age and age.days < 0:
            yield Finding(
                "error",
                "future-fact",
                f"{fact.id} is as of {fact.as_of}, after the brief's date",
                _place(fact),
            )


def actuals_have_ended(book: Book) -> Iterator[Finding]:
    """A fact said to be actual belongs to a period that had ended when the brief was dated."""
    today: date = book.brief.settings.date
    for fact in book.stated:
        if fact.scenario == Scenario.ACTUAL and fact.period.end > today:
            message = f"{fact.id} is said to be actual, but {fact.period} ends on {fact.period.end}, after the brief's date {today}"
            yield Finding("error", "period-not-ended", message, _place(fact))


def formulas_hold(book: Book) -> Iterator[Finding]:
    """Every derived metric can be computed for the brief's period, or says why not."""
    for metric in book.metrics.values():
        if metric.formula:
            try:
                book.fact(Key(metric.id, book.brief.entity, book.brief.period))
            except FormulaError as problem:
                yield Finding("error", problem.code, f"derive '{metric.id}': {problem}", metric.place)


CHECKS: tuple[Check, ...] = (
    formulas_hold,
    sources_agree,
    growth_agrees,
    rates_agree,
    units_hold,
    targets_ahead,
    facts_fresh,
    actuals_have_ended,
)


def judged(findings: Iterable[Finding], book: Book) -> tuple[Finding, ...]:
    """The findings, each once, with the severities that the author set, in the order of files and lines."""
    settings = book.brief.settings.severity
    kept = []
    for finding in dict.fromkeys(findings):
        given = settings.get(finding.code)
        if given is None:
            kept.append(finding)
        elif given.level != "off":
            kept.append(replace(finding, severity=given.level, reason=given.reason))
    return tuple(
        sorted(kept, key=lambda one: (str(one.place.path), one.place.line, one.place.column, one.code))
    )


def _stated(book: Book, key: Key) -> Fact | None:
    try:
        fact = book.fact(key)
    except MissingFact:
        return None
    return None if isinstance(fact.origin, Derived) else fact


def _miss(code: str, what: str, first: Fact, second: Fact) -> Finding:
    gap = first.quantity.interval.gap(second.quantity.interval)
    return Finding(
        "error",
        code,
        f"{what}: {first.id} is {_said(first)} at {_where(first)} and {_said(second)} here; they miss by "
        f"{_amount(gap, first.unit)}",
        _place(second),
    )


def _said(fact: Fact) -> str:
    return f"{fact.quantity} ({_range(fact.quantity.interval, fact.unit)})"


def _range(interval: Interval, unit: Unit) -> str:
    return f"{_plain(interval.low, unit)} to {_plain(interval.high, unit)}"


def _amount(value: Decimal, unit: Unit) -> str:
    return f"{_plain(value, unit)} {unit.symbol}"


def _plain(value: Decimal, unit: Unit) -> str:
    if value.is_infinite():
        return "unbounded"
    number = value / unit.factor
    places = max(0, 3 - max(0, number.adjusted())) if number else 0
    return f"{number:,.{places}f}".rstrip("0").rstrip(".") if places else f"{number:,.0f}"


def _where(fact: Fact) -> str:
    return str(_place(fact))


def _place(fact: Fact) -> Place:
    return fact.origin.place if isinstance(fact.origin, Stated) else fact.metric.place
