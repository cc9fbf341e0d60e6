"""The text of a tagged PDF by its marks: what stands inside each structure element, read from the page itself.

Only the content streams are asked, never a cached or alternative text: a digit that was changed there is seen here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pypdf.generic import (
    ArrayObject,
    ByteStringObject,
    ContentStream,
    DictionaryObject,
    IndirectObject,
    StreamObject,
    TextStringObject,
)

from reportgen.verify.pdf_reading import Bare, OpenedPdf, Untyped, bare, entries, resolved

if TYPE_CHECKING:
    from pypdf import PdfReader

_CHARACTER = re.compile(rb"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>")
_RANGE = re.compile(rb"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>")
_SECTION = re.compile(rb"begin(bfchar|bfrange)(.*?)end\1", re.DOTALL)
HEADING = "H1"
MOST_BYTES = 30 * 2**20  # of what is drawn, each form as often as it is used
MOST_CODES = 2**16  # of a font
CODE_BYTES = 2  # Identity-H: every code is a glyph in two bytes (ISO 32000-1, 9.7.5.2)

Glyphs = Mapping[int, str]


@dataclass(slots=True)
class Marked:
    """What was found of one named element: its text in order, and the pages on which it stands, from 1.

    ``drawn`` is the part of the text that stands in a picture, ``alt`` the words that stand for it.
    """

    text: str = ""
    pages: list[int] = field(default_factory=list)
    alt: str = ""
    drawn: str = ""

    def add(self, text: str, page: int, *, drawn: bool) -> None:
        """Add what stands on a page."""
        self.text += text
        self.drawn += text if drawn else ""
        if page not in self.pages:
            self.pages.append(page)


def marked_texts(document: OpenedPdf) -> dict[str, Marked]:
    """The text of every structure element that bears a title (``/T``), by that title, in reading order.

    That of the main heading is found under :data:`HEADING`.
    """
    pages = PageTexts(document)
    found: dict[str, Marked] = {}
    waiting: list[tuple[Untyped, tuple[str, ...], int, bool]] = [
        (kid, (), 0, False) for kid in _kids(document.root.get("StructTreeRoot"))
    ]
    met: set[int] = set()
    while waiting:
        kid, within, page, drawn = waiting.pop()
        if isinstance(kid, IndirectObject):
            if kid.idnum in met:
                continue
            met.add(kid.idnum)
        element = resolved(kid)
        if isinstance(element, DictionaryObject):
            told = bare(element)
            if told.get("Type") == "/OBJR":
                continue
            page = pages.numbers.get(getattr(told.get("Pg"), "idnum", -1), page)
            within = _within(told, within)
            if within and "Alt" in told:
                found.setdefault(within[-1], Marked()).alt += str(resolved(told["Alt"]))
            waiting += [(one, within, page, "Alt" in told) for one in reversed(_kids(element))]
        elif within and isinstance(element, int):
            for name in within:
                found.setdefault(name, Marked()).add(
                    pages.texts(page).get(element, ""), page + 1, drawn=drawn
                )
    return found


def _within(element: Bare, around: tuple[str, ...]) -> tuple[str, ...]:
    """The names under which an element's text counts: its own or those around it, and within a heading that too."""
    if element.get("S") == f"/{HEADING}":
        return (HEADING,)
    if "T" not in element:
        return around
    name = str(resolved(element["T"]))
    return (HEADING, name) if HEADING in around else (name,)


def _kids(element: Untyped) -> list[Untyped]:
    """What a node of the structure holds: several, one, or nothing."""
    kids = bare(resolved(element)).get("K")
    if kids is None:
        return []
    return entries(kids) if isinstance(resolved(kids), ArrayObject) else [kids]


