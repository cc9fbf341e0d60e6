"""The pages of a publication, in the theme of the briefs: all editions, those of one brief, the door of an edition.

Readers choose among editions by entity, kind and period; stylesheets do it, and without them every edition is there. To
find words of a title takes a script, which is in the page; where scripts do not run, its field is not shown.
"""

from __future__ import annotations

import hashlib
from base64 import b64encode
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from reportgen import resources
from reportgen.delivery.publishing.editions import LATEST, PAGE, PDF
from reportgen.delivery.publishing.listing import Listing, listed
from reportgen.delivery.publishing.records import CatalogueEntry
from reportgen.errors import BriefError
from reportgen.files import Files
from reportgen.findings import Findings
from reportgen.language import Language, language_of

if TYPE_CHECKING:
    from jinja2 import Environment

TEMPLATE, DOOR_TEMPLATE = "index.html.jinja", "edition.html.jinja"
PORTFOLIO_TEMPLATE = "portfolio.html.jinja"
SHEETS = ("base.css", "index.css")
SCRIPT = "search.js"  # ours alone: no project puts code into a page
FILTERS = ("entity", "kind", "period")
FEWEST_TO_SEARCH = 5  # editions; fewer are seen at a glance
MARK = b'<meta name="generator" content="reportgen"'  # our page, not somebody's home page


@dataclass(frozen=True, slots=True)
class Filter:
    """By what readers can choose among editions: a property of them, and its values in order."""

    name: str
    values: tuple[str, ...]

    def number_of(self, edition: Listing) -> int:
        """The number of an edition's value, from 1."""
        return self.values.index(getattr(edition, self.name)) + 1


def filters_of(editions: Sequence[Listing]) -> tuple[Filter, ...]:
    """The filters that part these editions; the latest period comes first."""
    found = []
    for name in FILTERS:
        # In the order of the editions, the latest first.
        given = {getattr(one, name): None for one in editions}
        values = list(given) if name == "period" else sorted(given, key=str.casefold)
        if len(values) > 1 and all(values):
            found.append(Filter(name, tuple(values)))
    return tuple(found)


def choices(filters: Sequence[Filter], editions: Sequence[Listing]) -> str:
    """The rules by which a choice hides the editions that are something else, and the word that none is left."""
    rules = [
        f'.index:has(#by-{one.name} option[value="{number}"]:checked) '
        f'.edition:not([data-{one.name}="{number}"]) {{display:none}}'
        for one in filters
        for number in range(1, len(one.values) + 1)
    ]
    kept = {tuple(one.number_of(edition) for one in filters): None for edition in editions}
    for numbers in kept:
        chosen = (
            f':has(#by-{one.name} option:is([value="0"], [value="{number}"]):checked)'
            for one, number in zip(filters, numbers, strict=True)
        )
        rules.append(f".index{''.join(chosen)} .nothing:not(.told) {{display:none}}")
    return "\n".join(rules)


class Pages:
    """Makes pages; a template or a stylesheet of the project's own comes before the shipped one."""

    def __init__(self, project: Path | None) -> None:
        self._files = Files(project=project)

    def index(self, editions: Sequence[CatalogueEntry]) -> bytes:
        """The page of all editions of a target.

        Raises:
            BriefError: the project's template, theme or stylesheet has errors, each with its line.
        """
        return self._page([listed(one) for one in editions], brief="")

    def portfolio(self, editions: Sequence[Listing], **names: object) -> bytes:
        """The page of the briefs of a portfolio; ``names`` are what else its template says. Raises BriefError."""
        return self._rendered(
            PORTFOLIO_TEMPLATE, editions=editions, words=_words(editions), css=self._css, **names
        )

    def brief(self, editions: Sequence[CatalogueEntry]) -> bytes:
        """The page of all editions of a brief, the replaced ones among them. Raises BriefError as ``index`` does."""
        name = editions[0].brief
        return self._page([listed(one, name) for one in editions], brief=name)

    def door(self, one: CatalogueEntry, follower: CatalogueEntry | None) -> bytes:
        """The page of an edition's folder: leads to its page, or says which revision took its place, and why."""
        edition = listed(one, one.path)
        return self._rendered(
            DOOR_TEMPLATE,
            edition=edition,
            revision=listed(follower, one.path) if follower else None,
            page=edition.page or edition.pdf,
            words=edition.words,
            css=self._css if follower else "",
        )

    def latest(self, one: CatalogueEntry) -> bytes:
        """The page of the folder of the latest edition: leads to the page beside it."""
        edition = listed(one, f"{one.brief}/{LATEST}")
        page = PAGE if edition.page else PDF if edition.pdf else ""
        return self._rendered(
            DOOR_TEMPLATE, edition=edition, revision=None, page=page, words=edition.words, css=""
        )

    def _page(self, editions: Sequence[Listing], brief: str) -> bytes:
        from markupsafe import Markup

        filters = filters_of(editions)
        return self._rendered(
            TEMPLATE,
            editions=editions,
            filters=filters,
            brief=brief,
            searched=len(editions) >= FEWEST_TO_SEARCH,
            words=_words(editions),
            css=Markup(f"{self._css}\n{choices(filters, editions)}"),  # noqa: S704 - our own CSS
            script=Markup(self._script.decode()),  # noqa: S704 - our own script
            script_hash=b64encode(hashlib.sha256(self._script).digest()).decode(),
        )

    def _rendered(self, template: str, **names: object) -> bytes:
        from reportgen.document.parts import rendered

        return rendered(self._environment, template, self._files, **names).encode()

    @cached_property
    def _environment(self) -> Environment:
        from reportgen.document.parts import environment_of

        return environment_of(self._files)

    @cached_property
    def _script(self) -> bytes:
        return self._files.content(resources.shipped("assets") / SCRIPT, "text", Findings()) or b""

    @cached_property
    def _css(self) -> str:
        """The theme and the base of the briefs' pages, and the index page's own sheet."""
        from markupsafe import Markup

        from reportgen.charts.theme import load_theme
        from reportgen.document.stylesheet import read_sheets, stylesheet

        findings = Findings()
        read_sheets(self._files, findings, SHEETS)
        theme = load_theme(None, self._files, findings)
        if any(finding.severity == "error" for finding in findings):
            raise BriefError(findings.in_order())
        return Markup(stylesheet(theme, "page", "A4", self._files, names=SHEETS))  # noqa: S704 - our own CSS


def _words(editions: Sequence[Listing]) -> Language:
    return editions[0].words if editions else language_of()  # those of the latest
