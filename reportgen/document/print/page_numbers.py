"""What only a finished layout can tell, put into it: page numbers, and the foot of page one.

Setting the whole document a second time costs more than everything else together. But a page number stands where
room was kept for it; so its letters are changed in the box that stands there already, and the contents are moved down
as they are. Only where the room was too small the document is set again.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import cast

from reportgen.document.content import PageMap
from reportgen.document.page_fill import LEAST_FULL, page_fill
from reportgen.document.print.boxes import sheet
from reportgen.document.print.engine import Box, Document, TextBox, box_of, engine, is_line
from reportgen.document.print.spreading import lay_backgrounds, spread

_PENDING = re.compile(r'(data-page="([^"]+)"[^>]*>)([^<]*)(<)')
JOINTS = "-‐–—/"  # what a line may be broken behind without a space
NOTHING = "\u00a0"
RUNNING = "page-list"  # the class of numbers that have text behind them on their line
MARK = "data-page"  # an element whose text is a page number names here what it is the page of
TOTAL = "\u2007\u2007"  # in margin boxes: where the number of pages goes
FRONT = "front"  # the class of what page one is made of
MOST_BETWEEN = (
    0.055  # of the height: at most so much of what is free on page one stands between two of its parts
)
LITTLE = 0.05  # of the height of a page: what the white between the parts of page one gives way to
MOST_MARGIN = 0.025  # of the height of a page: the white above a part of page one
TIGHT = "tight"  # the class of a front with less white
FLOWING = "flowing"  # the class of a front that is no page of its own

Numbers = Callable[[PageMap], Mapping[str, str]]


def settle(document: Document, numbers: Numbers) -> Mapping[str, str]:
    """Number a laid-out document's pages and end page one; returns the numbers that need more room than they have.

    Args:
        document: WeasyPrint's, rendered and not yet written.
        numbers: gives, for where everything stands, the text of each ``data-page``.
    """
    pages = page_map(document)
    texts, tight = numbers(pages), {}
    for page in document.pages:
        for box in box_of(page).descendants():
            name = _number(box, texts, pages.total)
            if name:
                tight[name] = texts[name]
            _end_line(box)
    _end_page_one(document)
    spread(document)
    return tight


def overflows(document: Document) -> bool:
    """Whether what was meant for page one goes on on page two."""
    return bool(_gone_over(document))


def overflows_a_little(document: Document) -> bool:
    """Whether less white between the parts of page one would make them fit."""
    over, page = _gone_over(document), box_of(document.pages[0])
    front = next(_of_class(page, FRONT), None)
    if not over or front is None or not front.children:
        return False
    height = over[0].margin_height() + MOST_MARGIN * page.height  # on top of a page it has none
    return height - _free(page, front) <= LITTLE * page.height


def _gone_over(document: Document) -> list[Box]:
    """What of page one stands on page two."""
    return list(_of_class(box_of(document.pages[1]), FRONT)) if len(document.pages) > 1 else []


def is_sparse(document: Document) -> bool:
    """Whether page one would be full of holes: more is free on it than its parts can share."""
    page = box_of(document.pages[0])
    front = _ended_front(document)
    if front is None or len(document.pages) == 1:
        return False
    return _free(page, front) > MOST_BETWEEN * page.height * max(1, len(front.children) - 1)


def fills_page_one(document: Document) -> bool:
    """Whether page one is as full as any page should be."""
    return page_fill(sheet(document.pages[0], 1)).full >= LEAST_FULL


def flowing(html: str) -> str:
    """The document without a page of its own for its front: the sections follow where that ends."""
    return html.replace(f'<div class="{FRONT}">', f'<div class="{FRONT} {FLOWING}">', 1)


def tightened(html: str) -> str:
    """The document with less white between the parts of its front."""
    return html.replace(f'<div class="{FRONT}">', f'<div class="{FRONT} {TIGHT}">', 1)


def with_room(html: str, tight: Mapping[str, str]) -> str:
    """The document with room for numbers that turned out wider than what was kept free for them."""
    return _PENDING.sub(lambda match: match[1] + tight.get(match[2], match[3]) + match[4], html)


def page_map(document: Document) -> PageMap:
    """On which page each anchor of a document stands, from 1."""
    anchors: dict[str, int] = {}
    for number, page in enumerate(document.pages, 1):
        for name in page.anchors:
            anchors.setdefault(name, number)
    return PageMap(anchors, len(document.pages))


def _number(box: Box, texts: Mapping[str, str], total: int) -> str:
    if not hasattr(box, "text"):
        return ""
    run = cast("TextBox", box)
    if TOTAL in run.text:
        _reword(run, run.text.replace(TOTAL, str(total)))
    if run.element is None or run.element.get(MARK) is None:
        return ""
    name, width = str(run.element.get(MARK)), run.width
    _reword(run, texts.get(name) or NOTHING)
    return name if run.width > width and RUNNING in (run.element.get("class") or "") else ""


def _reword(box: TextBox, text: str) -> None:
    """Change the letters of a box; one that is aligned at its end ends where it ended before."""
    letters, width = box.pango_layout, box.width
    letters.reactivate(box.style)
    letters.set_text(text)
    line, _ = letters.get_first_line()
    box.width, _ = engine().text.line_break.line_size(line, box.style)
    letters.deactivate()
    box.text = text
    if box.style["text_align_all"] in ("end", "right"):
        box.position_x += width - box.width


def _end_line(line: Box) -> None:
    """Give a line back the space that it was broken at: a reader that puts lines together needs it between words."""
    if not is_line(line):
        return
    words = [cast("TextBox", box) for box in line.descendants() if getattr(box, "text", None)]
    last = words[-1] if words else None
    if last is None or last.text[-1].isspace() or last.text[-1] in JOINTS:
        return
    last.text += " "
    last.pango_layout.reactivate(last.style)
    last.pango_layout.set_text(last.text)
    last.pango_layout.deactivate()


def _end_page_one(document: Document) -> None:
    """Spread the parts of page one over its height, as far as no hole comes of it: mostly, the contents end it."""
    page, front = box_of(document.pages[0]), _ended_front(document)
    if front is None or len(front.children) == 1:
        return
    share = min(_free(page, front) / (len(front.children) - 1), MOST_BETWEEN * page.height)
    for index, part in enumerate(front.children):
        part.translate(0, share * index)
        lay_backgrounds(page, part)
    document.pages[0] = engine().document.Page(page)  # it keeps where links and anchors are


def _ended_front(document: Document) -> Box | None:
    """What page one is made of, if it is whole and a page of its own."""
    front = next(_of_class(box_of(document.pages[0]), FRONT), None)
    if front is None or not front.children or front.style["break_after"] != "page":
        return None  # something follows on the page
    return None if _gone_over(document) else front


def _free(page: Box, front: Box) -> float:
    """The height below the last part of page one."""
    last = front.children[-1]
    return max(0.0, page.content_box_y() + page.height - last.position_y - last.margin_height())


def _of_class(page: Box, name: str) -> Iterator[Box]:
    for box in page.descendants():
        if box.element is not None and name in (box.element.get("class") or "").split():
            yield box
