"""The book of facts: what is stated, what follows from it, and which formula it follows by."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any, Literal

from reportgen.brief import Brief, currencies
from reportgen.errors import FormulaError, MissingFact, UnknownName
from reportgen.expressions import (
    Constant,
    Input,
    Term,
    combine,
    inputs,
    solve,
)
from reportgen.facts.formulas import names_in, run
from reportgen.facts.load import fact_id
from reportgen.facts.reference import (
    CHANGES,
    PAIRS,
    SCENARIOS,
    Computed,
    Key,
    Ref,
    compare,
    fact_of,
    key_of,
    term_of,
)
from reportgen.findings import meant
from reportgen.model import Derived, Fact, Kind, Metric, Scenario
from reportgen.periods import Period
from reportgen.quantities import (
    BASIS_POINTS,
    MULTIPLE,
    PERCENT,
    PLAIN_COUNTS,
    POINTS,
    ZERO,
    Bound,
    Dimension,
    Quantity,
    Unit,
    absent,
    count,
    currency,
    parse_unit,
    plural_of,
)

PERCENTAGES: tuple[Kind, ...] = ("growth", "share", "margin", "ratio")
ONE_TERM = Constant(Decimal(1))


class Book:
    """The facts of one brief, stated and derived, by metric, entity, period and scenario.

    Everything asked of it is a :class:`Fact`; derived ones carry the formula as a tree over stated facts, so that
    their interval accounts for an input that stands in the formula twice.
    """

    def __init__(self, brief: Brief, facts: Iterable[Fact], metrics: Mapping[str, Metric]) -> None:
        self.brief, self.metrics, self.currencies = brief, metrics, currencies()
        self.stated = tuple(facts)
        self.entities = frozenset({brief.entity, *(fact.entity for fact in self.stated)})
        self._by_key = {Key(f.metric.id, f.entity, f.period, f.scenario): f for f in self.stated}
        self._computed: dict[Key, Fact] = {}
        self._open: list[Key] = []
        self._periods: dict[tuple[str, str], list[Key]] = {}
        for known in self._by_key:
            self._periods.setdefault((known.metric, known.entity), []).append(known)

    # Asking --------------------------------------------------------------------------------------------------------

    def evaluate(self, expression: str, period: Period | None = None, entity: str | None = None) -> Ref:
        """An expression of ``brief.yaml`` (``cloud_revenue.yoy``). Raises FormulaError, with what was meant."""
        result = run(expression, self.namespace(period, entity, names_in(expression)))
        if not isinstance(result, Ref):
            raise FormulaError(f"'{expression}' is no figure but {result!r}")
        return result

    def stated_at(self, key: Key) -> Fact | None:
        """The fact that a source states at a key; None where it would have to be derived."""
        return self._by_key.get(key)

    def stated_for(self, metric: str, entity: str) -> tuple[Fact, ...]:
        """Everything that sources state of a metric, for one entity."""
        return tuple(self._by_key[key] for key in self._periods.get((metric, entity), ()))

    def derived_at(self, key: Key) -> Fact:
        """What a derived metric's formula gives, whether or not a source states it too. Raises FormulaError."""
        return self._guarded(key, lambda: self._formula(self.metrics[key.metric], key))

    def namespace(
        self, period: Period | None = None, entity: str | None = None, names: Iterable[str] | None = None
    ) -> dict[str, Any]:
        """What a formula or a template may name: every metric, and ``compare``. Raises UnknownName for others."""
        period, entity = period or self.brief.period, entity or self.brief.entity
        wanted = self.metrics if names is None else [name for name in names if name != "compare"]
        for name in wanted:
            if name not in self.metrics:
                raise UnknownName(f"unknown metric '{name}'{meant(name, self.metrics)}")
        return {"compare": compare, **{name: Ref(self, Key(name, entity, period)) for name in wanted}}

    def series(self, expression: str, periods: Sequence[Period]) -> tuple[Fact | None, ...]:
        """An expression at each period; None where no source states it and no formula gives it."""
        return tuple(self._stated_or_none(expression, period) for period in periods)

    def last(self, count: int, period: Period | None = None) -> tuple[Period, ...]:
        """The ``count`` periods up to ``period`` (the brief's by default), the earliest first."""
        period = period or self.brief.period
        return tuple(period.shift(step) for step in range(1 - count, 1))

    def known(self, ref: Ref) -> bool:
        """Whether there is a number behind a reference."""
        try:
            return fact_of(ref).quantity.is_number
        except MissingFact:
            return False

    def _stated_or_none(self, expression: str, period: Period) -> Fact | None:
        try:
            fact = fact_of(self.evaluate(expression, period))
        except MissingFact:
            return None
        implied = isinstance(fact.origin, Derived) and fact.origin.formula.startswith(IMPLIED)
        return None if implied or fact.quantity.state == "n.a." else fact

    # Resolving -----------------------------------------------------------------------------------------------------

    def fact(self, key: Key) -> Fact:
        """The fact that a key points at. Raises MissingFact or FormulaError."""
        found = self._by_key.get(key) or self._computed.get(key)
        if found:
            return found
        fact = self._computed[key] = self._guarded(key, lambda: self._resolve(key))
        return fact

    def _guarded(self, key: Key, resolve: Callable[[], Fact]) -> Fact:
        """Resolve a key unless it is being resolved already, here or ever further back in time."""
        if key in self._open:
            chain = " -> ".join(open_key.metric for open_key in (*self._open[self._open.index(key) :], key))
            raise FormulaError(f"the formulas go round in a circle: {chain}")
        if len(self._open) >= DEEPEST:
            raise FormulaError(f"'{key.metric}' builds on a chain of more than {DEEPEST} formulas or periods")
        self._open.append(key)
        try:
            return resolve()
        finally:
            self._open.pop()

    def term(self, fact: Fact) -> Term:
        """A fact as a term of a formula: its own tree when derived, an input when stated."""
        if isinstance(fact.origin, Derived) and fact.origin.term is not None:
            return fact.origin.term
        return Input(fact.id, fact.quantity.value, fact.quantity.interval, fact.unit.dimension)

    def _resolve(self, key: Key) -> Fact:
        if key.currency:
            return self._equivalent(key)
        if key.changes:
            return self._change(key)
        metric = self.metrics[key.metric]
        if metric.formula:
            return self._formula(metric, key)
        return self._implied(key) or self._missing(key)

    def _missing(self, key: Key) -> Fact:
        where = fact_id(key.metric, key.period, key.scenario)
        elsewhere = self._periods.get((key.metric, key.entity), [])
        scenarios = sorted({str(known.scenario) for known in elsewhere if known.period == key.period})
        periods = sorted({known.period for known in elsewhere if known.scenario == key.scenario})
        hint = ""
        if scenarios:
            hint = (
                f"; there is one as {' and '.join(scenarios)}: write {key.metric}{_attribute(scenarios[0])}"
            )
        elif periods:
            hint = f"; there are facts for {', '.join(map(str, periods))}"
        elif others := sorted({known.entity for known in self._by_key if known.metric == key.metric}):
            hint = f"; there are facts about {' and '.join(others)}"
        raise MissingFact(f"no fact {where}{hint}")

    def _equivalent(self, key: Key) -> Fact:
        fact = self.fact(replace(key, currency=""))
        for candidate in (fact, *fact.equivalents):
            if candidate.unit.money == key.currency:
                return candidate
        raise MissingFact(
            f"{fact.id} is not stated in {key.currency}; add a row with unit '{key.currency} bn'"
        )

    def _formula(self, metric: Metric, key: Key) -> Fact:
        if key.scenario != Scenario.ACTUAL:
            raise MissingFact(f"'{metric.id}' is derived; it has no {key.scenario}")
        names = names_in(metric.formula)
        result = run(metric.formula, self.namespace(key.period, key.entity, names))
        if isinstance(result, Ref) and not isinstance(result, Computed):
            fact = fact_of(result)
            if fact.quantity.state:
                return replace(fact, id=fact_id(metric.id, key.period), metric=metric, label=metric.label)
        term, facts = term_of(result, self)
        return self._derived(metric, key, metric.formula, term, facts)

    def _implied(self, key: Key) -> Fact | None:
        """The level of a year (or a period) ago, where only the later level and its stated growth are known."""
        for suffix, after, words in (
            ("yoy", key.period.year_later, "year"),
            ("qoq", key.period.shift(1), "period"),
        ):
            if after is None:
                continue
            now = self._by_key.get(Key(key.metric, key.entity, after, key.scenario))
            grown = self._by_key.get(Key(f"{key.metric}_{suffix}", key.entity, after, key.scenario))
            if now and grown and grown.quantity.interval.low > -1:
                term = combine("/", self.term(now), combine("+", ONE_TERM, self.term(grown)))
                formula = f"{IMPLIED}: {key.metric} / (1 + {key.metric}_{suffix}) of the {words} after"
                return self._derived(self.metrics[key.metric], key, formula, term, (now, grown))
        return None

    # Changes -------------------------------------------------------------------------------------------------------

    def _change(self, key: Key) -> Fact:
        *before, change = key.changes
        parent = replace(key, changes=tuple(before))
        if change in ("yoy", "qoq") and not before:
            stated = self._stated_growth(key, change)
            if stated:
                return stated
        now = self.fact(parent)
        metric = self._change_metric(now.metric, change, key.period)
        basis = parent.period.year_ago if change in ("yoy", "change") else parent.period.prior
        base = self._base(replace(parent, period=basis))
        formula = f"{now.metric.id}.{change}"
        if base is None or base.quantity.state or now.quantity.state:
            return self._absent(metric, key, "n.a.", formula)
        if change in ("change", "step") or now.metric.kind in PERCENTAGES or now.metric.kind == "points":
            term: Term = combine("-", self.term(now), self.term(base))
            return self._derived(metric, key, formula, term, (now, base))
        if base.quantity.interval.low <= 0 or _may_be_negative(now.quantity):
            return self._absent(metric, key, "n.m.", formula, (now, base))
        term = combine("-", combine("/", self.term(now), self.term(base)), ONE_TERM)
        return self._derived(metric, key, formula, term, (now, base))

    def _stated_growth(self, key: Key, change: str) -> Fact | None:
        return self._by_key.get(Key(f"{key.metric}_{change}", key.entity, key.period, key.scenario))

    def _base(self, key: Key) -> Fact | None:
        """What a change is measured from: the same scenario, or the actual where there is none (consensus, target)."""
        for scenario in dict.fromkeys((key.scenario, Scenario.ACTUAL)):
            try:
                return self.fact(replace(key, scenario=scenario))
            except MissingFact:
                continue
        return None

    def _change_metric(self, metric: Metric, change: str, period: Period) -> Metric:
        declared = self.metrics.get(f"{metric.id}_{change}")
        if declared:
            return declared
        kind: Kind = metric.kind
        if metric.kind in PERCENTAGES:
            kind = "points"
        elif change in ("yoy", "qoq"):
            kind = "growth"
        words = CHANGES[change].replace("quarter", period.frequency)
        label = f"{metric.label}, {words if kind == 'growth' else words.replace('growth', 'change')}"
        same = kind == metric.kind and kind != "growth"  # the digits of a level say nothing about its growth
        return Metric(
            f"{metric.id}.{change}",
            label,
            kind,
            polarity=metric.polarity,
            decimals=metric.decimals if same or metric.kind in PERCENTAGES else None,
            scale=metric.scale if same else "",
            place=metric.place,
        )

    # Two metrics ---------------------------------------------------------------------------------------------------

    def pair(self, name: str, left: Ref, right: object) -> Ref:
        """``left.share_of(right)`` and its like: a figure made of two others."""
        if not isinstance(right, Ref):
            raise FormulaError(f"'{name}' expects a metric, found {right!r}")
        key = key_of(left)
        return Ref(self, key, lambda: self._paired(name, left, right, key))

    def _paired(self, name: str, left: Ref, right: Ref, key: Key) -> Fact:
        a, b = fact_of(left), fact_of(right)
        kind = _kind_of_pair(name, a.metric.kind)
        label = f"{a.label}, {PAIRS[name]} {_in_a_sentence(b.label)}"
        metric = Metric(f"{a.metric.id}.{name}({_named(b, a)})", label, kind, place=a.metric.place)
        if a.quantity.state or b.quantity.state:
            return self._absent(metric, key, "n.a.", metric.id, (a, b))
        left_term, right_term = self.term(a), self.term(b)
        if name == "less":
            return self._derived(metric, key, metric.id, combine("-", left_term, right_term), (a, b))
        if ZERO in b.quantity.interval or (name == "over" and b.quantity.interval.low < 0):
            return self._absent(metric, key, "n.m.", metric.id, (a, b))
        term = combine("/", left_term, right_term)
        return self._derived(
            metric, key, metric.id, combine("-", term, ONE_TERM) if name == "over" else term, (a, b)
        )

    # Making facts --------------------------------------------------------------------------------------------------

    def _absent(
        self,
        metric: Metric,
        key: Key,
        state: Literal["n.a.", "n.m."],
        formula: str,
        facts: tuple[Fact, ...] = (),
    ) -> Fact:
        quantity = absent(POINTS if metric.kind == "points" else PERCENT, state)
        origin = Derived(formula, None, facts)
        return Fact(
            self._id(metric, key),
            metric,
            key.entity,
            key.period,
            key.scenario,
            quantity,
            origin,
            metric.label,
        )

    def _derived(self, metric: Metric, key: Key, formula: str, term: Term, facts: tuple[Fact, ...]) -> Fact:
        value, interval = solve(term)
        unit = self._unit_of(metric, term, facts)
        if interval.low.is_infinite() and interval.high.is_infinite():  # bounds that say nothing together
            return self._absent(metric, key, "n.m.", formula, facts)
        bounds = [self._leaf_bound(item) for item in inputs(term)]
        bound: Bound = "about" if "about" in bounds else ""
        if not interval.high.is_finite():
            bound = "more than" if _STRICT & set(bounds) else "at least"
        elif not interval.low.is_finite():
            bound = "less than" if _STRICT & set(bounds) else "at most"
        quantity = Quantity(value, unit, interval, bound)
        origin = Derived(formula, term, facts)
        return Fact(
            self._id(metric, key),
            metric,
            key.entity,
            key.period,
            key.scenario,
            quantity,
            origin,
            metric.label,
        )

    def _unit_of(self, metric: Metric, term: Term, facts: tuple[Fact, ...]) -> Unit:
        """The unit of a result: the one that its metric declares, if that fits; else what follows from the formula."""
        if metric.formula and metric.unit:
            declared = parse_unit(
                metric.unit, self.currencies, {**dict.fromkeys(PLAIN_COUNTS, ""), **_nouns_of(facts)}
            )
            if declared is None or declared.dimension != term.dimension:
                found = _words(term.dimension) or "a ratio"
                raise FormulaError(
                    f"'{metric.id}' is declared in '{metric.unit}', but its formula gives {found}"
                )
            return declared
        return _unit_of(metric, term, facts)

    def _leaf_bound(self, item: Input) -> Bound:
        return self.leaf(str(item.name)).quantity.bound

    def leaf(self, name: str) -> Fact:
        """A stated fact by its id, equivalents and further statements included."""
        return self._leaves()[name]

    def _leaves(self) -> Mapping[str, Fact]:
        if not hasattr(self, "_leaf_index"):
            every = [one for fact in self.stated for one in (fact, *fact.equivalents, *fact.others)]
            self._leaf_index = {fact.id: fact for fact in every}
        return self._leaf_index

    def _id(self, metric: Metric, key: Key) -> str:
        entity = "" if key.entity == self.brief.entity else key.entity
        return fact_id(metric.id, key.period, key.scenario, entity)


