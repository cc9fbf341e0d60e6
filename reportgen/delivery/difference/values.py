"""What differs between two editions: frozen values, which texts, pages and other commands are made from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields, is_dataclass
from typing import Any, Literal

Way = Literal["up", "down", "level", ""]
Weight = Literal["beyond rounding", "within rounding"]


@dataclass(frozen=True, slots=True)
class Issued:
    """One of the two editions: where it lies, and what its manifest says of it."""

    path: str
    brief: str
    title: str
    entity: str
    period: str
    date: str


@dataclass(frozen=True, slots=True)
class Said:
    """A fact as one edition has it: its id and period, how it is said, its exact value and range in base units."""

    id: str
    period: str
    when: str
    text: str
    value: str
    low: str
    high: str
    unit: str
    source: str = ""
    scenario: str = "actual"


@dataclass(frozen=True, slots=True)
class Moved:
    """The latest figure now against the latest figure then.

    ``way`` is where it went, nothing where the ranges of the two leave it open. ``expected`` is what the old edition
    said of the period that is new now: plan, guidance, consensus. ``key`` tells a figure of a card on page one.
    """

    metric: str
    label: str
    entity: str
    scenario: str
    old: Said
    new: Said
    way: Way
    expected: tuple[Said, ...] = ()
    key: bool = False


@dataclass(frozen=True, slots=True)
class Restated:
    """One fact, of one period, that the two editions give otherwise."""

    metric: str
    label: str
    entity: str
    scenario: str
    old: Said
    new: Said
    weight: Weight


@dataclass(frozen=True, slots=True)
class Alone:
    """A fact that only one of the editions has."""

    metric: str
    label: str
    entity: str
    scenario: str
    said: Said


@dataclass(frozen=True, slots=True)
class Formula:
    """A derived figure whose formula is another one now."""

    id: str
    label: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence, and the place where it stands: ``summary``, the id of a section."""

    place: str
    text: str


@dataclass(frozen=True, slots=True)
class Reworded:
    """A sentence of one place that reads otherwise."""

    place: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Turned:
    """A figure whose direction is another one: it rose then and fell now, was a profit and is a loss."""

    id: str
    label: str
    place: str
    old: str
    new: str
    old_sentence: str
    new_sentence: str


@dataclass(frozen=True, slots=True)
class Shown:
    """An exhibit that only one of the editions has."""

    id: str
    title: str


@dataclass(frozen=True, slots=True)
class Differences:
    """All that differs between two editions; ``as_json`` gives it in plain values."""

    old: Issued
    new: Issued
    moved: tuple[Moved, ...] = ()
    restated: tuple[Restated, ...] = ()
    appeared: tuple[Alone, ...] = ()
    vanished: tuple[Alone, ...] = ()
    formulas: tuple[Formula, ...] = ()
    turned: tuple[Turned, ...] = ()
    sentences_added: tuple[Sentence, ...] = ()
    sentences_gone: tuple[Sentence, ...] = ()
    reworded: tuple[Reworded, ...] = ()
    exhibits_added: tuple[Shown, ...] = ()
    exhibits_gone: tuple[Shown, ...] = ()
    settings: Mapping[str, tuple[str, str]] = field(default_factory=dict)

    def __bool__(self) -> bool:
        """Whether anything differs."""
        return any(found for _, found in self.groups()) or bool(self.settings)

    def groups(self) -> Iterator[tuple[str, tuple[Any, ...]]]:
        """Each kind of difference by its name, in the order of their importance."""
        for name in GROUPS:
            yield name, getattr(self, name)

    def as_json(self) -> Mapping[str, Any]:
        """In plain values, for ``--json`` and for whoever sends or publishes it."""
        found = {name: _plain(getattr(self, name)) for name in ("old", "new", *GROUPS, "settings")}
        return {"changed": bool(self), **found}


GROUPS = (
    "moved", "restated", "turned", "formulas", "appeared", "vanished", "exhibits_added", "exhibits_gone",
    "sentences_added", "sentences_gone", "reworded",
)  # fmt: skip


def _plain(value: object) -> Any:  # noqa: ANN401 - what JSON holds
    if is_dataclass(value) and not isinstance(value, type):
        return {one.name: _plain(getattr(value, one.name)) for one in fields(value)}
    if isinstance(value, Mapping):
        return {key: _plain(one) for key, one in value.items()}
    return [_plain(one) for one in value] if isinstance(value, tuple) else value
