"""Signatures as pyHanko makes them: within a PDF (PAdES), and beside any other content (CMS)."""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from reportgen.awaiting import awaited
from reportgen.delivery.signing.keys import Key
from reportgen.errors import DeliveryError, UsageError
from reportgen.findings import masked
from reportgen.verify.pdf_field import FIELD

if TYPE_CHECKING:
    from pyhanko.sign.signers import SimpleSigner
    from pyhanko.sign.timestamps import HTTPTimeStamper

DIGEST = "sha256"
PATIENCE = 30  # seconds for a time-stamp server


@dataclass(frozen=True, slots=True)
class Signer:
    """Signs with a key; ``clock`` is the address of a time-stamp server (RFC 3161), if there is one."""

    key: Key
    clock: str = ""

    def __post_init__(self) -> None:
        if self.clock and not (
            urlsplit(self.clock).scheme in {"http", "https"} and urlsplit(self.clock).hostname
        ):
            raise UsageError(
                f"--timestamp {masked(self.clock)}: expected the address of a time-stamp server, https://…"
            )

    def pdf(self, raw: bytes) -> bytes:
        """A PDF with a signature that nobody sees added behind it, and no other change.

        Raises:
            DeliveryError: the time-stamp server does not give a time stamp.
        """
        from pyhanko.sign import fields, signers

        about = signers.PdfSignatureMetadata(
            field_name=FIELD, md_algorithm=DIGEST, subfilter=fields.SigSeedSubFilter.PADES
        )
        place = fields.SigFieldSpec(
            FIELD,
            invis_sig_settings=fields.InvisSigSettings(box_out_of_bounds=True),  # or it is no PDF/UA
        )
        pen = signers.PdfSigner(about, self._signer(), timestamper=self._clock(), new_field_spec=place)
        with self._stamping():
            signed = io.BytesIO()
            awaited(pen.async_sign_pdf(_update_of(raw), output=signed))
            return signed.getvalue()

    def beside(self, content: bytes) -> bytes:
        """A detached signature of some content: CMS, in DER.

        Raises:
            DeliveryError: as above.
        """
        from pyhanko.sign.signers.pdf_cms import PdfCMSSignedAttributes

        told = PdfCMSSignedAttributes(signing_time=datetime.now(UTC).replace(microsecond=0))
        with self._stamping():
            signed = awaited(
                self._signer().async_sign_general_data(
                    content, DIGEST, detached=True, timestamper=self._clock(), signed_attr_settings=told
                )
            )
        return bytes(signed.dump())

    def _signer(self) -> SimpleSigner:
        from asn1crypto import keys, x509
        from cryptography.hazmat.primitives import serialization
        from pyhanko.sign.signers import SimpleSigner
        from pyhanko_certvalidator.registry import SimpleCertificateStore

        private = self.key.private.private_bytes(
            serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
        own, *others = (
            x509.Certificate.load(one.public_bytes(serialization.Encoding.DER))
            for one in (self.key.certificate, *self.key.chain)
        )
        store = SimpleCertificateStore()  # type: ignore[no-untyped-call] # it states no types
        store.register_multiple(others)
        return SimpleSigner(own, keys.PrivateKeyInfo.load(private), store)

    def _clock(self) -> HTTPTimeStamper | None:
        from pyhanko.sign.timestamps import HTTPTimeStamper

        return HTTPTimeStamper(self.clock, timeout=PATIENCE) if self.clock else None

    @contextmanager
    def _stamping(self) -> Iterator[None]:
        """Name the server where it does not do its part; what its client says may hold its password."""
        from pyhanko.sign.timestamps import TimestampRequestError

        try:
            yield
        except (TimestampRequestError, OSError, ValueError) as error:
            if not self.clock:
                raise
            raise DeliveryError(
                f"{masked(self.clock)}: no time stamp from there ({type(error.__cause__ or error).__name__}); "
                "nothing was signed, and the edition is as it was"
            ) from None


def _update_of(raw: bytes) -> Any:  # noqa: ANN401 - pyHanko's writer, as it is below
    """A writer that adds to a PDF what signs it. Title, dates and version stay: they are what was built."""
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

    class Update(IncrementalPdfFileWriter):
        def _update_meta(self) -> None: ...

        def ensure_output_version(self, version: tuple[int, int]) -> None: ...

        def register_extension(self, ext: Any) -> None:  # noqa: ANN401
            if ext.prefix_name == "/ESIC":  # PAdES in PDF 1.7; the curves of PDF 2.0 need none there
                super().register_extension(ext)

    return Update(io.BytesIO(raw))
