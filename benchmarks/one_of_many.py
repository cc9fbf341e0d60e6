"""Measures a brief over one company of a file of a thousand: ``python -m benchmarks.one_of_many``.

The same brief is checked over a small file of its own facts, and over the large one, read as it is with a filter, and
asked by a query; whole cold processes, interleaved, medians. Writes benchmarks/ONE_OF_MANY.md.
"""

from __future__ import annotations

import argparse
import csv
import itertools
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from string import ascii_lowercase
from textwrap import indent

import duckdb

from benchmarks.measuring import Run, busy, machine, timed, weighed

RESULTS = Path(__file__).with_name("ONE_OF_MANY.md")
COMPANIES, QUARTERS = 1_000, 20
METRICS = (*ascii_lowercase, "aa", "bb", "cc", "dd")  # thirty
ONE = "Company 0500"
COLUMNS = ("entity", "metric", "period", "value", "unit")
LIMIT_RATIO, LIMIT_MEMORY = 1.5, 400
SETTINGS = """\
title: "Line A {{ line_a.yoy | moved(rise='grew', fall='fell', flat='stood still') }} in the {{ period }}"
entity: {name: Company 0500}
period: 2025-Q3
date: 2025-11-03
currency: {code: EUR, short: €, word: euros}
kpis:
  - {figure: line_a, change: line_a.yoy}
  - {figure: line_b, change: line_b.yoy}
exhibits:
  course:
    kind: columns
    title: "Line A {{ line_a.yoy | up }}"
    series: line_a
    periods: 20
  lines:
    kind: table
    title: "Line B {{ line_b.yoy | up }}"
    rows: [line_a, line_b, line_c, line_d]
    columns: [now, year_ago, yoy]
sources:
  all:
    title: All companies
    publisher: Example
    date: 2025-11-03
"""
NARRATIVE = """\
## The quarter

Line A {{ line_a.yoy | moved }} to {{ line_a }}.

{{ exhibit("course") }}

{{ exhibit("lines") }}
"""
QUERY = (
    "sql: |\n  select metric, period, value, unit from facts where entity = :entity and period <= :period\n"
)
WAYS = {
    "its own small file": "data: small.csv\n",
    "the large CSV, `where`": f"data: many.csv\nwhere: {{entity: {ONE}}}\n",
    "the large CSV, `sql`": f"tables: {{facts: many.csv}}\n{QUERY}",
    "the large Parquet, `where`": f"data: many.parquet\nwhere: {{entity: {ONE}}}\n",
    "the large Parquet, `sql`": f"tables: {{facts: many.parquet}}\n{QUERY}",
}


def facts() -> Iterator[tuple[str, ...]]:
    """A fact a row, quarter by quarter, so that the facts of one company stand all over the file."""
    chance = random.Random(11)  # noqa: S311 - it keeps no secret
    levels = {of: chance.uniform(100, 9_999) for of in itertools.product(range(COMPANIES), METRICS)}
    quarters = [f"{year}-Q{number}" for year in range(2020, 2026) for number in range(1, 5)][3 : 3 + QUARTERS]
    for quarter, company, metric in itertools.product(quarters, range(COMPANIES), METRICS):
        value = f"{levels[company, metric] * chance.uniform(0.97, 1.03):.1f}"
        yield f"Company {company:04}", f"line_{metric}", quarter, value, "EUR mn"


def write(folder: Path) -> dict[str, Path]:
    """The files, and a brief a way of reading them."""
    many, small = folder / "many.csv", folder / "small.csv"
    with many.open("w", encoding="utf-8") as all_of_them, small.open("w", encoding="utf-8") as one:
        writers = csv.writer(all_of_them), csv.writer(one)
        for writer in writers:
            writer.writerow(COLUMNS)
        for fact in facts():
            writers[0].writerow(fact)
            if fact[0] == ONE:
                writers[1].writerow(fact)
    with duckdb.connect() as connection:
        relation = connection.read_csv(str(many), all_varchar=True)
        relation.write_parquet(str(folder / "many.parquet"))
    return {way: brief(folder / f"brief-{number}", text) for number, (way, text) in enumerate(WAYS.items())}


