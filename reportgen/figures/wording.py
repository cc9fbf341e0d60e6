"""Forms of words for one fact: the wording follows the number, after rounding.

Each form is a pure function from a fact and a style to text, under the name by which templates, the ledger and
``reportgen verify`` know it. None of them decides anything by the unrounded value: what a reader sees decides.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import lru_cache
from typing import Literal, TypeAlias

from reportgen.errors import FormulaError
from reportgen.figures.digits import Said, natural_unit, said
from reportgen.model import Fact
from reportgen.quantities import BASIS_POINTS, POINTS, SCALE_WORDS, SCALES, Unit, rounded

MINUS = "−"
TIED = "\u00a0"  # no-break space: a number and its unit stay on one line
GROWTH_LIMIT = Decimal(1000)  # percent; above it growth is said as a bound (BRIEFS: ">1,000 %")
NEAR_WHOLE = Decimal("0.25")  # how far from a whole number "almost seven times" may be

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
MAGNITUDES = {Decimal(10): "double-digit", Decimal(100): "triple-digit", Decimal(1000): "four-digit"}

Option: TypeAlias = str | int | bool


@dataclass(frozen=True, slots=True)
class Style:
    """How a brief writes numbers: language (CLDR), names of currencies, and negative numbers."""

    language: str = "en"
    currency_short: Mapping[str, str] = field(default_factory=dict)
    currency_word: Mapping[str, str] = field(default_factory=dict)
    negative: Literal["minus", "parentheses"] = "minus"


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
    try:
        return FORMS[name](fact, style, **(options or {}))
    except TypeError as problem:
        raise FormulaError(f"'{name}' does not take these options: {problem}") from problem


# Amounts -----------------------------------------------------------------------------------------------------------


@form
def long(fact: Fact, style: Style, decimals: int | None = None, plain: bool = False) -> str:
    """For prose: "39.8 billion yuan", "34 percent", "more than 10 million downloads", "about 10 percent"."""
    number = said(fact, decimals=decimals)
    words = _with_unit(abs(number.number), number, style)
    if number.number < 0:
        words = MINUS + words
    return words if plain else _bounded(fact, number, words)


@form
def short(fact: Fact, style: Style, decimals: int | None = None) -> str:
    """For cards and labels: "RMB 39.8bn", "34%", "~RMB 120bn", ">10mn"."""
    number = said(fact, decimals=decimals)
    return _sign_of_bound(fact) + _compact(number, style)


@form
def signed(fact: Fact, style: Style, decimals: int | None = None) -> str:
    """A change with its sign: "+34%", "−12%", "+3.5pp", "0%"."""
    number = said(fact, decimals=decimals)
    if number.unit.kind == "percent" and number.number > GROWTH_LIMIT:
        return f">{_digits(GROWTH_LIMIT, 0, style)}%"
    sign = "+" if number.number > 0 else MINUS if number.number < 0 else ""
    return _sign_of_bound(fact) + sign + _compact(_absolute(number), style)


@form
def number(
    fact: Fact,
    style: Style,
    scale: str = "",
    decimals: int | None = None,
    sign: bool = False,
    bound: bool = True,
) -> str:
    """The digits alone, for a column whose header names the unit; ``scale`` is that of the column (``bn``)."""
    unit = fact.quantity.unit
    if unit.kind in ("currency", "count"):
        unit = unit.scaled(scale) if scale in SCALES and scale else natural_unit(fact.quantity)
    value = said(fact, unit, decimals)
    digits = _digits(abs(value.number), value.decimals, style)
    if value.number < 0:
        digits = f"({digits})" if style.negative == "parentheses" else MINUS + digits
    elif sign and value.number > 0:
        digits = f"+{digits}"
    return (_sign_of_bound(fact) if bound else "") + digits


@form
def bare(fact: Fact, style: Style, decimals: int | None = None) -> str:
    """Digits for prose that names the unit itself: "about 10" of the 12 billion."""
    value = said(fact, decimals=decimals)
    return _bounded(fact, value, _digits(value.number, value.decimals, style))


@form
def between(fact: Fact, style: Style, decimals: int = 1) -> str:
    """The interval that rounding allows: "8.9 to 9.2 percent"."""
    unit = natural_unit(fact.quantity)
    ends = fact.quantity.interval
    if not ends.is_finite:
        return long(fact, style)
    low, high = (
        Said(rounded(end / unit.factor, decimals), unit, decimals, True) for end in (ends.low, ends.high)
    )
    if low.number == high.number:
        return _with_unit(low.number, low, style)
    return f"{_digits(low.number, decimals, style)} to {_with_unit(high.number, high, style)}"


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
def verb(fact: Fact, style: Style, rise: str = "rose", fall: str = "fell", flat: str = "was flat") -> str:
    """The direction alone, in words that the author gives: "rises" or "falls"."""
    return _choose(said(fact).number, rise, fall, flat)


@form
def size(fact: Fact, style: Style) -> str:
    """The size of a change without its sign, where the sentence gives the direction: "12 percent"."""
    value = said(fact)
    return _bounded(fact, value, _with_unit(abs(value.number), value, style))


@form
def judged(
    fact: Fact, style: Style, good: str = "improved", bad: str = "worsened", flat: str = "was unchanged"
) -> str:
    """A judgement by the metric's polarity. Raises FormulaError when the metric has none."""
    if fact.metric.polarity == "neutral":
        raise FormulaError(
            f"'{fact.metric.id}' has no polarity: say in metrics.yaml whether more or less is better"
        )
    rise, fall = (good, bad) if fact.metric.polarity == "more is better" else (bad, good)
    return _choose(said(fact).number, rise, fall, flat)


