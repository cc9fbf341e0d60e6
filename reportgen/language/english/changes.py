"""Changes in English: "rose", "widened", "a decline of", "swung to a loss", "on a constant-currency basis"."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from reportgen.language.numbers import Bases, Changes, Verbs

INCREASED = Verbs("an increase of", "a decrease of", "no change")
VERBS = ("moved", "by", "verb", "judged", "comparison")
_ADJECTIVES: Mapping[str, str] = {"constant currency": "constant-currency"}


def phrase(basis: str) -> str:
    """A basis behind a verb: "on a constant-currency basis", "as reported"."""
    if basis == "reported":
        return "as reported"
    word = _ADJECTIVES.get(basis, basis)
    return f"on {_article(word)} {word} basis"


def qualified(noun: str, basis: str) -> str:
    """A noun on a basis: "an organic decline of", "organic growth of", "no organic growth"."""
    word = _ADJECTIVES.get(basis, basis)
    first, _, rest = noun.partition(" ")
    if first in ("a", "an"):
        return f"{_article(word)} {word} {rest}"
    return f"no {word} {rest}" if first == "no" else f"{word} {noun}"


def _article(word: str) -> str:
    return "an" if word[:1] in "aeiou" else "a"


BASES = Bases(
    phrase,
    qualified,
    variant="{label}, {basis}",
    named={
        basis: basis for basis in ("constant currency", "organic", "like-for-like", "pro forma", "adjusted")
    },
)

CHANGES = Changes(
    usual={
        "moved": Verbs("rose", "fell", "was flat"),
        "by": Verbs("rose by", "fell by", "did not change"),
        "up": Verbs("up", "down", "flat"),
        "growth": Verbs("growth of", "a decline of", "no growth"),
        "verb": Verbs("rose", "fell", "was flat"),
    },
    of_an_amount=INCREASED,
    own={
        ("moved", "loss"): Verbs("widened", "narrowed", "was unchanged"),
        ("by", "loss"): Verbs("widened by", "narrowed by", "did not change"),
        ("verb", "loss"): Verbs("widened", "narrowed", "was unchanged"),
        ("growth", "loss"): INCREASED,
        ("growth", "cost"): INCREASED,
        ("by", "result"): Verbs("improved by", "worsened by", "did not change"),
    },
    compared={
        "cost": Verbs("costs rose", "costs fell", "costs were unchanged"),
        "loss": Verbs("loss widened", "loss narrowed", "loss was unchanged"),
    },
    profit=Verbs("profit rose", "profit fell", "profit was flat"),
    of_loss=Verbs("loss narrowed", "loss widened", "loss was unchanged"),
    broke_even="broke even",
    to_a_loss="swung to a loss",
    to_a_profit="swung to a profit",
    turned_cost=("swung to a gain", "swung to a cost"),
    amounts={
        "cost": "costs of {amount}",
        "loss": "a loss of {amount}",
        "profit": "a profit of {amount}",
        "nothing": "break-even",
    },
    judged=Verbs("improved", "worsened", "was unchanged"),
    variance=Verbs("favourable", "unfavourable", "in line"),
    sides=Verbs("above", "below", "in line with"),
    both_variances=(", or ", ","),
    states={"n.m.": "n.m.", "n.a.": "n.a."},
    without_a_number={
        "n.m.": {
            **dict.fromkeys(VERBS, "was not meaningful"),
            "up": "not meaningful",
            "growth": "growth that is not meaningful",
        },
        "n.a.": {
            **dict.fromkeys(VERBS, "cannot be compared"),
            "up": "not comparable",
            "growth": "growth that is not available",
        },
    },
    takes_range=lambda word: word.endswith(" of"),
    leads_on=lambda text: next(
        (word for word in ("to", "from") if text.startswith((f" {word} ", f"\n{word} "))), ""
    ),
    onward=lambda verb: verb.removesuffix(" by"),
    reached="came",
    level="{words}, coming",
)

AMERICAN_CHANGES = replace(CHANGES, variance=Verbs("favorable", "unfavorable", "in line"))
