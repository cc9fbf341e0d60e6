"""Facts that were restated: their versions by the day on which each was made, and what each is called.

The latest restatement up to the brief's date is ``sales.restated``, and what growth, changes and checks compare with
(IAS 1.38, IAS 8.42, ASC 250). The figure as first reported stays what it was, and earlier restatements stay in reach.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from itertools import groupby

from reportgen.language import Language
from reportgen.model import Fact, Scenario
from reportgen.periods import day_in_words


def in_versions(facts: Iterable[Fact], today: date) -> Iterator[Fact]:
    """The facts; those that were restated, and their restatements, named as such and each by an id of its own."""
    groups: dict[tuple[object, ...], list[Fact]] = {}
    for fact in facts:
        groups.setdefault((fact.metric.id, fact.entity, fact.period), []).append(fact)
    for group in groups.values():
        restated = in_order(fact for fact in group if fact.scenario == Scenario.PRIOR)
        latest = made_by(restated, today)
        for fact in group:
            if fact.scenario == Scenario.PRIOR:
                yield _restated(fact, is_latest=latest is None or fact is latest)
            elif fact.scenario == Scenario.ACTUAL and latest:
                yield _called(fact, fact.words.versions.first_reported)
            else:
                yield fact


def in_order(restated: Iterable[Fact]) -> tuple[Fact, ...]:
    """Restatements from the earliest to the latest; one without a day comes before those that have one."""
    return tuple(sorted(restated, key=lambda fact: fact.as_of or date.min))


def made_by(restated: Sequence[Fact], day: date) -> Fact | None:
    """The latest restatement up to a day; None where there was none yet."""
    known = [fact for fact in restated if fact.as_of is None or fact.as_of <= day]
    return known[-1] if known else None


def standing_of(version: str | date, words: Language) -> str:
    """What a computed figure is called in a version other than the usual: "as first reported", "as of 1 May 2025"."""
    if isinstance(version, date):
        return words.versions.as_of.format(day=day_in_words(version, words.periods))
    return words.versions.first_reported


def are_of_one_round(now: Fact, base: Fact) -> bool:
    """Whether a figure and its comparative were restated together: the comparative not earlier than the figure."""
    return now.as_of is None or base.as_of is None or base.as_of >= now.as_of


def _restated(fact: Fact, *, is_latest: bool) -> Fact:
    words, day = fact.words.versions, fact.as_of
    on = words.restated_on.format(day=day_in_words(day, fact.words.periods)) if day else words.restated
    named = _called(fact, on)
    if is_latest or not fact.as_of:
        return named
    return _renamed(named, f"{fact.id}/{fact.as_of.isoformat()}")


def _called(fact: Fact, standing: str) -> Fact:
    """A fact, and its translations, said to be of a version."""
    translated = tuple(replace(one, standing=standing) for one in fact.equivalents)
    return replace(fact, standing=standing, equivalents=translated)


def _renamed(fact: Fact, name: str) -> Fact:
    def under(one: Fact) -> Fact:
        others = tuple(replace(other, id=name + other.id.removeprefix(fact.id)) for other in one.others)
        return replace(one, id=name + one.id.removeprefix(fact.id), others=others)

    return replace(under(fact), equivalents=tuple(under(one) for one in fact.equivalents))


def is_first_reported(fact: Fact) -> bool:
    """Whether it is what was reported first of something that was restated."""
    return fact.standing == fact.words.versions.first_reported


def by_period(facts: Iterable[Fact]) -> Iterator[tuple[str, tuple[Fact, ...]]]:
    """Facts that are not as first reported, by what they are: "restated", "adjusted for the … split"."""
    kept = sorted(
        (fact for fact in facts if fact.standing and not is_first_reported(fact)),
        key=lambda fact: (fact.standing, fact.period),
    )
    for standing, group in groupby(kept, key=lambda fact: fact.standing):
        yield standing, tuple(group)
