"""``sign``, and the options by which ``publish`` and ``refresh`` sign."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypedDict, TypeVar, Unpack

import click

from reportgen import console
from reportgen.cli.codes import GOOD
from reportgen.cli.options import FOLDER

if TYPE_CHECKING:
    from reportgen.delivery.signing.sign import Signing

Command = TypeVar("Command", bound=Callable[..., Any])
sign_option = click.option("--sign", is_flag=True, help="Sign each edition before, as reportgen sign does.")


class SigningOptions(TypedDict):
    """The options of signing, as click gives them."""

    key: Path | None
    certificate: tuple[Path, ...]
    password_env: str
    timestamp: str


def signing_options(command: Command) -> Command:
    """The options that say how to sign."""
    for option in (
        click.option("--timestamp", default="", envvar="REPORTGEN_TIMESTAMP", metavar="URL",
                     help="A time-stamp server (RFC 3161), which says when it was signed."),
        click.option("--password-env", default="", metavar="NAME",
                     help="The variable with the key's password.  [default: REPORTGEN_SIGNING_PASSWORD]"),
        click.option("--certificate", multiple=True, type=FOLDER, metavar="FILE",
                     help="Of the key, and those above it, where KEY has them not; may be given often."),
        click.option("--key", type=FOLDER, metavar="FILE",
                     help="PKCS#12, or PEM with its certificates.  [default: the key in REPORTGEN_SIGNING_KEY]"),
    ):  # fmt: skip
        command = option(command)
    return command


def wanted_signing(options: SigningOptions, *, wanted: bool) -> Signing | None:
    """How to sign; None where it is not wanted. Raises click.UsageError for options that would then mean nothing."""
    if wanted:
        return read_signing(options)
    if options["key"] or options["certificate"] or options["password_env"]:
        raise click.UsageError("--key, --certificate and --password-env say how to sign: add --sign")
    return None


def read_signing(options: SigningOptions) -> Signing:
    """How to sign."""
    from reportgen.delivery.signing.keys import PASSWORD, KeySource
    from reportgen.delivery.signing.sign import Signing

    password = options["password_env"] or PASSWORD
    return Signing(KeySource(options["key"], options["certificate"], password), options["timestamp"])


@click.command()
@click.argument("editions", nargs=-1, required=True, type=FOLDER, metavar="EDITION...")
@signing_options
def sign(editions: tuple[Path, ...], **options: Unpack[SigningOptions]) -> int:
    """Sign each EDITION, a folder that build wrote: its PDF, and its manifest, which lists every file by its hash.

    The PDF gets a PAdES signature that changes nothing that is seen, the manifest one beside it (manifest.json.p7s).
    Needs pip install 'reportgen[sign]'. The key comes from a file or from the environment, and is shown nowhere.
    """
    from reportgen.delivery.signing.sign import sign_edition

    signer = read_signing(options).signer()
    for edition in editions:
        done = sign_edition(edition, signer)
        console.printed(edition)
        what = "signed by" if done else "unchanged, it is signed by"
        console.say(console.visible(f"{edition}: {what} {signer.key.owner}"))
    return GOOD
