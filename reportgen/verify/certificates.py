"""Certificates: read from files, named, and what they may be used for."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from reportgen.errors import UsageError

if TYPE_CHECKING:
    from cryptography.x509 import Certificate, ExtendedKeyUsage, KeyUsage, Name

PEM = b"-----BEGIN CERTIFICATE-----"
FOR_DOCUMENTS = frozenset((
    "1.3.6.1.5.5.7.3.36",  # documentSigning, RFC 9336
    "1.3.6.1.5.5.7.3.4",  # emailProtection, RFC 5280: what authorities gave before there was that one
    "1.3.6.1.4.1.311.10.3.12",  # Microsoft's for documents
    "1.2.840.113583.1.1.5",  # Adobe's
    "2.5.29.37.0",  # any
))  # fmt: skip


@contextmanager
def sign_extra() -> Iterator[None]:
    """What is imported in here; raises UsageError, with what to install, where it is not there."""
    try:
        yield
    except ImportError:
        raise UsageError(
            "pyHanko is not installed, which makes and checks signatures; run: pip install 'reportgen[sign]'"
        ) from None


def read_certificates(path: Path) -> tuple[Certificate, ...]:
    """The certificates of a file, PEM or DER.

    Raises:
        UsageError: it cannot be read, or holds none.
    """
    try:
        return certificates_in(path.read_bytes())
    except OSError as error:
        raise UsageError(f"{path}: cannot be read: {error.strerror}") from None
    except ValueError:
        raise UsageError(
            f"{path}: holds no certificate; expected one or more in PEM, or one in DER"
        ) from None


def certificates_in(raw: bytes) -> tuple[Certificate, ...]:
    """The certificates of a text in PEM, or the one in DER. Raises ValueError where there is none."""
    with sign_extra():
        from cryptography import x509
    if PEM in raw:
        return tuple(x509.load_pem_x509_certificates(raw))
    return (x509.load_der_x509_certificate(raw),)


def named(certificate: Certificate) -> str:
    """Whose a certificate is: name and organisation, as it says."""
    from cryptography.x509.oid import NameOID

    parts = (_part(certificate.subject, one) for one in (NameOID.COMMON_NAME, NameOID.ORGANIZATION_NAME))
    return ", ".join(dict.fromkeys(filter(None, parts))) or certificate.subject.rfc4514_string() or "nobody"


def _part(name: Name, kind: object) -> str:
    return " ".join(str(one.value) for one in name if one.oid == kind)


def unfit(certificate: Certificate, moment: datetime) -> Iterator[str]:
    """Why a certificate could not sign an edition at a moment: its time, and what it is for."""
    first, last = certificate.not_valid_before_utc, certificate.not_valid_after_utc
    if moment < first:
        yield f"its certificate is valid from {first:%Y-%m-%d %H:%M} UTC only"
    if moment > last:
        yield f"its certificate expired on {last:%Y-%m-%d %H:%M} UTC"
    usage, purposes = _usage(certificate), _purposes(certificate)
    if usage is not None and not (usage.digital_signature or usage.content_commitment):
        yield "its certificate is not for signing (key usage)"
    if purposes is not None and not FOR_DOCUMENTS & {one.dotted_string for one in purposes}:
        yield f"its certificate is not for documents, but for {', '.join(_called(purposes))} (extended key usage)"


def _called(purposes: ExtendedKeyUsage) -> Iterator[str]:
    for one in purposes:
        known = getattr(one, "_name", "")
        yield known if known and known != "Unknown OID" else one.dotted_string


def _usage(certificate: Certificate) -> KeyUsage | None:
    from cryptography import x509

    try:
        return certificate.extensions.get_extension_for_class(x509.KeyUsage).value
    except x509.ExtensionNotFound:
        return None


def _purposes(certificate: Certificate) -> ExtendedKeyUsage | None:
    from cryptography import x509

    try:
        return certificate.extensions.get_extension_for_class(x509.ExtendedKeyUsage).value
    except x509.ExtensionNotFound:
        return None
