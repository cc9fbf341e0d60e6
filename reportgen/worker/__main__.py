"""The process in which a command works on briefs: ``python -m reportgen.worker MEMORY KEPT GROWTH``, in bytes.

It reads jobs from its standard input, a JSON object a line, and answers with what it begins (stages and steps) and,
for each brief, what became of it. It leaves at the end of its input, and never outlives its parent. One that has grown
says so with its outcome, and its parent starts another.
"""

from __future__ import annotations

import ctypes
import gc
import json
import os
import queue
import resource
import signal
import sys
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from threading import Event, Thread
from typing import IO, Any

from reportgen.charts.freeze import Freezer
from reportgen.errors import EngineError
from reportgen.findings import Place, error
from reportgen.jobs import BRIEF_FILE, Job
from reportgen.members import Member
from reportgen.outcome import Outcome
from reportgen.steps import Step, heard_by
from reportgen.worker import MB
from reportgen.worker.memory import resident

FEW_COLLECTIONS = 50_000  # objects made and not gone between two looks at the young ones; Python's own is 700
AT_ONCE = 12 * MB  # what remains of a brief is 1 MB: more is the size of a larger one
SETTLING = 3  # times as far as this process does the chart engine creep before it settles
_DEATH_OF_PARENT = 1  # PR_SET_PDEATHSIG of Linux's prctl


class Desk:
    """Does one job after the other and tells the parent about it.

    ``kept``: bytes that this process, or its chart engine, may hold after a brief, and ``growth``, by which it may
    creep up from brief to brief, the engine thrice as far; 0 is no limit.
    """

    def __init__(
        self, replies: IO[bytes], memory: int, freezer: Freezer, kept: int = 0, growth: int = 0
    ) -> None:
        self._replies, self._memory, self._freezer = replies, memory, freezer
        self._kept, self._growth = kept, growth
        # The most bytes of a process after a brief, and how far it crept.
        self._held: dict[int, tuple[int, int]] = {}
        self._step: Step | None = None
        self._spent = False  # an author's code ran in this process: who knows what it has changed

    def answer(self, request: Mapping[str, Any]) -> None:
        """Do a job and reply with its outcome."""
        self._step = None
        job, folder = Job.from_json(request["job"]), Path(request["folder"])
        member = Member.from_json(request.get("member"))
        try:
            with heard_by(self._begun):
                outcome = job(folder, self._stage, self._freezer, member)
        except MemoryError:
            place, what = self._stopped_at(folder)
            said = f"the work needed more than {self._memory // MB:,} MB of memory, at {what}"
            outcome = Outcome(folder, good=False, findings=(error("memory-limit", said, place),))
        except RecursionError:
            place, what = self._stopped_at(folder)
            said = f"something is nested in itself too often to be followed, at {what}"
            outcome = Outcome(folder, good=False, findings=(error("too-deep", said, place),))
        outcome = replace(outcome, member=member.key if member else "")
        if not outcome.good:
            self._freezer.end()  # it may still be at work for this brief
        self._tell({"outcome": outcome.as_reply(), "spent": self._spent or self._has_grown(os.getpid())})
        gc.collect()  # the boxes of its pages are in cycles, and nobody waits now
        if self._has_grown(self._freezer.pid, SETTLING):
            self._freezer.end()
            self._freezer.start()  # another warms up before it is asked

    def _has_grown(self, pid: int, times: int = 1) -> bool:
        held = resident(pid)
        most, crept = self._held.get(pid, (held, 0))
        more = max(0, held - most)
        crept += more if more < AT_ONCE else 0
        self._held[pid] = most + more, crept
        return bool((self._kept and held > self._kept) or (self._growth and crept > times * self._growth))

    def leave(self) -> None:
        """Take the chart engine along."""
        self._freezer.end()

    def _stopped_at(self, folder: Path) -> tuple[Place, str]:
        step = self._step or Step("the start")
        return step.place or Place(folder / BRIEF_FILE), step.what

    def _begun(self, step: Step) -> None:
        self._step = step
        self._spent |= bool(step.seconds)
        place = [str(step.place.path), step.place.line] if step.place else None
        self._tell({"step": {"what": step.what, "place": place, "seconds": step.seconds}})

    def _stage(self, name: str, number: int, total: int) -> None:
        self._tell({"stage": [name, number, total]})

    def _tell(self, message: Mapping[str, Any]) -> None:
        self._replies.write(json.dumps(message).encode() + b"\n")
        self._replies.flush()


def main(memory: int, kept: int, growth: int, requests: IO[bytes], replies: IO[bytes]) -> None:
    """Answer requests until there are no more."""
    if memory:
        _, hard = resource.getrlimit(resource.RLIMIT_DATA)
        resource.setrlimit(resource.RLIMIT_DATA, (memory, hard))
    waiting: queue.SimpleQueue[bytes | None] = queue.SimpleQueue()
    busy, freezer = Event(), Freezer()
    Thread(target=_listen, args=(requests, waiting, busy, freezer), daemon=True).start()
    desk = Desk(replies, memory, freezer, kept, growth)
    import reportgen.pipeline  # noqa: F401 - while the parent looks for the briefs

    _spare_the_collector()
    while (line := waiting.get()) is not None:
        busy.set()
        desk.answer(json.loads(line))
        busy.clear()
    desk.leave()


def _spare_the_collector() -> None:
    """What is imported stays, and need not be looked through again; of what briefs are made, little is in cycles."""
    gc.freeze()
    gc.set_threshold(FEW_COLLECTIONS)


def _listen(
    requests: IO[bytes], waiting: queue.SimpleQueue[bytes | None], busy: Event, freezer: Freezer
) -> None:
    """Take in requests; at their end the parent is gone, and nobody wants what is being made.

    The chart engine starts with the first of them, while everything else is imported; where pictures of the brief are
    kept, only when one is missing.
    """
    for number, line in enumerate(requests):
        if number == 0 and _wants_pictures(json.loads(line)):
            with suppress(EngineError):  # the first brief with a chart tries again, and says what is wrong
                freezer.start()
        waiting.put(line)
    if busy.is_set():
        os.killpg(0, signal.SIGKILL)
    waiting.put(None)


def _wants_pictures(request: Mapping[str, Any]) -> bool:
    job = Job.from_json(request["job"])
    return job.command != "facts" and not job.cache_of(Path(request["folder"])).is_dir()


def _die_with_parent() -> None:
    """Have the kernel end this process with its parent, whatever it is at; elsewhere ``_listen`` does."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_DEATH_OF_PARENT, signal.SIGKILL)


if __name__ == "__main__":
    _die_with_parent()
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # whatever an author's code or an engine prints is no reply
    with suppress(BrokenPipeError, KeyboardInterrupt):
        memory, kept, growth = map(int, sys.argv[1:4])
        main(memory, kept, growth, os.fdopen(os.dup(0), "rb"), answers)
    os._exit(0)  # without waiting for the engines to be taken down
