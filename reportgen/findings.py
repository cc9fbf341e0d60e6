"""What a check finds, where, and what was probably meant; and the one collector that takes all findings of all stages.

Every stage gets the collector and adds to it; none returns findings, none keeps a list of its own. What is a problem
of the call or of the machine is an exception instead (:mod:`reportgen.errors`).

One cause is one finding: those that say the same are told once, with their count and the first places; and what only
follows from something that was lost (a row that cannot be read, a setting that is none) is not told at all.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Literal, TypeAlias

Level = Literal["error", "warning", "note"]
Need: TypeAlias = tuple[str, ...]
"""What a finding rests on, and what may have been lost: ``("metric", "sales")``; ``("metric",)`` is every metric."""

MOST_ALIKE = 20  # findings of one code in one file; what goes beyond them is counted
FIRST_PLACES = 3  # named of those that are counted
LONGEST_QUOTE, LONGEST_MESSAGE = 80, 1_000  # characters of one quoted text, and of a message
THE_REST = "the rest"  # the cause of the finding that counts what goes beyond
ALIKE = 0.6  # how alike two words must be (difflib's ratio) for one to be suggested for the other


@dataclass(frozen=True, slots=True)
class Place:
    """Where something was written: a file, a line counted from 1, a column counted from 1 (0: unknown).

    ``inside`` says it instead where the file has no lines of its own: a cell of a workbook (``Income!C7``), a row of a
    table (``row 17``), a line of a file in an archive (``q3.csv:14``). Then line and column are for sorting.
    """

    path: Path
    line: int = 0
    column: int = 0
    inside: str = ""

    def __str__(self) -> str:
        if self.inside:
            return f"{self.path}:{self.inside}"
        return ":".join(str(part) for part in (self.path, self.line, self.column) if part)


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that a check found; printed as ``path:line: error[code]: message``.

    ``cause`` is what makes two findings of one code the same (their message, by default); ``also`` are the further
    places of a finding that stands for several. ``needs`` is what it rests on: without that, it says nothing new.
    """

    severity: Level
    code: str
    message: str
    place: Place
    reason: str = ""
    cause: str = field(default="", compare=False)
    needs: tuple[Need, ...] = field(default=(), compare=False)
    also: tuple[Place, ...] = ()

    def __post_init__(self) -> None:
        """No message holds a password, whoever has written it where."""
        object.__setattr__(self, "message", masked(self.message))

    def __str__(self) -> str:
        return f"{self.place}: {self.severity}[{self.code}]: {self.said}"

    @property
    def said(self) -> str:
        """The message, with how many more there are and where the first of them stand."""
        if self.cause == THE_REST:
            return (
                f"and {1 + len(self.also):,} more findings of this kind here{_places(self.also, ': also ')}"
            )
        return f"{_bounded(self.message)}{_places(self.also, f'; {len(self.also):,} more: ')}"


def _places(places: Sequence[Place], before: str) -> str:
    """The first of several places: ``facts.csv:15, :16, :17 …``."""
    if not places:
        return ""
    shown: list[str] = []
    path: Path | None = None
    for place in places[:FIRST_PLACES]:
        again = place.path == path and (place.inside or place.line)
        shown.append(f":{place.inside or place.line}" if again else _short(place))
        path = place.path
    return before + ", ".join(shown) + (" …" if len(places) > FIRST_PLACES else "")


def _short(place: Place) -> str:
    where = place.inside or place.line
    return f"{place.path.name}:{where}" if where else place.path.name


_QUOTE = re.compile(r"(?<![\w'])'([^'\n]*)'(?!\w)")  # an apostrophe within a word opens and closes none

# A password may hold a slash that nobody escaped.
_CREDENTIALS = re.compile(r"(?<=://)(?:[^\s/'\"@]*:\S*|[^\s/'\"]*)@")
_PASSWORD = re.compile(r"(?i)((?:password|passwd|pwd|token|secret)=)[^\s&;'\"]+")  # of a query, or of libpq


def masked(text: str) -> str:
    """A text without users and passwords of addresses in it: ``postgresql://***@host/sales``."""
    if "=" in text:
        text = _PASSWORD.sub(r"\1***", text)
    return _CREDENTIALS.sub("***@", text) if "://" in text else text


_UNSEEN = re.compile(  # what a terminal obeys or a reader cannot see
    "[\x00-\x1f\x7f-\x9f\xad\u061c\u115f\u1160\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3164\ufeff\uffa0"
    "\ufff9-\ufffb\ud800-\udfff\U000e0000-\U000e007f]"
)


def _bounded(message: str) -> str:
    """A message of bearable length, all of it visible, whatever a file holds."""
    message = _UNSEEN.sub(lambda match: f"<U+{ord(match[0]):04X}>", message)
    short = _QUOTE.sub(lambda match: _shortened(match[0], match[1]), message)
    return short if len(short) <= LONGEST_MESSAGE else f"{short[:LONGEST_MESSAGE]}…"


