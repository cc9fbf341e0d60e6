"""What a person sees while the program works: findings, progress, problems. All of it on stderr.

Results go to stdout, and only the commands of ``cli`` print them, so that they can be piped. Neither a reader that goes
away nor a full disk ends the work: what could not be printed is remembered, and ``all_was_printed`` says so at the end.
"""

from __future__ import annotations

import io
import os
import re
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from datetime import timedelta
from typing import TYPE_CHECKING, Literal, TextIO, TypeAlias

import click

if TYPE_CHECKING:
    from reportgen.findings import Finding

Severity: TypeAlias = Literal["error", "warning", "note"]

Progress: TypeAlias = Callable[[str, int, int], None]
"""Called when a stage begins, with its name, its number from 1, and how many there are."""

COLORS: Mapping[Severity, str] = {"error": "red", "warning": "yellow", "note": "cyan"}


_UNSEEN = re.compile(  # what a terminal obeys or a reader cannot see: controls, directions, stray surrogates
    "[\x00-\x1f\x7f-\x9f\xad\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\ud800-\udfff"
    "\u115f\u1160\u180e\u3164\uffa0\U000e0000-\U000e001f\U000e0080-\U000e00ff]"
)
OUTPUT, ERROR = "standard output", "standard error"
_lost: dict[str, str] = {}  # streams on which something could not be printed, and why


def printed(text: object) -> None:
    """A result, on a line of stdout."""
    escaped = visible(str(text)) if _is_terminal(sys.stdout) else str(text)
    _write(escaped, OUTPUT, sys.stdout)


def say(text: str) -> None:
    """A line for the person at the terminal."""
    _write(text, ERROR, sys.stderr)


def visible(text: str) -> str:
    """A text from a brief with nothing in it that a terminal would obey."""
    return _UNSEEN.sub(lambda match: match[0].encode("unicode_escape", "surrogatepass").decode(), text)


def all_was_printed() -> bool:
    """Whether everything has reached stdout and stderr; says so on what is left of them, where it has not."""
    for name, stream in ((OUTPUT, sys.stdout), (ERROR, sys.stderr)):
        try:
            if stream is not None:
                stream.flush()
        except (OSError, ValueError) as error:
            give_up(name, stream, error)
    if not _lost:
        return True
    name, reason = next(iter(_lost.items()))
    _lost.clear()
    problem(f"not everything could be printed on {name}: {reason}")
    return False


def _write(text: str, name: str, stream: TextIO | None) -> None:
    if name in _lost:
        return
    try:
        click.echo(text, file=stream, color=False if os.environ.get("NO_COLOR") else None)
    except (OSError, ValueError) as error:
        give_up(name, stream, error)


def give_up(name: str, stream: TextIO | None, error: Exception) -> None:
    """Print no more on a stream, and let the interpreter not try it again when it ends."""
    _lost.setdefault(name, (error.strerror if isinstance(error, OSError) else "") or str(error))
    if isinstance(stream, io.TextIOWrapper) and stream in (sys.__stdout__, sys.__stderr__):
        with suppress(OSError, ValueError):
            nowhere = os.open(os.devnull, os.O_WRONLY)
            os.dup2(nowhere, stream.fileno())
            os.close(nowhere)


def _is_terminal(stream: TextIO | None) -> bool:
    try:
        return stream is not None and stream.isatty()
    except ValueError:  # it is closed
        return False


def problem(text: str) -> None:
    """Something went wrong: one line, in the form of a finding without a place."""
    say(f"reportgen: {click.style('error', fg='red', bold=True)}: {visible(text)}")


def report(findings: Iterable[Finding]) -> None:
    """Every finding as ``path:line: error[code]: message``; on a terminal, the severity in colour."""
    for finding in findings:
        severity = click.style(f"{finding.severity}[{finding.code}]", fg=COLORS[finding.severity], bold=True)
        say(f"{visible(str(finding.place))}: {severity}: {visible(finding.said)}")


def tally(findings: Iterable[Finding]) -> str:
    """How many findings of each severity: "2 errors, 1 warning"; "no findings" if there are none."""
    counts = Counter(finding.severity for finding in findings)
    parts = [count(counts[severity], severity) for severity in COLORS if counts[severity]]
    return ", ".join(parts) or "no findings"


def ask(question: str, likely: str) -> str:
    """A question to whoever sits at the terminal, with the likely answer; where nobody does, that is the answer."""
    if not (_is_terminal(sys.stdin) and _is_terminal(sys.stderr)):
        return likely
    return str(click.prompt(visible(question), default=likely, show_default=bool(likely), err=True)).strip()


def count(number: int, noun: str) -> str:
    """A number with its noun: "1 edition", "2 editions"."""
    return f"{number} {noun}{'' if number == 1 else 's'}"


Count: TypeAlias = Callable[[int, int], None]
"""Called when a brief is done, with how many are by now, and how many of them are not to be issued."""

FEW = 10  # briefs, whose outcomes tell enough
SELDOM = 10.0  # seconds between two lines about how far the work is


@contextmanager
def pace(total: int, *, several: bool, standing: int = 0) -> Iterator[Count]:
    """How far many briefs are, how many an hour, and when the last will be done: a bar, or a line now and then.

    ``standing``: how many of them are done already; they say nothing of how quick the others will be.
    """
    begun = told = time.monotonic()

    def said(done: int, failed: int) -> str:
        return _pace(done, total, failed, time.monotonic() - begun, standing)

    def line(done: int, failed: int) -> None:
        nonlocal told
        if done == total or time.monotonic() - told >= SELDOM:
            told = time.monotonic()
            say(said(done, failed))

    if total < FEW:
        yield _uncounted
    elif several and is_shown_live():
        with _bar(f"{total} briefs") as moved:
            yield lambda done, failed: moved(said(done, failed), done + 1, total)
    else:
        yield line


def _uncounted(_done: int, _failed: int) -> None:
    pass


def _pace(done: int, total: int, failed: int, seconds: float, standing: int) -> str:
    rate = max(done - standing, 1) / max(seconds, 0.001)
    left = timedelta(seconds=round((total - done) / rate))
    behind = f"; {left} left" if done < total else f" in {timedelta(seconds=round(seconds))}"
    return f"{done} of {total} briefs{_failed(failed)}, {rate * 3600:,.0f} an hour{behind}"


def _failed(count_: int) -> str:
    return f", {count_} not to be issued" if count_ else ""


def is_shown_live() -> bool:
    """Whether somebody watches a terminal that can move its lines."""
    return _is_terminal(sys.stderr) and os.environ.get("TERM") != "dumb"


@contextmanager
def progress(brief: str) -> Iterator[Progress]:
    """A bar that moves by stages on a terminal; elsewhere a plain line for each stage."""
    if is_shown_live():
        with _bar(brief) as callback:
            yield callback
    else:
        yield lambda stage, number, total: say(f"{visible(brief)}: {stage} ({number}/{total})")


@contextmanager
def _bar(brief: str) -> Iterator[Progress]:
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (
        TextColumn(visible(brief), markup=False),
        BarColumn(),
        TextColumn("{task.description}"),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("reading", total=None)
        yield lambda stage, number, total: bar.update(
            task, description=stage, completed=number - 1, total=total
        )
