"""``preview``: a brief in the browser, while it is written."""

from __future__ import annotations

import tempfile
from pathlib import Path

import click

from reportgen import console
from reportgen.batch import Asked, find_asked
from reportgen.cli.codes import GOOD
from reportgen.cli.options import (
    allow_code_option,
    briefs_argument,
    memory_limit_option,
    project_option,
    time_limit_option,
)
from reportgen.outcome import home_of
from reportgen.worker import Limits

HIGHEST_PORT = 65_535


@click.command()
@briefs_argument
@project_option
@click.option(
    "--port",
    type=click.IntRange(0, HIGHEST_PORT),
    help="Where it listens, on 127.0.0.1.  [default: 8765, or one that is free]",
)
@click.option("--open", "in_browser", is_flag=True, help="Open it in the browser.")
@allow_code_option
@time_limit_option
@memory_limit_option
def preview(
    briefs: tuple[str, ...],
    project: Path,
    port: int | None,
    in_browser: bool,  # noqa: FBT001 - click passes options by name
    allow_code: bool,  # noqa: FBT001
    time_limit: int,
    memory_limit: int,
) -> int:
    """Show each BRIEF in the browser, made anew whenever something of it is saved, until Ctrl-C.

    By default, every brief of the project; of a portfolio all, or one by its name, as shops/harbour. Only this machine
    can see it, and nothing is written to output/. Needs reportgen[preview].
    """
    from reportgen.preview.needed import require_libraries

    require_libraries()
    asked = find_asked(briefs, project)
    only = _address(asked[0]) if len(asked) == 1 else ""
    from reportgen.preview.project import Project
    from reportgen.preview.serving import listening, serve

    def ready(address: str) -> None:
        at = f"{address}{only}"
        console.say(f"{at}  (Ctrl-C ends it)")
        if in_browser:
            click.launch(at)

    with tempfile.TemporaryDirectory(prefix="reportgen-preview-") as scratch, listening(port) as door:
        named = [str(path) for one in asked for path in _paths(one)] if briefs else ()
        limits = Limits(time_limit, memory_limit)
        serve(Project(named, project, Path(scratch), limits, allow_code=allow_code), door, ready)
    return GOOD


def _paths(asked: Asked) -> list[Path]:
    """What was named, as it is found from wherever."""
    return [asked.folder / key for key in asked.keys] or [asked.folder]


def _address(asked: Asked) -> str:
    """The page of a brief; "" for the list, where several are meant."""
    if asked.is_many and len(asked.keys) != 1:
        return ""
    return f"briefs/{home_of(asked.folder, *asked.keys).as_posix()}/page"
