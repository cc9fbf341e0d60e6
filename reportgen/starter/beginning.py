"""A new folder with a first brief and the table that it was made from: all of it written, or nothing."""

from __future__ import annotations

import datetime as dt
import re
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from reportgen.delivery.new import README, explained, has_room, known_kind, written
from reportgen.delivery.schemas import beside_brief
from reportgen.errors import UsageError
from reportgen.files import LARGEST, MEGABYTE
from reportgen.findings import Finding
from reportgen.starter.first import First, first_brief
from reportgen.starter.head import Answers
from reportgen.starter.measures import Ask
from reportgen.starter.naming import file_name
from reportgen.starter.stage import Stage

_OURS = re.compile(
    r"(?i)(?:brief|metrics|project)\.ya?ml|narrative\.md|readme\.md|style\.css|charts\.py|facts.*"
)


@dataclass(frozen=True, slots=True)
class Begun:
    """What was made of a table; no ``files`` where nothing could be."""

    first: First
    files: tuple[Path, ...] = ()


def new_from(
    folder: Path,
    table: Path,
    settings: Mapping[str, str],
    answers: Answers,
    ask: Ask,
    today: dt.date,
    kind: str = "",
) -> Begun:
    """Make a first brief of a file in a new folder.

    Args:
        folder: the new folder, or an empty one.
        table: the file; a copy of it goes into the folder.
        settings: of its source, as far as a person has said them: ``sheet``, ``range``, ``kind``.
        answers: what a person has said of the table.
        ask: asks for what cannot be guessed.
        today: the date of the brief.
        kind: of document, as ``kind:`` in ``brief.yaml`` names it.

    Raises:
        UsageError: there is no such file or no such kind, or the folder holds something already.
        DeliveryError: it could not be written.
    """
    document = known_kind(kind)
    has_room(folder)
    raw, data = _content(table), _name_within(table)
    title = answers.title or _title(table)
    with tempfile.TemporaryDirectory() as place:
        stage = Stage(Path(place) / "brief")
        stage.folder.mkdir()
        (stage.folder / data).write_bytes(raw)
        given = {"title": title, "data": data, **{key: one for key, one in settings.items() if one}}
        first = first_brief(stage, file_name(title), given, answers, ask, today)
        first = replace(first, findings=tuple(_moved(one, stage.folder, folder) for one in first.findings))
    if not first.files:
        return Begun(first)
    files = {name: text.encode() for name, text in first.files.items()}
    if kind:
        files["brief.yaml"] = re.sub(
            rb"(?m)^title:", f"kind: {document}\ntitle:".encode(), files["brief.yaml"], count=1
        )
    return Begun(
        first, written(folder, {**files, **beside_brief(), data: raw, README: explained(folder, data)})
    )


def _content(table: Path) -> bytes:
    if not table.is_file():
        raise UsageError(f"{table}: is no file; expected a table such as a workbook or a CSV file")
    if table.stat().st_size > LARGEST["facts"]:
        raise UsageError(f"{table}: is larger than {LARGEST['facts'] // MEGABYTE} MB")
    return table.read_bytes()


def _name_within(table: Path) -> str:
    """What the copy is called: like the file, unless that name means something in a brief's folder."""
    name = re.sub(r"[^\w .()-]", "-", table.name, flags=re.ASCII).strip(" .-") or "table"
    return f"table-{name}" if _OURS.fullmatch(name) else name


def _title(table: Path) -> str:
    """A title for a source, from the name of its file: ``income-statement.xlsx`` is an income statement."""
    words = re.sub(r"[\s_-]+", " ", table.name.split(".")[0]).strip()
    return words[:1].upper() + words[1:] if words else "Table"


def _moved(finding: Finding, stage: Path, folder: Path) -> Finding:
    """A finding at the place where its file will be."""
    place, message = finding.place, finding.message.replace(str(stage), str(folder))
    if place.path.is_relative_to(stage):
        place = replace(place, path=folder / place.path.relative_to(stage))
    return replace(finding, place=place, message=message)
