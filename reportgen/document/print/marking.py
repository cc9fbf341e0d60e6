"""Names for the tags of figures and exhibits, so that a finished PDF can be read back figure by figure.

WeasyPrint makes a structure element of every box but forgets which HTML element it came from. Each element whose id
begins with ``fig-`` or ``exhibit-`` keeps that id as its title (``/T``, ISO 32000-1, table 323), and the catalog keeps
the hash of the pages as they were issued.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator

import pydyf

from reportgen.document.print.engine import Untyped, engine
from reportgen.document.print.mending import Mend, replaced

NAMED = ("fig-", "exhibit-", "card-", "key-exhibit")
CONTENT_KEY = "ReportgenContent"


def _naming(original: Callable[..., Iterator[Untyped]]) -> Callable[..., Iterator[Untyped]]:
    """WeasyPrint's own, the one place that knows both a box and its tag; tags keep the ids of figures and exhibits."""

    def named(box: Untyped, *further: Untyped) -> Iterator[Untyped]:
        for element in original(box, *further):
            name = _name(box)
            if name and "T" not in element:
                element["T"] = pydyf.String(name)
            yield element

    return named


named_tags = Mend(lambda: replaced(engine().pdf.tags, "_build_box_tree", _naming))


def _name(box: Untyped) -> str:
    source: Untyped = getattr(box, "_box", box)
    element = getattr(source, "element", None)
    if element is None or "::" in source.element_tag:
        return ""
    name = str(element.get("id") or "")
    return name if name.startswith(NAMED) else ""


def stamp_pages(pdf: pydyf.PDF) -> None:
    """Keep the hash of what all pages and pictures draw in the catalog, for ``reportgen verify``."""

    def resolved(reference: bytes) -> Untyped:
        return pdf.objects[int(reference.split()[0])]

    def drawn(resources: Untyped) -> Iterator[bytes]:
        for reference in resources.get("XObject", {}).values():
            form = resolved(reference)
            if form.extra.get("Subtype") == "/Form":
                yield _content(form)
                yield from drawn(resolved(form.extra["Resources"]) if "Resources" in form.extra else {})

    pages = [resolved(reference) for reference in pdf.page_references]
    streams = [_content(resolved(page["Contents"])) for page in pages]
    for page in pages:
        streams.extend(drawn(resolved(page["Resources"])))
    pdf.catalog[CONTENT_KEY] = pydyf.String(content_hash(streams))


def content_hash(streams: Iterable[bytes]) -> str:
    """The SHA-256 of streams, each once, in whatever order a tool has put them since."""
    each = {hashlib.sha256(stream.strip()).hexdigest() for stream in streams}
    return hashlib.sha256("\n".join(sorted(each)).encode()).hexdigest()


def _content(stream: pydyf.Stream) -> bytes:
    return b"\n".join(pydyf._to_bytes(part) for part in stream.stream)  # noqa: SLF001 - as it will be written
