"""What became of briefs: shown as lines or as one JSON object, and an exit code."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from typing import Protocol

from reportgen import console
from reportgen.batch import find_asked
from reportgen.cli.codes import FAILURES, GOOD, HAS_ERRORS
from reportgen.crew import Crew, standing
from reportgen.jobs import Job, Stage
from reportgen.members import Subject
from reportgen.outcome import Outcome
from reportgen.subjects import Found, found_in
from reportgen.worker import Limits


class Workers(Protocol):
    """Whoever does a job for many briefs: the crew of this machine, or a cluster."""

    are_several: bool
    hand_back: bool  # editions stand here when they are done

    def each(
        self,
        subjects: Sequence[Subject],
        job: Job,
        progress: Callable[[str], AbstractContextManager[Stage]],
    ) -> Iterator[Outcome]:
        """Do it; the outcome of each as soon as it is known."""

    def standing(self, subjects: Sequence[Subject], job: Job) -> Iterator[Outcome]:
        """The outcomes of those whose editions stand already."""


@dataclass(frozen=True, slots=True)
class Hands:
    """Who does it: ``jobs`` workers of this machine, or a ``cluster``, with a ``shared`` storage or without."""

    jobs: int = 1
    cluster: str = ""
    shared: str = ""


ALONE = Hands()


def each_brief(job: Job, named: Sequence[str], limits: Limits, *, as_json: bool, hands: Hands = ALONE) -> int:
    """Do the job for every brief, show what became of it, and return the gravest exit code."""
    outcomes = done_for_each(job, named, limits, shown=not as_json, hands=hands)
    code = gravest(outcomes)
    if as_json:
        answer = {"good": code == GOOD, "briefs": [outcome.as_json() for outcome in outcomes]}
        console.printed(json.dumps(answer, indent=2))
    return code


def done_for_each(
    job: Job, named: Sequence[str], limits: Limits, *, shown: bool, hands: Hands = ALONE
) -> tuple[Outcome, ...]:
    """Do the job for every brief, and show what became of each as soon as it is known; in the order of the call.

    Briefs whose editions stand, as files alone can tell, trouble no worker.
    """
    asked = find_asked(named, job.project)
    alone = [one.folder for one in asked if not one.is_many]
    done = () if hands.shared else tuple(standing(job, map(Subject, alone)))
    if len(done) == len(asked):
        return _told(done, shown=shown)
    with Crew(limits, hands.jobs) as crew:
        found = [found_in(one, job, crew) for one in asked]
        if not hands.cluster:
            return _done(job, crew, crew, found, shown=shown)
        from reportgen.cluster.hired import Cluster

        with Cluster(hands.cluster, limits, hands.shared) as cluster:
            return _done(job, crew, cluster, found, shown=shown)


def _done(
    job: Job, crew: Crew, workers: Workers, found: Sequence[Found], *, shown: bool
) -> tuple[Outcome, ...]:
    """The outcomes of all briefs, and of portfolios that could not be read or listed."""
    outcomes = [one.outcome for one in found if one.outcome]
    _told(outcomes, shown=shown)
    subjects = [subject for one in found for subject in one.subjects]
    there = workers.standing(subjects, job)
    done = {(one.folder, one.member): one for one in _told(there, shown=shown)}
    waiting = [one for one in subjects if one.name not in done]
    with console.pace(len(subjects), several=workers.are_several, standing=len(done)) as count:
        for outcome in workers.each(waiting, job, console.progress):
            done[outcome.folder, outcome.member] = outcome
            _told([outcome], shown=shown)
            count(len(done), sum(not one.good for one in done.values()))
    at_home = [one for one in found if one.is_listed and workers.hand_back]
    listed = [crew.do(replace(job, command="overview"), one.folder) for one in at_home]
    for one in listed if shown else ():
        _show_files(one) if one.good else _show(one)
    failed = [one for one in (*outcomes, *listed) if not one.good]
    return (*(done[one.name] for one in subjects), *failed)


def _told(outcomes: Iterable[Outcome], *, shown: bool) -> tuple[Outcome, ...]:
    told = tuple(outcomes)
    for one in told if shown else ():
        _show(one)
    return told


def gravest(outcomes: Iterable[Outcome]) -> int:
    """The exit code of the worst of them."""
    return max(map(_exit_code, outcomes))


def _show(outcome: Outcome) -> None:
    console.report(outcome.findings)
    _show_files(outcome)
    if outcome.problem:
        console.problem(outcome.problem)
        return
    if outcome.unchanged:
        console.say(f"{console.visible(outcome.brief)}: unchanged, {console.tally(outcome.findings)}")
        return
    draft = "a draft, " if outcome.files else ""
    verdict = "" if outcome.good else f": {draft}not to be issued"
    console.say(f"{console.visible(outcome.brief)}: {console.tally(outcome.findings)}{verdict}")


def _show_files(outcome: Outcome) -> None:
    for path in outcome.files:
        console.printed(path)


def _exit_code(outcome: Outcome) -> int:
    return FAILURES[outcome.failure] or (GOOD if outcome.good else HAS_ERRORS)