IMPLIED = "implied"


def _attribute(scenario: str) -> str:
    """What leads from a metric to that scenario: ``.consensus``; nothing for the actual."""
    return next((f".{name}" for name, known in SCENARIOS.items() if known == scenario), "")


DEEPEST = 24  # formulas that build on one another, and periods that do
_STRICT = {"more than", "less than"}


def _may_be_negative(quantity: Quantity) -> bool:
    """Whether an amount may be a loss; "at most 5 bn" is no reason to think so."""
    low = quantity.interval.low
    return (low if low.is_finite() else quantity.value) < 0


def _kind_of_pair(name: str, kind: Kind) -> Kind:
    if name == "less":
        return "points" if kind in PERCENTAGES else kind
    return {"share_of": "share", "times": "multiple", "over": "growth"}[name]  # type: ignore[return-value]


def _named(fact: Fact, beside: Fact) -> str:
    scenario = f".{fact.scenario}" if fact.scenario != beside.scenario else ""
    period = f"@{fact.period}" if fact.period != beside.period else ""
    return f"{fact.metric.id}{scenario}{period}"


def _in_a_sentence(label: str) -> str:
    return (
        label
        if label[:2].isupper() or label.split(" ", maxsplit=1)[0].istitle() is False
        else label[:1].lower() + label[1:]
    )


