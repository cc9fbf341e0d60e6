"""``publish`` and ``verify``: what is done with an edition that stands."""

from __future__ import annotations

import json
from pathlib import Path

import click

from reportgen import console
from reportgen.cli.codes import GOOD, HAS_ERRORS
from reportgen.cli.options import FOLDER, json_option, project_option


@click.command()
@click.argument("editions", nargs=-1, required=True, type=FOLDER, metavar="EDITION...")
@click.argument("dest", type=FOLDER)
@project_option
def publish(editions: tuple[Path, ...], dest: Path, project: Path) -> None:
    """Copy each EDITION below DEST.

    An EDITION is a folder that build wrote; DEST/index.html lists all that are there.
    """
    from reportgen.delivery.publish import INDEX
    from reportgen.delivery.publish import publish as deliver

    listed = deliver(editions, dest, project=project)
    console.printed(dest / INDEX)
    console.say(f"published {console.count(len(editions), 'edition')}; {len(listed)} listed")


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