class PageTexts:
    """The text of every page by its marks, read when it is asked for."""

    def __init__(self, document: OpenedPdf) -> None:
        self.numbers = {number: index for index, (number, _) in enumerate(document.pages)}
        self._document = document
        self._read: dict[int, dict[int, str]] = {}
        self._fonts: dict[int, Glyphs] = {}
        self._left = MOST_BYTES

    def texts(self, index: int) -> Mapping[int, str]:
        """What stands under each mark of a page, by its index."""
        if index not in self._read and index < len(self._document.pages):
            page = self._document.pages[index][1]
            texts: dict[int, str] = {}
            for mark, text in self._shown(_contents(page), bare(resolved(page.get("Resources"))), None, ()):
                if mark is not None:
                    texts[mark] = texts.get(mark, "") + text
            self._read[index] = texts
        return self._read.get(index, {})

    def _shown(
        self, content: bytes, resources: Bare, mark: int | None, around: tuple[int, ...]
    ) -> Iterator[tuple[int | None, str]]:
        """What a stream shows, with the mark under which it does; a form within itself shows nothing."""
        self._left -= len(content)
        if self._left < 0:
            raise ValueError(f"more than {MOST_BYTES} bytes are drawn")
        fonts = bare(resolved(resources.get("Font")))
        forms = bare(resolved(resources.get("XObject")))
        glyphs: Glyphs = {}
        marks: list[int | None] = [mark]
        for operands, operator in _operations(content, self._document.reader):
            if operator == b"Tf":
                glyphs = self._glyphs(fonts.get(str(operands[0])[1:]))
            elif operator in (b"BDC", b"BMC"):
                properties = bare(operands[1]) if len(operands) > 1 else {}
                marks.append(int(properties["MCID"]) if "MCID" in properties else marks[-1])
            elif operator == b"EMC" and len(marks) > 1:
                marks.pop()
            elif operator in (b"Tj", b"TJ", b"'", b'"'):
                yield marks[-1], "".join(_decoded(operands[-1], glyphs))
            elif operator == b"Do":
                form = resolved(forms.get(str(operands[0])[1:]))
                told = bare(form)
                if told.get("Subtype") == "/Form" and id(form) not in around:
                    own = bare(resolved(told["Resources"])) if "Resources" in told else resources
                    yield from self._shown(form.get_data(), own, marks[-1], (*around, id(form)))

    def _glyphs(self, font: Untyped) -> Glyphs:
        number = getattr(font, "idnum", None)
        if number is None:
            return _to_unicode(resolved(font))
        if number not in self._fonts:
            self._fonts[number] = _to_unicode(resolved(font))
        return self._fonts[number]


def _contents(page: Bare) -> bytes:
    """What a page draws, of several streams as one."""
    content = resolved(page.get("Contents"))
    if content is None:
        return b""
    streams = map(resolved, entries(content)) if isinstance(content, ArrayObject) else [content]
    return b"\n".join(stream.get_data() for stream in streams)


def _operations(content: bytes, reader: PdfReader) -> list[tuple[Untyped, bytes]]:
    stream = StreamObject()
    stream.set_data(content)
    return ContentStream(stream, reader).operations


def _to_unicode(font: Untyped) -> Glyphs:
    told = bare(font)
    if "ToUnicode" not in told:
        return {}
    glyphs: dict[int, str] = {}
    for kind, body in _SECTION.findall(resolved(told["ToUnicode"]).get_data()):
        if kind == b"bfchar":
            for code, text in _CHARACTER.findall(body):
                glyphs[int(code, 16)] = _text(text)
        else:
            for first, last, text in _RANGE.findall(body):
                begin = int(text, 16)
                for offset in range(min(int(last, 16) - int(first, 16) + 1, MOST_CODES)):
                    glyphs[int(first, 16) + offset] = chr(begin + offset)
    return glyphs


def _text(hexadecimal: bytes) -> str:
    return bytes.fromhex(hexadecimal.decode()).decode("utf-16-be", "replace")


def _decoded(shown: Untyped, glyphs: Glyphs) -> Iterator[str]:
    for part in shown if isinstance(shown, ArrayObject) else [shown]:
        if isinstance(part, ByteStringObject):
            raw = bytes(part)
        elif isinstance(part, TextStringObject):
            raw = part.original_bytes
        else:
            continue
        for begin in range(0, len(raw), CODE_BYTES):
            yield glyphs.get(int.from_bytes(raw[begin : begin + CODE_BYTES], "big"), "\ufffd")
