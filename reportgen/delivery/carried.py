"""What travels inside a document: its facts and its manifest, in the PDF as attachments, in the page as downloads."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from reportgen.delivery.facts_workbook import MEDIA_TYPE, WORKBOOK
from reportgen.document.content import Content, Download
from reportgen.document.page import compose
from reportgen.document.print.pdf import Attachment
from reportgen.files import Files
from reportgen.language import Files as Words

PAGE = "brief.html"
NO_MANIFEST = b'download="manifest.json" href="data:application/json;base64,'


def attachments(files: Mapping[str, bytes], manifest: bytes, words: Words) -> Sequence[Attachment]:
    """What a PDF carries."""
    return (
        Attachment("facts.csv", files["facts.csv"], words.attached_table, "Data"),
        Attachment("facts.json", files["facts.json"], words.attached_record, "Source"),
        Attachment("manifest.json", manifest, words.attached_manifest, "Supplement"),
    )


def page_with_files(
    content: Content,
    parts: Files,
    files: Mapping[str, bytes],
    manifest: Callable[[Mapping[str, bytes]], bytes],
    *,
    with_pdf: bool,
) -> bytes:
    """The page, which carries its facts and a manifest; the manifest's hash of the page is that without itself."""
    words = content.words.files
    downloads = (
        *([Download("brief.pdf", words.pdf, "application/pdf")] if with_pdf else []),
        Download("facts.csv", words.table, "text/csv", files["facts.csv"]),
        Download(WORKBOOK, words.workbook, MEDIA_TYPE),
        Download("facts.json", words.record, "application/json", files["facts.json"]),
        Download("manifest.json", words.manifest, "application/json", b""),
    )
    page = compose(replace(content, downloads=downloads), "page", parts).encode()
    said = manifest({**files, PAGE: page})
    return page.replace(NO_MANIFEST, NO_MANIFEST + b64encode(said), 1)
