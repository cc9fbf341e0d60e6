"""What became of briefs: shown as lines or as one JSON object, and an exit code."""

from __future__ import annotations

import json
from collections.abc import Sequence
from contextlib import nullcontext

from reportgen import console
from reportgen.batch import find_briefs
from reportgen.cli.codes import FAILURES, GOOD, HAS_ERRORS
from reportgen.crew import Crew
from reportgen.jobs import Job, Outcome
from reportgen.worker import Limits


def each_brief(job: Job, named: Sequence[str], limits: Limits, *, as_json: bool, jobs: int = 1) -> int:
    """Do the job for every brief, ``jobs`` at once, show what became of it, and return the gravest exit code."""
    folders = find_briefs(named, job.project)
    outcomes = [outcome for folder in folders if (outcome := job.unchanged(folder))]
    waiting = [folder for folder in folders if all(folder != one.folder for one in outcomes)]
    if not as_json:
        for outcome in outcomes:
            _show(outcome)
    with Crew(limits, jobs) if waiting else nullcontext() as crew:
        with console.pace(len(folders), several=jobs > 1) as count:
            for outcome in crew.each(waiting, job, console.progress) if crew else ():
                outcomes.append(outcome)
                if not as_json:
                    _show(outcome)
                count(len(outcomes), sum(not one.good for one in outcomes))
        outcomes.sort(key=lambda one: folders.index(one.folder))
        code = max(map(_exit_code, outcomes))
        if as_json:
            answer = {"good": code == GOOD, "briefs": [outcome.as_json() for outcome in outcomes]}
            console.printed(json.dumps(answer, indent=2))
    return code


def _show(outcome: Outcome) -> None:
    console.report(outcome.findings)
    for path in outcome.files:
        console.printed(path)
    if outcome.problem:
        console.problem(outcome.problem)
        return
    draft = "a draft, " if outcome.files else ""
    verdict = "" if outcome.good else f": {draft}not to be issued"
    verdict += "; unchanged, not made again" if outcome.is_unchanged else ""
    console.say(f"{console.visible(outcome.brief)}: {console.tally(outcome.findings)}{verdict}")


def _exit_code(outcome: Outcome) -> int:
    return FAILURES[outcome.failure] or (GOOD if outcome.good else HAS_ERRORS)