def _shortened(quote: str, text: str) -> str:
    return quote if len(text) <= LONGEST_QUOTE else f"'{text[:LONGEST_QUOTE]}…'"


class Findings:
    """The findings of one brief, in the order in which they were made, and what was lost on the way."""

    def __init__(self, found: Iterable[Finding] = ()) -> None:
        self._found = list(found)
        self._lost: set[Need] = set(found.lost) if isinstance(found, Findings) else set()

    def __iter__(self) -> Iterator[Finding]:
        return iter(self._found)

    def __len__(self) -> int:
        return len(self._found)

    def in_order(self) -> tuple[Finding, ...]:
        """Each cause once, in the order of files and lines, without what only follows from another.

        Where no error would be left, all are told: a brief with an error never looks good.
        """
        told = [one for one in self._found if not self._follows(one)]
        if not any(one.severity == "error" for one in told):
            told = self._found
        return tuple(sorted(_counted(_joined(sorted(told, key=_order))), key=_order))

    @property
    def lost(self) -> frozenset[Need]:
        """What could not be read."""
        return frozenset(self._lost)

    def lose(self, *needs: Need) -> None:
        """Note what could not be read. Whoever says so has told of it, or does: as an error."""
        self._lost.update(needs)

    def _follows(self, finding: Finding) -> bool:
        return bool(self._lost) and any(self._is_lost(need) for need in finding.needs)

    def _is_lost(self, need: Need) -> bool:
        if any(need[:length] in self._lost for length in range(1, len(need) + 1)):
            return True
        return any(lost[: len(need)] == need for lost in self._lost)

    def like(self, found: Iterable[Finding]) -> Findings:
        """Other findings of the same brief, of which the same was lost."""
        other = Findings(found)
        other.lose(*self._lost)
        return other

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


def _order(finding: Finding) -> tuple[str, int, int, bool, str]:
    place = finding.place
    return str(place.path), place.line, place.column, finding.cause == THE_REST, finding.code


def _joined(found: Iterable[Finding]) -> Iterator[Finding]:
    """One finding a cause: the first, with the places of the others."""
    causes: dict[tuple[str, ...], list[Finding]] = {}
    for one in found:
        where = str(one.place.path) if one.cause == THE_REST else ""
        causes.setdefault((one.severity, one.code, one.cause or one.message, where), []).append(one)
    for first, *others in causes.values():
        places = dict.fromkeys((*first.also, *(place for one in others for place in (one.place, *one.also))))
        places.pop(first.place, None)
        yield replace(first, also=tuple(places))


def _counted(found: Iterable[Finding]) -> Iterator[Finding]:
    """No more than can be read of one code in one file; of the others, how many there are and where they begin."""
    kinds: dict[tuple[str, str, Path], list[Finding]] = {}
    for one in found:
        kinds.setdefault((one.severity, one.code, one.place.path), []).append(one)
    for alike in kinds.values():
        single = [one for one in alike if one.cause != THE_REST]
        yield from single[:MOST_ALIKE]
        rest = sorted((*single[MOST_ALIKE:], *(one for one in alike if one.cause == THE_REST)), key=_order)
        if rest:
            first, *further = (place for one in rest for place in (one.place, *one.also))
            yield replace(
                rest[0], message="more of this kind", place=first, cause=THE_REST, also=tuple(further)
            )


def error(code: str, message: str, place: Place, *needs: Need, cause: str = "") -> Finding:
    """A finding that stops the brief from being issued."""
    return Finding("error", code, message, place, cause=cause, needs=needs)


def meant(word: str, known: Iterable[str]) -> str:
    """The likely intention behind a word that is not known: ``" — did you mean 'CNY bn'?"``, or nothing."""
    close = difflib.get_close_matches(word, list(known), n=1, cutoff=ALIKE)
    return f" — did you mean '{close[0]}'?" if close else ""


MOST_CHOICES = 20  # that are named of what was expected


def one_of(known: Iterable[str]) -> str:
    """What was expected, as a list in words: ``'a', 'b' or 'c'``; nothing may be known."""
    quoted = [f"'{word}'" for word in known]
    if not quoted:
        return "nothing"
    if len(quoted) > MOST_CHOICES:
        return f"{', '.join(quoted[:MOST_CHOICES])} …"
    return quoted[0] if len(quoted) == 1 else f"{', '.join(quoted[:-1])} or {quoted[-1]}"


def likely(word: str, known: Sequence[str]) -> str:
    """What was probably meant, or what was expected: ``"; expected 'a' or 'b'"``."""
    return meant(word, known) or (f"; expected {one_of(known)}" if known else "; there are none")
