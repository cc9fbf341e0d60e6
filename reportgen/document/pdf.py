"""Print: the only module that knows WeasyPrint. Lays out pages; writes PDF/UA-1 and PDF/A-3a in one file."""

from __future__ import annotations

import gc
import logging
import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import partial
from typing import Any, Literal, TypeAlias

from reportgen import resources
from reportgen.document.content import PageMap
from reportgen.document.tagging import finish, identify
from reportgen.errors import EngineError

VARIANT = "pdf/a-3a"
CONTENTS = "contents"  # the id of the last part of page one
SCHEME = "chart:"  # <img src="chart:cloud-growth/wide">
CSS_REMARKS = (
    "Ignored ",
    "Expected ",
    "Invalid media",
    "Parse error",
    "Unknown empty",
    "Unsupported",
    "Missing ",
)

Untyped: TypeAlias = Any  # WeasyPrint has no annotations
Relationship = Literal["Source", "Data", "Alternative", "Supplement", "Unspecified"]


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that travels inside the PDF. ``relationship`` is PDF/A-3's: what the file is to the document."""

    name: str
    content: bytes
    description: str
    relationship: Relationship = "Data"


def layout(html: str, sizes: Mapping[str, tuple[float, float]]) -> PageMap:
    """Set a document on pages, with blank pictures of the right sizes, to learn what stands where.

    Args:
        html: composed for print.
        sizes: width and height in CSS px of every picture, by ``exhibit/slot``.

    Raises:
        EngineError: an asset or a glyph is missing.
    """
    blanks = {name: _blank(width, height) for name, (width, height) in sizes.items()}
    with _complaints() as complaints, _settled():
        document = _rendered(html, blanks)
    _refuse(complaints)
    return _page_map(document)


def print_pdf(
    html: str, pictures: Mapping[str, str], attachments: Sequence[Attachment] = (), issued: date | None = None
) -> bytes:
    """Print a document.

    Args:
        html: composed for print, with its page numbers.
        pictures: SVG by ``exhibit/slot``.
        attachments: files to embed.
        issued: the date that attachments bear; the day on which this is called has no influence.

    Raises:
        EngineError: an asset or a glyph is missing, or a picture cannot be drawn.
    """
    with _complaints() as complaints, _settled():
        document = _rendered(html, pictures)
        metadata = document.metadata
        metadata.generate_rdf_metadata = partial(identify, metadata.generate_rdf_metadata)
        pdf: bytes = document.write_pdf(
            pdf_variant=VARIANT,
            finisher=finish,
            attachments=[_embedded(one, issued or date(1970, 1, 1)) for one in attachments],
        )
    _refuse(complaints)
    return pdf


def _rendered(html: str, pictures: Mapping[str, str]) -> Untyped:
    engine = _engine()
    source = engine.HTML(
        string=html, base_url="reportgen:", url_fetcher=_fetcher(pictures), media_type="print"
    )
    return source.render(pdf_variant=VARIANT)


def _engine() -> Untyped:
    """WeasyPrint, which must see the bundled fonts alone; imported late, because that takes half a second."""
    os.environ["FONTCONFIG_FILE"] = str(resources.find("assets", "fonts/fonts.conf"))
    import weasyprint

    return weasyprint


def _fetcher(pictures: Mapping[str, str]) -> Untyped:
    """What opens addresses for one document: its own pictures and ``data:``, nothing else."""
    from weasyprint.urls import URLFetcher, URLFetcherResponse

    class Closed(URLFetcher):  # type: ignore[misc]
        def fetch(self, url: str, headers: Mapping[str, str] | None = None) -> Untyped:
            if url.startswith(SCHEME):
                if url.removeprefix(SCHEME) not in pictures:
                    raise ValueError(f"no picture '{url}'")
                return URLFetcherResponse(
                    url, pictures[url.removeprefix(SCHEME)], {"Content-Type": "image/svg+xml"}
                )
            return super().fetch(url, headers)

    return Closed(allowed_protocols=("data",), allow_redirects=False)


def _embedded(attachment: Attachment, issued: date) -> Untyped:
    moment = datetime(issued.year, issued.month, issued.day, tzinfo=UTC)
    return _engine().Attachment(
        string=attachment.content,
        name=attachment.name,
        description=attachment.description,
        relationship=attachment.relationship,
        created=moment,
        modified=moment,
    )


def _page_map(document: Untyped) -> PageMap:
    anchors: dict[str, int] = {}
    for number, page in enumerate(document.pages, 1):
        for name in page.anchors:
            anchors.setdefault(name, number)
    return PageMap(anchors, len(document.pages), _slack(document))


def _slack(document: Untyped) -> float:
    """How much of page one is empty below the contents; nothing when they stand on a later page."""
    page = document.pages[0]._page_box  # noqa: SLF001 - the boxes are where the geometry is
    ends = [
        box.position_y + box.margin_height()
        for box in page.descendants()
        if box.element is not None
        and box.element.get("id") == CONTENTS
        and not box.element_tag.endswith("::marker")
    ]
    return max(0.0, round(page.content_box_y() + page.height - max(ends), 1)) if ends else 0.0


def _blank(width: float, height: float) -> str:
    size = f'width="{width:g}" height="{height:g}" viewBox="0 0 {width:g} {height:g}"'
    return f'<svg xmlns="http://www.w3.org/2000/svg" {size}/>'


@contextmanager
def _settled() -> Iterator[None]:
    """Keep the collector away from what is already there: layout makes many objects and few cycles."""
    gc.freeze()
    try:
        yield
    finally:
        gc.unfreeze()


@contextmanager
def _complaints() -> Iterator[list[str]]:
    """What WeasyPrint says goes wrong meanwhile, instead of on the terminal."""
    found: list[str] = []

    class Listener(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            message = record.getMessage()
            if record.levelno >= logging.ERROR or not message.startswith(CSS_REMARKS):
                found.append(message)

    logger, listener = logging.getLogger("weasyprint"), Listener(logging.WARNING)
    propagated, logger.propagate = logger.propagate, False
    others, logger.handlers = logger.handlers, [listener]
    try:
        yield found
    finally:
        logger.handlers, logger.propagate = others, propagated


def _refuse(complaints: Sequence[str]) -> None:
    if complaints:
        raise EngineError("the print engine reports: " + "; ".join(dict.fromkeys(complaints)))
