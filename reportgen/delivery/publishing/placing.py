"""How one edition comes to a target: a folder of its own, its files, and then its record.

Two publishers that work at once must not take one folder for different editions, and there is no lock that every server
knows. So each says first that it wants a folder, then looks whether somebody else does:

1. A folder that holds anything is taken, unless a claim for the same files stands in it: we were killed before, or
   somebody publishes the same at this moment. To write the same files twice does no harm.
2. We put a claim of our own into it, named for what we publish.
3. We look again. Where nothing has come but claims for the same files, the folder is ours: whoever comes later finds
   the claim. Otherwise it is not, the claim is taken back, and we go on under a name that no other edition has.
"""

from __future__ import annotations

import os
import secrets
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from reportgen.delivery.publishing.editions import DOOR, ReadEdition, in_order, key_figure_of, linked
from reportgen.delivery.publishing.records import CatalogueEntry, EditionRecord, FileRecord, name_of, written
from reportgen.delivery.publishing.standing import Standing, record_path
from reportgen.delivery.publishing.store import PART, Shelf
from reportgen.errors import DeliveryError, UsageError

CLAIM = ".claim-"
SHORT = 12  # letters of a hash: enough to part the editions of one brief


@dataclass(frozen=True, slots=True)
class Planned:
    """What is to become of an edition: its record; with ``standing``, the entry that it equals, nothing."""

    edition: ReadEdition
    record: EditionRecord
    standing: CatalogueEntry | None = None


