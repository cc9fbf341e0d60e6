"""What many briefs cost, measured here: ``python benchmarks/scale.py [BRIEFS]``; its figures stand in docs/scale.md.

It makes a portfolio of the fund of the gallery, which has charts, tables and five pages, and builds it; and one of
600,000 rows about 100,000 entities, which it reads and divides.
"""

from __future__ import annotations

import json
import os
import re
import resource
import shutil
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

ROOT = Path(__file__).resolve().parents[1]
FUND = ROOT / "tests" / "briefs" / "fund-factsheet"
ENTITIES, ROWS_EACH = 100_000, 6
MB = 1024


def funds(folder: Path, number: int) -> None:
    """A portfolio of so many funds, each with the facts of the gallery's."""
    shutil.copytree(FUND, folder)
    settings = (folder / "brief.yaml").read_text(encoding="utf-8")
    settings = re.sub(r"(?m)^entity: .*$", "each: entity", settings)
    (folder / "brief.yaml").write_text(settings, encoding="utf-8")
    header, *rows = (folder / "facts.csv").read_text(encoding="utf-8").splitlines()
    lines = [f"entity,{header}"]
    lines += [f"Larchmont {fund},{row}" for fund in range(number) for row in rows if row.strip()]
    (folder / "facts.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")


def shops(folder: Path) -> None:
    """A portfolio of 100,000 shops with 600,000 rows."""
    folder.mkdir(parents=True)
    settings = (
        'title: "{{ entity }}: {{ sales }}"\nperiod: 2025-Q3\ndate: 2025-11-25\neach: entity\n'
        "covering: {entity: All shops, metrics: [sales]}\nsources: {r: {title: Register}}\n"
    )
    (folder / "brief.yaml").write_text(settings, encoding="utf-8")
    (folder / "metrics.yaml").write_text("sales: {label: Sales}\ncosts: {label: Costs}\n", encoding="utf-8")
    (folder / "narrative.md").write_text("## Sales\n\n{{ sales }} and {{ costs }}.\n", encoding="utf-8")
    with (folder / "facts.csv").open("w", encoding="utf-8") as file:
        file.write("metric,entity,period,value,unit,source\n")
        for shop in range(ENTITIES):
            for row in range(ROWS_EACH):
                metric, quarter = ("sales", "costs")[row % 2], ("2025-Q3", "2025-Q2", "2024-Q3")[row // 2]
                file.write(f"{metric},Shop {shop},{quarter},{shop % 977 + 10}.{shop % 10},EUR mn,r\n")


def call(project: Path, *arguments: str) -> tuple[float, float, subprocess.CompletedProcess[str]]:
    """Wall and CPU seconds of a call and all its processes."""
    before, begun = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-m", "reportgen.cli", *arguments], cwd=project, capture_output=True, text=True, check=False,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )  # fmt: skip
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    spent = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return time.perf_counter() - begun, spent, done


def size_of(folder: Path) -> tuple[int, int]:
    """Files below a folder, and their bytes."""
    sizes = [path.stat().st_size for path in folder.rglob("*") if path.is_file()]
    return len(sizes), sum(sizes)


def build(place: Path, number: int) -> None:
    funds(place / "data" / "funds", number)
    jobs = len(os.sched_getaffinity(0))
    wall, cpu, done = call(place, "build", f"-j{jobs}", "--json", "funds")
    briefs = json.loads(done.stdout)["briefs"]
    made = sum(one["good"] for one in briefs)
    files, size = size_of(place / "output" / "funds")
    kept, kept_size = size_of(place / "output" / ".reportgen-cache" / "funds")
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / MB
    print(
        f"{made} of {len(briefs)} briefs by {jobs} workers: {wall / number:.2f} s and {cpu / number:.2f} s CPU a brief"
    )
    print(
        f"the largest process: {peak:.0f} MB; an edition: {files / number:.0f} files, {size / number / 1e6:.2f} MB"
    )
    print(f"kept for the next build: {kept / number:.0f} files, {kept_size / number / 1e6:.2f} MB a brief")
    _, page, _ = call(place, "build", f"-j{jobs}", "--format", "html", "--output", "pages", "funds")
    print(
        f"the page alone: {page / number:.2f} s CPU a brief, so that print takes {(cpu - page) / number:.2f} s"
    )
    wall, cpu, done = call(place, "build", f"-j{jobs}", "--json", "funds")
    unchanged = sum(one["unchanged"] for one in json.loads(done.stdout)["briefs"])
    print(
        f"{unchanged} unchanged: {wall / number * 1000:.0f} ms and {cpu / number * 1000:.0f} ms CPU a brief"
    )


def divide(place: Path) -> None:
    shops(place / "data" / "shops")
    code = (
        "import resource, sys, time; from pathlib import Path; from reportgen.portfolio.division import *\n"
        "begun = time.process_time(); found = divide(Path('data/shops'), None, Path('cache'))\n"
        "assert not found, found[:3]\n"
        "spent, peak = time.process_time() - begun, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024\n"
        "begun = time.process_time(); members = members_in(Path('cache')); listed = time.process_time() - begun\n"
        "print(f'{len(members) - 1:,} entities of 600,000 rows: read and divided in {spent:.0f} s CPU, {peak:,.0f} MB; "
        "list read in {listed:.1f} s')\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=place, env={**os.environ, "PYTHONPATH": str(ROOT)}, text=True, check=False,
        capture_output=True,
    )  # fmt: skip
    print(done.stdout.strip() or done.stderr)
    files, size = size_of(place / "cache")
    print(f"slices and list: {files} files, {size / 1e6:.0f} MB")


def main(arguments: Sequence[str]) -> None:
    """Measure, and print a line for each figure."""
    number = int(arguments[0]) if arguments else 40
    with TemporaryDirectory() as place:
        divide(Path(place))
        build(Path(place), number)


if __name__ == "__main__":
    main(sys.argv[1:])
