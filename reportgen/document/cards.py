"""How many lines the longest label in the strip of cards takes, so that what stands below begins on one line."""

from __future__ import annotations

from collections.abc import Sequence

from reportgen.charts.outlines import length

STRIP = 658.0  # CSS px: the width of the text, which the cards share
PADDING = 12.0  # px of a card that no letter stands on
SIZE, FAMILY, WEIGHT = 10.2, "Inter", 600  # of a label on paper, in px
CAUTION = 1.02  # an engine's letters may be a hair wider


def label_lines(labels: Sequence[str]) -> int:
    """The lines of the longest of some labels, each in its card; they share the strip evenly."""
    width = STRIP / max(1, len(labels)) - PADDING
    return max((_lines(label, width) for label in labels), default=1)


def _lines(text: str, width: float) -> int:
    lines, taken = 1, 0.0
    for word in text.split():
        wide = length(word, SIZE, FAMILY, WEIGHT) * CAUTION
        space = length(" ", SIZE, FAMILY, WEIGHT) if taken else 0.0
        if taken and taken + space + wide > width:
            lines, taken, space = lines + 1, 0.0, 0.0
        taken += space + wide
    return lines
