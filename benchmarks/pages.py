"""The pages of the sample alone: from its HTML for print, with pictures ready-made, to the PDF.

python -m benchmarks.pages prepare FILE
python -m benchmarks.pages print FILE PDF
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from benchmarks.measuring import SAMPLE
from reportgen.document.print.pdf import lay_out, write_pdf


def prepare(path: Path) -> None:
    """Write down what the pages are made of: HTML, pictures, and the text of every page number."""
    import reportgen
    from reportgen.charts.freeze import Freezer
    from reportgen.document.assembly import with_pictures
    from reportgen.document.content import PageMap
    from reportgen.document.page import compose, numbers
    from reportgen.document.spots import on_paper
    from reportgen.drawing import drawn
    from reportgen.plan import assemble

    loaded = reportgen.load(SAMPLE)
    with Freezer() as freezer:
        planned, pictures = drawn(loaded.plan(), freezer)
    content = with_pictures(assemble(planned, draft=False), pictures)
    said: dict[str, str] = {}

    def remembered(pages: PageMap) -> dict[str, str]:
        said.update(numbers(content, pages))
        return said

    html, svgs = (
        compose(content, "print", planned.brief.files),
        {name: on_paper(one.svg) for name, one in pictures.items()},
    )
    lay_out(html, svgs, remembered)
    path.write_text(json.dumps({"html": html, "svgs": svgs, "numbers": said}), encoding="utf-8")


def print_(path: Path, pdf: Path) -> None:
    """Set, fit and write them."""
    given = json.loads(path.read_text(encoding="utf-8"))
    pdf.write_bytes(write_pdf(lay_out(given["html"], given["svgs"], lambda _: given["numbers"])))


if __name__ == "__main__":
    if sys.argv[1] == "prepare":
        prepare(Path(sys.argv[2]))
    else:
        print_(Path(sys.argv[2]), Path(sys.argv[3]))
