"""Columnar files within limits: a kilobyte of them may say that it holds a billion rows, or texts by the gigabyte."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from reportgen.sources.grid import LONGEST_CELL, MOST_COLUMNS
from reportgen.sources.unpacking import MOST_UNPACKED, Unreadable

if TYPE_CHECKING:
    import pyarrow as pa

MOST_SCANNED = 50_000_000  # rows that are looked through for those that 'where' wants
BATCH = 65_536  # rows of a batch, of a narrow table
MOST_AT_ONCE = 1_000_000  # values of one batch
WIDEST = 256  # bytes of a value of a fixed width
MEGABYTE = 1_000_000
_ROWS, _BUFFERS, _COMPRESSION = 0, 2, 3  # fields of a RecordBatch, as Arrow's Message.fbs numbers them
_HEADER = 2  # of a Message
_DICTIONARY_DATA = 1  # of a DictionaryBatch


def too_large(what: str) -> Unreadable:
    """What is said of a file that would need more than any table of facts."""
    return Unreadable("file-too-large", what)


def too_large_unpacked() -> Unreadable:
    """The same, of bytes."""
    return too_large(f"more than {MOST_UNPACKED // MEGABYTE} MB when it is unpacked")


def check_shape(rows: int, columns: int) -> None:
    """Raises Unreadable for more rows or columns than are looked through."""
    if rows > MOST_SCANNED:
        raise too_large(f"{rows:,} rows; at most {MOST_SCANNED:,} are looked through")
    if columns > MOST_COLUMNS:
        raise too_large(f"{columns:,} columns; at most {MOST_COLUMNS:,} are read")


def batch_of(columns: int) -> int:
    """How many rows are read at once."""
    return max(1, min(BATCH, MOST_AT_ONCE // max(columns, 1)))


def is_flat(kind: pa.DataType) -> bool:
    """Whether values of a type are single ones, as cells are; lists within rows may be endless."""
    import pyarrow as pa

    if pa.types.is_fixed_size_binary(kind):
        return kind.byte_width <= WIDEST
    return not pa.types.is_nested(kind)


def values_of(column: pa.Array[Any]) -> list[Any]:
    """The values of a column; one that is repeated stays one text, and is not written out as often as it stands."""
    import pyarrow as pa

    if not isinstance(column, pa.DictionaryArray):
        return column.to_pylist()
    needed = column.indices.unique().drop_null()
    words = dict(zip(needed.to_pylist(), column.dictionary.take(needed).to_pylist(), strict=True))
    return [words.get(index) for index in column.indices.to_pylist()]


def is_text(kind: pa.DataType) -> bool:
    """Whether values of a type have a length of their own."""
    import pyarrow as pa

    inner = kind.value_type if pa.types.is_dictionary(kind) else kind
    return bool(
        pa.types.is_string(inner)
        or pa.types.is_large_string(inner)
        or pa.types.is_binary(inner)
        or pa.types.is_large_binary(inner)
    )


def check_texts(column: pa.Array[Any], name: str) -> None:
    """Raises Unreadable for a column of which a single text is longer than any of a fact: it may stand there often."""
    import pyarrow as pa
    from pyarrow import compute

    if not is_text(column.type):
        return
    texts: Any = column.dictionary if isinstance(column, pa.DictionaryArray) else column
    longest = compute.max(compute.binary_length(texts)).as_py() or 0
    if longest > LONGEST_CELL * 4:  # bytes of UTF-8
        message = f"a text of {longest:,} bytes in the column '{name}'; at most {LONGEST_CELL:,} characters are read"
        raise Unreadable("cell-too-long", message)


# Arrow, of which nobody says how large a batch will be before it is read -------------------------------------------


def check_messages(raw: bytes) -> None:
    """Raises Unreadable where compressed buffers of a stream of Arrow say that they are larger than is read."""
    import pyarrow as pa

    total = 0
    for message in pa.ipc.MessageReader.open_stream(pa.BufferReader(raw)):
        if message.type not in ("record batch", "dictionary"):
            continue
        body = message.body.to_pybytes() if message.body else b""
        total += max(len(body), sum(_unpacked_sizes(message.metadata.to_pybytes(), body, message.type)))
        if total > MOST_UNPACKED:
            raise too_large_unpacked()


def _unpacked_sizes(metadata: bytes, body: bytes, kind: str) -> Iterator[int]:
    """What each buffer says of its size; a compressed one begins with it, -1 for one that is left as it was."""
    root = struct.unpack_from("<I", metadata)[0]
    batch = _table(metadata, root, _HEADER)
    if batch and kind == "dictionary":
        batch = _table(metadata, batch, _DICTIONARY_DATA)
    if not batch:
        return
    rows = _field(metadata, batch, _ROWS)
    if rows:
        check_shape(struct.unpack_from("<q", metadata, rows)[0], 0)
    buffers = _table(metadata, batch, _BUFFERS)
    if not _table(metadata, batch, _COMPRESSION) or not buffers:
        return
    for index in range(struct.unpack_from("<I", metadata, buffers)[0]):
        offset, length = struct.unpack_from("<qq", metadata, buffers + 4 + 16 * index)
        if length >= 8:  # noqa: PLR2004 - bytes of the size
            yield struct.unpack_from("<q", body, offset)[0]


def _field(raw: bytes, table: int, number: int) -> int:
    """Where a field of a table of FlatBuffers stands; 0 for one that is not there."""
    directory = table - struct.unpack_from("<i", raw, table)[0]
    at = 4 + 2 * number
    if at + 2 > struct.unpack_from("<H", raw, directory)[0]:
        return 0
    offset = struct.unpack_from("<H", raw, directory + at)[0]
    return table + offset if offset else 0


def _table(raw: bytes, table: int, number: int) -> int:
    """Where the table, or the vector, begins that a field refers to."""
    at = _field(raw, table, number)
    return at + struct.unpack_from("<I", raw, at)[0] if at else 0
