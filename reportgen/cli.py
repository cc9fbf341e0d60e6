"""The command line: options to calls, outcomes to exit codes; nothing else.

| exit code | meaning |
|---|---|
| 0 | good |
| 1 | a brief has errors (with --strict: or warnings) and was not issued; a document has drifted |
| 2 | the call itself is wrong |
| 3 | it could not be done here: an engine died, or nothing can be written; what stood before still stands |
| 70 | a fault of reportgen's own; REPORTGEN_DEBUG=1 shows where |
| 130 | interrupted from the keyboard |
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Literal, TextIO

import click

from reportgen import console
from reportgen.batch import Build, Check, Outcome, each, find_briefs
from reportgen.errors import BriefError, DeliveryError, EngineError, ReportgenError, UsageError

GOOD, HAS_ERRORS, WRONG_USAGE, NOT_POSSIBLE, OUR_FAULT, INTERRUPTED = 0, 1, 2, 3, 70, 130
Format = Literal["html", "pdf"]
FORMATS: tuple[Format, ...] = ("html", "pdf")


def main(argv: Sequence[str] | None = None) -> int:
    """Run ``reportgen`` with these arguments (the process's own by default) and return its exit code."""
    _never_fail_to_print(sys.stdout, sys.stderr)
    try:
        return int(cli.main(args=argv and list(argv), prog_name="reportgen", standalone_mode=False) or GOOD)
    except click.ClickException as error:
        error.show()
        return WRONG_USAGE
    except click.Abort:
        console.problem("interrupted; what stood before still stands")
        return INTERRUPTED
    except ReportgenError as error:
        return _failed(error)
    except Exception as error:
        if os.environ.get("REPORTGEN_DEBUG"):
            raise
        kind = type(error).__name__
        console.problem(
            f"a fault of reportgen's own ({kind}: {error}). "
            "Please report it, with what REPORTGEN_DEBUG=1 shows"
        )
        return OUR_FAULT


# --------------------------------------------------------------------------- options


def _formats(_context: click.Context, _option: click.Parameter, text: str) -> tuple[Format, ...]:
    """``html,pdf``: a list with commas."""
    wanted = {part.strip() for part in text.lower().split(",")} - {""}
    if unknown := sorted(wanted - set(FORMATS)):
        raise click.BadParameter(f"{unknown[0]!r} is none of the formats {', '.join(FORMATS)}")
    if not wanted:
        raise click.BadParameter(f"expected one or more of {', '.join(FORMATS)}")
    return tuple(name for name in FORMATS if name in wanted)


_FOLDER = click.Path(path_type=Path)
_briefs = click.argument("briefs", nargs=-1, type=_FOLDER, metavar="[BRIEF]...")
_project = click.option(
    "--project",
    type=_FOLDER,
    default=Path(),
    help="Folder with data/, templates/, assets/.  [default: .]",
)
_strict = click.option("--strict", is_flag=True, help="Treat warnings as errors.")
_json = click.option("--json", "as_json", is_flag=True, help="Print one JSON object instead of lines.")


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(None, "--version", "-V", package_name="reportgen", message="%(prog)s %(version)s")
def cli() -> None:
    """Investor briefs whose numbers cannot drift: facts in, one page and one PDF out."""


# --------------------------------------------------------------------------- commands


@cli.command()
@_briefs
@_project
@click.option("--output", type=_FOLDER, help="Where editions are written.  [default: PROJECT/output]")
@click.option("--format", "formats", callback=_formats, default="html,pdf", help="html,pdf, or one of them.")
@_strict
@click.option("--draft", is_flag=True, help="Build in spite of errors, marked DRAFT on every page.")
@_json
def build(
    briefs: tuple[Path, ...],
    project: Path,
    output: Path | None,
    formats: tuple[Format, ...],
    strict: bool,  # noqa: FBT001 - click passes options by name
    draft: bool,  # noqa: FBT001
    as_json: bool,  # noqa: FBT001
) -> int:
    """Make page and PDF of each BRIEF.

    By default, of every folder in PROJECT/data with a brief.yaml.
    """
    job = Build(project, output or project / "output", formats, strict, draft, console.progress)
    return _each(find_briefs(briefs, project), job, as_json=as_json)


@cli.command()
@_briefs
@_project
@_strict
@_json
def check(briefs: tuple[Path, ...], project: Path, strict: bool, as_json: bool) -> int:  # noqa: FBT001
    """Say what is wrong with each BRIEF, and write nothing."""
    return _each(find_briefs(briefs, project), Check(project, strict), as_json=as_json)


@cli.command()
@click.argument("editions", nargs=-1, required=True, type=_FOLDER, metavar="EDITION...")
@click.argument("dest", type=_FOLDER)
@_project
def publish(editions: tuple[Path, ...], dest: Path, project: Path) -> None:
    """Copy each EDITION below DEST.

    An EDITION is a folder that build wrote; DEST/index.html lists all that are there.
    """
    from reportgen.delivery.publish import INDEX
    from reportgen.delivery.publish import publish as deliver

    listed = deliver(editions, dest, project=project)
    click.echo(dest / INDEX)
    console.say(f"published {console.count(len(editions), 'edition')}; {len(listed)} listed")


@cli.command()
@click.argument("files", nargs=-1, required=True, type=_FOLDER, metavar="FILE...")
@_json
def verify(files: tuple[Path, ...], as_json: bool) -> int:  # noqa: FBT001
    """Say whether each FILE, a PDF or page of ours, still says what its own facts say.

    Needs nothing but the file: computes its figures again from the facts that it carries.
    """
    from reportgen.verify.verdict import PROVES
    from reportgen.verify.verdict import verify as held_against_its_facts

    verdicts = [held_against_its_facts(path) for path in files]
    if as_json:
        click.echo(json.dumps([verdict.as_json() for verdict in verdicts], indent=2, ensure_ascii=False))
    else:
        for verdict in verdicts:
            for drift in verdict.drifts:
                console.say(f"{verdict.path}: drift: {drift}")
            click.echo(verdict)
        if any(verdict.holds for verdict in verdicts):
            console.say(f"without a drift: {PROVES}")
    return GOOD if all(verdict.holds for verdict in verdicts) else HAS_ERRORS


@cli.command()
@click.argument("folder", type=_FOLDER, metavar="DIR")
def new(folder: Path) -> None:
    """Make a working brief of your own in DIR, from the sample."""
    from reportgen.delivery.new import new_brief

    for path in new_brief(folder):
        click.echo(path)
    console.say(f"now build it: reportgen build {folder}")


# --------------------------------------------------------------------------- outcomes


def _each(folders: Sequence[Path], job: Callable[[Path], Outcome], *, as_json: bool) -> int:
    """Do the job for every brief, show what became of it, and return the gravest exit code."""
    outcomes = []
    for outcome in each(folders, job):
        outcomes.append(outcome)
        if not as_json:
            _show(outcome)
    code = max(map(_exit_code, outcomes))
    if as_json:
        click.echo(
            json.dumps(
                {"good": code == GOOD, "briefs": [outcome.as_json() for outcome in outcomes]}, indent=2
            )
        )
    return code


def _show(outcome: Outcome) -> None:
    console.report(outcome.findings)
    for path in outcome.files:
        click.echo(path)
    if outcome.problem:
        console.problem(outcome.problem)
        return
    draft = "a draft, " if outcome.files else ""
    verdict = "" if outcome.good else f": {draft}not to be issued"
    console.say(f"{outcome.brief}: {console.tally(outcome.findings)}{verdict}")


def _exit_code(outcome: Outcome) -> int:
    if outcome.problem:
        return NOT_POSSIBLE
    return GOOD if outcome.good else HAS_ERRORS


# --------------------------------------------------------------------------- failures


def _failed(error: ReportgenError) -> int:
    if isinstance(error, BriefError):
        console.report(error.findings)
        return HAS_ERRORS
    console.problem(str(error))
    if isinstance(error, UsageError):
        return WRONG_USAGE
    return NOT_POSSIBLE if isinstance(error, (EngineError, DeliveryError)) else HAS_ERRORS


def _never_fail_to_print(*streams: TextIO) -> None:
    """A terminal that cannot show a letter gets its escape, not an error about encodings."""
    for stream in streams:
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")


if __name__ == "__main__":
    sys.exit(main())
