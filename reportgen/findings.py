"""What a check finds, where, and what was probably meant; and the one collector that takes all findings of all stages.

Every stage gets the collector and adds to it; none returns findings, none keeps a list of its own. What is a problem
of the call or of the machine is an exception instead (:mod:`reportgen.errors`).
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

Level = Literal["error", "warning", "note"]


@dataclass(frozen=True, slots=True)
class Place:
    """Where something was written: a file, a line counted from 1, a column counted from 1 (0: unknown)."""

    path: Path
    line: int = 0
    column: int = 0

    def __str__(self) -> str:
        return ":".join(str(part) for part in (self.path, self.line, self.column) if part)


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that a check found; printed as ``path:line: error[code]: message``."""

    severity: Level
    code: str
    message: str
    place: Place
    reason: str = ""

    def __str__(self) -> str:
        return f"{self.place}: {self.severity}[{self.code}]: {self.message}"


class Findings:
    """The findings of one brief, in the order in which they were made."""

    def __init__(self, found: Iterable[Finding] = ()) -> None:
        self._found = list(found)

    def __iter__(self) -> Iterator[Finding]:
        return iter(self._found)

    def __len__(self) -> int:
        return len(self._found)

    def in_order(self) -> tuple[Finding, ...]:
        """Each finding once, in the order of files and lines."""
        return tuple(sorted(dict.fromkeys(self._found), key=_order))

    def add(self, finding: Finding) -> None:
        """Take one finding."""
        self._found.append(finding)

    def extend(self, found: Iterable[Finding]) -> None:
        """Take several."""
        self._found.extend(found)

    def error(self, code: str, message: str, place: Place) -> None:
        """Take what keeps the brief from being issued."""
        self.add(error(code, message, place))

    def warning(self, code: str, message: str, place: Place) -> None:
        """Take what should be looked at, and keeps the brief from being issued under ``--strict``."""
        self.add(Finding("warning", code, message, place))

    def note(self, code: str, message: str, place: Place) -> None:
        """Take what its author may want to know."""
        self.add(Finding("note", code, message, place))


def _order(finding: Finding) -> tuple[str, int, int, str]:
    return str(finding.place.path), finding.place.line, finding.place.column, finding.code


def error(code: str, message: str, place: Place) -> Finding:
    """A finding that stops the brief from being issued."""
    return Finding("error", code, message, place)


def meant(word: str, known: Iterable[str]) -> str:
    """The likely intention behind a word that is not known: ``" — did you mean 'CNY bn'?"``, or nothing."""
    close = difflib.get_close_matches(word, list(known), n=1, cutoff=0.6)
    return f" — did you mean '{close[0]}'?" if close else ""


def one_of(known: Iterable[str]) -> str:
    """What was expected, as a list in words: ``'a', 'b' or 'c'``."""
    quoted = [f"'{word}'" for word in known]
    return quoted[0] if len(quoted) == 1 else f"{', '.join(quoted[:-1])} or {quoted[-1]}"


def likely(word: str, known: Sequence[str]) -> str:
    """What was probably meant, or what was expected: ``"; expected 'a' or 'b'"``."""
    return meant(word, known) or f"; expected {one_of(known)}"
