"""What an author may add to a narrative: pictures, references, terms, tasks, code, page breaks."""

from __future__ import annotations

import base64
import json
import random
import re
from contextlib import suppress
from io import BytesIO
from pathlib import Path
from shutil import copytree
from typing import TYPE_CHECKING, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image
from pypdf import PdfReader
from pypdf.generic import DictionaryObject

import reportgen
from reportgen.document.abbreviations import abbreviations
from reportgen.document.content import House
from reportgen.document.layout_findings import rehearsal
from reportgen.document.markdown import PLACEHOLDER, BriefMarkdown, placeholder
from reportgen.document.page import compose
from reportgen.document.pictures import WIDEST, Unshowable, shown
from reportgen.edition import Issue
from reportgen.findings import Finding, Findings
from reportgen.language import Kind, language_of
from reportgen.language.english.page import PAGE
from reportgen.model import Metric
from reportgen.plan import assemble
from reportgen.verify.verdict import verify
from tests.browser import overflow, visiting
from tests.conftest import Write
from tests.referees import axe, markup, verapdf
from tests.small_content import small_content

if TYPE_CHECKING:
    from playwright.sync_api import Browser

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


# Abbreviations and the glossary -------------------------------------------------------------------------------


def test_an_abbreviation_has_its_long_form_where_a_section_uses_it_first(issue: Issue) -> None:
    assert re.findall("<abbr [^>]*>[^<]*</abbr>", issue.html) == [
        '<abbr title="earnings before interest, taxes and amortisation">EBITA</abbr>',
        '<abbr title="research and development">R&amp;D</abbr>',
    ]


def test_a_pdf_tells_the_long_form_to_those_who_hear_it(issue: Issue) -> None:
    reader = PdfReader(BytesIO(issue.pdf))
    told = [one for one in structure(reader) if "/E" in one]
    assert {str(one["/E"]) for one in told} == {
        "earnings before interest, taxes and amortisation",
        "research and development",
    }
    assert {str(one["/S"]) for one in told} == {"/Span"}


def structure(reader: PdfReader) -> list[DictionaryObject]:
    """Every structure element of a PDF."""
    root = reader.root_object["/StructTreeRoot"].get_object()
    waiting, found = [root], []
    while waiting:
        one = waiting.pop()
        if isinstance(one, DictionaryObject):
            found.append(one)
            kids = one.get("/K", [])
            waiting += [kid.get_object() for kid in (kids if isinstance(kids, list) else [kids])]
    return found


def test_the_glossary_stands_where_its_author_puts_it_and_nowhere_else(issue: Issue) -> None:
    assert issue.html.count('id="definitions"') == 1
    section = issue.html.partition('id="in-other-words"')[2].partition("</section>")[0]
    terms = re.findall(r'<strong class="term">([^<]*)</strong>', section)
    assert terms == ["Adjusted profit", "EBITA", "Like for like", "R&amp;D", "Sales"]
    assert "Without what was bought or sold in the year." in section


@pytest.mark.parametrize("where", ["abbreviations", "glossary"])
def test_a_number_typed_into_the_glossary_is_found(where: str, tmp_path: Path) -> None:
    found = with_settings(f"{where}:\n  EV: worth 12 of something\n", tmp_path)
    assert [one.code for one in found if "12" in one.message] == ["typed-number"]


def test_short_labels_of_capitals_are_abbreviations_and_others_are_not() -> None:
    metrics = [
        Metric("arr", "Annual recurring revenue", "amount", "ARR"),
        Metric("ai", "Products of AI", "amount", "AI"),
        Metric("eps", "Earnings per share", "amount", "GAAP EPS"),
    ]
    assert abbreviations({"EV": "enterprise value"}, metrics) == {
        "ARR": "Annual recurring revenue",
        "EV": "enterprise value",
    }


@given(
    st.lists(
        st.sampled_from(["EBITA", "R&D", "EBITA-like", "xEBITA", "EBITAs", "*EBITA*", "`R&D`"]), max_size=12
    )
)
def test_no_letter_of_a_text_is_lost_where_abbreviations_are_marked(words: list[str]) -> None:
    known = {"EBITA": "a", "R&D": "b"}
    plain, marked = (BriefMarkdown(PAGE, abbreviations=one).html(" ".join(words), "x") for one in ({}, known))
    assert re.sub("</?abbr[^>]*>", "", marked) == plain
    assert all(marked.count(f'title="{title}"') <= 1 for title in "ab")


