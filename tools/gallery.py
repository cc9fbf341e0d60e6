"""One sheet of pictures a brief of the gallery: every way in which a reader may meet it, to be looked at.

make gallery                 all of them
make gallery ONLY="fund"     some

A sheet shows, from top to bottom, the PDF on A4 and on Letter, then the page: in a wide, a middle and a narrow window,
in the dark (wide and narrow), and printed from the browser. The page is as tall as it is, so it is cut into strips.
"""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from time import monotonic
from typing import Any

import pypdfium2
from PIL import Image, ImageDraw, ImageFont, ImageOps
from playwright.sync_api import Browser, Page, sync_playwright

from reportgen import resources
from tests.browser import FLAGS, visiting
from tests.gallery import A4, BRIEFS, PAPERS, SHAPES, Gallery, Subject
from tools.asked import asked

OUTPUT = Path("output") / "gallery"
SHEET_WIDTH, MARGIN = 2600, 20  # px
PAGE_WIDTH = 380  # of a printed page on the sheet
STRIP = 2400  # px of the screen, one above the other, in a strip
GROUND, EDGE, INK = "#eef0f3", "#c9cfd8", "#1b2430"
LETTERS = 26
COLOURS = 192


@dataclass(frozen=True)
class Window:
    """How a page is looked at on a screen, and by how much it is made smaller on the sheet."""

    title: str
    width: int
    scale: float
    scheme: str = "light"


WINDOWS = (
    Window("Page, 1280 px", 1280, 0.36),
    Window("Page, 768 px", 768, 0.4),
    Window("Page, 360 px", 360, 0.5),
    Window("Page, 1280 px, dark", 1280, 0.36, "dark"),
    Window("Page, 360 px, dark", 360, 0.5, "dark"),
)


def sheet(gallery: Gallery, folder: Path) -> Image.Image:
    """All pictures of one brief."""
    rows = [
        (f"{folder.name}, {subject.paper}", list(printed(gallery[subject.name].pdf)))
        for subject in (Subject(folder, paper) for paper in papers_of(folder))
    ]
    page = gallery[Subject(folder, A4).name].page
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=list(FLAGS))
        rows += [(window.title, strips(browser, page, window)) for window in WINDOWS]
        rows.append(("Page, printed", list(from_browser(browser, page))))
        browser.close()
    whole = flowed([titled(title, tiles) for title, tiles in rows])
    return ImageOps.expand(whole, MARGIN, GROUND)


def papers_of(folder: Path) -> Sequence[str]:
    """Shapes are judged on one paper alone."""
    return PAPERS if folder.name in BRIEFS else (A4,)


def printed(pdf: Path | bytes) -> Iterator[Image.Image]:
    """The pages of a PDF."""
    with pypdfium2.PdfDocument(pdf) as document:
        for page in document:
            yield page.render(scale=PAGE_WIDTH / page.get_width()).to_pil().convert("RGB")


def from_browser(browser: Browser, page: Path) -> Iterator[Image.Image]:
    """The pages that the browser prints."""
    with visiting(browser, page) as visit:
        yield from printed(visit.page.pdf(prefer_css_page_size=True))


def strips(browser: Browser, page: Path, window: Window) -> list[Image.Image]:
    """The page from its top to its end, cut where a strip is full."""
    scheme: dict[str, Any] = {"color_scheme": window.scheme, "reduced_motion": "reduce"}
    with visiting(browser, page, window.width, **scheme) as visit:
        height = int(visit.page.evaluate("document.documentElement.scrollHeight"))
        return [smaller(strip(visit.page, top, height), window.scale) for top in range(0, height, STRIP)]


def strip(page: Page, top: int, height: int) -> Image.Image:
    """What stands between ``top`` and the end of its strip."""
    width = int(page.evaluate("document.documentElement.clientWidth"))
    clip: Any = {"x": 0, "y": top, "width": width, "height": min(STRIP, height - top)}
    with Image.open(BytesIO(page.screenshot(full_page=True, clip=clip))) as image:
        return image.convert("RGB")


def smaller(image: Image.Image, scale: float) -> Image.Image:
    size = (round(image.width * scale), max(1, round(image.height * scale)))
    return image.resize(size, Image.Resampling.LANCZOS)


# --------------------------------------------------------------------------- the sheet


def flowed(images: Sequence[Image.Image]) -> Image.Image:
    """Pictures side by side, in as many rows as they need."""
    rows: list[list[Image.Image]] = [[]]
    for image in images:
        taken = sum(one.width + MARGIN for one in rows[-1])
        if rows[-1] and taken + image.width > SHEET_WIDTH:
            rows.append([])
        rows[-1].append(image)
    return stacked([beside(row) for row in rows])


def titled(title: str, tiles: Sequence[Image.Image]) -> Image.Image:
    """Pictures of one kind under their title."""
    font = ImageFont.truetype(resources.shipped("assets") / "fonts" / "Inter-SemiBold.ttf", LETTERS)
    head = Image.new("RGB", (round(font.getlength(title)), LETTERS + MARGIN), GROUND)
    ImageDraw.Draw(head).text((0, 0), title, INK, font)
    return stacked([head, flowed([ImageOps.expand(one, 1, EDGE) for one in tiles])])


def beside(images: Sequence[Image.Image]) -> Image.Image:
    width = sum(image.width + MARGIN for image in images) - MARGIN
    whole = Image.new("RGB", (width, max(image.height for image in images) + MARGIN), GROUND)
    left = 0
    for image in images:
        whole.paste(image, (left, 0))
        left += image.width + MARGIN
    return whole


def stacked(images: Sequence[Image.Image]) -> Image.Image:
    size = (max(image.width for image in images), sum(image.height for image in images))
    whole = Image.new("RGB", size, GROUND)
    top = 0
    for image in images:
        whole.paste(image, (0, top))
        top += image.height
    return whole


# --------------------------------------------------------------------------- the command


def make(folder: Path) -> str:
    """Build one brief and save its sheet; what to say of it."""
    began = monotonic()
    with tempfile.TemporaryDirectory() as root:
        picture = sheet(Gallery(Path(root)), folder)
    path = OUTPUT / f"{folder.name}.png"
    picture.quantize(COLOURS, dither=Image.Dither.NONE).save(path)
    return f"{path}, {monotonic() - began:.0f} s"


def main(names: Sequence[str], say: Callable[[str], object]) -> int:
    """Make the sheets of the briefs named, or of all; 1 if one of them could not be built, 2 if there is none such."""
    every = {**BRIEFS, **SHAPES}
    if unknown := sorted(set(names) - set(every)):
        say(f"gallery: no brief {unknown[0]!r}; there are {', '.join(every)}")
        return 2
    OUTPUT.mkdir(parents=True, exist_ok=True)
    wanted = names or list(every)
    failed = 0
    with ProcessPoolExecutor(os.cpu_count()) as pool:
        jobs = {pool.submit(make, every[name]): name for name in wanted}
        for number, job in enumerate(as_completed(jobs), 1):
            problem = job.exception()
            failed += bool(problem)
            say(f"gallery: {number} of {len(jobs)}: {problem or job.result()}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(asked(__doc__, many="BRIEF"), print))
