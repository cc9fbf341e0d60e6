"""The words with which two editions are compared, and the box that says what is new since the last one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Difference:
    """What two editions differ in: the head of each group, and a line for each kind of difference.

    ``groups`` has a head for each kind, ``weights`` and ``ways`` their words by name; in the lines, names in braces
    are those of the values compared.
    """

    title: str
    compared: str
    nothing: str
    groups: Mapping[str, str]
    settings: Mapping[str, str]
    ways: Mapping[str, str]
    weights: Mapping[str, str]
    moved: str
    expected: str
    scenario: str
    restated: str
    alone: str
    formula: str
    turned: str
    sentence: str
    reworded: str
    exhibit: str
    setting: str
    page_one: str
    of_entity: str
    since: str
    since_moved: str
    since_restated: str
    earlier: str
    in_the_earlier: str
    edition: str
