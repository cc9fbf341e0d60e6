"""Sheets: the pages of a laid-out document as a reader meets them, in reading order, each thing with where it stands.

They are plain values, read from WeasyPrint's boxes: the geometry of the pages as they will be printed, in CSS px.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any, cast

from reportgen.document.print.engine import Box, Element, Page, TextBox, box_of, is_foot, is_line

EXHIBIT, SECTION = "exhibit", "section"  # classes of elements whose ids say where something stands
HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
TITLE = "exhibit-title"


@dataclass(frozen=True, slots=True)
class Where:
    """Around a box: its page, and the ids of the exhibit and the section in which it stands ("" for none).

    ``left`` and ``right`` are the sides of the nearest container, ``heading`` and ``row`` the elements of the
    heading and of the table row (no repeated one) around the box, ``furniture`` that it stands in a margin, ``note``
    that it is one at the foot of the page. ``frame``
    is the right side of what a table stands in: its cells may lie beyond it.
    """

    page: int
    left: float
    right: float
    exhibit: str = ""
    section: str = ""
    heading: object = None
    row: object = None
    is_furniture: bool = False
    is_note: bool = False
    frame: float = math.inf


@dataclass(frozen=True, slots=True)
class Leaf:
    """What a reader sees: a run of letters of one size, or a picture (``text`` is then empty)."""

    where: Where
    left: float
    top: float
    right: float
    bottom: float
    text: str
    size: float
    address: str = ""

    @property
    def is_picture(self) -> bool:
        return not self.text


BREAK = "page-break"  # the class of what ends a page


@dataclass(frozen=True, slots=True)
class Sheet:
    """A printed page: its number from 1, the paper's size, where its margins end, and what is seen on it."""

    number: int
    width: float
    height: float
    inner_top: float
    inner_height: float
    leaves: tuple[Leaf, ...]
    is_ended: bool = False  # by its author, who wanted a new page


def sheet(page: Page, number: int) -> Sheet:
    """A laid-out page as a plain value.

    Args:
        page: WeasyPrint's page.
        number: of the page, from 1.
    """
    box = box_of(page)
    seen = tuple(_leaves(box, number))
    ended = any(one.element is not None and one.element.get("class") == BREAK for one in box.descendants())
    return Sheet(
        number, box.margin_width(), box.margin_height(), box.content_box_y(), box.height, seen, ended
    )


def _leaves(page: Box, number: int) -> Iterator[Leaf]:
    """Everything that can be seen on a page, its margins included, in reading order."""
    start = Where(number, page.content_box_x(), page.content_box_x() + page.width)
    for child in page.children:
        is_furniture = getattr(child, "at_keyword", "").startswith("@")
        yield from _seen(child, replace(start, is_furniture=is_furniture, is_note=is_foot(child)))


def _seen(box: Box, where: Where) -> Iterator[Leaf]:
    text = getattr(box, "text", None)
    if text is not None:
        if text.strip():
            yield _letters(cast("TextBox", box), where)
        return
    if hasattr(box, "replacement"):
        yield _picture(box, where)
        return
    inner = _inside(box, where)
    for child in getattr(box, "children", ()):
        yield from _seen(child, inner)


def _letters(box: TextBox, where: Where) -> Leaf:
    """The letters alone: a space at the end of a line may hang over."""
    text = box.text
    trailing = (len(text) - len(text.rstrip())) / len(text)
    right = box.position_x + box.width * (1 - trailing)
    bottom = box.position_y + box.height
    return Leaf(where, box.position_x, box.position_y, right, bottom, text.strip(), box.style["font_size"])


def _picture(box: Box, where: Where) -> Leaf:
    left, top = box.content_box_x(), box.content_box_y()
    natural = _natural_width(box)
    address = (box.element.get("src") or "") if box.element is not None else ""
    size = box.width / natural if natural else 1.0
    return Leaf(where, left, top, left + box.width, top + box.height, "", size, address)


def _natural_width(box: Box) -> float:
    replacement: Any = getattr(box, "replacement")  # noqa: B009 - only pictures have one
    width, _, _ = replacement.get_intrinsic_size(1, box.style["font_size"])
    return float(width or 0)


def _inside(box: Box, where: Where) -> Where:
    """What stands around the children of a box."""
    changes: dict[str, Any] = {}
    if _contains_lines(box):
        changes["left"] = box.content_box_x()
        changes["right"] = min(box.content_box_x() + box.width, where.frame)
    if any(getattr(child, "is_table_wrapper", False) for child in getattr(box, "children", ())):
        changes["frame"] = box.content_box_x() + box.width
    if getattr(box, "is_header", False) or getattr(box, "is_footer", False):
        changes["row"] = False
    element = box.element
    if element is not None and "::" not in (box.element_tag or ""):
        changes |= _named(element, where)
    return replace(where, **changes) if changes else where


def _contains_lines(box: Box) -> bool:
    """Whether text has to keep within this box: blocks, cells and margin boxes, but no lines, rows or markers."""
    if getattr(box, "width", "auto") == "auto" or "::marker" in (box.element_tag or ""):
        return False
    return any(is_line(child) for child in getattr(box, "children", ()))


def _named(element: Element, where: Where) -> dict[str, Any]:
    changes: dict[str, Any] = {}
    classes = (element.get("class") or "").split()
    if EXHIBIT in classes:
        changes["exhibit"] = element.get("id") or ""
    if element.tag == SECTION:
        changes["section"] = element.get("id") or ""
    if element.tag in HEADINGS or TITLE in classes:
        changes["heading"] = element
    if element.tag == "tr" and where.row is not False:
        changes["row"] = element
    return changes
