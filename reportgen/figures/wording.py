"""Forms of words for one fact: the wording follows the number, after rounding.

Each form is a pure function from a fact and a style to text, under the name by which templates, the ledger and
``reportgen verify`` know it. None of them decides anything by the unrounded value: what a reader sees decides.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from typing import TypeAlias

from reportgen.errors import FormulaError, Uncertain
from reportgen.facts.claims import claim_of
from reportgen.facts.comparable import in_one_unit
from reportgen.facts.reference import claimed
from reportgen.figures import ranges
from reportgen.figures.claiming import CLAIMS as CLAIMS_OVER_SEVERAL
from reportgen.figures.claiming import tally
from reportgen.figures.digits import SCALABLE, Said, said, telling_decimals
from reportgen.figures.suitable import (
    require_change,
    require_money,
    require_points,
    require_rank,
    require_ratio,
)
from reportgen.figures.verbs import turned, verbs_of
from reportgen.figures.written import (
    MINUS,
    Style,
    absolute,
    bounded,
    compact,
    currency_short,
    currency_word,
    digits_of,
    shown,
    sign_of_bound,
    with_unit,
)
from reportgen.findings import meant, one_of
from reportgen.language import Verbs
from reportgen.model import Fact, Fit
from reportgen.quantities import (
    BASIS_POINTS,
    INDIAN,
    MINOR,
    MULTIPLE,
    PERCENT,
    POINTS,
    RANGE,
    SCALES,
    Unit,
    rounded,
)

__all__ = [
    "FORMS", "MINUS", "Form", "Option", "Style", "comparison", "currency_short", "currency_word", "direction", "form",
    "say",
]  # fmt: skip

NEAR_WHOLE = Decimal("0.25")  # how far from a whole number "almost seven times" may be
NEAR_SHARE = Decimal("0.01")  # how far from a third "about one third" may be
OPEN_BOUNDS = ("at least", "more than", "at most", "less than")

COLUMN_SCALES = (*SCALES, *INDIAN, *MINOR, "ones")

Option: TypeAlias = str | int | bool | None


Form = Callable[..., str]
FORMS: dict[str, Form] = {}


def form(function: Form) -> Form:
    """Register a form of words under its function's name."""
    FORMS[function.__name__] = function
    return function


def say(
    fact: Fact,
    name: str,
    style: Style,
    options: Mapping[str, Option] | None = None,
    fit: Sequence[Fit] = (),
) -> str:
    """Say a fact in the form ``name``, fitted to its place. Raises FormulaError when the form does not fit the fact."""
    style = replace(style, negative="minus") if "minus" in fit else style
    fact = replace(fact, metric=replace(fact.metric, decimals=0)) if "whole" in fit else fact
    text = _said(fact, name, style, options or {})
    return text[:1].upper() + text[1:] if "capital" in fit else text


def _said(fact: Fact, name: str, style: Style, options: Mapping[str, Option]) -> str:
    if fact.quantity.state:
        return style.words.changes.without_a_number[fact.quantity.state].get(name, fact.quantity.state)
    words = FORMS.get(name) or CLAIMS.get(name)
    if name == "short" and claimed(fact) and (counted := tally(fact, style)):
        return counted
    if words is None:
        raise FormulaError(f"no form of words '{name}'{meant(name, FORMS)}")
    try:
        return words(fact, style, **options)
    except TypeError as problem:
        raise FormulaError(_options_refused(words, name, options)) from problem


def _options_refused(words: Form, name: str, options: Mapping[str, Option]) -> str:
    taken = list(inspect.signature(words).parameters)[2:]  # behind the fact and the style
    unknown = [f"'{option}'" for option in options if option not in taken]
    wrong = ", ".join(unknown) or "a value of this kind"
    return f"'{name}' does not take {wrong}; " + (
        f"it takes {one_of(taken)}" if taken else "it takes no options"
    )


# Amounts -----------------------------------------------------------------------------------------------------------


@form
def long(fact: Fact, style: Style, decimals: int | None = None, plain: bool = False, scale: str = "") -> str:
    """For prose: "39.8 billion yuan", "34 percent", "more than 10 million downloads", "about 10 percent"."""
    if ranges.is_said_as_range(fact):
        return ranges.long(fact, style, _at_scale(fact, scale), decimals, plain=plain)
    value = said(fact, _at_scale(fact, scale), decimals)
    words = _minus(shown(fact, value)) + _size(fact, value, style)
    return words if plain else bounded(fact, value, words, style)


