"""Renews the pictures of docs/exhibits from the examples on its pages, and puts each below its page's heading.

make exhibits
"""

from __future__ import annotations

import re
import tempfile
from io import BytesIO
from pathlib import Path

from PIL import Image

import reportgen
from reportgen.delivery.gallery import chosen, gallery_brief, name_of
from reportgen.delivery.output import Folder, by_first_name
from tools.asked import asked

DOCS = Path(__file__).parents[1] / "docs" / "exhibits"
PICTURES = DOCS / "pictures"
COLOURS = 32
_HEADING = re.compile(r"\A(# (.+)\n)")


def main() -> None:
    with tempfile.TemporaryDirectory() as place:
        project = Path(place)
        Folder(project).replace(by_first_name(dict(gallery_brief(chosen(()), "light"))))
        issue = reportgen.load(project / name_of("light"), project=project).build(("html",))
    PICTURES.mkdir(exist_ok=True)
    for page in chosen(()):
        if page.kind in issue.charts:
            picture = Image.open(BytesIO(issue.charts[page.kind].png)).convert("RGB")
            picture.quantize(COLOURS).save(PICTURES / f"{page.kind}.png", optimize=True)
            show(DOCS / f"{page.kind}.md")
            print(PICTURES / f"{page.kind}.png")


def show(path: Path) -> None:
    """Put the picture below the heading, where it does not stand yet."""
    text = path.read_text(encoding="utf-8")
    if f"](pictures/{path.stem}.png)" not in text:
        path.write_text(_HEADING.sub(rf"\1\n![\2](pictures/{path.stem}.png)\n", text), encoding="utf-8")


if __name__ == "__main__":
    asked(__doc__)
    main()
