"""What a person sees while the program works: findings, progress, problems. All of it on stderr.

Results go to stdout, and only the commands of ``cli`` print them, so that they can be piped.
"""

from __future__ import annotations

import os
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING, Literal, TypeAlias

import click

if TYPE_CHECKING:
    from reportgen.findings import Finding

Severity: TypeAlias = Literal["error", "warning", "note"]

Progress: TypeAlias = Callable[[str, int, int], None]
"""Called when a stage begins, with its name, its number from 1, and how many there are."""

COLORS: Mapping[Severity, str] = {"error": "red", "warning": "yellow", "note": "cyan"}


def say(text: str) -> None:
    """A line for the person at the terminal."""
    click.echo(text, err=True, color=False if os.environ.get("NO_COLOR") else None)


def problem(text: str) -> None:
    """Something went wrong: one line, in the form of a finding without a place."""
    say(f"reportgen: {click.style('error', fg='red', bold=True)}: {text}")


def report(findings: Iterable[Finding]) -> None:
    """Every finding as ``path:line: error[code]: message``; on a terminal, the severity in colour."""
    for finding in findings:
        severity = click.style(f"{finding.severity}[{finding.code}]", fg=COLORS[finding.severity], bold=True)
        say(f"{finding.place}: {severity}: {finding.said}")


def tally(findings: Iterable[Finding]) -> str:
    """How many findings of each severity: "2 errors, 1 warning"; "no findings" if there are none."""
    counts = Counter(finding.severity for finding in findings)
    parts = [count(counts[severity], severity) for severity in COLORS if counts[severity]]
    return ", ".join(parts) or "no findings"


def count(number: int, noun: str) -> str:
    """A number with its noun: "1 edition", "2 editions"."""
    return f"{number} {noun}{'' if number == 1 else 's'}"


@contextmanager
def progress(brief: str) -> Iterator[Progress]:
    """A bar that moves by stages on a terminal; elsewhere a plain line for each stage."""
    if sys.stderr.isatty() and os.environ.get("TERM") != "dumb":
        with _bar(brief) as callback:
            yield callback
    else:
        yield lambda stage, number, total: say(f"{brief}: {stage} ({number}/{total})")


@contextmanager
def _bar(brief: str) -> Iterator[Progress]:
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (
        TextColumn(brief, markup=False),
        BarColumn(),
        TextColumn("{task.description}"),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("reading", total=None)
        yield lambda stage, number, total: bar.update(
            task, description=stage, completed=number - 1, total=total
        )
