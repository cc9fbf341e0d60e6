"""A worker and the one thread that waits for it: jobs of all briefs of a preview, one after the other.

One of many briefs is found anew in the facts of its portfolio before it is made: they may have been saved.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

from reportgen.findings import likely
from reportgen.jobs import Job
from reportgen.members import COVERING, Member
from reportgen.outcome import Outcome
from reportgen.portfolio.division import members_in
from reportgen.worker import Limits, Worker


class Bench:
    """Does jobs in a process of its own, under limits; nothing of an engine lives in the server's process."""

    def __init__(self, limits: Limits, name: str) -> None:
        self._worker = Worker(limits)
        self._thread = ThreadPoolExecutor(1, name)

    def start(self) -> None:
        """Start the process; it warms up while nobody waits. Raises EngineError."""
        self._worker.start()

    async def do(self, job: Job, folder: Path, key: str = "") -> Outcome:
        """Do a job once those before it are done; ``key`` is which of the briefs that the folder stands for."""
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._thread, self._done, job, folder, key)

    async def keys(self, job: Job, folder: Path) -> tuple[str, ...]:
        """The briefs that a folder stands for, by their keys; none where its facts or settings do not tell."""
        loop = asyncio.get_running_loop()
        _, members = await loop.run_in_executor(self._thread, self._divided, job, folder)
        return tuple(members)

    def close(self) -> None:
        """End the process, whatever it is at; what it was making is not wanted any more."""
        self._thread.shutdown(wait=False, cancel_futures=True)
        self._worker.__exit__(KeyboardInterrupt, None, None)
        self._thread.shutdown()

    def _done(self, job: Job, folder: Path, key: str) -> Outcome:
        if not key:
            return self._worker.do(job, folder, _silent)
        outcome, members = self._divided(job, folder)
        if not outcome.good:
            return outcome
        if key not in members:
            hint = likely(key, [one for one in members if one != COVERING])
            return replace(outcome, good=False, problem=f"{key}: no brief of {folder.name}{hint}")
        return self._worker.do(job, folder, _silent, members[key])

    def _divided(self, job: Job, folder: Path) -> tuple[Outcome, Mapping[str, Member]]:
        outcome = self._worker.do(replace(job, command="divide"), folder, _silent)
        return outcome, {one.key: one for one in members_in(job.cache_of(folder))} if outcome.good else {}


def _silent(_name: str, _number: int, _total: int) -> None:
    pass
