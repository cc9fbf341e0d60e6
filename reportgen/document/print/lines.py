"""Lines that end with a space: a fault of WeasyPrint's, mended while a document is laid out.

When the words of a stretch of text fit on a line and only the space behind them does not, WeasyPrint 70 counts the
space, takes the line for too long and keeps its first word alone (``split_first_line``: "the line can't be split
earlier"). Pango itself lets such a space hang over the edge, as CSS Text 3, section 4.1.2 asks. It happens before
inline elements, and a brief has one for every figure.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TypeAlias

from reportgen.document.print.engine import Letters, Untyped, engine
from reportgen.document.print.mending import Mend, replaced

Line: TypeAlias = tuple[Letters, int, int | None, float, float, float]
"""Of WeasyPrint: layout, length in bytes, bytes to skip for the next line, width, height, baseline."""
SplitLine: TypeAlias = Callable[..., Line]

SUSPICIOUS = (
    0.7  # of the width: a line that ends sooner, with more text to come, may have been cut by the fault
)
SPACE = 0.4  # of the letters' size: wider than any space


def _hanging(original: SplitLine) -> SplitLine:
    """WeasyPrint's own, but a space at the end of a line takes no room."""

    def split(
        text: str,
        style: Mapping[str, Untyped],
        context: Untyped,
        width: float | None,
        *further: Untyped,
        **named: Untyped,
    ) -> Line:
        found = original(text, style, context, width, *further, **named)
        if width is None or found[2] is None or not _is_cut_short(found, width, style):
            return found
        roomier = original(text, style, context, width + style["font_size"] * SPACE, *further, **named)
        words = _text(roomier).rstrip(" ")
        if roomier[1] > found[1] and original(words, style, context, None, *further, **named)[3] <= width:
            return roomier
        return found

    return split


hanging_spaces = Mend(lambda: replaced(engine().layout.inline, "split_first_line", _hanging))


def _is_cut_short(found: Line, width: float, style: Mapping[str, Untyped]) -> bool:
    """Whether a line ends after one word, or part of one, with much room left."""
    return (
        found[3] < width * SUSPICIOUS
        and " " not in _text(found).strip()
        and style["white_space"] in ("normal", "pre-line")
    )


def _text(line: Line) -> str:
    return line[0].text
