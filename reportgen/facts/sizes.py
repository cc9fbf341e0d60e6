"""Costs and losses that a source states below zero: their sizes are what rises, is higher, is over a budget."""

from __future__ import annotations

from collections.abc import Iterable

from reportgen.model import Fact, Nature

SIZED: tuple[Nature, ...] = ("cost", "loss")  # that may be stated below zero


def are_below_zero(facts: Iterable[Fact]) -> bool:
    """Whether all of them are costs or losses stated below zero: −48 is then above −45, for it is the larger cost."""
    return all(fact.metric.nature in SIZED and fact.quantity.value <= 0 for fact in facts)
