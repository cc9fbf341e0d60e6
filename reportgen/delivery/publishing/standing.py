"""What a target holds: read from its records, of which the catalogue gives those that it has without a download."""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from reportgen.delivery.publishing.editions import sha256
from reportgen.delivery.publishing.records import (
    CATALOGUE,
    FOLDER,
    Catalogue,
    CatalogueEntry,
    EditionRecord,
    name_of,
    read,
    written,
)
from reportgen.delivery.publishing.store import Shelf
from reportgen.errors import DeliveryError, RecordError

REMOVED = ".removed"  # beside a record: its edition is being removed, and is no longer listed
_RECORD = re.compile(r"([0-9a-f]{64})(\.json|\.removed)")
_SPACE = uuid.uuid5(uuid.NAMESPACE_URL, "https://reportgen.invalid/")  # of our names for feeds; leads nowhere


@dataclass(frozen=True)
class Standing:
    """The editions of a target by the names of their records, and its catalogue as it was found.

    ``names`` are all that was listed; two with the same are two with the same editions. ``leaving`` are the records of
    editions that are being removed.
    """

    records: Mapping[str, EditionRecord]
    leaving: Mapping[str, EditionRecord]
    names: frozenset[str]
    catalogue: Catalogue | None = None

    def with_record(self, record: EditionRecord) -> Standing:
        """The same and one edition more."""
        return replace(self, records={**self.records, name_of(record): record})

    def without(self, names: Iterable[str]) -> Standing:
        """The same without the records of these names."""
        gone = set(names)
        return replace(self, records={name: one for name, one in self.records.items() if name not in gone})

    @cached_property
    def entries(self) -> tuple[CatalogueEntry, ...]:
        """Every edition, the latest first, a revision before what it replaced."""
        found = [entry for revisions in self._revisions.values() for entry in _entries(revisions)]
        newest = sorted(
            found, key=lambda one: (one.edition, one.revision, one.published, one.record), reverse=True
        )
        by_brief = sorted(newest, key=lambda one: (one.entity, one.brief))
        return tuple(sorted(by_brief, key=lambda one: one.first_date, reverse=True))

    @property
    def current(self) -> tuple[CatalogueEntry, ...]:
        """The editions that no revision has replaced, the latest first."""
        return tuple(one for one in self.entries if one.current)

    def of(self, brief: str) -> tuple[CatalogueEntry, ...]:
        """The editions of a brief, the latest first."""
        return tuple(one for one in self.entries if one.brief == brief)

    def latest(self, brief: str) -> CatalogueEntry | None:
        """The edition of a brief that its readers are to have."""
        return next((one for one in self.current if one.brief == brief), None)

    def of_edition(self, brief: str, edition: str) -> CatalogueEntry | None:
        """The revision of an edition that holds now."""
        found = {
            name: one for name, one in self.records.items() if (one.brief, one.edition) == (brief, edition)
        }
        return next((one for one in replace(self, records=found).entries if one.current), None)

    def unlike_the_catalogue(self) -> Iterator[CatalogueEntry]:
        """The editions that the catalogue lacks, or has otherwise: of them what is made of records may be old."""
        told = self.catalogue.editions if self.catalogue else ()
        known = {(one.record, one.current, one.replaced_by) for one in told}
        yield from (one for one in self.entries if (one.record, one.current, one.replaced_by) not in known)

    @property
    def id(self) -> str:
        """What the feeds are called for ever: given by the first catalogue."""
        if self.catalogue:
            return self.catalogue.id
        first = min(self.records.items(), key=lambda one: (one[1].published, one[0]), default=("", None))[0]
        return str(uuid.uuid5(_SPACE, first))

    @cached_property
    def _revisions(self) -> Mapping[tuple[str, str], Sequence[tuple[str, EditionRecord]]]:
        """The revisions of each edition in order. One that two publishers recorded at once counts once."""
        first: dict[tuple[str, str], tuple[str, EditionRecord]] = {}
        for name, one in sorted(self.records.items(), key=lambda item: (item[1].published, item[0])):
            first.setdefault((one.path, one.hash), (name, one))
        parts: dict[tuple[str, str], list[tuple[str, EditionRecord]]] = {}
        for name, one in first.values():
            parts.setdefault((one.brief, one.edition), []).append((name, one))
        return {key: sorted(some, key=lambda item: (item[1].revision, item[1].published, item[0]))
                for key, some in parts.items()}  # fmt: skip


def _entries(revisions: Sequence[tuple[str, EditionRecord]]) -> Iterator[CatalogueEntry]:
    followers = [*(one.folder for _, one in revisions[1:]), ""]
    for (name, one), follower in zip(revisions, followers, strict=True):
        yield CatalogueEntry(**one.model_dump(), record=name, current=not follower, replaced_by=follower)


def read_standing(store: Shelf, known: dict[str, EditionRecord] | None = None) -> Standing:
    """What a target holds.

    Args:
        store: the target.
        known: records that were read before, by name; nobody changes one, so that none is read twice.

    Raises:
        DeliveryError: it cannot be read, or a record is damaged.
    """
    names = record_names(store)
    catalogue = _catalogue(store)
    told = known if known is not None else {}
    if catalogue and any(one.record not in told for one in catalogue.editions):
        told |= dict(_told(catalogue))
    removed = {name.removesuffix(REMOVED) for name in names if name.endswith(REMOVED)}
    records: dict[str, EditionRecord] = {}
    leaving: dict[str, EditionRecord] = {}
    for name in sorted(one.removesuffix(".json") for one in names if one.endswith(".json")):
        record = told.get(name) or _record(store, name)
        if record:
            told[name] = record
            (leaving if name in removed else records)[name] = record
    return Standing(records, leaving, names, catalogue)


def record_names(store: Shelf) -> frozenset[str]:
    """The names of the records, and of the marks beside those that are being removed."""
    return frozenset(name for name in store.names(FOLDER) if _RECORD.fullmatch(name))


def record_path(name: str, ending: str = ".json") -> str:
    return f"{FOLDER}/{name}{ending}"


def _told(catalogue: Catalogue) -> Iterator[tuple[str, EditionRecord]]:
    """The records that the catalogue has as they are: it is believed where the hash is right."""
    for entry in catalogue.editions:
        record = entry.as_recorded()
        if name_of(record) == entry.record:
            yield entry.record, record


def _catalogue(store: Shelf) -> Catalogue | None:
    try:
        return read(Catalogue, store.read(CATALOGUE) or b"")
    except RecordError:
        return None  # it is made anew of the records


def _record(store: Shelf, name: str) -> EditionRecord | None:
    raw = store.read(record_path(name))
    if raw is None:
        return None  # removed meanwhile
    where = store.where(record_path(name))
    if sha256(raw) != name:
        raise DeliveryError(f"{where}: damaged (its hash is not its name); restore it from a backup")
    try:
        return read(EditionRecord, raw)
    except RecordError as problem:
        raise DeliveryError(
            f"{where}: no record that this version of reportgen can read: {problem}"
        ) from None


def catalogue_file(standing: Standing, url: str) -> bytes:
    """The catalogue of what a target holds."""
    return written(Catalogue(id=standing.id, url=url, editions=standing.entries))
