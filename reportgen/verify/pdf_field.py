"""The signature of a PDF: one field that nobody sees, added behind the document, over all of the file.

Its shape is given to the last key, because a form can do much more than sign. A document that has exactly this is
judged as it is without it: what is left must be what was issued. Needs no library of signatures: who signed is
another question (``signatures``).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from reportgen.verify.pdf_reading import Bare, OpenedPdf, Untyped, bare, entries, guarded, resolved

FIELD = "Signature"  # the name of the field
BESIDE_THE_PAGE = [-9999] * 4  # PDF/UA wants what is untagged out of sight, PDF/A does not let it be hidden
PRINTED_AND_LOCKED = 132
SIGNED_ONLY_BY_APPENDING = 3  # ISO 32000-1, table 219: signatures exist; they hold while nothing is rewritten
# Of PAdES, by ETSI.
EXTENSION = {"Type": "/DeveloperExtensions", "BaseVersion": "/1.7", "ExtensionLevel": "1"}
_TIME = re.compile(r"D:(\d{14})(Z|[+-]\d\d'?\d\d'?)")
_HEX = re.compile(rb"<([0-9A-Fa-f]*)>")

Expected = Mapping[str, Callable[[Untyped], bool]]


@dataclass(frozen=True, slots=True)
class PdfSignature:
    """A signature as it lies in a PDF: the CMS, the bytes that it covers, and when it says that it was made."""

    cms: bytes
    covered: bytes
    claimed: datetime | None


def _is(text: str) -> Callable[[Untyped], bool]:
    return lambda value: str(resolved(value)) == text


def _anything(_: Untyped) -> bool:
    return True


FORM: Expected = {
    "Fields": lambda value: len(entries(value)) == 1,
    "SigFlags": _is(str(SIGNED_ONLY_BY_APPENDING)),
}
WIDGET: Expected = {
    "FT": _is("/Sig"),
    "T": _is(FIELD),
    "Type": _is("/Annot"),
    "Subtype": _is("/Widget"),
    "F": _is(str(PRINTED_AND_LOCKED)),
    "Rect": lambda value: [float(one) for one in entries(value)] == BESIDE_THE_PAGE,
    "P": _anything,
    "V": _anything,
}
VALUE: Expected = {
    "Type": _is("/Sig"),
    "Filter": _is("/Adobe.PPKLite"),
    "SubFilter": _is("/ETSI.CAdES.detached"),
    "ByteRange": lambda value: len(entries(value)) == len(("from", "length")) * 2,
    "Contents": _anything,
    "M": _anything,
}


def signature_of(document: OpenedPdf) -> tuple[OpenedPdf, PdfSignature | None, tuple[str, ...]]:
    """A document without its signature, the signature, and what is wrong with how it lies there.

    A document without one, or with a form that is more than one, comes back as it is.
    """
    found: list[tuple[OpenedPdf, PdfSignature]] = []

    def look() -> Iterator[str]:
        form = bare(resolved(document.root.get("AcroForm")))
        if not form:
            return
        reference = next(iter(entries(form.get("Fields"))), None)
        field = bare(resolved(reference))
        value = bare(resolved(field.get("V")))
        parts = (("form", form, FORM), ("field", field, WIDGET), ("signature", value, VALUE))
        faults = [fault for part in parts for fault in _misshapen(*part)]
        faults = faults or list(_uncovered(document.raw, value))
        yield from faults
        if not faults:
            found.append((_without(document, reference), _read(document.raw, value)))

    faults = tuple(guarded("the signature", look))
    return (*found[0], faults) if found and not faults else (document, None, faults)


def _misshapen(what: str, told: Bare, expected: Expected) -> Iterator[str]:
    for key in sorted({*told, *expected}):
        if key not in expected or key not in told or not expected[key](told[key]):
            yield f"its {what} is not as a signature of an edition is ({key})"
            return


def _uncovered(raw: bytes, value: Bare) -> Iterator[str]:
    """Whether every byte of the file but the signature itself is signed."""
    start, before, after, rest = (int(resolved(one)) for one in entries(value["ByteRange"]))
    gap = _HEX.fullmatch(raw[before:after]) if 0 <= before < after <= len(raw) else None
    if start != 0 or gap is None or bytes.fromhex(gap[1].decode()) != _bytes(value["Contents"]):
        yield "its signature does not cover all of the document"
    elif after + rest != len(raw):
        yield "something was added behind what was signed"


def _read(raw: bytes, value: Bare) -> PdfSignature:
    _, before, after, _ = (int(resolved(one)) for one in entries(value["ByteRange"]))
    return PdfSignature(
        _unpadded(_bytes(value["Contents"])), raw[:before] + raw[after:], _time(str(resolved(value["M"])))
    )


def _bytes(value: Untyped) -> bytes:
    text: Untyped = resolved(value)
    return text if isinstance(text, bytes) else bytes(text.original_bytes)


def _unpadded(cms: bytes) -> bytes:
    """The CMS without the zeros behind it: how long it is stands at its beginning (DER)."""
    length, head = cms[1], 2
    if length & 0x80:
        head += length & 0x7F
        length = int.from_bytes(cms[2:head])
    return cms[: head + length]


def _time(text: str) -> datetime | None:
    found = _TIME.fullmatch(text)
    if found is None:
        return None
    zone = found[2].replace("'", "").replace("Z", "+0000")
    try:
        return datetime.strptime(found[1] + zone, "%Y%m%d%H%M%S%z").astimezone(UTC)
    except ValueError:
        return None


def _without(document: OpenedPdf, reference: Untyped) -> OpenedPdf:
    """The document as it was before the field was added to its catalog and to a page."""
    catalog = {key: value for key, value in document.root.items() if key != "AcroForm"}
    if _is_ours(catalog.get("Extensions")):
        del catalog["Extensions"]
    pages = tuple((number, _page_without(page, reference)) for number, page in document.pages)
    return replace(document, catalog=catalog, pages=pages, updates=1)


def _is_ours(extensions: Untyped) -> bool:
    told = bare(resolved(extensions))
    one = {key: str(resolved(value)) for key, value in bare(resolved(told.get("ESIC"))).items()}
    return set(told) == {"ESIC"} and one == EXTENSION


def _page_without(page: Bare, reference: Untyped) -> Bare:
    annotations = entries(page.get("Annots"))
    kept = [one for one in annotations if one != reference]
    if len(kept) == len(annotations):
        return page
    others = {key: value for key, value in page.items() if key != "Annots"}
    return {**others, "Annots": _array(kept)} if kept else others


def _array(values: list[Untyped]) -> Untyped:
    from pypdf.generic import ArrayObject

    return ArrayObject(values)
