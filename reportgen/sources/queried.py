"""A source that is a query: asked of files by DuckDB, of a database in the brief's folder, or of one with a URL."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from reportgen.brief import Brief
from reportgen.files import DATABASES, QUERY
from reportgen.findings import Findings, Place, error
from reportgen.source_settings import SourceDocument
from reportgen.sources.answer import Answer
from reportgen.sources.embedded import ask_duckdb
from reportgen.sources.grid import Grid, listed
from reportgen.sources.kinds import kind_of
from reportgen.sources.light import ask_sqlite
from reportgen.sources.query import Query, Value, query_of, told_to
from reportgen.sources.server import ask_server
from reportgen.sources.staging import Staged, stage_grid, stage_parquet, stage_text, table_name
from reportgen.sources.unpacking import Unreadable, unpacked

Reading = Callable[[bytes, SourceDocument, Place, Findings, str], Grid]


@dataclass(frozen=True, slots=True)
class Asked:
    """A source that is a query, and what is needed to have it answered; ``reading`` reads files that are no text."""

    name: str
    document: SourceDocument
    brief: Brief
    findings: Findings
    reading: Reading

    @property
    def place(self) -> Place:
        """Where the query stands."""
        return self.brief.place("sources", self.name, "sql")

    def grid(self) -> Grid | None:
        """The rows that the query gives; None, with findings, where it gives none."""
        try:
            told = told_to(self.brief)
            query = query_of(self.document.sql, told)
            found = self._answer(query, told)
        except Unreadable as problem:
            self.findings.add(error(problem.code, str(problem), problem.place or self.place))
            return None
        if found is None:
            return None
        answer, notes = found
        answer = answer if query.is_ordered else answer.in_order()
        self.brief.files.took(f"{QUERY}{self.name}", answer.sha256)
        return replace(answer.grid(self.name, self.place), told=notes)

    def _answer(self, query: Query, told: Mapping[str, Value]) -> tuple[Answer, tuple[str, ...]] | None:
        document = self.document
        if document.database:
            answer, readers = ask_server(query, told, document.database, document.seconds)
            self.brief.files.readers |= readers
            return answer, ()
        kind = document.kind or (
            kind_of(document.data) if document.data.lower().endswith(DATABASES) else None
        )
        if kind == "sqlite":
            return self._of_sqlite(query, told)
        with tempfile.TemporaryDirectory(prefix="reportgen-") as folder:
            tables = self._tables(Path(folder), has_database=kind == "duckdb")
            database = self._database() if kind == "duckdb" else None
            if tables is None or (kind == "duckdb" and database is None):
                return None
            self.brief.files.readers |= {"duckdb"}
            answer = ask_duckdb(query, told, tables, database, document.seconds)
            return answer, tuple(f"{table.name}: {told}" for table in tables for told in table.told)

    def _of_sqlite(self, query: Query, told: Mapping[str, Value]) -> tuple[Answer, tuple[str, ...]] | None:
        if self.document.tables:
            named = listed(list(self.document.tables))
            raise Unreadable("bad-setting", f"a database of SQLite has its own tables; take out {named}")
        database = self._database()
        return (ask_sqlite(query, told, database, self.document.seconds), ()) if database else None

    def _database(self) -> Path | None:
        """The database in the brief's folder, as the door admits it; it is opened to read alone."""
        path = self.brief.folder / self.document.data
        setting = self.brief.place("sources", self.name, "data")
        return path.resolve() if self.brief.files.admits(path, "database", self.findings, setting) else None

    def _tables(self, folder: Path, *, has_database: bool) -> list[Staged] | None:
        """All files as tables; None where one cannot be read, after the others have been tried."""
        found = [self._table(*one, folder) for one in self._files(has_database=has_database)]
        return None if None in found else [table for table in found if table]

    def _files(self, *, has_database: bool) -> Iterator[tuple[str, str, SourceDocument, Place]]:
        """The files, each with its name in the query; how one is read is said of the file in ``data`` alone."""
        document, place = self.document, self.brief.place
        if document.data and not has_database:
            yield table_name(document.data), document.data, document, place("sources", self.name, "data")
        for name, file in document.tables.items():
            plain = SourceDocument(title=document.title, data=file)
            yield name, file, plain, place("sources", self.name, "tables", name)

    def _table(
        self, name: str, file: str, document: SourceDocument, setting: Place, folder: Path
    ) -> Staged | None:
        path = self.brief.folder / file
        raw = self.brief.files.content(path, "facts", self.findings, setting)
        if raw is None:
            return None
        try:
            content, called, member = unpacked(raw, path.name, document.file)
            document = document.model_copy(update={"kind": document.kind or kind_of(called)})
            number = len(list(folder.iterdir()))
            return self._staged(name, content, document, Place(path), member, folder / str(number))
        except Unreadable as problem:
            self.findings.add(error(problem.code, str(problem), Place(path, problem.line)))
            return None

    def _staged(
        self, name: str, content: bytes, document: SourceDocument, place: Place, member: str, to: Path
    ) -> Staged:
        if document.kind == "parquet":
            return stage_parquet(name, content, place, to)
        if document.kind in ("csv", "tsv"):
            return stage_text(name, content, document, place, to)
        if document.kind in ("duckdb", "sqlite"):
            raise Unreadable(
                "unknown-format", "a database among tables; name it in 'data', and no other file there"
            )
        return stage_grid(name, self.reading(content, document, place, self.findings, member), to)
