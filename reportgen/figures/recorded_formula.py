"""A formula as a record writes it, read back as a term over stated facts; nothing of it is run."""

from __future__ import annotations

import ast
import re
from collections.abc import Mapping
from decimal import Decimal

from reportgen.errors import RecordError
from reportgen.expressions import LARGEST, Constant, End, Operator, Term, combine
from reportgen.facts.terms import end_of, input_of
from reportgen.model import Fact, Stated

SIGNS: Mapping[type[ast.operator], Operator] = {ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.Div: "/"}
END_NAMES: Mapping[str, End] = {"low": "low", "high": "high"}
_NAME = re.compile(r"[A-Za-z0-9_.]+")
_NUMBER = re.compile(r"[0-9]+(\.[0-9]+)?")


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
        return input_of(fact)
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
