"""Editions changed by hand, as somebody would who wants another number read: with the hashes left, or made to fit."""

from __future__ import annotations

import io
import json
from base64 import b64encode
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from typing import Any, TypeAlias

import pikepdf

from reportgen.delivery.carried import NO_MANIFEST
from reportgen.document.print.canonical import STAMP, stamp
from reportgen.verify.page_text import carried_files, without_carried
from reportgen.verify.pdf_hash import parts
from reportgen.verify.pdf_reading import opened
from reportgen.verify.verdict import Verdict, verify

Change: TypeAlias = Callable[[pikepdf.Pdf], object]


def changed(pdf: Path, change: Change, *, mended: bool = False, **saved: Any) -> Verdict:
    """Change a PDF and verify it; ``mended`` by somebody who knows how its objects are hashed, too."""
    with pikepdf.open(pdf, allow_overwriting_input=True) as document:
        change(document)
        if mended:
            out = io.BytesIO()
            document.save(out, fix_metadata_version=False)
            with opened(out.getvalue(), pdf.name) as read:
                document.Root[f"/{STAMP}"] = pikepdf.String(stamp(parts(read)))
        document.save(pdf, fix_metadata_version=False, **saved)
    return verify(pdf)


def edited(page: Path, old: str, new: str) -> Verdict:
    """Edit a page as text, make the hash of its manifest fit again, and verify it."""
    html = page.read_text(encoding="utf-8")
    assert old in html, old
    page.write_text(with_hashes(html.replace(old, new, 1)), encoding="utf-8")
    return verify(page)


def with_hashes(html: str, **contents: bytes) -> str:
    """A page with other files inside (``facts_csv=…``) and the hashes of its manifest made to fit."""
    manifest = json.loads(carried_files(html)["manifest.json"])
    for name, content in contents.items():
        file = name.replace("_", ".")
        html = html.replace(_base64(carried_files(html)[file]), _base64(content))
        manifest["outputs"][file] = sha256(content).hexdigest()
    bare = without_carried(html, "manifest.json")
    manifest["outputs"]["brief.html"] = sha256(bare.encode()).hexdigest()
    place = NO_MANIFEST.decode()
    return bare.replace(place, place + _base64(json.dumps(manifest).encode()), 1)


def _base64(content: bytes) -> str:
    return b64encode(content).decode()


def said(verdict: Verdict) -> str:
    """Everything that a verdict found, a line each."""
    return "\n".join(verdict.drifts)
