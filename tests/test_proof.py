"""``reportgen verify --trust``: whoever changes anything of a signed edition, consistently or not, is refused."""

from __future__ import annotations

import io
import json
import re
import shutil
import sys
from collections.abc import Callable, Iterator
from datetime import timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from cryptography.x509.oid import ExtendedKeyUsageOID
from hypothesis import example, given, settings
from hypothesis import strategies as st
from pypdf import PdfReader, PdfWriter
from pypdf.generic import NameObject, create_string_object

from reportgen import cli
from reportgen.cli.codes import GOOD, HAS_ERRORS, WRONG_USAGE
from reportgen.delivery.signing.sign import sign_edition
from reportgen.errors import UsageError
from reportgen.signed import SIGNATURE, as_built
from reportgen.verify.pdf_field import signature_of
from reportgen.verify.pdf_reading import opened
from reportgen.verify.proof import Proof, prove
from reportgen.verify.signatures import Trust, judged
from reportgen.verify.verdict import PROVES
from tests.authority import DAY, NOW, Clock, Holder, clock, holder
from tests.publications import write_edition
from tests.signed import FALSE_SALES, issue, signed_copy, signer, trust

PDF, PAGE, MANIFEST = "brief.pdf", "brief.html", "manifest.json"


@pytest.fixture(scope="module")
def publisher() -> Holder:
    return holder()


@pytest.fixture(scope="module")
def impostor() -> Holder:
    """Somebody else, who gives himself the same name."""
    return holder()


@pytest.fixture(scope="module")
def tsa(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Clock]:
    with clock(tmp_path_factory.mktemp("clock")) as one:
        yield one


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("built") / "edition"
    issue().write(folder)
    return folder


