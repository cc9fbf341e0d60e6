"""The book of facts: what is stated, what follows from it, and which formula it follows by."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from functools import cached_property
from itertools import count as counted
from itertools import islice
from typing import Any

from reportgen.bases import Basis
from reportgen.brief import Brief
from reportgen.errors import FormulaError, MissingFact, UnknownName
from reportgen.expressions import Term
from reportgen.facts.comparable import history
from reportgen.facts.derivation import derived
from reportgen.facts.differences import compare, decided
from reportgen.facts.flows import Flows
from reportgen.facts.formulas import names_in, run
from reportgen.facts.growth import change_of, implied, is_implied
from reportgen.facts.key import LATEST, Key, Version, fact_id
from reportgen.facts.pairs import paired
from reportgen.facts.range_parts import part_of
from reportgen.facts.reference import Computed, Operand, Ref, claimed, fact_of, key_of, term_of
from reportgen.facts.restatement import standing_of
from reportgen.facts.splits import Splits
from reportgen.facts.store import Store
from reportgen.facts.terms import input_of
from reportgen.facts.variants import variant
from reportgen.facts.windows import Window
from reportgen.findings import meant
from reportgen.metrics import splits_of
from reportgen.model import Derived, Fact, Metric, Scenario
from reportgen.periods import Frequency, Period
from reportgen.scenarios import attributes
from reportgen.units import currencies

SATURDAY = 5  # as Python counts weekdays
DEEPEST = 24  # formulas that build on one another, and periods that do


def _working_days(period: Period) -> Iterator[int]:
    """How many days before a day the working days lie, the latest first."""
    return (-back for back in counted() if (period.start - timedelta(back)).weekday() < SATURDAY)


class Book:
    """The facts of one brief, stated and derived, by metric, entity, period and scenario.

    Everything asked of it is a :class:`Fact`; derived ones carry the formula as a tree over stated facts, so that
    their interval accounts for an input that stands in the formula twice.
    """

    def __init__(self, brief: Brief, facts: Iterable[Fact], metrics: Mapping[str, Metric]) -> None:
        self.brief, self.metrics, self.currencies = brief, metrics, currencies()
        self.scenarios = attributes(brief.scenarios)
        splits = Splits(metrics, splits_of(brief.settings.splits), brief.entity)
        self.store = Store(facts, brief.entity, brief.settings.date, splits)
        self.flows = Flows(self.store, metrics)
        self._computed: dict[tuple[Key, Frequency], Fact] = {}
        self._open: list[Key] = []

    @property
    def stated(self) -> tuple[Fact, ...]:
        """What the sources state."""
        return self.store.stated

    @property
    def entities(self) -> frozenset[str]:
        """Whom there are facts about."""
        return self.store.entities

    # Asking --------------------------------------------------------------------------------------------------------

    def evaluate(
        self, expression: str, period: Period | None = None, entity: str | None = None, version: Version = ""
    ) -> Ref:
        """An expression of ``brief.yaml`` (``cloud_revenue.yoy``). Raises FormulaError, with what was meant."""
        result = run(expression, self.namespace(period, entity, names_in(expression), version=version))
        if not isinstance(result, Ref):
            raise FormulaError(f"'{expression}' is no figure but {result!r}")
        return result

    def derived_at(self, key: Key) -> Fact:
        """What a derived metric's formula gives, whether or not a source states it too. Raises FormulaError."""
        return self._guarded(key, lambda: self._formula(self.metrics[key.metric], key))

    def reconciled_at(self, key: Key) -> Fact:
        """What a measure's reconciliation gives, whether or not a source states it too. Raises FormulaError."""
        metric = self.metrics[key.metric]
        return self._guarded(key, lambda: self._computed_by(metric.reconciliation, metric, key))

    def variant(self, key: Key, basis: Basis) -> dict[str, object]:
        """What of a key changes on another basis. Raises FormulaError where there is no such variant."""
        return variant(self.metrics, key, basis)

    def namespace(
        self,
        period: Period | None = None,
        entity: str | None = None,
        names: Iterable[str] | None = None,
        scenario: Scenario = Scenario.ACTUAL,
        version: Version = "",
    ) -> dict[str, Any]:
        """What a formula or a template may name: every metric, and ``compare``. Raises UnknownName for others."""
        period, entity = period or self.brief.period, entity or self.brief.entity
        wanted = self.metrics if names is None else [name for name in names if name != "compare"]
        for name in wanted:
            if name not in self.metrics:
                raise UnknownName(f"unknown metric '{name}'{meant(name, self.metrics)}", ("metric", name))
        return {
            "compare": compare,
            **{name: Ref(self, Key(name, entity, period, scenario, version=version)) for name in wanted},
        }

    def series(self, expression: str, periods: Sequence[Period]) -> tuple[Fact | None, ...]:
        """An expression at each period, in one unit, as last restated; None where nothing states or gives it.

        Raises FormulaError where it is one figure, whatever the period: it must not stand in others as theirs.
        """
        facts = history([self._stated_or_none(expression, period) for period in periods])
        known = [fact for fact in facts if fact]
        if len(known) > 1 and len({fact.id for fact in known}) == 1:
            raise FormulaError(
                f"'{expression}' is the figure of {known[0].period.short} in every period that is shown; "
                "name the measure without '.at(…)', and the exhibit asks it of each of them"
            )
        return facts

    def roots(self, expression: str) -> tuple[str, ...]:
        """The metrics that an expression builds on, through formulas too; what it names and is none among them."""
        found: dict[str, None] = {}
        waiting = [expression]
        while waiting:
            try:
                names = names_in(waiting.pop())
            except FormulaError:
                continue  # whoever evaluates it says so
            for name in names:
                if name not in found:
                    found[name] = None
                    metric = self.metrics.get(name)
                    waiting += (
                        [one for one in (metric.formula, metric.reconciliation) if one] if metric else []
                    )
        return tuple(found)

    def decided(self, left: Operand, right: Operand, sign: str) -> bool:
        """Whether ``left > right`` and its like hold. Raises Uncertain where rounding leaves it open."""
        return decided(left, right, sign)

    def last(self, count: int, period: Period | None = None) -> tuple[Period, ...]:
        """The ``count`` periods up to ``period`` (the brief's by default), the earliest first.

        Of days, working days, where no fact is of a Saturday or a Sunday.
        """
        period = period or self.brief.period
        steps: Iterable[int] = range(1 - count, 1)
        if period.frequency == "day" and period.start.weekday() < SATURDAY and self._is_of_working_days:
            steps = reversed([*islice(_working_days(period), count)])
        return tuple(period.shift(step) for step in steps)

    @cached_property
    def _is_of_working_days(self) -> bool:
        days = {fact.period.start for fact in self.stated if fact.period.frequency == "day"}
        return len(days) > 1 and all(day.weekday() < SATURDAY for day in days)

    def known(self, ref: Ref) -> bool:
        """Whether there is a number behind a reference."""
        try:
            return fact_of(ref).quantity.is_number
        except MissingFact:
            return False

    def _stated_or_none(self, expression: str, period: Period) -> Fact | None:
        try:
            fact = fact_of(self.evaluate(expression, period, version=LATEST))
        except MissingFact:
            return None
        return None if is_implied(fact) or fact.quantity.state == "n.a." else fact

    # Resolving -----------------------------------------------------------------------------------------------------

    def fact(self, key: Key) -> Fact:
        """The fact that a key points at. Raises MissingFact or FormulaError."""
        # A year and its twelve months have the same days, other neighbours.
        as_named = (key, key.period.frequency)
        found = self.store.at(key) or self._computed.get(as_named)
        if found:
            return found
        if key.version == LATEST and (key.changes or self.metrics[key.metric].formula):
            return self.fact(replace(key, version=""))  # it is computed from what was last restated anyway
        fact = self._computed[as_named] = self._guarded(key, lambda: self._version(key))
        return fact

    def _version(self, key: Key) -> Fact:
        """A computed fact in the version that is asked for; where nothing in it was restated, it is the usual one."""
        made = self._resolve(key)
        if not key.version or not isinstance(made.origin, Derived) or made.origin.term is None:
            return made
        usual = self.fact(replace(key, version=""))
        same = isinstance(usual.origin, Derived) and usual.origin.term == made.origin.term
        return usual if same else replace(made, standing=standing_of(key.version, self.brief.words))

    def _guarded(self, key: Key, resolve: Callable[[], Fact]) -> Fact:
        """Resolve a key unless it is being resolved already, here or ever further back in time."""
        if key in self._open:
            circle = [open_key.metric for open_key in (*self._open[self._open.index(key) :], key)]
            problem = FormulaError(f"the formulas go round in a circle: {' -> '.join(circle)}")
            problem.cause = f"circle of {' '.join(sorted(set(circle)))}"
            raise problem
        if len(self._open) >= DEEPEST:
            raise FormulaError(f"'{key.metric}' builds on a chain of more than {DEEPEST} formulas or periods")
        self._open.append(key)
        try:
            return resolve()
        finally:
            self._open.pop()

    def term(self, fact: Fact) -> Term:
        """A fact as a term of a formula: its own tree when derived, an input when stated. Raises FormulaError."""
        if claimed(fact):
            raise FormulaError(f"{fact.id} is a claim; nothing is computed from it")
        if isinstance(fact.origin, Derived) and fact.origin.term is not None:
            return fact.origin.term
        return input_of(fact)

    def _resolve(self, key: Key) -> Fact:
        if key.part and not key.changes:
            return part_of(self.store, self.fact(replace(key, part="")), key)
        if key.currency:
            return self._equivalent(key)
        if key.changes:
            return change_of(self, key)
        metric = self.metrics[key.metric]
        if metric.formula:
            return self._formula(metric, key)
        return (
            self.flows.added(key) or self._reconciled(metric, key) or implied(self, key) or self._missing(key)
        )

    def _missing(self, key: Key) -> Fact:
        name = fact_id(key.metric, key.period, key.scenario)
        hint = self.flows.would_give(key) or self.store.instead_of(key)
        raise MissingFact(f"no fact {name}{hint}", ("metric", key.metric))

    def _equivalent(self, key: Key) -> Fact:
        fact = self.fact(replace(key, currency=""))
        for candidate in (fact, *fact.equivalents):
            if candidate.unit.money == key.currency:
                return candidate
        raise MissingFact(
            f"{fact.id} is not stated in {key.currency}; add a row with unit '{key.currency} bn'",
            ("metric", key.metric),
        )

    def _formula(self, metric: Metric, key: Key) -> Fact:
        return self._computed_by(metric.formula, metric, key)

    def _computed_by(self, formula: str, metric: Metric, key: Key) -> Fact:
        """What a formula gives, for an expected value from expected ones: the budget's margin from its amounts."""
        try:
            version = key.version or LATEST  # what is computed rests on what was last restated
            names = self.namespace(key.period, key.entity, names_in(formula), key.scenario, version)
            result = run(formula, names)
            if isinstance(result, Ref) and not isinstance(result, Computed):
                fact = fact_of(result)
                if fact.quantity.state:
                    name = self.store.id_of(metric, key)
                    return replace(fact, id=name, metric=metric, label=metric.label)
            term, facts = term_of(result, self)
        except MissingFact as problem:
            if key.scenario == Scenario.ACTUAL:
                raise
            message = f"'{metric.id}' is derived, and has no {key.scenario.mark}: {problem}"
            raise MissingFact(message, ("metric", metric.id)) from None
        return derived(self.store, metric, key, formula, term, facts)

    def _reconciled(self, metric: Metric, key: Key) -> Fact | None:
        """What a reconciliation gives where no source states the measure, as far as its parts are known."""
        try:
            return self._computed_by(metric.reconciliation, metric, key) if metric.reconciliation else None
        except MissingFact:
            return None

    # Made of several --------------------------------------------------------------------------------------------------

    def pair(self, name: str, left: Ref, right: object) -> Ref:
        """``left.share_of(right)`` and its like: a figure made of two others."""
        if not isinstance(right, Ref):
            raise FormulaError(f"'{name}' expects a metric, found {right!r}")
        key = key_of(left)
        return Ref(self, key, lambda: paired(self, name, left, right, key))

    def window(self, name: str, ref: Ref, extent: object = "") -> Ref:
        """``ref.average(4)``, ``ref.index("2020")`` and their like: a figure made of several periods."""
        if not isinstance(extent, (int, str)) or isinstance(extent, bool):
            raise FormulaError(f"'.{name}({extent!r})'; expected a number of periods, or the name of one")
        key = key_of(ref)
        return Ref(self, key, Window(self, name, key, extent).fact)

    def period_of(self, text: str, entity: str) -> Period:
        """Read a period in the calendar of an entity. Raises FormulaError."""
        try:
            return self.brief.period_of(text, entity)
        except ValueError as problem:
            raise FormulaError(str(problem)) from None

    def period_beside(self, key: Key, entity: str) -> Period:
        """The period that another entity calls by the same name, unless it has a fact for the very same days."""
        period, calendar = key.period, self.brief.calendar_of(entity)
        if not period.fiscal or period.calendar == calendar or self.store.at(replace(key, entity=entity)):
            return period
        return self.period_of(str(period), entity)
