"""The page that lists the editions of a portfolio, as they stand beside it, and the list for machines."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from reportgen.delivery.output import Folder
from reportgen.delivery.publishing.editions import PAGE, PDF, key_figure
from reportgen.delivery.publishing.index import MARK, Pages
from reportgen.delivery.publishing.listing import Listing
from reportgen.errors import RecordError, UsageError
from reportgen.figures.recorded import FACTS, MANIFEST, Manifest, read
from reportgen.language import language_of
from reportgen.members import Member
from reportgen.metrics import humanised

INDEX, LIST = "index.html", "portfolio.json"
MOST_ON_A_PAGE = 200


@dataclass(frozen=True, slots=True)
class Leaf:
    """One page of a long list: its file, and the first and the last of those on it, counted from 1."""

    name: str
    first: int
    last: int
    is_here: bool = False


def overview(members: Sequence[Member], place: Path, project: Path | None) -> tuple[str, ...]:
    """Write the list of the editions that stand in ``place``; returns the names of its files.

    Raises:
        UsageError: a page of somebody else's stands where the list is to stand.
        BriefError: the project's template, theme or stylesheet has errors.
        DeliveryError: it could not be written; what stood before still stands.
    """
    _claim(place / INDEX)
    listed = {one.key: _listed(place, one.key) for one in members}
    there = [edition for one in members if not one.is_covering and (edition := listed[one.key])]
    covering = next((listed[one.key] for one in members if one.is_covering), None)
    lacking = [one.key for one in members if not listed[one.key]]
    pages, files = Pages(project), {}
    leaves = _leaves(len(there))
    for leaf in leaves:
        files[leaf.name] = pages.portfolio(
            there[leaf.first - 1 : leaf.last],
            heading=humanised(place.name.replace("-", " ")),
            number=len(there),
            lacking=lacking,
            covering=covering if leaf.first == 1 else None,
            parts=[Leaf(one.name, one.first, one.last, one is leaf) for one in leaves],
        )
    briefs = [{"key": one.key, "edition": bool(listed[one.key])} for one in members]
    files[LIST] = (json.dumps({"briefs": briefs}, indent=1, ensure_ascii=False) + "\n").encode()
    Folder(place).replace(files)
    return tuple(files)


def _claim(page: Path) -> None:
    """See that the list takes the place of none but an earlier one. Raises UsageError."""
    if page.is_file() and MARK not in page.read_bytes():
        raise UsageError(f"{page}: not written by reportgen; move it away, or choose another --output")


def editions_in(place: Path) -> tuple[Path, ...]:
    """The editions of a portfolio that stand in a folder, as its list has them; none where it has no list."""
    try:
        briefs = json.loads((place / LIST).read_bytes())["briefs"]
        return tuple(place / one["key"] for one in briefs if one["edition"])
    except (OSError, ValueError, LookupError, TypeError):
        return ()


def _leaves(number: int) -> tuple[Leaf, ...]:
    starts = range(0, max(number, 1), MOST_ON_A_PAGE)
    return tuple(
        Leaf(f"index-{page}.html" if page > 1 else INDEX, first + 1, min(first + MOST_ON_A_PAGE, number))
        for page, first in enumerate(starts, 1)
    )


def _listed(place: Path, key: str) -> Listing | None:
    """A brief's edition as it is listed; None where none stands."""
    folder = place / key
    try:
        manifest = read(Manifest, (folder / MANIFEST).read_bytes())
        label, figure = key_figure((folder / FACTS).read_bytes())
        kilobytes = max(1, round((folder / PDF).stat().st_size / 1000)) if PDF in manifest.outputs else 0
    except (OSError, RecordError):
        return None
    words = language_of(manifest.language, manifest.dates)

    def to(name: str) -> str:
        return quote(f"{key}/{name}") if name in manifest.outputs else ""

    return Listing(
        title=manifest.title,
        entity=manifest.entity,
        period=manifest.period,
        date=manifest.date,
        revision=1,
        page=to(PAGE),
        pdf=to(PDF),
        pdf_size=words.index.size.format(kilobytes=f"{kilobytes:,}"),
        words=words,
        door=to(PAGE),
        others="",
        kind=manifest.kind.replace("-", " ").capitalize(),
        picture=to(manifest.preview) if manifest.preview else "",
        key_label=label,
        key_figure=figure,
    )
