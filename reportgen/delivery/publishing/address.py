"""Where a publication goes: a folder, or any address that fsspec has a file system for; with whose credentials.

Credentials come from the environment. An address may hold a password, because schedulers keep whole addresses as
secrets; it is shown to nobody: what is printed, recorded or raised has it masked.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from reportgen.errors import UsageError
from reportgen.findings import meant

if TYPE_CHECKING:
    from fsspec import AbstractFileSystem

MASK = "***"
READ_ONLY = ("http", "https")
EXTRAS: Mapping[str, str] = {"s3": "s3", "s3a": "s3", "sftp": "sftp", "ssh": "sftp"}  # ours, by scheme
SECRETS = (  # variables whose value nobody is shown
    "AWS_SECRET_ACCESS_KEY",
    "AWS_SESSION_TOKEN",
    "REPORTGEN_SFTP_PASSWORD",
    "REPORTGEN_SFTP_PASSPHRASE",
)
WAIT = 30.0  # seconds for a server that does not answer

_SCHEME = re.compile(r"([a-zA-Z][a-zA-Z0-9+.-]*)://")
_PASSWORD = re.compile(r"(?<=://)([^/@:]*):([^/]*)(?=@)")
_QUERY = re.compile(r"(://[^\s?]*)\?\S*")
SHORTEST_SECRET = 4  # letters; a shorter text is no secret, and would blot out words


@dataclass(frozen=True, slots=True)
class Address:
    """A target: the file system of its scheme, the path of its root there, and how it is shown."""

    system: AbstractFileSystem
    root: str
    shown: str
    scheme: str
    secrets: tuple[str, ...] = ()

    def scrubbed(self, text: str) -> str:
        """A text of somebody else's (a server's answer, say) without what nobody is to see."""
        for secret in (*self.secrets, *(os.environ.get(name, "") for name in SECRETS)):
            if len(secret) >= SHORTEST_SECRET:
                text = text.replace(secret, MASK)
        return masked(text)


def masked(text: str) -> str:
    """An address as it may be shown: no password, and no query, in which some services carry a key."""
    return _QUERY.sub(rf"\1?{MASK}", _PASSWORD.sub(rf"\1:{MASK}", text))


def address_of(target: str | Path) -> Address:
    """The address that somebody wrote: a folder, or ``scheme://…``.

    Raises:
        UsageError: no such scheme, its library is not installed, or the server cannot be reached with what we have.
    """
    text = str(target)
    found = _SCHEME.match(text) if isinstance(target, str) else None
    if found is None or found[1].lower() in {"file", "local"}:
        return _folder(text[found.end() :] if found else text)
    scheme = found[1].lower()
    if scheme in READ_ONLY:
        raise UsageError(
            f"{masked(text)}: {scheme}:// can be read and not written to; expected a folder, s3:// or sftp://"
            " (readers' own address of it is --url)"
        )
    shown = masked(text).rstrip("/")
    secrets = tuple(said for _, one in _PASSWORD.findall(text) for said in (one, unquote(one)))
    kind = _kind_of(scheme)
    server, slash, path = text[found.end() :].partition("/")
    has_server = scheme in _OPTIONS  # a path after a server is one as it stands, with "#" and "?" in it
    read = f"{scheme}://{server}/" if has_server else text
    options = {**kind._get_kwargs_from_urls(read), **_OPTIONS.get(scheme, dict)()}  # noqa: SLF001 - fsspec's own protocol
    address = Address(kind, "", shown, scheme, secrets)  # for its scrubbing alone
    try:
        system = kind(skip_instance_cache=True, **options)
        _do_not_wait_for_ever(system)
        root = f"{slash}{path}" if has_server else str(kind._strip_protocol(text))  # noqa: SLF001 - same
    except Exception as error:  # noqa: BLE001 - the client of each server has errors of its own
        raise UsageError(f"{shown}: cannot be reached: {address.scrubbed(reason(error))}") from None
    return Address(system, root.rstrip("/"), shown, scheme, secrets)


def _folder(text: str) -> Address:
    """A folder on this machine; its name is no address, whatever letters stand in it."""
    from fsspec.implementations.local import LocalFileSystem

    if Path(text).is_file():
        raise UsageError(f"{text}: a file; expected a folder to publish into, or s3://… or sftp://…")
    return Address(LocalFileSystem(), os.path.abspath(text), text.rstrip("/") or "/", "file")  # noqa: PTH100 - links stay


def _kind_of(scheme: str) -> type[AbstractFileSystem]:
    from fsspec import available_protocols, get_filesystem_class

    try:
        kind: type[AbstractFileSystem] = get_filesystem_class(scheme)
    except ValueError:
        known = available_protocols()
        raise UsageError(
            f"{scheme}://: no file system is known for it{meant(scheme, known)}; "
            "expected a folder, s3://, sftp:// or another scheme of fsspec's"
        ) from None
    except ImportError as error:
        extra = EXTRAS.get(scheme)
        hint = f"pip install 'reportgen[{extra}]'" if extra else str(error)
        raise UsageError(f"{scheme}://: its library is not installed; run: {hint}") from None
    return kind


def reason(error: BaseException) -> str:
    """What went wrong, in the words of whoever noticed."""
    said = (error.strerror if isinstance(error, OSError) else "") or str(error) or type(error).__name__
    return " ".join(said.split())


# --------------------------------------------------------------------------- credentials


def _sftp_options() -> Mapping[str, Any]:
    """How we log in by SSH: with what the environment names, or the agent and the keys of whoever calls."""
    from reportgen.delivery.publishing.known_hosts import KnownHosts

    given = os.environ.get
    named = {
        "password": given("REPORTGEN_SFTP_PASSWORD"),
        "key_filename": given("REPORTGEN_SFTP_KEY"),
        "passphrase": given("REPORTGEN_SFTP_PASSPHRASE"),
    }
    chosen = {name: value for name, value in named.items() if value}
    own = {"allow_agent": False, "look_for_keys": False} if {"password", "key_filename"} & set(chosen) else {}
    patience = {"timeout": WAIT, "banner_timeout": WAIT, "auth_timeout": WAIT}
    return {**chosen, **own, **patience, "host_key_policy": KnownHosts(given("REPORTGEN_SFTP_KNOWN_HOSTS"))}


_OPTIONS: Mapping[str, Callable[[], Mapping[str, Any]]] = {"sftp": _sftp_options, "ssh": _sftp_options}


def _do_not_wait_for_ever(system: AbstractFileSystem) -> None:
    """Let an SSH connection that has died be noticed; other clients have limits of their own."""
    channel = system.ftp.get_channel() if hasattr(system, "ftp") else None
    if channel is not None and hasattr(channel, "settimeout"):
        channel.settimeout(WAIT)
