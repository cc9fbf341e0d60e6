"""An edition proves itself: untouched it verifies, and whatever was changed by hand afterwards is named."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from pypdf import PdfReader, PdfWriter
from pypdf.generic import ArrayObject, ByteStringObject, ContentStream, NameObject, TextStringObject

import reportgen
from reportgen.cli import main
from reportgen.edition import Issue
from reportgen.verify.page_text import carried_files
from reportgen.verify.pdf_text import _to_unicode
from reportgen.verify.verdict import Verdict, verify
from tests.referees import verapdf
from tests.visible import SAMPLE

LOGO = """\
<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 20" width="40" height="20"><defs>
<linearGradient id="g"><stop offset="0" stop-color="#f00" stop-opacity=".3"/><stop offset="1" stop-color="#00f"/>
</linearGradient><clipPath id="c"><rect width="9" height="9"/></clipPath></defs>
<rect width="20" height="20" fill="url(#g)"/><circle cx="30" cy="10" r="8" opacity=".5" clip-path="url(#c)"/></svg>"""
SAID = re.compile(r": (\d+) figures, (\d+) traced, (\d+) drifted$")


@pytest.fixture(scope="module")
def edition() -> Issue:
    return reportgen.load(SAMPLE).build()


@pytest.fixture
def page(edition: Issue, tmp_path: Path) -> Path:
    path = tmp_path / "brief.html"
    path.write_bytes(edition.files["brief.html"])
    return path


@pytest.fixture
def pdf(edition: Issue, tmp_path: Path) -> Path:
    path = tmp_path / "brief.pdf"
    path.write_bytes(edition.pdf)
    return path


def edited(page: Path, old: str, new: str) -> Verdict:
    html = page.read_text(encoding="utf-8")
    assert old in html
    page.write_text(html.replace(old, new, 1), encoding="utf-8")
    return verify(page)


def redrawn(pdf: Path, text: str, old: str, new: str, *, in_a_picture: bool = False) -> Verdict:
    """Change one glyph of the first such text, in the content stream, and leave all else."""
    writer = PdfWriter(clone_from=PdfReader(pdf))
    pages: list[Any] = list(writer.pages)
    for page in pages:
        pictures = [picture.get_object() for picture in page["/Resources"]["/XObject"].values()]
        for drawn in pictures if in_a_picture else [page]:
            content = ContentStream(drawn if in_a_picture else page.get_contents(), writer)
            glyphs = list(_glyphs(content, _fonts(drawn["/Resources"])))
            begin = "".join(glyph.text for glyph in glyphs).find(text)
            if begin >= 0:
                _change(glyphs[begin + text.index(old)], new)
                if in_a_picture:
                    drawn.set_data(content.get_data())
                else:
                    page[NameObject("/Contents")] = writer._add_object(content)
                writer.write(pdf)
                return verify(pdf)
    raise AssertionError(text)


def _fonts(resources: Any) -> Mapping[str, Mapping[int, str]]:
    return {name: _to_unicode(font.get_object()) for name, font in resources["/Font"].items()}


def _change(changed: Glyph, new: str) -> None:
    codes = sorted(code for code, letter in changed.font.items() if letter == new)
    raw = bytearray(changed.parts[changed.part].original_bytes)
    raw[changed.at : changed.at + 2] = codes[0].to_bytes(2, "big")
    changed.parts[changed.part] = ByteStringObject(bytes(raw))


@dataclass
class Glyph:
    """A letter of a content stream, and where to change it."""

    text: str
    font: Mapping[int, str]
    parts: Any
    part: int
    at: int


def _glyphs(content: ContentStream, fonts: Mapping[str, Mapping[int, str]]) -> Iterator[Glyph]:
    font: Mapping[int, str] = {}
    for operands, operator in content.operations:
        if operator == b"Tf":
            font = fonts[operands[0]]
        elif operator in (b"Tj", b"TJ"):
            parts = operands[-1] if isinstance(operands[-1], ArrayObject) else operands
            for index, part in enumerate(parts):
                if isinstance(part, ByteStringObject | TextStringObject):
                    raw = part.original_bytes
                    for at in range(0, len(raw), 2):
                        yield Glyph(
                            font.get(int.from_bytes(raw[at : at + 2], "big"), "?")[:1], font, parts, index, at
                        )


def test_page_and_pdf_of_the_sample_verify(page: Path, pdf: Path) -> None:
    for path in (page, pdf):
        verdict = verify(path)
        assert verdict.drifts == ()
        match = SAID.search(str(verdict))
        assert match
        assert match[1] == match[2] != "0"
        assert match[3] == "0"


@pytest.mark.parametrize("name", ["logo.svg", "logo.png"])
def test_an_edition_with_a_logo_verifies(name: str, tmp_path: Path) -> None:
    """Pictures bring kinds of objects that no chart has: shadings, masks, data packed by rows."""
    folder = tmp_path / "losses"
    shutil.copytree(Path(__file__).parent / "briefs" / "losses", folder)
    settings = (folder / "brief.yaml").read_text(encoding="utf-8")
    assert "theme: {" in settings
    (folder / "brief.yaml").write_text(
        settings.replace("theme: {", f"theme: {{logo: {name}, "), encoding="utf-8"
    )
    if name.endswith("png"):
        Image.merge("RGBA", [Image.radial_gradient("L")] * 4).save(folder / name)
    else:
        (folder / name).write_text(LOGO, encoding="utf-8")
    path = tmp_path / "brief.pdf"
    path.write_bytes(reportgen.load(folder).build(("pdf",), draft=True).pdf)
    assert verify(path).drifts == ()


def test_an_edition_that_names_no_source_verifies(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    folder = tmp_path / "data" / "plain"
    folder.mkdir()
    (folder / "brief.yaml").write_text(
        "title: Sales\nentity: {name: Example Corp}\nperiod: 2025-Q3\ndate: 2025-11-25\nappendix: full\n",
        encoding="utf-8",
    )
    (folder / "facts.csv").write_text(
        "metric,period,value,unit\nsales,2024-Q3,4.2,USD mn\nsales,2025-Q3,5.2,USD mn\n", encoding="utf-8"
    )
    (folder / "narrative.md").write_text("## Sales\n\n{{ sales }}, up {{ sales.yoy }}.\n", encoding="utf-8")
    reportgen.load(folder).build().write(tmp_path / "edition")
    for name in ("brief.html", "brief.pdf"):
        assert verify(tmp_path / "edition" / name).drifts == (), name


def test_the_page_carries_its_facts_as_the_edition_has_them(edition: Issue) -> None:
    files = carried_files(edition.html)
    assert files["facts.json"] == edition.files["facts.json"]
    assert files["facts.csv"] == edition.files["facts.csv"]
    assert (
        json.loads(files["manifest.json"])["inputs"] == json.loads(edition.files["manifest.json"])["inputs"]
    )


def test_a_digit_changed_in_the_text_of_the_pdf_is_named(pdf: Path) -> None:
    verdict = redrawn(pdf, "39.8", "8", "9")
    assert any("cloud_revenue@FY2026-Q2" in drift and "39.9" in drift for drift in verdict.drifts), (
        verdict.drifts
    )
    assert "page 1: not as issued" in verdict.drifts
    assert verdict.traced < verdict.figures


def test_a_label_changed_in_a_chart_of_the_pdf_is_named(pdf: Path) -> None:
    verdict = redrawn(pdf, "12.5%", "5", "6", in_a_picture=True)
    assert any("12.6" in drift and "exhibit:cloud-share" in drift for drift in verdict.drifts), verdict.drifts


def test_a_number_changed_in_the_page_is_named(page: Path) -> None:
    verdict = edited(page, ">39.8</button>", ">93.8</button>")
    assert any("cloud_revenue@FY2026-Q2" in drift and "93.8" in drift for drift in verdict.drifts), (
        verdict.drifts
    )


def test_a_label_changed_in_a_chart_of_the_page_is_named(page: Path) -> None:
    verdict = edited(page, ">12.5%</text>", ">12.6%</text>")
    assert any("12.6" in drift and "exhibit:cloud-share" in drift for drift in verdict.drifts), verdict.drifts


def test_a_word_changed_in_the_page_is_seen(page: Path) -> None:
    """Of words without figures there is no record but the hash."""
    assert edited(page, "come before margins", "come after margins").drifts == (
        "the page is not as it was issued",
    )


@pytest.mark.parametrize("name", ["facts.csv", "facts.json", "manifest.json"])
def test_a_swapped_attachment_is_seen(name: str, pdf: Path) -> None:
    writer = PdfWriter(clone_from=PdfReader(pdf))
    attached = next(one for one in writer.attachment_list if one.name == name)
    attached.content = attached.content.replace(b"39.8", b"41.8") if name != "manifest.json" else b"{}"
    writer.write(pdf)
    assert any(name in drift for drift in verify(pdf).drifts)


def test_facts_that_fit_together_no_longer_are_seen_even_with_their_hash(page: Path) -> None:
    """Somebody who mends the manifest too still has formulas and wordings that give something else."""
    from base64 import b64encode
    from hashlib import sha256

    html = page.read_text(encoding="utf-8")
    files = carried_files(html)
    facts = files["facts.json"].replace(b'"value": "39800000000', b'"value": "41800000000')
    assert facts != files["facts.json"]
    manifest = json.loads(files["manifest.json"])
    manifest["outputs"]["facts.json"] = sha256(facts).hexdigest()
    for name, content in (("facts.json", facts), ("manifest.json", json.dumps(manifest).encode())):
        html = html.replace(b64encode(files[name]).decode(), b64encode(content).decode())
    page.write_text(html, encoding="utf-8")
    drifts = verify(page).drifts
    assert any("cloud_share" in drift and "computed again" in drift for drift in drifts)
    assert any("worded again as '41.8" in drift for drift in drifts)


@pytest.mark.parametrize("name", ["facts.json", "manifest.json"])
def test_a_record_that_cannot_be_read_is_a_verdict(name: str, page: Path) -> None:
    html = page.read_text(encoding="utf-8")
    page.write_text(re.sub(rf'(download="{name}" href="[^,]+,)[^"]+', r"\1AAAA", html), encoding="utf-8")
    verdict = verify(page)
    assert any(drift.startswith(f"{name} cannot be read") for drift in verdict.drifts)
    assert main(["verify", str(page)]) == 1


def test_a_pdf_of_another_tool_is_wrong_usage(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    other = tmp_path / "other.pdf"
    writer = PdfWriter()
    writer.add_blank_page(200, 200)
    writer.write(other)
    assert main(["verify", str(other)]) == 2
    assert "carries no facts.json" in capsys.readouterr().err


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7\n", b"\xff\xfe", b"<html></html>"])
def test_what_is_no_document_of_ours_is_wrong_usage(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "what.pdf"
    path.write_bytes(content)
    assert main(["verify", str(path)]) == 2


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("edition.zip", b"PK\x03\x04rest", "is a ZIP: unpack it"), ("cut.pdf", b"", "is empty"),
        ("facts.csv", b"metric\n", "proved by a manifest: verify the edition's folder"),
        ("facts.json", b"{}", "say --trust CERT or --against MANIFEST"),
    ],
)  # fmt: skip
def test_what_carries_no_facts_is_said_with_what_to_verify_instead(
    name: str, content: bytes, said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / name).write_bytes(content)
    assert main(["verify", str(tmp_path / name)]) == 2
    assert said in capsys.readouterr().err


def test_a_file_that_cannot_be_judged_keeps_no_other_from_being_judged(
    page: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    missing, changed = tmp_path / "nothing.pdf", tmp_path / "changed.html"
    changed.write_text(page.read_text(encoding="utf-8").replace("<h1", "<h1 hidden", 1), encoding="utf-8")
    assert main(["verify", str(missing), str(page)]) == 2
    told = capsys.readouterr()
    assert (f"{page}: " in told.out, "nothing.pdf" in told.err) == (True, True)
    assert main(["verify", str(missing), str(changed), "--json"]) == 1
    judged = {Path(one["file"]).name: one["holds"] for one in json.loads(capsys.readouterr().out)}
    assert judged == {"nothing.pdf": False, "changed.html": False}


def test_a_manifest_that_is_not_there_is_wrong_usage(
    page: Path, edition: Issue, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "manifest.json").write_bytes(edition.files["manifest.json"])
    for what in (page, tmp_path):
        assert main(["verify", str(what), "--against", str(tmp_path / "nothing.json")]) == 2
        assert "expected the manifest.json of an edition" in capsys.readouterr().err


def test_a_missing_file_is_wrong_usage(tmp_path: Path) -> None:
    assert main(["verify", str(tmp_path / "nothing.pdf")]) == 2


def test_the_command_says_what_differs_and_where(
    page: Path, pdf: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["verify", str(page), str(pdf)]) == 0
    assert all(map(SAID.search, capsys.readouterr().out.splitlines()))
    page.write_text(page.read_text(encoding="utf-8").replace(">39.8</button>", ">93.8</button>", 1), "utf-8")
    assert main(["verify", str(page), str(pdf)]) == 1
    out, err = capsys.readouterr()
    assert "1 drifted" in out.splitlines()[0]
    assert "0 drifted" in out.splitlines()[1]
    assert "should read '39.8" in err
    assert main(["verify", "--json", str(page)]) == 1
    assert json.loads(capsys.readouterr().out)[0]["holds"] is False


@pytest.mark.referee
def test_marks_and_names_leave_the_pdf_accessible_and_archival(pdf: Path) -> None:
    assert [str(verdict) for verdict in verapdf.judge([pdf]) if not verdict.compliant] == []
