"""What stands where in a frozen picture: its texts as boxes, its bars as rectangles, its lines as segments."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from xml.etree import ElementTree as ET

from reportgen.charts.lettering import BOLD, NORMAL, width_of

ASCENT, DESCENT = 0.74, 0.24  # of the letters' size, for Inter's capitals and descenders
FACT = "data-fact"
ROUNDED = 0.05  # px by which the corners of a rectangle may seem to differ
_NUMBER = r"-?\d*\.?\d+(?:e-?\d+)?"
_MOVE = re.compile(rf"(translate|rotate)\(({_NUMBER})(?:[ ,]({_NUMBER}))?\)")
_STEP = re.compile(rf"([MLHVhvlmZAazCc])((?:[ ,]?{_NUMBER})*)")
_EACH = re.compile(_NUMBER)
_STRAIGHT = frozenset("MLHVhvlmZz")

Point = tuple[float, float]
Segment = tuple[Point, Point]


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle in CSS px, from the picture's upper left corner."""

    left: float
    top: float
    right: float
    bottom: float

    def overlap(self, other: Box) -> tuple[float, float]:
        """How far two rectangles lie on each other across and down; negative where they stand apart."""
        across = min(self.right, other.right) - max(self.left, other.left)
        return across, min(self.bottom, other.bottom) - max(self.top, other.top)

    def holds(self, other: Box, slack: float) -> bool:
        """Whether the other lies inside."""
        return (
            self.left - slack <= other.left and other.right <= self.right + slack
            and self.top - slack <= other.top and other.bottom <= self.bottom + slack
        )  # fmt: skip

    def shrunk(self, by: float) -> Box:
        """The same, smaller on every side."""
        return Box(self.left + by, self.top + by, self.right - by, self.bottom - by)

    def is_crossed(self, segment: Segment) -> bool:
        """Whether a straight line runs through it (Liang and Barsky's clipping)."""
        (x, y), (x2, y2) = segment
        enter, leave = 0.0, 1.0
        for step, low, high in (
            (x2 - x, self.left - x, self.right - x),
            (y2 - y, self.top - y, self.bottom - y),
        ):
            if not step:
                if low > 0 or high < 0:
                    return False
                continue
            first, last = sorted((low / step, high / step))
            enter, leave = max(enter, first), min(leave, last)
        return enter < leave


@dataclass(frozen=True, slots=True)
class Text:
    """A line of text: its box, its colour, its size, and the key of the fact whose label it is."""

    text: str
    box: Box
    color: str
    size: float
    fact: str
    whole: str  # the text that it is a line of


@dataclass(frozen=True, slots=True)
class Shape:
    """A filled rectangle (or the rectangle around a dot) with its colour."""

    box: Box
    color: str
    fact: str


@dataclass(frozen=True, slots=True)
class Stroke:
    """A line of straight pieces, or an outline, with its colour and width."""

    segments: tuple[Segment, ...]
    color: str
    width: float
    fact: str = ""


@dataclass(frozen=True, slots=True)
class Parts:
    """Everything that a picture consists of, as far as it can be told; sizes in CSS px."""

    width: float
    height: float
    texts: tuple[Text, ...]
    shapes: tuple[Shape, ...]
    strokes: tuple[Stroke, ...]


@dataclass(frozen=True, slots=True)
class _Inherited:
    """What an element has from those around it."""

    x: float = 0.0
    y: float = 0.0
    turned: float = 0.0
    size: float = 10.0
    fill: str = ""
    weight: int = NORMAL


def parts_of(svg: str) -> Parts:
    """Read a frozen picture."""
    root = ET.fromstring(svg)  # noqa: S314 - written by our own engine, without entities
    found = list(_walk(root, _Inherited()))
    return Parts(
        float(root.get("width", "0")),
        float(root.get("height", "0")),
        tuple(one for one in found if isinstance(one, Text)),
        tuple(one for one in found if isinstance(one, Shape)),
        tuple(one for one in found if isinstance(one, Stroke)),
    )


def _walk(element: ET.Element, above: _Inherited) -> Iterator[Text | Shape | Stroke]:
    tag = element.tag.rpartition("}")[2]
    if tag in ("defs", "clipPath", "title"):
        return
    here = _inherited(element, above)
    if tag == "text":
        yield from _lines(element, here)
        return
    if tag in ("path", "rect", "line"):
        yield from _drawn(element, tag, here)
    for child in element:
        yield from _walk(child, here)


def _inherited(element: ET.Element, above: _Inherited) -> _Inherited:
    x, y, turned = above.x, above.y, above.turned
    for kind, first, second in _MOVE.findall(element.get("transform", "")):
        if kind == "translate":
            x, y = x + float(first), y + float(second or 0)
        else:
            turned += float(first)
    size = element.get("font-size", "").removesuffix("px")
    weight = element.get("font-weight", "")
    return _Inherited(
        x, y, turned, float(size) if size else above.size, element.get("fill", above.fill),
        BOLD if weight in ("600", "700", "bold") else NORMAL if weight else above.weight,
    )  # fmt: skip


