"""What became of briefs: shown as lines or as one JSON object, and an exit code."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from contextlib import nullcontext

from reportgen import console
from reportgen.batch import find_briefs
from reportgen.cli.codes import FAILURES, GOOD, HAS_ERRORS
from reportgen.crew import Crew
from reportgen.jobs import Job, Outcome
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
    folders = find_briefs(named, job.project)
    done = {folder: outcome for folder in folders if (outcome := job.standing(folder))}
    for outcome in done.values() if shown else ():
        _show(outcome)
    waiting = [folder for folder in folders if folder not in done]
    with (
        Crew(limits, jobs) if waiting else nullcontext() as crew,
        console.pace(len(folders), several=jobs > 1) as count,
    ):
        for outcome in crew.each(waiting, job, console.progress) if crew else ():
            done[outcome.folder] = outcome
            if shown:
                _show(outcome)
            count(len(done), sum(not one.good for one in done.values()))
    return tuple(done[folder] for folder in folders)


def gravest(outcomes: Iterable[Outcome]) -> int:
    """The exit code of the worst of them."""
    return max(map(_exit_code, outcomes))


def _show(outcome: Outcome) -> None:
    console.report(outcome.findings)
    for path in outcome.files:
        console.printed(path)
    if outcome.problem:
        console.problem(outcome.problem)
        return
    if outcome.unchanged:
        console.say(f"{console.visible(outcome.brief)}: unchanged, {console.tally(outcome.findings)}")
        return
    draft = "a draft, " if outcome.files else ""
    verdict = "" if outcome.good else f": {draft}not to be issued"
    console.say(f"{console.visible(outcome.brief)}: {console.tally(outcome.findings)}{verdict}")


def _exit_code(outcome: Outcome) -> int:
    return FAILURES[outcome.failure] or (GOOD if outcome.good else HAS_ERRORS)
