"""What the sources state: the facts as they were read, found by metric, entity, period and scenario."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from functools import cached_property

from reportgen.facts.key import ORIGINAL, Key, fact_id
from reportgen.facts.restatement import in_order, made_by
from reportgen.facts.splits import Splits
from reportgen.model import Fact, Metric, Scenario
from reportgen.scenarios import ASKED_AS


class Store:
    """The stated facts of one brief. Nothing is derived here, and nothing ever changes.

    Args:
        facts: each with its equivalents and its further statements.
        ours: the entity that the brief is about, which an id does not name.
        today: the brief's date, up to which restatements count.
        splits: those of shares, for which facts are adjusted.
    """

    def __init__(self, facts: Iterable[Fact], ours: str, today: date, splits: Splits) -> None:
        self.stated, self._ours, self._today, self._splits = tuple(facts), ours, today, splits
        self.entities = frozenset({ours, *(fact.entity for fact in self.stated)})
        self._by_key: dict[Key, Fact] = {}
        versions: dict[Key, list[Fact]] = {}
        for fact in self.stated:
            key = Key(fact.metric.id, fact.entity, fact.period, fact.scenario)
            if fact.scenario == Scenario.PRIOR:
                versions.setdefault(key, []).append(fact)
            else:
                self._by_key[key] = fact
        self._restated = {key: in_order(facts) for key, facts in versions.items()}
        self._by_key |= {
            key: latest for key, facts in self._restated.items() if (latest := made_by(facts, today))
        }
        self._keys: dict[tuple[str, str], list[Key]] = {}
        for key in self._by_key:
            self._keys.setdefault((key.metric, key.entity), []).append(key)

    def at(self, key: Key) -> Fact | None:
        """The fact that a source states at a key, in the version that is asked for; None where it must be derived."""
        version = key.version
        plain = replace(key, version="") if version else key
        day = version if isinstance(version, date) else self._today
        found = self._by_key.get(plain)
        if key.scenario == Scenario.PRIOR or (
            key.scenario == Scenario.ACTUAL and version not in ("", ORIGINAL)
        ):
            restated = self._restated.get(replace(plain, scenario=Scenario.PRIOR), ())
            found = made_by(restated, day) or (None if key.scenario == Scenario.PRIOR else found)
        return found if found is None or version == ORIGINAL else self._splits.adjusted(found, day)

    def as_known(self, fact: Fact) -> Fact:
        """A stated fact as it is compared with others: adjusted for splits of shares."""
        return self._splits.adjusted(fact, self._today)

    def of(self, metric: str, entity: str) -> tuple[Fact, ...]:
        """Everything that sources state of a metric, for one entity."""
        return tuple(self.as_known(self._by_key[key]) for key in self._keys.get((metric, entity), ()))

    def leaf(self, name: str) -> Fact:
        """A stated fact by its id, equivalents and further statements included. Raises KeyError."""
        return self._leaves[name]

    @cached_property
    def _leaves(self) -> Mapping[str, Fact]:
        every = [one for fact in self.stated for one in (fact, *fact.equivalents, *fact.others)]
        return {fact.id: fact for fact in every}

    def id_of(self, metric: Metric, key: Key) -> str:
        """What a fact of a metric at a key is called."""
        name = fact_id(metric.id, key.period, key.scenario, "" if key.entity == self._ours else key.entity)
        return f"{name}/{key.version}" if key.version else name

    def label_of(self, label: str, entity: str) -> str:
        """What a fact is called: whose it is is said of all but the brief's own."""
        return label if entity == self._ours or label.endswith(entity) else f"{label}, {entity}"

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
