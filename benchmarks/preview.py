"""A preview: a word of the narrative saved, until the server tells the browser of the new page, warm."""

from __future__ import annotations

import http.client
import json
import shutil
import sys
import time
from itertools import count
from pathlib import Path
from urllib.parse import urlsplit

from benchmarks.measuring import PEER, SAMPLE, Run, interleaved, middle, timed
from benchmarks.rows import Answer, Row, seconds
from tests.previews import previewing

NAME = SAMPLE.name
REMARK = """The server, its watcher and its worker stay; CPU of a save is not told apart from theirs, so the clock alone
    is compared."""


def answer(folder: Path, rounds: int, _quick: object = None) -> Answer:
    """A save beside the peer's cold build, which has no other way."""
    shutil.copytree(SAMPLE, folder / "data" / NAME)
    peer = (sys.executable, PEER / "report.py", folder / "peer")
    with previewing([NAME], folder) as running:
        save = _Save(folder / "data" / NAME / "narrative.md", running.origin)
        runs = interleaved({"peer, cold": lambda: timed(peer), "a word saved": save}, rounds)
    beside, saved = (middle(found) for found in runs.values())
    row = Row(
        "a word saved to the page ready",
        seconds(beside),
        f"{saved.wall:.2f} s",
        saved.wall / beside.wall,
        None,
        "0.08",
    )
    return Answer("Preview", [row], (REMARK,))


class _Save:
    """Saves another word and waits for its page."""

    def __init__(self, narrative: Path, origin: str) -> None:
        self._narrative, self._turn = narrative, count(1)
        self._text = narrative.read_text(encoding="utf-8").rstrip()
        self._connection = http.client.HTTPConnection(urlsplit(origin).netloc)
        self._connection.request("GET", f"/briefs/{NAME}/events")
        self._events = self._connection.getresponse()
        self._until_page(1)

    def __call__(self) -> Run:
        number = next(self._turn)
        begun = time.perf_counter()
        self._narrative.write_text(f"{self._text}\n\nWord{'s' * number}.\n", encoding="utf-8")
        self._until_page(number + 1)
        return Run(time.perf_counter() - begun, 0.0)

    def _until_page(self, number: int) -> None:
        while line := self._events.readline():
            if line.startswith(b"data: ") and json.loads(line[6:])["page"] >= number:
                return
        sys.exit("the preview ended")
