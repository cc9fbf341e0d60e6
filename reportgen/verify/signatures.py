"""Who signed something, when, and whether that is proved: a detached signature (CMS) held against certificates.

pyHanko does the cryptography, for the signature in a PDF and for the one beside a manifest alike. Nothing is fetched:
whether a certificate was revoked is not asked.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from reportgen.awaiting import awaited
from reportgen.verify.certificates import certificates_in, named, read_certificates, sign_extra, unfit

if TYPE_CHECKING:
    from cryptography.x509 import Certificate
    from pyhanko.sign.validation.status import StandardCMSSignatureStatus
    from pyhanko_certvalidator import ValidationContext

LOGGERS = ("pyhanko", "pyhanko_certvalidator")
SHORT = 16  # hexadecimal digits of a certificate's hash: enough to hold against what somebody reads out


@dataclass(frozen=True, slots=True)
class Trust:
    """Whose signatures are believed, and whose word on the time; ``moment`` is now, unless a test says otherwise."""

    signers: tuple[Certificate, ...]
    clocks: tuple[Certificate, ...] = ()
    moment: datetime | None = None

    @classmethod
    def read(cls, signers: Sequence[Path], clocks: Sequence[Path] = ()) -> Trust:
        """Trust in the certificates of files. Raises UsageError where one cannot be read."""
        with sign_extra():
            import pyhanko  # noqa: F401 - without it the certificates are of no use
        found, telling = (
            tuple(one for path in paths for one in read_certificates(path)) for paths in (signers, clocks)
        )
        return cls(found, telling)


@dataclass(frozen=True, slots=True)
class Signed:
    """What a signature says.

    Attributes:
        signer: whose the certificate is, by its own words.
        certificate: the SHA-256 of it.
        when: the time of the signature.
        clock: who says so; empty where the signer himself does.
        trusted: whether the certificate leads to one that is trusted.
        faults: why the signature does not hold.
    """

    signer: str = ""
    certificate: str = ""
    when: datetime | None = None
    clock: str = ""
    trusted: bool = False
    faults: tuple[str, ...] = ()

    def __str__(self) -> str:
        time = f"{self.when:%Y-%m-%d %H:%M} UTC" if self.when else "a time that it does not say"
        said = f"time-stamped by {self.clock}" if self.clock else "as the signer says"
        return f"signed by {self.signer} (certificate {self.certificate[:SHORT]}…) at {time}, {said}"


def judged(cms: bytes, content: bytes, trust: Trust | None, claimed: datetime | None = None) -> Signed:
    """What a detached signature says of some content.

    Args:
        cms: the signature.
        content: what it should be of.
        trust: whose signatures are believed; None: whose it is is not asked.
        claimed: when it was made, as is said beside it.
    """
    with sign_extra():
        import pyhanko  # noqa: F401 - all that follows needs it
    try:
        with _silent():
            return _judged(cms, content, trust, claimed)
    except Exception as problem:  # noqa: BLE001 - pyHanko raises whatever its code meets in a broken signature
        return Signed(faults=(f"its signature cannot be read ({type(problem).__name__})",))


def _judged(cms: bytes, content: bytes, trust: Trust | None, claimed: datetime | None) -> Signed:
    found, stamp = _validated(cms, content, trust, None), ""
    certificate = certificates_in(found.signing_cert.dump())[0]
    when, faults = found.signer_reported_dt or claimed, list[str]()
    if not (found.intact and found.valid):
        faults.append("it is not as it was signed")
    elif found.timestamp_validity is not None:
        token: Any = found.timestamp_validity
        if not (token.intact and token.valid):
            faults.append("its time stamp is of something else")
        elif token.trusted:
            when, stamp = token.timestamp, named(certificates_in(token.signing_cert.dump())[0])
            found = _validated(cms, content, trust, when)
    moment = when if stamp and when else (trust.moment if trust else None) or datetime.now(UTC)
    if trust and not faults:
        faults += [*unfit(certificate, moment)]
        if not found.trusted and not faults:
            faults.append(f"{named(certificate)}, whose certificate signed it, is not trusted")
    trusted = bool(trust) and not faults
    return Signed(named(certificate), found.signing_cert.sha256.hex(), when, stamp, trusted, tuple(faults))


def _validated(
    cms: bytes, content: bytes, trust: Trust | None, moment: datetime | None
) -> StandardCMSSignatureStatus:
    from asn1crypto.cms import ContentInfo
    from pyhanko.sign.validation.generic_cms import async_validate_detached_cms
    from pyhanko.sign.validation.settings import KeyUsageConstraints

    known, now = trust or Trust(()), (trust.moment if trust else None)
    told = ContentInfo.load(cms, strict=True)
    return awaited(
        async_validate_detached_cms(
            content,
            told["content"],
            signer_validation_context=_context(known.signers, moment or now),
            ts_validation_context=_context(known.clocks, now),
            key_usage_settings=KeyUsageConstraints(key_usage=frozenset()),  # see ``unfit``, which says why
        )
    )


def _context(roots: Sequence[Certificate], moment: datetime | None) -> ValidationContext:
    from asn1crypto import x509
    from cryptography.hazmat.primitives.serialization import Encoding
    from pyhanko_certvalidator import ValidationContext

    known = [x509.Certificate.load(one.public_bytes(Encoding.DER)) for one in roots]
    return ValidationContext(trust_roots=known, moment=moment, allow_fetching=False)


@contextmanager
def _silent() -> Iterator[None]:
    """What pyHanko logs of a signature that does not hold is said by its fault."""
    loggers = [logging.getLogger(name) for name in LOGGERS]
    before = [one.level for one in loggers]
    for one in loggers:
        one.setLevel(logging.CRITICAL + 1)
    try:
        yield
    finally:
        for one, level in zip(loggers, before, strict=True):
            one.setLevel(level)
