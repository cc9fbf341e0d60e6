"""What an author may write under ``sources:``: a document, and the file in which its numbers are."""

from __future__ import annotations

import datetime  # noqa: ICN001 - datetime.date, as pydantic reads it
from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, model_validator

from reportgen.setting import Identifier, Setting

Column = Literal[
    "metric", "period", "value", "unit", "low", "high", "entity", "scenario", "bound", "source", "anchor", "note",
    "passage", "as_of", "flag",
]  # fmt: skip
SourceKind = Literal["csv", "tsv", "json", "jsonl", "yaml", "parquet", "arrow", "xlsx", "ods"]
Shape = Literal["long", "wide"]  # a fact a row; or periods in the header, or down the side
Dates = Literal["day", "month", "quarter", "half", "nine months", "year"]
MOST_DECIMALS = 12


class FileNumbers(Setting):
    """How the numbers of one file of facts are written, where that is not the plain way."""

    decimal: Literal[".", ","] = "."
    thousands: Literal["", ",", ".", " ", "'", "’"] = ""
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


Texts = Annotated[tuple[str, ...], BeforeValidator(_texts)]
Decimals = Annotated[int, Field(ge=0, le=MOST_DECIMALS)]
Wanted = Annotated[str, BeforeValidator(_text_or_nothing), Field(pattern=r"^([a-z][a-z0-9_]*)?$")]


class Reading(Setting):
    """How a table of somebody else's is read as facts."""

    sheet: str = ""  # of a workbook; the first by default
    range: str = (
        ""  # B4:H20, or the name of a range or a table; of text, lines 2:40; of JSON, the name of the list
    )
    shape: Shape | None = None  # found by default
    map: Mapping[str, Column] = {}  # their columns, by what they are to us: {Amount: value}
    metrics: Mapping[
        str, Wanted
    ] = {}  # their names of metrics, and ours; nothing for one that is passed over
    constants: Mapping[Column, str] = {}  # what the table does not say, because it is the same for all
    units: Mapping[Identifier, str] = {}  # of single metrics, where the table does not say them
    where: Mapping[
        str, Texts
    ] = {}  # only rows that have this, or one of these, in a column: {Segment: Group}
    decimals: Annotated[
        Mapping[str, Decimals], BeforeValidator(_for_all)
    ] = {}  # of all numbers, or by metric
    dates: Dates | None = None  # what a day stands for where periods are expected; told by their distance


class SourceDocument(Reading):
    """A document that facts were taken from; ``data`` is the file that holds them, in the brief's folder."""

    title: str
    publisher: str = ""
    date: datetime.date | None = None
    url: str = Field(default="", pattern=r"^(https?://\S+)?$")
    note: str = ""
    data: str = ""
    kind: SourceKind | None = None  # by the ending of the file's name
    file: str = ""  # of an archive that holds several
    encoding: str = ""  # of text; UTF-8 by default, else found
    separator: Literal["", ",", ";", "\t", "|", "tab"] = ""  # of columns; found by default
    numbers: FileNumbers | None = None  # how they are written; found by default

    @model_validator(mode="after")
    def _needs_data(self) -> SourceDocument:
        asked = sorted(self.model_fields_set - _OF_ANY_DOCUMENT)
        if asked and not self.data:
            raise ValueError(f"'{asked[0]}' says how a file is read; name the file in 'data'")
        return self


_OF_ANY_DOCUMENT = {"title", "publisher", "date", "url", "note", "data"}
