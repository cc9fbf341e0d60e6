"""What an author may write under ``sources:``: a document, and the file in which its numbers are."""

from __future__ import annotations

import datetime  # noqa: ICN001 - datetime.date, as pydantic reads it
import re
from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, model_validator

from reportgen.setting import Identifier, Setting

Column = Literal[
    "metric", "period", "value", "unit", "low", "high", "entity", "scenario", "bound", "source", "anchor", "note",
    "passage", "as_of", "filed", "flag",
]  # fmt: skip
SourceKind = Literal[
    "csv",
    "tsv",
    "json",
    "jsonl",
    "yaml",
    "parquet",
    "arrow",
    "xlsx",
    "ods",
    "duckdb",
    "sqlite",
    "companyfacts",
    "xbrl-json",
]
Shape = Literal["long", "wide"]  # a fact a row; or periods in the header, or down the side
Dates = Literal["day", "month", "quarter", "half", "nine months", "year"]
MOST_DECIMALS = 12
LONGEST_QUERY = 3600  # seconds
Thousands = Literal["", ",", ".", " ", "'", "’"]


class FileNumbers(Setting):
    """How the numbers of one file of facts are written, where that is not the plain way."""

    decimal: Literal[".", ","] = "."
    thousands: Thousands = ""
    missing: tuple[str, ...] = ()  # what stands where there is no number: "..", ":", "n/a", "-"
    footnotes: Mapping[str, str] = {}  # what the source's marks mean; goes to the note: {"1": Unaudited}

    @model_validator(mode="after")
    def _told_apart(self) -> FileNumbers:
        if self.decimal == self.thousands:
            raise ValueError(f"'decimal' and 'thousands' are both '{self.decimal}'")
        return self


def _texts(value: Any) -> Any:
    return value if isinstance(value, list | tuple) else [value]


def _for_all(value: Any) -> Any:
    return value if isinstance(value, dict) else {"": value}


def _text_or_nothing(value: Any) -> Any:
    return "" if value is None else value


_VARIABLE = re.compile(r"(REPORTGEN_[A-Z0-9_]+)?")


def _variable(value: Any) -> Any:
    """The name of a variable; what is none may be a secret, and is not repeated."""
    if isinstance(value, str) and not _VARIABLE.fullmatch(value):
        raise ValueError(
            "expected the name of an environment variable that begins with REPORTGEN_ and holds the URL of the "
            "database; the URL itself does not belong in a brief"
        )
    return value


Variable = Annotated[str, BeforeValidator(_variable)]
TableName = Annotated[str, Field(pattern=r"^[A-Za-z_][A-Za-z0-9_]*$")]
Texts = Annotated[tuple[str, ...], BeforeValidator(_texts)]
# Below zero in filings: -6 for millions.
Decimals = Annotated[int, Field(ge=-MOST_DECIMALS, le=MOST_DECIMALS)]
Wanted = Annotated[str, BeforeValidator(_text_or_nothing), Field(pattern=r"^([a-z][a-z0-9_]*)?$")]


class Reading(Setting):
    """How a table of somebody else's is read as facts."""

    sheet: str = ""  # of a workbook; the first by default
    range: str = (
        ""  # B4:H20, or the name of a range or a table; of text, lines 2:40; of JSON, the name of the list
    )
    shape: Shape | None = None  # found by default
    map: Mapping[str, Column] = {}  # their columns, by what they are to us: {Amount: value}
    # Their names of metrics, and ours; nothing for one that is passed over.
    metrics: Mapping[str, Wanted] = {}
    constants: Mapping[Column, str] = {}  # what the table does not say, because it is the same for all
    units: Mapping[Identifier, str] = {}  # of single metrics, where the table does not say them
    # Only rows that have this, or one of these, in a column: {Segment: Group}.
    where: Mapping[str, Texts] = {}
    # Of all numbers, or by metric.
    decimals: Annotated[Mapping[str, Decimals], BeforeValidator(_for_all)] = {}
    dates: Dates | None = None  # what a day stands for where periods are expected; told by their distance
    earliest: datetime.date | None = None  # only what is of periods that end on that day or later


def names_package(data: str) -> bool:
    """Whether ``data`` names the descriptor of a data package: ``datapackage.json``, ``datapackage.json#results``."""
    return data.partition("#")[0].rpartition("/")[2] == "datapackage.json"


class SourceDocument(Reading):
    """A document that facts were taken from: a file that holds them, in the brief's folder, or a query that gives them.

    A query goes to DuckDB, whose tables are the file in ``data`` and those in ``tables``, or to a ``database``.
    """

    title: str = ""  # what the list of sources prints; of a data package, its own by default
    publisher: str = ""
    date: datetime.date | None = None
    url: str = Field(default="", pattern=r"^(https?://\S+)?$")
    note: str = ""
    data: str = ""  # the file, or the data package that describes it: datapackage.json#results
    kind: SourceKind | None = None  # by the ending of the file's name
    file: str = ""  # of an archive that holds several
    encoding: str = ""  # of text; UTF-8 by default, else found
    separator: Literal["", ",", ";", "\t", "|", "tab"] = ""  # of columns; found by default
    numbers: FileNumbers | None = None  # how they are written; found by default
    sql: str = ""  # one query that gives the table, asked of the file in data, or of a database
    tables: Mapping[TableName, str] = {}  # further files, by the names that they have in the query
    database: Variable = ""  # the variable that holds the URL of a database: REPORTGEN_WAREHOUSE
    seconds: Annotated[int, Field(ge=1, le=LONGEST_QUERY)] = 30  # that the query may take

    @property
    def holds_facts(self) -> bool:
        """Whether facts are read from it."""
        return bool(self.data or self.sql)

    @property
    def files(self) -> Mapping[tuple[str, ...], str]:
        """The files that it names, by the settings that name them."""
        found: dict[tuple[str, ...], str] = {("data",): self.data} if self.data else {}
        return found | {("tables", name): file for name, file in self.tables.items()}

    @model_validator(mode="after")
    def _titled(self) -> SourceDocument:
        """A data package has a title of its own."""
        if "title" not in self.model_fields_set and not names_package(self.data):
            raise ValueError("'title' is missing: what the list of sources prints")
        return self

    @model_validator(mode="after")
    def _needs_data(self) -> SourceDocument:
        asked = sorted(self.model_fields_set - _OF_ANY_DOCUMENT - _OF_A_QUERY)
        if asked and not self.holds_facts:
            raise ValueError(f"'{asked[0]}' says how a file is read; name the file in 'data'")
        return self

    @model_validator(mode="after")
    def _asks_something(self) -> SourceDocument:
        """A query needs somebody who answers it, and what belongs to a query needs one."""
        asked = sorted(self.model_fields_set & _OF_A_QUERY - {"sql"})
        if asked and not self.sql:
            raise ValueError(f"'{asked[0]}' belongs to a query; write it in 'sql'")
        if self.sql and self.database and (self.data or self.tables):
            raise ValueError(
                "a query goes to the files in 'data' and 'tables', or to a 'database'; not to both"
            )
        if self.sql and not (self.database or self.data or self.tables):
            raise ValueError(
                "'sql' asks nobody; name files in 'data' or 'tables', or in 'database' the variable with the URL of one"
            )
        return self


_OF_ANY_DOCUMENT = {"title", "publisher", "date", "url", "note", "data"}
_OF_A_QUERY = {"sql", "tables", "database", "seconds"}
