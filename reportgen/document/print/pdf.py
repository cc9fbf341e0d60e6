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
from reportgen.document.print.lines import hanging_spaces
from reportgen.document.print.marking import named_tags, stamp_content
from reportgen.document.print.page_numbers import Numbers, flowing, overflows, settle, with_room
from reportgen.document.print.tags import finish, identify
from reportgen.errors import EngineError

VARIANT = "pdf/a-3a"
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


@dataclass(frozen=True, slots=True)
class Layout:
    """A document laid out and numbered, to be judged and then written."""

    document: Untyped

    @property
    def pages(self) -> tuple[Untyped, ...]:
        """The page boxes: the geometry of everything, in CSS px."""
        return tuple(page._page_box for page in self.document.pages)  # noqa: SLF001 - nothing public tells it


def lay_out(html: str, pictures: Mapping[str, str], numbers: Numbers) -> Layout:
    """Set a document's pages.

    Args:
        html: composed for print, its page numbers still pending.
        pictures: SVG by ``exhibit/slot``.
        numbers: gives the text of every page number once it is known where everything stands.

    Raises:
        EngineError: an asset or a glyph is missing.
    """
    with _complaints() as complaints, _settled():
        document = _rendered(html, pictures)
        if overflows(document):
            html = flowing(html)
            document = _rendered(html, pictures)
        tight = settle(document, numbers, _engine())
        if tight:
            document = _rendered(with_room(html, tight), pictures)
            settle(document, numbers, _engine())
    _refuse(complaints)
    return Layout(document)


def write_pdf(
    layout: Layout, attachments: Sequence[Attachment] = (), issued: date = date(1970, 1, 1)
) -> bytes:
    """Write a laid-out document; once, because attachments are used up.

    Args:
        layout: what :func:`lay_out` made.
        attachments: files to embed.
        issued: the date that attachments bear; the day on which this is called has no influence.

    Raises:
        EngineError: a picture cannot be drawn.
    """
    document = layout.document
    with _complaints() as complaints, _settled():
        metadata = document.metadata
        metadata.generate_rdf_metadata = partial(identify, metadata.generate_rdf_metadata)
        with named_tags(_engine().pdf.tags):
            pdf: bytes = document.write_pdf(
                pdf_variant=VARIANT,
                finisher=_finished,
                attachments=[_embedded(one, issued) for one in attachments],
            )
    _refuse(complaints)
    return pdf


def _finished(document: Untyped, pdf: Untyped) -> None:
    finish(document, pdf)
    stamp_content(pdf)


def _rendered(html: str, pictures: Mapping[str, str]) -> Untyped:
    engine = _engine()
    source = engine.HTML(
        string=html, base_url="reportgen:", url_fetcher=_fetcher(pictures), media_type="print"
    )
    with hanging_spaces(engine.layout.inline):
        return source.render(pdf_variant=VARIANT)


def _engine() -> Untyped:
    """WeasyPrint, which must see the bundled fonts alone; imported late, because that takes half a second."""
    os.environ["FONTCONFIG_FILE"] = str(resources.find("assets", "fonts/fonts.conf"))
    import weasyprint
    import weasyprint.pdf.tags

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


@contextmanager
def _settled() -> Iterator[None]:
    """Keep the collector of cycles waiting: layout makes many objects that stay, and looking through them costs."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


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
