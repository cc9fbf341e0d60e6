"""Briefs handed to a cluster: the same call as for the workers of this machine."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, CancelledError, Future, wait
from contextlib import AbstractContextManager, suppress
from dataclasses import replace
from functools import cache
from itertools import islice
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

from reportgen.cluster.parcel import Parcel, packed
from reportgen.cluster.task import EDITIONS, INPUTS, MADE, Done, Request, carried, fetched, versions, work
from reportgen.crew import standing
from reportgen.errors import DeliveryError, EngineError, UsageError
from reportgen.jobs import Job, Stage
from reportgen.kept.made import MANIFEST, NAME, Made, remember
from reportgen.members import Subject
from reportgen.outcome import Failure, Outcome, home_of
from reportgen.worker import Limits

if TYPE_CHECKING:
    from distributed import Client

    from reportgen.delivery.publishing.store import Store

PATIENCE = 30.0  # seconds until a scheduler has to answer
RETRIES = 2  # of a task whose machine was lost while it worked, beyond what the scheduler itself tries
AHEAD = 4  # briefs that are asked for, for each that can be worked on: all the others wait at home


class Cluster:
    """The workers of a dask.distributed scheduler; use it in a ``with`` statement.

    Args:
        address: of the scheduler: ``tcp://10.0.0.5:8786``.
        limits: what the work on one brief may take.
        shared: a storage that all machines reach, for inputs and editions; "" sends and collects them.

    Raises:
        UsageError: the extra is not installed, or the storage has no such address.
        EngineError: no scheduler answers.
    """

    are_several = True

    def __init__(self, address: str, limits: Limits, shared: str = "") -> None:
        self._address, self._limits, self._shared = address, limits, shared
        self.hand_back = not shared  # editions stand here when they are done
        self._parcels: dict[Path, tuple[Parcel, Any]] = {}
        self._store = _store(shared) if shared else None

    def __enter__(self) -> Self:
        self._client = _client(self._address)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        with suppress(Exception):  # a scheduler that is gone cannot be left
            self._client.close(timeout=5)

    def each(
        self,
        subjects: Sequence[Subject],
        job: Job,
        progress: Callable[[str], AbstractContextManager[Stage]],  # noqa: ARG002 - of many, outcomes tell enough
    ) -> Iterator[Outcome]:
        """Do the job for every brief; its outcome, and its edition here or in the storage, as soon as it is done."""
        executor = self._client.get_executor(retries=RETRIES, pure=False)
        left = iter(subjects)
        asked: dict[Future[Done], Subject] = {}
        while True:
            for subject in islice(left, max(self._room() - len(asked), 0)):
                content, request = self._request(subject, job)
                asked[executor.submit(work, content, request)] = subject
            if not asked:
                return
            for future in wait(asked, return_when=FIRST_COMPLETED).done:
                subject = asked.pop(future)
                yield self._outcome(future, subject, job)

    def standing(self, subjects: Sequence[Subject], job: Job) -> Iterator[Outcome]:
        """The outcomes of those whose editions stand, here or in the storage, as files alone can tell."""
        store = self._store
        if store is None:
            yield from standing(job, subjects)
            return
        for subject in () if job.force else subjects:
            if outcome := self._stands(store, subject, job):
                yield outcome

    def _room(self) -> int:
        """How many briefs may be asked for: by the threads of the machines that are there now."""
        threads: int = sum(self._client.nthreads().values())
        return AHEAD * max(threads, 1)

    def _request(self, subject: Subject, job: Job) -> tuple[Any, Request]:
        parcel, content = self._parcel(subject.folder, job.project)
        member = subject.member
        rows = member.rows.content() if member and member.rows else b""
        return content, Request(
            job.as_json(),
            str(subject.folder),
            parcel.folder,
            replace(member, rows=None).as_json() if member else None,
            rows,
            self._limits,
            self._shared,
            job.options_of(subject.folder, member),
        )

    def _parcel(self, folder: Path, project: Path) -> tuple[Parcel, Any]:
        """The inputs of a folder, sent once; those that a lost machine held are sent again by themselves."""
        if folder not in self._parcels:
            parcel = packed(folder, project)
            if self._store:
                name = f"{INPUTS}/{parcel.sha256}.tar"
                if not self._store.holds(name, parcel.content, by_size=True):
                    self._store.write(name, parcel.content, shared=True)
                sent = self._client.submit(fetched, self._shared, name, key=f"reportgen-{parcel.sha256}")
            else:
                sent = self._client.submit(carried, parcel.content, key=f"reportgen-{parcel.sha256}")
            self._parcels[folder] = parcel, sent
        return self._parcels[folder]

    def _outcome(self, future: Future[Done], subject: Subject, job: Job) -> Outcome:
        key = subject.key
        try:
            done = future.result()
        except (Exception, CancelledError) as problem:  # noqa: BLE001 - of machines elsewhere, whatever it is
            said = f"{subject.folder}: the cluster did not do it: {type(problem).__name__}: {problem}"
            return Outcome(subject.folder, good=False, problem=said[:500], failure="here", member=key)
        if differing := _differing(done.versions):
            return Outcome(subject.folder, good=False, problem=differing, failure="here", member=key)
        outcome = Outcome.from_reply(done.outcome)
        where = Path(EDITIONS) if self._shared else job.output
        place = where / home_of(subject.folder, key)
        outcome = replace(
            outcome, folder=subject.folder, files=tuple(place / one.name for one in outcome.files)
        )
        try:
            return self._kept(outcome, done, subject, job, place)
        except (DeliveryError, UsageError) as problem:
            whose: Failure = "call" if isinstance(problem, UsageError) else "here"
            return replace(outcome, good=False, files=(), problem=str(problem), failure=whose)

    def _kept(self, outcome: Outcome, done: Done, subject: Subject, job: Job, place: Path) -> Outcome:
        """Write an edition that was handed back, and from what it was made, as if it had been made here."""
        from reportgen.delivery.output import write_files
        from reportgen.kept.engine import engine

        if done.files:
            write_files(done.files, place)
        if done.files and done.made:
            made = Made(**json.loads(done.made))
            made = replace(made, engine=engine(), told=outcome.as_reply())
            remember(job.cache_of(subject.folder, subject.key), made)
        return outcome

    def _stands(self, store: Store, subject: Subject, job: Job) -> Outcome | None:
        from reportgen.delivery.publishing.editions import sha256
        from reportgen.files import Files

        home = home_of(subject.folder, subject.key).as_posix()
        raw = store.read(f"{MADE}/{home}/{NAME}")
        try:
            made = Made(**json.loads(raw)) if raw else None
        except (ValueError, TypeError):  # of another version
            return None
        member = subject.member
        if made is None or made.queries or made.options != job.options_of(subject.folder, member):
            return None
        manifest = store.read(f"{EDITIONS}/{home}/{MANIFEST}") or b""
        files = Files(subject.folder, job.project, member.read if member else None)
        if sha256(manifest) != made.manifest or not made.is_as_read(files):
            return None
        return replace(Outcome.from_reply(made.told), folder=subject.folder, files=(), unchanged=True)


@cache
def _here() -> Mapping[str, str]:
    return versions()


def _differing(there: Mapping[str, str]) -> str:
    """What of another machine would give other bytes; "" where nothing does."""
    found = [
        f"{name} {there.get(name)} there, {one} here"
        for name, one in _here().items()
        if there.get(name) != one
    ]
    return f"a machine of the cluster has other versions: {', '.join(found)}" if found else ""


def _store(shared: str) -> Store:
    from reportgen.delivery.publishing.address import address_of
    from reportgen.delivery.publishing.store import Store

    return Store(address_of(shared))


def _client(address: str) -> Client:
    try:
        from distributed import Client
    except ImportError:
        raise UsageError(
            "--cluster: distributed is not installed; run: pip install 'reportgen[cluster]'"
        ) from None
    try:
        client = Client(address, timeout=PATIENCE)
        if not client.scheduler_info()["workers"]:
            client.wait_for_workers(1, timeout=PATIENCE)
    except ValueError as problem:
        raise UsageError(
            f"--cluster {address}: {problem}; expected an address such as tcp://host:8786"
        ) from None
    except (OSError, TimeoutError) as problem:
        raise EngineError(f"--cluster {address}: no scheduler with workers answers: {problem}") from None
    return client
