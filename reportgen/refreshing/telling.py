"""What a refresh has done, in lines."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import asdict
from typing import Any

from reportgen.refreshing.comparing import Compared
from reportgen.refreshing.flow import Refreshed


def told(found: Iterable[Compared]) -> Iterator[str]:
    """A line an edition: what became of it, and by which files."""
    for one in found:
        why = f" (by {', '.join(one.inputs)})" if one.inputs else ""
        yield f"{one.brief}: {one.news}{why}"


def told_at_length(done: Refreshed) -> Iterator[str]:
    """The same, and below each what is new in it and to how many it was mailed."""
    for one, line in zip(done.found, told(done.found), strict=True):
        yield line
        yield from (f"  {said}" for said in one.lines or ())
        yield from (f"  {said}" for mail in done.mails if mail.brief == one.brief for said in mail.lines())


def answered(done: Refreshed) -> dict[str, Any]:
    """The same in plain values, for ``--json``."""
    return {
        "briefs": [one.as_json() for one in done.found],
        "published": [asdict(one) for one in done.placed],
        "mailed": [one.as_json() for one in done.mails],
    }
