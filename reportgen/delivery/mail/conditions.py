"""Conditions over the facts that an edition shows: ``cloud_revenue.yoy < 0``, decided within their rounding."""

from __future__ import annotations

import ast
import operator
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from reportgen.errors import UsageError
from reportgen.expressions import Constant, Input, combine, enclose
from reportgen.facts.derivation import PERCENTAGES
from reportgen.figures.read_back import read_record
from reportgen.findings import meant
from reportgen.intervals import ONE, Interval, point
from reportgen.model import Fact

_COMPARED: Mapping[type[ast.cmpop], Callable[[Decimal, Decimal], bool]] = {
    ast.Lt: operator.lt, ast.LtE: operator.le, ast.Gt: operator.gt, ast.GtE: operator.ge,
}  # fmt: skip
CHANGES = ("yoy", "qoq")
LONGEST = 500


@dataclass(frozen=True, slots=True)
class Conditions:
    """The facts of an edition, of which conditions are asked."""

    facts: Mapping[str, Fact]  # by id
    entity: str
    period: str

    @classmethod
    def of(cls, record: bytes, entity: str, period: str) -> Conditions:
        """Of a ``facts.json``; ``entity`` and ``period`` are those whose facts a metric's name stands for."""
        return cls({fact.id: fact for fact in read_record(record).facts.values()}, entity, period)

    def holds(self, condition: str) -> bool:
        """Whether a condition is true. Raises UsageError where it cannot be read or decided."""
        if len(condition) > LONGEST:
            raise _unreadable(condition[:LONGEST])
        try:
            tree = ast.parse(condition.strip(), mode="eval").body
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            raise _unreadable(condition) from None
        return self._holds(tree, condition)

    def _holds(self, node: ast.expr, condition: str) -> bool:
        match node:
            case ast.BoolOp(op=ast.And()):
                return all(self._holds(one, condition) for one in node.values)
            case ast.BoolOp():
                return any(self._holds(one, condition) for one in node.values)
            case ast.UnaryOp(op=ast.Not()):
                return not self._holds(node.operand, condition)
            case ast.Compare(left=left, ops=[sign], comparators=[right]) if type(sign) in _COMPARED:
                return self._compared(left, type(sign), right, condition)
        raise _unreadable(condition)

    def _compared(self, left: ast.expr, sign: type[ast.cmpop], right: ast.expr, condition: str) -> bool:
        one, other = self._interval(left, condition), self._interval(right, condition)
        compare = _COMPARED[sign]
        answers = {compare(a, b) for a in (one.low, one.high) for b in (other.low, other.high)}
        if len(answers) > 1:
            raise UsageError(f"when: '{condition}' cannot be decided within the rounding of its figures")
        return answers.pop()

    def _interval(self, node: ast.expr, condition: str) -> Interval:
        match node:
            case ast.Constant(value=int() | float() as number) if not isinstance(number, bool):
                return point(Decimal(str(number)))
            case ast.UnaryOp(op=ast.USub()):
                return -self._interval(node.operand, condition)
            case ast.Name(id=name):
                return self._known(name, "", condition)
            case ast.Attribute(value=ast.Name(id=name), attr=attribute):
                return self._known(name, attribute, condition)
        raise _unreadable(condition)

    def _known(self, name: str, attribute: str, condition: str) -> Interval:
        for identity in (
            f"{name}@{self.period}" if not attribute else f"{name}.{attribute}@{self.period}",
            f"{name}_{attribute}@{self.period}",
            f"{name}@{self.period}/{attribute}",
        ):
            fact = self.facts.get(identity)
            if fact is not None and fact.entity == self.entity:
                return self._number(fact, condition)
        now = self.facts.get(f"{name}@{self.period}")
        if now is not None and attribute in CHANGES:
            return self._change(now, attribute, condition)
        known = sorted({fact.metric.id for fact in self.facts.values()})
        asked = f"{name}.{attribute}" if attribute else name
        raise UsageError(
            f"when: '{condition}': the edition shows no '{asked}' of {self.period}"
            f"{meant(name, [one for one in known if one != name])}"
        )

    def _change(self, now: Fact, change: str, condition: str) -> Interval:
        before = now.period.year_ago if change == "yoy" else now.period.prior
        base = self.facts.get(f"{now.metric.id}@{before}")
        if base is None:
            raise UsageError(f"when: '{condition}': the edition shows no '{now.metric.id}' of {before}")
        ends = self._number(now, condition), self._number(base, condition)
        new, old = (
            Input(fact.id, fact.quantity.value, interval)
            for fact, interval in zip((now, base), ends, strict=True)
        )
        if now.metric.kind in PERCENTAGES:
            return enclose(combine("-", new, old))
        if ends[1].low <= 0:
            raise UsageError(f"when: '{condition}': growth on what is not above zero means nothing")
        return enclose(combine("-", combine("/", new, old), Constant(ONE)))

    @staticmethod
    def _number(fact: Fact, condition: str) -> Interval:
        if not fact.quantity.is_number:
            raise UsageError(f"when: '{condition}': {fact.id} is {fact.quantity.state or 'no number'}")
        return fact.quantity.interval


def _unreadable(condition: str) -> UsageError:
    return UsageError(
        f"when: '{condition}' is no condition; expected facts and numbers compared by <, <=, > or >=, "
        "as in cloud_revenue.yoy < 0, joined by 'and', 'or', 'not'"
    )
