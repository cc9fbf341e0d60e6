"""The objects of a PDF as pypdf reads them, walked as they were when they were issued."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, TypeAlias

from pypdf.generic import (
    ArrayObject,
    BooleanObject,
    ByteStringObject,
    DictionaryObject,
    FloatObject,
    IndirectObject,
    NameObject,
    NumberObject,
    StreamObject,
    TextStringObject,
)

from reportgen.document.print.canonical import (
    FALSE,
    NULL,
    STAMP,
    TRUE,
    Graph,
    Read,
    Reference,
    Stored,
    differing,
    fingerprints,
    name,
    number,
    text,
)
from reportgen.verify.pdf_reading import OpenedPdf, bare, resolved

Untyped: TypeAlias = Any  # pypdf's objects


def hash_faults(document: OpenedPdf) -> Iterator[str]:
    """Each part of a PDF that is not as it was issued, by name."""
    issued = resolved(document.root.get(STAMP))
    if not isinstance(issued, str):
        yield "the document does not say what it was when it was issued"
        return
    for part in differing(issued, parts(document)):
        yield f"{part}: not as issued"


def parts(document: OpenedPdf) -> Mapping[str, str]:
    """The hash of every part of a PDF, as it is now."""
    return fingerprints(_graph(document))


def _graph(document: OpenedPdf) -> Graph:
    reader = document.reader
    return Graph(
        read=_told,
        load=lambda key: reader.get_object(IndirectObject(key, 0, reader)),
        pages=document.pages,
        inner=document.inner,
        catalog=document.root,
        information=document.information,
    )


def _told(value: Untyped) -> Read:
    """One of pypdf's values."""
    if isinstance(value, IndirectObject):
        return Reference(value.idnum)
    if isinstance(value, NameObject):
        return name(str(value)[1:])
    if isinstance(value, StreamObject):
        return Stored(bare(value), value._data)  # noqa: SLF001 - as they are kept: get_data() decompresses without limit
    if isinstance(value, DictionaryObject):
        return bare(value)
    if isinstance(value, ArrayObject):
        return list(list.__iter__(value))
    return _token(value)


def _token(value: Untyped) -> bytes:
    if isinstance(value, BooleanObject):
        return TRUE if value.value else FALSE
    if isinstance(value, NumberObject | FloatObject):
        return number(value)
    if isinstance(value, TextStringObject):
        return text(value.original_bytes)
    if isinstance(value, ByteStringObject):
        return text(bytes(value))
    return NULL
