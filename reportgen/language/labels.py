"""What a language calls facts that no source states, versions of facts, scenarios, and what rests on them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import NamedTuple


class Named(NamedTuple):
    """A scenario at the head of a column, and in a sentence; ``words`` is empty where it takes an article."""

    label: str
    words: str = ""


@dataclass(frozen=True, slots=True)
class Labels:
    """Labels of derived facts, behind the label of what they were derived from; names in braces are filled in.

    ``growth`` and ``changes`` are the same steps of amounts and of percentages.
    """

    in_a_sentence: Callable[[str], str]
    growth: Mapping[str, str]
    changes: Mapping[str, str]
    pairs: Mapping[str, str]
    its: str
    variance_to: str
    others: Mapping[str, str]
    other: str
    that: str
    that_of: str
    of_period: str
    of_ranges: Mapping[str, str]
    average: str
    total: str
    since: str
    index: str
    yearly_growth: str
    compound_growth: str
    over: Mapping[str, str]
    number_of: str
    figures: str
    since_it_was: Mapping[str, str]
    in_a_row: str
    against: str
    relations: Mapping[str, str]
    of_each_before: str
    in_each: str
    periods_from: str
    of_the_one_after: str
    implied: str
    added: str
    formulas: Mapping[str, str]  # how computed figures came about, by what was done


@dataclass(frozen=True, slots=True)
class Versions:
    """Which version of a fact a reader sees: restated, adjusted for splits, as it stood on a day."""

    first_reported: str
    as_of: str
    restated: str
    restated_on: str
    adjusted_for: str
    and_: str
    split: str


@dataclass(frozen=True, slots=True)
class Scenarios:
    """What the scenarios are called that every brief knows, and how one is named in a sentence."""

    standing: Mapping[str, Named]
    the: str
    within: Callable[[str], str]
