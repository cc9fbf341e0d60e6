"""What is made of the records: pages, feeds, the copy of the latest edition, the catalogue; written until it holds.

Of two publishers that work at once, the one that knows less may write last. So whoever has written looks at the records
again, and begins anew where they are others than before. Whoever was killed meanwhile is made good by the next: the
catalogue comes last of all, and what differs from it is written again.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from reportgen.delivery.belongings import is_of_an_edition
from reportgen.delivery.publishing.editions import DOOR, LATEST, in_order, sha256
from reportgen.delivery.publishing.feed import feed
from reportgen.delivery.publishing.index import MARK, Pages
from reportgen.delivery.publishing.placing import folders_of, forget_claims
from reportgen.delivery.publishing.records import CATALOGUE, FOLDER, CatalogueEntry, EditionRecord
from reportgen.delivery.publishing.standing import Standing, catalogue_file, read_standing, record_names
from reportgen.delivery.publishing.store import Shelf
from reportgen.errors import DeliveryError, RecordError, UsageError
from reportgen.figures.recorded import MANIFEST, Manifest, read
from reportgen.signed import SIGNATURE

INDEX, FEED = "index.html", "feed.xml"
MOST_ROUNDS = 50  # of writing while others publish; more is no coincidence


@dataclass
class Settling:
    """Brings what is made of the records of a target into line with them.

    ``known`` are files of editions that need no download, by edition and path, ``records`` those that were read;
    ``written`` is what was written.
    """

    store: Shelf
    pages: Pages
    url: str
    known: Mapping[str, Mapping[str, bytes]] = field(default_factory=dict)
    written: list[str] = field(default_factory=list)
    records: dict[str, EditionRecord] = field(default_factory=dict)

    def settle(self, briefs: Collection[str]) -> Standing:
        """Write what is not as it should be, of the target and of these briefs, until no record has come or gone.

        Raises:
            DeliveryError: something could not be written; every record still stands.
        """
        for _ in range(MOST_ROUNDS):
            standing = read_standing(self.store, self.records)
            strays = tuple(standing.unlike_the_catalogue())
            self._write(standing, {*briefs, *(one.brief for one in strays), *_gone(standing)}, strays)
            if record_names(self.store) == standing.names:
                return standing
        raise DeliveryError(
            f"{self.store.where('')}: others have published without a pause; every edition is there, publish once more "
            "to have the index follow"
        )

    def _write(self, standing: Standing, briefs: Collection[str], strays: Collection[CatalogueEntry]) -> None:
        by_path = {one.path: one for one in standing.entries}
        for one in strays:
            forget_claims(self.store, one)
            self._put(one.door, self.pages.door(one, by_path.get(f"{one.brief}/{one.replaced_by}")))
        if strays:
            self._sweep(strays, briefs)
        for brief in sorted(briefs):
            editions = standing.of(brief)
            latest = standing.latest(brief)
            if latest:
                self._copy(latest)
                self._put(f"{brief}/{FEED}", feed(editions, standing.id, self._address(standing), brief))
                self._put(f"{brief}/{INDEX}", self.pages.brief(editions))
        self._put(FEED, feed(standing.entries, standing.id, self._address(standing)))
        self._put(INDEX, self.pages.index(standing.current))
        self._put(CATALOGUE, catalogue_file(standing, self._address(standing)))

    def _address(self, standing: Standing) -> str:
        """The address that is said now, or was before."""
        return address_for_readers(self.url, standing)

    def _sweep(self, strays: Iterable[CatalogueEntry], briefs: Iterable[str]) -> None:
        """Look for what the killed have left where something new has come anyway."""
        of_briefs = (place for brief in briefs for place in (brief, f"{brief}/{LATEST}"))
        for folder in ("", FOLDER, *of_briefs, *(place for one in strays for place in folders_of(one))):
            self.store.sweep(folder)

    def _put(self, path: str, content: bytes, *, by_size: bool = False) -> None:
        if not self.store.holds(path, content, by_size=by_size):
            self.store.write(path, content, shared=True)
            self.written.append(path)

    def _copy(self, one: CatalogueEntry) -> None:
        """Make ``latest/`` what the latest edition is: its manifest last, which says that the rest is there."""
        folder, kept = f"{one.brief}/{LATEST}", self.store.read(f"{one.brief}/{LATEST}/{MANIFEST}")
        follows = kept is not None and sha256(kept) == one.manifest.sha256
        self._put(f"{folder}/{DOOR}", self.pages.latest(one))  # first: by it the folder is known to be ours
        for path in in_order(one.files):
            content = self._lying(one, path)
            if content is None:
                if follows:
                    continue  # it was copied whole
                content = self._fetched(one, path)
            self._put(f"{folder}/{path}", content, by_size=follows)
        for path in sorted(_outputs(kept) - {*one.files, DOOR}):
            self.store.remove(f"{folder}/{path}")

    def _lying(self, one: CatalogueEntry, path: str) -> bytes | None:
        """A file that needs no download; None where there is none, or where it was changed meanwhile."""
        try:
            return self.known.get(one.path, {}).get(path)
        except UsageError:
            return None

    def _fetched(self, one: CatalogueEntry, path: str) -> bytes:
        return fetched(self.store, one, path)


def fetched(store: Shelf, one: CatalogueEntry, path: str) -> bytes:
    """A file of a published edition. Raises DeliveryError where it is missing or not as it was published."""
    content, where = store.read(f"{one.path}/{path}"), store.where(f"{one.path}/{path}")
    if content is None:
        raise DeliveryError(f"{where}: missing; the catalogue lists it")
    if sha256(content) != one.files[path].sha256:
        raise DeliveryError(
            f"{where}: changed since it was published (its hash is not the one in its record)"
        )
    return content


def address_for_readers(url: str, standing: Standing) -> str:
    """The address of a target for its readers: what is said now, or was said before; empty where nobody has."""
    return (url or (standing.catalogue.url if standing.catalogue else "")).rstrip("/")


def claim_pages(store: Shelf, standing: Standing, briefs: Collection[str]) -> None:
    """See that our pages take the place of none but our own, where we have not published before.

    Raises:
        UsageError: something else stands there.
    """
    if standing.catalogue is None:
        _see_that_no_edition_lies_in(store, "")
        _claim(store, INDEX)
    for brief in set(briefs) - {one.brief for one in standing.records.values()}:
        _see_that_no_edition_lies_in(store, brief)
        _claim(store, f"{brief}/{INDEX}")
        if store.names(f"{brief}/{LATEST}"):
            _claim(store, f"{brief}/{LATEST}/{DOOR}", is_missed=True)


def _see_that_no_edition_lies_in(store: Shelf, folder: str) -> None:
    """A folder that build writes is replaced by the next build, with whatever was published into it."""
    if is_of_an_edition(store.read(f"{folder}/{MANIFEST}" if folder else MANIFEST)):
        raise UsageError(
            f"{store.where(folder)}: the folder of an edition, which build replaces as a whole; "
            "publish into a folder of its own, as public"
        )


def _claim(store: Shelf, path: str, *, is_missed: bool = False) -> None:
    page = store.read(path)
    if is_missed if page is None else MARK not in page:
        where = store.where(path if page else path.rpartition("/")[0])
        raise UsageError(f"{where}: not written by reportgen; move it away, or publish elsewhere")


def _gone(standing: Standing) -> Iterator[str]:
    """The briefs of which the catalogue still lists what is being removed, or was."""
    names = {one.record for one in standing.entries}
    if standing.catalogue:
        yield from (one.brief for one in standing.catalogue.editions if one.record not in names)


def _outputs(manifest: bytes | None) -> set[str]:
    """The files that a manifest lists, and its signature."""
    try:
        told = read(Manifest, manifest or b"")
    except RecordError:
        return set()
    return {*told.outputs, SIGNATURE} if told.signature else set(told.outputs)
