"""Editions changed by hand, as somebody would who wants another number read: with the hashes left, or made to fit."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeAlias

import pikepdf

from reportgen.document.print.canonical import STAMP, stamp
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


def said(verdict: Verdict) -> str:
    """Everything that a verdict found, a line each."""
    return "\n".join(verdict.drifts)
