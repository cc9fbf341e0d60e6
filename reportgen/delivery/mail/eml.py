"""A message as a file, for whoever sends by other means: ``.eml``, which mail programs open."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from reportgen.delivery.mail.message import compose, link_to, texts_of
from reportgen.delivery.mail.sending import Sending, recipients_of, sendable, sender_of, unmet
from reportgen.delivery.output import Folder
from reportgen.errors import DeliveryError
from reportgen.figures import recorded
from reportgen.figures.recorded import MANIFEST, Manifest
from reportgen.project import DeliverySettings


def write_eml(
    edition: Path, path: Path, settings: DeliverySettings, changes: Sequence[str], sending: Sending
) -> str:
    """Write one message to all recipients; gives why it was not written, where a condition does not hold.

    Raises:
        UsageError: an address, a condition or the edition is not as it must be; nothing was written.
        DeliveryError: the file cannot be written.
    """
    recipients = recipients_of(settings.to)
    front = sendable(edition, sending)
    manifest = recorded.read(Manifest, (edition / MANIFEST).read_bytes())
    if condition := unmet(edition, manifest, settings.conditions):
        return f"'{condition}' does not hold"
    sender = sender_of(settings.sender, sending.variables)
    text = texts_of(front, sending.project, changes, link_to(settings.link, front, manifest.period))
    message = compose(front, text, sender, recipients, sending.now())
    place = path.resolve()
    if place.is_dir():
        raise DeliveryError(f"{path}: is a folder; expected the name of a file")
    Folder(place.parent).replace({place.name: message.as_bytes()})
    return ""
