"""The text of a tagged PDF by its marks: what stands inside each structure element, read from the page itself.

Only the content streams are asked, never a cached or alternative text: a digit that was changed there is seen here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from pypdf.generic import (
    ArrayObject,
    ByteStringObject,
    ContentStream,
    DictionaryObject,
    IndirectObject,
    TextStringObject,
)

if TYPE_CHECKING:
    from pypdf import PdfReader

_CHARACTER = re.compile(rb"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>")
_RANGE = re.compile(rb"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>")
_SECTION = re.compile(rb"begin(bfchar|bfrange)(.*?)end\1", re.DOTALL)
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


def marked_texts(reader: PdfReader) -> dict[str, Marked]:
    """The text of every structure element that bears a title (``/T``), by that title, in reading order."""
    contents = [_by_mark(page, reader) for page in reader.pages]
    numbers = {
        page.indirect_reference.idnum: number
        for number, page in enumerate(reader.pages)
        if page.indirect_reference
    }
    found: dict[str, Marked] = {}
    root = reader.root_object.get("/StructTreeRoot")
    if root is not None:
        _collect(root.get_object(), None, 0, contents, numbers, found)
    return found


def _collect(
    element: Any, within: str | None, page: int, contents: list[dict[int, str]], numbers: Mapping[int, int],
    found: dict[str, Marked],
) -> None:  # fmt: skip
    if "/Pg" in element:
        page = numbers.get(element.raw_get("/Pg").idnum, page)
    name = element.get("/T")
    within = str(name) if name else within
    if within and "/Alt" in element:
        found.setdefault(within, Marked()).alt += str(element["/Alt"])
    kids = element.get("/K", ArrayObject())
    for each in kids if isinstance(kids, ArrayObject) else [kids]:
        kid = each.get_object() if isinstance(each, IndirectObject) else each
        if isinstance(kid, DictionaryObject):
            if kid.get("/Type") != "/OBJR":
                _collect(kid, within, page, contents, numbers, found)
        elif within:
            marked = found.setdefault(within, Marked())
            text = contents[page].get(int(str(kid)), "")
            marked.text += text
            marked.drawn += text if "/Alt" in element else ""
            if page + 1 not in marked.pages:
                marked.pages.append(page + 1)


def _by_mark(page: Any, reader: PdfReader) -> dict[int, str]:
    texts: dict[int, str] = {}
    for mark, text in _shown(page.get_contents(), page.get("/Resources"), reader, None):
        if mark is not None:
            texts[mark] = texts.get(mark, "") + text
    return texts


def _shown(
    stream: Any, resources: Any, reader: PdfReader, mark: int | None
) -> Iterator[tuple[int | None, str]]:
    fonts = _fonts(resources)
    forms = (resources or {}).get("/XObject", {})
    glyphs: Glyphs = {}
    marks: list[int | None] = [mark]
    for operands, operator in ContentStream(stream, reader).operations:
        if operator == b"Tf":
            glyphs = fonts.get(operands[0], {})
        elif operator in (b"BDC", b"BMC"):
            properties = (
                operands[1] if len(operands) > 1 and isinstance(operands[1], DictionaryObject) else {}
            )
            marks.append(int(properties["/MCID"]) if "/MCID" in properties else marks[-1])
        elif operator == b"EMC":
            marks.pop()
        elif operator in (b"Tj", b"TJ", b"'", b'"'):
            yield marks[-1], "".join(_decoded(operands[-1], glyphs))
        elif operator == b"Do" and forms[operands[0]].get_object().get("/Subtype") == "/Form":
            form = forms[operands[0]].get_object()
            yield from _shown(form, form.get("/Resources", resources), reader, marks[-1])


def _fonts(resources: Any) -> dict[str, Glyphs]:
    fonts = (resources or {}).get("/Font", {})
    return {name: _to_unicode(font.get_object()) for name, font in fonts.items()}


def _to_unicode(font: Any) -> Glyphs:
    if "/ToUnicode" not in font:
        return {}
    glyphs: dict[int, str] = {}
    for kind, body in _SECTION.findall(font["/ToUnicode"].get_object().get_data()):
        if kind == b"bfchar":
            for code, text in _CHARACTER.findall(body):
                glyphs[int(code, 16)] = _text(text)
        else:
            for first, last, text in _RANGE.findall(body):
                begin = int(text, 16)
                for offset in range(int(last, 16) - int(first, 16) + 1):
                    glyphs[int(first, 16) + offset] = chr(begin + offset)
    return glyphs


def _text(hexadecimal: bytes) -> str:
    return bytes.fromhex(hexadecimal.decode()).decode("utf-16-be", "replace")


def _decoded(shown: Any, glyphs: Glyphs) -> Iterator[str]:
    for part in shown if isinstance(shown, ArrayObject) else [shown]:
        if isinstance(part, ByteStringObject):
            raw = bytes(part)
        elif isinstance(part, TextStringObject):
            raw = part.original_bytes
        else:
            continue
        for begin in range(0, len(raw), CODE_BYTES):
            yield glyphs.get(int.from_bytes(raw[begin : begin + CODE_BYTES], "big"), "\ufffd")
