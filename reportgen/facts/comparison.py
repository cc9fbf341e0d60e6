"""Whether what is compared is alike: thirteen weeks beside fourteen, fiscal years that end on other days."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from reportgen.model import Derived, Fact
from reportgen.periods import Period

GROWTH = ("yoy", "qoq", "change", "step")


def unequal_weeks(facts: Iterable[Fact]) -> Iterator[str]:
    """A sentence for every growth among ``facts`` that compares a period with one of another number of weeks."""
    for fact in facts:
        base = _base(fact)
        if base and base.weeks and fact.period.weeks not in (0, base.weeks):
            yield fact.words.notices.unequal_weeks.format(
                period=fact.period.short, weeks=fact.period.weeks, others=base.weeks, base=base.short
            )


def other_years(facts: Iterable[Fact], entity: str) -> Iterator[str]:
    """A sentence for every fiscal period of somebody else whose days are not those that the reader expects."""
    shown = [fact for fact in facts if fact.period.fiscal and fact.period.certain]
    own = {fact.period.calendar for fact in shown if fact.entity == entity}
    for fact in shown:
        if fact.entity != entity and fact.period.calendar not in own:
            yield fact.words.notices.other_year.format(
                period=fact.period.short, entity=fact.entity, dates=fact.period.dates
            )


def _base(fact: Fact) -> Period | None:
    """The period from which a growth was measured, computed or stated; None for what is none."""
    change = _change(fact)
    if not change:
        return None
    if isinstance(fact.origin, Derived):
        return fact.origin.inputs[1].period if len(fact.origin.inputs) > 1 else None
    return fact.period.year_ago if change == "yoy" else fact.period.prior


def _change(fact: Fact) -> str:
    name = fact.metric.id
    if isinstance(fact.origin, Derived):
        name = fact.origin.formula
    return next((one for one in GROWTH if name.endswith((f".{one}", f"_{one}"))), "")
