"""Measures reportgen against its peers and writes benchmarks/RESULTS.md: ``make bench``.

A module answers a question, by rows that are ratios measured in one run: commands by turns, so that a slow moment of
the machine meets all, and medians. ``--quick`` takes fewer briefs and shorter tables, and says so.
"""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path

from benchmarks import again, charts, cold, engines, long_table, many, preview
from benchmarks.measuring import busy, machine, tell
from benchmarks.rows import Answer

RESULTS = Path(__file__).with_name("RESULTS.md")
QUESTIONS: Mapping[str, Callable[[Path, int, bool], Answer]] = {
    "cold": cold.answer,
    "again": again.answer,
    "preview": preview.answer,
    "many": many.answer,
    "growth": many.growth,
    "long_table": long_table.answer,
    "engines": engines.answer,
    "charts": charts.answer,
}
ROUNDS = 5


def main() -> None:
    """Answer the questions that are asked, all by default."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("questions", nargs="*", metavar="QUESTION", help=f"some of {', '.join(QUESTIONS)}")
    options.add_argument("--rounds", type=int, default=ROUNDS, help=f"interleaved runs of each ({ROUNDS})")
    options.add_argument(
        "--quick", action="store_true", help="fewer briefs, shorter tables, fewer rounds of them"
    )
    given = options.parse_args()
    asked = given.questions or list(QUESTIONS)
    if unknown := set(asked) - set(QUESTIONS):
        options.error(f"no question '{min(unknown)}'; there are {', '.join(QUESTIONS)}")
    for name in asked:
        tell(f"-- {name}")
        load = busy()
        with tempfile.TemporaryDirectory(prefix="reportgen-bench-") as folder:
            answer = QUESTIONS[name](Path(folder), given.rounds, given.quick)
        _write(f"{answer}\n{_when(given.rounds)}{load}", answer.title)
    print(RESULTS.read_text(encoding="utf-8"))


def _when(rounds: int) -> str:
    return f"Measured on {datetime.now(UTC).date().isoformat()}, medians of {rounds} where no other number stands. "


def _write(section: str, title: str) -> None:
    """Put a section into the results, in the place of the one that answered the same question before."""
    before = RESULTS.read_text(encoding="utf-8") if RESULTS.exists() else ""
    told = {part.partition("\n")[0]: part for part in before.split("\n## ")[1:]}
    told[title] = section.removeprefix("## ")
    parts = (f"## {part.strip()}\n" for part in told.values())
    RESULTS.write_text(TEXT.format(machine=machine(), answers="\n".join(parts)), encoding="utf-8")


TEXT = """\
# reportgen beside its peers

Made by `make bench`; do not edit. Each ratio is reportgen’s to what stands beside it, measured in one run, by turns.
CPU is user and system time of a command and all that it started.
{machine}.

{answers}"""


if __name__ == "__main__":
    main()
