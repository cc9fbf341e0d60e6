"""Whatever differs in a PDF is found and named: each kind of object, with its hash left and with its hash mended."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, Stream, String

from reportgen.edition import Issue
from reportgen.verify.verdict import verify
from tests.referees import pdf_syntax
from tests.tampering import Change, changed, said


@pytest.fixture
def pdf(losses_issue: Issue, tmp_path: Path) -> Path:
    path = tmp_path / "brief.pdf"
    path.write_bytes(losses_issue.pdf)
    return path


def nothing(_: pikepdf.Pdf) -> None: ...


def link(document: pikepdf.Pdf) -> pikepdf.Object:
    """The first link that leads out of the document."""
    return next(one for page in document.pages for one in page.Annots if "/A" in one)


def font(document: pikepdf.Pdf) -> pikepdf.Object:
    return next(iter(document.pages[0].Resources.Font.values()))


def stamp_over_page_one(document: pikepdf.Pdf) -> None:
    drawn = Stream(
        document, b"1 1 1 rg 0 0 90 20 re f", BBox=[0, 0, 90, 20], Subtype=Name.Form, Type=Name.XObject
    )
    document.pages[0].Annots.append(
        document.make_indirect(
            Dictionary(
                Type=Name.Annot, Subtype=Name.Stamp, Rect=[50, 640, 140, 660], AP=Dictionary(N=drawn), F=4
            )
        )
    )


def glyphs_exchanged(document: pikepdf.Pdf) -> None:
    descendant = font(document).DescendantFonts[0]
    descendant.CIDToGIDMap = document.make_stream(b"\x00\x01" * 600)


def letters_exchanged(document: pikepdf.Pdf) -> None:
    for one in document.pages[0].Resources.Font.values():
        one.ToUnicode.write(one.ToUnicode.read_bytes().replace(b" <0038>", b" <0033>"))


def widths_changed(document: pikepdf.Pdf) -> None:
    font(document).DescendantFonts[0].W[1] = Array([100])


def outlines_of_glyphs_changed(document: pikepdf.Pdf) -> None:
    descriptor = font(document).DescendantFonts[0].FontDescriptor
    file = descriptor[next(key for key in dict(descriptor) if key.startswith("/FontFile"))]
    file.write(file.read_bytes()[:-1] + b"!")


def address_changed(document: pikepdf.Pdf) -> None:
    link(document).A.URI = String("https://elsewhere.example/")


def target_changed(document: pikepdf.Pdf) -> None:
    next(one for one in document.pages[0].Annots if "/Dest" in one).Dest = String("source-9")


def pages_exchanged(document: pikepdf.Pdf) -> None:
    document.pages.reverse()  # of four


def page_removed(document: pikepdf.Pdf) -> None:
    del document.pages[-2]


def page_copied(document: pikepdf.Pdf) -> None:
    document.pages.append(document.pages[0])


def layer(document: pikepdf.Pdf) -> None:
    group = document.make_indirect(Dictionary(Type=Name.OCG, Name=String("numbers")))
    document.Root.OCProperties = Dictionary(OCGs=Array([group]), D=Dictionary(OFF=Array([group])))


def attachment(name: str) -> Change:
    def change(document: pikepdf.Pdf) -> None:
        file = document.make_stream(b"a,b\n")
        names = document.Root.Names.EmbeddedFiles.Names
        names.extend([String(name), Dictionary(Type=Name.Filespec, F=name, UF=name, EF=Dictionary(F=file))])

    return change


def attachment_twice(document: pikepdf.Pdf) -> None:
    names = document.Root.Names.EmbeddedFiles.Names
    names.extend([names[0], names[1]])


def attachments_exchanged(document: pikepdf.Pdf) -> None:
    names = document.Root.Names.EmbeddedFiles.Names
    names[1], names[5] = names[5], names[1]


def title_changed(document: pikepdf.Pdf) -> None:
    document.docinfo["/Title"] = String("Revenue falls")


def xmp_changed(document: pikepdf.Pdf) -> None:
    metadata = document.Root.Metadata
    metadata.write(metadata.read_bytes().replace(b'"x-default">', b'"x-default">Not: ', 1))


def tags_changed(document: pikepdf.Pdf) -> None:
    figure = next(one for one in document.objects if isinstance(one, Dictionary) and "/Alt" in one)
    figure.Alt = String("Something else")


def on_root(key: str, value: Callable[[], pikepdf.Object]) -> Change:
    return lambda document: document.Root.__setitem__(key, value())


def on_page(key: str, value: pikepdf.Object | int) -> Change:
    return lambda document: document.pages[0].__setitem__(key, value)


def script() -> pikepdf.Object:
    return Dictionary(S=Name.JavaScript, JS=String("app.alert(1)"))


PARTS: Mapping[str, tuple[Change, str]] = {
    "a stamp over page one": (stamp_over_page_one, "links and annotations"),
    "glyphs exchanged by their map": (glyphs_exchanged, "fonts"),
    "letters exchanged in what is copied": (letters_exchanged, "fonts"),
    "widths": (widths_changed, "fonts"),
    "outlines of glyphs": (outlines_of_glyphs_changed, "fonts"),
    "another address": (address_changed, "links and annotations"),
    "another target": (target_changed, "links and annotations"),
    "pages in another order": (pages_exchanged, "page 1"),
    "a page fewer": (page_removed, "page 4"),
    "a page twice": (page_copied, "page 5"),
    "a crop": (on_page("/CropBox", Array([0, 400, 595, 842])), "page 1"),
    "a smaller paper": (on_page("/MediaBox", Array([0, 400, 595, 842])), "page 1"),
    "a rotation": (on_page("/Rotate", 180), "page 1"),
    "a scale": (on_page("/UserUnit", 2), "page 1"),
    "a layer": (layer, "catalog"),
    "a title": (title_changed, "metadata"),
    "a title in the XMP": (xmp_changed, "metadata"),
    "an alternative text": (tags_changed, "tags"),
    "an action at opening": (on_root("/OpenAction", script), "catalog"),
    "a further attachment": (attachment("facts-2.csv"), "attachments"),
    "an attachment twice": (attachment_twice, "attachments"),
    "attachments exchanged": (attachments_exchanged, "attachments"),
}


@pytest.mark.parametrize("kind", PARTS)
def test_what_was_changed_is_found_and_its_part_is_named(kind: str, pdf: Path) -> None:
    change, part = PARTS[kind]
    assert f"{part}: not as issued" in changed(pdf, change).drifts


@pytest.mark.parametrize(
    "saved",
    [
        {},
        {"object_stream_mode": pikepdf.ObjectStreamMode.disable},
        {"linearize": True},
        {"compress_streams": False, "stream_decode_level": pikepdf.StreamDecodeLevel.generalized},
        {"qdf": True},
    ],
    ids=["saved again", "without object streams", "for the web", "uncompressed", "to be read"],
)
def test_a_tool_that_only_numbers_or_packs_anew_changes_nothing(saved: Mapping[str, Any], pdf: Path) -> None:
    before = pdf.read_bytes()
    verdict = changed(pdf, nothing, **saved)
    assert pdf.read_bytes() != before
    assert verdict.drifts == ()


def on_link(key: str, value: pikepdf.Object | int) -> Change:
    return lambda document: link(document).__setitem__(key, value)


def on_action(key: str, value: pikepdf.Object) -> Change:
    return lambda document: link(document).A.__setitem__(key, value)


def script_by_name(document: pikepdf.Pdf) -> None:
    document.Root.Names.JavaScript = Dictionary(Names=Array([String("a"), script()]))


def picture_that_can_be_hidden(document: pikepdf.Pdf) -> None:
    next(iter(document.pages[0].Resources.XObject.values())).OC = Dictionary(Type=Name.OCG)


def border(document: pikepdf.Pdf) -> None:
    link(document).BS.W = 90


def associated_with_nothing(document: pikepdf.Pdf) -> None:
    del document.Root.AF


def acting_bookmark(document: pikepdf.Pdf) -> None:
    document.Root.Outlines.First.A = script()


MENDED: Mapping[str, tuple[Change, str]] = {
    "a stamp": (stamp_over_page_one, "page 1 has an annotation that is no link (Stamp)"),
    "a crop": (PARTS["a crop"][0], "page 1 has a box that crops it (CropBox)"),
    "a rotation": (PARTS["a rotation"][0], "page 1 has a rotation (Rotate)"),
    "a scale": (PARTS["a scale"][0], "page 1 has a scale of its own (UserUnit)"),
    "an acting page": (
        on_page("/AA", Dictionary(O=Array([]))),
        "page 1 has actions that run by themselves (AA)",
    ),
    "an action at opening": (
        on_root("/OpenAction", script),
        "an action that runs when it is opened (OpenAction)",
    ),
    "a script by name": (script_by_name, "the document's names has JavaScript"),
    "a launch": (on_link("/A", Dictionary(S=Name.Launch, F=String("x"))), "(Launch)"),
    "a chain of actions": (on_action("/Next", Dictionary(S=Name.Launch)), "what no edition has (Next)"),
    "a script in an address": (on_action("/URI", String("javascript:alert(1)")), "leads to 'javascript:"),
    "a link that draws": (on_link("/AP", Dictionary(N=Dictionary())), "a drawing of its own (AP)"),
    "a link with a border": (border, "draws a border"),
    "a form": (on_root("/AcroForm", lambda: Dictionary(Fields=Array([]))), "a form (AcroForm)"),
    "a layer": (layer, "parts that can be hidden (OCProperties)"),
    "a base of addresses": (on_root("/URI", lambda: Dictionary(Base=String("https://x.example"))), "(URI)"),
    "a picture that can be hidden": (picture_that_can_be_hidden, "a part that can be hidden (OC)"),
    "a further attachment": (
        attachment("facts-2.csv"),
        "'facts-2.csv' is attached, which is no part of an edition",
    ),
    "an attachment twice": (attachment_twice, "'facts.csv' is attached 2 times"),
    "attachments exchanged": (attachments_exchanged, "facts.csv does not say what facts.json says"),
    "associated with nothing": (associated_with_nothing, "other files than its own: none"),
    "a title": (title_changed, "the document information has the title 'Revenue falls'"),
    "a title in the XMP": (xmp_changed, "the metadata (XMP) have the title"),
    "an acting bookmark": (acting_bookmark, "does something else than lead somewhere"),
}


@pytest.mark.parametrize("kind", MENDED)
def test_what_no_edition_has_is_found_although_the_hash_was_mended(kind: str, pdf: Path) -> None:
    change, expected = MENDED[kind]
    verdict = changed(pdf, change, mended=True)
    assert ": not as issued" not in said(verdict)
    assert expected in said(verdict)


def test_an_update_behind_the_end_is_found(pdf: Path) -> None:
    """As a tool writes one that only adds: here the first page is turned."""
    raw = pdf.read_bytes()
    with pikepdf.open(io.BytesIO(raw)) as document:
        key = document.pages[0].objgen[0]
        document.pages[0].Rotate = 180
        body = document.pages[0].obj.unparse(resolved=True)
    start = raw.rpartition(b"startxref")[2].split()[0]
    with_it = raw + b"\n%d 0 obj\n%s\nendobj\n" % (key, body)
    table = (
        b"xref\n%d 1\n%010d 00000 n \ntrailer\n<</Size 9999/Root 2 0 R/Prev %s>>\nstartxref\n%d\n%%%%EOF\n"
    )
    pdf.write_bytes(with_it + table % (key, len(raw) + 1, start, len(with_it)))
    found = said(verify(pdf))
    assert "page 1: not as issued" in found
    assert "page 1 has a rotation" in found
    assert "the file was added to after it was issued" in found


def test_a_key_given_twice_is_found_for_two_readers_see_two_documents(pdf: Path) -> None:
    with pikepdf.open(pdf, allow_overwriting_input=True) as document:
        document.save(pdf, object_stream_mode=pikepdf.ObjectStreamMode.disable)
    raw = pdf.read_bytes()
    assert b"/Tabs /S" in raw
    pdf.write_bytes(raw.replace(b"/StructParents 0", b"/Tabs /W        ", 1))
    assert "the file is not well formed: Multiple definitions" in said(verify(pdf))


@pytest.mark.referee
def test_the_stamp_leaves_the_pdf_sound(pdf: Path) -> None:
    assert not pdf_syntax.judge_qpdf([pdf])
    assert not pdf_syntax.judge_mutool([pdf])
