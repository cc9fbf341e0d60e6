"""How a number, its unit and its bound are put on paper: digits, words and signs, in the brief's style."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import lru_cache

from reportgen.figures.digits import Said
from reportgen.language import Dates, Language, Noun, Spelling, language_of
from reportgen.model import Fact
from reportgen.settings import Grouping, Negative, Percent, ShortPoints, Side
from reportgen.units import MINOR, SYMBOLS, Unit, prefixed

MINUS = "−"
DASH = "–"  # between the ends of a range
NARROW = "\u202f"  # no-break and narrow: between groups of digits
PER = " per "  # between what a rate counts and what it is counted for, as units are written in facts
TIED = "\u00a0"  # no-break space: a number and its unit stay on one line
GROWTH_LIMIT = Decimal(1000)  # percent; above it growth is said as a bound (BRIEFS: ">1,000 %")

MANY = Decimal(2)  # any number that takes the plural

OPPOSITE = {"at least": "at most", "at most": "at least", "more than": "less than", "less than": "more than"}
OPEN_BOUNDS = tuple(OPPOSITE)  # those that leave one end open
SIGNS_OF_BOUNDS = {"about": "~", "at least": "≥", "more than": ">", "at most": "≤", "less than": "<"}


@dataclass(frozen=True, slots=True)
class Style:
    """How a brief writes numbers: language (CLDR), currencies, negative numbers, separators, short words, dates."""

    language: str = "en"
    currency_short: Mapping[str, str] = field(default_factory=dict)
    currency_word: Mapping[str, str] = field(default_factory=dict)
    negative: Negative = "minus"
    thousands: str = ","
    decimal: str = "."
    grouping: Grouping = "thousands"
    currency: Side = "before"
    points: ShortPoints = "pp"
    percent: Percent = "percent"
    dates: Dates = "day first"
    spelling: Spelling = "british"

    @property
    def words(self) -> Language:
        """The words of the brief's language, with its order of dates and its spelling."""
        return language_of(self.language, self.dates, self.spelling)


def beyond(fact: Fact, value: Said) -> int:
    """1 or −1 when a computed growth rate is so high, or so low, that it is said as a bound; else 0.

    A rate that a source states is said as it is stated.
    """
    computed = fact.quantity.decimals is None
    is_growth = computed and fact.metric.kind == "growth" and value.unit.kind == "percent"
    if not is_growth or abs(value.number) <= GROWTH_LIMIT:
        return 0
    way = 1 if value.number > 0 else -1
    open_towards_zero = fact.quantity.bound in (
        ("at most", "less than") if way > 0 else ("at least", "more than")
    )
    return 0 if open_towards_zero else way


def limit(value: Said) -> Said:
    """The limit that a growth rate beyond it is said by, with its sign."""
    return replace(value, number=GROWTH_LIMIT.copy_sign(value.number), decimals=0, certain=True)


def bound_of(fact: Fact, value: Said, *, mirrored: bool = False) -> str:
    """The bound by name; ``mirrored`` where the size of a fall is said: at most −10 is a fall of at least 10."""
    if beyond(fact, value):
        return "more than" if mirrored or value.number > 0 else "less than"
    bound: str = fact.quantity.bound
    if bound in ("", "exact", "between"):
        return "" if value.certain else "about"
    return OPPOSITE.get(bound, bound) if mirrored and value.number < 0 else bound


def bounded(fact: Fact, value: Said, words: str, style: Style, *, mirrored: bool = False) -> str:
    """Words that show the number with its own sign, or ``mirrored`` its size, after its bound."""
    bound = style.words.bounds.words[bound_of(fact, value, mirrored=mirrored)]
    return f"{bound} {words}".strip(" ")


def sign_of_bound(fact: Fact, value: Said) -> str:
    """The bound as a sign: ``~``, ``≥``, ``>``, ``≤``, ``<``."""
    bound = bound_of(fact, value) if beyond(fact, value) else fact.quantity.bound
    return SIGNS_OF_BOUNDS.get(bound, "")


