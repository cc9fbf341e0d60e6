"""Which editions of a brief go when only the newest are to be kept: never one to which something that stays leads."""

from __future__ import annotations

from collections.abc import Iterable

from reportgen.delivery.publishing.placing import remove_edition
from reportgen.delivery.publishing.records import CatalogueEntry
from reportgen.delivery.publishing.standing import REMOVED, Standing, record_path
from reportgen.delivery.publishing.store import Shelf


def superfluous(standing: Standing, briefs: Iterable[str], keep: int) -> tuple[CatalogueEntry, ...]:
    """The editions of these briefs beyond the newest ``keep`` of each; an edition goes with all its revisions.

    What a page of an edition that stays (of any brief) leads to stays too, and what the page of that leads to.
    """
    named = set(briefs)
    old = {
        (one.brief, one.edition)
        for brief in named
        for one in [one for one in standing.current if one.brief == brief][keep:]
    }
    while kept := _linked(standing, old) & old:
        old -= kept
    return tuple(one for one in standing.entries if (one.brief, one.edition) in old)


def _linked(standing: Standing, old: set[tuple[str, str]]) -> set[tuple[str, str]]:
    """The editions to which a page of another one, that stays, leads."""
    at = {one.path: (one.brief, one.edition) for one in standing.entries}
    staying = (one for one in standing.entries if (one.brief, one.edition) not in old)
    return {at[path] for one in staying for path in one.links if path in at}


def mark(store: Shelf, standing: Standing, going: Iterable[CatalogueEntry]) -> None:
    """Say of editions that they are being removed: from now on nobody lists them."""
    paths = {one.path for one in going}
    for name, record in standing.records.items():  # two publishers may have recorded one edition
        if record.path in paths:
            store.write(record_path(name, REMOVED), b"removed by reportgen publish --keep\n")


def finish(store: Shelf, standing: Standing) -> tuple[str, ...]:
    """Remove what is marked and no longer listed: first the files, then the record, then its mark."""
    shared = {one.path for one in standing.entries}  # whoever published the same at once recorded it too
    for name, record in standing.leaving.items():
        if record.path not in shared:
            remove_edition(store, record)
        store.remove(record_path(name))
        store.remove(record_path(name, REMOVED))
    return tuple(sorted({record.path for record in standing.leaving.values()}))
