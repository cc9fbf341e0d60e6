"""Publishing what readers do not have yet, and nothing else."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from reportgen.delivery.publishing import Placed, publish
from reportgen.refreshing.comparing import FRESH, Compared


def put_out(
    found: Sequence[Compared],
    target: str,
    project: Path,
    *,
    reason: str = "",
    keep: int | None = None,
    url: str = "",
) -> tuple[Placed, ...]:
    """Publish what readers do not have yet; nothing is written where there is none.

    Args:
        found: the editions, compared.
        target: where to.
        project: where the templates of the index are looked for first.
        reason: why revisions take the place of what was published; by default the inputs that differ.
        keep: how many editions of each brief stay; None: all.
        url: the address under which readers have the target.

    Raises:
        UsageError: the target cannot be reached.
        DeliveryError: it could not be done; what was published before still stands.
    """
    calls = [([one.edition for one in found if one.news in FRESH], "")]
    calls += [([one.edition], reason or one.reason) for one in found if one.news == "revised"]
    placed: list[Placed] = []
    for editions, why in calls:
        if editions:
            done = publish(editions, target, project=project, reason=why, keep=keep, url=url)
            placed += done.editions
    return tuple(placed)
