"""A night of briefs: many in one call on two cores, and whether the last of them are as quick as the first."""

from __future__ import annotations

import json
import shutil
import sys
from functools import partial
from pathlib import Path

from benchmarks.measuring import BUILD, PEER, SAMPLE, Run, interleaved, middle, reported, tell, timed, weighed
from benchmarks.rows import Answer, Row, compared

JOBS = 2
FEW, LOT, LOOP = 200, 1_000, 10  # briefs in a call, in a large one; documents of the peer's loop
QUICK = 6, 18, 3
QUICK_ROUNDS = 2
REMARK = """The briefs are copies of the sample under names of their own; nothing is kept from one to the next but
    engines. The peer’s warm loop has everything imported, one document after the other in one process. The loop as of
    Quarto executes a notebook with the same charts by nbclient, a kernel a document, and prints it as the peer does
    (`benchmarks/peer/notebook.py`)."""
FEWER = """**`--quick`: {few} briefs and {lot} in the place of 200 and 1,000, {rounds} rounds; the start of the workers
    weighs more.**"""


def answer(folder: Path, rounds: int, quick: bool = False) -> Answer:  # noqa: FBT001, FBT002 - from the command line
    """A brief of a call beside one of the peer's warm loop in one process."""
    few, lot, loop = QUICK if quick else (FEW, LOT, LOOP)
    rounds = min(rounds, QUICK_ROUNDS) if quick else rounds
    runs = interleaved(
        {
            "peer, warm": partial(_loop, folder / "peer", loop),
            "notebooks, warm": partial(_loop, folder / "notebook", max(1, loop // 2), "notebook.py"),
            f"{few} briefs": partial(_batch, folder / "few", few),
        },
        rounds,
    )
    warm, notebook, brief = (middle(found) for found in runs.values())
    tell(f"{lot} briefs beside {few}")
    longer = _batch(folder / "lot", lot)
    peaks = [weighed(_command(folder / "few", few)).largest, weighed(_command(folder / "lot", lot)).largest]
    rows = [
        compared(f"{few} briefs with `--jobs {JOBS}`, a brief", warm, brief, "clock 0.4, CPU 0.7"),
        compared("the same beside a loop as of Quarto, a notebook a brief", notebook, brief),
        compared(f"{lot:,} briefs beside {few}: time a brief", brief, longer, "1.1"),
        Row(f"{lot:,} briefs beside {few}: peak memory of a worker", f"{peaks[0]:.0f} MB", f"{peaks[1]:.0f} MB",
            peaks[1] / peaks[0], limit="1.1"),
    ]  # fmt: skip
    fewer = FEWER.format(few=few, lot=lot, rounds=rounds) if quick else ""
    return Answer("Many briefs", rows, (REMARK, fewer))


def _loop(folder: Path, count: int, script: str = "loop.py") -> Run:
    said = json.loads(reported((sys.executable, PEER / script, folder, str(count))))
    return Run(said["wall"], said["cpu"])


def _batch(folder: Path, count: int) -> Run:
    """A call for so many briefs that nobody built before, a brief."""
    return timed(_command(folder, count)).per(count)


def _command(folder: Path, count: int) -> tuple[str | Path, ...]:
    data = folder / "data"
    for number in range(0 if data.exists() else count):
        shutil.copytree(SAMPLE, data / f"brief-{number + 1:04}")
    shutil.rmtree(folder / "output", ignore_errors=True)
    return (*BUILD, "--project", folder, "--jobs", str(JOBS))
