"""Lines that end with a space: a fault of WeasyPrint's, mended while a document is laid out.

When the words of a stretch of text fit on a line and only the space behind them does not, WeasyPrint 70 counts the
space, takes the line for too long and keeps its first word alone (``split_first_line``: "the line can't be split
earlier"). Pango itself lets such a space hang over the edge, as CSS Text 3, section 4.1.2 asks. It happens before
inline elements, and a brief has one for every figure.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, TypeAlias

Untyped: TypeAlias = Any  # WeasyPrint has no annotations

SUSPICIOUS = (
    0.7  # of the width: a line that ends sooner, with more text to come, may have been cut by the fault
)
SPACE = 0.4  # of the letters' size: wider than any space


@contextmanager
def hanging_spaces(inline: Untyped) -> Iterator[None]:
    """While this is open, a space at the end of a line takes no room; ``inline`` is WeasyPrint's module of lines."""
    original = inline.split_first_line

    def split(
        text: str, style: Untyped, context: Untyped, width: float | None, *further: Untyped, **named: Untyped
    ) -> Untyped:
        found = original(text, style, context, width, *further, **named)
        if width is None or found[2] is None or not _is_cut_short(found, width, style):
            return found
        roomier = original(text, style, context, width + style["font_size"] * SPACE, *further, **named)
        words = roomier[0].text.rstrip(" ")
        if roomier[1] > found[1] and original(words, style, context, None, *further, **named)[3] <= width:
            return roomier
        return found

    inline.split_first_line = split
    try:
        yield
    finally:
        inline.split_first_line = original


def _is_cut_short(found: Untyped, width: float, style: Untyped) -> bool:
    """Whether a line ends after one word, or part of one, with much room left."""
    words = found[0].text.strip()
    return (
        found[3] < width * SUSPICIOUS and " " not in words and style["white_space"] in ("normal", "pre-line")
    )
