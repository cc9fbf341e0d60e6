"""JSON, JSON lines and YAML: lists of records, each value as the text that stands in the file."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence

from reportgen.findings import Findings, Place
from reportgen.located import DEEPEST, Located, Plain, is_shallow, located_in
from reportgen.plain_file import MEGABYTE
from reportgen.source_settings import SourceDocument
from reportgen.sources.delimited import decoded
from reportgen.sources.grid import Cell, Grid, check_size
from reportgen.sources.unpacking import Unreadable
from reportgen.syntax import json_words

Record = Mapping[str, Cell]
LARGEST_TREE = 16 * MEGABYTE  # of a file that is read as one tree; JSON lines have no such limit


def read_records(
    raw: bytes, document: SourceDocument, place: Place, findings: Findings, inside: str = ""
) -> Grid:
    """A list of records as a grid whose header are their names. Raises Unreadable."""
    text, told = decoded(raw, document.encoding)
    if document.kind == "jsonl":
        records = [
            _line(line, place, number, inside)
            for number, line in enumerate(text.splitlines(), 1)
            if line.strip()
        ]
    else:
        records = _tree(text, document, place, findings, inside)
    return grid_of(records, place, told)


def grid_of(records: Sequence[Record], place: Place, told: tuple[str, ...] = ()) -> Grid:
    """Records as a grid: their names, each where it first stands, above their values."""
    names = list(dict.fromkeys(name for record in records for name in record))
    check_size(len(names), len(records))
    header = [Cell(name, place) for name in names]
    body = [[record.get(name) or Cell("", _first(record, place)) for name in names] for record in records]
    return Grid([header, *body] if names else [], place, told, has_header=True)


def _first(record: Record, place: Place) -> Place:
    return next((cell.place for cell in record.values()), place)


def _line(line: str, place: Place, number: int, inside: str) -> Record:
    where = Place(place.path, number, inside=f"{inside}:{number}" if inside else "")
    try:
        if not is_shallow(line):
            raise Unreadable("syntax", f"nested deeper than {DEEPEST} levels", number)
        found = json.loads(line, parse_int=str, parse_float=str)
    except json.JSONDecodeError as problem:
        raise Unreadable("syntax", json_words(problem.msg), number) from None
    if not isinstance(found, dict):
        raise Unreadable("syntax", "expected a record in braces", number)
    return {name: Cell(_text(value), where) for name, value in found.items()}


def _text(value: object) -> str:
    """A scalar as it is written; a list or a record within a record is none."""
    if value is None or isinstance(value, dict | list):
        return ""
    return str(value).lower() if isinstance(value, bool) else str(value).strip()


def _tree(text: str, document: SourceDocument, place: Place, findings: Findings, inside: str) -> list[Record]:
    if len(text) > LARGEST_TREE:
        raise Unreadable(
            "file-too-large", f"more than {LARGEST_TREE // MEGABYTE} MB; save it as JSON lines or CSV"
        )
    located = located_in(text, place.path, findings, is_json=document.kind == "json")
    if located is None:
        return []
    keys, items = _list_in(located, document.range)
    return [
        {
            name: Cell(_text(value), _placed(located, inside, *keys, index, name))
            for name, value in item.items()
        }
        for index, item in enumerate(items)
        if isinstance(item, dict)
    ]


def _placed(located: Located, inside: str, *keys: str | int) -> Place:
    place = located.place(*keys)
    return Place(place.path, place.line, inside=f"{inside}:{place.line}") if inside else place


def _list_in(located: Located, name: str) -> tuple[tuple[str, ...], list[Plain]]:
    """The list of records: the whole, or the one of that name, or the only one that there is."""
    value = located.value
    if isinstance(value, list) and not name:
        return (), value
    lists = (
        {key: item for key, item in value.items() if isinstance(item, list)}
        if isinstance(value, dict)
        else {}
    )
    if name in lists:
        return (name,), lists[name]
    if not name and len(lists) == 1:
        return next(((key,), item) for key, item in lists.items())
    found = ", ".join(f"'{key}'" for key in lists) or "none"
    raise Unreadable("no-table", f"expected a list of records; name it in 'range': found {found}")
