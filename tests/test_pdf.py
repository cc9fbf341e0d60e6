"""Print: accessible and archival in one file, the same bytes every time, and closed to everything outside."""

from __future__ import annotations

import io
import re
import subprocess
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Literal

import pytest
from markupsafe import Markup
from pypdf import PdfReader

from reportgen.document.content import Content, PageMap
from reportgen.document.page import compose, numbers
from reportgen.document.print.pdf import Attachment, lay_out, write_pdf
from reportgen.errors import EngineError
from tests.conftest import Write
from tests.referees import verapdf
from tests.small_content import WIDTHS, picture, small_content

FACTS_CSV = Attachment("facts.csv", b"metric,value\ncloud_revenue,39.8\n", "The facts of this brief", "Data")


def pictures_of(content: Content) -> dict[str, str]:
    sparklines = {f"kpi-{number}/spark": picture(76, 20).svg for number in range(1, len(content.cards) + 1)}
    return {f"growth/{slot}": picture(width).svg for slot, width in WIDTHS.items()} | sparklines


def printed(content: Content) -> bytes:
    html = compose(content, "print")
    layout = lay_out(html, pictures_of(content), partial(numbers, content))
    return write_pdf(layout, [FACTS_CSV], content.date)


def no_numbers(pages: PageMap) -> dict[str, str]:
    return dict.fromkeys(pages.anchors, "")


def texts(pdf: bytes) -> list[str]:
    return [page.extract_text().replace("\u00a0", " ") for page in PdfReader(io.BytesIO(pdf)).pages]


@pytest.mark.referee
@pytest.mark.parametrize("paper", ["A4", "Letter"])
def test_one_file_is_pdf_ua_and_pdf_a(brief: Write, tmp_path: Path, paper: Literal["A4", "Letter"]) -> None:
    path = tmp_path / "brief.pdf"
    path.write_bytes(printed(small_content(brief, paper=paper)))
    verdicts = verapdf.judge([path])
    assert all(verdict.compliant for verdict in verdicts), "\n".join(map(str, verdicts))


def test_the_same_content_gives_the_same_bytes(brief: Write) -> None:
    assert printed(small_content(brief)) == printed(small_content(brief))


def test_contents_and_appendix_name_the_pages_on_which_things_stand(brief: Write) -> None:
    pages = texts(printed(small_content(brief)))
    opening = " ".join(pages[0].split())
    found = re.search(r"Key figures (\d+)", opening[opening.index("In this brief") :])
    assert found
    assert "Key figures" in pages[int(found[1]) - 1]
    assert f"page 1 of {len(pages)}" in pages[0]


def test_page_numbers_of_any_length_move_nothing(brief: Write) -> None:
    content = small_content(brief)
    html, pictures = compose(content, "print"), pictures_of(content)
    rows = [f"figure-row-{number}" for number in range(40)]
    short = texts(write_pdf(lay_out(html, pictures, lambda _: dict.fromkeys(rows, "1"))))
    long = texts(write_pdf(lay_out(html, pictures, lambda _: dict.fromkeys(rows, "1–3, 5, 7–9"))))
    assert "1–3, 5, 7–9" in "".join(long)
    alike = ["".join(page.replace("1–3, 5, 7–9", "1").split()) for page in long]
    assert alike == ["".join(page.split()) for page in short]


def test_the_contents_stand_at_the_foot_of_page_one(brief: Write, tmp_path: Path) -> None:
    path = tmp_path / "brief.pdf"
    full = replace(small_content(brief), standfirst=Markup("Words that fill. ") * 60)
    path.write_bytes(printed(full))
    boxes = subprocess.run(
        ["pdftotext", "-bbox", "-l", "1", path, "-"], check=True, capture_output=True, text=True
    )
    (foot,) = re.findall(r'yMax="([\d.]+)">Notices<', boxes.stdout)
    assert 0 <= (297 - 17) / 25.4 * 72 - float(foot) < 12


def test_metadata_bookmarks_and_attachment_are_in_the_file(brief: Write) -> None:
    reader = PdfReader(io.BytesIO(printed(small_content(brief))))
    assert reader.metadata
    assert reader.metadata.title == "Cloud grows 34% & more"
    assert str(reader.metadata.creation_date).startswith("2025-11-25")
    assert reader.attachments["facts.csv"] == [FACTS_CSV.content]
    assert [entry["/Title"] for entry in reader.outline if not isinstance(entry, list)]


def test_links_are_described_in_words(brief: Write) -> None:
    reader = PdfReader(io.BytesIO(printed(small_content(brief))))
    described = [note.get_object()["/Contents"] for page in reader.pages for note in page.get("/Annots", [])]
    assert "Source 1: The report" in described
    assert "a page" in described


def test_a_missing_picture_stops_the_build(brief: Write) -> None:
    with pytest.raises(EngineError, match="growth/half"):
        lay_out(compose(small_content(brief), "print"), {}, no_numbers)


@pytest.mark.parametrize(
    "address", ["file:///etc/hostname", "http://127.0.0.1:9/x.png", "ftp://127.0.0.1/x.png"]
)
def test_nothing_outside_of_the_brief_is_opened(address: str) -> None:
    with pytest.raises(EngineError, match="disallowed protocol"):
        lay_out(f'<html lang="en"><title>x</title><img src="{address}" alt="x">', {}, no_numbers)


def test_a_letter_that_no_bundled_font_has_stops_the_build() -> None:
    with pytest.raises(EngineError, match="U\\+E123"):
        write_pdf(lay_out('<html lang="en"><title>x</title><p>\ue123', {}, no_numbers))


def test_a_style_of_ones_own_cannot_fetch(brief: Write) -> None:
    content = small_content(brief, style='body{background:url("http://127.0.0.1:9/x.png")}')
    with pytest.raises(EngineError, match="disallowed protocol"):
        printed(content)
