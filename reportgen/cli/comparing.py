"""``diff``: what changed from one edition to another."""

from __future__ import annotations

import json
from pathlib import Path

import click

from reportgen import console
from reportgen.cli.codes import GOOD, HAS_ERRORS
from reportgen.cli.options import FOLDER, json_option, project_option

FORMS = ("text", "markdown", "html")


@click.command()
@click.argument("old", type=FOLDER)
@click.argument("new", type=FOLDER)
@click.option("--as", "form", type=click.Choice(FORMS), default="text", help="text, markdown or html.")
@project_option
@json_option
def diff(old: Path, new: Path, form: str, project: Path, as_json: bool) -> int:  # noqa: FBT001
    """Say what changed from edition OLD to edition NEW: each a folder that build wrote, a PDF or a page.

    Facts that moved, were restated, appeared or vanished, formulas, sentences, exhibits. The exit code is that of
    diff(1): 0 where nothing changed, 1 where something did, 2 where the call is wrong.
    """
    from reportgen.delivery.difference.comparison import compared
    from reportgen.delivery.difference.opening import open_edition
    from reportgen.delivery.difference.saying import as_markdown, as_text

    before, after = open_edition(old), open_edition(new)
    found = compared(before, after)
    if as_json:
        console.printed(json.dumps(found.as_json(), indent=2, ensure_ascii=False))
    elif form == "html":
        from reportgen.delivery.difference.page import differences_page

        console.printed(differences_page(found, after.words, project))
    elif form == "markdown":
        console.printed(as_markdown(found, after.words).rstrip("\n"))
    else:
        console.printed("\n".join(map(console.visible, as_text(found, after.words).split("\n"))))
    return HAS_ERRORS if found else GOOD
