"""What a PDF says, whoever wrote it: every object that can be reached, in an order that the file does not decide.

Two libraries hold a PDF's objects here, pydyf when it is written and pypdf when it is read. Both are walked by this one
definition, so that both give one hash: pages first, in their order and with what they inherit, then the rest of the
catalog by the alphabet, then the document information. Objects are named by the order in which they are first met, so
a tool that only numbers them anew, compresses them otherwise or balances the tree of pages changes nothing. Streams
count by their data, numbers to :data:`DECIMALS`, text by its letters.

A signature (PAdES) is an incremental update, which adds a form, a field and what proves it. Whoever verifies such a
file takes these out again (``verify/pdf_field.py``) and walks what is left, which then is as it was built.
"""

from __future__ import annotations

import hashlib
import zlib
from collections import Counter, defaultdict, deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, TypeAlias

Untyped: TypeAlias = Any  # an object of either library
DECIMALS = 6  # what pydyf writes of a float
STAMP = "ReportgenContent"  # the key in the catalog; all but its value is hashed
SHORT = 16  # hexadecimal digits of a part's hash: it only names what differs, the whole hash decides
MOST_OBJECTS = 200_000
MOST_BYTES = 256 * 2**20  # of all streams, decompressed

PARTS: Mapping[str, str] = {
    "Annots": "links and annotations",
    "Font": "fonts",
    "XObject": "pictures",
    "Resources": "resources of the pages",
    "Outlines": "bookmarks",
    "EmbeddedFiles": "attachments",
    "AF": "attachments",
    "Dests": "targets of links",
    "StructTreeRoot": "tags",
    "Metadata": "metadata",
}
CATALOG, INFORMATION = "catalog", "metadata"
OF_STORAGE = frozenset(("Length", "Filter", "DecodeParms", "DL"))  # how a stream is kept, not what it says
OF_THE_TREE = frozenset(("Parent",))


class TooMuchError(Exception):
    """More objects or data than any edition has."""


@dataclass(frozen=True, slots=True)
class Reference:
    """A reference to the object of this number."""

    number: int


@dataclass(frozen=True, slots=True)
class Stored:
    """A stream: its dictionary, and its data as they are kept."""

    about: Mapping[str, Untyped]
    raw: bytes


Read: TypeAlias = bytes | Reference | Stored | Mapping[str, Untyped] | Sequence[Untyped]


@dataclass(frozen=True, slots=True)
class Graph:
    """A PDF as a library holds it.

    ``read`` tells one value: a token (see :func:`number`, :func:`text`, :func:`name`), a reference, a stream, a
    dictionary with its keys bare, or an array, the values of which are again the library's own. ``pages`` are the
    numbers of the pages and their dictionaries with what they inherit, ``inner`` the numbers of the nodes above them.
    """

    read: Callable[[Untyped], Read]
    load: Callable[[int], Untyped]
    pages: Sequence[tuple[int, Mapping[str, Untyped]]]
    inner: Iterable[int]
    catalog: Mapping[str, Untyped]
    information: Mapping[str, Untyped]


NULL, TRUE, FALSE = b"null ", b"true ", b"false "


def number(value: float) -> bytes:
    """The token of a number: 1, 1.0 and 1.0000001 are one."""
    if isinstance(value, int):
        return b"%d " % value
    shown = f"{value:.{DECIMALS}f}".rstrip("0").rstrip(".")
    return ("0" if shown == "-0" else shown).encode() + b" "


def text(raw: bytes) -> bytes:
    """The token of a string: UTF-16 by its letters, so that ASCII is the same in both encodings."""
    if raw.startswith(b"\xfe\xff"):
        raw = raw[2:].decode("utf-16-be", "replace").encode()
    return b"(%d:%s" % (len(raw), raw)


@lru_cache(maxsize=4096)
def name(bare: str) -> bytes:
    """The token of a name."""
    return b"/%s " % bare.encode("utf-8", "surrogateescape")


def fingerprints(graph: Graph) -> Mapping[str, str]:
    """The SHA-256 of every part of a PDF, by the part's name, as ``page 1`` or ``fonts``.

    Raises:
        TooMuchError: it is larger than any edition.
    """
    walk = _Walk(graph)
    walk.walk()
    return {part: digest.hexdigest() for part, digest in walk.parts.items()}


def stamp(parts: Mapping[str, str]) -> str:
    """What the catalog keeps: the hash of all parts, and a short one of each to say which of them differs."""
    whole = hashlib.sha256("\n".join(f"{part} {parts[part]}" for part in sorted(parts)).encode())
    return "; ".join((whole.hexdigest(), *(f"{part} {parts[part][:SHORT]}" for part in sorted(parts))))


