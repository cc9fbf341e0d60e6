"""The facts of two editions against each other: moved to a new period, restated, appeared, vanished; and formulas."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from reportgen.delivery.difference.values import Alone, Formula, Moved, Restated, Said, Way, Weight
from reportgen.errors import ReportgenError
from reportgen.figures.replay import Record
from reportgen.figures.wording import say
from reportgen.figures.written import Style
from reportgen.model import Derived, Fact, Scenario, Stated
from reportgen.periods import Period
from reportgen.quantities import Quantity

FORM = "short"  # how a fact is said where nobody chose a form
EARLIER = "earlier_edition"  # the scenario of facts that an edition carries of the one before
EXACT_DIGITS = 12  # of computed numbers; what comes behind is a remainder of division


class Line(NamedTuple):
    """What stays the same of a fact from one period to the next."""

    name: str  # the id up to its period: cloud_revenue.yoy
    entity: str
    scenario: str
    frequency: str
    standing: str


class Same(NamedTuple):
    """What makes two facts of two editions the same one."""

    line: Line
    period: str
    id: str


@dataclass(frozen=True, slots=True)
class Found:
    """What comparing the facts of two editions found."""

    moved: tuple[Moved, ...]
    restated: tuple[Restated, ...]
    appeared: tuple[Alone, ...]
    vanished: tuple[Alone, ...]
    formulas: tuple[Formula, ...]


def compare_facts(old: Record, new: Record) -> Found:
    """Compare what two records hold; both are read as they were issued."""
    olds, news = _by_same(old), _by_same(new)
    both = [same for same in news if same in olds]
    moved = tuple(_moved(old, new, olds, news))
    expected = {said for one in moved for said in one.expected}  # it has come about, and is told there
    return Found(
        moved=moved,
        restated=tuple(
            _restated(olds[same], news[same], old.style, new.style, weight)
            for same in both
            if (weight := weight_of(olds[same].quantity, news[same].quantity))
        ),
        appeared=tuple(_alone(news, olds, new.style, later_moved=True)),
        vanished=tuple(
            one for one in _alone(olds, news, old.style, later_moved=False) if one.said not in expected
        ),
        formulas=tuple(_formulas(olds, news)),
    )


def weight_of(old: Quantity, new: Quantity) -> Weight | None:
    """How two numbers of one fact differ; None where they say the same, each to its own rounding.

    "39.8 bn" and "39,812 mn" are the same number, said more finely: one range lies within the other. What two editions
    state as a range, or with another bound, must be the same range.
    """
    if (old.state or new.state) or old.unit.dimension != new.unit.dimension:
        same = old.state == new.state and (old.state or old.unit.dimension == new.unit.dimension)
        return None if same else "beyond rounding"
    if old.value == new.value and old.interval == new.interval:
        return None
    if old.bound == new.bound and not (_is_chosen(old) or _is_chosen(new)):
        if _within(old, new) or _within(new, old) or _computed_alike(old, new):
            return None
    elif _is_chosen(old) and _is_chosen(new):
        return "beyond rounding"
    return "within rounding" if old.interval.overlaps(new.interval) else "beyond rounding"


def way_of(old: Quantity, new: Quantity) -> Way:
    """Where a number went; nothing where it cannot be told."""
    if not (old.is_number and new.is_number) or old.unit.dimension != new.unit.dimension:
        return ""
    if new.interval.low > old.interval.high:
        return "up"
    if new.interval.high < old.interval.low:
        return "down"
    return "level" if new.value == old.value else ""


def latest(facts: Iterable[Fact]) -> Mapping[Line, Fact]:
    """The fact of the latest period of each line."""
    found: dict[Line, Fact] = {}
    for fact in facts:
        line = line_of(fact)
        if line not in found or found[line].period.key[::-1] < fact.period.key[::-1]:
            found[line] = fact
    return found


def line_of(fact: Fact) -> Line:
    """What stays of a fact when its period goes on."""
    name, _, further = fact.id.rpartition(f"@{fact.period}")
    return Line(f"{name}{further}", fact.entity, str(fact.scenario), fact.period.frequency, fact.standing)


def said(fact: Fact, style: Style) -> Said:
    """A fact as an edition says it."""
    quantity = fact.quantity
    ends = ("", "", "") if quantity.state else (quantity.value, quantity.interval.low, quantity.interval.high)
    value, low, high = (format(one, "f") if one != "" else "" for one in ends)
    source = fact.origin.source.title if isinstance(fact.origin, Stated) else ""
    return Said(
        fact.id,
        str(fact.period),
        fact.period.short,
        _text(fact, style),
        value,
        low,
        high,
        fact.unit.name,
        source,
        str(fact.scenario),
    )


def _text(fact: Fact, style: Style) -> str:
    try:
        return say(fact, FORM, style)
    except ReportgenError:
        return str(fact.quantity)


def _by_same(record: Record) -> Mapping[Same, Fact]:
    facts = (one for one in record.facts.values() if str(one.scenario) != EARLIER)
    return {Same(line_of(one), str(one.period), one.id): one for one in facts}


def _is_chosen(quantity: Quantity) -> bool:
    """Whether a range is what its source says, and not what its rounding leaves open."""
    return quantity.is_range


def _within(inner: Quantity, outer: Quantity) -> bool:
    return outer.interval.low <= inner.interval.low and inner.interval.high <= outer.interval.high


def _computed_alike(old: Quantity, new: Quantity) -> bool:
    if old.decimals is not None or new.decimals is not None:
        return False
    return f"{old.value:.{EXACT_DIGITS}e}" == f"{new.value:.{EXACT_DIGITS}e}"


def _moved(old: Record, new: Record, olds: Mapping[Same, Fact], news: Mapping[Same, Fact]) -> Iterator[Moved]:
    then, now = latest(olds.values()), latest(news.values())
    cards = {line_of(one.fact) for one in (*new.figures, *old.figures) if one.spot.kind == "card"}
    moved = [
        (line, then[line], fact) for line, fact in now.items() if line in then and _later(fact, then[line])
    ]
    for line, before, fact in sorted(moved, key=lambda one: one[0] not in cards):
        yield Moved(
            fact.metric.id,
            fact.label,
            fact.entity,
            str(fact.scenario),
            said(before, old.style),
            said(fact, new.style),
            way_of(before.quantity, fact.quantity),
            tuple(said(one, old.style) for one in _expected(fact, olds.values())),
            line in cards,
        )


def _later(new: Fact, old: Fact) -> bool:
    return str(new.period) != str(old.period)


def _expected(fact: Fact, olds: Iterable[Fact]) -> Iterator[Fact]:
    """What the old edition said of a period that it could not know yet."""
    if fact.scenario != Scenario.ACTUAL or "." in fact.id.partition("@")[0]:
        return
    for one in olds:
        same = (one.metric.id, one.entity, str(one.period)) == (fact.metric.id, fact.entity, str(fact.period))
        if same and one.scenario != Scenario.ACTUAL:
            yield one


def _restated(old: Fact, new: Fact, then: Style, now: Style, weight: Weight) -> Restated:
    return Restated(
        new.metric.id, new.label, new.entity, str(new.scenario), said(old, then), said(new, now), weight
    )


def _alone(
    these: Mapping[Same, Fact], others: Mapping[Same, Fact], style: Style, *, later_moved: bool
) -> Iterator[Alone]:
    """The facts that only one edition has; of a line that both have, not those by which its history goes on."""
    spans = _spans(others.values())
    own = _spans(these.values())
    for same, fact in these.items():
        if same in others or isinstance(fact.origin, Derived):
            continue  # a derived one is recorded where something shows it, and that is told itself
        if same.line in spans and _goes_on(fact.period, spans[same.line], own[same.line], later=later_moved):
            continue
        yield Alone(fact.metric.id, fact.label, fact.entity, str(fact.scenario), said(fact, style))


def _spans(facts: Iterable[Fact]) -> Mapping[Line, tuple[Period, Period]]:
    found: dict[Line, tuple[Period, Period]] = {}
    for fact in facts:
        line = line_of(fact)
        first, last = found.get(line, (fact.period, fact.period))
        found[line] = (min(first, fact.period, key=_end), max(last, fact.period, key=_end))
    return found


def _end(period: Period) -> tuple[object, ...]:
    return period.key[::-1]


def _goes_on(
    period: Period, theirs: tuple[Period, Period], own: tuple[Period, Period], *, later: bool
) -> bool:
    """Whether a period is one by which a line of both editions moved: behind its end, or before its new beginning."""
    went_on = _end(theirs[1]) != _end(own[1])
    if later:
        return _end(period) > _end(theirs[1])
    return went_on and (_end(period) < _end(theirs[0]) or _end(period) > _end(theirs[1]))


def _formulas(olds: Mapping[Same, Fact], news: Mapping[Same, Fact]) -> Iterator[Formula]:
    then = {line_of(one): one.origin.formula for one in olds.values() if isinstance(one.origin, Derived)}
    told = set()
    for fact in news.values():
        line = line_of(fact)
        if line in told or line not in then or not isinstance(fact.origin, Derived):
            continue
        before = then[line]
        if "".join(before.split()) != "".join(fact.origin.formula.split()):
            told.add(line)
            yield Formula(line.name, fact.label, before, fact.origin.formula)
