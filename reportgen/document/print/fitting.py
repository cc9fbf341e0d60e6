"""Fits a document to its pages: where one is too empty, what stands on them is planned anew and laid out once more.

An exhibit that does not fit at the foot of a page may stand on top of the next, behind text that moves up before it; it
stays in its section, behind every exhibit that it stood behind, and in front of the heading that follows. A last page
with little on it takes blocks, or rows of a table, of the page before, as far as that stays full enough. Charts are
drawn less tall so that what follows fits, as far as they say the same; how full they can make their pages, once these
are set (:mod:`stretching`), counts. Of the two layouts the better is taken; so no document is worse for being fitted,
and one that needs no fitting costs nothing. For its looks alone a long one is not laid out once more.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from reportgen.document.layout_referee import layout_faults
from reportgen.document.page_fill import LEAST_FULL, LEAST_LAST, PageFill, page_fills
from reportgen.document.print.boxes import SECTION, Sheet, sheet
from reportgen.document.print.elastic import Elastic, Heights, heights, made_elastic
from reportgen.document.print.engine import Document, Untyped
from reportgen.document.print.flow import Block, Flow, read_flow
from reportgen.document.print.page_plan import PagePlan, plan_pages
from reportgen.document.print.stretching import could_fill

LITTLE = 0.02  # of a page: what white between blocks makes up for
SURE = 0.01  # share of a page by which what is added here may differ from what is laid out
WELCOME = 0.4  # of the last page: what is less full may be spared by charts that shrink
MANY = 24  # pages beyond which that is not done: it takes twice the time and the memory for looks that few will see


@dataclass(frozen=True, slots=True)
class Move:
    """A block of a section that shall stand in front of another, both by their numbers (None: at its end)."""

    section: str
    number: int
    before: int | None


@dataclass(frozen=True, slots=True)
class Arrangement:
    """What is changed of a document: blocks that move, and what begins a page.

    That is a block by its section and number, or a row of one that is a table (0: the block itself). ``heights`` are
    those of the charts that are drawn anew.
    """

    moves: tuple[Move, ...] = ()
    breaks: tuple[tuple[str, int, int], ...] = ()
    heights: Heights = ()

    def apply(self, root: Untyped) -> None:
        """Change the tree of a document that is not laid out yet."""
        sections = {one.get("id"): one for one in root.iter() if _is_section(one)}
        blocks = {name: list(section) for name, section in sections.items()}
        for move in self.moves:
            section, known = sections[move.section], blocks[move.section]
            section.remove(known[move.number])
            place = len(section) if move.before is None else list(section).index(known[move.before])
            section.insert(place, known[move.number])
        for name, number, row in self.breaks:
            element = blocks[name][number] if number else sections[name]
            if row:
                element = list(blocks[name][number].iter("tr"))[row - 1]
            element.set("style", f"{element.get('style') or ''};break-before:page;margin-block-start:0")


def _is_section(element: Untyped) -> bool:
    return SECTION in (element.get("class") or "").split()


def arrangement(document: Document, elastic: Elastic | None = None) -> Arrangement | None:
    """How a document is better set; None where it is well set, or where nothing better is known."""
    sheets = sheets_of(document)
    fills: Sequence[PageFill] = page_fills(sheets)
    for_looks = len(sheets) <= MANY
    elastic = elastic if for_looks else None
    if _lacking(fills)[0]:
        fills = could_fill(document, fills, elastic)
    inner, last = _lacking(fills)
    last = last if for_looks else 0.0
    could_save = elastic is not None and len(fills) > 1 and fills[-1].full < WELCOME
    if inner <= LITTLE and not (last or could_save):  # little is made up for by white between blocks
        return None
    flow = read_flow(document)
    if flow is None:
        return None
    if elastic:
        flow = made_elastic(flow, document, sheets, elastic)
    if inner > LITTLE:
        # Heights are estimated to some px: charts that shrank so that all just fits would push blocks over.
        firm = [replace(piece, less=0.0) for piece in flow.pieces]
        planned = _planned(flow, plan_pages(firm, flow.height, flow.first), None)
        if planned:
            return planned
    # Sharing with the page before is sure: other pages stay as they are.
    place = _shared(flow, fills) if last else None
    if could_save and not place:
        plan = plan_pages(flow.pieces, flow.height, flow.first)
        if _saves(flow, plan, fills):
            return _planned(flow, plan, elastic)
    return Arrangement(breaks=(place,)) if place else None


def _planned(flow: Flow, plan: PagePlan, elastic: Elastic | None) -> Arrangement | None:
    moves, breaks = tuple(_moves(flow, plan)), tuple(_breaks(flow, plan))
    found = Arrangement(moves, breaks, tuple(_heights(flow, plan, elastic)))
    return found if found != Arrangement() else None


def _saves(flow: Flow, plan: PagePlan, fills: Sequence[PageFill]) -> bool:
    """Whether a plan saves a page; none may hold too little for it."""
    *inner, last = plan.fulls
    is_full = all(full >= LEAST_FULL + SURE for full in inner) and last >= LEAST_LAST + SURE
    return is_full and len(plan.fulls) < len(fills) - min(flow.pages) + 1


def _heights(flow: Flow, plan: PagePlan, elastic: Elastic | None) -> Sequence[tuple[str, float]]:
    """Of charts that shrink; those that stretch do so once the pages are set, and what is free is known."""
    if elastic is None:
        return ()
    return [
        one
        for page, change in zip(plan.pages, plan.changes, strict=True)
        if change < 0
        for one in heights(flow, page, change, elastic)
    ]


def better(one: Document, other: Document, elastic: Elastic | None = None) -> Document:
    """The one of two layouts of a document that has fewer faults, or fewer holes; the first where they are alike."""
    return other if _badness(other, elastic) < _badness(one, elastic) else one


def sheets_of(document: Document) -> tuple[Sheet, ...]:
    """Its pages as plain values."""
    return tuple(sheet(page, number) for number, page in enumerate(document.pages, 1))


def _lacking(fills: Sequence[PageFill]) -> tuple[float, float]:
    """What pages lack in all to be full enough, and what the last of several lacks."""
    inner = sum(max(0.0, LEAST_FULL - fill.full) for fill in fills[:-1])
    last = max(0.0, LEAST_LAST - fills[-1].full) if len(fills) > 1 else 0.0
    return round(inner, 3), round(last, 3)


def _badness(document: Document, elastic: Elastic | None) -> tuple[int, int, float, float, float]:
    sheets = sheets_of(document)
    fills = could_fill(document, page_fills(sheets), elastic)
    white = sum((1 - min(1.0, fill.full)) ** 2 for fill in fills[:-1])
    return len(layout_faults(sheets, {})), len(fills), *_lacking(fills), round(white, 3)


def _moves(flow: Flow, plan: PagePlan) -> Sequence[Move]:
    found = []
    for piece, following in plan.moves:
        block = flow.block_of(piece)
        after = flow.block_of(following) if following < len(flow.pieces) else None
        stays = after is not None and after.section == block.section
        found.append(Move(block.section, block.number, after.number if after and stays else None))
    return found


def _breaks(flow: Flow, plan: PagePlan) -> Sequence[tuple[str, int, int]]:
    """The blocks that begin a page though the page before is not full."""
    found = []
    for number, page in enumerate(plan.pages[1:], 1):
        if number - 1 in plan.forced and page:
            block: Block = flow.block_of(page[0])
            found.append((block.section, block.number, 0))
    return found


def _shared(flow: Flow, fills: Sequence[PageFill]) -> tuple[str, int, int] | None:
    """What of the page before begins the last one, so that both are full enough, or nearly."""
    before = [at for at, page in enumerate(flow.pages) if page == len(fills) - 1]
    full, last, found = fills[-2].full, fills[-1].full, None
    for at in reversed(before[1:]):
        piece, above = flow.pieces[at], flow.pieces[at - 1]
        share = (piece.height + piece.gap) / flow.height
        full, last = full - share, last + share
        if full < LEAST_FULL + SURE:
            break
        if not above.sticks and (piece.row > 0 or piece.block != above.block):
            block = flow.block_of(at)
            found = block.section, block.number, piece.row
            if last >= LEAST_LAST + SURE:
                break
    return found


Render = Callable[[Arrangement | None], Document]


def fitted(
    document: Document, render: Render, elastic: Elastic | None = None
) -> tuple[Document, Arrangement | None]:
    """The document, or a better layout of it with what was changed for that.

    Args:
        document: laid out.
        render: lays it out again.
        elastic: what its charts can do; without it they stay as they are.
    """
    found = arrangement(document, elastic)
    if found is None:
        return document, None
    other = render(found)
    return (other, found) if better(document, other, elastic) is other else (document, None)
