"""Forms that say a number in words: "nine", "second-largest", "almost seven times", "about one third"."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal

from reportgen.errors import FormulaError
from reportgen.figures import ranges
from reportgen.figures.amounts import long
from reportgen.figures.digits import Said, said
from reportgen.figures.suitable import require_rank, require_ratio
from reportgen.figures.written import OPEN_BOUNDS, Style, bounded, digits_of, shown
from reportgen.intervals import rounded
from reportgen.model import Fact
from reportgen.quantities import RANGE
from reportgen.units import MULTIPLE, PERCENT, POINTS

NEAR_WHOLE = Decimal("0.25")  # how far from a whole number "almost seven times" may be
NEAR_SHARE = Decimal("0.01")  # how far from a third "about one third" may be


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


def superlative(fact: Fact, style: Style, noun: str = "") -> str:
    """A rank as a superlative: "largest", "second-largest"."""
    rank, numerals = ordinal(fact, style), style.words.numerals
    noun = noun or numerals.superlative
    return noun if rank == numerals.ranks[1] else numerals.ranked.format(rank=rank, noun=noun)


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


def magnitude(fact: Fact, style: Style) -> str:
    """A bound by its number of digits: "triple-digit" for at least 100 percent; else the bound in words."""
    value, known = said(fact), style.words.numerals.magnitudes
    if fact.quantity.bound == "at least" and value.number in known and value.unit in (PERCENT, POINTS):
        return known[value.number]
    return long(fact, style)


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


FORMS: Mapping[str, Callable[..., str]] = {
    "words": words, "ordinal": ordinal, "superlative": superlative, "times": times, "fraction": fraction,
    "magnitude": magnitude, "placed": placed,
}  # fmt: skip
