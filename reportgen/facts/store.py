"""What the sources state: the facts as they were read, found by metric, entity, period and scenario."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cached_property

from reportgen.facts.load import fact_id
from reportgen.facts.reference import Key
from reportgen.model import Fact, Metric, Scenario
from reportgen.scenarios import ASKED_AS


class Store:
    """The stated facts of one brief. Nothing is derived here, and nothing ever changes.

    Args:
        facts: each with its equivalents and its further statements.
        ours: the entity that the brief is about, which an id does not name.
    """

    def __init__(self, facts: Iterable[Fact], ours: str) -> None:
        self.stated, self._ours = tuple(facts), ours
        self.entities = frozenset({ours, *(fact.entity for fact in self.stated)})
        self._by_key = {Key(f.metric.id, f.entity, f.period, f.scenario): f for f in self.stated}
        self._keys: dict[tuple[str, str], list[Key]] = {}
        for key in self._by_key:
            self._keys.setdefault((key.metric, key.entity), []).append(key)

    def at(self, key: Key) -> Fact | None:
        """The fact that a source states at a key; None where it would have to be derived."""
        return self._by_key.get(key)

    def of(self, metric: str, entity: str) -> tuple[Fact, ...]:
        """Everything that sources state of a metric, for one entity."""
        return tuple(self._by_key[key] for key in self._keys.get((metric, entity), ()))

    def leaf(self, name: str) -> Fact:
        """A stated fact by its id, equivalents and further statements included. Raises KeyError."""
        return self._leaves[name]

    @cached_property
    def _leaves(self) -> Mapping[str, Fact]:
        every = [one for fact in self.stated for one in (fact, *fact.equivalents, *fact.others)]
        return {fact.id: fact for fact in every}

    def id_of(self, metric: Metric, key: Key) -> str:
        """What a fact of a metric at a key is called."""
        return fact_id(metric.id, key.period, key.scenario, "" if key.entity == self._ours else key.entity)

    def instead_of(self, key: Key) -> str:
        """What there is where a fact is missing, as the end of a message; "" where there is nothing."""
        elsewhere = self._keys.get((key.metric, key.entity), [])
        if scenarios := sorted({str(known.scenario) for known in elsewhere if known.period == key.period}):
            attribute = (
                "" if scenarios[0] == Scenario.ACTUAL else f".{ASKED_AS.get(scenarios[0], scenarios[0])}"
            )
            return f"; there is one as {' and '.join(scenarios)}: write {key.metric}{attribute}"
        if periods := sorted({known.period for known in elsewhere if known.scenario == key.scenario}):
            return f"; there are facts for {', '.join(map(str, periods))}"
        if others := sorted({known.entity for known in self._by_key if known.metric == key.metric}):
            return f"; there are facts about {' and '.join(others)}"
        return ""
