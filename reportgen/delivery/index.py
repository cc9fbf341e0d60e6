"""The page that lists every published edition: one file in the theme of the briefs, with pictures from beside it.

Readers choose among editions by entity, kind and year; stylesheets do it, and without them every edition is there.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from reportgen.delivery.listing import Listing
from reportgen.errors import BriefError
from reportgen.files import Files
from reportgen.findings import Findings
from reportgen.language import language_of

TEMPLATE = "index.html.jinja"
SHEETS = ("base.css", "index.css")
FILTERS = ("entity", "kind", "year")


@dataclass(frozen=True, slots=True)
class Filter:
    """By what readers can choose among editions: a property of them, and its values in order."""

    name: str
    values: tuple[str, ...]

    def number_of(self, edition: Listing) -> int:
        """The number of an edition's value, from 1."""
        return self.values.index(getattr(edition, self.name)) + 1


def filters_of(editions: Sequence[Listing]) -> tuple[Filter, ...]:
    """The filters that part these editions; the latest year comes first."""
    found = []
    for name in FILTERS:
        values = sorted({getattr(one, name) for one in editions}, key=str.casefold, reverse=name == "year")
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
    kept = {tuple(one.number_of(edition) for one in filters): None for edition in editions if filters}
    for numbers in kept:
        chosen = (
            f':has(#by-{one.name} option:is([value="0"], [value="{number}"]):checked)'
            for one, number in zip(filters, numbers, strict=True)
        )
        rules.append(f".index{''.join(chosen)} .nothing {{display:none}}")
    return "\n".join(rules)


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
    filters = filters_of(listings)
    return rendered(
        environment_of(files),
        TEMPLATE,
        files,
        editions=listings,
        filters=filters,
        words=listings[0].words if listings else language_of(),  # those of the latest
        css=Markup(f"{css}\n{choices(filters, listings)}"),  # noqa: S704 - our own CSS
    )


def _css(files: Files, findings: Findings) -> str:
    """The theme and the base of the briefs' pages, and the index page's own sheet."""
    from reportgen.charts.theme import load_theme
    from reportgen.document.stylesheet import read_sheets, stylesheet

    read_sheets(files, findings, SHEETS)
    return stylesheet(load_theme(None, files, findings), "page", "A4", files, names=SHEETS)
