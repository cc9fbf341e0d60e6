"""A brief of one's own to start from: a copy of the shipped sample, with a word on each of its files."""

from __future__ import annotations

import os
from pathlib import Path

from reportgen.delivery.output import Folder, by_first_name
from reportgen.errors import UsageError
from reportgen.resources import SAMPLE, shipped

README = "README.md"
_EXPLANATION = """\
# {name}: a brief to make your own

It starts as a copy of reportgen's sample, and builds as it is:

    reportgen build {shown}

| file | what is in it |
|---|---|
| `facts.csv` | the numbers, one fact a line. Change one, build, and every sentence and chart follows |
| `metrics.yaml` | what is measured: label, kind, definition of each metric |
| `narrative.md` | the text; a figure is `{{{{ cloud_revenue.yoy | moved }}}}`, never a typed number |
| `brief.yaml` | title, entity, period, KPI cards, exhibits, sources, checks |

A way to make it yours, with `reportgen check {shown}` after every step:

1. `brief.yaml`: entity, period, date, and under `sources:` the documents you take your numbers from.
2. `metrics.yaml` and `facts.csv`: your metrics and facts. `check` names what still asks for an old one.
3. `brief.yaml` and `narrative.md`: exhibits and text.

This file is for you; reportgen does not read it.
"""


def new_brief(folder: Path) -> tuple[Path, ...]:
    """Make a working brief in ``folder`` and return its files.

    Raises:
        UsageError: the folder holds something already.
        DeliveryError: it could not be written.
    """
    if folder.exists() and not folder.is_dir():
        raise UsageError(f"{folder}: is a file; expected a folder to make, or an empty one")
    if folder.is_dir() and any(folder.iterdir()):
        raise UsageError(f"{folder}: is not empty; expected a folder to make, or an empty one")
    files = _sample_files() | {README: _explanation(folder)}
    Folder(folder).replace(by_first_name(files))
    return tuple(folder / path for path in sorted(files))


def _sample_files() -> dict[str, bytes]:
    sample = shipped("data") / SAMPLE
    paths = (path for path in sample.rglob("*") if path.is_file() and "__pycache__" not in path.parts)
    return {path.relative_to(sample).as_posix(): path.read_bytes() for path in paths if path.name[0] != "."}


def _explanation(folder: Path) -> bytes:
    return _EXPLANATION.format(name=Path(os.path.realpath(folder)).name, shown=folder).encode()
