"""The feed of a target, and of each of its briefs: what has been published, the latest first (Atom, RFC 4287)."""

from __future__ import annotations

import uuid
import xml.etree.ElementTree as ET
from collections.abc import Sequence
from datetime import UTC, datetime
from urllib.parse import quote

from reportgen.delivery.publishing.editions import PDF
from reportgen.delivery.publishing.listing import listed
from reportgen.delivery.publishing.records import CatalogueEntry
from reportgen.language import language_of

ATOM = "http://www.w3.org/2005/Atom"
MOST = 50  # entries: what a reader may have missed, not the archive
NEVER = datetime(1970, 1, 1, tzinfo=UTC)


def feed(editions: Sequence[CatalogueEntry], feed_id: str, url: str, brief: str = "") -> bytes:
    """A feed as a file.

    Args:
        editions: what it tells of, in any order.
        feed_id: a UUID that the target keeps.
        url: the address of the target for its readers; without one links are relative to the feed, as RFC 3986 has it.
        brief: whose editions they are; by default those of the whole target.
    """
    newest = sorted(editions, key=lambda one: (one.published, one.record), reverse=True)[:MOST]
    words = language_of(newest[0].language, newest[0].dates) if newest else language_of()
    base = f"{url}/{quote(brief)}/" if url and brief else f"{url}/" if url else ""
    title = newest[0].entity if brief and newest else words.index.title
    root = ET.Element("feed", {"xmlns": ATOM, "xml:lang": words.code})
    _text(root, "title", title)
    _text(root, "id", _urn(feed_id, brief))
    _text(root, "updated", _instant(max((one.published for one in newest), default=NEVER)))
    ET.SubElement(root, "generator").text = "reportgen"
    ET.SubElement(root, "link", {"rel": "alternate", "type": "text/html", "href": f"{base}index.html"})
    if base:
        ET.SubElement(
            root, "link", {"rel": "self", "type": "application/atom+xml", "href": f"{base}feed.xml"}
        )
    for one in newest:
        root.append(_entry(one, feed_id, base, brief))
    ET.indent(root, " ")
    return bytes(ET.tostring(root, encoding="utf-8", xml_declaration=True)) + b"\n"


def _entry(one: CatalogueEntry, feed_id: str, base: str, brief: str) -> ET.Element:
    edition = listed(one, brief)
    entry = ET.Element("entry")
    _text(entry, "title", one.title)
    _text(entry, "id", _urn(feed_id, one.record))
    _text(entry, "published", _instant(one.published))
    _text(entry, "updated", _instant(one.published))
    _text(ET.SubElement(entry, "author"), "name", one.entity)
    if edition.kind:
        ET.SubElement(entry, "category", {"term": one.kind, "label": edition.kind})
    ET.SubElement(entry, "link", {"rel": "alternate", "type": "text/html", "href": f"{base}{edition.door}"})
    if edition.pdf:
        pdf = {"type": "application/pdf", "length": str(one.files[PDF].size), "href": f"{base}{edition.pdf}"}
        ET.SubElement(entry, "link", {"rel": "enclosure", **pdf})
    _text(entry, "summary", _summary(one))
    return entry


def _summary(one: CatalogueEntry) -> str:
    """What it is of, its key figure, and why there is a revision."""
    words = language_of(one.language, one.dates).index
    parts = [f"{one.entity}, {one.period}"]
    if one.key_figure:
        parts.append(words.key_figure.format(label=one.key_label, figure=one.key_figure))
    if one.replaces:
        parts.append(words.revision_because.format(number=one.revision, reason=one.reason))
    return ". ".join(part.rstrip(".") for part in parts) + "."


def _urn(feed_id: str, name: str) -> str:
    return f"urn:uuid:{uuid.uuid5(uuid.UUID(feed_id), name) if name else feed_id}"


def _instant(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat().replace("+00:00", "Z")


def _text(parent: ET.Element, name: str, text: str) -> None:
    """A text as XML has it: without the controls that it cannot hold."""
    ET.SubElement(parent, name).text = "".join(letter for letter in text if letter >= " " or letter in "\t\n")