@form
def pp(fact: Fact, style: Style, sign: bool = False) -> str:
    """A change of a percentage in percentage points: "3.5 percentage points", signed "+3.5pp"."""
    value = said(fact, POINTS)
    if sign:
        return signed(fact, style)
    return _bounded(fact, value, _with_unit(value.number, value, style))


@form
def bps(fact: Fact, style: Style, sign: bool = False) -> str:
    """A small change of a margin in basis points, no finer than the inputs allow: "7 basis points"."""
    value = said(fact, BASIS_POINTS)
    if sign:
        mark = "+" if value.number > 0 else MINUS if value.number < 0 else ""
        return mark + _compact(_absolute(value), style)
    return _bounded(fact, value, _with_unit(value.number, value, style))


# Words -------------------------------------------------------------------------------------------------------------


@form
def words(fact: Fact, style: Style) -> str:
    """A small whole number in words: "nine"; digits above twenty or with a fraction."""
    value = said(fact)
    whole = int(value.number)
    if value.number == whole and 0 <= whole < len(ONES):
        return _bounded(fact, value, ONES[whole])
    return _bounded(fact, value, _digits(value.number, value.decimals, style))


@form
def ordinal(fact: Fact, style: Style) -> str:
    """A whole number as a rank: "ninth", "21st"."""
    whole = int(said(fact).number)
    if 0 < whole < len(ORDINALS):
        return ORDINALS[whole]
    suffix = "th" if whole % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(whole % 10, "th")
    return f"{whole}{suffix}"


@form
def superlative(fact: Fact, style: Style, noun: str = "largest") -> str:
    """A rank as a superlative: "largest", "second-largest"."""
    whole = int(said(fact).number)
    return noun if whole == 1 else f"{ordinal(fact, style)}-{noun}"


@form
def times(fact: Fact, style: Style) -> str:
    """A multiple in words, honest about rounding: "almost seven times", "about seven times", "6.5 times"."""
    value, ends = fact.quantity.value, fact.quantity.interval
    whole = Decimal(int(rounded(value, 0)))
    if abs(value - whole) > NEAR_WHOLE or whole < 2:
        exact = said(fact, decimals=1)
        return _bounded(fact, exact, f"{_digits(exact.number, exact.decimals, style)} times")
    name = ONES[int(whole)] if whole < len(ONES) else _digits(whole, 0, style)
    if ends.low == ends.high == whole:
        return f"{name} times"
    qualifier = "almost " if ends.high < whole else "more than " if ends.low > whole else "about "
    return f"{qualifier}{name} times"


@form
def fraction(fact: Fact, style: Style) -> str:
    """A share as a common fraction where it is one within its interval ("about one third"), else in percent."""
    for share, name in FRACTIONS.items():
        if share in fact.quantity.interval and abs(share - fact.quantity.value) < Decimal("0.01"):
            return f"about {name}" if fact.quantity.bound != "exact" else name
    return long(fact, style)


@form
def magnitude(fact: Fact, style: Style) -> str:
    """A bound by its number of digits: "triple-digit" for at least 100 percent; else the bound in words."""
    value = said(fact)
    if fact.quantity.bound == "at least" and value.number in MAGNITUDES:
        return MAGNITUDES[value.number]
    return long(fact, style)


@form
def profit(fact: Fact, style: Style) -> str:
    """An amount that may be a loss: "a profit of 5.4 billion yuan", "a loss of 1.2 billion yuan"."""
    value = said(fact)
    amount = _bounded(fact, value, _with_unit(abs(value.number), value, style))
    return _choose(value.number, f"a profit of {amount}", f"a loss of {amount}", "break-even")


def direction(fact: Fact) -> int:
    """1, 0 or −1: the sign of a change after rounding, which is what a reader sees; 0 for n.a. and n.m. too."""
    shown = said(fact).number
    return (shown > 0) - (shown < 0)


_SENTENCES = frozenset({"moved", "by", "up", "growth", "verb"})


