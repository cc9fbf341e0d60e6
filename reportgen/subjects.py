"""What a call is about, brief by brief: those that were named, and those that a portfolio stands for."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from reportgen.batch import Asked
from reportgen.crew import Crew
from reportgen.errors import UsageError
from reportgen.jobs import Job
from reportgen.members import COVERING, Member, Subject
from reportgen.outcome import Outcome


@dataclass(frozen=True, slots=True)
class Found:
    """A folder that was named, and its briefs. ``outcome``: what finding them found; None where that is nothing."""

    folder: Path
    subjects: tuple[Subject, ...] = ()
    outcome: Outcome | None = None
    is_listed: bool = False  # a page lists its editions


def found_in(asked: Asked, job: Job, crew: Crew) -> Found:
    """The briefs of a folder: itself, or those that it stands for, whose facts are read once by a worker.

    Raises UsageError: one was named that is none of them.
    """
    folder = asked.folder
    if not asked.is_many:
        return Found(folder, (Subject(folder),))
    outcome = crew.do(replace(job, command="divide"), folder)
    if not outcome.good:
        return Found(folder, outcome=outcome)
    members = _wanted(_members(job, folder), asked)
    told = outcome if outcome.findings else None
    return Found(folder, tuple(Subject(folder, one) for one in members), told, job.command == "build")


def _members(job: Job, folder: Path) -> tuple[Member, ...]:
    from reportgen.portfolio.division import members_in

    return members_in(job.cache_of(folder))


def _wanted(members: tuple[Member, ...], asked: Asked) -> tuple[Member, ...]:
    from reportgen.findings import likely

    if not asked.keys:
        return members
    by_key = {one.key: one for one in members}
    for key in asked.keys:
        if key not in by_key:
            hint = likely(key, [one for one in by_key if one != COVERING])
            raise UsageError(f"{asked.folder}/{key}: no brief of {asked.folder.name}{hint}")
    return tuple(by_key[key] for key in dict.fromkeys(asked.keys))
