"""Measures reportgen against the peer and writes benchmarks/RESULTS.md: ``make bench``.

Whole cold processes, interleaved, so that a slow moment of the machine meets both; medians. Memory is
measured in runs of its own, because looking at it takes time from what is looked at.
"""

from __future__ import annotations

import argparse
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
SAMPLE = "data/alibaba-fy2026-q2"
RESULTS = ROOT / "benchmarks" / "RESULTS.md"
PACKAGES = ("altair", "vl-convert-python", "weasyprint", "jinja2", "pandas", "click")
SAMPLING = 0.005  # seconds between two looks at the memory of a process tree
BUSY = 0.5  # load a core from which on the clock measures the other programs too
QUICK_RUNS = 15  # of commands that take a tenth of a second
MB = 1024 * 1024

LIMIT_RATIO = 1.2
LIMIT_MEMORY = 400  # MB
LIMIT_HELP = 0.2  # seconds
LIMIT_IMPORT = 0.1  # seconds


@dataclass(frozen=True)
class Run:
    """One process: seconds by the clock, seconds of CPU with its children."""

    wall: float
    cpu: float


@dataclass(frozen=True)
class Memory:
    """MB at the peak: of the largest single process, and of the whole tree, shared pages counted once."""

    largest: float
    tree: float


def commands(folder: Path) -> dict[str, list[str]]:
    """The two to be compared, each writing below ``folder``."""
    reportgen = [str(Path(sys.executable).with_name("reportgen")), "build", SAMPLE]
    return {
        "peer": [sys.executable, "benchmarks/peer/report.py", str(folder / "peer")],
        "reportgen": [*reportgen, "--output", str(folder / "output")],
    }


def start(command: Sequence[str]) -> subprocess.Popen[bytes]:
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)


def finish(process: subprocess.Popen[bytes]) -> None:
    _, errors = process.communicate()
    if process.returncode:
        sys.exit(f"{process.args!r} failed:\n{errors.decode()}")


def timed(command: Sequence[str]) -> Run:
    before, begun = os.times(), time.perf_counter()
    finish(start(command))
    wall, after = time.perf_counter() - begun, os.times()
    cpu = after.children_user + after.children_system - before.children_user - before.children_system
    return Run(wall, cpu)


def weighed(command: Sequence[str]) -> Memory:
    process = start(command)
    largest = tree = 0.0
    while process.poll() is None:
        resident, proportional = _memory_of(_tree(process.pid))
        largest, tree = max(largest, resident), max(tree, proportional)
        time.sleep(SAMPLING)
    finish(process)
    return Memory(largest / MB, tree / MB)


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
    """Bytes: the largest resident set among them, and the sum of their proportional sets."""
    resident, proportional = [0], 0
    for pid in processes:
        try:
            rollup = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii")
        except OSError:
            continue
        sizes = {line.split(":")[0]: int(line.split()[1]) * 1024 for line in rollup.splitlines()[1:]}
        resident.append(sizes["Rss"])
        proportional += sizes["Pss"]
    return max(resident), proportional


def compare(rounds: int, folder: Path) -> tuple[dict[str, list[Run]], dict[str, Memory]]:
    both = commands(folder)
    for command in both.values():
        timed(command)  # brings the files into the system's cache, for both alike
    runs: dict[str, list[Run]] = {name: [] for name in both}
    for number in range(rounds):
        for name, command in both.items():
            runs[name].append(timed(command))
            print(f"{number + 1}/{rounds} {name}: {runs[name][-1].wall:.2f} s", flush=True)
    weights = {name: [weighed(command) for _ in range(3)] for name, command in both.items()}
    peaks = {
        name: Memory(max(weight.largest for weight in found), max(weight.tree for weight in found))
        for name, found in weights.items()
    }
    return runs, peaks


def quick(command: Sequence[str]) -> float:
    return statistics.median(timed(command).wall for _ in range(QUICK_RUNS))


def machine() -> str:
    """What the figures depend on; nothing that tells whose machine it is."""
    cpu = next(
        (line.split(":")[1].strip() for line in _lines("/proc/cpuinfo") if line.startswith("model name")),
        platform.machine(),
    )
    memory = next(
        (int(line.split()[1]) for line in _lines("/proc/meminfo") if line.startswith("MemTotal")), 0
    )
    cores = len(os.sched_getaffinity(0))
    packages = ", ".join(f"{package} {version(package)}" for package in PACKAGES)
    return (
        f"{cpu}, {cores} cores, {memory / 1024 / 1024:.0f} GB; {platform.system()}, "
        f"Python {platform.python_version()}; {packages}"
    )


