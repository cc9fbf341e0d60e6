"""Where the names of points stand: beside their dots and clear of one another, on a leader where it is close."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import product
from math import dist

from reportgen.charts.judging.picture import Box, Point, Segment

REACH = 5.0  # px around the middle of a dot that names leave free
NEAR, FAR = 8.0, (18.0, 28.0, 40.0, 54.0)  # px from it to a name, and to those on leaders
WAYS = ((1, 0), (-1, 0), (0, -1), (0, 1), (1, -1), (1, 1), (-1, -1), (-1, 1))
"""Right, left, above, below, corners."""
ASIDE = 1.5  # px between two names
CLEARLY = 3.0  # px by which a name without a leader is nearer to its own dot than to any other

Size = tuple[float, float]  # width and height in CSS px


@dataclass(frozen=True, slots=True)
class Place:
    """The box of a name, and the leader from its dot; None where it stands beside it."""

    box: Box
    leader: Segment | None = None
    way: int = 0  # in which of the ways that it may be broken


def placed_names(
    points: Sequence[Point], sizes: Sequence[Sequence[Size]], frame: Box, order: Sequence[int]
) -> dict[int, Place]:
    """A place for each name that finds one, the first in ``order`` first.

    Args:
        points: the middles of all dots, in CSS px.
        sizes: of their names, in each of the ways in which they may be broken into lines, the best first.
        frame: within which names stand.
        order: which names come first.
    """
    taken: dict[int, Place] = {}
    dots = [Box(x - REACH, y - REACH, x + REACH, y + REACH) for x, y in points]
    for index in order:
        others = [dot for other, dot in enumerate(dots) if other != index]
        for place in _places(points[index], sizes[index], frame):
            own = (
                min(place.box.overlap(dots[index])) <= 0
                if place.leader
                else _is_nearest(place.box, points[index], points)
            )
            if own and _is_free(place, frame, list(taken.values()), others):
                taken[index] = place
                break
    return taken


def _places(point: Point, sizes: Sequence[Size], frame: Box) -> Iterator[Place]:
    """Beside the dot, then further off, where a name that would reach over a side is moved in."""
    x, y = point
    for way, (width, height) in enumerate(sizes):
        inside = frame.left + width / 2, frame.right - width / 2
        for away, (across, down) in product((NEAR, *FAR), WAYS):
            reach = away if not (across and down) else away * 0.7
            middle = x + across * (reach + width / 2)
            middle = middle if away == NEAR else min(max(middle, inside[0]), inside[1])
            level = y + down * (reach + height / 2 * (not across or away > NEAR))
            half = width / 2, height / 2
            box = Box(middle - half[0], level - half[1], middle + half[0], level + half[1])
            yield Place(box, (point, _nearest(box, point)) if away > NEAR else None, way)


def _is_free(place: Place, frame: Box, taken: Sequence[Place], dots: Sequence[Box]) -> bool:
    """Whether a name stands inside, on nothing, and no leader runs through a name or a dot but those at its start."""
    boxes = [*dots, *(other.box for other in taken)]
    start = Box(*place.leader[0], *place.leader[0]) if place.leader else None
    return (
        frame.holds(place.box, 0)
        and all(min(place.box.overlap(box)) <= -ASIDE for box in boxes)
        and not (
            place.leader
            and start
            and any(box.is_crossed(place.leader) for box in boxes if not box.holds(start, 0))
        )
        and not any(other.leader and place.box.is_crossed(other.leader) for other in taken)
    )


def _is_nearest(box: Box, point: Point, points: Sequence[Point]) -> bool:
    """Whether no other dot is nearly as near to a name as its own."""
    away = dist(point, _nearest(box, point))
    others = [other for other in points if dist(other, point) > ASIDE]
    return all(dist(other, _nearest(box, other)) > away + CLEARLY for other in others)


def _nearest(box: Box, point: Point) -> Point:
    """The point on the side of a box that is nearest to another."""
    return min(max(point[0], box.left), box.right), min(max(point[1], box.top), box.bottom)
