"""Forms of words for one fact: the wording follows the number, after rounding.

Each form is a pure function from a fact and a style to text, under the name by which templates, the ledger and
``reportgen verify`` know it. None of them decides anything by the unrounded value: what a reader sees decides.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from typing import TypeAlias

from reportgen.errors import FormulaError, Uncertain
from reportgen.facts.book import IMPLIED
from reportgen.facts.reference import OF_RANGES
from reportgen.figures import ranges
from reportgen.figures.digits import SCALABLE, Said, said, telling_decimals
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
from reportgen.model import Derived, Fact, Kind
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
LEVELS: tuple[Kind, ...] = ("share", "margin", "ratio", "multiple", "rank", "rate", "duration")

ONES = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen"
    " eighteen nineteen twenty"
).split()
ORDINALS = (
    "zeroth first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth"
    " fifteenth sixteenth seventeenth eighteenth nineteenth twentieth"
).split()
FRACTIONS = {
    Decimal(1) / 2: "one half",
    Decimal(1) / 3: "one third",
    Decimal(2) / 3: "two thirds",
    Decimal(1) / 4: "one quarter",
    Decimal(3) / 4: "three quarters",
    Decimal(1) / 5: "one fifth",
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


def say(fact: Fact, name: str, style: Style, options: Mapping[str, Option] | None = None) -> str:
    """Say a fact in the form ``name``. Raises FormulaError when the form does not fit the fact."""
    if fact.quantity.state:
        return (
            "not meaningful" if name in _SENTENCES and fact.quantity.state == "n.m." else fact.quantity.state
        )
    if name not in FORMS:
        raise FormulaError(f"no form of words '{name}'{meant(name, FORMS)}")
    try:
        return FORMS[name](fact, style, **(options or {}))
    except TypeError as problem:
        raise FormulaError(_options_refused(name, options or {})) from problem


def _options_refused(name: str, options: Mapping[str, Option]) -> str:
    taken = list(inspect.signature(FORMS[name]).parameters)[2:]  # behind the fact and the style
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
    if not ends.is_finite:
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
def moved(fact: Fact, style: Style, rise: str = "rose", fall: str = "fell", flat: str = "was flat") -> str:
    """A change as a verb: "rose 34 percent", "fell 12 percent", "was flat"; by the sign after rounding."""
    return _directed(fact, style, rise, fall, flat)


@form
def by(
    fact: Fact, style: Style, rise: str = "rose by", fall: str = "fell by", flat: str = "did not change"
) -> str:
    """A change of an amount: "rose by 10.2 billion yuan", "fell by 3.5 percentage points"."""
    return _directed(fact, style, rise, fall, flat)


@form
def up(fact: Fact, style: Style) -> str:
    """A change as an adverb: "up 34 percent", "down 12 percent", "flat"."""
    return _directed(fact, style, "up", "down", "flat")


@form
def growth(fact: Fact, style: Style) -> str:
    """A change as a noun: "growth of 34 percent", "a decline of 12 percent", "no growth"."""
    return _directed(fact, style, "growth of", "a decline of", "no growth")


@form
def verb(fact: Fact, style: Style, rise: str = "rose", fall: str = "fell", flat: str = "was flat") -> str:  # noqa: ARG001 - a form's signature
    """The direction alone, in words that the author gives: "rises" or "falls"."""
    return _choose(_way(fact, said(fact)), rise, fall, flat)


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
    """A judgement by the metric's polarity. Raises FormulaError when the metric has none."""
    if fact.metric.polarity == "neutral":
        raise FormulaError(
            f"'{fact.metric.id}' has no polarity: say in metrics.yaml whether more or less is better"
        )
    rise, fall = (good, bad) if fact.metric.polarity == "more is better" else (bad, good)
    return _choose(_way(fact, said(fact)), rise, fall, flat)


@form
def pp(fact: Fact, style: Style, sign: bool = False) -> str:
    """A change of a percentage in percentage points: "3.5 percentage points", signed "+3.5pp"."""
    return _in_points(fact, POINTS, style, sign=sign)


@form
def bps(fact: Fact, style: Style, sign: bool = False) -> str:
    """A small change of a margin in basis points, no finer than the inputs allow: "7 basis points"."""
    return _in_points(fact, BASIS_POINTS, style, sign=sign)


def _in_points(fact: Fact, unit: Unit, style: Style, *, sign: bool) -> str:
    if fact.unit.kind not in ("percent", "points"):
        raise FormulaError(
            f"'{fact.metric.id}' is in {fact.unit.symbol or 'units'}; only percentages move by points"
        )
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
    """A small whole number in words: "nine"; digits above twenty or with a fraction."""
    if ranges.is_said_as_range(fact):
        return _both_in_words(ranges.ends(fact, None, None), style)
    value = said(fact)
    return bounded(fact, value, _in_words(value, style))


