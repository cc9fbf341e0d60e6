"""Parquet and Arrow files, read a batch at a time by pyarrow; only rows that are asked for become cells."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from reportgen.findings import Place
from reportgen.source_settings import SourceDocument
from reportgen.sources.columnar_limits import (
    batch_of,
    check_messages,
    check_shape,
    check_texts,
    is_flat,
    is_text,
    too_large,
    too_large_unpacked,
    values_of,
)
from reportgen.sources.digits import exact, is_bearable, plain
from reportgen.sources.grid import Cell, Grid, check_size
from reportgen.sources.missing import required
from reportgen.sources.unpacking import MOST_UNPACKED, Unreadable, reason_of

if TYPE_CHECKING:
    import pyarrow as pa
    from pyarrow import parquet

MOST_ROWS = 200_000  # that become cells, after 'where' has chosen
_MARK = 8  # bytes before the stream of an Arrow file
_MISSING = ("NAType", "NaTType")  # of pandas, which need not be installed to know their names


def read_columnar(raw: bytes, document: SourceDocument, place: Place) -> Grid:
    """A Parquet or Arrow file as a grid whose header are its columns. Raises Unreadable."""
    with required("pyarrow", "parquet"):
        pass
    try:
        with _without_reserves():
            schema, batches = _parquet(raw, document.where) if document.kind == "parquet" else _arrow(raw)
            rows = list(_rows(schema, batches, document.where, place))
    except Unreadable:
        raise
    except Exception as problem:  # noqa: BLE001 - what pyarrow meets in a damaged file, it raises as many things
        raise Unreadable(
            "damaged-file", f"no {document.kind} file that can be read{reason_of(problem)}"
        ) from None
    return Grid([[Cell(name, place) for name in schema.names], *rows], place, has_header=True)


@contextmanager
def _without_reserves() -> Iterator[None]:
    """Arrow's own allocator keeps what it had for the next table, ten times as much as a batch needs; there is none."""
    import pyarrow as pa

    usual = pa.default_memory_pool()
    pa.set_memory_pool(pa.system_memory_pool())
    try:
        yield
    finally:
        pa.set_memory_pool(usual)


def _parquet(
    raw: bytes, where: Mapping[str, tuple[str, ...]]
) -> tuple[pa.Schema, Iterator[tuple[int, pa.RecordBatch]]]:
    import pyarrow as pa
    from pyarrow import parquet

    file = parquet.ParquetFile(pa.BufferReader(raw))
    check_shape(file.metadata.num_rows, file.metadata.num_columns)
    groups = range(file.metadata.num_row_groups)
    if sum(file.metadata.row_group(index).total_byte_size for index in groups) > MOST_UNPACKED:
        raise too_large_unpacked()
    texts = [field.name for field in file.schema_arrow if is_text(field.type)]
    # A text that is repeated stays one.
    file = parquet.ParquetFile(pa.BufferReader(raw), read_dictionary=texts)
    schema = file.schema_arrow
    flat = [field.name for field in schema if is_flat(field.type)]
    return pa.schema([field for field in schema if is_flat(field.type)]), _groups(file, flat, where)


def _groups(
    file: parquet.ParquetFile, flat: list[str], where: Mapping[str, tuple[str, ...]]
) -> Iterator[tuple[int, pa.RecordBatch]]:
    """Batches of those groups of rows in which something is wanted, each with the number of rows before it.

    Of the others only the columns of ``where`` are read.
    """
    asked = {name: where[name] for name in flat if name in where}
    size, before = batch_of(len(flat)), 0
    for group in range(file.metadata.num_row_groups):
        number, before = before, before + file.metadata.row_group(group).num_rows
        looked = file.iter_batches(size, [group], list(asked), use_threads=False) if asked else ()
        if asked and not any(len(_chosen(batch, asked)) for batch in looked):
            continue
        for batch in file.iter_batches(size, [group], flat, use_threads=False):
            yield number, batch
            number += batch.num_rows


def _arrow(raw: bytes) -> tuple[pa.Schema, Iterator[tuple[int, pa.RecordBatch]]]:
    """An Arrow file, or a stream of the same, which Feather is too: a file is a stream between marks."""
    import pyarrow as pa

    stream = raw[_MARK:] if raw.startswith(b"ARROW1") else raw
    check_messages(stream)
    reader = pa.ipc.open_stream(pa.BufferReader(stream))
    flat = [index for index, kind in enumerate(reader.schema.types) if is_flat(kind)]
    check_shape(0, len(flat))
    step = batch_of(len(flat))
    batches = (
        batch.slice(begin, step) for batch in _valid(reader, flat) for begin in range(0, batch.num_rows, step)
    )
    return pa.schema([reader.schema.field(index) for index in flat]), _counted(batches)


def _counted(batches: Iterable[pa.RecordBatch]) -> Iterator[tuple[int, pa.RecordBatch]]:
    """Batches, each with the number of rows before it."""
    number = 0
    for batch in batches:
        yield number, batch
        number += batch.num_rows


def _valid(reader: pa.RecordBatchReader, wanted: list[int]) -> Iterator[pa.RecordBatch]:
    """Batches whose offsets lie within their buffers: Arrow believes what a stream says, and dies of it."""
    for batch in reader:
        chosen = batch.select(wanted)
        chosen.validate(full=True)
        yield chosen


def _rows(
    schema: pa.Schema,
    batches: Iterator[tuple[int, pa.RecordBatch]],
    where: Mapping[str, tuple[str, ...]],
    place: Place,
) -> Iterator[list[Cell]]:
    kept = 0
    for number, batch in batches:
        check_shape(number + batch.num_rows, 0)
        for name, column in zip(schema.names, batch.columns, strict=True):
            check_texts(column, name)
        chosen = _chosen(batch, {name: one for name, one in where.items() if name in schema.names})
        kept += len(chosen)
        if kept > MOST_ROWS:
            raise too_large(f"more than {MOST_ROWS:,} rows; choose some with 'where'")
        check_size(len(schema), kept)
        columns = [values_of(column.take(chosen)) for column in batch.columns]
        for index, values in zip(chosen.to_pylist(), zip(*columns, strict=True), strict=True):
            line = number + int(index or 0) + 1
            at = Place(place.path, line, inside=f"row {line}")
            yield [
                cell_of(value, at, _decimals(kind)) for value, kind in zip(values, schema.types, strict=True)
            ]


def _chosen(batch: pa.RecordBatch, where: Mapping[str, tuple[str, ...]]) -> pa.Array[Any]:
    import pyarrow as pa
    from pyarrow import compute

    kept: pa.Array[Any] = pa.repeat(True, batch.num_rows)
    for name, wanted in where.items():
        check_texts(batch.column(name), name)
        kept = compute.and_(kept, _is_in(batch.column(name), wanted))
    return compute.indices_nonzero(kept)


def _is_in(column: pa.Array[Any], wanted: tuple[str, ...]) -> pa.Array[Any]:
    """Where a column holds one of several texts; of one whose texts are repeated each is looked at once."""
    import pyarrow as pa
    from pyarrow import compute

    if isinstance(column, pa.DictionaryArray):
        return _is_in(column.dictionary, wanted).take(column.indices)
    texts = column if pa.types.is_string(column.type) else column.cast(pa.string())
    return compute.is_in(texts, value_set=pa.array(wanted))


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
        if not is_bearable(value):
            return Cell(str(value), place)
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
