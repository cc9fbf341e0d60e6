"""What the briefs of a portfolio are called: by the name of the entity, as a folder can have it."""

from __future__ import annotations

import re
import unicodedata

from reportgen.members import COVERING

LONGEST = 80  # characters of a name
TAKEN = frozenset({COVERING, "index", "index.html", "portfolio.json"})  # what stands beside the editions


def key_of(name: str) -> str:
    """``Crédit & Co.`` as ``credit-co``: lower case, without accents, letters and digits alone."""
    plain = unicodedata.normalize("NFKD", name.casefold())
    letters = "".join(letter for letter in plain if not unicodedata.combining(letter))
    words = re.findall(r"[^\W_]+", unicodedata.normalize("NFC", letters))
    return "-".join(words)[:LONGEST].rstrip("-")
