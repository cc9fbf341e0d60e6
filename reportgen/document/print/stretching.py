"""Charts drawn taller on pages that are set: level with a longer text beside them, and so that they fill their page.

Nothing is laid out again. A chart is drawn anew at its height and put into its box, and what stands below it on the
page moves down by as much; so the room that is there is known, and not estimated. Exhibits side by side stay level.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache

from reportgen.document.layout_referee import CHART
from reportgen.document.page_fill import PageFill, page_fill
from reportgen.document.print.boxes import EXHIBIT, sheet
from reportgen.document.print.elastic import Elastic, end_of, has
from reportgen.document.print.engine import Box, Document, box_of, engine, picture_like
from reportgen.document.print.flow import BESIDE, LONG, PAIR
from reportgen.document.print.page_plan import FULL_ENOUGH
from reportgen.document.print.spreading import lay_backgrounds

ESSENCE, FRONT = "essence", "front"
TEXTS = ("summary", "beside-text")  # what stands beside an exhibit
WORTH = 9.0  # px: half a line; less is worth no drawing
HALF = 0.5  # of what a text is longer by: a chart that can make up for less stays as it is
SAFETY = 6.0  # px that stay free at a foot: a frame may reach below the last letters


@dataclass(frozen=True, slots=True)
class Row:
    """Exhibits that stretch together: their pictures by name, and by how much, in CSS px.

    ``level`` is what makes them end with the text beside them, ``more`` what they can take of their page beyond that.
    """

    charts: Mapping[str, Box]
    level: float
    more: float

    def taller(self, share: float) -> dict[str, float]:
        """The heights of its charts where they take a share of what they can take of the page."""
        growth = self.level + self.more * share
        return {name: box.height + growth for name, box in self.charts.items()} if growth >= WORTH else {}


def could_fill(document: Document, fills: Sequence[PageFill], elastic: Elastic | None) -> Sequence[PageFill]:
    """How full charts can make the pages of a document, which are as full as ``fills`` says."""
    if elastic is None:
        return fills
    heights = [box_of(page).height for page in document.pages]
    able = [
        min(_free(fill, height), _most(found))
        for fill, height, found in zip(
            fills, heights, _rows(document, lambda page: fills[page - 1], elastic), strict=True
        )
    ]
    return [
        replace(fill, full=fill.full + more / height)
        for fill, height, more in zip(fills, heights, able, strict=True)
    ]


def stretch(document: Document, elastic: Elastic) -> None:
    """Draw the charts of a document as tall as their neighbours and their pages let them be."""
    fill_of = cache(lambda number: page_fill(sheet(document.pages[number - 1], number)))
    rows = _rows(document, fill_of, elastic)
    heights: dict[str, float] = {}
    for number, (page, found) in enumerate(zip(document.pages, rows, strict=True), 1):
        most = _most(found)
        free = _free(fill_of(number), box_of(page).height) if most else 0.0
        share = min(free, most) / most if min(free, most) >= WORTH else 0.0
        for row in found:
            heights |= row.taller(share)
    drawn = elastic.redrawn(heights) if heights else {}
    for index, (page, found) in enumerate(zip(document.pages, rows, strict=True)):
        ready = [row for row in found if row.charts.keys() <= drawn.keys()]
        for row in ready:
            for name, picture in row.charts.items():
                _put(box_of(page), picture, drawn[name], heights[name])
        if ready:
            # It keeps where links and anchors are.
            document.pages[index] = engine().document.Page(box_of(page))


def _most(rows: Sequence[Row]) -> float:
    return sum(row.more for row in rows)


def _free(fill: PageFill, height: float) -> float:
    """What charts may fill at the foot of a page."""
    return max(0.0, (1 - fill.full) * height - SAFETY) if fill.full < FULL_ENOUGH else 0.0


def _rows(document: Document, fill_of: Callable[[int], PageFill], elastic: Elastic) -> list[list[Row]]:
    """The rows of each page that have a use for more height; a chart that stands twice stays as it is."""
    pages = [list(_shows(box_of(page))) for page in document.pages]
    often = Counter(name for shows in pages for show in shows for name, _ in _charts(show))
    found: list[list[Row]] = []
    for number, (page, shows) in enumerate(zip(document.pages, pages, strict=True), 1):
        may_fill = shows and number < len(pages)
        free = _free(fill_of(number), box_of(page).height) if may_fill else 0.0
        rows = (_row(show, free, often, elastic) for show in shows)
        found.append([row for row in rows if row])
    return found


def _shows(box: Box) -> Iterator[Box]:
    """What is an exhibit, or holds exhibits side by side or beside text."""
    for child in getattr(box, "children", ()):
        if any(has(child, name) for name in (EXHIBIT, PAIR, BESIDE, ESSENCE)):
            yield child
        else:
            yield from _shows(child)


def _row(show: Box, free: float, often: Mapping[str, int], elastic: Elastic) -> Row | None:
    charts = dict(_charts(show))
    exhibits = [box for box in show.descendants() if has(box, EXHIBIT)] or [show]
    room, behind = 0.0 if has(show, ESSENCE) else free, max(0.0, _behind(show, exhibits))
    is_of_use = room >= WORTH or behind >= WORTH
    if not is_of_use or not _is_elastic(show, exhibits, charts) or any(often[name] > 1 for name in charts):
        return None
    reach = [elastic.reach(name) for name in charts]
    able = [one[2] - box.height for one, box in zip(reach, charts.values(), strict=True) if one]
    if len(able) < len(charts) or min(able) <= 0:
        return None
    level = min(behind, *able)
    return Row(
        charts, level if level >= behind * HALF else 0.0, max(0.0, min(able) - behind) if room else 0.0
    )


def _is_elastic(show: Box, exhibits: Sequence[Box], charts: Mapping[str, Box]) -> bool:
    """Whether all that it shows are charts: one, or a pair side by side, whole on their page."""
    is_whole = not any(has(box, LONG) for box in (show, *exhibits))
    return is_whole and len(charts) == len(exhibits) and (len(charts) == 1 or has(show, PAIR))


def _charts(show: Box) -> Iterator[tuple[str, Box]]:
    for box in show.descendants():
        address = (box.element.get("src") or "") if box.element is not None else ""
        if hasattr(box, "replacement") and address.startswith(CHART):
            yield address.removeprefix(CHART), box


def _behind(show: Box, exhibits: Sequence[Box]) -> float:
    """By how much an exhibit ends above the text beside it."""
    texts = [box for box in show.descendants() if any(has(box, name) for name in TEXTS)]
    return max(map(end_of, texts)) - max(map(end_of, exhibits)) if texts and exhibits else 0.0


def _put(page: Box, picture: Box, svg: str, wanted: float) -> None:
    """Put a taller drawing into the box of a picture, and move what stands below."""
    image = picture_like(picture, svg)
    _, _, ratio = image.get_intrinsic_size(1, picture.style["font_size"])
    height = picture.width / ratio
    if not picture.height < height <= wanted + WORTH / 2:
        return
    path = _path(page, picture)
    picture.replacement = image  # type: ignore[attr-defined]
    ends = [_ends(box) for box in path]
    grown, picture.height = height - picture.height, height
    for child, parent, (last, inner) in zip([picture, *path], path, ends, strict=False):
        low = child.border_box_y() + child.border_height() - grown
        for other in parent.children:
            if other is not child and other.border_box_y() >= low - 1:
                other.translate(0, grown)
        grown = max(0.0, _ends(parent)[0] - max(last, inner))
        parent.height += grown
    lay_backgrounds(page, path[-1])


def _ends(box: Box) -> tuple[float, float]:
    """Where the last of what a box holds ends, and where its own inside does."""
    last = max(child.position_y + child.margin_height() for child in box.children)
    return last, box.content_box_y() + box.height


def _path(page: Box, wanted: Box) -> list[Box]:
    """The boxes around a box, from the inmost to that of the whole document on its page."""

    def below(box: Box) -> list[Box] | None:
        if box is wanted:
            return []
        for child in getattr(box, "children", ()):
            found = below(child)
            if found is not None:
                return [*found, box]
        return None

    return (below(page) or [page])[:-1]
