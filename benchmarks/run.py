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

from benchmarks import again, charts, cold, engines, long_table, many
from benchmarks.measuring import busy, machine, tell
from benchmarks.rows import Answer

RESULTS = Path(__file__).with_name("RESULTS.md")
QUESTIONS: Mapping[str, Callable[[Path, int, bool], Answer]] = {
    "cold": cold.answer,
    "again": again.answer,
    # "preview": preview.answer — a word saved to the page ready, beside the peer's cold build, at most 0.08
    "many": many.answer,
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
    load, answers = busy(), []
    for name in asked:
        tell(f"-- {name}")
        with tempfile.TemporaryDirectory(prefix="reportgen-bench-") as folder:
            answers.append(QUESTIONS[name](Path(folder), given.rounds, given.quick))
        _write(answers, given.rounds, load, whole=asked == list(QUESTIONS))
    print(RESULTS.read_text(encoding="utf-8") if asked == list(QUESTIONS) else "\n".join(map(str, answers)))


def _write(answers: list[Answer], rounds: int, load: str, *, whole: bool) -> None:
    """What is known so far; a part of the questions leaves the results as they are."""
    if whole:
        day = datetime.now(UTC).date().isoformat()
        text = TEXT.format(
            rounds=rounds, load=load, day=day, machine=machine(), answers="\n".join(map(str, answers))
        )
        RESULTS.write_text(text, encoding="utf-8")


TEXT = """\
# reportgen beside its peers

Made by `make bench` on {day}; do not edit. Each ratio is reportgen’s to what stands beside it, measured in one run, by
turns, medians of {rounds}. CPU is user and system time of a command and all that it started.

{load}{answers}
{machine}
"""


if __name__ == "__main__":
    main()
