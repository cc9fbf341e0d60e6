"""What is done on another machine: one brief, in a worker under limits as at home, and its edition handed back."""

from __future__ import annotations

import atexit
import json
import os
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from importlib.metadata import version
from pathlib import Path
from typing import Any

from reportgen.cluster.parcel import unpacked
from reportgen.fingerprint import ENGINES
from reportgen.jobs import Job
from reportgen.kept import sealed
from reportgen.kept.made import MANIFEST, NAME
from reportgen.members import Member, Slice
from reportgen.outcome import Outcome, home_of
from reportgen.version import __version__
from reportgen.worker import Limits, Worker

EDITIONS, MADE, INPUTS = "editions", "made", "inputs"  # folders of a shared storage
_idle: list[tuple[Limits, Worker]] = []  # warm ones, each for one brief after the other


@dataclass(frozen=True, slots=True)
class Request:
    """One brief, as it is asked of another machine.

    ``job``, ``folder`` and ``project`` are the caller's; ``inside`` is where the folder stands in the parcel. ``rows``
    are the facts that ``member`` is handed. ``shared`` is the storage that takes the edition; "" hands it back.
    ``options`` are by what the edition is known to the caller.
    """

    job: Mapping[str, Any]
    folder: str
    inside: str
    member: Mapping[str, Any] | None
    rows: bytes
    limits: Limits
    shared: str
    options: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Done:
    """What became of it. ``files``: of the edition, where it is handed back; ``made``: from what it was made."""

    outcome: Mapping[str, Any]
    files: Mapping[str, bytes]
    made: bytes | None
    versions: Mapping[str, str]


def versions() -> dict[str, str]:
    """What has to be the same on all machines for an edition to have the same bytes."""
    return {"reportgen": __version__, **{name: version(name) for name in ENGINES}}


def carried(content: bytes) -> bytes:
    """A parcel as a task of its own: what a dead machine held of it is made again."""
    return content


def fetched(shared: str, name: str) -> bytes:
    """A parcel from the shared storage. Raises DeliveryError."""
    from reportgen.delivery.publishing.address import address_of
    from reportgen.delivery.publishing.store import Store
    from reportgen.errors import DeliveryError

    content = Store(address_of(shared)).read(name)
    if content is None:
        raise DeliveryError(f"{shared}/{name}: not there any more")
    return content


def work(content: bytes, request: Request) -> Done:
    """Do it. Called by a worker of the cluster."""
    root = unpacked(content)
    with _place() as place:
        folder = root / request.inside
        job = replace(
            Job.from_json(request.job), project=root, output=place / "output", cache=place / "cache", since=""
        )
        outcome = _asked(job, folder, _member(request, place), request.limits)
        home = home_of(folder, outcome.member)
        edition = place / "output" / home
        files = {
            path.relative_to(edition).as_posix(): path.read_bytes()
            for path in sorted(edition.rglob("*"))
            if path.is_file()
        }
        told = _at_home(
            outcome.as_reply(), ((str(folder), request.folder), (str(root), request.job["project"]))
        )
        told["files"] = [Path(one).name for one in told["files"]]
        raw = sealed.kept(place / "cache" / home / NAME, NAME)
    made = json.dumps({**json.loads(raw), "options": request.options}).encode() if raw else None
    if request.shared and files:
        _put(request.shared, home.as_posix(), files, made)
        files = {}
    return Done(told, files, made, versions())


def _asked(job: Job, folder: Path, member: Member | None, limits: Limits) -> Outcome:
    """By a worker that is kept for the next one, unless it was lost; once more where it was, as at home."""
    mine = next((one for one in _idle if one[0] == limits), None)
    if mine:
        _idle.remove(mine)
    worker = mine[1] if mine else Worker(limits)
    try:
        outcome = worker.do(job, folder, lambda *_: None, member)
        return worker.do(job, folder, lambda *_: None, member) if outcome.was_taken_down else outcome
    finally:
        _idle.append((limits, worker))


@atexit.register
def _dismissed() -> None:
    for _, worker in _idle:
        worker.close()


def _member(request: Request, place: Path) -> Member | None:
    member = Member.from_json(request.member)
    if member is None or not request.rows:
        return member
    rows = place / "rows"
    rows.write_bytes(request.rows)
    return replace(member, rows=Slice(rows, 0, len(request.rows)))


@contextmanager
def _place() -> Iterator[Path]:
    place = Path(tempfile.mkdtemp(prefix="reportgen-brief-"))
    try:
        yield place
    finally:
        shutil.rmtree(place, ignore_errors=True)


def _put(shared: str, home: str, files: Mapping[str, bytes], made: bytes | None) -> None:
    """The edition into the storage, its manifest last: an edition with one is whole."""
    from reportgen.delivery.publishing.address import address_of
    from reportgen.delivery.publishing.store import Store

    store = Store(address_of(shared))
    for name in sorted(files, key=lambda one: (one == MANIFEST, one)):
        store.write(f"{EDITIONS}/{home}/{name}", files[name], shared=True)
    if made:
        store.write(f"{MADE}/{home}/{NAME}", made, shared=True)


def _at_home(value: Any, places: tuple[tuple[str, str], ...]) -> Any:  # noqa: ANN401 - what JSON holds
    """What was found, at the places where the caller knows its files."""
    if isinstance(value, dict):
        return {name: _at_home(one, places) for name, one in value.items()}
    if isinstance(value, list | tuple):
        return [_at_home(one, places) for one in value]
    if isinstance(value, str):
        for there, here in places:
            value = value.replace(f"{there}{os.sep}", f"{here}{os.sep}" if here != "." else "")
            value = here if value == there else value
    return value
