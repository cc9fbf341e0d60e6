"""What every question of the benchmark measures with: clock, CPU and memory of a process and all that it starts.

CPU is that of every process below the command, those too that outlive it for a moment: this process adopts orphans
(PR_SET_CHILD_SUBREAPER) and reaps them. Python keeps compiled modules, as it does for users.
"""

from __future__ import annotations

import ctypes
import os
import platform
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from statistics import median

ROOT = Path(__file__).resolve().parents[1]
SAMPLE = ROOT / "data" / "alibaba-fy2026-q2"
PEER = ROOT / "benchmarks" / "peer"
PACKAGES = ("altair", "vl-convert-python", "weasyprint", "jinja2", "pandas", "click")
BUILD = (sys.executable, "-m", "reportgen.cli", "build")
# Seconds between two looks at the memory of a process tree, and of one that goes on long.
SAMPLING, SELDOM = 0.02, 0.5
BUSY = 0.5  # load a core from which on the clock measures the other programs too
ORPHANS = 5.0  # seconds that processes may outlive the command that started them
MB = 1024 * 1024
_SUBREAPER = 36  # PR_SET_CHILD_SUBREAPER of Linux's prctl


@dataclass(frozen=True)
class Run:
    """One command: seconds by the clock, seconds of CPU of all its processes."""

    wall: float
    cpu: float

    def per(self, number: int) -> Run:
        """The share of one of so many."""
        return Run(self.wall / number, self.cpu / number)


@dataclass(frozen=True)
class Memory:
    """MB at the peak: of the largest single process, and of the whole tree, shared pages counted once."""

    largest: float
    tree: float


def middle(runs: Sequence[Run]) -> Run:
    """The medians of clock and CPU."""
    return Run(median(run.wall for run in runs), median(run.cpu for run in runs))


def interleaved(commands: Mapping[str, Callable[[], Run]], rounds: int) -> dict[str, list[Run]]:
    """Each command by turns, so that a slow moment of the machine meets all; the first turn warms up and is dropped."""
    found: dict[str, list[Run]] = {name: [] for name in commands}
    for number in range(rounds + 1):
        for name, command in commands.items():
            run = command()
            if number:
                found[name].append(run)
                tell(f"{number}/{rounds} {name}: {run.wall:.2f} s, CPU {run.cpu:.2f} s")
    return found


def tell(text: str) -> None:
    """A line of progress."""
    print(text, file=sys.stderr, flush=True)


def timed(command: Sequence[str | Path]) -> Run:
    """Run a command to its end."""
    return _measured(command)[0]


def reported(command: Sequence[str | Path]) -> str:
    """What a script says at its end: the last line of its output."""
    return _measured(command)[1].strip().splitlines()[-1]


def _measured(command: Sequence[str | Path]) -> tuple[Run, str]:
    _adopt_orphans()
    before, begun = _spent(), time.perf_counter()
    said = _finish(_start(command))
    wall = time.perf_counter() - begun
    _reap_orphans()
    return Run(wall, _spent() - before), said


def weighed(command: Sequence[str | Path]) -> Memory:
    """Run a command and look at the memory of its processes; looking takes time, so this run is not timed."""
    return _watched(_start(command), SAMPLING)


def timed_and_weighed(command: Sequence[str | Path]) -> tuple[Run, Memory]:
    """Run a command of minutes, whose memory is looked at so seldom that it does not count."""
    _adopt_orphans()
    before, begun = _spent(), time.perf_counter()
    memory = _watched(_start(command), SELDOM)
    wall = time.perf_counter() - begun
    _reap_orphans()
    return Run(wall, _spent() - before), memory


def _watched(process: subprocess.Popen[bytes], pause: float) -> Memory:
    """The memory of a process and its descendants until it ends, looked at every so many seconds."""
    largest = tree = 0.0
    with ThreadPoolExecutor(1) as reader:  # a full pipe would hold the process up
        ended = reader.submit(_finish, process)
        while not ended.done():
            resident, proportional = _memory_of(_tree(process.pid))
            largest, tree = max(largest, resident), max(tree, proportional)
            time.sleep(pause)
    ended.result()
    return Memory(largest / MB, tree / MB)


def _start(command: Sequence[str | Path]) -> subprocess.Popen[bytes]:
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return subprocess.Popen(
        list(map(str, command)),
        cwd=ROOT,
        env={**kept, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )


def _finish(process: subprocess.Popen[bytes]) -> str:
    said, errors = process.communicate()
    if process.returncode:
        sys.exit(f"{process.args!r} failed:\n{said.decode()}\n{errors.decode()}")
    return said.decode()


def _spent() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _adopt_orphans() -> None:
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_SUBREAPER, 1)


def _reap_orphans() -> None:
    """Take in what a command has left behind, so that its CPU counts."""
    until = time.monotonic() + ORPHANS
    with suppress(ChildProcessError):
        while time.monotonic() < until:
            if os.waitpid(-1, os.WNOHANG)[0] == 0:
                time.sleep(SAMPLING)


def _tree(root: int) -> list[int]:
    """A process and all that descend from it."""
    found = [root]
    for pid in found:
        try:
            tasks = list(Path(f"/proc/{pid}/task").iterdir())
            found += [int(child) for task in tasks for child in (task / "children").read_text().split()]
        except OSError:
            continue  # it has ended since
    return found


def _memory_of(processes: Sequence[int]) -> tuple[int, int]:
    """Bytes: the largest peak among them, and the sum of their proportional sets now."""
    peaks, proportional = [0], 0
    for pid in processes:
        with suppress(OSError, StopIteration):
            peaks.append(_kilobytes(f"/proc/{pid}/status", "VmHWM"))
            proportional += _kilobytes(f"/proc/{pid}/smaps_rollup", "Pss")
    return max(peaks) * 1024, proportional * 1024


def _kilobytes(path: str, name: str) -> int:
    return next(int(line.split()[1]) for line in _lines(path) if line.startswith(f"{name}:"))


def machine() -> str:
    """What the figures depend on; nothing that tells whose machine it is."""
    names = (line.split(":")[1].strip() for line in _lines("/proc/cpuinfo") if line.startswith("model name"))
    memory = _kilobytes("/proc/meminfo", "MemTotal") / 1024 / 1024
    packages = ", ".join(f"{package} {version(package)}" for package in PACKAGES)
    return (
        f"{next(names, platform.machine())}, {len(os.sched_getaffinity(0))} cores, {memory:.0f} GB; "
        f"{platform.system()}, Python {platform.python_version()}; {packages}"
    )


def busy() -> str:
    """A warning where other programs keep the machine busy; taken before the first run."""
    load = os.getloadavg()[0] / len(os.sched_getaffinity(0))
    if load < BUSY:
        return ""
    warning = (
        f"Other programs kept the machine busy (load {load:.1f} a core when it began): believe the CPU, "
        "renew the clock on a quiet machine."
    )
    tell(warning)
    return f"**{warning}**\n\n"


def _lines(path: str) -> Iterator[str]:
    yield from Path(path).read_text(encoding="utf-8").splitlines()
