"""Facts that follow from others: their number, its interval and bound, their unit, and what they are called."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Literal

from reportgen.errors import FormulaError
from reportgen.expressions import Term, in_words, inputs, solve
from reportgen.facts.bounds import bound_left
from reportgen.facts.key import Key
from reportgen.facts.sizes import SIZED
from reportgen.facts.store import Store
from reportgen.language import Labels
from reportgen.model import Derived, Fact, Kind, Metric, Nature, Scenario
from reportgen.periods import Period, in_a_sentence
from reportgen.quantities import Bound, Quantity, absent
from reportgen.units import (
    BASIS_POINTS,
    MULTIPLE,
    PERCENT,
    PLAIN_COUNTS,
    POINTS,
    Unit,
    count,
    currencies,
    currency,
    parse_unit,
    plural_of,
)

VARIANCES = ("less", "over")  # pairs that say how far one lies from the other
OF_RANGES_IN_PAIRS = ("position_in", "distance_to")
PERCENTAGES: tuple[Kind, ...] = ("growth", "share", "margin", "ratio")
COUNTED_TIME = ("days", "weeks")  # no month has a fixed number of them
BASE_UNITS = {"time": "months", "clock": "minutes"}


def derived(
    store: Store,
    metric: Metric,
    key: Key,
    formula: str,
    term: Term,
    facts: tuple[Fact, ...],
    unit: Unit | None = None,
) -> Fact:
    """The fact that a term gives over stated facts. Raises FormulaError where its unit does not fit its kind."""
    value, interval = solve(term)
    unit = unit or _unit_of(metric, term, facts)
    if metric.formula and metric.kind == "amount" and _is_new_rate(unit, facts):
        metric = replace(metric, kind="rate")
    if interval.low.is_infinite() and interval.high.is_infinite():  # bounds that say nothing together
        return underivable(store, metric, key, "n.m.", formula, facts)
    bounds: set[Bound] = {store.leaf(str(item.name)).quantity.bound for item in inputs(term) if not item.end}
    quantity = Quantity(value, unit, interval, bound_left(interval, bounds))
    return _fact(store, metric, key, quantity, Derived(formula, term, facts))


def underivable(
    store: Store,
    metric: Metric,
    key: Key,
    state: Literal["n.a.", "n.m."],
    formula: str,
    facts: tuple[Fact, ...] = (),
) -> Fact:
    """A fact that has no number, because one of its inputs has none or the result would mean nothing."""
    quantity = absent(POINTS if metric.kind == "points" else PERCENT, state)
    return _fact(store, metric, key, quantity, Derived(formula, None, facts))


def _fact(store: Store, metric: Metric, key: Key, quantity: Quantity, origin: Derived) -> Fact:
    name = store.id_of(metric, key)
    label = store.label_of(metric.label, key.entity)
    return Fact(name, metric, key.entity, key.period, key.scenario, quantity, origin, label)


# What they are called -------------------------------------------------------------------------------------------------


def metric_of_change(metric: Metric, change: str, period: Period) -> Metric:
    """What the change of a metric is, where the brief declares none of its own."""
    kind: Kind = metric.kind
    if metric.kind in PERCENTAGES:
        kind = "points"
    elif metric.kind != "rank" and change in ("yoy", "qoq", "mom", "wow"):
        kind = "growth"
    labels = period.words.labels
    words = labels.growth[change] if kind == "growth" else labels.changes[change]
    label = f"{metric.label}, {words.format(period=period.noun)}"
    same = kind == metric.kind and kind != "growth"  # the digits of a level say nothing about its growth
    decimals = metric.decimals if same or metric.kind in PERCENTAGES else None
    scale = metric.scale if same else ""
    name = f"{metric.id}.{change}"
    return Metric(
        name,
        label,
        kind,
        polarity=metric.polarity,
        decimals=decimals,
        scale=scale,
        nature=metric.nature,
        place=metric.place,
        basis=metric.basis,
    )


def metric_of_pair(name: str, a: Fact, b: Fact) -> Metric:
    """What ``a.share_of(b)`` and its like are."""
    kind = _kind_of_pair(name, a.metric.kind)
    labels = a.words.labels
    label, polarity = f"{a.label}, {labels.pairs[name]} {_other(a, b, labels)}", a.metric.polarity
    nature: Nature = a.metric.nature if a.metric.nature in SIZED else ""  # a cost of −48 is above one of −45
    if a.metric.id != b.metric.id or name not in VARIANCES:
        polarity = "neutral"  # more of the one beside the other is neither good nor bad in itself
        nature = ""
    elif a.scenario != b.scenario and (a.period == b.period or b.scenario != Scenario.PRIOR):
        label = f"{a.label}, {labels.variance_to.format(scenario=b.scenario.words)}"
    if name in OF_RANGES_IN_PAIRS and a.metric.id == b.metric.id and b.scenario != a.scenario:
        label = f"{a.label}, {labels.pairs[name]} {labels.its.format(scenario=b.scenario.mark)}"
    basis = a.metric.basis if a.metric.basis == b.metric.basis else "reported"
    asked = f"{a.metric.id}.{name}({_named(b, a)})"
    return Metric(asked, label, kind, polarity=polarity, nature=nature, place=a.metric.place, basis=basis)


def _kind_of_pair(name: str, kind: Kind) -> Kind:
    if name in ("less", "distance_to"):
        return "points" if kind in PERCENTAGES else kind
    return {"share_of": "share", "position_in": "share", "times": "multiple", "over": "growth"}[name]  # type: ignore[return-value]


def _named(fact: Fact, beside: Fact) -> str:
    scenario = f".{fact.scenario}" if fact.scenario != beside.scenario else ""
    period = f"@{fact.period}" if fact.period != beside.period else ""
    return f"{fact.metric.id}{scenario}{period}"


def _other(a: Fact, b: Fact, labels: Labels) -> str:
    """The second of two facts, told from the first: by its scenario, its period or its entity, if not by its label."""
    if a.label != b.label:
        label = labels.in_a_sentence(b.label)
        return f"({label})" if "," in label else label
    if a.entity != b.entity:
        return labels.that_of.format(entity=b.entity)
    of = labels.of_period.format(period=in_a_sentence(b.period)) if a.period != b.period else ""
    other = labels.others.get(b.scenario, labels.other.format(scenario=b.scenario))
    return f"{other if a.scenario != b.scenario else labels.that} {of}".strip()


# Units ----------------------------------------------------------------------------------------------------------------


def _unit_of(metric: Metric, term: Term, facts: tuple[Fact, ...]) -> Unit:
    """The unit of a result: the one that its metric declares, if that fits; else what follows from the formula."""
    if not (metric.formula and metric.unit):
        return _unit_of_formula(metric, term, facts)
    nouns = {**dict.fromkeys(PLAIN_COUNTS, ""), **_nouns_of(facts)}
    declared = parse_unit(metric.unit, currencies(), nouns)
    if declared is None or declared.dimension != term.dimension:
        found = in_words(term.dimension) or "a ratio"
        is_time = declared and (declared.kind == "duration" or declared.name in COUNTED_TIME)
        mended = _of_its_period(metric.unit) if is_time and not term.dimension else ""
        raise FormulaError(
            f"'{metric.id}' is declared in '{metric.unit}', but its formula gives {found}{mended}"
        )
    return declared


def _unit_of_formula(metric: Metric, term: Term, facts: tuple[Fact, ...]) -> Unit:
    dimension = term.dimension
    if metric.kind in (*PERCENTAGES, "points", "multiple"):
        if dimension:
            raise FormulaError(
                f"'{metric.id}' is of kind '{metric.kind}', but its formula gives {in_words(dimension)}, not a ratio",
                ("kind", metric.id),
            )
        points = BASIS_POINTS if facts and all(fact.unit == BASIS_POINTS for fact in facts) else POINTS
        return {"points": points, "multiple": MULTIPLE}.get(metric.kind, PERCENT)
    if not dimension:
        told = f"'{metric.id}' is of kind '{metric.kind}', but its formula gives a ratio"
        if metric.kind == "duration":
            raise FormulaError(f"{told}{_of_its_period('days')}", ("kind", metric.id))
        raise FormulaError(f"{told}; set its kind (share, multiple…)", ("kind", metric.id))
    alike = [fact.unit for fact in facts if fact.unit.dimension == dimension]
    if alike:  # a sum is no finer than the coarsest of its parts
        return max(alike, key=lambda unit: unit.factor)
    nouns = {one: many for many, one in _nouns_of(facts).items()}
    if metric.kind in ("rate", "amount") and sorted(power for _, power in dimension) == [-1, 1]:
        (over, _), (under, _) = sorted(dimension, key=lambda part: -part[1])
        return Unit("rate", f"{_many(over, nouns)} per {under}", "", Decimal(1))
    if len(dimension) == 1 and dimension[0][1] == 1:
        name = dimension[0][0]
        if name in BASE_UNITS:
            return count(BASE_UNITS[name])
        return currency(name) if name in currencies() else count(_many(name, nouns), one=name)
    raise FormulaError(
        f"the formula of '{metric.id}' gives {in_words(dimension)}, for which there is no unit"
    )


def _of_its_period(unit: str) -> str:
    """How a level by what flows in a period, such as receivables by sales, becomes a time."""
    return f"; multiply it by a fact in '{unit}', such as the length of the period"


def _is_new_rate(unit: Unit, facts: Iterable[Fact]) -> bool:
    """Whether a formula made an amount per one of something of parts that are none."""
    return unit.kind == "rate" and all(fact.unit.dimension != unit.dimension for fact in facts)


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
