"""The pages of print as pictures."""

from __future__ import annotations

import io
from typing import Any, TypeAlias

DOTS, POINTS = 110, 72  # to the inch: of the pictures, and of a PDF
MOST_PAGES = 200
Untyped: TypeAlias = Any  # pypdfium2's objects


def pages_of(pdf: bytes) -> tuple[bytes, ...]:
    """A PNG for each page. PDFium may be used by one thread only: the caller sees to that."""
    import pypdfium2

    document: Untyped = pypdfium2.PdfDocument(pdf)
    try:
        return tuple(_png(document[number]) for number in range(min(len(document), MOST_PAGES)))
    finally:
        document.close()


def _png(page: Untyped) -> bytes:
    written = io.BytesIO()
    page.render(scale=DOTS / POINTS).to_pil().save(written, "PNG", compress_level=1)
    return written.getvalue()
