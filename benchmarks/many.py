"""A night of briefs: many in one call on two cores, and whether the last of them are as quick as the first."""

from __future__ import annotations

import csv
import json
import shutil
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path

from benchmarks.measuring import (
    BUILD,
    PEER,
    SAMPLE,
    Memory,
    Run,
    interleaved,
    middle,
    reported,
    tell,
    timed_and_weighed,
)
from benchmarks.rows import Answer, Row, compared

JOBS = 2
FEW, LOT, LOOP = 200, 1_000, 10  # briefs in a call, in a large one; documents of the peer's loop
QUICK = 6, 18, 3
QUICK_ROUNDS = 2
QUARTERS = tuple(f"{year}-Q{quarter}" for year in (2023, 2024, 2025) for quarter in (1, 2, 3, 4))[:11]
SETTINGS = """\
title: "Sales of {{ entity }} were {{ sales }}"
each: entity
period: 2025-Q3
date: 2025-11-25
currency: {code: EUR, short: €, word: euros}
sources:
  register: {title: Register, publisher: Example, date: 2025-11-03}
kpis:
  - {figure: sales, change: sales.yoy}
exhibits:
  course: {kind: columns, title: "Sales {{ sales.yoy | up }} on the year", series: sales, periods: 8}
"""
NARRATIVE = """\
## The quarter

Sales were {{ sales }}, which is {{ sales.yoy | up }} on the year.

{{ exhibit("course") }}
"""
REMARK = """The briefs are copies of the sample under names of their own; nothing is kept from one to the next but
    engines. The peer’s warm loop has everything imported, one document after the other in one process. The loop as of
    Quarto executes a notebook with the same charts by nbclient, a kernel a document, and prints it as the peer does
    (`benchmarks/peer/notebook.py`). A call is measured once: it is so many briefs."""
GROWTH = """Whether time and memory grow with the number is asked of a portfolio of {few} and of {lot:,} shops, whose
    numbers all differ, with a chart, a card and two pages each. A call is measured once."""
FEWER = """**`--quick`: {few} briefs in the place of 200, {rounds} rounds; the start of the workers weighs more.**"""


def answer(folder: Path, rounds: int, quick: bool = False) -> Answer:  # noqa: FBT001, FBT002 - from the command line
    """A brief of a call beside one of the peer's warm loop in one process."""
    few, _, loop = QUICK if quick else (FEW, LOT, LOOP)
    rounds = min(rounds, QUICK_ROUNDS) if quick else rounds
    loops = {
        "peer, warm": partial(_loop, folder / "peer", loop),
        "notebooks, warm": partial(_loop, folder / "notebook", max(1, loop // 2), "notebook.py"),
    }
    warm, notebook = (middle(found) for found in interleaved(loops, rounds).values())
    brief, _ = _call(folder / "copies", few, copies)
    rows = [
        compared(f"{few} briefs with `--jobs {JOBS}`, a brief", warm, brief, "clock 0.4, CPU 0.7"),
        compared("the same beside a loop as of Quarto, a notebook a brief", notebook, brief),
    ]
    fewer = FEWER.format(few=few, rounds=rounds) if quick else ""
    return Answer("Many briefs", rows, (REMARK, fewer))


def growth(folder: Path, _rounds: int, quick: bool = False) -> Answer:  # noqa: FBT001, FBT002 - from the command line
    """Many more briefs beside many, each of few pages."""
    few, lot, _ = QUICK if quick else (FEW, LOT, LOOP)
    ((short, held), (long, held_long)) = (_call(folder / f"shops-{n}", n, shops) for n in (few, lot))
    rows = [
        compared(f"{lot:,} briefs beside {few}: time a brief", short, long, "1.1"),
        Row(f"{lot:,} briefs beside {few}: peak memory of a worker", f"{held.largest:.0f} MB",
            f"{held_long.largest:.0f} MB", held_long.largest / held.largest, limit="1.1"),
    ]  # fmt: skip
    return Answer("Many more briefs", rows, (GROWTH.format(few=few, lot=lot),))


def _loop(folder: Path, count: int, script: str = "loop.py") -> Run:
    said = json.loads(reported((sys.executable, PEER / script, folder, str(count))))
    return Run(said["wall"], said["cpu"])


def _call(folder: Path, count: int, make: Callable[[Path, int], None]) -> tuple[Run, Memory]:
    """A call for so many briefs that nobody built before, a brief, and its memory."""
    tell(f"{count} briefs: {make.__name__}")
    make(folder / "data", count)
    run, memory = timed_and_weighed((*BUILD, "--project", folder, "--jobs", str(JOBS)))
    shutil.rmtree(folder)
    return run.per(count), memory


def copies(data: Path, count: int) -> None:
    """So many copies of the sample."""
    for number in range(count):
        shutil.copytree(SAMPLE, data / f"brief-{number + 1:04}")


def shops(data: Path, count: int) -> None:
    """A portfolio of so many shops, whose numbers all differ."""
    folder = data / "shops"
    folder.mkdir(parents=True)
    (folder / "brief.yaml").write_text(SETTINGS, encoding="utf-8")
    (folder / "metrics.yaml").write_text("sales: {label: Sales}\n", encoding="utf-8")
    (folder / "narrative.md").write_text(NARRATIVE, encoding="utf-8")
    with (folder / "facts.csv").open("w", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(("metric", "entity", "period", "value", "unit", "source"))
        for shop in range(count):
            values = (
                f"{100 + shop + (at * 7 + shop) % 31 + at}.{(shop + at) % 10}"
                for at, _ in enumerate(QUARTERS)
            )
            writer.writerows(
                ("sales", f"Shop {shop}", period, value, "EUR mn", "register")
                for period, value in zip(QUARTERS, values, strict=True)
            )
