"""Whose number a fact is, and whether it has happened: what every brief knows, and what a brief declares beside it."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import ClassVar, Literal, Self

from reportgen.language import Language, language_of

Look = Literal["prior", "plan", "forecast"]  # how charts draw it: filled, outlined, hatched


class Scenario(str):
    """A scenario by its name; ``label`` heads a column, ``words`` stand in a sentence: "below the forecast".

    ``mark`` stands beside a number that is not actual: "previous forecast"; it is empty for the actual.
    ``looks_forward`` is whether a brief that shows it owes its readers a notice on forward-looking statements,
    ``is_set`` whether it is decided and not estimated, so that it has no rounding.
    """

    __slots__ = ("is_set", "label", "look", "looks_forward", "mark", "words")

    label: str
    words: str
    mark: str
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
        language: Language | None = None,
    ) -> Self:
        made = super().__new__(cls, name)
        plain = name.replace("_", " ")
        made.label = label or plain[:1].upper() + plain[1:]
        named = (language or language_of()).scenarios
        made.words = words or named.the.format(scenario=named.within(made.label))
        made.mark = "" if name == "actual" else named.within(made.label)
        made.looks_forward, made.is_set, made.look = looks_forward, is_set, look
        return made

    def called(self, language: Language) -> Self:
        """One of those that every brief has, as a language calls it."""
        return type(self)(
            self,
            *language.scenarios.standing[self],
            looks_forward=self.looks_forward,
            is_set=self.is_set,
            look=self.look,
            language=language,
        )


def _standing(
    name: str, *, looks_forward: bool = False, is_set: bool = False, look: Look = "prior"
) -> Scenario:
    """A scenario that every brief has, as the usual language calls it."""
    made = Scenario(name, looks_forward=looks_forward, is_set=is_set, look=look)
    return made.called(language_of())


Scenario.ACTUAL = _standing("actual")
Scenario.PRIOR = _standing("prior")
Scenario.TARGET = _standing("target", looks_forward=True, is_set=True, look="plan")
Scenario.PLAN = _standing("plan", looks_forward=True, is_set=True, look="plan")
Scenario.BUDGET = _standing("budget", looks_forward=True, is_set=True, look="plan")
Scenario.FORECAST = _standing("forecast", looks_forward=True, look="forecast")
Scenario.PREVIOUS_FORECAST = _standing("previous_forecast", looks_forward=True, look="forecast")
Scenario.GUIDANCE = _standing("guidance", looks_forward=True, look="forecast")
Scenario.CONSENSUS = _standing("consensus", look="plan")
Scenario.CLAIM = _standing("claim")

STANDING: Mapping[str, Scenario] = {
    str(one): one
    for one in (
        Scenario.ACTUAL, Scenario.PRIOR, Scenario.TARGET, Scenario.PLAN, Scenario.BUDGET, Scenario.FORECAST,
        Scenario.PREVIOUS_FORECAST, Scenario.GUIDANCE, Scenario.CONSENSUS, Scenario.CLAIM,
    )
}  # fmt: skip
ASKED_AS = {"prior": "restated"}  # ``.prior`` is the period before


@cache
def standing(words: Language) -> Mapping[str, Scenario]:
    """The scenarios that every brief has, as a language calls them."""
    return {name: one.called(words) for name, one in STANDING.items()}


def attributes(known: Mapping[str, Scenario]) -> dict[str, Scenario]:
    """What leads from a metric to each scenario: ``.consensus``, ``.restated``; nothing to the actual."""
    return {ASKED_AS.get(name, name): one for name, one in known.items() if one != Scenario.ACTUAL}
