"""The page that lists every published edition: one self-contained file in the theme of the briefs."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from reportgen.resources import layers


@dataclass(frozen=True, slots=True)
class Listing:
    """An edition as the index page lists it; a link is empty where the edition lacks that format."""

    title: str
    entity: str
    period: str
    date: dt.date
    page: str
    pdf: str
    pdf_size: str

    @property
    def day(self) -> str:
        """The date in words, whatever the locale of the machine."""
        from babel.dates import format_date

        return str(format_date(self.date, "d MMMM y", locale="en"))


def index_page(listings: Sequence[Listing], project: Path | None) -> str:
    """The page as HTML; a template of the project's own comes before the shipped one."""
    from jinja2 import FileSystemLoader, StrictUndefined
    from jinja2.sandbox import ImmutableSandboxedEnvironment
    from markupsafe import Markup

    environment = ImmutableSandboxedEnvironment(
        loader=FileSystemLoader(layers("templates", project)),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template("index.html.jinja").render(editions=listings, css=Markup(_css(project)))  # noqa: S704 - our own CSS


def _css(project: Path | None) -> str:
    """The theme and the base of the briefs' pages, and the index page's own sheet."""
    from reportgen.charts.theme import load_theme
    from reportgen.document.stylesheet import stylesheet

    return stylesheet(load_theme(project=project), "page", "A4", project, names=("base.css", "index.css"))
