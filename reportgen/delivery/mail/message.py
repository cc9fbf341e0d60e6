"""A message: HTML that mail clients show, the same in plain text, the chart inside and the PDF attached."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from pathlib import Path
from urllib.parse import quote, urlsplit

from reportgen.delivery.mail.reading import Front
from reportgen.errors import BriefError, UsageError
from reportgen.files import Files
from reportgen.findings import Findings

HTML, PLAIN = "mail/message.html.jinja", "mail/message.txt.jinja"
IN_A_ROW = 2  # cards; three do not fit on a phone, and mail has no layout that turns


@dataclass(frozen=True, slots=True)
class Text:
    """The two texts of a mail, which are the same for everyone who gets it."""

    html: str
    plain: str


def texts_of(front: Front, project: Path | None = None, changes: Sequence[str] = (), link: str = "") -> Text:
    """The texts of a mail. Raises BriefError where a template of the project's own is at fault."""
    import css_inline

    from reportgen.charts.theme import load_theme
    from reportgen.document.parts import environment_of, rendered

    if link and (urlsplit(link).scheme not in ("http", "https") or not urlsplit(link).netloc):
        raise UsageError(f"'{link}' is no address of a page; expected one that begins with https://")
    files, findings = Files(project=project), Findings()
    theme = load_theme(None, files, findings)
    if any(finding.severity == "error" for finding in findings):
        raise BriefError(findings.in_order())
    rows = [front.cards[start : start + IN_A_ROW] for start in range(0, len(front.cards), IN_A_ROW)]
    environment = environment_of(files)
    names = {
        "front": front,
        "rows": rows,
        "changes": tuple(changes),
        "link": link,
        "words": front.words,
        "as_recorded": front.words.mail.as_recorded.format(day=front.day),
        "light": theme.colors,
        "dark": theme.colors_dark,
        "cid": cid_of(front),
    }
    html = rendered(environment, HTML, files, **names)
    inliner = css_inline.CSSInliner(keep_style_tags=False, load_remote_stylesheets=False)
    plain = rendered(environment.overlay(autoescape=False), PLAIN, files, **names)
    return Text(inliner.inline(html), f"{plain.strip()}\n")


def cid_of(front: Front) -> str:
    """The name by which the HTML finds the picture within the message."""
    return f"chart.{front.identity[:16]}@reportgen.invalid" if front.chart else ""


def message_id(front: Front, recipients: Sequence[Address], sender: Address) -> str:
    """The same for the same edition and recipients, whenever it is sent: a server that has it knows it again."""
    to = ",".join(sorted(one.addr_spec.casefold() for one in recipients))
    digest = hashlib.sha256(f"{front.identity} {to}".encode()).hexdigest()
    return f"<{digest[:40]}@{sender.domain}>"


def compose(
    front: Front, text: Text, sender: Address, recipients: Sequence[Address], when: dt.datetime
) -> EmailMessage:
    """One message, the same bytes for the same edition, people and time."""
    message = EmailMessage(policy=SMTP)
    message["Subject"] = _in_one_line(
        f"{front.words.page.draft}: {front.title}" if front.draft else front.title
    )
    message["From"] = sender
    message["To"] = tuple(recipients)
    message["Date"] = format_datetime(when)
    message["Message-ID"] = message_id(front, recipients, sender)
    message["Auto-Submitted"] = "auto-generated"  # RFC 3834: no answer from those on holiday
    message["Content-Language"] = front.words.code
    message.set_content(text.plain, cte="quoted-printable")
    message.add_alternative(text.html, subtype="html", cte="quoted-printable")
    if front.chart:
        _html_part(message).add_related(
            front.chart.png,
            "image",
            "png",
            cid=f"<{cid_of(front)}>",
            filename=f"{front.chart.name}.png",
            disposition="inline",
        )
    if front.pdf:
        message.add_attachment(front.pdf, "application", "pdf", filename=f"{front.brief}.pdf")
    for number, part in enumerate(message.walk()):
        if part.is_multipart():
            part.set_boundary(f"=_{front.identity[:24]}_{number}")
    return message


def _html_part(message: EmailMessage) -> EmailMessage:
    part = message.get_body(("html",))
    if not isinstance(part, EmailMessage):
        raise TypeError("a message that was given HTML has none")
    return part


def _in_one_line(text: str) -> str:
    """A text that stays in its header, whatever its author typed."""
    return " ".join("".join(one if one.isprintable() else " " for one in text).split())


def link_to(base: str, front: Front, period: str) -> str:
    """Where an edition's page is found: ``{brief}`` and ``{period}`` filled in, or the brief's folder added."""
    names = {"{brief}": quote(front.brief, safe=""), "{period}": quote(period, safe="")}
    if not any(name in base for name in names):
        return f"{base.rstrip('/')}/{names['{brief}']}/" if base else ""
    for name, value in names.items():
        base = base.replace(name, value)
    return base
