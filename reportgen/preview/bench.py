"""A worker and the one thread that waits for it: jobs of all briefs of a preview, one after the other."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from reportgen.jobs import Job
from reportgen.outcome import Outcome
from reportgen.worker import Limits, Worker


class Bench:
    """Does jobs in a process of its own, under limits; nothing of an engine lives in the server's process."""

    def __init__(self, limits: Limits, name: str) -> None:
        self._worker = Worker(limits)
        self._thread = ThreadPoolExecutor(1, name)

    def start(self) -> None:
        """Start the process; it warms up while nobody waits. Raises EngineError."""
        self._worker.start()

    async def do(self, job: Job, folder: Path) -> Outcome:
        """Do a job once those before it are done."""
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._thread, self._worker.do, job, folder, _silent)

    def close(self) -> None:
        """End the process, whatever it is at; what it was making is not wanted any more."""
        self._thread.shutdown(wait=False, cancel_futures=True)
        self._worker.__exit__(KeyboardInterrupt, None, None)
        self._thread.shutdown()


def _silent(_name: str, _number: int, _total: int) -> None:
    pass
