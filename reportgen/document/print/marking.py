"""Names for the tags of figures and exhibits, so that a finished PDF can be read back figure by figure.

WeasyPrint makes a structure element of every box but forgets which HTML element it came from. Each element whose id
begins with ``fig-`` or ``exhibit-`` keeps that id as its title (``/T``, ISO 32000-1, table 323), and the catalog keeps
what the document says, by hash, as it was issued.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import lru_cache

import pydyf

from reportgen.document.print.canonical import (
    FALSE,
    NULL,
    STAMP,
    TRUE,
    Graph,
    Read,
    Reference,
    Stored,
    fingerprints,
    name,
    number,
    stamp,
    text,
)
from reportgen.document.print.engine import Untyped, engine
from reportgen.document.print.mending import Mend, replaced
from reportgen.errors import EngineError

CONTENTS = "/TOC"
CONTENTS_LIST = "contents-list"  # the class of the list of contents
NAMED = ("fig-", "exhibit-", "card-", "key-exhibit")
INHERITED = ("Resources", "MediaBox", "CropBox", "Rotate")  # by pages (ISO 32000-1, table 30)
REFERENCE = re.compile(rb"(\d+) \d+ R")
NAME = re.compile(rb"/([^\s()<>\[\]{}/%]*)")
ESCAPED = re.compile(rb"#([0-9A-Fa-f]{2})")
NUMBER = re.compile(rb"[+-]?(?:\d+\.?\d*|\.\d+)")
LINE_END = re.compile(rb"\r\n?")  # within a literal string each is read as one
UNESCAPED = re.compile(rb"\\([()\\])")
WORDS = {b"null": NULL, b"true": TRUE, b"false": FALSE}


def _naming(original: Callable[..., Iterator[Untyped]]) -> Callable[..., Iterator[Untyped]]:
    """WeasyPrint's own, the one place that knows both a box and its tag.

    Tags keep the ids of figures and exhibits, and the long forms of abbreviations; a column of the contents is no list
    as others are.
    """

    def named(box: Untyped, *further: Untyped) -> Iterator[Untyped]:
        for element in original(box, *further):
            identity = _id(box)
            if identity and "T" not in element:
                element["T"] = pydyf.String(identity)
            expansion = _expansion(box)
            if expansion:  # the engine knows no such element
                element["S"], element["E"] = "/Span", pydyf.String(expansion)
            if _is_contents(box):
                element["S"] = CONTENTS
            yield element

    return named


named_tags = Mend(lambda: replaced(engine().pdf.tags, "_build_box_tree", _naming))


def _is_contents(box: Untyped) -> bool:
    """Whether a box is a column of the list of contents, and not its title, an entry or anything in one."""
    element = getattr(box, "element", None)
    return element is not None and element.tag == "ol" and CONTENTS_LIST in (element.get("class") or "")


def _id(box: Untyped) -> str:
    source: Untyped = getattr(box, "_box", box)
    element = getattr(source, "element", None)
    if element is None or "::" in source.element_tag:
        return ""
    identity = str(element.get("id") or "")
    return identity if identity.startswith(NAMED) else ""


def _expansion(box: Untyped) -> str:
    """What an abbreviation stands for (``/E``, ISO 32000-1, 14.9.5)."""
    source: Untyped = getattr(box, "_box", box)
    element = getattr(source, "element", None)
    if element is None or source.element_tag != "abbr":
        return ""
    return str(element.get("title") or "")


def stamp_content(pdf: pydyf.PDF) -> None:
    """Keep in the catalog what every part of the document says by hash, for ``reportgen verify``."""
    pdf.catalog[STAMP] = pydyf.String(stamp(fingerprints(_graph(pdf))))


def _graph(pdf: pydyf.PDF) -> Graph:
    numbers = [int(reference.split()[0]) for reference in pdf.page_references]
    inherited = {key: value for key, value in pdf.pages.items() if key in INHERITED}
    return Graph(
        read=_told,
        load=pdf.objects.__getitem__,
        pages=[(number, {**inherited, **pdf.objects[number]}) for number in numbers],
        inner=[pdf.pages.number],
        catalog=pdf.catalog,
        information=pdf.info,
    )


def _told(value: Untyped) -> Read:
    """One of pydyf's values, as it will be read back once it is written."""
    if isinstance(value, bytes | str):
        return _written(value)
    if isinstance(value, int | float):
        return number(value)
    if isinstance(value, pydyf.String):
        return _string(value.data)
    if isinstance(value, pydyf.Stream):
        return Stored(value.extra, b"\n".join(map(pydyf._to_bytes, value.stream)))  # noqa: SLF001 - as it is written
    if isinstance(value, dict | list):
        return _references(value) if isinstance(value, list) else value
    return NULL


def _references(values: list[Untyped]) -> list[Untyped]:
    """An array, in which pydyf may write a reference as three."""
    if "R" not in values:
        return values
    return [f"{values[at - 2]} {values[at - 1]} R" for at, value in enumerate(values) if value == "R"]


@lru_cache(maxsize=4096)
def _written(given: bytes | str) -> Read:
    raw = given if isinstance(given, bytes) else given.encode()
    if match := REFERENCE.fullmatch(raw):
        return Reference(int(match[1]))
    if match := NAME.fullmatch(raw):
        bare = ESCAPED.sub(lambda found: bytes.fromhex(found[1].decode()), match[1])
        return name(bare.decode("utf-8", "surrogateescape"))
    if NUMBER.fullmatch(raw):
        return number(float(raw))
    if raw in WORDS:
        return WORDS[raw]
    if raw.startswith((b"(", b"<")) and not raw.startswith(b"<<"):
        return _string(raw)
    raise EngineError(f"the print engine writes what cannot be stamped: {raw[:40]!r}")


def _string(written: bytes) -> bytes:
    if written.startswith(b"<"):
        return text(bytes.fromhex(written[1:-1].decode()))
    return text(UNESCAPED.sub(rb"\1", LINE_END.sub(b"\n", written[1:-1])))
