"""Measures what a save takes until its page is ready, warm: ``python -m benchmarks.preview``.

A word of the sample is saved; the clock runs until the server tells the browser of the new page. The peer makes the
same brief in a cold process, and warm in a loop in one process; interleaved, medians. Writes PREVIEW.md.
"""

from __future__ import annotations

import argparse
import http.client
import json
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from urllib.parse import urlsplit

from benchmarks.run import ROOT, SAMPLE, busy, machine, timed
from tests.previews import previewing

RESULTS = Path(__file__).with_name("PREVIEW.md")
LIMIT_RATIO = 0.08
NAME = Path(SAMPLE).name
LOOP = """\
import runpy, sys, time
for line in sys.stdin:
    begun = time.perf_counter()
    runpy.run_path("benchmarks/peer/report.py")
    print(time.perf_counter() - begun, flush=True)
"""


class Events:
    """What the server tells the browser."""

    def __init__(self, origin: str) -> None:
        self._connection = http.client.HTTPConnection(urlsplit(origin).netloc)
        self._connection.request("GET", f"/briefs/{NAME}/events")
        self._answer = self._connection.getresponse()

    def until_page(self, number: int) -> None:
        """Wait for the page of a save."""
        while line := self._answer.readline():
            if line.startswith(b"data: ") and json.loads(line[6:])["page"] >= number:
                return
        sys.exit("the preview ended")


def measure(rounds: int, folder: Path) -> dict[str, list[float]]:
    shutil.copytree(ROOT / SAMPLE, folder / "data" / NAME)
    narrative = folder / "data" / NAME / "narrative.md"
    seconds: dict[str, list[float]] = {"cold": [], "loop": [], "save": []}
    text = narrative.read_text(encoding="utf-8")
    command = [sys.executable, "-c", LOOP, str(folder / "peer")]
    peer = subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    if not (peer.stdin and peer.stdout):
        sys.exit("the peer has no pipes")
    with previewing([NAME], folder) as running:
        events = Events(running.origin)
        events.until_page(1)
        for number in range(rounds + 1):
            begun = time.perf_counter()
            narrative.write_text(f"{text.rstrip()}\n\nWord{'s' * number}.\n", encoding="utf-8")
            events.until_page(number + 2)
            seconds["save"].append(time.perf_counter() - begun)
            peer.stdin.write("\n")
            peer.stdin.flush()
            seconds["loop"].append(float(peer.stdout.readline()))
            seconds["cold"].append(
                timed([sys.executable, "benchmarks/peer/report.py", str(folder / "peer")]).wall
            )
            print({name: round(found[-1], 2) for name, found in seconds.items()}, flush=True)
    peer.stdin.close()
    peer.wait()
    return {name: found[1:] for name, found in seconds.items()}  # the first warms up


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--rounds", type=int, default=5, help="interleaved runs of each (5)")
    rounds = options.parse_args().rounds
    load = busy()
    with tempfile.TemporaryDirectory() as folder:
        found = {name: statistics.median(each) for name, each in measure(rounds, Path(folder)).items()}
    save, cold, loop = found["save"], found["cold"], found["loop"]
    text = TEXT.format(
        rounds=rounds, load=load, save=save, cold=cold, loop=loop, to_cold=save / cold, to_loop=save / loop,
        limit=LIMIT_RATIO, machine=machine(),
    )  # fmt: skip
    RESULTS.write_text(text, encoding="utf-8")
    print(text)


TEXT = """\
# A word saved, until its page is ready

Made by `python -m benchmarks.preview`; do not edit. Medians of {rounds} interleaved runs, after one that warms up.

{load}| | seconds | preview to it | limit |
|---|---|---|---|
| preview: a word of the sample saved, until the browser is told of its page | {save:.2f} | | |
| peer, a whole cold process | {cold:.2f} | {to_cold:.2f} | {limit} |
| peer, warm in a loop in one process | {loop:.2f} | {to_loop:.2f} | |

What stands in the way (a profile of a warm build of page and files, CPU; the page alone makes less): most of it is
Altair, which copies and checks the specification of every chart at both widths though no chart has changed; then the
drawings for download, which the page carries; then Jinja, which compiles the same templates again. The engine is no
part of it: pictures of unchanged charts are kept. Next: keep sketches by their inputs, compile templates once.

- {machine}
"""


if __name__ == "__main__":
    main()
