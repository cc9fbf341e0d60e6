"""What a proposal for a first brief is: an exhibit as ``brief.yaml`` says it, and the section in which it stands."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

TWO = 2  # the fewest that can be compared

Settings = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Exhibit:
    """An exhibit with its settings; ``about`` is the section in which it stands: a line, or "figures"."""

    name: str
    about: str
    settings: Settings
