"""Delivery: an edition that stands and verifies, to everyone who is to have it and has it not."""

from __future__ import annotations

import datetime as dt
import os
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from email.headerregistry import Address
from pathlib import Path

from reportgen.delivery.mail.addresses import read_address
from reportgen.delivery.mail.conditions import Conditions
from reportgen.delivery.mail.journal import JOURNAL, journal_at
from reportgen.delivery.mail.message import Text, compose, link_to, message_id, texts_of
from reportgen.delivery.mail.reading import Front, read_front
from reportgen.delivery.mail.server import PREFIX, Server, Session
from reportgen.delivery.publishing.editions import PAGE, PDF
from reportgen.errors import DeliveryError, UsageError
from reportgen.figures import recorded
from reportgen.figures.recorded import FACTS, MANIFEST, Manifest
from reportgen.project import DeliverySettings


@dataclass(frozen=True, slots=True)
class Delivered:
    """Who has the mail now, who had it before, whom the server refused and why; or why nobody was written to."""

    accepted: tuple[str, ...] = ()
    already: tuple[str, ...] = ()
    refused: tuple[tuple[str, str], ...] = ()
    skipped: str = ""

    @property
    def complete(self) -> bool:
        """Whether nobody is left who should have the mail and has it not."""
        return not self.refused


@dataclass(frozen=True, slots=True)
class Sending:
    """How a delivery is made: everything that a test gives otherwise."""

    project: Path | None = None
    drafts: bool = False
    unverified: bool = False
    journal: Path | None = None
    environment: Mapping[str, str] | None = None
    pause: Callable[[float], None] = time.sleep
    now: Callable[[], dt.datetime] = lambda: dt.datetime.now(dt.UTC)

    @property
    def variables(self) -> Mapping[str, str]:
        """The environment, from which alone the server and its password come."""
        return os.environ if self.environment is None else self.environment


def deliver(
    edition_folder: Path,
    settings: DeliverySettings,
    *,
    changes: object = None,
    link: str = "",
    sending: Sending | None = None,
) -> Delivered:
    """Mail an edition to everyone in ``settings.to`` who has it not yet.

    Args:
        edition_folder: as ``reportgen build`` wrote it.
        settings: recipients, conditions, where pages are published.
        changes: what changed since the last edition: sentences, or a value whose ``lines`` are sentences. None: not
            known. None of them: nothing changed, and where the settings say so nothing is sent.
        link: the address of the page; by default made of the settings' ``link``.
        sending: how it is done.

    Raises:
        UsageError: an address, a condition, the server or the edition is not as it must be; nothing was sent.
        DeliveryError: the server cannot be trusted or refuses us, or the journal cannot be written.
    """
    sending = sending or Sending()
    recipients = recipients_of(settings.to)
    sentences = None if changes is None else sentences_of(changes)
    if settings.only_changed and sentences is not None and not sentences:
        return Delivered(skipped="nothing changed since the last edition")
    front = sendable(edition_folder, sending)
    manifest = recorded.read(Manifest, (edition_folder / MANIFEST).read_bytes())
    if condition := unmet(edition_folder, manifest, settings.conditions):
        return Delivered(skipped=f"'{condition}' does not hold")
    server, sender = Server.of(sending.variables), sender_of(settings.sender, sending.variables)
    address = link or link_to(settings.link, front, manifest.period)
    text = texts_of(front, sending.project, sentences or (), address)
    journal = sending.journal or edition_folder.resolve().parent / JOURNAL
    return _sent(front, text, _Route(server, sender, recipients, journal), sending)


def sendable(folder: Path, sending: Sending) -> Front:
    """An edition's first page, if the edition may be mailed: no draft, and its page and PDF verify."""
    front = read_front(folder)
    if front.draft and not sending.drafts:
        raise UsageError(f"{folder}: a draft is not mailed; build it without --draft, or give --allow-draft")
    if not sending.unverified:
        from reportgen.verify.verdict import verify

        for path in (folder / PAGE, folder / PDF):
            verdict = verify(path) if path.is_file() else None
            if verdict is not None and not verdict.holds:
                raise UsageError(
                    f"{path}: does not verify and is not mailed: {verdict.drifts[0]}; "
                    "build it again, or give --unverified"
                )
    return front


def sender_of(given: str, environment: Mapping[str, str]) -> Address:
    """Who sends: as given, or as the environment says."""
    text = given or environment.get(f"{PREFIX}FROM", "")
    if not text:
        raise UsageError(f"no sender: give --from, 'from' under 'deliver', or set {PREFIX}FROM")
    return read_address(text)


def recipients_of(texts: Iterable[str]) -> tuple[Address, ...]:
    """Recipients, each once. Raises UsageError for a text that is no address, and where there is none."""
    found: dict[str, Address] = {}
    for text in texts:
        address = read_address(text)
        found.setdefault(address.addr_spec.casefold(), address)
    if not found:
        raise UsageError("no recipients; expected one or more addresses")
    return tuple(found.values())


def sentences_of(changes: object) -> tuple[str, ...]:
    """What changed, a sentence each: of a sequence, or of a value that has them as ``lines``."""
    lines = getattr(changes, "lines", changes)
    lines = lines() if callable(lines) else lines
    if isinstance(lines, str):
        lines = lines.splitlines()
    if not isinstance(lines, Iterable):
        raise TypeError(f"changes are sentences or have lines, not {type(changes).__name__}")
    return tuple(text for line in lines if (text := " ".join(str(line).split())))


@dataclass(frozen=True, slots=True)
class _Route:
    """From whom to whom, by which server, and where it is noted."""

    server: Server
    sender: Address
    recipients: Sequence[Address]
    journal: Path


def unmet(folder: Path, manifest: Manifest, conditions: Sequence[str]) -> str:
    """The first condition that does not hold."""
    if not conditions:
        return ""
    asked = Conditions.of((folder / FACTS).read_bytes(), manifest.entity, manifest.period)
    return next((one for one in conditions if not asked.holds(one)), "")


def _sent(front: Front, text: Text, route: _Route, sending: Sending) -> Delivered:
    accepted, already, refused = list[str](), list[str](), list[tuple[str, str]]()
    session = Session(route.server, sending.pause)
    with journal_at(route.journal) as journal:
        try:
            for to in route.recipients:
                name = message_id(front, [to], route.sender)
                if journal.has(name):
                    already.append(to.addr_spec)
                    continue
                now = sending.now()
                answer = session.send(compose(front, text, route.sender, [to], now), route.sender, to)
                if answer is not None:
                    refused.append((to.addr_spec, answer.why))
                    continue
                journal.accepted(name, to.addr_spec, front.brief, now.isoformat(timespec="seconds"))
                accepted.append(to.addr_spec)
        except DeliveryError as problem:
            if accepted:
                raise DeliveryError(f"{problem}; accepted before: {', '.join(accepted)}") from problem
            raise
        finally:
            session.close()
    return Delivered(tuple(accepted), tuple(already), tuple(refused))
