"""Where on a picture a pointer finds the origin of a number: over each mark and label of a fact.

The way to an origin without a pointer is the number in the text or in the exhibit's table of values; so these are left
out of the order of the keyboard, which hundreds of points would flood.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from xml.etree import ElementTree as ET

from reportgen.charts.judging.picture import FACT, Box, parts_of, written
from reportgen.document.origins import Origin
from reportgen.model import Picture

_ON_SCREEN = re.compile(rf' {FACT}="[^"]*"|<title>[^<]*</title>')
LEAST = 16.0  # CSS px: a dot is found without aiming


@dataclass(frozen=True, slots=True)
class Spot:
    """A rectangle in percent of the picture, the origin that it opens, and what it says."""

    fact: str
    target: str
    title: str
    style: str


def spots(picture: Picture, listed: tuple[Origin, ...]) -> Iterator[Spot]:
    """The spots of a picture whose facts have an origin, the smallest on top."""
    targets = {origin.fact.id: origin.id for origin in listed}
    parts, titles = parts_of(picture.svg), _titles(picture.svg)
    drawn = [(one.fact, one.box) for one in parts.shapes] + [(one.fact, one.box) for one in parts.texts]
    found = [(fact, _grown(box)) for fact, box in drawn if fact in targets]
    for fact, box in sorted(found, key=lambda one: -_area(one[1])):
        yield Spot(fact, targets[fact], titles.get(fact, ""), _style(box, picture))


def on_paper(svg: str) -> str:
    """A picture without what only a pointer meets."""
    return _ON_SCREEN.sub("", svg)


def _titles(svg: str) -> Mapping[str, str]:
    """What the marks of each fact say of themselves; where none does, its label."""
    titles: dict[str, str] = {}
    for element in ET.fromstring(svg).iter():  # noqa: S314 - written by our own engine, without entities
        fact = element.get(FACT, "")
        if fact:
            told = next((part.text or "" for part in element if part.tag.endswith("}title")), "")
            titles[fact] = told or titles.get(fact) or " ".join(written(element).split())
    return titles


def _grown(box: Box) -> Box:
    across = max(0.0, LEAST - (box.right - box.left)) / 2
    down = max(0.0, LEAST - (box.bottom - box.top)) / 2
    return Box(box.left - across, box.top - down, box.right + across, box.bottom + down)


def _area(box: Box) -> float:
    return (box.right - box.left) * (box.bottom - box.top)


def _style(box: Box, picture: Picture) -> str:
    sides = {
        "left": box.left / picture.width,
        "top": box.top / picture.height,
        "width": (box.right - box.left) / picture.width,
        "height": (box.bottom - box.top) / picture.height,
    }
    return ";".join(f"{side}:{100 * share:.2f}%" for side, share in sides.items())
