"""``new`` and ``schema``: what an author begins with."""

from __future__ import annotations

import shlex
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from reportgen import console
from reportgen.cli.codes import GOOD, HAS_ERRORS
from reportgen.cli.options import FOLDER

if TYPE_CHECKING:
    from reportgen.starter.beginning import Begun

_OPTIONS = {"sql": "query", "kind": "file-kind"}  # settings of a source that have another name as options


@click.command()
@click.argument("folder", type=FOLDER, metavar="DIR")
@click.option(
    "--from", "table", type=FOLDER, metavar="FILE", help="A table to begin with: a workbook, CSV, Parquet …"
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
@click.option(
    "--ci",
    type=click.Choice(("github", "gitlab", "cron", "systemd")),
    help="Make no brief, but a schedule for the project in DIR.",
)
def new(
    folder: Path, table: Path | None, sql: str, database: str, kind: str, ci: str | None, **said: str
) -> int:
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
    if ci:
        if table or sql or database or kind or any(said.values()):
            raise click.UsageError("--ci makes a schedule and no brief; leave the other options out")
        return _scheduled(folder, ci)
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
    console.say(console.visible(f"now build it: reportgen build {shlex.quote(str(folder))}"))
    return GOOD


def _scheduled(project: Path, runner: str) -> int:
    """Write a schedule for a project, and say what is left to do."""
    from reportgen.delivery.schedules import new_schedule

    for path in new_schedule(project, runner):
        console.printed(path)
    console.say("it calls refresh.sh; its first lines, and those of each file, say what is yours to do")
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
    if not begun.files:
        console.say(console.visible(f"{folder}: nothing written"))
    elif begun.first.findings:
        tally = console.tally(begun.first.findings)
        console.say(console.visible(f"{folder}: written; in its numbers there is something to mend: {tally}"))
    return begun


@click.command()
@click.argument("folder", type=FOLDER, default=Path(), metavar="[DIR]")
def schema(folder: Path) -> None:
    """Write the JSON Schemas of brief.yaml, metrics.yaml, project.yaml and brand.yaml below DIR, for editors.

    A brief names them in its first line: # yaml-language-server: $schema=schemas/brief.json
    """
    from reportgen.delivery.output import Folder
    from reportgen.delivery.schemas import FOLDER, schemas

    Folder(folder / FOLDER).replace(schemas())
    for name in schemas():
        console.printed(folder / FOLDER / name)
