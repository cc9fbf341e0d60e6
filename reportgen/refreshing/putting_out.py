"""Publishing what readers do not have yet, and nothing else."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from reportgen.delivery.publishing import Placed, publish
from reportgen.refreshing.comparing import FRESH, Compared

if TYPE_CHECKING:
    from reportgen.delivery.signing.sign import Signing


@dataclass(frozen=True, slots=True)
class Publication:
    """Where editions are published, and how.

    ``target``: "" where they are not. ``reason``: why revisions take the place of what was published; by default the
    inputs that differ. ``keep``: how many editions of each brief stay; None: all. ``url``: the address under which
    readers have the target. ``signing``: how what is published is signed before; None: not at all.
    """

    target: str = ""
    reason: str = ""
    keep: int | None = None
    url: str = ""
    signing: Signing | None = None


def put_out(found: Sequence[Compared], how: Publication, project: Path) -> tuple[Placed, ...]:
    """Publish what readers do not have yet; nothing is written where there is none.

    Args:
        found: the editions, compared.
        how: and where to.
        project: where the templates of the index are looked for first.

    Raises:
        UsageError: the target cannot be reached; the key cannot be read.
        DeliveryError: it could not be done; what was published before still stands.
    """
    calls = [([one.edition for one in found if one.news in FRESH], "")]
    calls += [([one.edition], how.reason or one.reason) for one in found if one.news == "revised"]
    going = [edition for editions, _ in calls for edition in editions]
    if how.signing and going:
        from reportgen.delivery.signing.sign import sign_edition

        signer = how.signing.signer()
        for edition in going:
            sign_edition(edition, signer)
    placed: list[Placed] = []
    for editions, why in calls:
        if editions:
            done = publish(editions, how.target, project=project, reason=why, keep=how.keep, url=how.url)
            placed += done.editions
    return tuple(placed)
