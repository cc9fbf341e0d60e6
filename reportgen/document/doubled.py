"""Words that stand twice because a figure brings its own: "11,618 calls calls", "about about 12 percent"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from reportgen.figures.ledger import TOKEN, Ledger

_BEFORE = re.compile(r"\b([^\W\d_]{3,})\s+$")
_AFTER = re.compile(r"\s+([^\W\d_]{3,})\b")


def doubled(ledger: Ledger, text: str) -> Iterator[tuple[str, int]]:
    """Each such word of a text with tokens, and its line in it, from 1."""
    for token in TOKEN.finditer(text):
        said = ledger.plain(token[0]).split()
        before, after = _BEFORE.search(text[: token.start()]), _AFTER.match(text, token.end())
        for beside, own in ((before, said[:1]), (after, said[-1:])):
            if beside and own and beside[1].casefold() == own[0].casefold():
                yield own[0], text.count("\n", 0, token.start()) + 1
