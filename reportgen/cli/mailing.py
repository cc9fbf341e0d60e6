"""``mail``: an edition to its readers, by a server or as a file."""

from __future__ import annotations

from pathlib import Path

import click

from reportgen import console
from reportgen.cli.codes import GOOD, NOT_POSSIBLE
from reportgen.cli.options import FOLDER, project_option


@click.command()
@click.argument("edition", type=FOLDER, metavar="EDITION")
@click.option(
    "--to", multiple=True, metavar="ADDRESS", required=True, help="Who gets it; may be given often."
)
@click.option("--from", "sender", metavar="ADDRESS", default="", help="Who sends it.  [REPORTGEN_SMTP_FROM]")
@click.option("--link", metavar="URL", default="", help="Where its page is published.")
@click.option("--changed", multiple=True, metavar="SENTENCE", help="What changed; may be given often.")
@click.option("--when", multiple=True, metavar="CONDITION", help="Only if so: cloud_revenue.yoy < 0.")
@click.option("--eml", type=FOLDER, metavar="FILE", help="Write the message to FILE and send nothing.")
@click.option("--journal", type=FOLDER, metavar="FILE", help="Who has it.  [beside EDITION]")
@click.option("--allow-draft", is_flag=True, help="Mail it even if it is a draft.")
@click.option("--unverified", is_flag=True, help="Mail it even if it does not verify.")
@project_option
def mail(  # noqa: PLR0913, PLR0917 - an option each
    edition: Path,
    to: tuple[str, ...],
    sender: str,
    link: str,
    changed: tuple[str, ...],
    when: tuple[str, ...],
    eml: Path | None,
    journal: Path | None,
    allow_draft: bool,  # noqa: FBT001
    unverified: bool,  # noqa: FBT001
    project: Path,
) -> int:
    """Mail EDITION, a folder that build wrote, by the server that REPORTGEN_SMTP_HOST names.

    Headline, key figures and key chart in its own words, with the PDF; each recipient gets it once.
    """
    from reportgen.delivery.mail.eml import write_eml
    from reportgen.delivery.mail.sending import Sending, deliver
    from reportgen.project import DeliverySettings

    settings = DeliverySettings.model_validate({"to": to, "from": sender, "link": link, "when": when})
    sending = Sending(project=project, drafts=allow_draft, unverified=unverified, journal=journal)
    if eml is not None:
        skipped = write_eml(edition, eml, settings, changed, sending)
        if skipped:
            console.say(f"nothing written: {skipped}")
        else:
            console.printed(eml)
        return GOOD
    done = deliver(edition, settings, changes=changed or None, sending=sending)
    for address in done.accepted:
        console.printed(address)
    for address in done.already:
        console.say(f"{address}: has it already")
    for address, why in done.refused:
        console.problem(console.visible(f"{address}: not delivered: {why}"))
    if done.skipped:
        console.say(f"nothing sent: {done.skipped}")
    return GOOD if done.complete else NOT_POSSIBLE
