"""Queries over files and over DuckDB's own databases, asked of DuckDB in this process, which reaches nothing else.

DuckDB sees the files that the source names, and no others: what a query may open is listed before the query is read,
extensions are neither loaded nor fetched, names of Python's are no tables, and the settings are locked.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from reportgen.findings import likely
from reportgen.sources.answer import Answer, bounded, within
from reportgen.sources.missing import required
from reportgen.sources.query import Query, Value
from reportgen.sources.staging import Staged
from reportgen.sources.unpacking import Unreadable

if TYPE_CHECKING:
    import duckdb

_CONFIGURATION: dict[str, str | bool | int | float | list[str]] = {
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
    "allow_community_extensions": "false",
    "allow_persistent_secrets": "false",
    "memory_limit": "256MB",
    "temp_directory": "",  # what does not fit is not written elsewhere
    "threads": "1",  # so that rows come in one order
}
_LOCKS = (
    "set python_enable_replacements = false",
    "set TimeZone = 'UTC'",
    "set enable_external_access = false",
    "set lock_configuration = true",
)
_UNKNOWN_COLUMN = re.compile(
    r'Referenced column "(?P<name>.*?)" not found[^\n]*(?:\n.*bindings: (?P<known>[^\n]*))?'
)
_UNKNOWN_TABLE = re.compile(r"Table with name (?P<name>.*?) does not exist")
_IN_TEXT = re.compile(r"CSV Error on Line: (?P<line>\d+)(?P<said>.*)\n\s+file = (?P<file>[^\n]*)", re.DOTALL)
_NOT_TOLD = re.compile(r"Values were not provided for [^:]*: (?P<name>\w+)")
_NO_ACCESS = re.compile(r"Cannot access (?:file|directory) \"(?P<name>.*?)\"")


def ask_duckdb(
    query: Query, told: Mapping[str, Value], tables: Sequence[Staged], database: Path | None, seconds: float
) -> Answer:
    """What DuckDB answers, over tables made of files, or over a database of its own. Raises Unreadable."""
    with required("duckdb", "sql"):
        import duckdb
    with _said_plainly(tables), _opened(tables, database) as connection:
        text = query.written(lambda name: f"${name}")
        kinds = {one.type for one in connection.extract_statements(text)}
        if kinds != {duckdb.StatementType.SELECT}:
            raise Unreadable("forbidden-query", "the query does more than read; expected one 'select'")
        values = {name: told[name] for name in query.asks_for}
        return within(seconds, lambda: _answer(connection, text, values), connection.interrupt)


def _answer(connection: duckdb.DuckDBPyConnection, text: str, values: Mapping[str, Value]) -> Answer:
    asked = connection.execute(text, dict(values))
    return bounded([column[0] for column in asked.description or ()], asked.fetchmany)


@contextmanager
def _opened(tables: Sequence[Staged], database: Path | None) -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection that sees these tables and this database, and that nothing can open further."""
    import duckdb

    place = str(database) if database else ":memory:"
    with duckdb.connect(place, read_only=bool(database), config=_CONFIGURATION) as connection:
        paths = ", ".join(_quoted(str(one.path)) for one in tables)
        connection.execute(f"set allowed_paths = [{paths}]")
        for table in tables:
            name = table.name.replace('"', '""')
            connection.execute(f'create temp view "{name}" as select * from {table.reading}')  # noqa: S608 - ours
        for lock in _LOCKS:
            connection.execute(lock)
        yield connection


def _quoted(text: str) -> str:
    return "'{}'".format(text.replace("'", "''"))


@contextmanager
def _said_plainly(tables: Sequence[Staged]) -> Iterator[None]:
    """What DuckDB complains of, in an author's words."""
    import duckdb

    try:
        yield
    except duckdb.PermissionException as problem:
        match = _NO_ACCESS.search(str(problem))
        what = f"reads '{match['name']}'" if match else "reaches for what is closed to it"
        message = f"the query {what}; it may read the files that the source names: say them in 'tables'"
        raise Unreadable("forbidden-query", message) from None
    except duckdb.OutOfMemoryException:
        message = f"the query needs more than {_CONFIGURATION['memory_limit']} of memory; ask for less"
        raise Unreadable("memory-limit", message) from None
    except duckdb.Error as problem:
        raise _meant(str(problem), tables) from None


def _meant(problem: str, tables: Sequence[Staged]) -> Unreadable:  # noqa: PLR0911 - a complaint a line
    if match := _UNKNOWN_COLUMN.search(problem):
        known = re.findall(r'"(?:[^"]*\.)?([^"]+)"', match["known"] or "")
        hint = likely(match["name"], known) if known else ""
        return Unreadable("bad-query", f"no column '{match['name']}' in what the query reads{hint}")
    if match := _UNKNOWN_TABLE.search(problem):
        names = [table.name for table in tables]
        return Unreadable(
            "bad-query", f"no table '{match['name']}'{likely(match['name'], names) if names else ''}"
        )
    if match := _IN_TEXT.search(problem):
        return _in_text(match, tables)
    if match := _NOT_TOLD.search(problem):
        return Unreadable("bad-query", f"the query asks for '${match['name']}'; write ':{match['name']}'")
    kind, _, said = problem.partition("\n")[0].partition(": ")
    if kind == "IO Error" and "lock" in problem:
        return Unreadable("unreadable-file", "another program has the database open to write; close it there")
    if kind in ("IO Error", "Serialization Error", "Fatal Error", "Internal Error"):
        return Unreadable("damaged-file", "no database that this version of DuckDB can read")
    hint = "; columns of text files are texts: amount::decimal(18, 2)" if "VARCHAR" in said else ""
    return Unreadable(
        "bad-query", f"{(said or kind).partition('. You might')[0].rstrip('.')}{_place_in(problem)}{hint}"
    )


def _in_text(match: re.Match[str], tables: Sequence[Staged]) -> Unreadable:
    """What is wrong with a line of a text, at that line."""
    place = next((one.line(int(match["line"])) for one in tables if str(one.path) == match["file"]), None)
    if wanted := re.search(r"Expected Number of Columns: (\d+)", match["said"]):
        message = f"more cells than the {wanted[1]} of the header; a text with a separator needs quotes"
        return Unreadable("columns", message, place=place)
    if found := re.search(
        r'column "(.*?)"\. Could not convert string "(.*?)" to \'(.*?)\'', match["said"], re.DOTALL
    ):
        message = f"'{found[2]}' in column '{found[1]}' is no {found[3].lower()}, as which the query takes it"
        return Unreadable("column-type", message, place=place)
    return Unreadable("syntax", "the line cannot be read", place=place)


def _place_in(problem: str) -> str:
    """The line of the query that DuckDB shows, where it is not the only one."""
    match = re.search(r"\nLINE (\d+): ([^\n]*)", problem)
    return f", in line {match[1]} of the query" if match and match[1] != "1" else ""
