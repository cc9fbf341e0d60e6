"""How far a figure lies from what was expected of it, in amount and percent: figures, and the words between them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from reportgen.errors import FormulaError
from reportgen.facts.reference import Ref, fact_of
from reportgen.facts.vocabulary import AGAINST, IN_PERCENT
from reportgen.figures.verbs import direction
from reportgen.figures.wording import Option
from reportgen.figures.written import Style
from reportgen.findings import likely
from reportgen.model import Fact, Kind, Scenario

# A percentage varies by points alone.
IN_POINTS: tuple[Kind, ...] = ("growth", "share", "margin", "ratio", "points")


class Named(str):
    """The words of a scenario, which may be an author's own; whatever else stands between figures is ours."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Spoken:
    """A fact and the form in which it is to be said."""

    fact: Fact
    form: str
    options: dict[str, Option] = field(default_factory=dict)


def against(
    ref: Ref, name: str, scenarios: dict[str, Scenario], style: Style, *, percent: bool
) -> Sequence[Spoken | str]:
    """The parts of "3.2 million euros, or 4 percent, below budget"; "in line with budget" where that is nil.

    Whatever of it hangs on numbers is a figure of its own, so that the ledger has it: the amount, the percentage, and
    the word between them and the scenario. Raises FormulaError for a scenario that there is none of.
    """
    if name not in scenarios:
        raise FormulaError(f"'against' expects a scenario, found '{name}'{likely(name, tuple(scenarios))}")
    amount = fact_of(_asked(ref, f"{AGAINST}{name}"))
    if amount.quantity.state:
        return (Spoken(amount, "long"),)
    where = (
        Spoken(amount, "verb", dict(style.words.changes.sides._asdict())),
        " ",
        Named(scenarios[name].words),
    )
    if amount.quantity.interval.is_finite and not direction(amount):
        return where
    rate = _rate(ref, name, amount, style) if percent else ()
    return (Spoken(amount, "size"), *rate, " ", *where)


def _rate(ref: Ref, name: str, amount: Fact, style: Style) -> tuple[Spoken | str, ...]:
    """The same in percent, where that means something and does not contradict the amount."""
    if amount.metric.kind in IN_POINTS:
        return ()
    rate = fact_of(_asked(ref, f"{AGAINST}{name}{IN_PERCENT}"))
    if rate.quantity.state or direction(rate) != direction(amount):
        return ()
    before, after = style.words.changes.both_variances
    return (before, Spoken(rate, "size"), after)


def _asked(ref: Ref, name: str) -> Ref:
    found = getattr(ref, name)
    assert isinstance(found, Ref)  # noqa: S101 - what begins so is a figure, or was refused
    return found
