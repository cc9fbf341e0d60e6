"""Arguments and options that several commands have, and how their texts are read."""

from __future__ import annotations

from pathlib import Path

import click

from reportgen.jobs import Format
from reportgen.worker import Limits

FORMATS: tuple[Format, ...] = ("html", "pdf")
LONGEST, LARGEST = 1_000_000, 1_000_000  # seconds and MB: what somebody may mean
MOST_JOBS = 1024
LEAST_MEMORY = 1024  # MB; the chart engine does not start with half of it


def read_formats(_context: click.Context, _option: click.Parameter, text: str) -> tuple[Format, ...]:
    """``html,pdf``: a list with commas."""
    wanted = {part.strip() for part in text.lower().split(",")} - {""}
    if unknown := sorted(wanted - set(FORMATS)):
        raise click.BadParameter(f"{unknown[0]!r} is none of the formats {', '.join(FORMATS)}")
    if not wanted:
        raise click.BadParameter(f"expected one or more of {', '.join(FORMATS)}")
    return tuple(name for name in FORMATS if name in wanted)


def read_memory(_context: click.Context, _option: click.Parameter, megabytes: int) -> int:
    if megabytes and megabytes < LEAST_MEMORY:
        raise click.BadParameter(f"{megabytes} is too little; expected {LEAST_MEMORY} or more, or 0")
    return megabytes


FOLDER = click.Path(path_type=Path)
briefs_argument = click.argument("briefs", nargs=-1, metavar="[BRIEF]...")
project_option = click.option(
    "--project",
    type=FOLDER,
    default=Path(),
    help="Folder with data/, templates/, assets/.  [default: .]",
)
strict_option = click.option("--strict", is_flag=True, help="Treat warnings as errors.")
allow_code_option = click.option(
    "--allow-code", is_flag=True, help="Run functions in a brief's charts.py where it asks for them."
)
time_limit_option = click.option(
    "--time-limit",
    metavar="SECONDS",
    type=click.IntRange(0, LONGEST),
    default=Limits().seconds,
    envvar="REPORTGEN_TIME_LIMIT",
    help="What each brief may take; 0: no limit.  [default: 300]",
)
memory_limit_option = click.option(
    "--memory-limit",
    metavar="MB",
    type=click.IntRange(0, LARGEST),
    callback=read_memory,
    default=Limits().megabytes,
    envvar="REPORTGEN_MEMORY_LIMIT",
    help="What each brief may take, where the system can limit it; 0: no limit.  [default: 4096]",
)
jobs_option = click.option(
    "--jobs",
    "-j",
    metavar="N",
    type=click.IntRange(1, MOST_JOBS),
    default=None,
    envvar="REPORTGEN_JOBS",
    help="How many briefs are worked on at once, each with up to 0.5 GB.  [default: a brief a core]",
)
cluster_option = click.option(
    "--cluster",
    default="",
    envvar="REPORTGEN_CLUSTER",
    metavar="ADDRESS",
    help="Have it done by the machines of a dask.distributed scheduler: tcp://host:8786.",
)
json_option = click.option("--json", "as_json", is_flag=True, help="Print one JSON object instead of lines.")
period_option = click.option(
    "--period", default="", metavar="PERIOD", help="In the place of the briefs' own: FY2026-Q3, or latest."
)
cache_option = click.option(
    "--cache",
    type=FOLDER,
    envvar="REPORTGEN_CACHE",
    help="Where pictures, and what was read, are kept for the next build.  [default: OUTPUT/.reportgen-cache]",
)
force_option = click.option("--force", is_flag=True, help="Build also what has not changed.")
