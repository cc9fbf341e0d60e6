"""What an edition reads, a paragraph a block, with its figures marked; of a page and of a PDF alike."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING
from xml.etree.ElementTree import Element

from reportgen.verify.page_tree import SVG, parsed
from reportgen.verify.pdf_reading import Bare, Untyped, bare, entries, opened, resolved

if TYPE_CHECKING:
    from reportgen.verify.pdf_text import PageTexts

BEGIN, NUMBERED, END = "\ue000", "\ue001", "\ue002"  # around a figure: BEGIN number NUMBERED text END
_FIGURE = re.compile(r"fig-(\d+)")
_MARKS = re.compile(rf"{BEGIN}\d+{NUMBERED}|{END}|\[\d+\]")  # of figures, and of footnotes
_EXHIBIT = re.compile(r"exhibit-(.+)|key-exhibit")
HEADS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
PARAGRAPHS = HEADS | {"p", "footer", "cite", "li", "dd", "dt", "blockquote", "figcaption"}
NOT_READ = frozenset({"table", "details", "nav", "script", "style", f"{SVG}svg", "svg"})
NOT_READ_CLASSES = frozenset(
    {"cards", "downloads", "opens", "identity", "popovers", "contents", "exhibit-foot"}
)
NOT_READ_PARTS = frozenset({"/Table", "/Figure", "/TOC", "/Note"})
PARTS = ("/P", "/Caption", "/LBody")
_ENDS = (*".!?:;…”’\"')]%", "")  # of what is a whole sentence, or nothing
MOST_DEEP = 200  # of structure elements within each other


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph: the heading under which it stands, the exhibit that it belongs to, and its text.

    What stands on page one, under the title, has no heading: the place is empty.
    """

    place: str
    text: str
    exhibit: str = ""
    is_heading: bool = False


@dataclass(frozen=True, slots=True)
class _Found:
    tag: str
    text: str
    exhibit: str
    page: int = 0  # of a PDF


def blocks_of_page(html: str, back: frozenset[str]) -> Iterator[Block]:
    """The paragraphs of a page up to its back matter."""
    articles = parsed(html).all("article")
    return _placed((one for article in articles[:1] for one in _paragraphs(article, "", 0)), back)


def blocks_of_pdf(raw: bytes, name: str, back: frozenset[str]) -> list[Block]:
    """The paragraphs of a tagged PDF up to its back matter. Raises UsageError where it cannot be read."""
    from reportgen.verify.pdf_text import PageTexts

    with opened(raw, name) as document:
        top = bare(resolved(document.root.get("StructTreeRoot"))).get("K")
        read = _Tagged(PageTexts(document))
        return list(_placed(_joined(read.paragraphs(top, "", 0, 0)), back))


def plain(text: str) -> str:
    """The text without the marks of its figures, in one line."""
    return " ".join(_MARKS.sub("", text).replace("\u00ad", "").split())


def _joined(found: Iterable[_Found]) -> Iterator[_Found]:
    """Paragraphs that go on on the next page, which has an element of its own for the rest, in one."""
    begun: _Found | None = None
    for one in found:
        if begun and begun.page != one.page and begun.tag == one.tag and _goes_on(begun):
            begun = replace(begun, text=f"{begun.text} {one.text}", page=one.page)
            continue
        if begun:
            yield begun
        begun = one
    if begun:
        yield begun


def _goes_on(one: _Found) -> bool:
    """Whether a paragraph ends in the middle of a sentence."""
    return one.tag == "p" and not one.exhibit and plain(one.text)[-1:] not in _ENDS


def _placed(found: Iterable[_Found], back: frozenset[str]) -> Iterator[Block]:
    place: str | None = None  # before the title: who and when, which is told apart
    for one in found:
        text = plain(one.text)
        if text in back:
            return
        if one.tag in HEADS and not one.exhibit:
            place = "" if place is None else text
            yield Block(place, one.text, "", is_heading=True)
        elif text and place is not None:
            yield Block(place, one.text, one.exhibit)