@form
def short(fact: Fact, style: Style, decimals: int | None = None, scale: str = "") -> str:
    """For cards and labels: "RMB 39.8bn", "34%", "~RMB 120bn", ">10mn", "€55–60mn"."""
    if ranges.is_said_as_range(fact):
        return ranges.short(fact, style, _at_scale(fact, scale), decimals)
    value = said(fact, _at_scale(fact, scale), decimals)
    return sign_of_bound(fact, value) + compact(shown(fact, value), style)


def _at_scale(fact: Fact, scale: str) -> Unit | None:
    """The unit of a figure at a scale; None where it is said in its own."""
    if scale not in COLUMN_SCALES:
        raise FormulaError(f"scale '{scale}'; expected one of {', '.join(filter(None, COLUMN_SCALES))}")
    return fact.unit.scaled(scale) if scale and fact.unit.kind in SCALABLE else None


@form
def signed(fact: Fact, style: Style, decimals: int | None = None, scale: str = "") -> str:
    """A change with its sign: "+34%", "−12%" (or "(12%)"), "+3.5pp", "0%", ">1,000%"."""
    if ranges.is_said_as_range(fact):
        return ranges.signed(fact, style, _at_scale(fact, scale), decimals)
    return _signed(fact, said(fact, _at_scale(fact, scale), decimals), style)


def _signed(fact: Fact, value: Said, style: Style) -> str:
    mark, number = sign_of_bound(fact, value), shown(fact, value)
    plus = "+" if number.number > 0 and number is value else ""
    return mark + plus + compact(number, style)


@form
def number(
    fact: Fact,
    style: Style,
    scale: str = "",
    decimals: int | None = None,
    sign: bool = False,
    bound: bool = True,
) -> str:
    """The digits alone, for a column whose header names the unit, at its ``scale`` (``bn``, ``ones``)."""
    if ranges.is_said_as_range(fact):
        return ranges.number(fact, style, _at_scale(fact, scale), decimals, sign=sign)
    value = said(fact, _at_scale(fact, scale), decimals)
    visible = shown(fact, value)
    digits = digits_of(abs(visible.number), visible.decimals, style)
    if visible.number < 0:
        digits = f"({digits})" if style.negative == "parentheses" else MINUS + digits
    elif sign and visible.number > 0 and visible is value:
        digits = f"+{digits}"
    return (sign_of_bound(fact, value) if bound or visible is not value else "") + digits


@form
def bare(fact: Fact, style: Style, decimals: int | None = None) -> str:
    """Digits for prose that names the unit itself: "about 10" of the 12 billion."""
    if ranges.is_said_as_range(fact):
        return ranges.bare(fact, style, decimals)
    value = said(fact, decimals=decimals)
    visible = shown(fact, value)
    return bounded(fact, value, digits_of(visible.number, visible.decimals, style), style)


@form
def between(fact: Fact, style: Style, decimals: int | None = None) -> str:
    """The interval that rounding allows, its ends rounded outward: "9.05 to 9.15 percent"; of a range its ends."""
    if ranges.is_said_as_range(fact):
        return ranges.in_full(fact, style, decimals)
    ends = fact.quantity.interval
    if not ends.is_finite or not ends.width:
        return long(fact, style)
    unit = said(fact).unit
    places = telling_decimals(fact.quantity, unit) if decimals is None else decimals
    low, high = (
        Said(rounded(end / unit.factor, places, mode), unit, max(0, places), certain=True)
        for end, mode in ((ends.low, ROUND_FLOOR), (ends.high, ROUND_CEILING))
    )
    if low.number == high.number:
        return _minus(low) + with_unit(abs(low.number), low, style)
    above = _minus(high) + with_unit(abs(high.number), high, style)
    return style.words.bounds.to.format(low=digits_of(low.number, low.decimals, style), high=above)


# Changes -----------------------------------------------------------------------------------------------------------


@form
def moved(
    fact: Fact,
    style: Style,
    rise: str | None = None,
    fall: str | None = None,
    flat: str | None = None,
    basis: bool = False,
) -> str:
    """A change as a verb: "rose 34 percent", "fell 12 percent", "was flat"; by the sign after rounding.

    With its ``basis``: "rose 34 percent on a constant-currency basis".
    """
    return _on_basis(
        fact, _directed(fact, style, _verbs("moved", fact, style, rise, fall, flat)), style, basis
    )


@form
def by(
    fact: Fact,
    style: Style,
    rise: str | None = None,
    fall: str | None = None,
    flat: str | None = None,
    basis: bool = False,
) -> str:
    """A change of an amount: "rose by 10.2 billion yuan", "fell by 3.5 percentage points"."""
    return _on_basis(fact, _directed(fact, style, _verbs("by", fact, style, rise, fall, flat)), style, basis)


