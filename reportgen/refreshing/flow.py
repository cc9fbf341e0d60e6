"""The steps of a refresh, one after the other."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from reportgen.delivery.mail.journal import JOURNAL
from reportgen.delivery.mail.sending import Sending
from reportgen.delivery.publishing import Placed, published
from reportgen.jobs import Job
from reportgen.outcome import Outcome
from reportgen.project import DeliverySettings
from reportgen.refreshing.before import brought
from reportgen.refreshing.comparing import Compared, compared
from reportgen.refreshing.mailing import Mailed, mailed, noted
from reportgen.refreshing.putting_out import Publication, put_out


@dataclass(frozen=True, slots=True)
class Refreshed:
    """What a refresh has done: each edition compared, where it was published, and to whom it was mailed."""

    found: Sequence[Compared]
    placed: Sequence[Placed] = ()
    mails: Sequence[Mailed] = ()

    @property
    def outcomes(self) -> tuple[Outcome, ...]:
        """Of the builds."""
        return tuple(one.outcome for one in self.found)

    @property
    def all_mailed(self) -> bool:
        """Whether nobody is left who should have a mail and has it not."""
        return all(one.complete for one in self.mails)


def refreshed(
    job: Job,
    folders: Iterable[Path],
    publication: Publication,
    deliveries: Sequence[DeliverySettings],
    build: Callable[[], Sequence[Outcome]],
) -> Refreshed:
    """Refresh briefs.

    Args:
        job: how they are built, and where.
        folders: of the briefs.
        publication: where they are published, and how.
        deliveries: who gets mail.
        build: builds them.

    Raises:
        UsageError, DeliveryError: the target cannot be reached, read or written; what was published still stands.
    """
    folders, target = tuple(folders), publication.target
    standing = published(target) if target else ()
    brought(job, folders, target, standing)
    outcomes = build()
    found = compared(outcomes, job.output, target, standing, job.project, publication.url)
    places = {one.brief: job.cache_of(one.folder, one.member) for one in outcomes}
    noted(found, deliveries, places)
    placed = put_out(found, publication, job.project) if target else ()
    if placed:
        brought(job, folders, target, published(target))  # for the next call, which then has nothing to write
    sending = Sending(project=job.project, journal=job.output / JOURNAL)
    return Refreshed(found, placed, mailed(found, deliveries, places, sending))
