"""Forms of words for changes: verbs, adverbs, nouns and judgements, by the sign that a reader sees."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Literal

from reportgen.errors import FormulaError
from reportgen.figures import ranges
from reportgen.figures.amounts import sized, with_sign
from reportgen.figures.digits import Said, said
from reportgen.figures.suitable import require_change, require_points
from reportgen.figures.verbs import chosen, is_climb, verbs_of, way_of
from reportgen.figures.written import Style, bounded, digits_of, minus, with_unit
from reportgen.language import Verbs
from reportgen.model import Fact
from reportgen.units import BASIS_POINTS, POINTS, Unit


def _as_verb(
    form: Literal["moved", "by"],
    fact: Fact,
    style: Style,
    rise: str | None = None,
    fall: str | None = None,
    flat: str | None = None,
    basis: bool = False,
) -> str:
    """A change as a verb, by the sign after rounding; with its ``basis``: "rose 34 percent on an organic basis".

    ``moved``: "rose 34 percent", "fell 12 percent", "was flat"; ``by``, of an amount: "rose by 10.2 billion yuan".
    """
    return _on_basis(fact, _directed(fact, style, _verbs(form, fact, style, rise, fall, flat)), style, basis)


def up(fact: Fact, style: Style, basis: bool = False) -> str:
    """A change as an adverb: "up 34 percent", "down 12 percent", "flat"."""
    return _on_basis(fact, _directed(fact, style, _verbs("up", fact, style)), style, basis)


def growth(fact: Fact, style: Style, basis: bool = False) -> str:
    """A change as a noun: "growth of 34 percent", "a decline of 12 percent", "no growth".

    With its ``basis``: "organic growth of 4 percent", "a constant-currency decline of 3 percent".
    """
    nouns = _verbs("growth", fact, style)
    if basis:
        nouns = Verbs(*(style.words.bases.qualified(noun, fact.metric.basis) for noun in nouns))
    return _directed(fact, style, nouns)


def on_basis(fact: Fact, style: Style) -> str:
    """The basis alone, in words: "on a constant-currency basis", "as reported"."""
    return style.words.bases.phrase(fact.metric.basis)


def _on_basis(fact: Fact, words: str, style: Style, told: bool) -> str:
    return f"{words} {on_basis(fact, style)}" if told else words


def verb(
    fact: Fact,
    style: Style,
    rise: str | None = None,
    fall: str | None = None,
    flat: str | None = None,
) -> str:
    """The direction alone, in words that the author gives: "rises" or "falls"."""
    return chosen(way_of(fact, said(fact)), *_verbs("verb", fact, style, rise, fall, flat))


def _verbs(
    name: str,
    fact: Fact,
    style: Style,
    rise: str | None = None,
    fall: str | None = None,
    flat: str | None = None,
) -> Verbs:
    """An author's verbs, or those that go with what the fact measures. Raises FormulaError for a level."""
    if rise is None and fall is None:
        require_change(fact)
    given = {"rise": rise, "fall": fall, "flat": flat}
    return verbs_of(name, fact, style)._replace(
        **{key: text for key, text in given.items() if text is not None}
    )


def size(fact: Fact, style: Style) -> str:
    """The size of a change without its sign, where the sentence gives the direction: "12 percent"."""
    return sized(fact, said(fact), style)


def _judged(
    of: Literal["judged", "variance"],
    fact: Fact,
    style: Style,
    good: str | None = None,
    bad: str | None = None,
    flat: str | None = None,
) -> str:
    """A change or a variance judged by the metric's polarity: a cost under budget is favourable.

    In the author's words for good, bad and neither, or the usual ones. Raises FormulaError for a level, and when the
    metric has no polarity.
    """
    require_change(fact)
    if fact.metric.polarity == "neutral":
        raise FormulaError(
            f"'{fact.metric.id}' has no polarity: say in metrics.yaml whether more or less is better"
        )
    changes = style.words.changes
    usual = changes.judged if of == "judged" else changes.variance
    better, worse, same = (
        ours if own is None else own for own, ours in zip((good, bad, flat), usual, strict=True)
    )
    rise, fall = (better, worse) if fact.metric.polarity == "more is better" else (worse, better)
    way = way_of(fact, said(fact))
    return chosen(-way if is_climb(fact) else way, rise, fall, same)


def _in_points(unit: Unit, fact: Fact, style: Style, sign: bool = False) -> str:
    """A change of a percentage: "3.5 percentage points", signed "+3.5pp"; a small one of a margin: "7 basis points"."""
    require_points(fact, or_level=unit == BASIS_POINTS)
    value = said(fact, unit)
    if ranges.is_said_as_range(fact):
        return (
            ranges.signed(fact, style, unit, None)
            if sign
            else ranges.long(fact, style, unit, None, plain=False)
        )
    if sign:
        return with_sign(fact, value, style)
    return bounded(fact, value, minus(value) + with_unit(abs(value.number), value, style), style)


def _directed(fact: Fact, style: Style, verbs: Verbs) -> str:
    value = said(fact)
    way = way_of(fact, value)
    word = verbs.rise if way > 0 else verbs.fall
    if ranges.is_said_as_range(fact):
        joined: ranges.Words = "to" if style.words.changes.takes_range(word) else "between"
        return f"{word} {ranges.sized(fact, style, joined)}".strip(" ")
    return f"{word} {_step(fact, value, style)}".strip(" ") if way else verbs.flat


def _step(fact: Fact, value: Said, style: Style) -> str:
    """By how much: of a multiple the number alone, for "rose by 0.2 to 3.4 times" has its unit once."""
    if value.unit.kind != "multiple":
        return sized(fact, value, style)
    digits = digits_of(abs(value.number), value.decimals, style)
    return bounded(fact, value, digits, style, mirrored=True)


FORMS: Mapping[str, Callable[..., str]] = {
    "moved": partial(_as_verb, "moved"), "by": partial(_as_verb, "by"), "up": up, "growth": growth,
    "on_basis": on_basis, "verb": verb, "size": size, "judged": partial(_judged, "judged"),
    "favourable": partial(_judged, "variance"), "pp": partial(_in_points, POINTS),
    "bps": partial(_in_points, BASIS_POINTS),
}  # fmt: skip
