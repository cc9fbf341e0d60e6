"""A file made to harm whoever verifies it gets a verdict or is no edition: never a traceback, never a wait."""

from __future__ import annotations

import time
import zlib
from collections.abc import Callable, Mapping
from pathlib import Path

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, String

from reportgen.cli import main
from reportgen.edition import Issue
from reportgen.verify.verdict import verify
from tests.tampering import Change, said

GOOD, DIFFERS, NO_EDITION = 0, 1, 2
LONGEST = 60  # seconds of work, on any machine


@pytest.fixture
def pdf(losses_issue: Issue, tmp_path: Path) -> Path:
    path = tmp_path / "brief.pdf"
    path.write_bytes(losses_issue.pdf)
    return path


def no_pages(document: pikepdf.Pdf) -> None:
    document.Root.Pages.Kids = Array([])
    document.Root.Pages.Count = 0


def draws_nothing_known(document: pikepdf.Pdf) -> None:
    document.pages[0].contents_add(b"/Nothing Do /Nothing 9 Tf (a) Tj")


def ends_what_never_began(document: pikepdf.Pdf) -> None:
    document.pages[0].contents_add(b"EMC EMC Q Q ET /P BDC /P <</MCID (x)>> BDC Tj TJ Do", prepend=True)


def pages_within_themselves(document: pikepdf.Pdf) -> None:
    document.Root.Pages.Kids.append(document.Root.Pages)


def form(document: pikepdf.Pdf, content: bytes) -> pikepdf.Object:
    return document.make_stream(content, Type=Name.XObject, Subtype=Name.Form, BBox=[0, 0, 9, 9])


def drawn_within_itself(document: pikepdf.Pdf) -> None:
    drawn = form(document, b"/Own Do")
    drawn.Resources = Dictionary(XObject=Dictionary(Own=drawn))
    document.pages[0].Resources.XObject.Own = drawn
    document.pages[0].contents_add(b"/Own Do")


def drawn_a_billion_times(document: pikepdf.Pdf) -> None:
    """Thirty forms, each of which draws the next one twice."""
    drawn = form(document, b"0 0 9 9 re f")
    for _ in range(30):
        outer = form(document, b"/Own Do /Own Do " + b"%" * 1000)
        outer.Resources = Dictionary(XObject=Dictionary(Own=drawn))
        drawn = outer
    document.pages[0].Resources.XObject.Own = drawn
    document.pages[0].contents_add(b"/Own Do")


def tags_within_themselves(document: pikepdf.Pdf) -> None:
    root = document.Root.StructTreeRoot
    root.K = Array([root, *(root.K if isinstance(root.K, Array) else [root.K])])


def names_within_themselves(document: pikepdf.Pdf) -> None:
    names = document.Root.Names.EmbeddedFiles
    document.Root.Names.EmbeddedFiles = document.make_indirect(names)
    document.Root.Names.EmbeddedFiles.Kids = Array([document.Root.Names.EmbeddedFiles])


def bookmarks_in_a_ring(document: pikepdf.Pdf) -> None:
    document.Root.Outlines.First.Next = document.Root.Outlines.First


def a_hundred_thousand_objects(document: pikepdf.Pdf) -> None:
    document.Root.Many = Array([document.make_indirect(Dictionary(N=number)) for number in range(100_000)])


def four_billion_letters(document: pikepdf.Pdf) -> None:
    for font in document.pages[0].Resources.Font.values():
        font.ToUnicode.write(b"1 beginbfrange\n<00000000> <ffffffff> <0030>\nendbfrange")


def letters_beyond_the_last(document: pikepdf.Pdf) -> None:
    for font in document.pages[0].Resources.Font.values():
        font.ToUnicode.write(
            b"1 beginbfrange\n<0000> <ffff> <fffffff0>\nendbfrange 1 beginbfchar <1> <2> endbfchar"
        )


def a_gigabyte_of_nothing(document: pikepdf.Pdf) -> None:
    packed = zlib.compressobj()
    data = b"".join(packed.compress(bytes(2**20)) for _ in range(1000)) + packed.flush()
    stream = document.make_stream(b"")
    stream.write(data, filter=Name.FlateDecode)
    document.pages[0].Contents = stream


def of_the_wrong_kind(document: pikepdf.Pdf) -> None:
    page = document.pages[0]
    page.Annots, page.Resources, page.Contents = Name.Wrong, String("x"), Dictionary()
    document.Root.Outlines, document.Root.Metadata, document.Root.AF = Array([1]), String("x"), Dictionary()


