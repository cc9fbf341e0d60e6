"""Data frames of pandas, polars and pyarrow as sources, through narwhals."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from reportgen.errors import UsageError
from reportgen.findings import Place
from reportgen.source_settings import SourceDocument
from reportgen.sources.columnar import cell_of
from reportgen.sources.grid import Cell, Grid

if TYPE_CHECKING:
    from narwhals.typing import IntoDataFrame

FRAME = Path("frame")


@dataclass(frozen=True, slots=True)
class FrameOfFacts:
    """A frame and how it is read: what :func:`facts_from_frame` makes, and ``reportgen.load`` takes."""

    grid: Grid
    document: SourceDocument
    source: str

    @property
    def name(self) -> str:
        """By what its rows are filed in the fingerprint of an edition."""
        return f"frame/{self.source or 'facts'}"

    @property
    def sha256(self) -> str:
        """The hash of its rows."""
        rows = [[cell.text for cell in row] for row in self.grid.rows]
        return hashlib.sha256(json.dumps(rows).encode()).hexdigest()


def facts_from_frame(
    frame: IntoDataFrame,
    *,
    source: str = "",
    map: Mapping[str, str] | None = None,  # noqa: A002 - as the setting is called
    constants: Mapping[str, str] | None = None,
    decimals: int | Mapping[str, int] | None = None,
    **reading: Any,  # noqa: ANN401 - checked by the model of the settings
) -> FrameOfFacts:
    """A frame of pandas, polars or pyarrow as facts for ``reportgen.load(folder, facts=…)``.

    Columns of decimals and texts keep their digits. Binary floats have none of their own: say ``decimals``.

    Args:
        frame: a fact a row, or a wide table.
        source: the entry of ``sources:`` that the facts are from.
        map: its columns, by what they are to us: ``{"Amount": "value"}``.
        constants: what is the same for all: ``{"unit": "EUR mn"}``.
        decimals: of all numbers, or by metric.
        reading: further settings of a source: ``where``, ``metrics``, ``units``, ``shape``, ``dates``.

    Raises:
        UsageError: it is no frame, or the settings are wrong.
    """
    given = {"map": map, "constants": constants, "decimals": decimals, **reading}
    try:
        document = SourceDocument.model_validate(
            {
                "title": source or "Frame",
                "data": str(FRAME),
                **{name: one for name, one in given.items() if one},
            }
        )
    except ValueError as problem:
        raise UsageError(f"facts_from_frame: {problem}") from None
    return FrameOfFacts(_grid(frame), document, source)


def _grid(frame: IntoDataFrame) -> Grid:
    import narwhals as nw

    try:
        native = nw.from_native(frame, eager_only=True)
    except TypeError:
        kind = type(frame).__name__
        raise UsageError(f"expected a frame of pandas, polars or pyarrow, found {kind}") from None
    place = Place(FRAME)
    columns = [column.to_list() for column in native.iter_columns()]
    rows: list[Sequence[Cell]] = [[Cell(str(name), place) for name in native.columns]]
    for line, values in enumerate(zip(*columns, strict=True), 1):
        at = Place(FRAME, line, inside=f"row {line}")
        rows.append([cell_of(value, at) for value in values])
    return Grid(rows, place, has_header=True)
