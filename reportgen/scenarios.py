"""Whose number a fact is, and whether it has happened: what every brief knows, and what a brief declares beside it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar, Literal, Self

Look = Literal["prior", "plan", "forecast"]  # how charts draw it: filled, outlined, hatched


class Scenario(str):
    """A scenario by its name; ``label`` heads a column, ``words`` stand in a sentence: "below the forecast".

    ``looks_forward`` is whether a brief that shows it owes its readers a notice on forward-looking statements,
    ``is_set`` whether it is decided and not estimated, so that it has no rounding.
    """

    __slots__ = ("is_set", "label", "look", "looks_forward", "words")

    label: str
    words: str
    looks_forward: bool
    is_set: bool
    look: Look

    ACTUAL: ClassVar[Scenario]
    PRIOR: ClassVar[Scenario]
    TARGET: ClassVar[Scenario]
    PLAN: ClassVar[Scenario]
    BUDGET: ClassVar[Scenario]
    FORECAST: ClassVar[Scenario]
    PREVIOUS_FORECAST: ClassVar[Scenario]
    GUIDANCE: ClassVar[Scenario]
    CONSENSUS: ClassVar[Scenario]
    CLAIM: ClassVar[Scenario]

    def __new__(
        cls,
        name: str,
        label: str = "",
        words: str = "",
        *,
        looks_forward: bool = False,
        is_set: bool = False,
        look: Look = "prior",
    ) -> Self:
        made = super().__new__(cls, name)
        plain = name.replace("_", " ")
        made.label = label or plain[:1].upper() + plain[1:]
        made.words = words or f"the {_in_a_sentence(made.label)}"
        made.looks_forward, made.is_set, made.look = looks_forward, is_set, look
        return made

    @property
    def mark(self) -> str:
        """What stands beside a number that is not actual: "previous forecast"; nothing for the actual."""
        return "" if self == Scenario.ACTUAL else _in_a_sentence(self.label)


def _in_a_sentence(label: str) -> str:
    """A label within a sentence; one that begins with an abbreviation keeps its capitals: "Q3 outlook"."""
    return label if label[:2].isupper() else label[:1].lower() + label[1:]


Scenario.ACTUAL = Scenario("actual", words="the actual")
Scenario.PRIOR = Scenario("prior", "Restated", "the restated figure")
Scenario.TARGET = Scenario("target", looks_forward=True, is_set=True, look="plan")
Scenario.PLAN = Scenario("plan", words="plan", looks_forward=True, is_set=True, look="plan")
Scenario.BUDGET = Scenario("budget", words="budget", looks_forward=True, is_set=True, look="plan")
Scenario.FORECAST = Scenario("forecast", looks_forward=True, look="forecast")
Scenario.PREVIOUS_FORECAST = Scenario("previous_forecast", looks_forward=True, look="forecast")
Scenario.GUIDANCE = Scenario("guidance", words="guidance", looks_forward=True, look="forecast")
Scenario.CONSENSUS = Scenario("consensus", look="plan")
Scenario.CLAIM = Scenario("claim")

STANDING: Mapping[str, Scenario] = {
    str(one): one
    for one in (
        Scenario.ACTUAL, Scenario.PRIOR, Scenario.TARGET, Scenario.PLAN, Scenario.BUDGET, Scenario.FORECAST,
        Scenario.PREVIOUS_FORECAST, Scenario.GUIDANCE, Scenario.CONSENSUS, Scenario.CLAIM,
    )
}  # fmt: skip
ASKED_AS = {"prior": "restated"}  # ``.prior`` is the period before


def attributes(known: Mapping[str, Scenario]) -> dict[str, Scenario]:
    """What leads from a metric to each scenario: ``.consensus``, ``.restated``; nothing to the actual."""
    return {ASKED_AS.get(name, name): one for name, one in known.items() if one != Scenario.ACTUAL}
