"""Charts that a page fitter may have drawn at another height, and the pieces of a flow that thereby give and take.

A chart is drawn anew and never scaled. Exhibits side by side stay level; one beside text gives and takes as long as it
is the taller of the two. A chart that stands twice stays, and one whose height follows from what it shows.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from reportgen.document.layout_referee import CHART
from reportgen.document.print.boxes import EXHIBIT, Sheet
from reportgen.document.print.engine import Box, Document, Untyped, box_of, is_line
from reportgen.document.print.flow import BESIDE, PAIR, Block, Flow, fragments
from reportgen.document.print.page_plan import Piece

Heights = tuple[tuple[str, float], ...]  # CSS px of charts, by "exhibit/slot"


@dataclass(frozen=True, slots=True)
class Elastic:
    """What a document's charts can do.

    ``reach`` gives of a chart ("growth/wide") its least height, its own and its largest, in CSS px, or nothing where it
    cannot be drawn at another; ``redrawn`` gives the SVGs of charts at other heights, but for those that would then say
    something else, or not as well.
    """

    reach: Callable[[str], tuple[float, float, float] | None]
    redrawn: Callable[[Mapping[str, float]], Mapping[str, str]]


def blank(width: float, height: float) -> str:
    """An empty picture in the place of a chart, as SVG."""
    size = f'width="{width:g}" height="{height:g}" viewBox="0 0 {width:g} {height:g}"'
    return f'<svg xmlns="http://www.w3.org/2000/svg" {size}/>'


def made_elastic(flow: Flow, document: Document, sheets: Sequence[Sheet], elastic: Elastic) -> Flow:
    """The flow with what its exhibits can shrink and stretch."""
    often = Counter(leaf.address for sheet in sheets for leaf in sheet.leaves if leaf.is_picture)
    behind = dict(_behind(document))
    pieces = list(flow.pieces)
    for at, piece in enumerate(pieces):
        block = flow.blocks[piece.block]
        names = charts_of(block)
        if len(block.pieces) > 1 or not names or any(often[CHART + name] > 1 for name in names):
            continue
        reach = [elastic.reach(name) for name in names]
        known = [one for one in reach if one]
        if len(known) == len(reach):
            room = behind.get(id(block.element), 0.0)
            pieces[at] = _elastic(piece, known, room)
    return replace(flow, pieces=tuple(pieces))


def _elastic(piece: Piece, reach: Sequence[tuple[float, float, float]], behind: float) -> Piece:
    """A piece with what all of its charts can do; a chart with more text beside it is in nobody's way."""
    if behind < 0:
        return piece
    less = min(usual - least for least, usual, _ in reach)
    more = min(most - usual for _, usual, most in reach)
    return replace(piece, less=max(0.0, min(less, behind) if behind else less), more=max(0.0, more))


def charts_of(block: Block) -> tuple[str, ...]:
    """The charts of an exhibit, of a pair or of one exhibit beside text: ``growth/wide``."""
    if not (block.has(EXHIBIT) or block.has(PAIR) or block.has(BESIDE)):
        return ()
    pictures: list[Untyped] = list(block.element.iter("img"))  # type: ignore[attr-defined]
    names = [str(one.get("src") or "") for one in pictures]
    if block.has(BESIDE) and len(names) != 1:
        return ()
    if not all(name.startswith(CHART) for name in names):
        return ()
    return tuple(name.removeprefix(CHART) for name in names)


def heights(flow: Flow, page: Sequence[int], change: float, elastic: Elastic) -> Iterator[tuple[str, float]]:
    """The heights of the charts on a page that grow together by ``change``, each by its share."""
    limits = {at: flow.pieces[at].more if change > 0 else flow.pieces[at].less for at in page}
    whole = sum(limits.values())
    for at, limit in limits.items():
        for name in charts_of(flow.block_of(at)) if limit and change else ():
            _, usual, _ = elastic.reach(name) or (0.0, 0.0, 0.0)
            yield name, usual + change * limit / whole


def _behind(document: Document) -> Iterator[tuple[int, float]]:
    """Of blocks with text beside an exhibit: by how much the exhibit reaches below it (or, if not, above its end)."""
    for page in document.pages:
        for _, child in fragments(box_of(page)):
            element = child.element
            if element is None or not has(child, BESIDE):
                continue
            shown = [part for part in child.descendants() if has(part, EXHIBIT)]
            text = [part for part in child.descendants() if has(part, "beside-text")]
            if shown and text:
                yield id(element), max(map(end_of, shown)) - max(map(end_of, text)) or -1.0


def has(box: Box, name: str) -> bool:
    """Whether its element is of a class."""
    return box.element is not None and name in (box.element.get("class") or "").split()


def end_of(box: Box) -> float:
    """How far down its letters and pictures reach."""
    seen = [one for one in box.descendants() if is_line(one) or hasattr(one, "replacement")]
    return max((one.position_y + one.height for one in seen), default=box.position_y)
