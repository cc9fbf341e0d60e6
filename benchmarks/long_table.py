"""A table of thousands of typed figures, each of which stands again in the appendix with its range and source."""

from __future__ import annotations

import csv
import shutil
import sys
from collections.abc import Iterator
from functools import partial
from itertools import islice, product
from pathlib import Path

from benchmarks.measuring import BUILD, Run, interleaved, middle, timed, weighed
from benchmarks.rows import Answer, Row, compared

SHORT, LONG = 500, 4_000  # rows
QUICK = 125, 500
QUICK_ROUNDS = 2
SETTINGS = """\
title: Revenue of the depots
entity: {name: Example Logistics}
period: 2025-Q3
date: 2025-11-03
currency: {code: EUR, short: €, word: euros}
sources:
  count: {title: Depots, publisher: Example Logistics, date: 2025-10-30}
"""
STYLE = """\
@page { size: A4; margin: 18mm 17mm }
body { font: 9pt sans-serif } table { width: 100%; border-collapse: collapse }
td, th { border-bottom: 1px solid #ccc; text-align: left; padding: .15em .4em }
"""
PLAIN = "import sys, weasyprint; weasyprint.HTML(sys.argv[1]).write_pdf(sys.argv[2], pdf_variant='pdf/ua-1')"
REMARK = """A row is a name and a typed figure in a Markdown table, and a row of the appendix. Whole processes, divided
    by the rows; reportgen makes the page, too."""
SHORTER = "**`--quick`: {long} rows and {short} in the place of 4,000 and 500, {rounds} rounds.**"


def answer(folder: Path, rounds: int, quick: bool = False) -> Answer:  # noqa: FBT001, FBT002 - from the command line
    """A row of a long table beside one of a short, and beside WeasyPrint alone with the same rows and appendix."""
    short, long = QUICK if quick else (SHORT, LONG)
    rounds = min(rounds, QUICK_ROUNDS) if quick else rounds
    for rows in (short, long):
        brief(folder / f"rows-{rows}", rows)
        plain(folder / f"rows-{rows}.html", rows)
    commands = {
        f"{rows} rows, {who}": partial(_timed, command(folder, rows), rows)
        for rows in (short, long)
        for who, command in (("reportgen", _ours), ("WeasyPrint", _plain))
    }
    few, _, many, alone = (middle(runs) for runs in interleaved(commands, rounds).values())
    peaks = [weighed(command(folder, long)).largest for command in (_plain, _ours)]
    rows_ = [
        compared(f"table of {long:,} rows beside {short}: time a row", few, many, "1.3"),
        compared("the same beside plain WeasyPrint with that table and its appendix: time a row", alone, many, "2.0"),
        Row("the same: peak memory", f"{peaks[0]:.0f} MB", f"{peaks[1]:.0f} MB", peaks[1] / peaks[0], limit="700 MB"),
    ]  # fmt: skip
    shorter = SHORTER.format(long=long, short=short, rounds=rounds) if quick else ""
    return Answer("A long table", rows_, (REMARK, shorter))


def depots(rows: int) -> Iterator[tuple[str, str]]:
    """Names without numbers, each with a revenue of its own."""
    names = islice(product("bcdfgklm", "aeiou", "bdgklmnrst", "aeiou", "nrs"), rows)
    return (("".join(name), f"{100 + at / 10:.1f}") for at, name in enumerate(names))


def brief(folder: Path, rows: int) -> None:
    """A brief with so many figures in one table of its narrative."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    (folder / "brief.yaml").write_text(SETTINGS, encoding="utf-8")
    found = list(depots(rows))
    metrics = "".join(f"depot_{name}: {{label: Depot {name.upper()}}}\n" for name, _ in found)
    (folder / "metrics.yaml").write_text(metrics, encoding="utf-8")
    with (folder / "facts.csv").open("w", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(("metric", "period", "value", "unit", "source"))
        writer.writerows((f"depot_{name}", "2025-Q3", value, "EUR mn", "count") for name, value in found)
    table = "".join(f"| Depot {name.upper()} | {{{{ depot_{name} }}}} |\n" for name, _ in found)
    text = f"## The depots\n\n| Depot | Revenue |\n|---|---|\n{table}"
    (folder / "narrative.md").write_text(text, encoding="utf-8")


def plain(path: Path, rows: int) -> None:
    """The same rows and the same appendix as plain HTML."""
    found = [(f"Depot {name.upper()}", f"{value} million euros") for name, value in depots(rows)]
    table = "".join(f"<tr><td>{name}<td>{value}" for name, value in found)
    appendix = "".join(f"<tr><td>{name} [1]<td>{value}<td>2" for name, value in found)
    body = f"<h1>Revenue of the depots</h1><table>{table}</table><h2>Figures</h2><table>{appendix}</table>"
    head = f"<title>Revenue</title><style>{STYLE}</style>"
    path.write_text(f"<!DOCTYPE html><html lang=en>{head}<body>{body}", encoding="utf-8")


def _ours(folder: Path, rows: int) -> tuple[str | Path, ...]:
    shutil.rmtree(folder / "output", ignore_errors=True)
    limits = ("--time-limit", "0", "--memory-limit", "0")
    return (*BUILD, folder / f"rows-{rows}", "--output", folder / "output", "--force", *limits)


def _plain(folder: Path, rows: int) -> tuple[str | Path, ...]:
    return (sys.executable, "-c", PLAIN, folder / f"rows-{rows}.html", folder / "plain.pdf")


def _timed(command: tuple[str | Path, ...], rows: int) -> Run:
    return timed(command).per(rows)
