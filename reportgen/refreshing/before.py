"""The editions that readers had before, brought into each brief's part of the cache, where a build finds them."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from reportgen.batch import is_many
from reportgen.delivery.difference.naming import PUBLISHED, name_of_published
from reportgen.delivery.output import Folder
from reportgen.delivery.publishing import PublishedEdition, fetch
from reportgen.delivery.publishing.editions import PAGE, PDF
from reportgen.figures.recorded import FACTS, MANIFEST
from reportgen.files import Files
from reportgen.findings import Findings
from reportgen.jobs import BRIEF_FILE, Job
from reportgen.located import read_yaml
from reportgen.outcome import home_of, name_of

MOST = 4  # editions: a year of quarters, so that a correction of one finds the one before it


def brought(job: Job, folders: Iterable[Path], target: str, standing: Sequence[PublishedEdition]) -> None:
    """Bring the last editions of each brief with ``since: published``; those that are here are not sent for.

    Args:
        job: whose cache they go to.
        folders: of the briefs.
        target: where they are published.
        standing: what is.

    Raises:
        DeliveryError: the target cannot be read, or the cache not be written.
    """
    for folder in folders:
        if not _follows(folder, job.project):
            continue
        for brief, member in _briefs(folder, standing):
            place = job.published(folder, member)
            wanted = {name_of_published(one.date, one.edition): one for one in _last(standing, brief)}
            for old in {path.name for path in place.glob("*")} - wanted.keys():
                shutil.rmtree(place / old)
            for name, one in wanted.items():
                _bring(one, place / name, job.output / home_of(folder, member), target)


def _briefs(folder: Path, standing: Iterable[PublishedEdition]) -> Iterator[tuple[str, str]]:
    """What is published of a folder: its brief, or those of the many that it stands for; and which of them."""
    name = name_of(folder)
    if not is_many(folder):
        yield name, ""
        return
    for brief in sorted({one.brief for one in standing if one.brief.startswith(f"{name}-")}):
        yield brief, brief.removeprefix(f"{name}-")


def _bring(one: PublishedEdition, place: Path, built: Path, target: str) -> None:
    """Bring what is not here; from the last build where that made it."""
    files = _needed(one)
    if all(_is_here(place / name, one) for name in files):
        return
    if all(_is_here(built / name, one) for name in files):
        Folder(place).replace({name: (built / name).read_bytes() for name in files})
    else:
        fetch(target, one.brief, place, edition=one.edition, only=files)


def _follows(folder: Path, project: Path) -> bool:
    """Whether a brief says what is new since the edition published last; what is wrong with it is told later."""
    located = read_yaml(folder / BRIEF_FILE, Findings(), Files(folder, project))
    settings = located.value if located else None
    return isinstance(settings, dict) and settings.get("since") == PUBLISHED


def _last(standing: Sequence[PublishedEdition], brief: str) -> Iterator[PublishedEdition]:
    current = sorted(
        (one for one in standing if one.brief == brief and one.current), key=lambda one: one.date
    )
    yield from current[-MOST:]


def _needed(edition: PublishedEdition) -> tuple[str, ...]:
    """The files from which an edition is compared."""
    document = PAGE if PAGE in edition.entry.files else PDF
    return (document, FACTS, MANIFEST)


def _is_here(path: Path, edition: PublishedEdition) -> bool:
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest() == edition.entry.files[path.name].sha256
    except OSError:
        return False