# An exhibit in a frame, and in two places; a picture below the title; who sends and who signs ------------------


@pytest.mark.parametrize(
    ("text", "slot"),
    [
        ("{}", "wide"),
        ("::: callout Watch\n{}\n:::", "wide"),
        (":::: columns\n::: column\nWords.\n\n{}\n:::\n::: column\nWords.\n:::\n::::", "half"),
        ("::: beside other\nWords.\n\n{}\n:::", "half"),
        (":::: columns\n::: column\nWords.\n:::\n::::\n\n{}", "wide"),
    ],
)
def test_an_exhibit_is_drawn_for_half_the_width_where_its_text_has_no_more(text: str, slot: str) -> None:
    html = BriefMarkdown(PAGE).html(text.format(placeholder("growth")), "x")
    assert ("growth", slot) in [(placed[1], placed[2]) for placed in PLACEHOLDER.finditer(html)]


def test_an_exhibit_that_is_asked_for_again_leads_to_where_it_stands(issue: Issue) -> None:
    assert issue.html.count('id="exhibit-columns"') == 1
    assert (
        '<p class="exhibit-again">See <a href="#exhibit-columns">exhibit\u00a01</a>, above.</p>' in issue.html
    )


def test_in_print_an_exhibit_that_is_asked_for_again_is_drawn_once_and_led_to(issue: Issue) -> None:
    reader = PdfReader(BytesIO(issue.pdf))
    texts = [" ".join(page.extract_text().replace("\u00a0", " ").split()) for page in reader.pages]
    assert " ".join(texts).count("See exhibit 1, above.") == 1
    assert " ".join(texts).count("Exhibit 1.") == 1
    (drawn,) = [number for number, text in enumerate(texts) if "Exhibit 1." in text]
    notes = [note.get_object() for page in reader.pages for note in page.get("/Annots", ())]
    links = [note for note in notes if str(note.get("/Contents")).replace("\u00a0", " ") == "exhibit 1"]
    assert len(links) >= 2  # where it is asked for again, and where the text refers to it
    targets = {str(link["/A"]["/D"] if "/A" in link else link["/Dest"]) for link in links}
    assert {reader.get_destination_page_number(reader.named_destinations[name]) for name in targets} == {
        drawn
    }


def test_only_the_exhibit_that_is_to_be_boxed_is(issue: Issue) -> None:
    boxed = re.findall(r'<figure class="exhibit [^"]*exhibit-boxed[^"]*" id="([^"]+)"', issue.html)
    assert boxed == ["exhibit-parts"]


def test_the_picture_below_the_title_says_what_it_shows(issue: Issue) -> None:
    header = issue.html.partition("<header")[2].partition("</header>")[0]
    assert 'alt="The roof of a long low building"' in header
    assert "<figcaption>Photo: Ada Example</figcaption>" in header


@pytest.mark.parametrize(
    ("given", "code"),
    [("hal.png", "missing-file"), ("../hall.png", "outside-brief"), ("facts.csv", "bad-picture")],
)
def test_a_picture_below_the_title_that_cannot_be_shown_is_found(
    given: str, code: str, tmp_path: Path
) -> None:
    found = with_settings(f"cover_picture: {{file: {given}, alt: A hall}}\n", tmp_path)
    assert [one.code for one in found if one.severity == "error"] == [code]


@pytest.mark.parametrize("kind", ["JPEG", "svg"])
def test_a_tall_picture_is_whole_on_its_page_and_leaves_room_on_it(kind: str, tmp_path: Path) -> None:
    copy = tmp_path / "brief"
    copytree(SHAPE, copy)
    tall = SQUARE.replace("0 0 9 9", "0 0 9 27").format("").encode() if kind == "svg" else picture((30, 90))
    name = "tall.svg" if kind == "svg" else "tall.jpg"
    (copy / name).write_bytes(tall)
    (copy / "narrative.md").write_text(f'## A\n\n![Tall]({name}){{alt="Tall"}}\n', encoding="utf-8")
    plan = reportgen.load(copy).plan()
    sheets = rehearsal(assemble(plan, draft=False), plan.drawn, plan.brief, Findings()).sheets
    seen = [
        (one, leaf) for one in sheets for leaf in one.leaves if leaf.is_picture and leaf.where.section == "a"
    ]
    assert seen
    for sheet, leaf in seen:
        assert leaf.bottom <= sheet.inner_top + sheet.inner_height
        assert leaf.bottom - leaf.top < sheet.inner_height * 0.7


