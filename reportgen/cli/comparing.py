"""``diff``: what changed from one edition to another."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from reportgen import console
from reportgen.cli.codes import GOOD, HAS_ERRORS
from reportgen.cli.options import FOLDER, json_option, project_option
from reportgen.errors import UsageError

if TYPE_CHECKING:
    from reportgen.delivery.difference.opening import Opened

FORMS = ("text", "markdown", "html")


@click.command()
@click.argument("old", type=FOLDER)
@click.argument("new", type=FOLDER)
@click.option("--as", "form", type=click.Choice(FORMS), default="text", help="text, markdown or html.")
@click.option(
    "--pages",
    "pictures",
    type=FOLDER,
    metavar="FOLDER",
    help="Draw both PDFs there, page by page, with marks.",
)
@project_option
@json_option
def diff(
    old: Path,
    new: Path,
    form: str,
    pictures: Path | None,
    project: Path,
    as_json: bool,  # noqa: FBT001 - click passes options by name
) -> int:
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
    if pictures:
        _draw(before, after, pictures)
    return HAS_ERRORS if found else GOOD


def _draw(before: Opened, after: Opened, folder: Path) -> None:
    """The pages of both, side by side, into a folder that holds nothing else."""
    from reportgen.delivery.difference.opening import PDF
    from reportgen.delivery.difference.side_by_side import side_by_side
    from reportgen.delivery.output import Folder

    for edition in (before, after):
        if PDF not in edition.documents:
            raise UsageError(f"'{edition.issued.path}' has no {PDF}, whose pages could be drawn")
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise UsageError(f"'{folder}' is not empty; name another folder for the pages")
    pages = dict(side_by_side(before.documents[PDF], after.documents[PDF]))
    Folder(folder).replace(pages)
    for name in pages:
        console.say(str(folder / name))
