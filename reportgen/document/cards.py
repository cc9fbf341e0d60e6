"""What the strip of cards has room for: lines of the longest label, change and caption, and how large values can be."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from math import floor
from typing import NamedTuple

from reportgen.charts.outlines import length
from reportgen.document.content import Card

STRIP = 658.0  # CSS px: the width of the text, which the cards share
PADDING = 12.0  # px of a card that no letter stands on
LABEL, SMALL = 10.2, 10.08  # px of a label, and of what stands below it, on paper
FAMILY, WEIGHT, PLAIN = "Inter", 600, 400
REM = 12.6  # px, on paper
SIX = 6
SET, SET_OF_SIX = (1.4, 1.3), (1.12, 1.6)  # size in rem and leading of a value, and where six stand in a row
LEAST = 0.84  # rem: what would be smaller is broken
CAUTION = 1.02  # an engine's letters may be a hair wider


class Row(NamedTuple):
    """What the cards of a strip say in one of their rows: a text, and what follows it in plain letters."""

    texts: Sequence[tuple[str, str]]
    size: float
    weight: int = WEIGHT

    @property
    def lines(self) -> int:
        """Of the longest; the cards share the strip evenly."""
        width = STRIP / max(1, len(self.texts)) - PADDING
        return max((self._lines(*text, width) for text in self.texts), default=1)

    def _lines(self, text: str, rest: str, width: float) -> int:
        words = [(word, self.weight) for word in text.split()] + [(word, PLAIN) for word in rest.split()]
        lines, taken = 1, 0.0
        for word, weight in words:
            wide = length(word, self.size, FAMILY, weight) * CAUTION
            space = length(" ", self.size, FAMILY, weight) if taken else 0.0
            if taken and taken + space + wide > width:
                lines, taken, space = lines + 1, 0.0, 0.0
            taken += space + wide
        return lines


def lines_of(cards: Sequence[Card], plain: Callable[[str], str]) -> Mapping[str, int]:
    """The lines that labels, changes and captions of a strip take, so that each row stands on one height."""
    rows = {
        "label": Row([(plain(card.label), "") for card in cards], LABEL),
        "change": Row([(plain(card.change), card.basis) for card in cards], SMALL),
        "caption": Row([(card.caption, "") for card in cards], SMALL, PLAIN),
    }
    return {name: row.lines for name, row in rows.items()}


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
