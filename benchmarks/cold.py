"""A first build: the whole process, cold, with every check, the pages fitted, both outputs."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

from benchmarks.measuring import BUILD, PEER, SAMPLE, Run, interleaved, middle, timed, weighed
from benchmarks.rows import Answer, Row, compared

RATIO, FITTED, MEMORY = "1.0 (fitted: 1.2)", 1.2, "400 MB"
HELP, IMPORT = "0.2 s", "0.1 s"
WEIGHINGS = 3
REMARKS = (
    """The peer is `benchmarks/peer/report.py`, an afternoon’s script: the same charts through Altair’s defaults, the
    same words and tables, Jinja2, WeasyPrint with `pdf/ua-1`; nothing is checked, traced or written safely. reportgen
    draws each chart at three widths, and makes cards, drawings, tables, specifications, workbook, ledger, manifest.""",
    """Memory of all processes counts pages that they share once (PSS). `--help` and `import` are clock alone.""",
)


def answer(folder: Path, rounds: int, _quick: object = None) -> Answer:
    """The build beside the peer; what both take of memory; how quickly the command line answers."""
    output = folder / "cold"
    build = (*BUILD, SAMPLE, "--output", output)
    peer = (sys.executable, PEER / "report.py", folder / "peer")

    def ours() -> Run:
        shutil.rmtree(output, ignore_errors=True)  # with all that was kept
        return timed(build)

    found = interleaved({"peer, cold": lambda: timed(peer), "reportgen, cold": ours}, rounds)
    beside, our = (middle(runs) for runs in found.values())
    peaks = []
    for command in (peer, build):
        shutil.rmtree(output, ignore_errors=True)
        peaks.append(max((weighed(command) for _ in range(WEIGHINGS)), key=lambda peak: peak.tree))
    small = interleaved(
        {
            "python": lambda: timed((sys.executable, "-c", "pass")),
            "help": lambda: timed((*BUILD[:3], "--help")),
            "import": lambda: timed((sys.executable, "-c", "import reportgen")),
        },
        3 * rounds,
    )
    bare, helping, importing = (middle(runs) for runs in small.values())
    rows = [
        compared("first build, cold, whole process", beside, our, RATIO),
        Row("the same: peak memory of the largest process", f"{peaks[0].largest:.0f} MB", f"{peaks[1].largest:.0f} MB",
            peaks[1].largest / peaks[0].largest),
        Row("the same: peak memory of all processes", f"{peaks[0].tree:.0f} MB", f"{peaks[1].tree:.0f} MB",
            peaks[1].tree / peaks[0].tree, limit=MEMORY),
        Row("`reportgen --help`, whole process", "", f"{helping.wall:.3f} s", limit=HELP),
        Row("`import reportgen`, without Python's own start", "", f"{importing.wall - bare.wall:.3f} s", limit=IMPORT),
    ]  # fmt: skip
    return Answer("A first build", rows, REMARKS)
