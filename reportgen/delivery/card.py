"""An exhibit as a card: a picture that can stand alone on a slide or in a post, with its title, measure and sources."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple
from xml.etree import ElementTree as ET

from reportgen.charts.outlines import length
from reportgen.charts.vector import HREF, SVG, svg_text
from reportgen.document.content import Content
from reportgen.language import Language
from reportgen.model import Exhibit, Picture, Source

MARGIN, GAP = 32.0, 12.0  # CSS px: around everything; between title, picture and small print
LOGO = (120.0, 24.0)  # the box that a logo is fitted into
SLOT = "wide"


class _Words(NamedTuple):
    """How a part of a card is written: its family, its size in CSS px, its weight, its colour and its leading."""

    family: str
    size: float
    weight: int
    color: str
    leading: float = 1.35


class _Card:
    """A card being filled from top to bottom."""

    def __init__(self, content: Content, width: float) -> None:
        self._content, self.width, self.y = content, width, MARGIN
        self.root = ET.Element(f"{{{SVG}}}svg")

    def write(self, text: str, how: _Words, *, beside: float = 0.0) -> None:
        """A text in as many lines as it needs, beside which so much stays free."""
        for line in _lines(text, how, self.width - 2 * MARGIN - beside):
            self.y += how.size * how.leading
            place = {"x": f"{MARGIN:g}", "y": f"{self.y - how.size * (how.leading - 1):.2f}"}
            look = {"font-family": how.family, "font-size": f"{how.size:g}", "font-weight": f"{how.weight}"}
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
        self.root.attrib |= {"width": f"{self.width:g}", "height": f"{height}"}
        return Picture(svg_text(self.root), self.width, height)


def cards(content: Content, pictures: Iterable[tuple[str, Picture]]) -> Iterator[tuple[str, Picture]]:
    """The cards of exhibits, as SVG whose letters the chart engine has."""
    yield from ((name, card(content.exhibits[name], picture, content)) for name, picture in pictures)


def card(exhibit: Exhibit, picture: Picture, content: Content) -> Picture:
    """An exhibit's picture under its title and over its sources, on the brief's paper."""
    plain, theme = content.ledger.plain, content.theme
    small = _Words(theme.fonts["sans"], 11, 400, theme.colors["muted"], 1.45)
    whole = _Card(content, picture.width + 2 * MARGIN)
    whole.write(plain(exhibit.title), _Words(theme.fonts["serif"], 19, 600, theme.colors["ink"], 1.25),
                beside=LOGO[0] + GAP if content.logo else 0)  # fmt: skip
    if content.logo:
        whole.sign(content.logo)
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


def _lines(text: str, how: _Words, width: float) -> Iterator[str]:
    """A text in lines of a width; a word that is wider has a line of its own."""
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
