"""Work on briefs in a process of its own, under limits of time and memory.

What an author writes can loop, fill the memory or make an engine abort. So every brief is worked on in a worker that
can be ended, or can die, without taking the others along. One worker serves a whole call; one that had to be ended, or
that has grown, is followed by another. It starts at once, and imports what it needs while the parent still reads its
arguments.
"""

from __future__ import annotations

import json
import os
import select
import signal
import sys
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

from reportgen.errors import EngineError
from reportgen.jobs import BRIEF_FILE, Job, Stage
from reportgen.members import Member
from reportgen.outcome import Outcome

if TYPE_CHECKING:
    from reportgen.findings import Finding, Place

MB = 1024 * 1024
GRACE = 2.0  # seconds that a worker has to leave of its own
SIGNING = "REPORTGEN_SIGNING_"  # how the variables begin that hold a key and its password
LATE = 1.0  # seconds after which an author's code is ended from outside, where it could not be from inside
CHUNK = 65536
NEARLY = 0.8  # of the memory it may have: more is seldom left when an engine aborts for want of it


@dataclass(frozen=True, slots=True)
class Limits:
    """What the work on one brief may take; 0 is no limit.

    And what a worker may hold afterwards, in megabytes, without another taking its place: ``kept``, and ``growth`` by
    little and little. Nine pages leave it at 205, each of their followers adds 1 within the libraries of fonts, a brief
    of thirty pages holds 340; a worker costs two seconds. The same holds for its chart engine, which grows thrice as
    far before it settles.
    """

    seconds: float = 300
    megabytes: int = 4096
    kept: int = 352
    growth: int = 32


class Here:
    """The worker's twin in this process, without limits."""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        pass

    def start(self) -> None:
        pass

    def do(self, job: Job, folder: Path, stage: Stage, member: Member | None = None) -> Outcome:
        return job(folder, stage, member=member)


