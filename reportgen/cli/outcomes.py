"""What became of briefs: shown as lines or as one JSON object, and an exit code."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence

from reportgen import console
from reportgen.batch import Spared, each, find_briefs
from reportgen.cli.codes import FAILURES, GOOD, HAS_ERRORS
from reportgen.jobs import Job, Outcome
from reportgen.worker import Limits, Worker


def each_brief(job: Job, named: Sequence[str], limits: Limits, *, as_json: bool) -> int:
    """Do the job for every brief, show what became of it, and return the gravest exit code."""
    outcomes = done_for_each(job, named, limits, shown=not as_json)
    code = gravest(outcomes)
    if as_json:
        answer = {"good": code == GOOD, "briefs": [outcome.as_json() for outcome in outcomes]}
        console.printed(json.dumps(answer, indent=2))
    return code


def done_for_each(job: Job, named: Sequence[str], limits: Limits, *, shown: bool) -> tuple[Outcome, ...]:
    """Do the job for every brief, and show what became of each as soon as it is known."""
    outcomes = []
    with Worker(limits, at_once=job.command != "build" or job.force) as worker:
        for outcome in each(find_briefs(named, job.project), job, Spared(worker), console.progress):
            outcomes.append(outcome)
            if shown:
                _show(outcome)
    return tuple(outcomes)


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
