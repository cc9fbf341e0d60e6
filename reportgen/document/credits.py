"""Who an exhibit rests on, by name: "Alibaba Group [1] [2]; consensus via Example Terminal [3]; and 3 others [4]".

A publisher of several documents is named once. Of many the first few are named; the numbers of all lead to the list.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from reportgen.model import Fact, Scenario, Source, Stated

MOST_NAMED = 4  # of a line of sources
LONGEST = 48  # letters of the title of a document without a publisher


@dataclass(frozen=True, slots=True)
class Credit:
    """A publisher with its documents; ``role`` is what alone they are cited for: "consensus". Unnamed: the rest."""

    name: str
    sources: tuple[Source, ...]
    role: str = ""
    others: int = 0


def credits_of(sources: Sequence[Source], roles: Mapping[str, str]) -> tuple[Credit, ...]:
    """Documents by who published them, in their order; where there are many, the last is what is not named."""
    named: dict[tuple[str, str], list[Source]] = {}
    for source in sources:
        named.setdefault((source.publisher or shortened(source.title), roles.get(source.id, "")), []).append(
            source
        )
    found = [Credit(name, tuple(ours), role) for (name, role), ours in named.items()]
    if len(found) <= MOST_NAMED:
        return tuple(found)
    kept, left = found[: MOST_NAMED - 1], found[MOST_NAMED - 1 :]
    rest = sorted((source for one in left for source in one.sources), key=lambda source: source.number)
    return (*kept, Credit("", tuple(rest), others=len(left)))


def shortened(title: str) -> str:
    """A title that is not too long to stand for its document, cut between words."""
    if len(title) <= LONGEST:
        return title
    return f"{title[:LONGEST].rpartition(' ')[0].rstrip(',;:–-')} …"


def roles_of(facts: Iterable[Fact]) -> Mapping[str, str]:
    """Source id to the one scenario that a document states here and no other does: "consensus", "target"."""
    stated: dict[str, set[Scenario]] = {}
    for fact in facts:
        for one in (fact, *fact.others):
            if isinstance(one.origin, Stated):
                stated.setdefault(one.origin.source.id, set()).add(one.scenario)
    alone = {name: next(iter(found)) for name, found in stated.items() if len(found) == 1}
    return {name: scenario.mark for name, scenario in alone.items() if scenario.mark}


def sources_of(facts: Iterable[Fact]) -> tuple[Source, ...]:
    """The documents behind facts, and behind those that they were computed from, by their numbers."""
    waiting = list(facts)
    found: dict[str, Source] = {}
    seen = set()
    while waiting:
        fact = waiting.pop()
        if fact.id in seen:
            continue
        seen.add(fact.id)
        if isinstance(fact.origin, Stated):
            found[fact.origin.source.id] = fact.origin.source
        else:
            waiting.extend(fact.origin.inputs)
    return tuple(sorted((one for one in found.values() if one.number), key=lambda source: source.number))