HOSTILE: Mapping[str, Change] = {
    function.__name__.replace("_", " "): function
    for function in (
        no_pages, draws_nothing_known, ends_what_never_began, pages_within_themselves, drawn_within_itself,
        drawn_a_billion_times, tags_within_themselves, names_within_themselves, bookmarks_in_a_ring,
        a_hundred_thousand_objects, four_billion_letters, letters_beyond_the_last, a_gigabyte_of_nothing,
        of_the_wrong_kind,
    )
}  # fmt: skip


@pytest.mark.parametrize("kind", HOSTILE)
def test_a_hostile_edition_gets_a_verdict_soon(kind: str, pdf: Path) -> None:
    with pikepdf.open(pdf, allow_overwriting_input=True) as document:
        HOSTILE[kind](document)
        document.save(pdf, fix_metadata_version=False)
    begin = time.process_time()
    assert main(["verify", str(pdf)]) == DIFFERS
    assert time.process_time() - begin < LONGEST


def test_a_document_without_pages_says_so(pdf: Path) -> None:
    with pikepdf.open(pdf, allow_overwriting_input=True) as document:
        no_pages(document)
        document.save(pdf, fix_metadata_version=False)
    assert "the document has no pages" in said(verify(pdf))


@pytest.mark.parametrize("password", ["", "secret"])
def test_an_encrypted_edition_is_no_edition_of_ours(password: str, pdf: Path) -> None:
    with pikepdf.open(pdf, allow_overwriting_input=True) as document:
        document.save(pdf, encryption=pikepdf.Encryption(owner="owner", user=password))
    assert main(["verify", str(pdf)]) in (DIFFERS, NO_EDITION)


def test_a_deeply_nested_object_is_no_traceback(pdf: Path) -> None:
    with pikepdf.open(pdf, allow_overwriting_input=True) as document:
        document.save(pdf, object_stream_mode=pikepdf.ObjectStreamMode.disable, fix_metadata_version=False)
    raw = pdf.read_bytes()
    pdf.write_bytes(raw.replace(b"/Lang (en", b"/Deep " + b"[" * 100_000 + b"]" * 100_000 + b" /Lang (en", 1))
    assert main(["verify", str(pdf)]) in (DIFFERS, NO_EDITION)


@pytest.mark.parametrize("part", [0.001, 0.1, 0.3, 0.5, 0.7, 0.9, 0.99, 0.9999])
def test_half_a_file_is_no_traceback(part: float, pdf: Path) -> None:
    raw = pdf.read_bytes()
    pdf.write_bytes(raw[: int(len(raw) * part)])
    assert main(["verify", str(pdf)]) in (DIFFERS, NO_EDITION)


OTHERS: Mapping[str, Callable[[], bytes]] = {
    "empty": lambda: b"",
    "a picture": lambda: b"\x89PNG\r\n\x1a\n" + bytes(100),
    "a name alone": lambda: b"%PDF-1.7",
    "a table that leads to itself": lambda: (
        b"%PDF-1.7\nxref\n0 0\ntrailer\n<</Prev 9/Root 1 0 R>>\nstartxref\n9\n%%EOF"
    ),
    "a root that is itself": lambda: (
        b"%PDF-1.7\n1 0 obj\n1 0 R\nendobj\ntrailer<</Root 1 0 R>>\nstartxref\n0\n%%EOF"
    ),
    "noise": lambda: b"%PDF-1.7\n" + bytes(range(256)) * 400,
}


@pytest.mark.parametrize("kind", OTHERS)
def test_what_is_no_pdf_of_ours_is_no_edition(kind: str, tmp_path: Path) -> None:
    path = tmp_path / "what.pdf"
    path.write_bytes(OTHERS[kind]())
    assert main(["verify", str(path)]) == NO_EDITION


def test_every_byte_may_be_wrong(pdf: Path) -> None:
    """A byte exchanged here and there: a verdict, or no edition; as issued only where the byte says nothing."""
    raw, codes = pdf.read_bytes(), []
    for at in range(0, len(raw), len(raw) // 25):
        pdf.write_bytes(raw[:at] + bytes([raw[at] ^ 0xFF]) + raw[at + 1 :])
        codes.append(main(["verify", str(pdf)]))
    assert set(codes) <= {GOOD, DIFFERS, NO_EDITION}
    assert codes.count(GOOD) <= len(codes) // 10