@form
def up(fact: Fact, style: Style, basis: bool = False) -> str:
    """A change as an adverb: "up 34 percent", "down 12 percent", "flat"."""
    return _on_basis(fact, _directed(fact, style, _verbs("up", fact, style)), style, basis)


@form
def growth(fact: Fact, style: Style, basis: bool = False) -> str:
    """A change as a noun: "growth of 34 percent", "a decline of 12 percent", "no growth".

    With its ``basis``: "organic growth of 4 percent", "a constant-currency decline of 3 percent".
    """
    nouns = _verbs("growth", fact, style)
    if basis:
        nouns = Verbs(*(style.words.bases.qualified(noun, fact.metric.basis) for noun in nouns))
    return _directed(fact, style, nouns)


@form
def on_basis(fact: Fact, style: Style) -> str:
    """The basis alone, in words: "on a constant-currency basis", "as reported"."""
    return style.words.bases.phrase(fact.metric.basis)


def _on_basis(fact: Fact, words: str, style: Style, told: bool) -> str:
    return f"{words} {on_basis(fact, style)}" if told else words


@form
def verb(
    fact: Fact,
    style: Style,
    rise: str | None = None,
    fall: str | None = None,
    flat: str | None = None,
) -> str:
    """The direction alone, in words that the author gives: "rises" or "falls"."""
    return _choose(_way(fact, said(fact)), *_verbs("verb", fact, style, rise, fall, flat))


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


@form
def size(fact: Fact, style: Style) -> str:
    """The size of a change without its sign, where the sentence gives the direction: "12 percent"."""
    return _sized(fact, said(fact), style)


@form
def judged(
    fact: Fact,
    style: Style,
    good: str | None = None,
    bad: str | None = None,
    flat: str | None = None,
) -> str:
    """A judgement by the metric's polarity. Raises FormulaError for a level, and when the metric has none."""
    return _judged(fact, style.words.changes.judged, good, bad, flat)


@form
def favourable(
    fact: Fact,
    style: Style,
    good: str | None = None,
    bad: str | None = None,
    flat: str | None = None,
) -> str:
    """A variance judged: a cost under budget is favourable. Raises FormulaError when the metric has no polarity."""
    return _judged(fact, style.words.changes.variance, good, bad, flat)


def _judged(fact: Fact, usual: Verbs, good: str | None, bad: str | None, flat: str | None) -> str:
    """The author's words for good, bad and neither, or the usual ones."""
    require_change(fact)
    if fact.metric.polarity == "neutral":
        raise FormulaError(
            f"'{fact.metric.id}' has no polarity: say in metrics.yaml whether more or less is better"
        )
    better, worse, same = (
        ours if own is None else own for own, ours in zip((good, bad, flat), usual, strict=True)
    )
    rise, fall = (better, worse) if fact.metric.polarity == "more is better" else (worse, better)
    return _choose(_way(fact, said(fact)), rise, fall, same)


@form
def pp(fact: Fact, style: Style, sign: bool = False) -> str:
    """A change of a percentage in percentage points: "3.5 percentage points", signed "+3.5pp"."""
    return _in_points(fact, POINTS, style, sign=sign)


@form
def bps(fact: Fact, style: Style, sign: bool = False) -> str:
    """A small change of a margin in basis points, no finer than the inputs allow: "7 basis points"."""
    return _in_points(fact, BASIS_POINTS, style, sign=sign)


def _in_points(fact: Fact, unit: Unit, style: Style, *, sign: bool) -> str:
    require_points(fact, or_level=unit == BASIS_POINTS)
    value = said(fact, unit)
    if ranges.is_said_as_range(fact):
        return (
            ranges.signed(fact, style, unit, None)
            if sign
            else ranges.long(fact, style, unit, None, plain=False)
        )
    if sign:
        return _signed(fact, value, style)
    return bounded(fact, value, _minus(value) + with_unit(abs(value.number), value, style), style)


# Words -------------------------------------------------------------------------------------------------------------


@form
def words(fact: Fact, style: Style) -> str:
    """A small whole number in words: "nine", "ten million"; digits above twenty or with a fraction."""
    if ranges.is_said_as_range(fact):
        both = ranges.ends(fact, None, None)
        return _scaled(_both_in_words(both, style), both[1], style)
    value = said(fact)
    visible = shown(fact, value)
    return bounded(fact, value, _scaled(_in_words(visible, style), visible, style), style)


