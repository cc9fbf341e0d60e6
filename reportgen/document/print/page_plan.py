"""Where pages had better end: a plan for a sequence of pieces, found by dynamic programming. Pure; it draws nothing.

A piece is what no page may end in: a line of text, a row of a table, an exhibit. Pieces keep their order, but for those
that float: an exhibit that does not fit may stand on top of the next page instead, behind text that moves up before it,
as far as its limit. It passes no other exhibit. As in Knuth and Plass's paragraphs, the plan with the least badness of
all its pages is taken, and not the first that comes. And as their glue does, pieces that can be stretched and shrunk
share what a page has too little of, or too much.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from reportgen.document.page_fill import LEAST_FULL

SAFETY = 3.0  # px that a planned page leaves free: heights are added here and not laid out
PAGE = 0.5  # badness of each page: of two plans alike the shorter is better
TOO_EMPTY = 40.0  # of a page that lacks the whole of its least height
WHITE = 4.0  # of a page that is all white
MOVED = 0.2  # of an exhibit that stands on top of the next page
FORCED = 0.05  # of a page that ends where more would fit
STRETCHED, SHRUNK = 0.02, 0.2  # of a page whose pieces reach their limits; by the square of their share of it
FULL_ENOUGH = 0.92  # of a page: nothing is stretched to fill one that is as full
ALONE, STRANDED = 0.08, 1.0  # share of a last page that nobody wants to turn to, and its badness


@dataclass(frozen=True, slots=True)
class Piece:
    """What is not broken. ``gap`` is the white above it where something stands above it on its page, in CSS px.

    ``block`` numbers the block it is a part of; ``sticks`` says that no page may end behind it; ``limit`` is the first
    piece, by its index, that a piece which floats may not move behind (0: it stays). ``row`` is that of its table, from
    1, which may begin the last page though the one before is not full (0: only a whole block may). ``less`` and
    ``more`` are by how much it can shrink and stretch, in CSS px.
    """

    height: float
    gap: float = 0.0
    block: int = 0
    sticks: bool = False
    limit: int = 0
    row: int = 0
    less: float = 0.0
    more: float = 0.0


@dataclass(frozen=True, slots=True)
class PagePlan:
    """The pieces of each page, by index, in their order on it; ``forced`` are pages that end before they are full.

    ``changes`` is by how much the pieces of each page grow together (shrink: less than nothing), in CSS px, and
    ``fulls`` how full each then is.
    """

    pages: tuple[tuple[int, ...], ...]
    badness: float
    forced: frozenset[int] = frozenset()
    changes: tuple[float, ...] = ()
    fulls: tuple[float, ...] = ()

    @property
    def moves(self) -> Iterator[tuple[int, int]]:
        """Each piece that stands behind one that it stood before, with the first piece that now follows it."""
        order = [piece for page in self.pages for piece in page]
        for at, piece in enumerate(order):
            if at and order[at - 1] > piece:
                yield piece, order[at + 1] if at + 1 < len(order) else len(order)


State = tuple[int, int | None]  # the next piece, and the one that waits for the next page
# Pieces, what comes then, px of the page that are used, whether more would fit.
Ending = tuple[tuple[int, ...], State, float, bool]


def plan_pages(pieces: Sequence[Piece], height: float, first: float | None = None) -> PagePlan:
    """The best pages for some pieces.

    Args:
        pieces: in their order; one that is higher than a page gets a page of its own.
        height: of a page between its margins, in CSS px.
        first: of the first page, where less of it is free.
    """
    if not pieces:
        return PagePlan((), 0.0)
    best: dict[tuple[State, bool], PagePlan] = {}
    waiting: list[tuple[State, bool]] = [((0, None), True)]
    while waiting:
        state, is_first = waiting[-1]
        room = first if is_first and first is not None else height
        endings = list(_endings(pieces, state, room, may_be_empty=is_first and room < height))
        unknown = [
            (after, False)
            for _, after, _, _ in endings
            if not _done(pieces, after) and (after, False) not in best
        ]
        if unknown:
            waiting += unknown
            continue
        waiting.pop()
        if (state, is_first) not in best:
            plans = [_with(pieces, ending, best, height, room) for ending in endings]
            best[state, is_first] = min(plans, key=lambda plan: plan.badness)
    return best[(0, None), True]


def _done(pieces: Sequence[Piece], state: State) -> bool:
    return state[0] >= len(pieces) and state[1] is None


def _with(
    pieces: Sequence[Piece],
    ending: Ending,
    best: dict[tuple[State, bool], PagePlan],
    height: float,
    room: float,
) -> PagePlan:
    """The best plan that begins with a page."""
    page, after, used, is_forced = ending
    is_last = _done(pieces, after)
    rest = PagePlan((), 0.0) if is_last else best[after, False]
    change, strain = elasticity([pieces[index] for index in page], room, used)
    change, strain = (0.0, 0.0) if is_last and change > 0 else (change, strain)
    full = min(1.0, (height - room + used + change) / height)
    bad = PAGE + strain
    bad += 0.0 if is_last else TOO_EMPTY * max(0.0, LEAST_FULL - full) + WHITE * max(0.0, 1 - full) ** 2
    bad += STRANDED if is_last and full < ALONE and room == height else 0.0
    bad += FORCED * is_forced + (MOVED if after[1] is not None else 0.0)
    forced = frozenset({0} if is_forced and not is_last else ()) | {number + 1 for number in rest.forced}
    return PagePlan(
        (page, *rest.pages),
        bad + rest.badness,
        forced,
        (change, *rest.changes),
        (full, *rest.fulls),
    )


def elasticity(page: Sequence[Piece], room: float, used: float) -> tuple[float, float]:
    """By how much the pieces of a page grow together, and the badness of that.

    Args:
        page: its pieces.
        room: its height, in CSS px.
        used: what they take of it as they are.
    """
    free = room - SAFETY - used
    if free < 0:
        less = sum(piece.less for piece in page)
        return (max(free, -less), SHRUNK * (free / less) ** 2) if less else (0.0, 0.0)
    more = sum(piece.more for piece in page)
    if not more or used >= FULL_ENOUGH * room:
        return 0.0, 0.0
    return min(free, more), STRETCHED * (min(free, more) / more) ** 2


def _endings(pieces: Sequence[Piece], state: State, room: float, *, may_be_empty: bool) -> Iterator[Ending]:
    """Every way in which a page may end."""
    index, waiting = state
    page: list[int] = []
    used, less, deferred = 0.0, 0.0, None
    if may_be_empty:
        yield (), state, 0.0, True
    if waiting is not None:
        page, used, less = [waiting], pieces[waiting].height, pieces[waiting].less
        if index >= len(pieces) or not pieces[waiting].sticks:
            yield tuple(page), (index, None), used, True
    found = False
    while index < len(pieces):
        piece = pieces[index]
        if deferred is not None and index >= pieces[deferred].limit:
            break
        more = piece.height + (piece.gap if page else 0.0)
        if page and used - less + more - piece.less > room - SAFETY:
            if not piece.limit or deferred is not None or index + 1 >= piece.limit:
                break
            deferred = index  # what follows may stand before it
            index += 1
            continue
        page.append(index)
        used += more
        less += piece.less
        index += 1
        is_whole = index >= len(pieces) or pieces[index].block != piece.block
        fits = index < len(pieces) and used + _least(pieces[index]) <= room - SAFETY
        if piece.sticks or (fits and not is_whole) or (deferred is not None and not is_whole):
            continue
        found = True
        yield tuple(page), (index, deferred), used, fits
    if not found and waiting is None:  # nothing may end it: it ends where it is full
        cut = max(1, len(page))
        begun = state[0]
        yield tuple(range(begun, begun + cut)), (begun + cut, None), used, False


def _least(piece: Piece) -> float:
    return piece.height + piece.gap - piece.less
