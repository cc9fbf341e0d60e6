"""Queries over databases of SQLite, asked of Python's own reader: to read alone, this file alone."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Mapping
from contextlib import closing
from datetime import date
from pathlib import Path
from urllib.parse import quote

from reportgen.findings import likely
from reportgen.sources.answer import Answer, bounded, within
from reportgen.sources.query import Query, Value
from reportgen.sources.unpacking import Unreadable

_UNKNOWN_TABLE = re.compile(r"no such table: (?:\w+\.)?(.+)")
_READS = {sqlite3.SQLITE_SELECT, sqlite3.SQLITE_READ, sqlite3.SQLITE_RECURSIVE}


def ask_sqlite(query: Query, told: Mapping[str, Value], database: Path, seconds: float) -> Answer:
    """What a database of SQLite answers. Raises Unreadable."""
    values = {name: _text(told[name]) for name in query.asks_for}
    try:
        with closing(_opened(database)) as connection:
            text = query.written(lambda name: f":{name}")
            try:
                return within(seconds, lambda: _answer(connection, text, values), connection.interrupt)
            except sqlite3.OperationalError as problem:
                if match := _UNKNOWN_TABLE.fullmatch(str(problem)):
                    message = f"no table '{match[1]}'{likely(match[1], _tables(connection))}"
                    raise Unreadable("bad-query", message) from None
                raise
    except sqlite3.Error as problem:
        raise _said(str(problem)) from None


def _opened(database: Path) -> sqlite3.Connection:
    """A connection that cannot write, nor open what is not this file."""
    where = f"file:{quote(str(database))}?mode=ro"
    connection = sqlite3.connect(where, uri=True, check_same_thread=False)
    connection.set_authorizer(_permission)
    return connection


def _permission(action: int, _first: str | None, second: str | None, *_: str | None) -> int:
    """Whether a query may do something: read, and call what does not load programs."""
    is_function = action == sqlite3.SQLITE_FUNCTION and second != "load_extension"
    return sqlite3.SQLITE_OK if action in _READS or is_function else sqlite3.SQLITE_DENY


def _answer(connection: sqlite3.Connection, text: str, values: Mapping[str, str]) -> Answer:
    asked = connection.execute(text, dict(values))
    return bounded([column[0] for column in asked.description or ()], asked.fetchmany)


def _tables(connection: sqlite3.Connection) -> list[str]:
    asked = connection.execute("select name from sqlite_master where type in ('table', 'view') order by name")
    return [name for (name,) in asked]


def _text(value: Value) -> str:
    """A value as SQLite has it, to which days are texts."""
    return value.isoformat() if isinstance(value, date) else value


def _said(problem: str) -> Unreadable:
    if "not authorized" in problem or "readonly" in problem or "prohibited" in problem:
        return Unreadable("forbidden-query", f"the query does more than read: {problem}")
    if "not a database" in problem or "malformed" in problem:
        return Unreadable("damaged-file", "no database of SQLite that can be read")
    if "unable to open" in problem:
        return Unreadable("no-connection", "there is no database of SQLite at its place")
    return Unreadable("bad-query", problem)