def _paragraphs(element: Element, exhibit: str, depth: int) -> Iterator[_Found]:
    tag: object = element.tag
    if not isinstance(tag, str) or tag in NOT_READ or depth > MOST_DEEP:
        return
    if NOT_READ_CLASSES & set(element.get("class", "").split()) or element.get("aria-hidden") == "true":
        return
    exhibit = _exhibit(element.get("id", "")) or exhibit
    if tag in PARAGRAPHS and not any(kid.tag in PARAGRAPHS for kid in element.iter() if kid is not element):
        yield _Found(tag, _read(element), exhibit)
        return
    for kid in element:
        yield from _paragraphs(kid, exhibit, depth + 1)


def _read(element: Element) -> str:
    tag: object = element.tag
    if not isinstance(tag, str) or tag in NOT_READ:
        return ""
    text = (element.text or "") + "".join(_read(kid) + (kid.tail or "") for kid in element)
    figure = _FIGURE.fullmatch(element.get("id", ""))
    return f"{BEGIN}{figure[1]}{NUMBERED}{text}{END}" if figure else text


def _exhibit(name: str) -> str:
    found = _EXHIBIT.fullmatch(name)
    return (found[1] or name) if found else ""


class _Tagged:
    """Reads paragraphs from the structure of a PDF."""

    def __init__(self, texts: PageTexts) -> None:
        self._texts = texts
        self._met: set[int] = set()

    def paragraphs(self, kid: Untyped, exhibit: str, page: int, depth: int) -> Iterator[_Found]:
        for element, told in self._elements(kid, depth):
            kind = str(told.get("S"))
            if kind in NOT_READ_PARTS or _title(told).startswith("card-") or self._is_contents(told):
                continue
            page = self._page(told, page)
            inside = _exhibit(_title(told)) or exhibit
            tag = kind[1:].lower()
            if (tag in HEADS or kind in PARTS) and not self._holds_paragraphs(told):
                yield _Found(tag, self._text(element, page, depth), inside, page)
            else:
                yield from self.paragraphs(told.get("K"), inside, page, depth + 1)

    def _elements(self, kid: Untyped, depth: int) -> Iterator[tuple[Untyped, Bare]]:
        kids = entries(kid) if isinstance(resolved(kid), list) else [kid]
        for one in kids if depth < MOST_DEEP else ():
            told = bare(resolved(one))
            if "S" in told and id(resolved(one)) not in self._met:
                self._met.add(id(resolved(one)))
                yield one, told

    def _holds_paragraphs(self, told: Bare) -> bool:
        kids = told.get("K")
        each = entries(kids) if isinstance(resolved(kids), list) else [kids]
        return any(str(bare(resolved(one)).get("S")) in (*PARTS, "/L", "/Div") for one in each)

    def _is_contents(self, told: Bare) -> bool:
        """Whether it holds the list of contents, whose title is none of what a brief says."""
        return bool(self._kids(told, "/TOC"))

    def _kids(self, told: Bare, kind: str) -> list[tuple[Untyped, Bare]]:
        kids = told.get("K")
        each = entries(kids) if isinstance(resolved(kids), list) else [kids]
        found = [(one, bare(resolved(one))) for one in each]
        return [(one, part) for one, part in found if str(part.get("S")) == kind]

    def _text(self, element: Untyped, page: int, depth: int) -> str:
        found = resolved(element)
        if isinstance(found, int):
            return self._texts.texts(page).get(found, "")
        told = bare(found)
        if (
            not told
            or depth > MOST_DEEP
            or str(told.get("S")) in NOT_READ_PARTS
            or told.get("Type") == "/OBJR"
        ):
            return ""
        page = self._page(told, page)
        if "MCID" in told:
            return self._texts.texts(page).get(int(told["MCID"]), "")
        kids = told.get("K")
        each = entries(kids) if isinstance(resolved(kids), list) else [kids]
        text = "".join(self._text(one, page, depth + 1) for one in each if one is not None)
        figure = _FIGURE.fullmatch(_title(told))
        return f"{BEGIN}{figure[1]}{NUMBERED}{text}{END}" if figure else text

    def _page(self, told: Bare, page: int) -> int:
        return self._texts.numbers.get(getattr(told.get("Pg"), "idnum", -1), page)


def _title(told: Bare) -> str:
    return str(resolved(told["T"])) if "T" in told else ""
