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
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

from reportgen.errors import RecordError, ReportgenError, UsageError
from reportgen.expressions import LARGEST, Constant, End, Input, Operator, Term, combine, inputs, solve
from reportgen.facts.bounds import bound_left
from reportgen.facts.derivation import end_of
from reportgen.figures import recorded
from reportgen.figures.recorded import (
    FACTS,
    FORMAT,
    TABLE,
    DerivedRecord,
    FactRecord,
    FactsFile,
    QuantityRecord,
    UnitRecord,
)
from reportgen.figures.wording import Option, Style, say
from reportgen.findings import Place
from reportgen.model import Derived, Fact, Metric, Only, Source, Spot, Stated
from reportgen.periods import parse_period
from reportgen.quantities import Bound, Interval, Quantity, Tolerance, Unit

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

    def __str__(self) -> str:
        return f"figure {self.number} ({self.fact.id}, {self.spot})"


@dataclass(frozen=True, slots=True)
class Record:
    """What a document says of itself: its style of writing numbers, its facts by key, and its figures.

    ``pictures`` are the words with digits, figures aside, in the pictures at each place; ``repeated`` is the exhibit
    that stands on page one and in a section too.
    """

    title: str
    style: Style
    facts: Mapping[str, Fact]
    expressions: Mapping[str, str]
    figures: tuple[Replayed, ...]
    pictures: Mapping[Spot, tuple[str, ...]] = field(default_factory=dict)
    repeated: str = ""

    def drifted(self) -> Iterator[tuple[str, str]]:
        """What computing and wording everything again gives otherwise: the fact or figure, and what was found."""
        for key, expression in self.expressions.items():
            how = self._computed_otherwise(self.facts[key].quantity, expression)
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

    def _worded_otherwise(self, figure: Replayed) -> str:
        try:
            text = say(figure.fact, figure.form, self.style, figure.options)
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
    facts = _facts(content)
    return Record(
        title=content.brief,
        style=Style(**content.style.model_dump()),
        facts=facts,
        expressions=dict(_expressions(content.facts)),
        figures=tuple(_figures(content, facts)),
        pictures={Spot.parse(one.place): one.words for one in content.pictures},
        repeated=content.repeated,
    )


def _facts(content: FactsFile) -> Mapping[str, Fact]:
    sources = {source.number: Source(source.id, source.number, source.title) for source in content.sources}
    found: dict[str, Fact] = {}
    for one in content.facts:
        if one.key in found:
            raise RecordError(f"two facts have the key {one.key}")
        found[one.key] = _fact(one, sources, content.fiscal_year_end)
    made_from = {one.key: one.origin.inputs for one in content.facts if isinstance(one.origin, DerivedRecord)}
    for key, used in made_from.items():
        for other in used:
            if other not in found:
                raise RecordError(f"{key} is made from {other}, which is no fact")
    try:
        TopologicalSorter(made_from).prepare()
    except CycleError:
        raise RecordError("facts are made from each other in a circle") from None
    return found


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
        yield Replayed(one.number, facts[one.fact], one.form, one.options, one.text, spot, one.only)


def read_term(expression: str, facts: Mapping[str, Fact]) -> Term:
    """A recorded formula (``f1 / f2 - 1``) as a tree over stated facts; names, numbers and four operations are read.

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
    if isinstance(node, ast.Name):
        fact = _stated(node.id, facts)
        return Input(fact.id, fact.quantity.value, fact.quantity.interval, fact.unit.dimension)
    if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.attr in END_NAMES:
        return end_of(_stated(node.value.id, facts), END_NAMES[node.attr])
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
        return Constant(-_constant(node.operand, expression))
    return Constant(_constant(node, expression))


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


def _fact(one: FactRecord, sources: Mapping[int, Source], fiscal_year_end: int) -> Fact:
    try:
        period = parse_period(one.period, fiscal_year_end)
    except ValueError as problem:
        raise RecordError(f"{one.key}: {problem}") from None
    return Fact(
        one.id,
        Metric(
            one.metric, one.label, one.kind, polarity=one.polarity, decimals=one.decimals, scale=one.scale
        ),
        one.entity,
        period,
        one.scenario,
        _quantity(one.quantity),
        _origin(one, sources),
        one.label,
        one.note,
        one.as_of,
        flags=one.flags,
        standing=one.standing,
    )


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


def _origin(one: FactRecord, sources: Mapping[int, Source]) -> Stated | Derived:
    if isinstance(one.origin, DerivedRecord):
        return Derived(one.origin.formula, None, ())
    url = one.origin.url
    source = Source(url, 0, url, url=url) if url else sources.get(one.origin.source, Source("", 0, ""))
    return Stated(source, one.origin.anchor, one.origin.passage, Place(Path(TABLE), one.origin.line))
