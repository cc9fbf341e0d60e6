"""Files of facts (CSV, JSON, YAML) as rows; every problem of every header is reported."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from reportgen.brief import Brief
from reportgen.csv_rows import Row, read_csv
from reportgen.facts.dialect import ENDS
from reportgen.facts.reader import Reader, nearest
from reportgen.files import Files
from reportgen.findings import Findings, Place, error, likely, meant, one_of
from reportgen.located import read_yaml
from reportgen.quantities import RANGE
from reportgen.spreadsheet import unguarded

REQUIRED = ("metric", "period", "value", "unit")
OPTIONAL = (
    "low", "high", "entity", "scenario", "bound", "source", "anchor", "note", "passage", "as_of", "flag",
)  # fmt: skip
COLUMNS = (*REQUIRED, *OPTIONAL)
ISSUED = ("origin", "label", "formula")  # of the facts.csv of an edition; "origin" tells it from others
FORMATS = (".csv", ".json", ".yaml", ".yml")


def fact_files(brief: Brief) -> tuple[Path, ...]:
    """The files of facts that a brief names, or every ``facts*.csv``, ``.json`` and ``.yaml`` of its folder.

    Where sources hold the data there need be none. What a source names is read as that source, and not here.
    """
    if brief.settings.facts:
        named = (brief.folder / name for name in dict.fromkeys(brief.settings.facts))
        return tuple(path for path in named if not brief.files.has_refused(path))
    taken = {brief.folder / file for one in brief.settings.sources.values() for file in one.files.values()}
    found = tuple(
        path for path in sorted(brief.folder.glob("facts*")) if path.suffix in FORMATS and path not in taken
    )
    return found or (() if _has_sources(brief) else (brief.folder / "facts.csv",))


def _has_sources(brief: Brief) -> bool:
    """Whether facts were to come from sources, also where one is written so that it had to be left out."""
    written = brief.located.value.get("sources") if isinstance(brief.located.value, dict) else None
    named = written.values() if isinstance(written, dict) else ()
    return any(isinstance(one, dict) and (one.get("data") or one.get("sql")) for one in named)


def rows_of(path: Path, reader: Reader) -> Sequence[Row]:
    """The rows of a file; where it cannot be read to its end, that facts were lost is noted."""
    before = len(reader.findings)
    rows = _rows(path, reader.findings, reader.brief.files)
    told = {one.code for one in list(reader.findings)[before:] if one.severity == "error"}
    if told - {"columns", "unknown-column"} or (told and not rows):
        reader.lose_all()
    return rows


def _rows(path: Path, findings: Findings, files: Files) -> Sequence[Row]:
    if path.suffix not in FORMATS:
        findings.add(
            error("syntax", f"facts in '{path.suffix}'; expected {one_of(FORMATS[:3])}", Place(path))
        )
        return ()
    if path.suffix != ".csv":
        return _records(path, findings, files)
    columns, rows, header = read_csv(path, findings, files, COLUMNS)
    if not columns:
        return ()
    if set(COLUMNS).isdisjoint(columns):
        message = f"no header; expected a line of columns such as '{','.join(REQUIRED)}'"
        findings.add(error("missing-column", message, header))
        return ()
    missing = [name for name in REQUIRED if name not in columns and not _is_range(name, columns)]
    misspelt = {near for name in columns if name not in COLUMNS for near in nearest(name, missing)}
    is_issued = ISSUED[0] in columns
    for name in (name for name in columns if not (is_issued and name in ISSUED)):
        _check_column(name, columns, missing, header, findings)
    shown = ", ".join(map(repr, columns))
    for name in missing:
        if name not in misspelt:
            findings.add(error("missing-column", f"no column '{name}'; found {shown}", header))
    if not rows and not any(one.severity == "error" and one.place.path == path for one in findings):
        findings.add(error("empty-file", "no facts below the header", header))
    if missing:
        return ()
    return tuple(_issued(rows)) if is_issued else rows


def _is_range(name: str, columns: Sequence[str]) -> bool:
    """Whether a column of values may be missing, because every fact of the file is a range."""
    return name == "value" and not {*ENDS}.isdisjoint(columns)


def _issued(rows: Sequence[Row]) -> Iterator[Row]:
    """The facts that an edition issued: those stated, as they were before spreadsheets were kept from running them.

    The ends that it gives for what is no range are those that rounding leaves: nobody has stated them.
    """
    for row in rows:
        if row.cells[ISSUED[0]] != "derived":
            cells = {name: unguarded(text) for name, text in row.cells.items()}
            yield replace(
                row, cells=cells if cells.get("bound") == RANGE else cells | dict.fromkeys(ENDS, "")
            )


def _check_column(
    name: str, columns: Sequence[str], missing: Sequence[str], place: Place, findings: Findings
) -> None:
    if name not in COLUMNS:
        hint = meant(name.lower(), missing) or likely(name.lower(), COLUMNS)
        findings.add(error("unknown-column", f"column '{name}'{hint}", place))
    elif columns.count(name) > 1 and ("duplicate-column", place) not in {
        (one.code, one.place) for one in findings
    }:
        findings.add(error("duplicate-column", f"column '{name}' stands in the header more than once", place))


def _records(path: Path, findings: Findings, files: Files) -> Sequence[Row]:
    """The facts of a JSON or YAML file: a list of them, or a mapping with the list under ``facts``."""
    located = read_yaml(path, findings, files, "facts")
    if located is None:
        return ()
    value, keys = located.value, ()
    if isinstance(value, dict) and isinstance(value.get("facts"), list):
        value, keys = value["facts"], ("facts",)  # type: ignore[assignment]
    if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
        findings.add(
            error("syntax", "expected a list of facts, each with metric, period, value, unit", Place(path, 1))
        )
        return ()
    if not value:
        findings.add(error("empty-file", "no facts in the list", Place(path, 1)))
    rows: list[Row] = []
    for index, item in enumerate(value):
        assert isinstance(item, dict)
        cells = {name: str(text if text is not None else "").strip() for name, text in item.items()}
        unknown = [name for name in cells if name not in COLUMNS]
        for name in unknown:
            _check_column(name, (), (), located.place(*keys, index, name), findings)
        rows.append(Row(dict.fromkeys(COLUMNS, "") | cells, located.place(*keys, index)))
    return rows
