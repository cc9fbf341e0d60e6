"""What months are called in tables of several languages, by the names of Unicode's CLDR."""

from __future__ import annotations

import unicodedata
from functools import cache, lru_cache

from babel import Locale

from reportgen.periods.calendar import MONTHS, position

LANGUAGES = ("de", "fr", "es", "it", "pt", "nl")
_BESIDE = {"sept": 9, "mrz": 3, "mae": 3}  # that CLDR's newest names no longer have
ALSO_WORDS = frozenset({"set", "out", "gen", "ago", "mag"})  # Gen 12 and Set 25 are products
SHORTEST = 3  # letters


@lru_cache(maxsize=1024)
def month_called(name: str) -> int:
    """The number of a month, 1 to 12, by its name or the first letters of it; 0 for none, and where they fit two.

    English goes before all others.
    """
    if found := position(name, MONTHS):
        return found
    plain = _plain(name)
    if len(plain) < SHORTEST:
        return 0
    if plain in _BESIDE:
        return _BESIDE[plain]
    numbers = {number for known, number in _names() if known.startswith(plain)}
    return numbers.pop() if len(numbers) == 1 else 0


@cache
def _names() -> tuple[tuple[str, int], ...]:
    widths = [
        Locale.parse(language).months["format"][width]
        for language in LANGUAGES
        for width in ("wide", "abbreviated")
    ]
    return tuple((_plain(name), number) for names in widths for number, name in names.items())


def _plain(name: str) -> str:
    """A name without accents, full stop and capitals."""
    parts = unicodedata.normalize("NFKD", name.strip().rstrip(".").casefold())
    return "".join(one for one in parts if not unicodedata.combining(one))
