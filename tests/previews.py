"""A preview as its author runs it: the command in a process of its own, and its address."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ADDRESS = re.compile(r"http://127\.0\.0\.1:\d+/\S*")
ROOT = Path(__file__).resolve().parents[1]
MOST = 60  # seconds to end, on a machine that is busy


@dataclass
class Running:
    """A preview that listens: the address that it told, and its process."""

    address: str
    process: subprocess.Popen[str]

    @property
    def origin(self) -> str:
        return self.address.partition("/briefs/")[0].rstrip("/")

    def interrupt(self) -> tuple[int, str]:
        """Ctrl-C; the exit code, and what was said besides the address."""
        self.process.send_signal(signal.SIGINT)
        _, said = self.process.communicate(timeout=MOST)
        return self.process.returncode, said


@contextmanager
def previewing(arguments: Sequence[str], folder: Path) -> Iterator[Running]:
    """Run ``reportgen preview`` there; it is ended with the block where that has not been done in it."""
    process = subprocess.Popen(
        [sys.executable, "-m", "reportgen.cli", "preview", "--port", "0", *arguments],
        cwd=folder,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    try:
        assert process.stderr
        line = process.stderr.readline()
        found = ADDRESS.search(line)
        assert found, line + process.stderr.read()
        yield Running(found[0], process)
    finally:
        if process.poll() is None:
            process.send_signal(signal.SIGINT)
            process.communicate(timeout=MOST)
