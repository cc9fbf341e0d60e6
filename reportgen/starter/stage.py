"""A folder apart in which a brief is tried before anything of it is written where it was asked for."""

from __future__ import annotations

import json
import re
import textwrap
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from reportgen.brief import SETTINGS, Brief, read_brief
from reportgen.findings import Findings
from reportgen.starter.today import today

BEFORE_ALL = "1900"  # a period that no table holds, so that nothing is read by it


@dataclass(frozen=True, slots=True)
class Stage:
    """A folder that holds the files of data, and in which briefs are read."""

    folder: Path
    told: Mapping[str, str] = field(default_factory=dict)  # period and entity that a query asks to be told

    def brief(
        self, sources: Mapping[str, Mapping[str, Any]], findings: Findings, **settings: object
    ) -> Brief:
        """A brief of nothing but sources, so that these are read by the door that all briefs have."""
        whole = {
            "title": "A first brief",
            "entity": {"name": self.told.get("entity", self.folder.name)},
            "period": self.told.get("period", BEFORE_ALL),
            "date": today().isoformat(),
            "sources": {name: dict(one) for name, one in sources.items()},
            **settings,
        }
        self.write({SETTINGS: as_yaml(whole)})
        return read_brief(self.folder, None, findings)

    def write(self, files: Mapping[str, str]) -> None:
        """Put files into the folder, over those of the same names."""
        for name, text in files.items():
            (self.folder / name).write_text(text, encoding="utf-8")


WIDEST = 110  # characters of a line of settings that stands on one
_PLAIN = re.compile(r"[A-Za-z][A-Za-z0-9_]*(?:[ .(),/+-]{1,2}[A-Za-z0-9_]+)*\)?")
_BLOCK = re.compile(r"[!-~][ -~\n]*[!-~]")  # what a block of YAML holds as it stands
_READ_OTHERWISE = frozenset("true false yes no on off null none y n".split())


def as_yaml(value: Mapping[str, Any], indent: int = 0) -> str:
    """Plain data as YAML in the order in which they are given: a group on one line where it has room there."""
    return "".join(_setting(key, one, indent) for key, one in value.items())


def _setting(key: str, value: object, indent: int) -> str:
    lead = f"{' ' * indent}{_scalar(key)}:"
    line = f"{lead} {_on_one_line(value)}\n"
    if isinstance(value, str) and "\n" in value and _BLOCK.fullmatch(value):
        return f"{lead} |-\n{textwrap.indent(value, ' ' * (indent + 2))}\n"
    if isinstance(value, Mapping) and value and (indent == 0 or len(line) > WIDEST):
        return f"{lead}\n{as_yaml(value, indent + 2)}"
    if isinstance(value, list | tuple) and value and len(line) > WIDEST:
        return f"{lead}\n{''.join(_entry(one, indent + 2) for one in value)}"
    return line


def _entry(value: object, indent: int) -> str:
    line = f"{' ' * indent}- {_on_one_line(value)}\n"
    if isinstance(value, Mapping) and len(line) > WIDEST:
        return f"{' ' * indent}- {as_yaml(value, indent + 2).lstrip()}"
    return line


def _on_one_line(value: object) -> str:
    if isinstance(value, Mapping):
        return f"{{{', '.join(f'{_scalar(key)}: {_on_one_line(one)}' for key, one in value.items())}}}"
    if isinstance(value, list | tuple):
        return f"[{', '.join(map(_on_one_line, value))}]"
    return _scalar(value)


def _scalar(value: object) -> str:
    """A scalar without quotes where nothing can read it otherwise; JSON's quotes are YAML's."""
    if isinstance(value, bool | int):
        return json.dumps(value)
    text = str(value)
    is_plain = _PLAIN.fullmatch(text) and ", " not in text and text.lower() not in _READ_OTHERWISE
    if is_plain or re.fullmatch(r"\d{4}(?:-(?:Q[1-4]|H[12]|W?\d\d)(?:-\d\d)?)?", text):
        return text
    return json.dumps(text, ensure_ascii=False)
