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


class _Said(NamedTuple):
    """All that decides a card: the words, and the families, colours and logo of a brief; ``alt`` of a drawing."""

    title: str
    measure: str
    notes: tuple[str, ...]
    picture: Picture
    families: tuple[str, str]  # of titles, of the rest
    colors: tuple[str, str, str]  # ink, muted, paper
    logo: str = ""
    alt: str | None = None


class _Card:
    """A card being filled from top to bottom; for other programs, which may not have our fonts, where it has an alt."""

    def __init__(self, width: float, paper: str, *, for_others: bool) -> None:
        self.width, self.y, self._paper, self._for_others = width, MARGIN, paper, for_others
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
        paper = {"width": f"{self.width:g}", "height": f"{height}", "fill": self._paper}
        self.root.insert(0, ET.Element(f"{{{SVG}}}rect", paper))
        box = {"viewBox": f"0 0 {self.width:g} {height}"} if self._for_others else {}
        self.root.attrib |= {"width": f"{self.width:g}", "height": f"{height}", **box}
        return Picture(svg_text(self.root), self.width, height)


def path_of(exhibit: str, kind: str) -> str:
    """Where a file of an exhibit stands in its edition: ``charts/growth.svg``."""
    return f"{FOLDER}/{exhibit}.{kind}"


def cards(content: Content, pictures: Iterable[tuple[str, Picture]]) -> Iterator[tuple[str, Picture]]:
    """The cards of exhibits, as SVG whose letters the chart engine has."""
    for name, picture in pictures:
        yield name, _card(_said(content.exhibits[name], picture, content)._replace(logo=content.logo))


def to_paint(content: Content, pictures: Iterable[tuple[str, Picture]]) -> Iterator[tuple[str, Picture]]:
    """The same of outlines, which the engine paints in half the time that letters take."""
    yield from ((name, replace(whole, svg=outlined(whole.svg))) for name, whole in cards(content, pictures))


def drawing(exhibit: Exhibit, picture: Picture, content: Content) -> str:
    """The card of an exhibit as SVG for any program, under its alternative text, without the logo."""
    return _drawing(_said(exhibit, picture, content)._replace(alt=content.ledger.plain(exhibit.alt)))


def _said(exhibit: Exhibit, picture: Picture, content: Content) -> _Said:
    """What a card of an exhibit says, whose chart at full width is the picture."""
    plain, theme = content.ledger.plain, content.theme
    sources = source_line(exhibit.sources, content.ledger.style.words)
    return _Said(
        plain(exhibit.title),
        plain(exhibit.measure),
        (plain(exhibit.caveat), plain(exhibit.legend), sources, f"{content.entity}, {content.period}"),
        picture,
        (theme.fonts["serif"], theme.fonts["sans"]),
        (theme.colors["ink"], theme.colors["muted"], theme.colors["paper"]),
    )


@lru_cache(maxsize=64)  # it stands beside the page and in it, and most are the same after another word
def _drawing(said: _Said) -> str:
    lettered = replace(said.picture, svg=outlined(said.picture.svg))
    root = ET.fromstring(_card(said._replace(picture=lettered)).svg)  # noqa: S314 - our own
    root.attrib |= {"role": "img", "aria-label": said.alt or ""}
    return svg_text(root)


def _card(said: _Said) -> Picture:
    """A picture under its title and over its notes, on the brief's paper."""
    (serif, sans), (ink, muted, paper) = said.families, said.colors
    small = _Words(sans, 11, 400, muted, 1.45)
    whole = _Card(said.picture.width + 2 * MARGIN, paper, for_others=said.alt is not None)
    whole.write(said.title, _Words(serif, 19, 600, ink, 1.25), beside=LOGO[0] + GAP if said.logo else 0)
    if said.logo:
        whole.sign(said.logo)
    if said.measure:
        whole.y += GAP / 4
        whole.write(said.measure, small)
    whole.y += GAP
    whole.put(said.picture)
    whole.y += GAP / 2
    for note in said.notes:
        whole.write(note, small)
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