class Worker:
    """A process that works on briefs; use it in a ``with`` statement."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._pid = self._requests = self._replies = 0
        self._rest = b""
        self._step: Mapping[str, Any] = {}
        self._begun = self._step_begun = 0.0
        self._busy = self._is_heard = False

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is not None and issubclass(kind, KeyboardInterrupt):
            self.interrupt()
        self.close()

    def start(self) -> None:
        """Start the process, if there is none; returns at once. Raises EngineError."""
        if self._pid:
            return
        theirs, self._requests = os.pipe()
        self._replies, ours = os.pipe()
        limits = self._limits
        memory = (str(megabytes * MB) for megabytes in (limits.megabytes, limits.kept, limits.growth))
        command = [sys.executable, "-P", "-m", "reportgen.worker", *memory]
        try:
            self._pid = os.posix_spawn(
                sys.executable,
                command,
                _environment(),
                file_actions=[(os.POSIX_SPAWN_DUP2, theirs, 0), (os.POSIX_SPAWN_DUP2, ours, 1)],
                setpgroup=0,  # a group of its own: an interrupt from the keyboard is ours to pass on
            )
        except OSError as problem:
            raise EngineError(f"no process can be started for the work: {problem.strerror}") from problem
        finally:
            os.close(theirs)
            os.close(ours)

    def do(self, job: Job, folder: Path, stage: Stage, member: Member | None = None) -> Outcome:
        """Do the job for a brief, or for one of the many that its folder stands for, in the process and its limits.

        What meets a limit is a finding of the brief, ``time-limit`` or ``memory-limit``; so is an author's code that
        ends the process. A process that dies otherwise is a problem.
        """
        self.start()
        self._busy = True
        self._step, self._begun = {}, time.monotonic()
        self._step_begun = self._begun
        asked = {"job": job.as_json(), "folder": str(folder), "member": member and member.as_json()}
        request = json.dumps(asked).encode() + b"\n"
        try:
            _write(self._requests, request)
            while message := self._next():
                if "outcome" in message:
                    self._busy = False
                    if message["spent"]:
                        self.close()
                    return Outcome.from_reply(message["outcome"])
                if "stage" in message:
                    stage(*message["stage"])
                else:
                    self._step, self._step_begun = message["step"], time.monotonic()
        except TimeoutError:
            self.close()
            return replace(self._late(folder), member=member.key if member else "")
        except BrokenPipeError:
            pass
        return replace(self._dead(folder), member=member.key if member else "")

    def close(self) -> None:
        """End the process, and whatever it has started: what it was to write is written, or is not wanted."""
        if self._pid and not self._busy:
            os.close(self._requests)  # it leaves
            self._requests = os.open(os.devnull, os.O_WRONLY)
            self._wait_for_its_end()
        self._reap()

    def _next(self) -> Mapping[str, Any] | None:
        """What the worker says next; None when it is gone. Raises TimeoutError."""
        while b"\n" not in self._rest:
            left = self._seconds_left()
            if left is not None and (left <= 0 or not select.select([self._replies], [], [], left)[0]):
                raise TimeoutError
            chunk = os.read(self._replies, CHUNK)
            if not chunk:
                return None
            self._rest += chunk
        line, _, self._rest = self._rest.partition(b"\n")
        message: Mapping[str, Any] = json.loads(line)
        self._is_heard = True
        return message

    def _seconds_left(self) -> float | None:
        """Until the brief, or an author's code in it, has had its time; None without a limit."""
        limits = []
        if self._limits.seconds:
            limits.append(self._begun + self._limits.seconds)
        if own := self._step.get("seconds"):
            limits.append(self._step_begun + own + LATE)
        return min(limits) - time.monotonic() if limits else None

    def _late(self, folder: Path) -> Outcome:
        from reportgen.findings import error

        place, limit = self._place(folder), self._limits.seconds
        if limit and time.monotonic() >= self._begun + limit:
            said = f"the work took longer than {limit:g} seconds, at {self._at()}"
            return _one(folder, error("time-limit", said, place))
        said = f"its function in charts.py ran for more than {self._step['seconds']:g} seconds"
        return _one(folder, error("own-chart", f"{self._at()}: {said}", place))

    def _dead(self, folder: Path) -> Outcome:
        from reportgen.findings import error

        (status, peak), place = self._reap(), self._place(folder)
        how = _ending(status)
        if self._step.get("seconds"):
            said = f"{self._at()}: its function in charts.py ended the program ({how})"
            return _one(folder, error("own-chart", said, place))
        if self._limits.megabytes and peak > NEARLY * self._limits.megabytes:
            said = f"the work needed more than {self._limits.megabytes:,} MB of memory, at {self._at()}"
            return _one(folder, error("memory-limit", said, place))
        problem = f"{folder}: the process that worked on it ended ({how}), at {self._at()}"
        return Outcome(folder, good=False, problem=problem, failure="here", was_taken_down=True)

    def _place(self, folder: Path) -> Place:
        """Where what the worker is doing was asked for."""
        from reportgen.findings import Place

        path, line = self._step.get("place") or (folder / BRIEF_FILE, 0)
        return Place(Path(path), line)

    def _at(self) -> str:
        return str(self._step.get("what", "the start"))

    def interrupt(self) -> None:
        """Have the worker leave what it is at, and put back what it has begun to write.

        One that is not heard of yet is still starting: it has nothing to put back, and could only complain.
        """
        if not (self._pid and self._is_heard):
            return
        os.kill(self._pid, signal.SIGINT)
        self._wait_for_its_end()

    def _wait_for_its_end(self) -> None:
        until = time.monotonic() + GRACE
        while (left := until - time.monotonic()) > 0 and select.select([self._replies], [], [], left)[0]:
            if not os.read(self._replies, CHUNK):
                return

    def _reap(self) -> tuple[int, int]:
        """End the process's group; the status as ``os.waitpid`` gives it, and the most memory it had, in MB."""
        pid, self._pid, self._rest, self._is_heard = self._pid, 0, b"", False
        if not pid:
            return 0, 0
        with suppress(ProcessLookupError, PermissionError):  # gone by itself; macOS: a group of zombies
            os.killpg(pid, signal.SIGKILL)
        os.close(self._requests)
        os.close(self._replies)
        _, status, usage = os.wait4(pid, 0)
        return status, usage.ru_maxrss // (MB if sys.platform == "darwin" else MB // 1024)


def _one(folder: Path, finding: Finding) -> Outcome:
    return Outcome(folder, good=False, findings=(finding,))


def _write(pipe: int, content: bytes) -> None:
    while content:
        content = content[os.write(pipe, content) :]


def _ending(status: int) -> str:
    code = os.waitstatus_to_exitcode(status)
    if code >= 0:
        return f"exit code {code}"
    name = signal.Signals(-code).name
    return f"{name}, as when the machine has no memory left" if name == "SIGKILL" else name


def _environment() -> dict[str, str]:
    """The worker's environment: the same reportgen, and no key that signs, for an author's code may run there."""
    package = str(Path(__file__).resolve().parents[2])
    path = os.pathsep.join(filter(None, (package, os.environ.get("PYTHONPATH", ""))))
    given = {name: value for name, value in os.environ.items() if not name.startswith(SIGNING)}
    return {**given, "PYTHONPATH": path}
