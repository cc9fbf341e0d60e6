"""The key that signs, from a file or the environment: PKCS#12, or PEM with its certificates.

A key and its password are in no message, no log and no record: what a library says of a key that it cannot read is left
unsaid, and the values here do not show what they hold.
"""

from __future__ import annotations

import base64
import binascii
import os
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from reportgen.errors import UsageError
from reportgen.verify.certificates import certificates_in, named, read_certificates, sign_extra, unfit

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey
    from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
    from cryptography.x509 import Certificate

    Private: TypeAlias = RSAPrivateKey | EllipticCurvePrivateKey

KEY, PASSWORD = "REPORTGEN_SIGNING_KEY", "REPORTGEN_SIGNING_PASSWORD"
LEAST_BITS = 2048  # of an RSA key; a shorter one is no proof any more
LONGEST_NAME = 1024
PEM = b"-----BEGIN "
_VARIABLE = re.compile(r"[A-Z_][A-Z0-9_]*")


@dataclass(frozen=True, slots=True)
class KeySource:
    """Where the key is: a file, or else the environment; further certificates; the variable that has its password."""

    file: Path | None = None
    certificates: Sequence[Path] = ()
    password: str = PASSWORD
    environment: Mapping[str, str] = field(default_factory=lambda: os.environ, repr=False)


@dataclass(frozen=True, slots=True)
class Key:
    """A key that may sign editions, its certificate, and those that lead from there to an authority."""

    private: Private = field(repr=False)
    certificate: Certificate
    chain: tuple[Certificate, ...] = ()

    @property
    def fingerprint(self) -> str:
        """The SHA-256 of its certificate."""
        from cryptography.hazmat.primitives.hashes import SHA256

        return self.certificate.fingerprint(SHA256()).hex()

    @property
    def owner(self) -> str:
        """Whose it is, as the certificate says."""
        return named(self.certificate)


def read_key(source: KeySource, moment: datetime) -> Key:
    """The key that signs at a moment.

    Raises:
        UsageError: there is none, it cannot be opened, has no certificate, or may not sign an edition.
    """
    with sign_extra():
        import cryptography  # noqa: F401 - all that follows needs it
        import pyhanko  # noqa: F401 - as does whoever signs
    where, raw = _raw(source)
    private, certificates = _opened(where, raw, _password(source))
    certificates += tuple(one for path in source.certificates for one in read_certificates(path))
    key = _with_certificate(where, private, certificates)
    if faults := list(unfit(key.certificate, moment)):
        raise UsageError(f"{where}: cannot sign: {'; '.join(faults)}")
    return key


def _raw(source: KeySource) -> tuple[str, bytes]:
    """Where the key is, in words that may be shown, and what stands there."""
    if source.file is not None:
        shown = str(source.file)
        if "-----" in shown or "\n" in shown or len(shown) > LONGEST_NAME:
            raise UsageError(f"--key takes the name of a file; a key itself goes into {KEY}")
        try:
            return shown, source.file.read_bytes()
        except OSError as error:
            raise UsageError(f"{shown}: cannot be read: {error.strerror}") from None
    given = source.environment.get(KEY, "").strip()
    if not given:
        raise UsageError(f"no key to sign with: name its file by --key, or put it into {KEY}")
    if given.encode().startswith(PEM):
        return KEY, given.encode()
    try:
        return KEY, base64.b64decode("".join(given.split()), validate=True)
    except (binascii.Error, ValueError):
        raise UsageError(f"{KEY}: holds no key; expected PEM, or PKCS#12 in base64") from None


def _password(source: KeySource) -> bytes | None:
    if not _VARIABLE.fullmatch(source.password):
        raise UsageError(f"--password-env takes the name of a variable, such as {PASSWORD}, not a password")
    given = source.environment.get(source.password)
    if given is None and source.password != PASSWORD:
        raise UsageError(f"--password-env: the environment has no {source.password}")
    return given.encode() if given else None


def _opened(where: str, raw: bytes, password: bytes | None) -> tuple[object, tuple[Certificate, ...]]:
    from cryptography.hazmat.primitives.serialization import load_pem_private_key, pkcs12

    try:
        if PEM in raw:
            return load_pem_private_key(_key_of(raw), password), _certificates_of(raw)
        private, certificate, others = pkcs12.load_key_and_certificates(raw, password)
        return private, tuple(filter(None, (certificate, *others)))
    except Exception:  # noqa: BLE001 - whatever is wrong, a message of a library may hold what nobody is to see
        hint = (
            ""
            if password
            else f"; its password goes into {PASSWORD}, or the variable that --password-env names"
        )
        raise UsageError(
            f"{where}: holds no key that can be opened: it is neither PEM nor PKCS#12, or its password is another{hint}"
        ) from None


def _key_of(raw: bytes) -> bytes:
    """The part of a PEM that is a private key: files hold certificates and notes beside it."""
    found = re.search(rb"-----BEGIN ([A-Z ]*PRIVATE KEY)-----.*?-----END \1-----", raw, re.DOTALL)
    return found[0] if found else b""


def _certificates_of(raw: bytes) -> tuple[Certificate, ...]:
    return certificates_in(raw) if b"-----BEGIN CERTIFICATE" in raw else ()


def _with_certificate(where: str, private: object, certificates: Sequence[Certificate]) -> Key:
    """The key with its own certificate, which is the one with the same public key."""
    from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey
    from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey

    if not isinstance(private, RSAPrivateKey | EllipticCurvePrivateKey):
        raise UsageError(f"{where}: expected an RSA or an elliptic-curve key, which readers of PDF know")
    if isinstance(private, RSAPrivateKey) and private.key_size < LEAST_BITS:
        raise UsageError(f"{where}: the key has {private.key_size} bits; expected {LEAST_BITS} or more")
    public = private.public_key()
    own = next((one for one in certificates if one.public_key() == public), None)
    if own is None:
        raise UsageError(
            f"{where}: the certificate of the key is missing; add it to the file, or name it by --certificate"
        )
    return Key(private, own, tuple(one for one in certificates if one != own))
