"""The pages of two PDFs side by side as pictures, with a box around each part that differs."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, TypeAlias

from reportgen.errors import UsageError

if TYPE_CHECKING:
    from PIL.Image import Image

Box: TypeAlias = tuple[int, int, int, int]  # left, top, right, bottom, in pixels
DOTS, POINTS = 110, 72  # to the inch: of the pictures, and of a PDF
CELL = 12  # px; of the grid in which differences are looked for
NOTICED = 40  # of 255; less than that is the edge of a letter
MARK, GAP, LINE = "#d0006f", 16, 2  # the colour of a box, and px
MOST_PAGES = 200
Untyped: TypeAlias = Any  # pypdfium2's objects


def side_by_side(old: bytes, new: bytes) -> Iterator[tuple[str, bytes]]:
    """A PNG for each page, the old one at the left, by its name (``page-01.png``); alike pages have no boxes.

    Raises UsageError where pypdfium2 is not installed, or cannot read one of the PDFs.
    """
    from PIL import Image

    befores, afters = _pages(old), _pages(new)
    for number in range(max(len(befores), len(afters))):
        pair = [pages[number] if number < len(pages) else None for pages in (befores, afters)]
        width, height = (max(one.size[side] for one in pair if one) for side in (0, 1))
        sheets = [_on(one, Image.new("RGB", (width, height), "white")) for one in pair]
        for box in boxes(*sheets):
            for sheet in sheets:
                _mark(sheet, box)
        both = Image.new("RGB", (2 * width + GAP, height), "#808080")
        both.paste(sheets[0], (0, 0))
        both.paste(sheets[1], (width + GAP, 0))
        written = io.BytesIO()
        both.save(written, "PNG")
        yield f"page-{number + 1:02d}.png", written.getvalue()


def boxes(old: Image, new: Image) -> list[Box]:
    """Where two pictures of one size differ: cells of a grid that touch each other are one box."""
    from PIL import ImageChops

    noticed = ImageChops.difference(old, new).convert("L").point(lambda level: 255 if level > NOTICED else 0)
    columns, rows = -(-noticed.width // CELL), -(-noticed.height // CELL)
    left = {
        (column, row)
        for row in range(rows)
        for column in range(columns)
        if noticed.crop((column * CELL, row * CELL, (column + 1) * CELL, (row + 1) * CELL)).getbbox()
    }
    found = []
    while left:
        cells = _touching(left)
        across, down = [one for one, _ in cells], [one for _, one in cells]
        found.append((min(across) * CELL, min(down) * CELL, (max(across) + 1) * CELL, (max(down) + 1) * CELL))
    return sorted(found, key=lambda box: (box[1], box[0]))


def _touching(left: set[tuple[int, int]]) -> list[tuple[int, int]]:
    """Take a cell and all that touch it, corners too, from those that are left."""
    waiting, taken = [left.pop()], []
    while waiting:
        column, row = waiting.pop()
        taken.append((column, row))
        around = {(column + across, row + down) for across in (-1, 0, 1) for down in (-1, 0, 1)} & left
        left -= around
        waiting += around
    return taken


def _pages(raw: bytes) -> list[Image]:
    try:
        import pypdfium2
    except ImportError:
        raise UsageError("pages are drawn by pypdfium2: pip install 'reportgen[pages]'") from None
    try:
        document: Untyped = pypdfium2.PdfDocument(raw)
        number = min(len(document), MOST_PAGES)
        return [document[one].render(scale=DOTS / POINTS).to_pil().convert("RGB") for one in range(number)]
    except pypdfium2.PdfiumError as problem:
        raise UsageError(f"the PDF cannot be drawn: {problem}") from None


def _on(page: Image | None, sheet: Image) -> Image:
    """A page on a white sheet; the sheet alone where there is no such page."""
    if page:
        sheet.paste(page, (0, 0))
    return sheet


def _mark(sheet: Image, box: Box) -> None:
    from PIL import ImageDraw

    ImageDraw.Draw(sheet).rectangle(box, outline=MARK, width=LINE)
