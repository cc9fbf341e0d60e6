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

import errno
import io
import json
import os
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

import click

from reportgen import console
from reportgen.batch import each, find_briefs
from reportgen.errors import BriefError, DeliveryError, EngineError, ReportgenError, UsageError
from reportgen.jobs import Failure, Format, Job, Outcome, fault, name_of
from reportgen.worker import Limits, Worker

if TYPE_CHECKING:
    from reportgen.starter.beginning import Begun

GOOD, HAS_ERRORS, WRONG_USAGE, NOT_POSSIBLE, OUR_FAULT, INTERRUPTED = 0, 1, 2, 3, 70, 130
FORMATS: tuple[Format, ...] = ("html", "pdf")
LONGEST, LARGEST = 1_000_000, 1_000_000  # seconds and MB: what somebody may mean
LAST_STREAM = 2  # the number of standard error
LEAST_MEMORY = 1024  # MB; the chart engine does not start with half of it
FAILURES: dict[Failure, int] = {"": GOOD, "call": WRONG_USAGE, "here": NOT_POSSIBLE, "ours": OUR_FAULT}


def main(argv: Sequence[str] | None = None) -> int:
    """Run ``reportgen`` with these arguments (the process's own by default) and return its exit code."""
    _open_what_is_closed()
    _never_fail_to_print(sys.stdout, sys.stderr)
    code = _code(argv)
    return code if console.all_was_printed() else max(code, NOT_POSSIBLE)


def _code(argv: Sequence[str] | None) -> int:  # noqa: PLR0911 - a way to end a line
    try:
        return int(cli.main(args=argv and list(argv), prog_name="reportgen", standalone_mode=False) or GOOD)
    except click.ClickException as error:
        console.say(_usage(error))
        return WRONG_USAGE
    except click.Abort:
        console.problem("interrupted; what stood before still stands")
        return INTERRUPTED
    except ReportgenError as error:
        return _failed(error)
    except OSError as error:
        if error.filename is None:  # the help, which click itself prints
            console.give_up(console.OUTPUT, sys.stdout, error)
        else:
            console.problem(f"{error.filename}: {error.strerror}")
        return NOT_POSSIBLE
    except SystemExit:  # click's answer to a reader that has gone away
        console.give_up(console.OUTPUT, sys.stdout, BrokenPipeError(errno.EPIPE, os.strerror(errno.EPIPE)))
        return NOT_POSSIBLE
    except Exception as error:
        if os.environ.get("REPORTGEN_DEBUG"):
            raise
        console.problem(fault(error))
        return OUR_FAULT


def _usage(error: click.ClickException) -> str:
    """What is wrong with the call, and how it should have been made."""
    context = error.ctx if isinstance(error, click.UsageError) else None
    usage = f"{context.get_usage()}\nTry '{context.command_path} --help' for help.\n\n" if context else ""
    return f"{usage}Error: {console.visible(error.format_message())}"


# --------------------------------------------------------------------------- options


def _formats(_context: click.Context, _option: click.Parameter, text: str) -> tuple[Format, ...]:
    """``html,pdf``: a list with commas."""
    wanted = {part.strip() for part in text.lower().split(",")} - {""}
    if unknown := sorted(wanted - set(FORMATS)):
        raise click.BadParameter(f"{unknown[0]!r} is none of the formats {', '.join(FORMATS)}")
    if not wanted:
        raise click.BadParameter(f"expected one or more of {', '.join(FORMATS)}")
    return tuple(name for name in FORMATS if name in wanted)


def _memory(_context: click.Context, _option: click.Parameter, megabytes: int) -> int:
    if megabytes and megabytes < LEAST_MEMORY:
        raise click.BadParameter(f"{megabytes} is too little; expected {LEAST_MEMORY} or more, or 0")
    return megabytes


