"""Whether a PDF or a page still says what its own facts say. Needs nothing but the file.

Every derived fact is computed again, every figure of the ledger is worded again and looked for at its place in the
document, and the files inside are held against the hashes that were issued with them.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from reportgen.document.content import KEY_ANCHOR, Medium
from reportgen.document.print.marking import CONTENT_KEY, content_hash
from reportgen.errors import RecordError, UsageError
from reportgen.figures.recorded import FACTS, MANIFEST, TABLE, Manifest, read
from reportgen.figures.replay import Record, Replayed, read_record
from reportgen.model import Spot
from reportgen.verify.page_text import carried_files, page_texts, without_carried
from reportgen.verify.pdf_text import Marked
from reportgen.verify.redrawn import redrawn, visible_letters

if TYPE_CHECKING:
    from pypdf import PdfReader


@dataclass(frozen=True, slots=True)
class Verdict:
    """What verifying found: how many figures the document has, how many were found, and what differs."""

    path: Path
    title: str
    figures: int
    traced: int
    drifts: tuple[str, ...]

    @property
    def holds(self) -> bool:
        return not self.drifts

    def as_json(self) -> Mapping[str, Any]:
        """In plain values, for ``--json``."""
        return {
            "file": str(self.path),
            "brief": self.title,
            "holds": self.holds,
            "figures": self.figures,
            "traced": self.traced,
            "drifts": list(self.drifts),
        }

    def __str__(self) -> str:
        drifted = self.figures - self.traced
        return f"{self.path}: {self.figures} figures, {self.traced} traced, {drifted} drifted"


@dataclass(frozen=True, slots=True)
class _Document:
    """A document opened: what it is, its files, the text at each place, and what is wrong with the whole of it."""

    medium: Medium
    files: Mapping[str, bytes]
    texts: Mapping[str, Marked]
    faults: tuple[str, ...]


def verify(path: Path) -> Verdict:
    """Verify a ``.pdf`` or ``.html`` that reportgen made.

    A record inside that is damaged is a verdict too. Raises UsageError when the file is missing, is neither, or
    carries no facts.
    """
    if not path.is_file():
        raise UsageError(f"no file '{path}'")
    raw = path.read_bytes()
    document = _open_pdf(path) if raw.startswith(b"%PDF-") else _open_page(path, raw)
    if FACTS not in document.files:
        raise UsageError(
            f"'{path}' carries no {FACTS}: it was not made by reportgen, or its facts were removed"
        )
    faults = (*document.faults, *_hash_faults(document.files))
    try:
        record = read_record(document.files[FACTS])
    except RecordError as problem:
        return Verdict(path, "", 0, 0, (*faults, f"{FACTS} cannot be read: {problem}"))
    figures = [figure for figure in record.figures if not (figure.only and figure.only != document.medium)]
    texts = _with_key_exhibit(document.texts, record)
    missing = {figure.number: drift for figure in figures if (drift := _drift(figure, texts))}
    missing |= redrawn(record, figures, texts)
    drifts = (*faults, *_recomputed(record), *missing.values())
    return Verdict(path, record.title, len(figures), len(figures) - len(missing), drifts)


def _with_key_exhibit(texts: Mapping[str, Marked], record: Record) -> Mapping[str, Marked]:
    """The texts by place; an exhibit that stands on page one too is one place, there and in its section."""
    anchor = Spot("exhibit", record.repeated).anchor
    if not record.repeated or KEY_ANCHOR not in texts:
        return texts
    first, second = texts[KEY_ANCHOR], texts.get(anchor, Marked())
    joined = Marked(
        f"{first.text} {second.text}",
        [*first.pages, *second.pages],
        f"{first.alt} {second.alt}",
        f"{first.drawn} {second.drawn}",
    )
    return {**texts, anchor: joined}


def _open_pdf(path: Path) -> _Document:
    from pypdf import PdfReader
    from pypdf.errors import PyPdfError

    from reportgen.verify.pdf_text import marked_texts

    try:
        reader = PdfReader(path)
        files = {name: contents[0] for name, contents in reader.attachments.items()}
        texts = marked_texts(reader)
    except PyPdfError as problem:
        raise UsageError(f"'{path}' is no readable PDF: {problem}") from None
    return _Document("print", files, texts, tuple(_content_faults(reader)))


def _content_faults(reader: PdfReader) -> Iterator[str]:
    issued = reader.root_object.get(f"/{CONTENT_KEY}")
    if issued is None:
        yield "the document does not say what its pages were when it was issued"
    elif str(issued) != content_hash(_streams(reader)):
        yield "the pages are not as they were issued"


def _streams(reader: PdfReader) -> Iterator[bytes]:
    """What the pages draw, and the pictures on them, each picture once."""
    seen: set[int] = set()
    for page in reader.pages:
        content = page.get_contents()
        yield content.get_data() if content is not None else b""
        yield from _forms(page.get("/Resources"), seen)


def _forms(resources: Any, seen: set[int]) -> Iterator[bytes]:  # noqa: ANN401 - pypdf's objects
    for reference in (resources or {}).get("/XObject", {}).values():
        form = reference.get_object()
        if form.get("/Subtype") == "/Form" and id(form) not in seen:
            seen.add(id(form))
            yield form.get_data()
            yield from _forms(form.get("/Resources"), seen)


def _open_page(path: Path, raw: bytes) -> _Document:
    try:
        html = raw.decode("utf-8")
    except UnicodeDecodeError:
        raise UsageError(f"'{path}' is neither a PDF nor a page in UTF-8") from None
    files = carried_files(html)
    faults = []
    if MANIFEST in files:
        issued = _outputs(files).get("brief.html")
        if issued != hashlib.sha256(without_carried(html, MANIFEST).encode()).hexdigest():
            faults.append("the page is not as it was issued")
    return _Document("page", files, page_texts(html), tuple(faults))


def _outputs(files: Mapping[str, bytes]) -> Mapping[str, str]:
    """The hashes of a manifest; none where it cannot be read, which is a drift of its own."""
    try:
        return read(Manifest, files[MANIFEST]).outputs
    except RecordError:
        return {}


def _hash_faults(files: Mapping[str, bytes]) -> Iterator[str]:
    if MANIFEST not in files:
        yield f"no {MANIFEST} is attached"
        return
    try:
        outputs = read(Manifest, files[MANIFEST]).outputs
    except RecordError as problem:
        yield f"{MANIFEST} cannot be read: {problem}"
        return
    for name in (FACTS, TABLE):
        if name not in files:
            yield f"no {name} is attached"
        elif hashlib.sha256(files[name]).hexdigest() != outputs.get(name):
            yield f"{name} is not the one that was issued: its hash is not that of {MANIFEST}"


def _recomputed(record: Record) -> Iterator[str]:
    return (f"{what}: {how}" for what, how in record.drifted())


def _drift(figure: Replayed, texts: Mapping[str, Marked]) -> str:
    """How a figure differs from what stands in the document; empty when it is there."""
    wanted = visible_letters(figure.text)
    name = f"fig-{figure.number}"
    if name in texts:
        if visible_letters(texts[name].text) == wanted:
            return ""
        return f"{figure} should read '{figure.text}', found '{texts[name].text}'"
    around = texts.get(figure.spot.anchor, Marked())
    if wanted in visible_letters(around.text + around.alt):
        return ""
    return f"{figure} should read '{figure.text}', which is not there"
