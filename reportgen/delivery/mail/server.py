"""The SMTP server: from the environment, by TLS with its certificate checked; what is temporary is tried again.

A connection that is lost after the message was handed over leaves open whether it was taken. It is sent again
(RFC 5321, 4.5.4.1), with the same Message-ID, by which servers and mail programs know a message that they have.
"""

from __future__ import annotations

import smtplib
import ssl
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from email.headerregistry import Address
from email.message import EmailMessage
from ipaddress import ip_address
from pathlib import Path
from typing import Literal

from reportgen.errors import DeliveryError, UsageError

PREFIX = "REPORTGEN_SMTP_"
PORTS: Mapping[str, int] = {"starttls": 587, "tls": 465, "none": 25}
PAUSES = (2.0, 8.0, 30.0)  # seconds before each further attempt
TIMEOUT = 60.0  # seconds without an answer
HIGHEST_PORT = 65535
TEMPORARY = range(400, 500)
Security = Literal["starttls", "tls", "none"]


@dataclass(frozen=True, slots=True)
class Server:
    """A server and how it is spoken to; its password is shown nowhere."""

    host: str
    port: int
    security: str
    user: str = ""
    password: str = field(default="", repr=False)
    authority: str = ""

    @classmethod
    def of(cls, environment: Mapping[str, str]) -> Server:
        """Read ``REPORTGEN_SMTP_…``. Raises UsageError, which never quotes a password."""
        given = {name: environment.get(f"{PREFIX}{name}", "") for name in
                 ("HOST", "PORT", "SECURITY", "USER", "PASSWORD", "CA")}  # fmt: skip
        security = given["SECURITY"] or "starttls"
        if not given["HOST"]:
            raise UsageError(f"no server: set {PREFIX}HOST, or write the message to a file with --eml")
        if security not in PORTS:
            raise UsageError(f"{PREFIX}SECURITY is '{security}'; expected starttls or tls")
        if security == "none" and not _is_here(given["HOST"]):
            raise UsageError(
                f"{PREFIX}SECURITY: 'none' is for a server on this machine; expected starttls or tls"
            )
        port = given["PORT"] or str(PORTS[security])
        if not (port.isascii() and port.isdigit() and 0 < int(port) <= HIGHEST_PORT):
            raise UsageError(f"{PREFIX}PORT is '{port}'; expected a number from 1 to {HIGHEST_PORT}")
        if bool(given["USER"]) != bool(given["PASSWORD"]):
            raise UsageError(f"{PREFIX}USER and {PREFIX}PASSWORD go together; one of them is not set")
        if given["CA"] and not Path(given["CA"]).is_file():
            raise UsageError(f"{PREFIX}CA: no file '{given['CA']}'; expected certificates in PEM")
        return cls(given["HOST"], int(port), security, given["USER"], given["PASSWORD"], given["CA"])

    def masked(self, text: object) -> str:
        """A text of the server's without what is secret, and without what a terminal would obey."""
        said = text.decode("utf-8", "replace") if isinstance(text, bytes) else str(text)
        for secret in (self.password, self.user):
            said = said.replace(secret, "***") if secret else said
        return " ".join(said.split())


@dataclass(frozen=True, slots=True)
class Refused:
    """Why a server has not taken a message; what is temporary may be tried again."""

    why: str
    temporary: bool


class Session:
    """Messages to one server, over one connection as long as it holds."""

    def __init__(self, server: Server, pause: Callable[[float], None]) -> None:
        self._server, self._pause = server, pause
        self._open: smtplib.SMTP | None = None

    def send(self, message: EmailMessage, sender: Address, to: Address) -> Refused | None:
        """Send a message to one recipient; None where the server has accepted it, else why not."""
        refused = self._attempt(message, sender, to)
        for seconds in PAUSES:
            if refused is None or not refused.temporary:
                break
            self._pause(seconds)
            refused = self._attempt(message, sender, to)
        return refused

    def close(self) -> None:
        """End the connection, whatever state it is in."""
        if self._open is not None:
            try:
                self._open.quit()
            except (smtplib.SMTPException, OSError):
                self._open.close()
        self._open = None

    def _attempt(self, message: EmailMessage, sender: Address, to: Address) -> Refused | None:
        try:
            if self._open is None:
                self._open = self._connected()
            self._open.send_message(message, sender.addr_spec, [to.addr_spec])
        except smtplib.SMTPRecipientsRefused as problem:
            return self._said(*next(iter(problem.recipients.values())))
        except smtplib.SMTPNotSupportedError as problem:
            return Refused(self._server.masked(problem), temporary=False)
        except smtplib.SMTPAuthenticationError as problem:
            self._drop()
            if problem.smtp_code in TEMPORARY:
                return self._said(problem.smtp_code, problem.smtp_error)
            raise DeliveryError(
                f"{self._server.host}: refuses {PREFIX}USER and {PREFIX}PASSWORD ({problem.smtp_code})"
            ) from None
        except smtplib.SMTPResponseException as problem:
            self._drop()
            return self._said(problem.smtp_code, problem.smtp_error)
        except ssl.SSLCertVerificationError as problem:
            self._drop()
            raise DeliveryError(
                f"{self._server.host}: its certificate is not to be trusted: {problem.verify_message}"
            ) from None
        except (smtplib.SMTPServerDisconnected, OSError) as problem:
            self._drop()
            return Refused(f"connection lost: {self._server.masked(problem)}", temporary=True)
        return None

    def _said(self, code: int, text: object) -> Refused:
        return Refused(f"{code} {self._server.masked(text)}", code in TEMPORARY)

    def _drop(self) -> None:
        if self._open is not None:
            self._open.close()
        self._open = None

    def _connected(self) -> smtplib.SMTP:
        server = self._server
        context = ssl.create_default_context(cafile=server.authority or None)
        if server.security == "tls":
            made: smtplib.SMTP = smtplib.SMTP_SSL(server.host, server.port, timeout=TIMEOUT, context=context)
        else:
            made = smtplib.SMTP(server.host, server.port, timeout=TIMEOUT)
        try:
            if server.security == "starttls":
                self._secure(made, context)
            if server.user:
                made.login(server.user, server.password)
        except BaseException:
            made.close()
            raise
        return made

    def _secure(self, made: smtplib.SMTP, context: ssl.SSLContext) -> None:
        made.ehlo()
        if not made.has_extn("starttls"):
            raise DeliveryError(f"{self._server.host}: offers no STARTTLS; nothing was sent in the clear")
        made.starttls(context=context)


def _is_here(host: str) -> bool:
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False
