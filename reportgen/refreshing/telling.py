"""What a refresh has done, in lines."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict
from typing import Any

from reportgen.delivery.publishing import Placed
from reportgen.refreshing.comparing import Compared
from reportgen.refreshing.mailing import Mailed


def told(found: Iterable[Compared]) -> Iterator[str]:
    """A line an edition: what became of it, and by which files."""
    for one in found:
        why = f" (by {', '.join(one.inputs)})" if one.inputs else ""
        yield f"{one.brief}: {one.news}{why}"


def told_at_length(found: Sequence[Compared], mails: Sequence[Mailed]) -> Iterator[str]:
    """The same, and below each what is new in it and to how many it was mailed."""
    for one, line in zip(found, told(found), strict=True):
        yield line
        yield from (f"  {said}" for said in one.lines or ())
        yield from (f"  {said}" for mail in mails if mail.brief == one.brief for said in mail.lines())


def answered(found: Iterable[Compared], placed: Iterable[Placed], mails: Iterable[Mailed]) -> dict[str, Any]:
    """The same in plain values, for ``--json``."""
    return {
        "briefs": [one.as_json() for one in found],
        "published": [asdict(one) for one in placed],
        "mailed": [one.as_json() for one in mails],
    }
