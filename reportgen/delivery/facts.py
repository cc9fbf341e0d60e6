"""The facts of a brief that its sources state, in the forms of other programs: a table, records, a Data Package.

What was computed from them is left out: whoever reads them computes again. Each form can be read as facts again.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from reportgen.delivery.xbrl_json import xbrl_files
from reportgen.facts.book import Book
from reportgen.facts.rows import COLUMNS
from reportgen.figures.record import facts_csv, facts_shown, facts_table
from reportgen.model import Fact, Source, Stated
from reportgen.packages import DESCRIPTOR
from reportgen.spreadsheet import guarded, table_text

PROFILE = "https://datapackage.org/profiles/2.0/datapackage.json"
_NAME = re.compile(r"[a-z0-9][a-z0-9_-]*")
_NUMBERS = ("value", "low", "high")
_TYPES: Mapping[str, str] = {**dict.fromkeys(_NUMBERS, "number"), "as_of": "date"}
_LINK = re.compile(r"https?://")


def table(book: Book) -> Mapping[str, bytes]:
    """One CSV, as an edition has it beside its page."""
    return {"facts.csv": facts_csv(facts_shown(book, ()))}


def records(book: Book) -> Mapping[str, bytes]:
    """One JSON, a record a fact; numbers are texts, with the digits of their sources."""
    rows = [{name: text for name, text in one.items() if text} for one in _rows(facts_shown(book, ()))]
    return {"facts.json": _json({"facts": rows})}


def data_package(book: Book) -> Mapping[str, bytes]:
    """A Data Package (version 2, and good as 1): a CSV a source, and a descriptor that says what stands in them."""
    parts: dict[str, list[Fact]] = {}
    known: dict[str, Source] = {}
    for fact in facts_shown(book, ()):
        if isinstance(fact.origin, Stated):
            name = _name_of(fact.origin.source)
            known.setdefault(name, fact.origin.source)
            parts.setdefault(name, []).append(fact)
    files: dict[str, bytes] = {}
    resources = []
    for name, facts in parts.items():
        rows = list(_rows(facts))
        filled = {one for row in rows for one, text in row.items() if text} | {*_ALWAYS}
        columns = [one for one in COLUMNS if one in filled - {"source"}]
        lines = ([_cell(one, row[one]) for one in columns] for row in rows)
        content = table_text([columns, *lines]).encode()
        files[f"{name}.csv"] = content
        resources.append(_resource(name, known[name], content, columns, rows))
    settings = book.brief.settings
    descriptor = {
        "$schema": PROFILE, "name": _name(book.brief.name) or "facts", "title": settings.entity.name,
        "created": f"{settings.date.isoformat()}T00:00:00Z", "resources": resources,
    }  # fmt: skip
    return {DESCRIPTOR: _json(descriptor), **files}


Writer = Callable[[Book], Mapping[str, bytes]]
WRITERS: Mapping[str, Writer] = {
    "csv": table,
    "json": records,
    "datapackage": data_package,
    "xbrl-json": lambda book: xbrl_files(book.stated, book.brief),
}
"""What facts are written as, by the word for it; each gives files by their names."""

_ALWAYS = ("metric", "period", "value", "unit")


def _rows(facts: Iterable[Fact]) -> Iterable[Mapping[str, str]]:
    """Stated facts in the columns that are read; the ends of what is no range follow from its digits."""
    for cells in facts_table(facts):
        ends = {} if cells["bound"] == "between" else {"low": "", "high": ""}
        yield {name: ({**cells, **ends}).get(name, "") for name in COLUMNS}


def _resource(
    name: str, source: Source, content: bytes, columns: Sequence[str], rows: Sequence[Mapping[str, str]]
) -> Mapping[str, Any]:
    origin = {
        "title": source.publisher or source.title,
        **({"path": source.url} if _LINK.match(source.url) else {}),
    }
    return {
        "name": name, "type": "table", "title": source.title, "path": f"{name}.csv", "format": "csv",
        "mediatype": "text/csv", "encoding": "utf-8", "bytes": len(content),
        "hash": f"sha256:{hashlib.sha256(content).hexdigest()}",
        "sources": [origin], "dialect": {"delimiter": ",", "doubleQuote": True, "header": True},
        "schema": {"fields": [{"name": one, "type": _type(one, rows)} for one in columns]},
    }  # fmt: skip


def _cell(column: str, text: str) -> str:
    return text if column in _NUMBERS else guarded(text)


def _type(column: str, rows: Sequence[Mapping[str, str]]) -> str:
    """A column of numbers is one where nothing else stands in it, such as what a source says in place of one."""
    kind = _TYPES.get(column, "string")
    is_number = all(re.fullmatch(r"-?\d+(\.\d+)?", row[column]) for row in rows if row[column])
    return kind if kind != "number" or is_number else "string"


def _name_of(source: Source) -> str:
    return _name(source.id) or (f"source-{source.number}" if source.number else "facts")


def _name(text: str) -> str:
    """A name as a Data Package has them, and a file may have; nothing for what is none."""
    return text if _NAME.fullmatch(text) else ""


def _json(content: object) -> bytes:
    return (json.dumps(content, ensure_ascii=False, indent=1) + "\n").encode()
