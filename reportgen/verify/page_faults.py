"""Everything that a page says beside the words of its figures, against the record inside it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, TypeAlias

from reportgen.figures.replay import Record
from reportgen.verify.page_origins import origin_faults
from reportgen.verify.page_record import whole_faults
from reportgen.verify.page_structure import structure_faults
from reportgen.verify.page_tree import parsed
from reportgen.verify.pdf_reading import guarded

Json: TypeAlias = Any  # facts.json and manifest.json as they were parsed


def page_faults(
    html: str,
    record: Record,
    told: Mapping[str, Json],
    manifest: Mapping[str, Json],
    files: Mapping[str, bytes],
) -> Iterator[str]:
    """What of a page is not as its record has it, or does not belong into it."""
    tree = parsed(html)
    addresses = {source["number"]: source["url"] for source in told["sources"] if source["url"]}
    yield from guarded("the structure of the page", lambda: structure_faults(tree, record))
    yield from guarded("the origins of the page", lambda: origin_faults(tree, record, addresses))
    yield from guarded("the page as a whole", lambda: whole_faults(tree, told, manifest, files))
