"""One job done for several briefs, by as many workers as there are cores, each in a process of its own.

A worker is asked by a thread that only waits for it: ``concurrent.futures`` hands the briefs out, and a brief that
fails, or takes its worker along, does not keep the others from being done. A worker that has grown is followed by
another (``Limits.kept``), which the next brief finds where it was.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, as_completed
from contextlib import AbstractContextManager
from pathlib import Path
from queue import SimpleQueue
from types import TracebackType
from typing import Self

from reportgen.files import Remembered
from reportgen.jobs import Job, Stage
from reportgen.members import Subject
from reportgen.outcome import Outcome, home_of
from reportgen.worker import Limits, Worker

ATTEMPTS = 2  # of which the second is for a worker that was taken down from outside, as for want of memory


def cores() -> int:
    """How many processors this process may use: those of its container, where it is held to some."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


class Crew:
    """Workers under the same limits; use it in a ``with`` statement. The first one starts at once.

    Args:
        limits: what the work on one brief may take.
        size: how many briefs may be worked on at once.
    """

    hand_back = True  # editions stand here when they are done

    def __init__(self, limits: Limits, size: int) -> None:
        self.are_several = size > 1
        self._limits, self._size = limits, size
        self._workers = [Worker(limits)]
        self._pool: ThreadPoolExecutor | None = None
        self._is_leaving = False

    def __enter__(self) -> Self:
        self._workers[0].start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._is_leaving = True
        if self._pool:  # nobody begins with another brief
            self._pool.shutdown(wait=False, cancel_futures=True)
        for worker in self._workers:
            worker.__exit__(kind, error, trace)
        if self._pool:
            self._pool.shutdown()

    def each(
        self,
        subjects: Sequence[Subject],
        job: Job,
        progress: Callable[[str], AbstractContextManager[Stage]],
    ) -> Iterator[Outcome]:
        """Do the job for every brief; the outcome of each as soon as it is there, whatever others still take.

        ``progress`` is told at what a worker is where there is one alone; of several, their outcomes tell enough.
        """
        if min(self._size, len(subjects)) <= 1:
            for subject in subjects:
                with progress(str(home_of(subject.folder, subject.key))) as stage:
                    outcome = self._done(self._workers[0], job, subject, stage)
                yield outcome
            return
        yield from self._together(subjects, job)

    def _together(self, subjects: Sequence[Subject], job: Job) -> Iterator[Outcome]:
        for _ in range(min(self._size, len(subjects)) - len(self._workers)):
            self._workers.append(Worker(self._limits))
            self._workers[-1].start()
        idle: SimpleQueue[Worker] = SimpleQueue()
        for worker in self._workers:
            idle.put(worker)

        def done(subject: Subject) -> Outcome:
            worker = idle.get()
            try:
                return self._done(worker, job, subject, _silent)
            finally:
                idle.put(worker)

        self._pool = self._pool or ThreadPoolExecutor(self._size, "brief")
        waiting: list[Future[Outcome]] = [self._pool.submit(done, subject) for subject in subjects]
        for one in as_completed(waiting):
            yield one.result()

    def standing(self, subjects: Sequence[Subject], job: Job) -> Iterator[Outcome]:
        """The outcomes of those whose editions stand already."""
        yield from standing(job, subjects)

    def do(self, job: Job, folder: Path) -> Outcome:
        """Do a job once, in the first worker: what comes before many briefs, or after them."""
        return self._done(self._workers[0], job, Subject(folder), _silent)

    def _done(self, worker: Worker, job: Job, subject: Subject, stage: Stage) -> Outcome:
        """Do the job, and once more where its worker was taken down from outside."""
        for _ in range(ATTEMPTS):
            outcome = worker.do(job, subject.folder, stage, subject.member)
            if self._is_leaving or not outcome.was_taken_down:
                break
        return outcome


def _silent(_name: str, _number: int, _total: int) -> None:
    pass


def standing(job: Job, subjects: Iterable[Subject]) -> Iterator[Outcome]:
    """The outcomes of those whose editions stand, as files alone can tell; each file is read once for all of them."""
    known: Remembered = {}
    for one in subjects:
        if outcome := job.standing(one.folder, member=one.member, known=known.setdefault(one.folder, {})):
            yield outcome
