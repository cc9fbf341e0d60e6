"""Everything that a document shows, ready to be laid out: what the pipeline hands to the template.

Strings that hold HTML are ``Markup``; plain strings are escaped by the template. Both may hold ledger tokens.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal, Protocol

from markupsafe import Markup

from reportgen.figures.ledger import Ledger
from reportgen.findings import Place
from reportgen.language import Language, language_of
from reportgen.model import Exhibit, Picture, Source, Spot

Medium = Literal["page", "print"]
Paper = Literal["A4", "Letter"]
NOTHING = Markup()
KEY_ANCHOR = "key-exhibit"
KEY_TABLE = "key-table"  # the id of the part that holds it
Tone = Literal["good", "bad", "neutral"]
Extent = Literal["short", "full", "none"]  # of the appendix on paper


class Letters(Protocol):
    """A family of a brand's own; ``charts.faces.Faces`` is one."""

    @property
    def family(self) -> str: ...
    @property
    def files(self) -> Iterable[tuple[int, str, bytes]]: ...


class Tokens(Protocol):
    """The design tokens that stylesheets are made from; ``charts.theme.Theme`` has them."""

    @property
    def colors(self) -> Mapping[str, str]: ...
    @property
    def colors_dark(self) -> Mapping[str, str]: ...
    @property
    def fonts(self) -> Mapping[str, str]: ...

    @property
    def faces(self) -> Mapping[str, Letters]: ...


@dataclass(frozen=True, slots=True)
class Card:
    """A KPI card: label, figure, its change with the basis, a note, and a sparkline with alt text and caption."""

    label: str
    value: str
    change: str = ""
    basis: str = ""
    note: Markup = NOTHING
    tone: Tone = "neutral"
    sparkline: Picture | None = None
    sparkline_alt: str = ""
    caption: str = ""


@dataclass(frozen=True, slots=True)
class Labelled:
    """A short text under a label: "What happened", "Key risk"."""

    label: str
    text: Markup


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the narrative. ``html`` holds a placeholder where each of ``exhibits`` stands."""

    id: str
    title: str
    html: Markup
    exhibits: tuple[str, ...] = ()
    level: int = 2
    place: Place | None = None


@dataclass(frozen=True, slots=True)
class Definition:
    """A measure and what it means; ``standing`` says how it relates to the accounting standard."""

    term: str
    meaning: str
    standing: str = ""


@dataclass(frozen=True, slots=True)
class Notice:
    """A paragraph of small print under a name."""

    title: str
    text: str


@dataclass(frozen=True, slots=True)
class Remark:
    """What readers are told about this edition: what it is about, what was found, and why it stands all the same."""

    about: str
    text: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Download:
    """A file that belongs to the page: its name, what it is, its media type, and its bytes if the page carries it.

    One without ``carried`` lies beside the page.
    """

    name: str
    label: str
    media_type: str
    carried: bytes | None = None


def capitalised(text: str) -> str:
    """A text with a capital at its beginning; the rest stays as it is: "September" keeps its own."""
    return text[:1].upper() + text[1:]


@dataclass(frozen=True, slots=True)
class PageMap:
    """On which page each anchor of a laid-out document stands, from 1, and how many pages there are."""

    anchors: Mapping[str, int] = field(default_factory=dict)
    total: int = 0


@dataclass(frozen=True, slots=True)
class House:
    """What a brand puts on the pages beside colours and letters; lengths in mm.

    ``logo_dark`` is a data URI as ``Content.logo``; "" where one serves both schemes.
    """

    logo_dark: str = ""
    logo_height: float = 0.0  # 0 for the shipped size
    logo_place: str = "left"
    head: str = ""
    cover: str = "rule"
    top: float = 20.0
    bottom: float = 17.0


@dataclass(frozen=True, slots=True)
class Cover:
    """A picture over the whole width below the title: a data URI, what it shows, and who made it."""

    picture: str
    alt: str
    credit: str = ""


@dataclass(frozen=True, slots=True)
class Content:
    """One brief as its readers will see it, before it is put on a page.

    ``exhibits`` is keyed by id. ``provenance`` says from what the edition was made. ``draft`` marks every page.
    ``words`` are those of its language, as its kind of document has them; ``confidentiality`` stands at the head of
    every page and ``foot`` at its foot, ``contents`` tells whether print lists the sections.
    ``style`` is the brief's own CSS, ``logo`` a data URI.
    """

    title: str
    standfirst: Markup
    entity: str
    entity_short: str
    ticker: str
    period: str
    period_short: str
    period_dates: str
    further_dates: str  # the same where the name of the period does not tell them
    date: date
    date_words: str
    ledger: Ledger
    theme: Tokens
    cards: tuple[Card, ...] = ()
    summary: tuple[Labelled, ...] = ()
    key_exhibit: str = ""
    box: tuple[Labelled, ...] = ()
    sections: tuple[Section, ...] = ()
    exhibits: Mapping[str, Exhibit] = field(default_factory=dict)
    sources: tuple[Source, ...] = ()
    definitions: tuple[Definition, ...] = ()
    notices: tuple[Notice, ...] = ()
    notes: tuple[Remark, ...] = ()
    downloads: tuple[Download, ...] = ()
    signatures: tuple[tuple[str, str], ...] = ()
    letterhead: tuple[str, ...] = ()
    confidentiality: str = ""
    foot: str = ""
    contents: bool = True
    words: Language = field(default_factory=language_of)
    provenance: str = ""
    language: str = "en"
    paper: Paper = "A4"
    appendix: Extent = "short"
    style: str = ""
    logo: str = ""
    house: House = House()
    cover: Cover | None = None
    has_glossary: bool = False  # the definitions stand where the author put them
    draft: bool = False

    @property
    def repeated(self) -> str:
        """The key exhibit where it stands in a section as well; else nothing."""
        return self.key_exhibit if any(self.key_exhibit in one.exhibits for one in self.sections) else ""

    @property
    def preview(self) -> str:
        """The exhibit whose card stands for the page where it is linked to: the key exhibit, or the first chart."""
        drawn = [name for name, exhibit in self.exhibits.items() if exhibit.plots]
        return self.key_exhibit if self.key_exhibit in drawn else next(iter(drawn), "")

    @property
    def key_anchor(self) -> str:
        """The id of the key exhibit on page one; another one where it stands in a section as well."""
        return KEY_ANCHOR if self.repeated else Spot("exhibit", self.key_exhibit).anchor
