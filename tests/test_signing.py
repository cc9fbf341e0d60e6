"""``reportgen sign``: what is signed stays what was built, publishing and all else go on, and nobody sees the key."""

from __future__ import annotations

import base64
import json
import logging
import shutil
import subprocess
import sys
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric import ed25519, rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from reportgen import cli, crew, worker
from reportgen.awaiting import awaited
from reportgen.cli.codes import GOOD, NOT_POSSIBLE, OUR_FAULT, WRONG_USAGE
from reportgen.delivery.difference.comparison import compare
from reportgen.delivery.mail.reading import read_front
from reportgen.delivery.mail.sending import Sending, sendable
from reportgen.delivery.publishing import fetch, publish, published
from reportgen.delivery.signing import engine
from reportgen.delivery.signing.sign import sign_edition
from reportgen.errors import UsageError
from reportgen.figures.recorded import Manifest, read
from reportgen.jobs import Job
from reportgen.signed import SIGNATURE, as_built
from reportgen.verify.proof import prove
from reportgen.worker import Here
from tests.authority import PASSWORD, Clock, Holder, clock, holder
from tests.publications import tree
from tests.referees import pdf_syntax, verapdf
from tests.signed import BRIEF, FALSE_SALES, issue, signed_copy, signer, trust

PDF, MANIFEST = "brief.pdf", "manifest.json"
SIGNED = "the manifest is signed by Investor Relations, Example Corp"


@pytest.fixture(scope="module")
def publisher() -> Holder:
    return holder()


@pytest.fixture(scope="module")
def tsa(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Clock]:
    with clock(tmp_path_factory.mktemp("clock")) as one:
        yield one


@pytest.fixture
def built(tmp_path: Path) -> Path:
    folder = tmp_path / "output" / BRIEF.name
    issue().write(folder)
    return folder


# What is signed ----------------------------------------------------------------------------------------------------


def test_what_was_built_stands_unchanged_before_its_signatures(built: Path, publisher: Holder) -> None:
    before = tree(built)
    assert sign_edition(built, signer(publisher))
    after = tree(built)
    assert after[PDF].startswith(before[PDF])
    assert as_built(after[MANIFEST]) == before[MANIFEST], "byte for byte"
    told = read(Manifest, after[MANIFEST])
    assert told.outputs[PDF] == sha256(after[PDF]).hexdigest()
    assert told.signature is not None
    assert told.signature.unsigned[PDF].size == len(before[PDF])
    assert {name for name in after if after[name] != before.get(name)} == {PDF, MANIFEST, SIGNATURE}

    assert not sign_edition(built, signer(publisher)), "it is signed by this certificate"
    assert tree(built) == after
    other = holder("The chairman")
    assert sign_edition(built, signer(other)), "another signature takes its place"
    assert tree(built)[PDF].startswith(before[PDF])
    assert prove(built, trust(other)).holds
    assert not prove(built, trust(publisher)).holds


def test_a_page_without_a_pdf_is_signed_by_its_manifest(tmp_path: Path, publisher: Holder) -> None:
    import reportgen

    folder = tmp_path / BRIEF.name
    reportgen.load(BRIEF).build(("html",)).write(folder)
    assert sign_edition(folder, signer(publisher))
    assert prove(folder, trust(publisher)).holds
    assert prove(folder / "brief.html", trust(publisher)).holds


