"""The facts of an earlier edition as facts of this one, so that it can say what is new: traced, and computed again.

They keep their numbers, ranges and formulas, and get a scenario and a source of their own: that edition.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from reportgen.delivery.difference.facts_compared import EARLIER, Line, latest, line_of
from reportgen.delivery.difference.opening import Opened
from reportgen.errors import ReportgenError
from reportgen.facts.key import fact_id
from reportgen.figures.recorded_formula import read_term
from reportgen.language import Language
from reportgen.model import Derived, Fact, Scenario, Source, Stated


@dataclass(frozen=True, slots=True)
class Earlier:
    """An earlier edition: its facts by what stays of them, the latest of each line, and as they are carried here."""

    stated: Mapping[str, Fact]
    latest: Mapping[Line, Fact]
    carried: Mapping[str, Fact]

    def fact(self, own: Fact) -> Fact | None:
        """The latest figure then, of what a figure of this edition says; as it is carried here."""
        found = self.latest.get(line_of(own))
        return self.carried.get(found.id) if found else None

    def same(self, own: Fact) -> Fact | None:
        """The same fact, of the same period, as the earlier edition had it."""
        return self.carried.get(own.id) if own.id in self.stated else None


def earlier(edition: Opened, source: Source, words: Language) -> Earlier:
    """Make the facts of an earlier edition facts of this one.

    Args:
        edition: the earlier one.
        source: it, among the sources of this one.
        words: of this one's language.
    """
    said = words.difference
    scenario = Scenario(EARLIER, said.earlier, said.in_the_earlier, language=words)
    facts = edition.record.facts
    carried: dict[str, Fact] = {}
    for key, fact in facts.items():  # in the order of the record, in which stated facts come first
        other = _carried(key, fact, edition, carried, scenario, source)
        if other is not None:
            carried[key] = other
    by_id = {facts[key].id: fact for key, fact in carried.items()}
    plain = [one for one in facts.values() if one.scenario == Scenario.ACTUAL]
    stated = {one.id: one for one in plain if isinstance(one.origin, Stated)}
    return Earlier(stated, latest(plain), by_id)


def _carried(
    key: str, fact: Fact, edition: Opened, carried: Mapping[str, Fact], scenario: Scenario, source: Source
) -> Fact | None:
    """A fact as it is carried; None where it cannot be, such as a claim about several."""
    origin = fact.origin
    name = replace(
        fact, id=f"{fact.id}/{scenario}", scenario=scenario, equivalents=(), others=(), flags="", standing=""
    )
    if isinstance(origin, Stated):
        own = {fact_id(fact.metric.id, fact.period, entity=one) for one in ("", fact.entity)}
        if fact.id not in own or fact.scenario != Scenario.ACTUAL:
            return replace(
                name, id=f"{fact_id(fact.metric.id, fact.period, scenario, fact.entity)}#{key}",
                origin=replace(origin, source=source, passage=""),
            )  # fmt: skip
        return replace(name, origin=replace(origin, source=source, passage=""))
    expression = edition.record.expressions.get(key)
    if expression is None or origin.claim:
        return None
    try:
        term = read_term(expression, carried)
    except (ReportgenError, ArithmeticError, KeyError):
        return None
    known = {
        edition_fact.id: carried[one] for one, edition_fact in edition.record.facts.items() if one in carried
    }
    inputs = tuple(known[one.id] for one in origin.inputs if one.id in known)
    return replace(name, origin=Derived(origin.formula, term, inputs))
