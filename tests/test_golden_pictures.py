"""Pages look as they did: the sample's, and the first of every other edition, as small grey pictures with tolerance.

Where a page differs, what was expected, what was found and the difference are put into output/differences, and the
message names them. After a change that is meant to change the look, renew the pictures by hand, look at every one, and
commit them: `RENEW=1 pytest tests/test_golden_pictures.py`. In CI nothing is ever renewed.
"""

from __future__ import annotations

import os
from pathlib import Path

import pypdfium2
import pytest
from PIL import Image, ImageDraw
from pixelmatch.contrib.PIL import pixelmatch

from tests.gallery import EDITIONS, SAMPLE_A4, Gallery

pytestmark = pytest.mark.slow

GOLDEN = Path(__file__).parent / "golden" / "gallery"
DIFFERENCES = Path(__file__).parents[1] / "output" / "differences"
WHOLE = {SAMPLE_A4}  # whose every page is looked at
DOTS_PER_INCH = 50
GREY_STEP = 36  # of 255
TOLERANCE = 0.2  # of the way from black to white, by which one dot may differ
MOST_DIFFERENT = 0.002  # of a page's dots
RENEW = bool(os.environ.get("RENEW")) and not os.environ.get("CI")


def pictures(pdf: Path, pages: int | None) -> list[Image.Image]:
    """The first pages of a PDF, or all, in grey, small."""
    with pypdfium2.PdfDocument(pdf) as document:
        drawn = [document[number] for number in range(pages or len(document))]
        rendered = [page.render(scale=DOTS_PER_INCH / 72).to_pil() for page in drawn]
    return [image.convert("L").point(nearest_grey) for image in rendered]


def nearest_grey(level: float) -> float:
    """One of a few greys, so that pictures are small: the step between two is less than the tolerance."""
    return round(level / GREY_STEP) * GREY_STEP


def compare(found: Image.Image, expected: Image.Image, name: str, folder: Path = DIFFERENCES) -> str:
    """What to say of a page that looks otherwise than expected; nothing of one that does not."""
    if found.size != expected.size:
        return f"{name}: {found.size[0]} x {found.size[1]} dots, expected {expected.size[0]} x {expected.size[1]}"
    one, other = found.convert("RGBA"), expected.convert("RGBA")
    difference = Image.new("RGBA", one.size)
    dots = pixelmatch(other, one, difference, threshold=TOLERANCE)
    if dots <= MOST_DIFFERENT * one.width * one.height:
        return ""
    folder.mkdir(parents=True, exist_ok=True)
    saved = {"expected": expected, "found": found, "difference": difference}
    paths = {kind: folder / f"{name}-{kind}.png" for kind in saved}
    for kind, path in paths.items():
        saved[kind].save(path)
    return f"{name}: {dots} dots differ; see {', '.join(map(str, paths.values()))}"


@pytest.mark.parametrize("name", EDITIONS)
def test_the_pages_look_as_they_did(gallery: Gallery, name: str) -> None:
    found = pictures(gallery[name].pdf, None if name in WHOLE else 1)
    if RENEW:
        renew(found, name)
    golden = sorted(GOLDEN.glob(f"{name}-*.png"))
    assert golden, "there is no picture yet: look at the pages (make gallery), then make one with RENEW=1"
    assert len(found) == len(golden), "another number of pages; look at them, then renew the pictures"
    said = [compare(page, Image.open(path), path.stem) for page, path in zip(found, golden, strict=True)]
    assert not any(said), "\n".join(filter(None, said))


def renew(found: list[Image.Image], name: str) -> None:
    """Put pictures in the place of those that were expected."""
    GOLDEN.mkdir(exist_ok=True)
    for path in GOLDEN.glob(f"{name}-*.png"):
        path.unlink()
    for number, page in enumerate(found, 1):
        page.quantize(256).save(GOLDEN / f"{name}-{number:02}.png", optimize=True)


def test_no_picture_is_left_of_an_edition_that_is_gone() -> None:
    assert {path.stem.rpartition("-")[0] for path in GOLDEN.glob("*.png")} <= set(EDITIONS)


def test_a_page_that_looks_otherwise_is_found_and_shown(tmp_path: Path) -> None:
    expected = Image.new("L", (330, 467), 255)
    found = expected.copy()
    ImageDraw.Draw(found).rectangle((30, 30, 60, 60), fill=0)
    said = compare(found, expected, "page", tmp_path)
    assert "page-difference.png" in said
    assert {path.name for path in tmp_path.iterdir()} == {
        "page-expected.png", "page-found.png", "page-difference.png",
    }  # fmt: skip


def test_a_trace_of_grey_is_no_difference(tmp_path: Path) -> None:
    expected = Image.new("L", (330, 467), 255)
    found = expected.copy()
    ImageDraw.Draw(found).rectangle((30, 30, 60, 60), fill=240)
    assert not compare(found, expected, "page", tmp_path)
