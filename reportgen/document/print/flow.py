"""The flow of a laid-out document: what stands below page one, block by block, as pieces that a plan can work with.

Read from WeasyPrint's boxes. A block is what stands in a section side by side with others: a paragraph, a list, an
exhibit. On several pages it is one block of several fragments.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from reportgen.document.print.boxes import EXHIBIT, HEADINGS, SECTION
from reportgen.document.print.engine import Box, Document, Element, Untyped, box_of, is_line
from reportgen.document.print.page_plan import Piece

PAIR, BESIDE, LONG, PICTURE = "pair", "beside", "exhibit-long", "picture"
BELOW = "below"  # the class of rows that belong to the measure above them
TABLE_ROWS = 3  # of a table that stand together, where a page is to end within it
ORPHANS = 2  # lines of a paragraph that stand together, at its begin and its end
WHOLE = ("grid", "flex", "inline-grid", "inline-flex")  # what the engine does not break well


@dataclass(frozen=True, slots=True)
class Block:
    """A block: the id of its section, its number among what stands in it, and its pieces."""

    section: str
    number: int
    element: Element
    pieces: tuple[Piece, ...]

    def has(self, name: str) -> bool:
        return name in (self.element.get("class") or "").split()

    @property
    def is_heading(self) -> bool:
        return self.element.tag in HEADINGS

    @property
    def may_float(self) -> bool:
        is_shown = self.has(EXHIBIT) or self.has(PAIR) or self.has(PICTURE)
        return is_shown and not self.has(LONG) and len(self.pieces) == 1

    @property
    def shows(self) -> bool:
        """Whether it holds an exhibit, or is a picture."""
        return self.has(EXHIBIT) or self.has(PAIR) or self.has(BESIDE) or self.has(PICTURE)


@dataclass(frozen=True, slots=True)
class Flow:
    """Blocks in their order, and the height that is free for them: on the first page, and on any other.

    ``pages`` says of each piece on which page it stands, from 1.
    """

    blocks: tuple[Block, ...]
    pieces: tuple[Piece, ...]
    first: float
    height: float
    pages: tuple[int, ...]

    def block_of(self, piece: int) -> Block:
        return self.blocks[self.pieces[piece].block]


@dataclass(slots=True)
class _Gathered:
    """A block while its fragments are read."""

    section: str
    number: int
    element: Element
    atoms: list[tuple[float, float, object]] = field(default_factory=list)  # height, gap, paragraph or row
    pages: list[int] = field(default_factory=list)
    sticks: bool = False


def read_flow(document: Document) -> Flow | None:
    """What stands in the sections of a document; None where there are none."""
    gathered: dict[int, _Gathered] = {}
    first = height = 0.0
    for at, page in enumerate(document.pages, 1):
        box = box_of(page)
        bottom: float | None = None
        for section, child in fragments(box):
            number = [id(one) for one in _elements(section)].index(id(child.element))
            if not gathered:
                height = box.height
                first = box.content_box_y() + box.height - child.border_box_y()
            name = str(section.element.get("id")) if section.element is not None else ""
            assert child.element is not None  # noqa: S101 - as those that have none are left out
            block = gathered.setdefault(id(child.element), _Gathered(name, number, child.element))
            block.sticks = child.style["break_after"] in ("avoid", "avoid-page")
            for top, end, paragraph in _atoms(child, child):
                gap = max(0.0, top - bottom) if bottom is not None else _margin(child, section, number, block)
                block.atoms.append((end - top, gap, paragraph))
                block.pages.append(at)
                bottom = end
    return _flow(list(gathered.values()), first, height) if gathered else None


def fragments(page: Box) -> Iterator[tuple[Box, Box]]:
    """Each fragment of a block on a page, with its section."""
    for box in page.descendants():
        if box.element is not None and box.element.tag == SECTION and "::" not in (box.element_tag or ""):
            known = {id(one) for one in _elements(box)}
            yield from ((box, child) for child in box.children if id(child.element) in known)


def _elements(section: Box) -> list[Element]:
    return list(section.element) if section.element is not None else []  # type: ignore[call-overload]


def _margin(child: Box, section: Box, number: int, block: _Gathered) -> float:
    """The white above a fragment that begins its page, if something stood above it."""
    if block.atoms:
        return 0.0
    above = _length(child, "margin_top")
    return above if number else above + _length(section, "margin_top") + _length(section, "padding_top")


def _length(box: Box, name: str) -> float:
    return float(getattr(box.style[name], "value", 0.0))


def _atoms(box: Box, paragraph: object) -> Iterator[tuple[float, float, object]]:
    """What of a block is not broken: top, bottom, and the paragraph of a line, or the row itself."""
    if is_line(box):
        yield box.position_y, box.position_y + box.height, paragraph
        return
    display = box.style["display"]
    inner = [child for child in getattr(box, "children", ()) if not getattr(child, "is_footer", False)]
    is_whole = (
        box.style["break_inside"] in ("avoid", "avoid-page")
        or not inner
        or any(word in WHOLE or word == "table-row" for word in display)
        or box.style["column_count"] != "auto"
        or any(child.style["float"] not in ("none", "footnote") for child in inner)
    )
    if is_whole:
        row = box.element if "table-row" in display else None
        yield box.border_box_y(), box.border_box_y() + box.border_height(), row
        return
    for child in inner:
        yield from _atoms(child, box.element if is_line(child) else None)


def _flow(gathered: Sequence[_Gathered], first: float, height: float) -> Flow:
    blocks = [
        Block(one.section, one.number, one.element, tuple(_pieces(one, at)))
        for at, one in enumerate(gathered)
    ]
    pieces = [piece for block in blocks for piece in block.pieces]
    begins = [
        next(at for at, piece in enumerate(pieces) if piece.block == number) for number in range(len(blocks))
    ]
    for number, block in enumerate(blocks):
        end = _limit(blocks, number)
        if block.may_float and end > number + 1:
            limit = begins[end] if end < len(blocks) else len(pieces)
            pieces[begins[number]] = replace(pieces[begins[number]], limit=limit)
    pages = tuple(page for one in gathered for page in one.pages or [0])
    return Flow(tuple(blocks), tuple(pieces), first, height, pages)


def _limit(blocks: Sequence[Block], number: int) -> int:
    """The first block that one which floats stays in front of: the next exhibit, heading or section."""
    begun = blocks[number]
    for later in range(number + 1, len(blocks)):
        other = blocks[later]
        if other.section != begun.section or other.is_heading or other.shows:
            return later
    return len(blocks)


def _pieces(block: _Gathered, number: int) -> Iterator[Piece]:
    atoms = block.atoms or [(0.0, 0.0, None)]
    rows = _rows_that_begin(block)
    for at, (height, gap, paragraph) in enumerate(atoms):
        same = [index for index, atom in enumerate(atoms) if paragraph is not None and atom[2] is paragraph]
        sticks = bool(same) and at != same[-1] and (at - same[0] < ORPHANS - 1 or same[-1] - at < ORPHANS)
        sticks |= block.sticks and at == len(atoms) - 1
        yield Piece(height, gap, number, sticks=sticks, row=rows.get(id(paragraph), 0))


def _rows_that_begin(block: _Gathered) -> dict[int, int]:
    """The rows of a plain table that may begin a page, numbered from 1: neither its first nor its last ones.

    A row behind the head of a group stays, and one that belongs to the measure or the cells above it.
    """
    if block.element.tag != "table":
        return {}
    rows: list[Untyped] = list(block.element.iter("tr"))  # type: ignore[attr-defined]
    spanned = any(cell.get("rowspan") for row in rows for cell in row)
    if spanned:
        return {}
    heads = [len(row) == 1 for row in rows]
    within = range(TABLE_ROWS + 1, len(rows) - TABLE_ROWS + 1)
    below = [BELOW in (row.get("class") or "").split() for row in rows]
    return {id(rows[at]): at + 1 for at in within if not heads[at - 1] and not below[at]}
