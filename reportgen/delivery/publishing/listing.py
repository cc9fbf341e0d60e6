"""An edition as pages and feeds list it: made of its entry in the catalogue, for a page in some folder of a target."""

from __future__ import annotations

import datetime as dt
import posixpath
from dataclasses import dataclass
from urllib.parse import quote

from reportgen.delivery.publishing.editions import DOOR, PAGE, PDF
from reportgen.delivery.publishing.records import CatalogueEntry
from reportgen.language import Language, language_of
from reportgen.periods import day_in_words


@dataclass(frozen=True, slots=True)
class Listing:
    """An edition as it is listed; what it lacks (a format, a picture, a key figure, a kind, a reason) is empty."""

    title: str
    entity: str
    period: str
    date: dt.date
    revision: int
    page: str
    pdf: str
    pdf_size: str
    words: Language
    door: str
    others: str  # the page of all editions of its brief
    current: bool = True
    kind: str = ""
    picture: str = ""
    key_label: str = ""
    key_figure: str = ""
    reason: str = ""
    replaced_by: str = ""  # the page of the revision that took its place

    @property
    def day(self) -> str:
        """The date in the edition's own words, as it stands above its title."""
        return day_in_words(self.date, self.words.periods)


def listed(one: CatalogueEntry, folder: str = "") -> Listing:
    """An edition's entry on a page in a folder of the target (the target's own by default)."""
    words, files = language_of(one.language, one.dates), one.files

    def to(path: str) -> str:
        return quote(posixpath.relpath(path, folder or "."))

    def file(name: str) -> str:
        return to(f"{one.path}/{name}") if name in files else ""

    kilobytes = max(1, round(files[PDF].size / 1000)) if PDF in files else 0
    return Listing(
        title=one.title,
        entity=one.entity,
        period=one.period,
        date=one.date,
        revision=one.revision,
        page=file(PAGE),
        pdf=file(PDF),
        pdf_size=words.index.size.format(kilobytes=f"{kilobytes:,}"),
        words=words,
        door=to(one.door),
        others=to(f"{one.brief}/index.html"),
        current=one.current,
        kind=one.kind.replace("-", " ").capitalize(),
        picture=file(one.preview),
        key_label=one.key_label,
        key_figure=one.key_figure,
        reason=one.reason,
        replaced_by=to(f"{one.brief}/{one.replaced_by}/{DOOR}") if one.replaced_by else "",
    )
