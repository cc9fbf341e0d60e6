"""Formulas in the author's own words, read by Jinja's parser and held to what a formula may consist of.

The sandbox alone would not do: ``9 ** 9 ** 9`` and ``"a" * 10 ** 9`` are safe by its rules and never end. So the
tree is walked first, and anything but names, numbers, the four operations, comparisons and a reference's own words
is refused before it is compiled.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from jinja2 import TemplateSyntaxError, Undefined, nodes
from jinja2.exceptions import SecurityError, UndefinedError
from jinja2.runtime import Context, StrictUndefined
from jinja2.sandbox import ImmutableSandboxedEnvironment

from reportgen.errors import FormulaError, UnknownName
from reportgen.facts.reference import Ref
from reportgen.facts.vocabulary import PAIRS, WINDOWS, WORDS
from reportgen.findings import meant
from reportgen.syntax import template_words
from reportgen.units import currencies

if TYPE_CHECKING:
    from jinja2.environment import TemplateExpression

LONGEST = 1_000  # characters of a formula
LARGEST_NUMBER = 1e30
CALLS = 'brackets hold one period or one metric, as in sales.at("2025-Q3") or sales.share_of(group_sales)'
METHODS = frozenset({"at", "of", "as_of", *PAIRS, *WINDOWS})
FUNCTIONS = frozenset({"compare"})
_ALLOWED = (
    nodes.Name, nodes.Const, nodes.Getattr, nodes.Call, nodes.Add, nodes.Sub, nodes.Mul, nodes.Div, nodes.Neg,
    nodes.Pos,
    nodes.Compare, nodes.Operand, nodes.CondExpr, nodes.And, nodes.Or, nodes.Not,
)  # fmt: skip
_NAMES_OF_NODES: dict[type[nodes.Node], str] = {
    nodes.Pow: "'**'", nodes.FloorDiv: "'//'", nodes.Mod: "'%'", nodes.Concat: "'~'", nodes.Filter: "a filter ('|')",
    nodes.Test: "a test ('is')", nodes.Getitem: "'[…]'", nodes.List: "a list", nodes.Dict: "a mapping",
    nodes.Tuple: "a comma", nodes.TemplateData: "text",
}  # fmt: skip


class FormulaEnvironment(ImmutableSandboxedEnvironment):
    """Jinja's sandbox, narrowed: of a reference, only what :data:`WORDS` and currency codes name can be reached."""

    intercepted_binops = frozenset("+-*/")

    def call_binop(self, context: Context, operator: str, left: Any, right: Any) -> Any:  # noqa: ANN401 - as above
        """Compute with figures and numbers alone: a text times a billion would never end."""
        for operand in (left, right):
            if not isinstance(operand, (Ref, int, float)) or isinstance(operand, bool):
                raise FormulaError(f"cannot compute with {str(operand)!r}")
        return super().call_binop(context, operator, left, right)

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:  # noqa: ANN401 - Jinja's signature
        if isinstance(obj, Ref):
            return _is_word(attr) or isinstance(value, Ref)  # a scenario of the brief's own
        return super().is_safe_attribute(obj, attr, value)


_ENVIRONMENT = FormulaEnvironment(undefined=StrictUndefined, autoescape=False)


@lru_cache(maxsize=4096)
def names_in(expression: str) -> tuple[str, ...]:
    """The names that a formula uses. Raises FormulaError when it is none."""
    if len(expression) > LONGEST:
        raise FormulaError(f"a formula of {len(expression)} characters; expected at most {LONGEST}")
    if not expression.strip():
        raise FormulaError("the formula is empty")
    if re.search(r"\{[{%#]|[}%#]\}", expression):
        raise FormulaError(f"'{expression}' is no formula but a template; expected one without braces")
    try:
        tree = _ENVIRONMENT.parse("{{ " + expression + " }}")
        written = tree.body[0].nodes if len(tree.body) == 1 and isinstance(tree.body[0], nodes.Output) else []
        if len(written) != 1 or isinstance(written[0], nodes.TemplateData):
            raise FormulaError(
                f"'{expression}' is no formula; expected one such as cloud_ebita / cloud_revenue"
            )
        return tuple(sorted(set(_names(written[0]))))
    except TemplateSyntaxError as problem:
        raise FormulaError(f"'{expression}' is no formula: {template_words(str(problem.message))}") from None
    except RecursionError:
        raise FormulaError("the formula is nested too deep") from None


