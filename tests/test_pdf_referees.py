"""Every edition of the gallery before every referee of documents."""

from __future__ import annotations

import os
import re
import subprocess
from itertools import pairwise
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from pypdf import PdfReader
from pypdf.generic import Destination

from tests.conftest import Write
from tests.gallery import EDITIONS, SAMPLE_A4, SAMPLE_LETTER, Gallery
from tests.outline import headings, outline
from tests.referees import pdf_syntax, verapdf
from tests.small_content import small_content
from tests.test_pdf import printed

pytestmark = [pytest.mark.referee, pytest.mark.slow]

GOLDEN = Path(__file__).parent / "golden"
LARGEST_SAMPLE = 400_000  # bytes
FACTSHEETS = ("fund",)  # the kind that has no contents
every = pytest.mark.parametrize("name", EDITIONS)


def test_every_pdf_is_accessible_and_archival(gallery: Gallery) -> None:
    verdicts = verapdf.judge([gallery[name].pdf for name in EDITIONS])
    assert len(verdicts) == 2 * len(EDITIONS)
    assert all(verdict.compliant for verdict in verdicts), "\n".join(map(str, verdicts))


def test_every_pdf_is_sound_and_every_page_can_be_drawn(gallery: Gallery) -> None:
    paths = [gallery[name].pdf for name in EDITIONS]
    assert not pdf_syntax.judge_qpdf(paths)
    assert not pdf_syntax.judge_mutool(paths)


@every
def test_every_font_is_embedded_and_every_letter_can_be_read_back(gallery: Gallery, name: str) -> None:
    path = gallery[name].pdf
    fonts = said("pdffonts", path).splitlines()[2:]
    assert fonts
    assert all(re.search(r" yes yes yes +\d+ +\d+$", line) for line in fonts), "\n".join(fonts)
    assert "\ufffd" not in said("pdftotext", path, "-")


@every
def test_the_outline_lists_every_heading(gallery: Gallery, name: str) -> None:
    path = gallery[name].pdf
    assert [bare(title) for title in bookmarks(PdfReader(path).outline)] == [
        bare(title) for _, title in headings(path)
    ]