def differing(issued: str, found: Mapping[str, str]) -> tuple[str, ...]:
    """The parts that are not as they were issued, by name; of a stamp that contradicts itself, the whole."""
    if stamp(found) == issued:
        return ()
    told = dict(part.rpartition(" ")[::2] for part in issued.split("; ")[1:])
    now = {part: digest[:SHORT] for part, digest in found.items()}
    return tuple(part for part in sorted(told.keys() | now.keys()) if told.get(part) != now.get(part)) or (
        "whole",
    )


class _Walk:
    def __init__(self, graph: Graph) -> None:
        self.parts: defaultdict[str, Untyped] = defaultdict(hashlib.sha256)
        self._graph = graph
        self._named = dict.fromkeys(graph.inner, b"tree ")
        self._counted: Counter[str] = Counter()
        self._waiting: deque[tuple[int, str]] = deque()
        self._bytes = 0

    def walk(self) -> None:
        for index, (key, _) in enumerate(self._graph.pages, 1):
            self._named.setdefault(key, b"page %d " % index)
        for index, (_, page) in enumerate(self._graph.pages, 1):
            self._dictionary(page, f"page {index}", OF_THE_TREE)
            self._follow()
        self._dictionary(self._graph.catalog, CATALOG, frozenset(("Pages", STAMP)))
        self._follow()
        self._dictionary(self._graph.information, INFORMATION)
        self._follow()

    def _follow(self) -> None:
        while self._waiting:
            key, part = self._waiting.popleft()
            self.parts[part].update(b"obj ")
            self._value(self._graph.load(key), part)

    def _value(self, value: Untyped, part: str) -> None:
        self._told(self._graph.read(value), part)

    def _told(self, told: Read, part: str) -> None:
        if isinstance(told, bytes):
            self.parts[part].update(told)
        elif isinstance(told, Reference):
            self._reference(told.number, part)
        elif isinstance(told, Stored):
            self._stream(told, part)
        elif isinstance(told, Mapping):
            self._dictionary(told, part)
        else:
            self.parts[part].update(b"[ ")
            for each in told:
                self._value(each, part)
            self.parts[part].update(b"] ")

    def _reference(self, key: int, part: str) -> None:
        known = self._named.get(key)
        if known is None:
            if len(self._named) >= MOST_OBJECTS:
                raise TooMuchError(f"more than {MOST_OBJECTS} objects")
            self._counted[part] += 1
            known = self._named[key] = f"{part} {self._counted[part]} R ".encode()
            self._waiting.append((key, part))
        self.parts[part].update(known)

    def _dictionary(
        self, values: Mapping[str, Untyped], part: str, without: frozenset[str] = frozenset()
    ) -> None:
        self.parts[part].update(b"<< ")
        for key in sorted(values):
            if key in without:
                continue
            told = self._graph.read(values[key])
            if told != NULL:  # which is the same as no such key
                self.parts[part].update(name(key))
                self._told(told, PARTS.get(key, part))
        self.parts[part].update(b">> ")

    def _stream(self, stored: Stored, part: str) -> None:
        data, kept = decoded(stored, self._graph.read, MOST_BYTES - self._bytes)
        self._bytes += len(data)
        self._dictionary(stored.about, part, OF_STORAGE)
        self._value_of_filters(kept, part)
        self.parts[part].update(hashlib.sha256(data).digest())

    def _value_of_filters(self, kept: Sequence[tuple[bytes, Untyped]], part: str) -> None:
        for filtered, parameters in kept:
            self.parts[part].update(filtered)
            if parameters is not None:
                self._value(parameters, part)


def decoded(
    stored: Stored, read: Callable[[Untyped], Read], most: int
) -> tuple[bytes, Sequence[tuple[bytes, Untyped]]]:
    """A stream's data without deflate, and the filters that are left: those of pictures stay as they are."""
    filters = list(_filters(stored, read))
    data = stored.raw
    while filters and filters[0][0] == name("FlateDecode") and filters[0][1] is None:
        engine = zlib.decompressobj()
        try:
            data = engine.decompress(data, max(1, most))
        except zlib.error:
            break
        if engine.unconsumed_tail:
            raise TooMuchError(f"more than {MOST_BYTES} bytes of data")
        filters.pop(0)
    return data, filters


def _filters(stored: Stored, read: Callable[[Untyped], Read]) -> Iterator[tuple[bytes, Untyped]]:
    """Each filter's token with its parameters, None where these say nothing."""
    told, given = (_listed(stored.about.get(key), read) for key in ("Filter", "DecodeParms"))
    for index, filtered in enumerate(told):
        token = read(filtered)
        parameters = given[index] if index < len(given) and read(given[index]) != NULL else None
        yield token if isinstance(token, bytes) else NULL, parameters


def _listed(value: Untyped, read: Callable[[Untyped], Read]) -> Sequence[Untyped]:
    """One filter, or one set of parameters, as a list of one."""
    if value is None or (told := read(value)) == NULL:
        return ()
    return told if isinstance(told, Sequence) and not isinstance(told, bytes) else (value,)