def _names(node: nodes.Node) -> Iterator[str]:
    """The metrics that a node names. Raises FormulaError at the first part that belongs into no formula."""
    if not isinstance(node, _ALLOWED):
        raise FormulaError(f"{_NAMES_OF_NODES.get(type(node), type(node).__name__)} is not part of a formula")
    if isinstance(node, nodes.Name) and node.name not in FUNCTIONS:
        yield node.name
    elif isinstance(node, nodes.Const):
        _check_constant(node.value)
    elif isinstance(node, nodes.Getattr):
        _check_attribute(node)
        yield from _names(node.node)
    elif isinstance(node, nodes.Call):
        yield from _names_in_call(node)
    elif not isinstance(node, nodes.Name):
        for child in node.iter_child_nodes():
            yield from _names(child)


def _check_constant(value: object) -> None:
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        raise FormulaError(f"{value!r} is not part of a formula; expected metrics and numbers")
    if abs(value) > LARGEST_NUMBER:
        raise FormulaError(f"a number above {LARGEST_NUMBER:g} is not part of a formula")


def _check_attribute(node: nodes.Getattr) -> None:
    if not isinstance(node.node, (nodes.Name, nodes.Getattr, nodes.Call)):
        raise FormulaError(f"'.{node.attr}' can only be asked of a metric")
    if node.attr.startswith("_"):
        owner = f"'{node.node.name}'" if isinstance(node.node, nodes.Name) else "a metric"
        raise UnknownName(f"{owner} has no '{node.attr}'")


def _names_in_call(node: nodes.Call) -> Iterator[str]:
    called = node.node
    known = (isinstance(called, nodes.Getattr) and called.attr in METHODS) or (
        isinstance(called, nodes.Name) and called.name in FUNCTIONS
    )
    if not known:
        name = called.attr if isinstance(called, nodes.Getattr) else getattr(called, "name", "this")
        raise FormulaError(f"'{name}' cannot be called in a formula{meant(str(name), METHODS)}")
    if node.dyn_args or node.dyn_kwargs or node.kwargs:
        raise FormulaError("'*', '**' and named arguments are not part of a formula")
    yield from _names(called)
    for argument in node.args:
        if not (isinstance(argument, nodes.Const) and isinstance(argument.value, str)):
            yield from _names(argument)


def _is_word(name: str) -> bool:
    return name in WORDS or (len(name) == len("USD") and name.upper() in currencies())


@lru_cache(maxsize=4096)
def _compiled(expression: str) -> TemplateExpression:
    return _ENVIRONMENT.compile_expression(expression, undefined_to_none=False)


def run(expression: str, namespace: Mapping[str, Any]) -> object:
    """Evaluate a formula. Raises FormulaError, with what was found."""
    names_in(expression)  # refuses what is no formula before it is compiled
    try:
        result = _compiled(expression)(**namespace)
        if isinstance(result, Undefined):
            raise FormulaError(f"'{expression}' stands for nothing")
        return result
    except TemplateSyntaxError as problem:
        raise FormulaError(f"'{expression}' is no formula: {template_words(str(problem.message))}") from None
    except (UndefinedError, SecurityError):
        raise FormulaError(f"'{expression}' asks a metric for what it does not have") from None
    except (TypeError, ArithmeticError):
        raise FormulaError(f"'{expression}' cannot be computed; {CALLS}") from None
    except RecursionError:
        raise FormulaError(f"'{expression}' builds on itself, or on too long a chain of formulas") from None