def comparison(before: Fact, now: Fact, style: Style) -> str:
    """How a result that may be a loss changed: "profit rose", "loss narrowed", "swung to a loss"."""
    then, today = said(before).number, said(now).number
    if then < 0 and today < 0:
        return _choose(today - then, "loss narrowed", "loss widened", "loss was unchanged")
    if then >= 0 > today:
        return "swung to a loss"
    if then < 0 <= today:
        return "swung to a profit"
    return _choose(today - then, "profit rose", "profit fell", "profit was flat")


def _directed(fact: Fact, style: Style, rise: str, fall: str, flat: str) -> str:
    value = said(fact)
    if value.number == 0:
        return flat
    verb = rise if value.number > 0 else fall
    if value.unit.kind == "percent" and value.number > GROWTH_LIMIT:
        return f"{verb} more than {_digits(GROWTH_LIMIT, 0, style)}{TIED}percent"
    return f"{verb} {_bounded(fact, value, _with_unit(abs(value.number), value, style))}"


def _choose(number: Decimal, positive: str, negative: str, zero: str) -> str:
    return positive if number > 0 else negative if number < 0 else zero


def _bounded(fact: Fact, value: Said, words: str) -> str:
    bound: str = fact.quantity.bound
    if bound in ("", "exact"):
        bound = "" if value.certain else "about"
    if value.number < 0:  # a bound on the size of a fall: at most −10 is a fall of at least 10
        bound = {
            "at least": "at most",
            "at most": "at least",
            "more than": "less than",
            "less than": "more than",
        }.get(bound, bound)
    return f"{bound} {words}" if bound else words


def _sign_of_bound(fact: Fact) -> str:
    return {"about": "~", "at least": "≥", "more than": ">", "at most": "≤", "less than": "<"}.get(
        fact.quantity.bound, ""
    )


def _absolute(value: Said) -> Said:
    return Said(abs(value.number), value.unit, value.decimals, value.certain)


def _with_unit(number: Decimal, value: Said, style: Style) -> str:
    digits = _digits(number, value.decimals, style)
    unit = value.unit
    if unit.kind == "percent":
        return f"{digits}{TIED}percent"
    if unit.kind == "points":
        noun = "basis point" if unit.name == "bps" else "percentage point"
        return f"{digits}{TIED}{noun}" if abs(number) == 1 else f"{digits}{TIED}{noun}s"
    if unit.kind == "multiple":
        return f"{digits}{TIED}times"
    if unit.kind == "rate":
        over, under = unit.name.split(" per ")
        return f"{digits}{TIED}{currency_word(over, style)} per {currency_word(under, style, 1)}"
    scale = f"{TIED}{SCALE_WORDS[unit.scale]}" if unit.scale else ""
    noun = currency_word(unit.name, style, number) if unit.kind == "currency" else _noun(unit, number)
    return f"{digits}{scale} {noun}"


def _noun(unit: Unit, number: Decimal) -> str:
    if abs(number) != 1 or unit.scale or not unit.name.endswith("s"):
        return unit.name
    return unit.name[:-3] + "y" if unit.name.endswith("ies") else unit.name[:-1]


def _compact(value: Said, style: Style) -> str:
    digits = _digits(abs(value.number), value.decimals, style)
    unit = value.unit
    if unit.kind == "percent":
        text = f"{digits}%"
    elif unit.kind == "points":
        text = f"{digits}{TIED}{unit.name}"
    elif unit.kind == "multiple":
        text = f"{digits}×"
    elif unit.kind == "currency":
        sign = currency_short(unit.name, style)
        text = f"{sign}{TIED if sign[-1:].isalpha() else ''}{digits}{unit.scale}"
    elif unit.kind == "count":
        text = f"{digits}{unit.scale}"
    else:
        text = _with_unit(abs(value.number), value, style)
    if value.number >= 0:
        return text
    return f"({text})" if style.negative == "parentheses" else MINUS + text


def currency_short(code: str, style: Style) -> str:
    """The sign or abbreviation that the brief uses for a currency: "RMB"; its ISO code by default."""
    return style.currency_short.get(code, code)


def currency_word(code: str, style: Style, number: Decimal | int = 2) -> str:
    """The name of a currency in prose: the brief's word ("yuan"), else CLDR's ("euros")."""
    if code in style.currency_word:
        word = style.currency_word[code]
        return word.removesuffix("s") if number == 1 else word
    from babel.numbers import get_currency_name

    return get_currency_name(code, count=1 if number == 1 else 2, locale=style.language)


def _digits(number: Decimal, decimals: int, style: Style) -> str:
    return _format_digits(number, max(0, decimals), style.language)


@lru_cache(maxsize=4096)
def _format_digits(number: Decimal, decimals: int, language: str) -> str:
    from babel.numbers import format_decimal

    pattern = "#,##0" + ("." + "0" * decimals if decimals else "")
    return format_decimal(number, pattern, locale=language).replace("-", MINUS)
