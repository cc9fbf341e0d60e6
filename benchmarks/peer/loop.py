"""The peer warm: everything imported, one document after the other in one process.

    python benchmarks/peer/loop.py OUTPUT COUNT

Says the median clock and CPU of a document, the first left out, as JSON.
"""

import json
import sys
import time
from pathlib import Path
from statistics import median

import report


def main(output: Path, count: int) -> None:
    runs = []
    for _ in range(count + 1):
        wall, cpu = time.perf_counter(), time.process_time()
        report.main(output)
        runs.append((time.perf_counter() - wall, time.process_time() - cpu))
    walls, cpus = zip(*runs[1:], strict=True)
    print(json.dumps({"wall": median(walls), "cpu": median(cpus)}))


main(Path(sys.argv[1]), int(sys.argv[2]))
