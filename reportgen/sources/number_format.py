"""What a spreadsheet's format shows of a number: how many decimals, at which scale, and in which unit."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from reportgen.sources.digits import MOST_WRITTEN

_LITERALS = re.compile(r'"([^"]*)"|\\(.)|\[\$([^\]-]*)[^\]]*\]|\[[^\]]*\]|[_*].')
_NUMBER = re.compile(r"(?P<whole>[#0?,]*[#0?])?(?:\.(?P<decimals>[#0?]+))?(?P<thousands>,*)")
_DAYS = re.compile(r"(?i)d|y")
_DAY = re.compile(r"(?i)d")
MOST_SCALED = 10  # signs of percent, or of thousands that are left out
PLAIN = ("General", "general", "Standard", "@", "")


@dataclass(frozen=True, slots=True)
class NumberFormat:
    """What a format does to a number.

    ``decimals`` are those at most and ``fewest`` at least, None where it states none; ``shift`` is the power of ten by
    which it multiplies what it shows: 2 for percent, -6 for millions. ``literal`` are the words that it adds.
    """

    decimals: int | None = None
    fewest: int | None = None
    shift: int = 0
    literal: str = ""


@lru_cache(maxsize=1024)
def read_format(code: str) -> NumberFormat:
    """Read the first section of a format such as ``#,##0.0%;(0.0%)``; a general one states no decimals."""
    section = _sections(code)[0]
    if section.strip() in PLAIN:
        return NumberFormat()
    words = "".join(match[1] or match[2] or match[3] or "" for match in _LITERALS.finditer(section)).strip()
    bare = _LITERALS.sub("", section)
    words = words or "".join(one for one in bare if one in "€$£¥₹")
    if re.search(r"[Ee][+-]", bare) or "/" in bare or not re.search("[0#?]", bare):
        return NumberFormat(literal=words)
    match = max(_NUMBER.finditer(bare), key=lambda one: len(one[0]))
    decimals = (match["decimals"] or "")[:MOST_WRITTEN]
    shift = 2 * min(bare.count("%"), MOST_SCALED) - 3 * min(len(match["thousands"]), MOST_SCALED)
    return NumberFormat(len(decimals), decimals.count("0"), shift, "percent" if "%" in bare else words)


def shows_day(code: str) -> bool:
    """Whether a format of dates shows the day, and not the month and the year alone."""
    return bool(_DAY.search(_LITERALS.sub("", _sections(code)[0])))


def is_date(code: str) -> bool:
    """Whether a format is one of dates."""
    return bool(_DAYS.search(_LITERALS.sub("", _sections(code)[0]))) and code not in PLAIN


def _sections(code: str) -> list[str]:
    return re.split(r';(?=(?:[^"]*"[^"]*")*[^"]*$)', code)
