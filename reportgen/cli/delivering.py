"""``publish`` and ``verify``: what is done with an edition that stands."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from reportgen import console
from reportgen.cli.codes import GOOD, HAS_ERRORS
from reportgen.cli.options import FOLDER, json_option, project_option

if TYPE_CHECKING:
    from reportgen.delivery.publishing import Published


@click.command()
@click.argument("editions", nargs=-1, required=True, type=FOLDER, metavar="EDITION...")
@click.argument("target")
@click.option(
    "--reason", default="", metavar="TEXT", help="Why an edition takes the place of the published one."
)
@click.option(
    "--keep", type=click.IntRange(1), metavar="N", help="Remove all but the newest N editions of each brief."
)
@click.option(
    "--url",
    default="",
    envvar="REPORTGEN_URL",
    metavar="ADDRESS",
    help="Under which readers have TARGET; kept once it is said.",
)
@click.option("--dry-run", is_flag=True, help="Say what would be done, and write nothing.")
@project_option
@json_option
def publish(  # noqa: PLR0913, PLR0917 - an argument for each option
    editions: tuple[Path, ...],
    target: str,
    reason: str,
    keep: int | None,
    url: str,
    dry_run: bool,  # noqa: FBT001 - click passes options by name
    project: Path,
    as_json: bool,  # noqa: FBT001
) -> None:
    """Put each EDITION, a folder that build wrote, below TARGET/BRIEF/PERIOD; of a portfolio's folder, all of them.

    TARGET is a folder, s3://bucket/path, sftp://user@host/path or another address that fsspec knows; credentials come
    from the environment. TARGET/index.html lists all editions; feed.xml and catalogue.json tell of them. What is
    published is not overwritten: an edition that differs becomes a revision, with a --reason.
    """
    from reportgen.delivery.publishing import publish as deliver
    from reportgen.portfolio.overview import editions_in

    those = [edition for one in editions for edition in editions_in(one) or (one,)]
    done = deliver(those, target, project=project, reason=reason.strip(), keep=keep, dry_run=dry_run, url=url)
    if as_json:
        console.printed(json.dumps(asdict(done), indent=2, ensure_ascii=False))
    else:
        _show(done)


def _show(done: Published) -> None:
    for one in done.editions:
        console.printed(f"{one.fate}: {one.where}")
    for folder in done.removed:
        console.printed(f"removed: {folder}")
    new, would = console.count(len(done.new), "edition"), "would be " if done.dry_run else ""
    others = f"; {len(done.unchanged)} unchanged" if done.unchanged else ""
    console.say(console.visible(f"{done.index}: {new} {would}published{others}"))


@click.command()
@click.argument("files", nargs=-1, required=True, type=FOLDER, metavar="FILE...")
@json_option
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
