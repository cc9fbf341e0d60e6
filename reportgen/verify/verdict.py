"""Whether a PDF or a page still says what its own facts say. Needs nothing but the file.

Every derived fact is computed again, every figure of the ledger is worded again and looked for at its place in the
document, and the files inside are held against the hashes that were issued with them.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from reportgen.document.content import KEY_ANCHOR, Medium
from reportgen.errors import RecordError, UsageError
from reportgen.figures.read_back import read_record
from reportgen.figures.recorded import FACTS, MANIFEST, TABLE, Manifest, read
from reportgen.figures.replay import Record, Replayed
from reportgen.model import Spot
from reportgen.verify.consistency import manifest_faults, record_faults
from reportgen.verify.page_faults import page_faults
from reportgen.verify.page_text import carried_files, page_texts, without_carried
from reportgen.verify.pdf_field import PdfSignature, signature_of
from reportgen.verify.pdf_reading import OpenedPdf, guarded
from reportgen.verify.pdf_text import Marked
from reportgen.verify.redrawn import redrawn, visible_letters

# Beside its page, which carry no facts of their own.
OF_AN_EDITION = (".csv", ".json", ".xlsx", ".svg", ".png")
PROVES = "consistent with its own record; who issued it is not proved: it bears no signature"


@dataclass(frozen=True, slots=True)
class Verdict:
    """What verifying found: how many figures the document has, how many were found, and what differs."""

    path: Path
    title: str
    figures: int
    traced: int
    drifts: tuple[str, ...]
    signature: PdfSignature | None = None  # that the file itself bears; whose it is is not judged here

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
            "proves": PROVES if self.holds else "",
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
    html: str = ""
    signature: PdfSignature | None = None


def verify(path: Path) -> Verdict:
    """Verify a ``.pdf`` or ``.html`` that reportgen made.

    Raises UsageError when the file is missing, is neither, or carries no facts.
    """
    if not path.is_file():
        raise UsageError(f"no file '{path}'")
    raw = path.read_bytes()
    if problem := _no_document(path, raw):
        raise UsageError(f"'{path}' {problem}")
    document = _open_pdf(path, raw) if raw.startswith(b"%PDF-") else _open_page(path, raw)
    if FACTS not in document.files:
        raise UsageError(
            f"'{path}' carries no {FACTS}: it was not made by reportgen, or its facts were removed"
        )
    faults = (*document.faults, *_hash_faults(document.files))
    try:
        record = read_record(document.files[FACTS])
    except RecordError as problem:
        drifts = (*faults, f"{FACTS} cannot be read: {problem}")
        return Verdict(path, "", 0, 0, drifts, document.signature)
    figures = [figure for figure in record.figures if not (figure.only and figure.only != document.medium)]
    texts = _with_key_exhibit(document.texts, record)
    missing = {figure.number: drift for figure in figures if (drift := _drift(figure, texts))}
    missing |= redrawn(record, figures, texts)
    drifts = (*faults, *_agreement(record, document), *_recomputed(record), *missing.values())
    traced = len(figures) - len(missing)
    return Verdict(path, record.title, len(figures), traced, drifts, document.signature)


def _no_document(path: Path, raw: bytes) -> str:
    """Why a file is no document that could carry facts, and what to call instead; empty where it may be one."""
    if not raw:
        return "is empty: it was cut off, or never arrived"
    if raw.startswith(b"PK\x03\x04") and path.suffix.lower() == ".zip":
        return "is a ZIP: unpack it, and verify the folder in it"
    if raw.startswith(b"%PDF-") or path.suffix.lower() not in OF_AN_EDITION:
        return ""
    return (
        "is neither a PDF nor a page, which carry facts; a file beside them is proved by a manifest: "
        "verify the edition's folder, or say --trust CERT or --against MANIFEST"
    )


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


def _open_pdf(path: Path, raw: bytes) -> _Document:
    from reportgen.verify.pdf_hash import hash_faults
    from reportgen.verify.pdf_reading import opened
    from reportgen.verify.pdf_structure import complaint_faults, structure_faults, title_faults
    from reportgen.verify.pdf_text import HEADING

    texts: dict[str, Marked] = {}
    with opened(raw, str(path)) as whole:
        document, signature, unsound = signature_of(whole)
        files = dict(reversed(document.attached))  # of two, the first
        if FACTS not in files:
            return _Document("print", files, texts, ())
        manifest = _manifest(files)
        title = manifest.title if manifest else ""
        faults = [
            *unsound,
            *guarded("the objects", lambda: hash_faults(document)),
            *guarded("the structure", lambda: structure_faults(document)),
            *guarded("the title", lambda: title_faults(document, title)),
            *guarded("the text", lambda: _read_into(texts, document)),
            *complaint_faults(document),
        ]
    if HEADING in texts and visible_letters(title) not in visible_letters(texts[HEADING].text):
        faults.append(f"the first heading is '{texts[HEADING].text}', the manifest has '{title}'")
    return _Document("print", files, texts, tuple(faults), signature=signature)


def _read_into(texts: dict[str, Marked], document: OpenedPdf) -> Iterable[str]:
    from reportgen.verify.pdf_text import marked_texts

    texts.update(marked_texts(document))
    return ()


def _open_page(path: Path, raw: bytes) -> _Document:
    try:
        html = raw.decode("utf-8")
    except UnicodeDecodeError:
        raise UsageError(f"'{path}' is neither a PDF nor a page in UTF-8") from None
    files = carried_files(html)
    faults = []
    if MANIFEST in files:
        manifest = _manifest(files)
        issued = manifest.outputs.get("brief.html") if manifest else None
        if issued != hashlib.sha256(without_carried(html, MANIFEST).encode()).hexdigest():
            faults.append("the page is not as it was issued")
    return _Document("page", files, page_texts(html), tuple(faults), html)


def _manifest(files: Mapping[str, bytes]) -> Manifest | None:
    """The manifest; None where it cannot be read, which is a drift of its own."""
    try:
        return read(Manifest, files[MANIFEST]) if MANIFEST in files else None
    except RecordError:
        return None


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


def _agreement(record: Record, document: _Document) -> Iterator[str]:
    files, told = document.files, json.loads(document.files[FACTS])
    yield from guarded("facts.json", lambda: record_faults(record, told, files.get(TABLE)))
    manifest = _manifest(files)
    if manifest is None:
        return
    said = manifest.model_dump(mode="json")
    yield from guarded("manifest.json", lambda: manifest_faults(said, told))
    if document.html:
        yield from guarded("the page", lambda: page_faults(document.html, record, told, said, files))


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
