"""``refresh`` and ``next``: what a schedule calls, and what an author does before the next edition."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Unpack

import click

from reportgen import console
from reportgen.batch import find_asked, find_briefs
from reportgen.cli.codes import GOOD, HAS_ERRORS, NOT_POSSIBLE
from reportgen.cli.options import (
    FOLDER,
    allow_code_option,
    briefs_argument,
    cache_option,
    cluster_option,
    force_option,
    jobs_option,
    json_option,
    memory_limit_option,
    period_option,
    project_option,
    strict_option,
    time_limit_option,
)
from reportgen.cli.outcomes import Hands, done_for_each, gravest
from reportgen.cli.signing import SigningOptions, sign_option, signing_options, wanted_signing
from reportgen.crew import cores
from reportgen.jobs import Job
from reportgen.worker import Limits

if TYPE_CHECKING:
    from reportgen.refreshing.flow import Refreshed


@click.command()
@briefs_argument
@project_option
@click.option("--output", type=FOLDER, help="Where editions are written.  [default: PROJECT/output]")
@click.option(
    "--to", "target", default="", metavar="TARGET", help="Publish there: a folder, s3://…, sftp://…"
)
@click.option("--reason", default="", metavar="TEXT", help="Of revisions.  [default: the inputs that differ]")
@click.option(
    "--keep", type=click.IntRange(1), metavar="N", help="Of each brief that is published, keep N editions."
)
@click.option(
    "--url", default="", envvar="REPORTGEN_URL", metavar="ADDRESS", help="Under which readers have TARGET."
)
@sign_option
@signing_options
@strict_option
@allow_code_option
@period_option
@force_option
@cache_option
@click.option("--no-mail", is_flag=True, help="Mail nobody, whatever project.yaml says.")
@click.option("--github", is_flag=True, help="Findings as annotations, and a summary of the step.")
@click.option(
    "--code-quality",
    type=FOLDER,
    metavar="FILE",
    help="Write the findings as GitLab's report of code quality.",
)
@click.option("--junit", type=FOLDER, metavar="FILE", help="Write a JUnit report, a test case a brief.")
@time_limit_option
@memory_limit_option
@jobs_option
@cluster_option
@json_option
def refresh(  # noqa: PLR0913, PLR0917 - an argument for each option
    briefs: tuple[str, ...],
    project: Path,
    output: Path | None,
    target: str,
    reason: str,
    keep: int | None,
    url: str,
    sign: bool,  # noqa: FBT001 - click passes options by name
    strict: bool,  # noqa: FBT001
    allow_code: bool,  # noqa: FBT001
    period: str,
    force: bool,  # noqa: FBT001
    cache: Path | None,
    no_mail: bool,  # noqa: FBT001
    github: bool,  # noqa: FBT001
    code_quality: Path | None,
    junit: Path | None,
    time_limit: int,
    memory_limit: int,
    jobs: int | None,
    cluster: str,
    as_json: bool,  # noqa: FBT001
    **signing: Unpack[SigningOptions],
) -> int:
    """Check each BRIEF, build what has changed, publish and mail what differs from what was published, and say so.

    By default, of every folder in PROJECT/data with a brief.yaml. This is what a schedule calls: where nothing has
    changed, nothing is written. Who gets mail is said by deliver in PROJECT/project.yaml.
    With --sign what is published is signed before.
    """
    from reportgen.project import project_settings
    from reportgen.refreshing import Publication, refreshed, told
    from reportgen.reports import in_all_forms

    if sign and not target:
        raise click.UsageError("--sign signs what is published: say where by --to")
    publication = Publication(target, reason.strip(), keep, url, wanted_signing(signing, wanted=sign))
    out, limits = output or project / "output", Limits(time_limit, memory_limit)
    job = Job("build", project, out, ("html", "pdf"), strict, False, allow_code, "", cache, force, period)
    deliveries = () if no_mail else project_settings(project).deliver
    folders = [one.folder for one in find_asked(briefs, project)]
    hands = Hands(jobs or cores(), cluster)
    done = refreshed(
        job, folders, publication, deliveries,
        lambda: done_for_each(job, briefs, limits, shown=not as_json, hands=hands),
    )  # fmt: skip
    in_all_forms(done.outcomes, tuple(told(done.found)), code_quality, junit, github=github)
    return _said(done, as_json=as_json)


def _said(done: Refreshed, *, as_json: bool) -> int:
    """Say what was done; the code of the call."""
    from reportgen.refreshing import answered, told_at_length

    code = max(gravest(done.outcomes), GOOD if done.all_mailed else NOT_POSSIBLE)
    if as_json:
        console.printed(json.dumps({"good": code == GOOD, **answered(done)}, indent=2))
        return code
    for line in told_at_length(done):
        console.printed(console.visible(line))
    return code


@click.command("next")
@click.argument("brief")
@project_option
def coming(brief: str, project: Path) -> int:
    """Prepare the coming edition of BRIEF: move its period, add stubs of new sources, list the facts that are missing.

    Only brief.yaml is written, and only where these stand; comments stay. The old period becomes written_for, by which
    check tells what was written for it.
    """
    import reportgen
    from reportgen.delivery.coming import prepare

    (folder,) = find_briefs([brief], project)
    loaded = reportgen.load(folder, project)
    if any(one.severity == "error" for one in loaded.findings):
        console.report(loaded.findings.in_order())
        console.say(console.visible(f"{folder}: not touched; mend these first"))
        return HAS_ERRORS
    prepared = prepare(loaded.book)
    console.printed(folder / "brief.yaml")
    told = f"{folder.name}: the period is {prepared.period} now; give it a new date"
    console.say(console.visible(told))
    for old, new in prepared.stubs.items():
        console.say(console.visible(f"source '{new}' follows '{old}': write its title"))
    for line in prepared.missing:
        console.printed(console.visible(f"missing: {line}"))
    return GOOD
