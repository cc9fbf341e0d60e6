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

from reportgen.bases import adjective, article, phrase
from reportgen.errors import FormulaError, Uncertain
from reportgen.facts.claims import claim_of
from reportgen.facts.comparable import in_one_unit
from reportgen.facts.reference import claimed
from reportgen.figures import numerals, ranges
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
from reportgen.figures.verbs import COMPARED, NOUNS, Verbs, turned, verbs_of
from reportgen.figures.written import (
    MINUS,
    Style,
    absolute,
    bound_of,
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
from reportgen.model import Fact, Fit
from reportgen.quantities import (
    BASIS_POINTS,
    INDIAN,
    MINOR,
    MULTIPLE,
    PERCENT,
    POINTS,
    RANGE,
    SCALE_WORDS,
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

FRACTIONS = {
    Decimal(1) / 2: "one half",
    Decimal(1) / 3: "one third",
    Decimal(2) / 3: "two thirds",
    Decimal(1) / 4: "one quarter",
    Decimal(3) / 4: "three quarters",
    Decimal(1) / 5: "one fifth",
    Decimal(2) / 5: "two fifths",
    Decimal(3) / 5: "three fifths",
    Decimal(4) / 5: "four fifths",
}
COLUMN_SCALES = (*SCALES, *INDIAN, *MINOR, "ones")
MAGNITUDES = {Decimal(10): "double-digit", Decimal(100): "triple-digit", Decimal(1000): "four-digit"}

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
        return _WITHOUT_A_NUMBER[fact.quantity.state].get(name, fact.quantity.state)
    words = FORMS.get(name) or CLAIMS.get(name)
    if name == "short" and claimed(fact) and (counted := tally(fact)):
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
    return words if plain else bounded(fact, value, words)


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
    return bounded(fact, value, digits_of(visible.number, visible.decimals, style))


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
    return f"{digits_of(low.number, low.decimals, style)} to {_minus(high)}{with_unit(abs(high.number), high, style)}"


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
    return _on_basis(fact, _directed(fact, style, _verbs("moved", fact, rise, fall, flat)), basis)


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
    return _on_basis(fact, _directed(fact, style, _verbs("by", fact, rise, fall, flat)), basis)


@form
def up(fact: Fact, style: Style, basis: bool = False) -> str:
    """A change as an adverb: "up 34 percent", "down 12 percent", "flat"."""
    return _on_basis(fact, _directed(fact, style, _verbs("up", fact)), basis)


@form
def growth(fact: Fact, style: Style, basis: bool = False) -> str:
    """A change as a noun: "growth of 34 percent", "a decline of 12 percent", "no growth".

    With its ``basis``: "organic growth of 4 percent", "a constant-currency decline of 3 percent".
    """
    nouns = _verbs("growth", fact)
    if basis:
        nouns = Verbs(*(_qualified(noun, adjective(fact.metric.basis)) for noun in nouns))
    return _directed(fact, style, nouns)


def _qualified(noun: str, word: str) -> str:
    """A noun with an adjective: "an organic decline of", "organic growth of", "no organic growth"."""
    first, _, rest = noun.partition(" ")
    if first in ("a", "an"):
        return f"{article(word)} {word} {rest}"
    return f"no {word} {rest}" if first == "no" else f"{word} {noun}"


@form
def on_basis(fact: Fact, style: Style) -> str:  # noqa: ARG001 - a form's signature
    """The basis alone, in words: "on a constant-currency basis", "as reported"."""
    return phrase(fact.metric.basis)


def _on_basis(fact: Fact, words: str, told: bool) -> str:
    return f"{words} {phrase(fact.metric.basis)}" if told else words


@form
def verb(
    fact: Fact,
    style: Style,  # noqa: ARG001 - a form's signature
    rise: str | None = None,
    fall: str | None = None,
    flat: str | None = None,
) -> str:
    """The direction alone, in words that the author gives: "rises" or "falls"."""
    return _choose(_way(fact, said(fact)), *_verbs("verb", fact, rise, fall, flat))


def _verbs(
    name: str, fact: Fact, rise: str | None = None, fall: str | None = None, flat: str | None = None
) -> Verbs:
    """An author's verbs, or those that go with what the fact measures. Raises FormulaError for a level."""
    if rise is None and fall is None:
        require_change(fact)
    given = {"rise": rise, "fall": fall, "flat": flat}
    return verbs_of(name, fact)._replace(**{key: text for key, text in given.items() if text is not None})


@form
def size(fact: Fact, style: Style) -> str:
    """The size of a change without its sign, where the sentence gives the direction: "12 percent"."""
    return _sized(fact, said(fact), style)


@form
def judged(
    fact: Fact,
    style: Style,  # noqa: ARG001 - a form's signature
    good: str = "improved",
    bad: str = "worsened",
    flat: str = "was unchanged",
) -> str:
    """A judgement by the metric's polarity. Raises FormulaError for a level, and when the metric has none."""
    require_change(fact)
    if fact.metric.polarity == "neutral":
        raise FormulaError(
            f"'{fact.metric.id}' has no polarity: say in metrics.yaml whether more or less is better"
        )
    rise, fall = (good, bad) if fact.metric.polarity == "more is better" else (bad, good)
    return _choose(_way(fact, said(fact)), rise, fall, flat)


@form
def favourable(
    fact: Fact,
    style: Style,
    good: str = "favourable",
    bad: str = "unfavourable",
    flat: str = "in line",
) -> str:
    """A variance judged: a cost under budget is favourable. Raises FormulaError when the metric has no polarity."""
    return judged(fact, style, good=good, bad=bad, flat=flat)


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
    return bounded(fact, value, _minus(value) + with_unit(abs(value.number), value, style))


# Words -------------------------------------------------------------------------------------------------------------


@form
def words(fact: Fact, style: Style) -> str:
    """A small whole number in words: "nine", "ten million"; digits above twenty or with a fraction."""
    if ranges.is_said_as_range(fact):
        both = ranges.ends(fact, None, None)
        return _scaled(_both_in_words(both, style), both[1])
    value = said(fact)
    visible = shown(fact, value)
    return bounded(fact, value, _scaled(_in_words(visible, style), visible))


def _scaled(words: str, value: Said) -> str:
    """A number in words with its scale: ten million is not ten, and nothing is nothing at any scale."""
    scale = SCALE_WORDS.get(value.unit.scale, "") if value.number else ""
    return f"{words} {scale}".strip(" ")


@form
def ordinal(fact: Fact, style: Style) -> str:  # noqa: ARG001 - a form's signature
    """A whole number as a rank: "ninth", "21st". Raises FormulaError for what is no whole number from one on."""
    require_rank(fact)
    value = said(fact)
    whole = int(value.number)
    if value.number != whole or whole < 1:
        raise FormulaError(
            f"'{fact.metric.id}' is {fact.quantity}; only whole numbers from one on have a rank"
        )
    return bounded(fact, value, numerals.ordinal(whole))


@form
def superlative(fact: Fact, style: Style, noun: str = "largest") -> str:
    """A rank as a superlative: "largest", "second-largest"."""
    rank = ordinal(fact, style)
    return noun if rank == numerals.ORDINALS[1] else f"{rank}-{noun}"


@form
def times(fact: Fact, style: Style) -> str:
    """A multiple in words, honest about rounding: "almost seven times", "about seven times", "6.5 times"."""
    require_ratio(fact)
    if ranges.is_said_as_range(fact):
        low, high = ranges.ends(fact, MULTIPLE, None)
        return f"{_both_in_words((low, high), style)} times"
    value, ends = fact.quantity.value, fact.quantity.interval
    whole = rounded(value, 0)
    if abs(value - whole) > NEAR_WHOLE or whole < len(("zero", "one")):
        exact = said(fact, MULTIPLE, decimals=1)
        return bounded(fact, exact, f"{digits_of(exact.number, exact.decimals, style)} times")
    name = _in_words(Said(whole, MULTIPLE, 0, certain=True), style)
    if fact.quantity.bound in OPEN_BOUNDS:
        exact = said(fact, MULTIPLE, decimals=0 if value == whole else 1)
        return bounded(fact, exact, f"{_in_words(exact, style)} times")
    if ends.low == ends.high == whole:
        return f"{name} times"
    qualifier = "almost" if ends.high < whole else "more than" if ends.low > whole else "about"
    return f"{qualifier} {name} times"


@form
def fraction(fact: Fact, style: Style) -> str:
    """A share as a common fraction that it is, or is within a point of: "about one third", "just over one half"."""
    value, ends = fact.quantity.value, fact.quantity.interval
    if fact.quantity.bound in (*OPEN_BOUNDS, RANGE) or fact.unit.dimension:
        return long(fact, style)
    share = min(FRACTIONS, key=lambda one: abs(one - value))
    if abs(share - value) > NEAR_SHARE:
        return long(fact, style)
    if ends.low == ends.high == share:
        return FRACTIONS[share]
    qualifier = "just over" if ends.low > share else "just under" if ends.high < share else "about"
    return f"{qualifier} {FRACTIONS[share]}"


@form
def magnitude(fact: Fact, style: Style) -> str:
    """A bound by its number of digits: "triple-digit" for at least 100 percent; else the bound in words."""
    value = said(fact)
    if fact.quantity.bound == "at least" and value.number in MAGNITUDES and value.unit in (PERCENT, POINTS):
        return MAGNITUDES[value.number]
    return long(fact, style)


@form
def placed(
    fact: Fact,
    style: Style,  # noqa: ARG001 - a form's signature
    above: str = "above the range",
    top: str = "at the top of the range",
    within: str = "within the range",
    bottom: str = "at the bottom of the range",
    below: str = "below the range",
) -> str:
    """Where a number stands in a range: "above the range", "at the top of the range", "within the range"."""
    return {"above": above, "top": top, "within": within, "bottom": bottom, "below": below}[
        ranges.place_in(fact)
    ]


@form
def profit(fact: Fact, style: Style) -> str:
    """An amount that may be a loss: "a profit of 5.4 billion yuan", "a loss of 1.2 billion yuan"."""
    require_money(fact)
    value = said(fact)
    amount = _sized(fact, value, style)
    if fact.metric.nature in NOUNS and "." not in fact.metric.id:
        return f"{NOUNS[fact.metric.nature]} {amount}"
    return _choose(_sign(fact, value), f"a profit of {amount}", f"a loss of {amount}", "break-even")


def direction(fact: Fact) -> int:
    """1, 0 or −1: the sign of a change after rounding, which is what a reader sees; 0 for n.a. and n.m. too."""
    visible = said(fact).number
    sign = (visible > 0) - (visible < 0)
    return -sign if turned(fact) else sign


_VERBS = ("moved", "by", "verb", "judged", "comparison")
_WITHOUT_A_NUMBER: Mapping[str, Mapping[str, str]] = {  # what stands where a sentence needs a verb, or a noun
    "n.m.": {
        **dict.fromkeys(_VERBS, "was not meaningful"),
        "up": "not meaningful",
        "growth": "growth that is not meaningful",
    },
    "n.a.": {
        **dict.fromkeys(_VERBS, "cannot be compared"),
        "up": "not comparable",
        "growth": "growth that is not available",
    },
}


def comparison(before: Fact, now: Fact) -> str:
    """How a result that may be a loss changed: "profit rose", "loss narrowed", "swung to a loss"."""
    now, before = in_one_unit(now, before)
    then, today = (value.number * value.unit.factor for value in (said(before), said(now)))
    if now.metric.nature in COMPARED and then * today >= 0:
        return _choose(abs(today) - abs(then), *COMPARED[now.metric.nature])
    if then < 0 and today < 0:
        return _choose(today - then, "loss narrowed", "loss widened", "loss was unchanged")
    if today == 0 and then:
        return "broke even"
    if then >= 0 > today:
        return "swung to a loss"
    if then < 0 < today:
        return "swung to a profit"
    return _choose(today - then, "profit rose", "profit fell", "profit was flat")


def _compared(fact: Fact, style: Style) -> str:  # noqa: ARG001 - a form's signature
    before, now = claim_of(fact).facts
    return comparison(before, now)


CLAIMS: Mapping[str, Form] = {**CLAIMS_OVER_SEVERAL, "comparison": _compared}


def _directed(fact: Fact, style: Style, verbs: Verbs) -> str:
    value = said(fact)
    way = _way(fact, value)
    word = verbs.rise if way > 0 else verbs.fall
    if ranges.is_said_as_range(fact):
        return f"{word} {ranges.sized(fact, style, 'to' if word.endswith(' of') else 'between')}".strip(" ")
    return f"{word} {_step(fact, value, style)}".strip(" ") if way else verbs.flat


def _step(fact: Fact, value: Said, style: Style) -> str:
    """By how much: of a multiple the number alone, for "rose by 0.2 to 3.4 times" has its unit once."""
    if value.unit.kind != "multiple":
        return _sized(fact, value, style)
    bound = bound_of(fact, value, mirrored=True)
    return f"{bound} {digits_of(abs(value.number), value.decimals, style)}".strip(" ")


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
    return f"{bound_of(fact, value, mirrored=True)} {_size(fact, value, style)}".strip(" ")


def _size(fact: Fact, value: Said, style: Style) -> str:
    visible = absolute(shown(fact, value))
    return with_unit(visible.number, visible, style)


def _minus(value: Said) -> str:
    return MINUS if value.number < 0 else ""


def _in_words(value: Said, style: Style) -> str:
    whole = int(value.number)
    if value.number == whole and 0 <= whole < len(numerals.ONES):
        return numerals.ONES[whole]
    return digits_of(value.number, value.decimals, style)


def _both_in_words(ends: ranges.Ends, style: Style) -> str:
    """Two ends, both in words or both in digits: "two to three", "12 to 25"."""
    texts = [_in_words(end, style) for end in ends]
    if not all(text in numerals.ONES for text in texts):
        texts = [digits_of(end.number, end.decimals, style) for end in ends]
    return " to ".join(texts)


def _choose(number: Decimal | int, positive: str, negative: str, zero: str) -> str:
    return positive if number > 0 else negative if number < 0 else zero
