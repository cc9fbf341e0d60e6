"""An exhibit as a card: a picture that can stand alone on a slide or in a post, with its title, measure and sources.

It goes out twice: painted, with the logo, and as a drawing for other programs. There the letters of the chart are
outlines, for each stands where it was measured; title, notes and sources stay text, which can be searched and edited,
and which has the length that it was given in whatever font a program finds.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import lru_cache
from typing import NamedTuple
from xml.etree import ElementTree as ET

from reportgen.charts.outlines import length, outlined
from reportgen.charts.vector import HREF, SVG, svg_text
from reportgen.document.content import Content
from reportgen.language import Language
from reportgen.model import Exhibit, Picture, Source

FOLDER = "charts"
MARGIN, GAP = 32.0, 12.0  # CSS px: around everything; between title, picture and small print
LOGO = (120.0, 24.0)  # the box that a logo is fitted into
SANS = "Arial, sans-serif"
FALLBACKS = {"Brief Serif": "Georgia, serif"}  # where a program has no font of the family


class _Words(NamedTuple):
    """How a part of a card is written: its family, its size in CSS px, its weight, its colour and its leading."""

    family: str
    size: float
    weight: int
    color: str
    leading: float = 1.35


class _Card:
    """A card being filled from top to bottom."""

    def __init__(self, content: Content, width: float, *, for_others: bool = False) -> None:
        self._content, self.width, self.y = content, width, MARGIN
        self._for_others = for_others
        self.root = ET.Element(f"{{{SVG}}}svg")

    def write(self, text: str, how: _Words, *, beside: float = 0.0) -> None:
        """A text in as many lines as it needs, beside which so much stays free."""
        for line in _lines(text, how, self.width - 2 * MARGIN - beside):
            self.y += how.size * how.leading
            place = {"x": f"{MARGIN:g}", "y": f"{self.y - how.size * (how.leading - 1):.2f}"}
            look = {"font-family": how.family, "font-size": f"{how.size:g}", "font-weight": f"{how.weight}"}
            if self._for_others:
                taken = length(line, how.size, how.family, how.weight)
                look |= {"font-family": f"'{how.family}', {FALLBACKS.get(how.family, SANS)}"}
                look |= {"textLength": f"{taken:.1f}", "lengthAdjust": "spacingAndGlyphs"}
            ET.SubElement(self.root, f"{{{SVG}}}text", {**place, **look, "fill": how.color}).text = line

    def put(self, picture: Picture) -> None:
        inner = ET.fromstring(picture.svg)  # noqa: S314 - written by our own engine, without entities
        inner.attrib |= {"x": f"{MARGIN:g}", "y": f"{self.y:.2f}"}
        self.root.append(inner)
        self.y += picture.height

    def sign(self, logo: str) -> None:
        where = {"x": f"{self.width - MARGIN - LOGO[0]:g}", "y": f"{MARGIN:g}"}
        box = {"width": f"{LOGO[0]:g}", "height": f"{LOGO[1]:g}", "preserveAspectRatio": "xMaxYMin meet"}
        ET.SubElement(self.root, f"{{{SVG}}}image", {**where, **box, HREF: logo})

    def finished(self) -> Picture:
        height = round(self.y + MARGIN)
        paper = {
            "width": f"{self.width:g}",
            "height": f"{height}",
            "fill": self._content.theme.colors["paper"],
        }
        self.root.insert(0, ET.Element(f"{{{SVG}}}rect", paper))
        box = {"viewBox": f"0 0 {self.width:g} {height}"} if self._for_others else {}
        self.root.attrib |= {"width": f"{self.width:g}", "height": f"{height}", **box}
        return Picture(svg_text(self.root), self.width, height)


def path_of(exhibit: str, kind: str) -> str:
    """Where a file of an exhibit stands in its edition: ``charts/growth.svg``."""
    return f"{FOLDER}/{exhibit}.{kind}"


def cards(content: Content, pictures: Iterable[tuple[str, Picture]]) -> Iterator[tuple[str, Picture]]:
    """The cards of exhibits, as SVG whose letters the chart engine has."""
    yield from ((name, card(content.exhibits[name], picture, content)) for name, picture in pictures)


def to_paint(content: Content, pictures: Iterable[tuple[str, Picture]]) -> Iterator[tuple[str, Picture]]:
    """The same of outlines, which the engine paints in half the time that letters take."""
    yield from ((name, replace(whole, svg=outlined(whole.svg))) for name, whole in cards(content, pictures))


def drawing(exhibit: Exhibit, picture: Picture, content: Content) -> str:
    """The card of an exhibit as SVG for any program, under its alternative text, without the logo."""
    lettered = replace(picture, svg=outlined(picture.svg))
    root = ET.fromstring(card(exhibit, lettered, content, for_others=True).svg)  # noqa: S314 - our own
    root.attrib |= {"role": "img", "aria-label": content.ledger.plain(exhibit.alt)}
    return svg_text(root)


def card(exhibit: Exhibit, picture: Picture, content: Content, *, for_others: bool = False) -> Picture:
    """An exhibit's picture under its title and over its sources, on the brief's paper.

    Args:
        exhibit: what is shown.
        picture: its chart at full width.
        content: the document that it is from.
        for_others: for programs that may not have our fonts, and without the logo.
    """
    plain, theme = content.ledger.plain, content.theme
    logo = "" if for_others else content.logo
    small = _Words(theme.fonts["sans"], 11, 400, theme.colors["muted"], 1.45)
    whole = _Card(content, picture.width + 2 * MARGIN, for_others=for_others)
    whole.write(plain(exhibit.title), _Words(theme.fonts["serif"], 19, 600, theme.colors["ink"], 1.25),
                beside=LOGO[0] + GAP if logo else 0)  # fmt: skip
    if logo:
        whole.sign(logo)
    if exhibit.measure:
        whole.y += GAP / 4
        whole.write(plain(exhibit.measure), small)
    whole.y += GAP
    whole.put(picture)
    whole.y += GAP / 2
    for note in (
        plain(exhibit.caveat),
        plain(exhibit.legend),
        source_line(exhibit.sources, content.ledger.style.words),
    ):
        whole.write(note, small)
    whole.write(f"{content.entity}, {content.period}", small)
    return whole.finished()


def source_line(sources: Iterable[Source], words: Language) -> str:
    """Sources by their names, for what leaves the document: "Source: Interim report, Example Corp"."""
    named = [", ".join(filter(None, (source.title, source.publisher))) for source in sources]
    return words.exhibits.sources(len(named)).format(sources="; ".join(named)) if named else ""


@lru_cache(maxsize=512)  # a card is laid out for painting, and for its drawing beside the page and in it
def _lines(text: str, how: _Words, width: float) -> tuple[str, ...]:
    """A text in lines of a width; a word that is wider has a line of its own."""
    return tuple(_broken(text, how, width))


def _broken(text: str, how: _Words, width: float) -> Iterator[str]:
    line = ""
    for word in text.split(" ") if text else ():
        longer = f"{line} {word}" if line else word
        if line and length(longer, how.size, how.family, how.weight) > width:
            yield line
            line = word
        else:
            line = longer
    if line:
        yield line
