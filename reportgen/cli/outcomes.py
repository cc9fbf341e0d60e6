"""What became of briefs: shown as lines or as one JSON object, and an exit code."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import replace

from reportgen import console
from reportgen.batch import find_asked
from reportgen.cli.codes import FAILURES, GOOD, HAS_ERRORS
from reportgen.crew import Crew
from reportgen.jobs import Job, Outcome
from reportgen.members import Subject
from reportgen.subjects import Found, found_in, standing
from reportgen.worker import Limits


def each_brief(job: Job, named: Sequence[str], limits: Limits, *, as_json: bool, jobs: int = 1) -> int:
    """Do the job for every brief, ``jobs`` at once, show what became of it, and return the gravest exit code."""
    outcomes = done_for_each(job, named, limits, shown=not as_json, jobs=jobs)
    code = gravest(outcomes)
    if as_json:
        answer = {"good": code == GOOD, "briefs": [outcome.as_json() for outcome in outcomes]}
        console.printed(json.dumps(answer, indent=2))
    return code


def done_for_each(
    job: Job, named: Sequence[str], limits: Limits, *, shown: bool, jobs: int = 1
) -> tuple[Outcome, ...]:
    """Do the job for every brief, and show what became of each as soon as it is known; in the order of the call.

    Briefs whose editions stand, as files alone can tell, trouble no worker.
    """
    asked = find_asked(named, job.project)
    alone = [one.folder for one in asked if not one.is_many]
    done = tuple(standing(job, map(Subject, alone)))
    if len(done) == len(asked):
        return _told(done, shown=shown)
    with Crew(limits, jobs) as crew:
        found = [found_in(one, job, crew) for one in asked]
        return _done(job, crew, found, shown=shown, jobs=jobs)


def _done(job: Job, crew: Crew, found: Sequence[Found], *, shown: bool, jobs: int) -> tuple[Outcome, ...]:
    """The outcomes of all briefs, and of portfolios that could not be read or listed."""
    outcomes = [one.outcome for one in found if one.outcome]
    _told(outcomes, shown=shown)
    subjects = [subject for one in found for subject in one.subjects]
    done = {(one.folder, one.member): one for one in _told(standing(job, subjects), shown=shown)}
    waiting = [one for one in subjects if one.name not in done]
    with console.pace(len(subjects), several=jobs > 1) as count:
        for outcome in crew.each(waiting, job, console.progress):
            done[outcome.folder, outcome.member] = outcome
            _told([outcome], shown=shown)
            count(len(done), sum(not one.good for one in done.values()))
    listed = [crew.do(replace(job, command="overview"), one.folder) for one in found if one.is_listed]
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