def absolute(value: Said) -> Said:
    """The number without its sign."""
    return replace(value, number=abs(value.number))


def shown(fact: Fact, value: Said) -> Said:
    """The number that is shown: the limit for growth beyond it, else the number itself."""
    return limit(value) if beyond(fact, value) else value


def size_of(fact: Fact, value: Said, style: Style) -> str:
    """The size of a number that is shown, and its unit, in prose: "39.8 billion yuan"."""
    visible = absolute(shown(fact, value))
    return with_unit(visible.number, visible, style)


def with_unit(number: Decimal, value: Said, style: Style, digits: str = "") -> str:
    """A number and its unit in prose: "39.8 billion yuan"; no line breaks between digits and what follows them."""
    digits = digits or digits_of(number, value.decimals, style)
    unit, units = value.unit, style.words.units
    if unit.kind == "percent":
        return f"{digits}{TIED}{_percent(unit, style)}"
    if unit.kind == "points":
        nouns = units.basis_points if unit.name == "bps" else units.percentage_points
        return f"{digits}{TIED}{nouns.one if abs(number) == 1 else nouns.many}"
    if unit.kind == "multiple":
        return f"{digits}{TIED}{units.times}"
    if unit.name == "rank":
        return f"{units.rank}{TIED}{digits}"
    over, *under = unit.name.split(PER)
    if whole := prefixed(unit):
        return _rate(f"{digits}{TIED}{whole}", [_under(one, style) for one in under], style)
    scale = f"{TIED}{units.scales[unit.scale]} " if units.scales.get(unit.scale) else TIED
    counted = abs(number) if unit.scale in ("", *MINOR) else MANY
    if unit.scale in MINOR:
        parts = units.minor[unit.scale]
        noun = parts.one if counted == 1 else parts.many
    elif unit.money:
        noun = currency_word(over, style, counted)
    else:
        known = units.counted.get(over) or Noun(unit.singular, over)
        noun = known.one if counted == 1 else known.many
    return _rate(f"{digits}{scale}{noun}", [_under(one, style) for one in under], style)


def _under(text: str, style: Style) -> str:
    """What stands under a rate, in the singular: a currency by its name."""
    is_code = len(text) == len("USD") and text.isalpha() and text.isupper()
    return currency_word(text, style, 1) if is_code else text


def compact(value: Said, style: Style, digits: str = "") -> str:
    """A number and its unit for cards and labels: "RMB 39.8bn", "34%", negative ones in the brief's style.

    ``digits`` stand in place of its own: those of both ends of a range.
    """
    digits = digits or digits_of(abs(value.number), value.decimals, style)
    unit = value.unit
    if unit.kind == "percent":
        text = f"{digits}%" if unit.name == "percent" else f"{digits}‰"
    elif unit.kind == "points":
        words = style.words.units.points.get(style.points if unit.name == "pp" else unit.name, unit.name)
        text = f"{digits}{TIED}{words}"
    elif unit.kind == "multiple":
        text = f"{digits}×"
    elif unit.scale in MINOR:
        text = f"{digits}{style.words.units.minor_signs[unit.scale]}"
    elif unit.money:
        sign = currency_short(unit.money, style)
        if style.currency == "after":
            text = f"{digits}{_scale(unit, style)}{TIED}{sign}"
        else:
            text = f"{sign}{TIED if sign[-1:].isalpha() else ''}{digits}{_scale(unit, style)}"
    elif unit.kind == "count":
        whole = prefixed(unit)
        text = f"{digits}{TIED}{whole}" if whole else f"{digits}{_scale(unit, style)}{_symbol(unit)}"
    else:
        text = with_unit(abs(value.number), value, style, digits)
    if unit.money:
        text = _rate(text, unit.name.split(PER)[1:], style)
    if value.number >= 0:
        return text
    return _below_zero(text, style)


