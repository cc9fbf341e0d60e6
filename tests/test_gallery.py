"""Every brief of the gallery, on each paper: nothing is found in it, and its edition proves itself."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from pypdf import PdfReader

from reportgen.cli import main
from tests.gallery import A4, BRIEFS, EDITIONS, LETTER, SHAPES, Gallery, Subject

pytestmark = pytest.mark.slow

MM = 72 / 25.4
SIZES = {A4: (210 * MM, 297 * MM), LETTER: (8.5 * 72, 11 * 72)}
OF_THE_PAPER = (
    re.compile(r"@page \{ size: \w+; \}"),
    re.compile(r"--paper-width:[\w.]+;--paper-height:[\w.]+;"),
    re.compile(
        r'download="manifest\.json" href="[^"]+"'
    ),  # it holds the hash of brief.yaml, which says the paper
    re.compile(r"inputs sha256 \w+"),  # and so does this
)
every = pytest.mark.parametrize("name", EDITIONS)


@every
def test_nothing_is_found(gallery: Gallery, name: str) -> None:
    """The build looks for what ``check`` looks for, the faults of the pages' layout among it."""
    assert gallery[name].findings == ()


def test_the_strictest_check_lets_all_of_them_pass(tmp_path: Path) -> None:
    folders = [str(subject.write(tmp_path)) for subject in EDITIONS.values() if subject.paper == A4]
    assert main(["check", "--strict", "--allow-code", "--jobs", "1", *folders]) == 0


def test_page_and_pdf_prove_themselves_on_letter_too(
    gallery: Gallery, capsys: pytest.CaptureFixture[str]
) -> None:
    """Those on A4 do in ``test_editions_verify``."""
    built = [
        gallery[name]
        for name, one in EDITIONS.items()
        if one.paper == LETTER or one.folder in SHAPES.values()
    ]
    files = [str(path) for one in built for path in (one.pdf, one.page)]
    code = main(["verify", *files])
    assert code == 0, "".join(capsys.readouterr())


@every
def test_every_sheet_is_of_its_paper(gallery: Gallery, name: str) -> None:
    pages = PdfReader(gallery[name].pdf).pages
    boxes = {tuple(round(float(length), 1) for length in page.mediabox[2:]) for page in pages}
    assert boxes == {tuple(round(length, 1) for length in SIZES[EDITIONS[name].paper])}


@pytest.mark.parametrize("brief", BRIEFS)
def test_the_page_is_the_same_but_for_the_paper_that_it_prints_on(gallery: Gallery, brief: str) -> None:
    one, other = (without_paper(gallery[Subject(BRIEFS[brief], paper).name].page) for paper in (A4, LETTER))
    assert one == other


def without_paper(page: Path) -> list[str]:
    """The lines of a page but for what tells its paper; each of those stands there once."""
    html = page.read_text(encoding="utf-8")
    for pattern in OF_THE_PAPER:
        html, times = pattern.subn("", html)
        assert times == 1, pattern.pattern
    return html.splitlines()
