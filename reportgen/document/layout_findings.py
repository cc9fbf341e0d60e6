"""The printed pages judged, and what is wrong with them said as findings at the lines that an author can change."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

from reportgen.brief import Brief
from reportgen.charts.parts.tables.setting import WHOLE
from reportgen.document.assembly import with_pictures
from reportgen.document.complaints import broken, own_sheets, placed
from reportgen.document.content import Content
from reportgen.document.exhibits import Planned
from reportgen.document.layout_referee import LayoutFault, layout_faults
from reportgen.document.page import compose, numbers
from reportgen.document.parts import own_templates
from reportgen.document.print.elastic import Elastic, blank
from reportgen.document.print.pdf import Attachment, Layout, lay_out, write_pdf
from reportgen.document.spots import on_paper
from reportgen.errors import BriefError, ReportgenError
from reportgen.files import Files
from reportgen.findings import Finding, Findings, Place
from reportgen.model import PLOTS, Picture

FOLLOWS = {  # what the engine complains of where something else was found to be the cause
    "duplicate-anchor": {"duplicate-glossary"},
    "missing-glyph": {"missing-glyph", "reserved-character"},
    "print-engine": {"reserved-character"},
}


def print_layout(
    content: Content,
    pictures: Mapping[str, Picture],
    brief: Brief,
    findings: Findings,
    elastic: Elastic | None = None,
) -> Layout:
    """The pages of a brief, set and numbered; what the engine complains of goes to ``findings``.

    Raises:
        BriefError: the engine cannot set them at all, or a template of the project's own has an error.
    """
    said: list[str] = []
    try:
        layout = _laid_out(content, pictures, brief.files, said, elastic)
    except ReportgenError:
        raise
    except Exception as problem:
        raise BriefError([broken(problem, _suspects(content, pictures, brief), brief)]) from problem
    codes = {one.code for one in findings}
    findings.extend(
        one for one in placed(said, content, brief) if codes.isdisjoint(FOLLOWS.get(one.code, ()))
    )
    return layout


def _laid_out(
    content: Content,
    pictures: Mapping[str, Picture],
    files: Files,
    said: list[str],
    elastic: Elastic | None = None,
) -> Layout:
    svgs = {name: on_paper(picture.svg) for name, picture in pictures.items()}
    return lay_out(compose(content, "print", files), svgs, partial(numbers, content), said, elastic)


def _suspects(content: Content, pictures: Mapping[str, Picture], brief: Brief) -> Iterator[Path]:
    """The files without which the pages can be set: of the brief's stylesheet and the project's parts."""
    without = (
        (replace(content, style=""), brief.files, brief.folder),
        (content, Files(brief.folder), brief.project),
        (replace(content, style=""), Files(brief.folder), brief.folder),
    )
    for spared, files, owner in without:
        try:
            _laid_out(spared, pictures, files, [])
        except Exception:  # noqa: BLE001, S112 - not that one, then
            continue
        parts = (*own_sheets(brief.files), *own_templates(brief.files))
        yield from (path for path in parts if owner and path.is_relative_to(owner))


def rehearsal(
    content: Content,
    planned: Mapping[str, Planned],
    brief: Brief,
    findings: Findings,
    elastic: Elastic | None = None,
) -> Layout:
    """The pages as they will be, with an empty picture of the right size in the place of every chart.

    Raises:
        BriefError: see :func:`print_layout`.
    """
    blanks = {
        f"{name}/{slot}": Picture(blank(sketch.width, sketch.height), sketch.width, sketch.height)
        for name, one in planned.items()
        for slot, sketch in one.sketches.items()
    }
    return print_layout(with_pictures(content, blanks), blanks, brief, findings, elastic)


def written(layout: Layout, attached: Sequence[Attachment], content: Content, brief: Brief) -> bytes:
    """The pages as PDF; in a draft letters may be missing, and links lead nowhere.

    Raises:
        BriefError: the engine complains of something, or fails.
    """
    said: list[str] = []
    try:
        pdf = write_pdf(layout, attached, content.date, said, content.ledger.style.words.links)
    except ReportgenError:
        raise
    except Exception as problem:
        raise BriefError([broken(problem, (), brief)]) from problem
    found = list(placed(said, content, brief))
    if found and not content.draft:
        raise BriefError(found)
    return pdf


def layout_findings(
    layout: Layout, content: Content, planned: Mapping[str, Planned], brief: Brief, letters: float
) -> Iterator[Finding]:
    """What is wrong with the pages of a brief.

    Args:
        layout: the pages, with or without the charts in their pictures.
        content: what stands on them.
        planned: the exhibits and sparklines.
        brief: says where exhibits are set.
        letters: the size of letters in charts, in CSS px.
    """
    sizes = {
        f"{name}/{slot}": letters
        for name, one in planned.items()
        for slot in one.sketches
        if slot in PLOTS  # in small pictures there are no letters
    }
    for fault in layout_faults(layout.sheets, sizes):
        finding = _finding(fault, content, brief)
        if finding.code != "line-overfull" or not _is_too_wide(content, fault.exhibit):
            yield finding


def _is_too_wide(content: Content, anchor: str) -> bool:
    """Whether it is a table of which that is said already."""
    exhibit = content.exhibits.get(anchor.removeprefix("exhibit-"))
    return exhibit is not None and exhibit.table.tight > WHOLE and not exhibit.plots


def _finding(fault: LayoutFault, content: Content, brief: Brief) -> Finding:
    """A fault with the exhibit and page it names, at the line of the exhibit, or else of the section."""
    exhibit = fault.exhibit.removeprefix("exhibit-")
    if fault.exhibit and fault.exhibit == content.key_anchor:
        exhibit = content.key_exhibit
    sections = {section.id: section.place for section in content.sections}
    place: Place = sections.get(fault.section) or brief.place()
    if exhibit:
        place = brief.place("exhibits", exhibit)
    where = f"exhibit '{exhibit}', page {fault.page}" if exhibit else f"page {fault.page}"
    return Finding("warning", fault.code, f"{where}: {fault.message}", place)
