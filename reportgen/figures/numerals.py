"""Numbers in words: "nine", "ninth"."""

from __future__ import annotations

ONES = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen"
    " eighteen nineteen twenty"
).split()
ORDINALS = (
    "zeroth first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth"
    " fifteenth sixteenth seventeenth eighteenth nineteenth twentieth"
).split()


def cardinal(whole: int) -> str:
    """A whole number: in words up to twenty, then in digits."""
    return ONES[whole] if 0 <= whole < len(ONES) else f"{whole:,}"


def ordinal(whole: int) -> str:
    """A whole number as a rank: in words up to twentieth, then "21st"."""
    if whole < len(ORDINALS):
        return ORDINALS[whole]
    suffix = "th" if whole % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(whole % 10, "th")
    return f"{whole:,}{suffix}"
