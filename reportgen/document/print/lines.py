"""Lines that end with a space: a fault of WeasyPrint's, mended while a document is laid out.

When the words of a stretch of text fit on a line and only the space behind them does not, WeasyPrint 70 counts the
space, takes the line for too long and keeps its first word alone (``split_first_line``: "the line can't be split
earlier"). Pango itself lets such a space hang over the edge, as CSS Text 3, section 4.1.2 asks. It happens before
inline elements, and a brief has one for every figure.

The same comes of a no-break space at the end of a stretch: it ties a word to the reference behind it. Where the two do
not fit on the line, WeasyPrint asks for the stretch to be split a pixel sooner; Pango lets the no-break space hang,
does not split it, and again the first word is left alone, or nothing. It is then split in front of its last word.
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
TIE = "\u00a0"
# A word that is not hyphenated, and as many of its letters as fill a line whatever the font.
FILLER, NARROWEST = "0", 4
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
        if width is None:
            return found
        head = text[: text.rstrip(TIE).rfind(" ") + 1] if text.endswith(TIE) else ""
        if head and (_is_one_word(found) if found[2] else found[3] > width):
            filled = head + FILLER * (1 + int(width / style["font_size"] * NARROWEST))
            return original(filled, style, context, width, *further, **named)
        if found[2] is None or not _is_cut_short(found, width, style):
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
    is_short = found[3] < width * SUSPICIOUS and style["white_space"] in ("normal", "pre-line")
    return is_short and _is_one_word(found)


def _is_one_word(found: Line) -> bool:
    return " " not in _text(found).strip(" ")


def _text(line: Line) -> str:
    return line[0].text
