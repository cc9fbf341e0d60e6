"""What the strip of cards has room for: lines of the longest label, and how large values can be."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import floor

from reportgen.charts.outlines import length

STRIP = 658.0  # CSS px: the width of the text, which the cards share
PADDING = 12.0  # px of a card that no letter stands on
SIZE, FAMILY, WEIGHT = 10.2, "Inter", 600  # of a label on paper, in px
REM = 12.6  # px, on paper
SIX = 6
SET, SET_OF_SIX = (1.4, 1.3), (1.12, 1.6)  # size in rem and leading of a value, and where six stand in a row
LEAST = 0.84  # rem: what would be smaller is broken
CAUTION = 1.02  # an engine's letters may be a hair wider


def label_lines(labels: Sequence[str]) -> int:
    """The lines of the longest of some labels, each in its card; they share the strip evenly."""
    width = STRIP / max(1, len(labels)) - PADDING
    return max((_lines(label, width) for label in labels), default=1)


@dataclass(frozen=True, slots=True)
class Fit:
    """How a value too wide for its card is set: smaller, in rem, or ``wordy``, in small letters on two lines."""

    name: str
    size: float = 0.0
    leading: float = 0.0  # by which its line is as high as those of the others


def fit_of(value: str, cards: int) -> Fit | None:
    """How a value is set that is wider than its card, such as earnings per share among six; None where it fits."""
    usual, leading = SET_OF_SIX if cards >= SIX else SET
    wide = length(value, usual * REM, FAMILY, WEIGHT) * CAUTION
    share = (STRIP / cards - PADDING) / wide if wide else 1.0
    if share >= 1:
        return None
    size = floor(100 * usual * share) / 100
    return Fit("fitted", size, round(leading * usual / size, 2)) if size >= LEAST else Fit("wordy")


def _lines(text: str, width: float) -> int:
    lines, taken = 1, 0.0
    for word in text.split():
        wide = length(word, SIZE, FAMILY, WEIGHT) * CAUTION
        space = length(" ", SIZE, FAMILY, WEIGHT) if taken else 0.0
        if taken and taken + space + wide > width:
            lines, taken, space = lines + 1, 0.0, 0.0
        taken += space + wide
    return lines