@pytest.fixture(scope="module")
def issued(publisher: Holder, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A signed edition, which no test changes."""
    return signed_copy(tmp_path_factory.mktemp("issued"), signer(publisher))


@pytest.fixture(scope="module")
def forged(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same with other facts: text, attachments and manifest agree."""
    folder = tmp_path_factory.mktemp("forged") / "edition"
    issue(FALSE_SALES).write(folder)
    return folder


@pytest.fixture
def edition(issued: Path, tmp_path: Path) -> Path:
    """A signed edition to be changed."""
    return Path(shutil.copytree(issued, tmp_path / "edition"))


def said(proof: Proof) -> str:
    """All that is found against something."""
    return "\n".join((*proof.faults, *(one for verdict in proof.verdicts for one in verdict.drifts)))


# What holds --------------------------------------------------------------------------------------------------------


def test_a_signed_edition_is_proved_file_by_file_and_as_a_folder(issued: Path, publisher: Holder) -> None:
    whole = prove(issued, trust(publisher))
    assert whole.holds, said(whole)
    assert {what: (one.signer, one.trusted) for what, one in whole.signatures.items()} == {
        "the PDF": ("Investor Relations, Example Corp", True),
        "the manifest": ("Investor Relations, Example Corp", True),
    }
    for path in sorted(issued.rglob("*.*")):
        if path.name not in {MANIFEST, SIGNATURE}:
            one = prove(path, trust(publisher))
            assert one.holds, said(one)
            assert [signed.trusted for signed in one.signatures.values()] == [True]
            assert bool(one.proved) == (path.name != PDF), "all but the PDF are proved by the manifest"


def test_a_file_of_the_folder_of_exhibits_is_proved_by_the_manifest_beside_that_folder(
    publisher: Holder, tmp_path: Path
) -> None:
    folder = write_edition(tmp_path / "edition", {PAGE: b"<p>page</p>", "charts/growth.svg": b"<svg/>"})
    sign_edition(folder, signer(publisher))
    drawing = folder / "charts" / "growth.svg"
    assert prove(drawing, trust(publisher)).proved == (f"listed in {folder / MANIFEST} as charts/growth.svg",)
    drawing.write_bytes(b"<svg></svg>")
    assert "lists no such file" in said(prove(drawing, trust(publisher)))


def test_an_authority_that_is_trusted_vouches_for_whom_it_knows(tmp_path: Path) -> None:
    root = holder("The root", authority=True)
    between = holder("The issuer", by=root, authority=True)
    ours, others = holder(by=between), holder("The root", authority=True)
    folder = signed_copy(tmp_path, signer(ours, "", between))
    assert prove(folder, trust(root)).holds
    assert "is not trusted" in said(prove(folder, trust(others))), "another of the same name"


def test_the_command_says_who_signed_and_when_and_what_is_not_proved(
    edition: Path, publisher: Holder, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    publisher.write(tmp_path)
    told = ["verify", str(edition / PDF), "--trust", str(tmp_path / "signer.crt")]
    assert cli.main(told) == GOOD
    out, err = capsys.readouterr()
    line = re.search(r"the PDF is signed by Investor Relations, Example Corp \(certificate ([0-9a-f]{16})…\) "
                     r"at \d{4}-\d\d-\d\d \d\d:\d\d UTC, as the signer says", out)  # fmt: skip
    assert line, out
    assert "not proved: the time, which is the signer's own word" in err
    assert "whose certificate" not in err

    assert cli.main(told[:2]) == GOOD
    assert (
        "not proved: whose certificate that is; --trust CERT holds it against one" in capsys.readouterr().err
    )

    assert cli.main([*told, "--json"]) == GOOD
    (answer,) = json.loads(capsys.readouterr().out)
    assert answer["signed"][0]["certificate"].startswith(line[1])
    assert answer["signed"][0]["trusted"] is answer["holds"] is True
    assert "signed by Investor Relations" in answer["proves"]

    (edition / "notes.txt").write_text("added")
    assert cli.main(["verify", str(edition), *told[2:]]) == HAS_ERRORS
    assert f"{edition}: refused: notes.txt: added; manifest.json does not list it" in capsys.readouterr().err


def test_without_a_signature_a_file_says_what_is_unproved_as_before(built: Path) -> None:
    for path in (built, built / PDF, built / PAGE):
        proof = prove(path)
        assert proof.holds
        assert proof.unproved == (PROVES,)
        assert proof.as_json()["proves"] == PROVES


def test_without_pyhanko_a_signed_edition_is_still_held_against_itself(
    edition: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "pyhanko", None)
    proof = prove(edition / PDF)
    assert proof.holds
    assert "the signature, which was not checked; run: pip install 'reportgen[sign]'" in proof.unproved
    with pytest.raises(UsageError, match=r"pip install 'reportgen\[sign\]'"):
        Trust.read([edition / PDF])
    with pytest.raises(UsageError, match=r"pip install 'reportgen\[sign\]'"):
        prove(edition / PDF, Trust(()))


# Falsifications ----------------------------------------------------------------------------------------------------


def fitting(edition: Path, **changed: bytes) -> None:
    """Put other files in, and make the hashes of the manifest fit."""
    told = json.loads((edition / MANIFEST).read_bytes())
    for name, content in changed.items():
        file = name.replace("_", ".")
        (edition / file).write_bytes(content)
        told["outputs"][file] = sha256(content).hexdigest()
    (edition / MANIFEST).write_text(json.dumps(told, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def appended(raw: bytes, change: Callable[[PdfWriter], object]) -> bytes:
    """A PDF with an incremental update behind it."""
    writer, out = PdfWriter(io.BytesIO(raw), incremental=True), io.BytesIO()
    change(writer)
    writer.write(out)
    assert out.getvalue().startswith(raw)
    return out.getvalue()


def other_title(writer: PdfWriter) -> None:
    writer.add_metadata({"/Title": "A profit at last"})


def page_emptied(writer: PdfWriter) -> None:
    drawn: Any = writer.pages[0][NameObject("/Contents")].get_object()
    drawn.set_data(b"")


def note_added(writer: PdfWriter) -> None:
    page = writer.pages[0]
    page[NameObject("/UserUnit")] = create_string_object("2")


def cut_off(edition: Path) -> bytes:
    size = json.loads((edition / MANIFEST).read_bytes())["signature"]["unsigned"][PDF]["size"]
    return (edition / PDF).read_bytes()[:size]


def test_a_consistent_falsification_verifies_unsigned_and_is_refused_once_signed(
    forged: Path, edition: Path, publisher: Holder
) -> None:
    for path in (forged, forged / PDF, forged / PAGE):
        assert prove(path).holds, "nothing in it contradicts it: only a signature tells"
        assert "it bears no signature" in said(prove(path, trust(publisher)))
    for name in ("facts.csv", "facts.json", "facts.xlsx", PAGE, PDF):
        fitting(edition, **{name.replace(".", "_"): (forged / name).read_bytes()})
    for path in (edition, edition / PAGE, edition / PDF):
        assert "manifest.json: it is not as it was signed" in said(prove(path, trust(publisher)))


@pytest.mark.parametrize(
    ("change", "found"),
    [
        (lambda raw: raw + b"\n", "something was added behind what was signed"),
        (lambda raw: appended(raw, other_title), "something was added behind what was signed"),
        (lambda raw: appended(raw, page_emptied), "something was added behind what was signed"),
        (lambda raw: appended(raw, note_added), "something was added behind what was signed"),
        (lambda raw: raw.replace(b"/F 132", b"/F 004"), "its field is not as a signature of an edition is (F)"),
        (lambda raw: raw.replace(b"-9999", b"00001"), "its field is not as a signature of an edition is (Rect)"),
        (lambda raw: raw.replace(b"/ByteRange [0 ", b"/ByteRange [9 "), "does not cover all of the document"),
        (lambda raw: re.sub(rb"(/Contents <\w{400})\w\w", rb"\g<1>00", raw), "it is not as it was signed|be read"),
    ],
)  # fmt: skip
def test_what_is_changed_in_a_signed_pdf_or_added_to_it_is_refused_and_named(
    edition: Path, publisher: Holder, change: Callable[[bytes], bytes], found: str
) -> None:
    before = (edition / PDF).read_bytes()
    (edition / PDF).write_bytes(change(before))
    assert (edition / PDF).read_bytes() != before
    assert re.search(
        found if "|" in found else re.escape(found), said(prove(edition / PDF, trust(publisher)))
    )
    assert f"{PDF}: changed" in said(prove(edition, trust(publisher)))


def test_a_signature_that_was_cut_off_or_put_onto_another_document_is_refused(
    edition: Path, built: Path, forged: Path, publisher: Holder
) -> None:
    bare, raw = cut_off(edition), (edition / PDF).read_bytes()
    assert bare == (built / PDF).read_bytes()
    other = edition.parent / "other.pdf"
    other.write_bytes(bare)
    assert "it bears no signature" in said(prove(other, trust(publisher)))
    fitting(edition, brief_pdf=bare)
    assert "manifest.json: it is not as it was signed" in said(prove(edition, trust(publisher)))
    other.write_bytes((forged / PDF).read_bytes() + raw[len(bare) :])
    assert not prove(other, trust(publisher)).holds


@settings(max_examples=25)
@given(share=st.floats(0, 1, exclude_max=True), bit=st.integers(0, 7))
@example(share=0.0, bit=0)
def test_no_bit_of_a_signed_pdf_can_be_turned(
    issued: Path, publisher: Holder, share: float, bit: int
) -> None:
    raw = bytearray((issued / PDF).read_bytes())
    at = int(share * len(raw))
    raw[at] ^= 1 << bit
    if raw[at : at + 1].isalpha() and re.search(rb"<[0-9A-Fa-f]*$", raw[max(0, at - 4000) : at]):
        return  # the same hexadecimal digit in the other case
    try:
        with opened(bytes(raw), PDF) as whole:
            _, signature, _ = signature_of(whole)
    except UsageError:
        return  # no PDF any more
    if signature is not None:  # without one that is as it must be, nothing is proved
        assert judged(signature.cms, signature.covered, trust(publisher), signature.claimed).faults


def added(edition: Path) -> None:
    (edition / "more").mkdir()
    (edition / "more" / ".hidden").write_text("x")


def removed(edition: Path) -> None:
    (edition / "facts.csv").unlink()


def changed(edition: Path) -> None:
    fitting(edition, facts_csv=(edition / "facts.csv").read_bytes().replace(b"1", b"2", 1))


def linked(edition: Path) -> None:
    (edition / "more").symlink_to(edition.parent)


def unsigned(edition: Path) -> None:
    (edition / SIGNATURE).unlink()


def never_signed(edition: Path) -> None:
    (edition / PDF).write_bytes(cut_off(edition))
    (edition / MANIFEST).write_bytes(as_built((edition / MANIFEST).read_bytes()))
    (edition / SIGNATURE).unlink()


def empty_signature(edition: Path) -> None:
    (edition / SIGNATURE).write_bytes(b"")


@pytest.mark.parametrize(
    ("change", "found"),
    [
        (added, "more/.hidden: added"),
        (removed, "facts.csv: missing"),
        (changed, "manifest.json: it is not as it was signed"),
        (linked, "more: added"),
        (unsigned, "manifest.json.p7s: removed"),
        (never_signed, "manifest.json: it bears no signature"),
        (empty_signature, "manifest.json: its signature cannot be read"),
    ],
)
def test_what_is_changed_in_the_folder_of_a_signed_edition_is_refused_and_named(
    edition: Path, publisher: Holder, change: Callable[[Path], None], found: str
) -> None:
    change(edition)
    assert found in said(prove(edition, trust(publisher)))


# Keys --------------------------------------------------------------------------------------------------------------


def test_an_edition_that_somebody_else_has_signed_is_refused(
    edition: Path, publisher: Holder, impostor: Holder, tmp_path: Path
) -> None:
    (tmp_path / "his").mkdir()
    forged = signed_copy(tmp_path / "his", signer(impostor), FALSE_SALES)
    for path in (forged, forged / PDF, forged / PAGE):
        assert "Investor Relations, Example Corp, whose certificate signed it, is not trusted" in said(
            prove(path, trust(publisher))
        )
    shutil.copy(forged / SIGNATURE, edition / SIGNATURE)
    assert "manifest.json: it is not as it was signed" in said(prove(edition, trust(publisher, impostor)))
    shutil.copy(forged / MANIFEST, edition / MANIFEST)
    assert f"{PDF}: changed" in said(prove(edition, trust(publisher, impostor)))


def test_a_manifest_that_another_trusted_certificate_signed_is_refused(
    edition: Path, publisher: Holder, impostor: Holder
) -> None:
    (edition / SIGNATURE).write_bytes(signer(impostor).beside((edition / MANIFEST).read_bytes()))
    found = said(prove(edition, trust(publisher, impostor)))
    assert "manifest.json: it names another certificate than signed it" in found
    assert "its PDF and its manifest were signed by two certificates" in found


@pytest.mark.parametrize(
    ("about", "found"),
    [
        ({"first": NOW - 9 * DAY, "last": NOW - DAY}, "its certificate expired on"),
        ({"first": NOW + DAY}, "its certificate is valid from"),
        ({"signs": False}, "its certificate is not for signing (key usage)"),
        ({"purposes": [ExtendedKeyUsageOID.SERVER_AUTH]}, "its certificate is not for documents, but for serverAuth"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("own", [True, False], ids=["by himself", "by an authority"])
def test_a_certificate_whose_time_or_use_is_another_proves_nothing(
    built: Path, tmp_path: Path, about: dict[str, object], found: str, *, own: bool
) -> None:
    root = holder("The root", authority=True)
    who = holder(by=None if own else root, **about)  # type: ignore[arg-type] # of several parameters
    content = b"what was signed"
    one = judged(signer(who).beside(content), content, trust(who if own else root))
    assert found in one.faults[0]
    assert not one.trusted
    who.write(tmp_path)
    arguments = ["sign", str(built), "--key", str(tmp_path / "signer.pem")]
    assert cli.main(arguments) == WRONG_USAGE, "and nobody signs with it"


# Time stamps -------------------------------------------------------------------------------------------------------


def test_a_time_stamp_says_when_and_outlives_the_certificate(
    tmp_path: Path, tsa: Clock, publisher: Holder, capsys: pytest.CaptureFixture[str]
) -> None:
    brief = holder(last=NOW + timedelta(hours=12))
    folder = signed_copy(tmp_path, signer(brief, tsa.url))
    brief.write(tmp_path)
    known = ["--trust", str(tmp_path / "signer.crt")]
    assert cli.main(["verify", str(folder), *known, "--trust-time", str(tsa.certificate)]) == GOOD
    out, err = capsys.readouterr()
    assert out.count("UTC, time-stamped by Clock of the tests, Example Corp") == 2, "PDF and manifest"
    assert "not proved" not in err
    assert cli.main(["verify", str(folder), *known]) == GOOD
    assert "as the signer says" in capsys.readouterr().out, "a clock that is not trusted says nothing"

    of_clock = Trust.read([tmp_path / "signer.crt"], [tsa.certificate])
    later = NOW + 30 * DAY
    assert prove(folder, Trust(of_clock.signers, of_clock.clocks, later)).holds
    assert "its certificate expired on" in said(prove(folder, Trust(of_clock.signers, (), later)))
    assert not prove(folder, Trust((publisher.certificate,), of_clock.clocks)).holds


def test_a_time_stamp_of_something_else_is_refused(tsa: Clock, publisher: Holder) -> None:
    from asn1crypto.cms import ContentInfo

    one, other = (
        ContentInfo.load(signer(publisher, tsa.url).beside(content)) for content in (b"one", b"other")
    )
    one["content"]["signer_infos"][0]["unsigned_attrs"] = other["content"]["signer_infos"][0][
        "unsigned_attrs"
    ]
    assert judged(one.dump(), b"one", trust(publisher)).faults == ("its time stamp is of something else",)


# A published manifest ----------------------------------------------------------------------------------------------


def test_a_file_is_held_against_a_published_manifest_whatever_it_is_called(
    edition: Path, built: Path, publisher: Holder, tmp_path: Path
) -> None:
    listing, mailed = tmp_path / "published.json", tmp_path / "mailed.pdf"
    shutil.copy(edition / MANIFEST, listing)
    shutil.copy(edition / PDF, mailed)
    proof = prove(mailed, against=listing)
    assert proof.holds
    assert proof.proved == (f"listed in {listing} as {PDF}",)
    assert [one for one in proof.unproved if "whose manifest that is: its signature is not beside it" in one]

    shutil.copy(built / PDF, mailed)
    assert prove(mailed, against=listing).proved == (f"listed in {listing} as {PDF} (before it was signed)",)
    stray = Path(shutil.copy(edition / "facts.csv", tmp_path / "table.csv"))
    assert prove(stray, against=listing).proved == (f"listed in {listing} as facts.csv",)
    stray.write_bytes(stray.read_bytes() + b" ")
    assert f"{listing} lists no such file" in said(prove(stray, against=listing))
    facts = edition / "facts.csv"
    facts.write_bytes(facts.read_bytes() + b" ")
    assert f"it is not the facts.csv that {listing} lists" in said(prove(facts, against=listing))

    assert "published.json: it bears no signature" in said(prove(edition / PAGE, trust(publisher), listing))
    shutil.copy(edition / SIGNATURE, tmp_path / "published.json.p7s")
    assert prove(edition / PAGE, trust(publisher), listing).holds
    listing.write_bytes(as_built(listing.read_bytes()))
    assert "its manifest.json is not" in said(prove(edition, against=listing))


def test_an_unsigned_manifest_proves_as_much_as_its_place(built: Path) -> None:
    proof = prove(built / PAGE, against=built / MANIFEST)
    assert proof.holds
    assert [one for one in proof.unproved if "whose manifest that is: it bears no signature" in one]


def test_a_manifest_or_certificate_that_is_none_is_said_so(
    edition: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "none").write_bytes(b"{}")
    page = str(edition / PAGE)
    assert cli.main(["verify", page, "--against", str(tmp_path / "none")]) == HAS_ERRORS
    assert "no manifest of an edition" in capsys.readouterr().err
    for arguments, found in (
        (["--against", "nowhere.json"], "nowhere.json: cannot be read"),
        (
            ["--trust", str(tmp_path / "none")],
            "holds no certificate; expected one or more in PEM, or one in DER",
        ),
        (["--trust", str(tmp_path / "nowhere")], "cannot be read: No such file"),
        (["--trust-time", str(tmp_path / "none")], "--trust-time needs --trust"),
    ):
        assert cli.main(["verify", page, *arguments]) == WRONG_USAGE
        assert found in capsys.readouterr().err


def test_the_signature_is_read_by_others_too(issued: Path) -> None:
    (field,) = (PdfReader(issued / PDF).get_fields() or {}).values()
    assert field["/FT"] == "/Sig"
