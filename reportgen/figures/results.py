"""Results that may be losses: how they are said, and how two of them compare."""

from __future__ import annotations

from decimal import Decimal

from reportgen.facts.claims import claim_of
from reportgen.facts.comparable import in_one_unit
from reportgen.figures.amounts import sized
from reportgen.figures.digits import said
from reportgen.figures.suitable import require_money
from reportgen.figures.verbs import chosen, sign_of
from reportgen.figures.written import Style
from reportgen.language import Changes
from reportgen.model import Fact


def profit(fact: Fact, style: Style) -> str:
    """An amount that may be a loss: "a profit of 5.4 billion yuan", "a loss of 1.2 billion yuan"."""
    require_money(fact)
    value = said(fact)
    amount = sized(fact, value, style)
    amounts = style.words.changes.amounts
    if fact.metric.nature in ("cost", "loss") and "." not in fact.metric.id:
        return amounts[fact.metric.nature].format(amount=amount)
    return chosen(sign_of(fact, value), amounts["profit"], amounts["loss"], amounts["nothing"]).format(
        amount=amount
    )


def comparison(before: Fact, now: Fact, style: Style) -> str:
    """How a result that may be a loss changed: "profit rose", "loss narrowed", "swung to a loss"."""
    now, before = in_one_unit(now, before)
    then, today = (value.number * value.unit.factor for value in (said(before), said(now)))
    words = style.words.changes
    if now.metric.nature in words.compared and then * today >= 0:
        return chosen(abs(today) - abs(then), *words.compared[now.metric.nature])
    if now.metric.nature == "cost":
        return words.turned_cost[today < 0]
    return _of_results(then, today, words)


def _of_results(then: Decimal, today: Decimal, words: Changes) -> str:
    if then < 0 and today < 0:
        return chosen(today - then, *words.of_loss)
    if today == 0 and then:
        return words.broke_even
    if then >= 0 > today:
        return words.to_a_loss
    if then < 0 < today:
        return words.to_a_profit
    return chosen(today - then, *words.profit)


def compared(fact: Fact, style: Style) -> str:
    """A comparison that was asked for as a claim."""
    before, now = claim_of(fact).facts
    return comparison(before, now, style)
