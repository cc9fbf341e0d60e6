"""What this room touches of WeasyPrint and pydyf, which publish no types: by name, as protocols.

``USED`` names every attribute of the two that is read, called or replaced, by where it is found; a test looks each of
them up, so that a release that moves one fails there and not in somebody's brief.
"""

from __future__ import annotations

import ctypes
import os
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from typing import Any, Protocol, TypeAlias

from reportgen import resources

Untyped: TypeAlias = Any  # what only passes through on its way from the engine and back to it

USED: Mapping[str, tuple[str, ...]] = {
    "weasyprint": ("HTML", "Attachment"),
    "weasyprint.HTML": ("_ua_stylesheets", "render"),
    "weasyprint.document.Document": ("write_pdf",),
    "weasyprint.document": ("Page",),
    "weasyprint.document.DocumentMetadata": ("generate_rdf_metadata",),
    "weasyprint.formatting_structure.boxes": (
        "Box",
        "FootnoteAreaBox",
        "InlineBox",
        "LineBox",
        "TextBox",
    ),
    "weasyprint.formatting_structure.boxes.Box": (
        "border_box_y",
        "border_height",
        "content_box_x",
        "content_box_y",
        "descendants",
        "margin_height",
        "margin_width",
        "translate",
    ),
    "weasyprint.images": ("ElementTree", "SVGImage"),
    "weasyprint.layout.background": ("layout_box_backgrounds",),
    "weasyprint.layout.block": ("iter_line_boxes",),
    "weasyprint.layout.inline": ("split_first_line",),
    "weasyprint.pdf.tags": ("_build_box_tree",),
    "weasyprint.text.line_break": ("line_size",),
    "weasyprint.text.line_break.Layout": ("deactivate", "get_first_line", "reactivate", "set_text"),
    "weasyprint.urls": ("URLFetcher", "URLFetcherResponse"),
    "weasyprint.urls.URLFetcher": ("fetch",),
    "pydyf": ("Array", "Dictionary", "Stream", "String", "_to_bytes"),
    "pydyf.PDF": ("add_object", "page_references"),
    "pydyf.Object": ("reference",),
}
OF_A_LAYOUT: Mapping[str, tuple[str, ...]] = {  # what instances have once a document is laid out
    "document": ("metadata", "pages"),
    "page": ("_page_box", "anchors", "links"),
    "page box": (
        "children",
        "element",
        "element_tag",
        "height",
        "position_x",
        "position_y",
        "style",
        "width",
    ),
    "text box": ("element", "pango_layout", "position_x", "position_y", "style", "text", "width"),
    "picture": ("replacement",),
    "drawing": ("_base_url", "_context", "_url_fetcher", "get_intrinsic_size"),
    "group of rows": ("is_footer", "is_header"),
    "link": ("link_annotation",),
    "margin box": ("at_keyword",),
    "pdf": ("catalog", "objects", "page_references"),
    "stream": ("extra", "stream"),
    "stylesheet": ("matcher",),
    "matcher": ("other_selectors",),
}


class Element(Protocol):
    """An element of the HTML (``xml.etree``'s)."""

    @property
    def tag(self) -> str: ...
    def get(self, name: str, default: str | None = None, /) -> str | None: ...
    def itertext(self) -> Iterator[str]: ...


class Letters(Protocol):
    """Pango's layout of one run of text."""

    text: str

    def reactivate(self, style: Mapping[str, Untyped], /) -> None: ...
    def set_text(self, text: str, /) -> None: ...
    def get_first_line(self) -> tuple[Untyped, int | None]: ...
    def deactivate(self) -> None: ...


class Box(Protocol):
    """A box of a laid-out page; lengths in CSS px. What only some boxes have is asked for by ``getattr``."""

    element: Element | None
    element_tag: str | None
    style: Mapping[str, Untyped]
    children: Sequence[Box]
    position_x: float
    position_y: float
    width: float
    height: float

    def border_box_y(self) -> float: ...
    def border_height(self) -> float: ...
    def content_box_x(self) -> float: ...
    def content_box_y(self) -> float: ...
    def margin_width(self) -> float: ...
    def margin_height(self) -> float: ...
    def translate(self, dx: float = 0, dy: float = 0, /) -> None: ...
    def descendants(self) -> Iterator[Box]: ...


class TextBox(Box, Protocol):
    """A run of letters."""

    text: str
    pango_layout: Letters


class Page(Protocol):
    """A page of a rendered document: its box, where its anchors are, and its links."""

    _page_box: Box

    @property
    def anchors(self) -> Mapping[str, Untyped]: ...
    @property
    def links(self) -> Sequence[tuple[str, str, Untyped, Untyped]]: ...


class Document(Protocol):
    """A rendered document."""

    pages: list[Page]
    metadata: Untyped

    def write_pdf(self, **options: Untyped) -> bytes: ...


class Engine(Protocol):
    """The module ``weasyprint`` with its parts."""

    HTML: Callable[..., Untyped]
    Attachment: Callable[..., Untyped]
    document: Untyped
    images: Untyped
    layout: Untyped
    pdf: Untyped
    text: Untyped


def engine() -> Engine:
    """WeasyPrint, which must see the bundled fonts alone; imported late, because that takes half a second."""
    fonts = str(resources.shipped("assets") / "fonts" / "fonts.conf")
    is_late = "weasyprint" in sys.modules and os.environ.get("FONTCONFIG_FILE") != fonts
    os.environ["FONTCONFIG_FILE"] = fonts
    if is_late:
        _read_fonts_again()
    import weasyprint
    import weasyprint.pdf.tags

    loaded: Engine = weasyprint
    return loaded


def _read_fonts_again() -> None:
    """Forget the machine's fonts: Pango asks for families by what fontconfig read first, perhaps for someone else."""
    library = "libfontconfig.1.dylib" if sys.platform == "darwin" else "libfontconfig.so.1"
    with suppress(OSError):
        ctypes.CDLL(library).FcInitReinitialize()


def box_of(page: Page) -> Box:
    """The box of a page: nothing public leads to its geometry."""
    return page._page_box  # noqa: SLF001 - see above


def is_foot(box: Box) -> bool:
    """Whether a box holds the footnotes of its page."""
    from weasyprint.formatting_structure.boxes import FootnoteAreaBox

    return isinstance(box, FootnoteAreaBox)


def is_line(box: Box) -> bool:
    """Whether a box is a line of text."""
    from weasyprint.formatting_structure.boxes import LineBox

    return isinstance(box, LineBox)


def is_plain(line: Box) -> bool:
    """Whether a line that is not laid out yet holds nothing but letters, so that it may be laid out several times."""
    from weasyprint.formatting_structure.boxes import InlineBox, TextBox

    return all(
        isinstance(box, InlineBox | TextBox) and getattr(box, "footnote", None) is None
        for box in line.descendants()
        if box is not line
    )


def picture_like(box: Box, svg: str) -> Untyped:
    """A drawing as the engine holds it, with what it knows of the one that stands in a box."""
    known = box.replacement  # type: ignore[attr-defined]
    tree = engine().images.ElementTree.fromstring(svg)
    return engine().images.SVGImage(tree, known._base_url, known._url_fetcher, known._context)  # noqa: SLF001 - its own
