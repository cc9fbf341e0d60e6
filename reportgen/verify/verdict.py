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

from reportgen.errors import UsageError
from reportgen.figures.replay import Record, Replayed, read_record
from reportgen.verify.consistency import manifest_faults, record_faults
from reportgen.verify.page_faults import page_faults
from reportgen.verify.page_text import carried_files, page_texts, without_carried
from reportgen.verify.pdf_reading import OpenedPdf, guarded
from reportgen.verify.pdf_text import Marked
from reportgen.verify.redrawn import redrawn, visible_letters

FACTS, TABLE, MANIFEST = "facts.json", "facts.csv", "manifest.json"
PROVES = "consistent with its own record; who issued it is not proved: it bears no signature"
AROUND = {"exhibit": "exhibit", "kpi": "card"}  # what a figure in a picture or an alternative text stands in


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
            "proves": PROVES if self.holds else "",
        }

    def __str__(self) -> str:
        drifted = self.figures - self.traced
        return f"{self.path}: {self.figures} figures, {self.traced} traced, {drifted} drifted"


@dataclass(frozen=True, slots=True)
class _Document:
    """A document opened: its files, the text at each place, and what is wrong with the whole of it."""

    files: Mapping[str, bytes]
    texts: Mapping[str, Marked]
    faults: tuple[str, ...]
    html: str = ""


def verify(path: Path) -> Verdict:
    """Verify a ``.pdf`` or ``.html`` that reportgen made.

    Raises UsageError when the file is missing, is neither, or carries no facts.
    """
    if not path.is_file():
        raise UsageError(f"no file '{path}'")
    raw = path.read_bytes()
    document = _open_pdf(path, raw) if raw.startswith(b"%PDF-") else _open_page(path, raw)
    if FACTS not in document.files:
        raise UsageError(
            f"'{path}' carries no {FACTS}: it was not made by reportgen, or its facts were removed"
        )
    record = read_record(document.files[FACTS])
    missing = {figure.number: drift for figure in record.figures if (drift := _drift(figure, document.texts))}
    missing |= redrawn(record, document.texts)
    drifts = (
        *document.faults,
        *_hash_faults(document.files),
        *_agreement(record, document),
        *_recomputed(record),
        *missing.values(),
    )
    return Verdict(path, record.title, len(record.figures), len(record.figures) - len(missing), drifts)


def _open_pdf(path: Path, raw: bytes) -> _Document:
    from reportgen.verify.pdf_hash import hash_faults
    from reportgen.verify.pdf_reading import opened
    from reportgen.verify.pdf_structure import complaint_faults, structure_faults, title_faults
    from reportgen.verify.pdf_text import HEADING

    texts: dict[str, Marked] = {}
    with opened(raw, str(path)) as document:
        files = dict(reversed(document.attached))  # of two, the first
        if FACTS not in files:
            return _Document(files, texts, ())
        title = str(_manifest(files).get("title", ""))
        faults = [
            *guarded("the objects", lambda: hash_faults(document)),
            *guarded("the structure", lambda: structure_faults(document)),
            *guarded("the title", lambda: title_faults(document, title)),
            *guarded("the text", lambda: _read_into(texts, document)),
            *complaint_faults(document),
        ]
    if HEADING in texts and visible_letters(title) not in visible_letters(texts[HEADING].text):
        faults.append(f"the first heading is '{texts[HEADING].text}', the manifest has '{title}'")
    return _Document(files, texts, tuple(faults))


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
        issued = _manifest(files)["outputs"].get("brief.html")
        if issued != hashlib.sha256(without_carried(html, MANIFEST).encode()).hexdigest():
            faults.append("the page is not as it was issued")
    return _Document(files, page_texts(html), tuple(faults), html)


def _manifest(files: Mapping[str, bytes]) -> Mapping[str, Any]:
    try:
        content = json.loads(files[MANIFEST])
        if isinstance(content, dict) and isinstance(content.get("outputs"), dict):
            return content
    except (ValueError, RecursionError):
        pass
    return {"outputs": {}}


def _hash_faults(files: Mapping[str, bytes]) -> Iterator[str]:
    if MANIFEST not in files:
        yield f"no {MANIFEST} is attached"
        return
    outputs = _manifest(files)["outputs"]
    for name in (FACTS, TABLE):
        if name not in files:
            yield f"no {name} is attached"
        elif hashlib.sha256(files[name]).hexdigest() != outputs.get(name):
            yield f"{name} is not the one that was issued: its hash is not that of {MANIFEST}"


def _agreement(record: Record, document: _Document) -> Iterator[str]:
    files, told = document.files, json.loads(document.files[FACTS])
    yield from guarded("facts.json", lambda: record_faults(record, told, files.get(TABLE)))
    if MANIFEST in files:
        yield from guarded("manifest.json", lambda: manifest_faults(_manifest(files), told))
    if document.html:
        yield from guarded(
            "the page", lambda: page_faults(document.html, record, told, _manifest(files), files)
        )


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
    kind, _, place = figure.place.partition(":")
    around = texts.get(f"{AROUND.get(kind, kind)}-{place}", Marked())
    if wanted in visible_letters(around.text + around.alt):
        return ""
    return f"{figure} should read '{figure.text}', which is not there"