def _unit_of(metric: Metric, term: Term, facts: tuple[Fact, ...]) -> Unit:
    dimension = term.dimension
    if metric.kind in (*PERCENTAGES, "points", "multiple"):
        if dimension:
            raise FormulaError(
                f"'{metric.id}' is of kind '{metric.kind}', but its formula gives {_words(dimension)}, not a ratio"
            )
        points = BASIS_POINTS if facts and all(fact.unit == BASIS_POINTS for fact in facts) else POINTS
        return {"points": points, "multiple": MULTIPLE}.get(metric.kind, PERCENT)
    if not dimension:
        raise FormulaError(
            f"'{metric.id}' is of kind '{metric.kind}', but its formula gives a ratio; set its kind (share, multiple…)"
        )
    alike = [fact.unit for fact in facts if fact.unit.dimension == dimension]
    if alike:  # a sum is no finer than the coarsest of its parts
        return max(alike, key=lambda unit: unit.factor)
    nouns = {one: many for many, one in _nouns_of(facts).items()}
    if metric.kind == "rate" and sorted(power for _, power in dimension) == [-1, 1]:
        (over, _), (under, _) = sorted(dimension, key=lambda part: -part[1])
        return Unit("rate", f"{_many(over, nouns)} per {under}", "", Decimal(1))
    if len(dimension) == 1 and dimension[0][1] == 1:
        name = dimension[0][0]
        if name in BASE_UNITS:
            return count(BASE_UNITS[name])
        return currency(name) if name in currencies() else count(_many(name, nouns), one=name)
    raise FormulaError(f"the formula of '{metric.id}' gives {_words(dimension)}, for which there is no unit")


BASE_UNITS = {"time": "months", "clock": "minutes"}


def _many(one: str, nouns: Mapping[str, str]) -> str:
    """The plural of what is counted, in the words of the facts that count it; a currency has none."""
    return one if one in currencies() else BASE_UNITS.get(one) or nouns.get(one) or plural_of(one)


def _nouns_of(facts: Iterable[Fact]) -> dict[str, str]:
    """What a formula's facts count, those behind them included: plural and singular."""
    nouns: dict[str, str] = {}
    for fact in facts:
        if fact.unit.kind == "count" or (fact.unit.kind == "rate" and not fact.unit.money):
            nouns[fact.unit.name.partition(" per ")[0]] = fact.unit.singular
        if isinstance(fact.origin, Derived):
            nouns |= _nouns_of(fact.origin.inputs)
    return nouns


def _words(dimension: Dimension) -> str:
    return " · ".join(name if power == 1 else f"{name}^{power}" for name, power in dimension)