_FOLDER = click.Path(path_type=Path)
_briefs = click.argument("briefs", nargs=-1, metavar="[BRIEF]...")
_project = click.option(
    "--project",
    type=_FOLDER,
    default=Path(),
    help="Folder with data/, templates/, assets/.  [default: .]",
)
_strict = click.option("--strict", is_flag=True, help="Treat warnings as errors.")
_allow_code = click.option(
    "--allow-code", is_flag=True, help="Run functions in a brief's charts.py where it asks for them."
)
_time_limit = click.option(
    "--time-limit",
    metavar="SECONDS",
    type=click.IntRange(0, LONGEST),
    default=Limits().seconds,
    envvar="REPORTGEN_TIME_LIMIT",
    help="What each brief may take; 0: no limit.  [default: 300]",
)
_memory_limit = click.option(
    "--memory-limit",
    metavar="MB",
    type=click.IntRange(0, LARGEST),
    callback=_memory,
    default=Limits().megabytes,
    envvar="REPORTGEN_MEMORY_LIMIT",
    help="What each brief may take, where the system can limit it; 0: no limit.  [default: 4096]",
)
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
@_allow_code
@_time_limit
@_memory_limit
@_json
def build(  # noqa: PLR0913, PLR0917 - an argument for each option
    briefs: tuple[str, ...],
    project: Path,
    output: Path | None,
    formats: tuple[Format, ...],
    strict: bool,  # noqa: FBT001 - click passes options by name
    draft: bool,  # noqa: FBT001
    allow_code: bool,  # noqa: FBT001
    time_limit: int,
    memory_limit: int,
    as_json: bool,  # noqa: FBT001
) -> int:
    """Make page and PDF of each BRIEF: a path, or the name of a folder in PROJECT/data.

    By default, of every folder in PROJECT/data with a brief.yaml.
    """
    job = Job("build", project, output or project / "output", formats, strict, draft, allow_code)
    return _each(job, briefs, Limits(time_limit, memory_limit), as_json=as_json)


@cli.command()
@_briefs
@_project
@_strict
@_allow_code
@_time_limit
@_memory_limit
@_json
def check(
    briefs: tuple[str, ...],
    project: Path,
    strict: bool,  # noqa: FBT001
    allow_code: bool,  # noqa: FBT001
    time_limit: int,
    memory_limit: int,
    as_json: bool,  # noqa: FBT001
) -> int:
    """Say what is wrong with each BRIEF, and write nothing."""
    job = Job("check", project, project / "output", strict=strict, allow_code=allow_code)
    return _each(job, briefs, Limits(time_limit, memory_limit), as_json=as_json)


@cli.command()
@click.argument("brief")
@click.option("--as", "form", required=True, metavar="FORM", help="csv, json, datapackage or xbrl-json.")
@click.option(
    "--to",
    type=_FOLDER,
    metavar="FOLDER",
    help="Where they are written.  [default: PROJECT/output/BRIEF-facts]",
)
@_project
@_strict
@_time_limit
@_memory_limit
@_json
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
    (folder,) = find_briefs([brief], project)
    place = to or project / "output" / f"{name_of(folder)}-facts"
    job = Job("facts", project, place, strict=strict, form=form)
    return _each(job, [brief], Limits(time_limit, memory_limit), as_json=as_json)


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
    console.printed(dest / INDEX)
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
        console.printed(json.dumps([verdict.as_json() for verdict in verdicts], indent=2))
    else:
        for verdict in verdicts:
            for drift in verdict.drifts:
                console.say(console.visible(f"{verdict.path}: drift: {drift}"))
            console.printed(verdict)
        if any(verdict.holds for verdict in verdicts):
            console.say(f"without a drift: {PROVES}")
    return GOOD if all(verdict.holds for verdict in verdicts) else HAS_ERRORS


_OPTIONS = {"sql": "query", "kind": "file-kind"}  # settings of a source that have another name as options


@cli.command()
@click.argument("folder", type=_FOLDER, metavar="DIR")
@click.option(
    "--from", "table", type=_FOLDER, metavar="FILE", help="A table to begin with: a workbook, CSV, Parquet …"
)
@click.option("--query", "sql", default="", metavar="SQL", help="A query of that file, or of --database.")
@click.option(
    "--database", default="", metavar="VARIABLE", help="The variable REPORTGEN_… with the URL of one."
)
@click.option("--sheet", default="", help="Of a workbook: the sheet.  [default: the first]")
@click.option("--range", default="", help="Of a sheet: B4:H20, or the name of a range or a table.")
@click.option(
    "--kind", default="", metavar="KIND", help="Of the document; see above.  [default: investor-brief]"
)
@click.option("--file-kind", default="", help="What the file is, where its ending does not say so: csv.")
@click.option("--entity", default="", help="Whom the numbers are of.")
@click.option("--unit", default="", help="Of amounts that say none: USD, 'EUR mn'.")
@click.option("--period", default="", help="Of a table that names none: 2025, 2025-Q3.")
@click.option("--fiscal-year-end", default="", metavar="MONTH", help="The last month of fiscal years.")
def new(folder: Path, table: Path | None, sql: str, database: str, kind: str, **said: str) -> int:
    """Make a working brief of your own in DIR, small and of a --kind of document, or --from a table.

    \b
    investor-brief     a quarter of a company, for investors
    results-note       results against what was expected of them
    board-pack         a month against its budget, confidential
    fund-factsheet     a month of a fund beside its benchmark
    operations-report  a service, its targets and what it costs
    plain-report       a year of an organisation

    A table is a file, or what a query gives: --from query.sql or --query, of a file or of a --database. Of it
    it says what it understood and what it guessed, and asks what it cannot guess if somebody is there to
    answer. A copy of the file goes into DIR; nothing that is there is overwritten.
    """  # noqa: D301 - click keeps the lines of a paragraph that begins with a backspace
    settings = {name: said.pop(name) for name in ("sheet", "range", "file_kind")}
    settings |= {"kind": settings.pop("file_kind"), "sql": sql, "database": database}
    is_query = table is not None and table.suffix.lower() == ".sql"
    if (is_query and (sql or not database)) or (database and not sql and not is_query):
        raise click.UsageError(
            "a query is in --from query.sql or in --query, and --database says who is asked"
        )
    if table is None and not (sql and database):
        if given := next((name for name, one in {**settings, **said}.items() if one), ""):
            raise click.UsageError(
                f"--{_OPTIONS.get(given, given).replace('_', '-')} is said of a table; name one with --from"
            )
        from reportgen.delivery.new import new_brief

        files: Sequence[Path] = new_brief(folder, kind)
    else:
        begun = _begun(folder, table, settings, kind, said)
        if any(one.severity == "error" for one in begun.first.findings) or not begun.files:
            return HAS_ERRORS
        files = begun.files
    for path in files:
        console.printed(path)
    console.say(console.visible(f"now build it: reportgen build {folder}"))
    return GOOD


