"""Which kind of file a source is, by the ending of its name."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import PurePath

from reportgen.findings import one_of
from reportgen.source_settings import SourceKind
from reportgen.sources.unpacking import Unreadable

KINDS: Mapping[str, SourceKind] = {
    ".csv": "csv", ".txt": "csv", ".tsv": "tsv", ".tab": "tsv", ".json": "json", ".jsonl": "jsonl", ".ndjson": "jsonl",
    ".yaml": "yaml", ".yml": "yaml", ".parquet": "parquet", ".arrow": "arrow", ".feather": "arrow", ".ipc": "arrow",
    ".xlsx": "xlsx", ".xlsm": "xlsx", ".ods": "ods", ".duckdb": "duckdb", ".ddb": "duckdb", ".sqlite": "sqlite",
    ".sqlite3": "sqlite", ".db": "sqlite",
}  # fmt: skip
FILINGS: tuple[SourceKind, ...] = ("companyfacts", "xbrl-json")
OLD_WORKBOOKS = (".xls", ".xlsb")


def kind_of(name: str) -> SourceKind:
    """The kind of a file. Raises Unreadable."""
    ending = PurePath(name).suffix.lower()
    if ending in KINDS:
        return KINDS[ending]
    if ending in OLD_WORKBOOKS:
        raise Unreadable("unknown-format", f"a workbook of the old kind '{ending}'; save it as .xlsx")
    raise Unreadable(
        "unknown-format",
        f"'{ending}' tells no kind of file; say 'kind': {one_of(dict.fromkeys((*KINDS.values(), *FILINGS)))}",
    )
