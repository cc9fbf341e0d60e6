"""A picture judged as it was drawn: labels over its edge, on each other, on marks and lines, cut off or too small.

It holds for shipped kinds and authors' charts alike. What can be mended by leaving out a label that matters less is
mended, once; what is left is a finding.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations
from typing import Literal

from reportgen.charts.colours import TEXT_CONTRAST, contrast
from reportgen.charts.judging.picture import Parts, Shape, Stroke, Text, parts_of
from reportgen.charts.lettering import ELLIPSIS
from reportgen.charts.parts.items import NEVER
from reportgen.charts.sketch import Sketch, labelled_rows, named

Code = Literal["label-clipped", "label-overlap", "label-covered", "label-cut", "label-small"]
Label = tuple[str, str]  # the key of a fact, and its words

EDGE = 0.75  # px that letters, measured without kerning, may seem to reach over an edge
TOUCH = 0.75  # px by which two texts may seem to touch
ON_MARK = 1.6  # px by which the box of a text may reach into a mark: letters do not fill their box
ON_LINE = 2.2  # px around a text in which a line may run: the same
VISIBLE = 1.7  # contrast with the paper from which on a ground or a line is in the way of letters
LEAST_SIZE = 6.0  # CSS px; letters below it cannot be read in print
PAPER = "#ffffff"


@dataclass(frozen=True, slots=True)
class Fault:
    """Something wrong inside a picture, a sentence on it, and the labels of which one less would mend it."""

    code: Code
    message: str
    labels: tuple[Label, ...] = ()


@lru_cache(maxsize=128)  # of a brief in a preview: after another word its pictures are the same
def faults(svg: str, paper: str = PAPER) -> tuple[Fault, ...]:
    """What is wrong with the words in a frozen picture on a paper."""
    return tuple(_faults(svg, paper))


def _faults(svg: str, paper: str) -> Iterator[Fault]:
    parts = parts_of(svg)
    for text in parts.texts:
        yield from _alone(text, parts)
        yield from _on_marks(text, parts, paper)
    for one, other in combinations(parts.texts, 2):
        across, down = one.box.overlap(other.box)
        if across > TOUCH and down > TOUCH and (one.whole, one.fact) != (other.whole, other.fact):
            message = f"'{one.text}' and '{other.text}' stand on each other"
            yield Fault("label-overlap", message, (*_labels(one), *_labels(other)))


def mended(sketch: Sketch, found: Sequence[Fault]) -> Sketch | None:
    """The chart without the labels that matter least among those at fault; None where nothing can be left out."""
    ranks = {named(row): row.get("priority", NEVER) for row in labelled_rows(sketch.spec)}
    dropped: set[Label] = set()
    for fault in found:
        if dropped.isdisjoint(fault.labels):
            dropped |= _least(fault.labels, ranks)
    return sketch.without(dropped) if dropped else None


def _least(labels: Sequence[Label], ranks: Mapping[Label, int]) -> set[Label]:
    """The label that gives way, if one may."""
    may = [label for label in labels if ranks.get(label, NEVER) != NEVER]
    return {max(may, key=lambda label: ranks[label])} if may else set()


def _alone(text: Text, parts: Parts) -> Iterator[Fault]:
    box, named = text.box, f"'{text.text}'"
    beyond = (-box.left, -box.top, box.right - parts.width, box.bottom - parts.height)
    if max(beyond) > EDGE:
        yield Fault("label-clipped", f"{named} reaches over the picture's edge", _labels(text))
    if text.text.rstrip().endswith(ELLIPSIS):
        yield Fault("label-cut", f"{named} is cut; write a shorter name in 'labels'")
    if text.size < LEAST_SIZE:
        message = f"{named} is written in letters of {text.size:g} px; expected at least {LEAST_SIZE:g}"
        yield Fault("label-small", message)


def _on_marks(text: Text, parts: Parts, paper: str) -> Iterator[Fault]:
    """Letters that run over a mark's side, that cannot be read on it, or that a line runs through."""
    named = f"'{text.text}'"
    if any(_is_torn(text, shape, paper) for shape in parts.shapes):
        yield Fault("label-covered", f"{named} runs over the side of a mark", _labels(text))
    elif any(_is_lost(text, shape) for shape in parts.shapes[-1:] if shape.box.holds(text.box, ON_MARK)):
        yield Fault("label-covered", f"{named} cannot be read on its mark", _labels(text))
    elif any(_is_crossed(text, stroke, paper) for stroke in parts.strokes):
        yield Fault("label-covered", f"a line runs through {named}", _labels(text))


def _is_torn(text: Text, shape: Shape, paper: str) -> bool:
    across, down = text.box.overlap(shape.box)
    return (
        across > ON_MARK
        and down > ON_MARK
        and not shape.box.holds(text.box, ON_MARK)
        and _shows(shape.color, paper)
    )


def _is_lost(text: Text, shape: Shape) -> bool:
    return _is_hex(text.color) and _is_hex(shape.color) and contrast(text.color, shape.color) < TEXT_CONTRAST


def _is_crossed(text: Text, stroke: Stroke, paper: str) -> bool:
    inner = text.box.shrunk(ON_LINE)
    return _shows(stroke.color, paper) and any(inner.is_crossed(segment) for segment in stroke.segments)


def _shows(color: str, paper: str) -> bool:
    """Whether a colour stands out from the paper so far that it disturbs letters; a pattern does."""
    return color.startswith("url(") or (_is_hex(color) and contrast(color, paper) >= VISIBLE)


def _is_hex(color: str) -> bool:
    return len(color) == len(PAPER) and color.startswith("#")


def _labels(text: Text) -> tuple[Label, ...]:
    return ((text.fact, text.whole),) if text.fact else ()
