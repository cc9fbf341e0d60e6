"""What a language says around the figures: small print, and the words that the lint reads as numbers and claims."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Notices:
    """Definitions and notices; ``titles`` by the same names as ``texts``.

    ``owed`` are the names of those that a kind of document owes, whatever it shows.
    """

    titles: Mapping[str, str]
    texts: Mapping[str, str]
    unequal_weeks: str
    other_year: str
    non_gaap: str
    on_a_basis: str
    nearest: str
    without_nearest: str
    unreconciled: str
    reconciliation: str
    owed: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Lint:
    """Words that stand for numbers, idioms in which they do not, and claims and placeholders, as patterns."""

    cardinals: Sequence[str]
    ordinals: Sequence[str]
    multiples: Sequence[str]
    periods: str
    digit_words: str
    idioms: str
    claims: str
    placeholders: str
    own_quarter: str
    own_half: str
    own_months: Mapping[str, str]
