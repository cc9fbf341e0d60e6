"""Parquet and Arrow files, read a batch at a time by pyarrow; only rows that are asked for become cells."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from reportgen.findings import Place
from reportgen.source_settings import SourceDocument
from reportgen.sources.digits import exact, plain
from reportgen.sources.grid import Cell, Grid
from reportgen.sources.missing import required
from reportgen.sources.unpacking import MOST_UNPACKED, Unreadable

if TYPE_CHECKING:
    import pyarrow as pa

MOST_ROWS = 200_000  # that become cells, after 'where' has chosen
BATCH = 65_536
_MISSING = ("NAType", "NaTType")  # of pandas, which need not be installed to know their names


def read_columnar(raw: bytes, document: SourceDocument, place: Place) -> Grid:
    """A Parquet or Arrow file as a grid whose header are its columns. Raises Unreadable."""
    with required("pyarrow", "parquet"):
        pass
    try:
        schema, batches = _parquet(raw) if document.kind == "parquet" else _arrow(raw)
        rows = list(_rows(schema, batches, document.where, place))
    except Unreadable:
        raise
    except Exception as problem:  # noqa: BLE001 - what pyarrow meets in a damaged file, it raises as many things
        raise Unreadable(
            "damaged-file", f"not a {document.kind} file that can be read: {_sentence(problem)}"
        ) from None
    return Grid([[Cell(name, place) for name in schema.names], *rows], place, has_header=True)


def _sentence(problem: Exception) -> str:
    return str(problem).partition("\n")[0].rstrip(".")


def _parquet(raw: bytes) -> tuple[pa.Schema, Iterator[pa.RecordBatch]]:
    import pyarrow as pa
    from pyarrow import parquet

    file = parquet.ParquetFile(pa.BufferReader(raw))
    groups = range(file.metadata.num_row_groups)
    if sum(file.metadata.row_group(index).total_byte_size for index in groups) > MOST_UNPACKED:
        raise Unreadable("file-too-large", f"more than {MOST_UNPACKED // 1_000_000} MB when it is unpacked")
    return file.schema_arrow, file.iter_batches(batch_size=BATCH)


def _arrow(raw: bytes) -> tuple[pa.Schema, Iterator[pa.RecordBatch]]:
    """An Arrow file, or a stream of the same, which Feather is too."""
    import pyarrow as pa

    source = pa.BufferReader(raw)
    if raw.startswith(b"ARROW1"):
        file = pa.ipc.open_file(source)
        return file.schema, (file.get_batch(index) for index in range(file.num_record_batches))
    stream = pa.ipc.open_stream(source)
    return stream.schema, iter(stream)


def _rows(
    schema: pa.Schema, batches: Iterator[pa.RecordBatch], where: Mapping[str, tuple[str, ...]], place: Place
) -> Iterator[list[Cell]]:
    number = kept = 0
    for batch in batches:
        chosen = _chosen(batch, {name: one for name, one in where.items() if name in schema.names})
        columns = [column.take(chosen).to_pylist() for column in batch.columns]
        for index, values in zip(chosen.to_numpy().tolist(), zip(*columns, strict=True), strict=True):
            kept += 1
            if kept > MOST_ROWS:
                raise Unreadable("file-too-large", f"more than {MOST_ROWS:,} rows; choose some with 'where'")
            line = number + index + 1
            at = Place(place.path, line, inside=f"row {line}")
            yield [
                cell_of(value, at, _decimals(kind)) for value, kind in zip(values, schema.types, strict=True)
            ]
        number += batch.num_rows


def _chosen(batch: pa.RecordBatch, where: Mapping[str, tuple[str, ...]]) -> pa.Array[Any]:
    import pyarrow as pa
    from pyarrow import compute

    kept: pa.Array[Any] = pa.array([True] * batch.num_rows)
    for name, wanted in where.items():
        column = batch.column(name)
        texts = column if pa.types.is_string(column.type) else column.cast(pa.string())
        kept = compute.and_(kept, compute.is_in(texts, value_set=pa.array(wanted)))
    return compute.indices_nonzero(kept)


def _decimals(kind: pa.DataType) -> int | None:
    import pyarrow as pa

    return kind.scale if pa.types.is_decimal(kind) else None


def cell_of(value: object, place: Place, decimals: int | None = None) -> Cell:  # noqa: PLR0911 - a type a line
    """A value of a typed column as a cell. Binary floats have as many decimals as they need: nobody states more."""
    if value is None or type(value).__name__ in _MISSING:
        return Cell("", place)
    if isinstance(value, bool):
        return Cell(str(value).lower(), place)
    if isinstance(value, Decimal):
        places = decimals if decimals is not None else max(0, -int(value.as_tuple().exponent))
        return Cell(f"{value:f}", place, value, places)
    if isinstance(value, int):
        return Cell(str(value), place, Decimal(value), 0)
    if isinstance(value, float):
        return _float(value, place)
    if isinstance(value, datetime | date):
        day = value.date() if isinstance(value, datetime) else value
        return Cell(day.isoformat(), place, day=day)
    return Cell(str(value).strip(), place)


def _float(value: float, place: Place) -> Cell:
    number = exact(value)
    if number.is_nan():  # what frames have where there is nothing
        return Cell("", place)
    if not number.is_finite():
        return Cell(str(value), place)
    return Cell(plain(number), place, number)