@pytest.mark.referee
def test_a_signed_pdf_is_as_accessible_and_archival_as_before_and_others_find_the_signature_valid(
    tmp_path: Path, publisher: Holder, tsa: Clock
) -> None:
    publisher.write(tmp_path)
    paths = [
        signed_copy(tmp_path / name, signer(publisher, url)) / PDF
        for name, url in (("a", ""), ("b", tsa.url))
    ]
    assert all(one.compliant for one in verapdf.judge(paths)), "\n".join(map(str, verapdf.judge(paths)))
    assert not pdf_syntax.judge_qpdf(paths)
    for path in paths:
        # Its code: not trusted.
        said = subprocess.run(["pdfsig", path], capture_output=True, text=True, check=False).stdout
        assert "Signature Validation: Signature is Valid." in said
        assert "Total document signed" in said
    checked = subprocess.run(
        ["openssl", "cms", "-verify", "-binary", "-inform", "DER", "-in", paths[0].with_name(SIGNATURE), "-content",
         paths[0].with_name(MANIFEST), "-CAfile", tmp_path / "signer.crt", "-partial_chain", "-purpose", "any"],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert "Verification successful" in checked.stderr


def test_what_is_no_edition_as_it_was_built_is_not_signed(
    built: Path, publisher: Holder, tmp_path: Path
) -> None:
    who = signer(publisher)
    with pytest.raises(UsageError, match="no such folder"):
        sign_edition(tmp_path / "nowhere", who)
    publish([built], tmp_path / "public")
    with pytest.raises(
        UsageError, match=r"index.html: none of the edition's files; .* sign the one that was built"
    ):
        sign_edition(tmp_path / "public" / BRIEF.name / "2025-Q3", who)
    (built / "facts.csv").write_text("changed")
    with pytest.raises(UsageError, match=r"facts.csv: changed since the edition was built"):
        sign_edition(built, who)
    told = json.loads((built / MANIFEST).read_text())
    (built / MANIFEST).write_text(json.dumps({**told, "draft": True}))
    with pytest.raises(UsageError, match="a draft is neither signed nor published"):
        sign_edition(built, who)


def test_without_pyhanko_it_is_said_what_to_install(
    built: Path,
    publisher: Holder,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setitem(sys.modules, "pyhanko", None)
    assert cli.main(["sign", str(built), "--key", str(publisher.write(tmp_path))]) == WRONG_USAGE
    assert "pip install 'reportgen[sign]'" in capsys.readouterr().err


def test_an_edition_is_signed_and_proved_where_a_loop_runs_already_as_in_a_notebook(
    built: Path, publisher: Holder
) -> None:
    async def in_a_notebook() -> bool:
        sign_edition(built, signer(publisher))
        return prove(built, trust(publisher)).holds

    assert awaited(in_a_notebook())


# Keys --------------------------------------------------------------------------------------------------------------


def test_keys_come_as_pkcs12_or_pem_from_a_file_or_the_environment(
    built: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    root = holder("The root", authority=True)
    p12, pem = holder(by=root), holder(by=root)
    (tmp_path / "key.p12").write_bytes(p12.p12(PASSWORD, root))
    (tmp_path / "key.pem").write_bytes(b"Bag Attributes\n" + pem.key_pem(PASSWORD))
    (tmp_path / "chain.crt").write_bytes(root.pem + pem.pem)
    (tmp_path / "root.crt").write_bytes(root.pem)
    monkeypatch.setenv("REPORTGEN_SIGNING_PASSWORD", PASSWORD)
    monkeypatch.setenv("REPORTGEN_SIGNING_OTHER", PASSWORD)
    named = ["--password-env", "REPORTGEN_SIGNING_OTHER"]
    for arguments, given, who in (
        (["--key", str(tmp_path / "key.p12")], "", p12),
        (["--key", str(tmp_path / "key.pem"), "--certificate", str(tmp_path / "chain.crt"), *named], "", pem),
        ([], base64.encodebytes(p12.p12(PASSWORD)).decode(), p12),
        ([], (pem.key_pem(PASSWORD) + pem.pem).decode(), pem),
    ):
        monkeypatch.setenv("REPORTGEN_SIGNING_KEY", given)
        assert cli.main(["sign", str(built), *arguments]) == GOOD
        assert cli.main(["verify", str(built), "--trust", str(tmp_path / "root.crt")]) == GOOD
        assert f"certificate {signer(who).key.fingerprint[:16]}" in capfd.readouterr().out
    assert "REPORTGEN_SIGNING_KEY" not in worker._environment(), "an author's code may run there"


def test_a_key_that_cannot_be_used_is_told_without_being_shown(
    built: Path,
    publisher: Holder,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.DEBUG)
    before = tree(built)
    key = publisher.key_pem().decode()
    secrets = (PASSWORD, *[line for line in key.splitlines() if not line.startswith("-----")])

    def written(name: str, content: bytes) -> list[str]:
        (tmp_path / name).write_bytes(content)
        return ["--key", str(tmp_path / name)]

    def bare(private: rsa.RSAPrivateKey | ed25519.Ed25519PrivateKey) -> bytes:
        return private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())

    weak = bare(rsa.generate_private_key(65537, 1024))  # noqa: S505 - it is refused
    calls: list[tuple[list[str], dict[str, str], str]] = [
        ([], {}, "no key to sign with"),
        (["--key", str(tmp_path / "none.p12")], {}, "none.p12: cannot be read: No such file"),
        (["--key", key], {}, "--key takes the name of a file; a key itself goes into REPORTGEN_SIGNING_KEY"),
        (written("a.p12", publisher.p12(PASSWORD)), {}, "its password goes into REPORTGEN_SIGNING_PASSWORD"),
        (written("b.p12", publisher.p12("other")), {"PASSWORD": PASSWORD}, "or its password is another"),
        (written("c.pem", publisher.key_pem(PASSWORD) + publisher.pem), {}, "holds no key that can be opened"),
        (written("d.pem", publisher.pem), {}, "holds no key that can be opened"),
        (written("e.pem", key.encode()[:-40] + publisher.pem), {}, "holds no key that can be opened"),
        (written("f.pem", key.encode()), {}, "the certificate of the key is missing"),
        (written("g.pem", key.encode() + holder().pem), {}, "the certificate of the key is missing"),
        (written("h.pem", weak), {}, "the key has 1024 bits; expected 2048 or more"),
        (written("i.pem", bare(ed25519.Ed25519PrivateKey.generate())), {}, "expected an RSA or an elliptic-curve key"),
        (["--password-env", PASSWORD], {"KEY": key}, "--password-env takes the name of a variable"),
        (["--password-env", "REPORTGEN_NONE"], {"KEY": key}, "the environment has no REPORTGEN_NONE"),
        ([], {"KEY": key.replace("-----", "+++++")}, "REPORTGEN_SIGNING_KEY: holds no key that can be opened"),
        ([], {"KEY": f"?{key}"}, "REPORTGEN_SIGNING_KEY: holds no key; expected PEM"),
    ]  # fmt: skip
    for arguments, given, found in calls:
        with monkeypatch.context() as patch:
            for name, value in given.items():
                patch.setenv(f"REPORTGEN_SIGNING_{name}", value)
            assert cli.main(["sign", str(built), *arguments]) == WRONG_USAGE
        told = "".join(capfd.readouterr())
        assert found in told
        assert not [one for one in secrets if one in told + caplog.text], found
    assert tree(built) == before


def test_a_key_is_in_no_file_and_no_report_of_a_crash(
    built: Path,
    publisher: Holder,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("REPORTGEN_SIGNING_KEY", (publisher.key_pem() + publisher.pem).decode())
    assert cli.main(["sign", str(built)]) == GOOD
    written = b"".join(tree(tmp_path).values())
    private = publisher.key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
    number = publisher.key.private_numbers().private_value.to_bytes(32, "big")
    assert not [one for one in (private, number, *publisher.key_pem().splitlines()[1:-1]) if one in written]
    who = signer(publisher)
    assert "private" not in repr(who)

    def broken(*_: object) -> bytes:
        raise RuntimeError("as no library should")

    monkeypatch.setattr(engine.Signer, "pdf", broken)
    issue(FALSE_SALES).write(built)
    capfd.readouterr()
    assert cli.main(["sign", str(built)]) == OUR_FAULT
    told = "".join(capfd.readouterr())
    assert "as no library should" in told
    assert publisher.key_pem().splitlines()[1].decode() not in told


def test_a_time_stamp_server_that_fails_leaves_the_edition_as_it_was_and_its_password_unsaid(
    built: Path, publisher: Holder, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before, key = tree(built), ["--key", str(publisher.write(tmp_path))]
    assert (
        cli.main(["sign", str(built), *key, "--timestamp", "http://us:s3cret@127.0.0.1:9/"]) == NOT_POSSIBLE
    )
    told = capsys.readouterr().err
    assert "127.0.0.1:9/: no time stamp from there" in told
    assert "s3cret" not in told
    assert cli.main(["sign", str(built), *key, "--timestamp", "file:///etc/passwd"]) == WRONG_USAGE
    assert "expected the address of a time-stamp server" in capsys.readouterr().err
    assert tree(built) == before


# What goes on as before --------------------------------------------------------------------------------------------


def test_signing_again_publishes_nothing_and_another_signature_is_a_revision(
    tmp_path: Path, publisher: Holder
) -> None:
    public = tmp_path / "public"
    first, again = (signed_copy(tmp_path / name, signer(publisher)) for name in ("first", "again"))
    assert tree(first)[PDF] != tree(again)[PDF], "no two signatures are the same"
    assert [one.fate for one in publish([first], public).editions] == ["published"]
    before = tree(public)
    assert [one.fate for one in publish([again], public).editions] == ["unchanged"]
    issue().write(tmp_path / "bare" / BRIEF.name)
    assert [one.fate for one in publish([tmp_path / "bare" / BRIEF.name], public).editions] == ["unchanged"]
    assert tree(public) == before

    other = signed_copy(tmp_path / "other", signer(holder("The chairman")))
    with pytest.raises(UsageError, match="bears another signature than this one"):
        publish([other], public)
    assert publish([other], public, reason="Signed by the chairman").editions[0].fate == "revised"
    (one,) = [one for one in published(public) if one.current]
    fetch(public, BRIEF.name, tmp_path / "fetched")
    told = read(Manifest, (tmp_path / "fetched" / MANIFEST).read_bytes())
    assert told.signature is not None
    assert one.entry.signer == told.signature.certificate


def test_readers_can_prove_what_is_published_and_latest_has_no_signature_of_another_edition(
    tmp_path: Path, publisher: Holder
) -> None:
    public = tmp_path / "public"
    publish([signed_copy(tmp_path, signer(publisher))], public)
    for folder in (public / BRIEF.name / "2025-Q3", public / BRIEF.name / "latest"):
        proof = prove(folder, trust(publisher))
        assert proof.holds, proof.faults
        assert "index.html, which leads to the edition and is none of its files" in proof.unproved
    fetch(public, BRIEF.name, tmp_path / "fetched")
    assert prove(tmp_path / "fetched", trust(publisher)).holds
    issue(FALSE_SALES).write(tmp_path / BRIEF.name)
    publish([tmp_path / BRIEF.name], public, reason="Restated")
    assert not (public / BRIEF.name / "latest" / SIGNATURE).exists()
    assert prove(public / BRIEF.name / "latest").holds
    assert prove(public / BRIEF.name / "2025-Q3", trust(publisher)).holds, "the old one stays signed"


def test_an_edition_whose_signature_is_missing_is_not_published(tmp_path: Path, publisher: Holder) -> None:
    edition = signed_copy(tmp_path, signer(publisher))
    (edition / SIGNATURE).unlink()
    with pytest.raises(UsageError, match=r"it was signed, and manifest.json.p7s is missing"):
        publish([edition], tmp_path / "public")


def test_publish_signs_and_a_dry_run_foresees_it(
    built: Path, tmp_path: Path, publisher: Holder, capsys: pytest.CaptureFixture[str]
) -> None:
    public, key = tmp_path / "public", ["--sign", "--key", str(publisher.write(tmp_path))]
    publish([built], public)
    call = ["publish", str(built), str(public)]
    assert cli.main([*call, *key, "--dry-run"]) == WRONG_USAGE
    assert "bears another signature" in capsys.readouterr().err
    assert not (built / SIGNATURE).exists()
    assert cli.main([*call, *key, "--reason", "Signed"]) == GOOD
    assert prove(public / BRIEF.name / "2025-Q3-revision-2", trust(publisher)).holds
    assert cli.main([*call, *key]) == GOOD
    assert "1 unchanged" in capsys.readouterr().err
    assert cli.main([*call, *key[1:]]) == WRONG_USAGE
    assert "add --sign" in capsys.readouterr().err


def test_a_build_leaves_a_signed_edition_alone_unless_it_would_be_another(
    tmp_path: Path, publisher: Holder
) -> None:
    brief = Path(shutil.copytree(BRIEF, tmp_path / "data" / BRIEF.name))
    job = Job("build", tmp_path, tmp_path / "output", ("html",))
    job(brief, lambda *_: None)
    edition = tmp_path / "output" / BRIEF.name
    assert sign_edition(edition, signer(publisher))
    standing = job.standing(brief)
    assert standing is not None
    assert standing.unchanged
    for spoil in (
        (edition / SIGNATURE).unlink,
        lambda: (edition / "facts.csv").write_text("edited"),
        lambda: (edition / "notes.txt").write_text("added"),
        lambda: (edition / MANIFEST).write_text(
            (edition / MANIFEST).read_text().replace('"title"', '"titel"')
        ),
    ):
        kept = Path(shutil.copytree(edition, tmp_path / "kept"))
        spoil()
        assert job.standing(brief) is None
        shutil.rmtree(edition)
        kept.rename(edition)
    facts = brief / "facts.csv"
    facts.write_text(facts.read_text().replace("5.25", FALSE_SALES))
    assert job.standing(brief) is None
    assert not job(brief, lambda *_: None).unchanged
    assert not (edition / SIGNATURE).exists(), "what is built anew is not signed"


def test_a_signed_edition_is_compared_and_mailed_as_the_one_that_was_built(
    built: Path, tmp_path: Path, publisher: Holder
) -> None:
    edition = signed_copy(tmp_path, signer(publisher))
    assert not compare(built, edition)
    assert not compare(built / PDF, edition / PDF)
    before, after = read_front(built), sendable(edition, Sending())
    assert after.identity == before.identity, "signed later, it is sent to nobody twice"
    assert after.pdf == (edition / PDF).read_bytes()


def test_refresh_signs_what_it_publishes_and_touches_nothing_where_nothing_has_changed(
    tmp_path: Path, publisher: Holder, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(crew, "Worker", lambda _limits, **_: Here())
    shutil.copytree(BRIEF, tmp_path / "data" / BRIEF.name)
    call = ["refresh", "--to", "public", "--sign", "--key", str(publisher.write(tmp_path))]
    assert cli.main(call) == GOOD
    place = tmp_path / "public" / BRIEF.name / "2025-Q3"
    assert prove(place, trust(publisher)).holds
    before = tree(tmp_path)
    (tmp_path / "signer.pem").unlink()
    assert cli.main(call) == GOOD, "no key is needed where nothing is signed"
    assert tree(tmp_path) == {name: one for name, one in before.items() if name != "signer.pem"}
    shutil.rmtree(tmp_path / "output")
    assert cli.main(call) == GOOD, "as on a machine that keeps nothing"
    assert "unchanged" in capsys.readouterr().out.splitlines()[-1]
    assert cli.main(["refresh", "--sign"]) == WRONG_USAGE
