"""Names for the tags of figures and exhibits, so that a finished PDF can be read back figure by figure.

WeasyPrint makes a structure element of every box but forgets which HTML element it came from. Each element whose id
begins with ``fig-`` or ``exhibit-`` keeps that id as its title (``/T``, ISO 32000-1, table 323), and the catalog keeps
the hash of the pages as they were issued.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pydyf

NAMED = ("fig-", "exhibit-")
CONTENT_KEY = "ReportgenContent"


@contextmanager
def named_tags() -> Iterator[None]:
    """While this is open, WeasyPrint's structure elements keep the ids of figures and exhibits."""
    from weasyprint.pdf import tags

    original = tags._build_box_tree

    def named(box: Any, *further: Any) -> Iterator[Any]:
        for element in original(box, *further):
            name = _name(box)
            if name and "T" not in element:
                element["T"] = pydyf.String(name)
            yield element

    tags._build_box_tree = named
    try:
        yield
    finally:
        tags._build_box_tree = original


def _name(box: Any) -> str:
    source = getattr(box, "_box", box)
    element = getattr(source, "element", None)
    name = element.get("id") or "" if element is not None and not source.element_tag.count("::") else ""
    return str(name) if name.startswith(NAMED) else ""


def stamp_pages(pdf: pydyf.PDF) -> None:
    """Keep the hash of all pages' content in the catalog, for ``reportgen verify``."""
    hashed = hashlib.sha256()
    for reference in pdf.page_references:
        page = pdf.objects[int(reference.split()[0])]
        stream = pdf.objects[int(page["Contents"].split()[0])]
        hashed.update(_content(stream).strip() + b"\n")
    pdf.catalog[CONTENT_KEY] = pydyf.String(hashed.hexdigest())


def _content(stream: pydyf.Stream) -> bytes:
    return b"\n".join(part if isinstance(part, bytes) else pydyf._to_bytes(part) for part in stream.stream)
