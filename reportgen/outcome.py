"""What became of one brief: a value, so that a worker can write it down and whoever asked can read it back."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, fields, is_dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from reportgen.findings import Finding

Failure = Literal["", "call", "here", "ours"]
"""Whose failure it was that no finding describes: of the call, of this machine, of reportgen itself."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one brief. ``problem`` says in a sentence what failed that is no fault of the brief."""

    folder: Path
    good: bool
    findings: tuple[Finding, ...] = ()
    files: tuple[Path, ...] = ()
    problem: str = ""
    failure: Failure = ""
    unchanged: bool = False  # its edition stood already, as a build would have made it
    was_taken_down: bool = False  # the process ended for no reason of the brief's: another may do it
    member: str = ""  # which of the many that the folder stands for

    @property
    def brief(self) -> str:
        """By what its editions are filed."""
        return f"{name_of(self.folder)}-{self.member}" if self.member else name_of(self.folder)

    @property
    def home(self) -> Path:
        """The folder of its edition, below the folder of all."""
        return home_of(self.folder, self.member)

    def as_json(self) -> dict[str, Any]:
        """In plain values, for ``--json``."""
        return {
            "brief": self.brief,
            "folder": str(self.folder),
            "member": self.member or None,
            "good": self.good,
            "unchanged": self.unchanged,
            "files": [str(path) for path in self.files],
            "problem": self.problem or None,
            "findings": [_finding_as_json(finding) for finding in self.findings],
        }

    def as_reply(self) -> dict[str, Any]:
        """In plain values, for :meth:`from_reply`."""
        findings = [_written_down(finding) for finding in self.findings]
        told = {"findings": findings, "failure": self.failure, "was_taken_down": self.was_taken_down}
        return {**self.as_json(), **told}

    @classmethod
    def from_reply(cls, reply: Mapping[str, Any]) -> Outcome:
        """The outcome that a worker has written down."""
        return cls(
            Path(reply["folder"]),
            reply["good"],
            tuple(map(_finding, reply["findings"])),
            tuple(map(Path, reply["files"])),
            reply["problem"] or "",
            reply["failure"],
            reply["unchanged"],
            reply.get("was_taken_down", False),  # builds of an earlier version did not say so
            member=reply["member"] or "",
        )


def fault(error: BaseException) -> str:
    """What is said of an exception that nobody expected."""
    from reportgen.findings import masked

    kind = f"{type(error).__name__}: {masked(str(error))}"
    return f"a fault of reportgen's own ({kind}). Please report it, with what REPORTGEN_DEBUG=1 shows"


def name_of(folder: Path) -> str:
    """The name of a brief's folder, by which its edition is filed, however the folder was named in the call."""
    return Path(os.path.realpath(folder)).name


def home_of(folder: Path, member: str = "") -> Path:
    """Where a brief's edition stands in the folder of all: one of many in that of its portfolio."""
    return Path(name_of(folder)) / member


def _finding_as_json(finding: Finding) -> dict[str, Any]:
    return {
        "severity": finding.severity,
        "code": finding.code,
        "message": finding.said,
        "path": str(finding.place.path),
        "line": finding.place.line or None,
        "column": finding.place.column or None,
        "inside": finding.place.inside or None,
        "also": [str(place) for place in finding.also],
        "reason": finding.reason or None,
    }


def _written_down(value: object) -> Any:  # noqa: ANN401 - what JSON holds
    """A finding or a part of one, field by field, for ``_finding``."""
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: _written_down(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, tuple):
        return [_written_down(item) for item in value]
    return str(value) if isinstance(value, Path) else value


def _finding(given: Mapping[str, Any]) -> Finding:
    from reportgen.findings import Finding

    return Finding(**{name: _read_back(value) for name, value in given.items()})


def _read_back(value: Any) -> Any:  # noqa: ANN401 - what JSON holds
    from reportgen.findings import Place

    if isinstance(value, dict):
        return Place(**{**value, "path": Path(value["path"])})
    return tuple(map(_read_back, value)) if isinstance(value, list) else value