def _begun(
    folder: Path, table: Path | None, settings: Mapping[str, str], kind: str, said: Mapping[str, str]
) -> Begun:
    """Make a brief of a table, and say what became of it."""
    from reportgen.starter.beginning import new_from
    from reportgen.starter.head import Answers
    from reportgen.starter.today import today

    begun = new_from(folder, table, settings, Answers(**said), console.ask, today(), kind)
    for line in begun.first.told:
        console.say(console.visible(line))
    console.report(begun.first.findings)
    if begun.first.findings and begun.files:
        tally = console.tally(begun.first.findings)
        console.say(console.visible(f"{folder}: written; in its numbers there is something to mend: {tally}"))
    return begun


@cli.command()
@click.argument("folder", type=_FOLDER, default=Path(), metavar="[DIR]")
def schema(folder: Path) -> None:
    """Write the JSON Schemas of brief.yaml, metrics.yaml, project.yaml and brand.yaml below DIR, for editors.

    A brief names them in its first line: # yaml-language-server: $schema=schemas/brief.json
    """
    from reportgen.delivery.output import Folder
    from reportgen.delivery.schemas import FOLDER, schemas

    Folder(folder / FOLDER).replace(schemas())
    for name in schemas():
        console.printed(folder / FOLDER / name)


@cli.command()
@click.argument("kinds", nargs=-1, metavar="[KIND]...")
@click.option(
    "--output", type=_FOLDER, default=Path("output"), help="Where it is written.  [default: output]"
)
@_time_limit
@_memory_limit
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
            codes.append(_each(job, [str(project / name_of(scheme))], limits, as_json=False))
    return max(codes)


# --------------------------------------------------------------------------- outcomes


def _each(job: Job, named: Sequence[str], limits: Limits, *, as_json: bool) -> int:
    """Do the job for every brief, show what became of it, and return the gravest exit code."""
    outcomes = []
    with Worker(limits) as worker:
        for outcome in each(find_briefs(named, job.project), job, worker, console.progress):
            outcomes.append(outcome)
            if not as_json:
                _show(outcome)
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
    console.say(f"{console.visible(outcome.brief)}: {console.tally(outcome.findings)}{verdict}")


def _exit_code(outcome: Outcome) -> int:
    return FAILURES[outcome.failure] or (GOOD if outcome.good else HAS_ERRORS)


# --------------------------------------------------------------------------- failures


def _failed(error: ReportgenError) -> int:
    if isinstance(error, BriefError):
        console.report(error.findings)
        return HAS_ERRORS
    console.problem(str(error))
    if isinstance(error, UsageError):
        return WRONG_USAGE
    return NOT_POSSIBLE if isinstance(error, (EngineError, DeliveryError)) else HAS_ERRORS


def _open_what_is_closed() -> None:
    """Give the first three file numbers to nothing where they are free, so that no file or pipe is taken for them."""
    while (number := os.open(os.devnull, os.O_RDWR)) <= LAST_STREAM:
        pass
    os.close(number)
    if sys.stdout is None:
        sys.stdout = _Closed()


class _Closed(io.TextIOBase, TextIO):
    """Standard output that was closed before we began: whoever asks for results is told that there is no place."""

    def write(self, _text: str) -> int:
        raise OSError(errno.EBADF, "it is closed")


def _never_fail_to_print(*streams: TextIO) -> None:
    """A terminal that cannot show a letter gets its escape, not an error about encodings."""
    for stream in streams:
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")


if __name__ == "__main__":
    sys.exit(main())
