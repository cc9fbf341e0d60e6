"""Mailing the new editions to whom the project names; what could not be sent is sent by the next call.

What is to be mailed is noted in the brief's part of the cache before the first message goes out, and the note is taken
away when everyone has it: a server that is down for a night loses no mail, though nothing has changed the night after.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from reportgen.delivery.mail import Delivered, deliver
from reportgen.delivery.mail.sending import Sending
from reportgen.errors import ReportgenError
from reportgen.figures.recorded import MANIFEST
from reportgen.kept import sealed
from reportgen.outcome import name_of
from reportgen.project import DeliverySettings
from reportgen.refreshing.comparing import Compared
from reportgen.signed import as_built

NOTE = "to-mail"


@dataclass(frozen=True, slots=True)
class Mailed:
    """What became of one delivery of a brief; ``problem`` is why nothing could be sent."""

    brief: str
    delivered: Delivered
    problem: str = ""

    @property
    def complete(self) -> bool:
        """Whether nobody is left who should have the mail and has it not."""
        return not self.problem and self.delivered.complete

    def as_json(self) -> dict[str, Any]:
        """In plain values, for ``--json``."""
        done = self.delivered
        return {
            "brief": self.brief,
            "accepted": list(done.accepted),
            "already": list(done.already),
            "refused": [{"to": to, "answer": why} for to, why in done.refused],
            "skipped": done.skipped or None,
            "problem": self.problem or None,
        }

    def lines(self) -> Iterator[str]:
        """What there is to tell of it."""
        done = self.delivered
        if done.accepted:
            yield f"mailed to {len(done.accepted)}"
        yield from (f"not delivered to {to}: {why}" for to, why in done.refused)
        if self.problem:
            yield f"not mailed: {self.problem}"


@dataclass(frozen=True, slots=True)
class _Due:
    """An edition that is to be mailed: what is new in it, None where that is not known, and where its page is."""

    manifest: str
    changes: Sequence[str] | None
    link: str


def noted(found: Sequence[Compared], settings: Sequence[DeliverySettings], cache: Mapping[str, Path]) -> None:
    """Note what is to be mailed; called before anything is published, so that no kill in between loses a mail.

    Args:
        found: the editions, compared.
        settings: of the project: who gets what.
        cache: each brief's part of it, by its name.
    """
    for one in found:
        if one.news not in ("unchanged", "not issued") and _of(one, settings):
            due = _Due(_hash(one), one.lines, one.link)
            sealed.keep(cache[one.brief] / NOTE, NOTE, json.dumps(asdict(due)).encode())


def mailed(
    found: Sequence[Compared],
    settings: Sequence[DeliverySettings],
    cache: Mapping[str, Path],
    sending: Sending,
) -> tuple[Mailed, ...]:
    """Mail each good edition to those of ``settings`` who are to have it and have it not.

    Args:
        found: the editions, compared, noted and published.
        settings: of the project: who gets what, and on which conditions.
        cache: each brief's part of it, by its name.
        sending: how it is done.
    """
    return tuple(
        done
        for one in found
        if one.news != "not issued" and (wanted := _of(one, settings))
        for done in _mailed(one, wanted, cache[one.brief], sending)
    )


def _of(compared: Compared, settings: Sequence[DeliverySettings]) -> tuple[DeliverySettings, ...]:
    """The deliveries that a brief is meant by: each, or those that name it, or the folder of the many that it is of."""
    names = {compared.brief, name_of(compared.outcome.folder)}
    return tuple(one for one in settings if not one.briefs or names & {*one.briefs})


def _mailed(
    one: Compared, settings: Sequence[DeliverySettings], cache: Path, sending: Sending
) -> Iterator[Mailed]:
    due = _due(one, cache)
    complete = True
    for each in settings:
        try:
            done = deliver(one.edition, each, changes=due.changes, link=due.link, sending=sending)
            result = Mailed(one.brief, done)
        except ReportgenError as problem:
            result = Mailed(one.brief, Delivered(), str(problem))
        complete = complete and result.complete
        yield result
    if complete:
        (cache / NOTE).unlink(missing_ok=True)


def _due(one: Compared, cache: Path) -> _Due:
    """What was noted of this edition, now or by a call before; else that nothing is new."""
    raw, manifest = sealed.kept(cache / NOTE, NOTE), _hash(one)
    if raw is not None:
        due = _Due(**json.loads(raw))
        if due.manifest == manifest:
            return due
    return _Due(manifest, () if one.news == "unchanged" else one.lines, one.link)


def _hash(one: Compared) -> str:
    """By which an edition is known, whether it is signed meanwhile or not."""
    return hashlib.sha256(as_built((one.edition / MANIFEST).read_bytes())).hexdigest()
