"""The flow of a laid-out document: what stands below page one, block by block, as pieces that a plan can work with.

Read from WeasyPrint's boxes. A block is what stands in a section side by side with others: a paragraph, a list, an
exhibit. On several pages it is one block of several fragments.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from reportgen.document.print.boxes import EXHIBIT, HEADINGS, SECTION
from reportgen.document.print.engine import Box, Document, Element, box_of, is_line
from reportgen.document.print.page_plan import Piece

PAIR, BESIDE, LONG = "pair", "beside", "exhibit-long"
ORPHANS = 2  # lines of a paragraph that stand together, at its begin and its end
TABLE, ROW, PARAGRAPH = "table", "tr", "p"
FEWEST_ROWS = 3  # of a table that stand together where a page is made to begin within it
AVOID = ("avoid", "avoid-page")
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
        return (self.has(EXHIBIT) or self.has(PAIR)) and not self.has(LONG) and len(self.pieces) == 1

    @property
    def shows(self) -> bool:
        """Whether it holds an exhibit."""
        return self.has(EXHIBIT) or self.has(PAIR) or self.has(BESIDE)


@dataclass(frozen=True, slots=True)
class Flow:
    """Blocks in their order, and the height that is free for them: on the first page, and on any other."""

    blocks: tuple[Block, ...]
    pieces: tuple[Piece, ...]
    first: float
    height: float
    rows: Mapping[int, int] = field(default_factory=dict)
    begins: tuple[int, ...] = ()  # the first piece of each page on which something stands

    def block_of(self, piece: int) -> Block:
        return self.blocks[self.pieces[piece].block]

    def row_of(self, piece: int) -> int | None:
        """The row within its block's table that a page may be made to begin with, by its number among them from 0."""
        return self.rows.get(piece)


@dataclass(frozen=True, slots=True)
class _Atom:
    """What of a block is not broken, with the white above it; the paragraph of a line, the row of a table."""

    height: float
    gap: float
    paragraph: Element | None = None
    row: Element | None = None
    stays: bool = False  # with what stands before it


@dataclass(slots=True)
class _Gathered:
    """A block while its fragments are read."""

    section: str
    number: int
    element: Element
    atoms: list[_Atom] = field(default_factory=list)
    sticks: bool = False


def read_flow(document: Document) -> Flow | None:
    """What stands in the sections of a document; None where there are none."""
    gathered: dict[int, _Gathered] = {}
    first = height = 0.0
    begins: list[int] = []
    for page in document.pages:
        sheet = box_of(page)
        known = sum(max(1, len(block.atoms)) for block in gathered.values())
        bottom: float | None = None
        for section, child in fragments(sheet):
            number = [id(one) for one in _elements(section)].index(id(child.element))
            if not gathered:
                height = sheet.height
                first = sheet.content_box_y() + sheet.height - child.border_box_y()
            name = str(section.element.get("id")) if section.element is not None else ""
            assert child.element is not None  # noqa: S101 - as those that have none are left out
            block = gathered.setdefault(id(child.element), _Gathered(name, number, child.element))
            block.sticks = child.style["break_after"] in AVOID
            for top, end, box, paragraph in _atoms(child, None):
                gap = max(0.0, top - bottom) if bottom is not None else _margin(child, section, number, block)
                block.atoms.append(_atom(box, end - top, gap, paragraph))
                bottom = end
        begins += [known] if bottom is not None else []
    flow = _flow(list(gathered.values()), first, height) if gathered else None
    return replace(flow, begins=tuple(begins)) if flow else None


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


def _atom(box: Box, height: float, gap: float, paragraph: Element | None) -> _Atom:
    row = box.element if box.element is not None and box.element.tag == ROW else None
    return _Atom(height, gap, paragraph, row, stays=row is not None and box.style["break_before"] in AVOID)


def _atoms(box: Box, paragraph: Element | None) -> Iterator[tuple[float, float, Box, Element | None]]:
    """What of a block is not broken: top, bottom, box, and the paragraph of a line."""
    if is_line(box):
        yield box.position_y, box.position_y + box.height, box, paragraph
        return
    display = box.style["display"]
    inner = [child for child in getattr(box, "children", ()) if not getattr(child, "is_footer", False)]
    is_whole = (
        box.style["break_inside"] in AVOID
        or not inner
        or any(word in WHOLE or word == "table-row" for word in display)
        or any(child.style["float"] not in ("none", "footnote") for child in inner)
    )
    if is_whole:
        yield box.border_box_y(), box.border_box_y() + box.border_height(), box, None
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
    for number, leads in _leads(blocks):
        last = begins[number + 1] - 1
        pieces[last] = replace(pieces[last], leads=leads)
    rows = {begins[number] + at: row for number, one in enumerate(gathered) for at, row in _rows(one)}
    return Flow(tuple(blocks), tuple(pieces), first, height, rows)


def _leads(blocks: Sequence[Block]) -> Iterator[tuple[int, float]]:
    """Paragraphs that alone stand between a heading and what is shown below it, with their height and the heading's."""
    for number in range(1, len(blocks) - 1):
        heading, block, shown = blocks[number - 1 : number + 2]
        is_lead = heading.is_heading and block.element.tag == PARAGRAPH and shown.shows
        if is_lead and heading.section == block.section == shown.section and not shown.has(LONG):
            yield number, sum(one.height + one.gap for one in (*heading.pieces, *block.pieces))


def _limit(blocks: Sequence[Block], number: int) -> int:
    """The first block that one which floats stays in front of: the next exhibit, heading or section."""
    begun = blocks[number]
    for later in range(number + 1, len(blocks)):
        other = blocks[later]
        if other.section != begun.section or other.is_heading or other.shows:
            return later
    return len(blocks)


def _pieces(block: _Gathered, number: int) -> Iterator[Piece]:
    atoms, begin = block.atoms or [_Atom(0.0, 0.0)], dict(_rows(block))
    for at, atom in enumerate(atoms):
        paragraph, is_last = atom.paragraph, at == len(atoms) - 1
        same = [
            index for index, one in enumerate(atoms) if paragraph is not None and one.paragraph is paragraph
        ]
        sticks = bool(same) and at != same[-1] and (at - same[0] < ORPHANS - 1 or same[-1] - at < ORPHANS)
        follows = block.sticks if is_last else atoms[at + 1].stays
        yield Piece(atom.height, atom.gap, number, sticks=sticks or follows, may_begin=at > 0 and at in begin)


def _rows(block: _Gathered) -> Iterator[tuple[int, int]]:
    """The rows of a block that is a table which a page may begin with: as atoms, with their numbers among the rows."""
    if block.element.tag != TABLE:
        return
    numbers = {id(row): number for number, row in enumerate(block.element.iter(ROW))}  # type: ignore[attr-defined]
    for at in range(FEWEST_ROWS + 1, len(block.atoms) - FEWEST_ROWS + 1):  # the first is the head
        atom = block.atoms[at]
        if atom.row is not None and not atom.stays and id(atom.row) in numbers:
            yield at, numbers[id(atom.row)]
