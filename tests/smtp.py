"""A real SMTP server on this machine, with TLS and accounts, that answers as a test says."""

from __future__ import annotations

import datetime as dt
import socket
import ssl
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from ipaddress import ip_address
from pathlib import Path
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

HOST = "127.0.0.1"
USER, PASSWORD = "desk", "s3cret-of-the-desk"
DROP, DROP_AFTERWARDS = "drop", "drop afterwards"  # the connection, before or after the message was taken


def certificate(folder: Path) -> tuple[Path, Path]:
    """A certificate for this machine that signs itself, and its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "a server of the tests")])
    now = dt.datetime.now(dt.UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - dt.timedelta(days=1))
        .not_valid_after(now + dt.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address(HOST))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    place, secret = folder / "certificate.pem", folder / "key.pem"
    place.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    secret.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
    )
    return place, secret


@dataclass
class Mailbox:
    """What a server has taken, and what it answers next to a message; afterwards it takes everything."""

    answers: list[str] = field(default_factory=list)
    unknown: frozenset[str] = frozenset()
    taken: list[tuple[str, EmailMessage]] = field(default_factory=list)
    offered: list[str] = field(default_factory=list)  # the Message-ID of everything that was handed over

    async def handle_RCPT(  # noqa: N802 - aiosmtpd's name
        self, _server: Any, _session: Any, envelope: Any, address: str, _options: Any
    ) -> str:
        if address in self.unknown:
            return "550 5.1.1 no such mailbox"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802 - aiosmtpd's name
        message = message_from_bytes(envelope.content, policy=policy.default)
        self.offered.append(str(message["Message-ID"]))
        answer = self.answers.pop(0) if self.answers else "250 OK"
        if answer in (DROP, DROP_AFTERWARDS):
            server.transport.abort()
        if answer == DROP_AFTERWARDS or answer.startswith("250"):
            self.taken += [(to, message) for to in envelope.rcpt_tos]
        return "250 OK" if answer in (DROP, DROP_AFTERWARDS) else answer


def _authenticated(_server: Any, _session: Any, _envelope: Any, _mechanism: str, given: Any) -> AuthResult:
    right = given.login == USER.encode() and given.password == PASSWORD.encode()
    return AuthResult(success=right, handled=False)


@dataclass(frozen=True)
class Running:
    """A server that runs: its mailbox, and the environment that leads to it."""

    mailbox: Mailbox
    environment: Mapping[str, str]


@contextmanager
def smtp_server(mailbox: Mailbox, pair: tuple[Path, Path], security: str = "starttls") -> Iterator[Running]:
    """A server with TLS by ``starttls`` or from the first byte (``tls``), or without any (``none``)."""
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(*pair)
    options: dict[str, Any] = (
        {} if security == "none" else {"authenticator": _authenticated, "auth_required": True}
    )
    if security == "starttls":
        options |= {"tls_context": context, "require_starttls": True}
    if security == "tls":
        options |= {"ssl_context": context, "auth_require_tls": False}
    with socket.socket() as free:
        free.bind((HOST, 0))
        port = free.getsockname()[1]
    controller = Controller(mailbox, hostname=HOST, port=port, **options)
    controller.start()
    try:
        environment = {
            "REPORTGEN_SMTP_HOST": HOST,
            "REPORTGEN_SMTP_PORT": str(port),
            "REPORTGEN_SMTP_SECURITY": security,
            "REPORTGEN_SMTP_FROM": "Reports <desk@example.com>",
        }
        if security != "none":
            environment |= {
                "REPORTGEN_SMTP_USER": USER,
                "REPORTGEN_SMTP_PASSWORD": PASSWORD,
                "REPORTGEN_SMTP_CA": str(pair[0]),
            }
        yield Running(mailbox, environment)
    finally:
        controller.stop()
