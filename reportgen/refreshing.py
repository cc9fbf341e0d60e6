"""``reportgen refresh``, step by step: what cron and CI call.

1. check and build: :meth:`reportgen.jobs.Job.__call__`, which leaves alone what would become the same edition;
2. compare each edition with what is published: :func:`compared`;
3. publish those that readers do not have yet: :func:`put_out`;
4. tell what was done: :func:`told`.

A brief with errors keeps none of the others from being published; what was published of it before still stands.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from reportgen.delivery.publishing import Placed, PublishedEdition, fetch, publish, published
from reportgen.errors import RecordError
from reportgen.figures.recorded import MANIFEST, Manifest, read
from reportgen.jobs import Outcome

News = Literal["first", "next", "revised", "built", "unchanged", "not issued"]
FRESH: tuple[News, ...] = ("first", "next")  # what no reader has had of that period


@dataclass(frozen=True, slots=True)
class Compared:
    """An edition beside the one published before; ``inputs`` are the files that were changed, added or taken away."""

    outcome: Outcome
    edition: Path
    news: News
    inputs: tuple[str, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """In plain values, for ``--json``."""
        return {**self.outcome.as_json(), "edition": self.news, "changed": list(self.inputs)}

    @property
    def reason(self) -> str:
        """Why a revision takes the place of what was published, where nobody says it in words."""
        names = [name.partition("/")[2] for name in self.inputs]
        return f"Changed since: {', '.join(names)}" if names else "Made anew by another version of reportgen"


def compared(outcomes: Iterable[Outcome], output: Path, target: str, project: Path) -> tuple[Compared, ...]:
    """Each edition beside what is published of it; without a target, beside what the last build left.

    Raises UsageError, DeliveryError: the target cannot be reached or read.
    """
    outcomes = tuple(outcomes)
    good = [one for one in outcomes if one.good]
    if not target:
        return tuple(
            Compared(
                one,
                output / one.home,
                ("unchanged" if one.unchanged else "built") if one.good else "not issued",
            )
            for one in outcomes
        )
    planned: Mapping[str, Placed] = {}
    if good:
        editions = [output / one.home for one in good]
        trial = publish(editions, target, project=project, reason="a trial", dry_run=True)
        planned = {one.brief: one for one in trial.editions}
    standing = [one for one in published(target) if one.current]
    return tuple(_beside(one, output, planned.get(one.brief), standing, target) for one in outcomes)


def put_out(
    found: Sequence[Compared],
    target: str,
    project: Path,
    *,
    reason: str = "",
    keep: int | None = None,
    url: str = "",
) -> tuple[Placed, ...]:
    """Publish what readers do not have yet; nothing is written where there is none.

    Args:
        found: the editions, compared.
        target: where to.
        project: where the templates of the index are looked for first.
        reason: why revisions take the place of what was published; by default the inputs that differ.
        keep: how many editions of each brief stay; None: all.
        url: the address under which readers have the target.

    Raises:
        UsageError: the target cannot be reached.
        DeliveryError: it could not be done; what was published before still stands.
    """
    calls = [([one.edition for one in found if one.news in FRESH], "")]
    calls += [([one.edition], reason or one.reason) for one in found if one.news == "revised"]
    placed: list[Placed] = []
    for editions, why in calls:
        if editions:
            done = publish(editions, target, project=project, reason=why, keep=keep, url=url)
            placed += done.editions
    return tuple(placed)


def told(found: Iterable[Compared]) -> Iterator[str]:
    """A line an edition: what became of it, and by which files."""
    for one in found:
        why = f" (by {', '.join(one.inputs)})" if one.inputs else ""
        yield f"{one.outcome.brief}: {one.news}{why}"


def _beside(
    outcome: Outcome, output: Path, planned: Placed | None, standing: Sequence[PublishedEdition], target: str
) -> Compared:
    edition = output / outcome.home
    if planned is None:
        return Compared(outcome, edition, "not issued")
    if planned.fate == "unchanged":
        return Compared(outcome, edition, "unchanged")
    of_brief = [one for one in standing if one.brief == outcome.brief]
    before = next((one for one in of_brief if one.edition == planned.edition), next(iter(of_brief), None))
    if before is None:
        return Compared(outcome, edition, "first")
    news: News = "revised" if planned.fate == "revised" else "next"
    was, now = _published_inputs(target, before), _inputs((edition / MANIFEST).read_bytes())
    return Compared(outcome, edition, news, tuple(_differing(was, now)))


def _published_inputs(target: str, edition: PublishedEdition) -> Mapping[str, str]:
    with tempfile.TemporaryDirectory() as place:
        fetch(target, edition.brief, Path(place), edition=edition.edition, only=[MANIFEST])
        return _inputs((Path(place) / MANIFEST).read_bytes())


def _inputs(manifest: bytes) -> Mapping[str, str]:
    try:
        return read(Manifest, manifest).inputs
    except RecordError:  # of another version: the edition is another too
        return {}


def _differing(before: Mapping[str, str], now: Mapping[str, str]) -> Iterator[str]:
    yield from (name for name in sorted({*before, *now}) if before.get(name) != now.get(name))
