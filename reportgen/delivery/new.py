"""A brief of one's own to start from: a small shipped one of its kind, with a word on each of its files."""

from __future__ import annotations

import os
import shlex
from collections.abc import Mapping
from pathlib import Path
from typing import get_args

from reportgen.delivery.output import Folder, by_first_name
from reportgen.delivery.schemas import beside_brief, modeline
from reportgen.errors import UsageError
from reportgen.findings import meant, one_of
from reportgen.language import USUAL_KIND, Kind
from reportgen.resources import shipped

README = "README.md"
KINDS: tuple[Kind, ...] = get_args(Kind)
NAMED = ("brief.yaml", "metrics.yaml")  # which name the schema that editors hold them against
_EXPLANATION = """\
# {name}: a brief to make your own

It starts as a small {kind} of somebody who does not exist, and builds as it is:

    reportgen build {shown}

| file | what is in it |
|---|---|
| `facts.csv` | the numbers, one fact a line. Change one, build, and every sentence and chart follows |
| `metrics.yaml` | what is measured: label, kind, definition of each metric |
| `narrative.md` | the text; a figure is `{{{{ sales.yoy | moved }}}}`, never a typed number |
| `brief.yaml` | kind of document, title, entity, period, KPI cards, exhibits, sources, checks |

`schemas/` is for editors: they complete and check both YAML files by it.

A way to make it yours, with `reportgen check {shown}` after every step:

1. `brief.yaml`: entity, period, date, and under `sources:` the documents you take your numbers from.
2. `metrics.yaml` and `facts.csv`: your metrics and facts. `check` names what still asks for an old one.
3. `brief.yaml` and `narrative.md`: exhibits and text.

This file is for you; reportgen does not read it.
"""
_FILE = "| `{data}` | your numbers, where they were; the brief reads them there |\n"
_OF_A_TABLE = """\
# {name}: a first brief from {data}

It builds as it is:

    reportgen build {shown}

| file | what is in it |
|---|---|
| `{data}` | your numbers, where they were; the brief reads them there |
| `metrics.yaml` | what the lines of the table are: label, kind, which way is good |
| `narrative.md` | the text; a figure is `{{{{ revenue.yoy | moved }}}}`, never a typed number |
| `brief.yaml` | title, period, cards, exhibits, checks, and under `sources:` how the table is read |

`schemas/` is for editors: they complete and check both YAML files by it.

What to do next, with `reportgen check {shown}` after every step:

1. `brief.yaml`: look whether entity, period and units are right; give your sources a publisher and a date.
2. `metrics.yaml`: a `definition` where a reader may ask, and what `polarity` nobody could guess.
3. `narrative.md`: why it went as it did. The numbers say only that it did.

Next period: put the new table in the place of `{data}`, change `period:` and `date:`, and build.

This file is for you; reportgen does not read it.
"""


def new_brief(folder: Path, kind: str = "") -> tuple[Path, ...]:
    """Make a working brief of a kind of document in ``folder`` and return its files.

    Raises:
        UsageError: the folder holds something already, or there is no such kind.
        DeliveryError: it could not be written.
    """
    kind = known_kind(kind)
    has_room(folder)
    files = {
        path: modeline(path.removesuffix(".yaml")).encode() + content if path in NAMED else content
        for path, content in starter(kind).items()
    }
    explanation = _explanation(folder, _EXPLANATION, kind=kind.replace("-", " "))
    return written(folder, {**files, **beside_brief(), README: explanation})


def known_kind(kind: str) -> str:
    """A kind of document that there is, the usual one where none is named. Raises UsageError."""
    if kind and kind not in KINDS:
        expected = meant(kind, KINDS) or f"; expected {one_of(KINDS)}"
        raise UsageError(f"there is no kind of document '{kind}'{expected}")
    return kind or USUAL_KIND


def has_room(folder: Path) -> None:
    """Make sure that a folder is new or empty. Raises UsageError."""
    if folder.exists() and not folder.is_dir():
        raise UsageError(f"{folder}: is a file; expected a folder to make, or an empty one")
    if folder.is_dir() and any(folder.iterdir()):
        raise UsageError(f"{folder}: is not empty; expected a folder to make, or an empty one")


def written(folder: Path, files: Mapping[str, bytes]) -> tuple[Path, ...]:
    """Write the files of a new brief, all or none, and return them. Raises DeliveryError."""
    Folder(folder).replace(by_first_name(dict(files)))
    return tuple(folder / path for path in sorted(files))


def explained(folder: Path, data: str) -> bytes:
    """A word on the files of a brief that was made from a table: a file, or "" for what a query gives."""
    if data:
        return _explanation(folder, _OF_A_TABLE, data=data)
    text = _OF_A_TABLE.replace(_FILE, "").replace(
        "put the new table in the place of `{data}`, change", "change"
    )
    return _explanation(folder, text.replace("{data}", "a query"))


def starter(kind: str) -> dict[str, bytes]:
    """The files of the small brief that a kind of document starts from, by name."""
    files = (path for path in (shipped("starters") / kind).iterdir() if path.is_file())
    return {path.name: path.read_bytes() for path in files if path.name[0] != "."}


def _explanation(folder: Path, text: str, **filled: str) -> bytes:
    return text.format(
        name=Path(os.path.realpath(folder)).name, shown=shlex.quote(str(folder)), **filled
    ).encode()
