"""Publication: editions to a target, whole, in an order in which nothing is lost and nothing incomplete is linked.

1. Every edition is read, a file at a time, and held against its manifest; what is to become of each is decided, and the
   index is made once to see that it can be. Up to here nothing is written.
2. Each edition gets a folder, its files, and then its record (``placing``). The record is what publishes it. Its files
   are in memory meanwhile, those of no other.
3. What is made of the records follows: pages, feeds, ``latest/``, the catalogue (``settling``).
4. What is no longer kept is unlisted, and then removed (``retention``).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal
from urllib.parse import quote

from reportgen.delivery.publishing.address import address_of, masked
from reportgen.delivery.publishing.editions import Lying, ReadEdition, read_edition
from reportgen.delivery.publishing.index import Pages
from reportgen.delivery.publishing.placing import Planned, place, plan
from reportgen.delivery.publishing.records import EditionRecord
from reportgen.delivery.publishing.retention import finish, mark, superfluous
from reportgen.delivery.publishing.settling import INDEX, Settling, address_for_readers, claim_pages
from reportgen.delivery.publishing.standing import Standing, read_standing
from reportgen.delivery.publishing.store import Shelf, Store
from reportgen.errors import UsageError

Fate = Literal["published", "revised", "unchanged"]


@dataclass(frozen=True, slots=True)
class Placed:
    """What became of an edition.

    Attributes:
        brief: the brief it is of.
        edition: what it is called in its brief: its period.
        title: as its readers see it.
        fate: ``published``: it is new; ``revised``: it took the place of another; ``unchanged``: nothing was written.
        revision: its number, from 1.
        where: its folder in the target.
        link: the address for readers, of the page that leads on to a revision once there is one; relative to the
            target where nobody has said the target's address.
    """

    brief: str
    edition: str
    title: str
    fate: Fate
    revision: int
    where: str
    link: str


@dataclass(frozen=True, slots=True)
class Published:
    """What a publication did, or would do.

    Attributes:
        target: where to, without a password.
        index: the page of all editions.
        editions: what became of each edition, in the order in which they were given.
        removed: the folders that are no longer kept.
        written: the paths in the target of pages, feeds and copies that were written, without the editions' own files.
        dry_run: whether nothing was done.
    """

    target: str
    index: str
    editions: tuple[Placed, ...]
    removed: tuple[str, ...] = ()
    written: tuple[str, ...] = ()
    dry_run: bool = False

    @property
    def new(self) -> tuple[Placed, ...]:
        """The editions that readers did not have before, revisions among them."""
        return tuple(one for one in self.editions if one.fate != "unchanged")

    @property
    def revisions(self) -> tuple[Placed, ...]:
        """The editions that took the place of another."""
        return tuple(one for one in self.editions if one.fate == "revised")

    @property
    def unchanged(self) -> tuple[Placed, ...]:
        """The editions that stood there already."""
        return tuple(one for one in self.editions if one.fate == "unchanged")


def publish(  # noqa: PLR0913 - an argument for each thing that a publication is told
    editions: Sequence[Path],
    target: str | Path,
    *,
    project: Path | None = None,
    reason: str = "",
    keep: int | None = None,
    dry_run: bool = False,
    url: str = "",
    signer: str = "",
) -> Published:
    """Publish editions to a target, and make its index, feeds and catalogue follow.

    Args:
        editions: folders that ``reportgen build`` wrote.
        target: a folder, or an address of a file system of fsspec's (``s3://bucket/path``, ``sftp://user@host/path``).
            Credentials come from the environment.
        project: where templates and stylesheets of the pages are looked for first.
        reason: why an edition that differs from the published one takes its place.
        keep: how many editions of each of these briefs stay, with their revisions; None: all.
        dry_run: say what would be done, and write nothing.
        url: the address under which readers have the target; kept in the catalogue once it is said.
        signer: of a dry run, the SHA-256 of the certificate by which the editions are going to be signed.

    Raises:
        UsageError: a folder is no edition, a draft, or not what its manifest says; an edition differs from the
            published one and no reason is given; the target cannot be reached.
        BriefError: the project's template, theme or stylesheet for the index has errors.
        DeliveryError: it could not be done; what was published before still stands, and the same call goes on.
    """
    return publish_to(
        Store(address_of(target)), editions, project, reason, keep, url, dry_run=dry_run, signer=signer
    )


def publish_to(  # noqa: PLR0913 - the same
    store: Shelf,
    folders: Sequence[Path],
    project: Path | None = None,
    reason: str = "",
    keep: int | None = None,
    url: str = "",
    *,
    dry_run: bool = False,
    signer: str = "",
) -> Published:
    """Publish editions to an open target; the arguments and errors are those of ``publish``."""
    _check_url(url)
    editions = [replace(one, to_be_signed_by=signer) if dry_run else one for one in _read(folders)]
    records: dict[str, EditionRecord] = {}
    standing = read_standing(store, records)
    briefs = {one.brief for one in editions}
    claim_pages(store, standing, briefs)
    said = address_for_readers(url, standing)
    planned = [plan(one, standing, reason, said) for one in editions]
    pages = Pages(project)
    after = _with_all(standing, planned)
    pages.index(after.current)
    going = superfluous(after, briefs, keep) if keep else ()
    if dry_run:
        removed = tuple(store.where(path) for path in sorted({one.path for one in going}))
        return _told(store, planned, said, removed=removed, dry_run=True)
    done = []
    for one in planned:
        if one.standing is None:
            one, standing = place(store, one, lambda: read_standing(store, records), reason, said)  # noqa: PLW2901 - as it went
        done.append(one)
    known = {one.record.path: _as_published(one) for one in done}
    settling = Settling(store, pages, said, known, records=records)
    standing = settling.settle(briefs)
    if keep and (going := superfluous(standing, briefs, keep)):
        mark(store, standing, going)
        standing = settling.settle(briefs)
    removed = tuple(store.where(path) for path in finish(store, standing))
    return _told(store, done, said, removed=removed, written=tuple(dict.fromkeys(settling.written)))


def _check_url(url: str) -> None:
    """See that an address can be given to readers: it stands in the catalogue and in feeds."""
    if url and (not url.startswith(("https://", "http://")) or masked(url) != url):
        raise UsageError(
            f"--url {masked(url)}: expected https://… as readers have it, without a password or a query"
        )


def _read(folders: Sequence[Path]) -> list[ReadEdition]:
    """The editions, no two of which are one."""
    found: dict[tuple[str, str], ReadEdition] = {}
    for folder in folders:
        one = read_edition(folder)
        if (one.brief, one.name) in found:
            raise UsageError(f"{folder}: a second edition of {one.brief}, {one.name}; publish one of them")
        found[one.brief, one.name] = one
    return list(found.values())


def _with_all(standing: Standing, planned: Sequence[Planned]) -> Standing:
    """What will stand there."""
    for one in planned:
        if one.standing is None:
            standing = standing.with_record(one.record)
    return standing


def _as_published(one: Planned) -> Lying:
    """The files of an edition that are those that were published: a signature, say, is another each time."""
    published, lying = one.record.files, one.edition.files
    return lying.only(
        path
        for path, stamp in lying.stamps.items()
        if path in published and published[path].sha256 == stamp.sha256
    )


def _told(
    store: Shelf,
    planned: Sequence[Planned],
    url: str,
    *,
    removed: tuple[str, ...] = (),
    written: tuple[str, ...] = (),
    dry_run: bool = False,
) -> Published:
    placed = tuple(_placed(store, one, url) for one in planned)
    return Published(store.where(""), store.where(INDEX), placed, removed, written, dry_run)


def _placed(store: Shelf, one: Planned, url: str) -> Placed:
    record = one.record
    fate: Fate = "unchanged" if one.standing else "revised" if record.replaces else "published"
    return Placed(
        brief=record.brief,
        edition=record.edition,
        title=record.title,
        fate=fate,
        revision=record.revision,
        where=store.where(record.path),
        link=link_of(record.door, url),
    )


def link_of(path: str, url: str) -> str:
    """The address of a path of a target for readers; relative where the target's own is not known."""
    return f"{url}/{quote(path)}" if url else quote(path)
