"""The page that lists every published edition: one self-contained file in the theme of the briefs."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from reportgen.errors import BriefError
from reportgen.files import Files
from reportgen.findings import Findings
from reportgen.language import Language, language_of
from reportgen.periods import day_in_words

TEMPLATE = "index.html.jinja"
SHEETS = ("base.css", "index.css")


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
    words: Language

    @property
    def day(self) -> str:
        """The date in the edition's own words, as it stands above its title."""
        return day_in_words(self.date, self.words.periods)


def index_page(listings: Sequence[Listing], project: Path | None) -> str:
    """The page as HTML; a template of the project's own comes before the shipped one.

    Raises:
        BriefError: the project's template, theme or stylesheet has errors, each with its line.
    """
    from markupsafe import Markup

    from reportgen.document.parts import environment_of, rendered

    files, findings = Files(project=project), Findings()
    css = _css(files, findings)
    if any(finding.severity == "error" for finding in findings):
        raise BriefError(findings.in_order())
    return rendered(
        environment_of(files),
        TEMPLATE,
        files,
        editions=listings,
        words=listings[0].words if listings else language_of(),  # those of the latest
        css=Markup(css),  # noqa: S704 - our own CSS
    )


def _css(files: Files, findings: Findings) -> str:
    """The theme and the base of the briefs' pages, and the index page's own sheet."""
    from reportgen.charts.theme import load_theme
    from reportgen.document.stylesheet import read_sheets, stylesheet

    read_sheets(files, findings, SHEETS)
    return stylesheet(load_theme(None, files, findings), "page", "A4", files, names=SHEETS)
