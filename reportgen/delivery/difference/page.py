"""Differences as a page: one file in the theme of the briefs, without a script."""

from __future__ import annotations

from pathlib import Path

from reportgen.delivery.difference.saying import compared, groups
from reportgen.delivery.difference.values import Differences
from reportgen.errors import BriefError
from reportgen.files import Files
from reportgen.findings import Findings
from reportgen.language import Language

TEMPLATE = "differences.html.jinja"
SHEETS = ("base.css", "index.css")


def differences_page(found: Differences, words: Language, project: Path | None = None) -> str:
    """The page as HTML; a template of the project's own comes before the shipped one.

    Raises:
        BriefError: the project's template, theme or stylesheet has errors, each with its line.
    """
    from markupsafe import Markup

    from reportgen.charts.theme import load_theme
    from reportgen.document.parts import environment_of, rendered
    from reportgen.document.stylesheet import read_sheets, stylesheet

    files, findings = Files(project=project), Findings()
    read_sheets(files, findings, SHEETS)
    css = stylesheet(load_theme(None, files, findings), "page", "A4", files, names=SHEETS)
    if any(finding.severity == "error" for finding in findings):
        raise BriefError(findings.in_order())
    return rendered(
        environment_of(files),
        TEMPLATE,
        files,
        compared=compared(found, words),
        groups=groups(found, words),
        words=words,
        css=Markup(css),  # noqa: S704 - our own CSS
    )
