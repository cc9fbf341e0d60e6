"""Building again: nothing changed, a word of the narrative, one fact. The edition before and what it kept are there."""

from __future__ import annotations

import shutil
import sys
from itertools import count
from pathlib import Path

from benchmarks.measuring import BUILD, PEER, SAMPLE, Run, interleaved, middle, timed
from benchmarks.rows import Answer, compared

WORDS = (
    "narrative.md",
    "The shares rose in early",
    ("The shares climbed in early", "The shares jumped in early"),
)
FACT = "facts.csv", "quick_commerce_revenue_yoy,,FY2026-Q2,actual,60,", tuple(
    f"quick_commerce_revenue_yoy,,FY2026-Q2,actual,{value}," for value in range(61, 99)
)  # fmt: skip
REMARK = """Each change is a new one: another word, another value of a fact that stands in a chart, a card and
    sentences."""


def answer(folder: Path, rounds: int, _quick: object = None) -> Answer:
    """Three builds beside the peer's cold one, which has no other way."""
    peer = (sys.executable, PEER / "report.py", folder / "peer")
    runs = interleaved(
        {
            "peer, cold": lambda: timed(peer),
            "unchanged": _rebuilt(folder / "unchanged"),
            "a word": _rebuilt(folder / "word", *WORDS),
            "a fact": _rebuilt(folder / "fact", *FACT),
        },
        rounds,
    )
    beside, unchanged, word, fact = (middle(found) for found in runs.values())
    rows = [
        compared("unchanged", beside, unchanged, "0.08"),
        compared("a word changed", beside, word, "0.5"),
        compared("one fact changed", beside, fact, "0.65"),
    ]
    return Answer("The same brief again", rows, (REMARK,))


class _rebuilt:  # noqa: N801 - called like a function
    """Builds a copy of the sample, each time with the next text in the place of the one before."""

    def __init__(self, folder: Path, file: str = "", old: str = "", new: tuple[str, ...] = ()) -> None:
        self._brief, self._output = folder / SAMPLE.name, folder / "output"
        shutil.copytree(SAMPLE, self._brief)
        self._file, self._now, self._texts, self._turn = file, old, new, count()
        self._build = (*BUILD, self._brief, "--output", self._output)
        timed(self._build)

    def __call__(self) -> Run:
        if self._file:
            path, following = self._brief / self._file, self._texts[next(self._turn) % len(self._texts)]
            text = path.read_text(encoding="utf-8")
            if self._now not in text:
                sys.exit(f"{path}: no '{self._now}' to change")
            path.write_text(text.replace(self._now, following), encoding="utf-8")
            self._now = following
        return timed(self._build)
