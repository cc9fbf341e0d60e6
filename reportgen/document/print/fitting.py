"""Fits a document to its pages: one that is not well filled is planned anew and laid out once more.

Pages may be too empty, the last not worth turning to, or a heading may stand alone with its first words at a foot.

An exhibit that does not fit at the foot of a page may stand on top of the next, behind text that moves up before it; it
stays in its section, behind every exhibit that it stood behind, and in front of the heading that follows. Of the two
layouts the better is taken; so no document is worse for being fitted, and one that needs no fitting costs nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from reportgen.document.layout_referee import layout_faults
from reportgen.document.page_fill import LEAST_FULL, PageFill, lack, page_fills
from reportgen.document.print.boxes import SECTION, sheet
from reportgen.document.print.engine import Document, Untyped
from reportgen.document.print.flow import ROW, Block, Flow, read_flow
from reportgen.document.print.page_plan import PagePlan, plan_pages


@dataclass(frozen=True, slots=True)
class Move:
    """A block of a section that shall stand in front of another, both by their numbers (None: at its end)."""

    section: str
    number: int
    before: int | None


@dataclass(frozen=True, slots=True)
class Break:
    """A block of a section that shall begin a page, by its number; of a table, perhaps the rows from one on."""

    section: str
    number: int
    row: int | None = None


@dataclass(frozen=True, slots=True)
class Arrangement:
    """What is changed of a document: blocks that move, and what begins a page."""

    moves: tuple[Move, ...] = ()
    breaks: tuple[Break, ...] = ()

    def apply(self, root: Untyped) -> None:
        """Change the tree of a document that is not laid out yet."""
        sections = {one.get("id"): one for one in root.iter() if _is_section(one)}
        blocks = {name: list(section) for name, section in sections.items()}
        for move in self.moves:
            section, known = sections[move.section], blocks[move.section]
            section.remove(known[move.number])
            place = len(section) if move.before is None else list(section).index(known[move.before])
            section.insert(place, known[move.number])
        for one in self.breaks:
            element = blocks[one.section][one.number] if one.number else sections[one.section]
            if one.row is not None:
                element = list(element.iter(ROW))[one.row]
            element.set("style", f"{element.get('style') or ''};break-before:page;margin-block-start:0")


def _is_section(element: Untyped) -> bool:
    return SECTION in (element.get("class") or "").split()


def arrangement(document: Document) -> Arrangement | None:
    """How a document is better set; None where it is well set, or where nothing better is known."""
    fills = _fills(document)
    flow = read_flow(document)
    if flow is None or not (lack(fills) or _leads(flow, fills)):
        return None
    is_last_alone = all(fill.full >= LEAST_FULL for fill in fills[:-1])
    plan = _last_two(flow) if is_last_alone and lack(fills) else None
    # Full pages come first: where one is too empty, a heading may stay behind.
    pieces = [replace(one, leads=0.0) for one in flow.pieces] if lack(fills) else flow.pieces
    plan = plan or plan_pages(pieces, flow.height, flow.first)
    found = Arrangement(tuple(_moves(flow, plan)), tuple(_breaks(flow, plan)))
    return found if found != Arrangement() else None


def _leads(flow: Flow, fills: Sequence[PageFill]) -> int:
    """How many pages end in a heading with its first words alone, and would be full enough without them."""
    first = len(fills) - len(flow.begins)
    return sum(
        flow.pieces[begin - 1].leads > 0
        and fills[first + at].full - flow.pieces[begin - 1].leads / flow.height >= LEAST_FULL
        for at, begin in enumerate(flow.begins[1:])
    )


def _last_two(flow: Flow) -> PagePlan | None:
    """A plan for the last two pages, those before staying as they are; None where they cannot share better."""
    if len(flow.begins) < 3:  # noqa: PLR2004 - those two, and one before
        return None
    begun = flow.begins[-2]
    pieces = [replace(one, limit=max(0, one.limit - begun)) for one in flow.pieces[begun:]]
    plan = plan_pages(pieces, flow.height)
    pages = tuple(tuple(piece + begun for piece in page) for page in plan.pages)
    return replace(plan, pages=pages) if plan.forced and len(pages) == 2 else None  # noqa: PLR2004 - see above


def better(one: Document, other: Document) -> Document:
    """The one of two layouts of a document that has fewer faults, or fewer holes; the first where they are alike."""
    return other if _badness(other) < _badness(one) else one


def _fills(document: Document) -> tuple[PageFill, ...]:
    return page_fills([sheet(page, number) for number, page in enumerate(document.pages, 1)])


def _badness(document: Document) -> tuple[int, int, float, int]:
    sheets = [sheet(page, number) for number, page in enumerate(document.pages, 1)]
    fills, flow = page_fills(sheets), read_flow(document)
    leads = _leads(flow, fills) if flow else 0
    return len(layout_faults(sheets, {})), len(sheets), round(lack(fills), 3), leads


def _moves(flow: Flow, plan: PagePlan) -> Sequence[Move]:
    found = []
    for piece, following in plan.moves:
        block = flow.block_of(piece)
        after = flow.block_of(following) if following < len(flow.pieces) else None
        stays = after is not None and after.section == block.section
        found.append(Move(block.section, block.number, after.number if after and stays else None))
    return found


def _breaks(flow: Flow, plan: PagePlan) -> Sequence[Break]:
    """What begins a page though the page before is not full."""
    found = []
    for number, page in enumerate(plan.pages[1:], 1):
        if number - 1 in plan.forced and page:
            block: Block = flow.block_of(page[0])
            found.append(Break(block.section, block.number, flow.row_of(page[0])))
    return found


Render = Callable[[Arrangement | None], Document]


def fitted(document: Document, render: Render) -> tuple[Document, Arrangement | None]:
    """The document, or a better layout of it with what was changed for that.

    Args:
        document: laid out.
        render: lays it out again.
    """
    found = arrangement(document)
    if found is None:
        return document, None
    other = render(found)
    return (other, found) if better(document, other) is other else (document, None)