def _scaled(words: str, value: Said, style: Style) -> str:
    """A number in words with its scale: ten million is not ten, and nothing is nothing at any scale."""
    scale = style.words.units.scales.get(value.unit.scale, "") if value.number else ""
    return f"{words} {scale}".strip(" ")


@form
def ordinal(fact: Fact, style: Style) -> str:
    """A whole number as a rank: "ninth", "21st". Raises FormulaError for what is no whole number from one on."""
    require_rank(fact)
    value = said(fact)
    whole = int(value.number)
    if value.number != whole or whole < 1:
        raise FormulaError(
            f"'{fact.metric.id}' is {fact.quantity}; only whole numbers from one on have a rank"
        )
    return bounded(fact, value, style.words.numerals.ordinal(whole), style)


@form
def superlative(fact: Fact, style: Style, noun: str = "") -> str:
    """A rank as a superlative: "largest", "second-largest"."""
    rank, numerals = ordinal(fact, style), style.words.numerals
    noun = noun or numerals.superlative
    return noun if rank == numerals.ranks[1] else numerals.ranked.format(rank=rank, noun=noun)


@form
def times(fact: Fact, style: Style) -> str:
    """A multiple in words, honest about rounding: "almost seven times", "about seven times", "6.5 times"."""
    require_ratio(fact)
    of_it, bounds = style.words.units.times, style.words.bounds.words
    if ranges.is_said_as_range(fact):
        low, high = ranges.ends(fact, MULTIPLE, None)
        return f"{_both_in_words((low, high), style)} {of_it}"
    value, ends = fact.quantity.value, fact.quantity.interval
    whole = rounded(value, 0)
    if abs(value - whole) > NEAR_WHOLE or whole < len(("zero", "one")):
        exact = said(fact, MULTIPLE, decimals=1)
        return bounded(fact, exact, f"{digits_of(exact.number, exact.decimals, style)} {of_it}", style)
    name = _in_words(Said(whole, MULTIPLE, 0, certain=True), style)
    if fact.quantity.bound in OPEN_BOUNDS:
        exact = said(fact, MULTIPLE, decimals=0 if value == whole else 1)
        return bounded(fact, exact, f"{_in_words(exact, style)} {of_it}", style)
    if ends.low == ends.high == whole:
        return f"{name} {of_it}"
    if ends.high < whole:
        return f"{style.words.numerals.almost} {name} {of_it}"
    return f"{bounds['more than' if ends.low > whole else 'about']} {name} {of_it}"


@form
def fraction(fact: Fact, style: Style) -> str:
    """A share as a common fraction that it is, or is within a point of: "about one third", "just over one half"."""
    value, ends = fact.quantity.value, fact.quantity.interval
    if fact.quantity.bound in (*OPEN_BOUNDS, RANGE) or fact.unit.dimension:
        return long(fact, style)
    numerals = style.words.numerals
    share = min(numerals.fractions, key=lambda one: abs(one - value))
    if abs(share - value) > NEAR_SHARE:
        return long(fact, style)
    if ends.low == ends.high == share:
        return numerals.fractions[share]
    return f"{_nearly(share, fact, style)} {numerals.fractions[share]}"


def _nearly(share: Decimal, fact: Fact, style: Style) -> str:
    ends, numerals = fact.quantity.interval, style.words.numerals
    if ends.low > share:
        return numerals.just_over
    return numerals.just_under if ends.high < share else style.words.bounds.words["about"]


@form
def magnitude(fact: Fact, style: Style) -> str:
    """A bound by its number of digits: "triple-digit" for at least 100 percent; else the bound in words."""
    value, known = said(fact), style.words.numerals.magnitudes
    if fact.quantity.bound == "at least" and value.number in known and value.unit in (PERCENT, POINTS):
        return known[value.number]
    return long(fact, style)


@form
def placed(
    fact: Fact,
    style: Style,
    above: str | None = None,
    top: str | None = None,
    within: str | None = None,
    bottom: str | None = None,
    below: str | None = None,
) -> str:
    """Where a number stands in a range: "above the range", "at the top of the range", "within the range"."""
    place = ranges.place_in(fact)
    own = {"above": above, "top": top, "within": within, "bottom": bottom, "below": below}[place]
    return style.words.bounds.places[place] if own is None else own


@form
def profit(fact: Fact, style: Style) -> str:
    """An amount that may be a loss: "a profit of 5.4 billion yuan", "a loss of 1.2 billion yuan"."""
    require_money(fact)
    value = said(fact)
    amount = _sized(fact, value, style)
    amounts = style.words.changes.amounts
    if fact.metric.nature in ("cost", "loss") and "." not in fact.metric.id:
        return amounts[fact.metric.nature].format(amount=amount)
    return _choose(_sign(fact, value), amounts["profit"], amounts["loss"], amounts["nothing"]).format(
        amount=amount
    )


