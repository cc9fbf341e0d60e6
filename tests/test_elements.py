"""What an author may add to a narrative: pictures, references, terms, tasks, code, page breaks."""

from __future__ import annotations

import base64
import random
import re
from contextlib import suppress
from io import BytesIO
from pathlib import Path
from shutil import copytree

import pytest
from PIL import Image

import reportgen
from reportgen.document.pictures import WIDEST, Unshowable, shown
from reportgen.edition import Issue
from reportgen.findings import Finding

SHAPE = Path(__file__).parent / "shapes" / "elements"
SQUARE = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9">{}</svg>'


@pytest.fixture(scope="module")
def issue() -> Issue:
    return reportgen.load(SHAPE).build()


def found(text: str, folder: Path) -> list[Finding]:
    """What is found of the shape with another narrative."""
    copy = folder / "brief"
    copytree(SHAPE, copy)
    whole = f'{text}\n\n{{{{ exhibit("columns") }}}}\n\n{{{{ exhibit("parts") }}}}\n'
    (copy / "narrative.md").write_text(whole, encoding="utf-8")
    return list(reportgen.load(copy).plan().findings)


def picture(size: tuple[int, int] = (40, 30), kind: str = "JPEG", **how: object) -> bytes:
    stream = BytesIO()
    chance = random.Random(1)  # noqa: S311 - the same each time
    noise = bytes(chance.randrange(256) for _ in range(size[0] * size[1] * 3))
    Image.frombytes("RGB", size, noise).save(stream, kind, **how)
    return stream.getvalue()


def opened(address: str) -> Image.Image:
    return Image.open(BytesIO(base64.b64decode(address.partition(",")[2])))


def test_a_brief_with_every_element_has_no_findings(issue: Issue) -> None:
    assert not [one for one in issue.findings if one.severity != "note"]


def test_a_reference_says_the_number_of_its_exhibit_and_leads_there(issue: Issue) -> None:
    number = re.search(r'id="exhibit-columns".*?Exhibit (\d+)\.', issue.html, re.DOTALL)
    assert number
    assert f'<a class="see" href="#exhibit-columns">exhibit\u00a0{number[1]}</a>' in issue.html


def test_a_picture_has_its_words_its_credit_and_what_it_shows(issue: Issue) -> None:
    (figure,) = re.findall(r'<figure class="picture">.*?</figure>', issue.html, re.DOTALL)
    assert 'alt="A long low building under a wide sky"' in figure
    assert '<span class="credit">Photo: Ada Example</span>' in figure
    assert 'data-fact="parts_a@FY2026-Q2"' in figure


def test_tasks_are_read_as_words_and_terms_as_terms(issue: Issue) -> None:
    assert '<span class="task task-done">Done</span> The report is signed' in issue.html
    assert '<span class="task task-open">Open</span> The call with analysts' in issue.html
    assert "<dt>EBITA</dt>" in issue.html


def test_a_page_carries_letters_of_one_width_only_where_there_is_code(
    issue: Issue, losses_issue: Issue
) -> None:
    assert '@font-face{font-family:"Brief Mono"' in issue.html
    assert '@font-face{font-family:"Brief Mono"' not in losses_issue.html


@pytest.mark.parametrize(
    ("text", "code", "words"),
    [
        ("## A\n\nAs @exhibit-colums shows.", "unknown-exhibit", "did you mean 'columns'"),
        ("## A\n\n![](hall.png)", "missing-alt", "cannot see it"),
        ("## A\n\n![A hall](hal.png)", "missing-file", "did you mean 'hall.png'"),
        ("## A\n\n![A hall](https://example.com/hall.png)", "bad-picture", "leads elsewhere"),
        ("## A\n\n![A hall](../hall.png)", "outside-brief", "outside"),
        ("## A\n\n![A hall](/etc/hall.png)", "bad-picture", "leads elsewhere"),
        ("## A\n\n![A hall with 12 gates](hall.png)", "typed-number", "12"),
        ('## A\n\n![](hall.png){alt="A hall with 12 gates"}', "typed-number", "12"),
    ],
)
def test_what_is_wrong_with_an_element_is_found_at_its_line(
    text: str, code: str, words: str, tmp_path: Path
) -> None:
    matching = [one for one in found(text, tmp_path) if one.code == code]
    assert [one.place.line for one in matching] == [3]
    assert words in matching[0].message


def test_a_file_that_is_linked_to_as_if_it_were_a_page_is_refused(tmp_path: Path) -> None:
    assert "forbidden-link" in {one.code for one in found("## A\n\n[The hall](hall.png)", tmp_path)}


def test_a_photograph_is_written_anew_without_what_its_file_hides() -> None:
    exif = Image.Exif()
    exif[0x010E] = "a secret place"
    whole = opened(shown("a.jpg", picture(exif=exif.tobytes())).address)
    assert not whole.getexif()
    assert whole.mode == "RGB"


def test_a_wide_photograph_is_made_as_wide_as_paper_needs() -> None:
    found = shown("a.webp", picture((1500, 10), "WEBP"))
    assert found.width == WIDEST


def test_a_picture_is_the_same_bytes_each_time() -> None:
    raw = picture()
    assert shown("a.jpg", raw) == shown("a.jpg", raw)


@pytest.mark.parametrize(
    "inner",
    [
        "<script>alert(1)</script>",
        '<rect onload="alert(1)"/>',
        '<image href="https://example.com/a.png"/>',
        '<use href="other.svg#a"/>',
        "<foreignObject/>",
        '<rect fill="url(https://example.com/#a)"/>',
        "<style>@import 'https://example.com/a.css';</style>",
        '<a href="javascript:alert(1)"/>',
        "<animate/>",
    ],
)
def test_a_drawing_that_runs_or_fetches_is_refused(inner: str) -> None:
    with pytest.raises(Unshowable):
        shown("a.svg", SQUARE.format(inner).encode())


@pytest.mark.parametrize(
    "raw",
    [
        b'<!DOCTYPE svg [<!ENTITY a "b">]><svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1">&a;</svg>',
        b"<html/>",
        b"no picture",
        SQUARE.format("<g>" * 200 + "</g>" * 200).encode(),
        SQUARE.format("").replace('viewBox="0 0 9 9"', "").encode(),
    ],
)
def test_what_is_no_plain_drawing_is_refused(raw: bytes) -> None:
    with pytest.raises(Unshowable):
        shown("a.svg", raw)


def test_a_plain_drawing_is_kept_as_it_is() -> None:
    raw = SQUARE.format('<linearGradient id="a"/><path fill="url(#a)" d="M0 0h9v9H0z"/>').encode()
    assert base64.b64decode(shown("a.svg", raw).address.partition(",")[2]) == raw


@pytest.mark.parametrize("seed", range(30))
def test_a_damaged_photograph_is_shown_or_refused(seed: int) -> None:
    chance, raw = random.Random(seed), bytearray(picture(kind=("JPEG", "PNG", "WEBP")[seed % 3]))  # noqa: S311 - as above
    for _ in range(20):
        raw[chance.randrange(len(raw))] = chance.randrange(256)
    with suppress(Unshowable):
        assert shown("a.png", bytes(raw[: chance.randrange(1, len(raw))] if seed % 2 else raw)).width


def test_a_heading_within_a_section_may_be_linked_to(issue: Issue) -> None:
    assert '<h3 id="terms">In terms</h3>' in issue.html
    assert 'href="#terms"' in issue.html
