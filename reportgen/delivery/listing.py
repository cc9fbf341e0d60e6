"""An edition as the index page lists it: read from its manifest and its record, wherever it was published."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import quote

from reportgen.figures.recorded import FACTS, Manifest
from reportgen.language import Language, language_of
from reportgen.periods import day_in_words

PAGE, PDF = "brief.html", "brief.pdf"
FIRST_CARD = "card:1"
Reader = Callable[[str], bytes | None]  # a file of an edition by its path in it


@dataclass(frozen=True, slots=True)
class Listing:
    """An edition as the index page lists it; what it lacks (a format, a picture, a key figure, a kind) is empty."""

    title: str
    entity: str
    period: str
    date: dt.date
    page: str
    pdf: str
    pdf_size: str
    words: Language
    kind: str = ""
    picture: str = ""
    key_label: str = ""
    key_figure: str = ""

    @property
    def day(self) -> str:
        """The date in the edition's own words, as it stands above its title."""
        return day_in_words(self.date, self.words.periods)

    @property
    def year(self) -> str:
        """The year in which it came out."""
        return str(self.date.year)


def listed(manifest: Manifest, name: str, read: Reader) -> Listing:
    """An edition's entry.

    Args:
        manifest: says what it is and consists of.
        name: of its folder beside the index page.
        read: gives a file of it, None where there is none.
    """
    words = language_of(manifest.language, manifest.dates)
    folder, outputs = quote(name), manifest.outputs
    pdf = read(PDF) if PDF in outputs else None
    label, figure = key_figure(read(FACTS) if FACTS in outputs else None)
    return Listing(
        title=manifest.title,
        entity=manifest.entity,
        period=manifest.period,
        date=manifest.date,
        page=f"{folder}/{PAGE}" if PAGE in outputs else "",
        pdf=f"{folder}/{PDF}" if PDF in outputs else "",
        pdf_size=words.index.size.format(kilobytes=f"{max(1, round(len(pdf or b'') / 1000)):,}"),
        words=words,
        kind=manifest.kind.replace("-", " ").capitalize(),
        picture=f"{folder}/{quote(manifest.preview)}" if manifest.preview in outputs else "",
        key_label=label,
        key_figure=figure,
    )


def key_figure(record: bytes | None) -> tuple[str, str]:
    """The figure of an edition's first card and what it is of; empty where there is none, or another format."""
    try:
        told = json.loads(record or b"{}")
        first = next(one for one in told["figures"] if one["place"] == FIRST_CARD)
        fact = next(one for one in told["facts"] if one["key"] == first["fact"])
        return str(fact["label"]), str(first["text"])
    except (ValueError, LookupError, TypeError, StopIteration):
        return "", ""
