"""The picture in the README: the first two pages of the sample's PDF, side by side.

make picture
"""

from __future__ import annotations

from pathlib import Path

import pypdfium2
from PIL import Image, ImageOps

from tools.asked import asked

PAGE_WIDTH, MARGIN = 690, 14  # px; 1,430 in all
SHARPER = 2  # drawn larger, then made smaller
GROUND, EDGE = "#eef0f3", "#c9cfd8"
COLOURS = 128


def page(document: pypdfium2.PdfDocument, number: int) -> Image.Image:
    """A page of a document, from 0, with a hairline around it."""
    sheet = document[number]
    drawn = sheet.render(scale=SHARPER * PAGE_WIDTH / sheet.get_width()).to_pil().convert("RGB")
    height = round(PAGE_WIDTH * drawn.height / drawn.width)
    return ImageOps.expand(drawn.resize((PAGE_WIDTH - 2, height - 2), Image.Resampling.LANCZOS), 1, EDGE)


def picture(pdf: Path, png: Path) -> None:
    """Put pages one and two of ``pdf`` beside each other into ``png``."""
    document = pypdfium2.PdfDocument(pdf)
    left, right = page(document, 0), page(document, 1)
    whole = Image.new("RGB", (2 * PAGE_WIDTH + 3 * MARGIN, left.height + 2 * MARGIN), GROUND)
    whole.paste(left, (MARGIN, MARGIN))
    whole.paste(right, (2 * MARGIN + PAGE_WIDTH, MARGIN))
    png.parent.mkdir(parents=True, exist_ok=True)
    whole.quantize(COLOURS, dither=Image.Dither.NONE).save(png, optimize=True)


if __name__ == "__main__":
    picture(*map(Path, asked(__doc__, "PDF", "PNG")))
