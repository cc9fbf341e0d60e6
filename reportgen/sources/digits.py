"""Numbers of binary files as the text that their author would have written: never more digits than anybody states."""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Context, Decimal, InvalidOperation

DOUBTFUL = (
    13  # significant digits from which a number is one that arithmetic has left, not one that a source states
)
FARTHEST = 400  # powers of ten from one; the largest binary number has 308
MOST_WRITTEN = 50  # decimals that a format may show
_WIDE = Context(prec=2 * FARTHEST + MOST_WRITTEN)
_REMAINDER = re.compile(r"(0{4,}|9{4,})\d{0,3}$")


def exact(value: float | int | str | Decimal) -> Decimal:  # noqa: PYI041 - what files hold
    """A number by its shortest digits: 52.4, and never 52.39999999999999857891452847979962825775146484375."""
    return (
        value
        if isinstance(value, Decimal)
        else Decimal(repr(value) if isinstance(value, float) else str(value))
    )


def written(number: Decimal, decimals: int | None, fewest: int | None = None) -> str:
    """A number with so many decimals, rounded as spreadsheets do; without a word of them, with as few as it has.

    ``fewest`` are those that a format always shows; the others up to ``decimals`` only where they are no zeros.
    """
    if decimals is None:
        return plain(number)
    text = f"{_rounded(number, decimals):f}"
    if fewest is not None and fewest < decimals:
        whole, _, behind = text.partition(".")
        behind = behind.rstrip("0").ljust(fewest, "0")
        text = f"{whole}.{behind}" if behind else whole
    return text[1:] if re.fullmatch(r"-0(\.0*)?", text) else text


def plain(number: Decimal) -> str:
    """A number in plain digits, without an exponent and without zeros that nobody has written."""
    text = f"{number:f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text in ("-0", "") else text


def _rounded(number: Decimal, decimals: int) -> Decimal:
    return number.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP, context=_WIDE)


def is_bearable(number: Decimal) -> bool:
    """Whether a number can be written out: as any binary one can, and not 1e999999999, whose digits fill a disk."""
    exponent = number.as_tuple().exponent
    return isinstance(exponent, int) and exponent >= -FARTHEST and -FARTHEST <= number.adjusted() <= FARTHEST


def rounded_text(text: str, decimals: int) -> str:
    """A number that is written as text, with so many decimals; what is no number stays as it is."""
    try:
        number = Decimal(text)
    except InvalidOperation:
        return text
    return written(number, decimals) if is_bearable(number) else text


def doubt(number: Decimal) -> str:
    """What a number probably is whose digits are those of arithmetic: ``52.400000000000006`` gives ``52.4``.

    "" for a number that a source may state, and the number itself where nobody can tell.
    """
    text = plain(number)
    digits = re.sub(r"\D", "", text).lstrip("0")
    if "." not in text or len(digits) < DOUBTFUL:
        return ""
    match = _REMAINDER.search(text)
    if not match:
        return text
    return plain(_rounded(number, max(0, match.start() - text.index(".") - 1)))
