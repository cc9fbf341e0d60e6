"""Certificates for tests of signatures, made when they are asked for, and a real time-stamp authority (OpenSSL's)."""

from __future__ import annotations

import subprocess
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import pkcs12
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

NOW = datetime.now(UTC)
DAY = timedelta(days=1)
PASSWORD = "correct horse battery"  # noqa: S105 - of keys that live as long as the tests


@dataclass(frozen=True)
class Holder:
    """Somebody with a key and a certificate."""

    key: ec.EllipticCurvePrivateKey
    certificate: x509.Certificate

    @property
    def pem(self) -> bytes:
        return self.certificate.public_bytes(serialization.Encoding.PEM)

    def key_pem(self, password: str = "") -> bytes:
        kept = (
            serialization.BestAvailableEncryption(password.encode())
            if password
            else serialization.NoEncryption()
        )
        return self.key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, kept)

    def p12(self, password: str, *above: Holder) -> bytes:
        kept = serialization.BestAvailableEncryption(password.encode())
        return pkcs12.serialize_key_and_certificates(
            b"signer", self.key, self.certificate, [one.certificate for one in above], kept
        )

    def write(self, folder: Path, name: str = "signer") -> Path:
        """The key with its certificate in ``NAME.pem``, which is returned; the certificate alone in ``NAME.crt``."""
        (folder / f"{name}.crt").write_bytes(self.pem)
        path = folder / f"{name}.pem"
        path.write_bytes(self.key_pem() + self.pem)
        return path


def holder(
    name: str = "Investor Relations",
    by: Holder | None = None,
    first: datetime = NOW - DAY,
    last: datetime = NOW + 365 * DAY,
    purposes: Sequence[x509.ObjectIdentifier] = (),
    *,
    signs: bool = True,
    authority: bool = False,
) -> Holder:
    """Somebody with a certificate, by an authority or by himself."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([
        x509.NameAttribute(NameOID.ORGANIZATION_NAME, "Example Corp"),
        x509.NameAttribute(NameOID.COMMON_NAME, name),
    ])  # fmt: skip
    usage = x509.KeyUsage(
        digital_signature=signs, content_commitment=False, key_encipherment=not signs, data_encipherment=False,
        key_agreement=False, key_cert_sign=authority, crl_sign=False, encipher_only=False, decipher_only=False,
    )  # fmt: skip
    builder = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(by.certificate.subject if by else subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(first)
        .not_valid_after(last)
        .add_extension(x509.BasicConstraints(ca=authority, path_length=None), critical=True)
        .add_extension(usage, critical=True)
    )
    if purposes:
        builder = builder.add_extension(x509.ExtendedKeyUsage(purposes), critical=True)
    return Holder(key, builder.sign(by.key if by else key, hashes.SHA256()))


@dataclass(frozen=True)
class Clock:
    """A time-stamp authority: its address, and its certificate in a file."""

    url: str
    certificate: Path


@contextmanager
def clock(folder: Path) -> Iterator[Clock]:
    """OpenSSL's time-stamp authority behind HTTP, as RFC 3161 has it."""
    own = holder("Clock of the tests", last=NOW + 3650 * DAY, purposes=[ExtendedKeyUsageOID.TIME_STAMPING])
    (folder / "tsa.key").write_bytes(own.key_pem())
    (folder / "tsa.crt").write_bytes(own.pem)
    (folder / "serial").write_text("01\n")
    (folder / "tsa.conf").write_text(
        f"[tsa]\ndefault_tsa = one\n[one]\nserial = {folder}/serial\nsigner_cert = {folder}/tsa.crt\n"
        f"certs = {folder}/tsa.crt\nsigner_key = {folder}/tsa.key\nsigner_digest = sha256\ndefault_policy = 1.2.3.4.1\n"
        "digests = sha256, sha384, sha512\naccuracy = secs:1\ness_cert_id_alg = sha256\n"
    )

    class Answer(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            asked = self.rfile.read(int(self.headers["Content-Length"]))
            (folder / "query").write_bytes(asked)
            made = subprocess.run(
                ["openssl", "ts", "-reply", "-config", folder / "tsa.conf", "-queryfile", folder / "query"],
                capture_output=True, check=True,
            ).stdout  # fmt: skip
            self.send_response(200)
            self.send_header("Content-Type", "application/timestamp-reply")
            self.send_header("Content-Length", str(len(made)))
            self.end_headers()
            self.wfile.write(made)

        def log_message(self, *_: object) -> None: ...

    server = ThreadingHTTPServer(("127.0.0.1", 0), Answer)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield Clock(f"http://127.0.0.1:{server.server_port}/", folder / "tsa.crt")
    finally:
        server.shutdown()
        server.server_close()