def direction(fact: Fact) -> int:
    """1, 0 or −1: the sign of a change after rounding, which is what a reader sees; 0 for n.a. and n.m. too."""
    visible = said(fact).number
    sign = (visible > 0) - (visible < 0)
    return -sign if turned(fact) else sign


def comparison(before: Fact, now: Fact, style: Style) -> str:
    """How a result that may be a loss changed: "profit rose", "loss narrowed", "swung to a loss"."""
    now, before = in_one_unit(now, before)
    then, today = (value.number * value.unit.factor for value in (said(before), said(now)))
    words = style.words.changes
    if now.metric.nature in words.compared and then * today >= 0:
        return _choose(abs(today) - abs(then), *words.compared[now.metric.nature])
    if then < 0 and today < 0:
        return _choose(today - then, *words.of_loss)
    if today == 0 and then:
        return words.broke_even
    if then >= 0 > today:
        return words.to_a_loss
    if then < 0 < today:
        return words.to_a_profit
    return _choose(today - then, *words.profit)


def _compared(fact: Fact, style: Style) -> str:
    before, now = claim_of(fact).facts
    return comparison(before, now, style)


CLAIMS: Mapping[str, Form] = {**CLAIMS_OVER_SEVERAL, "comparison": _compared}


def _directed(fact: Fact, style: Style, verbs: Verbs) -> str:
    value = said(fact)
    way = _way(fact, value)
    word = verbs.rise if way > 0 else verbs.fall
    if ranges.is_said_as_range(fact):
        joined: ranges.Words = "to" if style.words.changes.takes_range(word) else "between"
        return f"{word} {ranges.sized(fact, style, joined)}".strip(" ")
    return f"{word} {_step(fact, value, style)}".strip(" ") if way else verbs.flat


def _step(fact: Fact, value: Said, style: Style) -> str:
    """By how much: of a multiple the number alone, for "rose by 0.2 to 3.4 times" has its unit once."""
    if value.unit.kind != "multiple":
        return _sized(fact, value, style)
    digits = digits_of(abs(value.number), value.decimals, style)
    return bounded(fact, value, digits, style, mirrored=True)


def _way(fact: Fact, value: Said) -> int:
    """The direction that a reader sees, by the number after rounding; raises Uncertain when a bound leaves it open."""
    return -_sign(fact, value) if turned(fact) else _sign(fact, value)


def _sign(fact: Fact, value: Said) -> int:
    bound, ends = fact.quantity.bound, fact.quantity.interval
    if ranges.is_said_as_range(fact):
        return ranges.way(fact)
    if bound not in OPEN_BOUNDS:
        return (value.number > 0) - (value.number < 0)
    if ends.low > 0 or (ends.low == 0 and bound == "more than"):
        return 1
    if ends.high < 0 or (ends.high == 0 and bound == "less than"):
        return -1
    raise Uncertain(
        f"{fact.id} is {fact.quantity}: that leaves open whether it rose or fell; say it as a figure"
    )


def _sized(fact: Fact, value: Said, style: Style) -> str:
    """The size of a number with its bound, which turns round where the number is negative."""
    if ranges.is_said_as_range(fact):
        return ranges.sized(fact, style)
    return bounded(fact, value, _size(fact, value, style), style, mirrored=True)


def _size(fact: Fact, value: Said, style: Style) -> str:
    visible = absolute(shown(fact, value))
    return with_unit(visible.number, visible, style)


def _minus(value: Said) -> str:
    return MINUS if value.number < 0 else ""


def _in_words(value: Said, style: Style) -> str:
    whole, known = int(value.number), style.words.numerals.in_words
    if value.number == whole and 0 <= whole < len(known):
        return known[whole]
    return digits_of(value.number, value.decimals, style)


def _both_in_words(ends: ranges.Ends, style: Style) -> str:
    """Two ends, both in words or both in digits: "two to three", "12 to 25"."""
    texts = [_in_words(end, style) for end in ends]
    if not all(text in style.words.numerals.in_words for text in texts):
        texts = [digits_of(end.number, end.decimals, style) for end in ends]
    return style.words.bounds.to.format(low=texts[0], high=texts[1])


def _choose(number: Decimal | int, positive: str, negative: str, zero: str) -> str:
    return positive if number > 0 else negative if number < 0 else zero