def busy() -> str:
    """A warning where other programs keep the machine busy; taken before the first run."""
    load = os.getloadavg()[0] / len(os.sched_getaffinity(0))
    if load < BUSY:
        return ""
    warning = f"NOT VALID: other programs kept the machine busy when it began (load {load:.1f} a core)"
    print(warning, file=sys.stderr)
    return f"**{warning}.**\n\n"


def _lines(path: str) -> list[str]:
    return Path(path).read_text(encoding="utf-8").splitlines()


def table(runs: Mapping[str, Sequence[Run]], peaks: Mapping[str, Memory], starts: Mapping[str, float]) -> str:
    walls = {name: statistics.median(run.wall for run in found) for name, found in runs.items()}
    cpus = {name: statistics.median(run.cpu for run in found) for name, found in runs.items()}
    spread = {
        name: f"{min(run.wall for run in found):.2f} to {max(run.wall for run in found):.2f} s"
        for name, found in runs.items()
    }
    rows = [
        ("whole cold build, wall clock", _seconds(walls), f"at most {LIMIT_RATIO}"),
        ("the same, CPU of all processes", _seconds(cpus), ""),
        (
            "peak memory, largest process",
            _megabytes({name: peak.largest for name, peak in peaks.items()}),
            "",
        ),
        (
            "peak memory, all processes",
            _megabytes({name: peak.tree for name, peak in peaks.items()}),
            f"under {LIMIT_MEMORY} MB",
        ),
        ("`reportgen --help`, whole process", ("", f"{starts['help']:.3f} s", ""), f"under {LIMIT_HELP} s"),
        (
            "`import reportgen`, without Python's own start",
            ("", f"{starts['import']:.3f} s", ""),
            f"under {LIMIT_IMPORT} s",
        ),
    ]
    lines = [f"| {what} | {' | '.join(cells)} | {limit} |" for what, cells, limit in rows]
    head = "| | peer | reportgen | ratio | limit |\n|---|---|---|---|---|"
    ranges = "; ".join(f"{name} {text}" for name, text in spread.items())
    return "\n".join([head, *lines]) + f"\n\nRange of the builds: {ranges}."


def _seconds(values: Mapping[str, float]) -> tuple[str, str, str]:
    peer, ours = values["peer"], values["reportgen"]
    return f"{peer:.2f} s", f"{ours:.2f} s", f"{ours / peer:.2f}"


def _megabytes(values: Mapping[str, float]) -> tuple[str, str, str]:
    peer, ours = values["peer"], values["reportgen"]
    return f"{peer:.0f} MB", f"{ours:.0f} MB", f"{ours / peer:.2f}"


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--rounds", type=int, default=5, help="interleaved runs of each (5)")
    rounds = options.parse_args().rounds
    load = busy()
    with tempfile.TemporaryDirectory() as folder:
        runs, peaks = compare(rounds, Path(folder))
    bare = quick([sys.executable, "-c", "pass"])
    starts = {
        "help": quick([str(Path(sys.executable).with_name("reportgen")), "--help"]),
        "import": quick([sys.executable, "-c", "import reportgen"]) - bare,
    }
    text = TEXT.format(
        sample=SAMPLE, rounds=rounds, table=table(runs, peaks, starts), machine=machine(), load=load
    )
    RESULTS.write_text(text, encoding="utf-8")
    print(text)


TEXT = """\
# reportgen beside the script anyone would write

Made by `make bench`; do not edit. Medians of {rounds} interleaved runs of whole cold processes.

{load}{table}

- **peer**: `benchmarks/peer/report.py`, an afternoon's script: the same charts through Altair's defaults, the
  same words and tables, Jinja2, WeasyPrint with `pdf/ua-1`; nothing is checked, traced or written safely.
- **reportgen**: `reportgen build {sample}`: page, PDF, each chart at two widths as SVG
  and once as PNG, ledger, manifest, and every check.
- Memory of all processes counts pages that they share once (PSS), looked at every 5 ms.
- {machine}
"""


if __name__ == "__main__":
    main()