def _lines(element: ET.Element, here: _Inherited) -> Iterator[Text]:
    whole = " ".join(written(element).split())
    rows = [row for row in element if row.tag.rpartition("}")[2] == "tspan"] or [element]
    x, y = float(element.get("x", "0")), float(element.get("y", "0"))
    for row in rows:
        words = row.text or ""
        x = float(row.get("x", x))
        y += float(row.get("dy", "0"))
        width = width_of(words, here.size, here.weight)
        left = x - width * {"middle": 0.5, "end": 1.0}.get(element.get("text-anchor", ""), 0.0)
        box = Box(left, y - ASCENT * here.size, left + width, y + DESCENT * here.size)
        if words.strip():
            yield Text(words, _turned(box, here), here.fill, here.size, element.get(FACT, ""), whole)


def written(element: ET.Element) -> str:
    """What a text says: of what is shown where a pointer rests, nothing."""
    return " ".join([element.text or "", *(row.text or "" for row in element if row.tag.endswith("}tspan"))])


def _turned(box: Box, here: _Inherited) -> Box:
    """A box of a text that may stand upright; other angles are taken as the nearest right one."""
    if round(here.turned / 90) % 2 == 0:
        return Box(box.left + here.x, box.top + here.y, box.right + here.x, box.bottom + here.y)
    sign = 1 if round(here.turned / 90) % 4 == 1 else -1
    ends = sorted((sign * box.left, sign * box.right))
    sides = sorted((-sign * box.top, -sign * box.bottom))
    return Box(sides[0] + here.x, ends[0] + here.y, sides[1] + here.x, ends[1] + here.y)


def _drawn(element: ET.Element, tag: str, here: _Inherited) -> Iterator[Shape | Stroke]:
    points, straight = _points(element, tag)
    placed = [(x + here.x, y + here.y) for x, y in points]
    if len(placed) < 2:  # noqa: PLR2004 - a point is nothing to be seen
        return
    fill, stroke = here.fill, element.get("stroke", "")
    across, down = [x for x, _ in placed], [y for _, y in placed]
    if fill not in ("", "none", "transparent") and (not straight or _is_rectangle(placed)):
        yield Shape(Box(min(across), min(down), max(across), max(down)), fill, element.get(FACT, ""))
    elif stroke not in ("", "none", "transparent") and straight:
        runs = tuple(_segments(element, here))
        if runs:
            yield Stroke(runs, stroke, float(element.get("stroke-width", "1")), element.get(FACT, ""))


def _is_rectangle(points: list[Point]) -> bool:
    return all(
        min(place - min(places), max(places) - place) < ROUNDED
        for places in zip(*points, strict=True)
        for place in places
    )


def _points(element: ET.Element, tag: str) -> tuple[list[Point], bool]:
    """Every point of a shape, or those around a dot; and whether it has straight sides alone."""
    if tag == "rect":
        x, y, w, h = (
            float(element.get(name, "0").removesuffix("px")) for name in ("x", "y", "width", "height")
        )
        return [(x, y), (x + w, y), (x + w, y + h), (x, y + h)], True
    if tag == "line":
        (one, other) = _ends_of(element)
        return [one, other], True
    path = element.get("d", "")
    runs = list(_runs(path))
    straight = all(command in _STRAIGHT for command, _ in _STEP.findall(path))
    return [point for run in runs for point in run], straight


def _ends_of(line: ET.Element) -> Segment:
    """From where to where a straight line of its own runs."""
    x, y, x2, y2 = (float(line.get(name, "0")) for name in ("x1", "y1", "x2", "y2"))
    return (x, y), (x2, y2)


def _segments(element: ET.Element, here: _Inherited) -> Iterator[Segment]:
    runs = _runs(element.get("d", "")) if element.get("d") else [list(_ends_of(element))]
    for run in runs:
        for (x, y), (x2, y2) in pairwise(run):
            if (x, y) != (x2, y2):
                yield (x + here.x, y + here.y), (x2 + here.x, y2 + here.y)


def _runs(path: str) -> Iterator[list[Point]]:
    """The points of each piece of a path; of an arc those of the square around it."""
    run: list[Point] = []
    x = y = 0.0
    for command, given in _STEP.findall(path):
        numbers = [float(number) for number in _EACH.findall(given)]
        if command in "Mm":
            if run:
                yield run
            run = []
        run += _ends(command, numbers, x, y, run)
        x, y = run[-1] if run else (x, y)
    if run:
        yield run


def _ends(command: str, numbers: list[float], x: float, y: float, run: list[Point]) -> Iterator[Point]:
    if command in "Zz" and run:
        yield run[0]
    elif command in "MLml":
        for across, down in zip(numbers[::2], numbers[1::2], strict=False):
            x, y = (x + across, y + down) if command.islower() else (across, down)
            yield x, y
    elif command in "Hh":
        yield (x + numbers[0] if command == "h" else numbers[0]), y
    elif command in "Vv":
        yield x, (y + numbers[0] if command == "v" else numbers[0])
    elif command == "A" and len(numbers) >= 7:  # noqa: PLR2004 - SVG 2, 9.3.8: two radii, an angle, two flags, a point
        radius, (to_x, to_y) = numbers[1], numbers[-2:]
        yield (x + to_x) / 2, (y + to_y) / 2 - radius
        yield (x + to_x) / 2, (y + to_y) / 2 + radius
        yield to_x, to_y
    elif command in "Cc" and len(numbers) >= 6:  # noqa: PLR2004 - two handles and a point
        yield tuple(numbers[-2:]) if command == "C" else (x + numbers[-2], y + numbers[-1])  # type: ignore[misc]
