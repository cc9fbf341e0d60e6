"""The printed pages judged, and what is wrong with them said as findings at the lines that an author can change."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial

from reportgen.brief import Brief
from reportgen.document.assembly import with_pictures
from reportgen.document.content import Content
from reportgen.document.exhibits import SPARKLINE_SLOT, Planned
from reportgen.document.layout_referee import LayoutFault, layout_faults
from reportgen.document.page import compose, numbers
from reportgen.document.print.pdf import Layout, lay_out
from reportgen.files import Files
from reportgen.findings import Finding, Place
from reportgen.model import Picture


def print_layout(content: Content, pictures: Mapping[str, Picture], files: Files) -> Layout:
    """The pages of a brief, set and numbered. Raises EngineError."""
    svgs = {name: picture.svg for name, picture in pictures.items()}
    return lay_out(compose(content, "print", files), svgs, partial(numbers, content))


def rehearsal(content: Content, planned: Mapping[str, Planned], files: Files) -> Layout:
    """The pages as they will be, with an empty picture of the right size in the place of every chart.

    Raises:
        EngineError: an asset or a glyph is missing.
    """
    blanks = {
        f"{name}/{slot}": _blank(sketch.width, sketch.height)
        for name, one in planned.items()
        for slot, sketch in one.sketches.items()
    }
    return print_layout(with_pictures(content, blanks), blanks, files)


def _blank(width: float, height: float) -> Picture:
    size = f'width="{width:g}" height="{height:g}" viewBox="0 0 {width:g} {height:g}"'
    return Picture(f'<svg xmlns="http://www.w3.org/2000/svg" {size}/>', width, height)


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
        if slot != SPARKLINE_SLOT  # no letters in it
    }
    for fault in layout_faults(layout.sheets, sizes):
        yield _finding(fault, content, brief)


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