def _symbol(unit: Unit) -> str:
    """What stands behind a measured number: "798 GWh", "21°C"; things that are counted are named by their label."""
    if unit.name == "degrees Celsius":
        return "°C"
    return f"{TIED}{unit.name}" if unit.name in SYMBOLS else ""


def _scale(unit: Unit, style: Style) -> str:
    short = style.words.units.short_scales[unit.scale]
    return TIED + short if len(short) > len("mn") else short


def _rate(amount: str, under: Sequence[str], style: Style) -> str:
    """An amount for each of something: "6.08 euros per share"."""
    for one in under:
        amount = style.words.units.rate.format(amount=amount, one=_counted(one, style))
    return amount


def _counted(name: str, style: Style) -> str:
    """What a unit of time is called, by its name in facts; what else is counted is called as its author calls it."""
    known = style.words.units.counted
    one = known.get(f"{name}s")
    return one.one if one else known[name].many if name in known else name


def unit_words(unit: Unit, style: Style) -> str:
    """A unit as a measure line says it: "RMB bn", "pence", "€ mn per store", "million downloads", "percent"."""
    words = style.words.units
    if unit.kind == "percent":
        return _percent(unit, style)
    if not unit.money and unit.name in words.measures:
        return words.measures[unit.name]
    over, *under = unit.name.split(PER)
    if unit.money:
        over = "" if unit.scale == "pence" else currency_short(unit.money, style)
    if whole := prefixed(unit):
        parts = [whole]
    elif not unit.money:
        parts = [words.scales.get(unit.scale, ""), _counted(over, style)]
    elif style.currency == "after":
        parts = [words.short_scales[unit.scale], over]
    else:
        parts = [over, words.short_scales[unit.scale]]
    return _rate(" ".join(filter(None, parts)), under, style)


def _percent(unit: Unit, style: Style) -> str:
    return style.words.units.percent[style.percent if unit.name == "percent" else unit.name]


def currency_short(code: str, style: Style) -> str:
    """The sign or abbreviation that the brief uses for a currency: "RMB"; its ISO code by default."""
    return style.currency_short.get(code, code)


def currency_word(code: str, style: Style, number: Decimal | int = MANY) -> str:
    """The name of a currency in prose: the brief's word ("yuan"), else CLDR's ("euros")."""
    if code in style.currency_word:
        word = style.currency_word[code]
        return style.words.units.one_of(word) if number == 1 else word
    from babel.numbers import get_currency_name

    return get_currency_name(code, count=1 if number == 1 else 2, locale=style.language)


def signed_digits(value: Said, style: Style) -> str:
    """The digits alone, for a column; negative ones in the brief's style."""
    digits = digits_of(abs(value.number), value.decimals, style)
    return digits if value.number >= 0 else _below_zero(digits, style)


def _below_zero(text: str, style: Style) -> str:
    return f"({text})" if style.negative == "parentheses" else MINUS + text


def minus(value: Said) -> str:
    """The sign of a number in prose: that of a negative one, or nothing."""
    return MINUS if value.number < 0 else ""


def digits_of(number: Decimal, decimals: int, style: Style) -> str:
    """The digits of a number, grouped and pointed as the brief does it."""
    return _formatted(number, max(0, decimals), style.thousands, style.decimal, style.grouping)


@lru_cache(maxsize=4096)
def _formatted(number: Decimal, decimals: int, thousands: str, decimal: str, grouping: str) -> str:
    sign, digits, point = MINUS if number < 0 else "", f"{abs(number):.{decimals}f}", ""
    if decimals:
        digits, _, point = digits.partition(".")
    step = len("00") if grouping == "indian" else len("000")
    groups = [digits[-3:]]
    digits = digits[:-3]
    while digits:
        groups.insert(0, digits[-step:])
        digits = digits[:-step]
    mark = NARROW if thousands == " " else thousands
    return sign + mark.join(groups) + (decimal + point if point else "")
