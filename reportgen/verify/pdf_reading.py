"""A PDF opened with care: it may have been made to harm its reader. Whatever pypdf stumbles over ends here."""

from __future__ import annotations

import io
import logging
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeAlias

from reportgen.errors import UsageError

if TYPE_CHECKING:
    from pypdf import PdfReader

Untyped: TypeAlias = Any  # pypdf's objects
Bare: TypeAlias = Mapping[str, Untyped]
INHERITED = ("Resources", "MediaBox", "CropBox", "Rotate")  # by pages (ISO 32000-1, table 30)
MOST_PAGES = 5_000
MOST_NODES = 10_000  # of a tree of names
MOST_NAMED = 5  # faults of one kind that are listed


@dataclass(frozen=True, slots=True)
class OpenedPdf:
    """A PDF, and what was odd about its syntax.

    ``pages`` are in order, each with its number as an object and what it inherits, ``inner`` the nodes above them;
    ``attached`` holds every attachment by name, as often as it is there.
    """

    raw: bytes
    reader: PdfReader
    pages: tuple[tuple[int, Bare], ...]
    inner: tuple[int, ...]
    attached: tuple[tuple[str, bytes], ...]
    complaints: list[str] = field(default_factory=list)
    catalog: Bare | None = None  # in the place of the file's: without what a signature has added
    updates: int = 0  # that were added behind the document, and are known

    @property
    def root(self) -> Bare:
        return bare(self.reader.root_object) if self.catalog is None else self.catalog

    @property
    def information(self) -> Bare:
        return bare(resolved(self.reader.trailer.raw_get("/Info"))) if "/Info" in self.reader.trailer else {}


@contextmanager
def opened(raw: bytes, name: str) -> Iterator[OpenedPdf]:
    """Open a PDF; while it is open, what pypdf complains about is gathered.

    Raises:
        UsageError: it cannot be read far enough to see whether it is an edition.
    """
    from pypdf import PdfReader

    with _complaints() as complaints:
        try:
            reader = PdfReader(io.BytesIO(raw))
            pages, inner = _pages(reader, complaints)
            document = OpenedPdf(raw, reader, pages, inner, tuple(_attached(reader)), complaints)
        except Exception as problem:  # noqa: BLE001 - pypdf raises whatever its code meets in a broken file
            raise UsageError(f"'{name}' is no readable PDF: {_said(problem)}") from None
        yield document


def guarded(what: str, find: Callable[[], Iterable[str]]) -> Iterator[str]:
    """The faults that are found; one more where the search itself founders on what was put into the file."""
    try:
        yield from find()
    except Exception as problem:  # noqa: BLE001 - as above; nested past Python's stack is RecursionError
        yield f"{what} cannot be read: {_said(problem)}"


def listed(faults: Iterable[str]) -> Iterator[str]:
    """The first few of many faults of a kind, and how many more there are."""
    each = list(dict.fromkeys(faults))
    yield from each[:MOST_NAMED]
    if len(each) > MOST_NAMED:
        yield f"{len(each) - MOST_NAMED} more of this kind"


def resolved(value: Untyped) -> Untyped:
    """What a reference leads to; anything else as it is."""
    from pypdf.generic import IndirectObject

    return value.get_object() if isinstance(value, IndirectObject) else value


def bare(values: Untyped) -> Bare:
    """A dictionary with its keys as names without their stroke, its values unresolved; empty if it is none."""
    if not isinstance(values, dict):
        return {}
    return {str(key)[1:]: dict.__getitem__(values, key) for key in dict.__iter__(values)}


def entries(value: Untyped) -> list[Untyped]:
    """The values of an array, unresolved; empty if it is none."""
    found = resolved(value)
    return list(list.__iter__(found)) if isinstance(found, list) else []


def _pages(reader: PdfReader, complaints: list[str]) -> tuple[tuple[tuple[int, Bare], ...], tuple[int, ...]]:
    """The pages in order, and the nodes above them; a node that is met again is complained about."""
    from pypdf.generic import IndirectObject

    waiting: list[tuple[Untyped, Bare]] = [(bare(reader.root_object).get("Pages"), {})]
    pages: list[tuple[int, Bare]] = []
    inner: dict[int, None] = {}
    while waiting:
        reference, inherited = waiting.pop()
        node = bare(resolved(reference))
        number = reference.idnum if isinstance(reference, IndirectObject) else -1 - len(pages)
        if number in inner:
            complaints.append("the tree of pages holds itself")
        elif "Kids" in node:
            inner[number] = None
            below = {**inherited, **{key: node[key] for key in INHERITED if key in node}}
            waiting += [(kid, below) for kid in reversed(entries(node["Kids"]))]
        elif node:
            pages.append((number, {**inherited, **node}))
        if len(pages) > MOST_PAGES or len(inner) > MOST_NODES:
            raise ValueError(f"more than {MOST_PAGES} pages")
    return tuple(pages), tuple(inner)


def _attached(reader: PdfReader) -> Iterator[tuple[str, bytes]]:
    names = bare(resolved(bare(reader.root_object).get("Names")))
    waiting, met = [names.get("EmbeddedFiles")], 0
    while waiting and (met := met + 1) <= MOST_NODES:
        node = bare(resolved(waiting.pop(0)))
        leaves = entries(node.get("Names"))
        for name, specification in zip(leaves[::2], leaves[1::2], strict=False):
            files = bare(resolved(bare(resolved(specification)).get("EF")))
            for file in dict.fromkeys(files.values()):  # of F and UF, which name the same one
                yield str(resolved(name)), resolved(file).get_data()
        waiting += entries(node.get("Kids"))


@contextmanager
def _complaints() -> Iterator[list[str]]:
    found: list[str] = []

    class Listener(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            found.append(record.getMessage())

    logger, listener = logging.getLogger("pypdf"), Listener(logging.WARNING)
    propagated, logger.propagate = logger.propagate, False
    logger.addHandler(listener)
    try:
        yield found
    finally:
        logger.removeHandler(listener)
        logger.propagate = propagated


def _said(problem: Exception) -> str:
    return f"{type(problem).__name__} {str(problem)[:100]}".strip()
