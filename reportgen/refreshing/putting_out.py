"""Publishing what readers do not have yet, and nothing else."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from reportgen.delivery.publishing import Placed, publish
from reportgen.refreshing.comparing import FRESH, Compared

if TYPE_CHECKING:
    from reportgen.delivery.signing.sign import Signing


def put_out(
    found: Sequence[Compared],
    target: str,
    project: Path,
    *,
    reason: str = "",
    keep: int | None = None,
    url: str = "",
    signing: Signing | None = None,
) -> tuple[Placed, ...]:
    """Publish what readers do not have yet; nothing is written where there is none.

    Args:
        found: the editions, compared.
        target: where to.
        project: where the templates of the index are looked for first.
        reason: why revisions take the place of what was published; by default the inputs that differ.
        keep: how many editions of each brief stay; None: all.
        url: the address under which readers have the target.
        signing: how what is published is signed before; None: not at all.

    Raises:
        UsageError: the target cannot be reached; the key cannot be read.
        DeliveryError: it could not be done; what was published before still stands.
    """
    calls = [([one.edition for one in found if one.news in FRESH], "")]
    calls += [([one.edition], reason or one.reason) for one in found if one.news == "revised"]
    going = [edition for editions, _ in calls for edition in editions]
    if signing and going:
        from reportgen.delivery.signing.sign import sign_edition

        signer = signing.signer()
        for edition in going:
            sign_edition(edition, signer)
    placed: list[Placed] = []
    for editions, why in calls:
        if editions:
            done = publish(editions, target, project=project, reason=why, keep=keep, url=url)
            placed += done.editions
    return tuple(placed)
