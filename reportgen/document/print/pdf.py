"""Lays out pages; writes PDF/UA-1 and PDF/A-3a in one file."""

from __future__ import annotations

import gc
import logging
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import partial
from threading import get_ident
from typing import Literal

from reportgen.document.print.balance import balanced_titles
from reportgen.document.print.boxes import Sheet, sheet
from reportgen.document.print.elastic import Elastic
from reportgen.document.print.engine import Document, Untyped, engine
from reportgen.document.print.fitting import MANY, Arrangement, fitted
from reportgen.document.print.lines import hanging_spaces
from reportgen.document.print.marking import named_tags, stamp_content
from reportgen.document.print.mending import Mend
from reportgen.document.print.page_numbers import (
    Numbers,
    fills_page_one,
    flowing,
    is_sparse,
    overflows,
    overflows_a_little,
    settle,
    tightened,
    with_room,
)
from reportgen.document.print.pseudo_elements import spare
from reportgen.document.print.stretching import stretch
from reportgen.document.print.tags import finish, identify
from reportgen.errors import EngineError
from reportgen.language import Links, language_of

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

    document: Document

    @property
    def sheets(self) -> tuple[Sheet, ...]:
        """The pages as plain values: the geometry of everything, in CSS px."""
        return tuple(sheet(page, number) for number, page in enumerate(self.document.pages, 1))


def lay_out(
    html: str,
    pictures: Mapping[str, str],
    numbers: Numbers,
    said: list[str] | None = None,
    elastic: Elastic | None = None,
) -> Layout:
    """Set a document's pages.

    Args:
        html: composed for print, its page numbers still pending.
        pictures: SVG by ``exhibit/slot``.
        numbers: gives the text of every page number once it is known where everything stands.
        said: takes what the engine complains of; without it that is an error.
        elastic: draws charts at other heights; without it they stay as they are.

    Raises:
        EngineError: the engine complains: of a missing picture or glyph, of CSS that it does not know.
    """
    with _complaints() as complaints, _settled():
        html, document = _page_one_settled(html, pictures)
        again = partial(_arranged, html, pictures, elastic)
        document, arranged = fitted(document, again, elastic)
        tight = _ended(document, numbers, elastic)
        if tight:
            document = _arranged(with_room(html, tight), pictures, elastic, arranged)
            _ended(document, numbers, elastic)
    _refuse(complaints, said)
    return Layout(document)


def write_pdf(
    layout: Layout,
    attachments: Sequence[Attachment] = (),
    issued: date = date(1970, 1, 1),
    said: list[str] | None = None,
    words: Links | None = None,
) -> bytes:
    """Write a laid-out document; once, because attachments are used up.

    Args:
        layout: what :func:`lay_out` made.
        attachments: files to embed.
        issued: the date that attachments bear; the day on which this is called has no influence.
        said: takes what the engine complains of; without it that is an error.
        words: in which links are described; those of the usual language without.

    Raises:
        EngineError: the engine complains: of a glyph that no font has, of a link that leads nowhere.
    """
    document = layout.document
    with _complaints() as complaints, _settled():
        metadata = document.metadata
        metadata.generate_rdf_metadata = partial(identify, metadata.generate_rdf_metadata)
        with named_tags():
            pdf: bytes = document.write_pdf(
                pdf_variant=VARIANT,
                finisher=partial(_finished, words or language_of().links),
                attachments=[_embedded(one, issued) for one in attachments],
            )
    _refuse(complaints, said)
    return pdf


def _finished(words: Links, document: Document, pdf: Untyped) -> None:
    finish(document, pdf, words)
    document.pages.clear()  # they are drawn, and what is left to do needs room
    stamp_content(pdf)


def _ended(document: Document, numbers: Numbers, elastic: Elastic | None) -> Mapping[str, str]:
    """Fill the pages that are set, and number them; returns the numbers that need more room than they have."""
    if elastic:
        stretch(document, elastic)
    return settle(document, numbers)


def _arranged(
    html: str, pictures: Mapping[str, str], elastic: Elastic | None, arranged: Arrangement | None
) -> Document:
    """The document laid out with what is changed of it, charts at other heights among that."""
    if elastic and arranged and arranged.heights:
        pictures = {**pictures, **elastic.redrawn(dict(arranged.heights))}
    return _rendered(html, pictures, arranged)


def _rendered(html: str, pictures: Mapping[str, str], arranged: Arrangement | None = None) -> Document:
    source = engine().HTML(
        string=html, base_url="reportgen:", url_fetcher=_fetcher(pictures), media_type="print"
    )
    spare(source)
    if arranged:
        arranged.apply(source.etree_element)
    with hanging_spaces(), balanced_titles():
        document: Document = source.render(pdf_variant=VARIANT)
    if len(document.pages) > MANY:
        gc.collect()  # nearly half of what was made for it is not needed any more, but in cycles
    return document


def _page_one_settled(html: str, pictures: Mapping[str, str]) -> tuple[str, Document]:
    """The document laid out; where page one is too little for a page or too much, what follows begins on it."""
    document = _rendered(html, pictures)
    if overflows_a_little(document):
        tight = tightened(html)
        closer = _rendered(tight, pictures)
        if not overflows(closer):
            return tight, closer
    if not overflows(document) and not is_sparse(document):
        return html, document
    flown = flowing(html)
    other = _rendered(flown, pictures)
    if overflows(document) or fills_page_one(other):
        return flown, other
    return html, document


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
    return engine().Attachment(
        string=attachment.content,
        name=attachment.name,
        description=attachment.description,
        relationship=attachment.relationship,
        created=moment,
        modified=moment,
    )


def _without_collector() -> Callable[[], None]:
    """Keep the collector of cycles waiting: layout makes many objects that stay, and looking through them costs."""
    was_on = gc.isenabled()
    gc.disable()
    return gc.enable if was_on else lambda: None


_settled = Mend(_without_collector)


class _Listener(logging.Handler):
    """Hears what the engine says goes wrong with the document of one thread."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.found: list[str] = []
        self._thread = get_ident()

    def emit(self, record: logging.LogRecord) -> None:
        message = record.getMessage()
        if record.thread == self._thread and (
            record.levelno >= logging.ERROR or not message.startswith(CSS_REMARKS)
        ):
            self.found.append(message)


def _off_the_terminal() -> Callable[[], None]:
    logger = logging.getLogger("weasyprint")
    others, propagated = [*logger.handlers], logger.propagate
    logger.handlers, logger.propagate = [], False

    def back() -> None:
        logger.handlers, logger.propagate = others, propagated

    return back


_quiet = Mend(_off_the_terminal)


@contextmanager
def _complaints() -> Iterator[list[str]]:
    """What WeasyPrint says goes wrong meanwhile, instead of on the terminal."""
    logger, listener = logging.getLogger("weasyprint"), _Listener()
    with _quiet():
        logger.addHandler(listener)
        try:
            yield listener.found
        finally:
            logger.removeHandler(listener)


def _refuse(complaints: Sequence[str], said: list[str] | None) -> None:
    if said is not None:
        said.extend(complaints)
    elif complaints:
        raise EngineError("the print engine reports: " + "; ".join(dict.fromkeys(complaints)))
