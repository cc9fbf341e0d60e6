"""The key chart for a mail: the drawing that the page shows on a phone, whose letters can be read at either width."""

from __future__ import annotations

import re
from contextlib import suppress

from reportgen.charts.freeze import Freezer
from reportgen.errors import EngineError
from reportgen.model import Picture

WIDTH = 552  # CSS px: what the sheet of 600 leaves
_PLOT = '<div class="plot plot-narrow"><svg'
_END_OF_EXHIBIT, _END_OF_PLOT = "</figure>", "</svg></div>"
_BOX = re.compile(r'viewBox="0 0 ([0-9.]+) ([0-9.]+)"')


def narrow_picture(page: str, exhibit: str) -> bytes | None:
    """The narrow drawing of an exhibit as PNG; None where the page has none, or no engine draws it here."""
    _, _, rest = page.partition(f'id="exhibit-{exhibit}"')
    figure = rest.partition(_END_OF_EXHIBIT)[0]
    _, found, plot = figure.partition(_PLOT)
    drawn = plot.partition(_END_OF_PLOT)[0]
    box = _BOX.search(drawn)
    if not found or box is None:
        return None
    height = float(box[2]) * WIDTH / float(box[1])
    svg = f'<svg width="{WIDTH}" height="{height:.2f}"{drawn}</svg>'
    with suppress(EngineError), Freezer() as freezer:
        freezer.paint({exhibit: Picture(svg, WIDTH, height)})
        return freezer.pngs()[exhibit]
    return None
