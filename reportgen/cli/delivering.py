"""``publish`` and ``verify``: an edition that stands goes to its readers, and what they can prove of it."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Unpack

import click

from reportgen import console
from reportgen.cli.codes import GOOD, HAS_ERRORS, WRONG_USAGE
from reportgen.cli.options import FOLDER, json_option, project_option
from reportgen.cli.signing import SigningOptions, sign_option, signing_options, wanted_signing
from reportgen.errors import UsageError

if TYPE_CHECKING:
    from reportgen.delivery.publishing import Published
    from reportgen.verify.proof import Proof


@click.command()
@click.argument("editions", nargs=-1, required=True, type=FOLDER, metavar="EDITION...")
@click.argument("target")
@click.option(
    "--reason", default="", metavar="TEXT", help="Why an edition takes the place of the published one."
)
@click.option(
    "--keep", type=click.IntRange(1), metavar="N", help="Remove all but the newest N editions of each brief."
)
@click.option(
    "--url",
    default="",
    envvar="REPORTGEN_URL",
    metavar="ADDRESS",
    help="Under which readers have TARGET; kept once it is said.",
)
@click.option("--dry-run", is_flag=True, help="Say what would be done, and write nothing.")
@sign_option
@signing_options
@project_option
@json_option
def publish(  # noqa: PLR0913, PLR0917 - an argument for each option
    editions: tuple[Path, ...],
    target: str,
    reason: str,
    keep: int | None,
    url: str,
    dry_run: bool,  # noqa: FBT001 - click passes options by name
    sign: bool,  # noqa: FBT001
    project: Path,
    as_json: bool,  # noqa: FBT001
    **signing: Unpack[SigningOptions],
) -> None:
    """Put each EDITION, a folder that build wrote, below TARGET/BRIEF/PERIOD; of a portfolio's folder, all of them.

    TARGET is a folder, s3://bucket/path, sftp://user@host/path or another address that fsspec knows; credentials come
    from the environment. TARGET/index.html lists all editions; feed.xml and catalogue.json tell of them. What is
    published is not overwritten: an edition that differs becomes a revision, with a --reason. With --sign each EDITION
    is signed where it lies, and then published.
    """
    from reportgen.delivery.publishing import publish as deliver
    from reportgen.portfolio.overview import editions_in

    those = [edition for one in editions for edition in editions_in(one) or (one,)]
    how, signer = wanted_signing(signing, wanted=sign), ""
    if how:
        from reportgen.delivery.signing.sign import sign_edition

        who = how.signer()
        signer = who.key.fingerprint
        for edition in () if dry_run else those:
            sign_edition(edition, who)
    done = deliver(
        those,
        target,
        project=project,
        reason=reason.strip(),
        keep=keep,
        dry_run=dry_run,
        url=url,
        signer=signer,
    )
    if as_json:
        console.printed(json.dumps(asdict(done), indent=2, ensure_ascii=False))
    else:
        _show(done)


def _show(done: Published) -> None:
    for one in done.editions:
        console.printed(f"{one.fate}: {one.where}")
    for folder in done.removed:
        console.printed(f"removed: {folder}")
    new, would = console.count(len(done.new), "edition"), "would be " if done.dry_run else ""
    others = f"; {len(done.unchanged)} unchanged" if done.unchanged else ""
    console.say(console.visible(f"{done.index}: {new} {would}published{others}"))


@click.command()
@click.argument("files", nargs=-1, required=True, type=FOLDER, metavar="FILE...")
@click.option(
    "--trust", multiple=True, type=FOLDER, metavar="CERT", help="Whose signatures count; may be given often."
)
@click.option(
    "--trust-time",
    multiple=True,
    type=FOLDER,
    metavar="CERT",
    help="Whose time stamps count; may be given often.",
)
@click.option(
    "--against", type=FOLDER, metavar="MANIFEST", help="A published manifest that must list each FILE."
)
@json_option
def verify(
    files: tuple[Path, ...],
    trust: tuple[Path, ...],
    trust_time: tuple[Path, ...],
    against: Path | None,
    as_json: bool,  # noqa: FBT001
) -> int:
    """Say what is proved of each FILE: a PDF or page of ours, or the folder of an edition.

    Without options it needs nothing but the file: computes its figures again from the facts that it carries. With
    --trust, a certificate (PEM or DER) of whoever should have signed, or of the authority that it comes from, it says
    who signed and when, and refuses what is not as it was signed, or was added after. Any file of an edition can be
    held against its signed manifest, beside it or --against.
    """
    from reportgen.verify.proof import prove
    from reportgen.verify.signatures import Trust
    from reportgen.verify.verdict import PROVES

    if trust_time and not trust:
        raise click.UsageError("--trust-time needs --trust: a time stamp alone does not say who signed")
    believed = Trust.read(trust, trust_time) if trust else None
    proofs, no_editions = [], dict[Path, str]()
    for path in files:
        try:
            proofs.append(prove(path, believed, against))
        except UsageError as problem:  # of this file; those beside it are judged all the same
            no_editions[path] = str(problem)
    if as_json:
        told = [proof.as_json() for proof in proofs]
        told += [{"file": str(path), "holds": False, "problem": said} for path, said in no_editions.items()]
        console.printed(json.dumps(told, indent=2))
    else:
        for proof in proofs:
            _show_proof(proof)
        for line in dict.fromkeys(line for proof in proofs if proof.holds for line in proof.unproved):
            console.say(
                console.visible(f"without a drift: {line}" if line == PROVES else f"not proved: {line}")
            )
    for said in no_editions.values():
        console.problem(said)
    if all(proof.holds for proof in proofs):
        return WRONG_USAGE if no_editions else GOOD
    return HAS_ERRORS


def _show_proof(proof: Proof) -> None:
    for verdict in proof.verdicts:
        for drift in verdict.drifts:
            console.say(console.visible(f"{verdict.path}: drift: {drift}"))
    for fault in proof.faults:
        console.say(console.visible(f"{proof.path}: refused: {fault}"))
    for verdict in proof.verdicts:
        console.printed(verdict)
    for line in proof.proved if proof.holds else ():
        console.printed(console.visible(f"{proof.path}: {line}"))
    for what, one in proof.signatures.items():
        if not one.faults:
            console.printed(console.visible(f"{proof.path}: {what} is {one}"))
