"""What no PDF of ours has, whatever its hashes say: things that act, hide, cover, or do not belong.

What is allowed is listed, not what is forbidden: PDF has more ways to act than anybody lists.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from xml.etree.ElementTree import ParseError, fromstring

from reportgen.document.print.canonical import STAMP
from reportgen.verify.pdf_reading import Bare, OpenedPdf, Untyped, bare, entries, listed, resolved

CARRIED = ("facts.csv", "facts.json", "manifest.json")
CATALOG = frozenset((
    "AF", "Extensions", "Lang", "MarkInfo", "Metadata", "Names", "Outlines", "OutputIntents", "Pages", "StructTreeRoot",
    "Type", "Version", "ViewerPreferences", STAMP,
))  # fmt: skip
NAMES = frozenset(("Dests", "EmbeddedFiles"))
PAGE = frozenset((
    "Annots", "BleedBox", "Contents", "Group", "MediaBox", "Parent", "Resources", "StructParents", "Tabs", "TrimBox",
    "Type",
))  # fmt: skip
LINK = frozenset(("A", "BS", "Contents", "Dest", "F", "P", "Rect", "StructParent", "Subtype", "Type"))
BOOKMARK = frozenset(("A", "C", "Count", "Dest", "F", "First", "Last", "Next", "Parent", "Prev", "Title"))
ACTIONS: Mapping[str, frozenset[str]] = {
    "/URI": frozenset(("S", "Type", "URI")),
    "/GoTo": frozenset(("D", "S", "Type")),
}
SCHEMES = ("http://", "https://", "mailto:")
ACTING = frozenset((
    "AA", "AcroForm", "JS", "JavaScript", "OC", "OCGs", "OCProperties", "OpenAction", "RichMediaContent", "XFA",
))  # fmt: skip
MEANING: Mapping[str, str] = {
    "AA": "actions that run by themselves",
    "AcroForm": "a form",
    "AP": "a drawing of its own",
    "Collection": "a portfolio of files",
    "CropBox": "a box that crops it",
    "JS": "JavaScript",
    "JavaScript": "JavaScript",
    "OC": "a part that can be hidden",
    "OCGs": "parts that can be hidden",
    "OCProperties": "parts that can be hidden",
    "OpenAction": "an action that runs when it is opened",
    "Rotate": "a rotation",
    "URI": "a base for all its addresses",
    "UserUnit": "a scale of its own",
    "XFA": "a form",
}  # fmt: skip
MOST_VALUES = 2_000_000
DUBLIN = "{http://purl.org/dc/elements/1.1/}"


def structure_faults(document: OpenedPdf) -> Iterator[str]:
    """What does not belong into an edition."""
    if not document.pages:
        yield "the document has no pages"
    if document.reader.is_encrypted:
        yield "the document is encrypted"
    yield from _revisions(document)
    yield from _foreign("the document", document.root, CATALOG)
    yield from _foreign("the document's names", bare(resolved(document.root.get("Names"))), NAMES)
    for number, (_, page) in enumerate(document.pages, 1):
        yield from _foreign(f"page {number}", page, PAGE)
        yield from listed(_annotations(number, page))
    yield from _attachments(document)
    yield from listed(_bookmarks(document.root))
    yield from listed(_acting(document))


def complaint_faults(document: OpenedPdf) -> Iterator[str]:
    """What is odd about the file itself: two readers may then see two documents."""
    yield from listed(f"the file is not well formed: {complaint}" for complaint in document.complaints)


def title_faults(document: OpenedPdf, title: str) -> Iterator[str]:
    """The title where programs look for it."""
    told = str(resolved(document.information.get("Title")) or "")
    if told != title:
        yield f"the document information has the title '{told}', the manifest '{title}'"
    metadata = resolved(document.root.get("Metadata"))
    described = _described(metadata.get_data()) if metadata is not None else None
    if described != title:
        yield f"the metadata (XMP) have the title '{described or ''}', the manifest '{title}'"


def _described(xmp: bytes) -> str | None:
    if b"<!DOCTYPE" in xmp or b"<!ENTITY" in xmp:
        return None
    try:
        element = fromstring(xmp).find(f".//{DUBLIN}title")  # noqa: S314 - has no entities
    except ParseError:
        return None
    return None if element is None else "".join(element.itertext())


def _revisions(document: OpenedPdf) -> Iterator[str]:
    """Whether something was added to the file after it was written, other than a signature.

    A file prepared for the web has two tables, and says so at its beginning.
    """
    raw = document.raw
    expected = (2 if b"/Linearized" in raw[:1024] else 1) + document.updates
    if raw.count(b"startxref") > expected:
        yield "the file was added to after it was issued (an incremental update)"
    if raw.rpartition(b"%%EOF")[2].strip():
        yield "something stands behind the end of the file"


def _foreign(where: str, values: Bare, known: frozenset[str]) -> Iterator[str]:
    for key in sorted(values.keys() - known):
        if resolved(values[key]) is not None:
            yield f"{where} has {MEANING.get(key, 'what no edition has')} ({key})"


def _annotations(number: int, page: Bare) -> Iterator[str]:
    for value in entries(page.get("Annots")):
        annotation = bare(resolved(value))
        kind = str(resolved(annotation.get("Subtype")))
        if kind != "/Link":
            yield f"page {number} has an annotation that is no link ({kind.strip('/')})"
            continue
        where = f"a link on page {number}"
        yield from _foreign(where, annotation, LINK)
        yield from _action(where, annotation.get("A"))
        width = resolved(bare(resolved(annotation.get("BS"))).get("W"))
        if width != 0:
            yield f"{where} draws a border"


def _action(where: str, value: Untyped) -> Iterator[str]:
    action = resolved(value)
    if action is None:
        return
    told = bare(action)
    kind = str(resolved(told.get("S")))
    if kind not in ACTIONS:
        yield f"{where} does something else than lead somewhere ({kind.strip('/')})"
        return
    yield from _foreign(where, told, ACTIONS[kind])
    address = str(resolved(told.get("URI", "")))
    if kind == "/URI" and not address.lower().startswith(SCHEMES):
        yield f"{where} leads to '{address[:60]}'"


def _bookmarks(root: Bare) -> Iterator[str]:
    waiting, met = [bare(resolved(root.get("Outlines"))).get("First")], set()
    while waiting:
        reference = waiting.pop()
        item = bare(resolved(reference))
        if not item or id(resolved(reference)) in met:
            continue
        met.add(id(resolved(reference)))
        yield from _foreign("a bookmark", item, BOOKMARK)
        yield from _action("a bookmark", item.get("A"))
        waiting += [item.get("First"), item.get("Next")]


def _attachments(document: OpenedPdf) -> Iterator[str]:
    counted = Counter(name for name, _ in document.attached)
    for name, times in sorted(counted.items()):
        if name not in CARRIED:
            yield f"'{name}' is attached, which is no part of an edition"
        elif times > 1:
            yield f"'{name}' is attached {times} times"
    associated = entries(document.root.get("AF"))
    names = Counter(str(resolved(bare(resolved(one)).get("UF"))) for one in associated)
    if names != Counter(CARRIED):
        yield f"the document is associated with other files than its own: {', '.join(sorted(names)) or 'none'}"


def _acting(document: OpenedPdf) -> Iterator[str]:
    """Whatever acts or can be hidden, anywhere among the objects that can be reached."""
    waiting: list[Untyped] = [*document.root.values(), *(page for _, page in document.pages)]
    met: set[int] = set()
    passed = 0
    while waiting:
        reference = waiting.pop()
        passed += 1
        if passed > MOST_VALUES:
            yield "the document has more objects than any edition"
            return
        number = getattr(reference, "idnum", None)
        if number is not None:
            if number in met:
                continue
            met.add(number)
        value = resolved(reference)
        if isinstance(value, dict):
            told = bare(value)
            for key in sorted(told.keys() & ACTING):
                yield f"the document contains {MEANING.get(key, 'what acts by itself')} ({key})"
            waiting += told.values()
        elif isinstance(value, list):
            waiting += entries(value)
