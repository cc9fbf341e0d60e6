"""Formulas in the author's own words, read by Jinja's sandbox."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from jinja2 import TemplateSyntaxError, meta, nodes
from jinja2.environment import TemplateExpression
from jinja2.exceptions import SecurityError, UndefinedError
from jinja2.runtime import StrictUndefined
from jinja2.sandbox import ImmutableSandboxedEnvironment

from reportgen.brief import currencies
from reportgen.errors import FormulaError
from reportgen.facts.reference import WORDS, Ref


class FormulaEnvironment(ImmutableSandboxedEnvironment):
    """Jinja's sandbox, narrowed: of a reference, only what :data:`WORDS` and currency codes name can be reached."""

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:
        if isinstance(obj, Ref):
            return attr in WORDS or (len(attr) == 3 and attr.upper() in currencies())
        return super().is_safe_attribute(obj, attr, value)


_ENVIRONMENT = FormulaEnvironment(undefined=StrictUndefined, autoescape=False)


@lru_cache(maxsize=2048)
def names_in(expression: str) -> tuple[str, ...]:
    """The names that a formula uses. Raises FormulaError when it is none."""
    try:
        tree = _ENVIRONMENT.parse("{{ " + expression + " }}")
    except TemplateSyntaxError as problem:
        raise FormulaError(f"'{expression}' is no formula: {problem.message}") from None
    if len(tree.body) != 1 or not isinstance(tree.body[0], nodes.Output):
        raise FormulaError(f"'{expression}' is no formula")
    return tuple(sorted(meta.find_undeclared_variables(tree)))


@lru_cache(maxsize=2048)
def _compiled(expression: str) -> TemplateExpression:
    return _ENVIRONMENT.compile_expression(expression, undefined_to_none=False)


def run(expression: str, namespace: Mapping[str, Any]) -> Any:
    """Evaluate a formula. Raises FormulaError, with what was found."""
    try:
        return _compiled(expression)(**namespace)
    except TemplateSyntaxError as problem:
        raise FormulaError(f"'{expression}' is no formula: {problem.message}") from None
    except (UndefinedError, SecurityError) as problem:
        raise FormulaError(f"'{expression}': {problem}") from None
    except (TypeError, ZeroDivisionError, ArithmeticError) as problem:
        raise FormulaError(f"'{expression}' cannot be computed: {problem}") from None
