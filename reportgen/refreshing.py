"""``reportgen refresh``, step by step: what cron and CI call.

1. check and build: :meth:`reportgen.jobs.Job.__call__`, which leaves alone what would become the same edition;
2. compare each edition with the one that was published last: :func:`compared`;
3. publish those that are new or other: :func:`published`;
4. tell what was done: :func:`told`.

A brief with errors keeps none of the others from being published; what was published of it before still stands.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from reportgen.delivery.output import Folder, Target
from reportgen.delivery.publish import publish
from reportgen.errors import RecordError
from reportgen.figures.recorded import MANIFEST, Manifest, read
from reportgen.jobs import Outcome

News = Literal["first", "changed", "unchanged", "not issued"]


@dataclass(frozen=True, slots=True)
class Compared:
    """An edition beside the one published last; ``inputs`` are the files that were changed, added or taken away."""

    outcome: Outcome
    edition: Path
    news: News
    inputs: tuple[str, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """In plain values, for ``--json``."""
        return {**self.outcome.as_json(), "edition": self.news, "changed": list(self.inputs)}


def compared(outcomes: Iterable[Outcome], output: Path, target: Target | None) -> Iterator[Compared]:
    """Each edition beside its published predecessor; without a target, beside what the last build left."""
    for outcome in outcomes:
        edition = output / outcome.brief
        if not outcome.good:
            yield Compared(outcome, edition, "not issued")
        elif target is None:
            yield Compared(outcome, edition, "unchanged" if outcome.unchanged else "changed")
        else:
            yield _beside(outcome, edition, target.read(f"{outcome.brief}/{MANIFEST}"))


def published(found: Sequence[Compared], target: Target, project: Path) -> tuple[str, ...]:
    """Publish what is new or other, and return the names of these editions; nothing is written where there is none.

    Raises UsageError, DeliveryError.
    """
    fresh = [one for one in found if one.news in ("first", "changed")]
    if fresh:
        publish([one.edition for one in fresh], target, project=project)
    return tuple(one.outcome.brief for one in fresh)


def told(found: Iterable[Compared]) -> Iterator[str]:
    """A line an edition: what became of it, and by which files."""
    for one in found:
        why = f" (by {', '.join(one.inputs)})" if one.inputs else ""
        yield f"{one.outcome.brief}: {one.news}{why}"


def place(target: str) -> Target:
    """Where editions are published."""
    return Folder(Path(target))


def _beside(outcome: Outcome, edition: Path, before: bytes | None) -> Compared:
    if before is None:
        return Compared(outcome, edition, "first")
    now = (edition / MANIFEST).read_bytes()
    if now == before:
        return Compared(outcome, edition, "unchanged")
    return Compared(outcome, edition, "changed", tuple(_differing(_inputs(before), _inputs(now))))


def _inputs(manifest: bytes) -> Mapping[str, str]:
    try:
        return read(Manifest, manifest).inputs
    except RecordError:  # of another version: the edition is another too
        return {}


def _differing(before: Mapping[str, str], now: Mapping[str, str]) -> Iterator[str]:
    yield from (name for name in sorted({*before, *now}) if before.get(name) != now.get(name))
