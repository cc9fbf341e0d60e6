"""An edition opened to be compared: a folder that a build wrote, a PDF or a page, from its own record."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from reportgen.delivery.difference.blocks import Block, blocks_of_page, blocks_of_pdf
from reportgen.delivery.difference.values import Issued
from reportgen.errors import RecordError, UsageError
from reportgen.figures.read_back import read_record
from reportgen.figures.recorded import FACTS, MANIFEST, Manifest, read
from reportgen.figures.replay import Record
from reportgen.language import Language
from reportgen.verify.page_text import carried_files
from reportgen.verify.pdf_reading import opened

PAGE, PDF = "brief.html", "brief.pdf"
MAGIC = b"%PDF-"


@dataclass(frozen=True, slots=True)
class Opened:
    """An edition: what it is, its record, what it reads, and its documents by name, as far as they are there."""

    issued: Issued
    record: Record
    manifest: Manifest
    blocks: tuple[Block, ...]
    documents: Mapping[str, bytes]

    @property
    def words(self) -> Language:
        """The language that it is written in."""
        return self.record.style.words


def open_edition(path: Path) -> Opened:
    """Open an edition.

    Raises:
        UsageError: there is none, or it cannot be read.
    """
    return opened_from(_documents(path), path)


def opened_from(documents: Mapping[str, bytes], path: Path) -> Opened:
    """The same of files that were read already; ``path`` is where they lie. Raises UsageError."""
    page, pdf = documents.get(PAGE), documents.get(PDF)
    files = carried_files(_text(page, path)) if page is not None else _attached(pdf or b"", path)
    files = {**files, **{name: documents[name] for name in (FACTS, MANIFEST) if name in documents}}
    for name in (FACTS, MANIFEST):
        if name not in files:
            raise UsageError(
                f"'{path}' carries no {name}: it is no edition of reportgen, or its record was removed"
            )
    try:
        record, manifest = read_record(files[FACTS]), read(Manifest, files[MANIFEST])
    except RecordError as problem:
        raise UsageError(f"'{path}': its record cannot be read: {problem}") from None
    back = _back_matter(record.style.words)
    blocks = (
        blocks_of_page(_text(page, path), back)
        if page is not None
        else blocks_of_pdf(pdf or b"", str(path), back)
    )
    issued = Issued(
        str(path), manifest.brief, manifest.title, manifest.entity, manifest.period, manifest.date.isoformat()
    )
    return Opened(issued, record, manifest, tuple(blocks), documents)


def _documents(path: Path) -> Mapping[str, bytes]:
    """What there is to read of an edition, by name."""
    if path.is_dir():
        found = {name: path / name for name in (PAGE, PDF, FACTS, MANIFEST)}
        documents = {name: one.read_bytes() for name, one in found.items() if one.is_file()}
        if not {PAGE, PDF} & documents.keys():
            raise UsageError(
                f"'{path}' holds no {PAGE} and no {PDF}; expected a folder that reportgen build wrote"
            )
        return documents
    if not path.is_file():
        raise UsageError(
            f"no edition '{path}'; expected a folder that reportgen build wrote, a PDF or a page"
        )
    raw = path.read_bytes()
    return {PDF if raw.startswith(MAGIC) else PAGE: raw}


def _text(page: bytes, path: Path) -> str:
    try:
        return page.decode("utf-8")
    except UnicodeDecodeError:
        raise UsageError(f"'{path}' is neither a PDF nor a page in UTF-8") from None


def _attached(raw: bytes, path: Path) -> Mapping[str, bytes]:
    with opened(raw, str(path)) as document:
        return dict(reversed(document.attached))  # of two, the first


def _back_matter(words: Language) -> frozenset[str]:
    """The headings behind which nothing is compared: what stands there follows from facts and settings."""
    page = words.page
    return frozenset((page.definitions, page.sources, page.figures, page.edition_notes, page.notices))
