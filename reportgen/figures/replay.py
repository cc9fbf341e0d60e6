"""``facts.json`` read back: facts, formulas and figures as they were, to be computed and worded again."""

from __future__ import annotations

import ast
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from reportgen.errors import ReportgenError, UsageError
from reportgen.expressions import Constant, Input, Operator, Term, combine, solve
from reportgen.figures.record import FORMAT
from reportgen.figures.wording import Style, say
from reportgen.findings import Place
from reportgen.model import Derived, Fact, Metric, Scenario, Source, Stated
from reportgen.periods import parse_period
from reportgen.quantities import Interval, Quantity, Unit

SIGNS: Mapping[type[ast.operator], Operator] = {ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.Div: "/"}


@dataclass(frozen=True, slots=True)
class Replayed:
    """A figure of the ledger: its number, its fact, the text that was recorded, and where it was shown."""

    number: int
    fact: Fact
    form: str
    options: Mapping[str, Any]
    text: str
    place: str

    def __str__(self) -> str:
        return f"figure {self.number} ({self.fact.id}, {self.place})"


@dataclass(frozen=True, slots=True)
class Record:
    """What a document says of itself: its style of writing numbers, its facts by key, and its figures."""

    title: str
    style: Style
    facts: Mapping[str, Fact]
    expressions: Mapping[str, str]
    figures: tuple[Replayed, ...]
    names: tuple[str, ...] = ()

    def drifted(self) -> Iterator[tuple[str, str]]:
        """What computing and wording everything again gives otherwise: the fact or figure, and what was found."""
        for key, expression in self.expressions.items():
            recorded = self.facts[key].quantity
            term = read_term(expression, self.facts)
            value, interval = solve(term)
            if value != recorded.value or interval != recorded.interval:
                yield self.facts[key].id, f"recorded as {recorded.value}, computed again as {value}"
        for figure in self.figures:
            text = say(figure.fact, figure.form, self.style, figure.options)
            if text != figure.text:
                yield f"figure {figure.number}", f"recorded as '{figure.text}', worded again as '{text}'"


def read_record(content: bytes) -> Record:
    """Read ``facts.json``. Raises UsageError when it is none, or one of a later format."""
    try:
        data = json.loads(content)
        if data["format"] != FORMAT:
            raise UsageError(f"facts.json has format {data['format']}; this reportgen reads format {FORMAT}")
        sources = {source["number"]: source for source in data["sources"]}
        facts = {one["key"]: _fact(one, sources, data["fiscal_year_end"]) for one in data["facts"]}
        expressions = {
            one["key"]: one["origin"]["expression"] for one in data["facts"] if "expression" in one["origin"]
        }
        figures = tuple(
            Replayed(
                one["number"], facts[one["fact"]], one["form"], one["options"], one["text"], one["place"]
            )
            for one in data["figures"]
        )
    except (ValueError, KeyError, TypeError) as problem:
        raise UsageError(f"facts.json cannot be read: {type(problem).__name__} {problem}") from None
    return Record(data["brief"], Style(**data["style"]), facts, expressions, figures, tuple(data["names"]))


def read_term(expression: str, facts: Mapping[str, Fact]) -> Term:
    """A recorded formula (``f1 / f2 - 1``) as a tree; only names, numbers and the four operations are read."""
    try:
        return _term(ast.parse(expression, mode="eval").body, facts)
    except (SyntaxError, KeyError) as problem:
        raise ReportgenError(f"'{expression}' is no recorded formula: {problem}") from None


def _term(node: ast.expr, facts: Mapping[str, Fact]) -> Term:
    if isinstance(node, ast.BinOp) and type(node.op) in SIGNS:
        return combine(SIGNS[type(node.op)], _term(node.left, facts), _term(node.right, facts))
    if isinstance(node, ast.Name):
        fact = facts[node.id]
        return Input(fact.id, fact.quantity.value, fact.quantity.interval, fact.unit.dimension)
    if (
        isinstance(node, ast.UnaryOp)
        and isinstance(node.op, ast.USub)
        and isinstance(node.operand, ast.Constant)
    ):
        return Constant(-Decimal(str(node.operand.value)))
    if isinstance(node, ast.Constant):
        return Constant(Decimal(str(node.value)))
    raise SyntaxError(ast.dump(node)[:40])


def _fact(data: Mapping[str, Any], sources: Mapping[int, Any], fiscal_year_end: int) -> Fact:
    metric = Metric(
        data["metric"],
        data["label"],
        data["kind"],
        polarity=data["polarity"],
        decimals=data["decimals"],
        scale=data.get("scale", ""),
    )
    return Fact(
        data["id"],
        metric,
        data["entity"],
        parse_period(data["period"], fiscal_year_end),
        Scenario(data["scenario"]),
        _quantity(data["quantity"]),
        _origin(data["origin"], sources),
        data["label"],
        data["note"],
    )


def _quantity(data: Mapping[str, Any]) -> Quantity:
    unit = Unit(**{**data["unit"], "factor": Decimal(data["unit"]["factor"])})
    interval = Interval(Decimal(data["low"]), Decimal(data["high"]))
    return Quantity(Decimal(data["value"]), unit, interval, data["bound"], data["decimals"], data["state"])


def _origin(data: Mapping[str, Any], sources: Mapping[int, Any]) -> Stated | Derived:
    if "source" not in data:
        return Derived(data["formula"], None, ())
    known = sources.get(data["source"], {"number": 0, "id": "", "title": ""})
    source = Source(known["id"], known["number"], known["title"])
    return Stated(source, data["anchor"], data["passage"], Place(Path("facts.csv"), data["line"]))