def with_settings(more: str, folder: Path) -> list[Finding]:
    """What is found of the shape with other settings for what ``more`` names."""
    copy = folder / "brief"
    copytree(SHAPE, copy)
    path, key = copy / "brief.yaml", more.partition(":")[0]
    kept = re.sub(rf"(?m)^{key}:.*\n(?:[ ]+.*\n)*", "", path.read_text(encoding="utf-8"))
    path.write_text(kept + more, encoding="utf-8")
    return list(reportgen.load(copy).plan().findings)


def test_print_says_who_sends_it_who_signs_and_how_confidential_it_is(issue: Issue) -> None:
    pages = [page.extract_text() for page in PdfReader(BytesIO(issue.pdf)).pages]
    assert all("Confidential: for the members of the board" in page for page in pages)
    assert "Office of the board" in pages[0]
    assert any("Ada Example" in page and "for the management" in page for page in pages[1:])


@pytest.mark.parametrize("kind", get_args(Kind))
@pytest.mark.parametrize("is_draft", [False, True])
def test_what_is_confidential_says_so_on_every_kind_of_document(
    kind: Kind,
    is_draft: bool,  # noqa: FBT001 - a parameter of the test
    brief: Write,
) -> None:
    words = language_of("en", "day first", "british", language_of("en").kinds[kind])
    said, house = "Secret {so far}", House(head="The house")
    shown = small_content(brief, confidentiality=said, house=house, draft=is_draft, words=words)
    heads = re.findall(r'@top-center \{[^"]*content: "([^"]*)"', compose(shown, "print"))
    assert heads[-2:] == [f"{said} · {words.page.draft if is_draft else house.head}", said]
    assert f'<p class="confidentiality">{said}</p>' in compose(shown, "page")


def test_a_long_callout_may_go_on_on_the_next_page_and_a_short_one_stays_whole() -> None:
    parser = BriefMarkdown(PAGE)
    for block in ("callout", "quote"):
        short, long = (parser.html(f"::: {block} A\n{text}\n:::\n", "x") for text in ("b", "b " * 500))
        assert "runs-on" not in short
        assert f'class="{block} runs-on"' in long


def test_the_manifest_says_which_kind_of_document_it_is(issue: Issue) -> None:
    assert json.loads(issue.files["manifest.json"])["kind"] == "board-pack"


# The referees ---------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def written(issue: Issue, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the edition as its readers have it."""
    folder = tmp_path_factory.mktemp("elements")
    for name in ("brief.html", "brief.pdf"):
        (folder / name).write_bytes(issue.files[name])
    return folder


@pytest.mark.referee
def test_every_element_is_accessible_and_archival_in_the_pdf(written: Path) -> None:
    verdicts = verapdf.judge([written / "brief.pdf"])
    assert all(verdict.compliant for verdict in verdicts), "\n".join(map(str, verdicts))


@pytest.mark.browser
@pytest.mark.referee
@pytest.mark.parametrize(("scheme", "width"), [("light", 1280), ("dark", 320)])
def test_every_element_is_accessible_on_the_page(
    chromium: Browser, written: Path, scheme: str, width: int
) -> None:
    with visiting(chromium, written / "brief.html", width, color_scheme=scheme) as visit:
        assert axe.judge_axe(visit.page) == []
        assert overflow(visit.page) == []


@pytest.mark.referee
def test_every_element_is_written_as_html_has_it(written: Path) -> None:
    assert markup.judge_nu([written / "brief.html"]) == []


def test_an_edition_with_every_element_is_consistent_with_its_own_record(written: Path) -> None:
    for name in ("brief.html", "brief.pdf"):
        assert not verify(written / name).drifts