def now() -> datetime:
    """The time of a publication, to the second, or the one that SOURCE_DATE_EPOCH says."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    return (
        datetime.fromtimestamp(int(epoch), UTC)
        if epoch.isdecimal()
        else datetime.now(UTC).replace(microsecond=0)
    )


def plan(edition: ReadEdition, standing: Standing, reason: str, url: str, folder: str = "") -> Planned:
    """What is to become of an edition where this stands.

    Raises:
        UsageError: it differs from the one that was published, and no reason is given.
    """
    before = standing.of_edition(edition.brief, edition.name)
    if before and before.hash == edition.hash and edition.signer in {"", before.signer}:
        return Planned(edition, before.as_recorded(), before)
    if before and not reason:
        differs = "bears another signature than" if before.hash == edition.hash else "differs from"
        raise UsageError(
            f"{edition.folder}: {edition.brief}, {edition.name} was published on {before.published:%Y-%m-%d} and "
            f"{differs} this one. What is published is not overwritten; to publish a revision, say why: --reason"
        )
    return Planned(edition, _record(edition, before, reason, url, folder))


def place(
    store: Shelf, planned: Planned, look: Callable[[], Standing], reason: str, url: str
) -> tuple[Planned, Standing]:
    """Bring an edition to a target, and say what became of it and what stands there now.

    Args:
        store: the target.
        planned: what is to be done, by what stood there a moment ago.
        look: reads what stands there now.
        reason: why, if it is a revision.
        url: the address under which readers have the target.

    Raises:
        UsageError: somebody has meanwhile published another one, and no reason is given; or its files were changed.
        DeliveryError: it could not be done; what was published before still stands.
    """
    edition, files = planned.edition, dict(planned.edition.files)  # held: none can be changed half-way
    for folder in _names(planned.record):
        claim = Claim(store, f"{edition.brief}/{folder}", edition.bytes_hash)
        if claim.holds():
            try:
                planned = plan(edition, look(), reason, url, folder)
                if planned.standing is None:
                    _upload(store, files, claim.path)
                    store.write(record_path(name_of(planned.record)), written(planned.record))
            except UsageError:
                claim.take_back()
                raise
            claim.take_back()
            return planned, look()
    return _settled_by_others(store, planned, look(), reason, url)


def _settled_by_others(
    store: Shelf, planned: Planned, standing: Standing, reason: str, url: str
) -> tuple[Planned, Standing]:
    """Every name is taken: whoever took ours may have published the same."""
    again = plan(planned.edition, standing, reason, url)
    if again.standing:
        return again, standing
    raise DeliveryError(
        f"{store.where(planned.record.path)}: something stands there that is no edition of this publication; "
        "move it away, or publish elsewhere"
    )


def _record(
    edition: ReadEdition, before: CatalogueEntry | None, reason: str, url: str, folder: str
) -> EditionRecord:
    manifest = edition.manifest
    revision = before.revision + 1 if before else 1
    folder = folder or (f"{edition.name}-revision-{revision}" if before else edition.name)
    label, figure = key_figure_of(edition)
    return EditionRecord(
        brief=edition.brief,
        edition=edition.name,
        folder=folder,
        revision=revision,
        replaces=before.folder if before else "",
        reason=reason if before else "",
        title=manifest.title,
        entity=manifest.entity,
        period=manifest.period,
        date=manifest.date,
        first_date=before.first_date if before else manifest.date,
        kind=manifest.kind,
        language=manifest.language,
        dates=manifest.dates,
        preview=manifest.preview,
        key_label=label,
        key_figure=figure,
        published=now(),
        hash=edition.hash,
        signer=edition.signer,
        files={
            path: FileRecord(sha256=stamp.sha256, size=stamp.size)
            for path, stamp in sorted(edition.files.stamps.items())
        },
        links=linked(edition, f"{edition.brief}/{folder}", url),
    )


def _names(record: EditionRecord) -> Iterator[str]:
    """The folders that an edition may have: the one it should, and one that no other can want."""
    yield record.folder
    yield f"{record.folder}-{record.hash[:SHORT]}"


class Claim:
    """Our wish to have a folder for ourselves."""

    def __init__(self, store: Shelf, path: str, wanted: str) -> None:
        self.path = path
        self._store = store
        self._same = f"{CLAIM}{wanted[:SHORT]}-"
        self._ours = f"{self._same}{secrets.token_hex(4)}"

    def holds(self) -> bool:
        """Put the claim, and say whether the folder is ours."""
        before = self._others()
        if before and not self._are_for_the_same(before):
            return False
        self._store.write(f"{self.path}/{self._ours}", self._ours.encode(), shared=True)
        after = self._others()
        if not after or self._are_for_the_same(after):
            return True
        self.take_back()
        return False

    def take_back(self) -> None:
        """Remove the claim, and the folder where there is nothing else in it.

        Once there is a record nobody needs the claim: whoever wants the folder finds the files.
        """
        self._store.remove(f"{self.path}/{self._ours}")
        if not self._others():
            self._store.remove(self.path)

    def _others(self) -> frozenset[str]:
        return frozenset(name for name in self._store.names(self.path) if not name.startswith(PART)) - {
            self._ours
        }

    def _are_for_the_same(self, names: Collection[str]) -> bool:
        claims = {name for name in names if name.startswith(CLAIM)}
        return bool(claims) and all(name.startswith(self._same) for name in claims)


def forget_claims(store: Shelf, record: EditionRecord) -> None:
    """Remove what publishers that were killed have left in the folder of an edition that is published."""
    for name in store.names(record.path):
        if name.startswith(CLAIM):
            store.remove(f"{record.path}/{name}")


def _upload(store: Shelf, files: Mapping[str, bytes], path: str) -> None:
    """Send every file that is not there yet, what leads to others last."""
    for name in in_order(files):
        if not store.holds(f"{path}/{name}", files[name]):
            store.write(f"{path}/{name}", files[name])


def folders_of(record: EditionRecord) -> tuple[str, ...]:
    """The folders of an edition, those within others first."""
    inner = sorted({name.rpartition("/")[0] for name in record.files} - {""}, key=len, reverse=True)
    return (*(f"{record.path}/{name}" for name in inner), record.path)


def remove_edition(store: Shelf, record: EditionRecord) -> None:
    """Remove everything of ours from the folder of an edition, and the folder where nothing else is in it."""
    for name in (*record.files, DOOR):
        store.remove(f"{record.path}/{name}")
    for folder in folders_of(record):
        for name in store.names(folder):
            if name.startswith((CLAIM, PART)):
                store.remove(f"{folder}/{name}")
        store.remove(folder)
