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
from reportgen.files import LARGEST
from reportgen.findings import Finding
from reportgen.plain_file import MEGABYTE
from reportgen.sources.query import Query
from reportgen.starter.first import First, first_brief
from reportgen.starter.head import Answers
from reportgen.starter.measures import Ask
from reportgen.starter.naming import file_name
from reportgen.starter.stage import Stage

_TOLD = ("period", "entity")
_SPELT = {word.lower(): word for word in "SaaS MRR ARR KPI KPIs ESG FX HR CRM ERP EBIT EBITDA".split()}
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
    table: Path | None,
    settings: Mapping[str, str],
    answers: Answers,
    ask: Ask,
    today: dt.date,
    kind: str = "",
) -> Begun:
    """Make a first brief of a file in a new folder.

    Args:
        folder: the new folder, or an empty one.
        table: the file; a copy of it goes into the folder. A ``.sql`` file is the query itself; None where a database
            is asked and the query is in the settings.
        settings: of its source, as far as a person has said them: ``sheet``, ``range``, ``kind``, ``sql`` (a query of
            the file, or of ``database``, a variable with its URL).
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
    title = answers.title or (title_of(table) if table else "Query")
    if table and table.suffix.lower() == ".sql":
        settings, table = {**settings, "sql": _query(table)}, None
    raw, data = (_content(table), _name_within(table)) if table else (b"", "")
    sql = settings.get("sql", "")
    told = {name: str(getattr(answers, name)) for name in _TOLD if getattr(answers, name)} if sql else {}
    if missing := [f"--{one}, which the query asks for" for one in _asked(sql) if one not in told]:
        return Begun(First({}, (), (), tuple(missing)))
    with tempfile.TemporaryDirectory() as place:
        stage = Stage(Path(place) / "brief", told)
        stage.folder.mkdir()
        if data:
            (stage.folder / data).write_bytes(raw)
        source = {"title": title, "data": data, **settings}
        given = {key: one for key, one in source.items() if one}
        first = first_brief(stage, file_name(title), given, answers, ask, today)
        first = _found_at_home(first, stage, folder, table)
    if not first.files:
        return Begun(first)
    own = {data: raw} if data else {}
    files = {**_files(first, document if kind else ""), **beside_brief(), **own}
    return Begun(first, written(folder, {**files, README: explained(folder, data)}))


def _found_at_home(first: First, stage: Stage, folder: Path, table: Path | None) -> First:
    """What was found on the stage, where its author finds it: where nothing is written, in the table itself."""
    there = folder if first.files or not table else None
    moved = (_moved(one, stage.folder, there, table or folder) for one in first.findings)
    return replace(first, findings=tuple(moved))


def _files(first: First, kind: str) -> dict[str, bytes]:
    """The files of a first brief, of a kind that was asked for."""
    files = {name: text.encode() for name, text in first.files.items()}
    if kind:
        files["brief.yaml"] = re.sub(
            rb"(?m)^title:", f"kind: {kind}\ntitle:".encode(), files["brief.yaml"], count=1
        )
    return files


def _query(path: Path) -> str:
    """The text of a query, as it is said in a brief. Raises UsageError."""
    try:
        return "\n".join(
            line.rstrip() for line in _content(path).decode("utf-8").expandtabs().strip().splitlines()
        )
    except UnicodeDecodeError:
        raise UsageError(f"{path}: is not UTF-8") from None


def _asked(sql: str) -> list[str]:
    """What a query asks to be told and only a person knows, by the options that say it."""
    asked = Query(sql).asks_for
    return [
        option for option in _TOLD if any(name == option or name.startswith(f"{option}_") for name in asked)
    ]


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


def title_of(table: Path) -> str:
    """A title for a source, from the name of its file: ``income-statement.xlsx`` is an income statement."""
    words = re.sub(r"[\s_-]+", " ", table.name.split(".")[0]).strip()
    words = " ".join(_SPELT.get(word.lower(), word) for word in words.split())
    return words[:1].upper() + words[1:] if words else "Table"


def _moved(finding: Finding, stage: Path, folder: Path | None, table: Path) -> Finding:
    """A finding at the place where its file will be; without a folder at the table, of which there is no copy then."""
    place, message = finding.place, finding.message
    if folder is None:
        message = re.sub(rf"{re.escape(str(stage))}/[^\s:,;]+", lambda _: str(table), message)
    else:
        message = message.replace(str(stage), str(folder))
    if place.path.is_relative_to(stage):
        place = replace(place, path=folder / place.path.relative_to(stage) if folder else table)
    return replace(finding, place=place, message=message)
