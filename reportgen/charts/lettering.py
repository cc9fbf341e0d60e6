"""How wide letters are, and what to do with a text that is wider than its place.

Vega lays labels over each other and over the edge; so every text is measured and placed before it is drawn.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from functools import lru_cache
from io import BytesIO
from itertools import accumulate, pairwise
from typing import Final

from reportgen import resources
from reportgen.charts.faces import KNOWN

NORMAL: Final = 400
BOLD: Final = 600
ELLIPSIS = "…"
BUNDLED: Final = "Inter"
_CUTS = {NORMAL: "Regular", BOLD: "SemiBold"}
_family: ContextVar[str] = ContextVar("family", default=BUNDLED)
_UNKNOWN = 1.0  # em: an ideograph, or a letter that only the fallback font has
_TIED = "\u00a0"


@contextmanager
def lettered(family: str) -> Iterator[None]:
    """Within this, texts are measured in a family of a brand's own, or in the bundled sans."""
    before = _family.set(family)
    try:
        yield
    finally:
        _family.reset(before)


def width_of(text: str, size: float, weight: int = NORMAL) -> float:
    """The width of a line of text in CSS px, by the advances of the sans (kerning left aside)."""
    advances = _advances(weight)
    return size * sum(advances.get(ord(letter), _UNKNOWN) for letter in text)


def wrapped(text: str, width: float, size: float, weight: int = NORMAL, lines: int = 2) -> tuple[str, ...]:
    """A text broken into at most ``lines`` lines of a width; what does not fit ends in an ellipsis.

    It is broken between words into lines of about one length, and inside a word that no line holds.
    """
    rows = _broken(text, width, size, weight, lines)
    narrow, wide = widest(text.split(" "), size, weight), width
    if len(rows) < 2 or narrow > width or rows[-1].endswith(ELLIPSIS):  # noqa: PLR2004 - one line is as it is
        return rows
    while wide - narrow > 1:
        middle = (narrow + wide) / 2
        tried = _broken(text, middle, size, weight, lines + 1)
        narrow, wide = (narrow, middle) if len(tried) <= len(rows) else (middle, wide)
    return _broken(text, wide, size, weight, lines)


def _broken(text: str, width: float, size: float, weight: int, lines: int) -> tuple[str, ...]:
    rows: list[str] = []
    while text and len(rows) < lines - 1:
        row = _fitting(text, width, size, weight)
        rows.append(row.rstrip(" "))
        text = text[len(row) :].lstrip(" ")
    return (*rows, shortened(text, width, size, weight)) if text or not rows else tuple(rows)


def _fitting(text: str, width: float, size: float, weight: int) -> str:
    """The words at the beginning of a text that fit into a width; of a word that is too long, the letters."""
    advances = _advances(weight)
    reach = accumulate(advances.get(ord(letter), _UNKNOWN) * size for letter in text)
    fitting = sum(end <= width for end in reach)
    between = text.rfind(" ", 0, fitting + 1)
    return text if fitting == len(text) else text[: between if between > 0 else max(1, fitting)]


def shortened(text: str, width: float, size: float, weight: int = NORMAL) -> str:
    """A text that fits into a width, with an ellipsis for what was left out."""
    if width_of(text, size, weight) <= width:
        return text
    while text and width_of(text + ELLIPSIS, size, weight) > width:
        text = text[:-1]
    return text.rstrip(" ,;:-–" + _TIED) + ELLIPSIS


def widest(texts: Iterable[str], size: float, weight: int = NORMAL) -> float:
    """The width of the widest of some texts, 0 without any."""
    return max((width_of(text, size, weight) for text in texts), default=0)


def spread(
    wanted: Sequence[float], gap: float | Sequence[float], low: float, high: float
) -> tuple[float, ...]:
    """Positions at least ``gap`` apart, as near to the wanted ones as the room ``low`` to ``high`` allows.

    Labels that would touch are joined to a block around their mean, blocks that touch are joined again (the
    pool-adjacent-violators algorithm), and the order is kept. Labels of several heights give those for the gap.
    """
    order = sorted(range(len(wanted)), key=lambda index: wanted[index])
    tall = [gap if isinstance(gap, int | float) else gap[index] for index in order]
    offsets = [0.0, *accumulate((one + other) / 2 for one, other in pairwise(tall))]
    if offsets[-1] > high - low:
        offsets = [offset * (high - low) / offsets[-1] for offset in offsets]
    blocks: list[list[float]] = []  # of the wanted positions, each less its place in the row of gaps
    for index, offset in zip(order, offsets, strict=False):
        blocks.append([wanted[index] - offset])
        while len(blocks) > 1 and _mean(blocks[-2]) > _mean(blocks[-1]):
            last = blocks.pop()
            blocks[-1] += last
    starts = [_mean(block) for block in blocks for _ in block]
    room = high - offsets[-1]
    places = {
        index: min(max(start, low), room) + offset
        for index, start, offset in zip(order, starts, offsets, strict=False)
    }
    return tuple(places[index] for index in range(len(wanted)))


def apart(
    spans: Sequence[tuple[float, float]],
    order: Sequence[int],
    gap: float = 3,
    feet: Sequence[float] = (),
    tall: float = 0,
) -> frozenset[int]:
    """Which labels can stand without touching, the first in ``order`` first: of one row, or each on its own foot."""
    kept: list[int] = []
    for index in order:
        if all(
            _clear(spans[index], spans[other], gap) or (feet and abs(feet[index] - feet[other]) >= tall)
            for other in kept
        ):
            kept.append(index)
    return frozenset(kept)


def fit(spans: Sequence[tuple[float, float]], gap: float = 3) -> bool:
    """Whether the labels of a row, from left to right, stand apart."""
    return all(left[1] + gap <= right[0] for left, right in pairwise(spans))


def _clear(one: tuple[float, float], other: tuple[float, float], gap: float) -> bool:
    return one[1] + gap <= other[0] or other[1] + gap <= one[0]


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values)


def _advances(weight: int) -> dict[int, float]:
    return _advances_of(_family.get(), weight)


@lru_cache(maxsize=16)
def _advances_of(family: str, weight: int) -> dict[int, float]:
    from fontTools.ttLib import TTFont

    cut = _CUTS[weight]
    own = KNOWN[family].cut(cut) if family in KNOWN else None
    file = BytesIO(own) if own else resources.shipped("assets") / "fonts" / f"{BUNDLED}-{cut}.ttf"
    with TTFont(file, lazy=True) as font:
        em, widths = font["head"].unitsPerEm, font["hmtx"].metrics
        return {code: widths[glyph][0] / em for code, glyph in font.getBestCmap().items()}
