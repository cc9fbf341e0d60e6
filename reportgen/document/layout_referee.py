"""A referee of the printed pages: reads their geometry and says what a careful typesetter would send back.

| code | what is wrong |
|---|---|
| `small-text` | letters of less than 7.5 pt, in the text or in a chart as it is printed |
| `heading-at-foot` | a heading with nothing of what it heads below it on its page, or a line or two that lead in |
| `page-too-empty` | a page, but for the last, less than three quarters full |
| `page-hole` | white of more than an eighth of a page between two things that stand on it |
| `exhibit-torn` | an exhibit's title on one page and its picture or table on the next |
| `row-split` | a row of a table on two pages |
| `line-overfull` | text or a picture that reaches out of its column or off the paper |
| `text-in-margin` | text of the document above or below the room that its page has for it |
| `text-on-text` | letters that stand on other letters, or on the head or the foot of their page |

What is wrong inside a picture is judged where it is drawn: ``charts.judging``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from itertools import groupby, pairwise

from reportgen.document.page_fill import LARGEST_HOLE, LEAST_FULL, between_margins, page_fills
from reportgen.document.print.boxes import Leaf, Sheet

PX_PER_PT = 96 / 72
LEAST_SIZE = 7.5 * PX_PER_PT
SLACK = (
    1.0  # px by which text may seem to reach over: letters are measured by their advance, not by their ink
)
ROUNDING = 0.01  # px
FEW_LINES = 3  # that lead in to a table
TOUCHING = 0.35  # of a line's height that is on another: lines are set closer than their boxes are high
EXCERPT = 40  # letters of a text that a message quotes
CHART = "chart:"


@dataclass(frozen=True, slots=True)
class LayoutFault:
    """One thing wrong with the pages, and where: the page from 1, the ids of exhibit and section ("" for none)."""

    code: str
    message: str
    page: int
    exhibit: str = ""
    section: str = ""


def layout_faults(sheets: Sequence[Sheet], letters: Mapping[str, float]) -> tuple[LayoutFault, ...]:
    """What is wrong with the layout of a document.

    Args:
        sheets: the pages, laid out.
        letters: for each picture with letters, by ``exhibit/slot``, their size in CSS px as it is drawn.
    """
    bodies = [between_margins(sheet) for sheet in sheets]
    covered = [fault for sheet in sheets for fault in _on_each_other(sheet.leaves)]
    everything = [leaf for one in sheets for leaf in one.leaves]
    return (
        *_small(everything, letters),
        *_overfull(everything, sheets),
        *covered,
        *_in_margins(bodies, sheets, {fault.page for fault in covered}),
        *_headings_at_foot(bodies),
        *_empty(bodies, sheets),
        *_torn(bodies),
        *_split(bodies),
    )


def _small(shown: Iterable[Leaf], letters: Mapping[str, float]) -> Iterator[LayoutFault]:
    """Each size that is too small once a page, with the first text that is set in it."""
    known = set()
    for leaf in shown:
        drawn = letters.get(leaf.address.removeprefix(CHART)) if leaf.is_picture else 1.0
        if drawn is None:
            continue  # no letters are known in it
        size = leaf.size * drawn
        key = leaf.where.page, round(size, 1), leaf.is_picture
        if size < LEAST_SIZE - ROUNDING and key not in known:
            known.add(key)
            what = f"'{_excerpt(leaf.text)}'" if leaf.text else _named(leaf.address)
            least = LEAST_SIZE / PX_PER_PT
            yield _fault(
                "small-text", f"{what} has letters of {size / PX_PER_PT:.2f} pt, less than {least:g} pt", leaf
            )


def _overfull(shown: Iterable[Leaf], sheets: Sequence[Sheet]) -> Iterator[LayoutFault]:
    """What reaches too far; of a table the cell that reaches farthest, once a page."""
    farthest: dict[object, tuple[float, LayoutFault]] = {}
    for leaf in shown:
        sheet = sheets[leaf.where.page - 1]
        beyond = max(leaf.right - leaf.where.right, leaf.where.left - leaf.left)
        off = max(leaf.right - sheet.width, -leaf.left, leaf.bottom - sheet.height, -leaf.top)
        if max(beyond, off) > SLACK:
            what = f"'{_excerpt(leaf.text)}'" if leaf.text else _named(leaf.address)
            out = "off the paper" if off > SLACK else "out of its column"
            fault = _fault("line-overfull", f"{what} reaches {max(beyond, off):.0f} px {out}", leaf)
            table = (
                (leaf.where.page, leaf.where.exhibit, leaf.where.section)
                if leaf.where.row is not None
                else id(leaf)
            )
            if table not in farthest or max(beyond, off) > farthest[table][0]:
                farthest[table] = (max(beyond, off), fault)
    yield from (fault for _, fault in farthest.values())


def _on_each_other(leaves: Sequence[Leaf]) -> Iterator[LayoutFault]:
    """Texts that stand on each other, the first of a page: one cause puts many lines on many."""
    above: list[Leaf] = []
    # Others are told already.
    kept = [leaf for leaf in leaves if leaf.text and leaf.right <= leaf.where.right + SLACK]
    for leaf in sorted(kept, key=lambda leaf: leaf.top):
        above = [other for other in above if other.bottom > leaf.top]
        for other in above:
            across = min(leaf.right, other.right) - max(leaf.left, other.left)
            down = min(leaf.bottom, other.bottom) - leaf.top
            if across > SLACK * 2 and down > TOUCHING * min(leaf.bottom - leaf.top, other.bottom - other.top):
                told, under = (other, leaf) if leaf.where.is_furniture else (leaf, other)
                message = f"'{_excerpt(told.text)}' stands on '{_excerpt(under.text)}'"
                yield _fault("text-on-text", message, told)
                return
        above.append(leaf)


def _headings_at_foot(bodies: Sequence[Sequence[Leaf]]) -> Iterator[LayoutFault]:
    for body, after in pairwise(bodies):
        headings = [leaf for leaf in body if leaf.where.heading is not None]
        if not headings:
            continue
        last = headings[-1]
        below = body[body.index(last) + 1 :]
        if not below or (not last.where.exhibit and _only_leads_in(below, after)):
            text = " ".join(leaf.text for leaf in headings if leaf.where.heading is last.where.heading)
            ends = "stands at the foot with the words that lead in" if below else "ends its page"
            yield _fault("heading-at-foot", f"the heading '{_excerpt(text)}' {ends}", last)


def _only_leads_in(below: Sequence[Leaf], after: Sequence[Leaf]) -> bool:
    """Whether no more than a few lines stand below a heading, and the table that they announce begins overleaf."""
    lines = {round(leaf.top) for leaf in below}
    plain = not any(leaf.where.row or leaf.is_picture for leaf in below)
    overleaf = bool(after and after[0].where.row and after[0].where.section == below[0].where.section)
    return plain and overleaf and len(lines) <= FEW_LINES


def _in_margins(
    bodies: Sequence[Sequence[Leaf]], sheets: Sequence[Sheet], told: AbstractSet[int]
) -> Iterator[LayoutFault]:
    """What stands in a margin, the first of a page; what is off the paper, or on the head or foot, is told already."""
    for leaves, sheet in zip(bodies, sheets, strict=True):
        if sheet.number in told:
            continue
        bottom = sheet.inner_top + sheet.inner_height
        for leaf in leaves:
            off = leaf.top < -SLACK or leaf.bottom > sheet.height + SLACK
            if not off and (leaf.top < sheet.inner_top - SLACK or leaf.bottom > bottom + SLACK):
                what = f"'{_excerpt(leaf.text)}'" if leaf.text else _named(leaf.address)
                yield _fault("text-in-margin", f"{what} stands in the margin", leaf)
                break


def _empty(bodies: Sequence[Sequence[Leaf]], sheets: Sequence[Sheet]) -> Iterator[LayoutFault]:
    """Pages that are too empty, but for the last, and holes in any."""
    for fill, leaves, one in zip(page_fills(sheets), bodies, sheets, strict=True):
        if fill.full < LEAST_FULL and fill.page < len(sheets) and not one.is_ended:
            message = f"the page is {fill.full:.0%} full, less than {LEAST_FULL:.0%}"
            yield (
                _fault("page-too-empty", message, leaves[-1])
                if leaves
                else LayoutFault("page-too-empty", message, fill.page)
            )
        if fill.has_hole:
            below = f" below '{_excerpt(fill.above)}'" if fill.above else ""
            message = f"{fill.hole:.0%} of the page is white{below}, more than {LARGEST_HOLE:.0%}"
            yield LayoutFault("page-hole", message, fill.page)


def _torn(bodies: Sequence[Sequence[Leaf]]) -> Iterator[LayoutFault]:
    """Exhibits whose title does not stand on the page on which what it announces begins."""
    of_exhibit = sorted(
        (leaf for body in bodies for leaf in body if leaf.where.exhibit), key=lambda leaf: leaf.where.exhibit
    )
    for _, group in groupby(of_exhibit, key=lambda leaf: leaf.where.exhibit):
        parts = list(group)
        titles = [leaf for leaf in parts if leaf.where.heading is not None]
        shown = [leaf for leaf in parts if leaf.is_picture or leaf.where.row]
        if titles and shown and titles[-1].where.page != shown[0].where.page:
            yield _fault(
                "exhibit-torn",
                f"the title stands here, what it announces on page {shown[0].where.page}",
                titles[-1],
            )


def _split(bodies: Sequence[Sequence[Leaf]]) -> Iterator[LayoutFault]:
    for before, after in pairwise(bodies):
        ends = {id(leaf.where.row): leaf for leaf in before if leaf.where.row}
        begun = {id(leaf.where.row) for leaf in after if leaf.where.row}
        for name, leaf in ends.items():
            if name in begun:
                message = f"the row that ends with '{_excerpt(leaf.text)}' goes on on the next page"
                yield _fault("row-split", message, leaf)


def _fault(code: str, message: str, leaf: Leaf) -> LayoutFault:
    where = leaf.where
    return LayoutFault(code, message, where.page, where.exhibit, where.section)


def _named(address: str) -> str:
    """A picture as its author knows it."""
    return "a picture of the author's" if address.startswith("data:") else f"the picture {address}"


def _excerpt(text: str) -> str:
    return text if len(text) <= EXCERPT else f"{text[:EXCERPT].rstrip()}…"
