"""Whether a figure as first reported stands beside a change that is measured from its restatement."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from reportgen.facts.evidence import place_of, said
from reportgen.facts.restatement import is_first_reported
from reportgen.figures.ledger import Ledger
from reportgen.findings import Finding
from reportgen.model import Derived, Fact, Scenario


def changes_meet_their_bases(ledger: Ledger) -> Iterator[Finding]:
    """Where growth is shown that is measured from a restated figure, a reader is not told another one alone."""
    told = set()
    for lines in ledger.by_spot().values():
        shown = {line.figure.fact.id: line.figure.fact for line in lines}
        for restated in _bases(shown.values()):
            first = next((fact for fact in shown.values() if _is_first_version(fact, restated)), None)
            if first and restated.id not in shown and first.id not in told:
                told.add(first.id)
                yield Finding(
                    "warning",
                    "first-reported",
                    f"{first.id} is shown as first reported, {said(first)}, beside a change from {said(restated)}, "
                    "as restated; write .latest, or .restated beside it",
                    place_of(first),
                )


def _bases(facts: Iterable[Fact]) -> Iterator[Fact]:
    """The restated figures that changes are measured from."""
    for fact in facts:
        if isinstance(fact.origin, Derived):
            yield from (one for one in fact.origin.inputs if one.scenario == Scenario.PRIOR)


def _is_first_version(fact: Fact, restated: Fact) -> bool:
    same = (fact.metric.id, fact.entity, fact.period) == (
        restated.metric.id,
        restated.entity,
        restated.period,
    )
    return same and is_first_reported(fact)
