"""One of many: what a folder whose brief.yaml says ``each:`` stands for, and which of its facts each one is handed."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeAlias

from reportgen.findings import Place

COVERING = "covering"  # the key of the brief over all of them
HANDED = "rows/"  # how the part of a file that one was handed is named among what was read
Line: TypeAlias = Sequence[Any]
"""A row: its line, where it stands inside a file without lines, whether it is whole, and its cells."""


@dataclass(frozen=True, slots=True)
class Part:
    """The rows of one file or source that one brief is handed.

    ``name``: of the file of facts, or of the source. ``path``: the file in which they stand. ``numbers``: how a source
    writes them, where that was found. ``readers``: the libraries that read it.
    """

    name: str
    path: str
    columns: Sequence[str]
    lines: Sequence[Line]
    is_source: bool = False
    numbers: Mapping[str, Any] | None = None
    whole: bool = True
    readers: Sequence[str] = ()

    def as_json(self) -> bytes:
        """The part in plain values, for :meth:`from_json`."""
        return json.dumps(
            [
                self.name, self.path, self.columns, self.lines, self.is_source, self.numbers, self.whole,
                self.readers,
            ],
            separators=(",", ":"), ensure_ascii=False,
        ).encode()  # fmt: skip

    @classmethod
    def from_json(cls, raw: bytes) -> Part:
        """A part as it was written down."""
        return cls(*json.loads(raw))


@dataclass(frozen=True, slots=True)
class Slice:
    """The parts of one brief, each on a line, in the file that holds those of all."""

    path: Path
    offset: int
    size: int

    def content(self) -> bytes:
        """The bytes. Raises OSError."""
        with self.path.open("rb") as file:
            file.seek(self.offset)
            return file.read(self.size)


@dataclass(frozen=True, slots=True)
class Member:
    """One brief of a portfolio.

    ``key``: its name in the portfolio, and of the folder of its edition. ``settings`` take the place of those of
    ``brief.yaml``; ``parameters`` are what its texts may name, as ``{{ each.region }}``. ``rows`` are the facts that it
    is handed; ``read`` has the hash of each part of a file that was read for it; ``place`` is where it was asked for.
    What is made for the brief over all of them is never written down: files of its own by their names (``texts``), and
    the rows of its totals (``added``).
    """

    key: str
    settings: Mapping[str, Any] = field(default_factory=dict)
    parameters: Mapping[str, str] = field(default_factory=dict)
    rows: Slice | None = None
    read: Mapping[str, str] = field(default_factory=dict)
    place: Place | None = None
    texts: Mapping[str, str] = field(default_factory=dict)
    added: Sequence[Part] = ()

    @property
    def is_covering(self) -> bool:
        """Whether it is the brief over all the others."""
        return self.key == COVERING

    def parts(self) -> Iterator[Part]:
        """The rows that it is handed, by file and source."""
        if self.rows:
            yield from (Part.from_json(line) for line in self.rows.content().split(b"\n") if line)
        yield from self.added

    def as_json(self) -> dict[str, Any]:
        """In plain values, for :meth:`from_json`."""
        rows, place = self.rows, self.place
        return {
            "key": self.key, "settings": dict(self.settings), "parameters": dict(self.parameters),
            "rows": [str(rows.path), rows.offset, rows.size] if rows else None, "read": dict(self.read),
            "place": [str(place.path), place.line] if place else None,
        }  # fmt: skip

    @classmethod
    def from_json(cls, given: Mapping[str, Any] | None) -> Member | None:
        """The member that was written down, if one was."""
        if given is None:
            return None
        rows, place = given["rows"], given["place"]
        slice_ = Slice(Path(rows[0]), *rows[1:]) if rows else None
        return cls(**{**given, "rows": slice_, "place": Place(Path(place[0]), place[1]) if place else None})


@dataclass(frozen=True, slots=True)
class Subject:
    """What a job is done for: a brief by its folder, or one of the many that a folder stands for."""

    folder: Path
    member: Member | None = None

    @property
    def key(self) -> str:
        """Which of the many it is; "" for a brief alone."""
        return self.member.key if self.member else ""

    @property
    def name(self) -> tuple[Path, str]:
        """By what its outcome is found."""
        return self.folder, self.key


def hash_of(raw: bytes) -> str:
    """The hash by which a part is known."""
    return hashlib.sha256(raw).hexdigest()
