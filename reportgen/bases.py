"""On which basis a measure is drawn up: as reported, or a variant of what is reported, and how that is said."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, get_args

Basis = Literal["reported", "constant currency", "organic", "like-for-like", "pro forma", "adjusted"]

BASES: tuple[Basis, ...] = get_args(Basis)
VARIANTS: Mapping[str, Basis] = {basis.replace(" ", "_").replace("-", "_"): basis for basis in BASES}
"""What leads from a metric to its variant: ``.constant_currency``; ``.reported`` leads back."""

_ADJECTIVES: Mapping[Basis, str] = {"constant currency": "constant-currency"}


def adjective(basis: Basis) -> str:
    """A basis before a noun: "constant-currency growth"."""
    return _ADJECTIVES.get(basis, basis)


def phrase(basis: Basis) -> str:
    """A basis behind a verb: "on a constant-currency basis", "as reported"."""
    if basis == "reported":
        return "as reported"
    word = adjective(basis)
    return f"on {article(word)} {word} basis"


def article(word: str) -> str:
    """The indefinite article before a word."""
    return "an" if word[:1] in "aeiou" else "a"