@every
def test_headings_skip_no_level_and_begin_with_the_title(gallery: Gallery, name: str) -> None:
    levels = [level for level, _ in headings(gallery[name].pdf)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


@every
def test_tags_pictures_links_and_language_are_as_a_reader_wants_them(gallery: Gallery, name: str) -> None:
    with pikepdf.open(gallery[name].pdf) as pdf:
        assert str(pdf.Root.Lang) == "en"
        elements = [item for item in pdf.objects if is_structure(item)]
        figures = [item for item in elements if item.S == "/Figure"]
        assert all(len(str(item.get("/Alt", ""))) > 3 for item in figures)
        headers = [item for item in elements if item.S == "/TH"]
        assert all(item.A.Scope in ("/Row", "/Column") for item in headers)
        links = [note for page in pdf.pages for note in page.get("/Annots", []) if note.Subtype == "/Link"]
        assert all(re.search(r"\w", str(note.Contents)) for note in links)
        assert not [str(note.Contents) for note in links if str(note.Contents).startswith(("#", "http"))]


@every
def test_running_heads_and_page_numbers_are_artifacts(gallery: Gallery, name: str) -> None:
    path = gallery[name].pdf
    pages = len(PdfReader(path).pages)
    assert f"page {pages} of {pages}" in said("pdftotext", path, "-")
    content = b"".join(page.get_contents().get_data() for page in PdfReader(path).pages)  # type: ignore[union-attr]
    assert content.count(b"/Artifact") >= pages


def test_links_in_the_contents_say_title_and_page(gallery: Gallery) -> None:
    reader = PdfReader(gallery["components-a4"].pdf)
    described = [str(note.get_object()["/Contents"]) for note in reader.pages[0]["/Annots"]]  # type: ignore[attr-defined]
    (entry,) = [words for words in described if words.startswith("Highlights")]
    page = int(re.fullmatch(r"Highlights, page (\d+)", entry)[1])  # type: ignore[index]
    assert "Highlights" in reader.pages[page - 1].extract_text()


@every
def test_the_contents_are_one_list_of_references(gallery: Gallery, name: str) -> None:
    with pikepdf.open(gallery[name].pdf) as pdf:
        elements = [item for item in pdf.objects if is_structure(item)]
        lists = [item for item in elements if item.S == "/TOC"]
        entries = [item for item in elements if item.S == "/TOCI"]
        assert len(lists) == (not name.startswith(FACTSHEETS))
        assert [kid.objgen for one in lists for kid in one.K] == [one.objgen for one in entries]
        assert all(one.P.objgen == lists[0].objgen for one in entries)
        assert {str(kid.S) for one in entries for kid in one.K} == ({"/Reference"} if lists else set())


@every
def test_no_value_of_the_appendix_is_broken(gallery: Gallery, name: str) -> None:
    """A line of text is one piece of content; paragraphs within cells are those of the matrix of figures."""
    with pikepdf.open(gallery[name].pdf) as pdf:
        elements = [item for item in pdf.objects if is_structure(item)]
        values = [item for item in elements if item.S == "/P" and item.P.S == "/TD"]
        assert values
        assert {pieces(value) for value in values} <= {1}


def pieces(element: Any) -> int:
    """How many pieces of content are in an element."""
    return sum(pieces(kid) if is_structure(kid) else isinstance(kid, int) for kid in element.K)


@pytest.mark.parametrize("name", [SAMPLE_A4, SAMPLE_LETTER])
def test_the_sample_is_small(gallery: Gallery, name: str) -> None:
    assert gallery[name].pdf.stat().st_size < LARGEST_SAMPLE


def test_text_is_extracted_in_reading_order_with_numbers_whole(gallery: Gallery) -> None:
    text = " ".join(said("pdftotext", "-raw", gallery[SAMPLE_A4].pdf, "-").replace("\u00a0", " ").split())
    assert "39.8 billion yuan" in text
    assert "RMB 39.8bn" in text
    begin = 0
    for _, title in headings(gallery[SAMPLE_A4].pdf):
        begin = bare(text).find(bare(title), begin) + 1
        assert begin, f"'{title}' does not follow what stands before it"


def test_a_table_across_pages_repeats_its_header_on_each(gallery: Gallery) -> None:
    texts = [page.extract_text() for page in PdfReader(gallery["long-a4"].pdf).pages]
    exhibit = [text for text in texts if "staff, employees" in text]  # rows of it; no other table has such
    assert len(exhibit) >= 3
    assert all(re.search(r"2025\s+2024\s", text) for text in exhibit)


@every
def test_the_facts_travel_in_every_pdf(gallery: Gallery, name: str) -> None:
    with pikepdf.open(gallery[name].pdf) as pdf:
        relations = {str(file.UF): str(file.AFRelationship) for file in pdf.Root.AF}
    assert relations == {
        "facts.csv": "/Data", "facts.json": "/Source", "manifest.json": "/Supplement",
    }  # fmt: skip


def test_the_tags_of_a_small_brief_are_as_expected(brief: Write, tmp_path: Path) -> None:
    """After a change that is meant to change them: `RENEW=1 pytest tests/test_pdf_referees.py -k expected`."""
    path, expected = tmp_path / "brief.pdf", GOLDEN / "small-brief-tags.txt"
    path.write_bytes(printed(small_content(brief)))
    found = outline(path)
    assert "page 1 of" not in found  # page furniture is an artifact
    if os.environ.get("RENEW") and not os.environ.get("CI"):
        expected.parent.mkdir(exist_ok=True)
        expected.write_text(found, encoding="utf-8")
    assert found == expected.read_text(encoding="utf-8")


def said(*command: str | Path) -> str:
    return subprocess.run([str(part) for part in command], check=True, capture_output=True, text=True).stdout


def bare(text: str) -> str:
    """A text without its spaces, which the end of a line takes away."""
    return re.sub(r"\s", "", text.replace("\u00a0", "").replace("\u00ad", ""))


def bookmarks(entries: list[Any]) -> list[str]:
    found: list[str] = []
    for entry in entries:
        found += [str(entry.title)] if isinstance(entry, Destination) else bookmarks(entry)
    return found


def is_structure(item: Any) -> bool:
    return isinstance(item, pikepdf.Dictionary) and item.get("/Type") == "/StructElem"
