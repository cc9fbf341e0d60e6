"""What is published somewhere, and how it is brought back: for comparing, refreshing, mailing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from reportgen.delivery.belongings import claim
from reportgen.delivery.output import Folder, by_first_name
from reportgen.delivery.publishing.address import address_of
from reportgen.delivery.publishing.publish import link_of
from reportgen.delivery.publishing.records import CatalogueEntry
from reportgen.delivery.publishing.settling import address_for_readers, fetched
from reportgen.delivery.publishing.standing import read_standing
from reportgen.delivery.publishing.store import Store
from reportgen.errors import UsageError
from reportgen.findings import meant


@dataclass(frozen=True, slots=True)
class PublishedEdition:
    """An edition that a target holds; ``entry`` is all that the catalogue says of it.

    ``where`` is its folder in the target, without a password; ``link`` the address for its readers, relative to the
    target where nobody has said the target's address.
    """

    brief: str
    edition: str
    title: str
    period: str
    date: dt.date
    hash: str
    revision: int
    current: bool
    where: str
    link: str
    entry: CatalogueEntry


def published(target: str | Path) -> tuple[PublishedEdition, ...]:
    """Every edition that a target holds, the latest first, a revision before what it replaced.

    Raises:
        UsageError: the target cannot be reached.
        DeliveryError: it cannot be read.
    """
    return published_in(Store(address_of(target)))


def published_in(store: Store) -> tuple[PublishedEdition, ...]:
    """Every edition of an open target."""
    standing = read_standing(store)
    url = address_for_readers("", standing)
    return tuple(
        PublishedEdition(
            brief=one.brief,
            edition=one.edition,
            title=one.title,
            period=one.period,
            date=one.date,
            hash=one.hash,
            revision=one.revision,
            current=one.current,
            where=store.where(one.path),
            link=link_of(one.door, url),
            entry=one,
        )
        for one in standing.entries
    )


def fetch(
    target: str | Path, brief: str, folder: Path, *, edition: str = "", only: Sequence[str] = ()
) -> PublishedEdition:
    """Bring the last published edition of a brief, or the one that is named, into a folder.

    Args:
        target: where it was published.
        brief: the name of the brief.
        folder: where it goes, in the place of an edition that stands there.
        edition: its period, or the name of its folder for a revision that has been replaced; by default the latest.
        only: the files that are needed (``facts.json``, say); by default all. Nothing else is downloaded.

    Raises:
        UsageError: the target has no such edition, or the edition no such file.
        DeliveryError: a file is missing or not as it was published, or cannot be written; the folder is as it was.
    """
    store = Store(address_of(target))
    of_brief = [one for one in published_in(store) if one.brief == brief]
    found = next((one for one in of_brief if _is(one, edition)), None)
    if found is None:
        what = f"no edition {edition} of {brief}" if edition and of_brief else f"no edition of {brief}"
        names = [one.edition for one in of_brief] or [one.brief for one in published_in(store)]
        raise UsageError(f"{store.where('')}: {what} is published there{meant(edition or brief, names)}")
    if unknown := sorted(set(only) - set(found.entry.files)):
        raise UsageError(f"{found.where}: the edition has no file {unknown[0]}")
    files = {path: fetched(store, found.entry, path) for path in only or found.entry.files}
    place = folder.absolute()
    if not only:
        claim(place, shown=folder)
        Folder(place.parent).replace({place.name: files})
    else:
        Folder(place).replace(by_first_name(files))
    return found


def _is(one: PublishedEdition, edition: str) -> bool:
    return (one.current and edition in {"", one.edition}) or (bool(edition) and one.entry.folder == edition)
