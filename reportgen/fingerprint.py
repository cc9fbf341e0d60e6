"""From what an edition was made: every file that was read, the versions of what made it, and how it was asked for.

Two builds with one fingerprint give the same bytes. Names in it are ``brief/…``, ``project/…`` and ``shipped/…``: where
the folders lie on a machine is no part of an edition.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass

from reportgen.files import Files
from reportgen.version import __version__

ENGINES = ("weasyprint", "vl-convert-python", "altair", "jinja2", "pandas")


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """``inputs``: the SHA-256 of each file that was read, by name. ``options``: how the edition was asked for."""

    inputs: Mapping[str, str]
    versions: Mapping[str, str]
    options: Mapping[str, str]

    @property
    def of_inputs(self) -> str:
        """One hash for all that was read."""
        return _hash(self.inputs)

    @property
    def whole(self) -> str:
        """One hash for everything that decides what an edition becomes."""
        return _hash(
            {
                "inputs": self.of_inputs,
                "versions": _hash(self.versions),
                "options": _hash(self.options),
            }
        )


def fingerprint(files: Files, options: Mapping[str, str] | None = None) -> Fingerprint:
    """The fingerprint of what was read through the door of a brief (its project's parts among it)."""
    from importlib.metadata import version

    names = (*ENGINES, *sorted(files.readers))
    versions = {"reportgen": __version__, **{name: version(name) for name in names}}
    return Fingerprint(files.read, versions, dict(sorted((options or {}).items())))


def _hash(named: Mapping[str, str]) -> str:
    lines = "\n".join(f"{value}  {name}" for name, value in sorted(named.items()))
    return hashlib.sha256(lines.encode()).hexdigest()
