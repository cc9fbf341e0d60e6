"""Flows add up: quarters to halves and years, a year less nine months to its last quarter, trailing twelve months.

The stated facts of one metric are steps between days: a fact leads from its first day to the day after its last,
and, taken away, back. What a period's amount is made of is then the shortest way from its first day to its end.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import count

from reportgen.errors import FormulaError
from reportgen.expressions import Constant, Term, combine
from reportgen.facts.derivation import derived
from reportgen.facts.key import Key
from reportgen.facts.store import Store
from reportgen.facts.terms import input_of
from reportgen.intervals import ZERO, Interval
from reportgen.model import Derived, Fact, Kind, Metric, Scenario
from reportgen.periods import Period

ADDED: tuple[Kind, ...] = ("amount", "count", "duration")
MOST_PARTS = (
    60  # of which a period is made: the weeks of a year; a formula holds no more than a few of such sums
)
FEW = 6  # parts that a formula names one by one

Part = tuple[int, Fact]  # 1 to add a fact, -1 to take it away
Steps = Mapping[int, Sequence[tuple[int, Part]]]


class Flows:
    """What the stated amounts of a metric add up to, where they may be added at all."""

    def __init__(self, store: Store, metrics: Mapping[str, Metric]) -> None:
        self._store, self._metrics = store, metrics
        self._known: dict[tuple[str, str, Scenario], bool] = {}

    def added(self, key: Key) -> Fact | None:
        """A flow made of the flows of other periods; a level at the end of one that is stated under another name."""
        metric = self._metrics[key.metric]
        if metric.measured == "at the end":
            return at_the_end(key.period, self._stated(key))
        parts = self._parts(key) if self.is_flow(key) else ()
        if not parts:
            return None
        facts = tuple(fact for _, fact in parts)
        formula = key.period.words.labels.added.format(formula=formula_of(parts))
        made = derived(self._store, metric, key, formula, term_of_parts(parts), facts)
        over = key.period.words.labels.over.get(key.period.frequency, "")
        return replace(made, label=f"{metric.label}{over}")

    def would_give(self, key: Key) -> str:
        """From what a missing fact could be made, if its metric were a flow, as the end of a message."""
        parts = self._parts(key)
        if not parts:
            return ""
        return (
            f"; {formula_of(parts)} would give it: if '{key.metric}' is a flow, say so in metrics.yaml "
            "(measured: over the period)"
        )

    def is_flow(self, key: Key) -> bool:
        """Whether amounts of a metric may be added: by its author's word, or because the stated ones add up."""
        metric = self._metrics[key.metric]
        if metric.measured or metric.kind not in ADDED:
            return metric.measured == "over the period" and metric.kind in ADDED
        known = (key.metric, key.entity, key.scenario)
        if known not in self._known:
            self._known[known] = add_up(self._addable(key))
        return self._known[known]

    def refuse_level(self, key: Key, asked: str) -> None:
        """Raises FormulaError where a sum over time is asked of a level."""
        if self._metrics[key.metric].measured == "at the end":
            raise FormulaError(
                f"'{asked}' adds up what happened over time, but '{key.metric}' is measured at the end of a period; "
                "ask for .average(4)"
            )

    def require(self, key: Key, asked: str) -> None:
        """Raises FormulaError where a sum over time is asked of what is not known to be a flow."""
        self.refuse_level(key, asked)
        metric = self._metrics[key.metric]
        if metric.kind not in ADDED:
            raise FormulaError(
                f"'{asked}' of '{key.metric}': what is of kind '{metric.kind}' cannot be added up"
            )
        if not self.is_flow(key):
            raise FormulaError(
                f"'{asked}' adds up '{key.metric}', and nothing says that it is a flow; write "
                "'measured: over the period' in metrics.yaml"
            )

    def _stated(self, key: Key) -> tuple[Fact, ...]:
        """What is stated of a key's metric, entity and scenario."""
        stated = self._store.of(key.metric, key.entity)
        return tuple(fact for fact in stated if fact.scenario == key.scenario)

    def _addable(self, key: Key) -> tuple[Fact, ...]:
        return addable(self._stated(key)) if self._metrics[key.metric].kind in ADDED else ()

    def _parts(self, key: Key) -> tuple[Part, ...]:
        if self._metrics[key.metric].measured == "at the end" or not key.period.certain:
            return ()
        return parts_of(key.period, self._addable(key))


