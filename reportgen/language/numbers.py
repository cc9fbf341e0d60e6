"""What a language says of numbers: numerals, units, bounds, ranges, changes, and claims over several facts.

Texts with names in braces are filled in by the code that says them; functions are given where grammar decides.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple


class Noun(NamedTuple):
    """What one is called, and what several are."""

    one: str
    many: str


class Verbs(NamedTuple):
    """What is said of a number that rose, that fell, and that did neither."""

    rise: str
    fall: str
    flat: str


@dataclass(frozen=True, slots=True)
class Numerals:
    """Numbers in words. ``in_words`` and ``ranks`` begin at zero; ``cardinal`` and ``ordinal`` give digits beyond."""

    in_words: Sequence[str]
    ranks: Sequence[str]
    cardinal: Callable[[int], str]
    ordinal: Callable[[int], str]
    fractions: Mapping[Decimal, str]
    just_over: str
    just_under: str
    almost: str
    magnitudes: Mapping[Decimal, str]
    superlative: str
    ranked: str  # a superlative that is not the first


@dataclass(frozen=True, slots=True)
class Units:
    """Units and scales in prose and on measure lines; ``one_of`` gives the singular of an author's own plural.

    ``short_scales`` stand behind digits on axes and cards, ``points`` and ``percent`` by the brief's style.
    ``counted`` names, by its name in facts, what time, claims and indices are counted in; authors name all else.
    """

    scales: Mapping[str, str]
    short_scales: Mapping[str, str]
    currencies: Mapping[str, str]
    percent: Mapping[str, str]
    points: Mapping[str, str]
    rate: str
    counted: Mapping[str, Noun]
    minor: Mapping[str, Noun]
    minor_signs: Mapping[str, str]
    basis_points: Noun
    percentage_points: Noun
    times: str
    rank: str
    measures: Mapping[str, str]
    one_of: Callable[[str], str]


@dataclass(frozen=True, slots=True)
class Bounds:
    """How far a number is certain: bounds by their names, the two ends of a range, and where a number stands in it."""

    words: Mapping[str, str]
    between: str
    to: str
    plus_or_minus: str
    places: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Changes:
    """How a number went, by form and by the nature of what it measures.

    ``states`` are "n.m." and "n.a."; ``without_a_number`` stands for them where a sentence needs a verb or a noun.
    ``leads_on`` finds the word that leads from a verb to a level ("to"); ``onward`` is a verb as it stands before that,
    ``reached`` one that tells no direction, ``level`` the words for what did not change before it. ``takes_range`` says
    whether a range stands behind a word as it is ("growth of 4 to 6"), or as "between 4 and 6".
    """

    usual: Mapping[str, Verbs]
    of_an_amount: Verbs
    own: Mapping[tuple[str, str], Verbs]
    compared: Mapping[str, Verbs]
    profit: Verbs
    of_loss: Verbs
    broke_even: str
    to_a_loss: str
    to_a_profit: str
    turned_cost: tuple[str, str]  # one below zero that has become a gain, and the other way round
    amounts: Mapping[str, str]
    judged: Verbs
    variance: Verbs
    sides: Verbs
    both_variances: tuple[str, str]
    states: Mapping[str, str]
    without_a_number: Mapping[str, Mapping[str, str]]
    takes_range: Callable[[str], bool]
    leads_on: Callable[[str], str]
    onward: Callable[[str], str]
    reached: str
    level: str


@dataclass(frozen=True, slots=True)
class Bases:
    """On which basis a measure is drawn up: behind a verb, before a noun, and behind the label of what is reported."""

    phrase: Callable[[str], str]
    qualified: Callable[[str, str], str]
    variant: str
    named: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Claims:
    """Claims over several facts, from counts and the words of periods."""

    all_of: Callable[[int, str], str]
    some_of: Callable[..., str]
    extremes: Mapping[str, str]
    since: str
    of_the_last: str
    record: str
    streak: Callable[..., str]
    tally: str
