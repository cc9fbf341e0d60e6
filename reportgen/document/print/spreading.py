"""The last resort of a page fitter: a page that is a little too empty gets a little more white between its blocks.

What is laid out already is moved as it is; nothing is set again.
"""

from __future__ import annotations

from itertools import groupby

from reportgen.document.page_fill import LEAST_FULL, page_fill
from reportgen.document.print.boxes import sheet
from reportgen.document.print.engine import Box, Document, Untyped, box_of, engine
from reportgen.document.print.flow import fragments

MOST_WHITE = 22.0  # px more between two blocks: about a line
ENOUGH = 0.005  # of the height, above the least


def spread(document: Document) -> None:
    """Give the blocks of pages that lack little as much white between them as makes the pages full enough."""
    for index, page in enumerate(document.pages[:-1]):
        box = box_of(page)
        wanted = (LEAST_FULL + ENOUGH - page_fill(sheet(page, index + 1)).full) * box.height
        blocks = list(fragments(box))
        if 0 < wanted <= MOST_WHITE * (len(blocks) - 1):
            _move_apart(box, blocks, wanted / (len(blocks) - 1))
            document.pages[index] = engine().document.Page(box)  # it keeps where links and anchors are


def _move_apart(page: Box, blocks: list[tuple[Box, Box]], share: float) -> None:
    """Move each block, and each section with its line, down by its share."""
    numbered = enumerate(blocks)
    for _, group in groupby(numbered, key=lambda one: id(one[1][0])):
        ours = list(group)
        begun, (section, _) = ours[0]
        section.translate(0, share * begun)
        for number, (_, child) in ours:
            child.translate(0, share * (number - begun))
        lay_backgrounds(page, section)


def lay_backgrounds(page: Box, part: Box) -> None:
    """Backgrounds are laid where a box stood; lay them where it stands now."""
    engine().layout.background.layout_box_backgrounds(page, part, _no_picture)


def _no_picture(**_: Untyped) -> None:
    """What a background would be painted with: ours are colours."""