def brief(folder: Path, reading: str) -> Path:
    folder.mkdir()
    (folder / "brief.yaml").write_text(SETTINGS + indent(reading, "    "), encoding="utf-8")
    (folder / "narrative.md").write_text(NARRATIVE, encoding="utf-8")
    metrics = (f"line_{metric}: {{label: Line {metric.upper()}}}\n" for metric in METRICS)
    (folder / "metrics.yaml").write_text("".join(metrics), encoding="utf-8")
    for name in ("many.csv", "many.parquet", "small.csv"):
        if name in reading:
            (folder / name).hardlink_to(folder.parent / name)
    return folder


def scan(path: Path) -> float:
    """Seconds of one columnar scan: all columns of one company, by DuckDB on one core."""
    with duckdb.connect(config={"threads": "1"}) as connection:
        begun = time.perf_counter()
        every = (
            connection.read_parquet(str(path))
            if path.suffix == ".parquet"
            else connection.read_csv(str(path))
        )
        every.filter(f"entity = '{ONE}'").fetchall()
        return time.perf_counter() - begun


def command(folder: Path) -> list[str]:
    return [str(Path(sys.executable).with_name("reportgen")), "check", "--strict", str(folder)]


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--rounds", type=int, default=5, help="interleaved runs of each (5)")
    rounds = options.parse_args().rounds
    load = busy()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        briefs = write(folder)
        runs: dict[str, list[Run]] = {way: [] for way in WAYS}
        for way in (*WAYS, *itertools.chain.from_iterable([WAYS] * rounds)):
            runs[way].append(timed(command(briefs[way])))
            print(f"{way}: {runs[way][-1].wall:.2f} s", flush=True)
        peaks = {way: max(weighed(command(briefs[way])).tree for _ in range(3)) for way in WAYS}
        scans = {
            ending: min(scan(folder / f"many.{ending}") for _ in range(3)) for ending in ("csv", "parquet")
        }
        sizes = {ending: (folder / f"many.{ending}").stat().st_size / 1e6 for ending in ("csv", "parquet")}
    measured = {way: found[1:] for way, found in runs.items()}  # the first warms up
    text = TEXT.format(
        facts=COMPANIES * QUARTERS * len(METRICS), companies=COMPANIES, quarters=QUARTERS, metrics=len(METRICS),
        table=table(measured, peaks, scans), machine=machine(), load=load, rounds=rounds, csv=sizes["csv"],
        parquet=sizes["parquet"], duckdb=duckdb.__version__,
    )  # fmt: skip
    RESULTS.write_text(text, encoding="utf-8")
    print(text)


def table(runs: Mapping[str, Sequence[Run]], peaks: Mapping[str, float], scans: Mapping[str, float]) -> str:
    clocks = {way: statistics.median(run.wall for run in found) for way, found in runs.items()}
    cpus = {way: statistics.median(run.cpu for run in found) for way, found in runs.items()}
    own = next(iter(WAYS))
    lines = []
    for way, seconds in clocks.items():
        one = 0.0 if way == own else scans["parquet" if "Parquet" in way else "csv"]
        ratios = (
            f"{seconds / (clocks[own] + one):.2f} | {cpus[way]:.2f} s | {cpus[way] / (cpus[own] + one):.2f}"
        )
        lines.append(f"| {way} | {one:.2f} s | {seconds:.2f} s | {ratios} | {peaks[way]:.0f} MB |")
    head = "| `check` over | one scan | clock | ratio | CPU | ratio | peak memory |\n|---|---|---|---|---|---|---|"
    return "\n".join([head, *lines, f"| limit | | | {LIMIT_RATIO} | | | {LIMIT_MEMORY} MB |"])


TEXT = """\
# One company of a thousand

Made by `python -m benchmarks.one_of_many`; do not edit. Medians of {rounds} interleaved runs of whole cold processes.

{load}{table}

- The file: {facts:,} facts ({companies:,} companies, {quarters} quarters, {metrics} metrics), {csv:.0f} MB as CSV,
  {parquet:.1f} MB as Parquet. The brief is about one company, with cards, a chart of twenty quarters and a table.
- The ratio is to the same brief over its own small file plus one scan of the large one, by DuckDB on one core. CPU is
  of all processes; memory too, pages that they share counted once, the most of three runs.
- {machine}; duckdb {duckdb}
"""


if __name__ == "__main__":
    main()
