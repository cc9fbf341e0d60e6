"""``build``, ``check``, ``facts``, ``charts``: what is made of briefs, each in a worker under limits."""

from __future__ import annotations

import tempfile
from pathlib import Path

import click

from reportgen.batch import find_asked
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
    read_formats,
    strict_option,
    time_limit_option,
)
from reportgen.cli.outcomes import Hands, each_brief
from reportgen.crew import cores
from reportgen.jobs import Format, Job
from reportgen.outcome import name_of
from reportgen.worker import Limits


@click.command()
@briefs_argument
@project_option
@click.option("--output", type=FOLDER, help="Where editions are written.  [default: PROJECT/output]")
@click.option(
    "--format", "formats", callback=read_formats, default="html,pdf", help="html,pdf, or one of them."
)
@strict_option
@click.option(
    "--since", type=FOLDER, metavar="OLD", help="The edition before: page one says what is new since then."
)
@click.option("--draft", is_flag=True, help="Build in spite of errors, marked DRAFT on every page.")
@allow_code_option
@period_option
@force_option
@cache_option
@time_limit_option
@memory_limit_option
@jobs_option
@cluster_option
@click.option(
    "--shared", default="", metavar="TARGET", help="Where a cluster reads inputs and writes editions: s3://…"
)
@json_option
def build(  # noqa: PLR0913, PLR0917 - an argument for each option
    briefs: tuple[str, ...],
    project: Path,
    output: Path | None,
    formats: tuple[Format, ...],
    strict: bool,  # noqa: FBT001 - click passes options by name
    since: Path | None,
    draft: bool,  # noqa: FBT001
    allow_code: bool,  # noqa: FBT001
    period: str,
    force: bool,  # noqa: FBT001
    cache: Path | None,
    time_limit: int,
    memory_limit: int,
    jobs: int | None,
    cluster: str,
    shared: str,
    as_json: bool,  # noqa: FBT001
) -> int:
    """Make page and PDF of each BRIEF: a path, or the name of a folder in PROJECT/data.

    By default, of every folder in PROJECT/data with a brief.yaml. A folder that says each: there stands for many, and
    FOLDER/NAME is one of them. An edition that stands as it would be made is left alone; --force makes it all the
    same.
    """
    place = output or project / "output"
    if shared and not cluster:
        raise click.UsageError(
            "--shared is for the machines of a --cluster; the output of this one is --output"
        )
    if since and cluster:
        raise click.UsageError(
            "--since names a folder of this machine, which those of a --cluster do not see"
        )
    everywhere = shared if not shared or "://" in shared else str(Path(shared).absolute())
    hands = Hands(jobs or cores(), cluster, everywhere)
    job = Job(
        "build",
        project,
        place,
        formats,
        strict,
        draft,
        allow_code,
        cache=cache,
        force=force,
        period=period,
        since=str(since or ""),
    )
    return each_brief(job, briefs, Limits(time_limit, memory_limit), as_json=as_json, hands=hands)


@click.command()
@briefs_argument
@project_option
@strict_option
@allow_code_option
@period_option
@time_limit_option
@memory_limit_option
@jobs_option
@cluster_option
@json_option
def check(  # noqa: PLR0913, PLR0917 - an argument for each option
    briefs: tuple[str, ...],
    project: Path,
    strict: bool,  # noqa: FBT001
    allow_code: bool,  # noqa: FBT001
    period: str,
    time_limit: int,
    memory_limit: int,
    jobs: int | None,
    cluster: str,
    as_json: bool,  # noqa: FBT001
) -> int:
    """Say what is wrong with each BRIEF, and write nothing."""
    job = Job("check", project, project / "output", strict=strict, allow_code=allow_code, period=period)
    hands = Hands(jobs or cores(), cluster)
    return each_brief(job, briefs, Limits(time_limit, memory_limit), as_json=as_json, hands=hands)


@click.command()
@click.argument("brief")
@click.option("--as", "form", required=True, metavar="FORM", help="csv, json, datapackage or xbrl-json.")
@click.option(
    "--to",
    type=FOLDER,
    metavar="FOLDER",
    help="Where they are written.  [default: PROJECT/output/BRIEF-facts]",
)
@project_option
@strict_option
@time_limit_option
@memory_limit_option
@json_option
def facts(  # noqa: PLR0913, PLR0917 - an argument for each option
    brief: str,
    form: str,
    to: Path | None,
    project: Path,
    strict: bool,  # noqa: FBT001
    time_limit: int,
    memory_limit: int,
    as_json: bool,  # noqa: FBT001
) -> int:
    """Write the facts that the sources of BRIEF state: a table, records, a Data Package, or xBRL-JSON.

    A Data Package has a table for each source, and datapackage.json, which says what stands in them. Nothing is written
    where the facts have errors.
    """
    from reportgen.delivery.facts import WRITERS

    if form not in WRITERS:
        raise click.UsageError(f"--as {form!r}; expected one of {', '.join(WRITERS)}")
    (asked,) = find_asked([brief], project)
    if asked.is_many and not asked.keys:
        raise click.UsageError(f"{brief} stands for many briefs; name one of them, as {brief}/NAME")
    name = "-".join((name_of(asked.folder), *asked.keys))
    place = to or project / "output" / f"{name}-facts"
    job = Job("facts", project, place, strict=strict, form=form)
    return each_brief(job, [brief], Limits(time_limit, memory_limit), as_json=as_json)


@click.command()
@click.argument("kinds", nargs=-1, metavar="[KIND]...")
@click.option("--output", type=FOLDER, default=Path("output"), help="Where it is written.  [default: output]")
@time_limit_option
@memory_limit_option
def charts(kinds: tuple[str, ...], output: Path, time_limit: int, memory_limit: int) -> int:
    """Make a gallery of each KIND of exhibit, or of all, as page and PDF: with the YAML, light and dark.

    It is a brief as any other, made of the documentation: OUTPUT/exhibits and OUTPUT/exhibits-dark.
    """
    from reportgen.delivery.gallery import SCHEMES, chosen, gallery_brief, name_of
    from reportgen.delivery.output import Folder, by_first_name

    shown, limits, codes = chosen(kinds), Limits(time_limit, memory_limit), []
    for scheme in SCHEMES:
        with tempfile.TemporaryDirectory() as place:
            project = Path(place)
            Folder(project).replace(by_first_name(dict(gallery_brief(shown, scheme))))
            job = Job("build", project, output)
            codes.append(each_brief(job, [str(project / name_of(scheme))], limits, as_json=False))
    return max(codes)
