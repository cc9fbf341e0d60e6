"""How full printed pages are, and the largest hole of each: what a page fitter works against and a referee judges.

Both are shares of the height between a page's margins. A page is as full as its last thing reaches down. A hole is
white over the whole width between two things, less the white that belongs to their setting; what is left free below
the last is no hole: the page ends there.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from reportgen.document.print.boxes import Leaf, Sheet

LEAST_FULL = 0.75  # of a page that is not the last
LEAST_LAST = 0.25  # of the last page, where the one before can give it something
LARGEST_HOLE = 0.12
USUAL_GAP = 40.0  # px; white that belongs to the setting of the text: before a section, around an exhibit


@dataclass(frozen=True, slots=True)
class PageFill:
    """A page from 1, how full it is, and its largest hole with the text above it ("" for a picture)."""

    page: int
    full: float
    hole: float
    above: str = ""

    @property
    def has_hole(self) -> bool:
        return self.hole > LARGEST_HOLE


def page_fills(sheets: Sequence[Sheet]) -> tuple[PageFill, ...]:
    """How full each page is."""
    return tuple(page_fill(sheet) for sheet in sheets)


def page_fill(sheet: Sheet) -> PageFill:
    """How full a page is; margins do not count, and footnotes are full themselves: they always stand at its foot."""
    reached, hole, above, last = sheet.inner_top, 0.0, "", ""
    end = sheet.inner_top + sheet.inner_height
    foot = min((leaf.top for leaf in sheet.leaves if leaf.where.is_note), default=end)
    body = (leaf for leaf in between_margins(sheet) if not leaf.where.is_note)
    for leaf in sorted(body, key=lambda leaf: leaf.top):
        if leaf.top >= foot:
            break  # in the margin
        gap = leaf.top - reached
        if gap > USUAL_GAP and gap > hole:
            hole, above = gap, last
        if leaf.bottom > reached:
            reached, last = leaf.bottom, leaf.text
    full = (min(reached, foot) - sheet.inner_top + end - foot) / sheet.inner_height
    return PageFill(sheet.number, full, hole / sheet.inner_height, above)


def between_margins(sheet: Sheet) -> tuple[Leaf, ...]:
    """What stands between a page's margins."""
    return tuple(leaf for leaf in sheet.leaves if not leaf.where.is_furniture)