@form
def ordinal(fact: Fact, style: Style) -> str:  # noqa: ARG001 - a form's signature
    """A whole number as a rank: "ninth", "21st". Raises FormulaError for what is no whole number from one on."""
    value = said(fact)
    whole = int(value.number)
    if value.number != whole or whole < 1 or fact.quantity.is_range:
        raise FormulaError(
            f"'{fact.metric.id}' is {fact.quantity}; only whole numbers from one on have a rank"
        )
    return bounded(fact, value, _ordinal(whole))


def _ordinal(whole: int) -> str:
    if whole < len(ORDINALS):
        return ORDINALS[whole]
    suffix = "th" if whole % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(whole % 10, "th")
    return f"{whole:,}{suffix}"


@form
def superlative(fact: Fact, style: Style, noun: str = "largest") -> str:
    """A rank as a superlative: "largest", "second-largest"."""
    rank = ordinal(fact, style)
    return noun if rank == ORDINALS[1] else f"{rank}-{noun}"


@form
def times(fact: Fact, style: Style) -> str:
    """A multiple in words, honest about rounding: "almost seven times", "about seven times", "6.5 times"."""
    if fact.unit.dimension:
        raise FormulaError(
            f"'{fact.metric.id}' is in {fact.unit.symbol}; only a ratio is so many times something"
        )
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
    """A share as a common fraction where it is one within its interval ("about one third"), else in percent."""
    if fact.quantity.bound not in (*OPEN_BOUNDS, RANGE) and not fact.unit.dimension:
        for share, name in FRACTIONS.items():
            if fact.quantity.bound == "exact" and fact.quantity.value == share:
                return name
            if share in fact.quantity.interval and abs(share - fact.quantity.value) < NEAR_SHARE:
                return f"about {name}"
    return long(fact, style)


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
    value = said(fact)
    amount = _sized(fact, value, style)
    return _choose(_way(fact, value), f"a profit of {amount}", f"a loss of {amount}", "break-even")


def direction(fact: Fact) -> int:
    """1, 0 or −1: the sign of a change after rounding, which is what a reader sees; 0 for n.a. and n.m. too."""
    visible = said(fact).number
    return (visible > 0) - (visible < 0)


_SENTENCES = frozenset({"moved", "by", "up", "growth", "verb"})


def comparison(before: Fact, now: Fact, style: Style) -> str:  # noqa: ARG001 - the words will depend on the language
    """How a result that may be a loss changed: "profit rose", "loss narrowed", "swung to a loss"."""
    state = now.quantity.state or before.quantity.state
    if state:
        return "not meaningful" if state == "n.m." else state
    if before.unit.dimension != now.unit.dimension:
        raise FormulaError(f"'{before.id}' is in {before.unit.symbol}, '{now.id}' in {now.unit.symbol}")
    then, today = (value.number * value.unit.factor for value in (said(before), said(now)))
    if then < 0 and today < 0:
        return _choose(today - then, "loss narrowed", "loss widened", "loss was unchanged")
    if today == 0 and then:
        return "broke even"
    if then >= 0 > today:
        return "swung to a loss"
    if then < 0 < today:
        return "swung to a profit"
    return _choose(today - then, "profit rose", "profit fell", "profit was flat")


def _directed(fact: Fact, style: Style, rise: str, fall: str, flat: str) -> str:
    if (rise, fall) in _USUAL and _is_level(fact):
        raise FormulaError(
            f"'{fact.metric.id}' is a level and does not move; write {fact.metric.id}.yoy or .change, or words that fit"
        )
    value = said(fact)
    way = _way(fact, value)
    word = rise if way > 0 else fall
    if ranges.is_said_as_range(fact):
        return f"{word} {ranges.sized(fact, style, 'to' if word.endswith(' of') else 'between')}".strip(" ")
    return f"{word} {_sized(fact, value, style)}".strip(" ") if way else flat


_USUAL = (("rose", "fell"), ("rose by", "fell by"), ("up", "down"), ("growth of", "a decline of"))


def _is_level(fact: Fact) -> bool:
    """Whether a fact says how much there is, and not by how much it changed: then it neither rises nor falls."""
    if fact.metric.kind in ("growth", "points"):
        return False
    if "." in fact.metric.id:
        return fact.metric.id.rpartition(".")[2] in OF_RANGES
    computed = isinstance(fact.origin, Derived) and not fact.origin.formula.startswith(IMPLIED)
    return fact.metric.kind in LEVELS or not computed


def _way(fact: Fact, value: Said) -> int:
    """The direction that a reader sees, by the number after rounding; raises Uncertain when a bound leaves it open."""
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
    if value.number == whole and 0 <= whole < len(ONES):
        return ONES[whole]
    return digits_of(value.number, value.decimals, style)


def _both_in_words(ends: ranges.Ends, style: Style) -> str:
    """Two ends, both in words or both in digits: "two to three", "12 to 25"."""
    texts = [_in_words(end, style) for end in ends]
    if not all(text in ONES for text in texts):
        texts = [digits_of(end.number, end.decimals, style) for end in ends]
    return " to ".join(texts)


def _choose(number: Decimal | int, positive: str, negative: str, zero: str) -> str:
    return positive if number > 0 else negative if number < 0 else zero
