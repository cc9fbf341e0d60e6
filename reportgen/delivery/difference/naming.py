"""The earlier edition that a brief or a call names, read through the door; it becomes a source of the brief."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from reportgen.brief import Brief
from reportgen.delivery.publishing.editions import edition_name
from reportgen.errors import UsageError
from reportgen.findings import Findings, Place, error
from reportgen.model import Source

if TYPE_CHECKING:
    from reportgen.delivery.difference.earlier import Earlier

SOURCE = "earlier-edition"
PUBLISHED = "published"  # in the place of a path: the edition that was published before this one


def with_earlier(
    brief: Brief, given: Path | None, published: Path | None, findings: Findings
) -> tuple[Brief, Earlier | None]:
    """The brief with the earlier edition among its sources, and that edition; None where none is named or readable.

    Args:
        brief: whose ``since:`` counts where the call names none; a path within the project, or ``published``.
        given: the edition that the call names, wherever it lies.
        published: the folder with those that were brought from where they are published.
        findings: where what is wrong with it goes.
    """
    named = brief.settings.since
    if named == PUBLISHED and not given:
        given, named = published_before(published, brief.settings.date, str(brief.period)), ""
    if not (given or named):
        return brief, None
    from reportgen.delivery.difference.earlier import earlier
    from reportgen.delivery.difference.opening import opened_from

    place = brief.place("since") if named and not given else brief.place("title")
    project = brief.project or Path()
    path = given or project / named
    inside = Path(os.path.realpath(path)).is_relative_to(os.path.realpath(project))
    if not given and not inside:
        findings.add(error("outside-brief", f"'{named}' lies outside the project's folder", place))
        return brief, None
    try:
        edition = opened_from(_read(brief, path, findings, place), path)
    except UsageError as problem:
        findings.add(error("no-earlier-edition", brief.files.without_paths(str(problem)), place))
        return brief, None
    issued = edition.issued
    title = brief.words.difference.edition.format(title=issued.title)
    source = Source(SOURCE, len(brief.sources) + 1, title, issued.entity, date.fromisoformat(issued.date))
    return replace(brief, sources={**brief.sources, SOURCE: source}), earlier(edition, source, brief.words)


def published_before(folder: Path | None, day: date | str | None, period: str) -> Path | None:
    """The last edition of another period with an earlier date, of those in a folder; None where there is none.

    Args:
        folder: holds editions under the names that :func:`name_of_published` gives.
        day: of the edition that is made.
        period: and its period.
    """
    own = edition_name(period)
    found = [path.name for path in folder.iterdir()] if folder and folder.is_dir() else []
    before = [name for name in found if name[:10] < str(day) and name[11:] != own]
    return folder / max(before) if folder and before else None


def name_of_published(day: date, edition: str) -> str:
    """The name under which an edition is brought, by which :func:`published_before` chooses one."""
    return f"{day.isoformat()}.{edition}"


def _read(brief: Brief, path: Path, findings: Findings, place: Place) -> Mapping[str, bytes]:
    """The files of the edition, by the name that each has in an edition."""
    from reportgen.delivery.difference.opening import MAGIC, PAGE, PDF
    from reportgen.figures.recorded import FACTS, MANIFEST

    if not path.exists():
        raise UsageError(
            f"no edition '{path}'; expected a folder that reportgen build wrote, a PDF or a page"
        )
    brief.files.admit(path)
    if path.is_file():
        raw = brief.files.content(path, "edition", findings, place) or b""
        return {PDF if raw.startswith(MAGIC) else PAGE: raw}
    documents = [name for name in (PAGE, PDF) if (path / name).is_file()]
    if not documents:
        raise UsageError(
            f"'{path}' holds no {PAGE} and no {PDF}; expected a folder that reportgen build wrote"
        )
    read = {
        name: brief.files.content(path / name, "edition", findings, place)
        for name in (documents[0], FACTS, MANIFEST)
    }
    return {name: content for name, content in read.items() if content is not None}
