"""Mail addresses: one for certain, in the form that headers and servers take, or refused with the reason."""

from __future__ import annotations

import re
from email.headerregistry import Address
from email.utils import getaddresses

from reportgen.errors import UsageError

LONGEST_LOCAL, LONGEST = 64, 254  # bytes: RFC 5321, 4.5.3.1
_LOCAL = re.compile(r"[^\s@<>()\[\]\\,;:\"\x00-\x20\x7f.]+(?:\.[^\s@<>()\[\]\\,;:\"\x00-\x20\x7f.]+)*")


def read_address(text: str) -> Address:
    """``ir@example.com`` or ``Ines Röhl <ir@example.com>``; domains in other scripts as the network knows them.

    Raises UsageError for what is no address, or more than one.
    """
    if not text.isprintable():
        raise UsageError(f"{text!r}: an address has no line breaks and no characters that cannot be seen")
    found = getaddresses([text])
    open_ended = "<" in text and not text.rstrip().endswith(">")
    if open_ended or len(found) != 1 or not found[0][1] or found[0][1].count("@") != 1:
        raise UsageError(
            f"'{text}' is no address; expected one, as in ir@example.com or Name <ir@example.com>"
        )
    name, address = found[0]
    local, _, domain = address.rpartition("@")
    if not _LOCAL.fullmatch(local) or len(local.encode()) > LONGEST_LOCAL:
        raise UsageError(f"'{text}': '{local}' cannot stand before the @ of an address")
    ascii_domain = _in_ascii(domain, text)
    if len(local.encode()) + 1 + len(ascii_domain) > LONGEST:
        raise UsageError(f"'{text}': an address has at most {LONGEST} letters")
    return Address(display_name=name, username=local, domain=ascii_domain)


def _in_ascii(domain: str, text: str) -> str:
    """A domain as servers know it: ``münchen.example`` is ``xn--mnchen-3ya.example`` (IDNA 2008)."""
    import idna

    try:
        return idna.encode(domain, uts46=True).decode().lower()
    except idna.IDNAError as problem:
        raise UsageError(f"'{text}': '{domain}' is no domain: {problem}") from None
