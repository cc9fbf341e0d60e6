"""Sheets of every chart that the tests stress, a slot beside the other, to be looked at: output/stress/<kind>-<n>.png.

python -m tools.stress               all kinds
python -m tools.stress bars slope    some
python -m tools.stress --dark        as a page in the dark shows them: <kind>-dark-<n>.png
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from io import BytesIO
from itertools import groupby
from pathlib import Path
from typing import Any

from PIL import Image, ImageDraw

from reportgen import load
from reportgen.charts.freeze import Freezer
from reportgen.charts.kind import Drawing
from reportgen.charts.registry import SHIPPED, draw
from reportgen.document.assembly import style_of
from reportgen.errors import FormulaError, MissingFact
from reportgen.facts.book import Book
from reportgen.figures.ledger import Ledger
from reportgen.model import Picture
from tests import stress, stress_facts, test_stress_time
from tests.easel import THEME, Easel, in_the_dark
from tools.asked import asked
from tools.gallery import EDGE, GROUND, INK, MARGIN

OUTPUT = Path("output") / "stress"
TALLEST = 1500  # px of a sheet, on which its rows can be told apart
DARK = "--dark"
MAKERS = (
    (stress.stressed, stress.ITEMS),
    (stress.wholes, stress.WHOLES),
    (stress_facts.written, test_stress_time.CASES),
)
Case = tuple[str, str, Mapping[str, Any], Book]  # its kind, its name, its options, and where the facts are


def cases(place: Path, kinds: Sequence[str]) -> Iterator[Case]:
    """Every case of the stress tests whose kind is asked for, sorted by it."""
    found: list[Case] = []
    for at, (make, listed) in enumerate(MAKERS):
        folder = place / str(at)
        folder.mkdir()
        book = load(make(folder)).book
        found += [(kind, name, options, book) for name, (kind, options) in listed.items()]
    return (case for case in sorted(found, key=lambda case: case[0]) if not kinds or case[0] in kinds)


def drawn(case: Case) -> Drawing | None:
    """What is made of a case; None where it is refused."""
    kind, _, options, book = case
    try:
        return draw(SHIPPED[kind], options, "example", book, Ledger(style_of(book)), THEME)
    except (FormulaError, MissingFact, ValueError):
        return None


def painted(easel: Easel, drawing: Drawing, width: float, freezer: Freezer, *, dark: bool) -> Image.Image:
    """A drawing at one width as it stands on a page."""
    sketch, svg = easel.sketch(drawing, width), easel.svg(drawing, width)
    freezer.paint({"it": Picture(in_the_dark(svg) if dark else svg, sketch.width, sketch.height)})
    image = Image.open(BytesIO(freezer.pngs()["it"])).convert("RGBA")
    paper = (THEME.colors_dark if dark else THEME.colors)["paper"]
    whole = Image.alpha_composite(Image.new("RGBA", image.size, paper), image).convert("RGB")
    return whole.resize((image.width // 2, image.height // 2), Image.Resampling.LANCZOS)


def titled(name: str, pictures: Sequence[Image.Image]) -> Image.Image:
    """The pictures of a case side by side below its name."""
    wide = sum(one.width + MARGIN for one in pictures) + MARGIN
    row = Image.new("RGB", (wide, max(one.height for one in pictures) + 2 * MARGIN), GROUND)
    pen, left = ImageDraw.Draw(row), MARGIN
    pen.text((MARGIN, 3), name, INK)
    for one in pictures:
        row.paste(one, (left, MARGIN))
        pen.rectangle((left - 1, MARGIN - 1, left + one.width, MARGIN + one.height), outline=EDGE)
        left += one.width + MARGIN
    return row


def sheets(rows: Sequence[Image.Image]) -> Iterator[Image.Image]:
    """Rows below one another, as many as a sheet holds."""
    held = [rows[0]]
    for row in rows[1:]:
        if sum(one.height for one in (*held, row)) > TALLEST:
            yield joined(held)
            held = []
        held.append(row)
    yield joined(held)


def joined(rows: Sequence[Image.Image]) -> Image.Image:
    sheet = Image.new("RGB", (max(one.width for one in rows), sum(one.height for one in rows)), GROUND)
    top = 0
    for one in rows:
        sheet.paste(one, (0, top))
        top += one.height
    return sheet


def main(words: Sequence[str]) -> int:
    """Draw the sheets of the kinds named, or of all; 2 if there is none such."""
    dark, kinds = DARK in words, [word for word in words if word != DARK]
    known = {kind for _, listed in MAKERS for kind, _ in listed.values()}
    if unknown := sorted(set(kinds) - known):
        print(f"stress: no kind {unknown[0]!r}; there are {', '.join(sorted(known))}", file=sys.stderr)
        return 2
    OUTPUT.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as place, Freezer() as freezer:
        easels = [(Easel(freezer, THEME.in_slot(slot)), width) for slot, width in THEME.slots.items()]
        for kind, listed in groupby(cases(Path(place), kinds), key=lambda case: case[0]):
            made = [(case[1], drawing) for case in listed if (drawing := drawn(case)) and drawing.chart]
            rows = [
                titled(name, [painted(easel, one, width, freezer, dark=dark) for easel, width in easels])
                for name, one in made
            ]
            for number, sheet in enumerate(sheets(rows), 1):
                path = OUTPUT / f"{kind}{'-dark' if dark else ''}-{number}.png"
                sheet.save(path)
                print(path, flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main(asked(__doc__, many="KIND", switch=DARK)))
