"""What a person sees while the program works: findings, progress, problems. All of it on stderr.

Results go to stdout, and only the commands of ``cli`` print them, so that they can be piped.
"""

from __future__ import annotations

import os
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, TypeAlias

import click

if TYPE_CHECKING:
    from reportgen.model import Finding

Progress: TypeAlias = Callable[[str, int, int], None]
"""Called with the name of a stage, how many stages are done, and how many there are."""

COLORS = {"error": "red", "warning": "yellow", "note": "cyan"}


def say(text: str) -> None:
    """A line for the person at the terminal."""
    click.echo(text, err=True, color=False if os.environ.get("NO_COLOR") else None)


def problem(text: str) -> None:
    """Something went wrong: one line, in the form of a finding without a place."""
    say(f"reportgen: {click.style('error', fg='red', bold=True)}: {text}")


def report(findings: Iterable[Finding]) -> None:
    """Every finding as ``path:line: error[code]: message``; only the severity is coloured, and only on a terminal."""
    for finding in findings:
        severity = click.style(f"{finding.severity}[{finding.code}]", fg=COLORS[finding.severity], bold=True)
        say(f"{finding.place}: {severity}: {finding.message}")


def tally(findings: Iterable[Finding]) -> str:
    """How many findings of each severity: "2 errors, 1 warning"; "no findings" if there are none."""
    counts = Counter(finding.severity for finding in findings)
    parts = [
        f"{counts[severity]} {severity}{'s'[: counts[severity] != 1]}"
        for severity in COLORS
        if counts[severity]
    ]
    return ", ".join(parts) or "no findings"


@contextmanager
def progress(brief: str) -> Iterator[Progress]:
    """A bar that moves by stages on a terminal; elsewhere a plain line for each stage."""
    if sys.stderr.isatty() and os.environ.get("TERM") != "dumb":
        with _bar(brief) as callback:
            yield callback
    else:
        yield lambda stage, done, total: say(f"{brief}: {stage} ({done}/{total})")


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
        yield lambda stage, done, total: bar.update(task, description=stage, completed=done, total=total)