def parts_of(period: Period, facts: Iterable[Fact], *, within: bool = False) -> tuple[Part, ...]:
    """The fewest facts that make up a period, added or taken away; nothing where they do not.

    ``within`` takes only facts that are shorter than the period, and none away.
    """
    steps = _steps(fact for fact in facts if not within or _is_part(fact.period, period))
    first, after = period.start.toordinal(), period.end.toordinal() + 1
    turn = count()
    waiting: list[tuple[int, int, int, int, tuple[Part, ...]]] = [(0, 0, next(turn), first, ())]
    seen = set()
    while waiting:
        length, taken, _, day, parts = heapq.heappop(waiting)
        if day == after:
            return parts
        if day in seen or length == MOST_PARTS:
            continue
        seen.add(day)
        for target, part in steps.get(day, ()):
            if target not in seen and not (within and part[0] < 0):
                entry = (length + 1, taken + (part[0] < 0), next(turn), target, (*parts, part))
                heapq.heappush(waiting, entry)
    return ()


def _steps(facts: Iterable[Fact]) -> Steps:
    steps: dict[int, list[tuple[int, Part]]] = {}
    for fact in facts:
        first, after = fact.period.start.toordinal(), fact.period.end.toordinal() + 1
        steps.setdefault(first, []).append((after, (1, fact)))
        steps.setdefault(after, []).append((first, (-1, fact)))
    return steps


def _is_part(part: Period, whole: Period) -> bool:
    return whole.start <= part.start and part.end <= whole.end and part != whole


def addable(facts: Iterable[Fact]) -> tuple[Fact, ...]:
    """Those of the facts of a metric that may be added: numbers of one dimension, of periods whose days are known."""
    known = [fact for fact in facts if not (fact.quantity.state or fact.is_level) and fact.period.certain]
    return tuple(fact for fact in known if fact.unit.dimension == known[0].unit.dimension)


def total(parts: Sequence[Part]) -> Interval:
    """The interval of the sum."""
    ends = [fact.quantity.interval if sign > 0 else -fact.quantity.interval for sign, fact in parts]
    return sum(ends[1:], ends[0])


def term_of_parts(parts: Sequence[Part]) -> Term:
    """The sum as a formula over stated facts."""
    term: Term | None = None
    for sign, fact in sorted(parts, key=lambda part: -part[0]):
        item = input_of(fact)
        term = combine("+" if sign > 0 else "-", term, item) if term else item
    return term or Constant(ZERO)


def is_added_up(fact: Fact) -> bool:
    """Whether it is made of the same of other periods."""
    inputs = fact.origin.inputs if isinstance(fact.origin, Derived) else ()
    others = [one for one in inputs if one.metric.id == fact.metric.id and one.period != fact.period]
    return bool(inputs) and len(others) == len(inputs)


def formula_of(parts: Sequence[Part]) -> str:
    """The sum in words: ``FY26 - 9M FY26``."""
    added = [fact.period.short for sign, fact in parts if sign > 0]
    taken = [fact.period.short for sign, fact in parts if sign < 0]
    if len(parts) > FEW and not taken:
        words = parts[0][1].words.labels
        return words.periods_from.format(count=len(parts), first=added[0], last=added[-1])
    return " - ".join((" + ".join(added), *taken))


def sums(facts: Sequence[Fact]) -> Iterator[tuple[Fact, tuple[Part, ...]]]:
    """Every fact that shorter ones make up, with those."""
    shortest = min((_days(fact) for fact in facts), default=0)
    for fact in facts:
        parts = parts_of(fact.period, facts, within=True) if _days(fact) > shortest else ()
        if parts:
            yield fact, parts


def _days(fact: Fact) -> int:
    return (fact.period.end - fact.period.start).days


def add_up(facts: Sequence[Fact]) -> bool:
    """Whether the sources' own numbers show a flow: some period is the sum of its parts, and none is not."""
    compared = [(fact, parts) for fact, parts in sums(facts) if fact.quantity.value]
    return bool(compared) and all(fact.quantity.interval.overlaps(total(parts)) for fact, parts in compared)


def at_the_end(period: Period, facts: Iterable[Fact]) -> Fact | None:
    """The level that is stated for the last day of a period, whatever that one is called."""
    known = (fact for fact in facts if fact.period.certain and fact.period.end == period.end)
    return next(known, None) if period.certain else None
