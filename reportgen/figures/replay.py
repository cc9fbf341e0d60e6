"""``facts.json`` read back: facts, formulas and figures as they were, to be computed and worded again.

The file may have been forged. Whatever it holds ends in a record, or in a RecordError that says what is wrong with it;
what a record claims and cannot be computed or worded is a drift.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

from reportgen.errors import RecordError, ReportgenError, UsageError
from reportgen.expressions import LARGEST, Constant, End, Input, Operator, Term, combine, inputs, solve
from reportgen.facts.bounds import bound_left
from reportgen.facts.claims import judged
from reportgen.facts.derivation import end_of
from reportgen.figures import recorded
from reportgen.figures.recorded import (
    FACTS,
    FORMAT,
    TABLE,
    ClaimRecord,
    DerivedRecord,
    FactRecord,
    FactsFile,
    QuantityRecord,
    UnitRecord,
)
from reportgen.figures.wording import Option, Style, say
from reportgen.findings import Place
from reportgen.language import Language
from reportgen.model import Claim, Derived, Fact, Fit, Metric, Only, Scenario, Source, Spot, Stated
from reportgen.periods import Calendar, parse_period
from reportgen.quantities import Bound, Interval, Quantity, Tolerance, Unit
from reportgen.scenarios import standing

SIGNS: Mapping[type[ast.operator], Operator] = {ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.Div: "/"}
END_NAMES: Mapping[str, End] = {"low": "low", "high": "high"}
_NAME = re.compile(r"[A-Za-z0-9_.]+")
_NUMBER = re.compile(r"[0-9]+(\.[0-9]+)?")


@dataclass(frozen=True, slots=True)
class Replayed:
    """A figure of the ledger: its number, its fact, the text that was recorded, and where it was shown."""

    number: int
    fact: Fact
    form: str
    options: Mapping[str, Option]
    text: str
    spot: Spot
    only: Only = ""
    fit: tuple[Fit, ...] = ()

    def __str__(self) -> str:
        return f"figure {self.number} ({self.fact.id}, {self.spot})"


@dataclass(frozen=True)
class Record:
    """What a document says of itself: its style of writing numbers, its facts by key, and its figures.

    ``pictures`` are the words with digits, figures aside, in the pictures at each place; ``repeated`` is the exhibit
    that stands on page one and in a section too.
    """

    title: str
    style: Style
    facts: Mapping[str, Fact]
    expressions: Mapping[str, str]
    reconciliations: Mapping[str, str]
    figures: tuple[Replayed, ...]
    pictures: Mapping[Spot, tuple[str, ...]] = field(default_factory=dict)
    repeated: str = ""

    def drifted(self) -> Iterator[tuple[str, str]]:
        """What computing and wording everything again gives otherwise: the fact or figure, and what was found."""
        for key, expression in self.expressions.items():
            how = self._computed_otherwise(self.facts[key].quantity, expression)
            if how:
                yield self.facts[key].id, how
        for fact in self.facts.values():
            how = self._counted_otherwise(fact)
            if how:
                yield fact.id, how
        for key, expression in self.reconciliations.items():
            how = self._adds_up_otherwise(self.facts[key].quantity, expression)
            if how:
                yield self.facts[key].id, how
        for figure in self.figures:
            how = self._worded_otherwise(figure)
            if how:
                yield f"figure {figure.number}", how

    def _computed_otherwise(self, recorded_as: Quantity, expression: str) -> str:
        try:
            term = read_term(expression, self.facts)
            value, interval = solve(term)
        except (ReportgenError, ArithmeticError, ValueError, RecursionError) as problem:
            return f"cannot be computed again: {_said(problem)}"
        if value != recorded_as.value or interval != recorded_as.interval:
            return f"recorded as {recorded_as.value}, computed again as {value}"
        bound = bound_left(interval, self._bounds(term))
        return (
            ""
            if bound == recorded_as.bound
            else f"recorded as '{recorded_as.bound}', computed again as '{bound}'"
        )

    def _bounds(self, term: Term) -> set[Bound]:
        """How the facts in a formula are bounded; an end of a range is exact."""
        known = {fact.id: fact.quantity.bound for fact in self.facts.values()}
        return {known[str(item.name)] for item in inputs(term) if not item.end}

    def _counted_otherwise(self, fact: Fact) -> str:
        """What holds of the facts of a claim, where that is not what was recorded."""
        claim = fact.origin.claim if isinstance(fact.origin, Derived) else None
        if (
            claim is None or claim.kind == "comparison"
        ):  # what that rests on is computed, and worded from its facts
            return ""
        try:
            _, quantity = judged(claim, self._term, fact.unit.name)
        except (ReportgenError, ArithmeticError, ValueError, RecursionError) as problem:
            return f"cannot be counted again: {_said(problem)}"
        if quantity != fact.quantity:
            return f"recorded as {fact.quantity}, counted again as {quantity}"
        return ""

    def _term(self, fact: Fact) -> Term:
        """A fact as a term: its formula where it was computed, so that what stands in two of them counts once."""
        expression = self._by_id.get(fact.id)
        if expression is not None:
            return read_term(expression, self.facts)
        return Input(fact.id, fact.quantity.value, fact.quantity.interval, fact.unit.dimension)

    @cached_property
    def _by_id(self) -> Mapping[str, str]:
        return {self.facts[key].id: expression for key, expression in self.expressions.items()}

    def _adds_up_otherwise(self, stated: Quantity, expression: str) -> str:
        try:
            value, interval = solve(read_term(expression, self.facts))
        except (ReportgenError, ArithmeticError, ValueError, RecursionError) as problem:
            return f"cannot be reconciled again: {_said(problem)}"
        return (
            ""
            if interval.overlaps(stated.interval)
            else f"recorded as {stated.value}, reconciled again to {value}"
        )

    def _worded_otherwise(self, figure: Replayed) -> str:
        try:
            text = say(figure.fact, figure.form, self.style, figure.options, figure.fit)
        except Exception as problem:  # noqa: BLE001 - a forged record may ask any form for anything
            return f"recorded as '{figure.text}', cannot be worded again: {_said(problem)}"
        return "" if text == figure.text else f"recorded as '{figure.text}', worded again as '{text}'"


def _said(problem: BaseException) -> str:
    """What went wrong, in one short line."""
    if isinstance(problem, ReportgenError):
        return str(problem)
    return f"{type(problem).__name__} {problem}".strip()[:200]


def read_record(raw: bytes) -> Record:
    """Read ``facts.json``.

    Raises:
        UsageError: it has another format than this reportgen reads.
        RecordError: it is damaged.
    """
    found = recorded.format_of(raw)
    if found is not None and found != FORMAT:
        raise UsageError(f"{FACTS} has format {found}; this reportgen reads format {FORMAT}")
    content = recorded.read(FactsFile, raw)
    style = Style(**content.style.model_dump())
    facts = _facts(content, style.words)
    return Record(
        title=content.brief,
        style=style,
        facts=facts,
        expressions=dict(_expressions(content.facts)),
        reconciliations={one.key: one.reconciliation for one in content.facts if one.reconciliation},
        figures=tuple(_figures(content, facts)),
        pictures={Spot.parse(one.place): one.words for one in content.pictures},
        repeated=content.repeated,
    )


def _facts(content: FactsFile, words: Language) -> Mapping[str, Fact]:
    sources = {source.number: Source(source.id, source.number, source.title) for source in content.sources}
    own = {one.name: Scenario(one.name, one.label, one.words, language=words) for one in content.scenarios}
    scenarios = {**own, **standing(words)}
    by_key: dict[str, FactRecord] = {}
    for one in content.facts:
        if one.key in by_key:
            raise RecordError(f"two facts have the key {one.key}")
        if one.scenario not in scenarios:
            raise RecordError(
                f"{one.key} is of the scenario '{one.scenario}', which the record does not name"
            )
        by_key[one.key] = one
    found: dict[str, Fact] = {}
    for key in _in_order(by_key):
        one = by_key[key]
        calendar = content.calendars.calendar_in(words, one.entity)
        found[key] = _fact(one, scenarios[one.scenario], sources, calendar, found)
    return {key: found[key] for key in by_key}


def _in_order(facts: Mapping[str, FactRecord]) -> tuple[str, ...]:
    """The keys of facts, those that others are made from first."""
    made_from = {
        key: one.origin.inputs if isinstance(one.origin, DerivedRecord) else () for key, one in facts.items()
    }
    for key, used in made_from.items():
        for other in used:
            if other not in facts:
                raise RecordError(f"{key} is made from {other}, which is no fact")
    try:
        return tuple(TopologicalSorter(made_from).static_order())
    except CycleError:
        raise RecordError("facts are made from each other in a circle") from None


def _expressions(facts: Iterable[FactRecord]) -> Iterator[tuple[str, str]]:
    for one in facts:
        if isinstance(one.origin, DerivedRecord) and one.origin.expression is not None:
            yield one.key, one.origin.expression


def _figures(content: FactsFile, facts: Mapping[str, Fact]) -> Iterator[Replayed]:
    numbers: set[int] = set()
    for one in content.figures:
        if one.number in numbers:
            raise RecordError(f"two figures have the number {one.number}")
        if one.fact not in facts:
            raise RecordError(f"figure {one.number} says {one.fact}, which is no fact")
        numbers.add(one.number)
        spot = Spot.parse(one.place)
        if one.only and spot.kind != "exhibit":
            raise RecordError(f"figure {one.number} is for the page only, but stands in no exhibit")
        yield Replayed(one.number, facts[one.fact], one.form, one.options, one.text, spot, one.only, one.fit)


def read_term(expression: str, facts: Mapping[str, Fact]) -> Term:
    """A recorded formula (``f1 / f2 - 1``) as a tree over stated facts; names, numbers and five operations are read.

    Raises RecordError when it is none, FormulaError when its terms do not go together.
    """
    if len(_NAME.findall(expression)) > LARGEST:
        raise RecordError(f"a recorded formula holds more than {LARGEST} numbers")
    try:
        return _term(ast.parse(expression, mode="eval").body, expression, facts)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        raise RecordError(f"'{expression[:60]}' is no recorded formula") from None


def _term(node: ast.expr, expression: str, facts: Mapping[str, Fact]) -> Term:
    if isinstance(node, ast.BinOp) and type(node.op) in SIGNS:
        left, right = _term(node.left, expression, facts), _term(node.right, expression, facts)
        return combine(SIGNS[type(node.op)], left, right)
    if isinstance(node, ast.Call):
        return _root(node, expression, facts)
    if isinstance(node, ast.Name):
        fact = _stated(node.id, facts)
        return Input(fact.id, fact.quantity.value, fact.quantity.interval, fact.unit.dimension)
    if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.attr in END_NAMES:
        return end_of(_stated(node.value.id, facts), END_NAMES[node.attr])
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
        return Constant(-_constant(node.operand, expression))
    return Constant(_constant(node, expression))


def _root(node: ast.Call, expression: str, facts: Mapping[str, Fact]) -> Term:
    """The only function of a recorded formula: ``root(f1 / f2, 3)``."""
    if not isinstance(node.func, ast.Name) or node.func.id != "root" or node.keywords:
        raise SyntaxError(expression)
    number, degree = node.args
    return combine("root", _term(number, expression, facts), Constant(_constant(degree, expression)))


def _stated(key: str, facts: Mapping[str, Fact]) -> Fact:
    fact = facts.get(key)
    if fact is None or not isinstance(fact.origin, Stated):
        raise RecordError(f"a recorded formula rests on {key}, which is no stated fact")
    return fact


def _constant(node: ast.expr, expression: str) -> Decimal:
    """A number as it is written: read as a binary float it would not be the same."""
    text = ast.get_source_segment(expression, node) or ""
    if not isinstance(node, ast.Constant) or not _NUMBER.fullmatch(text):
        raise SyntaxError(text)
    return Decimal(text)


def _fact(
    one: FactRecord,
    scenario: Scenario,
    sources: Mapping[int, Source],
    calendar: Calendar,
    facts: Mapping[str, Fact],
) -> Fact:
    try:
        period = parse_period(one.period, calendar)
        origin = _origin(one, sources, facts, calendar)
    except ValueError as problem:
        raise RecordError(f"{one.key}: {problem}") from None
    return Fact(
        one.id,
        _metric(one),
        one.entity,
        period,
        scenario,
        _quantity(one.quantity),
        origin,
        one.label,
        one.note,
        one.as_of,
        flags=one.flags,
        standing=one.standing,
    )


def _metric(one: FactRecord) -> Metric:
    return Metric(
        one.metric, one.label, one.kind, polarity=one.polarity, decimals=one.decimals, scale=one.scale,
        nature=one.nature, measured=one.measured, basis=one.basis,
    )  # fmt: skip


def _quantity(one: QuantityRecord) -> Quantity:
    interval = Interval(Decimal(one.low), Decimal(one.high))
    allowed = one.tolerance
    tolerance = Tolerance(Decimal(allowed.value), _unit(allowed.unit), allowed.decimals) if allowed else None
    return Quantity(
        Decimal(one.value), _unit(one.unit), interval, one.bound, one.decimals, one.state, tolerance
    )


def _unit(one: UnitRecord) -> Unit:
    if one.kind != "percent" and (one.kind == "rate") != (" per " in one.name):
        raise RecordError(f"a unit of the kind '{one.kind}' is named '{one.name}'")
    return Unit(one.kind, one.name, one.scale, Decimal(one.factor), one.one)


def _origin(
    one: FactRecord, sources: Mapping[int, Source], facts: Mapping[str, Fact], calendar: Calendar
) -> Stated | Derived:
    if isinstance(one.origin, DerivedRecord):
        inputs = tuple(facts[key] for key in one.origin.inputs)
        claim = _claim(one.origin.claim, one.origin.inputs, facts, calendar) if one.origin.claim else None
        return Derived(one.origin.formula, None, inputs, claim)
    url = one.origin.url
    source = Source(url, 0, url, url=url) if url else sources.get(one.origin.source, Source("", 0, ""))
    return Stated(source, one.origin.anchor, one.origin.passage, Place(Path(TABLE), one.origin.line))


def _claim(one: ClaimRecord, inputs: Iterable[str], facts: Mapping[str, Fact], calendar: Calendar) -> Claim:
    limit_key = one.limit if one.limit and one.limit.startswith("f") else ""
    for key in (*one.facts, *([limit_key] if limit_key else [])):
        if key not in inputs:
            raise RecordError(f"a claim is made of {key}, which is not among what it is made from")
    limit = facts[limit_key] if limit_key else Decimal(one.limit) if one.limit else None
    since = parse_period(one.since, calendar) if one.since else None
    return Claim(one.kind, tuple(facts[key] for key in one.facts), one.relation, limit, since)
