"""Lines of about one length in titles: ``text-wrap: balance``, which WeasyPrint does not know and browsers do.

A title's lines are laid out as usual, to count them; then the narrowest measure is looked for in which they are as
many, so that none ends with a word alone. As CSS Text 4, section 6.4, has it, the height stays what it was. The
engine drops properties that it does not know but keeps custom ones: print.css says ``--text-wrap: balance``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TypeAlias

from reportgen.document.print.engine import Box, Untyped, engine, is_plain
from reportgen.document.print.mending import Mend, replaced

Lines: TypeAlias = Iterable[tuple[Box, Untyped]]
"""Of WeasyPrint: lines, each with where the next one begins."""
LayLines: TypeAlias = Callable[..., Lines]

PROPERTY, BALANCE = "__text_wrap", "balance"
MOST_LINES = 6  # a paragraph is no title
LEVEL = 0.9  # of the longest line: a last line as long as that is left
NEAR = 0.02  # of the measure: how exactly the narrowest is found


def _balanced(original: LayLines) -> LayLines:
    """WeasyPrint's own, but the lines of a title are about equally long."""

    def lines(
        context: Untyped,
        line: Box,
        top: float,
        bottom_space: float,
        begun: Untyped,
        block: Box,
        *further: Untyped,
    ) -> Lines:
        def laid(width: float) -> list[tuple[Box, Untyped]]:
            whole, block.width = block.width, width
            found = original(context, line, top, bottom_space, None, block, [], [], *further[2:])
            try:
                return list(found)
            finally:
                block.width = whole

        if begun is None and _is_title(block) and not context.excluded_shapes and is_plain(line):
            return _levelled(laid, block.width)
        return original(context, line, top, bottom_space, begun, block, *further)

    return lines


balanced_titles = Mend(lambda: replaced(engine().layout.block, "iter_line_boxes", _balanced))


def _is_title(block: Box) -> bool:
    said: Iterator[Untyped] = iter(block.style[PROPERTY] or ())
    return block.style["text_align_all"] in ("start", "left") and any(
        getattr(token, "value", "") == BALANCE for token in said
    )


def _levelled(laid: Callable[[float], list[tuple[Box, Untyped]]], whole: float) -> Lines:
    """The lines of the narrowest measure in which they are no more than in the whole one."""
    found = laid(whole)
    widths = [line.width for line, _ in found]
    if not 1 < len(found) <= MOST_LINES or widths[-1] >= LEVEL * max(widths):
        return found
    low, high = sum(widths) / len(widths), max(widths)
    while high - low > NEAR * whole:
        middle = (low + high) / 2
        tried = laid(middle)
        if len(tried) > len(found) or any(line.width > middle for line, _ in tried):
            low = middle
        else:
            found, high = tried, middle
    return found
