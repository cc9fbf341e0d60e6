"""``where:``, which of many briefs are made: a condition over the parameters of each: ``region == "Nordics"``."""

from __future__ import annotations

import ast
import operator
from collections.abc import Callable, Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from reportgen.errors import FormulaError
from reportgen.findings import likely

_COMPARED: Mapping[type[ast.cmpop], Callable[[Any, Any], bool]] = {
    ast.Eq: operator.eq, ast.NotEq: operator.ne, ast.Lt: operator.lt, ast.LtE: operator.le,
    ast.Gt: operator.gt, ast.GtE: operator.ge, ast.In: lambda one, many: one in many,
    ast.NotIn: lambda one, many: one not in many,
}  # fmt: skip
_ORDERED = (ast.Lt, ast.LtE, ast.Gt, ast.GtE)
LONGEST = 500


class Selection:
    """A condition that is read once and asked of many. Raises FormulaError where it cannot be read."""

    def __init__(self, condition: str) -> None:
        self._tree: ast.expr | None = None
        if not condition.strip():
            return
        if len(condition) > LONGEST:
            raise _unreadable()
        try:
            self._tree = ast.parse(condition.strip(), mode="eval").body
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            raise _unreadable() from None

    def takes(self, parameters: Mapping[str, str]) -> bool:
        """Whether the condition holds for these. Raises FormulaError where it cannot be asked."""
        return self._tree is None or self._holds(self._tree, parameters)

    def _holds(self, node: ast.expr, names: Mapping[str, str]) -> bool:
        match node:
            case ast.BoolOp(op=ast.And()):
                return all(self._holds(one, names) for one in node.values)
            case ast.BoolOp():
                return any(self._holds(one, names) for one in node.values)
            case ast.UnaryOp(op=ast.Not()):
                return not self._holds(node.operand, names)
            case ast.Compare(left=left, ops=[sign], comparators=[right]) if type(sign) in _COMPARED:
                return self._compared(left, sign, right, names)
        raise _unreadable()

    def _compared(self, left: ast.expr, sign: ast.cmpop, right: ast.expr, names: Mapping[str, str]) -> bool:
        one, other = _value(left, names), _value(right, names)
        if isinstance(other, tuple) is not isinstance(sign, (ast.In, ast.NotIn)):
            raise FormulaError(
                "'in' is asked of a list, as in region in ['Nordics', 'Alps'], and no other is"
            )
        if isinstance(other, Decimal) or isinstance(one, Decimal):
            one, other = _number(one), _number(other)
        elif isinstance(sign, _ORDERED):
            raise FormulaError("more and less are asked of numbers, as in size > 100")
        return _COMPARED[type(sign)](one, other)


def _value(node: ast.expr, names: Mapping[str, str]) -> str | Decimal | tuple[str, ...]:
    match node:
        case ast.Constant(value=str() as text):
            return text
        case ast.Constant(value=int() | float() as number) if not isinstance(number, bool):
            return Decimal(str(number))
        case ast.UnaryOp(op=ast.USub(), operand=ast.Constant(value=int() | float() as number)):
            return -Decimal(str(number))
        case ast.List(elts=items) | ast.Tuple(elts=items):
            return tuple(str(_value(item, names)) for item in items)
        case ast.Name(id=name) if name in names:
            return names[name]
        case ast.Name(id=name):
            raise FormulaError(f"no '{name}' among {', '.join(names)}{likely(name, [*names])}")
    raise _unreadable()


def _number(value: str | Decimal | tuple[str, ...]) -> Decimal:
    try:
        return value if isinstance(value, Decimal) else Decimal(str(value).replace(",", ""))
    except InvalidOperation:
        raise FormulaError(f"'{value}' is no number") from None


def _unreadable() -> FormulaError:
    return FormulaError(
        "no condition; expected parameters compared with texts or numbers, as in region == 'Nordics' and size > 100"
    )
